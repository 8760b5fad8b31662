//! Whether training for a rule set counts for persons on a day.

use chrono::NaiveDate;
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::coverage::{Completed, telling};
use crate::error::Error;
use crate::store;
use crate::store::attendances::Taught;

pub(crate) struct BatchGetTrainingStanding {
    persons: Vec<PersonId>,
    rule_set: String,
    at: Option<NaiveDate>,
}

/// How a person stands: what she completed that tells most, and whether it counts.
pub(crate) struct Standing {
    pub(crate) person: PersonId,
    pub(crate) completed: Option<(Completed, bool)>,
}

impl BatchGetTrainingStanding {
    pub(crate) fn parse(message: pb::BatchGetTrainingStandingRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.list("person_ids", message.person_ids, 1..=500).unwrap_or_default();
        let persons = fields.each("person_ids", &given, |fields, path, id| fields.id(path, id));
        let rule_set = fields.line("rule_set", &message.rule_set, 50);
        let at = fields.optional_date("at", &message.at);
        let (persons, rule_set, at) = fields.finish((persons, rule_set, at))?;
        Ok(Self { persons, rule_set, at })
    }
}

pub(crate) async fn batch_get_training_standing(
    view: &View,
    command: &BatchGetTrainingStanding,
) -> Result<Vec<Standing>, Error> {
    let day = command.at.unwrap_or(view.today());
    let taught = Taught::RuleSet(&command.rule_set);
    let completions = store::attendances::completions(view, &taught, Some(&command.persons), day).await?;
    let standing = |person: &PersonId| Standing {
        person: *person,
        completed: completions.get(person).and_then(|completions| telling(completions, day)),
    };
    Ok(command.persons.iter().map(standing).collect())
}
