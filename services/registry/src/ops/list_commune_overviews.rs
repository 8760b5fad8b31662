//! What the communes of a province, or of all the caller's units, have in the register.

use std::collections::BTreeMap;

use platform::access::{UnitId, UnitLevel, UnitTable, UnitVersion};
use platform::db::{Cursor, Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::RawId;
use platform::text::collation_key;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::programme::{CommuneOverview, CommuneTotals, RegisterCounts};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListCommuneOverviews {
    unit: Option<UnitId>,
    page: Page,
}

/// A page of communes, and the sum of all that are meant.
pub(crate) struct CommuneOverviews {
    pub(crate) page: Paged<CommuneOverview>,
    pub(crate) totals: CommuneTotals,
}

impl ListCommuneOverviews {
    pub(crate) fn parse(message: pb::ListCommuneOverviewsRequest) -> Result<Self, Error> {
        let filter = pb::ListCommuneOverviewsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let size = fields.page_size(message.page_size);
        let (unit, size) = fields.finish((unit, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, page })
    }
}

pub(crate) async fn list_commune_overviews(
    view: &View,
    command: &ListCommuneOverviews,
) -> Result<CommuneOverviews, Error> {
    let history = view.service().units.of(view).await?;
    let asked = command.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
    let listed = policy::listed_units(view.authority(), asked.as_deref())?;
    let units = view.authority().units();
    let today = view.today();
    let counts = by_commune(units, store::commune_counts::in_units(view, &listed, view.today()).await?, view);
    let is_listed = |commune: &&UnitVersion| listed.iter().any(|unit| units.contains(unit, &commune.id, today));
    let mut communes: Vec<_> = units
        .all_at(today)
        .filter(|unit| unit.level == UnitLevel::Commune)
        .filter(is_listed)
        .map(|commune| CommuneOverview {
            commune: commune.clone(),
            counts: counts.get(&commune.id).copied().unwrap_or_default(),
        })
        .collect();
    communes.sort_by_cached_key(key);
    let totals = CommuneTotals::of(&communes);
    Ok(CommuneOverviews { page: page_of(communes, &command.page), totals })
}

/// What is recorded in units as what their communes of today have.
fn by_commune(
    units: &UnitTable,
    recorded: BTreeMap<UnitId, RegisterCounts>,
    view: &View,
) -> BTreeMap<UnitId, RegisterCounts> {
    let mut counts = BTreeMap::<UnitId, RegisterCounts>::new();
    for (unit, of_unit) in recorded {
        if let Some(commune) = units.ancestor_of_level(&unit, UnitLevel::Commune, view.today()) {
            *counts.entry(commune.id.clone()).or_default() += of_unit;
        }
    }
    counts
}

fn page_of(communes: Vec<CommuneOverview>, page: &Page) -> Paged<CommuneOverview> {
    let limit = usize::try_from(page.limit()).unwrap_or(usize::MAX);
    let follows = |commune: &CommuneOverview| page.after.as_ref().is_none_or(|after| key(commune) > after.key);
    let rows = communes.into_iter().filter(follows).take(limit).collect();
    // The key names the commune too, so no identity is needed to tell equal names apart.
    page.of(rows, |commune| Cursor { key: key(commune), id: RawId::nil() })
}

/// What a commune is sorted by: its name, then its identity.
fn key(overview: &CommuneOverview) -> Vec<u8> {
    let mut key = collation_key(&overview.commune.name);
    key.push(0);
    key.extend(overview.commune.id.as_str().bytes());
    key
}
