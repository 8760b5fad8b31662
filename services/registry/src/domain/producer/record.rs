//! What a producer's record holds beside its name and numbers. Entered, kept and read as a whole, and never searched.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use platform::error::Text;
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A share in hundredths of a percent, from nothing to the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Share(i32);

impl Share {
    /// The whole, in hundredths of a percent.
    pub(crate) const WHOLE: i32 = 10_000;

    /// The share, if it is no larger than the whole.
    pub(crate) fn new(hundredths_percent: i32) -> Option<Self> {
        (0..=Self::WHOLE).contains(&hundredths_percent).then_some(Self(hundredths_percent))
    }

    pub(crate) fn hundredths_percent(self) -> i32 {
        self.0
    }
}

/// A page on the web that is reached safely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct WebLink(String);

impl FromStr for WebLink {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let refused = || {
            Text::new(
                "Liên kết phải là trang https, như https://ocop.gov.vn/san-pham.",
                "A link is an https page, such as https://ocop.gov.vn/san-pham.",
            )
        };
        let rest = written.strip_prefix("https://").ok_or_else(refused)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let named = host.split('.').count() > 1 && host.split('.').all(|label| !label.is_empty());
        // What stands before an @ would show another host than the one that is opened.
        let sound = named && !host.contains('@') && !written.chars().any(char::is_whitespace);
        if sound { Ok(Self(written.to_owned())) } else { Err(refused()) }
    }
}

impl fmt::Display for WebLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Kind of an intellectual property right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum IpRightKind {
    Trademark,
    CollectiveMark,
    CertificationMark,
    GeographicalIndication,
    IndustrialDesign,
    Patent,
    PlantVariety,
    Copyright,
}

/// An intellectual property right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct IpRight {
    pub(crate) kind: IpRightKind,
    pub(crate) number: String,
    pub(crate) issued_on: Option<NaiveDate>,
}

/// A certificate for what a producer does. OCOP certificates are for products, and not kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Certification {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) issuer: String,
    pub(crate) issued_on: Option<NaiveDate>,
    pub(crate) expires_on: Option<NaiveDate>,
}

/// A contract of making or selling together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Linkage {
    pub(crate) partner: String,
    pub(crate) share: Option<Share>,
    pub(crate) starts_on: NaiveDate,
    pub(crate) ends_on: Option<NaiveDate>,
}

/// A place or a page where a producer sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outlet {
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) link: Option<WebLink>,
}

/// The record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) registered_on: Option<NaiveDate>,
    pub(crate) address_line: String,
    pub(crate) capital_dong: Option<i64>,
    pub(crate) local_capital: Option<Share>,
    pub(crate) ip_rights: Vec<IpRight>,
    pub(crate) certifications: Vec<Certification>,
    pub(crate) linkages: Vec<Linkage>,
    pub(crate) outlets: Vec<Outlet>,
}

impl Record {
    /// Refuses what has happened only after today, and what ends before it begins.
    pub(crate) fn must_be_of(&self, today: NaiveDate) -> Result<(), Error> {
        past("producer.registered_on".to_owned(), self.registered_on, today)?;
        for (place, right) in self.ip_rights.iter().enumerate() {
            past(format!("producer.ip_rights[{place}].issued_on"), right.issued_on, today)?;
        }
        for (place, certification) in self.certifications.iter().enumerate() {
            let Certification { issued_on, expires_on, .. } = certification;
            past(format!("producer.certifications[{place}].issued_on"), *issued_on, today)?;
            in_order(format!("producer.certifications[{place}].expires_on"), *issued_on, *expires_on)?;
        }
        for (place, linkage) in self.linkages.iter().enumerate() {
            in_order(format!("producer.linkages[{place}].ends_on"), Some(linkage.starts_on), linkage.ends_on)?;
        }
        Ok(())
    }
}

/// Refuses a day after today.
pub(crate) fn past(path: String, day: Option<NaiveDate>, today: NaiveDate) -> Result<(), Error> {
    if day.is_some_and(|day| day > today) { Err(Error::RecordDayAhead { path, today }) } else { Ok(()) }
}

/// Refuses a last day before the first.
pub(crate) fn in_order(path: String, first: Option<NaiveDate>, last: Option<NaiveDate>) -> Result<(), Error> {
    match (first, last) {
        (Some(first), Some(last)) if last < first => Err(Error::RecordDaysCrossed { path, first }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day")
    }

    #[test]
    fn links_are_https_pages_of_a_named_host() {
        for sound in ["https://shopee.vn/htx-muong-ang", "https://htx.com.vn", "https://a.vn?q=1", "https://a.b:8443/"]
        {
            assert!(sound.parse::<WebLink>().is_ok(), "{sound}");
        }
        for wrong in [
            "http://shopee.vn",
            "shopee.vn",
            "https://",
            "https://localhost",
            "https://a..vn",
            "https://shopee.vn@evil.vn/",
            "https://a.vn/x y",
            "javascript:alert(1)",
        ] {
            assert!(wrong.parse::<WebLink>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_share_is_no_larger_than_the_whole() {
        assert_eq!(Share::new(3050).map(Share::hundredths_percent), Some(3050));
        assert!(Share::new(10_000).is_some() && Share::new(10_001).is_none() && Share::new(-1).is_none());
    }

    #[test]
    fn days_of_a_record_have_passed_and_follow_each_other() {
        let certification = |issued_on, expires_on| Certification {
            name: "HACCP".to_owned(),
            number: String::new(),
            issuer: "Quacert".to_owned(),
            issued_on,
            expires_on,
        };
        let with = |certification| Record { certifications: vec![certification], ..Record::default() };
        assert!(with(certification(Some(day(1)), Some(day(30)))).must_be_of(day(23)).is_ok(), "it may expire later");
        let ahead = with(certification(Some(day(24)), None)).must_be_of(day(23));
        assert!(matches!(ahead, Err(Error::RecordDayAhead { path, .. }) if path.ends_with("[0].issued_on")));
        let crossed = with(certification(Some(day(2)), Some(day(1)))).must_be_of(day(23));
        assert!(matches!(crossed, Err(Error::RecordDaysCrossed { path, .. }) if path.ends_with("[0].expires_on")));
        let linkage = Linkage { partner: "A".to_owned(), share: None, starts_on: day(2), ends_on: Some(day(1)) };
        let crossed = Record { linkages: vec![linkage], ..Record::default() }.must_be_of(day(23));
        assert!(matches!(crossed, Err(Error::RecordDaysCrossed { .. })));
    }
}
