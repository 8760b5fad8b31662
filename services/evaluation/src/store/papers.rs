//! Papers.

use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::entity::paper::{ActiveModel, COLUMN, Column, Entity, Model};
use super::{damaged, files};
use crate::Work;
use crate::domain::dossier::ProducerId;
use crate::domain::evidence::{Paper, PaperFacts, PaperId};
use crate::domain::file::Owner;
use crate::error::Error;

/// The paper of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: PaperId) -> Result<Option<Paper>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Paper::try_from).transpose()
}

/// Keeps a new paper, and with it the file it refers to.
pub(crate) async fn insert(work: &Work, paper: &Paper) -> Result<(), Error> {
    files::keep(work, &[paper.file]).await?;
    let PaperFacts { paper_type, issuer, number, issued_on, expires_on } = &paper.facts;
    let row = ActiveModel {
        id: Set(paper.id.into()),
        file_id: Set(paper.file.into()),
        producer_id: Set(paper.owner.producer.map(Into::into)),
        unit: Set(paper.owner.unit.to_string()),
        r#type: Set(paper_type.clone()),
        issuer: Set(issuer.clone()),
        number: Set(number.clone()),
        issued_on: Set(*issued_on),
        expires_on: Set(*expires_on),
        recorded_by: Set(paper.recorded_by.into()),
        recorded_at: Set(paper.recorded_at),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// A page of a producer's papers, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    producer: ProducerId,
    page: &Page,
) -> Result<Paged<Paper>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.producer_id.eq(producer))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Paper::try_from)
}

impl TryFrom<Model> for Paper {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        Ok(Self {
            id: row.id.into(),
            file: row.file_id.into(),
            owner: Owner {
                producer: row.producer_id.map(Into::into),
                unit: row.unit.parse().map_err(|_| damaged("paper"))?,
            },
            facts: PaperFacts {
                paper_type: row.r#type,
                issuer: row.issuer,
                number: row.number,
                issued_on: row.issued_on,
                expires_on: row.expires_on,
            },
            recorded_by: row.recorded_by.into(),
            recorded_at: row.recorded_at,
        })
    }
}
