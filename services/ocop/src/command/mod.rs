//! What the program can be told to do.

pub(crate) mod all;
pub(crate) mod check_config;
pub(crate) mod demo;
pub(crate) mod events;
pub(crate) mod keys;
pub(crate) mod migrate;
pub(crate) mod probe;
pub(crate) mod serve;
pub(crate) mod sheets;
pub(crate) mod token;
