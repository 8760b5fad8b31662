//! What makes two producers look like one: numbers, a telephone, a name in one commune.

use std::collections::BTreeSet;

use platform::clock::Moment;
use platform::ids::PersonId;

use super::person::Phone;
use super::producer::{Producer, ProducerId, RecordState};
use super::search;
use crate::error::Error;

/// What two producers have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Likeness {
    TaxCode,
    RegistrationNumber,
    Phone,
    Name,
}

impl Likeness {
    const ALL: [(Self, &'static str); 4] = [
        (Self::TaxCode, "tax_code"),
        (Self::RegistrationNumber, "registration_number"),
        (Self::Phone, "phone"),
        (Self::Name, "name"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(likeness, _)| *likeness == self).expect("all have a name").1
    }

    /// The likeness of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(likeness, _)| likeness)
    }
}

/// Something that producers are alike in if both have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Trait {
    pub(crate) likeness: Likeness,
    pub(crate) key: String,
}

/// How much speaks for two records being of one producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    Weak,
    Likely,
    Strong,
}

impl Strength {
    /// A number that belongs to one says more than a name, and a name more than a telephone; two of them say as much.
    pub(crate) fn of(likenesses: &BTreeSet<Likeness>) -> Self {
        let numbers = [Likeness::TaxCode, Likeness::RegistrationNumber];
        if likenesses.len() > 1 || numbers.iter().any(|number| likenesses.contains(number)) {
            Self::Strong
        } else if likenesses.contains(&Likeness::Name) {
            Self::Likely
        } else {
            Self::Weak
        }
    }
}

/// What somebody found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Distinct,
    Duplicate,
}

impl Verdict {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Distinct => "distinct",
            Self::Duplicate => "duplicate",
        }
    }

    /// The verdict of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Distinct, Self::Duplicate].into_iter().find(|verdict| verdict.name() == name)
    }
}

/// A verdict, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) verdict: Verdict,
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
    pub(crate) why: String,
}

/// Two producers, the one whose identity comes first in front.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Two {
    pub(crate) one: ProducerId,
    pub(crate) other: ProducerId,
}

impl Two {
    pub(crate) fn new(producer: ProducerId, like: ProducerId) -> Self {
        Self { one: producer.min(like), other: producer.max(like) }
    }
}

/// Two producers that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) two: Two,
    pub(crate) likenesses: BTreeSet<Likeness>,
    pub(crate) judgement: Option<Judgement>,
}

/// Refuses a producer that is like others, of which nobody has said that they are others.
pub(crate) fn must_be_known_apart(like: &[ProducerId], distinct_from: &[ProducerId]) -> Result<(), Error> {
    let unexplained: Vec<_> = like.iter().filter(|producer| !distinct_from.contains(producer)).collect();
    if unexplained.is_empty() {
        return Ok(());
    }
    let candidates = unexplained.iter().take(10).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    Err(Error::ProducerLikeOthers { candidates })
}

/// What a producer in use is like others by, its telephone aside; nothing once it is out of use. Samples are like samples.
pub(crate) fn traits_of(producer: &Producer) -> BTreeSet<Trait> {
    if producer.state != RecordState::Active {
        return BTreeSet::new();
    }
    let facts = &producer.facts;
    let tax_code = facts.tax_code.as_ref().map(|code| code.as_str().split('-').next().unwrap_or_default().to_owned());
    let letters = |number: &String| number.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let number = facts.registration_number.as_ref().map(letters).map(|number| number.to_lowercase());
    let names = std::iter::once(&facts.name).chain(producer.former_names.iter().map(|former| &former.name));
    let names = names.map(|name| own_words(name)).filter(|words| !words.is_empty());
    let numbers = [(Likeness::TaxCode, tax_code), (Likeness::RegistrationNumber, number)];
    let of_numbers =
        numbers.into_iter().filter_map(|(likeness, key)| Some((likeness, key.filter(|key| !key.is_empty())?)));
    let of_names = names.map(|words| (Likeness::Name, format!("{} {words}", facts.unit)));
    of_numbers.chain(of_names).map(|(likeness, key)| among(producer.sample, likeness, &key)).collect()
}

/// What a producer is like others by through the telephone of who represents it.
pub(crate) fn trait_of_phone(sample: bool, phone: &Phone) -> Trait {
    among(sample, Likeness::Phone, &phone.digits())
}

fn among(sample: bool, likeness: Likeness, key: &str) -> Trait {
    Trait { likeness, key: if sample { format!("sample {key}") } else { key.to_owned() } }
}

/// Words in front of a name that say what kind of producer it is.
const KIND_WORDS: [&str; 16] = [
    "lien hiep hop tac xa",
    "hop tac xa",
    "to hop tac",
    "cong ty",
    "trach nhiem huu han",
    "mot thanh vien",
    "mtv",
    "co phan",
    "cp",
    "doanh nghiep tu nhan",
    "dntn",
    "ho kinh doanh",
    "ho san xuat",
    "co so san xuat",
    "trang trai",
    "hiep hoi",
];

/// The words of a name behind those for its kind, folded, short forms in full: `HTX Thanh Nưa`, `Hợp tác xã Thanh Nưa`
/// and `Cty TNHH MTV Thanh Nưa` are called alike.
fn own_words(name: &str) -> String {
    let words = search::phrase(name);
    let mut rest = words.as_str();
    while let Some(shorter) = KIND_WORDS.iter().find_map(|kind| behind(rest, kind)) {
        rest = shorter;
    }
    rest.to_owned()
}

/// What is behind some whole words of a text, if it begins with them.
fn behind<'t>(text: &'t str, words: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(words)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

#[cfg(test)]
mod tests {
    use platform::ids::RawId;

    use super::*;

    #[test]
    fn spellings_of_one_name_are_alike() {
        for name in [
            "HTX Thanh Nưa",
            "Hợp tác xã Thanh Nưa",
            "hop tac xa thanh nua",
            "Cty TNHH MTV Thanh Nưa",
            "Công ty Trách nhiệm hữu hạn Một thành viên Thanh Nưa",
            "THT THANH NƯA",
            "Thanh Nưa",
        ] {
            assert_eq!(own_words(name), "thanh nua", "{name}");
        }
        assert_eq!(own_words("HTX"), "", "what is called by its kind alone has no name of its own");
        assert_ne!(own_words("HTX Nông nghiệp Thanh Nưa"), own_words("HTX Thanh Nưa"));
    }

    #[test]
    fn numbers_say_more_than_names_and_names_more_than_telephones() {
        let of = |likenesses: &[Likeness]| Strength::of(&likenesses.iter().copied().collect());
        assert_eq!(of(&[Likeness::Phone]), Strength::Weak);
        assert_eq!(of(&[Likeness::Name]), Strength::Likely);
        assert_eq!(of(&[Likeness::Name, Likeness::Phone]), Strength::Strong);
        assert_eq!(of(&[Likeness::TaxCode]), Strength::Strong);
    }

    #[test]
    fn who_is_like_others_is_named_unless_it_is_said_to_be_another() {
        let [one, other]: [ProducerId; 2] = [1, 2].map(|number| RawId::from_u128(number).into());
        assert!(must_be_known_apart(&[one, other], &[other, one]).is_ok());
        let refused = must_be_known_apart(&[one, other], &[one]);
        assert!(matches!(refused, Err(Error::ProducerLikeOthers { candidates }) if candidates == other.to_string()));
        assert_eq!(Two::new(other, one), Two { one, other });
    }
}
