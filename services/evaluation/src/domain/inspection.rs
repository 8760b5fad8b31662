//! The inspection of a product after its recognition (Decision 26/2026, article 9): planned by the province in its area
//! or by the ministry, conducted, concluded. Nobody below its level learns of an unannounced one until it was conducted.

use std::collections::HashSet;

use chrono::{Datelike as _, Days, Months, NaiveDate};
use platform::access::UnitId;
use platform::clock::{Moment, civil_date};
use platform::error::Text;
use platform::ids::PersonId;

use super::certificate::{Certificate, CertificateId};
use super::criteria::CriteriaSet;
use super::dossier::{DossierId, Level, ProducerId};
use super::file::{File, FileId};
use super::notice::Reason;
use super::register::Basis;
use super::revocation::Ground;
use crate::error::Error;

platform::id_type! {
    /// Identity of an inspection.
    InspectionId
}

/// The inspection of a certified product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inspection {
    pub(crate) id: InspectionId,
    pub(crate) certificate: CertificateId,
    /// The recognition: a certificate issued anew has the same.
    pub(crate) dossier: DossierId,
    pub(crate) producer: ProducerId,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    /// Who inspects: the province or the ministry.
    pub(crate) level: Level,
    pub(crate) plan: Plan,
    pub(crate) course: Course,
    pub(crate) version: i64,
}

/// What an inspection is planned by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) announcement: Announcement,
    /// The plan, or the order to inspect.
    pub(crate) basis: Basis,
    /// Why the ministry inspects a product of three or four stars; empty if it need not be said.
    pub(crate) need: String,
    pub(crate) time: PlannedTime,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// Whether those who are inspected know of it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Announcement {
    Announced,
    Unannounced,
}

/// The day or month an inspection is planned for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlannedTime {
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// How far an inspection has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Planned,
    Conducted(Visit),
    Concluded(Visit, Conclusion),
    Cancelled(Cancellation),
}

/// What an inspection found on the spot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visit {
    pub(crate) on: NaiveDate,
    /// Bodies and functions, not names.
    pub(crate) present: String,
    pub(crate) findings: Vec<Finding>,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) subject: Subject,
    pub(crate) text: String,
    pub(crate) verdict: Verdict,
    pub(crate) evidence: Vec<FileId>,
}

/// What article 9 looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// A criterion of the dossier's set, by its code.
    Criterion(String),
    Mark,
    Advertising,
}

/// Whether what was found is as it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Met,
    Breach,
}

/// What an inspection came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Conclusion {
    pub(crate) reference: Basis,
    pub(crate) outcome: Outcome,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// What follows from an inspection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    NoBreach,
    /// What is in breach is to be put right until a day, and was if there is a remedy.
    ToRemedy {
        until: NaiveDate,
        remedy: Option<Remedy>,
    },
    /// The certificate is to be revoked on a ground.
    RevocationProposed(Ground),
}

/// That what was in breach was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remedy {
    pub(crate) on: NaiveDate,
    pub(crate) text: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// Why an inspection does not take place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cancellation {
    pub(crate) reason: String,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// The state of an inspection, without what it knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum InspectionState {
    Planned,
    Conducted,
    Concluded,
    Cancelled,
}

impl InspectionState {
    /// All states, with their names in the database.
    const ALL: [(Self, &'static str); 4] = [
        (Self::Planned, "planned"),
        (Self::Conducted, "conducted"),
        (Self::Concluded, "concluded"),
        (Self::Cancelled, "cancelled"),
    ];

    /// Those in which it is under way.
    pub(crate) const UNDER_WAY: [Self; 2] = [Self::Planned, Self::Conducted];
    /// Those in which everybody whom it concerns may know of one that was not announced.
    pub(crate) const TOLD: [Self; 2] = [Self::Conducted, Self::Concluded];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(state, _)| *state == self).expect("all states have a name").1
    }
}

impl Announcement {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Announced => "announced",
            Self::Unannounced => "unannounced",
        }
    }

    /// The announcement of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Announced, Self::Unannounced].into_iter().find(|announcement| announcement.name() == name)
    }
}

impl PlannedTime {
    /// Reads a day (`2026-12-15`) or a month (`2026-12`).
    pub(crate) fn read(written: &str) -> Result<Self, Text> {
        let malformed = || {
            let vi = "Viết ngày như 2026-12-15, hoặc tháng như 2026-12.";
            Text::new(vi, "Write a day like 2026-12-15, or a month like 2026-12.")
        };
        let read = |day: &str| day.parse::<NaiveDate>().map_err(|_| malformed());
        match written.len() {
            7 => Ok(Self::month(read(&format!("{written}-01"))?)),
            10 => read(written).map(|day| Self { from: day, to: day }),
            _ => Err(malformed()),
        }
    }

    fn month(first: NaiveDate) -> Self {
        Self { from: first, to: first + Months::new(1) - Days::new(1) }
    }
}

/// As it was written.
impl std::fmt::Display for PlannedTime {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.from == self.to {
            self.from.fmt(formatter)
        } else {
            write!(formatter, "{:04}-{:02}", self.from.year(), self.from.month())
        }
    }
}

impl Finding {
    /// The ground of article 8 that follows from it, if it is a breach.
    fn ground(&self) -> Option<Ground> {
        let ground = match self.subject {
            Subject::Criterion(_) => Ground::CriteriaNotMet,
            Subject::Mark | Subject::Advertising => Ground::MisuseOfMark,
        };
        (self.verdict == Verdict::Breach).then_some(ground)
    }
}

impl Visit {
    /// Refuses criteria that the set does not have, or that are named twice.
    fn check_criteria(&self, set: &CriteriaSet) -> Result<(), Error> {
        let mut named = HashSet::new();
        for (index, finding) in self.findings.iter().enumerate() {
            let Subject::Criterion(code) = &finding.subject else { continue };
            let criterion = code.clone();
            if set.place(code).is_none() {
                return Err(Error::InspectedCriterionUnknown { index, criterion, set: set.number });
            }
            if !named.insert(code) {
                return Err(Error::InspectedCriterionTwice { index, criterion });
            }
        }
        Ok(())
    }

    /// Refuses an outcome that what was found does not lead to.
    fn must_lead_to(&self, outcome: &Outcome) -> Result<(), Error> {
        let grounds: Vec<_> = self.findings.iter().filter_map(Finding::ground).collect();
        if grounds.is_empty() != (*outcome == Outcome::NoBreach) {
            return Err(Error::InspectionOutcomeUnfounded { outcome: outcome.name() });
        }
        match outcome {
            Outcome::RevocationProposed(ground) if !grounds.contains(ground) => {
                Err(Error::InspectionGroundUnfounded { ground: ground.name() })
            }
            _ => Ok(()),
        }
    }
}

impl Outcome {
    /// Its name in the database.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::NoBreach => "no_breach",
            Self::ToRemedy { .. } => "to_remedy",
            Self::RevocationProposed(_) => "revocation_proposed",
        }
    }
}

impl Inspection {
    /// Plans the inspection of a certificate by a level.
    pub(crate) fn plan(id: InspectionId, certificate: &Certificate, level: Level, plan: Plan) -> Self {
        Self {
            id,
            certificate: certificate.id,
            dossier: certificate.dossier,
            producer: certificate.producer,
            unit: certificate.unit.clone(),
            province: certificate.province.clone(),
            level,
            plan,
            course: Course::Planned,
            version: 1,
        }
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> InspectionState {
        match self.course {
            Course::Planned => InspectionState::Planned,
            Course::Conducted(_) => InspectionState::Conducted,
            Course::Concluded(..) => InspectionState::Concluded,
            Course::Cancelled(_) => InspectionState::Cancelled,
        }
    }

    /// True if those whom it concerns may know of it.
    pub(crate) fn is_told(&self) -> bool {
        self.plan.announcement == Announcement::Announced || InspectionState::TOLD.contains(&self.state())
    }

    /// What those whom it concerns are told of where it stands; nothing of what they may not know.
    pub(crate) fn tells(&self) -> Option<Reason> {
        let reason = match self.course {
            Course::Planned => Reason::InspectionPlanned,
            Course::Conducted(_) => Reason::InspectionConducted,
            Course::Concluded(..) => Reason::InspectionConcluded,
            Course::Cancelled(_) => Reason::InspectionCancelled,
        };
        self.is_told().then_some(reason)
    }

    /// What it found on the spot.
    pub(crate) fn visit(&self) -> Option<&Visit> {
        match &self.course {
            Course::Conducted(visit) | Course::Concluded(visit, _) => Some(visit),
            Course::Planned | Course::Cancelled(_) => None,
        }
    }

    /// What it came to.
    pub(crate) fn conclusion(&self) -> Option<&Conclusion> {
        match &self.course {
            Course::Concluded(_, conclusion) => Some(conclusion),
            _ => None,
        }
    }

    /// Last day to put right what is in breach, while it is not.
    pub(crate) fn remedy_awaited_until(&self) -> Option<NaiveDate> {
        match self.conclusion()?.outcome {
            Outcome::ToRemedy { until, remedy: None } => Some(until),
            _ => None,
        }
    }

    /// True if it is planned and its time is over.
    pub(crate) fn is_overdue(&self, day: NaiveDate) -> bool {
        self.course == Course::Planned && self.plan.time.to < day
    }

    /// True if something is to be put right and the last day to do so is over.
    pub(crate) fn is_remedy_overdue(&self, day: NaiveDate) -> bool {
        self.remedy_awaited_until().is_some_and(|until| until < day)
    }

    /// The unit of the authority that inspects.
    pub(crate) fn authority(&self) -> UnitId {
        if self.level == Level::Ministry { UnitId::country() } else { self.province.clone() }
    }

    /// True if a file is a document of the authority that inspects.
    pub(crate) fn takes_evidence(&self, file: &File) -> bool {
        file.owner.producer.is_none() && file.owner.unit == self.authority()
    }

    /// Refuses if it has become another since it was read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::InspectionEtagStale) }
    }

    /// Refuses one of these persons as the one who concludes what she conducted.
    pub(crate) fn must_not_be_conducted_by(&self, persons: &[PersonId]) -> Result<(), Error> {
        let own = self.visit().is_some_and(|visit| persons.contains(&visit.by));
        if own { Err(Error::PreparedBySamePerson) } else { Ok(()) }
    }

    /// Takes what was found, held against the criteria the product was scored by.
    pub(crate) fn conducted(self, visit: Visit, set: &CriteriaSet) -> Result<Self, Error> {
        if self.course != Course::Planned {
            return Err(self.state_wrong());
        }
        must_lie_between("conducted_on", visit.on, civil_date(self.plan.at), visit.at)?;
        visit.check_criteria(set)?;
        Ok(self.became(Course::Conducted(visit)))
    }

    /// Concludes it, by what was found.
    pub(crate) fn concluded(self, conclusion: Conclusion) -> Result<Self, Error> {
        let Course::Conducted(visit) = &self.course else { return Err(self.state_wrong()) };
        let concluded_on = conclusion.reference.date;
        must_lie_between("concluded_on", concluded_on, visit.on, conclusion.at)?;
        visit.must_lead_to(&conclusion.outcome)?;
        if let Outcome::ToRemedy { until, .. } = conclusion.outcome
            && until <= concluded_on
        {
            return Err(Error::InspectionRemedyDate { concluded_on });
        }
        let visit = visit.clone();
        Ok(self.became(Course::Concluded(visit, conclusion)))
    }

    /// What was in breach was put right.
    pub(crate) fn remedied(self, remedied: Remedy) -> Result<Self, Error> {
        match &self.course {
            Course::Concluded(visit, conclusion) => {
                let Outcome::ToRemedy { until, remedy: None } = conclusion.outcome else {
                    return Err(self.state_wrong());
                };
                must_lie_between("remedied_on", remedied.on, conclusion.reference.date, remedied.at)?;
                let outcome = Outcome::ToRemedy { until, remedy: Some(remedied) };
                let course = Course::Concluded(visit.clone(), Conclusion { outcome, ..conclusion.clone() });
                Ok(self.became(course))
            }
            _ => Err(self.state_wrong()),
        }
    }

    /// Gives it up before anybody was there.
    pub(crate) fn cancelled(self, cancellation: Cancellation) -> Result<Self, Error> {
        if self.course != Course::Planned {
            return Err(self.state_wrong());
        }
        Ok(self.became(Course::Cancelled(cancellation)))
    }

    /// The conclusion that the revocation of a certificate may rest on; refuses if it proposes none on this ground.
    pub(crate) fn grounds_revocation(&self, certificate: &Certificate, ground: Ground) -> Result<&Basis, Error> {
        let proposed = self.conclusion().filter(|conclusion| {
            self.dossier == certificate.dossier && conclusion.outcome == Outcome::RevocationProposed(ground)
        });
        let gives_none = || Error::InspectionGivesNoGround { inspection: self.id, ground: ground.name() };
        proposed.map(|conclusion| &conclusion.reference).ok_or_else(gives_none)
    }

    fn became(self, course: Course) -> Self {
        Self { course, version: self.version + 1, ..self }
    }

    fn state_wrong(&self) -> Error {
        Error::InspectionStateWrong { inspection: self.id, state: self.state().name() }
    }
}

/// Refuses a day before another, or of the future.
fn must_lie_between(field: &'static str, day: NaiveDate, first: NaiveDate, now: Moment) -> Result<(), Error> {
    let today = civil_date(now);
    if (first..=today).contains(&day) { Ok(()) } else { Err(Error::RecordDates { field, today }) }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;
    use crate::domain::register::tests::{certificate, day};
    use crate::domain::samples::sets;

    const OFFICER: u128 = 3;
    const LEADER: u128 = 5;

    fn person(number: u128) -> PersonId {
        PersonId::constant(RawId::from_u128(number))
    }

    fn moment(on: &str) -> Moment {
        format!("{on}T02:00:00Z").parse().expect("a moment")
    }

    fn basis(number: &str, date: &str) -> Basis {
        Basis { reference: number.to_owned(), date: day(date) }
    }

    /// One planned on 2026-11-23 for December.
    fn planned(announcement: Announcement) -> Inspection {
        let plan = Plan {
            announcement,
            basis: basis("12/KH-SNNMT", "2026-11-20"),
            need: String::new(),
            time: PlannedTime::read("2026-12").expect("a month"),
            by: person(OFFICER),
            at: moment("2026-11-23"),
        };
        let id = InspectionId::constant(RawId::from_u128(1));
        Inspection::plan(id, &certificate(3).certificate, Level::Province, plan)
    }

    fn finding(subject: Subject, verdict: Verdict) -> Finding {
        Finding { subject, text: "Đã xem tại xưởng".to_owned(), verdict, evidence: Vec::new() }
    }

    fn criterion(code: &str, verdict: Verdict) -> Finding {
        finding(Subject::Criterion(code.to_owned()), verdict)
    }

    fn visit(on: &str, findings: Vec<Finding>) -> Visit {
        let present = "Chủ thể, cán bộ xã".to_owned();
        Visit { on: day(on), present, findings, by: person(OFFICER), at: moment("2026-12-10") }
    }

    fn conduct(visit: Visit) -> Result<Inspection, Error> {
        planned(Announcement::Announced).conducted(visit, &sets()[3])
    }

    /// One conducted on 2026-12-09 with these findings.
    fn conducted(findings: Vec<Finding>) -> Inspection {
        conduct(visit("2026-12-09", findings)).expect("conducted")
    }

    fn conclude(inspection: Inspection, outcome: Outcome, date: &str) -> Result<Inspection, Error> {
        let reference = basis("45/KL-SNNMT", date);
        inspection.concluded(Conclusion { reference, outcome, by: person(LEADER), at: moment("2026-12-15") })
    }

    fn to_remedy(until: &str) -> Outcome {
        Outcome::ToRemedy { until: day(until), remedy: None }
    }

    fn remedy(on: &str) -> Remedy {
        Remedy { on: day(on), text: "Đã thay nhãn".to_owned(), by: person(OFFICER), at: moment("2027-01-10") }
    }

    #[test]
    fn it_is_planned_for_a_day_or_a_month() {
        let read = |written| PlannedTime::read(written).map(|time| (time.from, time.to, time.to_string()));
        assert_eq!(read("2026-12-15"), Ok((day("2026-12-15"), day("2026-12-15"), "2026-12-15".to_owned())));
        assert_eq!(read("2027-02"), Ok((day("2027-02-01"), day("2027-02-28"), "2027-02".to_owned())));
        for malformed in ["", "2026", "2026-13", "2026-02-30", "15/12/2026", "2026-12-1"] {
            assert!(read(malformed).is_err(), "{malformed}");
        }
    }

    #[test]
    fn one_that_is_unannounced_tells_nothing_until_it_was_conducted() {
        let announced = planned(Announcement::Announced);
        let secret = planned(Announcement::Unannounced);
        let cancel = |inspection: Inspection| {
            let reason = "Bão".to_owned();
            inspection
                .cancelled(Cancellation { reason, by: person(OFFICER), at: moment("2026-12-01") })
                .expect("planned")
        };
        assert_eq!((announced.tells(), secret.tells()), (Some(Reason::InspectionPlanned), None));
        assert_eq!(cancel(announced).tells(), Some(Reason::InspectionCancelled));
        assert_eq!(cancel(secret.clone()).tells(), None, "not even that it will not be");
        let findings = vec![finding(Subject::Mark, Verdict::Met)];
        let conducted = secret.conducted(visit("2026-12-09", findings), &sets()[3]).expect("conducted");
        assert_eq!(conducted.tells(), Some(Reason::InspectionConducted));
    }

    #[test]
    fn it_is_conducted_once_on_a_day_since_it_was_planned() {
        let met = || vec![finding(Subject::Mark, Verdict::Met)];
        for (on, sound) in [("2026-11-22", false), ("2026-11-23", true), ("2026-12-10", true), ("2026-12-11", false)] {
            assert_eq!(conduct(visit(on, met())).is_ok(), sound, "{on}");
        }
        let again = conducted(met()).conducted(visit("2026-12-09", met()), &sets()[3]).expect_err("refused");
        assert!(matches!(again, Error::InspectionStateWrong { state: "conducted", .. }));
    }

    #[test]
    fn criteria_are_those_of_the_set_and_each_is_named_once() {
        let refusal = |findings| conduct(visit("2026-12-09", findings)).expect_err("refused");
        let known = || criterion("3.5", Verdict::Met);
        let unknown = refusal(vec![known(), criterion("99", Verdict::Met)]);
        assert!(matches!(unknown, Error::InspectedCriterionUnknown { index: 1, .. }));
        let twice = refusal(vec![known(), finding(Subject::Mark, Verdict::Met), known()]);
        assert!(matches!(twice, Error::InspectedCriterionTwice { index: 2, .. }));
    }

    #[test]
    fn the_outcome_follows_from_what_was_found() {
        use Ground::{BreachOfLaw, CriteriaNotMet, MisuseOfMark};
        let met = || vec![criterion("3.5", Verdict::Met), finding(Subject::Mark, Verdict::Met)];
        let criterion_unmet = || vec![criterion("3.5", Verdict::Breach), finding(Subject::Mark, Verdict::Met)];
        let advertised = || vec![finding(Subject::Advertising, Verdict::Breach)];
        for (findings, outcome, founded) in [
            (met(), Outcome::NoBreach, true),
            (met(), to_remedy("2027-01-31"), false),
            (met(), Outcome::RevocationProposed(CriteriaNotMet), false),
            (criterion_unmet(), Outcome::NoBreach, false),
            (criterion_unmet(), to_remedy("2027-01-31"), true),
            (criterion_unmet(), Outcome::RevocationProposed(CriteriaNotMet), true),
            (criterion_unmet(), Outcome::RevocationProposed(MisuseOfMark), false),
            (criterion_unmet(), Outcome::RevocationProposed(BreachOfLaw), false),
            (advertised(), Outcome::RevocationProposed(MisuseOfMark), true),
            (advertised(), Outcome::RevocationProposed(CriteriaNotMet), false),
        ] {
            let concluded = conclude(conducted(findings), outcome.clone(), "2026-12-14");
            assert_eq!(concluded.is_ok(), founded, "{outcome:?}");
        }
    }

    #[test]
    fn it_is_concluded_after_it_was_conducted_by_another() {
        let conducted = || conducted(vec![finding(Subject::Mark, Verdict::Breach)]);
        let dated = |date| conclude(conducted(), to_remedy("2027-01-31"), date);
        for (date, sound) in [("2026-12-08", false), ("2026-12-09", true), ("2026-12-15", true), ("2026-12-16", false)]
        {
            assert_eq!(dated(date).is_ok(), sound, "{date}");
        }
        let at_once = conclude(conducted(), to_remedy("2026-12-14"), "2026-12-14").expect_err("refused");
        assert!(matches!(at_once, Error::InspectionRemedyDate { .. }));
        assert!(conducted().must_not_be_conducted_by(&[person(9), person(OFFICER)]).is_err());
        assert!(conducted().must_not_be_conducted_by(&[person(LEADER)]).is_ok());
        let early = conclude(planned(Announcement::Announced), Outcome::NoBreach, "2026-12-14").expect_err("refused");
        assert!(matches!(early, Error::InspectionStateWrong { state: "planned", .. }));
    }

    #[test]
    fn a_remedy_is_overdue_until_it_is_recorded() {
        let breach = || conducted(vec![finding(Subject::Mark, Verdict::Breach)]);
        let concluded = conclude(breach(), to_remedy("2026-12-31"), "2026-12-14").expect("concluded");
        assert!(!concluded.is_remedy_overdue(day("2026-12-31")));
        assert!(concluded.is_remedy_overdue(day("2027-01-01")));
        for (on, sound) in [("2026-12-13", false), ("2027-01-11", false), ("2027-01-10", true)] {
            assert_eq!(concluded.clone().remedied(remedy(on)).is_ok(), sound, "{on}");
        }
        let remedied = concluded.remedied(remedy("2027-01-10")).expect("put right");
        assert!(!remedied.is_remedy_overdue(day("2027-02-01")));
        assert!(remedied.remedied(remedy("2027-01-10")).is_err(), "once");
        let proposed = Outcome::RevocationProposed(Ground::MisuseOfMark);
        let proposed = conclude(breach(), proposed, "2026-12-14").expect("concluded");
        assert!(proposed.remedied(remedy("2027-01-10")).is_err());
    }

    #[test]
    fn it_is_overdue_when_its_time_is_over_and_cancelled_only_before() {
        assert!(!planned(Announcement::Announced).is_overdue(day("2026-12-31")));
        assert!(planned(Announcement::Announced).is_overdue(day("2027-01-01")));
        let conducted = conducted(vec![finding(Subject::Mark, Verdict::Met)]);
        assert!(!conducted.is_overdue(day("2027-01-01")));
        let cancellation = Cancellation { reason: "Bão".to_owned(), by: person(OFFICER), at: moment("2026-12-01") };
        assert!(conducted.cancelled(cancellation).is_err());
    }

    #[test]
    fn a_revocation_rests_on_the_ground_that_is_proposed_of_the_same_recognition() {
        let breach = conducted(vec![criterion("3.5", Verdict::Breach)]);
        let proposed = Outcome::RevocationProposed(Ground::CriteriaNotMet);
        let concluded = conclude(breach.clone(), proposed, "2026-12-14").expect("concluded");
        let own = certificate(3).certificate;
        let other = Certificate { dossier: DossierId::constant(RawId::from_u128(77)), ..own.clone() };
        let basis = concluded.grounds_revocation(&own, Ground::CriteriaNotMet).expect("proposed");
        assert_eq!(*basis, Basis { reference: "45/KL-SNNMT".to_owned(), date: day("2026-12-14") });
        let anew = Certificate { id: CertificateId::constant(RawId::from_u128(78)), ..own.clone() };
        assert!(concluded.grounds_revocation(&anew, Ground::CriteriaNotMet).is_ok(), "issued anew");
        assert!(concluded.grounds_revocation(&own, Ground::MisuseOfMark).is_err());
        assert!(concluded.grounds_revocation(&other, Ground::CriteriaNotMet).is_err());
        assert!(breach.grounds_revocation(&own, Ground::CriteriaNotMet).is_err(), "not concluded");
    }
}
