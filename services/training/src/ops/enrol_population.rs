//! Enrolling all of a population who need a class, as registry has told of them.

use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use super::Population;
use super::enrol_learner::enrol;
use super::population::candidates;
use super::record_attendance::MOST_PERSONS;
use crate::Work;
use crate::domain::coverage::{Candidate, CoverageState, covered};
use crate::domain::curriculum::{Audience, Curriculum};
use crate::domain::learner::Standing;
use crate::domain::training_class::{Action, TrainingClassId};
use crate::domain::units::must_be_known;
use crate::error::Error;
use crate::store::attendances::Taught;
use crate::{policy, store};

pub(crate) struct EnrolPopulation {
    class: TrainingClassId,
    unit: UnitId,
}

impl EnrolPopulation {
    pub(crate) fn parse(message: pb::EnrolPopulationRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let class = fields.id("training_class_id", &message.training_class_id);
        let unit = fields.unit("unit_id", &message.unit_id);
        let (class, unit) = fields.finish((class, unit))?;
        Ok(Self { class, unit })
    }
}

/// Returns how many were enrolled, and how many found no place.
pub(crate) async fn enrol_population(work: &Work, command: &EnrolPopulation) -> Result<(usize, usize), Error> {
    let found = store::training_classes::find(work, command.class).await?;
    let class = policy::known_class(found, command.class, policy::reached(work))?;
    class.must_be_open(Action::EnrolLearner)?;
    policy::may_hold(work, &command.unit)?;
    must_be_known(work.authority().units(), &command.unit, "unit_id")?;
    let curriculum = store::curricula::taught(work, &class).await?;
    let enrolled = store::learners::persons_of(work, class.id).await?;
    let mut needing = in_need(work, &curriculum, &command.unit).await?;
    needing.retain(|(candidate, _)| !enrolled.contains(&candidate.person));
    let places = MOST_PERSONS.saturating_sub(enrolled.len());
    let left_out = needing.len().saturating_sub(places);
    needing.truncate(places);
    for (candidate, standing) in &needing {
        let sample = candidate.sample || class.sample;
        enrol(work, &class, candidate.person, *standing, (candidate.unit.clone(), sample)).await?;
    }
    Ok((needing.len(), left_out))
}

/// Those for whom no training counts that prepares for the last of the curriculum's rule sets, or none for its audience if it
/// prepares for none; with the standing they are enrolled in.
async fn in_need(work: &Work, curriculum: &Curriculum, unit: &UnitId) -> Result<Vec<(Candidate, Standing)>, Error> {
    let population = match curriculum.audience {
        Audience::Leaders => Population::LeadersOfOcopProducers,
        Audience::Officials => Population::OfficialsInOffice,
        Audience::Workers => return Err(Error::WorkersNotKnown),
    };
    let today = work.today();
    let found = candidates(work, work.authority().units(), population, unit, (today, today)).await?;
    let taught = match curriculum.rule_sets.last() {
        Some(rule_set) => Taught::ForInRuleSet(curriculum.audience, rule_set),
        None => Taught::For(curriculum.audience),
    };
    let completions = store::attendances::completions(work, &taught, None, today).await?;
    let needing = covered(&found, &completions, today).into_iter().filter(|one| one.state != CoverageState::Trained);
    let with_standing = needing.filter_map(|covered| {
        let standing = standing(&covered.candidate)?;
        curriculum.must_be_for(standing).ok()?;
        Some((covered.candidate, standing))
    });
    Ok(with_standing.collect())
}

fn standing(candidate: &Candidate) -> Option<Standing> {
    let leader = candidate.producer.map(|producer| Standing::Leader { producer });
    leader.or_else(|| candidate.level.map(|level| Standing::Official { level }))
}
