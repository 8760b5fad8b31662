//! How the members of a council score, over what it has closed.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::council::CouncilId;
use crate::domain::member_statistics::{MemberStatistics, RankedScoring, member_statistics};
use crate::domain::score::{Outcome, score};
use crate::domain::session::{Ballot, Scoring};
use crate::domain::sheet::Form;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetMemberStatistics {
    council: CouncilId,
}

/// The statistics of a council's members, in the order of its appointment.
pub(crate) struct CouncilStatistics {
    pub(crate) ranked_scorings: usize,
    pub(crate) members: Vec<MemberStatistics>,
}

impl GetMemberStatistics {
    pub(crate) fn parse(message: pb::GetMemberStatisticsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let council = fields.id("council_id", &message.council_id);
        let (council,) = fields.finish((council,))?;
        Ok(Self { council })
    }
}

pub(crate) async fn get_member_statistics(
    view: &View,
    command: &GetMemberStatistics,
) -> Result<CouncilStatistics, Error> {
    let found = store::councils::find(view, command.council).await?;
    let council = policy::overseen_council(found, command.council, view)?;
    let mut scorings = Vec::new();
    for closed in store::sessions::closed_of(view, council.id).await? {
        let set = view.service().catalogue.version(&closed.criteria_version)?.set(closed.product_set)?;
        let form = Form::new(set, &closed.scoring.fixed_cases)?;
        let Scoring { session, dossier, stage, .. } = closed.scoring;
        let ballots = store::ballots::opened(view, session, dossier, stage.round(), &form).await?;
        scorings.extend(ranked(&form, ballots.ok_or(Error::ResultChanged { dossier })?));
    }
    let mut members = member_statistics(&scorings);
    let place = |member: &MemberStatistics| council.members.iter().position(|known| known.person == member.person);
    members.sort_by_key(|member| place(member).unwrap_or(usize::MAX));
    Ok(CouncilStatistics { ranked_scorings: scorings.len(), members })
}

/// The sheets of ballots with their totals, if they ended with a star.
fn ranked(form: &Form<'_>, ballots: Vec<Ballot>) -> Option<RankedScoring> {
    let sheets: Vec<_> = ballots.iter().map(|ballot| ballot.sheet.clone()).collect();
    let findings: Vec<_> = ballots.iter().flat_map(Ballot::findings_once).collect();
    let Outcome::Ranked(ranking) = score(form, &sheets, &findings).outcome else { return None };
    let persons = ballots.into_iter().map(|ballot| ballot.person);
    let sheets = persons.zip(sheets).zip(ranking.totals).map(|((person, sheet), total)| (person, sheet, total));
    Some(RankedScoring { sheets: sheets.collect() })
}
