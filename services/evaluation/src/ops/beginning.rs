//! How a dossier begins, from paper or as a draft: what registry says of product and producer, the rules it is
//! pinned to, and the certificate it follows.

use platform::access::UnitLevel;
use platform::fields::Fields;
use platform::rpc::peer_error;
use proto::registry::v1::{GetProducerRequest, GetProductRequest, RecordState};
use tonic::{Code, Status};

use crate::domain::certificate::Certificate;
use crate::domain::dossier::{
    Clocks, Dossier, DossierKind, DossierState, ProducerSnapshot, ProductId, ProductSnapshot,
};
use crate::domain::parcel::Lies;
use crate::domain::register::CertificateStatus;
use crate::error::Error;
use crate::{View, Work, policy, store, wire};

/// What registry said, to be kept with the dossier.
#[derive(Clone)]
pub(crate) struct Snapshots {
    pub(crate) product: ProductSnapshot,
    pub(crate) producer: ProducerSnapshot,
}

/// Asks registry for a product and its producer, for one who may act for it.
pub(super) async fn ask_registry(view: &View, id: ProductId) -> Result<Snapshots, Error> {
    let (snapshots, state) = read_registry(view, id).await?;
    if policy::acting_for(view, snapshots.producer.id, &snapshots.product.unit).await?.is_none() {
        return Err(Error::NoSuchProduct { product: id });
    }
    if state == RecordState::Retired {
        return Err(Error::ProductRetired { product: id });
    }
    Ok(snapshots)
}

/// What registry says of a product within the caller's units, of its producer, and whether the product is retired.
pub(super) async fn read_registry(view: &View, id: ProductId) -> Result<(Snapshots, RecordState), Error> {
    let no_such_product = || Error::NoSuchProduct { product: id };
    let mut registry = view.service().registry.clone();
    let request = GetProductRequest { product_id: id.to_string() };
    let product = registry.get_product(request).await.map_err(|status| from_registry(status, no_such_product))?;
    let product = product.into_inner().product.ok_or_else(no_such_product)?;
    let unit = product.unit_id.parse().map_err(|_| no_such_product())?;
    if !view.authority().reaches(&unit) {
        return Err(no_such_product());
    }
    let request = GetProducerRequest { producer_id: product.producer_id.clone() };
    let producer = registry.get_producer(request).await.map_err(|status| from_registry(status, no_such_product))?;
    let producer = producer.into_inner().producer.ok_or_else(no_such_product)?;
    let producer_id = Fields::new().id("producer_id", &producer.id).ok_or_else(no_such_product)?;
    let state = product.state();
    let snapshots = Snapshots {
        product: ProductSnapshot {
            id,
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
    };
    Ok((snapshots, state))
}

/// What registry's refusal means here.
pub(super) fn from_registry(status: Status, not_found: impl Fn() -> Error) -> Error {
    match status.code() {
        Code::NotFound => not_found(),
        _ => peer_error("registry", status).into(),
    }
}

/// A draft that is not kept yet, pinned to the rules in force today, whatever comes after them.
pub(super) async fn begin(work: &Work, kind: DossierKind, snapshots: &Snapshots) -> Result<Dossier, Error> {
    let Snapshots { product, producer } = snapshots.clone();
    if policy::acting_for(work, producer.id, &product.unit).await?.is_none() {
        return Err(Error::NoSuchProduct { product: product.id });
    }
    let province = work.authority().units().ancestor_of_level(&product.unit, UnitLevel::Province, work.today());
    let province = province.ok_or(Error::NoSuchProduct { product: product.id })?.id.clone();
    let version = work.service().catalogue.in_force_on(work.today())?;
    version.set(product.product_set)?;
    let previous = match kind {
        DossierKind::First => None,
        DossierKind::Upgrade | DossierKind::ReRanking => Some(certificate_to_follow(work, product.id).await?.id),
    };
    Ok(Dossier {
        id: work.new_id(),
        kind,
        criteria_version: version.id.clone(),
        product,
        producer,
        province,
        previous,
        standing: None,
        code: None,
        filed_at: work.now(),
        filed_by: work.person(),
        paper_original: None,
        frozen_version: 0,
        proposed_on: None,
        clocks: Clocks::default(),
        state: DossierState::Draft,
        lies: Lies::Here,
        version: 1,
        updated_at: work.now(),
        step: None,
    })
}

/// Refuses to hand in a re-ranking too early or too late before the certificate it follows expires.
pub(super) async fn must_be_in_window(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    if dossier.kind != DossierKind::ReRanking {
        return Ok(());
    }
    let certificate = certificate_to_follow(work, dossier.product.id).await?;
    let parameters = work.service().workflows.of(&dossier.criteria_version)?;
    let (opens_on, closes_on) = parameters.filing_window(certificate.expires_on);
    if (opens_on..=closes_on).contains(&work.today()) {
        return Ok(());
    }
    Err(Error::OutsideFilingWindow { opens_on, closes_on })
}

/// The valid certificate of a product that an upgrade or a re-ranking follows.
async fn certificate_to_follow(work: &Work, product: ProductId) -> Result<Certificate, Error> {
    let last = store::certificates::last_of_product(work, product, work.today()).await?;
    let valid = last.filter(|registered| registered.status_on(work.today()) == CertificateStatus::Valid);
    Ok(valid.ok_or(Error::NoCertificateToFollow { product })?.certificate)
}
