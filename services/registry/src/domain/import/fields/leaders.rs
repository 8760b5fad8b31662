//! What a sheet says of leaders.

use super::{Field, PRODUCER_CALLED, TAX_CODE_CALLED, TERM_FROM, TITLE, field};

pub(super) static FIELDS: &[Field] = &[
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
    TITLE,
    TERM_FROM,
    field("producer", "Chủ thể", "Producer", false, PRODUCER_CALLED),
    field("producer_tax_code", "Mã số thuế của chủ thể", "Tax code of the producer", false, TAX_CODE_CALLED),
];
