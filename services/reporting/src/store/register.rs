//! The register of certificates, as the facts tell it.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::error::Error;
use sea_orm::{ConnectionTrait, EntityTrait as _, QueryOrder as _};

use super::entity::{certificate_fact, revocation_fact};
use crate::domain::days::Days;
use crate::domain::link::submission::RegisterRow;

/// The certificates of the units that `within` tells, in order of identity, with the days they hold.
pub(crate) async fn register_rows(
    db: &impl ConnectionTrait,
    within: impl Fn(&UnitId) -> bool,
) -> Result<Vec<RegisterRow>, Error> {
    let revoked = revocation_fact::Entity::find().all(db).await?;
    let revoked: HashMap<_, _> = revoked.into_iter().map(|row| (row.certificate_id, row.revoked_on)).collect();
    let rows = certificate_fact::Entity::find().order_by_asc(certificate_fact::COLUMN.certificate_id).all(db).await?;
    let row = |row: certificate_fact::Model| {
        let whole = Days { from: row.issued_on, to: row.expires_on };
        Some(RegisterRow {
            certificate: row.certificate_id,
            product: row.product_id,
            producer: row.producer_id,
            unit: row.unit.parse::<UnitId>().ok().filter(|unit| within(unit))?,
            product_set: row.product_set,
            star: row.star,
            sample: row.sample,
            days: revoked.get(&row.certificate_id).map_or(whole, |revoked_on| whole.before(*revoked_on)),
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
