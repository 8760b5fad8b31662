//! Records of the programme: what, when, where, at what cost, and whom and what they serve.

use chrono::NaiveDate;
use platform::access::{UnitId, UnitTable};
use platform::clock::Moment;

use super::{Detail, Paid, Place, RecordKind};
use crate::domain::producer::{ProducerId, RecordState};
use crate::domain::product::ProductId;
use crate::error::Error;

platform::id_type! {
    /// Identity of a record of the programme.
    ProgrammeRecordId
}

/// The paper something rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Document {
    /// Empty if it has none.
    pub(crate) number: String,
    pub(crate) date: Option<NaiveDate>,
}

/// What people say of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgrammeFacts {
    pub(crate) unit: UnitId,
    pub(crate) title: String,
    pub(crate) first_day: NaiveDate,
    pub(crate) last_day: Option<NaiveDate>,
    pub(crate) place: String,
    /// In đồng.
    pub(crate) planned: i64,
    /// In đồng; 0 if it is the sum of payments.
    pub(crate) spent: i64,
    /// In order of identity, none twice.
    pub(crate) producers: Vec<ProducerId>,
    /// In order of identity, none twice.
    pub(crate) products: Vec<ProductId>,
    pub(crate) document: Document,
    pub(crate) note: String,
    pub(crate) detail: Detail,
}

impl ProgrammeFacts {
    pub(crate) fn kind(&self) -> RecordKind {
        self.detail.kind()
    }

    /// The facts, if they fit each other; an occasion without a last day lasted one.
    pub(crate) fn whole(mut self) -> Result<Self, Error> {
        if self.last_day.is_none() && self.kind().is_occasion() {
            self.last_day = Some(self.first_day);
        }
        if self.last_day.is_some_and(|last| last < self.first_day) {
            return Err(Error::ProgrammeDaysOrder { first_day: self.first_day });
        }
        if self.kind().has_payments() && self.spent > 0 {
            return Err(Error::ProgrammeSpentGiven);
        }
        match self.kind() {
            RecordKind::Policy => self.must_name_its_act()?,
            RecordKind::OrganisationSupport if self.producers.len() != 1 => {
                return Err(Error::ProgrammeOrganisationNotOne);
            }
            _ => {}
        }
        self.detail.must_be_whole()?;
        Ok(self)
    }

    /// The producers and products that these facts name and others did not.
    pub(crate) fn served_beyond(&self, others: &Self) -> (Vec<ProducerId>, Vec<ProductId>) {
        let producers = self.producers.iter().filter(|producer| !others.producers.contains(producer));
        let products = self.products.iter().filter(|product| !others.products.contains(product));
        (producers.copied().collect(), products.copied().collect())
    }

    fn must_name_its_act(&self) -> Result<(), Error> {
        if self.document.number.is_empty() {
            return Err(Error::ProgrammeFactMissing { path: "record.document_number" });
        }
        if self.document.date.is_none() {
            return Err(Error::ProgrammeFactMissing { path: "record.document_date" });
        }
        Ok(())
    }
}

/// A producer or product that a record names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) unit: UnitId,
    pub(crate) sample: bool,
    /// The field that names it.
    pub(crate) path: &'static str,
}

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgrammeRecord {
    pub(crate) id: ProgrammeRecordId,
    pub(crate) facts: ProgrammeFacts,
    /// Province of its commune, else its unit; for lists and rights.
    pub(crate) province: UnitId,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    pub(crate) state: RecordState,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl ProgrammeRecord {
    /// Refuses if the record is retired.
    pub(crate) fn must_be_active(&self) -> Result<(), Error> {
        match self.state {
            RecordState::Active => Ok(()),
            RecordState::Retired { .. } => Err(Error::ProgrammeRecordRetired { record: self.id }),
        }
    }

    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// Refuses producers and products that lie elsewhere, or are samples where the record is none, or the reverse.
    pub(crate) fn may_serve(&self, served: &[Served], units: &UnitTable, today: NaiveDate) -> Result<(), Error> {
        let unit = &self.facts.unit;
        if let Some(elsewhere) = served.iter().find(|served| !units.contains(unit, &served.unit, today)) {
            return Err(Error::ProgrammeServesElsewhere { unit: unit.clone(), path: elsewhere.path });
        }
        match served.iter().find(|served| served.sample != self.sample) {
            Some(other) => Err(Error::ProgrammeSampleMixed { path: other.path }),
            None => Ok(()),
        }
    }

    /// The record with other facts, of which some was paid. What is paid may exceed what is planned only where a payment
    /// says why, so the plan does not sink beneath it.
    pub(crate) fn update(self, facts: ProgrammeFacts, place: Place, paid: Paid, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        if facts.kind() != self.facts.kind() {
            return Err(Error::ProgrammeKindFixed { kind: self.facts.kind().name() });
        }
        if facts.planned < self.facts.planned && facts.planned < paid.amount {
            return Err(Error::ProgrammePlanBelowPaid { paid: paid.amount });
        }
        Ok(Self { facts, province: place.province, version: self.version + 1, updated_at: now, ..self })
    }

    /// The record taken out of use. What was paid must be cancelled first: it would count no more.
    pub(crate) fn retire(self, reason: String, paid: Paid, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        if paid.amount > 0 {
            return Err(Error::ProgrammeRecordHasPayments { record: self.id });
        }
        Ok(Self { state: RecordState::Retired { reason }, version: self.version + 1, updated_at: now, ..self })
    }
}

/// Records of one kind and category added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProgrammeTotal {
    pub(crate) kind: RecordKind,
    pub(crate) category: String,
    pub(crate) unit: UnitId,
    pub(crate) records: i64,
    pub(crate) samples: i64,
    pub(crate) planned: i64,
    pub(crate) spent: i64,
    pub(crate) producers: i64,
    pub(crate) products: i64,
    pub(crate) beneficiaries: i64,
}
