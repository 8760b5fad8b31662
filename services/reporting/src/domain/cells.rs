//! Cells: a figure of an indicator in a unit and an interval, whole or a part of it.

use platform::access::UnitId;

use super::figures::Figure;
use super::named::named;

named! {
    /// What a figure is split by. A part of a figure is one value of one dimension; parts of two at once are not kept.
    Dimension {
        /// Stars, `1` to `5`; `0` if not known.
        Star = "star",
        /// Product set, `01` to `26`; `0` if not known.
        ProductSet = "product_set",
        /// Sector of the product, such as `food`; `unknown` if not known.
        Sector = "sector",
        /// Kind of producer, such as `cooperative`.
        ProducerKind = "producer_kind",
        /// Kind of dossier that led to a recognition: `first`, `upgrade`, `re_ranking`.
        DossierKind = "dossier_kind",
        /// Who leads the producer: `woman`, `ethnic_minority`, `disabled`. One producer may be several of them, or none.
        LedBy = "led_by",
        /// Level an official worked at: `commune`, `district`, `province`, `ministry`.
        OfficialLevel = "official_level",
        /// Category of a record of the programme.
        Category = "category",
        /// Criterion of a product set in a version of the criteria, such as `26-2026/11/3.5`. In submissions alone.
        Criterion = "criterion",
    }
}

/// A value of a dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Part {
    pub(crate) dimension: Dimension,
    pub(crate) key: String,
}

/// A figure with what it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Code of the indicator.
    pub(crate) indicator: String,
    pub(crate) unit: UnitId,
    /// None for the whole figure.
    pub(crate) part: Option<Part>,
    /// None where there is no figure: nobody records it, or it would be a share of none.
    pub(crate) figure: Option<Figure>,
}
