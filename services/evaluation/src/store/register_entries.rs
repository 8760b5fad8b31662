//! The register as it is searched: a row for each certificate and each recorded recognition, and the words of their
//! names. What they say is read from where it stands.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect, Select,
};

use super::entity::register_entry::{ActiveModel, COLUMN, Column, Entity};
use super::entity::register_word;
use super::{certificates, damaged, recognitions};
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::dossier::{ProducerId, ProductId};
use crate::domain::holding::Holding;
use crate::domain::recognition::{Recognition, RecognitionId};
use crate::domain::register::{CertificateStatus, RegisterEntry, words};

const PRODUCT: &str = "product";
const PRODUCER: &str = "producer";
const CERTIFICATE: &str = "certificate";
const RECOGNITION: &str = "recognition";

/// Which entries a search shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) searched: Searched,
    pub(crate) star: Option<i32>,
    pub(crate) status: Option<CertificateStatus>,
    pub(crate) at: NaiveDate,
}

/// By what an entry is looked for; what is not given is not looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Searched {
    pub(crate) number: Option<String>,
    pub(crate) product_code: Option<String>,
    pub(crate) product: Option<ProductId>,
    pub(crate) product_words: Vec<String>,
    pub(crate) producer: Option<ProducerId>,
    pub(crate) producer_words: Vec<String>,
}

/// A word, and the field of the name it is looked for in.
type Word<'w> = (&'static str, &'w str);

impl Searched {
    /// The words of names that are looked for, the longest last.
    fn words(&self) -> Vec<Word<'_>> {
        let product = self.product_words.iter().map(|word| (PRODUCT, word.as_str()));
        let producer = self.producer_words.iter().map(|word| (PRODUCER, word.as_str()));
        let mut words: Vec<_> = product.chain(producer).collect();
        words.sort_by_key(|(_, word)| word.len());
        words
    }

    /// True if something is looked for that few entries have.
    fn is_exact(&self) -> bool {
        self.number.is_some() || self.product_code.is_some() || self.product.is_some() || self.producer.is_some()
    }
}

/// Keeps what certificates are found by.
pub(super) async fn add_certificates(work: &Work, certificates: &[Certificate]) -> Result<(), Platform> {
    let rows = certificates.iter().map(|certificate| {
        let holding = Holding::exactly(certificate.issued_on, certificate.expires_on);
        ActiveModel {
            id: Set(certificate.id.into()),
            kind: Set(CERTIFICATE.to_owned()),
            number: Set(Some(certificate.number.to_string())),
            product_code: Set(Some(certificate.product_code.clone())),
            product_id: Set(Some(certificate.product.into())),
            producer_id: Set(Some(certificate.producer.into())),
            unit: Set(certificate.unit.to_string()),
            province: Set(certificate.province.to_string()),
            star: Set(Some(i32::from(certificate.star))),
            ..of(holding)
        }
    });
    Entity::insert_many(rows).exec_without_returning(work).await?;
    let words = certificates.iter().flat_map(|certificate| {
        let names = [(PRODUCT, &certificate.product_name), (PRODUCER, &certificate.producer_name)];
        words_of(certificate.id.into(), &certificate.province, names)
    });
    register_word::Entity::insert_many(words).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps what a recognition is found by.
pub(super) async fn add_recognition(work: &Work, recognition: &Recognition) -> Result<(), Platform> {
    let facts = &recognition.facts;
    let row = ActiveModel {
        id: Set(recognition.id.into()),
        kind: Set(RECOGNITION.to_owned()),
        number: Set(facts.paper.number.clone()),
        product_code: Set(facts.paper.product_code.clone()),
        product_id: Set(None),
        producer_id: Set(None),
        unit: Set(facts.province.to_string()),
        province: Set(facts.province.to_string()),
        star: Set(facts.star.map(i32::from)),
        ..of(recognition.holding())
    };
    Entity::insert(row).exec_without_returning(work).await?;
    let names = [(PRODUCT, &facts.product_name), (PRODUCER, &facts.producer_name)];
    let words = words_of(recognition.id.into(), &facts.province, names);
    register_word::Entity::insert_many(words).exec_without_returning(work).await?;
    Ok(())
}

fn of(holding: Holding) -> ActiveModel {
    ActiveModel {
        possible_from: Set(holding.possible.from),
        possible_to: Set(holding.possible.to),
        certain_from: Set(holding.certain.from),
        certain_to: Set(holding.certain.to),
        ended_on: Set(None),
        ended_as: Set(None),
        ..ActiveModel::default()
    }
}

fn words_of(id: Uuid, province: &UnitId, names: [(&str, &String); 2]) -> Vec<register_word::ActiveModel> {
    let row = |field: &str, word: String| register_word::ActiveModel {
        field: Set(field.to_owned()),
        word: Set(word),
        entry_id: Set(id),
        province: Set(province.to_string()),
    };
    let found = names.into_iter().flat_map(|(field, name)| words(name).into_iter().map(move |word| (field, word)));
    found.map(|(field, word)| row(field, word)).collect()
}

/// Forgets what a recognition was found by.
pub(super) async fn remove(work: &Work, recognition: RecognitionId) -> Result<(), Platform> {
    let words = register_word::Entity::delete_many().filter(register_word::Column::EntryId.eq(Uuid::from(recognition)));
    words.exec(work).await?;
    Entity::delete_many().filter(COLUMN.id.eq(recognition)).exec(work).await?;
    Ok(())
}

/// A certificate ends before its time, from a day on.
pub(super) async fn end(
    work: &Work,
    certificate: CertificateId,
    day: NaiveDate,
    status: CertificateStatus,
) -> Result<(), Platform> {
    Entity::update_many()
        .col_expr(Column::EndedOn, Expr::value(day))
        .col_expr(Column::EndedAs, Expr::value(status.name()))
        .filter(COLUMN.id.eq(certificate))
        .exec(work)
        .await?;
    Ok(())
}

/// A page of entries, what was recorded last first.
///
/// A name is looked for along its longest word, which is probably the rarest, and every entry met is looked at for
/// the others. Where there are few entries, as in communes or of one number, all of them are looked at instead.
pub(crate) async fn search(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<RegisterEntry>, Platform> {
    let mut words = filter.searched.words();
    let wide = filter.units.iter().any(is_wide) && !filter.searched.is_exact();
    let along = if wide { words.pop() } else { None };
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(standing(filter.status, filter.at))
        .filter(matching(filter))
        .limit(page.limit());
    for word in words {
        select = select.filter(Expr::exists(having(word)));
    }
    let after = page.after.as_ref();
    let select = match along {
        Some(word) => lead_by(select, word, &filter.units)
            .filter(db::before(after, register_word::Column::EntryId))
            .order_by_desc(register_word::Column::EntryId),
        None => select.filter(db::before(after, Column::Id)).order_by_desc(Column::Id),
    };
    let rows = page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id });
    let of_kind = |kind: &str| rows.rows.iter().filter(|row| row.kind == kind).map(|row| row.id).collect::<Vec<_>>();
    let found = certificates::find_all(db, of_kind(CERTIFICATE)).await?.into_iter();
    let found = found.map(|known| (Uuid::from(known.certificate.id), RegisterEntry::Certificate(Box::new(known))));
    let recorded = recognitions::find_all(db, of_kind(RECOGNITION)).await?.into_iter();
    let recorded = recorded.map(|known| (Uuid::from(known.id), RegisterEntry::Recognition(Box::new(known))));
    let mut known: HashMap<_, _> = found.chain(recorded).collect();
    rows.try_map(|row| known.remove(&row.id).ok_or_else(|| damaged("register entry")))
}

/// True for a province and the country.
fn is_wide(unit: &UnitId) -> bool {
    unit.is_country() || unit.code().len() == 2
}

/// Entries that are what is looked for, names aside.
fn matching(filter: &Filter) -> Condition {
    let searched = &filter.searched;
    Condition::all()
        .add_option(searched.number.as_deref().map(|number| Column::Number.eq(number)))
        .add_option(searched.product_code.as_deref().map(|code| Column::ProductCode.eq(code)))
        .add_option(searched.product.map(|product| Column::ProductId.eq(product)))
        .add_option(searched.producer.map(|producer| Column::ProducerId.eq(producer)))
        .add_option(filter.star.map(|star| Column::Star.eq(star)))
}

/// Begins a search with the entries of a word. Where only provinces are asked for, those of others are not met.
fn lead_by(select: Select<Entity>, (field, word): Word<'_>, units: &[UnitId]) -> Select<Entity> {
    let place = (register_word::Entity, register_word::Column::EntryId);
    let mut select = select.filter(register_word::Column::Field.eq(field)).filter(register_word::Column::Word.eq(word));
    QuerySelect::query(&mut select).inner_join(register_word::Entity, Expr::col(place).equals((Entity, Column::Id)));
    if units.iter().any(|unit| unit.code().len() != 2) {
        return select;
    }
    select.filter(register_word::Column::Province.is_in(units.iter().map(UnitId::as_str)))
}

/// Selects the word in a name of the entry at hand, if it is there. The limit, which changes nothing, keeps SQLite from
/// making a join of it that begins elsewhere and sorts the whole register.
fn having((field, word): Word<'_>) -> SelectStatement {
    let place = (register_word::Entity, register_word::Column::EntryId);
    Query::select()
        .expr(Expr::value(1))
        .from(register_word::Entity)
        .and_where(register_word::Column::Field.eq(field))
        .and_where(register_word::Column::Word.eq(word))
        .and_where(Expr::col(place).equals((Entity, Column::Id)))
        .limit(1)
        .to_owned()
}

/// Entries of a status on a day; of any, those that can have begun.
fn standing(status: Option<CertificateStatus>, day: NaiveDate) -> Condition {
    use Column::{CertainFrom, CertainTo, EndedAs, EndedOn, PossibleFrom, PossibleTo};
    let going_on = || Condition::any().add(EndedOn.is_null()).add(EndedOn.gt(day));
    let certain = || Condition::all().add(CertainFrom.lte(day)).add(CertainTo.gte(day));
    let all = Condition::all();
    match status {
        None => all.add(PossibleFrom.lte(day)),
        Some(CertificateStatus::Valid) => all.add(certain()).add(going_on()),
        Some(CertificateStatus::Expired) => all.add(PossibleTo.lt(day)).add(going_on()),
        Some(CertificateStatus::Uncertain) => {
            all.add(PossibleFrom.lte(day)).add(PossibleTo.gte(day)).add(certain().not()).add(going_on())
        }
        Some(ended @ (CertificateStatus::Revoked | CertificateStatus::Replaced)) => {
            all.add(EndedAs.eq(ended.name())).add(EndedOn.lte(day))
        }
    }
}
