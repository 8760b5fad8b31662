//! Why registry refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::blobs::Digest;

use crate::domain::import::{ImportId, ImportState};
use crate::domain::leader::{LeaderId, PersonId};
use crate::domain::management::{ManagementBodyId, OfficialId};
use crate::domain::person::WorkerId;
use crate::domain::producer::{ProducerId, ProducerKind};
use crate::domain::producer_account::ProducerAccountId;
use crate::domain::product::ProductId;
use crate::domain::product_file::{ProductFileId, UploadId};
use crate::domain::programme::{PaymentId, ProgrammeRecordId};
use crate::domain::retention::LegalHoldId;
use crate::domain::units::UnitChangeId;

platform::errors! {
    /// Why registry refuses.
    pub enum Error {
        /// No such unit.
        NoSuchUnit { unit: UnitId, path: &'static str } => NotFound, UnitNotFound, at "{path}",
            "Không có đơn vị {unit}. Tra mã bằng ListUnits.",
            "There is no unit {unit}. Look the code up with ListUnits.";
        /// The unit did not exist on the day.
        UnitAbolished { unit: UnitId, day: NaiveDate, path: &'static str } => FailedPrecondition, UnitAbolished, at "{path}",
            "Đơn vị {unit} không tồn tại vào ngày {day} (chưa lập hoặc đã bãi bỏ). Chọn đơn vị đang có.",
            "The unit {unit} does not exist on {day} (not yet, or no longer). Choose one that does.";
        /// The unit is of a higher level.
        UnitIsNoCommune { unit: UnitId, path: &'static str } => InvalidArgument, UnitLevelWrong, at "{path}",
            "Đơn vị {unit} không phải cấp xã. Chọn xã, phường hoặc đặc khu.",
            "The unit {unit} is no commune. Choose a commune, ward or special zone.";
        /// No rule set knows the product set on the day.
        NoSuchProductSet { number: i32, day: NaiveDate } => NotFound, ProductSetNotFound, at "product.product_set",
            "Không có bộ sản phẩm số {number} trong quy định có hiệu lực ngày {day}. Xem ListProductSets.",
            "The rules in force on {day} know no product set {number}. See ListProductSets.";
        /// No rule set is in force on the day.
        NoRuleSet { day: NaiveDate } => NotFound, ProductSetNotFound, at "at",
            "Hệ thống chưa có bộ sản phẩm cho ngày {day}. Chọn ngày từ 2026-05-22.",
            "The system knows no product sets for {day}. Choose a day from 2026-05-22 on.";
        /// No such producer, or none the caller may know of.
        NoSuchProducer { producer: ProducerId } => NotFound, ProducerNotFound, at "producer_id",
            "Không có chủ thể {producer} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no producer {producer} within your grants. Check the identity.";
        /// The producer is retired.
        ProducerRetired { producer: ProducerId } => FailedPrecondition, ProducerRetired, at "producer_id",
            "Chủ thể {producer} đã ngừng; bản ghi không thay đổi được nữa.",
            "The producer {producer} is retired; its record changes no more.";
        /// The producer has products in use.
        ProducerHasProducts { producer: ProducerId, count: u64 } => FailedPrecondition, ProducerHasProducts, at "producer_id",
            "Chủ thể {producer} còn {count} sản phẩm đang dùng. Ngừng các sản phẩm đó trước.",
            "The producer {producer} still has {count} product(s) in use. Retire those first.";
        /// The kind of producer may not own a product of the set.
        KindNotEligible { kind: ProducerKind, number: i32 } => FailedPrecondition, ProducerKindNotEligible, at "product.product_set",
            "Chủ thể loại {kind} chỉ được tham gia với sản phẩm du lịch; bộ {number} không phải du lịch (QĐ 26/2026, Điều 2.3).",
            "A producer of the kind {kind} takes part with tourism only; set {number} is not tourism (Decision 26/2026, article 2.3).";
        /// The producer has a product of a set that is not open to its new kind.
        KindNotOpenToProducts { kind: ProducerKind, number: i32 } => FailedPrecondition, ProducerKindNotEligible, at "producer.kind",
            "Chủ thể có sản phẩm đang dùng thuộc bộ {number}, không phải du lịch; loại {kind} chỉ tham gia với sản phẩm du lịch (QĐ 26/2026, Điều 2.3). Sửa loại, hoặc ngừng sản phẩm đó trước.",
            "The producer has a product in use of set {number}, which is not tourism; the kind {kind} takes part with tourism only (Decision 26/2026, article 2.3). Correct the kind, or retire that product first.";
        /// Large enterprises take no part in the programme.
        LargeEnterprise => FailedPrecondition, LargeEnterpriseNotEligible, at "producer.kind",
            "Doanh nghiệp lớn không thuộc đối tượng của Chương trình OCOP (QĐ 26/2026, Điều 2.3). Chỉ ghi doanh nghiệp nhỏ và vừa, hợp tác xã, tổ hợp tác, trang trại, hộ.",
            "Large enterprises take no part in the programme (Decision 26/2026, article 2.3). Register small and medium enterprises, cooperatives, cooperative groups, farms and households only.";
        /// A day of the record lies ahead.
        RecordDayAhead { path: String, today: NaiveDate } => InvalidArgument, RecordDatesWrong, at "{path}",
            "Ngày này phải từ hôm nay ({today}) trở về trước. Sửa ngày, hoặc bỏ trống nếu chưa rõ.",
            "The day must be today ({today}) or before. Correct it, or leave it empty if it is not known.";
        /// Something of the record ends before it begins.
        RecordDaysCrossed { path: String, first: NaiveDate } => InvalidArgument, RecordDatesWrong, at "{path}",
            "Ngày cuối không được trước ngày đầu ({first}). Sửa một trong hai ngày.",
            "The last day must not lie before the first, {first}. Correct one of them.";
        /// Nobody is recorded as the producer's legal representative.
        NoRepresentative { producer: ProducerId } => NotFound, LegalRepresentativeNotFound, at "producer_id",
            "Chủ thể {producer} chưa ghi người đại diện pháp luật. Ghi bằng SetLegalRepresentative.",
            "No legal representative of the producer {producer} is recorded. Record one with SetLegalRepresentative.";
        /// The person is no worker of the producer.
        NoSuchWorker { worker: WorkerId } => NotFound, ProducerWorkerNotFound, at "person_ids",
            "Người {worker} không có trong danh sách lao động của chủ thể này. Xem lại danh sách; không người nào bị xóa.",
            "The person {worker} is not among the workers of this producer. Look at the list again; nobody was removed.";
        /// What is asked for is told to another service alone.
        OnlyForReporting => PermissionDenied, ServiceNotEntitled,
            "Chỉ dịch vụ báo cáo được hỏi việc này. Dùng số liệu tổng hợp của báo cáo.",
            "Only the reporting service may ask this. Use the figures that reporting gives.";
        /// The producers do not make a succession of the kind.
        SuccessionSides { path: &'static str, kind: &'static str } => InvalidArgument, SuccessionSidesWrong, at "{path}",
            "{kind}: số chủ thể ở mỗi bên không đúng, bị lặp, hoặc cùng ở hai bên. Hợp nhất: từ hai thành một khác; sáp nhập: vào một đang có; chia, tách: một thành nhiều; chuyển đổi: một thành một khác.",
            "{kind}: the number of producers on a side is wrong, one is named twice, or stands on both sides. A merger makes another one of two or more, a takeover puts them into one, a division makes several of one, a conversion another one of one.";
        /// The product is none of theirs, or goes to none of the successors.
        ProductMoveUnfounded { path: String } => InvalidArgument, ProductMoveUnfounded, at "{path}",
            "Sản phẩm này không phải sản phẩm đang dùng của bên bị kế tục, bị nêu hai lần, hoặc bên nhận không phải bên kế tục.",
            "The product is none in use of a predecessor, is named twice, or is to go to none of the successors.";
        /// It is not said where the product goes.
        ProductUnassigned { product: ProductId } => FailedPrecondition, ProductUnassigned, at "product_moves",
            "Chưa nêu sản phẩm {product} thuộc về bên kế tục nào. Thêm vào product_moves, hoặc ngừng sản phẩm đó trước.",
            "It is not said to which successor the product {product} goes. Add it to product_moves, or retire it first.";
        /// Made-up and real producers do not come together.
        SampleAmongOthers { producer: ProducerId } => FailedPrecondition, SampleAmongOthers,
            "Chủ thể {producer} là dữ liệu mẫu, các chủ thể khác thì không (hoặc ngược lại). Không gộp dữ liệu mẫu với dữ liệu thật.",
            "The producer {producer} is made up and the others are not, or the other way round. Samples and real producers stay apart.";
        /// Producers like this one are registered.
        ProducerLikeOthers { candidates: String } => AlreadyExists, ProducerLikeOthers, at "distinct_from_producer_ids",
            "Đã có chủ thể giống chủ thể này (cùng số, hoặc cùng tên trong xã): {candidates}. Nếu là chủ thể khác, gửi lại kèm các mã đó trong distinct_from_producer_ids.",
            "There are producers like this one (by a number, or by name in the commune): {candidates}. If they are others, send this again with those identities in distinct_from_producer_ids.";
        /// The two have nothing in common.
        NotAlike { one: ProducerId, other: ProducerId } => FailedPrecondition, ProducersNotAlike, at "other_producer_id",
            "Chủ thể {one} và {other} hiện không có gì trùng nhau để kết luận. Xem FindDuplicateProducers.",
            "The producers {one} and {other} have nothing in common to be judged now. See FindDuplicateProducers.";
        /// Another producer has the registration number.
        RegistrationNumberTaken => AlreadyExists, RegistrationNumberTaken, at "producer.registration_number",
            "Số đăng ký này đã thuộc về một chủ thể khác đang hoạt động. Tìm chủ thể đó, hoặc sửa số.",
            "Another active producer has this registration number. Find that producer, or correct the number.";
        /// Another producer has the tax code.
        TaxCodeTaken => AlreadyExists, TaxCodeTaken, at "producer.tax_code",
            "Mã số thuế này đã thuộc về một chủ thể khác đang hoạt động. Tìm chủ thể đó, hoặc sửa mã.",
            "Another active producer has this tax code. Find that producer, or correct the code.";
        /// A term cannot begin before the one it follows.
        LeaderTermOrder { present: NaiveDate } => FailedPrecondition, LeaderTermOrder, at "term_from",
            "Nhiệm kỳ mới phải bắt đầu sau ngày {present}, ngày bắt đầu nhiệm kỳ hiện tại.",
            "The new term must begin after {present}, the first day of the present one.";
        /// Terms of one producer do not overlap.
        LeaderTermOverlaps { other_from: NaiveDate } => FailedPrecondition, LeaderTermOrder, at "term_to",
            "Nhiệm kỳ phải kết thúc trước ngày {other_from}, ngày bắt đầu nhiệm kỳ tiếp theo. Sửa ngày cuối, hoặc sửa nhiệm kỳ kia trước.",
            "The term must end before {other_from}, the first day of the next one. Correct the last day, or that term first.";
        /// A term ends no earlier than it begins.
        LeaderTermCrossed { from: NaiveDate } => FailedPrecondition, LeaderTermOrder, at "term_to",
            "Ngày cuối nhiệm kỳ phải từ ngày bắt đầu {from} trở đi.",
            "The last day of the term must not lie before the first, {from}.";
        /// No such term, or none the caller may know of.
        NoSuchLeaderTerm { leader: LeaderId } => NotFound, LeaderTermNotFound, at "leader_id",
            "Không có nhiệm kỳ {leader} trong phạm vi quyền của bạn. Xem ListLeaders.",
            "There is no leader's term {leader} within your grants. See ListLeaders.";
        /// The term has a last day.
        LeaderTermEnded { leader: LeaderId } => FailedPrecondition, LeaderTermEnded, at "leader_id",
            "Nhiệm kỳ {leader} đã có ngày cuối. Nếu ngày đó sai, sửa bằng CorrectLeaderTerm.",
            "The leader's term {leader} has a last day. If that is wrong, put it right with CorrectLeaderTerm.";
        /// Figures are of this year and of years that are over.
        FiguresYearAhead { this_year: i32 } => InvalidArgument, ProducerFiguresYearWrong, at "figures.year",
            "Chỉ ghi số liệu của năm nay ({this_year}) và các năm trước.",
            "Figures are recorded of this year ({this_year}) and of those before.";
        /// A group of workers is larger than all.
        FiguresPartLarger { path: &'static str, all: i32 } => InvalidArgument, ProducerFiguresInconsistent, at "{path}",
            "Một nhóm lao động không thể nhiều hơn tổng số ({all}). Sửa nhóm hoặc tổng số.",
            "A group of workers cannot be larger than all of them ({all}). Correct the group or the whole.";
        /// Only cooperatives are graded.
        GradeNotApplicable { kind: ProducerKind } => FailedPrecondition, CooperativeGradeNotApplicable, at "figures.cooperative_grade",
            "Chỉ hợp tác xã được xếp loại (Thông tư 01/2020/TT-BKHĐT); chủ thể này là loại {kind}. Bỏ trống xếp loại.",
            "Only cooperatives are graded (Circular 01/2020/TT-BKHĐT); this producer is of the kind {kind}. Leave the grade out.";
        /// What is in force is corrected for a reason.
        CorrectionWithoutReason => InvalidArgument, FieldsInvalid, at "correction_reason",
            "Năm này đã có số liệu; hãy nêu lý do sửa.",
            "There are figures of this year; say why they are corrected.";
        /// The person leads under another name.
        PersonNameDiffers { person: PersonId } => FailedPrecondition, FieldsInvalid, at "full_name",
            "Người {person} đã được ghi với họ tên khác. Bỏ trống person_id nếu là người khác, hoặc ghi đúng họ tên.",
            "The person {person} is recorded under another name. Leave person_id empty if it is someone else, or give the recorded name.";
        /// No such grant, or none the caller may know of.
        NoSuchProducerAccount { account: ProducerAccountId } => NotFound, ProducerAccountNotFound, at "producer_account_id",
            "Không có tài khoản chủ thể {account} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no producer account {account} within your grants. Check the identity.";
        /// The person has an open grant for the producer.
        ProducerAccountOpen => AlreadyExists, ProducerAccountOpen, at "person_id",
            "Người này đã có tài khoản chưa kết thúc cho chủ thể này. Kết thúc tài khoản đó trước (EndProducerAccount).",
            "The person has an open account for the producer. End that one first (EndProducerAccount).";
        /// The grant is ended.
        ProducerAccountEnded { account: ProducerAccountId } => FailedPrecondition, ProducerAccountEnded, at "producer_account_id",
            "Tài khoản chủ thể {account} đã kết thúc; bản ghi không thay đổi được nữa.",
            "The producer account {account} is ended; its record changes no more.";
        /// Nobody grants herself the right to act for a producer.
        ProducerAccountForOneself => PermissionDenied, ProducerAccountForOneself, at "person_id",
            "Không ai được tự cấp cho mình quyền thay mặt chủ thể. Nhờ cán bộ khác của xã kiểm tra và cấp.",
            "Nobody grants herself the right to act for a producer. Have another officer of the commune check and grant it.";
        /// A grant begins today or later.
        ProducerAccountBackdated { today: NaiveDate } => FailedPrecondition, ProducerAccountTermWrong, at "term_from",
            "Quyền thay mặt chủ thể bắt đầu từ ngày {today} trở đi, không lùi về trước.",
            "The right to act for a producer begins on {today} or later, never before.";
        /// A grant ends no earlier than it begins.
        ProducerAccountTermOrder { from: NaiveDate } => FailedPrecondition, ProducerAccountTermWrong, at "term_to",
            "Ngày cuối phải từ ngày bắt đầu {from} trở đi. Sửa ngày cuối, hoặc bỏ trống.",
            "The last day must not lie before the first, {from}. Correct it, or leave it empty.";
        /// No such product, or none the caller may know of.
        NoSuchProduct { product: ProductId } => NotFound, ProductNotFound, at "product_id",
            "Không có sản phẩm {product} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no product {product} within your grants. Check the identity.";
        /// The product is retired.
        ProductRetired { product: ProductId } => FailedPrecondition, ProductRetired, at "product_id",
            "Sản phẩm {product} đã ngừng; bản ghi không thay đổi được nữa.",
            "The product {product} is retired; its record changes no more.";
        /// No such change of units.
        NoSuchUnitChange { change: UnitChangeId } => NotFound, UnitChangeNotFound, at "unit_change_id",
            "Không có lần thay đổi đơn vị {change}. Xem ListUnitChanges.",
            "There is no change of units {change}. See ListUnitChanges.";
        /// The change was taken back already.
        UnitChangeUndone { change: UnitChangeId } => FailedPrecondition, UnitChangeUndone, at "unit_change_id",
            "Lần thay đổi đơn vị {change} đã được hoàn tác.",
            "The change of units {change} was undone already.";
        /// Others stand on the change.
        UnitChangeNotLast { change: UnitChangeId } => FailedPrecondition, UnitChangeNotLast, at "unit_change_id",
            "Chỉ hoàn tác được lần thay đổi đơn vị sau cùng; {change} không phải lần đó. Hoàn tác các lần sau trước.",
            "Only the last change of units can be undone; {change} is not the last. Undo the later ones first.";
        /// Something is recorded in a unit that the change made.
        UnitsInUse { change: UnitChangeId, producers: u64, products: u64, codes: u64, records: u64 } => FailedPrecondition, UnitsInUse, at "unit_change_id",
            "Các đơn vị do {change} lập đã có {producers} chủ thể, {products} sản phẩm, {codes} mã sản phẩm và {records} bản ghi khác. Chuyển chủ thể, sản phẩm, bản ghi đi trước; đã cấp mã thì lập một lần thay đổi mới.",
            "The units made by {change} have {producers} producer(s), {products} product(s), {codes} product code(s) and {records} other record(s). Move producers, products and records first; where codes were given, enter a further change.";
        /// The published table stands on facts that this program does not have.
        UnitsOfNewerProgram => FailedPrecondition, UnitsOfNewerProgram,
            "Bảng đơn vị do phiên bản chương trình mới hơn công bố; gửi lại khi việc nâng cấp hoàn tất.",
            "A newer version of the program has published the units; send this again once the upgrade is complete.";
        /// The unit is of a level that the State has no longer.
        UnitKeepsNoRecords { unit: UnitId, path: &'static str } => InvalidArgument, UnitLevelWrong, at "{path}",
            "Đơn vị {unit} không giữ bản ghi của Chương trình. Chọn xã, tỉnh hoặc VN (cả nước).",
            "The unit {unit} keeps no records of the programme. Choose a commune, a province, or VN for the country.";
        /// No such record of the programme, or none the caller may know of.
        NoSuchProgrammeRecord { record: ProgrammeRecordId } => NotFound, ProgrammeRecordNotFound, at "record_id",
            "Không có bản ghi {record} của Chương trình trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no record {record} of the programme within your grants. Check the identity.";
        /// The record of the programme is retired.
        ProgrammeRecordRetired { record: ProgrammeRecordId } => FailedPrecondition, ProgrammeRecordRetired, at "record_id",
            "Bản ghi {record} đã ngừng dùng; không thay đổi được nữa.",
            "The record {record} is retired; it changes no more.";
        /// A record keeps its kind.
        ProgrammeKindFixed { kind: &'static str } => FailedPrecondition, ProgrammeRecordKindFixed, at "record.detail",
            "Bản ghi thuộc loại {kind} và giữ nguyên loại. Ngừng bản ghi này và lập bản ghi mới nếu ghi sai loại.",
            "The record is of the kind {kind} and stays so. If the kind is wrong, retire it and record it anew.";
        /// A producer that is named does not exist, or the caller may not know of it.
        NoSuchProducerNamed { producer: ProducerId, path: &'static str } => NotFound, ProducerNotFound, at "{path}",
            "Không có chủ thể {producer} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no producer {producer} within your grants. Check the identity.";
        /// A product that is named does not exist, or the caller may not know of it.
        NoSuchProductNamed { product: ProductId, path: &'static str } => NotFound, ProductNotFound, at "{path}",
            "Không có sản phẩm {product} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no product {product} within your grants. Check the identity.";
        /// What a record serves lies outside its unit.
        ProgrammeServesElsewhere { unit: UnitId, path: &'static str } => FailedPrecondition, ProgrammeRecordServesElsewhere, at "{path}",
            "Có chủ thể hoặc sản phẩm không thuộc đơn vị {unit} của bản ghi. Ghi ở đơn vị cấp trên, hoặc bỏ mục đó.",
            "A producer or product lies outside {unit}, the unit of the record. Record it at a higher unit, or leave it out.";
        /// Samples serve samples, and others serve others.
        ProgrammeSampleMixed { path: &'static str } => FailedPrecondition, ProgrammeRecordSampleMixed, at "{path}",
            "Không trộn dữ liệu mẫu với dữ liệu thật trong một bản ghi. Bỏ chủ thể, sản phẩm không cùng loại.",
            "A record does not mix samples with what is real. Leave out the producers and products of the other sort.";
        /// The last day lies before the first.
        ProgrammeDaysOrder { first_day: NaiveDate } => InvalidArgument, FieldsInvalid, at "record.last_day",
            "Ngày cuối phải từ ngày đầu {first_day} trở đi. Sửa ngày cuối, hoặc bỏ trống.",
            "The last day must not lie before the first, {first_day}. Correct it, or leave it empty.";
        /// What was spent is the sum of payments, and nobody types it.
        ProgrammeSpentGiven => InvalidArgument, FieldsInvalid, at "record.spent_dong",
            "Số đã chi của chính sách, nguồn lực là tổng các khoản chi. Bỏ trống và ghi từng khoản (RecordProgrammePayment).",
            "What a policy or resource has cost is the sum of its payments. Leave it empty and record each (RecordProgrammePayment).";
        /// A record of this kind needs the field.
        ProgrammeFactMissing { path: &'static str } => InvalidArgument, FieldsInvalid, at "{path}",
            "Với nội dung đã ghi thì cần có {path}. Hãy điền.",
            "With what is recorded {path} is needed. Fill it in.";
        /// A record of this kind has no such field.
        ProgrammeFactUnwanted { path: &'static str } => InvalidArgument, FieldsInvalid, at "{path}",
            "Với nội dung đã ghi thì không có {path}. Hãy bỏ trống.",
            "With what is recorded there is no {path}. Leave it empty.";
        /// The support of an organisation is of one.
        ProgrammeOrganisationNotOne => InvalidArgument, FieldsInvalid, at "record.producer_ids",
            "Bản ghi củng cố hoặc thành lập mới ghi đúng một chủ thể là tổ chức đó. Mỗi tổ chức một bản ghi.",
            "The support of an organisation names exactly one producer, the organisation. Record each one by itself.";
        /// The plan would sink beneath what is paid.
        ProgrammePlanBelowPaid { paid: i64 } => FailedPrecondition, ProgrammeAmountExceeded, at "record.planned_dong",
            "Đã chi {paid} đồng; kinh phí không giảm xuống dưới số đó. Hủy khoản chi sai trước.",
            "{paid} đồng are paid; the plan does not sink beneath that. Cancel payments that were wrong first.";
        /// Payments of the record stand.
        ProgrammeRecordHasPayments { record: ProgrammeRecordId } => FailedPrecondition, ProgrammeRecordHasPayments, at "record_id",
            "Bản ghi {record} còn khoản chi đang tính. Hủy các khoản đó trước; nếu đã kết thúc thì ghi ngày cuối.",
            "Payments of the record {record} stand. Cancel them first; if it is over, give its last day instead.";
        /// Records of this kind have no payments.
        ProgrammeTakesNoPayments { kind: &'static str } => FailedPrecondition, ProgrammeRecordTakesNoPayments, at "record_id",
            "Bản ghi loại {kind} không ghi khoản chi riêng. Ghi chi phí vào spent_dong của bản ghi.",
            "Records of the kind {kind} have no payments. Give the cost as the record's spent_dong.";
        /// More would be paid than is left.
        ProgrammeAmountExceeded { left: i64 } => FailedPrecondition, ProgrammeAmountExceeded, at "amount_dong",
            "Chỉ còn {left} đồng theo kinh phí hoặc cam kết. Sửa số tiền, hoặc nêu lý do chi vượt (excess_reason).",
            "Only {left} đồng of what is planned or committed are left. Correct the amount, or say why more is paid (excess_reason).";
        /// No such payment, or none the caller may know of.
        NoSuchProgrammePayment { payment: PaymentId } => NotFound, ProgrammePaymentNotFound, at "payment_id",
            "Không có khoản chi {payment} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no payment {payment} within your grants. Check the identity.";
        /// The payment is cancelled.
        ProgrammePaymentCancelled { payment: PaymentId } => FailedPrecondition, ProgrammePaymentCancelled, at "payment_id",
            "Khoản chi {payment} đã hủy; không thay đổi được nữa.",
            "The payment {payment} is cancelled; it changes no more.";
        /// A payment is made after what is paid for began, and has been made.
        ProgrammePaymentDay { first_day: NaiveDate, today: NaiveDate } => InvalidArgument, ProgrammePaymentDayWrong, at "paid_on",
            "Ngày chi phải từ ngày đầu {first_day} của bản ghi đến hôm nay {today}. Sửa ngày chi.",
            "A payment is made between the record's first day {first_day} and today, {today}. Correct the day.";
        /// No such management body, or none the caller may know of.
        NoSuchManagementBody { body: ManagementBodyId } => NotFound, ManagementBodyNotFound, at "body_id",
            "Không có bộ máy quản lý {body} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no management body {body} within your grants. Check the identity.";
        /// The management body is retired.
        ManagementBodyRetired { body: ManagementBodyId } => FailedPrecondition, ManagementBodyRetired, at "body_id",
            "Bộ máy quản lý {body} đã ngừng; bản ghi không thay đổi được nữa.",
            "The management body {body} is retired; its record changes no more.";
        /// Officials are in office in the body, or will be.
        ManagementBodyHasOfficials { body: ManagementBodyId, count: u64 } => FailedPrecondition, ManagementBodyHasOfficials, at "body_id",
            "Bộ máy quản lý {body} còn {count} người đương nhiệm. Kết thúc nhiệm kỳ của họ trước (EndOfficialTerm).",
            "The management body {body} still has {count} official(s) in office. End their terms first (EndOfficialTerm).";
        /// No such term, or none the caller may know of.
        NoSuchOfficial { official: OfficialId } => NotFound, OfficialNotFound, at "official_id",
            "Không có nhiệm kỳ cán bộ {official} trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no official's term {official} within your grants. Check the identity.";
        /// The person has a term in the body at that time.
        OfficialTermOverlaps { official: OfficialId } => AlreadyExists, OfficialTermOverlaps, at "term_from",
            "Người này đã có nhiệm kỳ {official} trong bộ máy vào thời gian đó. Kết thúc nhiệm kỳ đó trước, hoặc sửa ngày.",
            "The person has the term {official} in the body at that time. End that one first, or correct the days.";
        /// The term was ended already.
        OfficialTermEnded { official: OfficialId } => FailedPrecondition, OfficialTermEnded, at "official_id",
            "Nhiệm kỳ {official} đã kết thúc; bản ghi không thay đổi được nữa.",
            "The term {official} was ended; its record changes no more.";
        /// A term ends no earlier than it begins.
        OfficialTermOrder { from: NaiveDate, path: &'static str } => FailedPrecondition, OfficialTermOrder, at "{path}",
            "Ngày cuối phải từ ngày bắt đầu {from} của nhiệm kỳ trở đi. Sửa ngày cuối.",
            "The last day must not lie before the term's first, {from}. Correct it.";
        /// Ending a term does not make it longer.
        OfficialTermLonger { to: NaiveDate } => FailedPrecondition, OfficialTermOrder, at "last_day",
            "Nhiệm kỳ vốn hết vào ngày {to}; kết thúc sớm thì ngày cuối phải trước ngày đó. Ghi nhiệm kỳ mới nếu kéo dài.",
            "The term runs out on {to}; ending it does not make it longer. Record a further term if it goes on.";
        /// An order is in force.
        LegalHoldInForce { hold: LegalHoldId } => AlreadyExists, LegalHoldInForce,
            "Đã có lệnh giữ dữ liệu {hold} đang hiệu lực; không cần lệnh thứ hai.",
            "The order {hold} to erase nothing is in force; no second one is needed.";
        /// No such order, or none the caller may know of.
        NoSuchLegalHold { hold: LegalHoldId } => NotFound, LegalHoldNotFound, at "hold_id",
            "Không có lệnh giữ dữ liệu {hold} trong phạm vi quyền của bạn. Xem ListLegalHolds.",
            "There is no order {hold} to erase nothing within your grants. See ListLegalHolds.";
        /// The order was lifted already.
        LegalHoldLifted { hold: LegalHoldId } => FailedPrecondition, LegalHoldLifted, at "hold_id",
            "Lệnh giữ dữ liệu {hold} đã được gỡ; không thay đổi được nữa.",
            "The order {hold} to erase nothing was lifted; it changes no more.";
        /// What is held stays a record of its own.
        ProducerHeld { producer: ProducerId, hold: LegalHoldId } => FailedPrecondition, ProducerHeld, at "absorbed_producer_id",
            "Chủ thể {producer} đang có lệnh giữ dữ liệu {hold}; gỡ lệnh trước khi gộp (LiftLegalHold).",
            "The order {hold} holds what is recorded of the producer {producer}. Lift it before merging (LiftLegalHold).";
        /// No such import of the caller.
        NoSuchImport { import: ImportId } => NotFound, ImportNotFound, at "import_id",
            "Bạn không có lần nhập {import}. Xem ListImports.",
            "You have no import {import}. See ListImports.";
        /// The import is not in a state that allows this.
        ImportStateWrong { import: ImportId, state: ImportState } => FailedPrecondition, ImportStateWrong, at "import_id",
            "Lần nhập {import} đang ở trạng thái {state}, không làm được việc này. Xem GetImport.",
            "The import {import} is {state}, which does not allow this. See GetImport.";
        /// Rows are refused, and all or nothing was asked for.
        ImportHasRefusals { import: ImportId, refused: i32 } => FailedPrecondition, ImportHasRefusals, at "mode",
            "Lần nhập {import} có {refused} dòng bị từ chối. Sửa tệp rồi nhập lại, hoặc chỉ nhập các dòng đúng.",
            "The import {import} has {refused} refused row(s). Correct the file and upload it anew, or apply the good rows only.";
        /// No line looks like the header of a table.
        ImportWithoutHeader => InvalidArgument, ImportWithoutHeader, at "data",
            "Không thấy dòng tiêu đề của bảng trong 50 dòng đầu. Thêm một dòng ghi tên các cột.",
            "There is no header of a table in the first 50 lines. Add a line that names the columns.";
        /// What is written is no place that is known.
        PlaceUnknown { written: String } => NotFound, UnitNotFound, at "place",
            "Không tìm thấy xã của \"{written}\". Ghi tên xã kèm tỉnh, hoặc mã đơn vị.",
            "The commune of \"{written}\" is not found. Write its name with the province, or its code.";
        /// What is written may be several places.
        PlaceAmbiguous { written: String, candidates: String } => FailedPrecondition, UnitAmbiguous, at "place",
            "\"{written}\" có thể là: {candidates}. Chọn một và ghi mã của nó.",
            "\"{written}\" may be: {candidates}. Choose one and write its code.";
        /// No producer is called so.
        ProducerUnknown { written: String } => NotFound, ProducerNotFound, at "producer",
            "Không có chủ thể \"{written}\" đang hoạt động trong phạm vi quyền của bạn. Đăng ký chủ thể trước, hoặc sửa tên.",
            "There is no active producer \"{written}\" within your grants. Register it first, or correct the name.";
        /// Several producers are called so.
        ProducerAmbiguous { written: String, candidates: String } => FailedPrecondition, ProducerAmbiguous, at "producer",
            "Có nhiều chủ thể \"{written}\": {candidates}. Ghi thêm mã số thuế, hoặc ghi mã (UUID) của một chủ thể.",
            "Several producers are called \"{written}\": {candidates}. Give the tax code too, or the identity (UUID) of one.";
        /// The lines of the import are there no more.
        ImportRowsEmptied { import: ImportId, day: NaiveDate } => FailedPrecondition, ImportRowsEmptied, at "import_id",
            "Nội dung các dòng của lần nhập {import} đã được xóa ngày {day} vì hết hạn lưu; xem kết quả từng dòng bằng ListImportRows.",
            "The lines of the import {import} were emptied on {day}, having been kept long enough; see what each came to with ListImportRows.";
        /// There is no such management body in the unit.
        ManagementBodyUnknown { written: String, unit: UnitId } => NotFound, ManagementBodyNotFound, at "body",
            "Đơn vị {unit} không có cơ quan quản lý \"{written}\" đang hoạt động. Ghi cơ quan bằng CreateManagementBody trước, hoặc sửa tên, đơn vị.",
            "The unit {unit} has no active management body \"{written}\". Record it with CreateManagementBody first, or correct the name or the unit.";
        /// The unit has several such management bodies.
        ManagementBodyAmbiguous { written: String, candidates: String } => FailedPrecondition, ManagementBodyAmbiguous, at "body",
            "Có nhiều cơ quan quản lý khớp với \"{written}\": {candidates}. Ghi mã (UUID) của một cơ quan.",
            "Several management bodies fit \"{written}\": {candidates}. Give the identity (UUID) of one.";
        /// Somebody has worked on the term that the row recorded.
        ImportRowStays { mended_by: &'static str } => FailedPrecondition, ImportRowStays,
            "Nhiệm kỳ này đã được sửa, kết thúc hoặc nối tiếp sau lần nhập nên được giữ lại; nếu sai, sửa bằng {mended_by}.",
            "This term was corrected, ended or followed by another since the import, and stays; if it is wrong, mend it with {mended_by}.";
        /// No such file of a product, or none the caller may know of.
        NoSuchProductFile { file: ProductFileId } => NotFound, ProductFileNotFound, at "product_file_id",
            "Không có tệp {file} của sản phẩm nào trong phạm vi quyền của bạn; có thể tệp đã bị gỡ. Xem ListProductFiles.",
            "There is no file {file} of a product within your grants; it may have been removed. See ListProductFiles.";
        /// The product has as many files of the purpose as it may.
        ProductFilesFull { most: u64 } => FailedPrecondition, ProductFilesFull, at "declaration.purpose",
            "Sản phẩm đã có đủ {most} tệp cho mục đích này. Gỡ một tệp trước (RemoveProductFile), rồi gửi lại.",
            "The product has {most} files of this purpose, as many as it may. Remove one first (RemoveProductFile), then send this again.";
        /// The record has no such paper.
        NoSuchQualityPaper { product: ProductId } => NotFound, QualityPaperNotFound, at "declaration.paper",
            "Hồ sơ sản phẩm {product} không có giấy tờ chất lượng với loại, số và nơi cấp này. Ghi giấy tờ đó trước (UpdateProduct), hoặc sửa lại.",
            "The record of the product {product} has no quality paper of this kind, number and issuer. Record it first (UpdateProduct), or correct this.";
        /// The picture cannot be decoded.
        PictureUnreadable => InvalidArgument, PictureUnreadable, at "upload_id",
            "Ảnh bị hỏng hoặc bị cắt dở; lượt tải lên bị bỏ. Mở ảnh, lưu lại dưới dạng JPEG hoặc PNG rồi bắt đầu lượt khác.",
            "The picture is broken or cut short; the upload is discarded. Open it, save it as JPEG or PNG, and begin another one.";
        /// The picture has too many pixels.
        PictureTooLarge { most_megapixels: u32 } => InvalidArgument, PictureTooLarge, at "upload_id",
            "Ảnh có hơn {most_megapixels} triệu điểm ảnh; lượt tải lên bị bỏ. Thu nhỏ ảnh rồi bắt đầu lượt khác.",
            "The picture has more than {most_megapixels} million pixels; the upload is discarded. Make it smaller and begin another one.";
        /// The file has no thumbnails.
        PictureSizeMissing { file: ProductFileId } => FailedPrecondition, PictureSizeMissing, at "size",
            "Tệp {file} là PDF nên không có ảnh thu nhỏ. Tải bản gốc (ORIGINAL).",
            "The file {file} is a PDF and has no thumbnails. Ask for the original (ORIGINAL).";
        /// The original may tell more than the picture.
        OriginalNotShown { file: ProductFileId } => PermissionDenied, OriginalNotShown, at "size",
            "Bản gốc của tệp {file} có thể chứa nơi chụp nên chỉ dành cho chủ thể và cơ quan quản lý. Tải bản LARGE hoặc SMALL.",
            "The original of the file {file} may tell where it was taken, and is for the producer and the authorities. Ask for LARGE or SMALL.";
        /// There are not so many files.
        PlaceBehindLast { last: i32 } => InvalidArgument, FieldsInvalid, at "product_file.place",
            "Vị trí phải từ 1 đến {last}.",
            "The place must be 1 to {last}.";
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
        /// The name ends as no file of the purpose does.
        FileNameOfOtherType { endings: String } => InvalidArgument, MediaTypeNotAllowed, at "declaration.name",
            "Tệp cho mục đích này phải có tên kết thúc bằng một trong các đuôi {endings}.",
            "A file of this purpose has a name that ends in one of {endings}.";
        /// The content is of no type that the purpose takes, or of two at once.
        ContentNotTaken { endings: String } => InvalidArgument, MediaTypeNotAllowed, at "upload_id",
            "Nội dung không phải là một trong các kiểu {endings}, hoặc còn chứa thứ khác; lượt tải lên bị bỏ. Lưu lại tệp đúng kiểu rồi bắt đầu lượt khác.",
            "The content is none of {endings}, or is something else besides; the upload is discarded. Save it as one of them and begin another one.";
        /// The file is too large.
        FileTooLarge { bytes: i64, most: i64 } => InvalidArgument, FileTooLarge, at "declaration.size_bytes",
            "Tệp có {bytes} byte; tối đa {most} byte. Hãy giảm độ phân giải hoặc tách tệp.",
            "The file has {bytes} bytes; at most {most} are taken. Lower its resolution, or split it.";
        /// Too many uploads are under way.
        FileQuota { open: u64 } => ResourceExhausted, FileQuotaExceeded, at "declaration.product_id",
            "Sản phẩm đang có {open} lượt tải lên dở. Hãy hoàn tất, hoặc chờ các lượt đó bị bỏ sau một tuần.",
            "The product has {open} uploads under way. Finish those, or wait until they are given up after a week.";
        /// The content is not what it was.
        FileDamaged { file: ProductFileId } => DataLoss, FileDamaged, at "product_file_id",
            "Nội dung lưu của tệp {file} bị hỏng hoặc bị mất; xin báo người vận hành.",
            "The stored content of the file {file} is damaged or missing; tell the operator.";
        /// The place to begin at lies behind the last byte.
        OffsetBeyondEnd { bytes: i64 } => InvalidArgument, FieldsInvalid, at "offset_bytes",
            "Tệp chỉ có {bytes} byte.",
            "The file has {bytes} bytes only.";
        /// The same content is being taken away.
        ContentGoing => Aborted, Contention, at "upload_id",
            "Nội dung giống hệt đang được dọn đi; hãy gửi lại sau ít giây.",
            "The same content is just being cleared away; send this again in a few seconds.";
        /// The record was changed since it was read.
        EtagStale => Aborted, EtagStale, at "etag",
            "Bản ghi đã được người khác sửa. Đọc lại bản ghi, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the record meanwhile. Read it again, look at the change and send the new etag.";
    }
}
