//! The fields that columns can stand for, by what the rows of a sheet are. What offices call a field is written folded;
//! names of one word are only taken for the whole header.

mod leaders;

mod officials;

mod old_certificates;

mod producers;

mod products;

mod units;

use super::SheetKind;

/// A field that columns can stand for. To add one is to add an entry to the table of its kind, and to read it where
/// rows become requests.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) vi: &'static str,
    pub(crate) en: &'static str,
    /// True if no row can do without it.
    pub(crate) required: bool,
    /// What offices call it, folded; those of one word are only taken for the whole header.
    pub(super) called: &'static [&'static str],
}

const fn field(
    name: &'static str,
    vi: &'static str,
    en: &'static str,
    required: bool,
    called: &'static [&'static str],
) -> Field {
    Field { name, vi, en, required, called }
}

const PLACE: Field = field(
    "place",
    "Địa chỉ hoặc mã đơn vị",
    "Address or code of the unit",
    false,
    &["dia chi", "dia diem", "noi san xuat", "dia ban", "ma don vi", "ma xa", "place", "address"],
);
const COMMUNE: Field = field(
    "commune",
    "Xã, phường",
    "Commune",
    false,
    &["xa", "xa phuong", "phuong xa", "xa phuong thi tran", "cap xa", "ten xa", "commune"],
);
const DISTRICT: Field = field(
    "district",
    "Huyện (trước 7/2025)",
    "District (before 2025-07)",
    false,
    &["huyen", "quan huyen", "huyen thi xa thanh pho", "huyen tx tp", "cap huyen", "district"],
);
const PROVINCE: Field = field(
    "province",
    "Tỉnh, thành phố",
    "Province",
    false,
    &["tinh", "tinh thanh pho", "tinh thanh", "tinh tp", "thanh pho", "cap tinh", "province"],
);
const YEAR: Field = field(
    "year",
    "Năm của địa chỉ",
    "Year of the address",
    false,
    &["nam", "nam danh gia", "nam cong nhan", "nam xep hang", "nam phan hang", "nam dat", "year"],
);
const TAX_CODE_CALLED: &[&str] = &["ma so thue", "mst", "mst cua chu the", "ma so doanh nghiep", "tax code"];
const PRODUCER_CALLED: &[&str] = &[
    "chu the",
    "ten chu the",
    "chu the ocop",
    "chu the san xuat",
    "ten chu the san xuat",
    "don vi san xuat",
    "co so san xuat",
    "ten co so",
    "ten don vi",
    "ten htx",
    "ten doanh nghiep",
    "producer",
    "producer name",
];
const TITLE: Field =
    field("title", "Chức vụ", "Title", true, &["chuc vu", "chuc danh", "chuc vu chuyen mon", "title", "position"]);
const TERM_FROM: Field = field(
    "term_from",
    "Từ ngày",
    "Term from",
    true,
    &["tu ngay", "ngay bo nhiem", "ngay bat dau", "ngay nhan chuc", "nhiem ky tu ngay", "term from"],
);

/// The fields of a kind. Without the first of them a line is no record.
pub(crate) fn fields(kind: SheetKind) -> &'static [Field] {
    match kind {
        SheetKind::Producers => producers::FIELDS,
        SheetKind::Products => products::FIELDS,
        SheetKind::Leaders => leaders::FIELDS,
        SheetKind::Officials => officials::FIELDS,
        SheetKind::OldCertificates => old_certificates::FIELDS,
        SheetKind::Units => units::FIELDS,
    }
}
