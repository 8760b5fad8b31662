//! Scoring one sheet without keeping it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_criteria_set::set_of;
use crate::View;
use crate::domain::score::score_sheet;
use crate::domain::sheet::{Choice, FixedCase, Form, Sheet};
use crate::error::Error;
use crate::wire;

pub(crate) struct ScoreChoices(TrialSheet);

/// A sheet that is not kept.
pub(super) struct TrialSheet {
    version: String,
    product_set: i32,
    choices: Vec<Choice>,
    cases: Vec<FixedCase>,
}

impl ScoreChoices {
    pub(crate) fn parse(message: pb::ScoreChoicesRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let pb::ScoreChoicesRequest { criteria_version_id, product_set, choices, fixed_cases } = message;
        let sheet = TrialSheet::read(&mut fields, &criteria_version_id, product_set, choices, fixed_cases);
        let (sheet,) = fields.finish((sheet,))?;
        Ok(Self(sheet))
    }
}

impl TrialSheet {
    pub(super) fn read(
        fields: &mut Fields,
        version: &str,
        product_set: i32,
        choices: Vec<pb::Choice>,
        cases: Vec<pb::FixedCase>,
    ) -> Option<Self> {
        let version = fields.optional_line("criteria_version_id", version, 50);
        let product_set = fields.number("product_set", product_set, 1..=999);
        let choices = wire::read_choices(fields, choices);
        let cases = wire::read_cases(fields, "fixed_cases", cases);
        Some(Self { version: version?, product_set: product_set?, choices: choices?, cases: cases? })
    }

    /// The sheet, with the form it is on.
    pub(super) fn on_form<'v>(&self, view: &'v View) -> Result<(Form<'v>, Sheet), Error> {
        let form = Form::new(set_of(view, &self.version, self.product_set)?, &self.cases)?;
        let sheet = form.read(&self.choices)?;
        Ok((form, sheet))
    }
}

pub(crate) async fn score_choices(view: &View, command: &ScoreChoices) -> Result<pb::Score, Error> {
    let (form, sheet) = command.0.on_form(view)?;
    Ok(wire::score(form.set(), &score_sheet(&form, &sheet)))
}
