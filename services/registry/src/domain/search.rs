//! The search box: what was typed becomes terms, and what is found is put in order. The order is the same on both
//! databases, for it is made here.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::ids::RawId;
use platform::text;

use super::producer::{Producer, ProducerId, RecordState};
use super::product::{Product, ProductCode};
use super::units::own_name;

/// How many words of what was typed are looked at.
const MOST_WORDS: usize = 12;
/// From how many letters on a word that was typed last may go on, and any may be spelt otherwise.
const LONG_ENOUGH: usize = 3;
/// Longer words are codes, not words.
const LONGEST_WORD: usize = 20;

/// Short forms that people write as often as the words.
const SHORT_FORMS: [(&str, &[&str]); 5] = [
    ("htx", &["hop", "tac", "xa"]),
    ("tht", &["to", "hop", "tac"]),
    ("cty", &["cong", "ty"]),
    ("tnhh", &["trach", "nhiem", "huu", "han"]),
    ("hkd", &["ho", "kinh", "doanh"]),
];

/// Which of both an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SearchKind {
    Producer,
    Product,
}

impl SearchKind {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Producer => "producer",
            Self::Product => "product",
        }
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        [Self::Producer, Self::Product].into_iter().find(|kind| kind.name() == name)
    }
}

/// What a producer or a product is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: SearchKind,
    pub(crate) subject: RawId,
    pub(crate) producer: ProducerId,
    pub(crate) title: String,
    pub(crate) producer_name: String,
    /// Codes of a product, the newest first; numbers of a producer.
    pub(crate) codes: Vec<String>,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) place: String,
    /// First and last day in the register.
    pub(crate) from: NaiveDate,
    pub(crate) to: Option<NaiveDate>,
}

/// First and last day of a record in the register.
fn days(created: platform::clock::Moment, state: &RecordState, updated: platform::clock::Moment) -> Days {
    let last = matches!(state, RecordState::Retired { .. }).then(|| platform::clock::civil_date(updated));
    (platform::clock::civil_date(created), last)
}

type Days = (NaiveDate, Option<NaiveDate>);

/// The name of a producer, and those it bore: people look for it by them.
fn names(producer: &Producer) -> String {
    let former = producer.former_names.iter().rev().map(|former| former.name.as_str());
    std::iter::once(producer.facts.name.as_str()).chain(former).collect::<Vec<_>>().join(" / ")
}

impl Entry {
    /// What a producer is found by, where its commune has this name.
    pub(crate) fn of_producer(producer: &Producer, place: String) -> Self {
        let (from, to) = days(producer.created_at, &producer.state, producer.updated_at);
        let facts = &producer.facts;
        let tax_code = facts.tax_code.as_ref().map(|code| code.as_str().to_owned());
        Self {
            kind: SearchKind::Producer,
            subject: producer.id.into(),
            producer: producer.id,
            title: facts.name.clone(),
            producer_name: names(producer),
            codes: facts.registration_number.clone().into_iter().chain(tax_code).collect(),
            unit: facts.unit.clone(),
            province: producer.province.clone(),
            place,
            from,
            to,
        }
    }

    /// What a product is found by.
    pub(crate) fn of_product(product: &Product, producer_name: String, codes: &[ProductCode], place: String) -> Self {
        let (from, to) = days(product.created_at, &product.state, product.updated_at);
        let former = product.facts.record.former_codes.iter().map(ToString::to_string);
        Self {
            kind: SearchKind::Product,
            subject: product.id.into(),
            producer: product.producer,
            title: product.facts.name.clone(),
            producer_name,
            codes: codes.iter().map(ToString::to_string).chain(former).collect(),
            unit: product.facts.unit.clone(),
            province: product.province.clone(),
            place,
            from,
            to,
        }
    }

    /// All terms it is found by, each once: what people know of it, the same within its province, and what narrows a search.
    pub(crate) fn terms(&self) -> BTreeSet<String> {
        let mut terms = self.words();
        let in_province: Vec<String> = terms.iter().map(|word| word_in_province(word, &self.province)).collect();
        terms.extend(in_province);
        terms.extend(self.codes.iter().map(|code| code_term(code)));
        let units = [&self.unit, &self.province].map(unit_term);
        terms.extend(units);
        terms.insert(producer_term(self.producer));
        terms
    }

    /// The words of its names.
    pub(crate) fn words(&self) -> BTreeSet<String> {
        let names = [&self.title, &self.producer_name, &self.place];
        names.into_iter().flat_map(|name| words(name)).collect()
    }
}

/// The words of a text, folded, short forms in full.
pub(crate) fn words(written: &str) -> Vec<String> {
    let folded = text::folded(written);
    let split = folded.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let in_full = |word: &str| match SHORT_FORMS.iter().find(|(short, _)| *short == word) {
        Some((_, long)) => long.iter().map(|word| (*word).to_owned()).collect(),
        None => vec![word.to_owned()],
    };
    split.flat_map(in_full).collect()
}

/// A folded text as its words one behind the other: what begins alike sorts alike.
pub(crate) fn phrase(written: &str) -> String {
    words(written).join(" ")
}

/// The term of a unit. No word of a name begins so: words have no digit behind a letter `u`.
pub(crate) fn unit_term(unit: &UnitId) -> String {
    format!("u{}x{}", unit.era(), unit.code())
}

/// The term of a word in a province: there it is found without what all other provinces have of it. No word of a name
/// begins so.
fn word_in_province(word: &str, province: &UnitId) -> String {
    format!("p{}x{}x{word}", province.era(), province.code())
}

/// The term of what belongs to a producer.
pub(crate) fn producer_term(producer: ProducerId) -> String {
    format!("o1{}", producer.to_string().replace('-', ""))
}

/// The term of a code or number: what stands between its digits and letters makes no difference.
fn code_term(code: &str) -> String {
    let parts = words(code);
    format!("c1{}", parts.join("x"))
}

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Query {
    words: Vec<String>,
    /// The term of a code, if what was typed may be one.
    code: Option<String>,
}

/// A word that has to be found, as one of these; the last letter typed may have letters behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) any_of: Vec<String>,
    pub(crate) goes_on: bool,
}

impl Term {
    /// The one word.
    pub(crate) fn exactly(word: String) -> Self {
        Self { any_of: vec![word], goes_on: false }
    }

    /// The same in one of some provinces.
    pub(crate) fn in_provinces(&self, provinces: &[UnitId]) -> Self {
        let in_all =
            |word: &String| provinces.iter().map(|province| word_in_province(word, province)).collect::<Vec<_>>();
        Self { any_of: self.any_of.iter().flat_map(in_all).collect(), goes_on: self.goes_on }
    }
}

impl Query {
    /// Reads what was typed; nothing if there is nothing in it to look for.
    pub(crate) fn read(written: &str) -> Option<Self> {
        let words: Vec<String> = words(written).into_iter().take(MOST_WORDS).collect();
        let sound = words.iter().any(|word| word.len() >= 2);
        // A code or number has a digit and is one run of characters.
        let may_be_code = !written.trim().contains(' ') && written.contains(|letter: char| letter.is_ascii_digit());
        let code = may_be_code.then(|| code_term(written));
        sound.then_some(Self { words, code })
    }

    /// What names that fit best begin with.
    pub(crate) fn phrase(&self) -> String {
        self.words.join(" ")
    }

    /// The term of the code it may be.
    pub(crate) fn code(&self) -> Option<Term> {
        self.code.clone().map(Term::exactly)
    }

    /// The words that were typed.
    pub(crate) fn words(&self) -> &[String] {
        &self.words
    }

    /// Everything typed has to be there as it is.
    pub(crate) fn as_typed(&self) -> Vec<Term> {
        self.words.iter().cloned().map(Term::exactly).collect()
    }

    /// Everything typed has to be there, the last word with more letters perhaps; nothing if it is too short for that.
    pub(crate) fn begun(&self) -> Option<Vec<Term>> {
        let mut terms = self.as_typed();
        let last = terms.last_mut().filter(|last| last.any_of.iter().all(|word| word.len() >= LONG_ENOUGH))?;
        last.goes_on = true;
        Some(terms)
    }

    /// The provinces whose names are among what was typed, beside other words.
    pub(crate) fn provinces_named<'a>(&self, provinces: impl Iterator<Item = &'a UnitVersion>) -> Vec<UnitId> {
        let typed = format!(" {} ", self.phrase());
        let is_named = |province: &&UnitVersion| {
            let name = format!(" {} ", phrase(&own_name(province)));
            name.len() < typed.len() && typed.contains(&name)
        };
        provinces.filter(is_named).map(|province| province.id.clone()).collect()
    }

    /// What has to be there if one of the words is spelt otherwise, for each word there are spellings for: a way with the nearest
    /// spelling, and one with all of them.
    pub(crate) fn misspelt(&self, known: &Spellings) -> Vec<Vec<Term>> {
        let unknown: Vec<usize> = (0..self.words.len()).filter(|place| !known.has(&self.words[*place])).collect();
        let places = if unknown.is_empty() { (0..self.words.len()).collect() } else { unknown.clone() };
        let mut ways = Vec::new();
        for place in places {
            let mut terms = self.begun().unwrap_or_else(|| self.as_typed());
            // What nothing has is spelt otherwise in every way; what is known in one at a time.
            for other in unknown.iter().chain([&place]) {
                terms[*other] = Term { any_of: known.near(&self.words[*other]), goes_on: false };
            }
            if terms.iter().any(|term| term.any_of.is_empty()) || ways.contains(&terms) {
                continue;
            }
            let mut nearest = terms.clone();
            nearest[place].any_of.truncate(1);
            if nearest != terms {
                ways.push(nearest);
            }
            ways.push(terms);
        }
        ways
    }

    /// How an entry fits.
    fn fit(&self, entry: &Entry) -> Fit {
        if self.code.as_ref().is_some_and(|code| entry.codes.iter().any(|known| code_term(known) == *code)) {
            return Fit::Code;
        }
        let (title, typed) = (words(&entry.title), self.phrase());
        let phrase = title.join(" ");
        let has = |words: &[String]| self.words.iter().all(|word| is_among(word, words, &self.words));
        if phrase == typed {
            Fit::Name
        } else if phrase.starts_with(&typed) {
            Fit::NameBegins
        } else if format!(" {phrase}").contains(&format!(" {typed}")) {
            Fit::Phrase
        } else if has(&title) {
            Fit::NameWords
        } else if has(&entry.words().into_iter().collect::<Vec<_>>()) {
            Fit::AllWords
        } else {
            Fit::Misspelt
        }
    }

    /// The entries in order, each once, with how they fit.
    pub(crate) fn ranked(&self, found: Vec<Entry>) -> Vec<(Fit, Entry)> {
        let mut seen = std::collections::HashSet::new();
        let once = found.into_iter().filter(|entry| seen.insert(entry.subject));
        let mut ranked: Vec<_> = once.map(|entry| (self.fit(&entry), entry)).collect();
        ranked.sort_by_cached_key(|(fit, entry)| (*fit, text::collation_key(&entry.title), entry.subject));
        ranked
    }
}

/// True if a word is among others; the last one typed, if long enough, also as the beginning of one.
fn is_among(word: &String, words: &[String], typed: &[String]) -> bool {
    let goes_on = word.len() >= LONG_ENOUGH && typed.last() == Some(word);
    words.iter().any(|known| known == word || (goes_on && known.starts_with(word.as_str())))
}

/// How an entry fits what was typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    Code,
    Name,
    NameBegins,
    Phrase,
    NameWords,
    AllWords,
    Misspelt,
}

/// A word and what is left of it when a letter is missing: two words with a rest in common are one slip apart, or two.
/// None of what is too short to be told from others, and of codes.
pub(crate) fn rests(word: &str) -> Vec<String> {
    if !(LONG_ENOUGH..=LONGEST_WORD).contains(&word.len()) || word.contains(|letter: char| letter.is_ascii_digit()) {
        return Vec::new();
    }
    let without = |place: usize| format!("{}{}", &word[..place], &word[place + 1..]);
    let mut rests: Vec<String> = (0..word.len()).map(without).collect();
    rests.push(word.to_owned());
    rests.sort();
    rests.dedup();
    rests
}

/// Words of the register that may be meant by words that were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spellings {
    known: Vec<String>,
}

impl Spellings {
    /// How many spellings of a word are tried.
    const MOST: usize = 8;

    /// Makes it of the words that share a rest with what was typed.
    pub(crate) fn of(known: Vec<String>) -> Self {
        Self { known }
    }

    fn has(&self, word: &str) -> bool {
        self.known.iter().any(|known| known == word)
    }

    /// The words one slip away, those with the same first letter and length before others.
    fn near(&self, word: &str) -> Vec<String> {
        let mut near: Vec<&String> = self.known.iter().filter(|known| strsim::osa_distance(known, word) == 1).collect();
        near.sort_by_key(|known| (known.bytes().next() != word.bytes().next(), known.len() != word.len(), *known));
        near.dedup();
        near.into_iter().take(Self::MOST).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use platform::access::{UnitKind, UnitLevel};

    use super::*;

    fn entry(title: &str, producer: &str, codes: &[&str]) -> Entry {
        Entry {
            kind: SearchKind::Product,
            subject: RawId::from_u128(u128::from(
                text::collation_key(title).iter().map(|byte| u64::from(*byte)).sum::<u64>(),
            )),
            producer: RawId::nil().into(),
            title: title.to_owned(),
            producer_name: producer.to_owned(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            unit: "2025:03127".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            place: "Phường Điện Biên Phủ, Tỉnh Điện Biên".to_owned(),
            from: NaiveDate::MIN,
            to: None,
        }
    }

    fn fit(typed: &str, entry: &Entry) -> Fit {
        Query::read(typed).expect("something to look for").fit(entry)
    }

    #[test]
    fn what_is_typed_fits_better_or_worse() {
        let honey = entry("Mật ong rừng Mường Phăng", "HTX Nà Tấu", &["11-03127-1-2026"]);
        assert_eq!(fit("11-03127-1-2026", &honey), Fit::Code);
        assert_eq!(fit("MAT ONG RUNG MUONG PHANG", &honey), Fit::Name);
        assert_eq!(fit("mật ong rừ", &honey), Fit::NameBegins);
        assert_eq!(fit("rừng mường", &honey), Fit::Phrase);
        assert_eq!(fit("ong mật", &honey), Fit::NameWords);
        assert_eq!(fit("mật ong hợp tác xã na tau", &honey), Fit::AllWords);
        assert_eq!(fit("mật ong htx điện biên", &honey), Fit::AllWords);
        assert_eq!(fit("mật onh", &honey), Fit::Misspelt);
    }

    #[test]
    fn a_word_begun_fits_only_as_the_last_and_when_long_enough() {
        let honey = entry("Mật ong rừng", "", &[]);
        assert_eq!(fit("ong rừ", &honey), Fit::Phrase);
        assert_eq!(fit("mật run", &honey), Fit::NameWords);
        assert_eq!(fit("run mật", &honey), Fit::Misspelt);
    }

    #[test]
    fn a_province_is_named_by_its_own_name_beside_other_words() {
        let province = |id: &str, kind, name: &str| UnitVersion {
            id: id.parse().expect("a unit"),
            level: UnitLevel::Province,
            kind,
            name: name.to_owned(),
            name_en: String::new(),
            parent: UnitId::country(),
            from: NaiveDate::MIN,
            to: None,
            legal_act: String::new(),
            successor: None,
        };
        let provinces = [
            province("2025:11", UnitKind::Province, "Tỉnh Điện Biên"),
            province("2025:79", UnitKind::CentrallyRunCity, "Thành phố Hồ Chí Minh"),
        ];
        let named = |typed: &str| -> Vec<String> {
            let query = Query::read(typed).expect("something to look for");
            query.provinces_named(provinces.iter()).iter().map(ToString::to_string).collect()
        };
        assert_eq!(named("gạo nếp điện biên"), ["2025:11"]);
        assert_eq!(named("dien bien gao"), ["2025:11"]);
        assert_eq!(named("chè hồ chí minh"), ["2025:79"]);
        assert!(named("điện biên").is_empty(), "nothing else is looked for");
        assert!(named("gạo biên điện").is_empty());
        assert!(named("gạo điện biênn").is_empty());
    }

    #[test]
    fn words_are_found_in_the_country_and_in_their_province() {
        let terms = entry("Mật ong", "", &[]).terms();
        for term in ["mat", "p2025x11xmat", "p2025x11xbien", "u2025x03127", "u2025x11"] {
            assert!(terms.contains(term), "{term}: {terms:?}");
        }
        let mat = Term { any_of: vec!["mat".to_owned()], goes_on: true };
        let provinces = ["2025:11", "2025:12"].map(|id| id.parse().expect("a unit"));
        let expected = ["p2025x11xmat", "p2025x12xmat"].map(str::to_owned).to_vec();
        assert_eq!(mat.in_provinces(&provinces), Term { any_of: expected, goes_on: true });
    }

    #[test]
    fn nothing_is_looked_for_by_a_letter_or_by_signs() {
        for typed in ["", " ", "a", "a b c", "–", "%"] {
            assert_eq!(Query::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn the_best_come_first_and_alike_ones_as_vietnamese_sorts_them() {
        let found =
            ["Đậu mật ong", "Mật ong", "Mật ong đất", "Mật ong dừa", "Mật ong"].map(|title| entry(title, "", &[]));
        let ranked = Query::read("mat ong").expect("words").ranked(found.to_vec());
        let titles: Vec<_> = ranked.iter().map(|(_, entry)| entry.title.as_str()).collect();
        assert_eq!(titles, ["Mật ong", "Mật ong dừa", "Mật ong đất", "Đậu mật ong"]);
    }

    #[test]
    fn words_a_slip_away_are_tried() {
        let known = ["mat", "mac", "tam", "ong", "mot", "cat"].map(str::to_owned).to_vec();
        let spellings = Spellings::of(known);
        assert_eq!(spellings.near("amt"), ["mat"]);
        assert_eq!(spellings.near("mat"), ["mac", "mot", "cat"]);
        // A word that nothing has is the one that is wrong.
        let ways = Query::read("mat onh").expect("words").misspelt(&spellings);
        assert_eq!(ways.len(), 1);
        assert_eq!(ways[0][0].any_of, ["mat"]);
        assert_eq!(ways[0][1].any_of, ["ong"]);
        // The nearest spelling is looked for by itself first.
        let ways = Query::read("cat may").expect("words").misspelt(&spellings);
        assert_eq!(ways.iter().map(|way| way[1].any_of.clone()).collect::<Vec<_>>(), [vec!["mac"], vec!["mac", "mat"]]);
        assert_eq!(Query::read("mat xyz").expect("words").misspelt(&spellings), Vec::<Vec<Term>>::new());
    }

    #[test]
    fn a_slip_is_found_by_what_is_left_of_both_words() {
        for (right, wrong) in [("rung", "rumg"), ("rung", "rng"), ("rung", "ruung"), ("rung", "rnug")] {
            assert!(rests(right).iter().any(|rest| rests(wrong).contains(rest)), "{wrong}");
        }
        assert!(rests("ga").is_empty() && rests("u2025").is_empty());
    }

    #[test]
    fn an_entry_is_found_by_names_codes_and_place() {
        let terms = entry("Mật ong", "Cty TNHH A", &["11-03127-1-2026"]).terms();
        for term in ["mat", "ong", "cong", "han", "dien", "phuong", "c111x03127x1x2026", "u2025x03127", "u2025x11"] {
            assert!(terms.contains(term), "{term}");
        }
    }
}
