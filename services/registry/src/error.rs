//! Why registry refuses, for people and programs.

use chrono::NaiveDate;
use platform::access::UnitId;

use crate::domain::leader::PersonId;
use crate::domain::person::WorkerId;
use crate::domain::producer::{ProducerId, ProducerKind};
use crate::domain::producer_account::ProducerAccountId;
use crate::domain::product::ProductId;
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
        RecordDayAhead { path: String, today: NaiveDate } => InvalidArgument, ProducerDatesWrong, at "{path}",
            "Ngày này phải từ hôm nay ({today}) trở về trước. Sửa ngày, hoặc bỏ trống nếu chưa rõ.",
            "The day must be today ({today}) or before. Correct it, or leave it empty if it is not known.";
        /// Something of the record ends before it begins.
        RecordDaysCrossed { path: String, first: NaiveDate } => InvalidArgument, ProducerDatesWrong, at "{path}",
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
        UnitsInUse { change: UnitChangeId, producers: u64, products: u64, codes: u64 } => FailedPrecondition, UnitsInUse, at "unit_change_id",
            "Các đơn vị do {change} lập đã có {producers} chủ thể, {products} sản phẩm và {codes} mã sản phẩm. Chuyển chủ thể, sản phẩm đi trước; đã cấp mã thì lập một lần thay đổi mới.",
            "The units made by {change} have {producers} producer(s), {products} product(s) and {codes} product code(s). Move producers and products first; where codes were given, enter a further change.";
        /// The published table stands on facts that this program does not have.
        UnitsOfNewerProgram => FailedPrecondition, UnitsOfNewerProgram,
            "Bảng đơn vị do phiên bản chương trình mới hơn công bố; gửi lại khi việc nâng cấp hoàn tất.",
            "A newer version of the program has published the units; send this again once the upgrade is complete.";
        /// The record was changed since it was read.
        EtagStale => Aborted, EtagStale, at "etag",
            "Bản ghi đã được người khác sửa. Đọc lại bản ghi, xem thay đổi rồi gửi lại với etag mới.",
            "Someone changed the record meanwhile. Read it again, look at the change and send the new etag.";
    }
}
