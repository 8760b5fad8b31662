//! The facts hold what is officially known, and every unit of them leads where it must.

use std::collections::BTreeMap;

use platform::access::UnitKind;
use platform::fields::Fields;

use super::facts::{self, FACTS_VERSION};
use super::*;

fn day(written: &str) -> NaiveDate {
    written.parse().expect("a day")
}

fn id(written: &str) -> UnitId {
    written.parse().expect("a unit")
}

fn history() -> std::sync::Arc<History> {
    History::built_in().expect("sound facts")
}

const EVE: &str = "2025-06-30";
const TODAY: &str = "2026-11-23";

fn kinds_on(history: &History, on: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for unit in history.units().all_at(day(on)) {
        *counts.entry(unit.kind.as_str_name().to_owned()).or_default() += 1;
    }
    counts
}

/// The official numbers, on the eve of the reform, after it and now.
#[test]
fn the_country_has_its_official_numbers_of_units() {
    let history = history();
    let number = |on: &str, kinds: &[UnitKind]| -> Vec<usize> {
        let counts = kinds_on(&history, on);
        kinds.iter().map(|kind| counts.get(kind.as_str_name()).copied().unwrap_or_default()).collect()
    };
    let of_two_levels =
        [UnitKind::Province, UnitKind::CentrallyRunCity, UnitKind::Commune, UnitKind::Ward, UnitKind::SpecialZone];
    assert_eq!(number("2025-07-01", &of_two_levels), [28, 6, 2621, 687, 13]);
    assert_eq!(number(TODAY, &of_two_levels), [25, 9, 2599, 709, 13]);
    let levels = |on: &str| {
        [UnitLevel::Province, UnitLevel::District, UnitLevel::Commune]
            .map(|level| history.units().all_at(day(on)).filter(|unit| unit.level == level).count())
    };
    assert_eq!(levels("2018-04-11"), [0, 0, 0]);
    assert_eq!(levels(EVE), [63, 696, 10_035]);
    assert_eq!(levels("2025-07-01"), [34, 0, 3_321]);
}

#[test]
fn every_commune_of_today_lies_in_a_province() {
    let (history, today) = (history(), day(TODAY));
    for unit in history.units().all_at(today) {
        let above = history.ancestors(unit, today);
        match unit.level {
            UnitLevel::Province => assert!(above.is_empty(), "{}", unit.id),
            _ => assert_eq!(
                above.iter().map(|unit| unit.level).collect::<Vec<_>>(),
                [UnitLevel::Province],
                "{}",
                unit.id
            ),
        }
    }
    assert_eq!(history.units().children_at(&id("2025:11"), today).count(), 45);
}

#[test]
fn names_are_of_their_time() {
    let history = history();
    let units = history.units();
    assert_eq!(units.at(&id("2025:75"), day("2026-04-29")).expect("alive").name, "Tỉnh Đồng Nai");
    let now = units.at(&id("2025:75"), day("2026-04-30")).expect("alive");
    assert_eq!((now.name.as_str(), now.name_en.as_str()), ("Thành phố Đồng Nai", "Dong Nai City"));
    assert_eq!(units.at(&id("2018:46"), day("2024-12-31")).expect("alive").name, "Tỉnh Thừa Thiên Huế");
    assert_eq!(units.at(&id("2018:46"), day("2025-01-01")).expect("alive").name, "Thành phố Huế");
}

/// A changed file must carry a new version, else no service would take it in.
#[test]
fn changed_facts_have_a_new_version() {
    let mix = |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte));
    let bytes = [facts::UNITS, facts::OLD_UNITS, facts::SUCCESSORS].map(|file| file.bytes().fold(0, mix));
    assert_eq!(
        (FACTS_VERSION, bytes),
        (1, [5_175_180_463_288_529_668, 9_941_931_152_007_023_742, 1_731_102_750_267_881_087]),
        "raise FACTS_VERSION, then renew this line"
    );
}

#[test]
fn only_a_living_commune_is_a_place_to_register_in() {
    let (history, today) = (history(), day(TODAY));
    let check = |id: &str, on| {
        living_commune(history.units(), &id.parse().expect("a unit"), on, "unit_id").map(|unit| unit.name.clone())
    };
    assert_eq!(check("2025:03127", today).expect("alive"), "Phường Điện Biên Phủ");
    assert!(matches!(check("2025:99999", today), Err(Error::NoSuchUnit { .. })));
    assert!(matches!(check("2025:11", today), Err(Error::UnitIsNoCommune { .. })));
    assert!(matches!(check("2025:03127", day(EVE)), Err(Error::UnitAbolished { .. })));
}

/// The communes that lived on the eve of the reform all have a successor: 9,654 one, 381 several.
#[test]
fn every_old_commune_leads_to_a_new_one_and_real_splits_are_choices() {
    let history = history();
    let (mut certain, mut split) = (0, 0);
    for unit in history.units().all_at(day(EVE)).filter(|unit| unit.level == UnitLevel::Commune) {
        let found = history.successors(&unit.id, day("2025-07-01"));
        let count = |share| found.iter().filter(|unit| unit.share == share).count();
        match (count(Share::Yes), count(Share::Unknown)) {
            (1, 0) => certain += 1,
            (0, 2..) => split += 1,
            other => panic!("{} has {other:?} successors", unit.id),
        }
    }
    assert_eq!((certain, split), (9_654, 381));
}

#[test]
fn what_was_abolished_before_the_reform_leads_to_it_too() {
    let history = history();
    let abolished = history.units().all().filter(|unit| {
        let last = history.units().newest(&unit.id).expect("known");
        unit.id.era() == facts::OLD_ERA && unit.level == UnitLevel::Commune && *unit == last && unit.to < Some(day(EVE))
    });
    let (mut known, mut unknown) = (0, 0);
    for unit in abolished {
        // On any day after the end something alive stands in its place, or nothing is known of it at all.
        let next = unit.to.expect("abolished").succ_opt().expect("a day");
        let found: Vec<_> = [next, day(EVE), day("2025-07-01"), day(TODAY)]
            .map(|at| history.successors(&unit.id, at))
            .into_iter()
            .map(|found| !found.is_empty())
            .collect();
        match found.as_slice() {
            [true, true, true, true] => known += 1,
            [false, false, false, false] => unknown += 1,
            other => panic!("{} is lost: {other:?}", unit.id),
        }
    }
    assert_eq!((known, unknown), (1_124, 9));
}

#[test]
fn there_and_back_again() {
    let (history, eve, after) = (history(), day(EVE), day("2025-07-01"));
    for unit in history.units().all_at(eve).filter(|unit| unit.level != UnitLevel::District) {
        for successor in history.successors(&unit.id, after) {
            let back = history.predecessors(&successor.unit.id, eve);
            let again = back.iter().find(|found| found.unit.id == unit.id).expect("the way back");
            assert_eq!((again.share, again.relation), (successor.share, successor.relation), "{}", unit.id);
        }
    }
    for unit in history.units().all_at(after) {
        let before = history.predecessors(&unit.id, eve);
        assert!(!before.is_empty(), "{} came from nothing", unit.id);
        for predecessor in before {
            let there = history.successors(&predecessor.unit.id, after);
            assert!(there.iter().any(|found| found.unit.id == unit.id), "{}", unit.id);
        }
    }
}

/// Codes on real products, and where those places are now.
#[test]
fn codes_of_old_products_resolve() {
    let history = history();
    for (code, address) in [
        ("01-017-00454", "Thị trấn Đông Anh, Huyện Đông Anh, Thành phố Hà Nội"),
        ("01-277-10033", "Xã Phú Nghĩa, Huyện Chương Mỹ, Thành phố Hà Nội"),
        ("01-282-10474", "Xã Phùng Xá, Huyện Mỹ Đức, Thành phố Hà Nội"),
        ("62-608-23299", "Phường Thống Nhất, Thành phố Kon Tum, Tỉnh Kon Tum"),
        ("62-612-23401", "Thị trấn Đắk Tô, Huyện Đắk Tô, Tỉnh Kon Tum"),
        ("68-676-24913", "Xã Hoài Đức, Huyện Lâm Hà, Tỉnh Lâm Đồng"),
        ("68-676-24916", "Xã Tân Hà, Huyện Lâm Hà, Tỉnh Lâm Đồng"),
        ("80-798-27814", "Thị trấn Bình Phong Thạnh, Huyện Mộc Hóa, Tỉnh Long An"),
        ("83-829-28757", "Phường Phú Tân, Thành phố Bến Tre, Tỉnh Bến Tre"),
        ("83-829-28759", "Phường 8, Thành phố Bến Tre, Tỉnh Bến Tre"),
        ("83-829-28780", "Phường 7, Thành phố Bến Tre, Tỉnh Bến Tre"),
        ("83-832-28882", "Xã Hòa Nghĩa, Huyện Chợ Lách, Tỉnh Bến Tre"),
        ("83-838-28906", "Xã Thanh Tân, Huyện Mỏ Cày Bắc, Tỉnh Bến Tre"),
    ] {
        let Match::One(unit) = history.by_code(code, day("2021-10-01")) else { panic!("{code}") };
        let Match::One(named) = history.by_name(address, None, day("2021-10-01")) else { panic!("{address}") };
        assert_eq!(unit.id, named.id, "{code}");
        assert!(!history.successors(&unit.id, day(TODAY)).is_empty(), "{code}");
        assert!(matches!(history.by_code(code, day(TODAY)), Match::NotOnDay(_)));
    }
    let successors = history.successors(&id("2018:28882"), day(TODAY));
    assert_eq!(successors.iter().map(|found| found.unit.id.as_str()).collect::<Vec<_>>(), ["2025:28870"]);
    assert!(matches!(history.by_code("83-831-28882", day("2021-10-01")), Match::None), "in another district");
    let Match::One(unit) = history.by_code("11-03127", day(TODAY)) else { panic!("not found") };
    assert_eq!(unit.id, id("2025:03127"));
    let Match::One(unit) = history.by_code("03127", day(EVE)) else { panic!("not found") };
    assert_eq!(unit.id, id("2018:03127"), "another unit");
}

#[test]
fn names_resolve_in_any_spelling() {
    let history = history();
    let one = |name: &str, on: &str| match history.by_name(name, None, day(on)) {
        Match::One(unit) => unit.id.to_string(),
        other => panic!("{name}: {other:?}"),
    };
    for name in [
        "Xã Hòa Nghĩa, Huyện Chợ Lách, Tỉnh Bến Tre",
        "X. Hoà Nghĩa, H. Chợ Lách, Bến Tre",
        "xa hoa nghia, cho lach",
        "Hoà Nghĩa, Bến Tre, Việt Nam",
    ] {
        assert_eq!(one(name, "2021-10-01"), "2018:28882", "{name}");
    }
    for name in ["P. 1, Q. 3, TP.HCM", "Phường 01, Quận 3, Thành phố Hồ Chí Minh", "P1, Q3, TPHCM"] {
        assert_eq!(one(name, "2019-01-01"), one("Phường 1, Quận 3, Hồ Chí Minh", "2019-01-01"), "{name}");
    }
    for name in ["Đắk Lắk", "Tỉnh Đăk Lăk", "Đắc Lắc", "DAK LAK", "T. Đắk Lắk"] {
        assert_eq!(one(name, TODAY), "2025:66", "{name}");
    }
    assert_eq!(one("P. Điện Biên Phủ", TODAY), "2025:03127");
    assert_eq!(one("Xa Dung, Điện Biên", TODAY), one("Xã Xa Dung", TODAY));
}

/// Every commune there was on the eve of the reform, by its address in full.
#[test]
fn an_address_in_full_is_one_unit() {
    let (history, eve) = (history(), day(EVE));
    for unit in history.units().all_at(eve).filter(|unit| unit.level == UnitLevel::Commune) {
        let above = history.ancestors(unit, eve);
        let address = std::iter::once(unit).chain(above).map(|unit| unit.name.as_str()).collect::<Vec<_>>().join(", ");
        let found = history.by_name(&address, None, eve);
        assert!(matches!(&found, Match::One(found) if found.id == unit.id), "{address}: {found:?}");
    }
}

#[test]
fn names_that_do_not_say_which_are_choices() {
    let history = history();
    let found = history.by_name("Phường 1", None, day("2019-01-01"));
    assert!(matches!(&found, Match::Choice(units) if units.len() > 30), "{found:?}");
    // A commune is asked for, and the only unit of the name is a ward.
    let found = history.by_name("Xã Điện Biên Phủ", None, day(TODAY));
    assert!(matches!(&found, Match::Choice(units) if units.len() == 1), "{found:?}");
    assert!(matches!(history.by_name("Xã Không Có", None, day(TODAY)), Match::None));
    assert!(matches!(history.by_name("Hòa Nghĩa, Hà Nội", None, day("2021-10-01")), Match::None));
    assert!(matches!(history.by_name(" , ,", None, day(TODAY)), Match::None));
    let ben_tre = id("2018:83");
    assert!(matches!(history.by_name("Hòa Nghĩa", Some(&ben_tre), day("2021-10-01")), Match::One(_)));
}

/// Lâm Đồng took in Đắk Nông and Bình Thuận: its land is three provinces before, and the old one is no whole province now.
#[test]
fn a_subtree_is_found_across_the_merger() {
    let (history, eve, today) = (history(), day(EVE), day(TODAY));
    let ids = |parts: &[land::Part<'_>]| parts.iter().map(|part| part.unit.id.to_string()).collect::<Vec<_>>();
    let before = history.land(&id("2025:68"), today, eve);
    assert_eq!(ids(&before), ["2018:60", "2018:67", "2018:68"]);
    assert!(before.iter().all(|part| part.whole));
    let now = history.land(&id("2018:68"), eve, today);
    assert!(now.iter().all(|part| part.whole && part.unit.level == UnitLevel::Commune));
    assert!(now.len() > 40 && now.len() < 60, "{}", now.len());
    // A province that merged with none is itself.
    assert_eq!(ids(&history.land(&id("2018:11"), eve, today)), ["2025:11"]);
    // A district's land is communes now, some only in part.
    let district = history.land(&id("2018:001"), eve, today);
    assert!(district.iter().any(|part| !part.whole));
    let district = history.land(&id("2018:832"), eve, today);
    assert!(district.iter().any(|part| part.whole));
    assert_eq!(ids(&history.land(&id("2025:68"), today, today)), ["2025:68"]);
}

/// All communes of today were made of communes of one of the 63 provinces each, most of them of one district, few of one commune.
#[test]
fn whole_units_are_put_on_the_map_of_the_eve_as_low_as_they_can_be() {
    let (history, eve) = (history(), day(EVE));
    let mut numbers: BTreeMap<_, usize> = BTreeMap::new();
    for (unit, holder) in history.holders(eve).filter(|(unit, _)| unit.id.era() == facts::ERA) {
        *numbers.entry((unit.level.as_str_name(), holder.level.as_str_name())).or_default() += 1;
    }
    let (commune, district, province) = ("UNIT_LEVEL_COMMUNE", "UNIT_LEVEL_DISTRICT", "UNIT_LEVEL_PROVINCE");
    let of_communes = [((commune, commune), 135), ((commune, district), 2889), ((commune, province), 297)];
    // Of the 34 provinces 11 merged with none.
    let expected = of_communes.into_iter().chain([((province, province), 11)]);
    assert_eq!(numbers, expected.collect());
}

#[test]
fn what_lies_in_several_units_of_a_day_lies_in_none_of_them() {
    let history = history();
    let holder = |unit: &str, at: &str| {
        let mut holders = history.holders(day(at));
        holders.find(|(found, _)| found.id == id(unit)).map(|(_, holder)| holder.id.to_string())
    };
    assert_eq!(holder("2025:68", EVE), None, "it is three provinces");
    assert_eq!(holder("2025:11", EVE).as_deref(), Some("2018:11"));
    for old in ["2018:60", "2018:67", "2018:68"] {
        assert_eq!(holder(old, TODAY).as_deref(), Some("2025:68"));
    }
    assert_eq!(holder("2025:24615", EVE).as_deref(), Some("2018:660"), "all of it was of the city of Gia Nghĩa");
    assert_eq!(holder("2025:24611", EVE).as_deref(), Some("2018:67"), "it was of two districts of Đắk Nông");
    assert_eq!(holder("2018:67", EVE), None, "it lived then");
}

#[test]
fn units_are_the_same_from_one_change_to_the_next() {
    let history = history();
    let same = |on: &str| history.same_units(day(on));
    assert_eq!(same(EVE).1, Some(day(EVE)));
    assert_eq!(same("2025-07-01").0, Some(day("2025-07-01")));
    assert_eq!(same("2018-04-11").0, None, "nothing is known of it");
    let (first, last) = same("2020-06-15");
    let numbers = |on: Option<NaiveDate>| history.units().all_at(on.expect("a day")).count();
    assert_eq!(numbers(first), numbers(last));
}

/// The facts of a later program have a change that was applied, but do not tell who succeeded whom.
#[test]
fn a_change_that_facts_know_still_tells_the_successors() {
    let mut fields = Fields::new();
    let units = "code,kind,name,parent_code,valid_from,legal_act\n99001,ward,Mới,11,2026-11-01,999/NQ\n";
    let successors = "old,new,relation,primary\n03127,99001,merged_whole,yes\n03151,99001,merged_whole,yes\n";
    let change = UnitChange::read(&mut fields, units.as_bytes(), successors.as_bytes()).expect("well formed");
    let before = units_in_force(1, std::iter::empty()).expect("sound");
    let after = change.laid_over(&mut fields, &before, 2).expect("fits");
    let untold = after.all().map(|unit| UnitVersion { successor: None, ..unit.clone() });
    let facts = UnitTable::new(3, untold).expect("sound");
    assert!(change.is_known_to(&facts));
    let followed = UnitTable::new(3, change.with_successors(&facts)).expect("sound");
    let (old, new): (UnitId, UnitId) = (id("2025:03127"), id("2025:99001"));
    assert_eq!(followed.newest(&old).expect("known").successor.as_ref(), Some(&new));
    assert!(followed.all().eq(after.all()), "nothing else is otherwise");
}
