//! Why training refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use crate::domain::check_in::CheckInId;
use crate::domain::completion::CompletionId;
use crate::domain::curriculum::CurriculumId;
use crate::domain::learner::OfficialLevel;
use crate::domain::learner_list::LearnerListId;
use crate::domain::plan::TrainingPlanId;
use crate::domain::producer::ProducerId;
use crate::domain::training_class::{Action, TrainingClassId};

platform::errors! {
    /// Why training refuses.
    pub enum Error {
        /// No such curriculum.
        NoSuchCurriculum { curriculum: CurriculumId, path: &'static str } => NotFound, CurriculumNotFound, at "{path}",
            "Không có chương trình tập huấn {curriculum}. Xem ListCurricula.",
            "There is no curriculum {curriculum}. See ListCurricula.";
        /// No such unit.
        NoSuchUnit { unit: UnitId, path: &'static str } => NotFound, UnitNotFound, at "{path}",
            "Không có đơn vị {unit}. Tra mã bằng ListUnits.",
            "There is no unit {unit}. Look the code up with ListUnits.";
        /// The unit does not exist on the day.
        UnitAbolished { unit: UnitId, day: NaiveDate, path: &'static str } => FailedPrecondition, UnitAbolished, at "{path}",
            "Đơn vị {unit} không tồn tại vào ngày {day} (chưa lập hoặc đã bãi bỏ). Chọn đơn vị đang có.",
            "The unit {unit} does not exist on {day} (not yet, or no longer). Choose one that does.";
        /// An official of this level does not work in the unit.
        UnitNotOfLevel { unit: UnitId, level: OfficialLevel } => InvalidArgument, UnitLevelWrong, at "unit_id",
            "Cán bộ cấp {level} không làm việc ở đơn vị {unit}. Cấp xã: mã xã; cấp huyện trước đây và cấp tỉnh: mã tỉnh; cấp trung ương: VN.",
            "An official of the level {level} does not work in the unit {unit}. Give a commune for commune, a province for province and for the former district, VN for ministry.";
        /// No such class, or none the caller may know of.
        NoSuchClass { class: TrainingClassId } => NotFound, TrainingClassNotFound, at "training_class_id",
            "Không có lớp tập huấn {class} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no training class {class} within your grants. Check the identity.";
        /// The class's state does not allow the action.
        ClassStateWrong { class: TrainingClassId, state: &'static str, action: Action } => FailedPrecondition, TrainingClassStateWrong, at "training_class_id",
            "Lớp {class} đang ở trạng thái {state}; không thực hiện được {action}. Kết quả của lớp đã kết thúc không thay đổi nữa.",
            "The class {class} is {state}; {action} is not possible. The results of a completed class stand.";
        /// The class has no such session.
        NoSuchSession { class: TrainingClassId, number: i32, sessions: usize } => NotFound, TrainingSessionNotFound, at "session_number",
            "Lớp {class} có các buổi 1 đến {sessions}; không có buổi {number}.",
            "The class {class} has the sessions 1 to {sessions}; there is no session {number}.";
        /// The session lies in the future.
        SessionNotHeld { number: i32, date: NaiveDate, today: NaiveDate, path: &'static str } => FailedPrecondition, TrainingSessionNotHeld, at "{path}",
            "Buổi {number} diễn ra ngày {date}; hôm nay là {today}. Chờ đến sau buổi học.",
            "Session {number} takes place on {date}; today is {today}. Wait until it was held.";
        /// The person is enrolled already.
        AlreadyEnrolled => AlreadyExists, LearnerAlreadyEnrolled, at "person_id",
            "Người này đã có trong danh sách lớp; mỗi người ghi danh một lần. Xem ListLearners.",
            "The person is enrolled in this class already; each enrols once. See ListLearners.";
        /// A person on the roll is not enrolled.
        NotEnrolled { person: PersonId, place: usize } => NotFound, LearnerNotEnrolled, at "person_ids[{place}]",
            "Người {person} không có trong danh sách lớp. Ghi danh trước bằng EnrolLearner, hoặc bỏ khỏi danh sách điểm danh.",
            "The person {person} is not enrolled in this class. Enrol her first with EnrolLearner, or take her off the roll.";
        /// A leader in a class for officials.
        ClassIsForOfficials => InvalidArgument, AudienceMismatch, at "producer_id",
            "Lớp này dành cho cán bộ quản lý. Nêu cấp (official_level) và đơn vị (unit_id), không nêu chủ thể.",
            "This class is for officials. Give official_level and unit_id, and no producer.";
        /// An official in a class for leaders.
        ClassIsForLeaders => InvalidArgument, AudienceMismatch, at "official_level",
            "Lớp này dành cho lãnh đạo chủ thể. Nêu chủ thể người đó đang lãnh đạo (producer_id), không nêu cấp và đơn vị.",
            "This class is for leaders. Give the producer the person leads (producer_id), and no level and unit.";
        /// A worker in a class for leaders.
        ClassIsNotForWorkers => InvalidArgument, AudienceMismatch, at "worker",
            "Lớp này dành cho lãnh đạo chủ thể, không dành cho người lao động.",
            "This class is for leaders of producers, not for workers.";
        /// Somebody else in a class for workers.
        ClassIsForWorkers => InvalidArgument, AudienceMismatch, at "worker",
            "Lớp này dành cho người lao động của chủ thể. Nêu chủ thể (producer_id) và worker = true.",
            "This class is for workers of producers. Give the producer (producer_id) and worker = true.";
        /// An official of a level that the curriculum is not for.
        ClassIsForOtherLevels { level: OfficialLevel, levels: String } => InvalidArgument, AudienceMismatch, at "official_level",
            "Chương trình dành cho cán bộ cấp {levels}, không dành cho cấp {level}.",
            "The curriculum is for officials of the levels {levels}, not of {level}.";
        /// Workers are not told of one by one.
        WorkersNotKnown => InvalidArgument, AudienceMismatch, at "training_class_id",
            "Hệ thống không biết từng người lao động của chủ thể; ghi danh từng người bằng EnrolLearner.",
            "The workers of producers are not known one by one; enrol each with EnrolLearner.";
        /// A newer version took the curriculum's place.
        CurriculumSuperseded { curriculum: CurriculumId, newer: CurriculumId } => FailedPrecondition, CurriculumSuperseded, at "training_class.curriculum_id",
            "Chương trình {curriculum} đã có phiên bản mới hơn: {newer}. Mở lớp theo phiên bản đó.",
            "The curriculum {curriculum} has a newer version: {newer}. Hold the class by that one.";
        /// No such plan, or none the caller may know of.
        NoSuchPlan { plan: TrainingPlanId } => NotFound, TrainingPlanNotFound, at "training_plan_id",
            "Không có kế hoạch tập huấn {plan} trong phạm vi quyền của bạn. Xem ListTrainingPlans.",
            "There is no training plan {plan} within your grants. See ListTrainingPlans.";
        /// The unit has a plan for the year.
        PlanExists => AlreadyExists, TrainingPlanExists, at "training_plan.year",
            "Đơn vị đã có kế hoạch tập huấn cho năm này; mỗi năm một kế hoạch. Sửa bằng UpdateTrainingPlan.",
            "The unit has a training plan for this year; it has one a year. Change it with UpdateTrainingPlan.";
        /// No such check-in, or none the caller may know of.
        NoSuchCheckIn { check_in: CheckInId } => NotFound, CheckInNotFound, at "check_in_id",
            "Không có lượt tự điểm danh {check_in} dành cho bạn. Kiểm tra lại mã.",
            "There is no check-in {check_in} for you. Check the identity.";
        /// The check-in is closed or its time is over.
        CheckInClosed { check_in: CheckInId } => FailedPrecondition, CheckInClosed, at "check_in_id",
            "Lượt tự điểm danh {check_in} đã đóng hoặc ngoài khung giờ. Báo giảng viên điểm danh.",
            "The check-in {check_in} is closed, or it is not its time. Ask the trainer to record you.";
        /// A check-in is open.
        CheckInOpen { number: i32 } => FailedPrecondition, CheckInOpen, at "training_class_id",
            "Buổi {number} còn lượt tự điểm danh đang mở. Đóng bằng CloseCheckIn trước.",
            "A check-in of session {number} is open. Close it with CloseCheckIn first.";
        /// The learner has tried too many codes.
        CheckInTriesExhausted => ResourceExhausted, CheckInTriesExhausted, at "code",
            "Bạn đã nhập sai quá nhiều lần. Báo giảng viên điểm danh.",
            "You have tried too many codes. Ask the trainer to record you.";
        /// The session is of another day.
        SessionNotToday { number: i32, date: NaiveDate, today: NaiveDate } => FailedPrecondition, TrainingSessionNotHeld, at "session_number",
            "Buổi {number} diễn ra ngày {date}; hôm nay là {today}. Chỉ mở tự điểm danh trong ngày học.",
            "Session {number} takes place on {date}; today is {today}. A check-in is opened on its day.";
        /// There is no assessment.
        AssessmentNotForeseen => FailedPrecondition, AssessmentNotForeseen, at "training_class_id",
            "Chương trình của lớp không có kiểm tra, đánh giá (pass_percent = 0).",
            "The curriculum of the class has no assessment (pass_percent = 0).";
        /// A correction without its reason.
        CorrectionReasonMissing { person: PersonId } => InvalidArgument, CorrectionReasonMissing, at "reason",
            "Kết quả của người {person} đã được ghi trước đó; nêu lý do sửa (reason).",
            "A result of the person {person} was recorded before; give the reason for correcting it.";
        /// No such certificate of completion, or none the caller may know of.
        NoSuchCompletion { certificate: CompletionId } => NotFound, CompletionCertificateNotFound, at "completion_certificate_id",
            "Không có chứng nhận hoàn thành {certificate} trong phạm vi quyền của bạn. Xem ListCompletionCertificates.",
            "There is no certificate of completion {certificate} within your grants. See ListCompletionCertificates.";
        /// Another one stands in its place.
        CompletionReplaced { certificate: CompletionId } => FailedPrecondition, CompletionCertificateReplaced, at "completion_certificate_id",
            "Chứng nhận {certificate} đã được cấp lại; cấp lại từ bản đang có hiệu lực.",
            "The certificate {certificate} was issued again already; reissue the one in force.";
        /// The session has no roll.
        NoRoll { number: i32 } => FailedPrecondition, RollMissing, at "session_number",
            "Buổi {number} chưa điểm danh nên chưa có gì để sửa. Điểm danh bằng RecordAttendance.",
            "Session {number} has no roll to correct. Record one with RecordAttendance.";
        /// No such list, or none the caller may know of.
        NoSuchList { list: LearnerListId } => NotFound, LearnerListNotFound, at "learner_list_id",
            "Không có danh sách {list} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no list {list} within your grants. Check the identity.";
        /// The list was applied.
        ListApplied { list: LearnerListId } => FailedPrecondition, LearnerListApplied, at "learner_list_id",
            "Danh sách {list} đã được áp dụng; tải lên danh sách khác nếu còn thiếu.",
            "The list {list} was applied; upload another one for what is missing.";
        /// The list has no such row.
        NoSuchRow { line: i32 } => NotFound, LearnerListRowNotFound, at "line",
            "Danh sách không có dòng {line}. Xem ListLearnerListRows.",
            "The list has no row {line}. See ListLearnerListRows.";
        /// The sheet has no column of names.
        ListWithoutNames => InvalidArgument, LearnerListUnfit, at "data",
            "Không thấy cột 'Họ và tên' trong 20 dòng đầu của tệp.",
            "There is no column 'Họ và tên' within the first 20 lines of the file.";
        /// The sheet has more rows than a class takes.
        ListTooLong { most: usize } => InvalidArgument, LearnerListUnfit, at "data",
            "Danh sách có hơn {most} người; một lớp nhận nhiều nhất {most}.",
            "The list has more than {most} persons; a class takes {most} at most.";
        /// The person is no candidate of the row.
        NotACandidate { person: PersonId, line: i32 } => InvalidArgument, LearnerNotACandidate, at "person_id",
            "Người {person} không thuộc các lựa chọn của dòng {line}. Ghi người này vào registry rồi tải lại danh sách.",
            "The person {person} is no candidate of row {line}. Record her in registry and upload the list again.";
        /// The person does not lead the producer.
        NotTheLeader { person: PersonId, producer: ProducerId, day: NaiveDate } => InvalidArgument, AudienceMismatch, at "person_id",
            "Ngày {day}, người {person} không lãnh đạo chủ thể {producer}. Kiểm tra bằng ListLeaders; thay đổi vừa ghi sẽ có hiệu lực ở đây sau vài giây.",
            "On {day} the person {person} does not lead the producer {producer}. Check with ListLeaders; a change made just now is known here within seconds.";
        /// No such producer, or none the caller may know of.
        NoSuchProducer { producer: ProducerId } => NotFound, ProducerNotFound, at "producer_id",
            "Không có chủ thể {producer} trong phạm vi quyền của bạn. Kiểm tra lại mã; chủ thể vừa đăng ký sẽ có ở đây sau vài giây.",
            "There is no producer {producer} within your grants. Check the identity; one registered just now is known here within seconds.";
        /// The producer is retired.
        ProducerRetired { producer: ProducerId } => FailedPrecondition, ProducerRetired, at "producer_id",
            "Chủ thể {producer} đã ngừng; người lãnh đạo không còn thuộc diện tập huấn của chủ thể này.",
            "The producer {producer} is retired; its leader is not trained as such any more.";
        /// The record was changed since it was read.
        EtagStale => Aborted, EtagStale, at "etag",
            "Bản ghi đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the record meanwhile. Read it again, look at the change and send the new etag.";
    }
}
