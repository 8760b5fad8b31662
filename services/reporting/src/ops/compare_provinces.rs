//! The provinces' figures of a period side by side.

use std::collections::BTreeMap;

use chrono::{Days as DayCount, NaiveDate};
use platform::access::UnitId;
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::domain::cells::Cell;
use crate::domain::indicators;
use crate::domain::ledger::{POINTS, SHEETS};
use crate::domain::link::severity::{Given, GivenBy, Severity, severities};
use crate::domain::link::submission::RegisterRow;
use crate::domain::periods::Period;
use crate::error::Error;
use crate::wire::link::{province_figure, read_period};
use crate::{View, store};

/// Within so many days before it runs out a certificate is to be renewed, and as long it is looked back.
const WINDOW: DayCount = DayCount::new(180);

/// Most indicators that may be named.
const MOST_NAMED: usize = 200;

pub(crate) struct CompareProvinces {
    period: Period,
    indicators: Vec<String>,
}

impl CompareProvinces {
    pub(crate) fn parse(message: pb::CompareProvincesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let period = read_period(&mut fields, "period", &message.period);
        let indicators = fields.list("indicator_codes", message.indicator_codes, 0..=MOST_NAMED);
        let (period, indicators) = fields.finish((period, indicators))?;
        Ok(Self { period, indicators })
    }
}

pub(crate) async fn compare_provinces(
    view: &View,
    command: &CompareProvinces,
) -> Result<pb::CompareProvincesResponse, Error> {
    view.service().link.ministry()?;
    view.authority().require(&UnitId::country())?;
    let mut rows: BTreeMap<String, Vec<pb::ProvinceFigure>> = BTreeMap::new();
    let mut given = GivenBy::new();
    for source in store::link::figures::sources_of(view, command.period).await? {
        let criteria = store::link::figures::by_criterion(view, &source).await?;
        given.insert(source.province.clone(), given_by_criterion(criteria));
        let figures = store::link::figures::whole_figures(view, &source, &source.province).await?;
        for cell in figures.cells {
            if command.indicators.is_empty() || command.indicators.contains(&cell.indicator) {
                let figure = province_figure(&source.province, cell.figure, source.is_final, source.as_at, source.name);
                rows.entry(cell.indicator).or_default().push(figure);
            }
        }
    }
    let mut expiries = Vec::new();
    for link in store::link::provinces::all(view).await? {
        let register = store::link::figures::register(view, &link.province).await?;
        expiries.push(expiry(&link.province, &register, view.today()));
    }
    let indicators = rows.into_iter().map(|(indicator, provinces)| compared(indicator, provinces)).collect();
    let severities = severities(&given).into_iter().map(severity).collect();
    Ok(pb::CompareProvincesResponse { indicators, expiries, severities })
}

/// What a province's councils gave, by the cells that it submitted.
fn given_by_criterion(cells: Vec<Cell>) -> BTreeMap<String, Given> {
    let mut given: BTreeMap<String, Given> = BTreeMap::new();
    for Cell { indicator, part, figure, .. } in cells {
        let (Some(part), Some(figure)) = (part, figure) else { continue };
        let given = given.entry(part.key).or_default();
        match indicator.as_str() {
            POINTS => given.points += figure.value,
            SHEETS => given.sheets += figure.value,
            _ => {}
        }
    }
    given
}

fn severity(severity: Severity) -> pb::CouncilSeverity {
    pb::CouncilSeverity {
        province_id: severity.province.to_string(),
        shared_criterion_count: i32::try_from(severity.shared_criteria).unwrap_or(i32::MAX),
        mark_count: severity.marks,
        difference_hundredths: severity.difference_hundredths,
    }
}

/// An indicator with its sum; shares have none. People who are counted in two provinces cannot be told apart.
fn compared(indicator: String, provinces: Vec<pb::ProvinceFigure>) -> pb::ComparedIndicator {
    let measure = indicators::built_in().of_code(&indicator).map_or("", |known| known.measure.as_str());
    let recorded = provinces.iter().filter(|figure| figure.recorded);
    let total: i64 = recorded.map(|figure| figure.value).sum();
    pb::ComparedIndicator {
        total_value: (measure != "percent").then_some(total),
        may_count_twice: measure == "person",
        indicator_code: indicator,
        provinces,
    }
}

/// What of a register runs out.
fn expiry(province: &UnitId, register: &[RegisterRow], today: NaiveDate) -> pb::ProvinceExpiry {
    let valid: Vec<_> = register.iter().filter(|row| row.days.hold(today)).collect();
    let expiring = valid.iter().filter(|row| row.days.to <= today + WINDOW).count();
    let lapsed = register.iter().filter(|row| row.days.to < today && today - WINDOW <= row.days.to);
    let lapsed = lapsed.filter(|row| valid.iter().all(|held| held.product != row.product)).count();
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    pb::ProvinceExpiry {
        province_id: province.to_string(),
        valid_count: count(valid.len()),
        expiring_count: count(expiring),
        lapsed_count: count(lapsed),
    }
}
