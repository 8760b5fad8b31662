//! Files of reports, as they were issued.

use platform::db;
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::damaged;
use super::entity::report_file::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::report::{ReportId, Sign};
use crate::domain::report_file::{Format, Purpose, ReportFile, ReportFileId};
use crate::error::Error;

/// The file of an identity with its bytes.
pub(crate) async fn find(
    db: &impl ConnectionTrait,
    id: ReportFileId,
) -> Result<Option<(ReportFile, Vec<u8>)>, Platform> {
    let found = db::one(Entity::find_by_id(id), db).await?;
    found.map(|row| read(row).ok_or_else(|| damaged("report_file", "it cannot be read"))).transpose()
}

/// The files of a report, the first first.
pub(crate) async fn of_report(db: &impl ConnectionTrait, report: ReportId) -> Result<Vec<ReportFile>, Platform> {
    let rows = Entity::find().filter(COLUMN.report_id.eq(report)).order_by_asc(COLUMN.id).all(db).await?;
    let files = rows
        .into_iter()
        .map(|row| read(row).map(|(file, _)| file).ok_or_else(|| damaged("report_file", "it cannot be read")));
    files.collect()
}

/// Keeps a file with its bytes.
pub(crate) async fn insert(work: &Work, file: &ReportFile, content: &[u8]) -> Result<(), Error> {
    let row = ActiveModel {
        id: Set(file.id.into()),
        report_id: Set(file.report.into()),
        purpose: Set(file.purpose.name().to_owned()),
        format: Set(file.format.name().to_owned()),
        name: Set(file.name.clone()),
        sha256: Set(file.sha256.clone()),
        size: Set(file.size),
        suppressed_count: Set(file.suppressed),
        content: Set(content.to_vec()),
        issued_by: Set(file.issued.by.into()),
        issued_at: Set(file.issued.at),
        updated_by: Set(work.operation().to_owned()),
    };
    // Who issues the same file at the same time is tried again, and finds this one.
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

fn read(row: Model) -> Option<(ReportFile, Vec<u8>)> {
    let file = ReportFile {
        id: row.id.into(),
        report: row.report_id.into(),
        purpose: Purpose::named(&row.purpose)?,
        format: Format::named(&row.format)?,
        name: row.name,
        sha256: row.sha256,
        size: row.size,
        suppressed: row.suppressed_count,
        issued: Sign { by: row.issued_by.into(), at: row.issued_at },
    };
    Some((file, row.content))
}
