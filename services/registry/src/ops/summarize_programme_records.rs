//! Records of the programme added up by kind, category and unit.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::list_programme_records::Asked;
use crate::View;
use crate::domain::programme::{Level, ProgrammeTotal};
use crate::error::Error;
use crate::store;
use crate::store::programme_records::Filter;
use crate::wire::choices;

pub(crate) struct SummarizeProgrammeRecords {
    asked: Asked,
    level: Option<Level>,
}

impl SummarizeProgrammeRecords {
    pub(crate) fn parse(message: pb::SummarizeProgrammeRecordsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let asked = Asked::read(&mut fields, message.filter.unwrap_or_default());
        let level = choices::read_optional(&mut fields, "level", message.level);
        let (asked, level) = fields.finish((asked, level))?;
        Ok(Self { asked, level })
    }
}

pub(crate) async fn summarize_programme_records(
    view: &View,
    command: &SummarizeProgrammeRecords,
) -> Result<Vec<ProgrammeTotal>, Error> {
    // What is retired was a mistake, and is in no total.
    let filter = Filter { active: Some(true), ..command.asked.filter(view).await? };
    Ok(store::programme_totals::totals(view, &filter, command.level).await?)
}
