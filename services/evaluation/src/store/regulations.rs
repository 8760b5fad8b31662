//! Regulations of councils that were entered; what is built in stands in for what was not.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::{COUNTRY, UnitId};
use platform::db::{self, Unique};
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::council_regulation::{ActiveModel, COLUMN, Entity, Model};
use crate::Work;
use crate::domain::council::DecisionReference;
use crate::domain::regulation::{Entered, Regulation};
use crate::domain::round::{Round, RoundLevel};
use crate::error::Error;
use crate::store::OnBehalf;

const FROM: Unique =
    Unique { name: "council_regulation_from", columns: "council_regulation.unit, council_regulation.valid_from" };

/// Keeps a regulation of a unit; it has one from a day on.
pub(crate) async fn insert(work: &Work, id: RawId, regulation: &Regulation, entered: &Entered) -> Result<(), Error> {
    let DecisionReference { number, date, signer_name, signer_title } = entered.decision.clone();
    let row = ActiveModel {
        id: Set(id),
        unit: Set(entered.unit.to_string()),
        valid_from: Set(regulation.valid_from),
        decision_number: Set(number),
        decision_date: Set(date),
        signer_name: Set(signer_name),
        signer_title: Set(signer_title),
        rules: Set(serde_json::to_string(&regulation.rules).expect("rules are plain values")),
        entered_by: Set(entered.by.into()),
        entered_at: Set(entered.at),
        updated_by: Set(work.operation().to_owned()),
    };
    let inserted = Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(FROM, || Error::RegulationExists)])
}

/// The regulation of an identity: built in or entered.
pub(super) async fn find(db: &impl ConnectionTrait, id: &str) -> Result<Option<Regulation>, Platform> {
    if let Some(built_in) = Regulation::named(id) {
        return Ok(Some(built_in));
    }
    let id = RawId::parse_str(id).map_err(|_| damaged("regulation"))?;
    db::one(Entity::find_by_id(id), db).await?.map(Regulation::try_from).transpose()
}

/// The regulation that councils of a unit work by on a day: its own, or what is built in.
pub(crate) async fn valid_on(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    day: NaiveDate,
) -> Result<Option<Regulation>, Platform> {
    let own = Entity::find()
        .filter(COLUMN.unit.eq(unit.as_str()))
        .filter(COLUMN.valid_from.lte(day))
        .order_by_desc(COLUMN.valid_from)
        .limit(1);
    match db::one(own, db).await? {
        Some(row) => Regulation::try_from(row).map(Some),
        None => Ok(Regulation::practice_on(day)),
    }
}

/// The rounds that are added to those of the law today: by the regulation of a province, and by the ministry's.
pub(crate) async fn further_rounds(asker: &impl OnBehalf, unit: &UnitId) -> Result<Vec<Round>, Platform> {
    let entered = Entity::find()
        .filter(COLUMN.unit.is_in([unit.as_str(), COUNTRY]))
        .filter(COLUMN.valid_from.lte(asker.today()))
        .order_by_asc(COLUMN.valid_from)
        .all(asker)
        .await?;
    // Of each unit the newest counts.
    let mut valid = BTreeMap::new();
    for row in entered {
        let level = if row.unit == COUNTRY { RoundLevel::Ministry } else { RoundLevel::Province };
        valid.insert(level, Regulation::try_from(row)?);
    }
    let rounds = &asker.service().rounds;
    Ok(valid.iter().flat_map(|(level, own)| rounds.further(*level, &own.rules.further_rounds)).collect())
}

/// What a unit has entered, in the order of validity.
pub(crate) async fn of_unit(db: &impl ConnectionTrait, unit: &UnitId) -> Result<Vec<Regulation>, Platform> {
    let rows = Entity::find().filter(COLUMN.unit.eq(unit.as_str())).order_by_asc(COLUMN.valid_from).all(db).await?;
    rows.into_iter().map(Regulation::try_from).collect()
}

impl TryFrom<Model> for Regulation {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let entered = Entered {
            unit: row.unit.parse().map_err(|_| damaged("regulation"))?,
            decision: DecisionReference {
                number: row.decision_number,
                date: row.decision_date,
                signer_name: row.signer_name,
                signer_title: row.signer_title,
            },
            by: row.entered_by.into(),
            at: row.entered_at,
        };
        Ok(Self {
            id: row.id.to_string(),
            valid_from: row.valid_from,
            rules: serde_json::from_str(&row.rules).map_err(|_| damaged("regulation"))?,
            entered: Some(entered),
        })
    }
}
