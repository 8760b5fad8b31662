//! What the register is about: values, states and rules. No database, no network, no clock.

pub(crate) mod units;

pub(crate) mod product_set;

pub(crate) mod producer;

pub(crate) mod leader;

pub(crate) mod person;

pub(crate) mod retention;

pub(crate) mod figures;

pub(crate) mod producer_account;

pub(crate) mod succession;

pub(crate) mod likeness;

pub(crate) mod product;

pub(crate) mod product_file;

pub(crate) mod import;
pub(crate) mod search;

pub(crate) mod programme;

pub(crate) mod management;

pub(crate) mod standing;
