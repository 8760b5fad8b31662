//! The units of days before those in force, and where all others lie on such a day: asked of registry, and kept while its table of
//! units is the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable, UnitVersion};
use platform::error::Error as Platform;
use platform::outbox::told::{malformed, optional_day, unit};
use platform::rpc::{Transport, peer_error};
use proto::common::v1::UnitLevel;
use proto::registry::v1::unit_service_client::UnitServiceClient;
use proto::registry::v1::{GetUnitMapRequest, GetUnitMapResponse};

use crate::View;
use crate::error::Error;

/// How many maps are kept: each has up to 11,000 units.
const KEPT: usize = 4;

/// Largest answer of registry.
const MAX_MAP_BYTES: usize = 16 * 1024 * 1024;

/// The maps that registry told lately.
pub(crate) struct EarlierMaps {
    registry: UnitServiceClient<Transport>,
    kept: Mutex<Vec<Arc<UnitsOfDay>>>,
}

/// The units of some days, and where units of other days lie on them.
#[derive(Debug)]
struct UnitsOfDay {
    first_day: NaiveDate,
    last_day: Option<NaiveDate>,
    units: UnitTable,
    /// For units of other days, the lowest unit of these days in which all of each lies.
    holders: HashMap<UnitId, UnitId>,
}

/// The units of a day before those in force, and how they and the units in force lie in each other.
#[derive(Debug)]
pub(crate) struct EarlierUnits {
    day: NaiveDate,
    then: Arc<UnitsOfDay>,
    /// The same of the day on which the units in force came into force.
    since: Arc<UnitsOfDay>,
}

impl EarlierMaps {
    pub(crate) fn new(registry: Transport) -> Self {
        let registry = UnitServiceClient::new(registry).max_decoding_message_size(MAX_MAP_BYTES);
        Self { registry, kept: Mutex::default() }
    }

    /// The units of a day, if it lies before those in force.
    pub(crate) async fn of(&self, view: &View, day: NaiveDate) -> Result<Option<EarlierUnits>, Error> {
        let in_force_since = view.authority().units().first_day().filter(|first| day < *first);
        let Some(first) = in_force_since else { return Ok(None) };
        let version = view.authority().units().version();
        let then = self.units_of(version, day).await?.ok_or(Error::UnitsOfDayUnknown { day })?;
        let since = self.units_of(version, first).await?.ok_or(Error::UnitsOfDayUnknown { day: first })?;
        Ok(Some(EarlierUnits { day, then, since }))
    }

    /// The units of a day as a version of the table has them, or a newer one; none if registry knows of no unit then.
    async fn units_of(&self, version: i64, day: NaiveDate) -> Result<Option<Arc<UnitsOfDay>>, Error> {
        if let Some(kept) = self.recall(version, day) {
            return Ok(Some(kept));
        }
        let request = GetUnitMapRequest { at: day.to_string() };
        let answer = self.registry.clone().get_unit_map(request).await;
        let answer = answer.map_err(|status| peer_error("registry", status))?.into_inner();
        if answer.units.is_empty() {
            return Ok(None);
        }
        let told = Arc::new(UnitsOfDay::try_from(answer)?);
        self.keep(version, Arc::clone(&told));
        Ok(Some(told))
    }

    fn recall(&self, version: i64, day: NaiveDate) -> Option<Arc<UnitsOfDay>> {
        let kept = self.kept();
        let is_wanted = |kept: &&Arc<UnitsOfDay>| kept.units.version() >= version && kept.hold(day);
        kept.iter().find(is_wanted).cloned()
    }

    /// Keeps a map, unless it is of an older table; those of older tables are forgotten, and the oldest if there are too many.
    fn keep(&self, version: i64, told: Arc<UnitsOfDay>) {
        let mut kept = self.kept();
        kept.retain(|kept| kept.units.version() >= version);
        if told.units.version() >= version {
            kept.push(told);
        }
        let surplus = kept.len().saturating_sub(KEPT);
        kept.drain(..surplus);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Vec<Arc<UnitsOfDay>>> {
        self.kept.lock().expect("no code panics while it holds this lock")
    }
}

impl UnitsOfDay {
    fn hold(&self, day: NaiveDate) -> bool {
        self.first_day <= day && self.last_day.is_none_or(|last| day <= last)
    }
}

impl TryFrom<GetUnitMapResponse> for UnitsOfDay {
    type Error = Platform;

    fn try_from(told: GetUnitMapResponse) -> Result<Self, Platform> {
        let units: Vec<_> = told.units.into_iter().map(UnitVersion::try_from).collect::<Result<_, _>>()?;
        let holder = |of: &proto::registry::v1::UnitHolder| Ok((unit(&of.unit_id)?, unit(&of.holder_id)?));
        Ok(Self {
            first_day: optional_day(&told.first_day)?.ok_or_else(|| malformed("first day of units", ""))?,
            last_day: optional_day(&told.last_day)?,
            units: UnitTable::new(told.table_version, units)?,
            holders: told.holders.iter().map(holder).collect::<Result<_, Platform>>()?,
        })
    }
}

impl EarlierUnits {
    /// A unit that lived on the day.
    pub(crate) fn unit(&self, id: &UnitId) -> Option<&UnitVersion> {
        self.then.units.at(id, self.day)
    }

    /// All units of a level that lived on the day, in order of identity.
    pub(crate) fn of_level(&self, level: UnitLevel) -> impl Iterator<Item = &UnitVersion> {
        self.then.units.all_at(self.day).filter(move |unit| unit.level == level)
    }

    /// The units of the day in which all of a unit lies, the lowest first, without the country; itself first if it lived then. Empty
    /// if no single province had all of it.
    pub(crate) fn way(&self, unit: &UnitId) -> Vec<UnitId> {
        let lowest = if self.unit(unit).is_some() { Some(unit) } else { self.then.holders.get(unit) };
        lowest.map(|lowest| self.then.units.path(lowest, self.day).cloned().collect()).unwrap_or_default()
    }

    /// The lowest unit in force in which all of an earlier unit lies.
    pub(crate) fn lies_since_in(&self, unit: &UnitId) -> Option<&UnitId> {
        self.since.holders.get(unit)
    }
}
