//! What stands behind the scorecard: who is trained by name, and the records of each figure.

use std::collections::HashSet;

use proto::reporting::v1 as reporting;
use proto::training::v1 as training;

use super::clients::{Clients, PROVINCE, Person};
use super::registration::Registered;
use super::show::{Both, Show, both, day, thousands};
use super::story::Told;

/// What is counted record by record; the rest adds up amounts, or is a share.
const COUNTED: [&str; 5] = ["product", "certificate", "person", "organisation", "dossier"];

/// The leaders of producers with an OCOP product, each with how she stands.
pub(super) async fn people(show: &Show, clients: &mut Clients, registered: &[Registered]) -> Told {
    let request = training::ListCoverageRequest {
        population: training::Population::LeadersOfOcopProducers.into(),
        unit_id: PROVINCE.to_owned(),
        with_names: true,
        purpose: "Mời tập huấn".to_owned(),
        ..Default::default()
    };
    let coverage = clients.coverage.list_coverage(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
    println!();
    show.say(&both(
        format!(
            "Lãnh đạo chủ thể có sản phẩm OCOP: {} người, đã tập huấn {} (việc xem tên được ghi nhật ký):",
            coverage.population_count, coverage.trained_count
        ),
        format!(
            "Leaders of producers with an OCOP product: {}, trained: {} (that names were read is recorded):",
            coverage.population_count, coverage.trained_count
        ),
    ));
    let mut table = vec![vec![
        show.word(&both("Lãnh đạo", "Leader")),
        show.word(&both("Chủ thể", "Producer")),
        show.word(&both("Tập huấn", "Training")),
        show.word(&both("Lãnh đạo từ", "Leads since")),
    ]];
    for person in coverage.persons {
        let producer = registered.iter().find(|one| one.producer.id == person.producer_id);
        let state = show.word(&state(person.state()));
        let producer = producer.map_or_else(String::new, |one| one.producer.name.clone());
        table.push(vec![person.full_name, producer, state, day(&person.since)]);
    }
    show.table(&table);
    Ok(())
}

fn state(state: training::CoverageState) -> Both {
    match state {
        training::CoverageState::Trained => both("đã tập huấn", "trained"),
        training::CoverageState::Expired => both("đã hết hiệu lực", "expired"),
        training::CoverageState::Reopened => both("chưa, vì đổi lãnh đạo", "not, the leader changed"),
        training::CoverageState::Missing | training::CoverageState::Unspecified => both("chưa tập huấn", "not trained"),
    }
}

/// Traces each figure that is counted record by record to its records, and fails where there are more or fewer.
pub(super) async fn records(show: &Show, clients: &mut Clients, scorecard: &reporting::Scorecard) -> Told {
    let (mut figures, mut records) = (0, 0);
    for row in scorecard.rows.iter().filter(|row| row.phase.is_none()) {
        let (Some(indicator), Some(figure)) = (&row.indicator, &row.actual) else { continue };
        if !COUNTED.contains(&indicator.measure.as_str()) || !figure.recorded {
            continue;
        }
        let behind = behind(clients, &indicator.code, &scorecard.at).await?;
        let counted = i64::try_from(behind)?;
        let told = figure.value + figure.uncertain_value;
        if counted != told {
            return Err(format!("{} is {told}, but {counted} records stand behind it", indicator.code).into());
        }
        figures += i64::from(counted > 0);
        records += counted;
    }
    println!();
    let records = thousands(records);
    show.say(&both(
        format!(
            "Mọi số đếm đều truy được về bản ghi: {figures} chỉ tiêu, {} bản ghi, không thừa không thiếu.",
            records.0
        ),
        format!(
            "Every count traces to its records: {figures} indicators, {} records, none too many and none missing.",
            records.1
        ),
    ));
    Ok(())
}

/// How many records stand behind a figure since records began.
async fn behind(clients: &mut Clients, indicator: &str, at: &str) -> Told<usize> {
    let mut found = HashSet::new();
    let mut page_token = String::new();
    loop {
        let request = reporting::ListFigureRecordsRequest {
            unit_id: PROVINCE.to_owned(),
            indicator_code: indicator.to_owned(),
            period: format!("2000-01-01/{at}"),
            page_size: 1000,
            page_token,
            ..Default::default()
        };
        let request = clients.by(Person::ProvinceOfficer, request)?;
        let page = clients.dashboards.list_figure_records(request).await?.into_inner();
        found.extend(page.records.into_iter().map(|record| record.record_id));
        page_token = page.next_page_token;
        if page_token.is_empty() {
            return Ok(found.len());
        }
    }
}
