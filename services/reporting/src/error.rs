//! Why reporting refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;

use crate::domain::targets::TargetId;

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
        /// No such target.
        NoSuchTarget { target: TargetId } => NotFound, TargetNotFound, at "target_id",
            "Không có chỉ tiêu {target}. Xem ListTargets.",
            "There is no target {target}. See ListTargets.";
        /// The unit has a target for the indicator and phase.
        TargetExists => AlreadyExists, TargetExists, at "target",
            "Đơn vị đã có chỉ tiêu này cho giai đoạn này. Tìm bằng ListTargets rồi điều chỉnh bằng ReviseTarget.",
            "The unit has a target for this indicator and phase. Find it with ListTargets and revise it with ReviseTarget.";
        /// Days in the wrong order, or a decision of a day to come.
        TargetDatesWrong { path: &'static str } => InvalidArgument, TargetDatesWrong, at "{path}",
            "Ngày không hợp lệ: giai đoạn phải kết thúc sau khi bắt đầu, quyết định không được đề ngày tương lai, mốc so sánh không được sau giai đoạn.",
            "The day is wrong: a phase ends after it begins, a decision is of today or before, a baseline is not after the phase.";
        /// A value that the indicator cannot have.
        TargetValueWrong { path: &'static str } => InvalidArgument, TargetValueWrong, at "{path}",
            "Giá trị phải từ 0 trở lên; tỷ lệ phần trăm tối đa 10000 (100,00 %).",
            "A value is 0 or more; a share is 10000 (100.00 %) at most.";
        /// The target was withdrawn.
        TargetWithdrawn { target: TargetId } => FailedPrecondition, TargetWithdrawn, at "target_id",
            "Chỉ tiêu {target} đã bị bãi bỏ; không thay đổi được nữa. Lập chỉ tiêu mới bằng SetTarget.",
            "The target {target} was withdrawn and changes no more. Record a new one with SetTarget.";
        /// The target is a part of another one.
        TargetIsPart { parent: TargetId } => FailedPrecondition, TargetIsPart, at "target_id",
            "Chỉ tiêu này được phân bổ từ chỉ tiêu {parent}; chỉ thay đổi bằng SplitTarget của chỉ tiêu đó.",
            "This target is a part of the target {parent}, and changes with its SplitTarget alone.";
        /// A unit of a split does not lie directly below, or is named twice.
        TargetPartsWrong { index: usize, unit: UnitId, whole: UnitId } => InvalidArgument, TargetPartsWrong, at "parts[{index}].unit_id",
            "Đơn vị {unit} không trực thuộc {whole}, hoặc được nêu hai lần.",
            "The unit {unit} does not lie directly below {whole}, or is named twice.";
        /// The parts add up to more than the whole.
        TargetPartsExceed { by: i64 } => FailedPrecondition, TargetPartsExceed, at "parts",
            "Tổng phân bổ vượt chỉ tiêu {by}. Giảm phần phân bổ, hoặc điều chỉnh chỉ tiêu trước.",
            "The parts exceed the target by {by}. Lower them, or revise the target first.";
        /// The target was changed since it was read.
        TargetEtagStale => Aborted, EtagStale, at "etag",
            "Chỉ tiêu đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi etag mới.",
            "Someone changed the target meanwhile. Read it again, look at the change and send the new etag.";
    }
}
