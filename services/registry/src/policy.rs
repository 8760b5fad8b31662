//! Who may do what with the register.

use platform::access::Role::{
    self, Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, ProvinceLeader, ProvinceOfficer,
    Service as System, Trainer,
};
use platform::access::{Door, Policy, Rule, UnitId};

use crate::domain::producer::{Producer, ProducerId};
use crate::domain::product::{Product, ProductId};
use crate::error::Error;
use crate::{View, Work};

/// Those who keep the register of their units.
const KEEPERS: Door = Door::Roles(&[CommuneOfficer, ProvinceOfficer]);

/// Those who may look into the register of their units.
const READERS: Door = Door::Roles(READER_ROLES);
const READER_ROLES: &[Role] = &[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
    System,
];

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "GetUnit", door: Door::AnyRole },
    Rule { operation: "ListUnits", door: Door::AnyRole },
    Rule { operation: "ListProductSets", door: Door::AnyRole },
    Rule { operation: "CreateProducer", door: KEEPERS },
    Rule { operation: "GetProducer", door: READERS },
    Rule { operation: "UpdateProducer", door: KEEPERS },
    Rule { operation: "ListProducers", door: READERS },
    Rule { operation: "RetireProducer", door: KEEPERS },
    Rule { operation: "AppointLeader", door: KEEPERS },
    Rule { operation: "ListLeaders", door: READERS },
    Rule { operation: "BatchGetLeaders", door: READERS },
    Rule { operation: "CreateProduct", door: KEEPERS },
    Rule { operation: "GetProduct", door: READERS },
    Rule { operation: "UpdateProduct", door: KEEPERS },
    Rule { operation: "ListProducts", door: READERS },
    Rule { operation: "RetireProduct", door: KEEPERS },
    Rule { operation: "AssignProductCode", door: Door::Roles(&[System]) },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// The caller may keep the register of a unit.
pub(crate) fn may_keep(work: &Work, unit: &UnitId) -> Result<(), Error> {
    Ok(work.authority().require(unit)?)
}

/// The producer, if the caller may know of it: what one may not know of does not exist.
pub(crate) fn known_producer(
    found: Option<Producer>,
    id: ProducerId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<Producer, Error> {
    found.filter(|producer| reaches(&producer.facts.unit)).ok_or(Error::NoSuchProducer { producer: id })
}

/// The product, if the caller may know of it.
pub(crate) fn known_product(
    found: Option<Product>,
    id: ProductId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<Product, Error> {
    found.filter(|product| reaches(&product.facts.unit)).ok_or(Error::NoSuchProduct { product: id })
}

/// What the caller of a change reaches.
pub(crate) fn reached(work: &Work) -> impl Fn(&UnitId) -> bool {
    |unit| work.authority().reaches(unit)
}

/// What the caller of a read reaches.
pub(crate) fn seen(view: &View) -> impl Fn(&UnitId) -> bool {
    |unit| view.authority().reaches(unit)
}
