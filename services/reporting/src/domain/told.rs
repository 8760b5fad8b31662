//! What the other services told of: reporting's own reading of their events, kept under the thing each is about.

use std::fmt::Display;
use std::str::FromStr;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::Moment;
use platform::ids::RawId;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::named::named;

named! {
    /// What something told is about, or what figures are counted of.
    Noun {
        /// A producer as registry keeps it.
        Producer = "producer",
        /// Who leads a producer.
        Leadership = "leadership",
        /// A producer as one who holds certificates.
        Holder = "holder",
        Product = "product",
        Person = "person",
        /// A training class.
        Class = "training_class",
        Dossier = "dossier",
        Certificate = "certificate",
        /// A recognition under earlier rules.
        Recognition = "recognition",
        /// Another record of the programme.
        Record = "programme_record",
        /// A payment of a policy or a resource.
        Payment = "programme_payment",
        /// An official's term in a body that manages the programme.
        Official = "official",
    }
}

/// One thing that something is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Subject {
    pub(crate) noun: Noun,
    pub(crate) id: RawId,
}

impl Subject {
    pub(crate) fn new(noun: Noun, id: RawId) -> Self {
        Self { noun, id }
    }
}

/// A telling: what was told, when, and of what.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Heard {
    pub(crate) about: Subject,
    /// Service that told it.
    pub(crate) source: String,
    /// Place in that service's feed.
    pub(crate) position: i64,
    /// When it happened.
    pub(crate) at: Moment,
    pub(crate) told: Told,
}

impl Heard {
    /// The civil date on which it happened.
    pub(crate) fn day(&self) -> NaiveDate {
        platform::clock::civil_date(self.at)
    }
}

/// What was told. Enough of each event to count by, and nothing of a person but her identity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Told {
    /// A producer was registered or changed.
    Producer {
        kind: String,
        #[serde(with = "as_text")]
        unit: UnitId,
        sample: bool,
    },
    ProducerRetired,
    /// What a producer is led by, such as `woman`: flags that registry gives to reporting alone.
    LedBy {
        by: Vec<String>,
    },
    /// A version of a producer's figures of a year; what is not known is none.
    FiguresOfYear {
        year: i32,
        version: i32,
        revenue_dong: Option<i64>,
        profit_dong: Option<i64>,
        workers: Option<i64>,
        ethnic_minority_workers: Option<i64>,
    },
    /// A person leads a producer in a term, as it was told first or corrected.
    Term {
        term: RawId,
        person: RawId,
        from: NaiveDate,
        to: Option<NaiveDate>,
    },
    TermEnded {
        term: RawId,
        to: NaiveDate,
    },
    TermRetracted {
        term: RawId,
    },
    /// A product was registered or changed.
    Product {
        product_set: i32,
        #[serde(with = "as_text")]
        unit: UnitId,
        sample: bool,
    },
    ProductRetired,
    DossierFiled {
        kind: String,
        product_set: i32,
        #[serde(with = "as_text")]
        unit: UnitId,
        sample: bool,
        /// Last day for whose turn it is, if a clock runs.
        #[serde(default)]
        due_on: Option<NaiveDate>,
    },
    /// A dossier came to a state, by the name of evaluation's `DossierState` in lower case without prefix.
    DossierReached {
        state: String,
        /// Last day for whose turn it is, if a clock runs.
        #[serde(default)]
        due_on: Option<NaiveDate>,
    },
    /// The scoring of a dossier was closed; star 0 if it was not ranked.
    Scored {
        star: i32,
        /// What the council gave, if there is a total.
        #[serde(default)]
        given: Option<Given>,
    },
    Certificate(CertificateTold),
    /// A certificate no longer holds from a day on: it was revoked, or another star took its place.
    CertificateEnded {
        on: NaiveDate,
        revoked: bool,
    },
    /// A certificate is another producer's now, which took the place of the one before.
    CertificatePassedOn {
        producer: RawId,
    },
    /// A recognition under earlier rules, whose day lies in an interval.
    Recognition {
        /// Province of today; a commune is not known.
        #[serde(with = "as_text")]
        unit: UnitId,
        /// 0 if unknown.
        product_set: i32,
        /// 0 if unknown.
        star: i32,
        /// Not before this day, if anything is known of that.
        earliest: Option<NaiveDate>,
        /// Not after this day: at the latest it was recorded by then.
        latest: NaiveDate,
    },
    RecognitionRetracted,
    Class {
        /// For whom, by the name of training's `Audience` in lower case without prefix.
        audience: String,
        #[serde(with = "as_text")]
        unit: UnitId,
        sample: bool,
    },
    /// The person was enrolled in a class.
    Enrolled {
        class: RawId,
        /// Producer she leads, if she does.
        producer: Option<RawId>,
        /// Level an official worked at, in lower case without prefix.
        level: Option<String>,
        #[serde(with = "as_text")]
        unit: UnitId,
        sample: bool,
    },
    /// Who was present at a session of a class; stands in place of an earlier roll of the session.
    Roll {
        session: i32,
        day: NaiveDate,
        persons: Vec<RawId>,
    },
    /// A class is over.
    Completed {
        on: NaiveDate,
        persons: Vec<RawId>,
    },
    /// Something of the programme was recorded or changed.
    Record {
        kind: String,
        category: String,
        #[serde(with = "as_text")]
        unit: UnitId,
        first_day: NaiveDate,
        last_day: Option<NaiveDate>,
        planned_dong: i64,
        spent_dong: i64,
        sample: bool,
    },
    RecordRetired,
    Payment {
        kind: String,
        category: String,
        #[serde(with = "as_text")]
        unit: UnitId,
        amount_dong: i64,
        paid_on: NaiveDate,
        sample: bool,
    },
    PaymentCancelled,
    /// A person's term in a body that manages the programme.
    Official {
        level: String,
        #[serde(with = "as_text")]
        unit: UnitId,
        from: NaiveDate,
        to: Option<NaiveDate>,
        sample: bool,
    },
    OfficialEnded {
        to: NaiveDate,
    },
    OfficialRetracted,
}

/// What the sheets of a council give together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) sheets: i64,
    /// Sum of their totals.
    pub(crate) points: i64,
    pub(crate) criteria_version: String,
    /// Codes of criteria, each with the sum of its points.
    pub(crate) criteria: Vec<(String, i64)>,
}

/// A certificate as it was issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CertificateTold {
    pub(crate) dossier: RawId,
    pub(crate) product: RawId,
    pub(crate) producer: RawId,
    #[serde(with = "as_text")]
    pub(crate) unit: UnitId,
    pub(crate) product_set: i32,
    pub(crate) star: i32,
    pub(crate) sample: bool,
    pub(crate) issued_on: NaiveDate,
    pub(crate) expires_on: NaiveDate,
}

/// Values as they are written for people, in JSON.
mod as_text {
    use super::{Deserialize as _, Deserializer, Display, FromStr, Serializer};

    pub(super) fn serialize<T: Display, S: Serializer>(value: &T, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(value)
    }

    pub(super) fn deserialize<'d, T: FromStr, D: Deserializer<'d>>(from: D) -> Result<T, D::Error> {
        let written = String::deserialize(from)?;
        written.parse().map_err(|_| serde::de::Error::custom(format!("{written} is malformed")))
    }
}
