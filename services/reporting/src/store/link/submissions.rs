//! Submissions, on either side.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::super::entity::link_submission::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::link::Hash;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::standing::Place;
use crate::domain::link::submission::{Refusal, SubmissionKind, Summary};
use crate::store::damaged;

/// The submission of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: RawId) -> Result<Option<Submission>, Error> {
    db::one(Entity::find_by_id(id), db).await?.map(Submission::try_from).transpose()
}

/// Keeps a new submission.
pub(crate) async fn insert(work: &Work, submission: &Submission) -> Result<(), Error> {
    let created = ActiveModel { created_at: Set(submission.at), ..row(work, submission) };
    Entity::insert(created).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a submission as it has become.
pub(crate) async fn save(work: &Work, submission: &Submission) -> Result<(), Error> {
    Entity::update_many().set(row(work, submission)).filter(COLUMN.id.eq(submission.id)).exec(work).await?;
    Ok(())
}

/// Lets submissions go that never had a head.
pub(crate) async fn delete(work: &Work, ids: &[RawId]) -> Result<(), Error> {
    super::bodies::delete(work, ids).await?;
    Entity::delete_many().filter(COLUMN.id.is_in(ids.iter().copied())).exec(work).await?;
    Ok(())
}

/// The submissions of a province with one of these verdicts, the oldest first.
pub(crate) async fn of_verdicts(
    db: &impl ConnectionTrait,
    province: &UnitId,
    verdicts: &[Verdict],
) -> Result<Vec<Submission>, Error> {
    let rows = Entity::find()
        .filter(COLUMN.province.eq(province.as_str()))
        .filter(COLUMN.verdict.is_in(verdicts.iter().map(|verdict| verdict.name())))
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    rows.into_iter().map(Submission::try_from).collect()
}

/// The submission of a name that is being received or was taken in.
pub(crate) async fn of_name(
    db: &impl ConnectionTrait,
    province: &UnitId,
    name: Hash,
) -> Result<Option<Submission>, Error> {
    let kept = [Verdict::Receiving, Verdict::Accepted].map(Verdict::name);
    let select = Entity::find()
        .filter(COLUMN.province.eq(province.as_str()))
        .filter(COLUMN.hash.eq(name.to_string()))
        .filter(COLUMN.verdict.is_in(kept));
    db::one(select, db).await?.map(Submission::try_from).transpose()
}

/// The same that was refused for a reason before.
pub(crate) async fn refused_before(
    db: &impl ConnectionTrait,
    name: Hash,
    refusal: Refusal,
) -> Result<Option<Submission>, Error> {
    let row = Entity::find()
        .filter(COLUMN.hash.eq(name.to_string()))
        .filter(COLUMN.reason.eq(refusal.name()))
        .order_by_asc(COLUMN.id)
        .limit(1)
        .all(db)
        .await?
        .pop();
    row.map(Submission::try_from).transpose()
}

/// A page of submissions, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    verdicts: &[Verdict],
    page: &Page,
) -> Result<Paged<Submission>, Error> {
    let mut select = Entity::find()
        .filter(db::within(units, Column::Province, Column::Province))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if !verdicts.is_empty() {
        select = select.filter(COLUMN.verdict.is_in(verdicts.iter().map(|verdict| verdict.name())));
    }
    let rows = select.all(db).await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Submission::try_from)
}

/// A line of words; none of them has a blank.
fn line(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(" ")
}

fn row(work: &Work, submission: &Submission) -> ActiveModel {
    let Summary { kind, periods, positions, made_at, body, body_bytes, cells, register_rows } = &submission.summary;
    let (header, header_signature) = submission.header.clone().map(|signed| (signed.message, signed.signature)).unzip();
    let (receipt, receipt_signature) =
        submission.receipt.clone().map(|signed| (signed.message, signed.signature)).unzip();
    ActiveModel {
        id: Set(submission.id),
        province: Set(submission.province.to_string()),
        epoch: Set(submission.place.epoch),
        sequence: Set(submission.place.sequence),
        hash: Set(submission.place.name.map(|name| name.to_string())),
        kind: Set(kind.name().to_owned()),
        periods: Set(line(periods.iter().map(ToString::to_string))),
        positions: Set(line(positions.iter().map(|(source, position)| format!("{source}={position}")))),
        body_hash: Set(body.to_string()),
        body_bytes: Set(*body_bytes),
        cells: Set(*cells),
        register_rows: Set(*register_rows),
        header: Set(header),
        header_signature: Set(header_signature),
        verdict: Set(submission.verdict.name().to_owned()),
        reason: Set(submission.refusal.map_or_else(String::new, |refusal| refusal.name().to_owned())),
        times: Set(submission.times),
        receipt: Set(receipt),
        receipt_signature: Set(receipt_signature),
        made_at: Set(*made_at),
        concluded_at: Set(submission.concluded_at),
        created_at: NotSet,
        updated_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
        version: Set(submission.version),
    }
}

impl TryFrom<Model> for Submission {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let signed = |message: Option<Vec<u8>>, signature: Option<Vec<u8>>| {
            message.zip(signature).map(|(message, signature)| SignedBytes { message, signature })
        };
        let read = |row: Model| {
            let position = |word: &str| {
                let (source, position) = word.split_once('=')?;
                Some((source.to_owned(), position.parse().ok()?))
            };
            let summary = Summary {
                kind: SubmissionKind::of_name(&row.kind)?,
                periods: row.periods.split_whitespace().map(|period| period.parse().ok()).collect::<Option<_>>()?,
                positions: row.positions.split_whitespace().map(position).collect::<Option<_>>()?,
                made_at: row.made_at,
                body: Hash::written(&row.body_hash)?,
                body_bytes: row.body_bytes,
                cells: row.cells,
                register_rows: row.register_rows,
            };
            let name = match &row.hash {
                Some(written) => Some(Hash::written(written)?),
                None => None,
            };
            Some(Self {
                id: row.id,
                province: row.province.parse().ok()?,
                place: Place { epoch: row.epoch, sequence: row.sequence, name },
                summary,
                header: signed(row.header, row.header_signature),
                verdict: Verdict::of_name(&row.verdict)?,
                refusal: Refusal::of_name(&row.reason),
                times: row.times,
                receipt: signed(row.receipt, row.receipt_signature),
                at: row.created_at,
                concluded_at: row.concluded_at,
                version: row.version,
            })
        };
        read(row).ok_or_else(|| damaged("link_submission", "it cannot be read"))
    }
}
