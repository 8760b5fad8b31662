//! Certificates that expire: what the radar looks at, and lists of them.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Cursor, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    QueryResult, QuerySelect as _, Statement,
};

use super::dossiers::IN_PROGRESS_ONLY;
use super::entity::{certificate, decision, dossier};
use super::{certificates, damaged};
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::expiry::{Expiring, Expiry};

/// A certificate that was not revoked, and whose product has none that holds longer or replaces it; of two that end on
/// one day the later one counts.
const NEWEST_OF_PRODUCT: &str = "NOT EXISTS (SELECT 1 FROM certificate newer \
    WHERE newer.product_id = certificate.product_id \
      AND ((newer.expires_on, newer.id) > (certificate.expires_on, certificate.id) \
        OR newer.replaces = certificate.id)) \
    AND NOT EXISTS (SELECT 1 FROM revocation \
      WHERE revocation.certificate_id = certificate.id AND revocation.state = 'revoked')";

/// A certificate that no dossier in progress follows.
const NOT_FOLLOWED: &str = "NOT EXISTS (SELECT 1 FROM dossier following \
    WHERE following.previous_certificate = certificate.id AND following.turn <> 'nobody')";

/// Which certificates a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
}

/// What the radar has to look at next. It tells of a certificate that is its product's newest and that no dossier in
/// progress follows; of others only that they were looked at.
pub(crate) async fn watched(
    db: &impl ConnectionTrait,
    today: NaiveDate,
    most: u64,
) -> Result<Vec<(Expiry, bool)>, Platform> {
    let sql = format!(
        "SELECT id, producer_id, unit, province, expires_on, \
           CASE WHEN {NEWEST_OF_PRODUCT} AND {NOT_FOLLOWED} THEN 1 ELSE 0 END \
         FROM certificate WHERE watch_on <= $1 ORDER BY watch_on, id LIMIT {most}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [today.into()]);
    db.query_all_raw(statement).await?.iter().map(watched_row).collect()
}

fn watched_row(row: &QueryResult) -> Result<(Expiry, bool), Platform> {
    let unit = |place| -> Result<UnitId, Platform> {
        row.try_get_by_index::<String>(place)?.parse().map_err(|_| damaged("certificate"))
    };
    let expiry = Expiry {
        certificate: row.try_get_by_index::<RawId>(0)?.into(),
        producer: row.try_get_by_index::<RawId>(1)?.into(),
        unit: unit(2)?,
        province: unit(3)?,
        expires_on: row.try_get_by_index(4)?,
    };
    Ok((expiry, row.try_get_by_index::<i32>(5)? == 1))
}

/// Keeps on which day the radar has to look at a certificate next.
pub(crate) async fn watch(work: &Work, id: CertificateId, next: Option<NaiveDate>) -> Result<(), Platform> {
    let sql = "UPDATE certificate SET watch_on = $1 WHERE id = $2";
    let statement = Statement::from_sql_and_values(work.get_database_backend(), sql, [next.into(), id.into()]);
    work.execute_raw(statement).await?;
    Ok(())
}

/// A page of certificates that expire in an interval and are their product's newest, the first to expire first. Each
/// unit is a walk along an index; the walks are merged.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Expiring>, Platform> {
    use certificate::{COLUMN, Column, Entity};
    let mut rows = Vec::new();
    for unit in &filter.units {
        let mut select = Entity::find()
            .filter(COLUMN.expires_on.gte(filter.from))
            .filter(COLUMN.expires_on.lte(filter.to))
            .filter(Expr::cust(NEWEST_OF_PRODUCT))
            .order_by_asc(COLUMN.expires_on)
            .order_by_asc(COLUMN.id)
            .limit(page.limit());
        select = match unit.code().len() {
            0 => select,
            2 => select.filter(COLUMN.province.eq(unit.as_str())),
            _ => select.filter(COLUMN.unit.eq(unit.as_str())),
        };
        if let Some(cursor) = &page.after {
            let day: NaiveDate =
                std::str::from_utf8(&cursor.key).ok().and_then(|day| day.parse().ok()).unwrap_or(filter.from);
            let place = Expr::tuple([Column::ExpiresOn.into_expr(), Column::Id.into_expr()]);
            select = select.filter(place.gt(Expr::tuple([Expr::value(day), Expr::value(cursor.id)])));
        }
        rows.extend(select.find_also_related(decision::Entity).all(db).await?);
    }
    rows.sort_by_key(|(row, _)| (row.expires_on, row.id));
    rows.dedup_by_key(|(row, _)| row.id);
    let cursor =
        |(row, _): &(certificate::Model, _)| Cursor { key: row.expires_on.to_string().into_bytes(), id: row.id };
    let page = page.of(rows, cursor);
    let following = following(db, page.rows.iter().map(|(row, _)| row.id).collect()).await?;
    page.try_map(|row| {
        let certificate = certificates::read(row)?;
        let found = following.iter().find(|(previous, _)| *previous == RawId::from(certificate.id));
        Ok(Expiring { following: found.map(|(_, dossier)| (*dossier).into()), certificate })
    })
}

/// The dossiers in progress that follow certificates.
async fn following(db: &impl ConnectionTrait, certificates: Vec<RawId>) -> Result<Vec<(RawId, RawId)>, Platform> {
    let following = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::PreviousCertificate)
        .column(dossier::Column::Id)
        .filter(dossier::Column::PreviousCertificate.is_in(certificates))
        .filter(Expr::cust(IN_PROGRESS_ONLY));
    Ok(following.into_tuple().all(db).await?)
}

/// The condition on certificates that a re-ranking may still follow.
pub(super) fn to_be_re_ranked() -> String {
    format!("{NEWEST_OF_PRODUCT} AND {NOT_FOLLOWED}")
}
