//! The revocation of a certificate (Decision 26/2026, article 8): opened on a ground, answered by the producer, and
//! decided by the authority within its term. There is no suspension: until it is decided the certificate holds.

use chrono::{Days, NaiveDate};
use platform::access::UnitId;
use platform::clock::{Moment, civil_date};
use platform::ids::PersonId;

use super::calendar::Calendar;
use super::certificate::CertificateId;
use super::clock::ClockKind;
use super::complaint::ComplaintId;
use super::council::DecisionReference;
use super::dossier::{Level, ProducerId};
use super::inspection::InspectionId;
use super::register::RegisteredCertificate;
use super::workflow::WorkflowParameters;
use crate::error::Error;

platform::id_type! {
    /// Identity of a revocation.
    RevocationId
}

/// The revocation of a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revocation {
    pub(crate) id: RevocationId,
    pub(crate) certificate: CertificateId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    /// Whose authority decides.
    pub(crate) level: Level,
    pub(crate) charge: Charge,
    pub(crate) opened_by: PersonId,
    pub(crate) opened_at: Moment,
    /// Last day to decide it.
    pub(crate) due_on: NaiveDate,
    /// Up to this day the producer may answer before it is decided.
    pub(crate) answer_until: NaiveDate,
    pub(crate) answer: Option<Answer>,
    pub(crate) ruling: Option<Ruling>,
    pub(crate) version: i64,
}

/// What a revocation rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Charge {
    pub(crate) ground: Ground,
    /// Number and kind of the conclusion, or of the commune's confirmation.
    pub(crate) conclusion: String,
    pub(crate) concluded_on: NaiveDate,
    /// The inspection whose conclusion it is; none if it was made elsewhere.
    pub(crate) inspection: Option<InspectionId>,
    pub(crate) reasons: String,
    /// The complaint whose answer is the conclusion.
    pub(crate) complaint: Option<ComplaintId>,
}

/// The six grounds of article 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ground {
    /// (a) Untrue or forged information.
    UntrueInformation,
    /// (b) Criteria no longer met, as an inspection found.
    CriteriaNotMet,
    /// (c) A breach of law, by an authority's conclusion.
    BreachOfLaw,
    /// (d) Misleading use of the mark.
    MisuseOfMark,
    /// (đ) Production stopped.
    ProductionStopped,
    /// (e) Another conclusion of an authority.
    OtherConclusion,
}

/// What the producer answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) text: String,
    /// Where the signed paper is kept, if an officer typed it.
    pub(crate) paper_original: Option<String>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// What the authority decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ruling {
    pub(crate) outcome: RevocationOutcome,
    /// It may decide several revocations, so its number is not one revocation's own.
    pub(crate) decision: DecisionReference,
    pub(crate) reasons: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// How a revocation ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RevocationOutcome {
    Revoked,
    Dropped,
}

/// Where a revocation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RevocationState {
    Open,
    Ended(RevocationOutcome),
}

/// Who opens a revocation, when, and by which terms.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Opening<'o> {
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
    pub(crate) parameters: &'o WorkflowParameters,
    pub(crate) calendar: &'o Calendar,
}

impl Ground {
    /// All grounds, with their names in the database.
    const ALL: [(Self, &'static str); 6] = [
        (Self::UntrueInformation, "untrue_information"),
        (Self::CriteriaNotMet, "criteria_not_met"),
        (Self::BreachOfLaw, "breach_of_law"),
        (Self::MisuseOfMark, "misuse_of_mark"),
        (Self::ProductionStopped, "production_stopped"),
        (Self::OtherConclusion, "other_conclusion"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(ground, _)| *ground == self).expect("all grounds have a name").1
    }

    /// The ground of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(ground, _)| ground)
    }
}

impl RevocationState {
    /// All states, with their names in the database.
    const ALL: [(Self, &'static str); 3] = [
        (Self::Open, "open"),
        (Self::Ended(RevocationOutcome::Revoked), "revoked"),
        (Self::Ended(RevocationOutcome::Dropped), "dropped"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).expect("all states have a name").1
    }

    /// The state of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(state, _)| state)
    }
}

impl Revocation {
    /// Opens the revocation of a certificate that holds. Its term is counted from the conclusion, the producer's
    /// from the opening.
    pub(crate) fn open(
        id: RevocationId,
        registered: &RegisteredCertificate,
        charge: Charge,
        opening: Opening<'_>,
    ) -> Result<Self, Error> {
        let Opening { by, at, parameters, calendar } = opening;
        let today = civil_date(at);
        registered.must_hold_on(today)?;
        if charge.concluded_on > today {
            return Err(Error::RecordDates { field: "concluded_on", today });
        }
        let certificate = &registered.certificate;
        Ok(Self {
            id,
            certificate: certificate.id,
            producer: certificate.producer,
            unit: certificate.unit.clone(),
            province: certificate.province.clone(),
            level: certificate.level(),
            due_on: parameters.last_day(ClockKind::Revocation, charge.concluded_on, calendar),
            answer_until: parameters.last_day(ClockKind::Answer, today, calendar),
            charge,
            opened_by: by,
            opened_at: at,
            answer: None,
            ruling: None,
            version: 1,
        })
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> RevocationState {
        self.ruling.as_ref().map_or(RevocationState::Open, |ruling| RevocationState::Ended(ruling.outcome))
    }

    /// True if it is open and its last day is over.
    pub(crate) fn is_overdue(&self, day: NaiveDate) -> bool {
        self.state() == RevocationState::Open && self.due_on < day
    }

    /// First day on which its certificate no longer holds.
    pub(crate) fn revoked_on(&self) -> Option<NaiveDate> {
        let revoking = self.ruling.as_ref().filter(|ruling| ruling.outcome == RevocationOutcome::Revoked);
        revoking.map(|ruling| ruling.decision.date)
    }

    /// Refuses if it has become another since it was read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::RevocationEtagStale) }
    }

    /// Takes the producer's answer, once; a late one too, as long as nothing is decided.
    pub(crate) fn answered(self, answer: Answer) -> Result<Self, Error> {
        self.must_be_open()?;
        if self.answer.is_some() {
            return Err(Error::RevocationAnswered { revocation: self.id });
        }
        Ok(Self { answer: Some(answer), version: self.version + 1, ..self })
    }

    /// Refuses to let one of the persons decide it who opened it.
    pub(crate) fn must_not_be_opened_by(&self, persons: &[PersonId]) -> Result<(), Error> {
        if persons.contains(&self.opened_by) { Err(Error::PreparedBySamePerson) } else { Ok(()) }
    }

    /// Ends it. The producer is heard first if it wants to be.
    pub(crate) fn decided(self, ruling: Ruling) -> Result<Self, Error> {
        self.must_be_open()?;
        let today = civil_date(ruling.at);
        if self.answer.is_none() && today <= self.answer_until {
            return Err(Error::RevocationAnswerAwaited { revocation: self.id, until: self.answer_until });
        }
        if ruling.decision.date > today {
            return Err(Error::DecisionInFuture { today });
        }
        let first_day = self.decidable_from();
        if ruling.decision.date < first_day {
            return Err(Error::DecisionBeforeHearing { revocation: self.id, first_day });
        }
        Ok(Self { ruling: Some(ruling), version: self.version + 1, ..self })
    }

    /// First day a decision may bear: that of the answer, or the one after the time to answer.
    fn decidable_from(&self) -> NaiveDate {
        let unheard = self.answer_until + Days::new(1);
        self.answer.as_ref().map_or(unheard, |answer| civil_date(answer.at).min(unheard))
    }

    fn must_be_open(&self) -> Result<(), Error> {
        match self.state() {
            RevocationState::Open => Ok(()),
            state @ RevocationState::Ended(_) => {
                Err(Error::RevocationDecided { revocation: self.id, state: state.name() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use platform::ids::RawId;

    use super::*;
    use crate::domain::criteria::{Catalogue, Star};
    use crate::domain::register::tests::{certificate, day, decision};
    use crate::domain::workflow::Workflows;

    const OFFICER: u128 = 3;
    const LEADER: u128 = 5;

    fn person(number: u128) -> PersonId {
        PersonId::constant(RawId::from_u128(number))
    }

    fn moment(on: &str) -> Moment {
        format!("{on}T02:00:00Z").parse().expect("a moment")
    }

    /// The revocation of a certificate, opened on a day.
    fn opened(star: Star, ground: Ground, concluded_on: &str, on: &str) -> Result<Revocation, Error> {
        static TERMS: LazyLock<(Workflows, Calendar)> = LazyLock::new(|| {
            let workflows = Workflows::built_in(&Catalogue::built_in().expect("sound")).expect("sound");
            (workflows, Calendar::built_in().expect("sound"))
        });
        let (workflows, calendar) = &*TERMS;
        let charge = Charge {
            ground,
            conclusion: "45/KL-SNNMT".to_owned(),
            concluded_on: day(concluded_on),
            inspection: None,
            reasons: "Không còn sản xuất".to_owned(),
            complaint: None,
        };
        let parameters = workflows.in_force_on(day(on)).expect("in force");
        let opening = Opening { by: person(OFFICER), at: moment(on), parameters, calendar };
        Revocation::open(RevocationId::constant(RawId::from_u128(1)), &certificate(star), charge, opening)
    }

    /// One that was opened on a Monday.
    fn open() -> Revocation {
        opened(3, Ground::ProductionStopped, "2026-11-20", "2026-11-23").expect("opened")
    }

    fn ruling(by: u128, dated: &str, on: &str) -> Ruling {
        Ruling {
            outcome: RevocationOutcome::Revoked,
            decision: decision("77/QĐ-UBND", dated),
            reasons: "Đã xác minh".to_owned(),
            by: person(by),
            at: moment(on),
        }
    }

    fn answer(on: &str) -> Answer {
        Answer {
            text: "Chúng tôi sản xuất lại".to_owned(), paper_original: None, by: person(30), at: moment(on)
        }
    }

    #[test]
    fn on_each_ground_it_is_due_15_calendar_days_from_the_conclusion() {
        for (ground, name) in Ground::ALL {
            assert_eq!((ground.name(), Ground::named(name)), (name, Some(ground)));
            let revocation = opened(4, ground, "2026-11-23", "2026-11-24").expect("opened");
            assert_eq!((revocation.due_on, revocation.level), (day("2026-12-08"), Level::Province), "{name}");
            assert_eq!(revocation.answer_until, day("2026-12-01"), "five working days from the opening");
        }
        let revocation = opened(5, Ground::BreachOfLaw, "2026-11-20", "2026-11-24").expect("opened");
        assert_eq!(revocation.due_on, day("2026-12-07"), "the 15th day is a Saturday, the next Monday counts");
        assert_eq!(revocation.level, Level::Ministry);
    }

    #[test]
    fn it_is_overdue_after_its_last_day_until_it_is_decided() {
        assert!(!open().is_overdue(day("2026-12-07")));
        assert!(open().is_overdue(day("2026-12-08")));
        let decided = open().decided(ruling(LEADER, "2026-12-09", "2026-12-09")).expect("late, but decided");
        assert!(!decided.is_overdue(day("2026-12-10")));
    }

    #[test]
    fn it_rests_on_a_conclusion_that_there_is_about_a_certificate_that_holds() {
        let refusal = |concluded: &str, on: &str| opened(3, Ground::BreachOfLaw, concluded, on).expect_err("refused");
        assert!(matches!(refusal("2026-11-25", "2026-11-24"), Error::RecordDates { .. }));
        assert!(matches!(refusal("2029-11-20", "2029-11-24"), Error::CertificateNotInForce { status: "expired", .. }));
    }

    #[test]
    fn the_producer_is_heard_before_it_is_decided() {
        // Five working days after Monday the 23rd end on Monday the 30th.
        let early = open().decided(ruling(LEADER, "2026-11-30", "2026-11-30")).expect_err("refused");
        assert!(matches!(early, Error::RevocationAnswerAwaited { .. }));
        let antedated = open().decided(ruling(LEADER, "2026-11-30", "2026-12-01")).expect_err("refused");
        assert!(matches!(antedated, Error::DecisionBeforeHearing { .. }));
        open().decided(ruling(LEADER, "2026-12-01", "2026-12-01")).expect("decided");
        let answered = || open().answered(answer("2026-11-25")).expect("answered");
        answered().decided(ruling(LEADER, "2026-11-25", "2026-11-25")).expect("decided");
        let antedated = answered().decided(ruling(LEADER, "2026-11-24", "2026-11-25")).expect_err("refused");
        assert!(matches!(antedated, Error::DecisionBeforeHearing { .. }));
        let late = open().answered(answer("2026-12-03")).expect("as long as nothing is decided");
        late.decided(ruling(LEADER, "2026-12-02", "2026-12-03")).expect("signed when the time to answer was over");
    }

    #[test]
    fn it_is_decided_once_by_another_than_who_opened_it() {
        assert!(open().must_not_be_opened_by(&[person(LEADER)]).is_ok());
        // Nor by who stands in for her.
        let own = open().must_not_be_opened_by(&[person(LEADER), person(OFFICER)]).expect_err("refused");
        assert!(matches!(own, Error::PreparedBySamePerson));
        let future = open().decided(ruling(LEADER, "2026-12-02", "2026-12-01")).expect_err("refused");
        assert!(matches!(future, Error::DecisionInFuture { .. }));
        let decided = open().decided(ruling(LEADER, "2026-12-01", "2026-12-01")).expect("decided");
        assert_eq!((decided.revoked_on(), decided.version), (Some(day("2026-12-01")), 2));
        let again = decided.clone().decided(ruling(LEADER, "2026-12-01", "2026-12-01")).expect_err("refused");
        assert!(matches!(again, Error::RevocationDecided { state: "revoked", .. }));
        let late = decided.answered(answer("2026-12-02")).expect_err("refused");
        assert!(matches!(late, Error::RevocationDecided { .. }));
    }

    #[test]
    fn one_that_is_dropped_revokes_nothing() {
        let ruling = Ruling { outcome: RevocationOutcome::Dropped, ..ruling(LEADER, "2026-12-01", "2026-12-01") };
        let dropped = open().decided(ruling).expect("decided");
        assert_eq!((dropped.revoked_on(), dropped.state().name()), (None, "dropped"));
    }

    #[test]
    fn it_is_answered_once() {
        let again = open().answered(answer("2026-11-24")).expect("answered").answered(answer("2026-11-25"));
        assert!(matches!(again.expect_err("refused"), Error::RevocationAnswered { .. }));
    }
}
