//! How producers come to stand in the place of others: mergers, divisions, conversions, takeovers, and two records of one
//! producer that are made one.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use platform::clock::Moment;
use platform::ids::PersonId;

use super::producer::{Producer, ProducerId};
use super::product::{Product, ProductId};
use crate::error::Error;

platform::id_type! {
    /// Identity of a succession.
    SuccessionId
}

/// How.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SuccessionKind {
    /// Hợp nhất.
    Merger,
    /// Chia, tách.
    Division,
    /// Chuyển đổi.
    Conversion,
    /// Sáp nhập.
    Takeover,
    /// Two records of one producer.
    RecordMerge,
}

impl SuccessionKind {
    const ALL: [(Self, &'static str, &'static str); 5] = [
        (Self::Merger, "merger", "Hợp nhất"),
        (Self::Division, "division", "Chia, tách"),
        (Self::Conversion, "conversion", "Chuyển đổi"),
        (Self::Takeover, "takeover", "Sáp nhập"),
        (Self::RecordMerge, "record_merge", "Gộp bản ghi trùng"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        self.row().1
    }

    /// How it is called in the reason of who ceased by it.
    fn title(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (Self, &'static str, &'static str) {
        Self::ALL.into_iter().find(|(kind, ..)| *kind == self).expect("all kinds have a name")
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known, _)| *known == name).map(|(kind, ..)| kind)
    }

    /// How many it takes on each side: the least and the most.
    fn sides(self) -> [(usize, usize); 2] {
        match self {
            Self::Merger => [(2, usize::MAX), (1, 1)],
            Self::Division => [(1, 1), (2, usize::MAX)],
            Self::Conversion | Self::RecordMerge => [(1, 1), (1, 1)],
            Self::Takeover => [(1, usize::MAX), (1, 1)],
        }
    }
}

/// What a succession rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Document {
    pub(crate) number: String,
    pub(crate) date: NaiveDate,
}

/// That producers stand in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Succession {
    pub(crate) id: SuccessionId,
    pub(crate) kind: SuccessionKind,
    pub(crate) predecessors: Vec<ProducerId>,
    pub(crate) successors: Vec<ProducerId>,
    /// First day on which the successors stand in their place.
    pub(crate) happened_on: NaiveDate,
    /// None for records that were made one.
    pub(crate) document: Option<Document>,
    /// Why two records were made one; empty for other kinds.
    pub(crate) why: String,
    pub(crate) recorded_by: PersonId,
    pub(crate) recorded_at: Moment,
}

impl Succession {
    /// Refuses sides that do not make a succession of its kind, and days that lie ahead.
    pub(crate) fn must_be_sound(&self, today: NaiveDate) -> Result<(), Error> {
        let sides = [("predecessor_ids", &self.predecessors), ("successor_ids", &self.successors)];
        for ((path, producers), (least, most)) in sides.into_iter().zip(self.kind.sides()) {
            let distinct: HashSet<_> = producers.iter().collect();
            if distinct.len() != producers.len() || !(least..=most).contains(&producers.len()) {
                return Err(Error::SuccessionSides { path, kind: self.kind.title() });
            }
        }
        let on_both_sides = self.predecessors.iter().any(|producer| self.goes_on(*producer));
        if on_both_sides && self.kind != SuccessionKind::Division {
            let path = if self.kind == SuccessionKind::RecordMerge { "kept_producer_id" } else { "successor_ids" };
            return Err(Error::SuccessionSides { path, kind: self.kind.title() });
        }
        let document_date = self.document.as_ref().map(|document| document.date);
        for (path, day) in [("happened_on", Some(self.happened_on)), ("document_date", document_date)] {
            if day.is_some_and(|day| day > today) {
                return Err(Error::RecordDayAhead { path: path.to_owned(), today });
            }
        }
        Ok(())
    }

    /// True if a producer is among the successors: a predecessor that is has split others off.
    pub(crate) fn goes_on(&self, producer: ProducerId) -> bool {
        self.successors.contains(&producer)
    }

    /// Why a predecessor ceased, for its record.
    pub(crate) fn reason(&self) -> String {
        let title = self.kind.title();
        match &self.document {
            Some(Document { number, date }) => format!("{title} ({number} ngày {})", platform::text::day(*date)),
            None => format!("{title}: {}", self.why),
        }
    }

    /// Where the products of the predecessors go: each where it is said, else to the only successor. What belongs to who
    /// goes on stays unless something is said.
    pub(crate) fn places(
        &self,
        products: &[Product],
        said: &[(ProductId, ProducerId)],
    ) -> Result<HashMap<ProductId, ProducerId>, Error> {
        let known: HashSet<_> = products.iter().map(|product| product.id).collect();
        let mut places = HashMap::new();
        for (place, (product, successor)) in said.iter().enumerate() {
            let first = places.insert(*product, *successor).is_none();
            if !first || !known.contains(product) || !self.goes_on(*successor) {
                return Err(Error::ProductMoveUnfounded { path: format!("product_moves[{place}]") });
            }
        }
        for product in products.iter().filter(|product| !self.goes_on(product.producer)) {
            match self.successors.as_slice() {
                [only] => *places.entry(product.id).or_insert(*only),
                _ => *places.get(&product.id).ok_or(Error::ProductUnassigned { product: product.id })?,
            };
        }
        Ok(places)
    }
}

/// Refuses to put samples and real producers together.
pub(crate) fn must_be_alike(producers: &[Producer]) -> Result<(), Error> {
    match producers.windows(2).find(|pair| pair[0].sample != pair[1].sample) {
        None => Ok(()),
        Some(pair) => Err(Error::SampleAmongOthers { producer: pair[1].id }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use platform::ids::RawId;

    use super::super::producer::RecordState;
    use super::super::product::ProductFacts;
    use super::*;
    use crate::domain::product::record::Record;

    fn producer(number: u128) -> ProducerId {
        RawId::from_u128(number).into()
    }

    fn day(of_november: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, of_november).expect("a day")
    }

    fn succession(kind: SuccessionKind, predecessors: &[u128], successors: &[u128]) -> Succession {
        Succession {
            id: RawId::from_u128(1).into(),
            kind,
            predecessors: predecessors.iter().copied().map(producer).collect(),
            successors: successors.iter().copied().map(producer).collect(),
            happened_on: day(20),
            document: Some(Document { number: "12/QĐ".to_owned(), date: day(18) }),
            why: String::new(),
            recorded_by: RawId::from_u128(2).into(),
            recorded_at: DateTime::UNIX_EPOCH,
        }
    }

    fn product(number: u128, of: u128) -> Product {
        let unit: platform::access::UnitId = "2025:03127".parse().expect("a unit");
        Product {
            id: RawId::from_u128(number).into(),
            producer: producer(of),
            facts: ProductFacts {
                name: "Mật ong".to_owned(),
                product_set: 4,
                unit: unit.clone(),
                description: String::new(),
                record: Record::default(),
            },
            province: unit,
            sample: false,
            state: RecordState::Active,
            standing: None,
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }

    #[test]
    fn each_kind_has_its_sides() {
        use SuccessionKind::{Conversion, Division, Merger, Takeover};
        for (kind, predecessors, successors, sound) in [
            (Merger, &[1, 2][..], &[3][..], true),
            (Merger, &[1], &[3], false),
            (Merger, &[1, 2], &[2], false),
            (Merger, &[1, 1], &[3], false),
            (Takeover, &[1], &[2], true),
            (Takeover, &[1, 2], &[2], false),
            (Division, &[1], &[2, 3], true),
            (Division, &[1], &[1, 2], true),
            (Division, &[1], &[2], false),
            (Conversion, &[1], &[2], true),
            (Conversion, &[1], &[1], false),
            (Conversion, &[], &[2], false),
        ] {
            let told = succession(kind, predecessors, successors).must_be_sound(day(23));
            assert_eq!(told.is_ok(), sound, "{kind:?} {predecessors:?} {successors:?}");
        }
        let ahead = Succession { happened_on: day(24), ..succession(Takeover, &[1], &[2]) };
        assert!(matches!(ahead.must_be_sound(day(23)), Err(Error::RecordDayAhead { .. })));
    }

    #[test]
    fn every_product_of_who_ceases_goes_somewhere() {
        let takeover = succession(SuccessionKind::Takeover, &[1], &[2]);
        let products = [product(10, 1), product(11, 1)];
        let places = takeover.places(&products, &[]).expect("to the only one");
        assert!(places.len() == 2 && places.values().all(|place| *place == producer(2)));

        let division = succession(SuccessionKind::Division, &[1], &[2, 3]);
        let said = [(products[0].id, producer(2))];
        assert!(matches!(division.places(&products, &said), Err(Error::ProductUnassigned { .. })));
        let said = [(products[0].id, producer(2)), (products[1].id, producer(3))];
        assert_eq!(division.places(&products, &said).expect("both").len(), 2);

        let split = succession(SuccessionKind::Division, &[1], &[1, 3]);
        let places = split.places(&products, &[(products[1].id, producer(3))]).expect("one goes");
        assert_eq!(places, HashMap::from([(products[1].id, producer(3))]), "the other stays");
    }

    #[test]
    fn what_is_said_of_others_is_refused() {
        let takeover = succession(SuccessionKind::Takeover, &[1], &[2]);
        let products = [product(10, 1)];
        for said in [
            vec![(RawId::from_u128(99).into(), producer(2))],
            vec![(products[0].id, producer(9))],
            vec![(products[0].id, producer(2)), (products[0].id, producer(2))],
        ] {
            assert!(matches!(takeover.places(&products, &said), Err(Error::ProductMoveUnfounded { .. })));
        }
    }

    #[test]
    fn the_reason_names_the_document() {
        let takeover = succession(SuccessionKind::Takeover, &[1], &[2]);
        assert_eq!(takeover.reason(), "Sáp nhập (12/QĐ ngày 18/11/2026)");
    }
}
