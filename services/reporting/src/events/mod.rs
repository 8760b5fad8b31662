//! What reporting takes in from the other services, and the little it tells.
//!
//! Every reaction reads an event as something told, and posts it; figures follow from that.

mod evaluation;
pub(crate) mod link;
mod registry;
pub(crate) mod reports;
pub(crate) mod targets;
mod training;

pub(crate) use evaluation::from_evaluation;
pub(crate) use registry::from_registry;
pub(crate) use training::from_training;

use platform::clock::Moment;
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::Subject as EventSubject;
use platform::outbox::told::malformed;
use proto::common::v1::EventEnvelope;
use proto::reporting::v1::ProjectionsRebuilt;

use crate::Work;
use crate::domain::told::{Heard, Noun, Subject, Told};

platform::feed_client!(RegistryFeed, proto::registry::v1);
platform::feed_client!(EvaluationFeed, proto::evaluation::v1);
platform::feed_client!(TrainingFeed, proto::training::v1);

/// Something told of a subject, read from an event.
type Read = (Noun, RawId, Told);

/// What an event told, as it is kept.
fn heard(source: &str, event: &EventEnvelope, read: Vec<Read>) -> Result<Vec<Heard>, Platform> {
    let at = moment(event)?;
    let heard = read.into_iter().map(|(noun, id, told)| Heard {
        about: Subject::new(noun, id),
        source: source.to_owned(),
        position: event.position,
        at,
        told,
    });
    Ok(heard.collect())
}

/// When an event happened.
fn moment(event: &EventEnvelope) -> Result<Moment, Platform> {
    let told = event.occurred_at.as_ref();
    let at = told.and_then(|at| Moment::from_timestamp(at.seconds, u32::try_from(at.nanos).ok()?));
    at.ok_or_else(|| malformed("time of an event", ""))
}

/// A value's name in lower case, without the prefix that all values of its enum have.
fn name(value: &str, prefix: &str) -> String {
    value.trim_start_matches(prefix).to_lowercase()
}

pub(crate) fn projections_rebuilt(work: &Work, dropped: i64) {
    let subject = EventSubject::new("projections", work.new_id::<RawId>(), 1);
    work.publish(subject, &ProjectionsRebuilt { dropped_fact_count: dropped });
}
