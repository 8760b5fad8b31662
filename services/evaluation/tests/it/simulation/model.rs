//! The rules in a few lines: a second opinion on what the service does.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::DossierState as State;

use crate::hand_over::{MINISTRY_LEADER, MINISTRY_OFFICER};
use crate::{
    CHAIR, COMMUNE_LEADER, COMMUNE_OFFICER, Home, PROVINCE_LEADER, PROVINCE_OFFICER, SCORERS, SECRETARY, TEAM_HEAD,
};

/// Someone without any duty.
pub(super) const OUTSIDER: u64 = 42;

/// Who may take part, right or wrong.
pub(super) const PEOPLE: [u64; 11] = [
    COMMUNE_OFFICER,
    COMMUNE_LEADER,
    PROVINCE_OFFICER,
    PROVINCE_LEADER,
    MINISTRY_OFFICER,
    MINISTRY_LEADER,
    TEAM_HEAD,
    SECRETARY,
    CHAIR,
    SCORERS[1],
    OUTSIDER,
];

/// What may be tried with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Submit,
    Accept,
    Return,
    Announce,
    Answer,
    TakeUp,
    Reject,
    Propose,
    TakeIn,
    Supplement,
    Review,
    Open,
    Score,
    SecondBallot,
    Decide,
    Transfer,
    Adopt,
    Reassess,
    Withdraw,
    Peek,
}

impl Step {
    pub(super) const ALL: [Self; 20] = [
        Self::Submit,
        Self::Accept,
        Self::Return,
        Self::Announce,
        Self::Answer,
        Self::TakeUp,
        Self::Reject,
        Self::Propose,
        Self::TakeIn,
        Self::Supplement,
        Self::Review,
        Self::Open,
        Self::Score,
        Self::SecondBallot,
        Self::Decide,
        Self::Transfer,
        Self::Adopt,
        Self::Reassess,
        Self::Withdraw,
        Self::Peek,
    ];

    /// True for a step that ends a walk that could go on.
    pub(super) fn gives_up(self) -> bool {
        matches!(self, Self::Withdraw | Self::Reject)
    }
}

/// What the members of a council come to in a round of ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Star(i32),
    /// Totals too far apart: nothing but a discussion.
    Apart,
}

/// A dossier as the rules have it.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) home: Home,
    pub(super) id: String,
    pub(super) etag: String,
    pub(super) state: State,
    /// The level that has it.
    pub(super) level: pb::Level,
    pub(super) versions: i32,
    pub(super) announced_by: u64,
    /// Last day of the producer's own time, as it was told.
    pub(super) due_on: String,
    pub(super) session: Option<pb::Session>,
    /// The round of ballots, and whether it ended in a discussion.
    pub(super) round: i32,
    pub(super) in_discussion: bool,
    /// The member who declared a conflict.
    pub(super) recused: Option<u64>,
    /// The star of the last result.
    pub(super) star: i32,
}

/// Officer and leader of a level.
pub(super) fn officials(level: pb::Level) -> (u64, u64) {
    match level {
        pb::Level::Ministry => (MINISTRY_OFFICER, MINISTRY_LEADER),
        pb::Level::Province => (PROVINCE_OFFICER, PROVINCE_LEADER),
        _ => (COMMUNE_OFFICER, COMMUNE_LEADER),
    }
}

impl Model {
    pub(super) fn of(home: Home, dossier: &pb::Dossier) -> Self {
        Self {
            home,
            id: dossier.id.clone(),
            etag: dossier.etag.clone(),
            state: dossier.state(),
            level: dossier.level(),
            versions: dossier.frozen_version,
            announced_by: 0,
            due_on: dossier.due_on.clone(),
            session: None,
            round: 1,
            in_discussion: false,
            recused: None,
            star: 0,
        }
    }

    /// True if someone may take a step now.
    pub(super) fn allows(&self, person: u64, step: Step, today: &str) -> bool {
        let producers_time_over = today > self.due_on.as_str();
        let (officer, leader) = officials(self.level);
        let handles = person == officer || person == leader;
        let reviews = handles || (self.level != pb::Level::Commune && person == TEAM_HEAD);
        match (step, self.state) {
            (Step::Submit, State::Returned | State::SupplementRequested)
            | (Step::Answer, State::RejectionAnnounced) => person == COMMUNE_OFFICER,
            // Who typed it does not accept it.
            (Step::Accept, State::Filed) | (Step::Propose, State::Accepted) => person == COMMUNE_LEADER,
            (Step::Return, State::Filed)
            | (Step::TakeIn, State::Proposed)
            | (Step::TakeUp, State::RejectionAnnounced | State::RejectionAnswered) => handles,
            (Step::Announce, State::Filed | State::UnderReview) | (Step::Supplement, State::UnderReview) => reviews,
            (Step::Announce, State::Returned | State::SupplementRequested) => reviews && producers_time_over,
            // A leader who did not announce it herself.
            (Step::Reject, State::RejectionAnswered) => person == leader && self.announced_by != person,
            (Step::Reject, State::RejectionAnnounced) => {
                person == leader && self.announced_by != person && producers_time_over
            }
            (Step::Review, State::UnderReview) => person == TEAM_HEAD,
            (Step::Open, State::Ready) => matches!(person, SECRETARY | CHAIR),
            (Step::Score, State::Scoring) => !self.in_discussion && matches!(person, SECRETARY | CHAIR),
            (Step::SecondBallot, State::Scoring) => self.in_discussion && person == CHAIR,
            (Step::Decide, State::Assessed) => person == officer,
            (Step::Transfer | Step::Reassess, State::PotentialFive)
            | (Step::Adopt | Step::Reassess, State::ReturnedByMinistry) => person == PROVINCE_LEADER,
            (Step::Withdraw, state) => {
                let has_result = matches!(
                    state,
                    State::Assessed
                        | State::NotRecognised
                        | State::Certified
                        | State::PotentialFive
                        | State::ReturnedByMinistry
                );
                let closed = matches!(state, State::Scoring | State::Rejected | State::Withdrawn);
                !has_result && !closed && person == COMMUNE_OFFICER
            }
            // A result is seen once it is there, by those who read in the province or sat in its council.
            (
                Step::Peek,
                State::Assessed
                | State::Certified
                | State::NotRecognised
                | State::PotentialFive
                | State::ReturnedByMinistry,
            ) => person != OUTSIDER && person != TEAM_HEAD,
            _ => false,
        }
    }

    /// The dossier once a step was taken by somebody, with what the council came to if it voted.
    pub(super) fn after(mut self, person: u64, step: Step, verdict: Verdict) -> Self {
        let at_commune = self.level == pb::Level::Commune;
        self.state = match step {
            Step::Accept => State::Accepted,
            Step::Return => State::Returned,
            Step::Announce => State::RejectionAnnounced,
            Step::Answer => State::RejectionAnswered,
            Step::Submit | Step::TakeUp if at_commune => State::Filed,
            Step::TakeIn | Step::Submit | Step::TakeUp => State::UnderReview,
            Step::Reject => State::Rejected,
            Step::Propose | Step::Transfer => State::Proposed,
            Step::Supplement => State::SupplementRequested,
            Step::Review | Step::Reassess => State::Ready,
            Step::Open | Step::SecondBallot => State::Scoring,
            Step::Score => self.scored(verdict),
            Step::Adopt if self.star >= 3 => State::Assessed,
            Step::Adopt => State::NotRecognised,
            Step::Decide => State::Certified,
            Step::Withdraw => State::Withdrawn,
            Step::Peek => self.state,
        };
        match step {
            Step::Submit => self.versions += 1,
            Step::Announce => self.announced_by = person,
            Step::Propose | Step::Reassess => self.level = pb::Level::Province,
            Step::Transfer => self.level = pb::Level::Ministry,
            Step::Open => (self.round, self.in_discussion, self.recused) = (1, false, None),
            Step::SecondBallot => (self.round, self.in_discussion) = (2, false),
            // What the ministry gave back is the province's again.
            Step::Score if self.state == State::ReturnedByMinistry => self.level = pb::Level::Province,
            _ => {}
        }
        self
    }

    fn scored(&mut self, verdict: Verdict) -> State {
        let Verdict::Star(star) = verdict else {
            self.in_discussion = true;
            return State::Scoring;
        };
        self.star = star;
        match (self.level, star) {
            (pb::Level::Ministry, 5) => State::Assessed,
            (pb::Level::Ministry, _) => State::ReturnedByMinistry,
            (_, 5) => State::PotentialFive,
            (_, 3..) => State::Assessed,
            _ => State::NotRecognised,
        }
    }
}

/// What may be tried with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Afterwards {
    OpenRevocation,
    Answer,
    Revoke,
    Drop,
}

impl Afterwards {
    pub(super) const ALL: [Self; 4] = [Self::OpenRevocation, Self::Answer, Self::Revoke, Self::Drop];
}

/// A certificate as the rules have it.
#[derive(Clone, Debug)]
pub(super) struct Recognised {
    pub(super) home: Home,
    pub(super) certificate: pb::Certificate,
    /// The revocation that is open, or has revoked it.
    pub(super) revocation: Option<pb::Revocation>,
}

impl Recognised {
    /// Officer and leader of the level that answers for its star.
    pub(super) fn officials(&self) -> (u64, u64) {
        officials(if self.certificate.star == 5 { pb::Level::Ministry } else { pb::Level::Province })
    }

    /// True if someone may take a step now.
    pub(super) fn allows(&self, person: u64, step: Afterwards, today: &str) -> bool {
        let (officer, leader) = self.officials();
        let holds = today <= self.certificate.expires_on.as_str();
        match (step, &self.revocation) {
            (Afterwards::OpenRevocation, None) => holds && person == officer,
            (_, Some(revocation)) if revocation.state() == pb::RevocationState::Open => {
                let heard = !revocation.answer.is_empty() || today > revocation.answer_until.as_str();
                match step {
                    Afterwards::OpenRevocation => false,
                    Afterwards::Answer => revocation.answer.is_empty() && person == COMMUNE_OFFICER,
                    Afterwards::Revoke => heard && holds && person == leader,
                    Afterwards::Drop => heard && person == leader,
                }
            }
            _ => false,
        }
    }

    /// What it is on a day.
    pub(super) fn status(&self, today: &str) -> pb::CertificateStatus {
        let revoked = |revocation: &pb::Revocation| revocation.state() == pb::RevocationState::Revoked;
        if self.revocation.as_ref().is_some_and(revoked) {
            pb::CertificateStatus::Revoked
        } else if today > self.certificate.expires_on.as_str() {
            pb::CertificateStatus::Expired
        } else {
            pb::CertificateStatus::Valid
        }
    }
}
