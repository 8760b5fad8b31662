//! Persons who represent a producer or work for it. Nobody is shown them but those whose duty needs it, each time for a
//! purpose they state.

use std::fmt;
use std::str::FromStr;

use platform::error::Text;
use platform::text;

use super::leader::PersonId;
use super::producer::ProducerId;
use crate::error::Error;

/// Sex of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sex {
    Female,
    Male,
}

impl Sex {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }

    /// The sex of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Female, Self::Male].into_iter().find(|sex| sex.name() == name)
    }
}

/// A telephone number as it was given.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Phone(String);

impl FromStr for Phone {
    type Err = Text;

    fn from_str(written: &str) -> Result<Self, Text> {
        let phone = Self(text::normal(written));
        let marks = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '.' | '-' | '+' | '(' | ')');
        let sound =
            phone.0.chars().all(marks) && (8..=15).contains(&phone.0.chars().filter(char::is_ascii_digit).count());
        if sound {
            return Ok(phone);
        }
        Err(Text::new(
            "Số điện thoại gồm 8 đến 15 chữ số, có thể cách bằng dấu trống, chấm, gạch; ví dụ 0912 345 678.",
            "A telephone number has 8 to 15 digits, with spaces, dots or hyphens between; such as 0912 345 678.",
        ))
    }
}

impl Phone {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Its digits as they are dialled within the country: by these, two spellings of a number are the same.
    pub(crate) fn digits(&self) -> String {
        let digits: String = self.0.chars().filter(char::is_ascii_digit).collect();
        match digits.strip_prefix("84") {
            Some(rest) if self.0.starts_with('+') || self.0.starts_with("(+") => format!("0{rest}"),
            _ => digits,
        }
    }

    /// Its last two digits. Of a number that is not there nothing.
    fn masked(&self) -> String {
        let digits = self.digits();
        let last = digits.get(digits.len().saturating_sub(2)..).unwrap_or_default();
        if last.is_empty() { String::new() } else { format!("***{last}") }
    }
}

/// What is recorded of a person.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Details {
    pub(crate) full_name: String,
    pub(crate) sex: Option<Sex>,
    /// Empty if not known.
    pub(crate) ethnicity: String,
    pub(crate) disabled: Option<bool>,
    /// Empty if not known.
    pub(crate) residence: String,
    /// None if there is none.
    pub(crate) phone: Option<Phone>,
}

/// Nothing of it gets into a log by chance.
impl fmt::Debug for Details {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Details")
    }
}

/// What may be shown of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MaskedPerson {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) has_residence: bool,
}

/// What a producer is led by; none where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    pub(crate) women_led: Option<bool>,
    pub(crate) ethnic_minority_led: Option<bool>,
    pub(crate) disabled_led: Option<bool>,
}

/// The ethnic majority: every other group of the country is a minority (Decree 05/2011/NĐ-CP, article 4.2).
const MAJORITY: &str = "kinh";

/// A producer's legal representative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Representative {
    pub(crate) producer: ProducerId,
    pub(crate) person: PersonId,
    pub(crate) details: Details,
    /// Counts those recorded of the producer, corrections among them.
    pub(crate) version: i64,
}

impl Representative {
    /// What may be shown of her.
    pub(crate) fn masked(&self) -> MaskedPerson {
        MaskedPerson {
            person: self.person,
            name: masked_name(&self.details.full_name),
            phone: self.details.phone.as_ref().map(Phone::masked).unwrap_or_default(),
            has_residence: !self.details.residence.is_empty(),
        }
    }

    /// What a producer that she represents is led by.
    pub(crate) fn flags(&self) -> Flags {
        let ethnicity = text::folded(&self.details.ethnicity);
        Flags {
            women_led: self.details.sex.map(|sex| sex == Sex::Female),
            ethnic_minority_led: Some(ethnicity != MAJORITY).filter(|_| !ethnicity.is_empty()),
            disabled_led: self.details.disabled,
        }
    }
}

/// Refuses a record that is not the one the caller has read; who has read that there is none reads no version.
pub(crate) fn must_be_at(present: Option<&Representative>, version: Option<i64>) -> Result<(), Error> {
    if present.map(|present| present.version) == version { Ok(()) } else { Err(Error::EtagStale) }
}

platform::id_type! {
    /// Identity of a worker of a producer, which is the person's here: she is one worker of one producer.
    WorkerId
}

/// A worker of a producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Worker {
    pub(crate) id: WorkerId,
    pub(crate) details: Details,
}

/// `N*** A.` of Nguyễn Văn An. Stars say nothing of lengths.
fn masked_name(full_name: &str) -> String {
    let mut initials = full_name.split_whitespace().filter_map(|word| word.chars().next());
    match (initials.next(), initials.next_back()) {
        (None, _) => String::new(),
        (Some(family), None) => format!("{family}***"),
        (Some(family), Some(given)) => format!("{family}*** {given}."),
    }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    fn representative(details: Details) -> Representative {
        Representative { producer: RawId::from_u128(1).into(), person: RawId::from_u128(2).into(), details, version: 1 }
    }

    fn details() -> Details {
        Details {
            full_name: "Lò Thị Ánh".to_owned(),
            sex: Some(Sex::Female),
            ethnicity: "Thái".to_owned(),
            disabled: Some(false),
            residence: "Bản Na".to_owned(),
            phone: "0912 345 667".parse().ok(),
        }
    }

    #[test]
    fn initials_and_last_digits_are_shown() {
        let masked = representative(details()).masked();
        assert_eq!((masked.name.as_str(), masked.phone.as_str(), masked.has_residence), ("L*** Á.", "***67", true));
        let unknown = Details { full_name: "An".to_owned(), residence: String::new(), phone: None, ..details() };
        let masked = representative(unknown).masked();
        assert_eq!((masked.name.as_str(), masked.phone.as_str(), masked.has_residence), ("A***", "", false));
    }

    #[test]
    fn nothing_of_her_is_printed() {
        assert_eq!(format!("{:?}", details()), "Details");
    }

    #[test]
    fn what_is_not_known_is_no_flag() {
        let flags = |details| representative(details).flags();
        let known = Flags { women_led: Some(true), ethnic_minority_led: Some(true), disabled_led: Some(false) };
        assert_eq!(flags(details()), known);
        assert_eq!(flags(Details { ethnicity: "KINH".to_owned(), ..details() }).ethnic_minority_led, Some(false));
        let unknown = Details { sex: None, ethnicity: String::new(), disabled: None, ..details() };
        assert_eq!(flags(unknown), Flags::default());
    }

    #[test]
    fn spellings_of_a_telephone_number_are_one() {
        let digits = |written: &str| written.parse::<Phone>().ok().map(|phone| phone.digits());
        for written in ["0912345667", "0912 345 667", "0912.345-667", "+84 912 345 667", "(+84) 912345667"] {
            assert_eq!(digits(written).as_deref(), Some("0912345667"), "{written}");
        }
        for wrong in ["", "1234567", "gọi bưu điện", "0912345667890123"] {
            assert_eq!(digits(wrong), None, "{wrong}");
        }
    }
}
