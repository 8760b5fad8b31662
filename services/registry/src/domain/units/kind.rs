//! Kinds of units as files and people write them.

use platform::access::{UnitKind, UnitLevel};
use serde::{Deserialize, Serialize};

/// A kind as files write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Province,
    CentrallyRunCity,
    UrbanDistrict,
    RuralDistrict,
    Town,
    DistrictCity,
    Ward,
    Commune,
    Township,
    SpecialZone,
}

impl Kind {
    pub(super) fn of_unit(self) -> UnitKind {
        match self {
            Self::Province => UnitKind::Province,
            Self::CentrallyRunCity => UnitKind::CentrallyRunCity,
            Self::UrbanDistrict => UnitKind::UrbanDistrict,
            Self::RuralDistrict => UnitKind::RuralDistrict,
            Self::Town => UnitKind::Town,
            Self::DistrictCity => UnitKind::DistrictCity,
            Self::Ward => UnitKind::Ward,
            Self::Commune => UnitKind::Commune,
            Self::Township => UnitKind::Township,
            Self::SpecialZone => UnitKind::SpecialZone,
        }
    }

    pub(crate) fn level(self) -> UnitLevel {
        match self {
            Self::Province | Self::CentrallyRunCity => UnitLevel::Province,
            Self::UrbanDistrict | Self::RuralDistrict | Self::Town | Self::DistrictCity => UnitLevel::District,
            Self::Ward | Self::Commune | Self::Township | Self::SpecialZone => UnitLevel::Commune,
        }
    }

    /// The type word in front of a Vietnamese name, and the one behind an English name.
    pub(super) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Province => ("Tỉnh", "Province"),
            Self::CentrallyRunCity | Self::DistrictCity => ("Thành phố", "City"),
            Self::UrbanDistrict => ("Quận", "Urban District"),
            Self::RuralDistrict => ("Huyện", "District"),
            Self::Town => ("Thị xã", "Town"),
            Self::Ward => ("Phường", "Ward"),
            Self::Commune => ("Xã", "Commune"),
            Self::Township => ("Thị trấn", "Township"),
            Self::SpecialZone => ("Đặc khu", "Special Zone"),
        }
    }

    /// True if there are such units since 2025-07-01.
    pub(super) fn is_of_two_levels(self) -> bool {
        matches!(self, Self::Province | Self::CentrallyRunCity | Self::Ward | Self::Commune | Self::SpecialZone)
    }
}

/// The type words people write, folded: in full and as they shorten them.
pub(super) const TYPE_WORDS: &[(&str, &[UnitKind])] = &[
    ("thanh pho", &[UnitKind::CentrallyRunCity, UnitKind::DistrictCity]),
    ("tp", &[UnitKind::CentrallyRunCity, UnitKind::DistrictCity]),
    ("thi xa", &[UnitKind::Town]),
    ("tx", &[UnitKind::Town]),
    ("thi tran", &[UnitKind::Township]),
    ("tt", &[UnitKind::Township]),
    ("dac khu", &[UnitKind::SpecialZone]),
    ("tinh", &[UnitKind::Province]),
    ("t", &[UnitKind::Province]),
    ("quan", &[UnitKind::UrbanDistrict]),
    ("q", &[UnitKind::UrbanDistrict]),
    ("huyen", &[UnitKind::RuralDistrict]),
    ("h", &[UnitKind::RuralDistrict]),
    ("phuong", &[UnitKind::Ward]),
    ("p", &[UnitKind::Ward]),
    ("f", &[UnitKind::Ward]),
    ("xa", &[UnitKind::Commune]),
    ("x", &[UnitKind::Commune]),
];
