//! Cells: a figure of an indicator in a unit and an interval, whole or a part of it.

use platform::access::UnitId;

use super::figures::Figure;

/// What a figure is split by. A part of a figure is one value of one dimension; parts of two at once are not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Dimension {
    /// Stars, `1` to `5`; `0` if not known.
    Star,
    /// Product set, `01` to `26`; `00` if not known.
    ProductSet,
    /// Sector of the product, `1` to `6`; `0` if not known.
    Sector,
    /// Kind of producer, such as `cooperative`.
    ProducerKind,
    /// Kind of dossier that led to a recognition: `first`, `upgrade`, `re_ranking`.
    DossierKind,
    /// Who leads the producer: `woman`, `ethnic_minority` and so on.
    LedBy,
    /// Level an official worked at: `commune`, `district`, `province`, `ministry`.
    OfficialLevel,
    /// Category of a record of the programme.
    Category,
}

impl Dimension {
    /// Every dimension.
    pub(crate) const ALL: [Self; 8] = [
        Self::Star,
        Self::ProductSet,
        Self::Sector,
        Self::ProducerKind,
        Self::DossierKind,
        Self::LedBy,
        Self::OfficialLevel,
        Self::Category,
    ];

    /// Its name, as databases and files have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Star => "star",
            Self::ProductSet => "product_set",
            Self::Sector => "sector",
            Self::ProducerKind => "producer_kind",
            Self::DossierKind => "dossier_kind",
            Self::LedBy => "led_by",
            Self::OfficialLevel => "official_level",
            Self::Category => "category",
        }
    }

    /// The dimension of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
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
