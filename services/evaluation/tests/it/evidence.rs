//! Papers and evidence: attached to the version being written, kept by the versions handed in, checked against what is
//! asked for.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, dossiers};
use tonic::{Code, Status};

use crate::files::{declaration, pdf};
use crate::{COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, PROVINCE, PROVINCE_OFFICER, Province, TEAM_HEAD, new_id};

/// A commune that is not the dossier's.
const OTHER_COMMUNE: &str = "2025:03151";

pub(crate) fn facts(expires_on: &str) -> pb::PaperFacts {
    pb::PaperFacts {
        r#type: "certificate".to_owned(),
        issuer: "Sở Y tế".to_owned(),
        number: "12/GCN".to_owned(),
        issued_on: "2024-01-15".to_owned(),
        expires_on: expires_on.to_owned(),
    }
}

pub(crate) fn criterion(code: &str) -> pb::EvidencePlace {
    pb::EvidencePlace { place: Some(pb::evidence_place::Place::Criterion(code.to_owned())) }
}

fn document(key: &str) -> pb::EvidencePlace {
    pb::EvidencePlace { place: Some(pb::evidence_place::Place::Document(key.to_owned())) }
}

impl Province {
    /// A dossier that is being written, its forms complete.
    pub(crate) async fn written(&mut self, name: &str) -> pb::Dossier {
        let product = self.product(name, 4).await;
        let draft = pb::CreateDraftRequest {
            request_id: new_id(),
            product_id: product.id,
            kind: pb::DossierKind::First.into(),
        };
        let request = self.by(COMMUNE_OFFICER, draft);
        let begun = self.steps.create_draft(request).await.expect("begun").into_inner().dossier.expect("given");
        let update = pb::UpdateFormsRequest {
            request_id: new_id(),
            dossier_id: begun.id,
            etag: begun.etag,
            forms: Some(dossiers::forms()),
        };
        let request = self.by(COMMUNE_OFFICER, update);
        self.steps.update_forms(request).await.expect("written").into_inner().dossier.expect("given")
    }

    pub(crate) async fn hand_in(&mut self, dossier: &str) -> pb::Dossier {
        let dossier = self.dossier_of_commune(dossier).await;
        let submit = pb::SubmitDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id,
            etag: dossier.etag,
            paper_original: "Kho lưu trữ của xã".to_owned(),
        };
        let request = self.by(COMMUNE_OFFICER, submit);
        self.steps.submit_dossier(request).await.expect("handed in").into_inner().dossier.expect("given")
    }

    async fn give_back(&mut self, dossier: &str) {
        let dossier = self.dossier_of_commune(dossier).await;
        let back = pb::ReturnDossierRequest {
            request_id: new_id(),
            dossier_id: dossier.id,
            etag: dossier.etag,
            reasons: "Thiếu hợp đồng".to_owned(),
        };
        let request = self.by(COMMUNE_LEADER, back);
        self.steps.return_dossier(request).await.expect("returned");
    }

    async fn dossier_of_commune(&mut self, id: &str) -> pb::Dossier {
        let request = self.by(COMMUNE_OFFICER, pb::GetDossierRequest { dossier_id: id.to_owned() });
        self.client.get_dossier(request).await.expect("found").into_inner().dossier.expect("given")
    }

    async fn record(&mut self, file: &str, facts: pb::PaperFacts) -> Result<pb::Paper, Status> {
        let request = pb::RecordPaperRequest { request_id: new_id(), file_id: file.to_owned(), facts: Some(facts) };
        let request = self.by(COMMUNE_OFFICER, request);
        Ok(self.evidence.record_paper(request).await?.into_inner().paper.expect("given"))
    }

    /// A paper of the dossier's producer, with a content of its own.
    pub(crate) async fn paper(&mut self, dossier: &pb::Dossier, size: usize, facts: pb::PaperFacts) -> pb::Paper {
        let content = pdf(size);
        let producer_id = dossier.producer.as_ref().expect("given").producer_id.clone();
        let declared = pb::FileDeclaration { producer_id, unit_id: String::new(), ..declaration(&content) };
        let file = self.uploaded(declared, &content).await;
        self.record(&file, facts).await.expect("recorded")
    }

    pub(crate) async fn attach(
        &mut self,
        dossier: &str,
        paper: &str,
        place: pb::EvidencePlace,
    ) -> Result<pb::Evidence, Status> {
        let request = pb::AttachEvidenceRequest {
            request_id: new_id(),
            dossier_id: dossier.to_owned(),
            paper_id: paper.to_owned(),
            place: Some(place),
        };
        let request = self.by(COMMUNE_OFFICER, request);
        Ok(self.evidence.attach_evidence(request).await?.into_inner().evidence.expect("given"))
    }

    async fn detach(&mut self, evidence: &pb::Evidence) -> Result<(), Status> {
        let request = pb::DetachEvidenceRequest {
            request_id: new_id(),
            evidence_id: evidence.id.clone(),
            etag: evidence.etag.clone(),
        };
        let request = self.by(COMMUNE_OFFICER, request);
        self.evidence.detach_evidence(request).await.map(|_| ())
    }

    /// Papers of a version, by identity, as a person sees it.
    async fn papers(&mut self, number: u64, dossier: &str, version: i32) -> Result<Vec<String>, Status> {
        let request = pb::ListEvidenceRequest { dossier_id: dossier.to_owned(), version };
        let request = self.by(number, request);
        let listed = self.evidence.list_evidence(request).await?.into_inner().evidence;
        Ok(listed.into_iter().map(|evidence| evidence.paper.expect("given").id).collect())
    }

    async fn check_list(&mut self, request: pb::GetCheckListRequest) -> pb::GetCheckListResponse {
        let request = self.by(COMMUNE_OFFICER, request);
        self.evidence.get_check_list(request).await.expect("computed").into_inner()
    }
}

fn line<'l>(list: &'l pb::GetCheckListResponse, place: &pb::EvidencePlace) -> &'l pb::CheckListLine {
    list.lines.iter().find(|line| line.place.as_ref() == Some(place)).expect("a line of this place")
}

testkit::on_both_databases! {
    async fn a_version_handed_in_keeps_what_it_held(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let id = dossier.id.clone();
        let old = province.paper(&dossier, 1000, facts("2027-12-31")).await;
        let new = province.paper(&dossier, 2000, facts("2029-12-31")).await;
        let first = province.attach(&id, &old.id, criterion("1.1")).await.expect("attached");
        assert_eq!((first.added_in, first.removed_in), (1, 0));
        let filed = province.hand_in(&id).await;
        assert_eq!(filed.frozen_version, 1);
        // What was handed in cannot be touched.
        let status = province.attach(&id, &new.id, criterion("1.1")).await.expect_err("handed in");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id");
        let status = province.detach(&first).await.expect_err("handed in");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::DossierStateWrong, "dossier_id");

        province.give_back(&id).await;
        province.detach(&first).await.expect("detached");
        let second = province.attach(&id, &new.id, criterion("1.1")).await.expect("attached");
        assert_eq!(second.added_in, 2);
        // Others see the version that was handed in, until the next one is.
        assert_eq!(province.papers(COMMUNE_OFFICER, &id, 0).await.expect("seen"), std::slice::from_ref(&new.id));
        assert_eq!(province.papers(PROVINCE_OFFICER, &id, 0).await.expect("seen"), std::slice::from_ref(&old.id));
        let status = province.papers(PROVINCE_OFFICER, &id, 2).await.expect_err("not handed in");
        assert_status(&status, Code::NotFound, ErrorReason::DossierVersionNotFound, "version");
        province.hand_in(&id).await;
        for (version, paper) in [(1, &old), (2, &new), (0, &new)] {
            let seen = province.papers(PROVINCE_OFFICER, &id, version).await.expect("seen");
            assert_eq!(seen, std::slice::from_ref(&paper.id), "version {version}");
        }
        // The old paper's content is still there for who reads the old version, a year later too.
        province.bed.hands.advance(chrono::TimeDelta::days(366));
        province.collector.collect().await.expect("collected");
        let request = pb::DownloadFileRequest { file_id: old.file_id, dossier_id: id, ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, request);
        let (arrived, ended) = province.download(request).await;
        ended.expect("whole");
        assert!(arrived == pdf(1000));
    }

    async fn one_paper_serves_many_places_and_later_dossiers(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let paper = province.paper(&dossier, 1000, facts("")).await;
        for place in [criterion("1.1"), criterion("2.1"), document("business_registration")] {
            province.attach(&dossier.id, &paper.id, place).await.expect("attached");
        }
        let status = province.attach(&dossier.id, &paper.id, criterion("1.1")).await.expect_err("twice");
        assert_status(&status, Code::AlreadyExists, ErrorReason::EvidenceAttached, "paper_id");
        let request = pb::ListPapersRequest { producer_id: paper.producer_id.clone(), ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, request);
        let papers = province.evidence.list_papers(request).await.expect("listed").into_inner().papers;
        assert_eq!(papers, [paper]);
    }

    async fn what_is_no_evidence_here_is_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let other = province.written("Chè").await;
        let paper = province.paper(&dossier, 1000, facts("")).await;
        for place in [criterion("9.9"), document("nonsense"), document("registration_form")] {
            let status = province.attach(&dossier.id, &paper.id, place).await.expect_err("no such place");
            assert_status(&status, Code::InvalidArgument, ErrorReason::EvidencePlaceUnknown, "place");
        }
        // A paper of another producer, and one that is not there.
        for paper in [paper.id.clone(), new_id()] {
            let status = province.attach(&other.id, &paper, criterion("1.1")).await.expect_err("not its own");
            assert_status(&status, Code::NotFound, ErrorReason::PaperNotFound, "paper_id");
        }
        let wrong = |change: fn(&mut pb::PaperFacts)| {
            let mut facts = facts("2027-12-31");
            change(&mut facts);
            facts
        };
        for (facts, reason, field) in [
            (wrong(|facts| facts.expires_on = "2024-01-14".to_owned()), ErrorReason::PaperDatesWrong, "facts.expires_on"),
            (wrong(|facts| facts.issued_on = "2026-11-24".to_owned()), ErrorReason::PaperDatesWrong, "facts.expires_on"),
            (wrong(|facts| facts.r#type = "poem".to_owned()), ErrorReason::PaperTypeUnknown, "facts.type"),
            (wrong(|facts| facts.issued_on = "yesterday".to_owned()), ErrorReason::FieldsInvalid, "facts.issued_on"),
        ] {
            let status = province.record(&paper.file_id, facts).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, reason, field);
        }
        let evidence = province.attach(&dossier.id, &paper.id, criterion("1.1")).await.expect("attached");
        let stale = pb::Evidence { etag: "v9".to_owned(), ..evidence.clone() };
        let status = province.detach(&stale).await.expect_err("stale");
        assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        province.detach(&evidence).await.expect("detached");
        let again = pb::Evidence { etag: "v2".to_owned(), ..evidence };
        let status = province.detach(&again).await.expect_err("gone");
        assert_status(&status, Code::NotFound, ErrorReason::EvidenceNotFound, "evidence_id");
    }

    async fn evidence_of_others_does_not_exist(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let paper = province.paper(&dossier, 1000, facts("")).await;
        let evidence = province.attach(&dossier.id, &paper.id, criterion("1.1")).await.expect("attached");
        let elsewhere = |province: &Province, message| province.by_role(7, Role::CommuneOfficer, OTHER_COMMUNE, message);
        let request = elsewhere(&province, pb::DetachEvidenceRequest {
            request_id: new_id(), evidence_id: evidence.id, etag: evidence.etag,
        });
        let answer = province.evidence.detach_evidence(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::EvidenceNotFound, "evidence_id");
        let list = pb::ListEvidenceRequest { dossier_id: dossier.id.clone(), version: 0 };
        let request = province.by_role(7, Role::CommuneOfficer, OTHER_COMMUNE, list.clone());
        let answer = province.evidence.list_evidence(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
        // A draft is not the province's business yet.
        let request = province.by(PROVINCE_OFFICER, list);
        let answer = province.evidence.list_evidence(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
        let record = pb::RecordPaperRequest {
            request_id: new_id(), file_id: paper.file_id, facts: Some(facts("")),
        };
        let request = province.by_role(7, Role::CommuneOfficer, OTHER_COMMUNE, record);
        let answer = province.evidence.record_paper(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::FileNotFound, "file_id");
    }

    /// Who has a duty in the review reads the evidence through the dossier, and nothing beside it.
    async fn the_advisory_team_reads_a_dossiers_evidence_and_no_other_file(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let paper = province.paper(&dossier, 1000, facts("")).await;
        let beside = province.paper(&dossier, 2000, facts("")).await;
        province.attach(&dossier.id, &paper.id, criterion("1.1")).await.expect("attached");
        let filed = province.hand_in(&dossier.id).await;
        let accepted = province.accept(&filed).await.expect("accepted");
        let proposed = province.propose(&accepted).await.expect("proposed");
        let request = province.by(PROVINCE_OFFICER, dossiers::take_in(new_id(), &proposed));
        province.steps.take_in_dossier(request).await.expect("taken in");
        province.advisory_team().await;
        let download = |file: &str, dossier: &str| pb::DownloadFileRequest {
            file_id: file.to_owned(), offset_bytes: 0, dossier_id: dossier.to_owned(),
        };
        let request = province.by_role(TEAM_HEAD, Role::Expert, PROVINCE, download(&paper.file_id, &dossier.id));
        let (arrived, ended) = province.download(request).await;
        ended.expect("whole");
        assert!(arrived == pdf(1000));
        for (file, through) in [(&paper.file_id, ""), (&beside.file_id, dossier.id.as_str())] {
            let request = province.by_role(TEAM_HEAD, Role::Expert, PROVINCE, download(file, through));
            let (_, ended) = province.download(request).await;
            assert_status(&ended.expect_err("refused"), Code::NotFound, ErrorReason::FileNotFound, "file_id");
        }
        // Who has no duty does not learn that there is such a dossier.
        let request = province.by_role(99, Role::Expert, PROVINCE, download(&paper.file_id, &dossier.id));
        let (_, ended) = province.download(request).await;
        assert_status(&ended.expect_err("refused"), Code::NotFound, ErrorReason::DossierNotFound, "dossier_id");
    }

    async fn the_check_list_names_what_is_missing_and_what_expires(database: TestDatabase) {
        use pb::EvidenceStanding::{Expired, ExpiresBeforeResult, Missing, Present};
        let mut province = Province::on(&database).await;
        let dossier = province.written("Mật ong").await;
        let id = dossier.id.clone();
        let ask = |at: &str| pb::GetCheckListRequest {
            dossier_id: id.clone(), target_star: 0, version: 0, at: at.to_owned(),
        };
        let registration = document("business_registration");
        let list = province.check_list(ask("")).await;
        assert_eq!((list.version, list.target_star, list.at.as_str()), (1, 4, "2026-11-23"));
        // Too late for this year's last round: the result is there by the end of the next year's first.
        assert_eq!((list.needed_until.as_str(), list.samples_required), ("2027-06-29", 5));
        assert_eq!(line(&list, &registration).standing(), Missing);
        assert!(line(&list, &document("registration_form")).by_forms);
        assert_eq!(line(&list, &document("registration_form")).standing(), Present);
        assert!(!line(&list, &document("test_report")).required);
        assert!(list.lines.iter().any(|line| !line.asks.is_empty() || line.required));

        let expired = province.paper(&dossier, 1000, facts("2026-11-22")).await;
        province.attach(&id, &expired.id, registration.clone()).await.expect("attached");
        let list = province.check_list(ask("")).await;
        assert_eq!(line(&list, &registration).standing(), Expired);
        assert_eq!(line(&list, &registration).papers[0].paper_id, expired.id);
        // On its last day it held, but not to the end of the round.
        let list = province.check_list(ask("2026-11-22")).await;
        assert_eq!(line(&list, &registration).standing(), ExpiresBeforeResult);

        let holds = province.paper(&dossier, 2000, facts("2027-06-29")).await;
        province.attach(&id, &holds.id, registration.clone()).await.expect("attached");
        let list = province.check_list(ask("")).await;
        let shown = line(&list, &registration);
        assert_eq!(shown.standing(), Present, "as well as the best of its papers");
        let papers: Vec<_> = shown.papers.iter().map(|paper| (paper.paper_id.clone(), paper.standing())).collect();
        assert_eq!(papers, [(expired.id, Expired), (holds.id, Present)]);

        // Five stars ask for more, and for longer: the ministry's round follows.
        let five = province.check_list(pb::GetCheckListRequest { target_star: 5, ..ask("") }).await;
        assert!(five.lines.len() > list.lines.len() && five.needed_until > list.needed_until);
        let status = {
            let request = province.by(COMMUNE_OFFICER, pb::GetCheckListRequest { version: 2, ..ask("") });
            province.evidence.get_check_list(request).await.expect_err("no such version")
        };
        assert_status(&status, Code::NotFound, ErrorReason::DossierVersionNotFound, "version");
        assert_eq!(COMMUNE, dossier.product.expect("given").unit_id);
    }
}
