//! Opening the link: both sides learn where they are. A province that went back is noticed here, before it sends.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::receiving::quarantine;
use crate::domain::link::Hash;
use crate::domain::link::keys::Statement;
use crate::domain::link::record::SignedBytes;
use crate::domain::link::standing::LinkState;
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::wire::link::{Standing, read_position, read_signed, standing_bytes};
use crate::{Work, store};

pub(crate) struct OpenLink {
    position: SignedBytes,
}

impl OpenLink {
    pub(crate) fn parse(message: pb::OpenLinkRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let position = read_signed(&mut fields, "position", message.position);
        let (position,) = fields.finish((position,))?;
        Ok(Self { position })
    }
}

pub(crate) async fn open_link(work: &Work, command: &OpenLink) -> Result<SignedBytes, Error> {
    let key = work.service().link.ministry()?;
    let (province, position) = read_position(&command.position.message).ok_or(Error::SubmissionMalformed)?;
    let link = store::link::provinces::find(work, &province).await?.ok_or(Error::ProvinceNotAdmitted)?;
    if !is_signed(&link.key, Statement::LinkPosition, &command.position) {
        return Err(Error::SubmissionForged);
    }
    if matches!(link.state, LinkState::Proposed | LinkState::Suspended) {
        return Err(Error::ProvinceNotAdmitted);
    }
    let mut link = link.heard(work.now());
    if link.state == LinkState::Admitted && !link.place.continues(&position) {
        link = quarantine(work, link, "where it believes to be is not where it was").await?;
    } else {
        store::link::provinces::save(work, &link).await?;
    }
    let known = match position.sent {
        Some(sent) => store::link::submissions::of_name(work, &province, sent).await?,
        None => None,
    };
    let next_part = match known {
        Some(known) => store::link::bodies::next_part(work, known.id).await?,
        None => 0,
    };
    let standing =
        Standing { state: link.state, place: link.place, next_part, position: Hash::of(&command.position.message) };
    Ok(sign(key, Statement::LinkStanding, standing_bytes(&province, &standing, work.now())))
}
