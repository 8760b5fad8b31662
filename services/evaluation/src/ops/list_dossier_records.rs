//! What officials wrote down about a dossier.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::dossier::record::Record;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct ListDossierRecords {
    dossier: DossierId,
}

impl ListDossierRecords {
    pub(crate) fn parse(message: pb::ListDossierRecordsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

pub(crate) async fn list_dossier_records(view: &View, command: &ListDossierRecords) -> Result<Vec<Record>, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    Ok(store::dossier_records::of_dossier(view, dossier.id).await?)
}
