//! Why reporting refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;

use crate::domain::link::submission::Refusal;
use crate::domain::periods::Period;
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
        /// Registry knows no units of the day.
        UnitsOfDayUnknown { day: NaiveDate } => InvalidArgument, UnitsOfDayUnknown, at "map_day",
            "Không có dữ liệu đơn vị hành chính của ngày {day}. Chọn ngày muộn hơn.",
            "No units are known of {day}. Choose a later day.";
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
        /// No such file, or none the caller may know of.
        NoSuchReportFile { file: ReportFileId } => NotFound, ReportFileNotFound, at "file_id",
            "Không có tệp báo cáo {file} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no file {file} of a report within your grants. Check the identity.";
        /// Not a province's installation.
        NotALinkedProvince => FailedPrecondition, NotALinkedProvince,
            "Hệ thống này không được nối với Bộ như một tỉnh; xem mục `link` trong cấu hình.",
            "This installation is not linked to the ministry as a province; see the section `link` of its configuration.";
        /// Not the ministry's installation.
        NotTheMinistry => FailedPrecondition, NotTheMinistry,
            "Hệ thống này không phải của Bộ; hãy gọi hệ thống của Bộ.",
            "This installation is not the ministry's; call the ministry's.";
        /// The ministry does not trust the province's key.
        ProvinceNotAdmitted => PermissionDenied, ProvinceNotAdmitted,
            "Bộ chưa tiếp nhận khóa của tỉnh này, hoặc đã ngừng tin cậy. Liên hệ cán bộ của Bộ.",
            "The ministry has not admitted this province's key, or trusts it no more. Ask an officer of the ministry.";
        /// The signature does not hold.
        SubmissionForged => PermissionDenied, SubmissionForged,
            "Chữ ký không phải của khóa mà Bộ đã tiếp nhận cho tỉnh này.",
            "The signature is not of the key that the ministry has admitted for this province.";
        /// It was taken in before.
        SubmissionReplayed => FailedPrecondition, SubmissionReplayed,
            "Lần nộp này đã được tiếp nhận trước đây; không tiếp nhận lại.",
            "This submission was taken in before, and is not taken in again.";
        /// It is not the next.
        SubmissionOutOfOrder => FailedPrecondition, SubmissionOutOfOrder,
            "Không phải lần nộp kế tiếp; mở lại kết nối để biết đang ở đâu.",
            "It is not the next one; open the link again to learn where the ministry is.";
        /// The body is another.
        SubmissionAltered => InvalidArgument, SubmissionAltered,
            "Nội dung không khớp với phần đầu đã ký; hãy gửi lại.",
            "The body is not what the signed head says; send it again.";
        /// Units of others.
        SubmissionForeign => InvalidArgument, SubmissionForeign,
            "Có số liệu hoặc hồ sơ của đơn vị không thuộc tỉnh này. Kiểm tra khóa và tỉnh trong cấu hình.",
            "It has figures or a dossier of units that are not this province's. Check the key and the province in the configuration.";
        /// Not to be read.
        SubmissionMalformed => InvalidArgument, SubmissionMalformed,
            "Không đọc được; có thể do phiên bản khác nhau.",
            "It cannot be read; the two sides may run different versions.";
        /// The numbers went back.
        ProvinceQuarantined => FailedPrecondition, ProvinceQuarantined,
            "Số thứ tự của tỉnh đã lùi lại (như sau khi khôi phục bản sao lưu). Bộ phải duyệt đồng bộ lại.",
            "The province's numbers went back, as after a restore from a backup. The ministry must approve to synchronise it anew.";
        /// No such province.
        NoSuchProvinceLink { province: UnitId } => NotFound, ProvinceLinkNotFound, at "province_id",
            "Chưa có tỉnh {province} trong danh sách kết nối. Đề nghị bằng ProposeProvince.",
            "The link does not know the province {province}. Propose it with ProposeProvince.";
        /// The unit is no province.
        UnitIsNoProvince { unit: UnitId } => InvalidArgument, FieldsInvalid, at "province_id",
            "{unit} không phải là một tỉnh hiện nay.",
            "{unit} is no province of today.";
        /// The province's state does not allow the action.
        ProvinceLinkStateWrong { province: UnitId, state: &'static str, action: &'static str } => FailedPrecondition, ProvinceLinkStateWrong, at "province_id",
            "Tỉnh {province} đang ở trạng thái {state}; không thực hiện được {action}.",
            "The province {province} is {state}; {action} is not possible.";
        /// The key is taken.
        LinkKeyTaken => AlreadyExists, LinkKeyTaken, at "public_key",
            "Khóa này là của một tỉnh khác; mỗi tỉnh có một khóa riêng.",
            "The key is another province's; each province has a key of its own.";
        /// The record was changed since it was read.
        EtagStale => Aborted, EtagStale, at "etag",
            "Bản ghi đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the record meanwhile. Read it again, look at the change and send the new etag.";
        /// The same person may not propose and decide.
        ProposedBySamePerson => PermissionDenied, FourEyesRequired,
            "Người đề nghị không được tự quyết định. Nhờ một người khác có thẩm quyền.",
            "Who proposed this may not decide it. Ask another person who may.";
        /// Nothing waits.
        NothingToSubmit => FailedPrecondition, NothingToSubmit,
            "Không có lần nộp nào đang chờ. Lập bằng SubmitFigures.",
            "No submission waits. Make one with SubmitFigures.";
        /// The period runs.
        PeriodNotOver { period: Period, last_day: NaiveDate } => FailedPrecondition, PeriodNotOver, at "period",
            "Kỳ {period} đến hết ngày {last_day}; chưa thể nộp chính thức.",
            "The period {period} lasts to {last_day}; it cannot be submitted as final yet.";
        /// The receipt is another's.
        ReceiptWrong => InvalidArgument, ReceiptWrong, at "receipt",
            "Biên nhận không phải do Bộ ký, hoặc không phải của lần nộp đang gửi.",
            "The receipt is not signed by the ministry, or not of the submission that is on its way.";
        /// Somebody else answers.
        MinistryUnknown => FailedPrecondition, MinistryUnknown,
            "Nơi trả lời không ký bằng khóa của Bộ; kiểm tra địa chỉ và khóa trong cấu hình.",
            "What answers does not sign with the ministry's key; check address and key in the configuration.";
        /// The units are not there yet.
        UnitsNotThere => Unavailable, UnitsNotLoaded,
            "Chưa nhận được danh mục đơn vị hành chính; xin thử lại sau ít giây.",
            "The administrative units were not received yet; retry in a few seconds.";
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotAdmitted => Self::ProvinceNotAdmitted,
            Refusal::Forged => Self::SubmissionForged,
            Refusal::Replayed => Self::SubmissionReplayed,
            Refusal::OutOfOrder => Self::SubmissionOutOfOrder,
            Refusal::Altered => Self::SubmissionAltered,
            Refusal::Foreign => Self::SubmissionForeign,
            Refusal::Malformed => Self::SubmissionMalformed,
            Refusal::Quarantined => Self::ProvinceQuarantined,
        }
    }
}
