//! Scoring one sheet without keeping it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_criteria_set::set_of;
use crate::View;
use crate::domain::score::score_sheet;
use crate::domain::sheet::{Choice, FixedCase, Form};
use crate::error::Error;
use crate::wire;

pub(crate) struct ScoreChoices {
    version: String,
    product_set: i32,
    choices: Vec<Choice>,
    cases: Vec<FixedCase>,
}

impl ScoreChoices {
    pub(crate) fn parse(message: pb::ScoreChoicesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let version = fields.optional_line("criteria_version_id", &message.criteria_version_id, 50);
        let product_set = fields.number("product_set", message.product_set, 1..=999);
        let choices = wire::read_choices(&mut fields, message.choices);
        let cases = wire::read_cases(&mut fields, "fixed_cases", message.fixed_cases);
        let (version, product_set, choices, cases) = fields.finish((version, product_set, choices, cases))?;
        Ok(Self { version, product_set, choices, cases })
    }
}

pub(crate) async fn score_choices(view: &View, command: &ScoreChoices) -> Result<pb::Score, Error> {
    let set = set_of(view, &command.version, command.product_set)?;
    let form = Form::new(set, &command.cases)?;
    let sheet = form.read(&command.choices)?;
    Ok(wire::score(set, &score_sheet(&form, &sheet)))
}
