//! Why reporting refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;

platform::errors! {
    /// Why reporting refuses.
    pub enum Error {
        /// No such unit, or not on the day.
        NoSuchUnit { unit: UnitId, day: NaiveDate } => NotFound, UnitNotFound, at "unit_id",
            "Không có đơn vị {unit} vào ngày {day}. Tra mã bằng ListUnits của registry.",
            "There is no unit {unit} on {day}. Look the code up with registry's ListUnits.";
        /// No such indicator.
        NoSuchIndicator { code: String } => NotFound, IndicatorNotFound, at "indicator_code",
            "Không có chỉ tiêu thống kê {code}. Xem ListIndicators.",
            "There is no indicator {code}. See ListIndicators.";
    }
}
