//! Recording the plan of a unit for a year.

use std::collections::HashSet;

use platform::access::UnitId;
use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::curriculum::Audience;
use crate::domain::funding::FundingLine;
use crate::domain::plan::{Target, TrainingPlan};
use crate::domain::units::living_province;
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Most persons, attendances or classes of a target.
const MOST: i32 = 1_000_000;

pub(crate) struct CreateTrainingPlan {
    unit: UnitId,
    year: i32,
    targets: Vec<Target>,
    funding: Vec<FundingLine>,
    note: String,
}

impl CreateTrainingPlan {
    pub(crate) fn parse(message: pb::CreateTrainingPlanRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("training_plan", message.training_plan).unwrap_or_default();
        let unit = fields.unit("training_plan.unit_id", &given.unit_id);
        let year = fields.number("training_plan.year", given.year, 2018..=2100);
        let targets = read_targets(&mut fields, &given);
        let funding = wire::read_funding(&mut fields, "training_plan.funding", &given.funding);
        let note = fields.paragraphs("training_plan.note", &given.note, 1000);
        let (unit, year, targets, funding, note) = fields.finish((unit, year, targets, funding, note))?;
        Ok(Self { unit, year, targets, funding, note })
    }
}

/// Reads targets, each audience and level once.
pub(super) fn read_targets(fields: &mut Fields, given: &pb::TrainingPlan) -> Option<Vec<Target>> {
    const PATH: &str = "training_plan.targets";
    let targets = fields.list(PATH, given.targets.clone(), 1..=20)?;
    let mut seen = HashSet::new();
    fields.each(PATH, &targets, |fields, path, target| {
        let audience = wire::read_audience(fields, &format!("{path}.audience"), target.audience);
        let at_level = format!("{path}.official_level");
        let level = if target.official_level == 0 {
            Some(None)
        } else {
            wire::read_official_level(fields, &at_level, target.official_level).map(Some)
        };
        let people = fields.number(&format!("{path}.people"), target.people, 0..=MOST);
        let attendances = fields.number(&format!("{path}.attendances"), target.attendances, 0..=MOST);
        let classes = fields.number(&format!("{path}.classes"), target.classes, 0..=MOST);
        let (audience, level) = audience.zip(level)?;
        if level.is_some() && audience != Audience::Officials {
            fields.fault(at_level, "Chỉ cán bộ mới theo cấp.", "Only officials have a level.");
            return None;
        }
        if !seen.insert((audience, level)) {
            fields.fault(
                path,
                "Đối tượng và cấp này đã có chỉ tiêu ở trên.",
                "The audience and level stand above already.",
            );
            return None;
        }
        Some(Target { audience, level, people: people?, attendances: attendances?, classes: classes? })
    })
}

pub(crate) async fn create_training_plan(work: &Work, command: &CreateTrainingPlan) -> Result<TrainingPlan, Error> {
    let units = work.authority().units();
    let province = living_province(units, &command.unit, work.today(), "training_plan.unit_id")?;
    policy::may_hold(work, &command.unit)?;
    let plan = TrainingPlan {
        id: work.new_id(),
        unit: command.unit.clone(),
        province,
        year: command.year,
        targets: command.targets.clone(),
        funding: command.funding.clone(),
        note: command.note.clone(),
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::plans::insert(work, &plan).await?;
    events::training_plan_recorded(work, &plan);
    Ok(plan)
}
