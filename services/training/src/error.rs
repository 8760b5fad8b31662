//! Why training refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::ids::PersonId;

use crate::domain::curriculum::CurriculumId;
use crate::domain::learner::OfficialLevel;
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
            "Lớp đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the class meanwhile. Read it again, look at the change and send the new etag.";
    }
}
