//! A class for leaders and one for officials.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use proto::training::v1 as training;

use super::clients::{Clients, PROVINCE, Person, request_id};
use super::recognition::sample_certificates;
use super::registration::Registered;
use super::samples::SAMPLES;
use super::show::{Show, both};
use super::story::{TAKEN_IN_WITHIN, Told, missing};

/// How many officials attend their class.
pub(super) const OFFICIALS: u8 = 6;

/// A class for leaders and one for officials.
pub(super) async fn classes(show: &Show, clients: &mut Clients, registered: &[Registered], today: NaiveDate) -> Told {
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
    Ok(())
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
