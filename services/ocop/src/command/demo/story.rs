//! The story: products of Điện Biên from registration to a star and a certificate, and the province's progress.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use chrono::{Days, Months, NaiveDate};
use platform::clock::{Clock, civil_date};
use platform::lifecycle::ProcessError;
use platform::text::{hundredths, thousands};
use proto::evaluation::v1 as evaluation;
use proto::registry::v1 as registry;
use proto::reporting::v1 as reporting;
use proto::training::v1 as training;
use serde::Deserialize;

use super::after_the_star;
use super::clients::{Clients, PROVINCE, Person, request_id};
use super::samples::{Judged, SAMPLES, Sample};
use super::scorecard;
use super::sheets::sheet;
use super::show::{Both, Show, both, day, stars};

/// The members of the council who score: the chair and five more.
const SCORERS: [Person; 6] =
    [Person::Chair, Person::Member(1), Person::Member(2), Person::Member(3), Person::Member(4), Person::Member(5)];

/// The target whose movement the story watches.
const WATCHED_TARGET: &str = "1141-2018/products_recognised/2021-2030";

/// How many officials attend their class.
const OFFICIALS: u8 = 6;

/// How long reporting may take to have taken in what happened.
const TAKEN_IN_WITHIN: Duration = Duration::from_secs(20);

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
    final_scorecard(show, clients, &before).await?;
    after_the_star::revocation(show, clients, &registered[0], today).await
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
    show.say(&both(
        format!(
            "{provinces} tỉnh, thành phố và {} xã, phường, đặc khu (bảng phiên bản {version}).",
            thousands(communes as i64)
        ),
        format!(
            "{provinces} provinces and cities, {communes} communes, wards and special zones (table version {version})."
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
async fn recorded_products(show: &Show, clients: &mut Clients) -> Told<i64> {
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

/// A sample as registry knows it.
pub(super) struct Registered {
    pub(super) sample: &'static Sample,
    producer: registry::Producer,
    pub(super) product: registry::Product,
    leader: registry::Leader,
}

async fn samples(show: &Show, clients: &mut Clients) -> Told<Vec<Registered>> {
    show.step(3, &both("Chủ thể và sản phẩm mẫu", "Sample producers and products"));
    let mut registered = Vec::new();
    for sample in &SAMPLES {
        let producer = producer(clients, sample).await?;
        let leader = leader(clients, sample, &producer).await?;
        let product = product(clients, sample, &producer).await?;
        registered.push(Registered { sample, producer, product, leader });
    }
    let mut table = vec![vec![
        show.word(&both("Chủ thể", "Producer")),
        show.word(&both("Xã", "Commune")),
        show.word(&both("Lãnh đạo", "Leader")),
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Bộ", "Set")),
    ]];
    for one in &registered {
        let request = registry::GetUnitRequest { unit_id: one.producer.unit_id.clone(), at: String::new() };
        let unit = clients.registry.get_unit(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner().unit;
        table.push(vec![
            one.producer.name.clone(),
            unit.unwrap_or_default().name,
            one.leader.full_name.clone(),
            one.product.name.clone(),
            one.product.product_set.to_string(),
        ]);
    }
    show.table(&table);
    Ok(registered)
}

async fn producer(clients: &mut Clients, sample: &Sample) -> Told<registry::Producer> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListProducersRequest {
        unit_id: sample.commune.to_owned(),
        state: registry::RecordState::Active.into(),
        text: sample.producer.to_owned(),
        ..Default::default()
    };
    let found = clients.registry.list_producers(clients.by(officer, request)?).await?.into_inner().producers;
    if let Some(known) = found.into_iter().find(|known| known.name == sample.producer) {
        return Ok(known);
    }
    let request = registry::CreateProducerRequest {
        request_id: request_id(&format!("producer {}", sample.producer)),
        producer: Some(registry::Producer {
            name: sample.producer.to_owned(),
            kind: sample.kind.into(),
            unit_id: sample.commune.to_owned(),
            sample: true,
            ..Default::default()
        }),
    };
    let made = clients.registry.create_producer(clients.by(officer, request)?).await?.into_inner().producer;
    made.ok_or_else(|| missing("the producer"))
}

async fn leader(clients: &mut Clients, sample: &Sample, producer: &registry::Producer) -> Told<registry::Leader> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListLeadersRequest { producer_id: producer.id.clone(), ..Default::default() };
    let found = clients.registry.list_leaders(clients.by(officer, request)?).await?.into_inner().leaders;
    if let Some(known) = found.into_iter().next() {
        return Ok(known);
    }
    let request = registry::AppointLeaderRequest {
        request_id: request_id(&format!("leader {}", sample.leader)),
        producer_id: producer.id.clone(),
        person_id: String::new(),
        full_name: sample.leader.to_owned(),
        title: "Giám đốc".to_owned(),
        term_from: "2026-01-01".to_owned(),
    };
    let made = clients.registry.appoint_leader(clients.by(officer, request)?).await?.into_inner().leader;
    made.ok_or_else(|| missing("the leader"))
}

async fn product(clients: &mut Clients, sample: &Sample, producer: &registry::Producer) -> Told<registry::Product> {
    let officer = Person::CommuneOfficer(sample.commune);
    let request = registry::ListProductsRequest { producer_id: producer.id.clone(), ..Default::default() };
    let found = clients.registry.list_products(clients.by(officer, request)?).await?.into_inner().products;
    if let Some(known) = found.into_iter().find(|known| known.name == sample.product) {
        return Ok(known);
    }
    let request = registry::CreateProductRequest {
        request_id: request_id(&format!("product {}", sample.product)),
        product: Some(registry::Product {
            name: sample.product.to_owned(),
            product_set: sample.product_set,
            producer_id: producer.id.clone(),
            unit_id: sample.commune.to_owned(),
            description: "Sản phẩm mẫu để minh họa / a sample for demonstration".to_owned(),
            ..Default::default()
        }),
    };
    let made = clients.registry.create_product(clients.by(officer, request)?).await?.into_inner().product;
    made.ok_or_else(|| missing("the product"))
}

/// A dossier for each sample: filed, accepted and proposed by the commune, taken in and reviewed by the province.
async fn dossiers(
    show: &Show,
    clients: &mut Clients,
    registered: &[Registered],
    today: NaiveDate,
) -> Told<Vec<evaluation::Dossier>> {
    show.step(4, &both("Hồ sơ ở xã và ở tỉnh", "Dossiers at commune and province"));
    let mut dossiers = Vec::new();
    let mut table = vec![vec![
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Bộ tiêu chí", "Criteria")),
        show.word(&both("Mã sản phẩm", "Product code")),
    ]];
    for one in registered {
        let dossier = ready_dossier(clients, one, evaluation::DossierKind::First, today).await?;
        table.push(vec![
            dossier.product.clone().unwrap_or_default().name,
            dossier.criteria_version_id.clone(),
            dossier.product_code.clone(),
        ]);
        dossiers.push(dossier);
    }
    show.say(&both(
        "Cán bộ xã lập hồ sơ, lãnh đạo xã kiểm tra, tiếp nhận (người khác với người lập) và đề nghị lên tỉnh; mã do sổ đăng ký cấp.",
        "A commune officer files, the commune's leader checks, accepts (never the one who filed) and proposes; registry gives the code.",
    ));
    show.say(&both(
        "Tỉnh vào sổ, Tổ tư vấn xem xét và báo cáo; hồ sơ sẵn sàng cho Hội đồng.",
        "The province takes in, its advisory team reviews and reports; the dossiers are ready for the council.",
    ));
    show.table(&table);
    for dossier in &dossiers {
        say_if_returned(show, clients, dossier).await?;
    }
    Ok(dossiers)
}

/// Tells that a dossier was sent back, as its record has it.
async fn say_if_returned(show: &Show, clients: &mut Clients, dossier: &evaluation::Dossier) -> Told {
    let request = evaluation::ListDossierStepsRequest { dossier_id: dossier.id.clone() };
    let steps = clients.steps.list_dossier_steps(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
    for step in steps.steps.iter().filter(|step| step.to_state == "returned") {
        let product = dossier.product.clone().unwrap_or_default().name;
        let version = dossier.frozen_version;
        show.say(&both(
            format!("{product}: xã trả lại để bổ sung, “{}”; hồ sơ nộp lại là bản {version}.", step.note),
            format!(
                "{product}: sent back by the commune for completion; what was handed in again is version {version}."
            ),
        ));
    }
    Ok(())
}

/// The dossier of a kind, walked to where a council may score it.
pub(super) async fn ready_dossier(
    clients: &mut Clients,
    one: &Registered,
    kind: evaluation::DossierKind,
    today: NaiveDate,
) -> Told<evaluation::Dossier> {
    let (officer, leader) = (Person::CommuneOfficer(one.sample.commune), Person::CommuneLeader(one.sample.commune));
    let request = evaluation::ListDossiersRequest { product_id: one.product.id.clone(), ..Default::default() };
    let found = clients.evaluation.list_dossiers(clients.by(officer, request)?).await?.into_inner().dossiers;
    let mut dossier = match found.into_iter().find(|known| known.kind() == kind) {
        Some(known) => known,
        None => {
            let request = evaluation::FileDossierRequest {
                request_id: request_id(&format!("file {} {}", kind.as_str_name(), one.sample.product)),
                product_id: one.product.id.clone(),
                kind: kind.into(),
                forms: Some(sample_forms(one.sample, kind)),
                paper_original: "Kho lưu trữ của xã (mẫu)".to_owned(),
            };
            let filed = clients.evaluation.file_dossier(clients.by(officer, request)?).await?.into_inner().dossier;
            filed.ok_or_else(|| missing("the dossier"))?
        }
    };
    if let Some(reasons) = one.sample.returned_for {
        dossier = returned_once(clients, one, dossier, reasons).await?;
    }
    if dossier.state() == evaluation::DossierState::Filed {
        let request = evaluation::AcceptDossierRequest {
            request_id: request_id(&format!("accept {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            commune_check: Some(sample_check()),
        };
        let accepted = clients.evaluation.accept_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = accepted.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Accepted {
        let request = evaluation::ProposeDossierRequest {
            request_id: request_id(&format!("propose {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            letter: format!("MẪU-15/TTr-UBND, {}", day(&today.to_string())),
        };
        let proposed = clients.evaluation.propose_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = proposed.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Proposed {
        let request = evaluation::TakeInDossierRequest {
            request_id: request_id(&format!("take in {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
        };
        let taken_in = clients.steps.take_in_dossier(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner();
        dossier = taken_in.dossier.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::UnderReview {
        appoint_team(clients, today).await?;
        let request = evaluation::SubmitReviewReportRequest {
            request_id: request_id(&format!("review {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            review_report: Some(evaluation::ReviewReport {
                summary: "Hồ sơ đầy đủ (mẫu)".to_owned(),
                proposal: "Trình Hội đồng đánh giá (mẫu)".to_owned(),
            }),
        };
        let reviewed = clients.steps.submit_review_report(clients.by(Person::TeamHead, request)?).await?.into_inner();
        dossier = reviewed.dossier.ok_or_else(|| missing("the dossier"))?;
    }
    Ok(dossier)
}

/// A dossier that the commune sends back once: completed, it is handed in again.
async fn returned_once(
    clients: &mut Clients,
    one: &Registered,
    mut dossier: evaluation::Dossier,
    reasons: &str,
) -> Told<evaluation::Dossier> {
    let (officer, leader) = (Person::CommuneOfficer(one.sample.commune), Person::CommuneLeader(one.sample.commune));
    if dossier.state() == evaluation::DossierState::Filed && dossier.frozen_version == 1 {
        let request = evaluation::ReturnDossierRequest {
            request_id: request_id(&format!("return {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            reasons: reasons.to_owned(),
        };
        let returned = clients.steps.return_dossier(clients.by(leader, request)?).await?.into_inner().dossier;
        dossier = returned.ok_or_else(|| missing("the dossier"))?;
    }
    if dossier.state() == evaluation::DossierState::Returned {
        let mut forms = sample_forms(one.sample, dossier.kind());
        if let Some(registration) = &mut forms.registration_form {
            registration.raw_material = "Nguyên liệu trồng tại xã (mẫu)".to_owned();
        }
        let request = evaluation::UpdateFormsRequest {
            request_id: request_id(&format!("complete {} {}", dossier.id, dossier.etag)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            forms: Some(forms),
        };
        let completed = clients.steps.update_forms(clients.by(officer, request)?).await?.into_inner().dossier;
        dossier = completed.ok_or_else(|| missing("the dossier"))?;
        let request = evaluation::SubmitDossierRequest {
            request_id: request_id(&format!("submit {}", dossier.id)),
            dossier_id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            paper_original: "Kho lưu trữ của xã (mẫu)".to_owned(),
        };
        let submitted = clients.steps.submit_dossier(clients.by(officer, request)?).await?.into_inner().dossier;
        dossier = submitted.ok_or_else(|| missing("the dossier"))?;
    }
    Ok(dossier)
}

/// The province's advisory team; at every start the same.
async fn appoint_team(clients: &mut Clients, today: NaiveDate) -> Told {
    let head = evaluation::AdvisoryTeamMember {
        person_id: Person::TeamHead.id().to_string(),
        full_name: "Tổ trưởng mẫu".to_owned(),
        title: "Chi cục trưởng".to_owned(),
        body: "Sở Nông nghiệp và Môi trường".to_owned(),
        is_head: true,
    };
    let team = evaluation::AdvisoryTeam {
        unit_id: PROVINCE.to_owned(),
        decision: Some(evaluation::DecisionReference {
            number: "MẪU-00/QĐ-UBND".to_owned(),
            date: today.to_string(),
            signer_name: "Người ký mẫu".to_owned(),
            signer_title: "Chủ tịch UBND tỉnh".to_owned(),
        }),
        term_from: today.to_string(),
        term_to: (today + Months::new(24)).to_string(),
        members: vec![head],
        ..Default::default()
    };
    let request_id = request_id(&format!("advisory team {today}"));
    let request = evaluation::AppointAdvisoryTeamRequest { request_id, advisory_team: Some(team) };
    clients.steps.appoint_advisory_team(clients.by(Person::ProvinceOfficer, request)?).await?;
    Ok(())
}

/// What a sample's producer hands in.
fn sample_forms(sample: &Sample, kind: evaluation::DossierKind) -> evaluation::Forms {
    let change = |criterion: &str, description: &str| evaluation::Change {
        criterion: criterion.to_owned(),
        description: description.to_owned(),
    };
    let changes = match kind {
        evaluation::DossierKind::Upgrade => vec![change("3.5", "Đã có chứng nhận chất lượng mới (mẫu)")],
        _ => Vec::new(),
    };
    evaluation::Forms {
        changes,
        registration_form: Some(evaluation::RegistrationForm {
            target_star: 4,
            product_description: format!("{} (mẫu)", sample.product),
            ..Default::default()
        }),
        self_assessment: Some(evaluation::SelfAssessment {
            items: vec![evaluation::SelfAssessmentItem {
                criterion: "1.1".to_owned(),
                option: 1,
                description: "Có hợp đồng (mẫu)".to_owned(),
            }],
            ..Default::default()
        }),
        ..Default::default()
    }
}

/// A check of the commune that finds everything in order.
fn sample_check() -> evaluation::CommuneCheck {
    let met = || Some(evaluation::CommuneAssessment { met: true, remark: "Mẫu".to_owned() });
    evaluation::CommuneCheck {
        complete: true,
        raw_material: met(),
        labour: met(),
        idea_origin: met(),
        local_identity: met(),
        proposal: "Đề nghị đánh giá (mẫu)".to_owned(),
    }
}

/// Puts the dossiers before a council: sealed ballots, then the results.
async fn council(show: &Show, clients: &mut Clients, dossiers: &[evaluation::Dossier], today: NaiveDate) -> Told {
    show.step(5, &both("Hội đồng chấm điểm", "The council scores"));
    let session_id = session(show, clients, dossiers, today).await?;
    for (sample, dossier) in SAMPLES.iter().zip(dossiers) {
        let dossier = dossier_now(clients, &dossier.id).await?;
        if dossier.state() == evaluation::DossierState::Scoring {
            ballots(show, clients, sample, &sample.judged, &dossier, &session_id).await?;
        }
    }
    for (sample, dossier) in SAMPLES.iter().zip(dossiers) {
        result(show, clients, sample, &sample.judged, dossier).await?;
    }
    Ok(())
}

/// The session that scores the dossiers; a new council's if there is none yet.
async fn session(
    show: &Show,
    clients: &mut Clients,
    dossiers: &[evaluation::Dossier],
    today: NaiveDate,
) -> Told<String> {
    if let Some(known) = dossiers.iter().find(|dossier| !dossier.session_id.is_empty()) {
        show.say(&both("Phiên họp đã mở từ trước.", "The session was opened before."));
        return Ok(known.session_id.clone());
    }
    let member = |person: Person, name: &str, title: &str, duty: evaluation::Duty| evaluation::CouncilMember {
        person_id: person.id().to_string(),
        full_name: format!("{name} (mẫu)"),
        title: title.to_owned(),
        body: "Cơ quan mẫu".to_owned(),
        duty: duty.into(),
    };
    let mut members = vec![
        member(Person::Chair, "Chủ tịch Hội đồng", "Lãnh đạo tỉnh", evaluation::Duty::Chair),
        member(Person::Secretary, "Thư ký", "Chuyên viên", evaluation::Duty::Secretary),
    ];
    members.extend((1..=5).map(|number| {
        member(Person::Member(number), &format!("Ủy viên {number}"), "Chuyên viên", evaluation::Duty::Member)
    }));
    let last_day = today.checked_add_days(Days::new(365)).unwrap_or(today);
    let request = evaluation::AppointCouncilRequest {
        request_id: request_id(&format!("council {}", dossiers[0].id)),
        council: Some(evaluation::Council {
            unit_id: PROVINCE.to_owned(),
            decision: Some(evaluation::DecisionReference {
                number: "MẪU-01/QĐ-UBND".to_owned(),
                date: today.to_string(),
                signer_name: "Người ký mẫu".to_owned(),
                signer_title: "Chủ tịch UBND tỉnh".to_owned(),
            }),
            term_from: today.to_string(),
            term_to: last_day.to_string(),
            members,
            ..Default::default()
        }),
    };
    let council = clients.evaluation.appoint_council(clients.by(Person::ProvinceOfficer, request)?).await?;
    let council = council.into_inner().council.ok_or_else(|| missing("the council"))?;
    show.say(&both(
        format!("Hội đồng gồm {} thành viên được ghi tên theo quyết định; thư ký không chấm.", council.members.len()),
        format!("A council of {} members is appointed by name; the secretary does not score.", council.members.len()),
    ));
    let listed = |dossier: &evaluation::Dossier| evaluation::OpenSessionDossier {
        dossier_id: dossier.id.clone(),
        fixed_cases: Vec::new(),
    };
    let request = evaluation::OpenSessionRequest {
        request_id: request_id(&format!("session {}", council.id)),
        council_id: council.id,
        dossiers: dossiers.iter().map(listed).collect(),
        ..Default::default()
    };
    let session = clients.evaluation.open_session(clients.by(Person::Secretary, request)?).await?.into_inner().session;
    Ok(session.ok_or_else(|| missing("the session"))?.id)
}

/// Every member casts a sealed ballot, then the chair closes; once more after a discussion where they lie too far apart.
pub(super) async fn ballots(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    judged: &Judged,
    dossier: &evaluation::Dossier,
    session_id: &str,
) -> Told {
    let request = evaluation::GetCriteriaSetRequest {
        criteria_version_id: dossier.criteria_version_id.clone(),
        product_set: sample.product_set,
    };
    let set = clients.evaluation.get_criteria_set(clients.by(Person::Secretary, request)?).await?;
    let set = set.into_inner().criteria_set.ok_or_else(|| missing("the criteria"))?;
    loop {
        let listed = listed_dossier(clients, session_id, &dossier.id).await?;
        match listed.stage() {
            evaluation::ScoringStage::Open => {
                let totals = judged.first_totals.filter(|_| listed.round == 1).unwrap_or(judged.totals);
                let judged = Judged { totals, ..*judged };
                for (place, scorer) in SCORERS.into_iter().enumerate() {
                    let choices = sheet(&set, &judged, place);
                    cast(clients, scorer, &listed, session_id, choices).await?;
                }
                close_round(show, clients, sample, &listed, session_id).await?;
            }
            evaluation::ScoringStage::InDiscussion => discuss(show, clients, sample, &listed, session_id).await?,
            evaluation::ScoringStage::Closed | evaluation::ScoringStage::Unspecified => return Ok(()),
        }
    }
}

/// A dossier as the secretary sees it on the session's list.
async fn listed_dossier(clients: &mut Clients, session_id: &str, id: &str) -> Told<evaluation::SessionDossier> {
    let request = evaluation::GetSessionRequest { session_id: session_id.to_owned() };
    let seen = clients.evaluation.get_session(clients.by(Person::Secretary, request)?).await?.into_inner().session;
    let seen = seen.ok_or_else(|| missing("the session"))?;
    seen.dossiers.into_iter().find(|listed| listed.dossier_id == id).ok_or_else(|| missing("the dossier"))
}

/// A member's ballot; one that was cast before stays as it is.
async fn cast(
    clients: &mut Clients,
    scorer: Person,
    listed: &evaluation::SessionDossier,
    session_id: &str,
    choices: Vec<evaluation::Choice>,
) -> Told {
    let round = listed.round;
    let request = evaluation::CastBallotRequest {
        request_id: request_id(&format!("ballot {session_id} {} {round} {scorer:?}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        choices,
        findings: Vec::new(),
        round,
    };
    match clients.evaluation.cast_ballot(clients.by(scorer, request)?).await {
        Err(status) if status.code() != tonic::Code::AlreadyExists => Err(status.into()),
        _ => Ok(()),
    }
}

/// The chair asks for the result in vain, and closes the round.
async fn close_round(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    listed: &evaluation::SessionDossier,
    session_id: &str,
) -> Told {
    let round = listed.round;
    let voted = listed_dossier(clients, session_id, &listed.dossier_id).await?.voted_person_ids.len();
    let peek = evaluation::GetResultRequest { dossier_id: listed.dossier_id.clone() };
    let refused = clients.evaluation.get_result(clients.by(Person::Chair, peek)?).await;
    if refused.is_ok() {
        return Err("a result was shown before its scoring was closed".into());
    }
    let once_more = if round > 1 { (" lần hai", " once more") } else { ("", "") };
    show.say(&both(
        format!(
            "{}{}: {} {voted}/{} phiếu kín; trước khi kết thúc chấm, chủ tịch hỏi kết quả cũng bị từ chối.",
            sample.product,
            once_more.0,
            "●".repeat(voted),
            SCORERS.len()
        ),
        format!(
            "{}{}: {voted} of {} sealed ballots; before the close even the chair is refused the result.",
            sample.product,
            once_more.1,
            SCORERS.len()
        ),
    ));
    let request = evaluation::CloseScoringRequest {
        request_id: request_id(&format!("close {session_id} {} {round}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        round,
    };
    clients.evaluation.close_scoring(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

/// The first ballot decided nothing: the council discusses what differs most, and the chair opens the second one.
async fn discuss(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    listed: &evaluation::SessionDossier,
    session_id: &str,
) -> Told {
    let request = evaluation::GetRoundResultRequest {
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        round: 1,
    };
    let first = clients.ballots.get_round_result(clients.by(Person::Chair, request)?).await?.into_inner().result;
    let first = first.ok_or_else(|| missing("the first ballot"))?;
    let totals: Vec<_> = first.member_totals.iter().map(|member| member.total_points.to_string()).collect();
    let differing: Vec<_> = first
        .differing_criteria
        .iter()
        .map(|criterion| format!("{} ({}–{})", criterion.criterion, criterion.lowest_points, criterion.highest_points))
        .collect();
    let (totals, differing) = (totals.join(", "), differing.join(", "));
    let product = sample.product;
    let apart =
        format!("{product}: {totals}; chênh quá quy chế, lệch nhất ở tiêu chí {differing}: thảo luận và chấm lần hai.");
    show.say(&both(
        show.yellow(&apart),
        format!("{product}: {totals}; further apart than allowed, most in criteria {differing}: discussion and a second ballot."),
    ));
    let request = evaluation::OpenSecondBallotRequest {
        request_id: request_id(&format!("second ballot {session_id} {}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        discussion: "Thống nhất cách hiểu các tiêu chí chênh lệch (mẫu)".to_owned(),
    };
    clients.ballots.open_second_ballot(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

pub(super) async fn dossier_now(clients: &mut Clients, id: &str) -> Told<evaluation::Dossier> {
    let request = evaluation::GetDossierRequest { dossier_id: id.to_owned() };
    let found = clients.evaluation.get_dossier(clients.by(Person::ProvinceOfficer, request)?).await?;
    found.into_inner().dossier.ok_or_else(|| missing("the dossier"))
}

/// Shows a result, and that it is the one the members' sheets lead to.
pub(super) async fn result(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    judged: &Judged,
    dossier: &evaluation::Dossier,
) -> Told {
    let request = evaluation::GetResultRequest { dossier_id: dossier.id.clone() };
    let result = clients.evaluation.get_result(clients.by(Person::ProvinceOfficer, request)?).await?;
    let result = result.into_inner().result.ok_or_else(|| missing("the result"))?;
    let score = result.score.ok_or_else(|| missing("the score"))?;
    let totals: Vec<_> = result.member_totals.iter().map(|member| member.total_points.to_string()).collect();
    println!();
    show.line(&format!(
        "{}  {}   {} = {}   {} {}",
        show.green(&stars(score.star)),
        sample.product,
        totals.join(" + "),
        score.sum_points,
        show.word(&both("trung bình", "mean")),
        hundredths(score.mean_hundredths.into()),
    ));
    if score.star != judged.star {
        return Err(format!("{} reached {} stars, not {}", sample.product, score.star, judged.star).into());
    }
    if score.band > score.star {
        let held =
            format!("Đủ điểm {} sao nhưng bị giữ ở {} sao do chưa đạt yêu cầu tối thiểu.", score.band, score.star);
        let held =
            both(show.yellow(&held), format!("Points for {} stars, held at {} by a minimum.", score.band, score.star));
        show.say(&held);
        return way_to_next_star(show, clients, dossier).await;
    }
    if let Some(text) = score.gaps.first().and_then(|gap| gap.text.clone()) {
        show.say(&Both(text.vi, text.en));
    }
    Ok(())
}

/// Chair and secretary sign the minutes of a session, unless they have.
pub(super) async fn sign_minutes(clients: &mut Clients, session_id: &str) -> Told {
    let request = evaluation::GetMinutesRequest { session_id: session_id.to_owned() };
    let minutes = clients.minutes.get_minutes(clients.by(Person::Chair, request)?).await?.into_inner().minutes;
    let minutes = minutes.ok_or_else(|| missing("the minutes"))?;
    let signed = |duty| minutes.signatures.iter().any(|signature| signature.duty() == duty);
    for (person, duty) in [(Person::Chair, evaluation::Duty::Chair), (Person::Secretary, evaluation::Duty::Secretary)] {
        if signed(duty) {
            continue;
        }
        let request = evaluation::SignMinutesRequest {
            request_id: request_id(&format!("minutes {session_id} {duty:?}")),
            session_id: session_id.to_owned(),
            sha256: minutes.sha256.clone(),
        };
        clients.minutes.sign_minutes(clients.by(person, request)?).await?;
    }
    Ok(())
}

/// Tells what a product that was held back needs for the next star.
async fn way_to_next_star(show: &Show, clients: &mut Clients, dossier: &evaluation::Dossier) -> Told {
    let from = evaluation::what_next_request::From::DossierId(dossier.id.clone());
    let request = evaluation::WhatNextRequest { from: Some(from), target_star: 0 };
    let way = clients.evaluation.what_next(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner().way;
    let way = way.ok_or_else(|| missing("the way"))?;
    if let Some(text) = way.text {
        show.say(&Both(text.vi, text.en));
    }
    Ok(())
}

/// Enters the province's decision for what it may recognise.
async fn decision(show: &Show, clients: &mut Clients, dossiers: &[evaluation::Dossier], today: NaiveDate) -> Told {
    show.step(6, &both("Quyết định và giấy chứng nhận", "Decision and certificates"));
    let mut assessed = Vec::new();
    for dossier in dossiers {
        let dossier = dossier_now(clients, &dossier.id).await?;
        if dossier.state() == evaluation::DossierState::Assessed {
            sign_minutes(clients, &dossier.session_id).await?;
            assessed.push(dossier.id);
        }
    }
    if !assessed.is_empty() {
        recognise(clients, assessed, "MẪU-02/QĐ-UBND", today).await?;
        show.say(&both(
            "Chủ tịch và thư ký ký biên bản phiên họp trước; thiếu một chữ ký thì không nhập được quyết định.",
            "Chair and secretary sign the session's minutes first; without both signatures no decision is entered.",
        ));
        show.say(&both(
            "Cán bộ tỉnh nhập quyết định, lãnh đạo tỉnh (người khác) phê duyệt; giấy chứng nhận phát hành từ lúc đó.",
            "An officer enters the decision, the province's leader (another person) approves it; certificates are issued then.",
        ));
    }
    let request = evaluation::ListCertificatesRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
    let certificates = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    let mut certificates = certificates.into_inner().certificates;
    certificates.retain(|certificate| dossiers.iter().any(|dossier| dossier.id == certificate.dossier_id));
    let mut table = vec![vec![
        show.word(&both("Số", "Number")),
        show.word(&both("Sao", "Star")),
        show.word(&both("Sản phẩm", "Product")),
        show.word(&both("Chủ thể", "Producer")),
        show.word(&both("Cấp ngày", "Issued")),
        show.word(&both("Đến hết", "Until")),
    ]];
    for certificate in certificates.iter().rev() {
        table.push(vec![
            certificate.number.clone(),
            stars(certificate.star),
            certificate.product_name.clone(),
            certificate.producer_name.clone(),
            day(&certificate.issued_on),
            day(&certificate.expires_on),
        ]);
    }
    show.table(&table);
    if let Some(certificate) = certificates.first() {
        // Anyone may ask, without a token.
        let request = evaluation::VerifyCertificateRequest { number: certificate.number.clone() };
        let verified = clients.evaluation.verify_certificate(request).await?.into_inner();
        let sample = if verified.sample { " (mẫu)" } else { "" };
        show.say(&both(
            format!(
                "Ai cũng tra được, không cần đăng nhập: {} là của “{}”{sample}, còn hiệu lực.",
                verified.number, verified.product_name
            ),
            format!(
                "Anyone may verify without signing in: {} belongs to “{}”{}, valid.",
                verified.number,
                verified.product_name,
                if verified.sample { " (a sample)" } else { "" }
            ),
        ));
    }
    let certified = SAMPLES.iter().filter(|sample| sample.judged.star >= 3).count();
    let of_samples = certificates.iter().filter(|certificate| certificate.sample).count();
    if of_samples != certified {
        return Err(format!("{of_samples} certificates of samples, not {certified}").into());
    }
    show.say(&both(
        "Sản phẩm hai sao không có quyết định và giấy chứng nhận.",
        "A product of two stars gets no decision and no certificate.",
    ));
    Ok(())
}

/// A decision of the province, entered by an officer and approved by the leader.
pub(super) async fn recognise(clients: &mut Clients, dossier_ids: Vec<String>, number: &str, today: NaiveDate) -> Told {
    let request = evaluation::EnterDecisionRequest {
        request_id: request_id(&format!("decision {}", dossier_ids.join(" "))),
        issuer_unit_id: PROVINCE.to_owned(),
        decision: Some(evaluation::DecisionReference {
            number: number.to_owned(),
            date: today.to_string(),
            signer_name: "Người ký mẫu".to_owned(),
            signer_title: "Chủ tịch UBND tỉnh".to_owned(),
        }),
        dossier_ids,
        signed_file_sha256: String::new(),
    };
    let entered = clients.evaluation.enter_decision(clients.by(Person::ProvinceOfficer, request)?).await?;
    let entered = entered.into_inner().decision.ok_or_else(|| missing("the decision"))?;
    let request = evaluation::ApproveDecisionRequest {
        request_id: request_id(&format!("approve {}", entered.id)),
        decision_id: entered.id,
    };
    clients.evaluation.approve_decision(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

/// A class for leaders and one for officials.
async fn classes(show: &Show, clients: &mut Clients, registered: &[Registered], today: NaiveDate) -> Told {
    show.step(9, &both("Tập huấn", "Training"));
    // The leader of the first sample attends; the second does not yet.
    let leader = |one: &Registered| training::EnrolLearnerRequest {
        person_id: one.leader.person_id.clone(),
        producer_id: one.producer.id.clone(),
        ..Default::default()
    };
    held_class(
        clients,
        "Khởi sự và quản trị chủ thể OCOP (mẫu)",
        training::Audience::Leaders,
        registered.iter().take(1).map(leader).collect(),
        today,
    )
    .await?;
    let official = |number: u8| training::EnrolLearnerRequest {
        person_id: Person::Official(number).id().to_string(),
        official_level: training::OfficialLevel::Commune.into(),
        unit_id: SAMPLES[usize::from(number) % SAMPLES.len()].commune.to_owned(),
        ..Default::default()
    };
    held_class(
        clients,
        "Quản lý chương trình OCOP cấp xã (mẫu)",
        training::Audience::Officials,
        (0..OFFICIALS).map(official).collect(),
        today,
    )
    .await?;
    let request = training::GetCoverageRequest {
        population: training::Population::LeadersOfOcopProducers.into(),
        unit_id: PROVINCE.to_owned(),
        at: String::new(),
    };
    let holding = sample_certificates(clients).await?;
    let producers: HashSet<_> = holding.iter().map(|certificate| &certificate.producer_id).collect();
    let producers = i32::try_from(producers.len())?;
    let limit = Instant::now() + TAKEN_IN_WITHIN;
    // Training learns of certificates from evaluation's events: a moment after they were issued.
    let coverage = loop {
        let coverage =
            clients.training.get_coverage(clients.by(Person::ProvinceOfficer, request.clone())?).await?.into_inner();
        if coverage.population_count >= producers || Instant::now() > limit {
            break coverage;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    show.say(&both(
        format!(
            "Lãnh đạo chủ thể có sản phẩm OCOP: {} người, đã tập huấn {}.",
            coverage.population_count, coverage.trained_count
        ),
        format!(
            "Leaders of producers with an OCOP product: {}, trained: {}.",
            coverage.population_count, coverage.trained_count
        ),
    ));
    let persons: Vec<_> = coverage.missing.iter().map(|missing| missing.person_id.clone()).collect();
    if !persons.is_empty() {
        let request = registry::BatchGetLeadersRequest { person_ids: persons };
        let named = clients.registry.batch_get_leaders(clients.by(Person::ProvinceOfficer, request)?).await?;
        for leader in named.into_inner().leaders {
            let producer = registered.iter().find(|one| one.producer.id == leader.producer_id);
            let producer = producer.map_or("", |one| one.producer.name.as_str());
            show.say(&both(
                format!(
                    "Chưa tập huấn: {}, {} {producer} (việc xem tên được ghi nhật ký).",
                    leader.full_name, leader.title
                ),
                format!("Not trained yet: {}, {producer} (reading the name is recorded).", leader.full_name),
            ));
        }
    }
    Ok(())
}

/// The certificates of samples that hold.
async fn sample_certificates(clients: &mut Clients) -> Told<Vec<evaluation::Certificate>> {
    let request = evaluation::ListCertificatesRequest {
        unit_id: PROVINCE.to_owned(),
        status: evaluation::CertificateStatus::Valid.into(),
        ..Default::default()
    };
    let holding = clients.evaluation.list_certificates(clients.by(Person::ProvinceOfficer, request)?).await?;
    Ok(holding.into_inner().certificates.into_iter().filter(|certificate| certificate.sample).collect())
}

/// A class of one session today, with its roll, completed.
async fn held_class(
    clients: &mut Clients,
    title: &str,
    audience: training::Audience,
    learners: Vec<training::EnrolLearnerRequest>,
    today: NaiveDate,
) -> Told {
    let officer = Person::ProvinceOfficer;
    let request = training::ListCurriculaRequest { audience: audience.into(), page_size: 1000, ..Default::default() };
    let known = clients.training.list_curricula(clients.by(officer, request)?).await?.into_inner().curricula;
    let curriculum = match known.into_iter().find(|known| known.title == title) {
        Some(known) => known,
        None => {
            let request = training::CreateCurriculumRequest {
                request_id: request_id(&format!("curriculum {title}")),
                curriculum: Some(training::Curriculum {
                    title: title.to_owned(),
                    audience: audience.into(),
                    hours: 8,
                    min_attendance_percent: 80,
                    ..Default::default()
                }),
            };
            let made = clients.training.create_curriculum(clients.by(officer, request)?).await?.into_inner().curriculum;
            made.ok_or_else(|| missing("the curriculum"))?
        }
    };
    let request =
        training::ListTrainingClassesRequest { unit_id: PROVINCE.to_owned(), page_size: 1000, ..Default::default() };
    let known = clients.training.list_training_classes(clients.by(officer, request)?).await?.into_inner();
    let known = known.training_classes.into_iter().find(|known| known.curriculum_id == curriculum.id);
    let class = match known {
        Some(known) => known,
        None => {
            let request = training::CreateTrainingClassRequest {
                request_id: request_id(&format!("class {}", curriculum.id)),
                training_class: Some(training::TrainingClass {
                    curriculum_id: curriculum.id,
                    unit_id: PROVINCE.to_owned(),
                    place: "Hội trường mẫu".to_owned(),
                    sessions: vec![training::TrainingSession { number: 1, date: today.to_string(), hours: 8 }],
                    planned_participants: 30,
                    sample: true,
                    ..Default::default()
                }),
            };
            let made = clients.training.create_training_class(clients.by(Person::Trainer, request)?).await?;
            made.into_inner().training_class.ok_or_else(|| missing("the class"))?
        }
    };
    if class.state() == training::TrainingClassState::Completed {
        return Ok(());
    }
    let persons: Vec<_> = learners.iter().map(|learner| learner.person_id.clone()).collect();
    for learner in learners {
        enrol(clients, &class, learner).await?;
    }
    let request = training::RecordAttendanceRequest {
        request_id: request_id(&format!("roll {}", class.id)),
        training_class_id: class.id.clone(),
        session_number: 1,
        person_ids: persons,
    };
    clients.training.record_attendance(clients.by(Person::Trainer, request)?).await?;
    let request = training::GetTrainingClassRequest { training_class_id: class.id.clone() };
    let class = clients.training.get_training_class(clients.by(Person::Trainer, request)?).await?.into_inner();
    let class = class.training_class.ok_or_else(|| missing("the class"))?;
    let request = training::CompleteTrainingClassRequest {
        request_id: request_id(&format!("complete {}", class.id)),
        training_class_id: class.id,
        etag: class.etag,
    };
    clients.training.complete_training_class(clients.by(Person::Trainer, request)?).await?;
    Ok(())
}

/// Enrols a learner. Training learns of producers and leaders from registry's events: a moment after they were
/// registered.
async fn enrol(clients: &mut Clients, class: &training::TrainingClass, learner: training::EnrolLearnerRequest) -> Told {
    let limit = Instant::now() + TAKEN_IN_WITHIN;
    loop {
        let request = training::EnrolLearnerRequest {
            request_id: request_id(&format!("enrol {} {}", class.id, learner.person_id)),
            training_class_id: class.id.clone(),
            ..learner.clone()
        };
        match clients.training.enrol_learner(clients.by(Person::Trainer, request)?).await {
            Err(status) if status.code() == tonic::Code::AlreadyExists => return Ok(()),
            Err(status) if Instant::now() > limit => return Err(status.into()),
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            Ok(_) => return Ok(()),
        }
    }
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

async fn final_scorecard(show: &Show, clients: &mut Clients, before: &reporting::Scorecard) -> Told {
    let certified = i64::try_from(sample_certificates(clients).await?.len())?;
    let after = scorecard_once(clients, |actual| {
        let value = |code: &str| actual.get(code).map_or(0, |figure| figure.value);
        value("certificates_issued") >= certified
            && value("officials_trained_people") >= OFFICIALS.into()
            && value("leaders_trained_people") > 0
    })
    .await?;
    show.step(
        10,
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
    Ok(())
}

pub(super) fn missing(what: &str) -> ProcessError {
    format!("the answer lacks {what}").into()
}
