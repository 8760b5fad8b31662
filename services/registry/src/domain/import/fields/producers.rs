//! What a sheet says of producers.

use super::{COMMUNE, DISTRICT, Field, PLACE, PRODUCER_CALLED, PROVINCE, TAX_CODE_CALLED, YEAR, field};

pub(super) static FIELDS: &[Field] = &[
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
