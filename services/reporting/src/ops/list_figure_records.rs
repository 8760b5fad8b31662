//! The records behind a figure. Where they are persons, that they were read is recorded.

use platform::access::UnitId;
use platform::clock::Moment;
use platform::db::{Cursor, Page, Paged, fingerprint};
use platform::error::Text;
use platform::fields::Fields;
use platform::operation::Recorded;
use proto::reporting::v1 as pb;

use super::asked;
use crate::View;
use crate::domain::cells::Part;
use crate::domain::indicators::{Formula, Term};
use crate::domain::ledger::Known;
use crate::domain::periods::Period;
use crate::domain::told::Noun;
use crate::error::Error;
use crate::map::Map;
use crate::store;
use crate::store::entries::{Behind, Found};

pub(crate) struct ListFigureRecords {
    unit: UnitId,
    term: Term,
    abolished: bool,
    period: Period,
    known_at: Option<Moment>,
    page: Page,
}

impl ListFigureRecords {
    pub(crate) fn parse(message: pb::ListFigureRecordsRequest) -> Result<Self, Error> {
        let filter = pb::ListFigureRecordsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.unit("unit_id", &message.unit_id);
        let indicator = asked::indicator(&mut fields, "indicator_code", &message.indicator_code);
        let part: Option<Option<Part>> = asked::part(&mut fields, indicator, message.part);
        let counted = indicator.and_then(|indicator| match &indicator.formula {
            Formula::Count(term) | Formula::CommunesWith(term) => Some((term.clone(), false)),
            Formula::InAbolishedUnits(term) => Some((term.clone(), true)),
            Formula::Share(..) => {
                let share = Text::new(
                    "Đây là một tỷ lệ: hãy hỏi bản ghi của từng chỉ tiêu tạo nên nó.",
                    "It is a share: ask for the records of the indicators it is made of.",
                );
                fields.value("indicator_code", Err(share))
            }
        });
        let period = asked::period(&mut fields, "period", &message.period);
        let known_at = asked::known_at(&mut fields, message.known_at);
        let size = fields.page_size(message.page_size);
        let (unit, counted, part, period, known_at, size) =
            fields.finish((unit, counted, part, period, known_at, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        let (term, abolished) = counted;
        let term = Term { part: part.or(term.part), ..term };
        Ok(Self { unit, term, abolished, period, known_at, page })
    }
}

pub(crate) async fn list_figure_records(
    view: &View,
    command: &ListFigureRecords,
) -> Result<Recorded<Paged<Known>>, Error> {
    let days = asked::so_far(view, command.period);
    let day = days.map_or(view.today(), |days| days.to);
    asked::unit(view, &command.unit, day)?;
    let map = Map::on(view.authority().units(), day);
    let known = store::sums::paths(view, None).await?.into_keys();
    let within = known.filter(|unit| view.authority().units().contains(&command.unit, unit, day));
    let abolished = map.abolished(&command.unit);
    let units: Vec<_> = within.filter(|unit| !command.abolished || abolished.contains(unit)).collect();
    let found = match days {
        Some(days) => {
            let (measure, part) = (command.term.measure, command.term.part.as_ref());
            let wanted = Behind { measure, part, units: &units, days, known_at: command.known_at };
            let after = command.page.after.as_ref().map(|cursor| cursor.id);
            store::entries::behind(view, &wanted, after, command.page.limit()).await?
        }
        None => Vec::new(),
    };
    let page = command.page.of(found, |found: &Found| Cursor { key: Vec::new(), id: found.id });
    let persons = page.rows.iter().map(|found| found.known.entry.record).filter(|record| record.noun == Noun::Person);
    let subjects = persons.map(|person| person.id).collect();
    Ok(Recorded { value: page.map(|found| found.known), noun: Noun::Person.name(), subjects, purpose: None })
}
