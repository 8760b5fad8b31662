//! Giving a province a part of an outcome.

use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::parcels::admitted;
use crate::domain::link::keys::Statement;
use crate::domain::link::parcel::ParcelKind;
use crate::domain::link::record::SignedBytes;
use crate::error::Error;
use crate::wire::link::read_signed;
use crate::wire::parcels::read_question;
use crate::{View, store};

pub(crate) struct FetchParcelPart {
    question: SignedBytes,
}

impl FetchParcelPart {
    pub(crate) fn parse(message: pb::FetchParcelPartRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let question = read_signed(&mut fields, "question", message.question);
        let (question,) = fields.finish((question,))?;
        Ok(Self { question })
    }
}

pub(crate) async fn fetch_parcel_part(view: &View, command: &FetchParcelPart) -> Result<Vec<u8>, Error> {
    view.service().link.ministry()?;
    let question = read_question(&command.question.message).ok_or(Error::SubmissionMalformed)?;
    let link = admitted(view, &question.province, Statement::ParcelQuestion, &command.question).await?;
    let name = question.parcel.ok_or(Error::SubmissionMalformed)?;
    let parcel = store::link::parcels::of_name(view, &link.province, name).await?;
    let parcel = parcel.filter(|parcel| parcel.kind == ParcelKind::Outcome);
    let parcel = parcel.filter(|parcel| (0..parcel.part_count).contains(&question.part));
    let parcel = parcel.ok_or(Error::SubmissionOutOfOrder)?;
    let evaluation = &view.service().evaluation;
    let mut parts = evaluation.parts(parcel.dossier, parcel.dossier_version, question.part).await?;
    parts.next().await?.ok_or(Error::SubmissionOutOfOrder)
}
