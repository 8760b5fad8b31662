//! The result of a dossier whose scoring is closed, computed again from the choices that were stored.

use platform::access::Role;
use platform::clock::Moment;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::council::{Council, Duty};
use crate::domain::dossier::{Dossier, DossierId, DossierState};
use crate::domain::session::{Ballot, DossierResult, Scoring};
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
    /// True if each member's total is shown.
    pub(crate) shows_members: bool,
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
    let result = closed.result()?;
    let shows_members = closed.shows_members(view);
    Ok(SeenResult { score: wire::score(closed.form.set(), &result.score), result, shows_members })
}

/// What the result of a dossier is computed from.
pub(super) struct ClosedScoring<'v> {
    pub(super) dossier: Dossier,
    pub(super) council: Council,
    scoring: Scoring,
    closed_at: Moment,
    /// Duty of the caller in the council.
    duty: Option<Duty>,
    pub(super) form: Form<'v>,
    pub(super) ballots: Vec<Ballot>,
}

impl ClosedScoring<'_> {
    /// What it came to.
    pub(super) fn result(&self) -> Result<DossierResult, Error> {
        self.scoring.result(&self.form, &self.council, &self.ballots, self.closed_at)
    }

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
    let closed_at = scoring.closed_at.ok_or_else(sealed)?;
    let session = store::sessions::find(view, session).await?.ok_or_else(sealed)?;
    let council = store::councils::find(view, session.council).await?.ok_or_else(sealed)?;

    let set = view.service().catalogue.version(&dossier.criteria_version)?.set(dossier.product.product_set)?;
    let form = Form::new(set, &scoring.fixed_cases)?;
    let ballots = store::ballots::opened(view, session.id, dossier.id, &form).await?;
    Ok(ClosedScoring { dossier, council, scoring, closed_at, duty, form, ballots })
}
