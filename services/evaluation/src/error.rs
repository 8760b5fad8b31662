//! Why evaluation refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::blobs::Digest;
use platform::ids::PersonId;

use crate::domain::certificate::CertificateId;
use crate::domain::complaint::ComplaintId;
use crate::domain::council::CouncilId;
use crate::domain::decision::DecisionId;
use crate::domain::delegation::DelegationId;
use crate::domain::dossier::{Action, DossierId, ProducerId, ProductId};
use crate::domain::evidence::{EvidenceId, PaperId};
use crate::domain::file::{FileId, UploadId};
use crate::domain::inspection::InspectionId;
use crate::domain::notice::NoticeId;
use crate::domain::recognition::RecognitionId;
use crate::domain::redo::RedoRequestId;
use crate::domain::revocation::RevocationId;
use crate::domain::session::SessionId;

platform::errors! {
    /// Why evaluation refuses.
    pub enum Error {
        /// No such version of the criteria.
        NoSuchCriteriaVersion { version: String } => NotFound, CriteriaVersionNotFound, at "criteria_version_id",
            "Không có phiên bản bộ tiêu chí {version}. Xem ListCriteriaVersions.",
            "There is no version {version} of the criteria. See ListCriteriaVersions.";
        /// No version is in force on the day.
        NoCriteriaInForce { day: NaiveDate } => FailedPrecondition, CriteriaNotInForce,
            "Chưa có bộ tiêu chí nào có hiệu lực vào ngày {day}.",
            "No version of the criteria is in force on {day}.";
        /// The version does not know the product set.
        NoSuchProductSet { number: i32, version: String } => NotFound, ProductSetNotFound, at "product_set",
            "Bộ tiêu chí {version} không có bộ sản phẩm số {number}.",
            "Version {version} of the criteria has no product set {number}.";
        /// A choice names no criterion of the set.
        CriterionUnknown { index: usize, criterion: String, set: i32 } => InvalidArgument, CriterionUnknown, at "choices[{index}].criterion",
            "Bộ {set} không có tiêu chí {criterion}. Xem GetCriteriaSet.",
            "Set {set} has no criterion {criterion}. See GetCriteriaSet.";
        /// A choice names no option of its criterion.
        OptionUnknown { index: usize, criterion: String, option: i32, known: usize } => InvalidArgument, OptionUnknown, at "choices[{index}].option",
            "Tiêu chí {criterion} có các phương án 1 đến {known}; không có phương án {option}.",
            "Criterion {criterion} has the options 1 to {known}; there is no option {option}.";
        /// A criterion is chosen twice.
        CriterionChosenTwice { index: usize, criterion: String } => InvalidArgument, CriterionChosenTwice, at "choices[{index}].criterion",
            "Tiêu chí {criterion} được chọn hai lần; chỉ chọn một phương án.",
            "Criterion {criterion} is chosen twice; choose one option.";
        /// A case is missing, unknown or not needed.
        CaseWrong { criterion: String, set: i32 } => InvalidArgument, CriterionCaseWrong, at "fixed_cases",
            "Bộ {set}, tiêu chí {criterion}: thiếu trường hợp áp dụng, hoặc trường hợp không có. Xem GetCriteriaSet.",
            "Set {set}, criterion {criterion}: the case is missing, or there is no such case. See GetCriteriaSet.";
        /// A finding names no rule that people judge.
        FindingRuleUnknown { index: usize, set: i32 } => InvalidArgument, FindingRuleUnknown, at "findings[{index}].rule",
            "Bộ {set} không có quy tắc này để ghi nhận (hoặc quy tắc do hệ thống tự tính). Xem GetCriteriaSet.",
            "Set {set} has no such rule to be found (or the system computes it by itself). See GetCriteriaSet.";
        /// Registry does not know the product, or the caller may not.
        NoSuchProduct { product: ProductId } => NotFound, ProductNotFound, at "product_id",
            "Không có sản phẩm {product} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no product {product} within your grants. Check the identity.";
        /// The product is retired.
        ProductRetired { product: ProductId } => FailedPrecondition, ProductRetired, at "product_id",
            "Sản phẩm {product} đã ngừng; không lập được hồ sơ.",
            "The product {product} is retired; no dossier can be filed for it.";
        /// No such dossier, or none the caller may know of.
        NoSuchDossier { dossier: DossierId } => NotFound, DossierNotFound, at "dossier_id",
            "Không có hồ sơ {dossier} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no dossier {dossier} within your grants. Check the identity.";
        /// The dossier's state does not allow the action.
        DossierStateWrong { dossier: DossierId, state: &'static str, action: Action } => FailedPrecondition, DossierStateWrong, at "dossier_id",
            "Hồ sơ {dossier} đang ở trạng thái {state}; không thực hiện được {action}. Đọc lại hồ sơ để biết bước tiếp theo.",
            "The dossier {dossier} is {state}; {action} is not possible. Read the dossier again to see its next step.";
        /// The product has a dossier in progress.
        DossierInProgress => AlreadyExists, DossierInProgress, at "product_id",
            "Sản phẩm đang có một hồ sơ chưa kết thúc. Tìm bằng ListDossiers theo sản phẩm.",
            "The product has a dossier in progress. Find it with ListDossiers by product.";
        /// The record was changed since it was read.
        EtagStale => Aborted, EtagStale, at "etag",
            "Hồ sơ đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the dossier meanwhile. Read it again, look at the change and send the new etag.";
        /// The same person may not prepare and approve.
        FiledBySamePerson => PermissionDenied, FourEyesRequired,
            "Người lập hồ sơ không được tự tiếp nhận. Nhờ một người khác có thẩm quyền của xã.",
            "Who filed a dossier may not accept it. Ask another person of the commune who may.";
        /// The same person may not announce and reject.
        PreparedBySamePerson => PermissionDenied, FourEyesRequired,
            "Người chuẩn bị không được tự quyết định. Nhờ một người khác có thẩm quyền.",
            "Who prepared this may not decide it. Ask another person who may.";
        /// An officer types for a producer and does not say where the paper is.
        PaperOriginalMissing => InvalidArgument, FieldsInvalid, at "paper_original",
            "Cán bộ nhập thay phải ghi nơi lưu bản giấy có chữ ký của chủ thể.",
            "An officer who types for a producer must say where the signed paper is kept.";
        /// The forms lack what the kind needs.
        FormIncomplete { field: &'static str, kind: &'static str } => FailedPrecondition, FormIncomplete, at "{field}",
            "Hồ sơ loại {kind} còn thiếu phần {field}. Bổ sung bằng UpdateForms rồi nộp lại.",
            "A dossier of kind {kind} needs {field}. Add it with UpdateForms, then hand in again.";
        /// A change names a criterion the set does not have.
        ChangeOfUnknownCriterion { index: usize, criterion: String, set: i32 } => InvalidArgument, CriterionUnknown, at "changes[{index}].criterion",
            "Bộ {set} không có tiêu chí {criterion}. Xem GetCriteriaSet.",
            "Set {set} has no criterion {criterion}. See GetCriteriaSet.";
        /// The commune's own check calls the dossier incomplete.
        CheckIncomplete => FailedPrecondition, CheckIncomplete, at "commune_check.complete",
            "Kết quả kiểm tra ghi hồ sơ chưa đầy đủ; hãy trả lại để bổ sung (ReturnDossier).",
            "The check calls the dossier incomplete; return it for completion (ReturnDossier).";
        /// No certificate to follow.
        NoCertificateToFollow { product: ProductId } => FailedPrecondition, NoCertificateToFollow, at "kind",
            "Sản phẩm {product} không có giấy chứng nhận còn hiệu lực để nâng hạng hoặc phân hạng lại; lập hồ sơ đánh giá lần đầu.",
            "The product {product} has no valid certificate to upgrade or re-rank; file a first assessment.";
        /// A re-ranking too early or too late.
        OutsideFilingWindow { opens_on: NaiveDate, closes_on: NaiveDate } => FailedPrecondition, OutsideFilingWindow, at "kind",
            "Hồ sơ phân hạng lại nộp từ {opens_on} đến {closes_on}; hôm nay nằm ngoài thời gian đó.",
            "A re-ranking is handed in from {opens_on} to {closes_on}; today lies outside.";
        /// The producer still has time.
        ProducerHasTime { dossier: DossierId, until: NaiveDate } => FailedPrecondition, ProducerHasTime, at "dossier_id",
            "Chủ thể còn thời hạn đến hết ngày {until} đối với hồ sơ {dossier}; chờ trả lời hoặc hết hạn.",
            "The producer has until {until} for the dossier {dossier}; wait for its answer or the day after.";
        /// Neither a role at the level nor a duty in its team.
        LevelDutyMissing { level: &'static str } => PermissionDenied, LevelDutyMissing,
            "Việc này thuộc cấp {level} đang giữ hồ sơ (hoặc Tổ tư vấn của cấp đó); bạn không có nhiệm vụ ở đó.",
            "This belongs to the level that has the dossier ({level}) or its advisory team; you have no duty there.";
        /// The members do not make a team.
        TeamComposition => InvalidArgument, TeamCompositionWrong, at "advisory_team.members",
            "Tổ tư vấn cần đúng một tổ trưởng, và không ai hai lần.",
            "An advisory team needs exactly one head, and nobody twice.";
        /// No such version.
        NoSuchDossierVersion { dossier: DossierId, number: i32 } => NotFound, DossierVersionNotFound, at "version",
            "Hồ sơ {dossier} không có phiên bản {number} mà bạn được xem.",
            "The dossier {dossier} has no version {number} that you may see.";
        /// No dossier before it.
        NoEarlierDossier { dossier: DossierId } => NotFound, DossierVersionNotFound, at "dossier_id",
            "Trước hồ sơ {dossier}, sản phẩm chưa có hồ sơ nào để so sánh.",
            "Before the dossier {dossier} the product has none to compare with.";
        /// A day of a record is in the future or out of order.
        RecordDates { field: &'static str, today: NaiveDate } => InvalidArgument, RecordDatesWrong, at "{field}",
            "Ngày phải đúng thứ tự và không sau hôm nay ({today}).",
            "Days must be in order and not after today ({today}).";
        /// The unit is no living province.
        UnitIsNoProvince { unit: UnitId, path: &'static str } => InvalidArgument, UnitLevelWrong, at "{path}",
            "Đơn vị {unit} không phải là tỉnh, thành phố đang có. Chọn đơn vị cấp tỉnh.",
            "The unit {unit} is no province that exists now. Choose a province.";
        /// No such council, or none the caller may know of.
        NoSuchCouncil { council: CouncilId } => NotFound, CouncilNotFound, at "council_id",
            "Không có Hội đồng {council} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no council {council} within your grants. Check the identity.";
        /// The members do not make a council.
        CouncilComposition { fewest: usize } => InvalidArgument, CouncilCompositionWrong, at "council.members",
            "Hội đồng cần đúng một chủ tịch, đúng một thư ký, ít nhất {fewest} người chấm điểm, và không ai hai lần.",
            "A council needs exactly one chair, exactly one secretary, at least {fewest} who score, and nobody twice.";
        /// No regulation is known for the day.
        NoRegulation { day: NaiveDate } => FailedPrecondition, CouncilTermOver, at "council.term_from",
            "Chưa có quy chế Hội đồng cho ngày {day}.",
            "No council regulation is known for {day}.";
        /// The council's term does not cover today.
        CouncilTermOver { council: CouncilId, from: NaiveDate, to: NaiveDate } => FailedPrecondition, CouncilTermOver, at "council_id",
            "Hội đồng {council} có nhiệm kỳ từ {from} đến {to}; hôm nay nằm ngoài nhiệm kỳ.",
            "The council {council} has its term from {from} to {to}; today lies outside it.";
        /// The caller's duty in the council does not allow this.
        DutyMissing => PermissionDenied, CouncilDutyMissing,
            "Nhiệm vụ của bạn trong Hội đồng không cho phép việc này.",
            "Your duty in this council does not allow this.";
        /// No such session, or none the caller may know of.
        NoSuchSession { session: SessionId } => NotFound, SessionNotFound, at "session_id",
            "Không có phiên họp {session} mà bạn tham gia. Kiểm tra lại mã.",
            "There is no session {session} that you take part in. Check the identity.";
        /// The dossier is not on the session's list.
        DossierNotInSession { dossier: DossierId } => NotFound, DossierNotInSession, at "dossier_id",
            "Hồ sơ {dossier} không nằm trong danh sách của phiên họp.",
            "The dossier {dossier} is not on the session's list.";
        /// The dossier is of another province than the council.
        DossierOfOtherProvince { dossier: DossierId } => FailedPrecondition, DossierStateWrong, at "dossiers",
            "Hồ sơ {dossier} không thuộc tỉnh của Hội đồng.",
            "The dossier {dossier} is not of the council's province.";
        /// Ballots are taken no more.
        ScoringClosed { dossier: DossierId } => FailedPrecondition, ScoringClosed, at "dossier_id",
            "Việc chấm điểm hồ sơ {dossier} đã kết thúc; không nhận thêm phiếu.",
            "The scoring of the dossier {dossier} is closed; no more ballots are taken.";
        /// Results are sealed while the scoring is open.
        ScoringOpen { dossier: DossierId } => FailedPrecondition, ScoringOpen, at "dossier_id",
            "Hồ sơ {dossier} chưa chấm xong; kết quả được niêm phong đến khi kết thúc chấm.",
            "The dossier {dossier} has not been scored yet; results are sealed until the scoring is closed.";
        /// The first ballot is closed, and the second not opened yet.
        ScoringInDiscussion { dossier: DossierId } => FailedPrecondition, ScoringInDiscussion, at "dossier_id",
            "Điểm của các thành viên về hồ sơ {dossier} chênh lệch quá mức; Hội đồng đang thảo luận. Chờ chủ tịch mở lần chấm thứ hai.",
            "The members' totals on the dossier {dossier} lie too far apart; the council discusses. Wait until the chair opens the second ballot.";
        /// There is no discussion that a second ballot could follow.
        ScoringNotInDiscussion { dossier: DossierId } => FailedPrecondition, ScoringNotInDiscussion, at "dossier_id",
            "Hồ sơ {dossier} không ở bước thảo luận; chỉ mở lần chấm thứ hai khi lần thứ nhất chênh lệch quá mức.",
            "The dossier {dossier} is not in discussion; a second ballot follows a first one that lies too far apart.";
        /// The request is about another round than the one whose ballots are taken.
        BallotRoundWrong { dossier: DossierId, round: i32, open: i32 } => FailedPrecondition, BallotRoundWrong, at "round",
            "Hồ sơ {dossier} đang ở lần chấm thứ {open}, không phải lần thứ {round}. Đọc lại phiên họp.",
            "The dossier {dossier} is at ballot {open}, not at ballot {round}. Read the session again.";
        /// Chair and secretary have not both signed the minutes of the session.
        MinutesNotSigned { dossier: DossierId, path: &'static str } => FailedPrecondition, MinutesNotSigned, at "{path}",
            "Biên bản phiên họp chấm hồ sơ {dossier} chưa có đủ chữ ký của chủ tịch và thư ký.",
            "The minutes of the session that scored the dossier {dossier} are not signed by both chair and secretary.";
        /// A dossier of the session is not closed.
        MinutesNotReady { dossier: DossierId } => FailedPrecondition, MinutesNotReady, at "session_id",
            "Chưa lập được biên bản: hồ sơ {dossier} chưa kết thúc chấm.",
            "There are no minutes yet: the scoring of the dossier {dossier} is not closed.";
        /// The duty has signed.
        MinutesAlreadySigned => AlreadyExists, MinutesAlreadySigned, at "session_id",
            "Bạn đã ký biên bản này.",
            "You have signed these minutes.";
        /// What was read is not what the minutes say.
        MinutesChanged => Aborted, MinutesChanged, at "sha256",
            "Nội dung biên bản không còn như khi bạn đọc. Đọc lại rồi ký.",
            "The minutes are not what you read. Read them again, then sign.";
        /// The minutes take no more statements.
        MinutesFrozen => FailedPrecondition, MinutesFrozen, at "session_id",
            "Biên bản đã có chữ ký; không ghi thêm ý kiến được nữa.",
            "The minutes have a signature; they take no more statements.";
        /// The caller keeps no draft of a ballot.
        NoBallotDraft { dossier: DossierId } => NotFound, BallotDraftNotFound, at "dossier_id",
            "Bạn không có phiếu nháp cho hồ sơ {dossier}; phiếu nháp mất khi bạn bỏ phiếu hoặc khi kết thúc chấm.",
            "You keep no draft on the dossier {dossier}; drafts go when you cast your ballot, or when the ballot is closed.";
        /// The dossier is not one that may be decided upon in writing.
        WrittenForReRanking { dossier: DossierId } => FailedPrecondition, WrittenBallotNotAllowed, at "dossiers",
            "Chỉ hồ sơ phân hạng lại được lấy ý kiến bằng văn bản; hồ sơ {dossier} phải được họp.",
            "Only a re-ranking is answered in writing; the dossier {dossier} needs a meeting.";
        /// The day until which is answered lies in the past, or after the result is due.
        WrittenDateWrong { today: NaiveDate, latest: NaiveDate } => InvalidArgument, FieldsInvalid, at "written_until",
            "Hạn trả lời bằng văn bản phải từ {today} đến {latest}, hạn cuối của kết quả.",
            "The last day of answers in writing lies from {today} to {latest}, when the result is due.";
        /// An answer in writing comes too late.
        WrittenTimeOver { until: NaiveDate } => FailedPrecondition, WrittenTimeOver, at "session_id",
            "Đã quá hạn trả lời bằng văn bản ({until}); không nhận thêm phiếu.",
            "Answers in writing were taken until {until}; no more ballots are taken.";
        /// Answers in writing may still come.
        WrittenTimeNotOver { until: NaiveDate } => FailedPrecondition, WrittenTimeNotOver, at "session_id",
            "Các thành viên còn được trả lời đến hết ngày {until}; chỉ kết thúc sớm hơn khi mọi người đã trả lời.",
            "Members may answer until {until}; it is closed earlier only if all have answered.";
        /// What a scoring came to is not what its ballots come to now.
        ResultChanged { dossier: DossierId } => DataLoss, ResultChanged, at "dossier_id",
            "Kết quả của hồ sơ {dossier} không khớp với các phiếu đã niêm phong khi kết thúc chấm; không dùng được. Báo ngay người quản trị hệ thống.",
            "The result of the dossier {dossier} is not what its ballots were closed with; nothing goes by it. Tell the operator at once.";
        /// The member has cast her ballot.
        BallotAlreadyCast => AlreadyExists, BallotAlreadyCast, at "dossier_id",
            "Bạn đã bỏ phiếu cho hồ sơ này; mỗi thành viên chấm một lần.",
            "You have cast your ballot on this dossier; each member scores once.";
        /// A ballot's findings are longer than a sealed ballot may be.
        BallotTooLong { bytes: usize, most: usize } => InvalidArgument, BallotTooLong, at "findings",
            "Phiếu dài {bytes} byte, vượt mức {most} byte của một phiếu niêm phong. Rút gọn phần căn cứ của các phát hiện.",
            "The ballot has {bytes} bytes; a sealed ballot takes {most}. Shorten what the findings rest on.";
        /// Too few ballots, or the chair's is missing.
        QuorumNotReached { cast: usize, scorers: usize, quorum: usize } => FailedPrecondition, QuorumNotReached, at "dossier_id",
            "Mới có {cast} trên {scorers} phiếu; cần ít nhất {quorum} phiếu, gồm phiếu của người chủ trì.",
            "{cast} of {scorers} ballots are cast; at least {quorum} are needed, that of who presides among them.";
        /// Neither chair nor deputy may vote.
        NobodyPresides { dossier: DossierId } => FailedPrecondition, QuorumNotReached, at "dossier_id",
            "Hồ sơ {dossier}: cả chủ tịch và phó chủ tịch đều không được bỏ phiếu, không có người chủ trì. Bố trí người thay thế.",
            "Dossier {dossier}: neither chair nor deputy chair may vote on it, so nobody presides. Seat a substitute.";
        /// The member has a conflict of interest.
        MemberRecused { dossier: DossierId } => FailedPrecondition, MemberRecused, at "dossier_id",
            "Bạn có xung đột lợi ích với hồ sơ {dossier} nên không bỏ phiếu cho hồ sơ này.",
            "You have a conflict of interest about the dossier {dossier} and no vote on it.";
        /// The member has left the session.
        MemberAway { session: SessionId } => FailedPrecondition, MemberAway, at "session_id",
            "Thành viên đã rời phiên họp {session}; chủ trì hoặc thư ký ghi nhận khi quay lại.",
            "The member has left the session {session}; chair or secretary record her return.";
        /// The member is not away.
        MemberNotAway { session: SessionId } => FailedPrecondition, MemberNotAway, at "person_id",
            "Người này không vắng mặt ở phiên họp {session}.",
            "This person is not away from the session {session}.";
        /// The member has declared this.
        ConflictAlreadyDeclared => AlreadyExists, ConflictAlreadyDeclared, at "dossier_id",
            "Bạn đã khai xung đột lợi ích đối với hồ sơ này.",
            "You have declared a conflict of interest about this dossier.";
        /// A substitute who could take nobody's place.
        SubstituteComposition { index: usize } => InvalidArgument, CouncilCompositionWrong, at "council.substitutes[{index}]",
            "Người thay thế phải không là thành viên, không nêu hai lần, và thay cho một thành viên được nêu hoặc cùng cơ quan.",
            "A substitute must be no member, be named once, and stand in for a member named or one of the same body.";
        /// The decision does not name her for this place.
        SubstituteNotNamed { person: PersonId } => FailedPrecondition, SubstituteNotNamed, at "substitute_person_id",
            "Quyết định thành lập không nêu {person} thay thế cho thành viên này.",
            "The council's decision does not name {person} as a substitute for this member.";
        /// The member has cast, or the place or the substitute is taken.
        SeatTaken => FailedPrecondition, SeatTaken, at "member_person_id",
            "Thành viên đã bỏ phiếu trong phiên này, hoặc chỗ này hay người thay thế đã được bố trí.",
            "The member has cast a ballot in this session, or the place or the substitute is taken already.";
        /// A substitute sits in her place.
        MemberReplaced { session: SessionId } => FailedPrecondition, MemberReplaced, at "session_id",
            "Người thay thế đã nhận chỗ của bạn trong phiên họp {session}; bạn không bỏ phiếu ở đó.",
            "A substitute has taken your place in the session {session}; you have no vote there.";
        /// The dossier is with another level's council.
        DossierAtOtherLevel { dossier: DossierId, level: &'static str } => FailedPrecondition, DossierStateWrong, at "dossiers",
            "Hồ sơ {dossier} đang chờ Hội đồng cấp {level}.",
            "The dossier {dossier} waits for the council of the level {level}.";
        /// The unit has a regulation from this day on.
        RegulationExists => AlreadyExists, CouncilRegulationExists, at "regulation.valid_from",
            "Đơn vị đã có quy chế Hội đồng có hiệu lực từ ngày này; quy chế đã nhập không sửa được.",
            "The unit has a council regulation from this day on; one that was entered never changes.";
        /// Members have no valid training, and the regulation asks for it.
        MembersUntrained { rule_set: &'static str, persons: String } => FailedPrecondition, MembersUntrained, at "council_id",
            "Quy chế yêu cầu ủy viên chấm điểm có tập huấn còn hiệu lực về {rule_set}; chưa có: {persons}.",
            "The regulation asks members who score for valid training in {rule_set}; these have none: {persons}.";
        /// Members would have less time with the files than the regulation gives them.
        LeadTimeTooShort { days: u32, earliest: NaiveDate } => FailedPrecondition, LeadTimeTooShort, at "held_on",
            "Quy chế yêu cầu gửi hồ sơ trước {days} ngày làm việc; phiên họp sớm nhất vào ngày {earliest}.",
            "The regulation gives members {days} working days with the files; the session may be held on {earliest} at the earliest.";
        /// Nobody of this identity sits there.
        NoSuchMember { person: PersonId, path: &'static str } => NotFound, MemberNotFound, at "{path}",
            "Không có thành viên {person} trong Hội đồng hoặc phiên họp này. Kiểm tra lại mã.",
            "No member {person} sits in this council or session. Check the identity.";
        /// The result is not one that a provincial decision certifies.
        ResultNotCertifiable { dossier: DossierId, state: &'static str } => FailedPrecondition, ResultNotCertifiable, at "dossier_ids",
            "Hồ sơ {dossier} có kết quả {state}; quyết định của tỉnh chỉ công nhận 3 và 4 sao.",
            "The dossier {dossier} ended {state}; a province's decision recognises three and four stars only.";
        /// The decision is older than the scoring.
        DecisionBeforeScoring { dossier: DossierId, closed_on: NaiveDate } => FailedPrecondition, DecisionDateWrong, at "decision.date",
            "Ngày quyết định trước ngày chấm xong hồ sơ {dossier} ({closed_on}). Kiểm tra lại ngày.",
            "The decision is dated before the scoring of the dossier {dossier} was closed ({closed_on}). Check the date.";
        /// The decision is dated in the future.
        DecisionInFuture { today: NaiveDate } => FailedPrecondition, DecisionDateWrong, at "decision.date",
            "Ngày quyết định ở tương lai; hôm nay là {today}.",
            "The decision is dated in the future; today is {today}.";
        /// The issuer has the number in that year.
        DecisionNumberTaken => AlreadyExists, DecisionNumberTaken, at "decision.number",
            "Cơ quan ban hành đã có quyết định số này trong năm. Kiểm tra lại số.",
            "The issuer has a decision of this number in that year. Check the number.";
        /// No such decision, or none the caller may know of or decide on.
        NoSuchDecision { decision: DecisionId } => NotFound, DecisionNotFound, at "decision_id",
            "Không có quyết định {decision} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no decision {decision} within your grants. Check the identity.";
        /// The decision was approved or declined.
        DecisionStateWrong { decision: DecisionId, state: &'static str } => FailedPrecondition, DecisionStateWrong, at "decision_id",
            "Quyết định {decision} đã ở trạng thái {state}; không phê duyệt hay từ chối được nữa.",
            "The decision {decision} is {state}; it can be neither approved nor declined any more.";
        /// A dossier waits in another decision, or is named twice.
        DossierInOtherDecision => FailedPrecondition, DossierInOtherDecision, at "dossier_ids",
            "Một hồ sơ đang chờ trong quyết định khác chưa phê duyệt, hoặc được nêu hai lần.",
            "A dossier waits in another decision that is not approved yet, or is named twice.";
        /// The dossier was not handed over.
        NoCustodyReceipt { dossier: DossierId } => NotFound, CustodyReceiptNotFound, at "dossier_id",
            "Hồ sơ {dossier} chưa được bàn giao cho cấp trung ương.",
            "The dossier {dossier} was not handed over to the ministry.";
        /// A part is not what was handed over.
        CustodyBroken { dossier: DossierId, part: String } => FailedPrecondition, CustodyBroken, at "dossier_id",
            "Phần {part} của hồ sơ {dossier} không đúng như khi bàn giao; không tiếp nhận. Liên hệ tỉnh và người quản trị.",
            "The part {part} of the dossier {dossier} is not as it was handed over; it is not taken in. Ask the province and your operator.";
        /// The ministry's installation works on the dossier.
        DossierAtMinistry { dossier: DossierId } => FailedPrecondition, DossierElsewhere, at "dossier_id",
            "Hồ sơ {dossier} đã bàn giao sang hệ thống của Bộ và đang được xử lý ở đó. Chờ kết quả của Bộ; xem GetCustodyReceipt.",
            "The dossier {dossier} was handed over to the ministry's installation, which works on it. Wait for what comes of it; see GetCustodyReceipt.";
        /// The dossier was given back to the province's installation.
        DossierAtProvince { dossier: DossierId } => FailedPrecondition, DossierElsewhere, at "dossier_id",
            "Hồ sơ {dossier} đã trả về hệ thống của tỉnh; tỉnh xử lý tiếp ở đó.",
            "The dossier {dossier} was given back to the province's installation; the province goes on with it there.";
        /// The producer of a dossier that came from a province's installation cannot be asked here.
        ProducerElsewhere { dossier: DossierId } => FailedPrecondition, ProducerElsewhere, at "dossier_id",
            "Chủ thể của hồ sơ {dossier} dùng hệ thống của tỉnh, không thể hỏi ở đây. Đánh giá theo hồ sơ đã nhận; nếu dưới năm sao, tỉnh xử lý tiếp.",
            "The producer of the dossier {dossier} is in its province's installation and cannot be asked here. Assess what was handed over; below five stars the province goes on with it.";
        /// There is nothing to be sent.
        NoParcel { dossier: DossierId } => NotFound, ParcelNotFound, at "dossier_id",
            "Hồ sơ {dossier} không có gì để gửi sang hệ thống khác. Xem ListWaitingParcels.",
            "The dossier {dossier} has nothing to be sent to another installation. See ListWaitingParcels.";
        /// What came is not what was handed over.
        ParcelAltered { dossier: DossierId } => InvalidArgument, ParcelAltered, at "parcel",
            "Nội dung nhận được của hồ sơ {dossier} không đúng như đã bàn giao, hoặc không đọc được. Bên gửi kiểm tra và gửi lại.",
            "What came of the dossier {dossier} is not what was handed over, or cannot be read. The sender should look into it and send it again.";
        /// What came is not the province's.
        ParcelForeign { dossier: DossierId } => InvalidArgument, ParcelForeign, at "parcel.province_id",
            "Hồ sơ {dossier}, hoặc một giấy chứng nhận kèm theo, không thuộc tỉnh đã ký. Kiểm tra tỉnh gửi.",
            "The dossier {dossier}, or a certificate that comes with it, is not of the province that signed. Look into who sends it.";
        /// What came does not follow on what stands here.
        ParcelUnfitting { dossier: DossierId } => FailedPrecondition, ParcelUnfitting, at "parcel.dossier_version",
            "Nội dung nhận được của hồ sơ {dossier} không tiếp nối trạng thái hồ sơ ở đây. Hai bên đối chiếu bằng ListDossierSteps.",
            "What came of the dossier {dossier} does not follow on how it stands here. Both sides compare it by ListDossierSteps.";
        /// A part is not kept any more.
        ParcelPartMissing { number: usize } => FailedPrecondition, ParcelPartMissing, at "part_sha256[{number}]",
            "Phần {number} không còn được lưu; hãy gửi lại từ đầu.",
            "The part {number} is not kept any more; send the parts from the beginning.";
        /// It is too large.
        ParcelTooLarge { dossier: DossierId, bytes: i64, most: i64 } => FailedPrecondition, ParcelTooLarge, at "dossier_id",
            "Hồ sơ {dossier} cùng các tệp có {bytes} byte, vượt mức {most} byte gửi được qua kết nối. Bàn giao bằng cách khác, hoặc giảm dung lượng tệp.",
            "The dossier {dossier} with its files has {bytes} bytes; {most} at most go over the link. Hand it over otherwise, or with smaller files.";
        /// Reporting alone carries parcels.
        OnlyForReporting => PermissionDenied, ServiceNotEntitled,
            "Chỉ dịch vụ báo cáo được chuyển hồ sơ giữa các hệ thống. Dùng TransferDossier để bàn giao.",
            "Only the reporting service carries dossiers between installations. Hand a dossier over with TransferDossier.";
        /// No such certificate, or none the caller may know of.
        NoSuchCertificate { certificate: CertificateId } => NotFound, CertificateNotFound, at "certificate_id",
            "Không có giấy chứng nhận {certificate} trong phạm vi quyền của bạn.",
            "There is no certificate {certificate} within your grants.";
        /// No certificate has the number.
        NoSuchCertificateNumber { number: String } => NotFound, CertificateNotFound, at "number",
            "Sổ đăng ký không có giấy chứng nhận số {number}. Kiểm tra lại số in trên giấy.",
            "The register has no certificate of the number {number}. Check the number on the paper.";
        /// The certificate does not hold.
        CertificateNotInForce { certificate: CertificateId, status: &'static str, day: NaiveDate } => FailedPrecondition, CertificateNotInForce, at "certificate_id",
            "Vào ngày {day}, giấy chứng nhận {certificate} không còn hiệu lực ({status}). Đọc lại giấy chứng nhận.",
            "On {day} the certificate {certificate} does not hold ({status}). Read the certificate again.";
        /// Another level answers for the star.
        StarOfOtherLevel { level: &'static str } => PermissionDenied, LevelDutyMissing,
            "Giấy chứng nhận hạng sao này thuộc thẩm quyền của cấp {level}; bạn không có nhiệm vụ ở đó.",
            "A certificate of this star belongs to another level ({level}); you have no duty there.";
        /// The certificate is being revoked, or was.
        RevocationExists => AlreadyExists, RevocationExists, at "certificate_id",
            "Giấy chứng nhận đang có thủ tục thu hồi hoặc đã bị thu hồi. Xem ListRevocations.",
            "The revocation of the certificate is open or done. See ListRevocations.";
        /// Nobody asked for it.
        ReassessmentUnasked { dossier: DossierId, state: &'static str } => FailedPrecondition, ReassessmentUnasked, at "redo_request_id",
            "Hồ sơ {dossier} đã có kết quả ({state}); chỉ đánh giá lại khi có yêu cầu của Bộ hoặc khiếu nại có cơ sở. Gửi mã yêu cầu hoặc mã khiếu nại (xem ListRedoRequests, ListComplaints).",
            "The dossier {dossier} has a result ({state}); it is assessed once more only if the ministry asks for it or a complaint was founded. Send the identity of either (see ListRedoRequests, ListComplaints).";
        /// It led to a re-assessment already.
        ComplaintReassessed { complaint: ComplaintId } => AlreadyExists, ComplaintFollowed, at "complaint_id",
            "Khiếu nại {complaint} đã được đánh giá lại một lần. Xem các bước của hồ sơ (ListDossierSteps).",
            "The complaint {complaint} has led to a re-assessment. See the dossier's steps (ListDossierSteps).";
        /// No such request, or none the caller may know of.
        NoSuchRedoRequest { request: RedoRequestId } => NotFound, RedoRequestNotFound, at "redo_request_id",
            "Không có yêu cầu {request} của Bộ trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no request {request} of the ministry within your grants. Check the identity.";
        /// The request was changed since it was read.
        RedoRequestEtagStale => Aborted, EtagStale, at "etag",
            "Yêu cầu đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi etag mới.",
            "Someone changed the request meanwhile. Read it again, look at the change and send the new etag.";
        /// The dossier has an open request.
        RedoRequestExists => AlreadyExists, RedoRequestExists, at "dossier_id",
            "Hồ sơ đang có yêu cầu của Bộ chưa kết thúc. Xem ListRedoRequests.",
            "A request of the ministry about the dossier is open. See ListRedoRequests.";
        /// Closed, or it asks for something else.
        RedoRequestStateWrong { request: RedoRequestId, demand: &'static str, state: &'static str } => FailedPrecondition, RedoRequestStateWrong, at "redo_request_id",
            "Yêu cầu {request} ({demand}) đang ở trạng thái {state}; không dùng được cho việc này. Xem GetRedoRequest.",
            "The request {request} ({demand}) is {state} and cannot be used for this. See GetRedoRequest.";
        /// There is nothing of the province's to redo.
        RedoNotApplicable { dossier: DossierId, state: &'static str } => FailedPrecondition, RedoNotApplicable, at "dossier_id",
            "Hồ sơ {dossier} ({state}) không có kết quả của tỉnh để yêu cầu đánh giá lại hoặc thu hồi công nhận.",
            "The dossier {dossier} ({state}) has no result of the province that could be done again or withdrawn.";
        /// No such revocation, or none the caller may know of.
        NoSuchRevocation { revocation: RevocationId } => NotFound, RevocationNotFound, at "revocation_id",
            "Không có thủ tục thu hồi {revocation} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no revocation {revocation} within your grants. Check the identity.";
        /// The revocation was changed since it was read.
        RevocationEtagStale => Aborted, EtagStale, at "etag",
            "Thủ tục thu hồi đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the revocation meanwhile. Read it again, look at the change and send the new etag.";
        /// The revocation is decided.
        RevocationDecided { revocation: RevocationId, state: &'static str } => FailedPrecondition, RevocationStateWrong, at "revocation_id",
            "Thủ tục thu hồi {revocation} đã kết thúc ({state}).",
            "The revocation {revocation} is decided ({state}).";
        /// The producer has answered.
        RevocationAnswered { revocation: RevocationId } => FailedPrecondition, RevocationStateWrong, at "revocation_id",
            "Chủ thể đã trả lời về thủ tục thu hồi {revocation}; mỗi thủ tục trả lời một lần.",
            "The producer has answered to the revocation {revocation}; it answers once.";
        /// The producer may still answer.
        RevocationAnswerAwaited { revocation: RevocationId, until: NaiveDate } => FailedPrecondition, ProducerHasTime, at "revocation_id",
            "Chủ thể còn thời hạn trả lời đến hết ngày {until} về thủ tục thu hồi {revocation}; chờ trả lời hoặc hết hạn.",
            "The producer may answer until {until} to the revocation {revocation}; wait for its answer or the day after.";
        /// The decision was signed before the producer was heard.
        DecisionBeforeHearing { revocation: RevocationId, first_day: NaiveDate } => FailedPrecondition, DecisionDateWrong, at "decision.date",
            "Quyết định về thủ tục thu hồi {revocation} chỉ được ký từ ngày {first_day}, sau khi chủ thể trả lời hoặc hết thời hạn trả lời. Kiểm tra lại ngày.",
            "A decision on the revocation {revocation} is signed on {first_day} at the earliest, after the producer's answer or its time for it. Check the date.";
        /// No such complaint, or none the caller may know of.
        NoSuchComplaint { complaint: ComplaintId } => NotFound, ComplaintNotFound, at "complaint_id",
            "Không có khiếu nại, phản ánh {complaint} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no complaint {complaint} within your grants. Check the identity.";
        /// The complaint was changed since it was read.
        ComplaintEtagStale => Aborted, EtagStale, at "etag",
            "Khiếu nại, phản ánh đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the complaint meanwhile. Read it again, look at the change and send the new etag.";
        /// The complaint's state does not allow the action.
        ComplaintStateWrong { complaint: ComplaintId, state: &'static str, action: &'static str } => FailedPrecondition, ComplaintStateWrong, at "complaint_id",
            "Khiếu nại, phản ánh {complaint} đang ở trạng thái {state}; không thực hiện được {action}. Đọc lại để biết bước tiếp theo.",
            "The complaint {complaint} is {state}; {action} is not possible. Read it again to see its next step.";
        /// The dossier has no result to complain about.
        ComplaintWithoutResult { dossier: DossierId, state: &'static str } => FailedPrecondition, ComplaintWithoutResult, at "dossier_id",
            "Hồ sơ {dossier} đang ở trạng thái {state}, chưa có kết quả để khiếu nại. Chờ kết quả chấm điểm.",
            "The dossier {dossier} is {state} and has no result to complain about. Wait until it is scored.";
        /// An inspection or revocation needs a certificate.
        ComplaintWithoutCertificate { complaint: ComplaintId } => FailedPrecondition, ComplaintWithoutCertificate, at "consequence",
            "Khiếu nại, phản ánh {complaint} không về giấy chứng nhận nào nên không dẫn đến kiểm tra hay thu hồi. Chọn hệ quả khác.",
            "The complaint {complaint} is about no certificate, so it leads to no inspection or revocation. Choose another consequence.";
        /// The complaint calls for something else, or for nothing.
        ComplaintLeadsElsewhere { complaint: ComplaintId } => FailedPrecondition, ComplaintLeadsElsewhere, at "complaint_id",
            "Văn bản trả lời khiếu nại, phản ánh {complaint} không kết luận hệ quả này đối với giấy chứng nhận này. Xem GetComplaint.",
            "The answer to the complaint {complaint} does not call for this, or not for this certificate. See GetComplaint.";
        /// A revocation was opened on it.
        ComplaintFollowed => AlreadyExists, ComplaintFollowed, at "complaint_id",
            "Đã mở thủ tục thu hồi theo khiếu nại, phản ánh này. Xem ListRevocations.",
            "A revocation was opened on this complaint. See ListRevocations.";
        /// Another level has or handles the complaint.
        ComplaintOfOtherLevel { level: &'static str } => PermissionDenied, LevelDutyMissing,
            "Việc này thuộc cấp {level} đang giữ hoặc giải quyết khiếu nại, phản ánh; bạn không có nhiệm vụ ở đó.",
            "This belongs to the level that has or handles the complaint ({level}); you have no duty there.";
        /// Nobody knows who complained.
        ComplainantAnonymous { complaint: ComplaintId } => FailedPrecondition, ComplainantAnonymous, at "complaint_id",
            "Khiếu nại, phản ánh {complaint} là nặc danh; không có thông tin người gửi.",
            "The complaint {complaint} is anonymous; nobody knows who complained.";
        /// A producer complains by name.
        ComplainantMissing => InvalidArgument, FieldsInvalid, at "complainant",
            "Chủ thể khiếu nại về sản phẩm của mình phải ghi họ tên người khiếu nại.",
            "A producer that complains about its own must say who complains for it.";
        /// The file is not of the side that records the complaint.
        ComplaintFileWrong { file: FileId } => InvalidArgument, ComplaintFileWrong, at "file_ids",
            "Tệp {file} không đính kèm được: cán bộ dùng tệp của cơ quan thuộc phạm vi của cấp giải quyết, chủ thể dùng tệp của mình. Tải tệp lên lại cho đúng bên.",
            "The file {file} cannot go with this complaint: officers use files of authorities in the area of the level that handles it, a producer its own. Upload it again for the right side.";
        /// Registry gives no reason for the replacement.
        ReplacementUnfounded { certificate: CertificateId } => FailedPrecondition, ReplacementUnfounded, at "certificate_id",
            "Thông tin trong sổ chủ thể, sản phẩm không cho lý do thay giấy chứng nhận {certificate} theo cách này. Sửa ở đó trước, hoặc chọn lý do khác.",
            "What registry says is no reason to replace the certificate {certificate} like this. Put it right there first, or name another reason.";
        /// Bodies of that level did not recognise products of that star on those days.
        RecognitionIssuer { level: &'static str } => InvalidArgument, RecognitionIssuerWrong, at "recognition.issuing_level",
            "Vào thời điểm đó, cơ quan cấp này ({level}) không công nhận sản phẩm hạng sao này. Kiểm tra lại cấp, hạng sao và ngày.",
            "A body of this level ({level}) did not recognise products of this star then. Check level, star and days.";
        /// The certificate is recorded already.
        RecognitionExists => AlreadyExists, RecognitionExists, at "recognition.certificate_number",
            "Giấy chứng nhận số này của cơ quan này đã được ghi. Xem SearchRegister.",
            "The certificate of this number and body is recorded. See SearchRegister.";
        /// No such recognition, or none the caller may know of.
        NoSuchRecognition { recognition: RecognitionId } => NotFound, RecognitionNotFound, at "recognition_id",
            "Không có công nhận {recognition} trong phạm vi quyền của bạn. Xem ListRecognitions.",
            "There is no recognition {recognition} within your grants. See ListRecognitions.";
        /// The recognition was retracted.
        RecognitionRetracted { recognition: RecognitionId } => FailedPrecondition, RecognitionRetracted, at "recognition_id",
            "Công nhận {recognition} đã được rút lại; nếu rút nhầm, ghi lại bằng RecordRecognition.",
            "The recognition {recognition} was retracted; if that was wrong, record it again with RecordRecognition.";
        /// A certificate ends before it can have begun.
        RecognitionExpiry => InvalidArgument, FieldsInvalid, at "recognition.expires_on",
            "Ngày hết hạn không thể trước ngày công nhận.",
            "The last day cannot be before the day of recognition.";
        /// The days of a recognition contradict each other.
        RecognitionDates { today: NaiveDate } => InvalidArgument, FieldsInvalid, at "recognition.recognised_latest",
            "Ngày sớm nhất phải không sau ngày muộn nhất, và không ngày nào sau hôm nay ({today}).",
            "The earliest day must not lie after the latest, and none after today ({today}).";
        /// Registry does not know the producer, or the caller may not.
        NoSuchProducer { producer: ProducerId } => NotFound, ProducerNotFound, at "producer_id",
            "Không có chủ thể {producer} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no producer {producer} within your grants. Check the identity.";
        /// No such upload, or another person's.
        NoSuchUpload { upload: UploadId } => NotFound, UploadNotFound, at "upload_id",
            "Không có lượt tải lên {upload} do bạn bắt đầu; có thể nó đã bị bỏ từ lâu. Hãy bắt đầu lại.",
            "There is no upload {upload} that you began; it may have been given up long ago. Begin another one.";
        /// The upload was given up.
        UploadDiscarded { upload: UploadId } => FailedPrecondition, UploadDiscarded, at "upload_id",
            "Lượt tải lên {upload} đã bị bỏ, không nhận thêm dữ liệu. Hãy bắt đầu lượt khác.",
            "The upload {upload} was given up and takes no more bytes. Begin another one.";
        /// The bytes do not follow those before.
        UploadOffset { upload: UploadId, committed: i64 } => FailedPrecondition, UploadOffsetWrong, at "offset_bytes",
            "Lượt tải lên {upload} đã lưu {committed} byte; hãy gửi tiếp từ byte đó.",
            "The upload {upload} has {committed} bytes; go on from that one.";
        /// More bytes came than were declared.
        UploadTooLong { declared: i64 } => InvalidArgument, UploadSizeWrong, at "data",
            "Dữ liệu dài hơn {declared} byte đã khai. Kiểm tra lại tệp và bắt đầu lượt khác.",
            "There are more than the {declared} bytes that were declared. Check the file and begin another upload.";
        /// The content is not the one that was declared.
        UploadHash { found: Digest } => InvalidArgument, UploadHashWrong, at "upload_id",
            "Nội dung nhận được có SHA-256 {found}, khác với giá trị đã khai; lượt tải lên bị bỏ. Hãy bắt đầu lượt khác.",
            "The content that came has the SHA-256 {found}, not the one declared; the upload is discarded. Begin another one.";
        /// Files of the media type are not taken.
        MediaTypeUnknown { name: String } => InvalidArgument, MediaTypeNotAllowed, at "declaration.media_type",
            "Không nhận tệp kiểu {name}. Các kiểu được nhận: PDF, JPEG, PNG, TIFF, MP4, Word (docx), Excel (xlsx).",
            "Files of the type {name} are not taken. Those taken are PDF, JPEG, PNG, TIFF, MP4, Word (docx) and Excel (xlsx).";
        /// The name ends as other files do.
        FileNameOfOtherType { ending: &'static str } => InvalidArgument, MediaTypeNotAllowed, at "declaration.name",
            "Tên tệp không khớp với kiểu đã khai; tên phải kết thúc bằng .{ending}.",
            "The name does not fit the type declared; it must end in .{ending}.";
        /// The content is of another type than declared, or holds macros.
        ContentOfOtherType => InvalidArgument, MediaTypeNotAllowed, at "upload_id",
            "Nội dung không đúng kiểu tệp đã khai, hoặc chứa macro; lượt tải lên bị bỏ. Hãy lưu lại đúng kiểu rồi bắt đầu lượt khác.",
            "The content is not of the type declared, or holds macros; the upload is discarded. Save the file as that type and begin another one.";
        /// The file is too large.
        FileTooLarge { bytes: i64, most: i64 } => InvalidArgument, FileTooLarge, at "declaration.size_bytes",
            "Tệp có {bytes} byte; tối đa {most} byte. Hãy giảm độ phân giải hoặc tách tệp.",
            "The file has {bytes} bytes; at most {most} are taken. Lower its resolution, or split it.";
        /// There is no room for another upload.
        FileQuota { held: i64, most: i64, open: usize, most_open: usize } => ResourceExhausted, FileQuotaExceeded, at "declaration.size_bytes",
            "Đã dùng {held} trên {most} byte, và {open} trên {most_open} lượt tải lên đang dở. Hãy hoàn tất hoặc chờ các lượt dở bị bỏ sau một tuần.",
            "{held} of {most} bytes are in use, and {open} of {most_open} uploads under way. Finish those, or wait until they are given up after a week.";
        /// No such file, or none the caller may know of.
        NoSuchFile { file: FileId } => NotFound, FileNotFound, at "file_id",
            "Không có tệp {file} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no file {file} within your grants. Check the identity.";
        /// The content is not what it was.
        FileDamaged { file: FileId } => DataLoss, FileDamaged, at "file_id",
            "Nội dung lưu của tệp {file} bị hỏng hoặc bị mất; xin báo người vận hành.",
            "The stored content of the file {file} is damaged or missing; tell the operator.";
        /// The place to begin at lies behind the last byte.
        OffsetBeyondEnd { bytes: i64 } => InvalidArgument, FieldsInvalid, at "offset_bytes",
            "Tệp chỉ có {bytes} byte.",
            "The file has {bytes} bytes only.";
        /// No such paper, or none that may serve here.
        NoSuchPaper { paper: PaperId } => NotFound, PaperNotFound, at "paper_id",
            "Không có giấy tờ {paper} của chủ thể này. Xem ListPapers, hoặc ghi nhận bằng RecordPaper.",
            "There is no paper {paper} of this producer. See ListPapers, or record it with RecordPaper.";
        /// There is no such kind of papers.
        PaperTypeUnknown { key: String } => InvalidArgument, PaperTypeUnknown, at "facts.type",
            "Không có loại giấy tờ {key}.",
            "There is no kind of papers {key}.";
        /// The days of a paper contradict each other.
        PaperDates { today: NaiveDate } => InvalidArgument, PaperDatesWrong, at "facts.expires_on",
            "Ngày cấp không được sau hôm nay ({today}), và ngày hết hạn không được trước ngày cấp.",
            "A paper is issued today ({today}) or earlier, and does not expire before it is issued.";
        /// No such evidence, or none the caller may change.
        NoSuchEvidence { evidence: EvidenceId } => NotFound, EvidenceNotFound, at "evidence_id",
            "Không có minh chứng {evidence} trong phiên bản đang soạn mà bạn được sửa.",
            "There is no evidence {evidence} in the version being written that you may change.";
        /// The record a form is put together from is not there.
        FormNotWritten { form: &'static str } => FailedPrecondition, FormNotWritten, at "kind",
            "Chưa có “{form}” cho hồ sơ này: bước lập văn bản đó chưa được thực hiện. Xem ListDossierSteps.",
            "There is no “{form}” for this dossier: the step that writes it was not taken. See ListDossierSteps.";
        /// The dossier has no such place.
        EvidencePlace { place: String, set: i32 } => InvalidArgument, EvidencePlaceUnknown, at "place",
            "Hồ sơ của bộ {set} không có chỗ {place} cho minh chứng. Xem GetCheckList và GetCriteriaSet.",
            "A dossier of set {set} has no place {place} for evidence. See GetCheckList and GetCriteriaSet.";
        /// The paper stands there already.
        EvidenceAttached => AlreadyExists, EvidenceAttached, at "paper_id",
            "Giấy tờ này đã được gắn ở chỗ đó.",
            "The paper stands at that place already.";
        /// The same content is being taken away at this moment.
        ContentGoing => Aborted, Contention, at "upload_id",
            "Nội dung giống hệt đang được dọn đi; hãy gửi lại sau ít giây.",
            "The same content is just being cleared away; send this again in a few seconds.";
        /// A delegation's days are in the past or in the wrong order.
        DelegationDates { today: NaiveDate } => InvalidArgument, DelegationDatesWrong, at "first_day",
            "Thời gian uỷ quyền phải từ hôm nay ({today}) trở đi, ngày đầu không sau ngày cuối.",
            "A delegation begins today ({today}) or later, and its first day is not after its last.";
        /// Nobody stands in for herself.
        DelegationToSelf => InvalidArgument, DelegationToSelf, at "to_person_id",
            "Không uỷ quyền cho chính mình. Chọn người khác cùng vai trò.",
            "You cannot stand in for yourself. Choose another person of the role.";
        /// One of the two is delegated at that time.
        DelegationOverlaps { other: DelegationId } => AlreadyExists, DelegationOverlaps,
            "Trong thời gian này một trong hai người đã có uỷ quyền {other}. Kết thúc uỷ quyền đó hoặc chọn ngày, người khác.",
            "One of the two is part of the delegation {other} at that time. End that one, or choose other days or another person.";
        /// No such delegation, or none the caller may know of.
        NoSuchDelegation { delegation: DelegationId } => NotFound, DelegationNotFound, at "delegation_id",
            "Không có uỷ quyền {delegation} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no delegation {delegation} within your grants. Check the identity.";
        /// The delegation is over.
        DelegationOver { delegation: DelegationId, last_day: NaiveDate } => FailedPrecondition, DelegationOver, at "delegation_id",
            "Uỷ quyền {delegation} kết thúc ngày {last_day}; không cần kết thúc nữa.",
            "The delegation {delegation} ends on {last_day}; there is nothing left to end.";
        /// No such notice, or none for the caller.
        NoSuchNotice { notice: NoticeId } => NotFound, NoticeNotFound, at "notice_id",
            "Không có thông báo {notice} gửi đến bạn. Kiểm tra lại mã.",
            "There is no notice {notice} for you. Check the identity.";
        /// No such inspection, or none the caller may know of.
        NoSuchInspection { inspection: InspectionId } => NotFound, InspectionNotFound, at "inspection_id",
            "Không có cuộc kiểm tra {inspection} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no inspection {inspection} within your grants. Check the identity.";
        /// The inspection was changed since it was read.
        InspectionEtagStale => Aborted, EtagStale, at "etag",
            "Cuộc kiểm tra đã được người khác thay đổi. Đọc lại, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the inspection meanwhile. Read it again, look at the change and send the new etag.";
        /// The caller has no duty at the level that inspects.
        InspectionOfOtherLevel { level: &'static str } => PermissionDenied, LevelDutyMissing,
            "Cuộc kiểm tra thuộc cấp {level}; bạn không có nhiệm vụ này ở cấp đó.",
            "The inspection belongs to a level ({level}) at which you do not have this duty.";
        /// The caller acts for the producer or leads it.
        InspectorBound { inspection: InspectionId } => PermissionDenied, InspectorBound, at "inspection_id",
            "Bạn đại diện hoặc lãnh đạo chủ thể được kiểm tra nên không tham gia cuộc kiểm tra {inspection}; hãy để người khác làm.",
            "You act for the inspected producer or lead it, and have no part in the inspection {inspection}; let somebody else do it.";
        /// The inspection's state does not allow this.
        InspectionStateWrong { inspection: InspectionId, state: &'static str } => FailedPrecondition, InspectionStateWrong, at "inspection_id",
            "Cuộc kiểm tra {inspection} đang ở trạng thái {state}; không thực hiện được bước này. Đọc lại để biết bước tiếp theo.",
            "The inspection {inspection} is {state}; this step is not possible. Read it again to see its next one.";
        /// The set has no such criterion.
        InspectedCriterionUnknown { index: usize, criterion: String, set: i32 } => InvalidArgument, CriterionUnknown, at "findings[{index}].criterion",
            "Bộ {set} không có tiêu chí {criterion}. Xem GetCriteriaSet.",
            "Set {set} has no criterion {criterion}. See GetCriteriaSet.";
        /// A criterion is named twice.
        InspectedCriterionTwice { index: usize, criterion: String } => InvalidArgument, CriterionChosenTwice, at "findings[{index}].criterion",
            "Tiêu chí {criterion} được nêu hai lần; ghi một lần.",
            "Criterion {criterion} is named twice; record it once.";
        /// A file is no document of the inspecting authority.
        InspectionFile { finding: usize, place: usize, file: FileId } => NotFound, FileNotFound, at "findings[{finding}].file_ids[{place}]",
            "Không có tệp {file} trong tài liệu của cơ quan kiểm tra. Tải lên bằng BeginUpload với đơn vị của cơ quan.",
            "There is no file {file} among the documents of the inspecting authority. Upload it with BeginUpload for the authority's unit.";
        /// What was found does not lead to the outcome.
        InspectionOutcomeUnfounded { outcome: &'static str } => FailedPrecondition, InspectionOutcomeUnfounded, at "outcome",
            "Kết quả {outcome} không phù hợp với nội dung đã ghi nhận: có vi phạm thì yêu cầu khắc phục hoặc đề nghị thu hồi, không có thì kết luận không vi phạm.",
            "The outcome {outcome} does not follow from what was found: a breach is to be remedied or leads to revocation, and without one there is no breach to conclude.";
        /// What was found gives no such ground.
        InspectionGroundUnfounded { ground: &'static str } => FailedPrecondition, InspectionOutcomeUnfounded, at "ground",
            "Nội dung đã ghi nhận không dẫn đến căn cứ {ground}: vi phạm tiêu chí là điểm b, vi phạm về nhãn hiệu hoặc quảng cáo là điểm d.",
            "What was found does not lead to the ground {ground}: criteria in breach are (b), the mark or advertising (d).";
        /// What is in breach is to be put right later than at once.
        InspectionRemedyDate { concluded_on: NaiveDate } => InvalidArgument, InspectionRemedyDateWrong, at "remedy_until",
            "Hạn khắc phục phải sau ngày kết luận ({concluded_on}).",
            "What is in breach is to be put right after the day of the conclusion ({concluded_on}).";
        /// The inspection gives no ground for the revocation.
        InspectionGivesNoGround { inspection: InspectionId, ground: &'static str } => FailedPrecondition, InspectionGivesNoGround, at "inspection_id",
            "Cuộc kiểm tra {inspection} không phải của sản phẩm này, hoặc không kết luận đề nghị thu hồi theo căn cứ {ground}.",
            "The inspection {inspection} is of another product, or does not conclude to revoke on the ground {ground}.";
        /// A revocation rests on the inspection already.
        InspectionUsed => AlreadyExists, InspectionUsed, at "inspection_id",
            "Đã có thủ tục thu hồi dựa trên cuộc kiểm tra này. Xem ListRevocations.",
            "A revocation rests on this inspection already. See ListRevocations.";
        /// Nothing says what counts how much.
        NoInspectionRisk { day: NaiveDate } => FailedPrecondition, InspectionRiskNotInForce,
            "Chưa có tham số xếp thứ tự kiểm tra có hiệu lực vào ngày {day}.",
            "Nothing says what counts how much for the order of inspections on {day}.";
    }
}
