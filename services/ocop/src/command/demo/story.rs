//! The story: products of Điện Biên from registration to a star and a certificate, and the province's progress.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use platform::clock::{Clock, civil_date};
use platform::lifecycle::ProcessError;
use proto::evaluation::v1 as evaluation;
use proto::registry::v1 as registry;
use proto::reporting::v1 as reporting;
use serde::Deserialize;

use super::classes::{OFFICIALS, classes};
use super::clients::{Clients, PROVINCE, Person, request_id};
use super::council::council;
use super::filing::dossiers;
use super::recognition::{decision, sample_certificates};
use super::registration::samples;
use super::show::{Show, both, day, stars, thousands};
use super::{after_the_star, behind, scorecard};

/// The target whose movement the story watches.
const WATCHED_TARGET: &str = "1141-2018/products_recognised/2021-2030";

/// How long services may take to have taken in what happened.
pub(super) const TAKEN_IN_WITHIN: Duration = Duration::from_secs(20);

pub(super) type Told<T = ()> = Result<T, ProcessError>;

/// Tells the whole story.
pub(super) async fn tell(show: &Show, clients: &mut Clients) -> Told {
    let today = civil_date(Clock::System.now());
    units(show, clients).await?;
    let recorded = recorded_products(show, clients).await?;
    let before = scorecard_once(clients, |actual| {
        // Whether certain or not: all that was recorded has been taken in.
        actual.get("products_recognised").is_some_and(|figure| figure.value + figure.uncertain_value >= recorded)
    })
    .await?;
    let registered = samples(show, clients).await?;
    let dossiers = dossiers(show, clients, &registered, today).await?;
    council(show, clients, &dossiers, today).await?;
    decision(show, clients, &dossiers, today).await?;
    after_the_star::upgrade(show, clients, &registered[1], &dossiers[1], today).await?;
    after_the_star::radar(show, clients).await?;
    classes(show, clients, &registered, today).await?;
    after_the_star::revocation(show, clients, &registered[0], today).await?;
    let after = final_scorecard(show, clients, &before).await?;
    behind::people(show, clients, &registered).await?;
    behind::records(show, clients, &after).await
}

async fn units(show: &Show, clients: &mut Clients) -> Told {
    show.step(1, &both("Đơn vị hành chính", "Administrative units"));
    let by_level = async |level: proto::common::v1::UnitLevel, clients: &mut Clients| -> Told<(usize, i64)> {
        let (mut count, mut page_token, mut version) = (0, String::new(), 0);
        loop {
            let request =
                registry::ListUnitsRequest { level: level.into(), page_size: 1000, page_token, ..Default::default() };
            let page = clients.registry.list_units(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
            count += page.units.len();
            version = version.max(page.table_version);
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return Ok((count, version));
            }
        }
    };
    let (provinces, version) = by_level(proto::common::v1::UnitLevel::Province, clients).await?;
    let (communes, _) = by_level(proto::common::v1::UnitLevel::Commune, clients).await?;
    let communes = thousands(i64::try_from(communes)?);
    show.say(&both(
        format!("{provinces} tỉnh, thành phố và {} xã, phường, đặc khu (bảng phiên bản {version}).", communes.0),
        format!(
            "{provinces} provinces and cities, {} communes, wards and special zones (table version {version}).",
            communes.1
        ),
    ));
    Ok(())
}

/// A row of the recorded products.
#[derive(Clone, Debug, Deserialize)]
struct RecordedProduct {
    product: String,
    producer: String,
    place_as_recorded: String,
    product_set: i32,
    star: Option<i32>,
    recognised_as_recorded: String,
    earliest: String,
    latest: String,
    evidence: String,
}

/// Records the products recognised under earlier rules; returns how many there are.
pub(super) async fn recorded_products(show: &Show, clients: &mut Clients) -> Told<i64> {
    show.step(2, &both("Sản phẩm đã được công nhận trước đây", "Products recognised before"));
    let known = recognitions(clients).await?;
    let mut reader = csv::Reader::from_reader(include_str!("../../../facts/dien-bien-products.csv").as_bytes());
    let mut recorded_now = 0;
    for row in reader.deserialize() {
        let row: RecordedProduct = row?;
        if known
            .iter()
            .any(|known| known.product_name == row.product && known.place_as_recorded == row.place_as_recorded)
        {
            continue;
        }
        let request = evaluation::RecordRecognitionRequest {
            request_id: request_id(&format!("record {} {}", row.product, row.place_as_recorded)),
            recognition: Some(evaluation::RecordedRecognition {
                product_name: row.product,
                producer_name: row.producer,
                place_as_recorded: row.place_as_recorded,
                unit_id: PROVINCE.to_owned(),
                product_set: row.product_set,
                star: row.star.unwrap_or_default(),
                recognised_earliest: row.earliest,
                recognised_latest: row.latest,
                recognised_as_recorded: row.recognised_as_recorded,
                evidence: row.evidence,
                ..Default::default()
            }),
        };
        clients.evaluation.record_recognition(clients.by(Person::ProvinceOfficer, request)?).await?;
        recorded_now += 1;
    }
    let all = recognitions(clients).await?;
    let count = |star: i32| all.iter().filter(|known| known.star == star).count();
    show.say(&both(
        format!(
            "{} sản phẩm thật của Điện Biên, ghi theo quy định thời đó: {} bốn sao, {} ba sao, {} chưa rõ sao{}.",
            all.len(), count(4), count(3), count(0), again(recorded_now, " (đã có sẵn)")
        ),
        format!(
            "{} real products of Điện Biên, recorded under the rules of their time: {} of four stars, {} of three, {} unknown{}.",
            all.len(), count(4), count(3), count(0), again(recorded_now, " (there already)")
        ),
    ));
    show.say(&both(
        "Chúng không được chấm điểm ở đây; điều chưa biết để trống.",
        "They are never scored here; what is not known stays unknown.",
    ));
    let mut table = vec![vec![
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Nơi ghi nhận", "Place as recorded")),
        show.word(&both("Sao", "Star")),
        show.word(&both("Công nhận", "Recognised")),
        show.word(&both("Quy định", "Rules")),
    ]];
    let or_unknown = |text: &str| if text.is_empty() { "?".to_owned() } else { text.to_owned() };
    for known in all.iter().take(6) {
        table.push(vec![
            known.product_name.clone(),
            or_unknown(&known.place_as_recorded),
            stars(known.star),
            or_unknown(&known.recognised_as_recorded),
            or_unknown(&known.rule_set),
        ]);
    }
    show.table(&table);
    show.line("…");
    Ok(i64::try_from(all.len())?)
}

fn again(done_now: usize, found: &str) -> &str {
    if done_now == 0 { found } else { "" }
}

async fn recognitions(clients: &mut Clients) -> Told<Vec<evaluation::RecordedRecognition>> {
    let request =
        evaluation::ListRecognitionsRequest { unit_id: PROVINCE.to_owned(), page_size: 1000, ..Default::default() };
    Ok(clients
        .evaluation
        .list_recognitions(clients.by(Person::ProvinceOfficer, request)?)
        .await?
        .into_inner()
        .recognitions)
}

/// The province's scorecard, once reporting has taken in what the other services told: once its figures as they
/// stand, by indicator, are as wanted.
async fn scorecard_once(
    clients: &mut Clients,
    caught_up: impl Fn(&HashMap<&str, &reporting::Figure>) -> bool,
) -> Told<reporting::Scorecard> {
    let limit = Instant::now() + TAKEN_IN_WITHIN;
    loop {
        let request = reporting::GetScorecardRequest { unit_id: PROVINCE.to_owned(), at: String::new() };
        let answer = clients.reporting.get_scorecard(clients.by(Person::ProvinceOfficer, request)?).await?;
        let scorecard = answer.into_inner().scorecard.ok_or_else(|| missing("the scorecard"))?;
        let values: HashMap<_, _> = scorecard
            .rows
            .iter()
            .filter(|row| row.phase.is_none())
            .filter_map(|row| Some((row.indicator.as_ref()?.code.as_str(), row.actual.as_ref()?)))
            .collect();
        if caught_up(&values) {
            return Ok(scorecard);
        }
        if Instant::now() > limit {
            return Err("reporting did not take in what happened".into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn final_scorecard(
    show: &Show,
    clients: &mut Clients,
    before: &reporting::Scorecard,
) -> Told<reporting::Scorecard> {
    let certified = i64::try_from(sample_certificates(clients).await?.len())?;
    let after = scorecard_once(clients, |actual| {
        let value = |code: &str| actual.get(code).map_or(0, |figure| figure.value);
        value("certificates_issued") >= certified
            && value("certificates_revoked") > 0
            && value("officials_trained_people") >= OFFICIALS.into()
            && value("leaders_trained_people") > 0
    })
    .await?;
    show.step(
        11,
        &both(
            format!("Bảng điểm {} ngày {}", after.unit_name, day(&after.at)),
            format!("Scorecard of {}, {}", after.unit_name, after.at),
        ),
    );
    if let (Some(before), Some(after)) =
        (scorecard::row(before, WATCHED_TARGET), scorecard::row(&after, WATCHED_TARGET))
    {
        let target = after.target.as_ref().and_then(|target| target.value).unwrap_or_default();
        let (before, after) = (scorecard::actual(before), scorecard::actual(after));
        show.say(&both(
            format!("Sản phẩm được công nhận 2021–2030: {} → {}, chỉ tiêu {target}.", before.0, after.0),
            format!("Products recognised 2021–2030: {} → {}, target {target}.", before.1, after.1),
        ));
        println!();
    }
    scorecard::print(show, &after);
    Ok(after)
}

pub(super) fn missing(what: &str) -> ProcessError {
    format!("the answer lacks {what}").into()
}
