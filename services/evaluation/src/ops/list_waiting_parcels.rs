//! The dossiers that are to be sent to another installation and are not signed for yet.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::minutes::minutes_must_be_signed;
use crate::domain::dossier::DossierId;
use crate::domain::parcel::ParcelKind;
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct ListWaitingParcels {
    kind: ParcelKind,
    province: UnitId,
}

impl ListWaitingParcels {
    pub(crate) fn parse(message: pb::ListWaitingParcelsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let kind = wire::parcels::read_kind(&mut fields, "kind", message.kind);
        let province = fields.unit("province_id", &message.province_id);
        let (kind, province) = fields.finish((kind, province))?;
        Ok(Self { kind, province })
    }
}

pub(crate) async fn list_waiting_parcels(view: &View, command: &ListWaitingParcels) -> Result<Vec<DossierId>, Error> {
    policy::must_be_reporting(view)?;
    let mut waiting = store::parcels::waiting(view, command.kind, &command.province).await?;
    if command.kind == ParcelKind::Outcome {
        let mut signed = Vec::new();
        for id in waiting {
            if may_be_told(view, id).await? {
                signed.push(id);
            }
        }
        waiting = signed;
    }
    Ok(waiting)
}

/// An outcome is told once the minutes that it rests on are signed.
async fn may_be_told(view: &View, id: DossierId) -> Result<bool, Error> {
    let dossier = store::dossiers::find(view, id).await?.ok_or(Error::NoSuchDossier { dossier: id })?;
    match minutes_must_be_signed(view, &dossier, "dossier_id").await {
        Ok(()) => Ok(true),
        Err(Error::MinutesNotSigned { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
