//! Who may vote in a council, on the wire.

use platform::fields::Fields;
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{decision_reference, optional_day};
use crate::domain::council::Substitute;
use crate::domain::dossier::TransferOn;
use crate::domain::regulation::{FurtherRound, MembersTraining, Regulation, Rules, StillApart};
use crate::domain::voters::{Absence, Conflict, ConflictCause, MemberRelation, RelationKind};

const RELATION_KINDS: [(pb::RelationKind, RelationKind); 4] = [
    (pb::RelationKind::Family, RelationKind::Family),
    (pb::RelationKind::Capital, RelationKind::Capital),
    (pb::RelationKind::Business, RelationKind::Business),
    (pb::RelationKind::Other, RelationKind::Other),
];

pub(crate) fn read_relation_kind(fields: &mut Fields, path: &str, given: i32) -> Option<RelationKind> {
    let kind: pb::RelationKind = fields.choice(path, given)?;
    RELATION_KINDS.into_iter().find(|(wire, _)| *wire == kind).map(|(_, own)| own)
}

pub(crate) fn relation(relation: MemberRelation) -> pb::MemberRelation {
    let kind = RELATION_KINDS.into_iter().find(|(_, own)| *own == relation.kind).map(|(wire, _)| wire);
    pb::MemberRelation {
        producer_id: relation.producer.to_string(),
        kind: kind.unwrap_or_default().into(),
        note: relation.note,
        last_day: optional_day(relation.last_day),
    }
}

const STILL_APART: [(pb::StillApart, StillApart); 2] =
    [(pb::StillApart::Accept, StillApart::Accept), (pb::StillApart::Postpone, StillApart::Postpone)];

const TRANSFER_ON: [(pb::TransferOn, TransferOn); 2] =
    [(pb::TransferOn::Points, TransferOn::Points), (pb::TransferOn::Rank, TransferOn::Rank)];

const MEMBERS_TRAINING: [(pb::MembersTraining, MembersTraining); 4] = [
    (pb::MembersTraining::Off, MembersTraining::Off),
    (pb::MembersTraining::Warning, MembersTraining::Warning),
    (pb::MembersTraining::Gate, MembersTraining::Gate),
    (pb::MembersTraining::Unspecified, MembersTraining::Off),
];

/// Most further rounds a regulation names.
const MOST_ROUNDS: usize = 100;
/// Most working days between the calling of a session and its day.
const MOST_LEAD_DAYS: i32 = 60;

pub(crate) fn read_rules(fields: &mut Fields, path: &str, given: Option<pb::CouncilRules>) -> Option<Rules> {
    let given = fields.message(path, given)?;
    let quorum = fields.number(&format!("{path}.quorum_percent"), given.quorum_percent, 1..=100);
    let spread_limit = fields.number(&format!("{path}.spread_limit_points"), given.spread_limit_points, 1..=100);
    let lead_time = format!("{path}.lead_time_working_days");
    let lead_time = fields.number(&lead_time, given.lead_time_working_days, 0..=MOST_LEAD_DAYS);
    let still_apart: Option<pb::StillApart> = fields.choice(&format!("{path}.still_apart"), given.still_apart);
    let transfer_on: Option<pb::TransferOn> = fields.choice(&format!("{path}.transfer_on"), given.transfer_on);
    let members_training: Option<Option<pb::MembersTraining>> =
        fields.optional_choice(&format!("{path}.members_training"), given.members_training);
    let rounds = format!("{path}.further_rounds");
    let given_rounds = fields.list(&rounds, given.further_rounds, 0..=MOST_ROUNDS).unwrap_or_default();
    let further_rounds = fields.each(&rounds, &given_rounds, read_further_round);
    Some(Rules {
        quorum_percent: u32::try_from(quorum?).ok()?,
        chair_required: given.presiding_ballot_required,
        spread_limit_points: spread_limit?,
        still_apart: still_apart.and_then(|given| STILL_APART.into_iter().find(|(wire, _)| *wire == given))?.1,
        transfer_on: transfer_on.and_then(|given| TRANSFER_ON.into_iter().find(|(wire, _)| *wire == given))?.1,
        lead_time_working_days: u32::try_from(lead_time?).ok()?,
        further_rounds: further_rounds?,
        members_training: members_training
            .and_then(|given| MEMBERS_TRAINING.into_iter().find(|(wire, _)| *wire == given.unwrap_or_default()))?
            .1,
    })
}

fn read_further_round(fields: &mut Fields, path: &str, round: &pb::FurtherRound) -> Option<FurtherRound> {
    let proposed_by = fields.date(&format!("{path}.proposed_by"), &round.proposed_by);
    let result_by = fields.date(&format!("{path}.result_by"), &round.result_by);
    let (proposed_by, result_by) = (proposed_by?, result_by?);
    if result_by <= proposed_by {
        fields.fault(
            format!("{path}.result_by"),
            "Kết quả phải sau ngày cuối đề nghị.",
            "The result must come after the last day to propose.",
        );
        return None;
    }
    Some(FurtherRound { proposed_by, result_by })
}

pub(crate) fn regulation(regulation: Regulation) -> pb::CouncilRegulation {
    let rules = regulation.rules;
    let still_apart = STILL_APART.into_iter().find(|(_, own)| *own == rules.still_apart).map(|(wire, _)| wire);
    let transfer_on = TRANSFER_ON.into_iter().find(|(_, own)| *own == rules.transfer_on).map(|(wire, _)| wire);
    let members_training = MEMBERS_TRAINING.into_iter().find(|(_, own)| *own == rules.members_training);
    let members_training = members_training.map(|(wire, _)| wire).unwrap_or_default();
    let round = |round: FurtherRound| pb::FurtherRound {
        proposed_by: round.proposed_by.to_string(),
        result_by: round.result_by.to_string(),
    };
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    pb::CouncilRegulation {
        id: regulation.id,
        unit_id: regulation.entered.as_ref().map(|entered| entered.unit.to_string()).unwrap_or_default(),
        decision: regulation.entered.map(|entered| decision_reference(entered.decision)),
        valid_from: regulation.valid_from.to_string(),
        rules: Some(pb::CouncilRules {
            quorum_percent: number(rules.quorum_percent),
            presiding_ballot_required: rules.chair_required,
            spread_limit_points: rules.spread_limit_points,
            still_apart: still_apart.unwrap_or_default().into(),
            transfer_on: transfer_on.unwrap_or_default().into(),
            lead_time_working_days: number(rules.lead_time_working_days),
            further_rounds: rules.further_rounds.into_iter().map(round).collect(),
            members_training: members_training.into(),
        }),
    }
}

pub(crate) fn substitute(substitute: Substitute) -> pb::CouncilSubstitute {
    pb::CouncilSubstitute {
        person_id: substitute.person.to_string(),
        full_name: substitute.full_name,
        title: substitute.title,
        body: substitute.body,
        for_member_person_id: substitute.for_member.map(|member| member.to_string()).unwrap_or_default(),
    }
}

pub(crate) fn conflict(conflict: Conflict) -> pb::Conflict {
    let cause = match conflict.cause {
        ConflictCause::Declared => pb::ConflictCause::Declared,
        ConflictCause::Account => pb::ConflictCause::Account,
        ConflictCause::Leader => pb::ConflictCause::Leader,
        ConflictCause::Relation => pb::ConflictCause::Relation,
    };
    pb::Conflict {
        dossier_id: conflict.dossier.to_string(),
        person_id: conflict.person.to_string(),
        cause: cause.into(),
        reasons: conflict.reasons,
    }
}

pub(crate) fn absence(absence: Absence) -> pb::Absence {
    pb::Absence {
        person_id: absence.person.to_string(),
        reasons: absence.reasons,
        left_at: Some(timestamp(absence.left_at)),
        returned_at: absence.returned_at.map(timestamp),
    }
}
