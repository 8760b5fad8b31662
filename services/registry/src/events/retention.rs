//! What is told of orders that nothing be erased.

use platform::operation::Subject;
use proto::registry::v1 as pb;
use proto::registry::v1::{legal_hold_lifted, legal_hold_placed};

use crate::Work;
use crate::domain::retention::{Held, LegalHold};

fn of_hold(hold: &LegalHold) -> Subject {
    Subject::new("legal_hold", hold.id, hold.version)
}

pub(crate) fn hold_placed(work: &Work, hold: &LegalHold) {
    let event = pb::LegalHoldPlaced {
        hold_id: hold.id.to_string(),
        held: Some(match hold.held {
            Held::Producer(id) => legal_hold_placed::Held::ProducerId(id.to_string()),
            Held::Body(id) => legal_hold_placed::Held::BodyId(id.to_string()),
        }),
        unit_id: hold.unit.to_string(),
    };
    work.publish(of_hold(hold), &event);
}

pub(crate) fn hold_lifted(work: &Work, hold: &LegalHold) {
    let event = pb::LegalHoldLifted {
        hold_id: hold.id.to_string(),
        held: Some(match hold.held {
            Held::Producer(id) => legal_hold_lifted::Held::ProducerId(id.to_string()),
            Held::Body(id) => legal_hold_lifted::Held::BodyId(id.to_string()),
        }),
        unit_id: hold.unit.to_string(),
    };
    work.publish(of_hold(hold), &event);
}
