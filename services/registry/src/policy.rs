//! Who may do what with the register.

use chrono::NaiveDate;
use platform::access::Role::{
    self, Auditor, CommuneLeader, CommuneOfficer, MinistryLeader, MinistryOfficer, Producer as Account, ProvinceLeader,
    ProvinceOfficer, Service as System, Trainer,
};
use platform::access::{Authority, Caller, Door, Policy, Rule, UnitId};
use platform::ids::PersonId;

use crate::domain::import::{Import, ImportId, SheetKind};
use crate::domain::management::{ManagementBody, ManagementBodyId};
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::product::{Product, ProductCode, ProductId};
use crate::domain::product_file::{Upload, UploadId};
use crate::domain::programme::{ProgrammeRecord, ProgrammeRecordId};
use crate::error::Error;
use crate::{View, Work, store};

/// Those who keep the register of their units.
const KEEPERS: Door = Door::Roles(KEEPER_ROLES);
const KEEPER_ROLES: &[Role] = &[CommuneOfficer, ProvinceOfficer];

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

/// Readers, and those whose account acts for a producer: these see that producer and its products alone.
const READERS_AND_ACCOUNTS: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
    System,
    Account,
]);

/// Those who keep files of products: the officers of their units, and those whose account acts for the producer.
const FILE_KEEPERS: Door = Door::Roles(&[CommuneOfficer, ProvinceOfficer, Account]);
const FILE_KEEPER_ROLES: &[Role] = &[CommuneOfficer, ProvinceOfficer];

/// Those to whom the originals of pictures are sent, which may tell where they were taken: readers but trainers.
const ORIGINAL_READER_ROLES: &[Role] =
    &[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor, System];

/// Those whose duty needs what is recorded of persons, as far as they reach; and those whose account acts for a producer.
const PERSON_READERS: Door = Door::Roles(&[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, Account]);

/// Those who order that nothing be erased of persons.
const HOLDERS: Door = Door::Roles(&[CommuneLeader, ProvinceLeader, MinistryLeader]);
const HOLD_READERS: Door = Door::Roles(&[CommuneLeader, ProvinceLeader, MinistryLeader, Auditor]);

/// Those who say whose account acts for a producer of their commune.
const GRANTERS: Door = Door::Roles(&[CommuneOfficer, CommuneLeader]);

/// Those who may see whose account acts for the producers of their units; and each person her own.
const GRANT_READER_ROLES: &[Role] = &[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, Auditor, System];
const GRANT_READERS: Door =
    Door::Roles(&[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, Auditor, System, Account]);

/// Those who enter changes of units, for the whole country.
const UNIT_KEEPERS: Door = Door::Roles(UNIT_KEEPER_ROLES);
const UNIT_KEEPER_ROLES: &[Role] = &[MinistryOfficer];

/// Those who may see which changes of units were entered, and by whom.
const UNIT_CHANGE_READERS: Door = Door::Roles(&[MinistryOfficer, MinistryLeader, Auditor]);

/// Those who keep the programme's other records and its management bodies: of a commune, a province or the country.
const PROGRAMME_KEEPERS: Door = Door::Roles(PROGRAMME_KEEPER_ROLES);
const PROGRAMME_KEEPER_ROLES: &[Role] = &[CommuneOfficer, ProvinceOfficer, MinistryOfficer];

/// Those who import something or other; what each kind of row needs is asked for row by row.
const IMPORTERS: Door = PROGRAMME_KEEPERS;

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "GetUnit", door: Door::AnyRole },
    Rule { operation: "ListUnits", door: Door::AnyRole },
    Rule { operation: "ResolveUnits", door: Door::AnyRole },
    Rule { operation: "GetUnitLineage", door: Door::AnyRole },
    Rule { operation: "ListUnitParts", door: Door::AnyRole },
    Rule { operation: "GetUnitMap", door: Door::AnyRole },
    Rule { operation: "PreviewUnitChange", door: UNIT_KEEPERS },
    Rule { operation: "ApplyUnitChange", door: UNIT_KEEPERS },
    Rule { operation: "UndoUnitChange", door: UNIT_KEEPERS },
    Rule { operation: "ListUnitChanges", door: UNIT_CHANGE_READERS },
    Rule { operation: "ListProductSets", door: Door::AnyRole },
    Rule { operation: "CreateProducer", door: KEEPERS },
    Rule { operation: "GetProducer", door: READERS_AND_ACCOUNTS },
    Rule { operation: "BatchGetProducers", door: READERS_AND_ACCOUNTS },
    Rule { operation: "UpdateProducer", door: KEEPERS },
    Rule { operation: "ListProducers", door: READERS },
    Rule { operation: "RetireProducer", door: KEEPERS },
    Rule { operation: "SetLegalRepresentative", door: KEEPERS },
    Rule { operation: "RevealLegalRepresentative", door: PERSON_READERS },
    Rule { operation: "AddProducerWorkers", door: KEEPERS },
    Rule { operation: "RemoveProducerWorkers", door: KEEPERS },
    Rule { operation: "ListProducerWorkers", door: PERSON_READERS },
    Rule { operation: "ListPersonReads", door: Door::AnyRole },
    Rule { operation: "BatchGetProducerFlags", door: Door::Roles(&[System]) },
    Rule { operation: "ListRetentionRules", door: Door::AnyRole },
    Rule { operation: "PlaceLegalHold", door: HOLDERS },
    Rule { operation: "LiftLegalHold", door: HOLDERS },
    Rule { operation: "ListLegalHolds", door: HOLD_READERS },
    Rule { operation: "RecordSuccession", door: KEEPERS },
    Rule { operation: "MergeProducers", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "GetProducerLineage", door: READERS_AND_ACCOUNTS },
    Rule { operation: "FindDuplicateProducers", door: Door::Roles(&[CommuneOfficer, ProvinceOfficer, Auditor]) },
    Rule { operation: "JudgeDuplicate", door: KEEPERS },
    Rule { operation: "RecordProducerFigures", door: KEEPERS },
    Rule { operation: "ListProducerFigures", door: READERS_AND_ACCOUNTS },
    Rule { operation: "AppointLeader", door: KEEPERS },
    Rule { operation: "EndLeaderTerm", door: KEEPERS },
    Rule { operation: "CorrectLeaderTerm", door: KEEPERS },
    Rule { operation: "ListLeaders", door: READERS },
    Rule { operation: "BatchGetLeaders", door: READERS },
    Rule { operation: "GrantProducerAccount", door: GRANTERS },
    Rule { operation: "EndProducerAccount", door: GRANTERS },
    Rule { operation: "ListProducerAccounts", door: GRANT_READERS },
    Rule { operation: "CreateProduct", door: KEEPERS },
    Rule { operation: "GetProduct", door: READERS_AND_ACCOUNTS },
    Rule { operation: "BatchGetProducts", door: READERS_AND_ACCOUNTS },
    Rule { operation: "UpdateProduct", door: KEEPERS },
    Rule { operation: "ListProducts", door: READERS_AND_ACCOUNTS },
    Rule { operation: "ListProductCertificates", door: READERS_AND_ACCOUNTS },
    Rule { operation: "RetireProduct", door: KEEPERS },
    Rule { operation: "BeginProductFile", door: FILE_KEEPERS },
    Rule { operation: "UploadProductFile", door: FILE_KEEPERS },
    Rule { operation: "GetProductFileUpload", door: FILE_KEEPERS },
    Rule { operation: "GetProductFile", door: READERS_AND_ACCOUNTS },
    Rule { operation: "ListProductFiles", door: READERS_AND_ACCOUNTS },
    Rule { operation: "BatchGetProductCovers", door: READERS_AND_ACCOUNTS },
    Rule { operation: "DownloadProductFile", door: READERS_AND_ACCOUNTS },
    Rule { operation: "UpdateProductFile", door: FILE_KEEPERS },
    Rule { operation: "RemoveProductFile", door: FILE_KEEPERS },
    Rule { operation: "Search", door: READERS_AND_ACCOUNTS },
    Rule { operation: "AssignProductCode", door: Door::Roles(&[System]) },
    Rule { operation: "CreateProgrammeRecord", door: PROGRAMME_KEEPERS },
    Rule { operation: "GetProgrammeRecord", door: READERS },
    Rule { operation: "UpdateProgrammeRecord", door: PROGRAMME_KEEPERS },
    Rule { operation: "ListProgrammeRecords", door: READERS },
    Rule { operation: "SummarizeProgrammeRecords", door: READERS },
    Rule { operation: "RetireProgrammeRecord", door: PROGRAMME_KEEPERS },
    Rule { operation: "RecordProgrammePayment", door: PROGRAMME_KEEPERS },
    Rule { operation: "CancelProgrammePayment", door: PROGRAMME_KEEPERS },
    Rule { operation: "ListProgrammePayments", door: READERS },
    Rule { operation: "GetCommuneOverview", door: READERS },
    Rule { operation: "ListCommuneOverviews", door: READERS },
    Rule { operation: "CreateManagementBody", door: PROGRAMME_KEEPERS },
    Rule { operation: "GetManagementBody", door: READERS },
    Rule { operation: "UpdateManagementBody", door: PROGRAMME_KEEPERS },
    Rule { operation: "ListManagementBodies", door: READERS },
    Rule { operation: "RetireManagementBody", door: PROGRAMME_KEEPERS },
    Rule { operation: "AppointOfficial", door: PROGRAMME_KEEPERS },
    Rule { operation: "EndOfficialTerm", door: PROGRAMME_KEEPERS },
    Rule { operation: "ListOfficials", door: READERS },
    Rule { operation: "BatchGetOfficials", door: READERS },
    Rule { operation: "UploadImport", door: IMPORTERS },
    Rule { operation: "GetImport", door: IMPORTERS },
    Rule { operation: "ListImports", door: IMPORTERS },
    Rule { operation: "CheckImport", door: IMPORTERS },
    Rule { operation: "ApplyImport", door: IMPORTERS },
    Rule { operation: "UndoImport", door: IMPORTERS },
    Rule { operation: "AdvanceImport", door: IMPORTERS },
    Rule { operation: "CancelImport", door: IMPORTERS },
    Rule { operation: "ListImportRows", door: IMPORTERS },
    Rule { operation: "DownloadImportReport", door: IMPORTERS },
    Rule { operation: "ExportRows", door: READERS },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// The caller may keep the register of a unit.
pub(crate) fn may_keep(work: &Work, unit: &UnitId) -> Result<(), Error> {
    Ok(work.authority().resting_on(KEEPER_ROLES).require(unit)?)
}

/// The caller may import rows of a kind for a unit: the door lets in whoever imports any kind.
pub(crate) fn may_import(work: &Work, kind: SheetKind, unit: &UnitId) -> Result<(), Error> {
    match kind {
        SheetKind::Producers | SheetKind::Products | SheetKind::Leaders => may_keep(work, unit),
        SheetKind::Units => must_be_of_the_country(work.authority()),
        SheetKind::OldCertificates => Ok(work.authority().resting_on(&[ProvinceOfficer]).require(unit)?),
        SheetKind::Officials => Ok(work.authority().resting_on(PROGRAMME_KEEPER_ROLES).require(unit)?),
    }
}

/// The caller may keep the programme's records of a unit: officers of communes and provinces below the country, which the
/// ministry's keep alone.
pub(crate) fn may_keep_programme(work: &Work, unit: &UnitId) -> Result<(), Error> {
    let roles: &[Role] = if unit.is_country() { &[MinistryOfficer] } else { &[CommuneOfficer, ProvinceOfficer] };
    Ok(work.authority().resting_on(roles).require(unit)?)
}

/// The record of the programme, if the caller may know of it.
pub(crate) fn known_programme_record(
    found: Option<ProgrammeRecord>,
    id: ProgrammeRecordId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<ProgrammeRecord, Error> {
    found.filter(|record| reaches(&record.facts.unit)).ok_or(Error::NoSuchProgrammeRecord { record: id })
}

/// The management body, if the caller may know of it.
pub(crate) fn known_management_body(
    found: Option<ManagementBody>,
    id: ManagementBodyId,
    reaches: impl Fn(&UnitId) -> bool,
) -> Result<ManagementBody, Error> {
    found.filter(|body| reaches(&body.place.unit)).ok_or(Error::NoSuchManagementBody { body: id })
}

/// Refuses a caller whose grants do not reach the whole country: units are changed for all.
pub(crate) fn must_be_of_the_country(authority: &Authority) -> Result<(), Error> {
    Ok(authority.resting_on(UNIT_KEEPER_ROLES).require(&UnitId::country())?)
}

/// Refuses a grant to act for a producer that the caller would give herself.
pub(crate) fn must_not_be_oneself(work: &Work, person: PersonId) -> Result<(), Error> {
    if work.person() == person { Err(Error::ProducerAccountForOneself) } else { Ok(()) }
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

/// The import, if it is the caller's own.
pub(crate) fn own_import(found: Option<Import>, id: ImportId, person: PersonId) -> Result<Import, Error> {
    found.filter(|import| import.created_by == person).ok_or(Error::NoSuchImport { import: id })
}

/// What the caller of a change keeps: an import lets others in than the rpcs that its rows stand for.
pub(crate) fn kept(work: &Work) -> impl Fn(&UnitId) -> bool {
    let authority = work.authority().resting_on(KEEPER_ROLES);
    move |unit| authority.reaches(unit)
}

/// What the caller of a change reaches.
pub(crate) fn reached(work: &Work) -> impl Fn(&UnitId) -> bool {
    |unit| work.authority().reaches(unit)
}

/// What the caller of a read reaches.
pub(crate) fn seen(view: &View) -> impl Fn(&UnitId) -> bool {
    |unit| view.authority().reaches(unit)
}

/// What the caller of a read sees: what lies in the units of her reading roles, and what belongs to the producers
/// that her account may act for today. The unit of a grant with the role producer opens nothing.
pub(crate) struct Sight {
    units: Authority,
    producers: Vec<ProducerId>,
}

impl Sight {
    /// The producer, if she sees it.
    pub(crate) fn producer(&self, found: Option<Producer>, id: ProducerId) -> Result<Producer, Error> {
        let shown = |producer: &Producer| self.shows(&producer.facts.unit, producer.id);
        found.filter(shown).ok_or(Error::NoSuchProducer { producer: id })
    }

    /// The product, if she sees it.
    pub(crate) fn product(&self, found: Option<Product>, id: ProductId) -> Result<Product, Error> {
        found.filter(|product| self.shows_product(product)).ok_or(Error::NoSuchProduct { product: id })
    }

    /// True if she sees the product.
    pub(crate) fn shows_product(&self, product: &Product) -> bool {
        self.shows(&product.facts.unit, product.producer)
    }

    /// Those of some producers that she sees.
    pub(crate) fn producers(&self, mut found: Vec<Producer>) -> Vec<Producer> {
        found.retain(|producer| self.shows(&producer.facts.unit, producer.id));
        found
    }

    /// Those of some products that she sees.
    pub(crate) fn products(&self, mut found: Vec<(Product, Vec<ProductCode>)>) -> Vec<(Product, Vec<ProductCode>)> {
        found.retain(|(product, _)| self.shows_product(product));
        found
    }

    fn shows(&self, unit: &UnitId, producer: ProducerId) -> bool {
        self.units.reaches(unit) || self.producers.contains(&producer)
    }

    /// The units and the producers of a list. Units that are asked for are looked into with the roles over units.
    pub(crate) fn listed(self, asked: Option<&[UnitId]>) -> Result<(Vec<UnitId>, Vec<ProducerId>), Error> {
        let units = listed_units(&self.units, asked)?;
        Ok((units, if asked.is_none() { self.producers } else { Vec::new() }))
    }
}

/// The units whose subtrees a list may show: all that are asked for, or all that are reached.
pub(crate) fn listed_units(authority: &Authority, asked: Option<&[UnitId]>) -> Result<Vec<UnitId>, Error> {
    let Some(asked) = asked else { return Ok(authority.listed_units(None)?) };
    let of_each: Result<Vec<_>, _> = asked.iter().map(|unit| authority.listed_units(Some(unit))).collect();
    Ok(of_each?.concat())
}

/// What the caller of a read sees.
pub(crate) async fn sight(view: &View) -> Result<Sight, Error> {
    let producers = own_producers(view, view.authority(), view.person(), view.today()).await?;
    Ok(Sight { units: view.authority().resting_on(READER_ROLES), producers })
}

/// What the caller of a read sees the originals of pictures of.
pub(crate) async fn sight_of_originals(view: &View) -> Result<Sight, Error> {
    let producers = own_producers(view, view.authority(), view.person(), view.today()).await?;
    Ok(Sight { units: view.authority().resting_on(ORIGINAL_READER_ROLES), producers })
}

/// The product, if the caller may keep its files.
pub(crate) async fn product_to_illustrate(work: &Work, id: ProductId) -> Result<Product, Error> {
    let found = store::products::find(work, id).await?;
    let producers = own_producers(work, work.authority(), work.person(), work.today()).await?;
    Sight { units: work.authority().resting_on(FILE_KEEPER_ROLES), producers }.product(found, id)
}

/// The producers that a person's account may act for.
async fn own_producers(
    db: &impl store::Connection,
    authority: &Authority,
    person: PersonId,
    today: NaiveDate,
) -> Result<Vec<ProducerId>, Error> {
    if !authority.holds(Account) {
        return Ok(Vec::new());
    }
    Ok(store::producer_accounts::acted_for(db, person, today).await?)
}

/// The upload, if the caller began it.
pub(crate) fn own_upload(found: Option<Upload>, id: UploadId, person: PersonId) -> Result<Upload, Error> {
    found.filter(|upload| upload.begun_by == person).ok_or(Error::NoSuchUpload { upload: id })
}

/// The units in which the caller sees who read what is recorded of persons. Who read her own she sees in any case.
pub(crate) fn audited_units(view: &View) -> Result<Vec<UnitId>, Error> {
    Ok(view.authority().resting_on(&[Auditor]).listed_units(None)?)
}

/// Refuses services but reporting, to which alone it is told what producers are led by.
pub(crate) fn must_be_reporting(view: &View) -> Result<(), Error> {
    let reporting = Caller::service_person("reporting");
    if view.person() == reporting { Ok(()) } else { Err(Error::OnlyForReporting) }
}

/// The units in which the caller sees every grant to act for a producer. Her own she sees wherever they are.
pub(crate) fn units_of_grants(view: &View) -> Result<Vec<UnitId>, Error> {
    Ok(view.authority().resting_on(GRANT_READER_ROLES).listed_units(None)?)
}
