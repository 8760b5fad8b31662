//! The steps of the walk as requests.

use platform::access::Role;
use proto::evaluation::v1 as pb;
use testkit::dossiers;
use tonic::{Request, Status};

use super::model::{Afterwards, Model, Recognised, Step, officials};
use crate::hand_over::{MINISTRY_LEADER, MINISTRY_OFFICER};
use crate::register::{answer, decide, open};
use crate::{PROVINCE_LEADER, Province, close_scoring, decision, new_id, open_session};

/// The ministry's unit.
pub(super) const COUNTRY: &str = "VN";

impl Province {
    pub(super) fn as_person<M>(&self, person: u64, message: M) -> Request<M> {
        match person {
            PROVINCE_LEADER => self.by_role(person, Role::ProvinceLeader, self.home.province, message),
            MINISTRY_OFFICER => self.by_role(person, Role::MinistryOfficer, COUNTRY, message),
            MINISTRY_LEADER => self.by_role(person, Role::MinistryLeader, COUNTRY, message),
            _ => self.by(person, message),
        }
    }

    /// Tries a step once; sent again with the same identity, it must be answered the same.
    pub(super) async fn try_step(
        &self,
        person: u64,
        step: Step,
        model: &Model,
        council: &pb::Council,
        twice: bool,
    ) -> Result<Option<pb::Dossier>, Status> {
        let (dossier_id, etag, request_id) = (model.id.clone(), model.etag.clone(), new_id());
        let said = "Vì các lý do nêu trong biên bản".to_owned();
        macro_rules! send {
            ($client:ident . $method:ident ( $message:expr )) => {{
                let message = $message;
                let first = self.$client.clone().$method(self.as_person(person, message.clone())).await;
                if twice {
                    let again = self.$client.clone().$method(self.as_person(person, message)).await;
                    match (&first, &again) {
                        (Ok(first), Ok(again)) => assert_eq!(first.get_ref(), again.get_ref(), "{step:?}"),
                        (Err(first), Err(again)) => assert_eq!(first.code(), again.code(), "{step:?}"),
                        _ => panic!("{step:?} is answered {first:?}, then {again:?}"),
                    }
                }
                Ok(first?.into_inner().dossier)
            }};
        }
        let dossier = pb::Dossier { id: dossier_id.clone(), etag: etag.clone(), ..Default::default() };
        match step {
            Step::Submit => {
                // What is handed in again was written anew.
                let update = pb::UpdateFormsRequest {
                    request_id: new_id(),
                    dossier_id: dossier_id.clone(),
                    etag,
                    forms: Some(dossiers::forms()),
                };
                let written = self.steps.clone().update_forms(self.as_person(person, update)).await?.into_inner();
                let etag = written.dossier.expect("given").etag;
                send!(steps.submit_dossier(pb::SubmitDossierRequest {
                    request_id,
                    dossier_id,
                    etag,
                    paper_original: "Kho".to_owned()
                }))
            }
            Step::Accept => send!(client.accept_dossier(dossiers::accept(request_id, &dossier))),
            Step::Propose => send!(client.propose_dossier(dossiers::propose(request_id, &dossier))),
            Step::TakeIn => send!(steps.take_in_dossier(dossiers::take_in(request_id, &dossier))),
            Step::Review => send!(steps.submit_review_report(dossiers::review_report(request_id, &dossier))),
            Step::Return => {
                send!(steps.return_dossier(pb::ReturnDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Announce => send!(steps.announce_rejection(pb::AnnounceRejectionRequest {
                request_id,
                dossier_id,
                etag,
                reasons: said
            })),
            Step::Answer => {
                send!(steps.answer_rejection(pb::AnswerRejectionRequest { request_id, dossier_id, etag, answer: said }))
            }
            Step::TakeUp => {
                send!(steps.take_up_dossier(pb::TakeUpDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Reject => {
                send!(steps.reject_dossier(pb::RejectDossierRequest { request_id, dossier_id, etag, reasons: said }))
            }
            Step::Supplement => send!(steps.request_supplement(pb::RequestSupplementRequest {
                request_id,
                dossier_id,
                etag,
                reasons: said
            })),
            Step::Withdraw => {
                send!(steps.withdraw_dossier(pb::WithdrawDossierRequest {
                    request_id,
                    dossier_id,
                    etag,
                    reasons: said
                }))
            }
            Step::Open => {
                let request = self.as_person(person, open_session(council, &[&dossier]));
                self.client.clone().open_session(request).await.map(|_| None)
            }
            Step::Score => {
                let Some(session) = &model.session else { return Err(Status::failed_precondition("no session")) };
                let message = pb::CloseScoringRequest { round: model.round, ..close_scoring(session) };
                let request = self.as_person(person, message);
                self.client.clone().close_scoring(request).await.map(|_| None)
            }
            Step::SecondBallot => {
                let Some(session) = &model.session else { return Err(Status::failed_precondition("no session")) };
                let message = pb::OpenSecondBallotRequest {
                    request_id,
                    session_id: session.id.clone(),
                    dossier_id,
                    discussion: said,
                };
                let request = self.as_person(person, message);
                self.ballots.clone().open_second_ballot(request).await.map(|_| None)
            }
            Step::Transfer => {
                send!(steps.transfer_dossier(pb::TransferDossierRequest { request_id, dossier_id, etag, letter: said }))
            }
            Step::Adopt => {
                send!(steps.adopt_ministry_result(pb::AdoptMinistryResultRequest { request_id, dossier_id, etag }))
            }
            Step::Reassess => send!(steps.reassess_dossier(pb::ReassessDossierRequest {
                request_id,
                dossier_id,
                etag,
                reasons: said,
                redo_request_id: String::new(),
                complaint_id: String::new(),
            })),
            Step::Decide => {
                let issuer = if model.level == pb::Level::Ministry { COUNTRY } else { self.home.province };
                let (_, leader) = officials(model.level);
                let message = pb::EnterDecisionRequest {
                    request_id,
                    issuer_unit_id: issuer.to_owned(),
                    decision: Some(decision(&new_id(), &self.today())),
                    dossier_ids: vec![dossier_id],
                    signed_file_sha256: String::new(),
                };
                let entered = self.client.clone().enter_decision(self.as_person(person, message)).await?.into_inner();
                let decision_id = entered.decision.expect("given").id;
                let message = pb::ApproveDecisionRequest { request_id: new_id(), decision_id };
                self.client.clone().approve_decision(self.as_person(leader, message)).await.map(|_| None)
            }
            Step::Peek => {
                let request = self.as_person(person, pb::GetResultRequest { dossier_id });
                self.client.clone().get_result(request).await.map(|_| None)
            }
        }
    }

    /// Tries a step on a certificate once; of a revocation it gives what it has become.
    pub(super) async fn try_afterwards(
        &self,
        person: u64,
        step: Afterwards,
        recognised: &Recognised,
    ) -> Result<pb::Revocation, Status> {
        let mut register = self.register.clone();
        // Without one, what is tried is about none there is.
        let revocation = recognised.revocation.clone();
        let revocation =
            revocation.unwrap_or_else(|| pb::Revocation { id: new_id(), etag: "v1".to_owned(), ..Default::default() });
        let decided = |outcome| decide(&revocation, outcome, &self.today());
        let given = match step {
            Afterwards::OpenRevocation => {
                let message = pb::OpenRevocationRequest { concluded_on: self.today(), ..open(&recognised.certificate) };
                register.open_revocation(self.as_person(person, message)).await?.into_inner().revocation
            }
            Afterwards::Answer => {
                let request = self.as_person(person, answer(&revocation));
                register.answer_revocation(request).await?.into_inner().revocation
            }
            Afterwards::Revoke => {
                let request = self.as_person(person, decided(pb::RevocationState::Revoked));
                register.decide_revocation(request).await?.into_inner().revocation
            }
            Afterwards::Drop => {
                let request = self.as_person(person, decided(pb::RevocationState::Dropped));
                register.decide_revocation(request).await?.into_inner().revocation
            }
        };
        Ok(given.expect("given"))
    }
}
