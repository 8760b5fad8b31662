//! The files of facts, read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitVersion};
use platform::text;
use serde::Deserialize;

use super::kind::Kind;
use super::lineage::{Confidence, Edge, Relation, Share, Source};

/// Version of the facts built into this program. Raise it with every change of their files.
pub(crate) const FACTS_VERSION: i64 = 1;

/// Era of the codes in force: the year their list came into force.
pub(super) const ERA: &str = "2025";
/// Era of the three levels before.
pub(super) const OLD_ERA: &str = "2018";

pub(super) const UNITS: &str = include_str!("../../../facts/units-2025.csv");
pub(super) const OLD_UNITS: &str = include_str!("../../../facts/units-2018.csv");
pub(super) const SUCCESSORS: &str = include_str!("../../../facts/unit-successors.csv");

/// First day of the two levels.
pub(super) const REFORM: NaiveDate = NaiveDate::from_ymd_opt(2025, 7, 1).expect("a day");
/// Last day of the three levels.
pub(crate) const LAST_DAY_OF_DISTRICTS: NaiveDate = NaiveDate::from_ymd_opt(2025, 6, 30).expect("a day");
/// First day that the old units are known of.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2018, 4, 12).expect("a day");

#[derive(Deserialize)]
struct Row {
    code: String,
    kind: Kind,
    name: String,
    parent_code: String,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    #[serde(default)]
    legal_act: String,
}

#[derive(Deserialize)]
struct Succession {
    old: String,
    new: String,
    relation: Relation,
    primary: Share,
    /// Codes of the units that took over what was abolished before the reform.
    via: String,
    source: Option<Source>,
    confidence: Option<Confidence>,
}

/// The units of the two levels in force: what the other services learn.
///
/// # Errors
/// When the file is malformed.
pub(super) fn units_in_force() -> Result<Vec<UnitVersion>, csv::Error> {
    csv::Reader::from_reader(UNITS.as_bytes()).deserialize().map(|row| Ok(unit(ERA, &row?, None))).collect()
}

/// The units of the three levels before.
pub(super) fn old_units() -> Result<Vec<UnitVersion>, csv::Error> {
    csv::Reader::from_reader(OLD_UNITS.as_bytes())
        .deserialize()
        .map(|row| Ok(unit(OLD_ERA, &row?, REFORM.pred_opt())))
        .collect()
}

/// What became of the old units. `abolished` tells the day after a unit's last.
pub(super) fn successors(abolished: impl Fn(&UnitId) -> Option<NaiveDate>) -> Result<Vec<Edge>, csv::Error> {
    let mut edges = Vec::new();
    let mut took_over: BTreeMap<UnitId, BTreeMap<UnitId, (Source, Confidence)>> = BTreeMap::new();
    for row in csv::Reader::from_reader(SUCCESSORS.as_bytes()).deserialize() {
        let row: Succession = row?;
        let (old, new) = (id(OLD_ERA, &row.old), id(ERA, &row.new));
        let source = row.source.unwrap_or(Source::StatisticsTable);
        let confidence = row.confidence.unwrap_or(Confidence::High);
        for via in row.via.split_whitespace() {
            took_over.entry(old.clone()).or_default().insert(id(OLD_ERA, via), (source, confidence));
        }
        edges.push(Edge { old, new, from: REFORM, relation: row.relation, share: row.primary, source, confidence });
    }
    // What was abolished earlier first belonged to other old units. If to several, nobody can say which has an address.
    for (old, others) in took_over {
        let from = abolished(&old).expect("a test reads the files: what others took over had a last day");
        let (relation, share) = match others.len() {
            1 => (Relation::MergedWhole, Share::Yes),
            _ => (Relation::SplitPart, Share::Unknown),
        };
        edges.extend(others.into_iter().map(|(new, (source, confidence))| {
            let old = old.clone();
            Edge { old, new, from, relation, share, source, confidence }
        }));
    }
    Ok(edges)
}

fn unit(era: &str, row: &Row, last_day: Option<NaiveDate>) -> UnitVersion {
    UnitVersion {
        id: id(era, &row.code),
        level: row.kind.level(),
        kind: row.kind.of_unit(),
        name: full_name(row.kind, &row.name),
        name_en: english_name(row.kind, &row.name),
        parent: if row.parent_code.is_empty() { UnitId::country() } else { id(era, &row.parent_code) },
        from: row.valid_from.unwrap_or(FIRST_DAY),
        to: row.valid_to.or(last_day),
        legal_act: row.legal_act.clone(),
        successor: None,
    }
}

/// The Vietnamese name with the type word.
pub(super) fn full_name(kind: Kind, name: &str) -> String {
    format!("{} {name}", kind.words().0)
}

/// The name in ASCII with the English type word.
pub(super) fn english_name(kind: Kind, name: &str) -> String {
    format!("{} {}", text::unaccented(name), kind.words().1)
}

fn id(era: &str, code: &str) -> UnitId {
    format!("{era}:{code}").parse().expect("a test reads the files: their codes are codes")
}
