//! What training tells the other services, and what it takes in from registry and evaluation.

use platform::access::store_part;
use platform::error::Error as Platform;
use platform::ids::PersonId;
use platform::operation::Subject;
use platform::outbox::told::{day, day_of, id, malformed, optional_day, read, unit};
use proto::common::v1::EventEnvelope;
use proto::evaluation::v1::{CertificateIssued, CertificateReplaced, CertificateRevoked, ReplacementKind};
use proto::registry::v1::{
    LeaderAppointed, LeaderTermCorrected, LeaderTermEnded, LeaderTermRetracted, OfficialAppointed, OfficialTermEnded,
    OfficialTermRetracted, ProducerCreated, ProducerKind, ProducerRetired, ProducerUpdated, ProgrammeLevel,
    UnitsPublished,
};
use proto::training::v1 as pb;

use crate::Work;
use crate::domain::completion::{Completion, valid_until};
use crate::domain::curriculum::Curriculum;
use crate::domain::learner::{Learner, OfficialLevel};
use crate::domain::plan::TrainingPlan;
use crate::domain::producer::LeaderTerm;
use crate::domain::training_class::{TrainingClass, TrainingClassId, TrainingSession};
use crate::store::certificates::ToldCertificate;
use crate::store::officials::ToldOfficial;
use crate::{store, wire};

platform::feed_client!(RegistryFeed, proto::registry::v1);

platform::feed_client!(EvaluationFeed, proto::evaluation::v1);

/// Takes in an event of registry: the units, producers and who leads them. Products are absent: a certificate
/// names its producer, and passes on to another one when it is issued anew for it.
pub(crate) async fn from_registry(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<UnitsPublished>(event)? {
        return store_part(work, told.table_version, told.part, told.parts, &told.units).await;
    }
    if let Some(told) = read::<ProducerCreated>(event)? {
        return store::producers::keep(work, id(&told.producer_id)?.into(), &unit(&told.unit_id)?, told.sample).await;
    }
    if let Some(told) = read::<ProducerUpdated>(event)? {
        return store::producers::keep(work, id(&told.producer_id)?.into(), &unit(&told.unit_id)?, told.sample).await;
    }
    if let Some(told) = read::<ProducerRetired>(event)? {
        return store::producers::retire(work, id(&told.producer_id)?.into(), day_of(event)?).await;
    }
    if let Some(told) = read::<LeaderAppointed>(event)? {
        let term = LeaderTerm {
            id: id(&told.leader_id)?.into(),
            producer: id(&told.producer_id)?.into(),
            person: id(&told.person_id)?.into(),
            from: day(&told.term_from)?,
            to: None,
        };
        return store::leaders::keep(work, &term).await;
    }
    if let Some(told) = read::<LeaderTermEnded>(event)? {
        return store::leaders::end(work, id(&told.leader_id)?.into(), day(&told.term_to)?).await;
    }
    if let Some(told) = read::<LeaderTermCorrected>(event)? {
        let term = LeaderTerm {
            id: id(&told.leader_id)?.into(),
            producer: id(&told.producer_id)?.into(),
            person: id(&told.person_id)?.into(),
            from: day(&told.term_from)?,
            to: optional_day(&told.term_to)?,
        };
        return store::leaders::correct(work, &term).await;
    }
    if let Some(told) = read::<LeaderTermRetracted>(event)? {
        return store::leaders::retract(work, id(&told.leader_id)?.into()).await;
    }
    Ok(())
}

/// Takes in an event of registry, with a cursor of its own: officials in office, and kinds of producers.
pub(crate) async fn officials_from_registry(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<OfficialAppointed>(event)? {
        let level = match told.level() {
            ProgrammeLevel::Commune => OfficialLevel::Commune,
            ProgrammeLevel::Province => OfficialLevel::Province,
            ProgrammeLevel::Ministry => OfficialLevel::Ministry,
            ProgrammeLevel::Unspecified => return Err(malformed("level", "")),
        };
        let term = ToldOfficial {
            id: id(&told.official_id)?,
            person: id(&told.person_id)?,
            unit: unit(&told.unit_id)?,
            level,
            from: day(&told.term_from)?,
            to: optional_day(&told.term_to)?,
            sample: told.sample,
        };
        return store::officials::keep(work, &term).await;
    }
    if let Some(told) = read::<OfficialTermEnded>(event)? {
        return store::officials::end(work, id(&told.official_id)?, day(&told.term_to)?).await;
    }
    if let Some(told) = read::<OfficialTermRetracted>(event)? {
        return store::officials::retract(work, id(&told.official_id)?).await;
    }
    if let Some(told) = read::<ProducerCreated>(event)? {
        return store::officials::keep_kind(work, id(&told.producer_id)?.into(), &kind_name(told.kind())).await;
    }
    if let Some(told) = read::<ProducerUpdated>(event)? {
        return store::officials::keep_kind(work, id(&told.producer_id)?.into(), &kind_name(told.kind())).await;
    }
    Ok(())
}

/// The name of a kind in figures, as the contract calls it, such as `household_business`.
fn kind_name(kind: ProducerKind) -> String {
    kind.as_str_name().trim_start_matches("PRODUCER_KIND_").to_lowercase()
}

/// Takes in an event of evaluation: the certificates.
pub(crate) async fn from_evaluation(work: &Work, event: &EventEnvelope) -> Result<(), Platform> {
    if let Some(told) = read::<CertificateIssued>(event)? {
        let certificate = ToldCertificate {
            id: id(&told.certificate_id)?,
            product: id(&told.product_id)?,
            producer: id(&told.producer_id)?.into(),
            unit: unit(&told.unit_id)?,
            issued_on: day(&told.issued_on)?,
            expires_on: day(&told.expires_on)?,
        };
        return store::certificates::keep(work, &certificate).await;
    }
    if let Some(told) = read::<CertificateRevoked>(event)? {
        // A replacement is no certificate of its own here: it has the term of the one that was issued first.
        return store::certificates::end(work, id(&told.first_certificate_id)?, day(&told.revoked_on)?).await;
    }
    if let Some(told) = read::<CertificateReplaced>(event)? {
        let first = id(&told.first_certificate_id)?;
        return match told.kind() {
            // What takes its place is told of as a certificate of its own.
            ReplacementKind::Reassessed => store::certificates::end(work, first, day(&told.issued_on)?).await,
            ReplacementKind::ProducerMerged => {
                store::certificates::pass_on(work, first, id(&told.producer_id)?.into()).await
            }
            // A corrected, lost or renamed paper changes nothing here.
            _ => Ok(()),
        };
    }
    Ok(())
}

fn of_class(class: &TrainingClass) -> Subject {
    Subject::new("training_class", class.id, class.version)
}

pub(crate) fn curriculum_created(work: &Work, curriculum: &Curriculum) {
    let event = pb::CurriculumCreated {
        curriculum_id: curriculum.id.to_string(),
        audience: wire::audience(curriculum.audience).into(),
        hours: curriculum.hours,
    };
    work.publish(Subject::new("curriculum", curriculum.id, 1), &event);
}

pub(crate) fn training_class_created(work: &Work, class: &TrainingClass, curriculum: &Curriculum) {
    let event = pb::TrainingClassCreated {
        training_class_id: class.id.to_string(),
        curriculum_id: curriculum.id.to_string(),
        audience: wire::audience(curriculum.audience).into(),
        unit_id: class.unit.to_string(),
        sample: class.sample,
    };
    work.publish(of_class(class), &event);
}

/// The enrolment is the subject: those who enrol at the same time do not wait for each other.
pub(crate) fn learner_enrolled(work: &Work, learner: &Learner) {
    let standing = learner.standing;
    let official_level = standing.level().map_or(pb::OfficialLevel::Unspecified, wire::official_level);
    let event = pb::LearnerEnrolled {
        training_class_id: learner.class.to_string(),
        person_id: learner.person.to_string(),
        producer_id: standing.producer().map(|producer| producer.to_string()).unwrap_or_default(),
        official_level: official_level.into(),
        unit_id: learner.unit.to_string(),
        sample: learner.sample,
        worker: standing.is_worker(),
    };
    work.publish(Subject::new("learner", learner.id, 1), &event);
}

/// The session is the subject, its rolls are its versions: a corrected roll comes after the one it corrects.
pub(crate) fn attendance_recorded(
    work: &Work,
    class: TrainingClassId,
    session: &TrainingSession,
    present: &[PersonId],
) {
    let event = pb::AttendanceRecorded {
        training_class_id: class.to_string(),
        session_number: session.number,
        date: session.date.to_string(),
        person_ids: present.iter().map(ToString::to_string).collect(),
    };
    let version = session.roll.map_or(0, |roll| roll.version);
    work.publish(Subject::new("training_session", session.id, version), &event);
}

pub(crate) fn training_class_updated(work: &Work, class: &TrainingClass) {
    let event = pb::TrainingClassUpdated {
        training_class_id: class.id.to_string(),
        unit_id: class.unit.to_string(),
        planned_participants: class.planned_participants,
        funding: wire::funding(&class.funding),
        sample: class.sample,
    };
    work.publish(of_class(class), &event);
}

pub(crate) fn training_plan_recorded(work: &Work, plan: &TrainingPlan) {
    let event = pb::TrainingPlanRecorded {
        training_plan_id: plan.id.to_string(),
        unit_id: plan.unit.to_string(),
        year: plan.year,
        targets: plan.targets.iter().map(wire::target).collect(),
        funding: wire::funding(&plan.funding),
    };
    work.publish(Subject::new("training_plan", plan.id, plan.version), &event);
}

pub(crate) fn training_class_completed(
    work: &Work,
    class: &TrainingClass,
    curriculum: &Curriculum,
    completed: &[Learner],
) {
    let until = valid_until(class.last_day(), curriculum.validity_months);
    let event = pb::TrainingClassCompleted {
        training_class_id: class.id.to_string(),
        completed_on: class.last_day().to_string(),
        completed_person_ids: completed.iter().map(|learner| learner.person.to_string()).collect(),
        valid_until: wire::optional_day(until),
        rule_sets: curriculum.rule_sets.clone(),
    };
    work.publish(of_class(class), &event);
}

pub(crate) fn completion_reissued(work: &Work, certificate: &Completion) {
    let replaced = certificate.replaces.map(|(replaced, _)| replaced.to_string());
    let event = pb::CompletionCertificateReissued {
        completion_certificate_id: certificate.id.to_string(),
        replaces_id: replaced.unwrap_or_default(),
        training_class_id: certificate.class.to_string(),
        person_id: certificate.person.to_string(),
    };
    work.publish(Subject::new("completion_certificate", certificate.id, 1), &event);
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use platform::access::Units;
    use platform::ids::Ids;
    use platform::operation::{Digests, Runner, RunnerParts};
    use testkit::TestDatabase;

    use platform::ids::RawId;
    use prost::{Message, Name};

    use super::*;
    use crate::domain::coverage::Coverage;
    use crate::domain::producer::ProducerId;
    use crate::domain::units::Area;
    use crate::{Peers, State, View, store};

    const COMMUNE: &str = "2025:03127";

    fn told<M: Message + Name>(event: &M) -> EventEnvelope {
        // 2026-11-23, 09:00 in Viet Nam.
        let occurred_at = platform::wire::timestamp(testkit::beginning());
        EventEnvelope {
            r#type: M::full_name(),
            payload: event.encode_to_vec(),
            occurred_at: Some(occurred_at),
            ..EventEnvelope::default()
        }
    }

    fn made(producer: u128, number: u128) -> String {
        RawId::from_u128(producer << 8 | number).to_string()
    }

    /// What is told of a producer that is led by one person, then by another, and has a certificate.
    fn story(producer: u128) -> [EventEnvelope; 4] {
        let producer_id = RawId::from_u128(producer).to_string();
        let term = |number, from: &str| LeaderAppointed {
            leader_id: made(producer, number),
            producer_id: producer_id.clone(),
            person_id: made(producer, number + 10),
            term_from: from.to_owned(),
        };
        let certificate = CertificateIssued {
            certificate_id: made(producer, 3),
            product_id: made(producer, 4),
            producer_id: producer_id.clone(),
            unit_id: COMMUNE.to_owned(),
            issued_on: "2026-06-01".to_owned(),
            expires_on: "2029-06-01".to_owned(),
            ..CertificateIssued::default()
        };
        let created = ProducerCreated {
            producer_id: producer_id.clone(),
            unit_id: COMMUNE.to_owned(),
            ..ProducerCreated::default()
        };
        [told(&created), told(&term(1, "2026-01-01")), told(&term(2, "2026-07-01")), told(&certificate)]
    }

    fn runner(database: platform::db::Database) -> Runner<State> {
        // Nobody is asked here.
        let bed = testkit::Bed::default();
        let peers = Peers { registry: bed.transport("training"), evaluation: bed.transport("training") };
        Runner::new(RunnerParts {
            name: "training",
            database,
            clock: testkit::test_clock().1,
            ids: Ids::random(),
            policy: crate::POLICY,
            units: Units::default(),
            digests: Digests::Plain,
            service: State::asking(&peers),
        })
    }

    async fn take_in(work: &Work, events: &Vec<EventEnvelope>) -> Result<(), Platform> {
        for event in events {
            // Each reaction passes over what is not its own.
            from_registry(work, event).await?;
            from_evaluation(work, event).await?;
        }
        Ok(())
    }

    async fn covered_on(view: &View, on: &str) -> Coverage {
        let day = day(on).expect("a day");
        let producers = store::producers::certified_on(view, day, &Area::Country).await.expect("read");
        let terms: HashMap<ProducerId, Vec<LeaderTerm>> =
            store::leaders::of_certified_on(view, day, &Area::Country).await.expect("read");
        Coverage::of(producers, &terms, &Default::default(), day)
    }

    fn orders(count: usize) -> Vec<Vec<usize>> {
        if count == 0 {
            return vec![Vec::new()];
        }
        let with_last = |order: Vec<usize>| {
            (0..count).map(move |place| {
                let mut order = order.clone();
                order.insert(place, count - 1);
                order
            })
        };
        orders(count - 1).into_iter().flat_map(with_last).collect()
    }

    testkit::on_both_databases! {
        async fn events_of_different_subjects_may_come_in_any_order_and_again(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let orders = orders(4);
            assert_eq!(orders.len(), 24);
            let mut expected = Vec::new();
            for (producer, order) in (1..).zip(&orders) {
                let story = story(producer);
                let mut events: Vec<_> = order.iter().map(|place| story[*place].clone()).collect();
                events.extend(story);
                runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
                expected.push((made(producer, 11), made(producer, 12)));
            }
            let view = runner.own_view("Look");
            for (on, of_first) in [("2026-06-01", true), ("2026-06-30", true), ("2026-07-01", false)] {
                let covered = covered_on(&view, on).await;
                let missing: Vec<_> = covered.missing.iter().map(|missing| missing.person.to_string()).collect();
                let leaders: Vec<_> = expected
                    .iter()
                    .map(|(first, second)| if of_first { first } else { second }.clone())
                    .collect();
                assert_eq!(missing, leaders, "{on}");
            }
            assert_eq!(covered_on(&view, "2026-05-31").await.population, 0);
        }

        /// The gap closes with who leaves and opens with who comes, and with what is put right.
        async fn terms_that_end_or_are_corrected_change_the_population(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let of = |number| (made(1, number), RawId::from_u128(1).to_string(), made(1, number + 10));
            let ended = |number, to: &str| {
                let (leader_id, producer_id, person_id) = of(number);
                told(&LeaderTermEnded { leader_id, producer_id, person_id, term_to: to.to_owned() })
            };
            let corrected = |number, from: &str, to: &str| {
                let (leader_id, producer_id, person_id) = of(number);
                let (term_from, term_to) = (from.to_owned(), to.to_owned());
                told(&LeaderTermCorrected { leader_id, producer_id, person_id, term_from, term_to })
            };
            let mut events = story(1).to_vec();
            events.push(ended(2, "2026-08-31"));
            // Told of once more from the beginning, it has ended meanwhile.
            events.extend(story(1));
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            let missing = async |on: &str| {
                let covered = covered_on(&view, on).await;
                covered.missing.iter().map(|missing| missing.person.to_string()).collect::<Vec<_>>()
            };
            assert_eq!(missing("2026-08-31").await, [made(1, 12)]);
            assert!(missing("2026-09-01").await.is_empty(), "nobody leads it");
            let events = vec![corrected(2, "2026-08-01", ""), corrected(1, "2026-01-01", "2026-07-31")];
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            assert_eq!(missing("2026-07-31").await, [made(1, 11)]);
            assert_eq!(missing("2026-09-01").await, [made(1, 12)], "she leads it on");
            let retracted = told(&LeaderTermRetracted { leader_id: made(1, 2), ..Default::default() });
            runner.run("TakeInEvents", &vec![retracted.clone(), retracted], take_in).await.expect("taken in");
            assert!(missing("2026-09-01").await.is_empty(), "who led before was corrected to end");
            runner.run("TakeInEvents", &vec![corrected(1, "2026-01-01", "")], take_in).await.expect("taken in");
            assert_eq!(missing("2026-09-01").await, [made(1, 11)], "nobody came after her");
            let unknown = runner.run("TakeInEvents", &vec![ended(9, "2026-08-31")], take_in).await;
            assert_eq!(unknown.expect_err("never told of").code(), tonic::Code::Internal);
        }

        async fn an_official_whose_term_was_taken_back_needs_no_class(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let appointed = |number| {
                told(&OfficialAppointed {
                    official_id: made(1, number),
                    person_id: made(1, number + 10),
                    unit_id: COMMUNE.to_owned(),
                    level: ProgrammeLevel::Commune.into(),
                    term_from: "2026-01-01".to_owned(),
                    ..OfficialAppointed::default()
                })
            };
            let retracted = told(&OfficialTermRetracted { official_id: made(1, 1), ..Default::default() });
            let events = vec![appointed(1), appointed(2), retracted.clone(), retracted];
            let take_in = async |work: &Work, events: &Vec<EventEnvelope>| -> Result<(), Platform> {
                for event in events {
                    officials_from_registry(work, event).await?;
                }
                Ok(())
            };
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            let day = day("2026-06-01").expect("a day");
            let known = store::officials::in_office_on(&view, day, &Area::Country).await.expect("read");
            let persons: Vec<_> = known.iter().map(|candidate| candidate.person.to_string()).collect();
            assert_eq!(persons, [made(1, 12)]);
        }

        async fn a_revoked_certificate_counts_up_to_the_day_before(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let revoked = told(&CertificateRevoked {
                certificate_id: made(1, 5),
                first_certificate_id: made(1, 3),
                revoked_on: "2026-08-10".to_owned(),
                ..CertificateRevoked::default()
            });
            // The revocation may come first, and again.
            let mut events = vec![revoked.clone()];
            events.extend(story(1));
            events.push(revoked);
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            assert_eq!(covered_on(&view, "2026-08-09").await.population, 1);
            assert_eq!(covered_on(&view, "2026-08-10").await.population, 0);
        }

        /// Who led the one that ceased is of the population no more, who leads the successor is.
        async fn a_certificate_passes_on_to_who_stands_in_the_producers_place(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let mut events = story(1).to_vec();
            // Another producer with a leader, and no certificate of its own.
            events.extend(story(2).into_iter().take(3));
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            let missing = async || {
                let covered = covered_on(&view, "2026-11-23").await;
                covered.missing.iter().map(|missing| missing.person.to_string()).collect::<Vec<_>>()
            };
            assert_eq!(missing().await, [made(1, 12)]);
            let merged = told(&CertificateReplaced {
                kind: ReplacementKind::ProducerMerged.into(),
                first_certificate_id: made(1, 3),
                producer_id: RawId::from_u128(2).to_string(),
                issued_on: "2026-11-20".to_owned(),
                ..CertificateReplaced::default()
            });
            runner.run("TakeInEvents", &vec![merged], take_in).await.expect("taken in");
            assert_eq!(missing().await, [made(2, 12)]);
        }

        /// What takes its place is told of as a certificate of its own.
        async fn a_certificate_ends_where_another_star_takes_its_place(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let replaced = |kind: ReplacementKind, issued_on: &str| {
                told(&CertificateReplaced {
                    kind: kind.into(),
                    first_certificate_id: made(1, 3),
                    issued_on: issued_on.to_owned(),
                    ..CertificateReplaced::default()
                })
            };
            let mut events = story(1).to_vec();
            events.push(replaced(ReplacementKind::Lost, "2026-07-20"));
            events.push(replaced(ReplacementKind::Reassessed, "2026-08-10"));
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            assert_eq!(covered_on(&view, "2026-08-09").await.population, 1, "a lost paper ends nothing");
            assert_eq!(covered_on(&view, "2026-08-10").await.population, 0);
        }

        async fn a_producer_retires_on_the_day_of_the_event(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let retired = told(&ProducerRetired { producer_id: RawId::from_u128(1).to_string() });
            let mut events = story(1).to_vec();
            events.push(retired.clone());
            // Told of once more from the beginning, it stays retired meanwhile.
            events.extend(story(1));
            runner.run("TakeInEvents", &events, take_in).await.expect("taken in");
            let view = runner.own_view("Look");
            assert_eq!(covered_on(&view, "2026-11-22").await.population, 1);
            assert_eq!(covered_on(&view, "2026-11-23").await.population, 0);
        }

        async fn what_cannot_be_is_not_taken_in(database: TestDatabase) {
            let runner = runner(database.migrated(store::MIGRATIONS).await);
            let sound = LeaderAppointed {
                leader_id: made(1, 1),
                producer_id: made(1, 2),
                person_id: made(1, 3),
                term_from: "2026-01-01".to_owned(),
            };
            for faulty in [
                told(&LeaderAppointed { person_id: "somebody".to_owned(), ..sound.clone() }),
                told(&LeaderAppointed { term_from: "yesterday".to_owned(), ..sound.clone() }),
                told(&ProducerCreated { producer_id: made(1, 2), unit_id: "11".to_owned(), ..Default::default() }),
                told(&ProducerRetired { producer_id: made(1, 2) }),
                EventEnvelope { payload: vec![7], ..told(&sound) },
            ] {
                let refused = runner.run("TakeInEvents", &vec![faulty], take_in).await.expect_err("refused");
                assert_eq!(refused.code(), tonic::Code::Internal);
            }
            runner.run("TakeInEvents", &vec![told(&sound)], take_in).await.expect("taken in");
        }
    }
}
