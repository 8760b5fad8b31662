//! Notices, each told once.

use platform::access::UnitId;
use platform::db::{self, Cursor, Page, Paged, Unique};
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Value,
};

use super::damaged;
use super::entity::notice::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::clock::ClockKind;
use crate::domain::dossier::{Level, Turn};
use crate::domain::notice::{HeldTurn, Notice, NoticeId, Reach, Reason, Recipient, Seat, Telling};

const ONCE: Unique = Unique { name: "notice_once", columns: "notice.key" };

/// The columns of a new notice, in the order of [`values`].
const COLUMNS: &str = "notice (id, key, reason, recipient, unit, province, producer_id, person_id, dossier_id, \
    certificate_id, delegation_id, clock, due_on, days_before, issued_at, updated_by)";

/// Which notices a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Those for whoever has one of these turns, and those for the person.
    pub(crate) turns: Vec<HeldTurn>,
    pub(crate) person: PersonId,
    pub(crate) unacknowledged_only: bool,
}

/// The notice of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: NoticeId) -> Result<Option<Notice>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Notice::try_from).transpose()
}

/// A notice, kept when the attempt is committed. What it tells was not told before.
pub(crate) fn issue(work: &Work, telling: Telling) -> Notice {
    let notice = Notice { id: work.new_id(), telling, issued_at: work.now(), acknowledged: None };
    work.insert_at_commit(COLUMNS, values(work, &notice), (ONCE, told_twice));
    notice
}

/// What of these was not told before.
pub(crate) async fn untold(db: &impl ConnectionTrait, tellings: Vec<Telling>) -> Result<Vec<Telling>, Platform> {
    let keys: Vec<_> = tellings.iter().map(Telling::key).collect();
    let told: Vec<String> = Entity::find()
        .select_only()
        .column(Column::Key)
        .filter(COLUMN.key.is_in(keys.iter().map(String::as_str)))
        .into_tuple()
        .all(db)
        .await?;
    let pairs = tellings.into_iter().zip(keys);
    Ok(pairs.filter(|(_, key)| !told.contains(key)).map(|(telling, _)| telling).collect())
}

fn told_twice() -> Platform {
    Platform::internal("a notice was to be issued twice")
}

/// Keeps that a notice was acknowledged.
pub(crate) async fn acknowledge(work: &Work, notice: &Notice) -> Result<(), Platform> {
    let acknowledged = ActiveModel {
        acknowledged_at: Set(notice.acknowledged.map(|(_, at)| at)),
        acknowledged_by: Set(notice.acknowledged.map(|(person, _)| person.into())),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    Entity::update_many().set(acknowledged).filter(COLUMN.id.eq(notice.id)).exec(work).await?;
    Ok(())
}

/// A page of notices, the newest first. Each turn is a walk along an index; the walks are merged.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Notice>, Platform> {
    let mut walks = vec![Entity::find().filter(COLUMN.person_id.eq(filter.person))];
    walks.extend(filter.turns.iter().map(for_turn));
    let mut rows = Vec::new();
    for walk in walks {
        let mut select = walk.filter(db::before(page.after.as_ref(), Column::Id)).order_by_desc(COLUMN.id);
        if filter.unacknowledged_only {
            select = select.filter(COLUMN.acknowledged_at.is_null());
        }
        rows.extend(select.limit(page.limit()).all(db).await?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.id));
    rows.dedup_by_key(|row| row.id);
    page.of(rows, |row| Cursor { key: Vec::new(), id: row.id }).try_map(Notice::try_from)
}

fn for_turn(held: &HeldTurn) -> Select<Entity> {
    let select = Entity::find().filter(COLUMN.recipient.eq(held.turn.name()));
    match &held.reach {
        Reach::Producers(producers) => select.filter(COLUMN.producer_id.is_in(producers.iter().copied())),
        Reach::Unit(unit) => match unit.code().len() {
            2 => select.filter(COLUMN.province.eq(unit.as_str())),
            // The country's own, unless somebody has a lower turn in all of it.
            0 if held.turn.level() != Some(Level::Ministry) => select,
            _ => select.filter(COLUMN.unit.eq(unit.as_str())),
        },
    }
}

fn values(work: &Work, notice: &Notice) -> [Value; 16] {
    let Telling { recipient, reason, dossier, certificate, delegation, clock, due_on, .. } = &notice.telling;
    let (seat, person) = match recipient {
        Recipient::Seat(seat) => (Some(seat), None),
        Recipient::Person(person) => (None, Some(*person)),
    };
    let days_before = match reason {
        Reason::CertificateExpires { days_before } => i32::try_from(*days_before).ok(),
        _ => None,
    };
    let id = |id: Option<RawId>| Value::from(id);
    [
        notice.id.into(),
        notice.telling.key().into(),
        reason.name().into(),
        seat.map(|seat| seat.turn.name()).into(),
        seat.map(|seat| seat.unit.to_string()).into(),
        seat.map(|seat| seat.province.to_string()).into(),
        id(seat.and_then(|seat| seat.producer).map(Into::into)),
        id(person.map(Into::into)),
        id(dossier.map(Into::into)),
        id(certificate.map(Into::into)),
        id(delegation.map(Into::into)),
        clock.map(ClockKind::name).into(),
        (*due_on).into(),
        days_before.into(),
        notice.issued_at.into(),
        work.operation().into(),
    ]
}

impl TryFrom<Model> for Notice {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let unit = |unit: Option<String>| unit.and_then(|unit| unit.parse::<UnitId>().ok());
        let read = |row: Model| {
            let recipient = match row.person_id {
                Some(person) => Recipient::Person(person.into()),
                None => Recipient::Seat(Seat {
                    turn: Turn::named(&row.recipient?)?,
                    unit: unit(row.unit)?,
                    province: unit(row.province)?,
                    producer: row.producer_id.map(Into::into),
                }),
            };
            let reason = Reason::named(&row.reason, row.days_before.and_then(|days| u32::try_from(days).ok()))?;
            let telling = Telling {
                dossier: row.dossier_id.map(Into::into),
                certificate: row.certificate_id.map(Into::into),
                delegation: row.delegation_id.map(Into::into),
                clock: row.clock.as_deref().and_then(ClockKind::named),
                due_on: row.due_on,
                ..Telling::to(recipient, reason)
            };
            let acknowledged = row.acknowledged_by.map(Into::into).zip(row.acknowledged_at);
            Some(Self { id: row.id.into(), telling, issued_at: row.issued_at, acknowledged })
        };
        read(row).ok_or_else(|| damaged("notice"))
    }
}
