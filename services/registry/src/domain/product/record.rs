//! What a product's record holds beside its name, set and place. Entered, kept and read as a whole.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use platform::error::Text;
use serde::{Deserialize, Serialize};

use crate::domain::producer::record::{WebLink, in_order, past};
use crate::domain::product_file::PaperName;
use crate::error::Error;

/// What the product tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Story {
    pub(crate) slogan: String,
    pub(crate) text: String,
}

/// How much can be made in a year, in a unit such as `tấn`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Capacity {
    pub(crate) amount: i64,
    pub(crate) unit: String,
}

/// Kind of a paper about quality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum QualityPaperKind {
    SelfDeclaration,
    RegisteredDeclaration,
    TestReport,
    FoodSafetyCertificate,
    GoodPractice,
    Organic,
    Other,
}

/// A paper about quality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct QualityPaper {
    pub(crate) kind: QualityPaperKind,
    pub(crate) number: String,
    pub(crate) issuer: String,
    pub(crate) issued_on: Option<NaiveDate>,
    pub(crate) expires_on: Option<NaiveDate>,
}

/// What a pack costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Price {
    pub(crate) pack: String,
    pub(crate) dong: i64,
    pub(crate) as_of: NaiveDate,
}

/// A number of an article of trade: 8, 12, 13 or 14 digits, the last of which checks the others (GS1 General
/// Specifications, 7.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Barcode(String);

impl FromStr for Barcode {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let digits: Vec<u32> = written.chars().filter_map(|letter| letter.to_digit(10)).collect();
        let whole = digits.len() == written.chars().count() && matches!(digits.len(), 8 | 12 | 13 | 14);
        // Counted from the right, every second digit counts three times.
        let weighted = |(place, digit): (usize, &u32)| if place % 2 == 1 { digit * 3 } else { *digit };
        let sum: u32 = digits.iter().rev().enumerate().map(weighted).sum();
        if whole && sum.is_multiple_of(10) {
            return Ok(Self(written.to_owned()));
        }
        Err(Text::new(
            "Mã vạch (GTIN) gồm 8, 12, 13 hoặc 14 chữ số với số kiểm tra đúng, như 8930000000019. Xem lại từng chữ số.",
            "A barcode (GTIN) has 8, 12, 13 or 14 digits with a right check digit, such as 8930000000019. Look at each digit.",
        ))
    }
}

impl fmt::Display for Barcode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A code that was given under earlier rules, with a district while there were such:
/// `{province}-{district}-{commune}-{serial}-{year}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct FormerCode(String);

impl FromStr for FormerCode {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let parts: Vec<&str> = written.split('-').collect();
        let digits = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
            lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let sound = match parts.as_slice() {
            [province, district, commune, serial, year] => {
                digits(province, 2..=2)
                    && digits(district, 3..=3)
                    && digits(commune, 5..=5)
                    && digits(serial, 1..=5)
                    && digits(year, 4..=4)
            }
            [province, commune, serial, year] => {
                digits(province, 2..=2) && digits(commune, 5..=5) && digits(serial, 1..=5) && digits(year, 4..=4)
            }
            _ => false,
        };
        if sound {
            return Ok(Self(written.to_owned()));
        }
        Err(Text::new(
            "Mã cũ có dạng tỉnh-huyện-xã-số thứ tự-năm, như 83-832-28882-1-2021.",
            "A former code is province-district-commune-serial-year, such as 83-832-28882-1-2021.",
        ))
    }
}

impl fmt::Display for FormerCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Record {
    pub(crate) standard: String,
    pub(crate) story: Story,
    pub(crate) packaging: String,
    pub(crate) capacity: Option<Capacity>,
    pub(crate) quality_papers: Vec<QualityPaper>,
    pub(crate) barcodes: Vec<Barcode>,
    pub(crate) traceability: Option<WebLink>,
    pub(crate) prices: Vec<Price>,
    pub(crate) former_codes: Vec<FormerCode>,
}

impl Record {
    /// Refuses what has happened only after today, and what ends before it begins.
    pub(crate) fn must_be_of(&self, today: NaiveDate) -> Result<(), Error> {
        for (place, paper) in self.quality_papers.iter().enumerate() {
            past(format!("product.quality_papers[{place}].issued_on"), paper.issued_on, today)?;
            in_order(format!("product.quality_papers[{place}].expires_on"), paper.issued_on, paper.expires_on)?;
        }
        for (place, price) in self.prices.iter().enumerate() {
            past(format!("product.prices[{place}].as_of"), Some(price.as_of), today)?;
        }
        Ok(())
    }

    /// True if it has a paper of this kind, number and issuer.
    pub(crate) fn has_paper(&self, name: &PaperName) -> bool {
        let PaperName { kind, number, issuer } = name;
        self.quality_papers.iter().any(|paper| (&paper.kind, &paper.number, &paper.issuer) == (kind, number, issuer))
    }

    /// The day on which a paper expires first.
    pub(crate) fn first_expiry(&self) -> Option<NaiveDate> {
        self.quality_papers.iter().filter_map(|paper| paper.expires_on).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day")
    }

    fn paper(issued_on: Option<NaiveDate>, expires_on: Option<NaiveDate>) -> QualityPaper {
        QualityPaper {
            kind: QualityPaperKind::TestReport,
            number: "1".to_owned(),
            issuer: "Quatest 1".to_owned(),
            issued_on,
            expires_on,
        }
    }

    #[test]
    fn the_last_digit_of_a_barcode_checks_the_others() {
        for sound in ["96385074", "036000291452", "4006381333931", "8938505974194", "10614141000415"] {
            assert!(sound.parse::<Barcode>().is_ok(), "{sound}");
        }
        for wrong in
            ["", "4006381333932", "4006381339331", "400638133393", "40063813a3931", "４００６３８１３３３９３１"]
        {
            assert!(wrong.parse::<Barcode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn former_codes_have_a_district_or_none() {
        for sound in ["83-832-28882-1-2021", "68-24781-12-2025"] {
            assert!(sound.parse::<FormerCode>().is_ok(), "{sound}");
        }
        for wrong in ["", "83-28882-2021", "83-832-28882-1-21", "83-832-28882--2021", "83-832-2888a-1-2021"] {
            assert!(wrong.parse::<FormerCode>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_of_papers_have_passed_and_follow_each_other() {
        let with = |papers: Vec<QualityPaper>| Record { quality_papers: papers, ..Record::default() };
        assert!(with(vec![paper(Some(day(1)), Some(day(30)))]).must_be_of(day(23)).is_ok());
        let ahead = with(vec![paper(None, None), paper(Some(day(24)), None)]).must_be_of(day(23));
        assert!(
            matches!(ahead, Err(Error::RecordDayAhead { path, .. }) if path == "product.quality_papers[1].issued_on")
        );
        let crossed = with(vec![paper(Some(day(2)), Some(day(1)))]).must_be_of(day(23));
        assert!(matches!(crossed, Err(Error::RecordDaysCrossed { .. })));
        let first = with(vec![paper(None, None), paper(None, Some(day(9))), paper(None, Some(day(4)))]).first_expiry();
        assert_eq!(first, Some(day(4)));
    }
}
