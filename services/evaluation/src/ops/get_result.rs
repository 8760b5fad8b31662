//! The result of a dossier whose scoring is closed, computed again from the choices that were stored.

use platform::access::Role;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::recount::{Recount, recount};
use crate::View;
use crate::domain::council::{Council, Duty};
use crate::domain::criteria::CriteriaSet;
use crate::domain::dossier::{Dossier, DossierId, DossierState};
use crate::domain::session::{Ballot, DossierResult};
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::{policy, store, wire};

/// Standing roles that see each member's total: those of the levels that decide.
const SEES_MEMBERS: [Role; 5] =
    [Role::ProvinceOfficer, Role::ProvinceLeader, Role::MinistryOfficer, Role::MinistryLeader, Role::Auditor];

pub(crate) struct GetResult {
    dossier: DossierId,
}

/// A result, as the caller may see it.
pub(crate) struct SeenResult {
    pub(crate) result: DossierResult,
    pub(crate) score: pb::Score,
    pub(crate) differing: Vec<pb::DifferingCriterion>,
    /// True if each member's total is shown.
    pub(crate) shows_members: bool,
}

impl SeenResult {
    /// A result with what its set says of it.
    pub(super) fn of(set: &CriteriaSet, result: DossierResult, shows_members: bool) -> Self {
        let (score, differing) = (wire::score(set, &result.score), wire::ballots::differing(set, &result.differing));
        Self { result, score, differing, shows_members }
    }
}

impl GetResult {
    pub(crate) fn parse(message: pb::GetResultRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let (dossier,) = fields.finish((dossier,))?;
        Ok(Self { dossier })
    }
}

pub(crate) async fn get_result(view: &View, command: &GetResult) -> Result<SeenResult, Error> {
    let closed = closed_scoring(view, command.dossier).await?;
    let shows_members = closed.shows_members(view);
    Ok(SeenResult::of(closed.form.set(), closed.result, shows_members))
}

/// What the result of a dossier is computed from.
pub(super) struct ClosedScoring<'v> {
    pub(super) dossier: Dossier,
    pub(super) council: Council,
    /// Duty of the caller in the council.
    duty: Option<Duty>,
    pub(super) form: Form<'v>,
    pub(super) ballots: Vec<Ballot>,
    /// What it came to.
    pub(super) result: DossierResult,
}

impl ClosedScoring<'_> {
    /// True if the caller is told who scored how.
    pub(super) fn shows_members(&self, view: &View) -> bool {
        let decides = |role: &Role| view.authority().reaches_as(*role, &self.dossier.product.unit);
        self.duty.is_some() || SEES_MEMBERS.iter().any(decides)
    }
}

/// The closed scoring of a dossier, if the caller may see its result.
pub(super) async fn closed_scoring(view: &View, id: DossierId) -> Result<ClosedScoring<'_>, Error> {
    let no_such_dossier = || Error::NoSuchDossier { dossier: id };
    let dossier = store::dossiers::find(view, id).await?.ok_or_else(no_such_dossier)?;
    let duty = policy::duty_at(view, &dossier).await?;
    if duty.is_none() && !policy::reads(view.authority(), &dossier.product.unit) {
        return Err(no_such_dossier());
    }
    let sealed = || Error::ScoringOpen { dossier: dossier.id };
    if matches!(dossier.state, DossierState::Scoring { .. }) {
        return Err(sealed());
    }
    let session = dossier.state.session().ok_or_else(sealed)?;
    let scoring = store::sessions::scoring(view, session, dossier.id).await?.ok_or_else(sealed)?;
    scoring.stage.closed_at().ok_or_else(sealed)?;
    let session = store::sessions::find(view, session).await?.ok_or_else(sealed)?;
    let council = store::seats::council_of(view, &session).await?.ok_or_else(sealed)?;
    let counted = recount(view, &dossier, &session, &council, &scoring, scoring.stage.round()).await?;
    let Recount { form, ballots, result } = counted;
    Ok(ClosedScoring { dossier, council, duty, form, ballots, result })
}
