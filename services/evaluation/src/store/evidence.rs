//! Which papers stand where in a dossier.

use platform::db::{self, Unique};
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::damaged;
use super::entity::evidence::{ActiveModel, COLUMN, Entity, Model};
use super::entity::paper;
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::evidence::{Evidence, EvidenceId, Paper, Place, Removed};
use crate::domain::file::FileId;
use crate::error::Error;

const ONCE: Unique = Unique {
    name: "evidence_once",
    columns: "evidence.dossier_id, evidence.place_kind, evidence.place, evidence.paper_id",
};

/// The evidence of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: EvidenceId) -> Result<Option<Evidence>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Evidence::try_from).transpose()
}

/// Keeps new evidence.
pub(crate) async fn insert(work: &Work, evidence: &Evidence) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, evidence)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(ONCE, || Error::EvidenceAttached)])
}

/// Keeps evidence as it has become.
pub(crate) async fn save(work: &Work, evidence: &Evidence) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, evidence))
        .filter(COLUMN.id.eq(evidence.id))
        .filter(COLUMN.version.eq(evidence.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// The evidence of a version with its papers, in the order it was added.
pub(crate) async fn of_version(
    db: &impl ConnectionTrait,
    dossier: DossierId,
    version: i32,
) -> Result<Vec<(Evidence, Paper)>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.added_in.lte(version))
        .filter(Condition::any().add(COLUMN.removed_in.is_null()).add(COLUMN.removed_in.gt(version)))
        .order_by_asc(COLUMN.id)
        .all(db)
        .await?;
    let ids: Vec<_> = rows.iter().map(|row| row.paper_id).collect();
    let papers = paper::Entity::find().filter(paper::COLUMN.id.is_in(ids)).all(db).await?;
    let papers = papers.into_iter().map(Paper::try_from).collect::<Result<Vec<_>, _>>()?;
    let with_paper = |row: Model| {
        let evidence = Evidence::try_from(row)?;
        let paper = papers.iter().find(|paper| paper.id == evidence.paper).ok_or_else(|| damaged("evidence"))?;
        Ok((evidence, paper.clone()))
    };
    rows.into_iter().map(with_paper).collect()
}

/// True if a file is evidence in one of a dossier's versions up to a number.
pub(crate) async fn holds_file(
    db: &impl ConnectionTrait,
    dossier: DossierId,
    newest: i32,
    file: FileId,
) -> Result<bool, Platform> {
    let papers = paper::Entity::find().filter(paper::COLUMN.file_id.eq(file)).all(db).await?;
    let ids: Vec<_> = papers.into_iter().map(|paper| paper.id).collect();
    let rows = Entity::find().filter(COLUMN.dossier_id.eq(dossier)).filter(COLUMN.paper_id.is_in(ids)).all(db).await?;
    let evidence = rows.into_iter().map(Evidence::try_from).collect::<Result<Vec<_>, _>>()?;
    Ok(evidence.iter().any(|evidence| (1..=newest).any(|version| evidence.is_in(version))))
}

fn row(work: &Work, evidence: &Evidence) -> ActiveModel {
    ActiveModel {
        id: Set(evidence.id.into()),
        dossier_id: Set(evidence.dossier.into()),
        paper_id: Set(evidence.paper.into()),
        place_kind: Set(evidence.place.kind().to_owned()),
        place: Set(evidence.place.key().to_owned()),
        added_in: Set(evidence.added_in),
        removed_in: Set(evidence.removed.map(|removed| removed.version)),
        added_by: Set(evidence.added_by.into()),
        added_at: Set(evidence.added_at),
        removed_by: Set(evidence.removed.map(|removed| removed.by.into())),
        removed_at: Set(evidence.removed.map(|removed| removed.at)),
        version: Set(evidence.version),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Evidence {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let removed = row.removed_in.zip(row.removed_by).zip(row.removed_at);
        Ok(Self {
            id: row.id.into(),
            dossier: row.dossier_id.into(),
            paper: row.paper_id.into(),
            place: Place::of(&row.place_kind, row.place).ok_or_else(|| damaged("evidence"))?,
            added_in: row.added_in,
            removed: removed.map(|((version, by), at)| Removed { version, by: by.into(), at }),
            added_by: row.added_by.into(),
            added_at: row.added_at,
            version: row.version,
        })
    }
}
