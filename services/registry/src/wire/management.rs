//! Management bodies and their officials, between values and messages.

use platform::db::Paged;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::registry::v1 as pb;

use super::choices::Choice as _;
use super::producers::state;
use super::programme::optional_day;
use crate::domain::management::{ManagementBody, Official};

pub(crate) fn body(body: ManagementBody) -> pb::ManagementBody {
    let (state, retirement_reason) = state(&body.state);
    pb::ManagementBody {
        id: body.id.to_string(),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
        kind: body.kind.number(),
        name: body.name,
        document_number: body.document.number,
        document_date: optional_day(body.document.date),
        sample: body.sample,
        state: state.into(),
        retirement_reason,
        etag: etag(body.version),
        created_at: Some(timestamp(body.created_at)),
        updated_at: Some(timestamp(body.updated_at)),
    }
}

/// A term with the body it is in.
pub(crate) fn official((official, body): (Official, ManagementBody)) -> pb::Official {
    pb::Official {
        id: official.id.to_string(),
        body_id: official.body.to_string(),
        person_id: official.person.to_string(),
        full_name: official.full_name,
        title: official.title,
        duty: official.duty,
        term_from: official.term.from.to_string(),
        term_to: optional_day(official.term.to),
        end_reason: official.end_reason,
        etag: etag(official.version),
        unit_id: body.place.unit.to_string(),
        level: body.place.level.number(),
    }
}

pub(crate) fn bodies(page: Paged<ManagementBody>) -> pb::ListManagementBodiesResponse {
    pb::ListManagementBodiesResponse {
        bodies: page.rows.into_iter().map(body).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn officials(page: Paged<(Official, ManagementBody)>) -> pb::ListOfficialsResponse {
    pb::ListOfficialsResponse {
        officials: page.rows.into_iter().map(official).collect(),
        next_page_token: page.next_page_token,
    }
}

pub(crate) fn officials_found(found: Vec<(Official, ManagementBody)>) -> pb::BatchGetOfficialsResponse {
    pb::BatchGetOfficialsResponse { officials: found.into_iter().map(official).collect() }
}
