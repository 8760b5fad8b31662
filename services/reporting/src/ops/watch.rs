//! Figures as they stand today, told again whenever they change.

use std::collections::HashMap;
use std::slice::from_ref;
use std::time::Duration;

use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::outbox::{SourcePosition, positions};
use platform::rpc::Answers;
use proto::reporting::v1 as pb;
use tokio::time::{Instant, sleep};

use super::asked;
use super::figures::{Asked, cells};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::indicators::{self, Indicator};
use crate::error::Error;
use crate::{View, wire};

/// How often it is looked whether figures changed; what did not change is found in memory.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// How often a sign of life is sent at least.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(15);
/// How long it is watched by one call: the next one is judged by its own token.
const LIVES: Duration = Duration::from_secs(600);

#[derive(Clone)]
pub(crate) struct Watch {
    unit: UnitId,
    indicators: Vec<&'static Indicator>,
}

/// Figures that changed, and how far they have taken in what was told.
pub(crate) struct Watched {
    pub(crate) figures: Vec<(String, Option<Figure>)>,
    pub(crate) sources: Vec<SourcePosition>,
}

impl Watch {
    pub(crate) fn parse(message: pb::WatchRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let given = fields.list("indicator_codes", message.indicator_codes, 1..=60).unwrap_or_default();
        let indicators =
            fields.each("indicator_codes", &given, |fields, path, code| asked::indicator(fields, path, code));
        let (unit, indicators) = fields.finish((unit, indicators))?;
        Ok(Self { unit, indicators })
    }
}

/// Looks whether it may be watched; nothing of it is personal.
pub(crate) async fn watch(view: &View, command: &Watch) -> Result<Recorded<Watch>, Error> {
    asked::unit(view, &command.unit, view.today())?;
    Ok(Recorded { value: command.clone(), noun: "figure", subjects: Vec::new(), purpose: None })
}

/// Sends figures at once and whenever they change, as long as somebody reads.
pub(crate) async fn tell_changes(
    view: View,
    watch: Watch,
    answers: Answers<pb::WatchResponse>,
) -> Result<(), Platform> {
    let mut told: HashMap<String, Option<Figure>> = HashMap::new();
    let mut last_sent: Option<Instant> = None;
    let began = Instant::now();
    while began.elapsed() < LIVES {
        let mut figures = present(&view, &watch).await.map_err(Platform::from)?;
        figures.retain(|(code, figure)| told.get(code) != Some(figure));
        if !figures.is_empty() || last_sent.is_none_or(|sent| sent.elapsed() >= SIGN_OF_LIFE_EVERY) {
            told.extend(figures.iter().cloned());
            let watched = Watched { figures, sources: positions(&view).await? };
            answers.send(wire::watched(watched, view.service().clock.now())).await?;
            last_sent = Some(Instant::now());
        }
        sleep(LOOK_EVERY).await;
    }
    Ok(())
}

async fn present(view: &View, watch: &Watch) -> Result<Vec<(String, Option<Figure>)>, Error> {
    let to = platform::clock::civil_date(view.service().clock.now());
    let days = Days { from: indicators::built_in().programme_began.min(to), to };
    let (indicators, units) = (watch.indicators.clone(), from_ref(&watch.unit));
    let cells = cells(view, &Asked { indicators, units, parts: false, days, known_at: None }).await?;
    Ok(cells.iter().map(|cell| (cell.indicator.clone(), cell.figure)).collect())
}
