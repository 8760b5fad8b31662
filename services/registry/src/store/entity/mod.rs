//! Rows, column by column.

pub(super) mod leader;
pub(super) mod legal_representative;
pub(super) mod producer;
pub(super) mod producer_account;
pub(super) mod producer_worker;
pub(super) mod product;
pub(super) mod product_code;
pub(super) mod search_entry;
pub(super) mod search_spelling;
pub(super) mod search_word;
pub(super) mod unit_change;
pub(super) mod unit_table;
