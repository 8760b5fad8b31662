//! What awaits the councils in the rounds to come: dossiers in progress, and re-rankings that expiries lead to.

use std::collections::BTreeMap;

use chrono::Days;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::list_rounds::{in_round, must_hold_rounds};
use crate::domain::criteria::FIVE;
use crate::domain::round::{Round, RoundLevel};
use crate::error::Error;
use crate::store::round_loads::{self, ByProvince, Counts};
use crate::{View, store, wire};

/// Years that are looked ahead.
const YEARS: i32 = 2;

pub(crate) struct GetCouncilLoad {
    unit: UnitId,
    level: RoundLevel,
}

/// What awaits a round.
pub(crate) struct RoundLoad {
    pub(crate) round: Round,
    pub(crate) counts: Counts,
    pub(crate) provinces: BTreeMap<UnitId, ProvinceLoad>,
}

/// What awaits it from a province.
#[derive(Default)]
pub(crate) struct ProvinceLoad {
    pub(crate) at_communes: i64,
    pub(crate) open: i64,
    pub(crate) re_rankings_open: i64,
    pub(crate) re_rankings_expected: i64,
}

impl GetCouncilLoad {
    pub(crate) fn parse(message: pb::GetCouncilLoadRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let level = wire::agenda::read_round_level(&mut fields, message.level);
        let (unit, level) = fields.finish((unit, level))?;
        Ok(Self { unit, level })
    }
}

pub(crate) async fn get_council_load(view: &View, command: &GetCouncilLoad) -> Result<Vec<RoundLoad>, Error> {
    let GetCouncilLoad { unit, level } = command;
    must_hold_rounds(view, unit)?;
    let rounds = &view.service().rounds;
    let further = store::regulations::further_rounds(view, unit).await?;
    let reachable = rounds.for_proposal(*level, view.today(), &further);
    let mut loads = Vec::new();
    for (place, round) in rounds.coming(*level, view.today(), YEARS, &further).into_iter().enumerate() {
        let by_province = in_round(view, unit, &round, &further).await?;
        let counts = by_province.values().copied().sum();
        let mut provinces = BTreeMap::<UnitId, ProvinceLoad>::new();
        add(&mut provinces, by_province, |load| &mut load.open);
        if *level == RoundLevel::Province && round == reachable {
            add(&mut provinces, round_loads::at_communes(view, unit).await?, |load| &mut load.at_communes);
        }
        if *level == RoundLevel::Province && place == 0 {
            let open = round_loads::re_rankings_open(view, unit).await?;
            add(&mut provinces, open, |load| &mut load.re_rankings_open);
        }
        add(&mut provinces, expected(view, unit, &round, &further).await?, |load| &mut load.re_rankings_expected);
        loads.push(RoundLoad { round, counts, provinces });
    }
    Ok(loads)
}

/// Certificates whose re-ranking will have its result due after the round before and up to this one, if it is filed at
/// the end of its window; five stars are the ministry's.
async fn expected(view: &View, unit: &UnitId, round: &Round, further: &[Round]) -> Result<ByProvince, Error> {
    let parameters = view.service().workflows.in_force_on(view.today())?;
    let before = view.service().rounds.before(round, further).map_or(view.today(), |before| before.result_by);
    // Where the window has closed nothing can be filed any more.
    let window_closed = view.today() + Days::new(parameters.re_ranking_window.value.closes_days_before.into());
    let after = parameters.expiry_of_result_on(before).max(window_closed.pred_opt().unwrap_or(window_closed));
    let expiring = (after, parameters.expiry_of_result_on(round.result_by));
    let stars = match round.level {
        RoundLevel::Province => 1..=i32::from(FIVE) - 1,
        RoundLevel::Ministry => FIVE.into()..=FIVE.into(),
    };
    Ok(round_loads::re_rankings_expected(view, unit, expiring, stars).await?)
}

fn add(
    provinces: &mut BTreeMap<UnitId, ProvinceLoad>,
    counted: ByProvince,
    what: impl Fn(&mut ProvinceLoad) -> &mut i64,
) {
    for (province, counts) in counted {
        *what(provinces.entry(province).or_default()) += counts.open;
    }
}
