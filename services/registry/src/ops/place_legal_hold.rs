//! Ordering that nothing be erased which is recorded of the persons of a producer or a management body.

use platform::fields::Fields;
use proto::registry::v1 as pb;
use proto::registry::v1::place_legal_hold_request::Held as Wire;

use crate::Work;
use crate::domain::retention::{Held, LegalHold};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct PlaceLegalHold {
    held: Held,
    document_number: String,
    reason: String,
}

impl PlaceLegalHold {
    pub(crate) fn parse(message: pb::PlaceLegalHoldRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let held = fields.message("held", message.held).and_then(|held| match held {
            Wire::ProducerId(id) => fields.id("producer_id", &id).map(Held::Producer),
            Wire::BodyId(id) => fields.id("body_id", &id).map(Held::Body),
        });
        let document_number = fields.line("document_number", &message.document_number, 100);
        let reason = fields.line("reason", &message.reason, 500);
        let (held, document_number, reason) = fields.finish((held, document_number, reason))?;
        Ok(Self { held, document_number, reason })
    }
}

pub(crate) async fn place_legal_hold(work: &Work, command: &PlaceLegalHold) -> Result<LegalHold, Error> {
    let (unit, province) = match command.held {
        Held::Producer(id) => {
            let found = store::producers::find(work, id).await?;
            let producer = policy::known_producer(found, id, policy::reached(work))?;
            (producer.facts.unit, producer.province)
        }
        Held::Body(id) => {
            let found = store::management_bodies::find(work, id).await?;
            let body = policy::known_management_body(found, id, policy::reached(work))?;
            (body.place.unit, body.place.province)
        }
    };
    if let Some(present) = store::legal_holds::in_force(work, command.held).await? {
        return Err(Error::LegalHoldInForce { hold: present.id });
    }
    let hold = LegalHold {
        id: work.new_id(),
        held: command.held,
        unit,
        province,
        document_number: command.document_number.clone(),
        reason: command.reason.clone(),
        placed_by: work.person(),
        placed_at: work.now(),
        lifted: None,
        version: 1,
    };
    store::legal_holds::insert(work, &hold).await?;
    events::retention::hold_placed(work, &hold);
    Ok(hold)
}
