//! The programme's other records are listed by what they are, and told of without words.

use platform::access::Role;
use prost::Message as _;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::programme_records::{fair, policy, retire, update};
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, Register};

impl Register {
    /// The titles of the records that a filter finds, page by page.
    async fn titles(&self, filter: pb::ProgrammeRecordFilter) -> Vec<String> {
        let (mut titles, mut page_token) = (Vec::new(), String::new());
        loop {
            let list = pb::ListProgrammeRecordsRequest { filter: Some(filter.clone()), page_size: 2, page_token };
            let page = self.programme().list_programme_records(self.ask(list)).await.expect("listed").into_inner();
            titles.extend(page.records.into_iter().map(|record| record.title));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                return titles;
            }
        }
    }
}

testkit::on_both_databases! {
    async fn records_are_listed_by_what_they_are(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Gạo").await;
        let serving = |record| pb::ProgrammeRecord {
            producer_ids: vec![producer.id.clone()], product_ids: vec![product.id.clone()], ..record
        };
        register.record(serving(fair("Đêm hội"))).await;
        register.record(fair("Hội chợ xuân")).await;
        register.record(pb::ProgrammeRecord { unit_id: OTHER_COMMUNE.to_owned(), ..fair("Ăn Tết") }).await;
        register.record(policy("Thưởng sao")).await;
        let gone = register.record(fair("Bỏ")).await;
        register.programme().retire_programme_record(register.ask(retire(&gone))).await.expect("retired");
        let all = pb::ProgrammeRecordFilter::default;
        let fairs = || pb::ProgrammeRecordFilter { kind: pb::ProgrammeRecordKind::TradeEvent.into(), ..all() };
        let active = || pb::ProgrammeRecordFilter { state: pb::RecordState::Active.into(), ..fairs() };
        for (filter, expected) in [
            (all(), vec!["Ăn Tết", "Bỏ", "Đêm hội", "Hội chợ xuân", "Thưởng sao"]),
            (fairs(), vec!["Ăn Tết", "Bỏ", "Đêm hội", "Hội chợ xuân"]),
            (active(), vec!["Ăn Tết", "Đêm hội", "Hội chợ xuân"]),
            (pb::ProgrammeRecordFilter { category: "exhibition".to_owned(), ..fairs() }, vec![]),
            (pb::ProgrammeRecordFilter { category: "fair".to_owned(), text: "HOI".to_owned(), ..fairs() },
                vec!["Đêm hội", "Hội chợ xuân"]),
            (pb::ProgrammeRecordFilter { unit_id: OTHER_COMMUNE.to_owned(), ..all() }, vec!["Ăn Tết"]),
            (pb::ProgrammeRecordFilter { unit_id: "2018:11".to_owned(), ..active() },
                vec!["Ăn Tết", "Đêm hội", "Hội chợ xuân"]),
            (pb::ProgrammeRecordFilter { producer_id: producer.id.clone(), ..all() }, vec!["Đêm hội"]),
            (pb::ProgrammeRecordFilter { product_id: product.id.clone(), ..all() }, vec!["Đêm hội"]),
            // What goes on has no last day; a fair is over the day after.
            (pb::ProgrammeRecordFilter { from: "2026-09-03".to_owned(), ..all() }, vec!["Thưởng sao"]),
            (pb::ProgrammeRecordFilter { to: "2026-09-01".to_owned(), ..all() }, vec!["Thưởng sao"]),
            (pb::ProgrammeRecordFilter { from: "2026-09-02".to_owned(), to: "2026-09-02".to_owned(), ..active() },
                vec!["Ăn Tết", "Đêm hội", "Hội chợ xuân"]),
        ] {
            assert_eq!(register.titles(filter.clone()).await, expected, "{filter:?}");
        }
        let list = |filter| pb::ListProgrammeRecordsRequest { filter: Some(filter), ..Default::default() };
        let mut programme = register.programme();
        for filter in [
            pb::ProgrammeRecordFilter { category: "fair".to_owned(), ..all() },
            pb::ProgrammeRecordFilter { category: "reward".to_owned(), ..fairs() },
        ] {
            let refusal = programme.list_programme_records(register.ask(list(filter))).await;
            assert_refused(refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "filter.category");
        }
        let elsewhere = list(pb::ProgrammeRecordFilter { unit_id: OTHER_PROVINCE.to_owned(), ..all() });
        let refusal = programme.list_programme_records(register.ask(elsewhere)).await;
        assert_refused(refusal, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = register.ask_as(Role::CommuneOfficer, COMMUNE, list(all()));
        let seen = programme.list_programme_records(request).await.expect("listed").into_inner().records;
        let titles: Vec<_> = seen.iter().map(|record| record.title.as_str()).collect();
        assert_eq!(titles, ["Bỏ", "Đêm hội", "Hội chợ xuân"], "what the province keeps is not the commune's");
    }

    async fn events_tell_kinds_days_and_amounts_without_words(database: TestDatabase) {
        let register = Register::on(&database).await;
        let made = register.record(fair("Bí mật")).await;
        let request = register.ask(update(made.clone(), &["title"]));
        register.programme().update_programme_record(request).await.expect("updated");
        let told = register.told(&database, "programme_record").await;
        let types: Vec<_> = told.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(types, ["ProgrammeRecordCreated", "ProgrammeRecordUpdated"]);
        let event = pb::ProgrammeRecordCreated::decode(told[0].1.as_slice()).expect("the event");
        let expected = pb::ProgrammeRecordCreated {
            record_id: made.id,
            kind: pb::ProgrammeRecordKind::TradeEvent.into(),
            category: "fair".to_owned(),
            unit_id: COMMUNE.to_owned(),
            first_day: "2026-09-02".to_owned(),
            last_day: "2026-09-02".to_owned(),
            planned_dong: 40_000_000,
            spent_dong: 38_500_000,
            ..Default::default()
        };
        assert_eq!(event, expected);
    }
}
