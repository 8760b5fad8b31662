//! Which column stands for which field: headers are compared with what offices call a field, folded.

use platform::text;
use serde::{Deserialize, Serialize};

use super::SheetKind;

/// A field that columns can stand for. To add one is to add an entry here, and to read it where rows become requests.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) vi: &'static str,
    pub(crate) en: &'static str,
    /// True if no row can do without it.
    pub(crate) required: bool,
    /// What offices call it, folded; those of one word are only taken for the whole header.
    called: &'static [&'static str],
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

static PRODUCERS: &[Field] = &[
    field("name", "Tên chủ thể", "Name of the producer", true, PRODUCER_CALLED),
    field(
        "kind",
        "Loại hình chủ thể",
        "Kind of producer",
        false,
        &["loai hinh", "loai chu the", "loai hinh chu the", "loai hinh to chuc", "hinh thuc to chuc", "kind", "type"],
    ),
    PLACE,
    COMMUNE,
    DISTRICT,
    PROVINCE,
    YEAR,
    field(
        "registration_number",
        "Số đăng ký kinh doanh",
        "Registration number",
        false,
        &[
            "so dang ky",
            "so dkkd",
            "so dang ky kinh doanh",
            "so giay chung nhan dang ky",
            "giay cn dkkd",
            "so gcn dkkd",
            "registration number",
        ],
    ),
    field(
        "registered_on",
        "Ngày đăng ký kinh doanh",
        "Registered as a business on",
        false,
        &[
            "ngay dang ky",
            "ngay dang ky kinh doanh",
            "ngay cap dkkd",
            "ngay cap gcn dkkd",
            "registered as a business on",
        ],
    ),
    field("tax_code", "Mã số thuế", "Tax code", false, TAX_CODE_CALLED),
    field(
        "address_line",
        "Địa chỉ chi tiết",
        "Address line",
        false,
        &["dia chi chi tiet", "so nha duong", "thon xom", "address line"],
    ),
];

static PRODUCTS: &[Field] = &[
    field(
        "name",
        "Tên sản phẩm",
        "Name of the product",
        true,
        &["ten san pham", "san pham", "san pham ocop", "ten sp", "ten san pham ocop", "product", "product name"],
    ),
    field("producer", "Chủ thể", "Producer", false, PRODUCER_CALLED),
    field("producer_tax_code", "Mã số thuế của chủ thể", "Tax code of the producer", false, TAX_CODE_CALLED),
    field(
        "product_set",
        "Bộ sản phẩm",
        "Product set",
        true,
        &["bo san pham", "bo sp", "so bo", "bo tieu chi", "product set"],
    ),
    PLACE,
    COMMUNE,
    DISTRICT,
    PROVINCE,
    YEAR,
    field(
        "old_code",
        "Mã sản phẩm đã cấp",
        "Product code given before",
        false,
        &["ma san pham", "ma so san pham", "ma so sp", "ma ocop", "ma so ocop", "ma cu", "old code", "product code"],
    ),
    field("description", "Mô tả", "Description", false, &["mo ta", "mo ta san pham", "gioi thieu", "description"]),
];

static LEADERS: &[Field] = &[
    field(
        "full_name",
        "Họ và tên",
        "Full name",
        true,
        &[
            "ho va ten",
            "ho ten",
            "nguoi dai dien",
            "nguoi dai dien phap luat",
            "ten lanh dao",
            "ten giam doc",
            "ten chu ho",
            "full name",
            "leader",
        ],
    ),
    field("title", "Chức vụ", "Title", true, &["chuc vu", "chuc danh", "title", "position"]),
    field(
        "term_from",
        "Từ ngày",
        "Term from",
        true,
        &["tu ngay", "ngay bo nhiem", "ngay bat dau", "ngay nhan chuc", "nhiem ky tu ngay", "term from"],
    ),
    field("producer", "Chủ thể", "Producer", false, PRODUCER_CALLED),
    field("producer_tax_code", "Mã số thuế của chủ thể", "Tax code of the producer", false, TAX_CODE_CALLED),
];

/// The fields of a kind.
pub(crate) fn fields(kind: SheetKind) -> &'static [Field] {
    match kind {
        SheetKind::Producers => PRODUCERS,
        SheetKind::Products => PRODUCTS,
        SheetKind::Leaders => LEADERS,
    }
}

/// A column with the field it seems to stand for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// 1 for A.
    pub(crate) number: i32,
    pub(crate) header: String,
    /// Name of the field; empty if there is none.
    pub(crate) field: String,
    /// 0 to 100.
    pub(crate) confidence: i32,
}

/// What the columns stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mapping {
    /// Number of the column and name of the field.
    pub(crate) columns: Vec<(i32, String)>,
    /// Name of a field and its value where a row gives none.
    pub(crate) values: Vec<(String, String)>,
}

impl Mapping {
    /// What a row says of a field; empty if it says nothing.
    pub(crate) fn value<'r>(&'r self, cells: &'r [String], field: &str) -> &'r str {
        let column = self.columns.iter().find(|(_, name)| name == field).map(|(number, _)| *number);
        let place = column.and_then(|number| usize::try_from(number - 1).ok());
        let cell = place.and_then(|place| cells.get(place)).map_or("", String::as_str);
        if !cell.is_empty() {
            return cell;
        }
        self.values.iter().find(|(name, _)| name == field).map_or("", |(_, value)| value.as_str())
    }
}

/// Least confidence that is suggested.
const SUGGESTED_FROM: i32 = 70;

/// The mapping that is suggested.
pub(crate) fn suggested_mapping(columns: &[Column]) -> Mapping {
    let sure = columns.iter().filter(|column| !column.field.is_empty());
    Mapping { columns: sure.map(|column| (column.number, column.field.clone())).collect(), values: Vec::new() }
}

/// The columns of a header with what they seem to stand for: the surest first, each field once.
pub(super) fn suggested(kind: SheetKind, header: &[Header]) -> Vec<Column> {
    let mut sure: Vec<(i32, usize, &Field)> = Vec::new();
    for (place, header) in header.iter().enumerate() {
        for field in fields(kind) {
            let confidence = header.confidence(field);
            if confidence >= SUGGESTED_FROM {
                sure.push((confidence, place, field));
            }
        }
    }
    // Among equals the column to the left, then the field named first.
    sure.sort_by_key(|(confidence, place, _)| (-confidence, *place));
    let mut columns: Vec<_> = header.iter().enumerate().map(|(place, header)| header.column(place)).collect();
    for (confidence, place, field) in sure {
        let taken = columns.iter().any(|column| column.field == field.name);
        if !taken && columns[place].field.is_empty() {
            field.name.clone_into(&mut columns[place].field);
            columns[place].confidence = confidence;
        }
    }
    columns.retain(|column| !column.header.is_empty());
    columns
}

/// The header of a column: one line, or a line under another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) above: String,
    pub(super) below: String,
}

impl Header {
    fn whole(&self) -> String {
        match (self.above.as_str(), self.below.as_str()) {
            (above, "") => above.to_owned(),
            ("", below) => below.to_owned(),
            (above, below) if above == below => above.to_owned(),
            (above, below) => format!("{above} {below}"),
        }
    }

    fn column(&self, place: usize) -> Column {
        let number = i32::try_from(place + 1).unwrap_or(i32::MAX);
        Column { number, header: self.whole(), field: String::new(), confidence: 0 }
    }

    /// How sure it is that this is the field: what stands right over the column counts most.
    fn confidence(&self, field: &Field) -> i32 {
        let whole = likeness(&self.whole(), field);
        if self.above.is_empty() || self.above == self.below {
            return whole;
        }
        whole.max(likeness(&self.below, field) * 95 / 100)
    }
}

/// How much a header is like what a field is called, 0 to 100.
fn likeness(header: &str, field: &Field) -> i32 {
    let words = words(header);
    let of = |called: &&str| {
        let called: Vec<_> = called.split(' ').collect();
        if words == called {
            100
        } else if called.len() > 1 && words.windows(called.len()).any(|some| some == called) {
            let share = 40 * called.len() / words.len();
            60 + i32::try_from(share).unwrap_or(0)
        } else {
            0
        }
    };
    field.called.iter().map(of).max().unwrap_or(0)
}

/// The words of a header, folded, without signs and what stands in brackets behind.
pub(super) fn words(header: &str) -> Vec<String> {
    let folded = text::folded(header);
    let before = folded.split('(').next().filter(|before| !before.trim().is_empty()).unwrap_or(&folded);
    let letters = before.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' });
    letters.collect::<String>().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggestions(kind: SheetKind, headers: &[(&str, &str)]) -> Vec<String> {
        let headers =
            headers.iter().map(|(above, below)| Header { above: (*above).to_owned(), below: (*below).to_owned() });
        suggested(kind, &headers.collect::<Vec<_>>()).into_iter().map(|column| column.field).collect()
    }

    #[test]
    fn headers_of_offices_are_known() {
        assert_eq!(
            suggestions(
                SheetKind::Products,
                &[
                    ("", "STT"),
                    ("", "TÊN SẢN PHẨM"),
                    ("", "Chủ thể (HTX, DN)"),
                    ("", "Địa chỉ chủ thể"),
                    ("", "Mã số sản phẩm"),
                    ("", "Hạng sao"),
                    ("", "Năm công nhận"),
                ]
            ),
            ["", "name", "producer", "place", "old_code", "", "year"]
        );
        assert_eq!(
            suggestions(
                SheetKind::Producers,
                &[("Tên chủ thể", ""), ("Địa chỉ", "Xã"), ("Địa chỉ", "Tỉnh/Thành phố"), ("MST", ""),]
            ),
            ["name", "commune", "province", "tax_code"]
        );
        assert_eq!(
            suggestions(SheetKind::Leaders, &[("", "Full name"), ("", "Position"), ("", "Producer name")]),
            ["full_name", "title", "producer"]
        );
    }

    #[test]
    fn a_field_is_suggested_once() {
        assert_eq!(suggestions(SheetKind::Producers, &[("", "Địa chỉ nhà"), ("", "Địa chỉ")]), ["", "place"]);
    }

    #[test]
    fn what_a_row_does_not_say_the_mapping_may() {
        let mapping = Mapping {
            columns: vec![(2, "name".to_owned())],
            values: vec![("kind".to_owned(), "HTX".to_owned()), ("name".to_owned(), "?".to_owned())],
        };
        let cells = ["1".to_owned(), "Mật ong".to_owned()];
        assert_eq!(
            [mapping.value(&cells, "name"), mapping.value(&cells, "kind"), mapping.value(&cells, "year")],
            ["Mật ong", "HTX", ""]
        );
        assert_eq!(mapping.value(&cells[..1], "name"), "?");
    }
}
