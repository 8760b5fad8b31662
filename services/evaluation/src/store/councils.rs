//! Councils and their members.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

use super::entity::{council, council_member, council_substitute};
use super::{damaged, regulations};
use crate::Work;
use crate::domain::council::{Council, CouncilId, DecisionReference, Duty, Member, Substitute};
use crate::error::Error;

/// The council of an identity, with its members.
pub(crate) async fn find(db: &impl ConnectionTrait, id: CouncilId) -> Result<Option<Council>, Platform> {
    let Some(row) = platform::db::one(council::Entity::find_by_id(id), db).await? else { return Ok(None) };
    let members = council_member::Entity::find()
        .filter(council_member::COLUMN.council_id.eq(id))
        .order_by_asc(council_member::COLUMN.place)
        .all(db)
        .await?;
    let members = members.into_iter().map(member).collect::<Option<_>>().ok_or_else(|| damaged("council member"))?;
    let substitutes = council_substitute::Entity::find()
        .filter(council_substitute::COLUMN.council_id.eq(id))
        .order_by_asc(council_substitute::COLUMN.place)
        .all(db)
        .await?;
    let regulation = regulations::find(db, &row.regulation).await?.ok_or_else(|| damaged("council"))?;
    Ok(Some(Council {
        id,
        province: row.province.parse().map_err(|_| damaged("council"))?,
        decision: DecisionReference {
            number: row.decision_number,
            date: row.decision_date,
            signer_name: row.signer_name,
            signer_title: row.signer_title,
        },
        term_from: row.term_from,
        term_to: row.term_to,
        members,
        substitutes: substitutes.into_iter().map(substitute).collect(),
        regulation,
        created_at: row.created_at,
    }))
}

/// The provinces in whose councils a person is on a day; the country for the ministry's.
pub(crate) async fn units_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<UnitId>, Platform> {
    let memberships = council_member::Entity::find()
        .select_only()
        .column(council_member::Column::CouncilId)
        .filter(council_member::COLUMN.person_id.eq(person));
    let councils = council::Entity::find()
        .filter(council::Column::Id.in_subquery(memberships.into_query()))
        .filter(council::COLUMN.term_from.lte(day))
        .filter(council::COLUMN.term_to.gte(day))
        .order_by_asc(council::COLUMN.province)
        .all(db)
        .await?;
    let mut units: Vec<UnitId> = councils
        .iter()
        .map(|council| council.province.parse().map_err(|_| damaged("council")))
        .collect::<Result<_, _>>()?;
    units.dedup();
    Ok(units)
}

fn member(row: council_member::Model) -> Option<Member> {
    Some(Member {
        person: row.person_id.into(),
        full_name: row.full_name,
        title: row.title,
        body: row.body,
        duty: Duty::named(&row.duty)?,
    })
}

fn substitute(row: council_substitute::Model) -> Substitute {
    Substitute {
        person: row.person_id.into(),
        full_name: row.full_name,
        title: row.title,
        body: row.body,
        for_member: row.for_person.map(Into::into),
    }
}

/// Keeps a new council with its members and substitutes.
pub(crate) async fn insert(work: &Work, council: &Council) -> Result<(), Error> {
    let row = council::ActiveModel {
        id: Set(council.id.into()),
        province: Set(council.province.to_string()),
        decision_number: Set(council.decision.number.clone()),
        decision_date: Set(council.decision.date),
        signer_name: Set(council.decision.signer_name.clone()),
        signer_title: Set(council.decision.signer_title.clone()),
        term_from: Set(council.term_from),
        term_to: Set(council.term_to),
        regulation: Set(council.regulation.id.clone()),
        version: Set(1),
        created_at: Set(council.created_at),
        updated_at: Set(council.created_at),
        updated_by: Set(work.operation().to_owned()),
    };
    council::Entity::insert(row).exec_without_returning(work).await?;
    let members = (1..).zip(&council.members).map(|(place, member)| council_member::ActiveModel {
        council_id: Set(council.id.into()),
        person_id: Set(member.person.into()),
        place: Set(place),
        full_name: Set(member.full_name.clone()),
        title: Set(member.title.clone()),
        body: Set(member.body.clone()),
        duty: Set(member.duty.name().to_owned()),
    });
    council_member::Entity::insert_many(members).exec_without_returning(work).await?;
    if council.substitutes.is_empty() {
        return Ok(());
    }
    let substitutes = (1..).zip(&council.substitutes).map(|(place, substitute)| council_substitute::ActiveModel {
        council_id: Set(council.id.into()),
        person_id: Set(substitute.person.into()),
        place: Set(place),
        full_name: Set(substitute.full_name.clone()),
        title: Set(substitute.title.clone()),
        body: Set(substitute.body.clone()),
        for_person: Set(substitute.for_member.map(Into::into)),
    });
    council_substitute::Entity::insert_many(substitutes).exec_without_returning(work).await?;
    Ok(())
}
