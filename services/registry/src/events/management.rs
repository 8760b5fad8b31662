//! What is told of management bodies and officials: persons by their ids, no names.

use platform::operation::Subject;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::management::{ManagementBody, Official};
use crate::wire::choices::Choice as _;
use crate::wire::programme::optional_day;

fn of_body(body: &ManagementBody) -> Subject {
    Subject::new("management_body", body.id, body.version)
}

fn of_official(official: &Official) -> Subject {
    Subject::new("official", official.id, official.version)
}

pub(crate) fn body_created(work: &Work, body: &ManagementBody) {
    let event = pb::ManagementBodyCreated {
        body_id: body.id.to_string(),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
        kind: body.kind.number(),
        sample: body.sample,
    };
    work.publish(of_body(body), &event);
}

pub(crate) fn body_updated(work: &Work, body: &ManagementBody) {
    work.publish(of_body(body), &pb::ManagementBodyUpdated { body_id: body.id.to_string() });
}

pub(crate) fn body_retired(work: &Work, body: &ManagementBody) {
    work.publish(of_body(body), &pb::ManagementBodyRetired { body_id: body.id.to_string() });
}

pub(crate) fn official_appointed(work: &Work, official: &Official, body: &ManagementBody) {
    let event = pb::OfficialAppointed {
        official_id: official.id.to_string(),
        body_id: body.id.to_string(),
        person_id: official.person.to_string(),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
        term_from: official.term.from.to_string(),
        term_to: optional_day(official.term.to),
        sample: body.sample,
    };
    work.publish(of_official(official), &event);
}

pub(crate) fn official_term_ended(work: &Work, official: &Official, body: &ManagementBody) {
    let event = pb::OfficialTermEnded {
        official_id: official.id.to_string(),
        body_id: body.id.to_string(),
        person_id: official.person.to_string(),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
        term_to: optional_day(official.term.to),
    };
    work.publish(of_official(official), &event);
}

pub(crate) fn official_term_retracted(work: &Work, official: &Official, body: &ManagementBody) {
    let event = pb::OfficialTermRetracted {
        official_id: official.id.to_string(),
        body_id: body.id.to_string(),
        person_id: official.person.to_string(),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
    };
    work.publish(Subject::new("official", official.id, official.version + 1), &event);
}
