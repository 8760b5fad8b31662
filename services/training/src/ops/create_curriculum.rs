//! Recording a curriculum, or the next version of one; once and for all.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::curriculum::{Audience, Curriculum, CurriculumId, Module};
use crate::domain::learner::OfficialLevel;
use crate::error::Error;
use crate::{events, store, wire};

/// Most hours a curriculum has.
const MOST_HOURS: i32 = 1000;
/// Most modules it has.
const MOST_MODULES: usize = 50;
/// Most months for which having completed it counts.
const MOST_MONTHS: i32 = 120;
/// Most rule sets it prepares for.
const MOST_RULE_SETS: usize = 10;

pub(crate) struct CreateCurriculum {
    title: String,
    audience: Audience,
    hours: i32,
    min_attendance_percent: i32,
    modules: Vec<Module>,
    official_levels: Vec<OfficialLevel>,
    validity_months: i32,
    rule_sets: Vec<String>,
    pass_percent: i32,
    /// The curriculum whose next version it is.
    first: Option<CurriculumId>,
}

impl CreateCurriculum {
    pub(crate) fn parse(message: pb::CreateCurriculumRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("curriculum", message.curriculum).unwrap_or_default();
        let title = fields.line("curriculum.title", &given.title, 200);
        let audience = wire::read_audience(&mut fields, "curriculum.audience", given.audience);
        let hours = fields.number("curriculum.hours", given.hours, 1..=MOST_HOURS);
        let percent = fields.number("curriculum.min_attendance_percent", given.min_attendance_percent, 1..=100);
        let modules = read_modules(&mut fields, &given);
        let levels = read_levels(&mut fields, &given, audience);
        let months = fields.number("curriculum.validity_months", given.validity_months, 0..=MOST_MONTHS);
        let rule_sets = fields.list("curriculum.rule_sets", given.rule_sets, 0..=MOST_RULE_SETS).unwrap_or_default();
        let rule_sets =
            fields.each("curriculum.rule_sets", &rule_sets, |fields, path, number| fields.line(path, number, 50));
        let pass = fields.number("curriculum.pass_percent", given.pass_percent, 0..=100);
        let first = fields.optional_id("curriculum.first_curriculum_id", &given.first_curriculum_id);
        let what = title.zip(audience).zip(hours).zip(percent);
        let (what, modules, official_levels, validity_months, rule_sets, pass_percent, first) =
            fields.finish((what, modules, levels, months, rule_sets, pass, first))?;
        let (((title, audience), hours), min_attendance_percent) = what;
        Ok(Self {
            title,
            audience,
            hours,
            min_attendance_percent,
            modules,
            official_levels,
            validity_months,
            rule_sets,
            pass_percent,
            first,
        })
    }
}

fn read_modules(fields: &mut Fields, given: &pb::Curriculum) -> Option<Vec<Module>> {
    const PATH: &str = "curriculum.modules";
    let modules = fields.list(PATH, given.modules.clone(), 0..=MOST_MODULES)?;
    let modules = fields.each(PATH, &modules, |fields, path, module| {
        let title = fields.line(&format!("{path}.title"), &module.title, 200);
        let hours = fields.number(&format!("{path}.hours"), module.hours, 1..=MOST_HOURS);
        title.zip(hours).map(|(title, hours)| Module { title, hours })
    })?;
    let sum: i32 = modules.iter().map(|module| module.hours).sum();
    if !modules.is_empty() && sum != given.hours {
        fields.fault(
            PATH,
            format!("Các học phần cộng lại {sum} giờ; chương trình là {} giờ.", given.hours),
            format!("The modules add up to {sum} hours; the curriculum has {}.", given.hours),
        );
        return None;
    }
    Some(modules)
}

/// Levels are for officials alone, each once.
fn read_levels(fields: &mut Fields, given: &pb::Curriculum, audience: Option<Audience>) -> Option<Vec<OfficialLevel>> {
    const PATH: &str = "curriculum.official_levels";
    if !given.official_levels.is_empty() && audience.is_some_and(|audience| audience != Audience::Officials) {
        fields.fault(PATH, "Chỉ chương trình cho cán bộ mới theo cấp.", "Only a curriculum for officials has levels.");
        return None;
    }
    let mut levels = fields
        .each(PATH, &given.official_levels, |fields, path, level| wire::read_official_level(fields, path, *level))?;
    levels.sort_unstable();
    levels.dedup();
    Some(levels)
}

pub(crate) async fn create_curriculum(work: &Work, command: &CreateCurriculum) -> Result<Curriculum, Error> {
    let id = work.new_id();
    let (first, version) = match command.first {
        Some(first) => (first, next_version(work, first, command.audience).await?),
        None => (id, 1),
    };
    let curriculum = Curriculum {
        id,
        title: command.title.clone(),
        audience: command.audience,
        hours: command.hours,
        min_attendance_percent: command.min_attendance_percent,
        modules: command.modules.clone(),
        official_levels: command.official_levels.clone(),
        validity_months: command.validity_months,
        rule_sets: command.rule_sets.clone(),
        pass_percent: command.pass_percent,
        version,
        first,
        created_at: work.now(),
    };
    store::curricula::insert(work, &curriculum).await?;
    events::curriculum_created(work, &curriculum);
    Ok(curriculum)
}

/// The number of the version after the newest; it is for the same audience.
async fn next_version(work: &Work, first: CurriculumId, audience: Audience) -> Result<i32, Error> {
    let path = "curriculum.first_curriculum_id";
    let newest = store::curricula::newest_version(work, first).await?;
    let newest = newest.ok_or(Error::NoSuchCurriculum { curriculum: first, path })?;
    if newest.audience == audience {
        return Ok(newest.version + 1);
    }
    let mut fields = Fields::new();
    fields.fault(
        "curriculum.audience",
        "Phiên bản mới phải dành cho cùng đối tượng; đối tượng khác là chương trình khác.",
        "A new version is for the same audience; another audience is another curriculum.",
    );
    fields.finish((None::<()>,))?;
    Ok(newest.version + 1)
}
