//! Payments of policies and resources: recorded once, cancelled if wrong, and never more than planned without a reason.

use platform::access::Role;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::programme_record::Detail;
use testkit::{Callers, TestDatabase, assert_refused, assert_status};
use tonic::{Code, Status};

use crate::programme_records::{fair, of_kind, policy, retire, update};
use crate::{COMMUNE, OTHER_PROVINCE, PROVINCE, Register, new_request_id};

/// What a donor has committed to the commune.
fn aid(title: &str) -> pb::ProgrammeRecord {
    let detail = Detail::Resource(pb::MobilisedResource {
        source: pb::ResourceSource::Aid.into(),
        form: pb::ResourceForm::Kind.into(),
        giver: "Tổ chức tài trợ".to_owned(),
    });
    pb::ProgrammeRecord { spent_dong: 0, ..of_kind(title, detail) }
}

fn pay(
    record: &pb::ProgrammeRecord,
    producer: Option<&pb::Producer>,
    amount: i64,
) -> pb::RecordProgrammePaymentRequest {
    pb::RecordProgrammePaymentRequest {
        request_id: new_request_id(),
        record_id: record.id.clone(),
        producer_id: producer.map(|producer| producer.id.clone()).unwrap_or_default(),
        amount_dong: amount,
        paid_on: "2026-11-20".to_owned(),
        document_number: "UNC 15".to_owned(),
        ..Default::default()
    }
}

fn cancel(payment: &pb::ProgrammePayment) -> pb::CancelProgrammePaymentRequest {
    pb::CancelProgrammePaymentRequest {
        request_id: new_request_id(),
        payment_id: payment.id.clone(),
        etag: payment.etag.clone(),
        reason: "Chuyển nhầm".to_owned(),
    }
}

impl Register {
    pub(crate) async fn paid(
        &self,
        record: &pb::ProgrammeRecord,
        producer: Option<&pb::Producer>,
        amount: i64,
    ) -> Result<pb::ProgrammePayment, Status> {
        let request = self.ask(pay(record, producer, amount));
        let recorded = self.programme().record_programme_payment(request).await?;
        Ok(recorded.into_inner().payment.expect("given"))
    }

    async fn amounts(&self, filter: pb::ListProgrammePaymentsRequest) -> Vec<i64> {
        let page = self.programme().list_programme_payments(self.ask(filter)).await.expect("listed").into_inner();
        page.payments.into_iter().map(|payment| payment.amount_dong).collect()
    }
}

testkit::on_both_databases! {
    async fn what_was_paid_is_the_sum_of_what_stands(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let record = register.record(policy("Thưởng")).await;
        register.paid(&record, Some(&one), 30_000_000).await.expect("paid");
        let wrong = register.paid(&record, Some(&one), 20_000_000).await.expect("paid");
        register.paid(&record, Some(&other), 10_000_000).await.expect("paid");
        let found = register.found_record(&record).await;
        assert_eq!((found.spent_dong, found.beneficiaries, &found.etag), (60_000_000, 2, &record.etag));

        let mut programme = register.programme();
        let cancelled = programme.cancel_programme_payment(register.ask(cancel(&wrong))).await.expect("cancelled");
        let cancelled = cancelled.into_inner().payment.expect("given");
        assert_eq!(cancelled.state(), pb::ProgrammePaymentState::Cancelled);
        assert_eq!(cancelled.cancellation_reason, "Chuyển nhầm");
        assert_eq!(register.found_record(&record).await.spent_dong, 40_000_000);
        let refusal = programme.cancel_programme_payment(register.ask(cancel(&wrong))).await;
        assert_refused(refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        let refusal = programme.cancel_programme_payment(register.ask(cancel(&cancelled))).await;
        assert_refused(refusal, Code::FailedPrecondition, ErrorReason::ProgrammePaymentCancelled, "payment_id");
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, cancel(&cancelled));
        let refusal = programme.cancel_programme_payment(request).await;
        assert_refused(refusal, Code::NotFound, ErrorReason::ProgrammePaymentNotFound, "payment_id");

        let all = pb::ListProgrammePaymentsRequest::default;
        assert_eq!(register.amounts(all()).await, [10_000_000, 20_000_000, 30_000_000]);
        let of_one = pb::ListProgrammePaymentsRequest { producer_id: one.id.clone(), ..all() };
        assert_eq!(register.amounts(of_one).await, [20_000_000, 30_000_000]);
        let standing = pb::ListProgrammePaymentsRequest {
            record_id: record.id.clone(), state: pb::ProgrammePaymentState::Recorded.into(), page_size: 1, ..all()
        };
        assert_eq!(register.amounts(standing).await, [10_000_000]);
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, all());
        let page = programme.list_programme_payments(request).await.expect("listed").into_inner();
        assert!(page.payments.is_empty());
    }

    async fn what_cannot_be_paid_is_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let sample = register.sample_producer("HTX mẫu").await;
        let record = register.record(policy("Thưởng")).await;
        let resource = register.record(aid("Máy sấy")).await;
        let fair = register.record(fair("Hội chợ")).await;
        let refused = |answer: Result<pb::ProgrammePayment, Status>, code, reason, field| {
            assert_status(&answer.expect_err("refused"), code, reason, field);
        };
        let answer = register.paid(&fair, Some(&producer), 1).await;
        refused(answer, Code::FailedPrecondition, ErrorReason::ProgrammeRecordTakesNoPayments, "record_id");
        let answer = register.paid(&record, None, 1).await;
        refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "producer_id");
        register.paid(&resource, None, 1).await.expect("a resource may be disbursed to none");
        let answer = register.paid(&record, Some(&producer), 0).await;
        refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "amount_dong");
        let answer = register.paid(&record, Some(&sample), 1).await;
        refused(answer, Code::FailedPrecondition, ErrorReason::ProgrammeRecordSampleMixed, "producer_id");
        let unknown = pb::Producer { id: new_request_id(), ..Default::default() };
        let answer = register.paid(&record, Some(&unknown), 1).await;
        refused(answer, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id");
        let unknown = pb::ProgrammeRecord { id: new_request_id(), ..Default::default() };
        let answer = register.paid(&unknown, Some(&producer), 1).await;
        refused(answer, Code::NotFound, ErrorReason::ProgrammeRecordNotFound, "record_id");
        for paid_on in ["2025-12-31", "2026-11-24"] {
            let request = pb::RecordProgrammePaymentRequest { paid_on: paid_on.to_owned(), ..pay(&record, Some(&producer), 1) };
            let answer = register.programme().record_programme_payment(register.ask(request)).await;
            assert_refused(answer, Code::InvalidArgument, ErrorReason::ProgrammePaymentDayWrong, "paid_on");
        }
        let request = register.ask_as(Role::MinistryOfficer, "VN", pay(&record, Some(&producer), 1));
        let answer = register.programme().record_programme_payment(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn more_than_planned_needs_a_reason(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let record = register.record(policy("Thưởng")).await;
        register.paid(&record, Some(&producer), 400_000_000).await.expect("paid");
        let answer = register.paid(&record, Some(&producer), 100_000_001).await;
        assert_status(
            &answer.expect_err("refused"),
            Code::FailedPrecondition, ErrorReason::ProgrammeAmountExceeded, "amount_dong",
        );
        let last = register.paid(&record, Some(&producer), 100_000_000).await.expect("all that is left");
        let more = pb::RecordProgrammePaymentRequest {
            excess_reason: "Bổ sung theo QĐ 5".to_owned(), ..pay(&record, Some(&producer), 5)
        };
        let more = register.programme().record_programme_payment(register.ask(more)).await.expect("with a reason");
        assert_eq!(more.into_inner().payment.expect("given").excess_reason, "Bổ sung theo QĐ 5");
        assert!(last.excess_reason.is_empty());

        let lowered = pb::ProgrammeRecord { planned_dong: 499_999_999, title: "Thưởng sao".to_owned(), ..record.clone() };
        let update = |paths: &[&str]| pb::UpdateProgrammeRecordRequest {
            request_id: new_request_id(),
            record: Some(lowered.clone()),
            update_mask: Some(prost_types::FieldMask { paths: paths.iter().map(ToString::to_string).collect() }),
        };
        let answer = register.programme().update_programme_record(register.ask(update(&["planned_dong"]))).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ProgrammeAmountExceeded, "record.planned_dong");
        let answer = register.programme().update_programme_record(register.ask(update(&["title"]))).await;
        let record = answer.expect("its name may change").into_inner().record.expect("given");
        let answer = register.programme().retire_programme_record(register.ask(retire(&record))).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::ProgrammeRecordHasPayments, "record_id");
    }

    async fn of_two_who_pay_the_rest_one_is_refused(database: TestDatabase) {
        let register = Register::on(&database).await;
        let record = register.record(pb::ProgrammeRecord { planned_dong: 100, ..aid("Máy sấy") }).await;
        let mut paying = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let mut programme = register.programme();
            let request = Callers::request(&register.officer, pay(&record, None, 60));
            paying.spawn(async move { programme.record_programme_payment(request).await.map(|_| ()) });
        }
        let answers = paying.join_all().await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1);
        for refusal in answers.into_iter().filter_map(Result::err) {
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ProgrammeAmountExceeded, "amount_dong");
        }
        assert_eq!(register.found_record(&record).await.spent_dong, 60);
    }

    async fn nobody_pays_what_is_being_retired(database: TestDatabase) {
        let register = Register::on(&database).await;
        for round in 0..4 {
            let record = register.record(aid(&format!("Máy sấy {round}"))).await;
            let (mut one, mut other) = (register.programme(), register.programme());
            let retiring = one.retire_programme_record(register.ask(retire(&record)));
            let paying = other.record_programme_payment(register.ask(pay(&record, None, 60)));
            let (retired, paid) = tokio::join!(retiring, paying);
            assert_ne!(retired.is_ok(), paid.is_ok(), "one of the two comes first");
            if let Err(refusal) = retired {
                assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordHasPayments, "record_id");
            }
            if let Err(refusal) = paid {
                assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ProgrammeRecordRetired, "record_id");
            }
        }
    }

    async fn a_plan_is_not_lowered_beneath_what_is_being_paid(database: TestDatabase) {
        let register = Register::on(&database).await;
        for round in 0..4 {
            let record = register.record(pb::ProgrammeRecord { planned_dong: 100, ..aid(&format!("Máy {round}")) }).await;
            let lowered = pb::ProgrammeRecord { planned_dong: 50, ..record.clone() };
            let (mut one, mut other) = (register.programme(), register.programme());
            let lowering = one.update_programme_record(register.ask(update(lowered, &["planned_dong"])));
            let paying = other.record_programme_payment(register.ask(pay(&record, None, 60)));
            let (lowered, paid) = tokio::join!(lowering, paying);
            assert_ne!(lowered.is_ok(), paid.is_ok(), "one of the two comes first");
            let refusal = lowered.map(|_| ()).and(paid.map(|_| ())).expect_err("one is refused");
            let field = if register.found_record(&record).await.spent_dong == 0 { "amount_dong" } else { "record.planned_dong" };
            assert_status(&refusal, Code::FailedPrecondition, ErrorReason::ProgrammeAmountExceeded, field);
        }
    }

    async fn payments_are_told_with_what_they_are_for(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let record = register.record(policy("Thưởng")).await;
        let payment = register.paid(&record, Some(&producer), 5).await.expect("paid");
        let cancelling = register.programme().cancel_programme_payment(register.ask(cancel(&payment))).await;
        cancelling.expect("cancelled");
        let told = register.told(&database, "programme_payment").await;
        let types: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(types, ["ProgrammePaymentRecorded", "ProgrammePaymentCancelled"]);
        let event = pb::ProgrammePaymentRecorded::decode(told[0].1.as_slice()).expect("the event");
        let expected = pb::ProgrammePaymentRecorded {
            payment_id: payment.id,
            record_id: record.id,
            kind: pb::ProgrammeRecordKind::Policy.into(),
            category: "reward".to_owned(),
            unit_id: PROVINCE.to_owned(),
            producer_id: producer.id,
            amount_dong: 5,
            paid_on: "2026-11-20".to_owned(),
            sample: false,
        };
        assert_eq!(event, expected);
    }

    async fn the_same_payment_sent_twice_is_one(database: TestDatabase) {
        let register = Register::on(&database).await;
        let record = register.record(pb::ProgrammeRecord { unit_id: COMMUNE.to_owned(), ..aid("Máy sấy") }).await;
        let request = pay(&record, None, 7);
        let mut programme = register.programme();
        let once = programme.record_programme_payment(register.ask(request.clone())).await.expect("paid").into_inner();
        let again = programme.record_programme_payment(register.ask(request)).await.expect("the same").into_inner();
        assert_eq!(once, again);
        assert_eq!(register.found_record(&record).await.spent_dong, 7);
    }
}
