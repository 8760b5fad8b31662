//! The sample producers of the demonstration: made up, and marked so wherever they appear. Their communes are
//! real.

use proto::registry::v1::ProducerKind;

/// A sample producer with its product, and how its council will judge it.
pub(super) struct Sample {
    pub(super) producer: &'static str,
    pub(super) kind: ProducerKind,
    pub(super) commune: &'static str,
    pub(super) leader: &'static str,
    pub(super) product: &'static str,
    pub(super) product_set: i32,
    /// What the commune sends its dossier back for, the first time.
    pub(super) returned_for: Option<&'static str>,
    pub(super) judged: Judged,
}

/// How the council judges the second sample once more, after its producer has changed what held it back.
pub(super) const UPGRADED: Judged =
    Judged { minima_of: 4, first_totals: None, totals: [80, 82, 79, 81, 80, 83], held_at: None, star: 4 };

/// How a council will judge a product: the totals its members will give, and what holds it back.
#[derive(Clone, Copy)]
pub(super) struct Judged {
    /// The star whose minima the members see met.
    pub(super) minima_of: i32,
    /// Totals of a first ballot that lie too far apart; none if the first ballot decides.
    pub(super) first_totals: Option<[i32; 6]>,
    /// Total of each member's sheet on the ballot that decides.
    pub(super) totals: [i32; 6],
    /// A criterion where all but one see less than four stars need.
    pub(super) held_at: Option<&'static str>,
    /// What comes of it, to be checked at the end of the story.
    pub(super) star: i32,
}

pub(super) const SAMPLES: [Sample; 3] = [
    Sample {
        producer: "HTX Mẫu 01",
        kind: ProducerKind::Cooperative,
        commune: "2025:03256",
        leader: "Lãnh đạo mẫu 01",
        product: "Cà phê Mẫu A",
        product_set: 13,
        returned_for: None,
        judged: Judged {
            minima_of: 4,
            first_totals: Some([78, 80, 77, 82, 79, 92]),
            totals: [78, 80, 77, 82, 79, 76],
            held_at: None,
            star: 4,
        },
    },
    Sample {
        producer: "HTX Mẫu 02",
        kind: ProducerKind::Cooperative,
        commune: "2025:03328",
        leader: "Lãnh đạo mẫu 02",
        product: "Mật ong Mẫu B",
        product_set: 4,
        returned_for: None,
        judged: Judged {
            minima_of: 4,
            first_totals: None,
            totals: [74, 75, 73, 76, 74, 78],
            held_at: Some("3.5"),
            star: 3,
        },
    },
    Sample {
        producer: "Hộ Mẫu 03",
        kind: ProducerKind::HouseholdBusiness,
        commune: "2025:03217",
        leader: "Lãnh đạo mẫu 03",
        product: "Chè Mẫu C",
        product_set: 11,
        returned_for: Some("Chưa nêu nguồn gốc nguyên liệu (mẫu)"),
        judged: Judged { minima_of: 2, first_totals: None, totals: [41, 44, 39, 43, 40, 42], held_at: None, star: 2 },
    },
];
