//! The commune accepts a dossier, and the product gets its code from registry.
//!
//! The code is asked for before the transaction, and only for a dossier that may be accepted. Registry gives
//! the same product the same code for a year, so asking again, after a crash or by two at once, does no harm.

use chrono::Datelike as _;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;
use proto::registry::v1::AssignProductCodeRequest;
use tonic::Code;
use uuid::Uuid;

use super::beginning::from_registry;
use super::step::{at, insert_record};
use crate::domain::dossier::record::{CommuneCheck, RecordContent};
use crate::domain::dossier::{Dossier, DossierId, Level};
use crate::error::Error;
use crate::{View, Work, events, policy, store, wire};

pub(crate) struct AcceptDossier {
    dossier: DossierId,
    version: i64,
    check: CommuneCheck,
}

/// The command, and the code registry gave.
pub(crate) struct Prepared {
    dossier: DossierId,
    version: i64,
    check: CommuneCheck,
    code: String,
}

impl AcceptDossier {
    pub(crate) fn parse(message: pb::AcceptDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let check = wire::dossiers::read_commune_check(&mut fields, message.commune_check);
        let (dossier, version, check) = fields.finish((dossier, version, check))?;
        Ok(Self { dossier, version, check })
    }
}

/// Gets the product its code.
pub(crate) async fn prepare(view: &View, command: &AcceptDossier) -> Result<Prepared, Error> {
    let found = store::dossiers::find(view, command.dossier).await?;
    let dossier = policy::known_dossier(found, command.dossier, view.authority())?;
    dossier.must_be_at(command.version)?;
    dossier.must_be_acceptable()?;
    command.check.must_be_complete()?;
    policy::may_handle(view, &dossier, Level::Commune)?;
    policy::must_not_have_filed(view, &dossier).await?;
    let year = view.today().year();
    let request = AssignProductCodeRequest {
        // The same for the same dossier and year, so that registry sees one request however often it is sent.
        request_id: Uuid::new_v5(&dossier.id.into(), &year.to_be_bytes()).to_string(),
        product_id: dossier.product.id.to_string(),
        year,
    };
    let product = dossier.product.id;
    let answer =
        view.service().registry.clone().assign_product_code(request).await.map_err(|status| match status.code() {
            Code::FailedPrecondition => Error::ProductRetired { product },
            _ => from_registry(status, || Error::NoSuchProduct { product }),
        })?;
    let code = answer.into_inner().product_code.ok_or(Error::NoSuchProduct { product })?.code;
    Ok(Prepared { dossier: dossier.id, version: command.version, check: command.check.clone(), code })
}

pub(crate) async fn accept_dossier(work: &Work, prepared: &Prepared) -> Result<Dossier, Error> {
    let found = store::dossiers::find(work, prepared.dossier).await?;
    let dossier = policy::known_dossier(found, prepared.dossier, work.authority())?;
    dossier.must_be_at(prepared.version)?;
    policy::may_handle(work, &dossier, Level::Commune)?;
    policy::must_not_have_filed(work, &dossier).await?;
    let at = at(work, &dossier).await?;
    let dossier = dossier.accept(&prepared.check, prepared.code.clone(), &at)?;
    store::dossiers::save(work, &dossier).await?;
    insert_record(work, &dossier, RecordContent::CommuneCheck(prepared.check.clone())).await?;
    events::dossier_accepted(work, &dossier);
    Ok(dossier)
}
