//! How many dossiers and expiring certificates there are in rounds, by province.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error as Platform;
use sea_orm::{ConnectionTrait, Statement, Value};

use super::{damaged, expiries};

/// Counts by province, in order of identity.
pub(crate) type ByProvince = BTreeMap<UnitId, Counts>;

/// What is counted of a province.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) open: i64,
    pub(crate) decided: i64,
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts
            .fold(Self::default(), |sum, next| Self { open: sum.open + next.open, decided: sum.decided + next.decided })
    }
}

/// Dossiers proposed in an interval, the first day excluded: those that wait at the province, and the others.
pub(crate) async fn of_province_round(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    proposed: (NaiveDate, NaiveDate),
) -> Result<ByProvince, Platform> {
    let open = "turn <> 'nobody' AND level = 'province'";
    let sql = format!(
        "SELECT province, COUNT(CASE WHEN {open} THEN 1 END), COUNT(CASE WHEN NOT ({open}) THEN 1 END) FROM dossier \
         WHERE proposed_on > $1 AND proposed_on <= $2 AND kind <> 're_ranking'"
    );
    counts(db, unit, sql, vec![proposed.0.into(), proposed.1.into()]).await
}

/// Dossiers handed over for a round of the ministry: those that wait there, and the others.
pub(crate) async fn of_ministry_round(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    result_by: NaiveDate,
) -> Result<ByProvince, Platform> {
    let open = "turn <> 'nobody' AND level = 'ministry'";
    let sql = format!(
        "SELECT province, COUNT(CASE WHEN {open} THEN 1 END), COUNT(CASE WHEN NOT ({open}) THEN 1 END) FROM dossier \
         WHERE ministry_result_by = $1"
    );
    counts(db, unit, sql, vec![result_by.into()]).await
}

/// Dossiers, re-rankings apart, that were handed in and not proposed yet.
pub(crate) async fn at_communes(db: &impl ConnectionTrait, unit: &UnitId) -> Result<ByProvince, Platform> {
    let sql = "SELECT province, COUNT(*), CAST(0 AS bigint) FROM dossier \
        WHERE turn <> 'nobody' AND proposed_on IS NULL AND frozen_version > 0 AND kind <> 're_ranking'";
    counts(db, unit, sql.to_owned(), Vec::new()).await
}

/// Re-rankings in progress that were handed in, at a level that scores.
pub(crate) async fn re_rankings_open(db: &impl ConnectionTrait, unit: &UnitId) -> Result<ByProvince, Platform> {
    let sql = "SELECT province, COUNT(*), CAST(0 AS bigint) FROM dossier \
        WHERE turn <> 'nobody' AND frozen_version > 0 AND kind = 're_ranking'";
    counts(db, unit, sql.to_owned(), Vec::new()).await
}

/// Certificates that expire in an interval, the first day excluded, and that a re-ranking may still follow.
pub(crate) async fn re_rankings_expected(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    expiring: (NaiveDate, NaiveDate),
    stars: std::ops::RangeInclusive<i32>,
) -> Result<ByProvince, Platform> {
    let sql = format!(
        "SELECT province, COUNT(*), CAST(0 AS bigint) FROM certificate \
         WHERE expires_on > $1 AND expires_on <= $2 AND star BETWEEN $3 AND $4 AND {}",
        expiries::to_be_re_ranked()
    );
    let (from, to) = expiring;
    counts(db, unit, sql, vec![from.into(), to.into(), (*stars.start()).into(), (*stars.end()).into()]).await
}

/// Adds the unit and the grouping to a statement, and reads its rows: province, open, decided.
async fn counts(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    mut sql: String,
    mut values: Vec<Value>,
) -> Result<ByProvince, Platform> {
    if !unit.is_country() {
        values.push(unit.as_str().into());
        sql.push_str(&format!(" AND province = ${}", values.len()));
    }
    sql.push_str(" GROUP BY province");
    let rows = db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    let read = |row: &sea_orm::QueryResult| -> Result<(UnitId, Counts), Platform> {
        let province = row.try_get_by_index::<String>(0)?.parse().map_err(|_| damaged("province"))?;
        Ok((province, Counts { open: row.try_get_by_index(1)?, decided: row.try_get_by_index(2)? }))
    };
    rows.iter().map(read).collect()
}
