//! The commune of today that a row means, whatever its address is of: today, the day of its certificate, or the time
//! of the districts. What may be several is never guessed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel, UnitVersion};

use super::{last_day_of, values};
use crate::domain::units::{History, LAST_DAY_OF_DISTRICTS, Match, Share};

/// What a written place stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// One commune that lives today; and the unit that was written, if that was another.
    One {
        unit: UnitId,
        instead_of: Option<String>,
    },
    /// One of several: a person must choose.
    Choice(Vec<UnitVersion>),
    None,
}

/// Finds the commune that a text means: an identity, a code (also of a product), a name or an address. Where several
/// fit, those within `within` count.
pub(crate) fn found_place(
    history: &History,
    written: &str,
    within: &UnitId,
    year: Option<i32>,
    today: NaiveDate,
) -> Place {
    let last_day_of_year = product_code_year(written).or(year).and_then(last_day_of);
    let then = last_day_of_year.filter(|day| *day < LAST_DAY_OF_DISTRICTS);
    let districts_first = names_a_district(written).then_some(LAST_DAY_OF_DISTRICTS);
    let days = then.into_iter().chain(districts_first).chain([today, LAST_DAY_OF_DISTRICTS]);
    for day in days {
        let meant = communes(history, written, day);
        if meant.is_empty() {
            continue;
        }
        return of_today(history, &meant, within, today);
    }
    Place::None
}

/// The province of today that a text means.
pub(crate) fn found_province(history: &History, written: &str, today: NaiveDate) -> Option<UnitId> {
    match history.by_name(written, None, today) {
        Match::One(unit) if unit.level == UnitLevel::Province => Some(unit.id.clone()),
        _ => None,
    }
}

/// The living communes that stand where the communes meant were.
fn of_today(history: &History, meant: &[&UnitVersion], within: &UnitId, today: NaiveDate) -> Place {
    let mut candidates: BTreeMap<&UnitId, (&UnitVersion, &UnitVersion)> = BTreeMap::new();
    for written in meant {
        let all = history.successors(&written.id, today);
        let certain: Vec<_> = all.iter().filter(|unit| unit.share == Share::Yes).collect();
        let those =
            if certain.is_empty() { all.iter().filter(|unit| unit.share > Share::No).collect() } else { certain };
        for one in those.into_iter().filter(|one| one.unit.level == UnitLevel::Commune) {
            candidates.insert(&one.unit.id, (one.unit, written));
        }
    }
    let inside = |unit: &UnitVersion| {
        within.is_country()
            || unit.id == *within
            || history.ancestors(unit, today).iter().any(|above| above.id == *within)
    };
    if candidates.values().any(|(unit, _)| inside(unit)) {
        candidates.retain(|_, (unit, _)| inside(unit));
    }
    let mut candidates = candidates.into_values();
    match (candidates.next(), candidates.next()) {
        (None, _) => Place::None,
        (Some((unit, written)), None) => {
            let instead_of = (unit.id != written.id).then(|| format!("{} ({})", written.name, written.id));
            Place::One { unit: unit.id.clone(), instead_of }
        }
        (Some((one, _)), Some((other, _))) => {
            Place::Choice([one, other].into_iter().chain(candidates.map(|(unit, _)| unit)).cloned().collect())
        }
    }
}

/// The communes that a text means on a day.
fn communes<'t>(history: &'t History, written: &str, day: NaiveDate) -> Vec<&'t UnitVersion> {
    if let Ok(id) = written.parse::<UnitId>() {
        return only_communes(history.by_id(&id, day));
    }
    if let Some(code) = code_of(written) {
        return only_communes(history.by_code(&code, day));
    }
    // An address begins with a street or a hamlet: the first part that is a commune within the others counts.
    let parts: Vec<_> = written.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    for first in 0..parts.len() {
        // The province at the end may be called like a commune elsewhere.
        let is_end = first > 0 && first + 1 == parts.len();
        if is_end && !begins_with(parts[first], COMMUNES) {
            break;
        }
        let found = only_communes(match history.by_name(&parts[first..].join(", "), None, day) {
            // What is known, but did not live on the day, is looked for on another.
            Match::NotOnDay(_) => Match::None,
            found => found,
        });
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn only_communes(found: Match<'_>) -> Vec<&UnitVersion> {
    let units = match found {
        Match::One(unit) | Match::NotOnDay(unit) => vec![unit],
        Match::Choice(units) => units,
        Match::None => Vec::new(),
    };
    units.into_iter().filter(|unit| unit.level == UnitLevel::Commune).collect()
}

/// The code of a unit, alone or in front of a product's number and year.
fn code_of(written: &str) -> Option<String> {
    let parts: Vec<_> = written.trim().split('-').map(str::trim).collect();
    let of =
        |part: &str, lengths: &[usize]| lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [commune] if of(commune, &[5]) => Some((*commune).to_owned()),
        [province, commune, ..] if of(province, &[2]) && of(commune, &[5]) => Some(format!("{province}-{commune}")),
        [province, district, commune, ..] if of(province, &[2]) && of(district, &[3]) && of(commune, &[5]) => {
            Some(format!("{province}-{district}-{commune}"))
        }
        _ => None,
    }
}

/// The year at the end of a product's code.
fn product_code_year(written: &str) -> Option<i32> {
    let parts = written.split('-').count();
    code_of(written).filter(|code| parts > code.split('-').count()).and_then(|_| values::year(written))
}

/// True for an address of the time of the districts.
fn names_a_district(written: &str) -> bool {
    written.split([',', ';']).skip(1).any(|part| begins_with(part.trim(), DISTRICTS))
}

/// Words in front of the names of communes and of districts.
const COMMUNES: &[&str] = &["xa", "phuong", "thi tran", "dac khu", "x", "p", "tt"];
const DISTRICTS: &[&str] = &["huyen", "quan", "thi xa", "h", "q", "tx"];

fn begins_with(part: &str, words: &[&str]) -> bool {
    let part = platform::text::folded(part);
    words.iter().any(|word| part.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '.'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-23".parse().expect("a day")
    }

    fn place(written: &str, within: &str, year: Option<i32>) -> String {
        let history = History::built_in().expect("sound");
        match found_place(&history, written, &within.parse().expect("a unit"), year, today()) {
            Place::One { unit, instead_of } => format!("{unit}{}", if instead_of.is_some() { " now" } else { "" }),
            Place::Choice(units) => {
                format!("{:?}", units.iter().map(|unit| unit.id.as_str()).collect::<Vec<_>>())
            }
            Place::None => "none".to_owned(),
        }
    }

    #[test]
    fn an_address_of_today_is_found_behind_streets_and_hamlets() {
        assert_eq!(place("Số 08 Nguyễn Trãi, phường Phan Thiết, tỉnh Lâm Đồng", "VN", None), "2025:22945");
        assert_eq!(place("Thôn Kinh tế mới, xã Ninh Gia, tỉnh Lâm Đồng", "VN", None), "2025:24985");
        assert_eq!(place("2025:24985", "VN", None), "2025:24985");
        assert_eq!(place("24985", "VN", None), "2025:24985");
    }

    #[test]
    fn codes_of_the_time_of_the_districts_lead_to_today() {
        for (code, unit) in [
            ("01-282-10474-3-2021", "2025:10465"),
            ("62-608-23299-2-2021", "2025:23293"),
            ("83-838-28906-2-2021", "2025:28789"),
            ("01-282-10474-1-2021", "2025:10465"),
            ("83-838-28906-3-2021", "2025:28789"),
            ("83-829-28757-1-2021", "2025:28858"),
            ("01-282-10474-2-2021", "2025:10465"),
            ("62-612-23401-1-2021", "2025:23401"),
            ("83-832-28882-1-2021", "2025:28870"),
            ("83-829-28780-1-2021", "2025:28789"),
            ("83-829-28759-1-2021", "2025:28756"),
            ("83-829-28757-2-2021", "2025:28858"),
            ("68-676-24913-2-2021", "2025:24916"),
            ("80-798-27814-1-2021", "2025:27823"),
            ("83-838-28906-1-2021", "2025:28789"),
            ("68-676-24916-1-2021", "2025:24916"),
            ("83-829-28780-2-2021", "2025:28789"),
            ("01-277-10033-1-2021", "2025:10030"),
        ] {
            assert_eq!(place(code, "VN", None), format!("{unit} now"), "{code}");
        }
        // Đông Anh was split.
        assert!(place("01-017-00454-1-2021", "VN", None).starts_with('['));
        assert_eq!(place("83-832-28882", "VN", None), place("Xã Hoà Nghĩa, H. Chợ Lách, Bến Tre", "VN", None));
    }

    #[test]
    fn a_province_is_found_by_its_name_alone() {
        let history = History::built_in().expect("sound");
        let province = |written| found_province(&history, written, today()).map(|unit| unit.to_string());
        assert_eq!(province("tỉnh Điện Biên").as_deref(), Some("2025:11"));
        assert_eq!(province("Thanh Nưa"), None);
    }

    #[test]
    fn what_may_be_several_is_not_guessed() {
        let several = place("Tân Lập", "VN", None);
        assert!(several.starts_with('['), "{several}");
        assert_eq!(place("Không có xã này, tỉnh Lâm Đồng", "VN", None), "none");
        assert_eq!(place("tỉnh Lâm Đồng", "VN", None), "none", "a province is no commune");
        assert_eq!(place("", "VN", None), "none");
    }
}
