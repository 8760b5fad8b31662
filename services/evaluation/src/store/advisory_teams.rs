//! Advisory teams and their members.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::PersonId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _,
};

use super::damaged;
use super::entity::{advisory_team, advisory_team_member};
use crate::Work;
use crate::domain::advisory_team::{AdvisoryTeam, TeamDuty, TeamMember};
use crate::domain::council::DecisionReference;
use crate::error::Error;

/// Keeps a new team with its members.
pub(crate) async fn insert(work: &Work, team: &AdvisoryTeam) -> Result<(), Error> {
    let DecisionReference { number, date, signer_name, signer_title } = team.decision.clone();
    let row = advisory_team::ActiveModel {
        id: Set(team.id.into()),
        unit: Set(team.unit.to_string()),
        decision_number: Set(number),
        decision_date: Set(date),
        signer_name: Set(signer_name),
        signer_title: Set(signer_title),
        term_from: Set(team.term_from),
        term_to: Set(team.term_to),
        created_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    advisory_team::Entity::insert(row).exec_without_returning(work).await?;
    let members = (1..).zip(&team.members).map(|(place, member)| advisory_team_member::ActiveModel {
        team_id: Set(team.id.into()),
        person_id: Set(member.person.into()),
        place: Set(place),
        full_name: Set(member.full_name.clone()),
        title: Set(member.title.clone()),
        body: Set(member.body.clone()),
        is_head: Set(member.is_head),
    });
    advisory_team_member::Entity::insert_many(members).exec_without_returning(work).await?;
    Ok(())
}

/// A page of the teams of units, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    page: &Page,
) -> Result<Paged<AdvisoryTeam>, Platform> {
    let rows = advisory_team::Entity::find()
        .filter(advisory_team::COLUMN.unit.eq(unit.as_str()))
        .filter(db::before(page.after.as_ref(), advisory_team::Column::Id))
        .order_by_desc(advisory_team::COLUMN.id)
        .limit(page.limit())
        .all(db)
        .await?;
    let members = advisory_team_member::Entity::find()
        .filter(advisory_team_member::COLUMN.team_id.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(advisory_team_member::COLUMN.place)
        .all(db)
        .await?;
    page.of(rows, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(|row| team(row, &members))
}

/// What a person does in the teams of a unit whose term covers a day.
pub(crate) async fn duty_of(
    db: &impl ConnectionTrait,
    unit: &UnitId,
    person: PersonId,
    day: NaiveDate,
) -> Result<Option<TeamDuty>, Platform> {
    let in_term = advisory_team::Entity::find()
        .select_only()
        .column(advisory_team::Column::Id)
        .filter(advisory_team::COLUMN.unit.eq(unit.as_str()))
        .filter(advisory_team::COLUMN.term_from.lte(day))
        .filter(advisory_team::COLUMN.term_to.gte(day));
    let rows = advisory_team_member::Entity::find()
        .filter(advisory_team_member::COLUMN.person_id.eq(person))
        .filter(advisory_team_member::Column::TeamId.in_subquery(in_term.into_query()))
        .all(db)
        .await?;
    let duty = |row: &advisory_team_member::Model| if row.is_head { TeamDuty::Head } else { TeamDuty::Member };
    Ok(rows.iter().map(duty).max())
}

/// The units in whose teams a person is on a day.
pub(crate) async fn units_of(
    db: &impl ConnectionTrait,
    person: PersonId,
    day: NaiveDate,
) -> Result<Vec<UnitId>, Platform> {
    let memberships = advisory_team_member::Entity::find()
        .select_only()
        .column(advisory_team_member::Column::TeamId)
        .filter(advisory_team_member::COLUMN.person_id.eq(person));
    let teams = advisory_team::Entity::find()
        .filter(advisory_team::Column::Id.in_subquery(memberships.into_query()))
        .filter(advisory_team::COLUMN.term_from.lte(day))
        .filter(advisory_team::COLUMN.term_to.gte(day))
        .order_by_asc(advisory_team::COLUMN.unit)
        .all(db)
        .await?;
    let mut units: Vec<UnitId> =
        teams.iter().map(|team| team.unit.parse().map_err(|_| damaged("advisory team"))).collect::<Result<_, _>>()?;
    units.dedup();
    Ok(units)
}

/// A team with those of the members who are its own.
fn team(row: advisory_team::Model, members: &[advisory_team_member::Model]) -> Result<AdvisoryTeam, Platform> {
    let member = |row: &advisory_team_member::Model| TeamMember {
        person: row.person_id.into(),
        full_name: row.full_name.clone(),
        title: row.title.clone(),
        body: row.body.clone(),
        is_head: row.is_head,
    };
    Ok(AdvisoryTeam {
        id: row.id.into(),
        unit: row.unit.parse().map_err(|_| damaged("advisory team"))?,
        decision: DecisionReference {
            number: row.decision_number,
            date: row.decision_date,
            signer_name: row.signer_name,
            signer_title: row.signer_title,
        },
        term_from: row.term_from,
        term_to: row.term_to,
        members: members.iter().filter(|member| member.team_id == row.id).map(member).collect(),
    })
}
