//! Looking units up by itself, for measuring: a code or a name and a day in, a unit out.
//!
//! ```
//! use registry::lookup::Lookup;
//!
//! let lookup = Lookup::read().expect("the facts are sound");
//! let day = "2021-10-01".parse().expect("a day");
//! assert_eq!(lookup.name("X. Hoà Nghĩa, H. Chợ Lách, Bến Tre", day).as_deref(), Some("2018:28882"));
//! ```

use chrono::NaiveDate;
use platform::access::UnitId;

use crate::domain::units::{History, Match, UnsoundUnits};

/// All units through time, read anew.
#[derive(Debug)]
pub struct Lookup(History);

impl Lookup {
    /// Reads and checks the facts.
    ///
    /// # Errors
    /// When they are not sound.
    pub fn read() -> Result<Self, UnsoundUnits> {
        let history = History::with(0, std::iter::empty())?;
        history.must_be_sound()?;
        Ok(Self(history))
    }

    /// The communes that lived on a day, by identity and full address.
    #[must_use]
    pub fn communes(&self, day: NaiveDate) -> Vec<(UnitId, String)> {
        let address = |unit| {
            let above = self.0.ancestors(unit, day).into_iter();
            std::iter::once(unit).chain(above).map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let communes = self.0.units().all_at(day).filter(|unit| unit.level == platform::access::UnitLevel::Commune);
        communes.map(|unit| (unit.id.clone(), address(unit))).collect()
    }

    /// True if the unit lived on the day.
    #[must_use]
    pub fn id(&self, id: &UnitId, day: NaiveDate) -> bool {
        matches!(self.0.by_id(id, day), Match::One(_))
    }

    /// The only unit of a name on a day.
    #[must_use]
    pub fn name(&self, name: &str, day: NaiveDate) -> Option<String> {
        match self.0.by_name(name, None, day) {
            Match::One(unit) => Some(unit.id.to_string()),
            _ => None,
        }
    }

    /// How many units stand on a day in the place of one.
    #[must_use]
    pub fn successors(&self, id: &UnitId, day: NaiveDate) -> usize {
        self.0.successors(id, day).len()
    }

    /// On how many units of a day a unit's land lies.
    #[must_use]
    pub fn parts(&self, id: &UnitId, on: NaiveDate, at: NaiveDate) -> usize {
        self.0.land(id, on, at).len()
    }
}
