//! What is to be done, by whom and until when, between values and messages.

use platform::access::{Role, role_name};
use platform::error::Text;
use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{level, optional_day, text, turn};
use crate::domain::clock::ClockKind;
use crate::domain::delegation::Delegation;
use crate::domain::dossier::{Level, Turn};
use crate::domain::expiry::Expiring;
use crate::domain::notice::{Notice, Reason, Recipient, Telling};
use crate::domain::round::{Round, RoundLevel};
use crate::domain::work_item::{Urgency, WorkItem};
use crate::ops::{ProvinceLoad, RoundLoad, SeenExpiring, SeenYear};
use crate::store::calendar_days::EnteredDay;
use crate::store::round_loads::Counts;

/// Roles whose work is delegated.
const OFFICIALS: [Role; 6] = [
    Role::CommuneOfficer,
    Role::CommuneLeader,
    Role::ProvinceOfficer,
    Role::ProvinceLeader,
    Role::MinistryOfficer,
    Role::MinistryLeader,
];

pub(crate) fn read_urgency(fields: &mut Fields, given: i32) -> Option<Option<Urgency>> {
    let urgency = fields.optional_choice::<pb::Urgency>("urgency", given)?;
    Some(match urgency {
        None | Some(pb::Urgency::Unspecified) => None,
        Some(pb::Urgency::InTime) => Some(Urgency::InTime),
        Some(pb::Urgency::DueSoon) => Some(Urgency::DueSoon),
        Some(pb::Urgency::Overdue) => Some(Urgency::Overdue),
    })
}

pub(crate) fn read_optional_turn(fields: &mut Fields, given: i32) -> Option<Option<Turn>> {
    let wanted = fields.optional_choice::<pb::Turn>("turn", given)?;
    Some(wanted.and_then(|wanted| Turn::ALL.into_iter().find(|known| turn(*known) == wanted)))
}

pub(crate) fn read_round_level(fields: &mut Fields, given: i32) -> Option<RoundLevel> {
    match fields.choice::<pb::Level>("level", given)? {
        pb::Level::Province => Some(RoundLevel::Province),
        pb::Level::Ministry => Some(RoundLevel::Ministry),
        pb::Level::Unspecified | pb::Level::Commune => {
            fields.fault(
                "level",
                "Chỉ tỉnh và trung ương có đợt đánh giá.",
                "Only provinces and the ministry hold rounds.",
            );
            None
        }
    }
}

pub(crate) fn read_official_role(fields: &mut Fields, given: i32) -> Option<Role> {
    let role = fields.choice::<Role>("role", given)?;
    if OFFICIALS.contains(&role) {
        return Some(role);
    }
    let officials = OFFICIALS.map(role_name).join(", ");
    fields.fault(
        "role",
        format!("Chỉ uỷ quyền cho các vai trò: {officials}."),
        format!("Only these roles are delegated: {officials}."),
    );
    None
}

fn count(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

fn clock(kind: ClockKind) -> pb::ClockKind {
    match kind {
        ClockKind::CommuneCheck => pb::ClockKind::CommuneCheck,
        ClockKind::Completion => pb::ClockKind::Completion,
        ClockKind::Answer => pb::ClockKind::Answer,
        ClockKind::Supplement => pb::ClockKind::Supplement,
        ClockKind::ProvincialResult => pb::ClockKind::ProvincialResult,
        ClockKind::ReRankingResult => pb::ClockKind::ReRankingResult,
        ClockKind::MinistryResult => pb::ClockKind::MinistryResult,
        ClockKind::Revocation => pb::ClockKind::Revocation,
        ClockKind::Redo => pb::ClockKind::Redo,
        ClockKind::ComplaintAnswer => pb::ClockKind::ComplaintAnswer,
    }
}

fn optional_clock(kind: Option<ClockKind>) -> i32 {
    kind.map_or(pb::ClockKind::Unspecified, clock).into()
}

pub(crate) fn work_item(item: WorkItem) -> pb::WorkItem {
    let urgency = match item.urgency {
        Urgency::InTime => pb::Urgency::InTime,
        Urgency::DueSoon => pb::Urgency::DueSoon,
        Urgency::Overdue => pb::Urgency::Overdue,
    };
    pb::WorkItem {
        clock: optional_clock(item.dossier.clocks.running.as_ref().map(|clock| clock.kind)),
        urgency: urgency.into(),
        working_days_left: count(item.working_days_left),
        dossier: Some(super::dossier(item.dossier)),
    }
}

pub(crate) fn calendar_day(day: EnteredDay) -> pb::CalendarDay {
    pb::CalendarDay {
        day: day.entered.day.to_string(),
        working: day.entered.working,
        act: day.entered.act,
        in_effect: day.in_effect,
        entered_at: Some(timestamp(day.entered_at)),
        entered_by_person_id: day.entered_by.to_string(),
    }
}

pub(crate) fn calendar_days(year: SeenYear) -> pb::ListCalendarDaysResponse {
    pb::ListCalendarDaysResponse {
        calendar_days: year.entered.into_iter().map(calendar_day).collect(),
        weekdays_off: year.weekdays_off.iter().map(ToString::to_string).collect(),
        weekend_days_worked: year.weekend_days_worked.iter().map(ToString::to_string).collect(),
    }
}

pub(crate) fn round((round, counts): (Round, Counts)) -> pb::Round {
    let of_level = match round.level {
        RoundLevel::Province => Level::Province,
        RoundLevel::Ministry => Level::Ministry,
    };
    pb::Round {
        level: level(of_level).into(),
        year: round.year,
        number: i32::try_from(round.number).unwrap_or(i32::MAX),
        proposed_by: round.proposed_by.to_string(),
        result_by: round.result_by.to_string(),
        open_dossiers: count(counts.open),
        decided_dossiers: count(counts.decided),
    }
}

pub(crate) fn round_load(load: RoundLoad) -> pb::RoundLoad {
    let province = |(unit, load): (_, ProvinceLoad)| pb::ProvinceLoad {
        unit_id: platform::access::UnitId::to_string(&unit),
        at_communes: count(load.at_communes),
        open_dossiers: count(load.open),
        re_rankings_open: count(load.re_rankings_open),
        re_rankings_expected: count(load.re_rankings_expected),
    };
    pb::RoundLoad {
        round: Some(round((load.round, load.counts))),
        provinces: load.provinces.into_iter().map(province).collect(),
    }
}

pub(crate) fn delegation(delegation: Delegation) -> pb::Delegation {
    pb::Delegation {
        id: delegation.id.to_string(),
        from_person_id: delegation.from.to_string(),
        to_person_id: delegation.to.to_string(),
        role: delegation.role.into(),
        unit_id: delegation.unit.to_string(),
        first_day: delegation.first_day.to_string(),
        last_day: delegation.last_day.to_string(),
        etag: etag(delegation.version),
    }
}

fn reason(reason: Reason) -> pb::NoticeReason {
    match reason {
        Reason::TurnBegan => pb::NoticeReason::TurnBegan,
        Reason::DueSoon => pb::NoticeReason::DueSoon,
        Reason::Overdue => pb::NoticeReason::Overdue,
        Reason::DossierEnded => pb::NoticeReason::DossierEnded,
        Reason::CertificateIssued => pb::NoticeReason::CertificateIssued,
        Reason::CertificateExpires { .. } => pb::NoticeReason::CertificateExpires,
        Reason::CertificateExpired => pb::NoticeReason::CertificateExpired,
        Reason::WorkDelegated => pb::NoticeReason::WorkDelegated,
        Reason::ComplaintFounded => pb::NoticeReason::ComplaintFounded,
        Reason::InspectionPlanned => pb::NoticeReason::InspectionPlanned,
        Reason::InspectionConducted => pb::NoticeReason::InspectionConducted,
        Reason::InspectionConcluded => pb::NoticeReason::InspectionConcluded,
        Reason::InspectionCancelled => pb::NoticeReason::InspectionCancelled,
        Reason::RedoRequested => pb::NoticeReason::RedoRequested,
        Reason::RevocationOpened => pb::NoticeReason::RevocationOpened,
        Reason::CertificateRevoked => pb::NoticeReason::CertificateRevoked,
        Reason::RevocationDropped => pb::NoticeReason::RevocationDropped,
    }
}

/// The reason in words.
fn words(telling: &Telling) -> Text {
    let day = optional_day(telling.due_on);
    // What is due.
    let (vi, en) = match telling.clock {
        Some(ClockKind::Revocation) => ("Thủ tục thu hồi giấy chứng nhận", "The revocation of a certificate"),
        Some(ClockKind::ComplaintAnswer) => ("Việc trả lời khiếu nại, phản ánh", "The answer to a complaint"),
        _ => ("Hồ sơ", "A dossier"),
    };
    let (vi, en) = match telling.reason {
        Reason::TurnBegan if telling.due_on.is_some() => {
            (format!("Đến lượt xử lý hồ sơ; hạn {day}."), format!("It is your turn on a dossier; due on {day}."))
        }
        Reason::TurnBegan => ("Đến lượt xử lý hồ sơ.".to_owned(), "It is your turn on a dossier.".to_owned()),
        Reason::DueSoon => (format!("{vi} sắp đến hạn {day}."), format!("{en} is due on {day}.")),
        Reason::Overdue => (format!("{vi} đã quá hạn {day}."), format!("{en} was due on {day}.")),
        Reason::DossierEnded => (
            "Hồ sơ đã kết thúc, không được công nhận.".to_owned(),
            "A dossier has ended without a certificate.".to_owned(),
        ),
        Reason::CertificateIssued => (
            format!("Đã cấp giấy chứng nhận, có giá trị đến {day}."),
            format!("A certificate was issued; it holds until {day}."),
        ),
        Reason::CertificateExpires { .. } => {
            (format!("Giấy chứng nhận hết hạn ngày {day}."), format!("A certificate expires on {day}."))
        }
        Reason::CertificateExpired => {
            (format!("Giấy chứng nhận đã hết hạn ngày {day}."), format!("A certificate expired on {day}."))
        }
        Reason::WorkDelegated => (
            format!("Được uỷ quyền xử lý công việc từ ngày {day}."),
            format!("You stand in for somebody from {day} on."),
        ),
        Reason::ComplaintFounded => (
            "Có khiếu nại hoặc phản ánh về sản phẩm được kết luận là có cơ sở; xem văn bản trả lời.".to_owned(),
            "A complaint about a product was found right; see its answer.".to_owned(),
        ),
        Reason::InspectionPlanned => (
            format!("Sản phẩm sẽ được kiểm tra sau công nhận, chậm nhất ngày {day}."),
            format!("A recognised product is to be inspected, by {day} at the latest."),
        ),
        Reason::InspectionConducted => (
            "Sản phẩm đã được kiểm tra sau công nhận; chờ kết luận.".to_owned(),
            "A recognised product was inspected; the conclusion is awaited.".to_owned(),
        ),
        Reason::InspectionConcluded if telling.due_on.is_some() => (
            format!("Đã có kết luận kiểm tra; phải khắc phục vi phạm đến hết ngày {day}."),
            format!("An inspection was concluded; what is in breach is to be put right by {day}."),
        ),
        Reason::InspectionConcluded => {
            ("Đã có kết luận kiểm tra.".to_owned(), "An inspection was concluded.".to_owned())
        }
        Reason::InspectionCancelled => (
            "Cuộc kiểm tra đã thông báo sẽ không tiến hành.".to_owned(),
            "An inspection that was announced will not take place.".to_owned(),
        ),
        Reason::RedoRequested => (
            format!("Bộ yêu cầu đánh giá lại hoặc thu hồi công nhận; hạn báo cáo {day}."),
            format!("The ministry asks to redo an assessment or to withdraw a recognition; report by {day}."),
        ),
        Reason::RevocationOpened => (
            format!("Đã mở thủ tục thu hồi giấy chứng nhận; có thể trả lời đến hết ngày {day}."),
            format!("The revocation of a certificate was opened; it may be answered until {day}."),
        ),
        Reason::CertificateRevoked => {
            ("Giấy chứng nhận đã bị thu hồi.".to_owned(), "A certificate was revoked.".to_owned())
        }
        Reason::RevocationDropped => (
            "Không thu hồi giấy chứng nhận; giấy vẫn còn hiệu lực.".to_owned(),
            "The revocation of a certificate was dropped; it holds.".to_owned(),
        ),
    };
    Text::new(vi, en)
}

pub(crate) fn notice_issued(notice: &Notice) -> pb::NoticeIssued {
    let pb::Notice {
        id,
        reason,
        recipient,
        recipient_unit_id,
        recipient_producer_id,
        recipient_person_id,
        dossier_id,
        certificate_id,
        delegation_id,
        clock,
        due_on,
        ..
    } = self::notice(notice.clone());
    pb::NoticeIssued {
        notice_id: id,
        reason,
        recipient,
        recipient_unit_id,
        recipient_producer_id,
        recipient_person_id,
        dossier_id,
        certificate_id,
        delegation_id,
        clock,
        due_on,
    }
}

pub(crate) fn notice(notice: Notice) -> pb::Notice {
    let telling = &notice.telling;
    let (seat, person) = match &telling.recipient {
        Recipient::Seat(seat) => (Some(seat), None),
        Recipient::Person(person) => (None, Some(person)),
    };
    let id = |id: Option<String>| id.unwrap_or_default();
    pb::Notice {
        id: notice.id.to_string(),
        reason: reason(telling.reason).into(),
        recipient: seat.map_or(pb::Turn::Unspecified, |seat| turn(seat.turn)).into(),
        recipient_unit_id: id(seat.map(|seat| seat.unit.to_string())),
        recipient_producer_id: id(seat.and_then(|seat| seat.producer).map(|producer| producer.to_string())),
        recipient_person_id: id(person.map(ToString::to_string)),
        dossier_id: id(telling.dossier.map(|dossier| dossier.to_string())),
        certificate_id: id(telling.certificate.map(|certificate| certificate.to_string())),
        delegation_id: id(telling.delegation.map(|delegation| delegation.to_string())),
        clock: optional_clock(telling.clock),
        due_on: optional_day(telling.due_on),
        text: text(&words(telling)),
        issued_at: Some(timestamp(notice.issued_at)),
        acknowledged_at: notice.acknowledged.map(|(_, at)| timestamp(at)),
        acknowledged_by_person_id: id(notice.acknowledged.map(|(person, _)| person.to_string())),
    }
}

pub(crate) fn expiring_certificate(seen: SeenExpiring) -> pb::ExpiringCertificate {
    let SeenExpiring { expiring: Expiring { certificate, following }, today, window: (opens_on, closes_on) } = seen;
    pb::ExpiringCertificate {
        days_left: count((certificate.expires_on - today).num_days()),
        window_opens_on: opens_on.to_string(),
        window_closes_on: closes_on.to_string(),
        following_dossier_id: following.map(|dossier| dossier.to_string()).unwrap_or_default(),
        certificate: Some(super::certificate((certificate, today))),
    }
}
