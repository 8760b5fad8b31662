//! The radar over certificates that expire, rounds, and what they bring to councils.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, dossiers};
use tonic::Code;

use crate::{
    COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, all_criteria, best, decision,
    new_id, with,
};

impl Province {
    /// How many days before expiry an officer was told, the newest first; 0 after it.
    async fn told_before(&mut self, number: u64, certificate: &pb::Certificate) -> Vec<String> {
        let notices = self.notices_of(number).await;
        let of_radar = |notice: &&pb::Notice| {
            let reasons = [pb::NoticeReason::CertificateExpires, pb::NoticeReason::CertificateExpired];
            notice.certificate_id == certificate.id && reasons.contains(&notice.reason())
        };
        let told = notices.iter().filter(of_radar).map(|notice| {
            let at = notice.issued_at.as_ref().expect("a moment").seconds;
            let day = chrono::DateTime::from_timestamp(at, 0).expect("a moment").date_naive();
            format!("{} {day}", notice.reason().as_str_name().trim_start_matches("NOTICE_REASON_CERTIFICATE_"))
        });
        told.collect()
    }
}

testkit::on_both_databases! {
    async fn the_radar_tells_of_each_day_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        assert_eq!(certificate.expires_on, "2029-11-23");
        // A year, day by day.
        let mut day: chrono::NaiveDate = "2029-01-01".parse().expect("a day");
        while day.to_string().as_str() <= "2029-12-31" {
            province.day(&day.to_string()).await;
            day = day.succ_opt().expect("a day");
        }
        let expected = [
            "EXPIRED 2029-11-24",
            "EXPIRES 2029-07-26",
            "EXPIRES 2029-06-26",
            "EXPIRES 2029-05-27",
            "EXPIRES 2029-04-27",
        ];
        assert_eq!(province.told_before(COMMUNE_OFFICER, &certificate).await, expected);
        assert_eq!(province.told_before(PROVINCE_OFFICER, &certificate).await, expected);
    }

    /// What was revoked does not expire, and of what was issued anew the last one does.
    async fn the_radar_tells_of_certificates_that_hold(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (first, revoked) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let second = province.issue_anew(&first).await;
        province.revoke(&revoked).await;
        province.day("2029-05-27").await;
        for (certificate, told) in [(&first, 0), (&second, 1), (&revoked, 0)] {
            assert_eq!(province.told_before(PROVINCE_OFFICER, certificate).await.len(), told, "{}", certificate.number);
        }
        let request = province.by(PROVINCE_OFFICER, pb::ListExpiringRequest { within_days: 180, ..Default::default() });
        let seen = province.agenda.list_expiring(request).await.expect("listed").into_inner().expiring_certificates;
        let numbers: Vec<_> = seen.into_iter().filter_map(|seen| Some(seen.certificate?.number)).collect();
        assert_eq!(numbers, [second.number]);
    }

    async fn an_upgrade_on_the_same_day_takes_the_place_of_the_star_before(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let first = province.certified("Mật ong").await;
        let mut upgrade = dossiers::file(new_id(), &first.product_id);
        upgrade.kind = pb::DossierKind::Upgrade.into();
        upgrade.forms.as_mut().expect("given").changes =
            vec![pb::Change { criterion: "3.5".to_owned(), description: "Đã được bảo hộ".to_owned() }];
        let request = province.by(COMMUNE_OFFICER, upgrade);
        let filed = province.client.file_dossier(request).await.expect("filed").into_inner().dossier.expect("given");
        let accepted = province.accept(&filed).await.expect("accepted");
        let proposed = province.propose(&accepted).await.expect("proposed");
        let ready = province.reviewed(&proposed).await;
        let set = province.criteria(1).await;
        // All minima hold, and enough is left out elsewhere to stay under 90 points.
        let (mut four, mut left_out) = (best(&set), 0);
        for criterion in all_criteria(&set).filter(|known| known.options.iter().all(|option| option.min_star == 0)) {
            if left_out <= 10 {
                four = with(&four, &criterion.code, 0);
                left_out += criterion.max_points;
            }
        }
        let dossier = province.scored(&ready, &four).await;
        let decided = province.decide(decision("3982/QĐ-UBND", "2026-11-23"), &[&dossier]).await.expect("decided");
        let second = &decided.certificates[0];
        assert_eq!(second.expires_on, first.expires_on);
        let request = pb::ListExpiringRequest { within_days: 1096, ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, request);
        let seen = province.agenda.list_expiring(request).await.expect("listed").into_inner().expiring_certificates;
        let seen: Vec<_> = seen.iter().filter_map(|seen| seen.certificate.as_ref()).map(|seen| &seen.id).collect();
        assert_eq!(seen, [&second.id]);
    }

    async fn expiring_certificates_are_listed_with_their_window(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        province.day("2029-05-27").await;
        let list = |within_days| pb::ListExpiringRequest { within_days, ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, list(180));
        let seen = province.agenda.list_expiring(request).await.expect("listed").into_inner().expiring_certificates;
        assert_eq!(seen.len(), 1);
        assert_eq!(seen[0].certificate.as_ref().map(|seen| seen.id.as_str()), Some(certificate.id.as_str()));
        assert_eq!((seen[0].days_left, seen[0].following_dossier_id.as_str()), (180, ""));
        assert_eq!((seen[0].window_opens_on.as_str(), seen[0].window_closes_on.as_str()), ("2029-05-27", "2029-07-26"));
        let request = province.by(PROVINCE_OFFICER, list(179));
        let none = province.agenda.list_expiring(request).await.expect("listed").into_inner();
        assert!(none.expiring_certificates.is_empty());
        let request = province.by_role(99, Role::ProvinceOfficer, OTHER_PROVINCE, list(180));
        let none = province.agenda.list_expiring(request).await.expect("listed").into_inner();
        assert!(none.expiring_certificates.is_empty());
        let request = province.by(PROVINCE_OFFICER, list(-1));
        let answer = province.agenda.list_expiring(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "within_days");

        // What follows it is shown, and the radar is silent.
        let forms = dossiers::forms();
        let forms = pb::Forms { results_since_recognition: Some(pb::ResultsSinceRecognition::default()), ..forms };
        let request = pb::FileDossierRequest {
            request_id: new_id(),
            product_id: certificate.product_id.clone(),
            kind: pb::DossierKind::ReRanking.into(),
            forms: Some(forms),
            paper_original: "Tủ 1".to_owned(),
        };
        let request = province.by(COMMUNE_OFFICER, request);
        let filed = province.client.file_dossier(request).await.expect("filed").into_inner().dossier.expect("given");
        let request = province.by(PROVINCE_OFFICER, list(180));
        let seen = province.agenda.list_expiring(request).await.expect("listed").into_inner().expiring_certificates;
        assert_eq!(seen[0].following_dossier_id, filed.id);
        province.day("2029-06-26").await;
        assert_eq!(province.told_before(COMMUNE_OFFICER, &certificate).await, ["EXPIRES 2029-05-27"]);
    }

    async fn rounds_show_their_dossiers_and_what_awaits_councils(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong 1").await;
        province.proposed("Mật ong 2", 4).await;
        let product = province.product("Mật ong 3", 4).await;
        province.file(&product.id).await.expect("filed");

        let list = |unit: &str, year| pb::ListRoundsRequest { unit_id: unit.to_owned(), year };
        let request = province.by(PROVINCE_OFFICER, list(PROVINCE, 2027));
        let rounds = province.agenda.list_rounds(request).await.expect("listed").into_inner().rounds;
        assert_eq!(rounds.len(), 4);
        let first = &rounds[0];
        assert_eq!((first.level(), first.year, first.number), (pb::Level::Province, 2027, 1));
        assert_eq!((first.proposed_by.as_str(), first.result_by.as_str()), ("2027-04-29", "2027-06-29"));
        assert_eq!((first.open_dossiers, first.decided_dossiers), (1, 1));
        let request = province.by(PROVINCE_OFFICER, list(COMMUNE, 2027));
        let answer = province.agenda.list_rounds(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::UnitLevelWrong, "unit_id");
        let request = province.by(PROVINCE_OFFICER, list(OTHER_PROVINCE, 2027));
        let answer = province.agenda.list_rounds(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");

        let load = |level: pb::Level| pb::GetCouncilLoadRequest { unit_id: PROVINCE.to_owned(), level: level.into() };
        let request = province.by(PROVINCE_OFFICER, load(pb::Level::Province));
        let loads = province.agenda.get_council_load(request).await.expect("forecast").into_inner().rounds;
        let of = |year, number| {
            let of = |load: &&pb::RoundLoad| load.round.as_ref().is_some_and(|round| (round.year, round.number) == (year, number));
            loads.iter().find(of).expect("a round").provinces.clone()
        };
        assert!(of(2026, 2).is_empty());
        let spring = of(2027, 1);
        assert_eq!(spring[0].unit_id, PROVINCE);
        assert_eq!((spring[0].at_communes, spring[0].open_dossiers), (1, 1));
        let request = province.by(PROVINCE_OFFICER, load(pb::Level::Commune));
        let answer = province.agenda.get_council_load(request).await;
        assert_refused(answer, Code::InvalidArgument, ErrorReason::FieldsInvalid, "level");

        // Filed at the end of its window, its re-ranking has 45 days: until 2029-09-09, within the second round.
        assert_eq!(certificate.expires_on, "2029-11-23");
        province.day("2028-11-23").await;
        let request = province.by(PROVINCE_OFFICER, load(pb::Level::Province));
        let loads = province.agenda.get_council_load(request).await.expect("forecast").into_inner().rounds;
        let expected: Vec<_> = loads
            .iter()
            .filter(|load| load.provinces.iter().any(|province| province.re_rankings_expected == 1))
            .map(|load| load.round.as_ref().map(|round| (round.year, round.number)))
            .collect();
        assert_eq!(expected, [Some((2029, 2))]);
    }
}
