//! Complaints about certificates and results (khiếu nại, phản ánh, kiến nghị): received, passed on to the level that
//! handles them, answered once or withdrawn. What a founded one leads to is named in its answer, and what follows
//! goes by it.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::{Moment, civil_date};
use platform::ids::PersonId;

use super::calendar::Calendar;
use super::certificate::{Certificate, CertificateId};
use super::clock::ClockKind;
use super::dossier::{Dossier, DossierId, DossierState, Level, ProducerId};
use super::file::FileId;
use super::workflow::WorkflowParameters;
use crate::error::Error;

platform::id_type! {
    /// Identity of a complaint.
    ComplaintId
}

/// A complaint. Who complained is kept apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) id: ComplaintId,
    pub(crate) matter: Matter,
    pub(crate) report: Report,
    pub(crate) recording: Recording,
    /// Last day to answer it.
    pub(crate) due_on: NaiveDate,
    pub(crate) forwarding: Option<Forwarding>,
    pub(crate) state: ComplaintState,
    pub(crate) version: i64,
}

/// What a complaint is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Matter {
    pub(crate) certificate: Option<CertificateId>,
    /// The dossier whose result it is, or on which the certificate was issued.
    pub(crate) dossier: DossierId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    /// The level that handles it.
    pub(crate) level: Level,
}

/// What somebody turned to the authority with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    pub(crate) kind: ComplaintKind,
    pub(crate) channel: Channel,
    pub(crate) received_on: NaiveDate,
    pub(crate) content: String,
    pub(crate) files: Vec<FileId>,
}

/// A complaint, or a report or petition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintKind {
    Complaint,
    Report,
}

/// How it was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Channel {
    InPerson,
    Post,
    Phone,
    Online,
}

/// Who recorded a complaint, as what, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Recording {
    pub(crate) recorder: Recorder,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// As what somebody records a complaint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recorder {
    /// As an officer of a level.
    Officer(Level),
    /// By an account of the producer, about its own.
    Producer,
}

/// That a complaint was passed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Forwarding {
    pub(crate) note: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// Where a complaint stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintState {
    /// At a level that is to pass it on.
    Received { at: Level },
    /// At the level that handles it.
    Handling,
    /// Answered, once.
    Answered(ComplaintAnswer),
    /// Withdrawn before it was answered.
    Withdrawn(Withdrawal),
}

/// The answer to a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ComplaintAnswer {
    pub(crate) outcome: ComplaintOutcome,
    /// Why a founded complaint leads to nothing; there if it does.
    pub(crate) no_consequence_reason: Option<String>,
    /// Number and kind of the document that answers.
    pub(crate) document: String,
    pub(crate) dated: NaiveDate,
    pub(crate) text: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// What an answer finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComplaintOutcome {
    Unfounded,
    Founded(Consequence),
}

/// What a founded complaint leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consequence {
    None,
    Inspection,
    Reassessment,
    Revocation,
}

/// The withdrawal of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Withdrawal {
    pub(crate) note: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// How many complaints there are about a certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ComplaintCounts {
    /// Neither answered nor withdrawn.
    pub(crate) open: usize,
    /// Answered, and right.
    pub(crate) founded: usize,
}

impl ComplaintKind {
    /// All kinds, with their names in the database.
    const ALL: [(Self, &'static str); 2] = [(Self::Complaint, "complaint"), (Self::Report, "report")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }
}

impl Channel {
    /// All channels, with their names in the database.
    const ALL: [(Self, &'static str); 4] =
        [(Self::InPerson, "in_person"), (Self::Post, "post"), (Self::Phone, "phone"), (Self::Online, "online")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(channel, _)| *channel == self).expect("all channels have a name").1
    }

    /// The channel of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(channel, _)| channel)
    }
}

impl Recorder {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Officer(level) => level.name(),
            Self::Producer => "producer",
        }
    }

    /// The recorder of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name == Self::Producer.name() { Some(Self::Producer) } else { Level::named(name).map(Self::Officer) }
    }
}

impl ComplaintOutcome {
    /// All outcomes, with their names in the database.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Unfounded, "unfounded"),
        (Self::Founded(Consequence::None), "founded"),
        (Self::Founded(Consequence::Inspection), "inspection"),
        (Self::Founded(Consequence::Reassessment), "reassessment"),
        (Self::Founded(Consequence::Revocation), "revocation"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(outcome, _)| *outcome == self).expect("all outcomes have a name").1
    }

    /// The outcome of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(outcome, _)| outcome)
    }

    /// True if the complaint was right.
    pub(crate) fn is_founded(self) -> bool {
        matches!(self, Self::Founded(_))
    }

    fn needs_certificate(self) -> bool {
        matches!(self, Self::Founded(Consequence::Inspection | Consequence::Revocation))
    }
}

impl ComplaintState {
    /// Its name in the database and in texts.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Received { .. } => "received",
            Self::Handling => "handling",
            Self::Answered(_) => "answered",
            Self::Withdrawn(_) => "withdrawn",
        }
    }

    /// True until it is answered or withdrawn.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Received { .. } | Self::Handling)
    }
}

impl Matter {
    /// A certificate: the level of its star answers for it.
    pub(crate) fn of_certificate(certificate: &Certificate) -> Self {
        Self {
            certificate: Some(certificate.id),
            dossier: certificate.dossier,
            producer: certificate.producer,
            unit: certificate.unit.clone(),
            province: certificate.province.clone(),
            level: certificate.level(),
        }
    }

    /// The result of a dossier that waits for its decision, or ended without a certificate: the level whose council
    /// gave it answers for it. One that ended with a certificate is complained about by that.
    pub(crate) fn of_result(dossier: &Dossier) -> Result<Self, Error> {
        let level = match &dossier.state {
            DossierState::Assessed { level, .. } => *level,
            DossierState::PotentialFive { .. }
            | DossierState::ReturnedByMinistry { .. }
            | DossierState::NotRecognised { .. } => Level::Province,
            _ => return Err(Error::ComplaintWithoutResult { dossier: dossier.id, state: dossier.state.name() }),
        };
        Ok(Self {
            certificate: None,
            dossier: dossier.id,
            producer: dossier.producer.id,
            unit: dossier.product.unit.clone(),
            province: dossier.province.clone(),
            level,
        })
    }
}

impl Complaint {
    /// Records a complaint. Where an officer of another level types it, that level is to pass it on.
    pub(crate) fn record(
        id: ComplaintId,
        matter: Matter,
        report: Report,
        recording: Recording,
        terms: (&WorkflowParameters, &Calendar),
    ) -> Result<Self, Error> {
        let today = civil_date(recording.at);
        if report.received_on > today {
            return Err(Error::RecordDates { field: "received_on", today });
        }
        let (parameters, calendar) = terms;
        let due_on = parameters.last_day(ClockKind::ComplaintAnswer, report.received_on, calendar);
        let state = match recording.recorder {
            Recorder::Officer(level) if level != matter.level => ComplaintState::Received { at: level },
            Recorder::Officer(_) | Recorder::Producer => ComplaintState::Handling,
        };
        Ok(Self { id, matter, report, recording, due_on, forwarding: None, state, version: 1 })
    }

    /// The level that has it, or had it last.
    pub(crate) fn held_at(&self) -> Level {
        match (&self.state, self.recording.recorder) {
            (ComplaintState::Received { at }, _) => *at,
            // Withdrawn before it was passed on.
            (ComplaintState::Withdrawn(_), Recorder::Officer(level)) if self.forwarding.is_none() => level,
            _ => self.matter.level,
        }
    }

    /// True if it is open and its last day is over.
    pub(crate) fn is_overdue(&self, day: NaiveDate) -> bool {
        self.state.is_open() && self.due_on < day
    }

    /// True if the producer may know of it: once it is answered, or because it complained itself.
    pub(crate) fn is_told_to_producer(&self) -> bool {
        self.recording.recorder == Recorder::Producer || matches!(self.state, ComplaintState::Answered(_))
    }

    /// Refuses if it has become another since it was read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::ComplaintEtagStale) }
    }

    /// Refuses if one of these persons recorded it: who types a complaint does not answer it.
    pub(crate) fn must_not_be_recorded_by(&self, persons: &[PersonId]) -> Result<(), Error> {
        if persons.contains(&self.recording.by) { Err(Error::PreparedBySamePerson) } else { Ok(()) }
    }

    /// Passes it on to the level that handles it.
    pub(crate) fn forwarded(self, forwarding: Forwarding) -> Result<Self, Error> {
        match self.state {
            ComplaintState::Received { .. } => Ok(Self {
                forwarding: Some(forwarding),
                state: ComplaintState::Handling,
                version: self.version + 1,
                ..self
            }),
            _ => Err(self.not_now("ForwardComplaint")),
        }
    }

    /// Answers it, once.
    pub(crate) fn answered(self, answer: ComplaintAnswer) -> Result<Self, Error> {
        if self.state != ComplaintState::Handling {
            return Err(self.not_now("AnswerComplaint"));
        }
        let today = civil_date(answer.at);
        if answer.dated < self.report.received_on || answer.dated > today {
            return Err(Error::RecordDates { field: "document_date", today });
        }
        if answer.outcome.needs_certificate() && self.matter.certificate.is_none() {
            return Err(Error::ComplaintWithoutCertificate { complaint: self.id });
        }
        Ok(Self { state: ComplaintState::Answered(answer), version: self.version + 1, ..self })
    }

    /// Notes that it was withdrawn.
    pub(crate) fn withdrawn(self, withdrawal: Withdrawal) -> Result<Self, Error> {
        if !self.state.is_open() {
            return Err(self.not_now("WithdrawComplaint"));
        }
        Ok(Self { state: ComplaintState::Withdrawn(withdrawal), version: self.version + 1, ..self })
    }

    /// The answer that calls for a consequence; refuses where there is none.
    pub(crate) fn must_lead_to(&self, consequence: Consequence) -> Result<&ComplaintAnswer, Error> {
        match &self.state {
            ComplaintState::Answered(answer) if answer.outcome == ComplaintOutcome::Founded(consequence) => Ok(answer),
            _ => Err(Error::ComplaintLeadsElsewhere { complaint: self.id }),
        }
    }

    fn not_now(&self, action: &'static str) -> Error {
        Error::ComplaintStateWrong { complaint: self.id, state: self.state.name(), action }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use platform::ids::RawId;

    use super::*;
    use crate::domain::criteria::{Catalogue, Star};
    use crate::domain::register::tests::{certificate, day};
    use crate::domain::workflow::Workflows;

    fn person(number: u128) -> PersonId {
        PersonId::constant(RawId::from_u128(number))
    }

    fn moment(on: &str) -> Moment {
        format!("{on}T02:00:00Z").parse().expect("a moment")
    }

    /// A complaint about a certificate, received on a day and recorded on Monday, 23 November.
    fn recorded(star: Star, recorder: Recorder, received_on: &str) -> Result<Complaint, Error> {
        static TERMS: LazyLock<(Workflows, Calendar)> = LazyLock::new(|| {
            let workflows = Workflows::built_in(&Catalogue::built_in().expect("sound")).expect("sound");
            (workflows, Calendar::built_in().expect("sound"))
        });
        let report = Report {
            kind: ComplaintKind::Report,
            channel: Channel::Post,
            received_on: day(received_on),
            content: "Bao bì ghi sai hạng sao".to_owned(),
            files: Vec::new(),
        };
        let parameters = TERMS.0.in_force_on(day("2026-11-23")).expect("in force");
        let recording = Recording { recorder, by: person(1), at: moment("2026-11-23") };
        let matter = Matter::of_certificate(&certificate(star).certificate);
        Complaint::record(ComplaintId::constant(RawId::from_u128(1)), matter, report, recording, (parameters, &TERMS.1))
    }

    fn handled() -> Complaint {
        recorded(3, Recorder::Officer(Level::Province), "2026-11-20").expect("recorded")
    }

    fn answer(outcome: ComplaintOutcome, dated: &str) -> ComplaintAnswer {
        ComplaintAnswer {
            outcome,
            no_consequence_reason: None,
            document: "12/TL-SNNMT".to_owned(),
            dated: day(dated),
            text: "Đã kiểm tra".to_owned(),
            by: person(5),
            at: moment("2026-11-24"),
        }
    }

    fn withdrawal() -> Withdrawal {
        Withdrawal { note: "Người gửi rút đơn".to_owned(), by: person(1), at: moment("2026-11-24") }
    }

    fn forwarding() -> Forwarding {
        Forwarding { note: String::new(), by: person(1), at: moment("2026-11-24") }
    }

    #[test]
    fn it_is_due_30_calendar_days_from_its_receipt() {
        assert_eq!(handled().due_on, day("2026-12-21"), "the 30th day is a Sunday");
        assert!(!handled().is_overdue(day("2026-12-21")) && handled().is_overdue(day("2026-12-22")));
        let answered = handled().answered(answer(ComplaintOutcome::Unfounded, "2026-11-24")).expect("answered");
        assert!(!answered.is_overdue(day("2026-12-22")));
        assert!(matches!(
            recorded(3, Recorder::Producer, "2026-11-24"),
            Err(Error::RecordDates { field: "received_on", .. })
        ));
    }

    #[test]
    fn three_and_four_stars_are_the_provinces_and_five_the_ministrys() {
        for (star, level) in [(3, Level::Province), (4, Level::Province), (5, Level::Ministry)] {
            for recorder in Level::ALL.map(Recorder::Officer).into_iter().chain([Recorder::Producer]) {
                let complaint = recorded(star, recorder, "2026-11-20").expect("recorded");
                assert_eq!(complaint.matter.level, level);
                let waits = matches!(recorder, Recorder::Officer(at) if at != level);
                assert_eq!(matches!(complaint.state, ComplaintState::Received { .. }), waits);
                let holder = if let (true, Recorder::Officer(at)) = (waits, recorder) { at } else { level };
                assert_eq!(complaint.held_at(), holder);
                if waits {
                    let forwarded = complaint.forwarded(forwarding()).expect("passed on");
                    assert_eq!((forwarded.state.name(), forwarded.held_at()), ("handling", level));
                }
            }
        }
    }

    /// Every state with every action.
    #[test]
    fn each_state_allows_what_it_allows() {
        let received = || recorded(3, Recorder::Officer(Level::Commune), "2026-11-20").expect("recorded");
        let unfounded = || answer(ComplaintOutcome::Unfounded, "2026-11-24");
        let answered = || handled().answered(unfounded()).expect("answered");
        let withdrawn = || handled().withdrawn(withdrawal()).expect("withdrawn");
        for (complaint, allowed) in [
            (received(), [true, false, true]),
            (handled(), [false, true, true]),
            (answered(), [false; 3]),
            (withdrawn(), [false; 3]),
        ] {
            let tried = [
                complaint.clone().forwarded(forwarding()),
                complaint.clone().answered(unfounded()),
                complaint.clone().withdrawn(withdrawal()),
            ];
            for (outcome, allowed) in tried.iter().zip(allowed) {
                match outcome {
                    Ok(changed) => assert!(allowed && changed.version == complaint.version + 1),
                    Err(Error::ComplaintStateWrong { state, .. }) => {
                        assert!(!allowed && *state == complaint.state.name());
                    }
                    Err(other) => panic!("{other:?}"),
                }
            }
        }
        assert_eq!(received().withdrawn(withdrawal()).expect("withdrawn").held_at(), Level::Commune);
    }

    #[test]
    fn the_document_that_answers_is_dated_between_receipt_and_today() {
        for dated in ["2026-11-19", "2026-11-25"] {
            let refusal = handled().answered(answer(ComplaintOutcome::Unfounded, dated)).expect_err("refused");
            assert!(matches!(refusal, Error::RecordDates { field: "document_date", .. }));
        }
        handled().answered(answer(ComplaintOutcome::Unfounded, "2026-11-20")).expect("answered");
    }

    #[test]
    fn only_the_consequence_that_was_named_follows() {
        let all = [Consequence::None, Consequence::Inspection, Consequence::Reassessment, Consequence::Revocation];
        for named in all {
            let founded = ComplaintOutcome::Founded(named);
            let answered = handled().answered(answer(founded, "2026-11-24")).expect("answered");
            for asked in all {
                assert_eq!(answered.must_lead_to(asked).is_ok(), asked == named);
            }
            let mut without = handled();
            without.matter.certificate = None;
            let answered = without.answered(answer(founded, "2026-11-24"));
            assert_eq!(answered.is_err(), founded.needs_certificate());
        }
        assert!(all.iter().all(|asked| handled().must_lead_to(*asked).is_err()));
        let unfounded = handled().answered(answer(ComplaintOutcome::Unfounded, "2026-11-24")).expect("answered");
        assert!(all.iter().all(|asked| unfounded.must_lead_to(*asked).is_err()));
    }

    #[test]
    fn the_producer_is_told_of_what_is_answered_and_of_its_own() {
        assert!(!handled().is_told_to_producer());
        assert!(!handled().withdrawn(withdrawal()).expect("withdrawn").is_told_to_producer());
        let answered = handled().answered(answer(ComplaintOutcome::Unfounded, "2026-11-24")).expect("answered");
        assert!(answered.is_told_to_producer());
        assert!(recorded(3, Recorder::Producer, "2026-11-20").expect("recorded").is_told_to_producer());
    }

    #[test]
    fn names_are_found_again() {
        for (kind, name) in ComplaintKind::ALL {
            assert_eq!((kind.name(), ComplaintKind::named(name)), (name, Some(kind)));
        }
        for (channel, name) in Channel::ALL {
            assert_eq!((channel.name(), Channel::named(name)), (name, Some(channel)));
        }
        for (outcome, name) in ComplaintOutcome::ALL {
            assert_eq!((outcome.name(), ComplaintOutcome::named(name)), (name, Some(outcome)));
        }
        for recorder in Level::ALL.map(Recorder::Officer).into_iter().chain([Recorder::Producer]) {
            assert_eq!(Recorder::named(recorder.name()), Some(recorder));
        }
    }
}
