//! Records as lines of a sheet. Columns are called as imports know them: what was exported can be imported.

pub(super) mod commune_overviews;

pub(super) mod leaders;

pub(super) mod management_bodies;

pub(super) mod officials;

pub(super) mod producer_accounts;

pub(super) mod producer_figures;

pub(super) mod producers;

pub(super) mod products;

pub(super) mod programme_payments;

pub(super) mod programme_records;

pub(super) mod units;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::RawId;

use crate::domain::producer::{ProducerKind, RecordState};
use crate::domain::programme::Level;
use crate::domain::units::History;
use platform::sheets::Cell;

/// What a sheet and its columns are called, in Vietnamese and English.
pub(super) struct Titles {
    pub(super) sheet: (&'static str, &'static str),
    pub(super) columns: &'static [(&'static str, &'static str)],
}

/// A page of lines.
#[derive(Default)]
pub(super) struct Page {
    pub(super) rows: Vec<Vec<Cell>>,
    /// Whose personal records it shows.
    pub(super) persons: Vec<RawId>,
    pub(super) next_page_token: String,
}

/// A number, if it is known.
fn number(known: Option<impl Into<i64>>) -> Cell {
    known.map_or(Cell::Empty, |number| Cell::Number(number.into()))
}

/// The code of a unit, its name and that of the one above: of a commune its province.
fn place(history: &History, unit: &UnitId, day: NaiveDate) -> [Cell; 3] {
    let name = |unit: &UnitId| history.units().nearest(unit, day).map(|unit| unit.name.clone()).unwrap_or_default();
    let province = history.units().nearest(unit, day).map(|unit| name(&unit.parent)).unwrap_or_default();
    [Cell::text(unit.to_string()), Cell::text(name(unit)), Cell::text(province)]
}

fn state(state: &RecordState, english: bool) -> Cell {
    Cell::text(match (state, english) {
        (RecordState::Active, false) => "Đang hoạt động",
        (RecordState::Active, true) => "Active",
        (RecordState::Retired { .. }, false) => "Đã ngừng",
        (RecordState::Retired { .. }, true) => "Retired",
    })
}

fn level(level: Level, english: bool) -> Cell {
    let (vi, en) = match level {
        Level::Commune => ("Xã", "Commune"),
        Level::Province => ("Tỉnh", "Province"),
        Level::Ministry => ("Trung ương", "Ministry"),
    };
    Cell::text(if english { en } else { vi })
}

/// What a kind is called.
fn kind(kind: ProducerKind, english: bool) -> Cell {
    let (vi, en) = match kind {
        ProducerKind::Cooperative => ("Hợp tác xã", "Cooperative"),
        ProducerKind::CooperativeGroup => ("Tổ hợp tác", "Cooperative group"),
        ProducerKind::Sme => ("Doanh nghiệp nhỏ và vừa", "Company (SME)"),
        ProducerKind::LargeEnterprise => ("Doanh nghiệp lớn", "Large enterprise"),
        ProducerKind::Farm => ("Trang trại", "Farm"),
        ProducerKind::ProductionHousehold => ("Hộ sản xuất", "Production household"),
        ProducerKind::HouseholdBusiness => ("Hộ kinh doanh", "Household business"),
        ProducerKind::Association => ("Hiệp hội", "Association"),
        ProducerKind::TourismManagement => ("Trung tâm điều hành du lịch", "Tourism management"),
    };
    Cell::text(if english { en } else { vi })
}
