//! How each person of a population stands on a day, with names if they are asked for.
//!
//! Names are registry's: it is asked in the caller's name, gives what she may read, and records the reading with its purpose.
//! Members of a council are evaluation's, which is asked in the same way.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Cursor, Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::{PersonId, RawId};
use platform::rpc::peer_refusal;
use proto::evaluation::v1 as evaluation_pb;
use proto::training::v1 as pb;

use super::Population;
use super::population::{candidates, names_of};
use crate::View;
use crate::domain::coverage::{Candidate, CoverageState, Covered, covered};
use crate::domain::curriculum::Audience;
use crate::domain::units::must_be_known;
use crate::error::Error;
use crate::store::attendances::Taught;
use crate::{policy, store, wire};

pub(crate) struct ListCoverage {
    whom: Whom,
    at: Option<NaiveDate>,
    rule_set: String,
    state: Option<CoverageState>,
    with_names: bool,
    purpose: String,
    page: Page,
}

/// Whose coverage is asked for.
enum Whom {
    Population { population: Population, unit: UnitId },
    Council { council: RawId },
}

/// A page of a population and its totals.
pub(crate) struct CoveragePage {
    pub(crate) all: Vec<CoverageState>,
    pub(crate) page: Paged<Covered>,
    pub(crate) names: HashMap<PersonId, String>,
}

impl ListCoverage {
    pub(crate) fn parse(message: pb::ListCoverageRequest) -> Result<Self, Error> {
        let filter = pb::ListCoverageRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let whom = read_whom(&mut fields, &message);
        let at = fields.optional_date("at", &message.at);
        let rule_set = fields.optional_line("rule_set", &message.rule_set, 50);
        let state = wire::read_optional_coverage_state(&mut fields, "state", message.state);
        let purpose = fields.optional_line("purpose", &message.purpose, 500);
        let size = fields.page_size(message.page_size);
        let (whom, at, rule_set, state, purpose, size) = fields.finish((whom, at, rule_set, state, purpose, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { whom, at, rule_set, state, with_names: message.with_names, purpose, page })
    }
}

fn read_whom(fields: &mut Fields, message: &pb::ListCoverageRequest) -> Option<Whom> {
    if message.population == i32::from(pb::Population::CouncilMembers) {
        let council = fields.id("council_id", &message.council_id);
        if message.rule_set.is_empty() {
            fields.fault("rule_set", "Nêu bộ quy định cần xét.", "Name the rule set that is meant.");
        }
        return council.map(|council| Whom::Council { council });
    }
    let population = wire::read_population(fields, "population", message.population);
    let unit = fields.unit("unit_id", &message.unit_id);
    population.zip(unit).map(|(population, unit)| Whom::Population { population, unit })
}

pub(crate) async fn list_coverage(view: &View, command: &ListCoverage) -> Result<CoveragePage, Error> {
    let day = command.at.unwrap_or(view.today());
    let (found, taught, mut names) = match &command.whom {
        Whom::Population { population, unit } => {
            let units = view.authority().units();
            policy::may_see_figures(view, unit)?;
            must_be_known(units, unit, "unit_id")?;
            let found = candidates(view, units, *population, unit, (day, view.today())).await?;
            (found, taught(*population, &command.rule_set), HashMap::new())
        }
        Whom::Council { council } => {
            let (found, names) = members(view, *council).await?;
            (found, Taught::RuleSet(&command.rule_set), names)
        }
    };
    let completions = store::attendances::completions(view, &taught, None, day).await?;
    let persons = covered(&found, &completions, day);
    let all = persons.iter().map(|person| person.state).collect();
    let page = page_of(persons, command);
    if !command.with_names {
        names.clear();
    } else if let Whom::Population { population, .. } = &command.whom {
        let persons: Vec<_> = page.rows.iter().map(|covered| covered.candidate.person).collect();
        names = names_of(view, *population, &persons, &command.purpose).await?;
    }
    Ok(CoveragePage { all, page, names })
}

fn taught(population: Population, rule_set: &str) -> Taught<'_> {
    let audience = match population {
        Population::LeadersOfOcopProducers => Audience::Leaders,
        Population::OfficialsInOffice => Audience::Officials,
    };
    if rule_set.is_empty() { Taught::For(audience) } else { Taught::ForInRuleSet(audience, rule_set) }
}

/// The page that is asked for of persons in order of their identities.
fn page_of(persons: Vec<Covered>, command: &ListCoverage) -> Paged<Covered> {
    let id = |covered: &Covered| RawId::from(covered.candidate.person);
    let after = command.page.after.as_ref().map(|after| after.id);
    let asked = persons.into_iter().filter(|covered| {
        command.state.is_none_or(|state| covered.state == state) && after.is_none_or(|after| id(covered) > after)
    });
    let most = usize::try_from(command.page.limit()).unwrap_or(usize::MAX);
    command.page.of(asked.take(most).collect(), |covered| Cursor { key: Vec::new(), id: id(covered) })
}

/// The members of a council with their names, as evaluation gives them to the caller.
async fn members(view: &View, council: RawId) -> Result<(Vec<Candidate>, HashMap<PersonId, String>), Error> {
    let request = evaluation_pb::GetCouncilRequest { council_id: council.to_string() };
    let answer = view.service().evaluation.clone().get_council(request).await;
    let council = answer.map_err(|status| peer_refusal("evaluation", status))?.into_inner().council;
    let council = council.unwrap_or_default();
    let unit: UnitId = council.unit_id.parse().map_err(|_| malformed("council"))?;
    let (mut found, mut names) = (Vec::new(), HashMap::new());
    for member in council.members {
        let person = RawId::parse_str(&member.person_id).map_err(|_| malformed("council"))?.into();
        names.insert(person, member.full_name);
        found.push(Candidate {
            person,
            producer: None,
            level: None,
            unit: unit.clone(),
            since: None,
            predecessor: None,
            sample: false,
        });
    }
    Ok((found, names))
}

fn malformed(what: &str) -> Error {
    platform::error::Error::internal(format!("evaluation gave a malformed {what}")).into()
}
