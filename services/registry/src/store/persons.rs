//! Who read what is recorded of persons: representatives, leaders, workers and officials.

use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::{Reading, readings as audited};
use sea_orm::sea_query::{Expr, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait};

use super::entity::{leader, legal_representative, management_body, official, producer, producer_worker};
use crate::domain::leader::PersonId;
use crate::domain::producer::ProducerId;

/// What the audit trail calls the record of a person.
pub(crate) const PERSON: &str = "person";

/// Which readings a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Of persons of the producers in the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// or of this person herself;
    pub(crate) own: PersonId,
    /// and of them only what is asked for.
    pub(crate) person: Option<PersonId>,
    pub(crate) producer: Option<ProducerId>,
}

/// A page of the readings of persons' records, the newest first.
pub(crate) async fn readings(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<Reading>, Platform> {
    use {leader as l, legal_representative as r, producer_worker as w};
    let mut subjects = persons(filter, r::Entity, r::Column::PersonId, r::Column::ProducerId);
    subjects.union(UnionType::All, persons(filter, l::Entity, l::Column::PersonId, l::Column::ProducerId));
    subjects.union(UnionType::All, persons(filter, w::Entity, w::Column::Id, w::Column::ProducerId));
    subjects.union(UnionType::All, officials(filter));
    audited(db, PERSON, subjects, page).await
}

/// The officials of bodies in the units, and the caller herself if she is one, as far as they are asked for.
fn officials(filter: &Filter) -> SelectStatement {
    use official::Column::{BodyId, PersonId};
    let of_units = Query::select()
        .column(management_body::Column::Id)
        .from(management_body::Entity)
        .cond_where(db::within(&filter.units, management_body::Column::Province, management_body::Column::Unit))
        .to_owned();
    let shown = Condition::any().add(BodyId.in_subquery(of_units)).add(PersonId.eq(RawId::from(filter.own)));
    let mut select = Query::select().column(PersonId).from(official::Entity).cond_where(shown).to_owned();
    if let Some(asked) = filter.person {
        select.and_where(PersonId.eq(RawId::from(asked)));
    }
    if filter.producer.is_some() {
        select.and_where(Expr::val(false));
    }
    select
}

/// The persons of a table that are in the units or are the caller herself, as far as they are asked for.
fn persons<C: ColumnTrait>(filter: &Filter, table: impl EntityTrait, person: C, of: C) -> SelectStatement {
    let of_units = Query::select()
        .column(producer::Column::Id)
        .from(producer::Entity)
        .cond_where(db::within(&filter.units, producer::Column::Province, producer::Column::Unit))
        .to_owned();
    let shown = Condition::any().add(of.in_subquery(of_units)).add(person.eq(RawId::from(filter.own)));
    let mut select = Query::select().column(person).from(table).cond_where(shown).to_owned();
    if let Some(asked) = filter.person {
        select.and_where(person.eq(RawId::from(asked)));
    }
    if let Some(asked) = filter.producer {
        select.and_where(of.eq(RawId::from(asked)));
    }
    select
}
