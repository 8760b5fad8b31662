//! Rows, column by column.

pub(super) mod leader;
pub(super) mod producer;
pub(super) mod producer_account;
pub(super) mod product;
pub(super) mod product_code;
