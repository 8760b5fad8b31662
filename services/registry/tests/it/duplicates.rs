//! Producers that may be one: told on entry, found on demand, judged once, and looked at again when facts change.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tonic::{Code, Status};

use crate::producers::update;
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_producer, new_request_id};

fn judge(pair: &pb::DuplicatePair, verdict: pb::DuplicateVerdict) -> pb::JudgeDuplicateRequest {
    pb::JudgeDuplicateRequest {
        request_id: new_request_id(),
        one_producer_id: pair.other_producer_id.clone(),
        other_producer_id: pair.one_producer_id.clone(),
        verdict: verdict.into(),
        why: "Hai hợp tác xã khác nhau, đã kiểm tra".to_owned(),
    }
}

fn with(name: &str, change: impl FnOnce(&mut pb::Producer)) -> pb::CreateProducerRequest {
    let mut request = create_producer(name);
    change(request.producer.as_mut().expect("given"));
    request
}

impl Register {
    async fn enter(&mut self, message: pb::CreateProducerRequest) -> Result<pb::Producer, Status> {
        let request = self.ask(message);
        Ok(self.client.create_producer(request).await?.into_inner().producer.expect("given"))
    }

    async fn pairs(&mut self, asked: pb::FindDuplicateProducersRequest) -> Vec<pb::DuplicatePair> {
        let request = self.ask(asked);
        self.producers.find_duplicate_producers(request).await.expect("found").into_inner().pairs
    }

    async fn judge(&mut self, message: pb::JudgeDuplicateRequest) -> Result<pb::DuplicatePair, Status> {
        let request = self.ask(message);
        Ok(self.producers.judge_duplicate(request).await?.into_inner().pair.expect("given"))
    }

    async fn call(&mut self, producer: &pb::Producer, phone: &str) {
        let details =
            pb::PersonDetails {
                full_name: "Người đại diện".to_owned(), phone: phone.to_owned(), ..Default::default()
            };
        let request = self.ask(pb::SetLegalRepresentativeRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            details: Some(details),
            ..Default::default()
        });
        self.producers.set_legal_representative(request).await.expect("recorded");
    }
}

testkit::on_both_databases! {
    async fn who_is_like_others_is_entered_only_as_another(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let first = register
            .enter(with("HTX Thanh Nưa", |producer| {
                producer.tax_code = "5600123456".to_owned();
                producer.registration_number = "62-07 A".to_owned();
            }))
            .await
            .expect("registered");
        let by_name = create_producer("Hợp tác xã Thanh Nưa");
        let by_branch = with("Chi nhánh", |producer| producer.tax_code = "5600123456-001".to_owned());
        let by_number = with("Tên khác", |producer| {
            producer.registration_number = "6207a".to_owned();
            producer.unit_id = OTHER_COMMUNE.to_owned();
        });
        for message in [by_name.clone(), by_branch, by_number] {
            let status = register.enter(message).await.expect_err("refused");
            assert_status(
                &status, Code::AlreadyExists, ErrorReason::ProducerLikeOthers, "distinct_from_producer_ids",
            );
            assert!(status.message().contains(&first.id), "{status:?}");
        }
        let elsewhere = with("HTX Thanh Nưa", |producer| producer.unit_id = OTHER_COMMUNE.to_owned());
        register.enter(elsewhere).await.expect("a name in another commune");
        let sample = with("HTX Thanh Nưa", |producer| producer.sample = true);
        register.enter(sample).await.expect("samples are like samples");
        let other = pb::CreateProducerRequest {
            request_id: new_request_id(), distinct_from_producer_ids: vec![first.id.clone()], ..by_name.clone()
        };
        let second = register.enter(other).await.expect("another one");
        let status = register.enter(pb::CreateProducerRequest {
            request_id: new_request_id(), distinct_from_producer_ids: vec![first.id.clone()], ..by_name
        });
        let status = status.await.expect_err("the second is like it too");
        assert!(status.message().contains(&second.id) && !status.message().contains(&first.id), "{status:?}");

        assert!(register.pairs(Default::default()).await.is_empty(), "what was said on entry is a verdict");
        let distinct = pb::FindDuplicateProducersRequest { judged_distinct: true, ..Default::default() };
        let judged = register.pairs(distinct).await;
        assert_eq!((judged.len(), judged[0].verdict()), (1, pb::DuplicateVerdict::Distinct));
        assert_eq!(judged[0].judged_by, person(1).to_string());
        // An exact double of a number is refused by its own reason.
        let double = with("Khác", |producer| producer.tax_code = "5600123456".to_owned());
        let status = register.enter(double).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::TaxCodeTaken, "producer.tax_code");
        // Of a producer that she does not keep an officer learns nothing.
        let message = with("HTX X", |producer| {
            producer.registration_number = "6207-A".to_owned();
            producer.unit_id = OTHER_COMMUNE.to_owned();
        });
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, message);
        register.client.create_producer(request).await.expect("nothing is known of it");
        assert_eq!(register.pairs(Default::default()).await.len(), 1, "who keeps both is told");
    }

    async fn likenesses_add_up_and_a_verdict_holds_until_facts_change(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Cơ sở Một").await, register.producer("Cơ sở Hai").await);
        assert!(register.pairs(Default::default()).await.is_empty());
        register.call(&one, "0912 345 667").await;
        register.call(&other, "+84912345667").await;
        let pairs = register.pairs(Default::default()).await;
        assert_eq!((pairs.len(), pairs[0].strength()), (1, pb::LikenessStrength::Weak));
        assert_eq!(pairs[0].likenesses().collect::<Vec<_>>(), [pb::Likeness::Phone]);
        assert!(!format!("{pairs:?}").contains("345"), "no telephone is told");
        let judged = register.judge(judge(&pairs[0], pb::DuplicateVerdict::Distinct)).await.expect("judged");
        assert_eq!(judged.why, "Hai hợp tác xã khác nhau, đã kiểm tra");
        assert!(register.pairs(Default::default()).await.is_empty());

        let renamed = pb::Producer { name: "CƠ SỞ HAI".to_owned(), ..one.clone() };
        let request = register.ask(update(renamed, &["name"]));
        register.client.update_producer(request).await.expect("updated");
        let pairs = register.pairs(Default::default()).await;
        assert_eq!((pairs.len(), pairs[0].strength()), (1, pb::LikenessStrength::Strong));
        assert_eq!(pairs[0].likenesses().collect::<Vec<_>>(), [pb::Likeness::Phone, pb::Likeness::Name]);
        let judged = register.judge(judge(&pairs[0], pb::DuplicateVerdict::Duplicate)).await.expect("judged");
        assert_eq!(judged.verdict(), pb::DuplicateVerdict::Duplicate);
        let pairs = register.pairs(Default::default()).await;
        assert_eq!(pairs[0].verdict(), pb::DuplicateVerdict::Duplicate, "it stays until the records are made one");
        let request = register.ask(pb::MergeProducersRequest {
            request_id: new_request_id(),
            kept_producer_id: other.id.clone(),
            kept_etag: other.etag.clone(),
            absorbed_producer_id: one.id.clone(),
            absorbed_etag: "v2".to_owned(),
            why: "Trùng".to_owned(),
        });
        register.producers.merge_producers(request).await.expect("merged");
        assert!(register.pairs(Default::default()).await.is_empty(), "who is out of use is like nobody");
        let status = register.judge(judge(&pairs[0], pb::DuplicateVerdict::Distinct)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id");
    }

    async fn pairs_are_found_within_units_and_page_by_page(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut all = Vec::new();
        for number in 0..4 {
            let message = pb::CreateProducerRequest {
                distinct_from_producer_ids: Vec::new(), ..create_producer(&format!("Tên {number}"))
            };
            all.push(register.enter(message).await.expect("registered"));
        }
        for producer in &all {
            register.call(producer, "0912345667").await;
        }
        let page = pb::FindDuplicateProducersRequest { page_size: 4, ..Default::default() };
        let request = register.ask(page.clone());
        let first = register.producers.find_duplicate_producers(request).await.expect("found").into_inner();
        let next = pb::FindDuplicateProducersRequest { page_token: first.next_page_token.clone(), ..page };
        let second = register.pairs(next).await;
        assert_eq!((first.pairs.len(), second.len()), (4, 2), "of four there are six pairs");
        assert!(second.iter().all(|pair| !first.pairs.contains(pair)));
        let of = |unit: &str| pb::FindDuplicateProducersRequest { unit_id: unit.to_owned(), ..Default::default() };
        assert_eq!(register.pairs(of(COMMUNE)).await.len(), 6);
        assert!(register.pairs(of(OTHER_COMMUNE)).await.is_empty());
        let request = register.ask_as(Role::ProvinceOfficer, OTHER_PROVINCE, of(""));
        let found = register.producers.find_duplicate_producers(request).await.expect("found").into_inner();
        assert!(found.pairs.is_empty());
        let request = register.ask_as(Role::Trainer, PROVINCE, of(""));
        assert_refused(
            register.producers.find_duplicate_producers(request).await,
            Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn what_is_not_alike_is_not_judged(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, other) = (register.producer("Một").await, register.producer("Hai").await);
        let pair = pb::DuplicatePair {
            one_producer_id: one.id.clone(), other_producer_id: other.id.clone(), ..Default::default()
        };
        let status = register.judge(judge(&pair, pb::DuplicateVerdict::Distinct)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducersNotAlike, "other_producer_id");
        let without = pb::JudgeDuplicateRequest { why: String::new(), verdict: 0, ..judge(&pair, pb::DuplicateVerdict::Distinct) };
        let status = register.judge(without).await.expect_err("refused");
        for field in ["verdict", "why"] {
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, judge(&pair, pb::DuplicateVerdict::Distinct));
        assert_refused(
            register.producers.judge_duplicate(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
    }
}
