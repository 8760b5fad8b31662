//! Telling a province which outcome waits for it.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::parcels::{admitted, send_parcel};
use crate::domain::link::keys::Statement;
use crate::domain::link::parcel::{ParcelHeader, ParcelKind};
use crate::domain::link::record::SignedBytes;
use crate::error::Error;
use crate::wire::link::read_signed;
use crate::wire::parcels::read_question;
use crate::{View, Work, store};

pub(crate) struct AskForParcel {
    question: SignedBytes,
}

/// What waits.
pub(crate) enum Waiting {
    Nothing,
    /// Its head was made before.
    Sent(SignedBytes),
    /// Its head is to be signed.
    New(Box<ParcelHeader>),
}

impl AskForParcel {
    pub(crate) fn parse(message: pb::AskForParcelRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let question = read_signed(&mut fields, "question", message.question);
        let (question,) = fields.finish((question,))?;
        Ok(Self { question })
    }
}

/// Asks evaluation what waits, unless something is on its way already: one at a time.
pub(crate) async fn prepare(view: &View, command: &AskForParcel) -> Result<Waiting, Error> {
    view.service().link.ministry()?;
    let question = read_question(&command.question.message).ok_or(Error::SubmissionMalformed)?;
    let province = admitted(view, &question.province, Statement::ParcelQuestion, &command.question).await?.province;
    if let Some(sent) = store::link::parcels::next_outcome(view, &province).await? {
        return Ok(Waiting::Sent(sent.header));
    }
    let evaluation = &view.service().evaluation;
    let waiting = evaluation.waiting(ParcelKind::Outcome, &province).await?;
    let Some(dossier) = waiting.into_iter().next() else { return Ok(Waiting::Nothing) };
    let sealed = evaluation.seal(ParcelKind::Outcome, dossier, view.now()).await?;
    let header = evaluation.head(ParcelKind::Outcome, &province, &sealed, view.now()).await?;
    Ok(Waiting::New(Box::new(header)))
}

pub(crate) async fn ask_for_parcel(work: &Work, waiting: &Waiting) -> Result<Option<SignedBytes>, Error> {
    Ok(match waiting {
        Waiting::Nothing => None,
        Waiting::Sent(header) => Some(header.clone()),
        Waiting::New(header) => Some(send_parcel(work, header).await?.header),
    })
}
