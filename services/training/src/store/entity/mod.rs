//! Rows, column by column.

pub(super) mod assessment;
pub(super) mod certificate;
pub(super) mod check_in;
pub(super) mod check_in_try;
pub(super) mod completion_certificate;
pub(super) mod curriculum;
pub(super) mod leader_term;
pub(super) mod learner;
pub(super) mod learner_list;
pub(super) mod learner_list_row;
pub(super) mod learner_trait;
pub(super) mod official_term;
pub(super) mod presence;
pub(super) mod producer;
pub(super) mod producer_kind;
pub(super) mod revocation;
pub(super) mod roll;
pub(super) mod roll_entry;
pub(super) mod training_class;
pub(super) mod training_plan;
pub(super) mod training_session;
