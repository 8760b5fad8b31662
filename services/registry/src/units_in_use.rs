//! The units through time that questions are answered from: the facts built in, with the changes of the table in use.

use std::sync::{Arc, RwLock};

use crate::domain::units::{History, UnsoundUnits};
use crate::error::Error;
use crate::{View, Work, store};

/// Held in memory; renewed by the first question after a newer table has come into use.
#[derive(Debug)]
pub(crate) struct UnitsInUse(RwLock<Held>);

#[derive(Clone, Debug)]
struct Held {
    /// Version of the table these are the units of.
    version: i64,
    history: Arc<History>,
}

impl UnitsInUse {
    /// The facts built in, until a table is in use.
    pub(crate) fn built_in() -> Result<Self, UnsoundUnits> {
        Ok(Self(RwLock::new(Held { version: 0, history: History::built_in()? })))
    }

    /// The units of the table that a read goes by.
    pub(crate) async fn of(&self, view: &View) -> Result<Arc<History>, Error> {
        self.of_table(view, view.authority().units().version()).await
    }

    /// The units of the table that a change goes by.
    pub(crate) async fn in_work(&self, work: &Work) -> Result<Arc<History>, Error> {
        self.of_table(work, work.authority().units().version()).await
    }

    async fn of_table(&self, db: &impl store::Connection, version: i64) -> Result<Arc<History>, Error> {
        let held = self.held();
        if held.version >= version {
            return Ok(held.history);
        }
        let changes = store::unit_changes::applied(db, version).await?;
        let history = if changes.is_empty() {
            History::built_in()
        } else {
            // Read anew: a change comes once in months, and takes some ten milliseconds.
            History::with(version, changes.iter().map(|applied| &applied.change)).map(Arc::new)
        };
        let history = history.map_err(platform::error::Error::internal)?;
        self.keep(Held { version, history: Arc::clone(&history) });
        Ok(history)
    }

    fn held(&self) -> Held {
        self.0.read().expect("no code panics while it holds this lock").clone()
    }

    fn keep(&self, newer: Held) {
        let mut held = self.0.write().expect("no code panics while it holds this lock");
        if held.version < newer.version {
            *held = newer;
        }
    }
}
