//! Dossiers.

use platform::access::UnitId;
use platform::db::{self, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::dossier::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::dossier::{
    Dossier, DossierId, DossierKind, DossierState, ProducerSnapshot, ProductId, ProductSnapshot,
};
use crate::error::Error;

const IN_PROGRESS: Unique = Unique { name: "dossier_in_progress", columns: "dossier.product_id" };

/// Which dossiers a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    pub(crate) state: Option<&'static str>,
    pub(crate) product: Option<ProductId>,
}

/// The dossier of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: DossierId) -> Result<Option<Dossier>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Dossier::try_from).transpose()
}

/// Keeps a new dossier.
pub(crate) async fn insert(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, dossier)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(IN_PROGRESS, || Error::DossierInProgress)])
}

/// Keeps a dossier as it has become.
pub(crate) async fn save(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, dossier))
        .filter(COLUMN.id.eq(dossier.id))
        .filter(COLUMN.version.eq(dossier.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// A page of dossiers, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Dossier>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(state) = filter.state {
        select = select.filter(COLUMN.state.eq(state));
    }
    if let Some(product) = filter.product {
        select = select.filter(COLUMN.product_id.eq(product));
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(Dossier::try_from)
}

fn kind_name(kind: DossierKind) -> &'static str {
    match kind {
        DossierKind::First => "first",
    }
}

fn row(work: &Work, dossier: &Dossier) -> ActiveModel {
    let state = &dossier.state;
    let (star, closed_on) = match state {
        DossierState::Assessed { star, closed_on, .. } => (Some(i32::from(*star)), Some(*closed_on)),
        _ => (None, None),
    };
    let certificate = match state {
        DossierState::Certified { certificate, .. } => Some((*certificate).into()),
        _ => None,
    };
    ActiveModel {
        id: Set(dossier.id.into()),
        kind: Set(kind_name(dossier.kind).to_owned()),
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
        product_code: Set(state.code().map(str::to_owned)),
        session_id: Set(state.session().map(Into::into)),
        star: Set(star),
        closed_on: Set(closed_on),
        certificate_id: Set(certificate),
        filed_at: Set(dossier.filed_at),
        filed_by: Set(dossier.filed_by.into()),
        version: Set(dossier.version),
        updated_at: Set(dossier.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

fn state(row: &Model) -> Option<DossierState> {
    let code = || row.product_code.clone();
    let session = || row.session_id.map(Into::into);
    Some(match row.state.as_str() {
        "filed" => DossierState::Filed,
        "accepted" => DossierState::Accepted { code: code()? },
        "proposed" => DossierState::Proposed { code: code()? },
        "scoring" => DossierState::Scoring { code: code()?, session: session()? },
        "assessed" => DossierState::Assessed {
            code: code()?,
            session: session()?,
            star: Star::try_from(row.star?).ok()?,
            closed_on: row.closed_on?,
        },
        "potential_five" => DossierState::PotentialFive { code: code()?, session: session()? },
        "not_recognised" => DossierState::NotRecognised { code: code()?, session: session()? },
        "certified" => {
            DossierState::Certified { code: code()?, session: session()?, certificate: row.certificate_id?.into() }
        }
        _ => return None,
    })
}

impl TryFrom<Model> for Dossier {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        let read = |row: Model| {
            Some(Self {
                id: row.id.into(),
                kind: DossierKind::First,
                state: state(&row)?,
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
                filed_at: row.filed_at,
                filed_by: row.filed_by.into(),
                version: row.version,
                updated_at: row.updated_at,
            })
        };
        read(row).ok_or_else(|| damaged("dossier"))
    }
}
