//! Filing a dossier at the commune, with product and producer as registry has them at this moment.

use platform::access::UnitLevel;
use platform::fields::Fields;
use platform::rpc::peer_error;
use proto::evaluation::v1 as pb;
use proto::registry::v1::{GetProducerRequest, GetProductRequest, RecordState};
use tonic::{Code, Status};

use crate::domain::dossier::{Dossier, DossierKind, DossierState, ProducerSnapshot, ProductId, ProductSnapshot};
use crate::error::Error;
use crate::{View, Work, events, store, wire};

pub(crate) struct FileDossier {
    product: ProductId,
    kind: DossierKind,
}

/// What registry said, to be kept with the dossier.
pub(crate) struct Prepared {
    kind: DossierKind,
    product: ProductSnapshot,
    producer: ProducerSnapshot,
}

impl FileDossier {
    pub(crate) fn parse(message: pb::FileDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let product = fields.id("product_id", &message.product_id);
        let kind = wire::read_dossier_kind(&mut fields, message.kind);
        let (product, kind) = fields.finish((product, kind))?;
        Ok(Self { product, kind })
    }
}

/// Asks registry for product and producer.
pub(crate) async fn prepare(view: &View, command: &FileDossier) -> Result<Prepared, Error> {
    let no_such_product = || Error::NoSuchProduct { product: command.product };
    let mut registry = view.service().registry.clone();
    let request = GetProductRequest { product_id: command.product.to_string() };
    let product = registry.get_product(request).await.map_err(|status| from_registry(status, no_such_product))?;
    let product = product.into_inner().product.ok_or_else(no_such_product)?;
    let unit = product.unit_id.parse().map_err(|_| no_such_product())?;
    if !view.authority().reaches(&unit) {
        return Err(no_such_product());
    }
    if product.state() == RecordState::Retired {
        return Err(Error::ProductRetired { product: command.product });
    }
    let request = GetProducerRequest { producer_id: product.producer_id.clone() };
    let producer = registry.get_producer(request).await.map_err(|status| from_registry(status, no_such_product))?;
    let producer = producer.into_inner().producer.ok_or_else(no_such_product)?;
    let fields = &mut Fields::new();
    let producer_id = fields.id("producer_id", &producer.id).ok_or_else(no_such_product)?;
    Ok(Prepared {
        kind: command.kind,
        product: ProductSnapshot {
            id: command.product,
            etag: product.etag,
            name: product.name,
            product_set: product.product_set,
            unit,
            sample: product.sample,
        },
        producer: ProducerSnapshot {
            id: producer_id,
            etag: producer.etag.clone(),
            kind: wire::producer_kind_name(producer.kind()),
            name: producer.name,
        },
    })
}

/// What registry's refusal means here.
pub(super) fn from_registry(status: Status, not_found: impl Fn() -> Error) -> Error {
    match status.code() {
        Code::NotFound => not_found(),
        _ => peer_error("registry", status).into(),
    }
}

pub(crate) async fn file_dossier(work: &Work, prepared: &Prepared) -> Result<Dossier, Error> {
    let unit = &prepared.product.unit;
    work.authority().require(unit)?;
    let province = work.authority().units().ancestor_of_level(unit, UnitLevel::Province, work.today());
    let province = province.ok_or(Error::NoSuchProduct { product: prepared.product.id })?.id.clone();
    // The dossier is pinned to the rules in force today, whatever comes after them.
    let version = work.service().catalogue.in_force_on(work.today())?;
    version.set(prepared.product.product_set)?;
    let dossier = Dossier {
        id: work.new_id(),
        kind: prepared.kind,
        criteria_version: version.id.clone(),
        product: prepared.product.clone(),
        producer: prepared.producer.clone(),
        province,
        filed_at: work.now(),
        filed_by: work.person(),
        state: DossierState::Filed,
        version: 1,
        updated_at: work.now(),
    };
    store::dossiers::insert(work, &dossier).await?;
    events::dossier_filed(work, &dossier);
    Ok(dossier)
}
