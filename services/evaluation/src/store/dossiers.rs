//! Dossiers.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::civil_date;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
    sea_query::Expr,
};

use super::entity::dossier::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::dossier_step;
use super::{damaged, delegations};
use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::dossier::{
    Action, Clocks, Dossier, DossierId, DossierKind, DossierState, Level, ProducerId, ProducerSnapshot, ProductId,
    ProductSnapshot, TakenStep,
};
use crate::domain::parcel::Lies;
use crate::error::Error;

/// The condition of partial indexes on dossiers in progress, word by word: a value bound to it would hide that they
/// serve.
pub(super) const IN_PROGRESS_ONLY: &str = "turn <> 'nobody'";

const IN_PROGRESS: Unique = Unique { name: "dossier_in_progress", columns: "dossier.product_id" };

/// Which dossiers a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) state: Option<String>,
    pub(crate) product: Option<ProductId>,
    /// Only of these producers; all if none.
    pub(crate) producers: Option<Vec<ProducerId>>,
    /// True if drafts are among them.
    pub(crate) drafts: bool,
}

/// The dossier of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: DossierId) -> Result<Option<Dossier>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Dossier::try_from).transpose()
}

/// The dossiers of identities, in no order.
pub(crate) async fn find_all(db: &impl ConnectionTrait, ids: &[DossierId]) -> Result<Vec<Dossier>, Platform> {
    let rows = Entity::find().filter(COLUMN.id.is_in(ids.iter().copied())).all(db).await?;
    rows.into_iter().map(Dossier::try_from).collect()
}

/// Keeps a new dossier.
pub(crate) async fn insert(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, dossier)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(IN_PROGRESS, || Error::DossierInProgress)])
}

/// Keeps a dossier as it has become, and the step that led there.
pub(crate) async fn save(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    if let Some(step) = &dossier.step {
        let stood_in_for = delegations::stood_in_for(work, &dossier.product.unit).await?;
        let row = dossier_step::ActiveModel {
            dossier_id: Set(dossier.id.into()),
            version: Set(dossier.version),
            action: Set(step.action.name().to_owned()),
            from_state: Set(step.from.to_owned()),
            to_state: Set(dossier.state.name().to_owned()),
            level: Set(dossier.state.level().name().to_owned()),
            note: Set(step.note.clone()),
            person_id: Set(work.person().into()),
            stands_in_for: Set(stood_in_for.first().copied().map(Into::into)),
            at: Set(dossier.updated_at),
        };
        dossier_step::Entity::insert(row).exec_without_returning(work).await?;
    }
    let changed = Entity::update_many()
        .set(row(work, dossier))
        .filter(COLUMN.id.eq(dossier.id))
        .filter(COLUMN.version.eq(dossier.version - 1))
        .exec(work)
        .await;
    // One that had ended and is taken up again may meet another one of its product.
    let changed = db::unique_or(changed, &[(IN_PROGRESS, || Error::DossierInProgress)])?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of dossiers, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Dossier>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(state) = &filter.state {
        select = select.filter(COLUMN.state.eq(state.as_str()));
    }
    if let Some(product) = filter.product {
        select = select.filter(COLUMN.product_id.eq(product));
    }
    if !filter.drafts {
        select = select.filter(COLUMN.frozen_version.gt(0));
    }
    if let Some(producers) = &filter.producers {
        select = select.filter(COLUMN.producer_id.is_in(producers.iter().copied()));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Dossier::try_from)
}

/// How many dossiers are under way in units or under them. One list of all units: a condition for each would grow too deep.
pub(crate) async fn count_open(db: &impl ConnectionTrait, units: &[UnitId]) -> Result<u64, Platform> {
    let names: Vec<_> = units.iter().map(UnitId::as_str).collect();
    let lies_in = Condition::any().add(Column::Province.is_in(names.clone())).add(Column::Unit.is_in(names));
    Ok(Entity::find().filter(Expr::cust(IN_PROGRESS_ONLY)).filter(lies_in).count(db).await?)
}

/// The last dossier of a product that was handed in, before another one if that is named.
pub(crate) async fn last_of_product(
    db: &impl ConnectionTrait,
    product: ProductId,
    before: Option<DossierId>,
) -> Result<Option<Dossier>, Platform> {
    let mut last = Entity::find()
        .filter(COLUMN.product_id.eq(product))
        .filter(COLUMN.frozen_version.gt(0))
        .order_by_desc(COLUMN.id)
        .limit(1);
    if let Some(before) = before {
        last = last.filter(COLUMN.id.lt(before));
    }
    db::one(last, db).await?.map(Dossier::try_from).transpose()
}

/// The steps a dossier took, in their order.
pub(crate) async fn steps(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<TakenStep>, Platform> {
    let rows = dossier_step::Entity::find()
        .filter(dossier_step::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_step::COLUMN.version)
        .all(db)
        .await?;
    let read = |row: dossier_step::Model| {
        Some(TakenStep {
            action: Action::named(&row.action)?,
            from: row.from_state,
            to: row.to_state,
            level: Level::named(&row.level)?,
            note: row.note,
            person: row.person_id.into(),
            stands_in_for: row.stands_in_for.map(Into::into),
            at: row.at,
        })
    };
    rows.into_iter().map(|row| read(row).ok_or_else(|| damaged("step of a dossier"))).collect()
}

/// The next dossiers whose clock a job has to look at.
pub(crate) async fn watched(db: &impl ConnectionTrait, today: NaiveDate, most: u64) -> Result<Vec<Dossier>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.watch_on.lte(today))
        .order_by_asc(COLUMN.watch_on)
        .order_by_asc(COLUMN.id)
        .limit(most)
        .all(db)
        .await?;
    rows.into_iter().map(Dossier::try_from).collect()
}

/// Keeps on which day a job has to look at a dossier's clock next; the record is the same otherwise.
pub(crate) async fn watch(work: &Work, id: DossierId, next: Option<NaiveDate>) -> Result<(), Platform> {
    let watched = Entity::update_many().col_expr(Column::WatchOn, Expr::value(next));
    watched.filter(COLUMN.id.eq(id)).exec(work).await?;
    Ok(())
}

/// Keeps in which installation a dossier is worked on; the record is the same otherwise. Of one that was given back no
/// clock is looked at here.
pub(crate) async fn lies(work: &Work, dossier: &Dossier) -> Result<(), Platform> {
    let lying = Entity::update_many()
        .col_expr(Column::Lies, Expr::value(dossier.lies.name()))
        .col_expr(Column::Turn, Expr::value(dossier.turn().name()));
    let lying = match dossier.lies {
        Lies::BackAtProvince => lying.col_expr(Column::WatchOn, Expr::value(None::<NaiveDate>)),
        Lies::Here | Lies::AtMinistry => lying,
    };
    lying.filter(COLUMN.id.eq(dossier.id)).exec(work).await?;
    Ok(())
}

fn row(work: &Work, dossier: &Dossier) -> ActiveModel {
    let state = &dossier.state;
    let (star, closed_on) = match state {
        DossierState::Assessed { star, closed_on, .. } | DossierState::ReturnedByMinistry { star, closed_on, .. } => {
            (Some(i32::from(*star)), Some(*closed_on))
        }
        DossierState::PotentialFive { closed_on, .. } => (None, Some(*closed_on)),
        _ => (None, None),
    };
    let certificate = match state {
        DossierState::Certified { certificate, .. } => Some((*certificate).into()),
        _ => None,
    };
    ActiveModel {
        id: Set(dossier.id.into()),
        kind: Set(dossier.kind.name().to_owned()),
        state: Set(state.name().to_owned()),
        criteria_version: Set(dossier.criteria_version.clone()),
        product_id: Set(dossier.product.id.into()),
        product_etag: Set(dossier.product.etag.clone()),
        product_name: Set(dossier.product.name.clone()),
        product_set: Set(dossier.product.product_set),
        producer_id: Set(dossier.producer.id.into()),
        producer_etag: Set(dossier.producer.etag.clone()),
        producer_name: Set(dossier.producer.name.clone()),
        producer_kind: Set(dossier.producer.kind.clone()),
        sample: Set(dossier.product.sample),
        unit: Set(dossier.product.unit.to_string()),
        province: Set(dossier.province.to_string()),
        level: Set(state.level().name().to_owned()),
        turn: Set(dossier.turn().name().to_owned()),
        previous_certificate: Set(dossier.previous.map(Into::into)),
        standing_certificate: Set(dossier.standing.map(Into::into)),
        paper_original: Set(dossier.paper_original.clone()),
        frozen_version: Set(dossier.frozen_version),
        proposed_on: Set(dossier.proposed_on),
        clocks: Set(write_clocks(&dossier.clocks)),
        due_on: Set(dossier.clocks.due_on()),
        warns_on: Set(dossier.clocks.warns_on()),
        watch_on: Set(dossier.clocks.warns_on()),
        ministry_result_by: dossier.clocks.ministry_result_by().map_or(NotSet, |day| Set(Some(day))),
        product_code: Set(dossier.code.clone()),
        session_id: Set(state.session().map(Into::into)),
        star: Set(star),
        closed_on: Set(closed_on),
        certificate_id: Set(certificate),
        filed_at: Set(dossier.filed_at),
        filed_by: Set(dossier.filed_by.into()),
        version: Set(dossier.version),
        updated_at: Set(dossier.updated_at),
        updated_by: Set(work.operation().to_owned()),
        lies: Set(dossier.lies.name().to_owned()),
    }
}

pub(super) fn write_clocks(clocks: &Clocks) -> String {
    serde_json::to_string(clocks).expect("clocks are plain values")
}

fn state(row: &Model) -> Option<DossierState> {
    let level = Level::named(&row.level)?;
    let session = || row.session_id.map(Into::into);
    let star = || Star::try_from(row.star?).ok();
    Some(match row.state.as_str() {
        "draft" => DossierState::Draft,
        "filed" => DossierState::Filed,
        "returned" => DossierState::Returned,
        "rejection_announced" => DossierState::RejectionAnnounced { level },
        "rejection_answered" => DossierState::RejectionAnswered { level },
        "accepted" => DossierState::Accepted,
        "proposed" => DossierState::Proposed { level },
        "under_review" => DossierState::UnderReview { level },
        "supplement_requested" => DossierState::SupplementRequested { level },
        "ready" => DossierState::Ready { level },
        "scoring" => DossierState::Scoring { level, session: session()? },
        "assessed" => DossierState::Assessed { level, session: session()?, star: star()?, closed_on: row.closed_on? },
        "potential_five" => DossierState::PotentialFive { session: session()?, closed_on: closed_on(row) },
        "returned_by_ministry" => {
            DossierState::ReturnedByMinistry { session: session()?, star: star()?, closed_on: row.closed_on? }
        }
        "not_recognised" => DossierState::NotRecognised { session: session()? },
        "certified" => DossierState::Certified { session: session()?, certificate: row.certificate_id?.into() },
        "rejected" => DossierState::Rejected { level },
        "withdrawn" => DossierState::Withdrawn,
        _ => return None,
    })
}

/// The day a scoring closed. Dossiers that were potentially five stars before the day was kept had their last
/// change then.
fn closed_on(row: &Model) -> NaiveDate {
    row.closed_on.unwrap_or_else(|| civil_date(row.updated_at))
}

impl TryFrom<Model> for Dossier {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                kind: DossierKind::named(&row.kind)?,
                state: state(&row)?,
                lies: Lies::named(&row.lies)?,
                clocks: serde_json::from_str(&row.clocks).ok()?,
                criteria_version: row.criteria_version,
                product: ProductSnapshot {
                    id: row.product_id.into(),
                    etag: row.product_etag,
                    name: row.product_name,
                    product_set: row.product_set,
                    unit: row.unit.parse().ok()?,
                    sample: row.sample,
                },
                producer: ProducerSnapshot {
                    id: row.producer_id.into(),
                    etag: row.producer_etag,
                    name: row.producer_name,
                    kind: row.producer_kind,
                },
                province: row.province.parse().ok()?,
                previous: row.previous_certificate.map(Into::into),
                standing: row.standing_certificate.map(Into::into),
                code: row.product_code,
                paper_original: row.paper_original,
                frozen_version: row.frozen_version,
                proposed_on: row.proposed_on,
                step: None,
                filed_at: row.filed_at,
                filed_by: row.filed_by.into(),
                version: row.version,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("dossier"))
    }
}
