//! What producers and products are found by: one entry each, made anew whenever the record changes.
//!
//! The terms of entries are in the databases' own inverted indexes, FTS5 on SQLite and GIN on PostgreSQL; what narrows
//! a search (unit, producer) is a term too, and words are terms of each province besides, so that few entries are met. At
//! most [`MOST_MET`] are.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable};
use platform::db;
use platform::error::Error as Platform;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, ConnectionTrait, DbBackend, EntityTrait as _, JoinType, QueryFilter as _,
    QueryOrder as _, QuerySelect, Select,
};

use super::entity::search_entry::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{producer, product, search_spelling, search_word};
use super::{damaged, producers, product_codes};
use crate::Work;
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::product::Product;
use crate::domain::search::{Entry, SearchKind, Spellings, Term, phrase, producer_term, rests, unit_term};
use crate::error::Error;

/// How many entries one way of searching looks at.
pub(crate) const MOST_MET: u64 = 200;

/// The form of entries that this program makes: those of an earlier one are made anew.
const FORM: i32 = 2;

/// In how many provinces words are looked for by themselves, instead of in the country and then in these.
pub(crate) const FEW_PROVINCES: usize = 4;

/// What narrows a search.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// In the subtrees of these units,
    pub(crate) units: Vec<UnitId>,
    /// or of these producers wherever they are;
    pub(crate) producers: Vec<ProducerId>,
    /// of one kind or of both;
    pub(crate) kind: Option<SearchKind>,
    /// in the register on a day.
    pub(crate) day: NaiveDate,
    /// Provinces that are looked through before the whole country, where the database reads all it has of a word before it
    /// shows anything.
    pub(crate) first: Vec<UnitId>,
}

impl Scope {
    /// The same in some provinces.
    pub(crate) fn within(&self, provinces: &[UnitId]) -> Self {
        Self { units: provinces.to_vec(), first: Vec::new(), ..self.clone() }
    }

    /// True if it reaches all of the country.
    pub(crate) fn is_everywhere(&self) -> bool {
        self.units.iter().any(UnitId::is_country)
    }

    /// Words, as they are found in it.
    fn words(&self, words: &[Term]) -> Vec<Term> {
        // The code of a province has two digits.
        let provinces = self.units.iter().all(|unit| unit.code().len() == 2) && self.producers.is_empty();
        if provinces && (1..=FEW_PROVINCES).contains(&self.units.len()) {
            return words.iter().map(|word| word.in_provinces(&self.units)).collect();
        }
        self.place().into_iter().chain(words.iter().cloned()).collect()
    }

    /// The units and producers of which an entry has to have one.
    fn place(&self) -> Option<Term> {
        (!self.is_everywhere()).then(|| {
            let units = self.units.iter().map(unit_term);
            Term { any_of: units.chain(self.producers.iter().map(|id| producer_term(*id))).collect(), goes_on: false }
        })
    }

    /// The same as a condition. The index only proposes; what is shown satisfies this.
    fn condition(&self) -> Condition {
        let mut place = db::within(&self.units, Column::Province, Column::Unit);
        if !self.producers.is_empty() {
            place = place.add(COLUMN.producer_id.is_in(self.producers.iter().copied()));
        }
        Condition::all()
            .add(place)
            .add_option(self.kind.map(|kind| Column::Kind.eq(kind.name())))
            .add(Column::FromDay.lte(self.day))
            .add(Condition::any().add(Column::ToDay.is_null()).add(Column::ToDay.gt(self.day)))
    }
}

/// Entries whose names begin with a phrase, as they are sorted without accents.
pub(crate) async fn beginning_with(
    db: &impl ConnectionTrait,
    scope: &Scope,
    phrase: &str,
    limit: u64,
) -> Result<Vec<Entry>, Platform> {
    let from = phrase.as_bytes().to_vec();
    // No letter of a folded text is as great as this.
    let to = [from.as_slice(), &[0xFF]].concat();
    let rows = Entity::find()
        .filter(scope.condition())
        .filter(Column::TitleFolded.gte(from))
        .filter(Column::TitleFolded.lt(to))
        .order_by_asc(COLUMN.title_folded)
        .order_by_asc(COLUMN.number)
        .limit(limit)
        .all(db)
        .await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// Entries that have all of the words. Of more than are looked at, these are any.
pub(crate) async fn having(db: &impl ConnectionTrait, scope: &Scope, words: &[Term]) -> Result<Vec<Entry>, Platform> {
    // SQLite stops reading when it has met enough; PostgreSQL reads the lists of common words to their ends.
    if db.get_database_backend() == DbBackend::Postgres && !scope.first.is_empty() && scope.is_everywhere() {
        let some = scope.within(&scope.first);
        let met = meeting(db, &some, some.words(words)).await?;
        if met.len() as u64 == MOST_MET {
            return Ok(met);
        }
    }
    meeting(db, scope, scope.words(words)).await
}

/// Entries that have a code.
pub(crate) async fn coded(db: &impl ConnectionTrait, scope: &Scope, code: Term) -> Result<Vec<Entry>, Platform> {
    meeting(db, scope, vec![code]).await
}

async fn meeting(db: &impl ConnectionTrait, scope: &Scope, terms: Vec<Term>) -> Result<Vec<Entry>, Platform> {
    if terms.iter().any(|term| term.any_of.is_empty()) {
        return Ok(Vec::new());
    }
    let select = Entity::find().filter(scope.condition()).limit(MOST_MET);
    let select = match db.get_database_backend() {
        DbBackend::Postgres => meeting_on_postgres(select, &terms),
        _ => meeting_on_sqlite(select, &terms),
    };
    let rows = select.all(db).await?;
    rows.into_iter().map(Entry::try_from).collect()
}

/// The entries that SQLite's index proposes. The plus keeps it from asking the index about each entry instead.
fn meeting_on_sqlite(select: Select<Entity>, terms: &[Term]) -> Select<Entity> {
    let mut select = select;
    QuerySelect::query(&mut select).join(
        JoinType::InnerJoin,
        "search_word_list",
        Expr::cust("+search_word_list.rowid = search_entry.number"),
    );
    let expression =
        joined(
            terms,
            " AND ",
            " OR ",
            |word, goes_on| {
                if goes_on { format!("\"{word}\"*") } else { format!("\"{word}\"") }
            },
        );
    select.filter(Expr::cust_with_values("search_word_list MATCH ?", [expression]))
}

/// The entries that PostgreSQL's index proposes.
fn meeting_on_postgres(select: Select<Entity>, terms: &[Term]) -> Select<Entity> {
    let expression =
        joined(terms, " & ", " | ", |word, goes_on| if goes_on { format!("'{word}':*") } else { format!("'{word}'") });
    select.filter(Expr::cust_with_values("word_list @@ CAST($1 AS tsquery)", [expression]))
}

/// An expression that needs one of each term's words. Words are letters and digits, and cannot be anything else in it.
fn joined(terms: &[Term], and: &str, or: &str, write: impl Fn(&str, bool) -> String) -> String {
    let one_of = |term: &Term| {
        let words: Vec<String> = term.any_of.iter().map(|word| write(word, term.goes_on)).collect();
        format!("({})", words.join(or))
    };
    terms.iter().map(one_of).collect::<Vec<_>>().join(and)
}

/// The words of names that share what is left of them, without a letter, with words that were typed.
pub(crate) async fn spellings(db: &impl ConnectionTrait, words: &[String]) -> Result<Spellings, Platform> {
    let rests: BTreeSet<String> = words.iter().flat_map(|word| rests(word)).collect();
    let short = words.iter().filter(|word| word.len() < 3);
    let known: Vec<String> = search_spelling::Entity::find()
        .select_only()
        .column(search_spelling::Column::Word)
        .distinct()
        .filter(search_spelling::Column::Rest.is_in(rests))
        .into_tuple()
        .all(db)
        .await?;
    Ok(Spellings::of(known.into_iter().chain(short.cloned()).collect()))
}

/// Keeps what a producer is found by, and its products by its name.
pub(super) async fn keep_producer(work: &Work, producer: &Producer) -> Result<(), Error> {
    let place = place_of(work.authority().units(), &producer.facts.unit, work.today());
    let entry = Entry::of_producer(producer, place);
    let theirs = Entity::find()
        .filter(COLUMN.producer_id.eq(producer.id))
        .filter(COLUMN.producer_name.ne(entry.title.as_str()))
        .filter(COLUMN.kind.eq(SearchKind::Product.name()))
        .all(work)
        .await?;
    let mut entries = vec![entry.clone()];
    for row in theirs {
        entries.push(Entry { producer_name: entry.title.clone(), ..Entry::try_from(row)? });
    }
    keep(work, &entries).await
}

/// Keeps what a product is found by.
pub(super) async fn keep_product(work: &Work, product: &Product) -> Result<(), Error> {
    let codes = product_codes::of_products(work, [product.id.into()].into_iter()).await?;
    let codes = codes.into_values().next().unwrap_or_default();
    let producer = producers::find(work, product.producer).await?;
    let producer = producer.ok_or_else(|| damaged("product"))?;
    let place = place_of(work.authority().units(), &product.facts.unit, work.today());
    keep(work, &[Entry::of_product(product, producer.facts.name, &codes, place)]).await
}

/// Names of a unit and the one above it, as they are on a day.
fn place_of(units: &UnitTable, unit: &UnitId, day: NaiveDate) -> String {
    let own = units.nearest(unit, day);
    let above = own.and_then(|own| units.nearest(&own.parent, day));
    let names: Vec<&str> = own.into_iter().chain(above).map(|unit| unit.name.as_str()).collect();
    names.join(", ")
}

/// Keeps entries, in place of those of the same subjects.
async fn keep(work: &Work, entries: &[Entry]) -> Result<(), Error> {
    let replaced = [
        Column::ProducerId,
        Column::Title,
        Column::TitleFolded,
        Column::ProducerName,
        Column::Codes,
        Column::Unit,
        Column::Province,
        Column::Place,
        Column::Words,
        Column::Form,
        Column::FromDay,
        Column::ToDay,
    ];
    Entity::insert_many(entries.iter().map(row))
        .on_conflict(OnConflict::column(Column::SubjectId).update_columns(replaced).to_owned())
        .exec_without_returning(work)
        .await?;
    learn(work, entries.iter().flat_map(Entry::words).collect()).await
}

/// Keeps words that are not known yet, with their spellings.
async fn learn(work: &Work, words: BTreeSet<String>) -> Result<(), Error> {
    let spelt: Vec<&String> = words.iter().filter(|word| !rests(word).is_empty()).collect();
    let known: Vec<String> = search_word::Entity::find()
        .select_only()
        .column(search_word::Column::Word)
        .filter(search_word::Column::Word.is_in(spelt.iter().copied()))
        .into_tuple()
        .all(work)
        .await?;
    let new: Vec<String> = spelt.into_iter().filter(|word| !known.contains(word)).cloned().collect();
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.iter().map(|word| search_word::ActiveModel { word: Set(word.clone()) });
    search_word::Entity::insert_many(rows).exec_without_returning(work).await?;
    let spelling =
        |rest: String, word: &String| search_spelling::ActiveModel { rest: Set(rest), word: Set(word.clone()) };
    let rows = new.iter().flat_map(|word| rests(word).into_iter().map(move |rest| spelling(rest, word)));
    search_spelling::Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

/// Makes entries for records that have none or one of an earlier form, as many as are given at most; tells how many it made.
pub(crate) async fn add_missing(work: &Work, most: u64) -> Result<usize, Error> {
    let known = || Query::select().column(Column::SubjectId).from(Entity).and_where(COLUMN.form.eq(FORM)).to_owned();
    let producers = producer::Entity::find()
        .filter(producer::Column::Id.not_in_subquery(known()))
        .order_by_asc(producer::Column::Id)
        .limit(most)
        .all(work)
        .await?;
    let mut made = 0;
    for row in producers {
        keep_producer(work, &row.try_into()?).await?;
        made += 1;
    }
    let products = product::Entity::find()
        .filter(product::Column::Id.not_in_subquery(known()))
        .order_by_asc(product::Column::Id)
        .limit(most)
        .all(work)
        .await?;
    for row in products {
        keep_product(work, &row.try_into()?).await?;
        made += 1;
    }
    Ok(made)
}

/// Makes entries anew whose place has another name now, as many as are given at most; tells how many it made.
pub(crate) async fn renew_places(work: &Work, most: u64) -> Result<usize, Error> {
    let places: Vec<(String, String)> =
        Entity::find().select_only().columns([Column::Unit, Column::Place]).distinct().into_tuple().all(work).await?;
    let mut left = most;
    for (unit, place) in places {
        let id: UnitId = unit.parse().map_err(|_| damaged("search entry"))?;
        let now = place_of(work.authority().units(), &id, work.today());
        if place == now || left == 0 {
            continue;
        }
        let of_place = Entity::find().filter(COLUMN.unit.eq(unit)).filter(COLUMN.place.eq(place)).limit(left);
        let mut entries = Vec::new();
        for row in of_place.all(work).await? {
            entries.push(Entry { place: now.clone(), ..Entry::try_from(row)? });
        }
        left -= entries.len() as u64;
        keep(work, &entries).await?;
    }
    Ok(usize::try_from(most - left).unwrap_or(usize::MAX))
}

fn row(entry: &Entry) -> ActiveModel {
    let terms: Vec<String> = entry.terms().into_iter().collect();
    ActiveModel {
        number: NotSet,
        subject_id: Set(entry.subject),
        kind: Set(entry.kind.name().to_owned()),
        producer_id: Set(entry.producer.into()),
        title: Set(entry.title.clone()),
        title_folded: Set(phrase(&entry.title).into_bytes()),
        producer_name: Set(entry.producer_name.clone()),
        codes: Set(entry.codes.join(" ")),
        unit: Set(entry.unit.to_string()),
        province: Set(entry.province.to_string()),
        place: Set(entry.place.clone()),
        words: Set(terms.join(" ")),
        form: Set(FORM),
        from_day: Set(entry.from),
        to_day: Set(entry.to),
    }
}

impl TryFrom<Model> for Entry {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                kind: SearchKind::named(&row.kind)?,
                subject: row.subject_id,
                producer: row.producer_id.into(),
                title: row.title,
                producer_name: row.producer_name,
                codes: row.codes.split(' ').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
                unit: row.unit.parse().ok()?,
                province: row.province.parse().ok()?,
                place: row.place,
                from: row.from_day,
                to: row.to_day,
            })
        };
        read(row).ok_or_else(|| damaged("search entry"))
    }
}
