//! Notices: what is told to whom, once.
//!
//! A notice is for whoever has a turn in a unit, for a producer, or for one person. Its key says what it tells and
//! whom: the same is never told twice. Names, addresses and numbers are not in it.

use chrono::{Days, NaiveDate};
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::certificate::CertificateId;
use super::clock::{ClockKind, StepClock};
use super::complaint::Complaint;
use super::delegation::{Delegation, DelegationId};
use super::dossier::{Dossier, DossierId, DossierState, Level, ProducerId, Turn};
use super::expiry::Expiry;
use super::inspection::Inspection;
use super::owed::Owed;
use super::redo::RedoRequest;
use super::revocation::Revocation;

platform::id_type! {
    /// Identity of a notice.
    NoticeId
}

/// Whom a notice is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Recipient {
    /// Whoever has a turn.
    Seat(Seat),
    /// One person.
    Person(PersonId),
}

/// A turn in a unit: who sits there is known when she asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) turn: Turn,
    /// Commune, province, or the country.
    pub(crate) unit: UnitId,
    /// Province of the unit, or the country.
    pub(crate) province: UnitId,
    /// The producer, if it is its turn.
    pub(crate) producer: Option<ProducerId>,
}

/// A turn that somebody has, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeldTurn {
    pub(crate) turn: Turn,
    pub(crate) reach: Reach,
}

/// Where somebody has a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// In a unit's subtree.
    Unit(UnitId),
    /// For these producers.
    Producers(Vec<ProducerId>),
}

/// Why a notice is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// It has become the recipient's turn.
    TurnBegan,
    /// A clock is due soon.
    DueSoon,
    /// A clock's last day is over.
    Overdue,
    /// The dossier ended without a certificate.
    DossierEnded,
    /// A certificate was issued.
    CertificateIssued,
    /// A certificate expires in so many days, or fewer.
    CertificateExpires { days_before: u32 },
    /// A certificate has expired.
    CertificateExpired,
    /// The recipient stands in for somebody.
    WorkDelegated,
    /// A complaint about a product was found right.
    ComplaintFounded,
    /// A product is to be inspected.
    InspectionPlanned,
    /// A product was inspected.
    InspectionConducted,
    /// The inspection of a product was concluded.
    InspectionConcluded,
    /// A product that was to be inspected will not be.
    InspectionCancelled,
    /// The ministry asks the province to redo something.
    RedoRequested,
    /// The revocation of a certificate was opened.
    RevocationOpened,
    /// A certificate was revoked.
    CertificateRevoked,
    /// The revocation of a certificate was dropped.
    RevocationDropped,
}

impl Reason {
    /// Its name in the database and in keys.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::TurnBegan => "turn_began",
            Self::DueSoon => "due_soon",
            Self::Overdue => "overdue",
            Self::DossierEnded => "dossier_ended",
            Self::CertificateIssued => "certificate_issued",
            Self::CertificateExpires { .. } => "certificate_expires",
            Self::CertificateExpired => "certificate_expired",
            Self::WorkDelegated => "work_delegated",
            Self::ComplaintFounded => "complaint_founded",
            Self::InspectionPlanned => "inspection_planned",
            Self::InspectionConducted => "inspection_conducted",
            Self::InspectionConcluded => "inspection_concluded",
            Self::InspectionCancelled => "inspection_cancelled",
            Self::RedoRequested => "redo_requested",
            Self::RevocationOpened => "revocation_opened",
            Self::CertificateRevoked => "certificate_revoked",
            Self::RevocationDropped => "revocation_dropped",
        }
    }

    /// The reason of a name.
    pub(crate) fn named(name: &str, days_before: Option<u32>) -> Option<Self> {
        Some(match name {
            "turn_began" => Self::TurnBegan,
            "due_soon" => Self::DueSoon,
            "overdue" => Self::Overdue,
            "dossier_ended" => Self::DossierEnded,
            "certificate_issued" => Self::CertificateIssued,
            "certificate_expires" => Self::CertificateExpires { days_before: days_before? },
            "certificate_expired" => Self::CertificateExpired,
            "work_delegated" => Self::WorkDelegated,
            "complaint_founded" => Self::ComplaintFounded,
            "inspection_planned" => Self::InspectionPlanned,
            "inspection_conducted" => Self::InspectionConducted,
            "inspection_concluded" => Self::InspectionConcluded,
            "inspection_cancelled" => Self::InspectionCancelled,
            "redo_requested" => Self::RedoRequested,
            "revocation_opened" => Self::RevocationOpened,
            "certificate_revoked" => Self::CertificateRevoked,
            "revocation_dropped" => Self::RevocationDropped,
            _ => return None,
        })
    }
}

/// What a notice tells and whom, before it is issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Telling {
    pub(crate) recipient: Recipient,
    pub(crate) reason: Reason,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) delegation: Option<DelegationId>,
    pub(crate) clock: Option<ClockKind>,
    pub(crate) due_on: Option<NaiveDate>,
    /// What of the same matter it tells, such as a version or a day.
    pub(crate) occasion: String,
}

/// A notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    pub(crate) id: NoticeId,
    pub(crate) telling: Telling,
    pub(crate) issued_at: Moment,
    pub(crate) acknowledged: Option<(PersonId, Moment)>,
}

impl Seat {
    /// The seat of a turn on a dossier; none if it is nobody's.
    pub(crate) fn of(turn: Turn, dossier: &Dossier) -> Option<Self> {
        let (commune, province) = (&dossier.product.unit, &dossier.province);
        let producer = (turn == Turn::Producer).then_some(dossier.producer.id);
        Some(match (turn, turn.level()) {
            (Turn::Nobody, _) => return None,
            (_, None | Some(Level::Commune)) => {
                Self { turn, unit: commune.clone(), province: province.clone(), producer }
            }
            (_, Some(Level::Province)) => Self { turn, unit: province.clone(), province: province.clone(), producer },
            (_, Some(Level::Ministry)) => Self { turn, unit: UnitId::country(), province: UnitId::country(), producer },
        })
    }

    fn key(&self) -> String {
        let producer = self.producer.map(|producer| format!("/{producer}")).unwrap_or_default();
        format!("{}/{}{producer}", self.turn.name(), self.unit)
    }
}

impl Recipient {
    fn key(&self) -> String {
        match self {
            Self::Seat(seat) => seat.key(),
            Self::Person(person) => person.to_string(),
        }
    }
}

impl Telling {
    /// What makes it the same: told once.
    pub(crate) fn key(&self) -> String {
        let Self { reason, dossier, certificate, delegation, occasion, recipient, .. } = self;
        let matter = [dossier.map(|id| id.to_string()), certificate.map(|id| id.to_string())];
        let matter = matter.into_iter().flatten().next().or_else(|| delegation.map(|id| id.to_string()));
        [reason.name(), &matter.unwrap_or_default(), occasion, &recipient.key()].join(":")
    }

    /// A telling about nothing yet.
    pub(crate) fn to(recipient: Recipient, reason: Reason) -> Self {
        Self {
            recipient,
            reason,
            dossier: None,
            certificate: None,
            delegation: None,
            clock: None,
            due_on: None,
            occasion: String::new(),
        }
    }

    fn of_dossier(dossier: &Dossier, turn: Turn, reason: Reason, occasion: String) -> Option<Self> {
        let seat = Seat::of(turn, dossier)?;
        let about = Self::to(Recipient::Seat(seat), reason);
        Some(Self { dossier: Some(dossier.id), occasion, ..about })
    }

    fn of_clock(dossier: &Dossier, clock: &StepClock, turn: Turn, reason: Reason) -> Option<Self> {
        let due_on = clock.due_on?;
        let about = Self::of_dossier(dossier, turn, reason, format!("{}/{due_on}", clock.kind.name()))?;
        Some(Self { clock: Some(clock.kind), due_on: Some(due_on), ..about })
    }

    /// Of an inspection those are told whom it concerns, at the commune of origin.
    fn of_inspection(inspection: &Inspection, turn: Turn, reason: Reason) -> Self {
        let seat = Seat {
            turn,
            unit: inspection.unit.clone(),
            province: inspection.province.clone(),
            producer: (turn == Turn::Producer).then_some(inspection.producer),
        };
        let due_on = match reason {
            Reason::InspectionPlanned => Some(inspection.plan.time.to),
            _ => inspection.remedy_awaited_until(),
        };
        Self {
            certificate: Some(inspection.certificate),
            due_on,
            occasion: inspection.id.to_string(),
            ..Self::to(Recipient::Seat(seat), reason)
        }
    }

    fn of_certificate(expiry: &Expiry, turn: Turn, reason: Reason, occasion: String) -> Self {
        let at_commune = matches!(turn.level(), None | Some(Level::Commune));
        let unit = if at_commune { &expiry.unit } else { &expiry.province };
        let seat = Seat {
            turn,
            unit: unit.clone(),
            province: expiry.province.clone(),
            producer: (turn == Turn::Producer).then_some(expiry.producer),
        };
        Self {
            certificate: Some(expiry.certificate),
            due_on: Some(expiry.expires_on),
            occasion,
            ..Self::to(Recipient::Seat(seat), reason)
        }
    }
}

/// What a step tells: whose turn it has become, or that the dossier has ended without a certificate.
pub(crate) fn of_step(dossier: &Dossier) -> Vec<Telling> {
    let Some(step) = &dossier.step else { return Vec::new() };
    let (turn, version) = (dossier.turn(), dossier.version.to_string());
    let told = |turn, reason| Telling::of_dossier(dossier, turn, reason, version.clone());
    match turn {
        // Its certificate is told of.
        Turn::Nobody if matches!(dossier.state, DossierState::Certified { .. }) => Vec::new(),
        Turn::Nobody => {
            let told = [Turn::Producer, Turn::Officer(Level::Commune)].map(|turn| told(turn, Reason::DossierEnded));
            told.into_iter().flatten().collect()
        }
        _ if turn == step.turn_before => Vec::new(),
        _ => {
            let due = dossier.clocks.running.as_ref();
            let telling = told(turn, Reason::TurnBegan);
            let clocked = |telling| Telling {
                clock: due.map(|clock| clock.kind),
                due_on: due.and_then(|clock| clock.due_on),
                ..telling
            };
            telling.map(clocked).into_iter().collect()
        }
    }
}

/// That a certificate was issued: to the producer and its commune.
pub(crate) fn of_issue(expiry: &Expiry) -> Vec<Telling> {
    let told = |turn| Telling::of_certificate(expiry, turn, Reason::CertificateIssued, String::new());
    [Turn::Producer, Turn::Officer(Level::Commune)].map(told).to_vec()
}

/// Where an inspection stands: to the producer and its commune, as far as they may know.
pub(crate) fn of_inspection(inspection: &Inspection) -> Vec<Telling> {
    let Some(reason) = inspection.tells() else { return Vec::new() };
    [Turn::Producer, Turn::Officer(Level::Commune)]
        .map(|turn| Telling::of_inspection(inspection, turn, reason))
        .to_vec()
}

/// What happens to a revocation: to the producer, which may answer, and to its commune.
pub(crate) fn of_revocation(revocation: &Revocation, reason: Reason) -> Vec<Telling> {
    let told = |turn: Turn| {
        let seat = Seat {
            turn,
            unit: revocation.unit.clone(),
            province: revocation.province.clone(),
            producer: (turn == Turn::Producer).then_some(revocation.producer),
        };
        Telling {
            certificate: Some(revocation.certificate),
            due_on: (reason == Reason::RevocationOpened).then_some(revocation.answer_until),
            occasion: revocation.id.to_string(),
            ..Telling::to(Recipient::Seat(seat), reason)
        }
    };
    [Turn::Producer, Turn::Officer(Level::Commune)].map(told).to_vec()
}

/// What a level owes and has not done, on a day on which it is warned or late: to who answers for the level, and once it
/// is late to its officers too.
pub(crate) fn of_owed(owed: &Owed, today: NaiveDate) -> Vec<Telling> {
    let late = owed.due_on < today;
    let told = |turn: Turn| {
        let (unit, province) = match owed.level {
            Level::Commune => (owed.unit.clone(), owed.province.clone()),
            Level::Province => (owed.province.clone(), owed.province.clone()),
            Level::Ministry => (UnitId::country(), UnitId::country()),
        };
        let seat = Seat { turn, unit, province, producer: None };
        Telling {
            dossier: owed.dossier,
            certificate: owed.certificate,
            clock: Some(owed.kind),
            due_on: Some(owed.due_on),
            occasion: format!("{}/{}/{}", owed.kind.name(), owed.matter, owed.due_on),
            ..Telling::to(Recipient::Seat(seat), if late { Reason::Overdue } else { Reason::DueSoon })
        }
    };
    let turns = [Turn::Leader(owed.level), Turn::Officer(owed.level)];
    turns[..if late { 2 } else { 1 }].iter().map(|turn| told(*turn)).collect()
}

/// That the ministry asks the province to redo something.
pub(crate) fn of_redo(request: &RedoRequest) -> Telling {
    let turn = Turn::Leader(Level::Province);
    let seat = Seat { turn, unit: request.province.clone(), province: request.province.clone(), producer: None };
    Telling {
        dossier: Some(request.dossier),
        due_on: Some(request.due_on),
        occasion: request.id.to_string(),
        ..Telling::to(Recipient::Seat(seat), Reason::RedoRequested)
    }
}

/// That somebody stands in.
pub(crate) fn of_delegation(delegation: &Delegation) -> Telling {
    Telling {
        delegation: Some(delegation.id),
        due_on: Some(delegation.first_day),
        ..Telling::to(Recipient::Person(delegation.to), Reason::WorkDelegated)
    }
}

/// That a complaint was found right: to the producer, who does not learn whose it was.
pub(crate) fn of_founded_complaint(complaint: &Complaint) -> Telling {
    let matter = &complaint.matter;
    let seat = Seat {
        turn: Turn::Producer,
        unit: matter.unit.clone(),
        province: matter.province.clone(),
        producer: Some(matter.producer),
    };
    Telling {
        dossier: Some(matter.dossier),
        certificate: matter.certificate,
        occasion: complaint.id.to_string(),
        ..Telling::to(Recipient::Seat(seat), Reason::ComplaintFounded)
    }
}

/// What the running clock of a dossier tells on a day, and the next day to look at it; none when all is told.
///
/// Who is late is told that she is; so is who answers for her, and whoever waits for the producer.
pub(crate) fn of_clock(dossier: &Dossier, today: NaiveDate) -> (Vec<Telling>, Option<NaiveDate>) {
    let Some(clock) = dossier.clocks.running.as_ref() else { return (Vec::new(), None) };
    let turn = dossier.turn();
    let tell = |turns: &[Turn], reason| {
        turns.iter().filter_map(|turn| Telling::of_clock(dossier, clock, *turn, reason)).collect()
    };
    if clock.is_overdue(today) {
        let other = match turn.level() {
            Some(level) => Turn::Leader(level),
            None => Turn::Officer(dossier.state.level()),
        };
        let turns = if other == turn { vec![turn] } else { vec![turn, other] };
        (tell(&turns, Reason::Overdue), None)
    } else if clock.warns(today) {
        (tell(&[turn], Reason::DueSoon), clock.due_on.map(|due| due + Days::new(1)))
    } else {
        (Vec::new(), clock.warns_on)
    }
}

/// What the radar tells of a certificate on a day, and the next day to look at it; none when all is told.
///
/// `radar_days` go down. A certificate that comes to be known late is told of once, for the day passed last.
pub(crate) fn of_expiry(expiry: &Expiry, radar_days: &[u32], today: NaiveDate) -> (Vec<Telling>, Option<NaiveDate>) {
    let tell = |reason, occasion: String| {
        let told = |turn| Telling::of_certificate(expiry, turn, reason, occasion.clone());
        [Turn::Producer, Turn::Officer(Level::Commune), Turn::Officer(Level::Province)].map(told).to_vec()
    };
    if today > expiry.expires_on {
        return (tell(Reason::CertificateExpired, String::new()), None);
    }
    let on = |days: &u32| expiry.expires_on - Days::new((*days).into());
    let passed = radar_days.iter().rev().find(|days| on(days) <= today);
    let next = radar_days.iter().find(|days| on(days) > today);
    let next = next.map_or(expiry.expires_on + Days::new(1), on);
    match passed {
        Some(days_before) => {
            let reason = Reason::CertificateExpires { days_before: *days_before };
            (tell(reason, days_before.to_string()), Some(next))
        }
        None => (Vec::new(), Some(next)),
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    const RADAR_DAYS: [u32; 4] = [210, 180, 150, 120];

    fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    fn expiry() -> Expiry {
        Expiry {
            certificate: CertificateId::constant(RawId::from_u128(1)),
            producer: ProducerId::constant(RawId::from_u128(2)),
            unit: "2025:03127".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            expires_on: day("2029-11-23"),
        }
    }

    /// The days before expiry that are told, and the next day to look.
    fn radar(today: &str) -> (Vec<Reason>, Option<String>) {
        let (tellings, next) = of_expiry(&expiry(), &RADAR_DAYS, day(today));
        let mut reasons: Vec<_> = tellings.iter().map(|telling| telling.reason).collect();
        reasons.dedup();
        (reasons, next.map(|day| day.to_string()))
    }

    #[test]
    fn the_radar_tells_on_its_days() {
        let before = |days_before| vec![Reason::CertificateExpires { days_before }];
        assert_eq!(radar("2026-11-23"), (vec![], Some("2029-04-27".to_owned())));
        assert_eq!(radar("2029-04-26"), (vec![], Some("2029-04-27".to_owned())));
        assert_eq!(radar("2029-04-27"), (before(210), Some("2029-05-27".to_owned())));
        assert_eq!(radar("2029-06-26"), (before(150), Some("2029-07-26".to_owned())));
        assert_eq!(radar("2029-11-23"), (before(120), Some("2029-11-24".to_owned())), "known on its last day only");
        assert_eq!(radar("2029-11-24"), (vec![Reason::CertificateExpired], None));
    }

    #[test]
    fn producer_commune_and_province_are_told_and_each_once() {
        let (tellings, _) = of_expiry(&expiry(), &RADAR_DAYS, day("2029-05-27"));
        let mut keys: Vec<_> = tellings.iter().map(Telling::key).collect();
        keys.extend(of_expiry(&expiry(), &RADAR_DAYS, day("2029-05-30")).0.iter().map(Telling::key));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 3, "on a later day it is the same that is told: {keys:?}");
        let (next, _) = of_expiry(&expiry(), &RADAR_DAYS, day("2029-06-26"));
        assert!(next.iter().all(|telling| !keys.contains(&telling.key())));
    }

    #[test]
    fn reasons_are_found_by_their_names() {
        let reasons = [Reason::TurnBegan, Reason::DueSoon, Reason::Overdue, Reason::DossierEnded]
            .into_iter()
            .chain([Reason::CertificateIssued, Reason::CertificateExpired, Reason::WorkDelegated])
            .chain([Reason::InspectionPlanned, Reason::InspectionConducted])
            .chain([Reason::InspectionConcluded, Reason::InspectionCancelled])
            .chain([Reason::ComplaintFounded, Reason::CertificateExpires { days_before: 180 }]);
        for reason in reasons {
            assert_eq!(Reason::named(reason.name(), Some(180)), Some(reason));
        }
    }
}
