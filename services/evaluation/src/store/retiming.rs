//! Running clocks by a calendar that changed: how far they were re-timed, and the next of them.

use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{
    ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement, sea_query::Expr,
};

use super::dossiers::{IN_PROGRESS_ONLY, write_clocks};
use super::entity::dossier::{COLUMN, Column, Entity};
use crate::Work;
use crate::domain::dossier::{Clocks, Dossier, DossierId};

/// Asks for all running clocks to be re-timed, from the first on.
pub(crate) async fn want(work: &Work) -> Result<(), Platform> {
    update(work, "wanted = wanted + 1, after_id = NULL").await
}

/// True if clocks are to be re-timed.
pub(crate) async fn is_wanted(db: &impl ConnectionTrait) -> Result<bool, Platform> {
    let statement = Statement::from_string(db.get_database_backend(), "SELECT 1 FROM retiming WHERE done < wanted");
    Ok(db.query_one_raw(statement).await?.is_some())
}

/// The next dossiers in progress to be re-timed.
pub(crate) async fn next(work: &Work, most: u64) -> Result<Vec<Dossier>, Platform> {
    let statement = Statement::from_string(work.get_database_backend(), "SELECT after_id FROM retiming");
    let after = match work.query_one_raw(statement).await? {
        Some(row) => row.try_get_by_index::<Option<RawId>>(0)?,
        None => None,
    };
    let mut select = Entity::find().filter(Expr::cust(IN_PROGRESS_ONLY)).order_by_asc(COLUMN.id).limit(most);
    if let Some(after) = after {
        select = select.filter(COLUMN.id.gt(after));
    }
    select.all(work).await?.into_iter().map(Dossier::try_from).collect()
}

/// Keeps the clocks of a dossier as they are now; the record is the same otherwise.
pub(crate) async fn keep_clocks(work: &Work, id: DossierId, clocks: &Clocks) -> Result<(), Platform> {
    Entity::update_many()
        .col_expr(Column::Clocks, Expr::value(write_clocks(clocks)))
        .col_expr(Column::DueOn, Expr::value(clocks.due_on()))
        .col_expr(Column::WarnsOn, Expr::value(clocks.warns_on()))
        .col_expr(Column::WatchOn, Expr::value(clocks.warns_on()))
        .filter(COLUMN.id.eq(id))
        .exec(work)
        .await?;
    Ok(())
}

/// Remembers how far clocks were re-timed.
pub(crate) async fn reached(work: &Work, last: DossierId) -> Result<(), Platform> {
    let statement = Statement::from_sql_and_values(
        work.get_database_backend(),
        "UPDATE retiming SET after_id = $1, updated_by = $2",
        [last.into(), work.operation().into()],
    );
    work.execute_raw(statement).await?;
    Ok(())
}

/// Remembers that all clocks were re-timed.
pub(crate) async fn done(work: &Work) -> Result<(), Platform> {
    update(work, "done = wanted, after_id = NULL").await
}

async fn update(work: &Work, set: &str) -> Result<(), Platform> {
    let sql = format!("UPDATE retiming SET {set}, updated_by = $1");
    let values = [work.operation().into()];
    work.execute_raw(Statement::from_sql_and_values(work.get_database_backend(), sql, values)).await?;
    Ok(())
}
