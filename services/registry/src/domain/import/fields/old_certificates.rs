//! What a sheet says of recognitions under earlier rules.

use super::{COMMUNE, DISTRICT, Field, PLACE, PRODUCER_CALLED, PROVINCE, YEAR, field};

pub(super) static FIELDS: &[Field] = &[
    field(
        "product_name",
        "Tên sản phẩm",
        "Name of the product",
        true,
        &["ten san pham", "san pham", "san pham ocop", "ten sp", "product", "product name"],
    ),
    field("producer_name", "Chủ thể", "Producer", false, PRODUCER_CALLED),
    field(
        "star",
        "Hạng sao",
        "Star",
        true,
        &["hang sao", "so sao", "sao", "xep hang", "phan hang", "hang", "ket qua", "star", "stars"],
    ),
    field(
        "product_set",
        "Bộ sản phẩm",
        "Product set",
        false,
        &["bo san pham", "bo sp", "so bo", "bo tieu chi", "product set"],
    ),
    PLACE,
    COMMUNE,
    DISTRICT,
    PROVINCE,
    field(
        "recognised_on",
        "Ngày công nhận",
        "Recognised on",
        false,
        &["ngay cong nhan", "ngay quyet dinh", "ngay ky", "ngay cap", "ngay ban hanh", "recognised on"],
    ),
    YEAR,
    field(
        "decision_number",
        "Số quyết định",
        "Decision number",
        false,
        &["so quyet dinh", "quyet dinh so", "quyet dinh", "quyet dinh cong nhan", "so qd", "decision number"],
    ),
    field(
        "issuing_body",
        "Cơ quan công nhận",
        "Issuing body",
        false,
        &["co quan cong nhan", "co quan ban hanh", "co quan cap", "don vi cap", "noi cap", "issuing body"],
    ),
    field(
        "certificate_number",
        "Số giấy chứng nhận",
        "Certificate number",
        false,
        &["so giay chung nhan", "so chung nhan", "so gcn", "giay chung nhan so", "certificate number"],
    ),
    field(
        "product_code",
        "Mã sản phẩm",
        "Product code",
        false,
        &["ma san pham", "ma so san pham", "ma so sp", "ma ocop", "product code"],
    ),
    field(
        "expires_on",
        "Ngày hết hạn",
        "Expires on",
        false,
        &["ngay het han", "het han", "thoi han", "hieu luc den", "co gia tri den", "expires on"],
    ),
    field("evidence", "Căn cứ", "Evidence", false, &["can cu", "nguon", "minh chung", "evidence"]),
];
