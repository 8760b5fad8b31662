//! The shortest way to a star, from a sheet or from the closed result of a dossier.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::what_next_request::From;

use super::get_result::closed_scoring;
use super::score_choices::TrialSheet;
use crate::View;
use crate::domain::criteria::Star;
use crate::domain::dossier::DossierId;
use crate::domain::score::score;
use crate::domain::session::Ballot;
use crate::domain::sheet::{Finding, Form, Sheet};
use crate::domain::what_next::{self, next_star};
use crate::error::Error;
use crate::wire;

pub(crate) struct WhatNext {
    from: Start,
    /// None for the next one.
    target: Option<Star>,
}

enum Start {
    Sheet(TrialSheet),
    Dossier(DossierId),
}

impl WhatNext {
    pub(crate) fn parse(message: pb::WhatNextRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let from = fields.message("from", message.from).and_then(|from| read_start(&mut fields, from));
        let target = fields.number("target_star", message.target_star, 0..=5);
        let (from, target) = fields.finish((from, target))?;
        Ok(Self { from, target: Star::try_from(target).ok().filter(|star| *star > 0) })
    }
}

fn read_start(fields: &mut Fields, from: From) -> Option<Start> {
    match from {
        From::Sheet(pb::WhatNextSheet { criteria_version_id, product_set, choices, fixed_cases }) => {
            TrialSheet::read(fields, &criteria_version_id, product_set, choices, fixed_cases).map(Start::Sheet)
        }
        From::DossierId(dossier) => fields.id("dossier_id", &dossier).map(Start::Dossier),
    }
}

pub(crate) async fn what_next(view: &View, command: &WhatNext) -> Result<pb::WayToStar, Error> {
    match &command.from {
        Start::Sheet(trial) => {
            let (form, sheet) = trial.on_form(view)?;
            Ok(way(&form, &[sheet], &[], command.target))
        }
        Start::Dossier(dossier) => {
            let closed = closed_scoring(view, *dossier).await?;
            let sheets: Vec<_> = closed.ballots.iter().map(|ballot| ballot.sheet.clone()).collect();
            let findings: Vec<_> = closed.ballots.iter().flat_map(Ballot::findings_once).collect();
            Ok(way(&closed.form, &sheets, &findings, command.target))
        }
    }
}

fn way(form: &Form<'_>, sheets: &[Sheet], findings: &[Finding], target: Option<Star>) -> pb::WayToStar {
    let target = target.unwrap_or_else(|| next_star(score(form, sheets, findings).outcome.ending()));
    let way = what_next::what_next(form, sheets, findings, target);
    wire::what_next::way_to_star(form, sheets.len(), target, &way)
}
