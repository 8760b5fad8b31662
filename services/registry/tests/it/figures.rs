//! What producers earn and whom they employ, year by year: corrected for a reason, and summed up.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::producer_accounts::grant;
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_producer, new_request_id};

/// A sound request; a test changes what it is about.
fn record(producer: &pb::Producer, year: i32) -> pb::RecordProducerFiguresRequest {
    let workers =
        pb::WorkerFigures { all: 20, local: Some(18), insured: Some(5), trained: None, ethnic_minority: Some(20) };
    let figures = pb::ProducerFigures {
        producer_id: producer.id.clone(),
        year,
        revenue_dong: Some(1_200_000_000),
        profit_dong: Some(-30_000_000),
        workers: Some(workers),
        cooperative_grade: pb::CooperativeGrade::Fair.into(),
        source: "Báo cáo năm của hợp tác xã".to_owned(),
        ..Default::default()
    };
    pb::RecordProducerFiguresRequest { request_id: new_request_id(), figures: Some(figures), ..Default::default() }
}

fn correct(present: &pb::ProducerFigures, revenue_dong: i64) -> pb::RecordProducerFiguresRequest {
    pb::RecordProducerFiguresRequest {
        request_id: new_request_id(),
        figures: Some(pb::ProducerFigures { revenue_dong: Some(revenue_dong), ..present.clone() }),
        etag: present.etag.clone(),
        correction_reason: "Gõ nhầm số".to_owned(),
    }
}

impl Register {
    async fn record_year(&mut self, message: pb::RecordProducerFiguresRequest) -> Result<pb::ProducerFigures, Status> {
        let request = self.ask(message);
        Ok(self.producers.record_producer_figures(request).await?.into_inner().figures.expect("given"))
    }

    async fn figures(&mut self, asked: pb::ListProducerFiguresRequest) -> (Vec<(i32, i32)>, pb::ProducerFigureTotals) {
        let request = self.ask(asked);
        let page = self.producers.list_producer_figures(request).await.expect("listed").into_inner();
        let listed = page.figures.into_iter().map(|figures| (figures.year, figures.version)).collect();
        (listed, page.totals.expect("given"))
    }
}

testkit::on_both_databases! {
    async fn figures_are_corrected_for_a_reason_and_stay_readable(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let first = register.record_year(record(&producer, 2025)).await.expect("recorded");
        assert_eq!((first.version, first.in_force, first.correction_reason.as_str()), (1, true, ""));
        assert_eq!(first.workers.and_then(|workers| workers.trained), None);
        let again = register.record_year(record(&producer, 2025)).await.expect_err("refused");
        assert_status(&again, Code::Aborted, ErrorReason::EtagStale, "etag");
        let without = pb::RecordProducerFiguresRequest {
            correction_reason: String::new(), ..correct(&first, 900)
        };
        let refusal = register.record_year(without).await.expect_err("refused");
        assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "correction_reason");
        let second = register.record_year(correct(&first, 900)).await.expect("corrected");
        assert_eq!((second.version, second.correction_reason.as_str()), (2, "Gõ nhầm số"));
        let stale = register.record_year(correct(&first, 800)).await.expect_err("refused");
        assert_status(&stale, Code::Aborted, ErrorReason::EtagStale, "etag");

        let of_producer = pb::ListProducerFiguresRequest { producer_id: producer.id.clone(), ..Default::default() };
        let (listed, totals) = register.figures(of_producer.clone()).await;
        assert_eq!((listed, totals.count, totals.revenue_dong), (vec![(2025, 2)], 1, 900));
        let with_corrected = pb::ListProducerFiguresRequest { with_corrected: true, ..of_producer };
        let (listed, totals) = register.figures(with_corrected.clone()).await;
        assert_eq!((listed, totals.count), (vec![(2025, 2), (2025, 1)], 1), "what was corrected adds nothing");
        let request = register.ask(with_corrected);
        let kept = register.producers.list_producer_figures(request).await.expect("listed").into_inner().figures;
        assert_eq!(kept[1], pb::ProducerFigures { in_force: false, ..first });
    }

    async fn figures_that_cannot_be_are_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        type Change = fn(&mut pb::ProducerFigures);
        let faulty: [(Change, ErrorReason, &str); 7] = [
            (|figures| figures.year = 2027, ErrorReason::ProducerFiguresYearWrong, "figures.year"),
            (|figures| figures.year = 1999, ErrorReason::FieldsInvalid, "figures.year"),
            (|figures| figures.revenue_dong = Some(-1), ErrorReason::FieldsInvalid, "figures.revenue_dong"),
            (|figures| figures.source = String::new(), ErrorReason::FieldsInvalid, "figures.source"),
            (|figures| figures.cooperative_grade = 9, ErrorReason::FieldsInvalid, "figures.cooperative_grade"),
            (
                |figures| figures.workers.as_mut().expect("given").all = -1,
                ErrorReason::FieldsInvalid, "figures.workers.all",
            ),
            (
                |figures| figures.workers.as_mut().expect("given").all = 19,
                ErrorReason::ProducerFiguresInconsistent, "figures.workers.ethnic_minority",
            ),
        ];
        for (change, reason, field) in faulty {
            let mut message = record(&producer, 2025);
            change(message.figures.as_mut().expect("given"));
            let refusal = register.record_year(message).await.expect_err("refused");
            assert_status(&refusal, Code::InvalidArgument, reason, field);
        }
        register.record_year(record(&producer, 2026)).await.expect("the running year");
        let mut farm = create_producer("Trang trại");
        farm.producer.as_mut().expect("given").kind = pb::ProducerKind::Farm.into();
        let request = register.ask(farm);
        let farm = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let refusal = register.record_year(record(&farm.expect("given"), 2025)).await.expect_err("refused");
        assert_status(
            &refusal, Code::FailedPrecondition, ErrorReason::CooperativeGradeNotApplicable,
            "figures.cooperative_grade",
        );
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, record(&producer, 2024));
        assert_refused(
            register.producers.record_producer_figures(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let request = register.ask_as(Role::CommuneLeader, COMMUNE, record(&producer, 2024));
        assert_refused(
            register.producers.record_producer_figures(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = register.ask(pb::RetireProducerRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            etag: producer.etag.clone(),
            reason: "Giải thể".to_owned(),
        });
        register.client.retire_producer(request).await.expect("retired");
        let refusal = register.record_year(record(&producer, 2024)).await.expect_err("refused");
        assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id");
    }

    async fn figures_are_listed_and_summed_up_by_unit_and_year(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let one = register.producer("Một").await;
        let mut elsewhere = create_producer("Hai");
        elsewhere.producer.as_mut().expect("given").unit_id = OTHER_COMMUNE.to_owned();
        let request = register.ask(elsewhere);
        let other = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let other = other.expect("given");
        for (producer, year) in [(&one, 2024), (&one, 2025), (&other, 2025)] {
            register.record_year(record(producer, year)).await.expect("recorded");
        }
        let mut unknown = record(&other, 2024);
        let figures = unknown.figures.as_mut().expect("given");
        (figures.revenue_dong, figures.profit_dong, figures.workers) = (None, None, None);
        register.record_year(unknown).await.expect("recorded");
        let of = |unit: &str, year| pb::ListProducerFiguresRequest { unit_id: unit.to_owned(), year, ..Default::default() };
        let (listed, totals) = register.figures(of(PROVINCE, 2025)).await;
        assert_eq!(listed.len(), 2);
        let expected = pb::ProducerFigureTotals {
            count: 2,
            revenue_dong: 2_400_000_000,
            profit_dong: -60_000_000,
            workers_all: 40,
            workers_local: 36,
            workers_insured: 10,
            workers_trained: 0,
            workers_ethnic_minority: 40,
        };
        assert_eq!(totals, expected);
        let (_, totals) = register.figures(of(COMMUNE, 0)).await;
        assert_eq!((totals.count, totals.workers_all), (2, 40));
        let (_, totals) = register.figures(of(OTHER_COMMUNE, 2024)).await;
        assert_eq!((totals.count, totals.revenue_dong, totals.workers_all), (1, 0, 0), "nothing is known of it");
        let (listed, totals) = register.figures(pb::ListProducerFiguresRequest { page_size: 3, ..of("", 0) }).await;
        assert_eq!((listed.len(), totals.count), (3, 4), "sums are of all pages");
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, of("", 0));
        let page = register.producers.list_producer_figures(request).await.expect("listed").into_inner();
        assert!(page.figures.is_empty() && page.totals.expect("given").count == 0);
        register.grant(grant(&one, 30)).await.expect("granted");
        let request = register.by(30, Role::Producer, COMMUNE, of("", 0));
        let page = register.producers.list_producer_figures(request).await.expect("listed").into_inner();
        assert_eq!(page.figures.len(), 2, "its own");
    }

    async fn of_two_who_record_a_year_at_once_one_is_told(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let mut sending = JoinSet::new();
        for _ in 0..4 {
            let (mut producers, request) = (register.producers.clone(), register.ask(record(&producer, 2025)));
            sending.spawn(async move { producers.record_producer_figures(request).await });
        }
        let (done, refused): (Vec<_>, Vec<_>) = sending.join_all().await.into_iter().partition(Result::is_ok);
        assert_eq!(done.len(), 1);
        for refusal in refused {
            assert_refused(refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }
}
