//! Numbers as offices write them: `1.200.000.000`, `1,5 tỷ`, `51,5%`. What may be read in two ways is read as offices
//! mean it: three digits behind one separator are thousands.

use platform::text;

/// What words behind a number, or in a header, multiply it with; the longer ones first.
const FACTORS: [(&str, i64); 9] = [
    ("ty dong", 1_000_000_000),
    ("trieu dong", 1_000_000),
    ("nghin dong", 1_000),
    ("ngan dong", 1_000),
    ("ty", 1_000_000_000),
    ("trieu", 1_000_000),
    ("trd", 1_000_000),
    ("nghin", 1_000),
    ("million", 1_000_000),
];

/// What the numbers under a header are to be multiplied with: 1,000,000 under `Doanh thu (triệu đồng)`.
pub(crate) fn factor_of_header(header: &str) -> i64 {
    factor_of(header).unwrap_or(1)
}

fn factor_of(written: &str) -> Option<i64> {
    let folded = text::folded(written);
    let words: Vec<_> =
        folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let said = |unit: &str| {
        let unit: Vec<_> = unit.split(' ').collect();
        words.windows(unit.len()).any(|some| some == unit)
    };
    FACTORS.into_iter().find(|(unit, _)| said(unit)).map(|(_, factor)| factor)
}

/// The number that is written, times the factor of its own unit or else of the header; none if it is no number, or if
/// that is not whole.
pub(crate) fn amount(written: &str, factor: i64) -> Option<i64> {
    let (number, unit) = parts(written);
    let factor = factor_of(unit).unwrap_or(factor);
    let (is_negative, digits) = match number.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, number),
    };
    let (whole, fraction) = split(digits)?;
    let mut amount = i128::from(digits_as_number(&whole)?) * i128::from(factor);
    if !fraction.is_empty() {
        let scale = 10_i128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
        let scaled = i128::from(digits_as_number(&fraction)?) * i128::from(factor);
        if scaled % scale != 0 {
            return None;
        }
        amount += scaled / scale;
    }
    i64::try_from(if is_negative { -amount } else { amount }).ok()
}

/// A number and what stands behind it, such as `20` and `tấn`.
pub(crate) fn parts(written: &str) -> (&str, &str) {
    let written = written.trim();
    let is_of_number = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '-' | ' ' | '\u{a0}');
    let end = written.find(|letter| !is_of_number(letter)).unwrap_or(written.len());
    (written[..end].trim(), written[end..].trim())
}

/// The digits before and behind the decimal sign.
fn split(number: &str) -> Option<(String, String)> {
    let bare: String = number.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{a0}').collect();
    let (dots, commas) = (bare.matches('.').count(), bare.matches(',').count());
    let decimal = match (dots, commas) {
        (0, 0) => None,
        (_, 0) => decimal_sign('.', dots, &bare),
        (0, _) => decimal_sign(',', commas, &bare),
        // Of two signs the last one is the decimal one.
        _ => bare.rfind(['.', ',']).and_then(|place| bare[place..].chars().next()),
    };
    let (whole, fraction) = decimal.and_then(|sign| bare.rsplit_once(sign)).unwrap_or((&bare, ""));
    if fraction.contains(['.', ',']) {
        return None;
    }
    Some((whole.replace(['.', ','], ""), fraction.to_owned()))
}

/// One sign alone is the decimal one unless three digits follow a number that does not begin with 0.
fn decimal_sign(sign: char, count: usize, number: &str) -> Option<char> {
    let (whole, fraction) = number.rsplit_once(sign)?;
    let is_thousands = count > 1 || (fraction.len() == 3 && whole != "0");
    (!is_thousands).then_some(sign)
}

fn digits_as_number(digits: &str) -> Option<i64> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if are_digits { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_offices_write_them() {
        for (written, factor, meant) in [
            ("1.200.000.000", 1, Some(1_200_000_000)),
            ("1,200,000 đ", 1, Some(1_200_000)),
            ("1200", 1_000_000, Some(1_200_000_000)),
            ("1.200,5", 1_000_000, Some(1_200_500_000)),
            ("1,5 tỷ", 1, Some(1_500_000_000)),
            ("1,5 tỷ đồng", 1_000_000, Some(1_500_000_000)),
            ("1.250", 1, Some(1250)),
            ("0.125", 1000, Some(125)),
            ("51,5%", 100, Some(5150)),
            ("-20 triệu", 1, Some(-20_000_000)),
            ("12 500", 1, Some(12_500)),
            ("1,25", 1, None),
            ("khoảng 5 tỷ", 1, None),
            ("1.2.3,4,5", 1, None),
            ("", 1, None),
        ] {
            assert_eq!(amount(written, factor), meant, "{written}");
        }
    }

    #[test]
    fn headers_say_what_their_numbers_are_in() {
        assert_eq!(factor_of_header("Doanh thu 2025 (triệu đồng)"), 1_000_000);
        assert_eq!(factor_of_header("Doanh thu (Tỷ đồng)"), 1_000_000_000);
        assert_eq!(factor_of_header("Doanh thu (đồng)"), 1);
    }

    #[test]
    fn a_number_stands_before_its_unit() {
        assert_eq!(parts("20 tấn/năm"), ("20", "tấn/năm"));
        assert_eq!(parts("chai"), ("", "chai"));
    }
}
