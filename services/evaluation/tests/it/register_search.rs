//! Searching the register: certificates and recognitions under earlier rules together.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::register_entry::Record;
use testkit::{TestDatabase, assert_status};
use tonic::{Code, Status};

use crate::{COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, new_id};

/// A recognition by a district whose certificate is at hand; a test changes what it is about.
fn old(name: &str, number: &str) -> pb::RecordedRecognition {
    pb::RecordedRecognition {
        product_name: name.to_owned(),
        producer_name: "HTX Mường Thanh".to_owned(),
        unit_id: PROVINCE.to_owned(),
        star: 3,
        recognised_earliest: "2024-10-01".to_owned(),
        recognised_latest: "2024-10-01".to_owned(),
        evidence: "paper".to_owned(),
        certificate_number: number.to_owned(),
        product_code: "11-097-03127-1-2024".to_owned(),
        decision_number: "812/QĐ-UBND".to_owned(),
        issuing_body: "UBND huyện Điện Biên".to_owned(),
        issuing_level: pb::IssuingLevel::District.into(),
        ..Default::default()
    }
}

fn name_of(entry: &pb::RegisterEntry) -> String {
    match entry.record.as_ref().expect("given") {
        Record::Certificate(certificate) => certificate.product_name.clone(),
        Record::Recognition(recognition) => recognition.product_name.clone(),
    }
}

impl Province {
    async fn record_old(&mut self, recognition: pb::RecordedRecognition) -> Result<pb::RecordedRecognition, Status> {
        let message = pb::RecordRecognitionRequest { request_id: new_id(), recognition: Some(recognition) };
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.client.record_recognition(request).await?.into_inner().recognition.expect("given"))
    }

    async fn search(&mut self, message: pb::SearchRegisterRequest) -> Result<pb::SearchRegisterResponse, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.register.search_register(request).await?.into_inner())
    }

    /// The product names found, what was recorded last first.
    async fn names(&mut self, message: pb::SearchRegisterRequest) -> Vec<String> {
        self.search(message).await.expect("found").entries.iter().map(name_of).collect()
    }
}

testkit::on_both_databases! {
    async fn the_rule_sets_of_old_certificates_are_told_as_far_as_they_are_known(database: TestDatabase) {
        let province = Province::on(&database).await;
        let request = province.by(PROVINCE_OFFICER, pb::ListRuleSetsRequest {});
        let told = province.register.clone().list_rule_sets(request).await.expect("listed").into_inner();
        let numbers: Vec<_> = told.rule_sets.iter().map(|set| set.decision_number.as_str()).collect();
        assert_eq!(numbers, ["1048/QĐ-TTg", "148/QĐ-TTg", "26/2026/QĐ-TTg"]);
        for set in &told.rule_sets {
            let bands: Vec<_> = set.star_bands.iter().map(|band| (band.star, band.min_points)).collect();
            assert_eq!(bands, [(5, 90), (4, 70), (3, 50), (2, 30), (1, 0)], "{}", set.decision_number);
        }
        let parts: Vec<_> = told.rule_sets[1].parts.iter().map(|part| (part.code.as_str(), part.max_points)).collect();
        assert_eq!(parts, [("A", 40), ("B", 25), ("C", 35)]);
        let district = &told.recognising_levels[0];
        assert_eq!((district.level(), district.last_day.as_str()), (pb::IssuingLevel::District, "2025-06-30"));
    }

    async fn an_old_certificate_lives_on_to_the_end_of_its_term(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let recorded = province.record_old(old("Gạo Séng Cù", "15/GCN")).await.expect("recorded");
        assert_eq!(
            (recorded.rule_set.as_str(), recorded.expires_earliest.as_str(), recorded.expires_latest.as_str()),
            ("148/QĐ-TTg", "2027-10-01", "2027-10-01")
        );
        assert_eq!(
            (recorded.issuing_body.as_str(), recorded.issuing_level(), recorded.decision_number.as_str()),
            ("UBND huyện Điện Biên", pb::IssuingLevel::District, "812/QĐ-UBND")
        );
        for (at, status) in [
            ("2024-10-01", pb::CertificateStatus::Valid),
            ("", pb::CertificateStatus::Valid),
            ("2027-10-01", pb::CertificateStatus::Valid),
            ("2027-10-02", pb::CertificateStatus::Expired),
        ] {
            let message = pb::SearchRegisterRequest { number: "15/GCN".to_owned(), at: at.to_owned(), ..Default::default() };
            let found = province.search(message).await.expect("found").entries;
            assert_eq!(found.iter().map(pb::RegisterEntry::status).collect::<Vec<_>>(), [status], "{at}");
            assert_eq!(found[0].record, Some(Record::Recognition(recorded.clone())));
        }
        let before = pb::SearchRegisterRequest { at: "2024-09-30".to_owned(), ..Default::default() };
        assert!(province.names(before).await.is_empty());
        // Of a product whose day is known roughly, some days stay open.
        let rough = pb::RecordedRecognition {
            recognised_earliest: "2023-03-01".to_owned(), recognised_latest: "2023-12-31".to_owned(),
            ..old("Chè", "16/GCN")
        };
        province.record_old(rough).await.expect("recorded");
        for (at, status) in [
            ("2023-06-01", pb::CertificateStatus::Uncertain),
            ("2024-01-01", pb::CertificateStatus::Valid),
            ("2026-03-02", pb::CertificateStatus::Uncertain),
            ("2026-12-31", pb::CertificateStatus::Uncertain),
            ("2027-01-01", pb::CertificateStatus::Expired),
        ] {
            let message = |status: pb::CertificateStatus| pb::SearchRegisterRequest {
                number: "16/GCN".to_owned(), at: at.to_owned(), status: status.into(), ..Default::default()
            };
            let found = province.search(message(pb::CertificateStatus::Unspecified)).await.expect("found").entries;
            assert_eq!(found.iter().map(pb::RegisterEntry::status).collect::<Vec<_>>(), [status], "{at}");
            for asked in [pb::CertificateStatus::Valid, pb::CertificateStatus::Expired, pb::CertificateStatus::Uncertain] {
                assert_eq!(province.names(message(asked)).await.len(), usize::from(asked == status), "{asked:?} at {at}");
            }
        }
    }

    async fn what_an_old_paper_cannot_say_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let sound = old("Gạo Séng Cù", "15/GCN");
        for (recognition, reason, field) in [
            (
                pb::RecordedRecognition { star: 4, ..sound.clone() },
                ErrorReason::RecognitionIssuerWrong, "recognition.issuing_level",
            ),
            (
                pb::RecordedRecognition {
                    recognised_earliest: "2025-07-01".to_owned(), recognised_latest: "2025-07-01".to_owned(),
                    ..sound.clone()
                },
                ErrorReason::RecognitionIssuerWrong, "recognition.issuing_level",
            ),
            (
                pb::RecordedRecognition { expires_on: "2024-09-30".to_owned(), ..sound.clone() },
                ErrorReason::FieldsInvalid, "recognition.expires_on",
            ),
            (
                pb::RecordedRecognition { issuing_level: 9, ..sound.clone() },
                ErrorReason::FieldsInvalid, "recognition.issuing_level",
            ),
        ] {
            let status = province.record_old(recognition).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, reason, field);
        }
        assert!(province.names(pb::SearchRegisterRequest::default()).await.is_empty());
        province.record_old(sound.clone()).await.expect("recorded");
        let status = province.record_old(sound.clone()).await.expect_err("refused");
        assert_status(
            &status, Code::AlreadyExists, ErrorReason::RecognitionExists, "recognition.certificate_number",
        );
        // Another body has numbers of its own, and what has no number is not known to be the same.
        let other = pb::RecordedRecognition { issuing_body: "UBND huyện Tủa Chùa".to_owned(), ..sound.clone() };
        province.record_old(other).await.expect("recorded");
        for _ in 0..2 {
            province.record_old(pb::RecordedRecognition { certificate_number: String::new(), ..sound.clone() }).await.expect("recorded");
        }
    }

    async fn the_register_is_searched_by_what_is_known(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.record_old(old("Mật ong hoa ban", "15/GCN")).await.expect("recorded");
        let honey = province.certified("Mật ong rừng Mường Nhé").await;
        let tea = province.certified("Chè Tủa Chùa").await;
        let search = pb::SearchRegisterRequest::default;
        for (message, found) in [
            (search(), vec!["Chè Tủa Chùa", "Mật ong rừng Mường Nhé", "Mật ong hoa ban"]),
            (pb::SearchRegisterRequest { number: tea.number.clone(), ..search() }, vec!["Chè Tủa Chùa"]),
            (pb::SearchRegisterRequest { number: "OCOP-11-2026-00009".to_owned(), ..search() }, vec![]),
            (
                pb::SearchRegisterRequest { product_code: honey.product_code.clone(), ..search() },
                vec!["Mật ong rừng Mường Nhé"],
            ),
            (
                pb::SearchRegisterRequest { product_code: "11-097-03127-1-2024".to_owned(), ..search() },
                vec!["Mật ong hoa ban"],
            ),
            (
                pb::SearchRegisterRequest { product_name: "ong MAT".to_owned(), ..search() },
                vec!["Mật ong rừng Mường Nhé", "Mật ong hoa ban"],
            ),
            (pb::SearchRegisterRequest { product_name: "mật ong rừng".to_owned(), ..search() }, vec!["Mật ong rừng Mường Nhé"]),
            (pb::SearchRegisterRequest { product_name: "mat ongs".to_owned(), ..search() }, vec![]),
            (pb::SearchRegisterRequest { producer_name: "muong thanh".to_owned(), ..search() }, vec!["Mật ong hoa ban"]),
            (
                pb::SearchRegisterRequest { product_name: "mat ong".to_owned(), producer_name: "htx nhe".to_owned(), ..search() },
                vec!["Mật ong rừng Mường Nhé"],
            ),
            (pb::SearchRegisterRequest { product_id: tea.product_id.clone(), ..search() }, vec!["Chè Tủa Chùa"]),
            (pb::SearchRegisterRequest { producer_id: honey.producer_id.clone(), ..search() }, vec!["Mật ong rừng Mường Nhé"]),
            (pb::SearchRegisterRequest { star: 4, ..search() }, vec![]),
            (pb::SearchRegisterRequest { at: "2026-11-22".to_owned(), ..search() }, vec!["Mật ong hoa ban"]),
            // Of an old one no commune is known.
            (
                pb::SearchRegisterRequest { unit_id: COMMUNE.to_owned(), ..search() },
                vec!["Chè Tủa Chùa", "Mật ong rừng Mường Nhé"],
            ),
        ] {
            assert_eq!(province.names(message.clone()).await, found, "{message:?}");
        }
        for (message, field) in [
            (pb::SearchRegisterRequest { product_name: "–".to_owned(), ..search() }, "product_name"),
            (pb::SearchRegisterRequest { star: 6, ..search() }, "star"),
            (pb::SearchRegisterRequest { at: "23/11/2026".to_owned(), ..search() }, "at"),
            (pb::SearchRegisterRequest { producer_id: "HTX".to_owned(), ..search() }, "producer_id"),
        ] {
            let status = province.search(message).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
    }

    async fn everyone_searches_her_own_units(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.record_old(old("Mật ong hoa ban", "15/GCN")).await.expect("recorded");
        province.certified("Mật ong rừng").await;
        let message = pb::SearchRegisterRequest { product_name: "mat ong".to_owned(), ..Default::default() };
        for (number, role, unit, count) in [
            (7, Role::ProvinceOfficer, OTHER_PROVINCE, 0),
            (COMMUNE_OFFICER, Role::CommuneOfficer, COMMUNE, 1),
            (8, Role::CommuneOfficer, "2025:03151", 0),
            (60, Role::MinistryOfficer, "VN", 2),
            (9, Role::Trainer, PROVINCE, 2),
        ] {
            let request = province.by_role(number, role, unit, message.clone());
            let found = province.register.search_register(request).await.expect("found").into_inner().entries;
            assert_eq!(found.len(), count, "{role:?} {unit}");
        }
        let request = province.by_role(30, Role::Producer, COMMUNE, message.clone());
        let status = province.register.search_register(request).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        let elsewhere = pb::SearchRegisterRequest { unit_id: OTHER_PROVINCE.to_owned(), ..message };
        let status = province.search(elsewhere).await.expect_err("refused");
        assert_status(&status, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn pages_follow_each_other_over_both_kinds(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for number in 1..=4 {
            province.record_old(old(&format!("Gạo {number}"), &format!("{number}/GCN"))).await.expect("recorded");
        }
        province.certified("Gạo 5").await;
        for product_name in ["", "gao"] {
            let mut message = pb::SearchRegisterRequest {
                product_name: product_name.to_owned(), page_size: 2, ..Default::default()
            };
            let mut seen = Vec::new();
            loop {
                let page = province.search(message.clone()).await.expect("found");
                assert!(page.entries.len() <= 2);
                seen.extend(page.entries.iter().map(name_of));
                message.page_token = page.next_page_token;
                if message.page_token.is_empty() {
                    break;
                }
            }
            assert_eq!(seen, ["Gạo 5", "Gạo 4", "Gạo 3", "Gạo 2", "Gạo 1"]);
        }
        let first = pb::SearchRegisterRequest { page_size: 2, ..Default::default() };
        let token = province.search(first).await.expect("found").next_page_token;
        let other = pb::SearchRegisterRequest { star: 3, page_size: 2, page_token: token, ..Default::default() };
        let status = province.search(other).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::PageTokenInvalid, "page_token");
    }

    /// What the search filters by and what a certificate says of itself are the same.
    async fn what_happens_to_a_certificate_is_found(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let first = province.certified("Mật ong").await;
        let revoked = province.certified("Chè").await;
        let second = province.issue_anew(&first).await;
        province.revoke(&revoked).await;
        province.bed.hands.advance(TimeDelta::days(1));
        let mut held = Vec::new();
        for status in [
            pb::CertificateStatus::Valid,
            pb::CertificateStatus::Expired,
            pb::CertificateStatus::Revoked,
            pb::CertificateStatus::Replaced,
            pb::CertificateStatus::Uncertain,
        ] {
            let message = pb::SearchRegisterRequest { status: status.into(), ..Default::default() };
            for entry in province.search(message).await.expect("found").entries {
                assert_eq!(entry.status(), status);
                let Some(Record::Certificate(certificate)) = entry.record else { panic!("a certificate") };
                assert_eq!(certificate.status(), status);
                held.push((certificate.number, status));
            }
        }
        assert_eq!(held, [
            (second.number, pb::CertificateStatus::Valid),
            (revoked.number, pb::CertificateStatus::Revoked),
            (first.number, pb::CertificateStatus::Replaced),
        ]);
        let before = pb::SearchRegisterRequest {
            status: pb::CertificateStatus::Revoked.into(), at: "2026-11-22".to_owned(), ..Default::default()
        };
        assert!(province.names(before).await.is_empty());
    }
}
