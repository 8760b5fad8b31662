//! What training is about: curricula, classes, learners, and who is to be reached. No database, no network,
//! no clock.

pub(crate) mod units;

pub(crate) mod curriculum;

pub(crate) mod training_class;

pub(crate) mod learner;

pub(crate) mod figures;

pub(crate) mod producer;

pub(crate) mod coverage;
