//! How far figures have come against targets: who is on track, and who is behind.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::error::Text;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use super::{Asked, cells};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators;
use crate::domain::progress::{Progress, Standing, progress, told};
use crate::domain::targets::Target;
use crate::error::Error;
use crate::{View, store, wire};

pub(crate) struct ListTargetProgress {
    unit: UnitId,
    with_units_below: bool,
    at: Option<NaiveDate>,
    standing: Option<Standing>,
    page: Page,
}

/// A target and how far its figure has come.
pub(crate) struct HeldAgainst {
    pub(crate) target: Target,
    pub(crate) unit_name: String,
    pub(crate) progress: Progress,
    /// The pace in words.
    pub(crate) told: Option<Text>,
}

impl ListTargetProgress {
    pub(crate) fn parse(message: pb::ListTargetProgressRequest) -> Result<Self, Error> {
        let filter = pb::ListTargetProgressRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let at = fields.optional_date("at", &message.at);
        let standing = wire::targets::read_standing(&mut fields, message.standing);
        let size = fields.page_size(message.page_size);
        let (unit, at, standing, size) = fields.finish((unit, at, standing, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, with_units_below: message.with_units_below, at, standing, page })
    }
}

pub(crate) async fn list_target_progress(
    view: &View,
    command: &ListTargetProgress,
) -> Result<Paged<HeldAgainst>, Error> {
    let at = command.at.unwrap_or(view.today());
    view.authority().require(&command.unit)?;
    let within = view.authority().listed_units(Some(&command.unit))?;
    let of = if command.with_units_below {
        store::targets::Of::Within(&within)
    } else {
        store::targets::Of::Unit(&command.unit)
    };
    let page = store::targets::list(view, of, &command.page).await?;
    let figures = figures_of(view, &page.rows, at).await?;
    let units = view.authority().units();
    let held = page.try_map(|target| -> Result<_, Error> {
        let indicator = indicators::built_in().of_code(&target.indicator)?;
        let so_far = target.phase.up_to(at);
        let actual = so_far.and_then(|days| *figures.get(&key(&target, days))?);
        let progress = progress(&target, indicator.accumulates, actual, at);
        let name = units.nearest(&target.unit, at).map(|unit| unit.name.clone());
        let unit_name = name.unwrap_or_else(|| "Việt Nam".to_owned());
        Ok(HeldAgainst { told: told(&target, indicator, &progress), progress, unit_name, target })
    })?;
    let wanted = |held: &HeldAgainst| command.standing.is_none_or(|standing| held.progress.standing == standing);
    Ok(Paged { rows: held.rows.into_iter().filter(wanted).collect(), next_page_token: held.next_page_token })
}

type Key = (NaiveDate, NaiveDate, String, UnitId);

fn key(target: &Target, so_far: Days) -> Key {
    (so_far.from, so_far.to, target.indicator.clone(), target.unit.clone())
}

/// The figures of targets in their phases up to a day, those of one phase together.
async fn figures_of(view: &View, targets: &[Target], at: NaiveDate) -> Result<HashMap<Key, Option<Figure>>, Error> {
    let mut phases: BTreeMap<_, (BTreeSet<&str>, BTreeSet<&UnitId>)> = BTreeMap::new();
    for target in targets {
        if let Some(days) = target.phase.up_to(at) {
            let (indicators, units) = phases.entry((days.from, days.to)).or_default();
            indicators.insert(&target.indicator);
            units.insert(&target.unit);
        }
    }
    let mut figures = HashMap::new();
    for ((from, to), (codes, units)) in phases {
        let indicators =
            codes.iter().map(|code| indicators::built_in().of_code(code)).collect::<Result<Vec<_>, _>>()?;
        let units: Vec<_> = units.into_iter().cloned().collect();
        let asked = Asked { indicators, units: &units, parts: false, days: Days { from, to }, known_at: None };
        for cell in cells(view, &asked).await?.iter().filter(|cell| cell.part.is_none()) {
            figures.insert((from, to, cell.indicator.clone(), cell.unit.clone()), cell.figure);
        }
    }
    Ok(figures)
}
