//! Names as people write them: with and without accents, the tone here or there, the type word in full, short or
//! left out, numbers with and without a zero in front. What is compared is folded; what is shown is as stored.

use std::collections::HashMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitKind, UnitVersion};
use platform::text;

use super::kind::TYPE_WORDS;

/// Folded names of units, to be looked up.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<Box<str>, Vec<Named>>);

/// A name that a unit had in one of its intervals.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) id: UnitId,
    pub(super) kind: UnitKind,
    /// First day of the interval.
    pub(super) from: NaiveDate,
    /// The name with its accents, wherever they are written.
    accented: Box<str>,
}

/// One way to read what someone wrote.
#[derive(Debug, PartialEq, Eq)]
struct Reading {
    /// Kinds that the type word stands for; none if none was written.
    kinds: &'static [UnitKind],
    plain: String,
    accented: String,
}

/// How well a name fits what was written; the better, the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The name is right, the type word is another's.
    OtherKind,
    /// The letters are right, accents aside.
    Plain,
    /// The accents are right too.
    Accented,
}

impl Names {
    pub(super) fn of<'t>(units: impl Iterator<Item = &'t UnitVersion>) -> Self {
        let mut names = Self::default();
        for unit in units {
            let words = words(&unit.name);
            let own = without_type_word(&words, unit.kind);
            let named = Named {
                id: unit.id.clone(),
                kind: unit.kind,
                from: unit.from,
                accented: accented(own).into_boxed_str(),
            };
            names.0.entry(plain(own).into_boxed_str()).or_insert_with(|| Vec::with_capacity(1)).push(named);
        }
        names
    }

    /// The units that what was written may mean, with how well they fit.
    pub(super) fn find(&self, written: &str) -> Vec<(Fit, &Named)> {
        let mut found: Vec<(Fit, &Named)> = Vec::new();
        for reading in readings(written) {
            for named in self.0.get(reading.plain.as_str()).into_iter().flatten() {
                let fit = if !reading.kinds.is_empty() && !reading.kinds.contains(&named.kind) {
                    Fit::OtherKind
                } else if *named.accented == *reading.accented {
                    Fit::Accented
                } else {
                    Fit::Plain
                };
                found.push((fit, named));
            }
        }
        found
    }
}

/// As it stands, and with its first words taken as the type of unit they may be: `Xa Dung` is the name of a commune,
/// `xa Dung` might be the commune Dung.
fn readings(written: &str) -> Vec<Reading> {
    let words = words(written);
    let reading = |kinds, words: &[String]| Reading { kinds, plain: plain(words), accented: accented(words) };
    let mut readings = vec![reading(&[], &words)];
    for (type_words, kinds) in TYPE_WORDS {
        let count = type_words.split(' ').count();
        if words.len() > count && plain(&words[..count]) == *type_words {
            readings.push(reading(kinds, &words[count..]));
        }
    }
    readings
}

/// The name of a unit without its type word, in lower case.
pub(crate) fn own_name(unit: &UnitVersion) -> String {
    without_type_word(&words(&unit.name), unit.kind).join(" ")
}

/// The words of a stored name behind its type word.
fn without_type_word(words: &[String], kind: UnitKind) -> &[String] {
    let own = TYPE_WORDS.iter().find(|(_, kinds)| kinds.contains(&kind));
    let count = own.map_or(0, |(type_words, _)| type_words.split(' ').count());
    words.get(count..).unwrap_or(words)
}

/// The words of a name in lower case: what is no letter parts them, but an apostrophe does not; a number stands alone
/// and has no zero in front.
fn words(written: &str) -> Vec<String> {
    let mut parted = String::with_capacity(written.len());
    for letter in text::normal(written).to_lowercase().chars() {
        match letter {
            '\'' | '’' | '‘' | '`' | 'ʼ' => {}
            letter if letter.is_alphanumeric() => {
                let glued = parted.chars().next_back().is_some_and(char::is_alphabetic);
                if letter.is_ascii_digit() && glued {
                    parted.push(' ');
                }
                parted.push(letter);
            }
            _ => parted.push(' '),
        }
    }
    parted.split_whitespace().flat_map(in_full).collect()
}

/// Words that everybody shortens.
fn in_full(word: &str) -> Vec<String> {
    let full: &[&str] = match word {
        "hcm" => &["hồ", "chí", "minh"],
        "tphcm" => &["tp", "hồ", "chí", "minh"],
        _ => {
            let number = word.trim_start_matches('0');
            return vec![if number.is_empty() || !is_number(word) { word.to_owned() } else { number.to_owned() }];
        }
    };
    full.iter().map(|word| (*word).to_owned()).collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words without accents, in one spelling.
fn plain(words: &[String]) -> String {
    let mut plain = String::new();
    for word in words {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&in_one_spelling(text::folded(word)));
    }
    plain
}

/// Words with their accents, in one spelling.
fn accented(words: &[String]) -> String {
    let spelt = |word: &String| {
        let folded = text::folded(word);
        let spelt = in_one_spelling(folded.clone());
        let accented = text::tones_last(word);
        // Spelling changes the last letter only, and never its accent.
        match (folded.chars().next_back(), spelt.chars().next_back()) {
            (Some(written), Some(one)) if written != one => accented.replace(written, one.encode_utf8(&mut [0; 4])),
            _ => accented,
        }
    };
    words.iter().map(spelt).collect::<Vec<_>>().join(" ")
}

/// `Sy` and `Si`, `Quy` and `Qui`, `Dac Lac` and `Dak Lak` are the same.
fn in_one_spelling(mut word: String) -> String {
    if let Some(stem) = word.strip_suffix('y') {
        let stem = stem.strip_prefix("qu").unwrap_or(stem);
        let is_only_vowel = word.len() > 1 && !stem.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        if is_only_vowel {
            word.pop();
            word.push('i');
        }
    } else if word == "dac" || word == "lac" {
        word.pop();
        word.push('k');
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: &str, other: &str) -> bool {
        plain(&words(one)) == plain(&words(other))
    }

    #[test]
    fn spellings_of_one_name_are_the_same() {
        for (one, other) in [
            ("Hoà Nghĩa", "Hòa Nghĩa"),
            ("Thuỷ Xuân", "Thủy Xuân"),
            ("Đăk Song", "Đắk Song"),
            ("Đắc Lắc", "Đắk Lắk"),
            ("Sỹ Bình", "Sĩ Bình"),
            ("Quý Lộc", "Quí Lộc"),
            ("Ea H’Leo", "Ea H'leo"),
            ("Phan Rang - Tháp Chàm", "Phan Rang-Tháp Chàm"),
            ("DIEN BIEN PHU", "Điện Biên Phủ"),
            ("01", "1"),
        ] {
            assert!(same(one, other), "{one} and {other}");
        }
        for (one, other) in [("Sơn Tây", "Sơn Tài"), ("Huy", "Hui"), ("10", "1"), ("Y Tý", "I Tý")] {
            assert!(!same(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn accents_tell_names_apart_wherever_they_are_written() {
        assert_eq!(accented(&words("Hoà")), accented(&words("Hòa")));
        assert_eq!(accented(&words("Sỹ")), accented(&words("Sĩ")));
        assert_ne!(accented(&words("Hòa")), accented(&words("Hóa")));
    }

    #[test]
    fn type_words_are_read_in_full_and_short() {
        let kinds = |written: &str| readings(written).last().expect("one at least").kinds;
        for (written, kind) in [
            ("Phường 01", UnitKind::Ward),
            ("P.1", UnitKind::Ward),
            ("P1", UnitKind::Ward),
            ("X. Thanh Nưa", UnitKind::Commune),
            ("TT. Chợ Lách", UnitKind::Township),
            ("TX Sơn Tây", UnitKind::Town),
            ("Q.3", UnitKind::UrbanDistrict),
            ("H. Chợ Lách", UnitKind::RuralDistrict),
            ("TP.HCM", UnitKind::CentrallyRunCity),
            ("TPHCM", UnitKind::CentrallyRunCity),
            ("tinh Ben Tre", UnitKind::Province),
        ] {
            assert!(kinds(written).contains(&kind), "{written}");
        }
        assert_eq!(readings("Xa Dung").len(), 2, "a name, or a type and a name");
    }
}
