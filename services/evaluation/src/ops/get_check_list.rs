//! What a dossier must hold for a star, and how each of it stands on a day.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::list_evidence::seen_version;
use crate::domain::checklist::{Asked, CheckedLine, NeededOn, check};
use crate::domain::criteria::{CriteriaSet, FIVE, Star};
use crate::domain::dossier::forms::Forms;
use crate::domain::dossier::{Dossier, DossierId, DossierKind};
use crate::domain::round::RoundLevel;
use crate::domain::sheet::Choice;
use crate::error::Error;
use crate::{View, policy, store};

pub(crate) struct GetCheckList {
    dossier: DossierId,
    star: Option<Star>,
    version: i32,
    at: Option<NaiveDate>,
}

/// A check-list.
pub(crate) struct CheckList {
    pub(crate) version: i32,
    pub(crate) star: Star,
    pub(crate) needed: NeededOn,
    pub(crate) samples_required: i32,
    pub(crate) lines: Vec<CheckedLine>,
}

impl GetCheckList {
    pub(crate) fn parse(message: pb::GetCheckListRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let star = match message.target_star {
            0 => Some(None),
            star => fields.number("target_star", star, 3..=5).map(|star| Star::try_from(star).ok()),
        };
        let version = fields.number("version", message.version, 0..=i32::MAX);
        let at = fields.optional_date("at", &message.at);
        let (dossier, star, version, at) = fields.finish((dossier, star, version, at))?;
        Ok(Self { dossier, star, version, at })
    }
}

pub(crate) async fn get_check_list(view: &View, command: &GetCheckList) -> Result<CheckList, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let version = seen_version(view, &dossier, command.version).await?;
    let set = view.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let unknown = Error::NoSuchDossierVersion { dossier: dossier.id, number: version };
    // A version that nobody has written in yet begins with the forms of the one before.
    let forms = match store::dossier_versions::find(view, dossier.id, version).await? {
        Some(forms) => forms,
        None => store::dossier_versions::find(view, dossier.id, dossier.frozen_version).await?.ok_or(unknown)?,
    };
    let star = command.star.unwrap_or(forms.registration.target_star);
    let claimed = claimed(set, &forms);
    let asked = Asked { set, kind: dossier.kind, star, claimed: &claimed };
    let held = store::evidence::of_version(view, dossier.id, version).await?;
    let held: Vec<_> = held.into_iter().map(|(evidence, paper)| (evidence.place, paper)).collect();
    let day = command.at.unwrap_or(view.today());
    let needed = NeededOn { day, until: needed_until(view, &dossier, star, day).await? };
    let lines = check(view.service().documents.lines(&asked), &held, needed);
    Ok(CheckList { version, star, needed, samples_required: set.samples_required, lines })
}

/// Criteria in which the producer's own sheet claims points.
fn claimed(set: &CriteriaSet, forms: &Forms) -> Vec<String> {
    let claims_points = |choice: &Choice| {
        let criterion = set.place(&choice.criterion).map(|place| &set.criteria[place]);
        let place = usize::try_from(choice.option - 1).ok();
        match criterion.and_then(|criterion| criterion.options(None)) {
            Some(options) => place.and_then(|place| options.get(place)).is_some_and(|option| option.points > 0),
            None => place.is_some(),
        }
    };
    forms.choices().into_iter().filter(claims_points).map(|choice| choice.criterion).collect()
}

/// The day by which the result is there at the latest, for a file that is proposed at its time or on a day.
async fn needed_until(view: &View, dossier: &Dossier, star: Star, day: NaiveDate) -> Result<NaiveDate, Error> {
    let service = view.service();
    if dossier.kind == DossierKind::ReRanking {
        let days = service.workflows.of(&dossier.criteria_version)?.re_ranking_result.value;
        let calendar = store::calendar_days::calendar(view, &service.calendar).await?;
        return Ok(days.last_day(day, &calendar));
    }
    let proposed_on = dossier.proposed_on.unwrap_or(day);
    let province = service.rounds.for_proposal(RoundLevel::Province, proposed_on, &[]);
    if star < FIVE {
        return Ok(province.result_by);
    }
    // Five stars are the ministry's, whose round follows the province's.
    Ok(service.rounds.for_proposal(RoundLevel::Ministry, province.result_by, &[]).result_by)
}
