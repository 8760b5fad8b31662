//! The ministry's requests to redo.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::redo_request::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::owed::Owed;
use crate::domain::redo::{RedoDemand, RedoRequest, RedoRequestId, RedoState, Said, Signed};
use crate::domain::register::Basis;
use crate::error::Error;

const OPEN: Unique = Unique { name: "redo_request_open", columns: "redo_request.dossier_id" };

/// Which requests a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) dossier: Option<DossierId>,
    pub(crate) state: Option<RedoState>,
    /// Only those that are open and were due before this day.
    pub(crate) overdue_on: Option<NaiveDate>,
}

/// The request of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: RedoRequestId) -> Result<Option<RedoRequest>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(read).transpose()
}

/// Keeps a new request; a dossier has one that is not closed.
pub(crate) async fn insert(work: &Work, request: &RedoRequest) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, request)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(OPEN, || Error::RedoRequestExists)])
}

/// Keeps a request as it has become.
pub(crate) async fn save(work: &Work, request: &RedoRequest) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, request))
        .filter(COLUMN.id.eq(request.id))
        .filter(COLUMN.version.eq(request.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::RedoRequestEtagStale) }
}

/// Requests that the province has not reported on and that are due by a day.
pub(crate) async fn owed_by(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Owed>, Platform> {
    let open = Entity::find().filter(COLUMN.state.eq(RedoState::Open.name())).filter(COLUMN.due_on.lte(day));
    open.all(db).await?.into_iter().map(|row| read(row).map(Owed::from)).collect()
}

/// A page of requests, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<RedoRequest>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(dossier) = filter.dossier {
        select = select.filter(COLUMN.dossier_id.eq(dossier));
    }
    if let Some(state) = filter.state {
        select = select.filter(COLUMN.state.eq(state.name()));
    }
    if let Some(day) = filter.overdue_on {
        select = select.filter(COLUMN.state.eq(RedoState::Open.name())).filter(COLUMN.due_on.lt(day));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(read)
}

fn row(work: &Work, request: &RedoRequest) -> ActiveModel {
    let (report, closing) = (request.report.as_ref(), request.closing.as_ref());
    ActiveModel {
        id: Set(request.id.into()),
        dossier_id: Set(request.dossier.into()),
        certificate_id: Set(request.certificate.map(Into::into)),
        unit: Set(request.unit.to_string()),
        province: Set(request.province.to_string()),
        demand: Set(request.demand.name().to_owned()),
        state: Set(request.state().name().to_owned()),
        document: Set(request.document.reference.clone()),
        document_date: Set(request.document.date),
        reasons: Set(request.reasons.clone()),
        requested_by: Set(request.requested.by.into()),
        requested_at: Set(request.requested.at),
        due_on: Set(request.due_on),
        taken_up: Set(request.taken_up),
        report: Set(report.map(|said| said.text.clone())),
        reported_by: Set(report.map(|said| said.signed.by.into())),
        reported_at: Set(report.map(|said| said.signed.at)),
        closing: Set(closing.map(|said| said.text.clone())),
        closed_by: Set(closing.map(|said| said.signed.by.into())),
        closed_at: Set(closing.map(|said| said.signed.at)),
        version: Set(request.version),
        updated_by: Set(work.operation().to_owned()),
    }
}

/// What was said, if anything was.
fn said(text: Option<String>, by: Option<Uuid>, at: Option<Moment>) -> Option<Said> {
    Some(Said { text: text?, signed: Signed { by: by?.into(), at: at? } })
}

fn read(row: Model) -> Result<RedoRequest, Platform> {
    let whole = |row: Model| {
        Some(RedoRequest {
            id: row.id.into(),
            dossier: row.dossier_id.into(),
            certificate: row.certificate_id.map(Into::into),
            unit: row.unit.parse().ok()?,
            province: row.province.parse().ok()?,
            demand: RedoDemand::named(&row.demand)?,
            document: Basis { reference: row.document, date: row.document_date },
            reasons: row.reasons,
            requested: Signed { by: row.requested_by.into(), at: row.requested_at },
            due_on: row.due_on,
            taken_up: row.taken_up,
            report: said(row.report, row.reported_by, row.reported_at),
            closing: said(row.closing, row.closed_by, row.closed_at),
            version: row.version,
        })
    };
    whole(row).ok_or_else(|| damaged("request to redo"))
}
