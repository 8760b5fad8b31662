//! What stands in cells, as the fields of requests have it. What is not understood is left as it is: the rule of the
//! rpc then says what is wrong with it.

use chrono::NaiveDate;
use platform::text;

use super::columns::words;
use crate::domain::producer::ProducerKind;
use crate::domain::product_set;

/// What kinds are called, the longer names first.
const KINDS: [(&str, ProducerKind); 28] = [
    ("lien hiep hop tac xa", ProducerKind::Cooperative),
    ("hop tac xa", ProducerKind::Cooperative),
    ("htx", ProducerKind::Cooperative),
    ("htxnn", ProducerKind::Cooperative),
    ("cooperative group", ProducerKind::CooperativeGroup),
    ("cooperative", ProducerKind::Cooperative),
    ("to hop tac", ProducerKind::CooperativeGroup),
    ("tht", ProducerKind::CooperativeGroup),
    ("doanh nghiep lon", ProducerKind::LargeEnterprise),
    ("doanh nghiep", ProducerKind::Sme),
    ("dntn", ProducerKind::Sme),
    ("dn", ProducerKind::Sme),
    ("chi nhanh cong ty", ProducerKind::Sme),
    ("cong ty", ProducerKind::Sme),
    ("cty", ProducerKind::Sme),
    ("ct tnhh", ProducerKind::Sme),
    ("company", ProducerKind::Sme),
    ("sme", ProducerKind::Sme),
    ("trang trai", ProducerKind::Farm),
    ("farm", ProducerKind::Farm),
    ("ho san xuat", ProducerKind::ProductionHousehold),
    ("production household", ProducerKind::ProductionHousehold),
    ("ho kinh doanh", ProducerKind::HouseholdBusiness),
    ("hkd", ProducerKind::HouseholdBusiness),
    ("household business", ProducerKind::HouseholdBusiness),
    ("hiep hoi", ProducerKind::Association),
    ("association", ProducerKind::Association),
    ("trung tam dieu hanh", ProducerKind::TourismManagement),
];

/// The kind that words say.
pub(crate) fn kind_of_words(written: &str) -> Option<ProducerKind> {
    if let Some(kind) = ProducerKind::named(written.trim()) {
        return Some(kind);
    }
    begins_with_kind(written)
}

/// The kind that a producer's own name begins with, as the names of organisations do.
pub(crate) fn kind_of_name(name: &str) -> Option<ProducerKind> {
    begins_with_kind(name)
}

fn begins_with_kind(written: &str) -> Option<ProducerKind> {
    let words = words(written);
    let begins = |called: &str| {
        let called: Vec<_> = called.split(' ').collect();
        words.starts_with(&called.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    KINDS.into_iter().find(|(called, _)| begins(called)).map(|(_, kind)| kind)
}

/// The number of the set that is written as a number, alone or behind `Bộ`, or as its title.
pub(crate) fn set_of_words(written: &str, day: NaiveDate) -> Option<i32> {
    let words = words(written);
    let number = match words.as_slice() {
        [number] => number.parse().ok(),
        [bo, number] if bo == "bo" => number.parse().ok(),
        [bo, so, number] if bo == "bo" && so == "so" => number.parse().ok(),
        _ => None,
    };
    let folded = text::folded(written);
    let titled =
        |set: &&product_set::ProductSet| text::folded(&set.title_vi) == folded || text::folded(&set.title_en) == folded;
    number.or_else(|| product_set::in_force_on(day).find(titled).map(|set| set.number))
}

/// The star that is written: `4`, `4 sao`, `****`.
pub(crate) fn star_of_words(written: &str) -> Option<i32> {
    let stars = written.chars().filter(|letter| matches!(letter, '*' | '★')).count();
    let words = words(written);
    let star = match words.as_slice() {
        [] if stars > 0 => i32::try_from(stars).ok(),
        [number] => number.parse().ok(),
        [number, sao] if sao == "sao" || sao == "star" || sao == "stars" => number.parse().ok(),
        [hang, number, ..] if hang == "hang" => number.parse().ok(),
        _ => None,
    };
    star.filter(|star| (1..=5).contains(star))
}

/// A day as requests have it.
pub(crate) fn day_as_iso(written: &str) -> String {
    let parts: Vec<_> = written.trim().split(['/', '-', '.']).collect();
    let day = match parts.as_slice() {
        [day, month, year] if year.len() == 4 => parsed(year, month, day),
        _ => None,
    };
    day.map_or_else(|| written.to_owned(), |day| day.to_string())
}

fn parsed(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// The year that is written, alone or at the end of a day.
pub(crate) fn year(written: &str) -> Option<i32> {
    let last = written.trim().rsplit(['/', '-', '.', ' ']).next()?;
    last.parse().ok().filter(|year| (1990..=2100).contains(year))
}

/// The year that a header is about, such as `Doanh thu 2025`.
pub(crate) fn year_of_header(header: &str) -> Option<i32> {
    let numbers = header.split(|letter: char| !letter.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).find(|year| (2010..=2100).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_their_words() {
        for (written, kind) in [
            ("HTX", Some(ProducerKind::Cooperative)),
            ("Hợp tác xã Nông sản Hữu cơ", Some(ProducerKind::Cooperative)),
            ("Tổ hợp tác", Some(ProducerKind::CooperativeGroup)),
            ("Công ty TNHH Seagull", Some(ProducerKind::Sme)),
            ("Chi nhánh Công ty TNHH Ceres", Some(ProducerKind::Sme)),
            ("Hộ kinh doanh Lê Văn A", Some(ProducerKind::HouseholdBusiness)),
            ("Hộ sản xuất", Some(ProducerKind::ProductionHousehold)),
            ("Cơ sở sản xuất bánh", None),
            ("Htxa", None),
            ("", None),
        ] {
            assert_eq!(kind_of_words(written), kind, "{written}");
        }
        assert_eq!(kind_of_words("household_business"), Some(ProducerKind::HouseholdBusiness));
    }

    #[test]
    fn days_and_years_are_read_as_they_are_written() {
        assert_eq!(
            [day_as_iso("05/08/2026"), day_as_iso("5-8-2026"), day_as_iso("2026-08-05"), day_as_iso("31/02/2026")],
            ["2026-08-05", "2026-08-05", "2026-08-05", "31/02/2026"]
        );
        assert_eq!(
            [year("2021"), year("20/05/2021"), year("năm 2021"), year("21")],
            [Some(2021), Some(2021), Some(2021), None]
        );
        assert_eq!(
            [year_of_header("Doanh thu 2025 (triệu đồng)"), year_of_header("Doanh thu (1000 đồng)")],
            [Some(2025), None]
        );
    }

    #[test]
    fn stars_are_known_by_number_and_sign() {
        let stars = ["4", "4 sao", "***", "Hạng 3 sao", "6", "sao", ""].map(star_of_words);
        assert_eq!(stars, [Some(4), Some(4), Some(3), Some(3), None, None, None]);
    }

    #[test]
    fn sets_are_known_by_number_and_title() {
        let day = "2026-11-23".parse().expect("a day");
        let title = &product_set::in_force_on(day).next().expect("a set").title_vi;
        assert_eq!(
            [set_of_words("05", day), set_of_words("Bộ số 7", day), set_of_words(title, day), set_of_words("gạo", day)],
            [Some(5), Some(7), Some(1), None]
        );
    }
}
