//! What is told of targets.

use platform::operation::Subject;
use proto::reporting::v1 as pb;

use crate::Work;
use crate::domain::targets::Target;

fn of(target: &Target) -> Subject {
    Subject::new("target", target.record, target.version)
}

pub(crate) fn set(work: &Work, target: &Target) {
    let event = pb::TargetSet {
        target_id: target.record.to_string(),
        indicator_code: target.indicator.clone(),
        unit_id: target.unit.to_string(),
        phase_from: target.phase.from.to_string(),
        phase_to: target.phase.to.to_string(),
        value: target.value,
        parent_target_id: target.parent.map(|parent| parent.to_string()).unwrap_or_default(),
    };
    work.publish(of(target), &event);
}

pub(crate) fn revised(work: &Work, target: &Target) {
    work.publish(of(target), &pb::TargetRevised { target_id: target.record.to_string(), value: target.value });
}

pub(crate) fn withdrawn(work: &Work, target: &Target) {
    work.publish(of(target), &pb::TargetWithdrawn { target_id: target.record.to_string() });
}
