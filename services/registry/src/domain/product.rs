//! Products and their codes.

pub(crate) mod record;

use std::fmt;

use platform::access::UnitId;
use platform::clock::Moment;

use self::record::Record;
use super::producer::{ProducerId, RecordState};
use super::standing::Standing;
use crate::error::Error;

platform::id_type! {
    /// Identity of a product.
    ProductId
}

/// What people say of a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductFacts {
    pub(crate) name: String,
    pub(crate) product_set: i32,
    pub(crate) unit: UnitId,
    pub(crate) description: String,
    pub(crate) record: Record,
}

/// A product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Product {
    pub(crate) id: ProductId,
    pub(crate) producer: ProducerId,
    pub(crate) facts: ProductFacts,
    /// Province of its commune, for lists and rights.
    pub(crate) province: UnitId,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    pub(crate) state: RecordState,
    /// The star it has, or had last. Evaluation tells of it; nothing else changes it.
    pub(crate) standing: Option<Standing>,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Product {
    /// Refuses if the product is retired.
    pub(crate) fn must_be_active(&self) -> Result<(), Error> {
        match self.state {
            RecordState::Active => Ok(()),
            RecordState::Retired { .. } => Err(Error::ProductRetired { product: self.id }),
        }
    }

    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// The product with other facts.
    pub(crate) fn update(self, facts: ProductFacts, province: UnitId, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        Ok(Self { facts, province, version: self.version + 1, updated_at: now, ..self })
    }

    /// The product with another producer, which stands in the place of the one before.
    pub(crate) fn moved_to(self, producer: ProducerId, now: Moment) -> Self {
        Self { producer, version: self.version + 1, updated_at: now, ..self }
    }

    /// The product taken out of use.
    pub(crate) fn retire(self, reason: String, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        Ok(Self { state: RecordState::Retired { reason }, version: self.version + 1, updated_at: now, ..self })
    }
}

/// A product code (Decision 26/2026, Annex II): counted per commune and year, without gaps, never reused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProductCode {
    pub(crate) province: UnitId,
    pub(crate) unit: UnitId,
    pub(crate) serial: i32,
    pub(crate) year: i32,
}

impl fmt::Display for ProductCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { province, unit, serial, year } = self;
        write!(formatter, "{}-{}-{serial}-{year}", province.code(), unit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_printed_as_the_annex_says() {
        let code = ProductCode {
            province: "2025:11".parse().expect("a unit"),
            unit: "2025:03127".parse().expect("a unit"),
            serial: 1,
            year: 2026,
        };
        assert_eq!(code.to_string(), "11-03127-1-2026");
    }
}
