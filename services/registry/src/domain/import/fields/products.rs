//! What a sheet says of products.

use super::{COMMUNE, DISTRICT, Field, PLACE, PRODUCER_CALLED, PROVINCE, TAX_CODE_CALLED, YEAR, field};

pub(super) static FIELDS: &[Field] = &[
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
