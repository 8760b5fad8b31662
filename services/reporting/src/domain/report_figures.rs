//! The figures a report is made from, as they are kept: the same figures are the same bytes.

use platform::blobs::Digest;
use platform::clock::Moment;
use serde::{Deserialize, Serialize};

use super::cells::{Cell, Dimension, Part};
use super::figures::Figure;

/// The figures of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Figures {
    /// They are those known at this moment.
    pub(crate) known_at: Moment,
    pub(crate) cells: Vec<Cell>,
    /// As they are kept.
    pub(crate) bytes: Vec<u8>,
}

/// A figure that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// What it was.
    pub(crate) cell: Cell,
    /// What it is.
    pub(crate) after: Option<Figure>,
}

/// A cell as it is kept. Fields stay in this order, for the hash is over the text.
#[derive(Serialize, Deserialize)]
struct Kept {
    indicator: String,
    unit: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    dimension: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    key: Option<String>,
    /// Value, what it may be more, and what of it stems from samples; none if it is not recorded.
    figure: Option<[i64; 3]>,
}

impl Figures {
    /// The figures of cells, known at a moment.
    pub(crate) fn new(known_at: Moment, cells: Vec<Cell>) -> Self {
        let bytes = serde_json::to_vec(&cells.iter().map(kept).collect::<Vec<_>>()).expect("cells are plain values");
        Self { known_at, cells, bytes }
    }

    /// The figures that were kept; none if these are no such bytes.
    pub(crate) fn of_bytes(known_at: Moment, bytes: Vec<u8>) -> Option<Self> {
        let kept: Vec<Kept> = serde_json::from_slice(&bytes).ok()?;
        let cells = kept.into_iter().map(cell).collect::<Option<Vec<_>>>()?;
        Some(Self { known_at, cells, bytes })
    }

    /// Their hash, in hexadecimal digits.
    pub(crate) fn sha256(&self) -> String {
        Digest::of(&self.bytes).to_string()
    }
}

fn kept(cell: &Cell) -> Kept {
    Kept {
        indicator: cell.indicator.clone(),
        unit: cell.unit.to_string(),
        dimension: cell.part.as_ref().map(|part| part.dimension.name().to_owned()),
        key: cell.part.as_ref().map(|part| part.key.clone()),
        figure: cell.figure.map(|figure| [figure.value, figure.uncertain, figure.sample]),
    }
}

fn cell(kept: Kept) -> Option<Cell> {
    let part = match (kept.dimension, kept.key) {
        (Some(dimension), Some(key)) => Some(Part { dimension: Dimension::of_name(&dimension)?, key }),
        _ => None,
    };
    let figure = kept.figure.map(|[value, uncertain, sample]| Figure { value, uncertain, sample });
    Some(Cell { indicator: kept.indicator, unit: kept.unit.parse().ok()?, part, figure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_as_it_was_and_has_the_same_hash() {
        let cell = |part: Option<Part>, figure: Option<Figure>| Cell {
            indicator: "products_valid".to_owned(),
            unit: "2025:11".parse().expect("a unit"),
            part,
            figure,
        };
        let star = Part { dimension: Dimension::Star, key: "4".to_owned() };
        let cells = vec![
            cell(None, Some(Figure { value: 3, uncertain: 1, sample: 2 })),
            cell(Some(star), Some(Figure { value: 3, uncertain: 0, sample: 0 })),
            cell(None, None),
        ];
        let figures = Figures::new(Moment::UNIX_EPOCH, cells);
        let read = Figures::of_bytes(Moment::UNIX_EPOCH, figures.bytes.clone()).expect("what was kept");
        assert_eq!(read, figures);
        assert_eq!(read.sha256(), figures.sha256());
        assert_eq!(
            String::from_utf8(figures.bytes).expect("a text"),
            concat!(
                r#"[{"indicator":"products_valid","unit":"2025:11","figure":[3,1,2]},"#,
                r#"{"indicator":"products_valid","unit":"2025:11","dimension":"star","key":"4","figure":[3,0,0]},"#,
                r#"{"indicator":"products_valid","unit":"2025:11","figure":null}]"#
            )
        );
    }
}
