//! The producer, or who types for it, hands in what was being written: a draft, a completion or a supplement.

use chrono::Datelike as _;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::beginning::must_be_in_window;
use super::step::{at, load};
use crate::domain::dossier::{Dossier, DossierId, Level, Receipt, SlipNumber};
use crate::error::Error;
use crate::store::dossier_records::Counter;
use crate::{Work, events, policy, store};

/// Most characters of where a paper is kept.
pub(super) const MOST_PLACE: usize = 300;

pub(crate) struct SubmitDossier {
    dossier: DossierId,
    version: i64,
    paper_original: String,
}

impl SubmitDossier {
    pub(crate) fn parse(message: pb::SubmitDossierRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let version = fields.etag("etag", &message.etag);
        let paper_original = fields.optional_line("paper_original", &message.paper_original, MOST_PLACE);
        let (dossier, version, paper_original) = fields.finish((dossier, version, paper_original))?;
        Ok(Self { dossier, version, paper_original })
    }
}

pub(crate) async fn submit_dossier(work: &Work, command: &SubmitDossier) -> Result<(Dossier, Receipt), Error> {
    let dossier = load(work, command.dossier, command.version).await?;
    let acting = policy::may_act_for_producer(work, &dossier).await?;
    if acting == policy::Acting::Assisting && command.paper_original.is_empty() {
        return Err(Error::PaperOriginalMissing);
    }
    let number = dossier.open_version()?;
    let forms = store::dossier_versions::find(work, dossier.id, number).await?;
    let forms = forms.ok_or(Error::NoSuchDossierVersion { dossier: dossier.id, number })?;
    let at = at(work, &dossier).await?;
    let is_first = dossier.frozen_version == 0;
    if is_first {
        must_be_in_window(work, &dossier).await?;
    }
    let mut dossier = dossier.submit(&forms, work.person(), &at)?;
    if !command.paper_original.is_empty() {
        dossier.paper_original = Some(command.paper_original.clone());
    }
    store::dossier_versions::freeze(work, dossier.id, number).await?;
    store::dossiers::save(work, &dossier).await?;
    if !is_first {
        events::dossier_moved(work, &dossier);
        let receipts = store::dossier_records::receipts(work, dossier.id).await?;
        let receipt = receipts.into_iter().next_back().ok_or(Error::NoSuchDossier { dossier: dossier.id })?;
        return Ok((dossier, receipt));
    }
    events::dossier_filed(work, &dossier);
    let receipt = give_receipt(work, &dossier, Level::Commune).await?;
    Ok((dossier, receipt))
}

/// A level gives the registration slip its number. One that took the dossier in before keeps its number.
pub(super) async fn give_receipt(work: &Work, dossier: &Dossier, level: Level) -> Result<Receipt, Error> {
    let receipts = store::dossier_records::receipts(work, dossier.id).await?;
    if let Some(receipt) = receipts.into_iter().find(|receipt| receipt.level == level) {
        return Ok(receipt);
    }
    let unit = match level {
        Level::Commune => dossier.product.unit.clone(),
        Level::Province => dossier.province.clone(),
        Level::Ministry => UnitId::country(),
    };
    let year = work.today().year();
    let serial = store::dossier_records::next_serial(work, Counter::Slips(level), &unit, year).await?;
    let (province, commune) = (dossier.province.clone(), dossier.product.unit.clone());
    let number = SlipNumber { serial, province, commune, year };
    let receipt = Receipt {
        level,
        number: number.to_string(),
        received_at: work.now(),
        received_by: work.person(),
        due_on: dossier.clocks.due_on(),
    };
    store::dossier_records::insert_receipt(work, dossier.id, &receipt).await?;
    Ok(receipt)
}
