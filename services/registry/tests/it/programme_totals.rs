//! Records of the programme added up, in statements whose number does not grow.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::programme_records::{fair, policy, retire};
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register};

impl Register {
    async fn totals(&self, filter: pb::ProgrammeRecordFilter, level: pb::ProgrammeLevel) -> Vec<pb::ProgrammeTotal> {
        let request = pb::SummarizeProgrammeRecordsRequest { filter: Some(filter), level: level.into() };
        let answer = self.programme().summarize_programme_records(self.ask(request)).await.expect("added up");
        answer.into_inner().totals
    }
}

testkit::on_both_databases! {
    async fn records_are_added_up_by_kind_category_and_unit(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let product = register.product(&one, "Gạo").await;
        let sample = register.sample_producer("Mẫu").await;
        let serving = |producers: &[&pb::Producer], record| pb::ProgrammeRecord {
            producer_ids: producers.iter().map(|producer| producer.id.clone()).collect(), ..record
        };
        register.record(pb::ProgrammeRecord {
            product_ids: vec![product.id.clone()], ..serving(&[&one], fair("Hội chợ 1"))
        }).await;
        register.record(pb::ProgrammeRecord { product_ids: vec![product.id], ..serving(&[&one, &other], fair("Hội chợ 2")) })
            .await;
        register.record(serving(&[&sample], fair("Hội chợ mẫu"))).await;
        register.record(pb::ProgrammeRecord { unit_id: OTHER_COMMUNE.to_owned(), ..fair("Hội chợ xã khác") }).await;
        let gone = register.record(fair("Ghi nhầm")).await;
        register.programme().retire_programme_record(register.ask(retire(&gone))).await.expect("retired");
        let reward = register.record(policy("Thưởng")).await;
        register.paid(&reward, Some(&one), 5).await.expect("paid");
        register.paid(&reward, Some(&one), 6).await.expect("paid");
        register.paid(&reward, Some(&other), 7).await.expect("paid");

        let of_fairs = pb::ProgrammeTotal {
            kind: pb::ProgrammeRecordKind::TradeEvent.into(),
            category: "fair".to_owned(),
            unit_id: "VN".to_owned(),
            records: 4,
            samples: 1,
            planned_dong: 160_000_000,
            spent_dong: 154_000_000,
            producers: 3,
            products: 1,
            beneficiaries: 0,
        };
        let of_rewards = pb::ProgrammeTotal {
            kind: pb::ProgrammeRecordKind::Policy.into(),
            category: "reward".to_owned(),
            records: 1,
            samples: 0,
            planned_dong: 500_000_000,
            spent_dong: 18,
            producers: 0,
            products: 0,
            beneficiaries: 2,
            ..of_fairs.clone()
        };
        let all = pb::ProgrammeRecordFilter::default;
        let totals = register.totals(all(), pb::ProgrammeLevel::Unspecified).await;
        assert_eq!(totals, [of_rewards.clone(), of_fairs.clone()]);
        let of_province = |total: &pb::ProgrammeTotal| pb::ProgrammeTotal { unit_id: PROVINCE.to_owned(), ..total.clone() };
        let totals = register.totals(all(), pb::ProgrammeLevel::Province).await;
        assert_eq!(totals, [of_province(&of_rewards), of_province(&of_fairs)]);
        let totals = register.totals(all(), pb::ProgrammeLevel::Commune).await;
        let by_unit: Vec<_> = totals.iter().map(|total| (total.unit_id.as_str(), total.records, total.producers)).collect();
        assert_eq!(by_unit, [(PROVINCE, 1, 0), (COMMUNE, 3, 3), (OTHER_COMMUNE, 1, 0)]);
        let served = pb::ProgrammeRecordFilter { producer_id: other.id, state: pb::RecordState::Retired.into(), ..all() };
        let totals = register.totals(served, pb::ProgrammeLevel::Unspecified).await;
        let served: Vec<_> = totals.iter().map(|total| (total.records, total.producers, total.products)).collect();
        assert_eq!(served, [(1, 2, 1)], "what is retired is in no total, whatever the filter says");

        let elsewhere = pb::ProgrammeRecordFilter { unit_id: OTHER_PROVINCE.to_owned(), ..all() };
        let request = pb::SummarizeProgrammeRecordsRequest { filter: Some(elsewhere), level: 0 };
        let refusal = register.programme().summarize_programme_records(register.ask(request)).await;
        assert_refused(refusal, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = pb::SummarizeProgrammeRecordsRequest::default();
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, request);
        let seen = register.programme().summarize_programme_records(request).await.expect("added up").into_inner();
        assert_eq!(seen.totals.iter().map(|total| total.records).collect::<Vec<_>>(), [1]);
    }
}
