//! What is known of all certificates in force that might be inspected: two statements, however many there are.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{ConnectionTrait, QueryResult, Statement, Value};

use super::{complaints, damaged};
use crate::domain::complaint::ComplaintCounts;
use crate::domain::inspection_risk::{Inspectable, RiskTally};

/// Certificates in force on a day. The recognition is dated by the certificate that was issued first on the dossier; an
/// inspection counts whichever of the dossier's certificates it was of; the result is that of the session the dossier
/// went by.
const IN_FORCE: &str = "SELECT c.id, c.number, c.product_name, c.producer_id, c.unit, c.star, first.issued_on, \
       (SELECT MAX(concluded_on) FROM inspection i WHERE i.dossier_id = c.dossier_id AND i.state = 'concluded'), \
       d.criteria_version, d.product_set, r.sum_points, r.sheet_count, r.spread_points \
     FROM register_entry e \
     JOIN certificate c ON c.id = e.id \
     JOIN certificate first ON first.dossier_id = c.dossier_id AND first.replaces IS NULL \
     JOIN dossier d ON d.id = c.dossier_id \
     LEFT JOIN closed_round r \
       ON r.session_id = d.session_id AND r.dossier_id = d.id AND r.conclusion = 'decided' AND r.ending = 'ranked' \
     WHERE e.kind = 'certificate' AND e.certain_from <= $1 AND e.certain_to >= $1 \
       AND (e.ended_on IS NULL OR e.ended_on > $1)";

/// What is known of the certificates of units that are in force on a day.
pub(crate) async fn in_force(
    db: &impl ConnectionTrait,
    units: &[UnitId],
    star: Option<i32>,
    day: NaiveDate,
) -> Result<Vec<Inspectable>, Platform> {
    let mut values = vec![Value::from(day)];
    let mut sql = format!("{IN_FORCE} AND ({})", within(units, &mut values));
    if let Some(star) = star {
        values.push(star.into());
        sql.push_str(&format!(" AND c.star = ${}", values.len()));
    }
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = db.query_all_raw(statement).await?;
    let mut known: Vec<_> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let certificates: Vec<_> = known.iter().map(|known| known.certificate).collect();
    let complaints = complaints::counts_of(db, &certificates).await?;
    for known in &mut known {
        known.complaints = complaints.get(&known.certificate).copied().unwrap_or_default();
    }
    Ok(known)
}

/// The condition that an entry lies in the subtrees of units.
fn within(units: &[UnitId], values: &mut Vec<Value>) -> String {
    let mut within = vec!["1 = 0".to_owned()];
    for unit in units {
        let column = match unit.code().len() {
            0 => return "1 = 1".to_owned(),
            2 => "e.province",
            _ => "e.unit",
        };
        values.push(unit.as_str().into());
        within.push(format!("{column} = ${}", values.len()));
    }
    within.join(" OR ")
}

fn read(row: &QueryResult) -> Result<Inspectable, Platform> {
    Ok(Inspectable {
        certificate: row.try_get_by_index::<RawId>(0)?.into(),
        number: row.try_get_by_index(1)?,
        product_name: row.try_get_by_index(2)?,
        producer: row.try_get_by_index::<RawId>(3)?.into(),
        unit: row.try_get_by_index::<String>(4)?.parse().map_err(|_| damaged("certificate"))?,
        star: row.try_get_by_index(5)?,
        recognised_on: row.try_get_by_index(6)?,
        inspected_on: row.try_get_by_index(7)?,
        tally: tally(row)?,
        complaints: ComplaintCounts::default(),
    })
}

/// What the council's ballots came to; none if that is not on record.
fn tally(row: &QueryResult) -> Result<Option<RiskTally>, Platform> {
    let sum: Option<i32> = row.try_get_by_index(10)?;
    let sheet_count: Option<i32> = row.try_get_by_index(11)?;
    let Some((sum, sheet_count)) = sum.zip(sheet_count) else { return Ok(None) };
    Ok(Some(RiskTally {
        criteria_version: row.try_get_by_index(8)?,
        product_set: row.try_get_by_index(9)?,
        sum,
        sheet_count,
        spread: row.try_get_by_index(12)?,
    }))
}
