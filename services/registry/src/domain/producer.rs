//! Producers: who makes OCOP products.

pub(crate) mod record;

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::error::Text;

use serde::{Deserialize, Serialize};

use self::record::Record;
use crate::error::Error;

platform::id_type! {
    /// Identity of a producer.
    ProducerId
}

/// Kind of producer (Decision 26/2026, article 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProducerKind {
    /// Hợp tác xã.
    Cooperative,
    /// Tổ hợp tác.
    CooperativeGroup,
    /// Doanh nghiệp nhỏ và vừa.
    Sme,
    /// Trang trại.
    Farm,
    /// Hộ sản xuất.
    ProductionHousehold,
    /// Hộ kinh doanh.
    HouseholdBusiness,
    /// Hiệp hội.
    Association,
    /// Trung tâm điều hành du lịch or the like.
    TourismManagement,
    /// Doanh nghiệp lớn: takes no part. People mean it nevertheless, and are told.
    LargeEnterprise,
}

impl ProducerKind {
    const ALL: [(Self, &'static str); 9] = [
        (Self::Cooperative, "cooperative"),
        (Self::CooperativeGroup, "cooperative_group"),
        (Self::Sme, "sme"),
        (Self::Farm, "farm"),
        (Self::ProductionHousehold, "production_household"),
        (Self::HouseholdBusiness, "household_business"),
        (Self::Association, "association"),
        (Self::TourismManagement, "tourism_management"),
        (Self::LargeEnterprise, "large_enterprise"),
    ];

    /// Its name in the database and in texts.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// Refuses a kind that takes no part in the programme.
    pub(crate) fn must_take_part(self) -> Result<(), Error> {
        if self == Self::LargeEnterprise { Err(Error::LargeEnterprise) } else { Ok(()) }
    }

    /// True if such a producer takes part with community tourism only.
    pub(crate) fn tourism_only(self) -> bool {
        matches!(self, Self::Association | Self::TourismManagement)
    }
}

impl fmt::Display for ProducerKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A tax code: 10 digits, 10 and 3 for a branch, or the 12 of a person's identity number, which replaces the
/// tax codes of persons and households (Circular 86/2024/TT-BTC, from 2025-07-01).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TaxCode(String);

impl FromStr for TaxCode {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits(written, 10)
            || digits(written, 12)
            || written.split_once('-').is_some_and(|(main, branch)| digits(main, 10) && digits(branch, 3));
        if sound {
            return Ok(Self(written.to_owned()));
        }
        Err(Text::new(
            "Mã số thuế gồm 10 chữ số, 10 và 3 chữ số cách bằng dấu gạch (chi nhánh), hoặc 12 chữ số (cá nhân, hộ).",
            "A tax code has 10 digits, 10 and 3 with a hyphen between (branch), or 12 digits (person, household).",
        ))
    }
}

impl TaxCode {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a record is in use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RecordState {
    /// In use.
    Active,
    /// Taken out of use, for a reason.
    Retired { reason: String },
}

/// What people say of a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ProducerFacts {
    pub(crate) name: String,
    pub(crate) kind: ProducerKind,
    pub(crate) unit: UnitId,
    pub(crate) registration_number: Option<String>,
    pub(crate) tax_code: Option<TaxCode>,
    pub(crate) record: Record,
}

impl ProducerFacts {
    /// Refuses facts that no producer of the programme has today.
    pub(crate) fn must_be_of(&self, today: NaiveDate) -> Result<(), Error> {
        self.kind.must_take_part()?;
        self.record.must_be_of(today)
    }
}

/// A name that a producer bore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FormerName {
    pub(crate) name: String,
    /// Last day on which it bore it.
    pub(crate) until: NaiveDate,
}

/// A producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Producer {
    pub(crate) id: ProducerId,
    pub(crate) facts: ProducerFacts,
    /// Province of its commune, for lists and rights.
    pub(crate) province: UnitId,
    /// Made up for a demonstration.
    pub(crate) sample: bool,
    pub(crate) state: RecordState,
    /// Who stands in its place since it ceased.
    pub(crate) succeeded_by: Vec<ProducerId>,
    /// The record that this one was made one with.
    pub(crate) merged_into: Option<ProducerId>,
    /// The oldest first.
    pub(crate) former_names: Vec<FormerName>,
    pub(crate) version: i64,
    pub(crate) created_at: Moment,
    pub(crate) updated_at: Moment,
}

impl Producer {
    /// Refuses if the producer is retired.
    pub(crate) fn must_be_active(&self) -> Result<(), Error> {
        match self.state {
            RecordState::Active => Ok(()),
            RecordState::Retired { .. } => Err(Error::ProducerRetired { producer: self.id }),
        }
    }

    /// Refuses if the record is not the one the caller has read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::EtagStale) }
    }

    /// True if the two have the same number, which belongs to one producer in use.
    pub(crate) fn has_a_number_of(&self, other: &Self) -> bool {
        let same = |own: Option<&str>, theirs: Option<&str>| own.is_some() && own == theirs;
        let (own, theirs) = (&self.facts, &other.facts);
        same(own.tax_code.as_ref().map(TaxCode::as_str), theirs.tax_code.as_ref().map(TaxCode::as_str))
            || same(own.registration_number.as_deref(), theirs.registration_number.as_deref())
    }

    /// The producer with other facts.
    pub(crate) fn update(self, facts: ProducerFacts, province: UnitId, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        Ok(Self { facts, province, version: self.version + 1, updated_at: now, ..self })
    }

    /// The producer with another name since a day. Who is called as before is not renamed.
    pub(crate) fn renamed(mut self, name: &str, on: NaiveDate) -> Self {
        if self.facts.name != name {
            let until = on.pred_opt().unwrap_or(on);
            self.former_names.push(FormerName { name: self.facts.name.clone(), until });
        }
        self
    }

    /// The producer out of use, with those who stand in its place.
    pub(crate) fn succeeded(self, reason: String, by: Vec<ProducerId>, now: Moment) -> Result<Self, Error> {
        Ok(Self { succeeded_by: by, ..self.retire(reason, 0, now)? })
    }

    /// The record out of use, since another one is of the same producer.
    pub(crate) fn absorbed_by(self, kept: ProducerId, reason: String, now: Moment) -> Result<Self, Error> {
        Ok(Self { merged_into: Some(kept), ..self.retire(reason, 0, now)? })
    }

    /// The producer taken out of use. Its products must be out of use already.
    pub(crate) fn retire(self, reason: String, products_in_use: u64, now: Moment) -> Result<Self, Error> {
        self.must_be_active()?;
        if products_in_use > 0 {
            return Err(Error::ProducerHasProducts { producer: self.id, count: products_in_use });
        }
        Ok(Self { state: RecordState::Retired { reason }, version: self.version + 1, updated_at: now, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_codes_are_of_their_form() {
        for sound in ["0101234567", "0101234567-001", "001234567890"] {
            assert!(sound.parse::<TaxCode>().is_ok(), "{sound}");
        }
        for wrong in ["", "010123456", "0101234567-1", "01012345678", "0101234567001x", "O101234567"] {
            assert!(wrong.parse::<TaxCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        for (kind, name) in ProducerKind::ALL {
            assert_eq!(ProducerKind::named(name), Some(kind));
        }
        assert_eq!(ProducerKind::named("state_enterprise"), None);
    }
}
