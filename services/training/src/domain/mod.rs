//! What training is about: curricula, classes, learners, and who is to be reached. No database, no network,
//! no clock.

pub(crate) mod units;

pub(crate) mod funding;

pub(crate) mod curriculum;

pub(crate) mod plan;

pub(crate) mod training_class;

pub(crate) mod learner;

pub(crate) mod learner_list;

pub(crate) mod check_in;

pub(crate) mod completion;

pub(crate) mod figures;

pub(crate) mod breakdown;

pub(crate) mod producer;

pub(crate) mod coverage;
