//! What a sheet says of officials.

use super::{COMMUNE, Field, PLACE, PROVINCE, TERM_FROM, TITLE, field};

pub(super) static FIELDS: &[Field] = &[
    field(
        "full_name",
        "Họ và tên",
        "Full name",
        true,
        &[
            "ho va ten",
            "ho ten",
            "ten can bo",
            "can bo phu trach",
            "ten thanh vien",
            "thanh vien",
            "full name",
            "official",
        ],
    ),
    TITLE,
    field(
        "duty",
        "Nhiệm vụ trong cơ quan",
        "Duty in the body",
        true,
        &[
            "nhiem vu",
            "nhiem vu duoc phan cong",
            "phan cong nhiem vu",
            "chuc danh trong ban",
            "nhiem vu trong co quan",
            "vai tro",
            "duty",
            "duty in the body",
        ],
    ),
    TERM_FROM,
    field(
        "term_to",
        "Đến ngày",
        "Term to",
        false,
        &["den ngay", "ngay ket thuc", "ngay thoi giu", "nhiem ky den ngay", "term to"],
    ),
    field(
        "body",
        "Cơ quan quản lý",
        "Management body",
        false,
        &[
            "co quan quan ly",
            "ten co quan",
            "co quan",
            "ban chi dao",
            "bo phan",
            "don vi cong tac",
            "management body",
            "body",
        ],
    ),
    PLACE,
    COMMUNE,
    PROVINCE,
    field("person", "Mã người (UUID)", "Identity of the person (UUID)", false, &["ma nguoi", "identity of the person"]),
];
