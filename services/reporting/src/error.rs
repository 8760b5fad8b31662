//! Why reporting refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;

use crate::domain::report::ReportId;
use crate::domain::report_file::ReportFileId;
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
        /// No such form of reports.
        NoSuchReportForm { code: String } => NotFound, ReportFormNotFound, at "form_code",
            "Không có mẫu báo cáo {code}. Xem ListReportForms.",
            "There is no form {code}. See ListReportForms.";
        /// The form is not for such a period.
        ReportPeriodWrong { period: String, form: String } => InvalidArgument, ReportPeriodWrong, at "period",
            "Mẫu báo cáo {form} không dùng cho kỳ {period}. Xem các kỳ trong ListReportForms.",
            "The form {form} is not for the period {period}. See its periods in ListReportForms.";
        /// The period is not over.
        ReportPeriodNotOver { period: String, last_day: NaiveDate } => FailedPrecondition, ReportPeriodNotOver, at "period",
            "Kỳ {period} đến hết ngày {last_day} mới kết thúc; báo cáo được lập từ ngày hôm sau.",
            "The period {period} ends on {last_day}; its report is prepared from the next day on.";
        /// No such report, or none the caller may know of.
        NoSuchReport { report: ReportId } => NotFound, ReportNotFound, at "report_id",
            "Không có báo cáo {report} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no report {report} within your grants. Check the identity.";
        /// The unit has the report, or the report its amendment.
        ReportExists => AlreadyExists, ReportExists, at "period",
            "Đơn vị đã có báo cáo này, hoặc báo cáo đã có bản bổ sung. Tìm bằng ListReports.",
            "The unit has this report, or the report its amendment. Find it with ListReports.";
        /// The report's state does not allow the action.
        ReportStateWrong { report: ReportId, state: &'static str, action: &'static str } => FailedPrecondition, ReportStateWrong, at "report_id",
            "Báo cáo {report} đang ở trạng thái {state}; không thực hiện được {action}. Đọc lại báo cáo.",
            "The report {report} is {state}; {action} is not possible. Read the report again.";
        /// The same person may not prepare, approve and accept.
        ReportBySamePerson => PermissionDenied, FourEyesRequired,
            "Người lập, người duyệt và người tiếp nhận báo cáo phải là ba người khác nhau. Nhờ người khác có thẩm quyền.",
            "Who prepares, who approves and who accepts a report are three persons. Ask another person who may.";
        /// There are findings, and nobody has commented on them.
        ReportFindingsUnexplained { count: i32 } => FailedPrecondition, ReportFindingsUnexplained, at "report_id",
            "Báo cáo có {count} điểm cần kiểm tra mà chưa có giải trình. Ghi giải trình bằng CommentReport rồi duyệt.",
            "The report has {count} findings that nobody has commented on. Explain them with CommentReport, then approve.";
        /// The report was changed since it was read.
        ReportEtagStale => Aborted, EtagStale, at "etag",
            "Báo cáo đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi etag mới.",
            "Someone changed the report meanwhile. Read it again, look at the change and send the new etag.";
        /// No such file, or none the caller may know of.
        NoSuchReportFile { file: ReportFileId } => NotFound, ReportFileNotFound, at "file_id",
            "Không có tệp báo cáo {file} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no file {file} of a report within your grants. Check the identity.";
    }
}
