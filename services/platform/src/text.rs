//! Vietnamese text: stored in NFC, searched without accents, sorted as Vietnamese.

use std::sync::LazyLock;

use chrono::NaiveDate;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text as it is stored: NFC, without space at the ends, runs of white space as one space.
#[must_use]
pub fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

/// Text in plain letters: accents gone, `đ` as `d`.
#[must_use]
pub fn unaccented(text: &str) -> String {
    let plain = |letter| match letter {
        'đ' => 'd',
        'Đ' => 'D',
        other => other,
    };
    normal(text).nfd().filter(|letter| !is_combining_mark(*letter)).map(plain).collect()
}

/// Text as it is searched: plain letters in lower case.
#[must_use]
pub fn folded(text: &str) -> String {
    unaccented(text).to_lowercase()
}

/// Text in lower case with each word's tone behind its letters: `Hoà` and `Hòa` become the same, `Hóa` stays apart.
#[must_use]
pub fn tones_last(text: &str) -> String {
    let is_tone = |letter: &char| matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let words = normal(text).to_lowercase();
    let moved = words.split(' ').map(|word| {
        let (tones, letters): (String, String) = word.nfd().partition(is_tone);
        letters + &tones
    });
    moved.collect::<Vec<_>>().join(" ")
}

/// Bytes that sort as Vietnamese sorts the text (a ă â b … d đ e ê …; then tone; then case).
///
/// The order is that of the CLDR version built in. Keys of different versions must not be mixed: a
/// change of the library's major version needs a migration that renews stored keys.
#[must_use]
pub fn collation_key(text: &str) -> Vec<u8> {
    static VIETNAMESE: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
        Collator::try_new(icu_locale_core::locale!("vi").into(), CollatorOptions::default())
            .expect("the collation data is built in")
    });
    let mut key = Vec::with_capacity(text.len() * 2);
    let Ok(()) = VIETNAMESE.write_sort_key_to(text, &mut key);
    key
}

/// A day as Vietnamese writes it.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// A number with the thousands apart, as Vietnamese writes it.
#[must_use]
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    if number < 0 { format!("-{grouped}") } else { grouped }
}

/// Hundredths as a decimal number, as Vietnamese writes it.
#[must_use]
pub fn hundredths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let whole = i64::try_from(number.unsigned_abs() / 100).unwrap_or(i64::MAX);
    format!("{sign}{},{:02}", thousands(whole), number.unsigned_abs() % 100)
}

/// A pattern for `LIKE … ESCAPE '\'` that finds a folded text anywhere.
#[must_use]
pub fn like_pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in folded(text).chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_text_is_nfc_and_tidy() {
        assert_eq!(normal("  Hợp  ta\u{301}c xã\n"), "Hợp tác xã");
    }

    #[test]
    fn folded_text_has_no_accents() {
        assert_eq!(folded("Đắk Lắk, Hoà Bình, THUỶ"), "dak lak, hoa binh, thuy");
    }

    #[test]
    fn where_a_tone_is_written_makes_no_difference() {
        assert_eq!(tones_last("Hoà Bình, THUỶ"), tones_last("Hòa Bình, Thủy"));
        assert_ne!(tones_last("Hòa"), tones_last("Hóa"));
        assert_ne!(tones_last("Đăk"), tones_last("Đak"));
    }

    #[test]
    fn names_sort_as_vietnamese() {
        let mut names = ["Đa", "Dạ", "Ân", "Da", "Ăn", "Dà", "An", "Dá", "Dả", "Dã"];
        names.sort_by_key(|name| collation_key(name));
        assert_eq!(names, ["An", "Ăn", "Ân", "Da", "Dà", "Dả", "Dã", "Dá", "Dạ", "Đa"]);
    }

    #[test]
    fn numbers_and_days_are_written_as_in_vietnamese() {
        assert_eq!(
            [thousands(3321), thousands(1_000_000), thousands(7), thousands(-1200)],
            ["3.321", "1.000.000", "7", "-1.200"]
        );
        assert_eq!([hundredths(8999), hundredths(123_456), hundredths(-50)], ["89,99", "1.234,56", "-0,50"]);
        assert_eq!(day("2026-11-03".parse().expect("a day")), "03/11/2026");
    }

    #[test]
    fn wildcards_of_the_searcher_are_letters() {
        assert_eq!(like_pattern("100%_Đ"), r"%100\%\_d%");
    }
}
