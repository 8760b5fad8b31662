//! Rows, column by column.

pub(super) mod duplicate_judgement;
pub(super) mod import;
pub(super) mod import_row;
pub(super) mod leader;
pub(super) mod legal_representative;
pub(super) mod management_body;
pub(super) mod official;
pub(super) mod producer;
pub(super) mod producer_account;
pub(super) mod producer_figures;
pub(super) mod producer_succession;
pub(super) mod producer_succession_party;
pub(super) mod producer_trait;
pub(super) mod producer_worker;
pub(super) mod product;
pub(super) mod product_certificate;
pub(super) mod product_code;
pub(super) mod programme_payment;
pub(super) mod programme_record;
pub(super) mod programme_record_producer;
pub(super) mod programme_record_product;
pub(super) mod search_entry;
pub(super) mod search_spelling;
pub(super) mod search_word;
pub(super) mod unit_change;
pub(super) mod unit_table;
