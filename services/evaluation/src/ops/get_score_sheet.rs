//! The score sheet of a member, once the scoring is closed.

use platform::fields::Fields;
use platform::ids::PersonId;
use proto::evaluation::v1 as pb;

use super::get_dossier_form::{Places, rules_of};
use super::get_result::closed_scoring;
use crate::View;
use crate::domain::dossier::DossierId;
use crate::domain::official_form::{self, FormKind, OfficialForm};
use crate::error::Error;

pub(crate) struct GetScoreSheet {
    dossier: DossierId,
    person: PersonId,
}

impl GetScoreSheet {
    pub(crate) fn parse(message: pb::GetScoreSheetRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let person = fields.id("person_id", &message.person_id);
        let (dossier, person) = fields.finish((dossier, person))?;
        Ok(Self { dossier, person })
    }
}

pub(crate) async fn get_score_sheet(view: &View, command: &GetScoreSheet) -> Result<OfficialForm, Error> {
    let closed = closed_scoring(view, command.dossier).await?;
    if !closed.shows_members(view) {
        return Err(Error::NoSuchDossier { dossier: command.dossier });
    }
    let missing = || Error::FormNotWritten { form: FormKind::ScoreSheet.title() };
    let ballot = closed.ballots.iter().find(|ballot| ballot.person == command.person).ok_or_else(missing)?;
    let member = closed.council.members.iter().find(|member| member.person == command.person).ok_or_else(missing)?;
    let places = Places::of(view, &closed.dossier);
    let about = places.about(rules_of(view, &closed.dossier)?, &closed.dossier)?;
    Ok(official_form::score_sheet(&about, &closed.form, member, ballot, &closed.result))
}
