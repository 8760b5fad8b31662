//! What a producer's record holds, and who takes part at all.

use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status};
use tokio::task::JoinSet;
use tonic::Code;

use crate::producers::update;
use crate::{Register, create_producer, create_product, new_request_id};

/// A record with something of everything.
fn recorded(name: &str) -> pb::CreateProducerRequest {
    let mut request = create_producer(name);
    let producer = request.producer.as_mut().expect("given");
    producer.registered_on = "2019-05-06".to_owned();
    producer.address_line = "Số 12, bản  Na".to_owned();
    producer.capital_dong = Some(2_500_000_000);
    producer.local_capital_hundredths_percent = Some(6550);
    producer.ip_rights = vec![pb::IpRight {
        kind: pb::IpRightKind::CollectiveMark.into(),
        number: "412345".to_owned(),
        issued_on: "2021-03-04".to_owned(),
    }];
    producer.certifications = vec![pb::ProducerCertification {
        name: "HACCP".to_owned(),
        number: "QC-77".to_owned(),
        issuer: "Quacert".to_owned(),
        issued_on: "2026-01-02".to_owned(),
        expires_on: "2029-01-01".to_owned(),
    }];
    producer.linkages = vec![pb::LinkageContract {
        partner: "HTX Thanh Nưa".to_owned(),
        share_hundredths_percent: Some(3000),
        starts_on: "2025-01-01".to_owned(),
        ends_on: String::new(),
    }];
    producer.outlets = vec![
        pb::Outlet { name: "Cửa hàng".to_owned(), address: "Chợ trung tâm".to_owned(), link: String::new() },
        pb::Outlet { name: "Shopee".to_owned(), address: String::new(), link: "https://shopee.vn/htx".to_owned() },
    ];
    request
}

fn of_kind(name: &str, kind: pb::ProducerKind) -> pb::CreateProducerRequest {
    let mut request = create_producer(name);
    request.producer.as_mut().expect("given").kind = kind.into();
    request
}

testkit::on_both_databases! {
    async fn a_record_is_found_as_it_was_entered(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let given = recorded("HTX Mường Ảng");
        let request = register.ask(given.clone());
        let made = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let made = made.expect("given");
        let mut expected = given.producer.expect("given");
        expected.address_line = "Số 12, bản Na".to_owned();
        let entered = pb::Producer {
            id: made.id.clone(),
            etag: made.etag.clone(),
            state: made.state,
            created_at: made.created_at,
            updated_at: made.updated_at,
            ..expected
        };
        assert_eq!(made, entered);
        let request = register.ask(pb::GetProducerRequest { producer_id: made.id.clone() });
        let found = register.client.get_producer(request).await.expect("found").into_inner().producer;
        assert_eq!(found, Some(made.clone()));
        let request = register.ask(pb::ListProducersRequest::default());
        let listed = register.client.list_producers(request).await.expect("listed").into_inner().producers;
        assert_eq!(listed, [made]);
    }

    async fn what_the_mask_names_is_replaced_as_a_whole(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let request = register.ask(recorded("HTX"));
        let made = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let made = made.expect("given");
        let changed = pb::Producer {
            capital_dong: None,
            outlets: vec![pb::Outlet { name: "Chợ".to_owned(), address: "Xã".to_owned(), link: String::new() }],
            linkages: Vec::new(),
            address_line: "Bản khác".to_owned(),
            ..made.clone()
        };
        let request = register.ask(update(changed.clone(), &["capital_dong", "outlets", "linkages"]));
        let updated = register.client.update_producer(request).await.expect("updated").into_inner().producer;
        let expected = pb::Producer {
            address_line: made.address_line.clone(),
            etag: "v2".to_owned(),
            updated_at: made.updated_at,
            ..changed
        };
        assert_eq!(updated, Some(expected));
        let all = [
            "registered_on", "address_line", "local_capital_hundredths_percent", "ip_rights", "certifications",
        ];
        let emptied = pb::Producer { id: made.id, etag: "v2".to_owned(), ..pb::Producer::default() };
        let request = register.ask(update(emptied, &all));
        let updated = register.client.update_producer(request).await.expect("updated").into_inner().producer;
        let updated = updated.expect("given");
        assert!(updated.registered_on.is_empty() && updated.address_line.is_empty() && updated.ip_rights.is_empty());
        assert!(updated.certifications.is_empty() && updated.local_capital_hundredths_percent.is_none());
        assert_eq!(updated.outlets.len(), 1, "what is not named stays");
    }

    async fn faults_of_a_record_are_told_with_their_place(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut request = recorded("HTX");
        let producer = request.producer.as_mut().expect("given");
        producer.registered_on = "06/05/2019".to_owned();
        producer.capital_dong = Some(-1);
        producer.local_capital_hundredths_percent = Some(10_001);
        producer.ip_rights[0].kind = 0;
        producer.certifications[0].issuer = String::new();
        producer.linkages[0].share_hundredths_percent = Some(-5);
        producer.linkages[0].starts_on = String::new();
        producer.outlets[0].address = String::new();
        producer.outlets[1].link = "http://shopee.vn/htx".to_owned();
        let request = register.ask(request);
        let status = register.client.create_producer(request).await.expect_err("refused");
        for field in [
            "producer.registered_on",
            "producer.capital_dong",
            "producer.local_capital_hundredths_percent",
            "producer.ip_rights[0].kind",
            "producer.certifications[0].issuer",
            "producer.linkages[0].share_hundredths_percent",
            "producer.linkages[0].starts_on",
            "producer.outlets[0]",
            "producer.outlets[1].link",
        ] {
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let mut request = recorded("HTX");
        let producer = request.producer.as_mut().expect("given");
        producer.outlets = vec![producer.outlets[0].clone(); 51];
        let request = register.ask(request);
        assert_refused(
            register.client.create_producer(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "producer.outlets",
        );
    }

    async fn days_of_a_record_have_passed_and_follow_each_other(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        type Change = fn(&mut pb::Producer);
        let faulty: [(Change, &str); 5] = [
            (|producer| producer.registered_on = "2026-11-24".to_owned(), "producer.registered_on"),
            (|producer| producer.ip_rights[0].issued_on = "2026-11-24".to_owned(), "producer.ip_rights[0].issued_on"),
            (
                |producer| producer.certifications[0].issued_on = "2026-11-24".to_owned(),
                "producer.certifications[0].issued_on",
            ),
            (
                |producer| producer.certifications[0].expires_on = "2026-01-01".to_owned(),
                "producer.certifications[0].expires_on",
            ),
            (|producer| producer.linkages[0].ends_on = "2024-12-31".to_owned(), "producer.linkages[0].ends_on"),
        ];
        for (change, field) in faulty {
            let mut request = recorded("HTX");
            change(request.producer.as_mut().expect("given"));
            let request = register.ask(request);
            assert_refused(
                register.client.create_producer(request).await,
                Code::InvalidArgument, ErrorReason::RecordDatesWrong, field,
            );
        }
    }

    async fn large_enterprises_are_told_that_the_programme_is_not_theirs(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let large = pb::ProducerKind::LargeEnterprise;
        let request = register.ask(of_kind("Tập đoàn", large));
        assert_refused(
            register.client.create_producer(request).await,
            Code::FailedPrecondition, ErrorReason::LargeEnterpriseNotEligible, "producer.kind",
        );
        let producer = register.producer("HTX").await;
        let grown = pb::Producer { kind: large.into(), ..producer };
        let request = register.ask(update(grown, &["kind"]));
        assert_refused(
            register.client.update_producer(request).await,
            Code::FailedPrecondition, ErrorReason::LargeEnterpriseNotEligible, "producer.kind",
        );
        let of_large = pb::ListProducersRequest { kind: large.into(), ..Default::default() };
        let request = register.ask(of_large);
        let listed = register.client.list_producers(request).await.expect("listed").into_inner().producers;
        assert!(listed.is_empty());
    }

    /// From each side: the product that is registered, the product that changes its set, the producer that changes
    /// its kind.
    async fn associations_and_centres_take_part_with_tourism_only(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for kind in [pb::ProducerKind::Association, pb::ProducerKind::TourismManagement] {
            let request = register.ask(of_kind("Hiệp hội", kind));
            let made = register.client.create_producer(request).await.expect("registered").into_inner().producer;
            let association = made.expect("given");
            let mut tourism = create_product(&association, "Du lịch bản");
            tourism.product.as_mut().expect("given").product_set = 26;
            let request = register.ask(tourism);
            let product = register.client.create_product(request).await.expect("registered").into_inner().product;
            let other_set = pb::Product { product_set: 1, ..product.expect("given") };
            let mask = prost_types::FieldMask { paths: vec!["product_set".to_owned()] };
            let message = pb::UpdateProductRequest {
                request_id: new_request_id(), product: Some(other_set), update_mask: Some(mask),
            };
            let request = register.ask(message);
            assert_refused(
                register.client.update_product(request).await,
                Code::FailedPrecondition, ErrorReason::ProducerKindNotEligible, "product.product_set",
            );
            let request = register.ask(create_product(&association, "Mật ong"));
            assert_refused(
                register.client.create_product(request).await,
                Code::FailedPrecondition, ErrorReason::ProducerKindNotEligible, "product.product_set",
            );

            let producer = register.producer("HTX").await;
            let product = register.product(&producer, "Mật ong").await;
            let association = pb::Producer { kind: kind.into(), ..producer };
            let request = register.ask(update(association.clone(), &["kind"]));
            assert_refused(
                register.client.update_producer(request).await,
                Code::FailedPrecondition, ErrorReason::ProducerKindNotEligible, "producer.kind",
            );
            let request = register.ask(pb::RetireProductRequest {
                request_id: new_request_id(), product_id: product.id, etag: product.etag, reason: "Ngừng".to_owned(),
            });
            register.client.retire_product(request).await.expect("retired");
            let request = register.ask(update(association, &["kind"]));
            register.client.update_producer(request).await.expect("nothing is in the way");
        }
    }

    /// Whichever comes first, an association never owns what is not tourism.
    async fn a_product_and_a_change_of_kind_at_once_do_not_pass_each_other(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for _ in 0..5 {
            let producer = register.producer("HTX").await;
            let association = pb::Producer { kind: pb::ProducerKind::Association.into(), ..producer.clone() };
            let mut sending = JoinSet::new();
            let (mut client, request) = (register.client.clone(), register.ask(update(association, &["kind"])));
            sending.spawn(async move { client.update_producer(request).await.is_ok() });
            let (mut client, request) = (register.client.clone(), register.ask(create_product(&producer, "Mật ong")));
            sending.spawn(async move { client.create_product(request).await.is_ok() });
            let done = sending.join_all().await;
            assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
        }
    }
}
