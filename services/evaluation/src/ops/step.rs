//! What the steps of a dossier share: it is named with its etag and with reasons, loaded as the caller may know it,
//! and kept as it has become.

use platform::fields::Fields;

use crate::domain::dossier::record::{Record, RecordContent};
use crate::domain::dossier::{At, Dossier, DossierId, Terms};
use crate::domain::parcel::ParcelKind;
use crate::error::Error;
use crate::{State, Work, events, policy, store};

/// Most characters of reasons or an answer.
pub(super) const MOST_TEXT: usize = 4000;

/// A dossier as the caller read it, and what she says about it.
pub(crate) struct DossierStep {
    pub(super) dossier: DossierId,
    pub(super) version: i64,
    pub(super) text: String,
}

/// Whether a step must be given reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reasons {
    Needed,
    Optional,
}

impl DossierStep {
    /// Reads a step's fields; `path` names the field with the text.
    pub(super) fn read(
        dossier_id: &str,
        etag: &str,
        path: &'static str,
        text: &str,
        reasons: Reasons,
    ) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", dossier_id);
        let version = fields.etag("etag", etag);
        let text = fields.paragraphs(path, text, MOST_TEXT);
        if reasons == Reasons::Needed && text.as_deref() == Some("") {
            fields.fault(path, "Phải nêu lý do.", "Reasons must be given.");
        }
        let (dossier, version, text) = fields.finish((dossier, version, text))?;
        Ok(Self { dossier, version, text })
    }

    /// The dossier, if the caller may know of it and has read it as it is.
    pub(super) async fn load(&self, work: &Work) -> Result<Dossier, Error> {
        load(work, self.dossier, self.version).await
    }
}

/// Now, and the terms that a dossier's clocks are set by: those of its rule set, by the calendar and the rounds as they
/// are.
pub(super) async fn at<'w>(work: &'w Work, dossier: &Dossier) -> Result<At<'w>, Error> {
    let State { workflows, rounds, calendar, .. } = work.service();
    let calendar = store::calendar_days::calendar(work, calendar).await?;
    let further = store::regulations::further_rounds(work, &dossier.province).await?;
    let parameters = workflows.of(&dossier.criteria_version)?;
    Ok(At { now: work.now(), terms: Terms { calendar, rounds, further, parameters } })
}

/// The dossier, if the caller may know of it and has read it as it is.
pub(super) async fn load(work: &Work, id: DossierId, version: i64) -> Result<Dossier, Error> {
    let dossier = policy::readable_dossier(work, id).await?;
    dossier.must_be_at(version)?;
    dossier.must_lie_here()?;
    Ok(dossier)
}

/// Refuses to ask the producer of a dossier that came from a province's installation: it is not in this one.
pub(super) async fn producer_must_be_here(work: &Work, dossier: &Dossier) -> Result<(), Error> {
    match store::parcels::last_received(work, ParcelKind::HandOver, dossier.id).await? {
        Some(_) => Err(Error::ProducerElsewhere { dossier: dossier.id }),
        None => Ok(()),
    }
}

/// Keeps a dossier that took a step and tells others.
pub(super) async fn keep(work: &Work, dossier: Dossier) -> Result<Dossier, Error> {
    store::dossiers::save(work, &dossier).await?;
    events::dossier_moved(work, &dossier);
    Ok(dossier)
}

/// Records something about a dossier under review, or waiting for a supplement.
pub(super) async fn record(work: &Work, id: DossierId, content: RecordContent) -> Result<Record, Error> {
    let dossier = policy::readable_dossier(work, id).await?;
    policy::may_review(work, &dossier).await?;
    dossier.must_take_records()?;
    insert_record(work, &dossier, content).await
}

/// Keeps a record about the newest version that was handed in.
pub(super) async fn insert_record(work: &Work, dossier: &Dossier, content: RecordContent) -> Result<Record, Error> {
    let record = Record {
        id: work.new_id(),
        dossier: dossier.id,
        dossier_version: dossier.frozen_version,
        level: dossier.state.level(),
        content,
        recorded_at: work.now(),
        recorded_by: work.person(),
    };
    store::dossier_records::insert(work, &record).await?;
    events::dossier_record_added(work, &record);
    Ok(record)
}
