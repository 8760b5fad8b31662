//! What a sheet says of units as they become.

use super::{Field, field};

pub(super) static FIELDS: &[Field] = &[
    field(
        "new_name",
        "Tên đơn vị mới",
        "Name of the new unit",
        true,
        &["ten moi", "ten don vi moi", "don vi moi", "don vi hanh chinh moi", "name of the new unit"],
    ),
    field(
        "new_code",
        "Mã đơn vị mới",
        "Code of the new unit",
        true,
        &["ma moi", "ma don vi moi", "code of the new unit"],
    ),
    field(
        "old_units",
        "Mã đơn vị cũ",
        "Codes of the old units",
        true,
        &["ma cu", "ma don vi cu", "don vi cu", "cac don vi cu", "codes of the old units"],
    ),
    field(
        "relation",
        "Hình thức thay đổi",
        "Kind of change",
        false,
        &["hinh thuc", "hinh thuc thay doi", "hinh thuc sap xep", "loai thay doi", "kind of change"],
    ),
    field(
        "primary",
        "Nhận địa chỉ của đơn vị cũ",
        "Takes the addresses of the old unit",
        false,
        &["nhan dia chi", "nhan dia chi cua don vi cu", "takes the addresses of the old unit"],
    ),
    field(
        "parent_code",
        "Mã đơn vị cấp trên",
        "Code of the unit above",
        false,
        &["ma tinh", "ma cap tren", "ma don vi cap tren", "don vi cap tren", "code of the unit above"],
    ),
    field(
        "valid_from",
        "Ngày hiệu lực",
        "Valid from",
        true,
        &["ngay hieu luc", "hieu luc tu", "hieu luc tu ngay", "valid from"],
    ),
    field(
        "legal_act",
        "Văn bản",
        "Legal act",
        true,
        &["van ban", "nghi quyet", "so van ban", "can cu phap ly", "legal act"],
    ),
];
