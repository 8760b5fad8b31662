//! Units as they were on a day, from the table in memory.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitVersion};
use platform::db::{Cursor, Page, Paged, fingerprint};
use platform::fields::Fields;
use platform::ids::RawId;
use platform::text::{collation_key, folded};
use proto::registry::v1 as pb;

use crate::View;
use crate::error::Error;

pub(crate) struct ListUnits {
    parent: Option<UnitId>,
    level: Option<UnitLevel>,
    text: String,
    at: Option<NaiveDate>,
    page: Page,
}

/// A page of units, and the version of the table it comes from.
pub(crate) struct UnitsPage {
    pub(crate) units: Paged<UnitVersion>,
    pub(crate) table_version: i64,
}

impl ListUnits {
    pub(crate) fn parse(message: pb::ListUnitsRequest) -> Result<Self, Error> {
        let filter = pb::ListUnitsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let parent = fields.optional_unit("parent_id", &message.parent_id);
        let level = fields.optional_choice("level", message.level);
        let text = fields.optional_line("text", &message.text, 100);
        let at = fields.optional_date("at", &message.at);
        let size = fields.page_size(message.page_size);
        let (parent, level, text, at, size) = fields.finish((parent, level, text, at, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { parent, level, text: folded(&text), at, page })
    }
}

pub(crate) async fn list_units(view: &View, command: &ListUnits) -> Result<UnitsPage, Error> {
    let history = view.service().units.of(view).await?;
    let units = history.units();
    let day = command.at.unwrap_or(view.today());
    if let Some(parent) = &command.parent
        && !parent.is_country()
        && units.newest(parent).is_none()
    {
        return Err(Error::NoSuchUnit { unit: parent.clone(), path: "parent_id" });
    }
    let wanted = |unit: &&UnitVersion| {
        command.level.is_none_or(|level| unit.level == level)
            && (command.text.is_empty() || folded(&unit.name).contains(&command.text))
    };
    let mut found: Vec<_> = match &command.parent {
        Some(parent) => units.children_at(parent, day).filter(wanted).map(with_key).collect(),
        None => units.all_at(day).filter(wanted).map(with_key).collect(),
    };
    found.sort_by(|one, other| one.0.cmp(&other.0));
    let after = command.page.after.as_ref();
    let limit = usize::try_from(command.page.limit()).unwrap_or(usize::MAX);
    let rows = found.into_iter().filter(|(key, _)| after.is_none_or(|after| *key > after.key)).take(limit).collect();
    // The key names the unit too, so no identity is needed to tell equal names apart.
    let page = command.page.of(rows, |(key, _)| Cursor { key: key.clone(), id: RawId::nil() });
    Ok(UnitsPage { units: page.map(|(_, unit)| unit.clone()), table_version: view.authority().units().version() })
}

/// A unit with what it is sorted by: its name, then its identity.
fn with_key(unit: &UnitVersion) -> (Vec<u8>, &UnitVersion) {
    let mut key = collation_key(&unit.name);
    key.push(0);
    key.extend(unit.id.as_str().bytes());
    (key, unit)
}
