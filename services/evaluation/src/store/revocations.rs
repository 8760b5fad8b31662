//! Revocations of certificates.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Double, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::SelectStatement;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

use super::entity::revocation::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, register_entries};
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::council::DecisionReference;
use crate::domain::dossier::{Level, ProducerId};
use crate::domain::inspection::InspectionId;
use crate::domain::owed::Owed;
use crate::domain::register::CertificateStatus;
use crate::domain::revocation::{
    Answer, Charge, Ground, Revocation, RevocationId, RevocationOutcome, RevocationState, Ruling,
};
use crate::error::Error;

const IN_EFFECT: Unique = Unique { name: "revocation_in_effect", columns: "revocation.certificate_id" };
const OF_COMPLAINT: Unique = Unique { name: "revocation_of_complaint", columns: "revocation.complaint_id" };
const OF_INSPECTION: Unique = Unique { name: "revocation_of_inspection", columns: "revocation.inspection_id" };

/// Which revocations a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    /// Only of these producers; all if none.
    pub(crate) producers: Option<Vec<ProducerId>>,
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) state: Option<RevocationState>,
    /// Only those that are open and were due before this day.
    pub(crate) overdue_on: Option<NaiveDate>,
}

/// The revocation of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: RevocationId) -> Result<Option<Revocation>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(read).transpose()
}

/// Keeps a new revocation; a certificate has one at a time, and a complaint or an inspection leads to one.
pub(crate) async fn insert(work: &Work, revocation: &Revocation) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, revocation)).exec_without_returning(work).await;
    let rules: [Double<Error>; 3] = [
        (IN_EFFECT, || Error::RevocationExists),
        (OF_COMPLAINT, || Error::ComplaintFollowed),
        (OF_INSPECTION, || Error::InspectionUsed),
    ];
    db::unique_or(inserted.map(|_| ()), &rules)
}

/// Keeps a revocation as it has become.
pub(crate) async fn save(work: &Work, revocation: &Revocation) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, revocation))
        .filter(COLUMN.id.eq(revocation.id))
        .filter(COLUMN.version.eq(revocation.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::RevocationEtagStale);
    }
    if let Some(day) = revocation.revoked_on() {
        register_entries::end(work, revocation.certificate, day, CertificateStatus::Revoked).await?;
    }
    Ok(())
}

/// Decisions on open revocations that are due by a day.
pub(crate) async fn owed_by(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Vec<Owed>, Platform> {
    let open = Entity::find().filter(COLUMN.state.eq(RevocationState::Open.name())).filter(COLUMN.due_on.lte(day));
    open.all(db).await?.into_iter().map(|row| read(row).map(Owed::from)).collect()
}

/// True if the revocation of a certificate is open.
pub(crate) async fn is_open(db: &impl ConnectionTrait, certificate: CertificateId) -> Result<bool, Platform> {
    let open = Entity::find()
        .filter(COLUMN.certificate_id.eq(certificate))
        .filter(COLUMN.state.eq(RevocationState::Open.name()));
    Ok(db::one(open, db).await?.is_some())
}

/// A page of revocations, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<Revocation>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(producers) = &filter.producers {
        select = select.filter(COLUMN.producer_id.is_in(producers.iter().copied()));
    }
    if let Some(certificate) = filter.certificate {
        select = select.filter(COLUMN.certificate_id.eq(certificate));
    }
    if let Some(state) = filter.state {
        select = select.filter(COLUMN.state.eq(state.name()));
    }
    if let Some(day) = filter.overdue_on {
        select = select.filter(COLUMN.state.eq(RevocationState::Open.name())).filter(COLUMN.due_on.lt(day));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(read)
}

/// The revocations that rest on inspections.
pub(crate) async fn resting_on(
    db: &impl ConnectionTrait,
    inspections: impl IntoIterator<Item = InspectionId>,
) -> Result<HashMap<InspectionId, RevocationId>, Platform> {
    let rows: Vec<(Uuid, Uuid)> = Entity::find()
        .select_only()
        .columns([Column::InspectionId, Column::Id])
        .filter(COLUMN.inspection_id.is_in(inspections))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(inspection, revocation)| (inspection.into(), revocation.into())).collect())
}

/// The days on which certificates were revoked, of those that were.
pub(super) async fn revoked_days(
    db: &impl ConnectionTrait,
    certificates: Vec<Uuid>,
) -> Result<Vec<(Uuid, NaiveDate)>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.certificate_id.is_in(certificates))
        .filter(COLUMN.state.eq(REVOKED.name()))
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.certificate_id, row.decision_date?))).collect())
}

/// Selects the certificates that were revoked by a day.
pub(super) fn revoked_by(day: NaiveDate) -> SelectStatement {
    Entity::find()
        .select_only()
        .column(Column::CertificateId)
        .filter(Column::State.eq(REVOKED.name()))
        .filter(Column::DecisionDate.lte(day))
        .into_query()
}

const REVOKED: RevocationState = RevocationState::Ended(RevocationOutcome::Revoked);

fn row(work: &Work, revocation: &Revocation) -> ActiveModel {
    let (answer, ruling) = (revocation.answer.as_ref(), revocation.ruling.as_ref());
    let decision = ruling.map(|ruling| &ruling.decision);
    ActiveModel {
        id: Set(revocation.id.into()),
        certificate_id: Set(revocation.certificate.into()),
        producer_id: Set(revocation.producer.into()),
        unit: Set(revocation.unit.to_string()),
        province: Set(revocation.province.to_string()),
        level: Set(revocation.level.name().to_owned()),
        state: Set(revocation.state().name().to_owned()),
        ground: Set(revocation.charge.ground.name().to_owned()),
        conclusion: Set(revocation.charge.conclusion.clone()),
        concluded_on: Set(revocation.charge.concluded_on),
        reasons: Set(revocation.charge.reasons.clone()),
        inspection_id: Set(revocation.charge.inspection.map(Into::into)),
        opened_by: Set(revocation.opened_by.into()),
        opened_at: Set(revocation.opened_at),
        due_on: Set(revocation.due_on),
        answer_until: Set(revocation.answer_until),
        answer: Set(answer.map(|answer| answer.text.clone())),
        answer_paper_original: Set(answer.and_then(|answer| answer.paper_original.clone())),
        answered_by: Set(answer.map(|answer| answer.by.into())),
        answered_at: Set(answer.map(|answer| answer.at)),
        decision_number: Set(decision.map(|decision| decision.number.clone())),
        decision_date: Set(decision.map(|decision| decision.date)),
        signer_name: Set(decision.map(|decision| decision.signer_name.clone())),
        signer_title: Set(decision.map(|decision| decision.signer_title.clone())),
        decision_reasons: Set(ruling.map(|ruling| ruling.reasons.clone())),
        decided_by: Set(ruling.map(|ruling| ruling.by.into())),
        decided_at: Set(ruling.map(|ruling| ruling.at)),
        complaint_id: Set(revocation.charge.complaint.map(Into::into)),
        version: Set(revocation.version),
        updated_by: Set(work.operation().to_owned()),
    }
}

fn read(row: Model) -> Result<Revocation, Platform> {
    let whole = |row: Model| {
        let ruling = match RevocationState::named(&row.state)? {
            RevocationState::Open => None,
            RevocationState::Ended(outcome) => Some(Ruling {
                outcome,
                decision: DecisionReference {
                    number: row.decision_number?,
                    date: row.decision_date?,
                    signer_name: row.signer_name?,
                    signer_title: row.signer_title?,
                },
                reasons: row.decision_reasons?,
                by: row.decided_by?.into(),
                at: row.decided_at?,
            }),
        };
        let answer = match row.answer {
            None => None,
            Some(text) => Some(Answer {
                text,
                paper_original: row.answer_paper_original,
                by: row.answered_by?.into(),
                at: row.answered_at?,
            }),
        };
        Some(Revocation {
            id: row.id.into(),
            certificate: row.certificate_id.into(),
            producer: row.producer_id.into(),
            unit: row.unit.parse().ok()?,
            province: row.province.parse().ok()?,
            level: Level::named(&row.level)?,
            charge: Charge {
                ground: Ground::named(&row.ground)?,
                conclusion: row.conclusion,
                concluded_on: row.concluded_on,
                inspection: row.inspection_id.map(Into::into),
                reasons: row.reasons,
                complaint: row.complaint_id.map(Into::into),
            },
            opened_by: row.opened_by.into(),
            opened_at: row.opened_at,
            due_on: row.due_on,
            answer_until: row.answer_until,
            answer,
            ruling,
            version: row.version,
        })
    };
    whole(row).ok_or_else(|| damaged("revocation"))
}
