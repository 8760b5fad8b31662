//! Inspecting products after their recognition: planned, conducted, concluded, and what follows.

use chrono::TimeDelta;
use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, eventually};
use tonic::{Code, Request, Status};

use crate::files::{declaration, pdf};
use crate::producer_persons::PRODUCER;
use crate::register::{answer, decide, open};
use crate::{COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province, new_id};

pub(crate) const MINISTRY_OFFICER: u64 = 60;
pub(crate) const MINISTRY_LEADER: u64 = 61;

/// The day on which tests begin.
pub(crate) const TODAY: &str = "2026-11-23";

/// Announced inspections by the province in December; a test changes what it is about.
pub(crate) fn plan(certificates: &[&pb::Certificate]) -> pb::PlanInspectionsRequest {
    let planned = |certificate: &&pb::Certificate| pb::InspectionToPlan {
        certificate_id: certificate.id.clone(),
        planned_for: "2026-12".to_owned(),
    };
    pb::PlanInspectionsRequest {
        request_id: new_id(),
        level: pb::Level::Province.into(),
        announcement: pb::InspectionAnnouncement::Announced.into(),
        basis: "12/KH-SNNMT".to_owned(),
        basis_date: "2026-11-20".to_owned(),
        need: String::new(),
        inspections: certificates.iter().map(planned).collect(),
    }
}

/// The same by the ministry.
pub(crate) fn plan_of_ministry(certificate: &pb::Certificate) -> pb::PlanInspectionsRequest {
    let need = "Phản ánh trên báo chí".to_owned();
    pb::PlanInspectionsRequest { level: pb::Level::Ministry.into(), need, ..plan(&[certificate]) }
}

pub(crate) fn finding(subject: pb::InspectionSubject, verdict: pb::InspectionVerdict) -> pb::InspectionFinding {
    let criterion = if subject == pb::InspectionSubject::Criterion { "3.5" } else { "" };
    pb::InspectionFinding {
        subject: subject.into(),
        criterion: criterion.to_owned(),
        text: "Đã xem tại xưởng".to_owned(),
        verdict: verdict.into(),
        file_ids: Vec::new(),
    }
}

fn breach(subject: pb::InspectionSubject) -> Vec<pb::InspectionFinding> {
    vec![finding(subject, pb::InspectionVerdict::Breach)]
}

pub(crate) fn conduct(
    inspection: &pb::Inspection,
    findings: Vec<pb::InspectionFinding>,
) -> pb::ConductInspectionRequest {
    pb::ConductInspectionRequest {
        request_id: new_id(),
        inspection_id: inspection.id.clone(),
        etag: inspection.etag.clone(),
        conducted_on: TODAY.to_owned(),
        present: "Chủ thể, cán bộ nông nghiệp xã".to_owned(),
        findings,
    }
}

pub(crate) fn conclude(inspection: &pb::Inspection, outcome: pb::InspectionOutcome) -> pb::ConcludeInspectionRequest {
    pb::ConcludeInspectionRequest {
        request_id: new_id(),
        inspection_id: inspection.id.clone(),
        etag: inspection.etag.clone(),
        conclusion: "45/KL-SNNMT".to_owned(),
        concluded_on: TODAY.to_owned(),
        outcome: outcome.into(),
        ..Default::default()
    }
}

fn propose(inspection: &pb::Inspection, ground: pb::RevocationGround) -> pb::ConcludeInspectionRequest {
    let outcome = pb::InspectionOutcome::RevocationProposed;
    pb::ConcludeInspectionRequest { ground: ground.into(), ..conclude(inspection, outcome) }
}

fn remedy(inspection: &pb::Inspection, remedied_on: &str) -> pb::RecordInspectionRemedyRequest {
    pb::RecordInspectionRemedyRequest {
        request_id: new_id(),
        inspection_id: inspection.id.clone(),
        etag: inspection.etag.clone(),
        remedied_on: remedied_on.to_owned(),
        remedy: "Đã thay nhãn, xem tại cửa hàng".to_owned(),
    }
}

pub(crate) fn cancel(inspection: &pb::Inspection) -> pb::CancelInspectionRequest {
    pb::CancelInspectionRequest {
        request_id: new_id(),
        inspection_id: inspection.id.clone(),
        etag: inspection.etag.clone(),
        reason: "Bão số 9".to_owned(),
    }
}

/// A revocation on the conclusion of an inspection.
fn open_on(certificate: &pb::Certificate, inspection: &pb::Inspection) -> pb::OpenRevocationRequest {
    pb::OpenRevocationRequest {
        ground: pb::RevocationGround::CriteriaNotMet.into(),
        conclusion: String::new(),
        concluded_on: String::new(),
        inspection_id: inspection.id.clone(),
        ..open(certificate)
    }
}

impl Province {
    pub(crate) fn by_ministry_officer<M>(&self, message: M) -> Request<M> {
        self.by_role(MINISTRY_OFFICER, Role::MinistryOfficer, "VN", message)
    }

    fn by_province_leader<M>(&self, message: M) -> Request<M> {
        self.by_role(PROVINCE_LEADER, Role::ProvinceLeader, PROVINCE, message)
    }

    pub(crate) async fn plan_all(
        &mut self,
        message: pb::PlanInspectionsRequest,
    ) -> Result<Vec<pb::Inspection>, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.inspections.plan_inspections(request).await?.into_inner().inspections)
    }

    /// An announced inspection of a certificate by the province.
    pub(crate) async fn planned(&mut self, certificate: &pb::Certificate) -> pb::Inspection {
        self.plan_all(plan(&[certificate])).await.expect("planned").remove(0)
    }

    pub(crate) async fn conduct(&mut self, message: pb::ConductInspectionRequest) -> Result<pb::Inspection, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.inspections.conduct_inspection(request).await?.into_inner().inspection.expect("given"))
    }

    pub(crate) async fn conclude(&mut self, message: pb::ConcludeInspectionRequest) -> Result<pb::Inspection, Status> {
        let request = self.by_province_leader(message);
        Ok(self.inspections.conclude_inspection(request).await?.into_inner().inspection.expect("given"))
    }

    async fn remedy(&mut self, message: pb::RecordInspectionRemedyRequest) -> Result<pb::Inspection, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.inspections.record_inspection_remedy(request).await?.into_inner().inspection.expect("given"))
    }

    pub(crate) async fn cancel(&mut self, message: pb::CancelInspectionRequest) -> Result<pb::Inspection, Status> {
        let request = self.by(PROVINCE_OFFICER, message);
        Ok(self.inspections.cancel_inspection(request).await?.into_inner().inspection.expect("given"))
    }

    /// One conducted today with these findings.
    async fn conducted(
        &mut self,
        certificate: &pb::Certificate,
        findings: Vec<pb::InspectionFinding>,
    ) -> pb::Inspection {
        let planned = self.planned(certificate).await;
        let message = pb::ConductInspectionRequest { conducted_on: self.today(), ..conduct(&planned, findings) };
        self.conduct(message).await.expect("conducted")
    }

    /// One that was concluded today without a breach.
    pub(crate) async fn inspected(&mut self, certificate: &pb::Certificate) -> pb::Inspection {
        let message = pb::PlanInspectionsRequest {
            inspections: vec![pb::InspectionToPlan {
                certificate_id: certificate.id.clone(),
                planned_for: self.today(),
            }],
            ..plan(&[])
        };
        let planned = self.plan_all(message).await.expect("planned").remove(0);
        let met = vec![finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met)];
        let message = pb::ConductInspectionRequest { conducted_on: self.today(), ..conduct(&planned, met) };
        let conducted = self.conduct(message).await.expect("conducted");
        let concluded_on = self.today();
        let message = conclude(&conducted, pb::InspectionOutcome::NoBreach);
        self.conclude(pb::ConcludeInspectionRequest { concluded_on, ..message }).await.expect("concluded")
    }

    async fn inspection(&mut self, id: &str) -> pb::Inspection {
        let request = self.by(PROVINCE_OFFICER, pb::GetInspectionRequest { inspection_id: id.to_owned() });
        self.inspections.get_inspection(request).await.expect("found").into_inner().inspection.expect("given")
    }

    pub(crate) async fn listed_inspections(&mut self, filter: pb::ListInspectionsRequest) -> Vec<String> {
        let request = self.by(PROVINCE_OFFICER, filter);
        let page = self.inspections.list_inspections(request).await.expect("listed").into_inner();
        page.inspections.into_iter().map(|inspection| inspection.id).collect()
    }

    /// Reasons of what producer or commune were told of inspections, the newest first.
    async fn told_of_inspections(&mut self) -> Vec<pb::NoticeReason> {
        use pb::NoticeReason::{InspectionCancelled, InspectionConcluded, InspectionConducted, InspectionPlanned};
        let told = self.notices_of(COMMUNE_OFFICER).await;
        let reasons = told.iter().map(pb::Notice::reason);
        let of_inspections = [InspectionPlanned, InspectionConducted, InspectionConcluded, InspectionCancelled];
        reasons.filter(|reason| of_inspections.contains(reason)).collect()
    }
}

testkit::on_both_databases! {
    async fn an_inspection_goes_from_the_plan_to_the_revocation(database: TestDatabase) {
        use pb::NoticeReason::{InspectionConcluded, InspectionConducted, InspectionPlanned};
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let planned = province.planned(&certificate).await;
        assert_eq!(
            (planned.state(), planned.level(), planned.planned_for.as_str(), planned.unit_id.as_str()),
            (pb::InspectionState::Planned, pb::Level::Province, "2026-12", COMMUNE)
        );
        let notice = province.notices_of(COMMUNE_OFFICER).await.remove(0);
        assert_eq!((&notice.certificate_id, notice.due_on.as_str()), (&certificate.id, "2026-12-31"));

        province.bed.hands.advance(TimeDelta::days(10));
        let shown = pdf(1000);
        let file = province.document_of_province(&shown).await;
        let mut findings = breach(pb::InspectionSubject::Criterion);
        findings[0].file_ids = vec![file.clone()];
        findings.push(finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met));
        let message = pb::ConductInspectionRequest { conducted_on: "2026-12-02".to_owned(), ..conduct(&planned, findings) };
        let conducted = province.conduct(message.clone()).await.expect("conducted");
        assert_eq!((conducted.state(), conducted.conducted_on.as_str()), (pb::InspectionState::Conducted, "2026-12-02"));
        assert_eq!((&conducted.findings, &conducted.present), (&message.findings, &message.present));

        let message = propose(&conducted, pb::RevocationGround::CriteriaNotMet);
        let message = pb::ConcludeInspectionRequest { concluded_on: "2026-12-03".to_owned(), ..message };
        let concluded = province.conclude(message).await.expect("concluded");
        assert_eq!(
            (concluded.outcome(), concluded.ground(), concluded.conclusion.as_str()),
            (pb::InspectionOutcome::RevocationProposed, pb::RevocationGround::CriteriaNotMet, "45/KL-SNNMT")
        );
        assert_eq!(province.told_of_inspections().await, [InspectionConcluded, InspectionConducted, InspectionPlanned]);

        let opened = province.open_revocation(open_on(&certificate, &concluded)).await.expect("opened");
        assert_eq!((opened.conclusion.as_str(), opened.concluded_on.as_str()), ("45/KL-SNNMT", "2026-12-03"));
        assert_eq!((&opened.inspection_id, opened.due_on.as_str()), (&concluded.id, "2026-12-18"));
        assert_eq!(province.inspection(&concluded.id).await.revocation_id, opened.id);
        // What shows it stays.
        province.bed.hands.advance(TimeDelta::days(30));
        province.collector.collect().await.expect("collected");
        let get = pb::GetFileRequest { file_id: file, ..Default::default() };
        let request = province.by(PROVINCE_OFFICER, get);
        province.evidence.get_file(request).await.expect("kept");
    }

    async fn an_inspection_is_either_conducted_or_cancelled(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        for _ in 0..3 {
            let certificate = province.certified("Mật ong").await;
            let planned = province.planned(&certificate).await;
            let met = vec![finding(pb::InspectionSubject::Mark, pb::InspectionVerdict::Met)];
            let message = pb::ConductInspectionRequest { conducted_on: province.today(), ..conduct(&planned, met) };
            let (mut conducting, mut cancelling) = (province.inspections.clone(), province.inspections.clone());
            let visit = province.by(PROVINCE_OFFICER, message);
            let cancellation = province.by(PROVINCE_OFFICER, cancel(&planned));
            let (conducted, cancelled) = tokio::join!(
                tokio::spawn(async move { conducting.conduct_inspection(visit).await }),
                tokio::spawn(async move { cancelling.cancel_inspection(cancellation).await }),
            );
            let (conducted, cancelled) = (conducted.expect("ended"), cancelled.expect("ended"));
            assert_ne!(conducted.is_ok(), cancelled.is_ok());
            let refusal = conducted.err().or(cancelled.err()).expect("one was refused");
            assert_status(&refusal, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
    }

    async fn what_is_found_is_held_against_the_record(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let planned = province.planned(&certificate).await;
        let of_commune = pdf(1200);
        let foreign = province.uploaded(declaration(&of_commune), &of_commune).await;
        let with = |change: fn(&mut pb::InspectionFinding)| {
            let mut findings = breach(pb::InspectionSubject::Criterion);
            change(&mut findings[0]);
            conduct(&planned, findings)
        };
        let on = |day: &str| pb::ConductInspectionRequest { conducted_on: day.to_owned(), ..with(|_| ()) };
        let mut with_foreign = with(|_| ());
        with_foreign.findings[0].file_ids = vec![foreign];
        let twice = [breach(pb::InspectionSubject::Criterion), breach(pb::InspectionSubject::Criterion)].concat();
        for (message, code, reason, field) in [
            (on("2026-11-24"), Code::InvalidArgument, ErrorReason::RecordDatesWrong, "conducted_on"),
            (on("2026-11-22"), Code::InvalidArgument, ErrorReason::RecordDatesWrong, "conducted_on"),
            (conduct(&planned, Vec::new()), Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings"),
            (
                pb::ConductInspectionRequest { present: " ".to_owned(), ..with(|_| ()) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "present",
            ),
            (
                with(|finding| finding.criterion = "99".to_owned()),
                Code::InvalidArgument, ErrorReason::CriterionUnknown, "findings[0].criterion",
            ),
            (
                with(|finding| finding.criterion = String::new()),
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings[0].criterion",
            ),
            (
                with(|finding| finding.subject = pb::InspectionSubject::Mark.into()),
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings[0].criterion",
            ),
            (with(|finding| finding.subject = 0), Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings[0].subject"),
            (with(|finding| finding.verdict = 0), Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings[0].verdict"),
            (with(|finding| finding.text = String::new()), Code::InvalidArgument, ErrorReason::FieldsInvalid, "findings[0].text"),
            (conduct(&planned, twice), Code::InvalidArgument, ErrorReason::CriterionChosenTwice, "findings[1].criterion"),
            (with_foreign, Code::NotFound, ErrorReason::FileNotFound, "findings[0].file_ids[0]"),
            (
                pb::ConductInspectionRequest { etag: "v9".to_owned(), ..with(|_| ()) },
                Code::Aborted, ErrorReason::EtagStale, "etag",
            ),
            (
                pb::ConductInspectionRequest { inspection_id: new_id(), ..with(|_| ()) },
                Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
            ),
        ] {
            assert_status(&province.conduct(message).await.expect_err("refused"), code, reason, field);
        }
        let conducted = province.conduct(with(|_| ())).await.expect("conducted");
        let again = conduct(&conducted, breach(pb::InspectionSubject::Mark));
        let status = province.conduct(again).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::InspectionStateWrong, "inspection_id");
        let status = province.cancel(cancel(&conducted)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::InspectionStateWrong, "inspection_id");
    }

    async fn a_leader_concludes_what_follows_and_what_another_conducted(database: TestDatabase) {
        use pb::InspectionOutcome::{NoBreach, RevocationProposed, ToRemedy};
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let planned = province.planned(&certificate).await;
        let status = province.conclude(conclude(&planned, NoBreach)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::InspectionStateWrong, "inspection_id");
        let conducted = province.conduct(conduct(&planned, breach(pb::InspectionSubject::Mark))).await.expect("conducted");
        let until = |day: &str| pb::ConcludeInspectionRequest {
            remedy_until: day.to_owned(), ..conclude(&conducted, ToRemedy)
        };
        let dated = |day: &str| pb::ConcludeInspectionRequest { concluded_on: day.to_owned(), ..until("2026-12-31") };
        let misuse = pb::RevocationGround::MisuseOfMark;
        for (message, code, reason, field) in [
            (conclude(&conducted, NoBreach), Code::FailedPrecondition, ErrorReason::InspectionOutcomeUnfounded, "outcome"),
            (
                propose(&conducted, pb::RevocationGround::CriteriaNotMet),
                Code::FailedPrecondition, ErrorReason::InspectionOutcomeUnfounded, "ground",
            ),
            (conclude(&conducted, RevocationProposed), Code::InvalidArgument, ErrorReason::FieldsInvalid, "ground"),
            (conclude(&conducted, ToRemedy), Code::InvalidArgument, ErrorReason::FieldsInvalid, "remedy_until"),
            (
                pb::ConcludeInspectionRequest { remedy_until: "2026-12-31".to_owned(), ..propose(&conducted, misuse) },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "remedy_until",
            ),
            (
                pb::ConcludeInspectionRequest { ground: misuse.into(), ..until("2026-12-31") },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "ground",
            ),
            (until(TODAY), Code::InvalidArgument, ErrorReason::InspectionRemedyDateWrong, "remedy_until"),
            (dated("2026-11-24"), Code::InvalidArgument, ErrorReason::RecordDatesWrong, "concluded_on"),
            (dated("2026-11-22"), Code::InvalidArgument, ErrorReason::RecordDatesWrong, "concluded_on"),
            (
                pb::ConcludeInspectionRequest { outcome: 0, ..until("2026-12-31") },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "outcome",
            ),
            (
                pb::ConcludeInspectionRequest { etag: "v9".to_owned(), ..until("2026-12-31") },
                Code::Aborted, ErrorReason::EtagStale, "etag",
            ),
        ] {
            assert_status(&province.conclude(message).await.expect_err("refused"), code, reason, field);
        }
        // Also as a leader, who conducted it does not conclude it.
        let request = province.by_role(PROVINCE_OFFICER, Role::ProvinceLeader, PROVINCE, until("2026-12-31"));
        assert_refused(
            province.inspections.conclude_inspection(request).await,
            Code::PermissionDenied, ErrorReason::FourEyesRequired, "",
        );
        let request = province.by(PROVINCE_OFFICER, until("2026-12-31"));
        assert_refused(
            province.inspections.conclude_inspection(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        province.conclude(until("2026-12-31")).await.expect("concluded");
        // It is over: the next one may be planned.
        province.planned(&certificate).await;
    }

    async fn lists_show_what_is_late_until_it_is_done(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (honey, tea) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let waiting = province.planned(&honey).await;
        let conducted = province.conducted(&tea, breach(pb::InspectionSubject::Advertising)).await;
        let message = conclude(&conducted, pb::InspectionOutcome::ToRemedy);
        let message = pb::ConcludeInspectionRequest { remedy_until: "2026-12-31".to_owned(), ..message };
        let to_remedy = province.conclude(message).await.expect("concluded");
        let overdue = || pb::ListInspectionsRequest { overdue_only: true, ..Default::default() };
        let remedy_overdue = || pb::ListInspectionsRequest { remedy_overdue_only: true, ..Default::default() };
        assert!(province.listed_inspections(overdue()).await.is_empty());
        assert!(province.listed_inspections(remedy_overdue()).await.is_empty());
        province.bed.hands.advance(TimeDelta::days(40));
        assert_eq!(province.listed_inspections(overdue()).await, std::slice::from_ref(&waiting.id));
        assert_eq!(province.listed_inspections(remedy_overdue()).await, std::slice::from_ref(&to_remedy.id));
        assert!(province.inspection(&waiting.id).await.overdue);
        assert!(province.inspection(&to_remedy.id).await.remedy_overdue);
        for (filter, found) in [
            (pb::ListInspectionsRequest::default(), vec![&to_remedy.id, &waiting.id]),
            (pb::ListInspectionsRequest { unit_id: COMMUNE.to_owned(), ..Default::default() }, vec![&to_remedy.id, &waiting.id]),
            (pb::ListInspectionsRequest { year: 2026, ..Default::default() }, vec![&to_remedy.id, &waiting.id]),
            (pb::ListInspectionsRequest { year: 2027, ..Default::default() }, vec![]),
            (pb::ListInspectionsRequest { certificate_id: honey.id.clone(), ..Default::default() }, vec![&waiting.id]),
            (
                pb::ListInspectionsRequest { state: pb::InspectionState::Concluded.into(), ..Default::default() },
                vec![&to_remedy.id],
            ),
            (
                pb::ListInspectionsRequest { state: pb::InspectionState::Conducted.into(), ..Default::default() },
                vec![],
            ),
        ] {
            assert_eq!(province.listed_inspections(filter.clone()).await.iter().collect::<Vec<_>>(), found, "{filter:?}");
        }
        for (day, reason, field) in [
            ("2027-01-03", ErrorReason::RecordDatesWrong, "remedied_on"),
            ("2026-11-22", ErrorReason::RecordDatesWrong, "remedied_on"),
            ("", ErrorReason::FieldsInvalid, "remedied_on"),
        ] {
            let status = province.remedy(remedy(&to_remedy, day)).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, reason, field);
        }
        let remedied = province.remedy(remedy(&to_remedy, "2027-01-02")).await.expect("recorded");
        assert_eq!((remedied.remedied_on.as_str(), remedied.remedy_overdue), ("2027-01-02", false));
        assert!(province.listed_inspections(remedy_overdue()).await.is_empty());
        let status = province.remedy(remedy(&remedied, "2027-01-02")).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::InspectionStateWrong, "inspection_id");
        let cancelled = province.cancel(cancel(&waiting)).await.expect("cancelled");
        assert_eq!((cancelled.state(), cancelled.cancellation.as_str()), (pb::InspectionState::Cancelled, "Bão số 9"));
        assert_eq!(province.told_of_inspections().await[0], pb::NoticeReason::InspectionCancelled);
        assert!(province.listed_inspections(overdue()).await.is_empty());
    }

    async fn a_page_of_inspections_leads_to_the_next(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificates = [province.certified("Mật ong").await, province.certified("Chè").await];
        province.plan_all(plan(&certificates.each_ref())).await.expect("planned");
        let whole = province.listed_inspections(pb::ListInspectionsRequest::default()).await;
        let mut filter = pb::ListInspectionsRequest { page_size: 1, ..Default::default() };
        let mut paged = Vec::new();
        loop {
            let request = province.by(PROVINCE_OFFICER, filter.clone());
            let page = province.inspections.list_inspections(request).await.expect("listed").into_inner();
            paged.extend(page.inspections.into_iter().map(|inspection| inspection.id));
            filter.page_token = page.next_page_token;
            if filter.page_token.is_empty() {
                break;
            }
        }
        assert_eq!((paged.len(), paged), (2, whole));
    }

    async fn a_producer_sees_the_inspections_of_its_own_certificates(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (own, foreign) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let planned = province.planned(&own).await;
        let other = province.planned(&foreign).await;
        province.grant(&own.producer_id, PRODUCER).await;
        let get = |id: &str| pb::GetInspectionRequest { inspection_id: id.to_owned() };
        eventually("evaluation knows the account", || {
            let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, get(&planned.id));
            let mut client = province.inspections.clone();
            async move { client.get_inspection(request).await.is_ok() }
        })
        .await;
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, get(&other.id));
        assert_refused(
            province.inspections.get_inspection(request).await,
            Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
        );
        let list = pb::ListInspectionsRequest::default();
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, list.clone());
        let seen = province.inspections.list_inspections(request).await.expect("listed").into_inner().inspections;
        assert_eq!(seen, [planned]);
        let request = province.by_role(8, Role::Auditor, PROVINCE, list.clone());
        let seen = province.inspections.list_inspections(request).await.expect("listed").into_inner().inspections;
        assert_eq!(seen.len(), 2);
        let request = province.by_role(8, Role::Auditor, OTHER_PROVINCE, list);
        let seen = province.inspections.list_inspections(request).await.expect("listed").into_inner().inspections;
        assert!(seen.is_empty());
    }

    async fn a_revocation_rests_on_an_inspection_that_proposes_it(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (certificate, other) = (province.certified("Mật ong").await, province.certified("Chè").await);
        let conducted = province.conducted(&certificate, breach(pb::InspectionSubject::Criterion)).await;
        let status = province.open_revocation(open_on(&certificate, &conducted)).await.expect_err("not concluded");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::InspectionGivesNoGround, "inspection_id");
        let message = propose(&conducted, pb::RevocationGround::CriteriaNotMet);
        let concluded = province.conclude(message).await.expect("concluded");
        let sound = || open_on(&certificate, &concluded);
        for (message, code, reason, field) in [
            (
                pb::OpenRevocationRequest { conclusion: "45/KL-SNNMT".to_owned(), ..sound() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "conclusion",
            ),
            (
                pb::OpenRevocationRequest { concluded_on: TODAY.to_owned(), ..sound() },
                Code::InvalidArgument, ErrorReason::FieldsInvalid, "concluded_on",
            ),
            (
                pb::OpenRevocationRequest { ground: pb::RevocationGround::MisuseOfMark.into(), ..sound() },
                Code::FailedPrecondition, ErrorReason::InspectionGivesNoGround, "inspection_id",
            ),
            (
                open_on(&other, &concluded),
                Code::FailedPrecondition, ErrorReason::InspectionGivesNoGround, "inspection_id",
            ),
            (
                pb::OpenRevocationRequest { inspection_id: new_id(), ..sound() },
                Code::NotFound, ErrorReason::InspectionNotFound, "inspection_id",
            ),
        ] {
            assert_status(&province.open_revocation(message).await.expect_err("refused"), code, reason, field);
        }
        let opened = province.open_revocation(sound()).await.expect("opened");
        let answered = province.answer_revocation(answer(&opened)).await.expect("answered");
        let dropped = decide(&answered, pb::RevocationState::Dropped, TODAY);
        province.decide_revocation(dropped).await.expect("decided");
        // It carries one revocation; by a conclusion made elsewhere there may be another.
        let status = province.open_revocation(sound()).await.expect_err("refused");
        assert_status(&status, Code::AlreadyExists, ErrorReason::InspectionUsed, "inspection_id");
        let elsewhere = pb::OpenRevocationRequest {
            ground: pb::RevocationGround::CriteriaNotMet.into(), ..open(&certificate)
        };
        let opened = province.open_revocation(elsewhere).await.expect("opened");
        assert!(opened.inspection_id.is_empty());
    }
}
