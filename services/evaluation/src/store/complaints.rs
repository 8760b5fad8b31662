//! Complaints. Who complained is kept by [`super::complainants`].

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::operation::{Reading, readings};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, ExprTrait as _, JoinType,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, RelationDef,
};

use super::entity::complaint::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{certificate, complaint_file};
use super::{damaged, files};
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::complaint::{
    Channel, Complaint, ComplaintAnswer, ComplaintCounts, ComplaintId, ComplaintKind, ComplaintOutcome, ComplaintState,
    Forwarding, Matter, Recorder, Recording, Report, Withdrawal,
};
use crate::domain::dossier::{DossierId, Level, ProducerId};
use crate::domain::file::FileId;
use crate::domain::owed::Owed;
use crate::error::Error;

/// Noun of who complained, in the audit trail.
pub(crate) const COMPLAINANT: &str = "complainant";

/// The states of what is neither answered nor withdrawn.
const OPEN: [&str; 2] = ["received", "handling"];

/// Which complaints a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    /// Only about products of these producers; of all if none.
    pub(crate) producers: Option<Vec<ProducerId>>,
    /// About products of these producers, only what producers are told of.
    pub(crate) as_told_to: Vec<ProducerId>,
    /// Name of the state.
    pub(crate) state: Option<&'static str>,
    /// Only those that are open and were due before this day.
    pub(crate) overdue_on: Option<NaiveDate>,
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) received_from: Option<NaiveDate>,
    pub(crate) received_to: Option<NaiveDate>,
}

/// The complaint of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ComplaintId) -> Result<Option<Complaint>, Platform> {
    let Some(row) = db::one(Entity::find_by_id(id), db).await? else { return Ok(None) };
    let mut files = files_of(db, vec![row.id]).await?;
    read(row, &mut files).map(Some)
}

/// Keeps a new complaint, and with it the files that go with it.
pub(crate) async fn insert(work: &Work, complaint: &Complaint) -> Result<(), Error> {
    Entity::insert(row(work, complaint)).exec_without_returning(work).await?;
    let numbered = (0..).zip(&complaint.report.files);
    let rows: Vec<_> = numbered
        .map(|(position, file)| complaint_file::ActiveModel {
            complaint_id: Set(complaint.id.into()),
            position: Set(position),
            file_id: Set((*file).into()),
        })
        .collect();
    if !rows.is_empty() {
        files::keep(work, &complaint.report.files).await?;
        complaint_file::Entity::insert_many(rows).exec_without_returning(work).await?;
    }
    Ok(())
}

/// Keeps a complaint as it has become.
pub(crate) async fn save(work: &Work, complaint: &Complaint) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, complaint))
        .filter(COLUMN.id.eq(complaint.id))
        .filter(COLUMN.version.eq(complaint.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::ComplaintEtagStale) }
}

/// A page of complaints, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<Complaint>, Platform> {
    let select = Entity::find()
        .filter(condition(filter))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    let page = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    let mut files = files_of(db, page.rows.iter().map(|row| row.id).collect()).await?;
    page.try_map(|row| read(row, &mut files))
}

fn condition(filter: &Filter) -> Condition {
    let told = Condition::any()
        .add(COLUMN.state.eq("answered"))
        .add(COLUMN.recorder.eq(Recorder::Producer.name()))
        .add(COLUMN.producer_id.is_not_in(filter.as_told_to.iter().copied()));
    Condition::all()
        .add(db::within(&filter.units, Column::Province, Column::Unit))
        .add_option((!filter.as_told_to.is_empty()).then_some(told))
        .add_option(filter.producers.as_ref().map(|own| COLUMN.producer_id.is_in(own.iter().copied())))
        .add_option(filter.state.map(|state| COLUMN.state.eq(state)))
        .add_option(filter.overdue_on.map(|day| COLUMN.state.is_in(OPEN).and(COLUMN.due_on.lt(day))))
        .add_option(filter.certificate.map(|certificate| COLUMN.certificate_id.eq(certificate)))
        .add_option(filter.dossier.map(|dossier| COLUMN.dossier_id.eq(dossier)))
        .add_option(filter.received_from.map(|day| COLUMN.received_on.gte(day)))
        .add_option(filter.received_to.map(|day| COLUMN.received_on.lte(day)))
}

/// How many complaints there are about each of some certificates: about the recognition it stands for, so that what is
/// known of a certificate is known of the one that replaces it. Those without any are left out.
pub(crate) async fn counts_of(
    db: &impl ConnectionTrait,
    certificates: &[CertificateId],
) -> Result<HashMap<CertificateId, ComplaintCounts>, Platform> {
    let same_dossier: RelationDef =
        Entity::belongs_to(certificate::Entity).from(Column::DossierId).to(certificate::Column::DossierId).into();
    let rows: Vec<(Uuid, String, Option<String>, i64)> = Entity::find()
        .join(JoinType::InnerJoin, same_dossier)
        .select_only()
        .column(certificate::Column::Id)
        .column(Column::State)
        .column(Column::Outcome)
        .column_as(Column::Id.count(), "complaints")
        .filter(certificate::COLUMN.id.is_in(certificates.iter().copied()))
        .group_by(certificate::Column::Id)
        .group_by(Column::State)
        .group_by(Column::Outcome)
        .into_tuple()
        .all(db)
        .await?;
    let mut counts = HashMap::<CertificateId, ComplaintCounts>::new();
    for (certificate, state, outcome, count) in rows {
        let counted = counts.entry(certificate.into()).or_default();
        let count = usize::try_from(count).unwrap_or_default();
        if OPEN.contains(&state.as_str()) {
            counted.open += count;
        } else if outcome.and_then(|name| ComplaintOutcome::named(&name)).is_some_and(ComplaintOutcome::is_founded) {
            counted.founded += count;
        }
    }
    Ok(counts)
}

/// A page of who read who complained about products of units, but for those of some producers, the newest first.
pub(crate) async fn readings_of_complainants(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    but_of: &[ProducerId],
    complaint: Option<ComplaintId>,
    page: &Page,
) -> Result<Paged<Reading>, Platform> {
    let mut complaints = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(db::within(units, Column::Province, Column::Unit))
        .filter(COLUMN.producer_id.is_not_in(but_of.iter().copied()));
    if let Some(id) = complaint {
        complaints = complaints.filter(COLUMN.id.eq(id));
    }
    readings(db, COMPLAINANT, complaints.into_query(), page).await
}

/// The files of complaints, each in its order.
async fn files_of(db: &impl ConnectionTrait, complaints: Vec<Uuid>) -> Result<HashMap<Uuid, Vec<FileId>>, Platform> {
    let rows = complaint_file::Entity::find()
        .filter(complaint_file::COLUMN.complaint_id.is_in(complaints))
        .order_by_asc(complaint_file::COLUMN.position)
        .all(db)
        .await?;
    let mut files = HashMap::<Uuid, Vec<FileId>>::new();
    for row in rows {
        files.entry(row.complaint_id).or_default().push(row.file_id.into());
    }
    Ok(files)
}

fn row(work: &Work, complaint: &Complaint) -> ActiveModel {
    let Complaint { id, matter, report, recording, due_on, forwarding, state, version } = complaint;
    let forwarding = forwarding.as_ref();
    let (answer, withdrawal) = match state {
        ComplaintState::Received { .. } | ComplaintState::Handling => (None, None),
        ComplaintState::Answered(answer) => (Some(answer), None),
        ComplaintState::Withdrawn(withdrawal) => (None, Some(withdrawal)),
    };
    ActiveModel {
        id: Set((*id).into()),
        certificate_id: Set(matter.certificate.map(Into::into)),
        dossier_id: Set(matter.dossier.into()),
        producer_id: Set(matter.producer.into()),
        unit: Set(matter.unit.to_string()),
        province: Set(matter.province.to_string()),
        level: Set(matter.level.name().to_owned()),
        kind: Set(report.kind.name().to_owned()),
        channel: Set(report.channel.name().to_owned()),
        received_on: Set(report.received_on),
        content: Set(report.content.clone()),
        recorder: Set(recording.recorder.name().to_owned()),
        recorded_by: Set(recording.by.into()),
        recorded_at: Set(recording.at),
        due_on: Set(*due_on),
        state: Set(state.name().to_owned()),
        forward_note: Set(forwarding.map(|forwarding| forwarding.note.clone())),
        forwarded_by: Set(forwarding.map(|forwarding| forwarding.by.into())),
        forwarded_at: Set(forwarding.map(|forwarding| forwarding.at)),
        outcome: Set(answer.map(|answer| answer.outcome.name().to_owned())),
        no_consequence_reason: Set(answer.and_then(|answer| answer.no_consequence_reason.clone())),
        document: Set(answer.map(|answer| answer.document.clone())),
        dated: Set(answer.map(|answer| answer.dated)),
        answer: Set(answer.map(|answer| answer.text.clone())),
        answered_by: Set(answer.map(|answer| answer.by.into())),
        answered_at: Set(answer.map(|answer| answer.at)),
        withdrawal_note: Set(withdrawal.map(|withdrawal| withdrawal.note.clone())),
        withdrawn_by: Set(withdrawal.map(|withdrawal| withdrawal.by.into())),
        withdrawn_at: Set(withdrawal.map(|withdrawal| withdrawal.at)),
        version: Set(*version),
        updated_by: Set(work.operation().to_owned()),
    }
}

/// Answers to complaints that are due by a day. Their files are not looked up.
pub(crate) async fn owed_by(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Owed>, Platform> {
    let open = Entity::find().filter(COLUMN.state.is_in(OPEN)).filter(COLUMN.due_on.lte(day));
    let rows = open.all(db).await?.into_iter();
    rows.map(|row| read(row, &mut HashMap::new()).map(Owed::from)).collect()
}

fn read(row: Model, files: &mut HashMap<Uuid, Vec<FileId>>) -> Result<Complaint, Platform> {
    let files = files.remove(&row.id).unwrap_or_default();
    let whole = |row: Model| {
        let recorder = Recorder::named(&row.recorder)?;
        Some(Complaint {
            id: row.id.into(),
            matter: Matter {
                certificate: row.certificate_id.map(Into::into),
                dossier: row.dossier_id.into(),
                producer: row.producer_id.into(),
                unit: row.unit.parse().ok()?,
                province: row.province.parse().ok()?,
                level: Level::named(&row.level)?,
            },
            state: state(&row, recorder)?,
            forwarding: forwarding(&row),
            report: Report {
                kind: ComplaintKind::named(&row.kind)?,
                channel: Channel::named(&row.channel)?,
                received_on: row.received_on,
                content: row.content,
                files,
            },
            recording: Recording { recorder, by: row.recorded_by.into(), at: row.recorded_at },
            due_on: row.due_on,
            version: row.version,
        })
    };
    whole(row).ok_or_else(|| damaged("complaint"))
}

fn forwarding(row: &Model) -> Option<Forwarding> {
    Some(Forwarding { note: row.forward_note.clone()?, by: row.forwarded_by?.into(), at: row.forwarded_at? })
}

fn state(row: &Model, recorder: Recorder) -> Option<ComplaintState> {
    Some(match (row.state.as_str(), recorder) {
        ("received", Recorder::Officer(at)) => ComplaintState::Received { at },
        ("handling", _) => ComplaintState::Handling,
        ("answered", _) => ComplaintState::Answered(ComplaintAnswer {
            outcome: ComplaintOutcome::named(row.outcome.as_deref()?)?,
            no_consequence_reason: row.no_consequence_reason.clone(),
            document: row.document.clone()?,
            dated: row.dated?,
            text: row.answer.clone()?,
            by: row.answered_by?.into(),
            at: row.answered_at?,
        }),
        ("withdrawn", _) => ComplaintState::Withdrawn(Withdrawal {
            note: row.withdrawal_note.clone()?,
            by: row.withdrawn_by?.into(),
            at: row.withdrawn_at?,
        }),
        _ => return None,
    })
}
