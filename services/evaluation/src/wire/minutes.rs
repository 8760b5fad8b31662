//! The minutes of sessions.

use std::collections::{HashMap, HashSet};

use platform::error::Text;
use platform::ids::PersonId;
use platform::wire::timestamp;
use prost::Message as _;
use proto::evaluation::v1 as pb;

use super::ballots::finding;
use super::{council, dossier_kind, duty, member, optional_day, seen_result, text};
use crate::domain::council::Duty;
use crate::domain::criteria::CriteriaSet;
use crate::domain::minutes::{Minutes, Signature, Statement};
use crate::domain::sheet::{Finding, FoundRule};
use crate::ops::{DossierRecord, RoundRecord, SessionRecord};

/// Minutes with what was signed, and by whom.
pub(crate) fn minutes(minutes: &Minutes) -> pb::Minutes {
    pb::Minutes {
        session_id: minutes.session.to_string(),
        content: pb::MinutesContent::decode(minutes.content.as_slice()).ok(),
        sha256: minutes.sha256(),
        signatures: minutes.signatures.iter().map(signature).collect(),
        signed_by_both: minutes.is_signed_by_both(),
    }
}

fn signature(signature: &Signature) -> pb::MinutesSignature {
    pb::MinutesSignature {
        duty: duty(signature.duty).into(),
        person_id: signature.person.to_string(),
        sha256: signature.sha256.clone(),
        signed_at: Some(timestamp(signature.signed_at)),
    }
}

/// What minutes say. It is signed as it is encoded, so nothing in it may be without order.
pub(crate) fn content(record: SessionRecord<'_>) -> pb::MinutesContent {
    let SessionRecord { session, council: appointed, dossiers, statements } = record;
    let scored = scored_dossiers(&dossiers);
    let attendance = appointed.members.iter().map(|appointed| {
        let scored_dossier_count = scored.get(&appointed.person).copied().unwrap_or_default();
        pb::MinutesAttendance {
            // Members are known to have been there by their ballots, the secretary because she keeps the minutes.
            present: scored_dossier_count > 0 || appointed.duty == Duty::Secretary,
            member: Some(member(appointed.clone())),
            scored_dossier_count,
        }
    });
    pb::MinutesContent {
        session_id: session.id.to_string(),
        opened_at: Some(timestamp(session.opened_at)),
        attendance: attendance.collect(),
        dossiers: dossiers.into_iter().map(dossier).collect(),
        statements: statements.iter().map(statement).collect(),
        council: Some(council(appointed)),
        written_until: optional_day(session.written_until),
    }
}

/// How many dossiers each person cast a ballot on.
fn scored_dossiers(dossiers: &[DossierRecord<'_>]) -> HashMap<PersonId, i32> {
    let mut scored = HashMap::new();
    for dossier in dossiers {
        let ballots = dossier.rounds.iter().flat_map(|round| &round.ballots);
        let persons: HashSet<_> = ballots.map(|ballot| ballot.person).collect();
        for person in persons {
            *scored.entry(person).or_default() += 1;
        }
    }
    scored
}

fn dossier(record: DossierRecord<'_>) -> pb::MinutesDossier {
    let dossier = record.dossier;
    pb::MinutesDossier {
        dossier_id: dossier.id.to_string(),
        kind: dossier_kind(dossier.kind).into(),
        product_name: dossier.product.name,
        product_code: dossier.code.unwrap_or_default(),
        product_set: dossier.product.product_set,
        producer_name: dossier.producer.name,
        unit_id: dossier.product.unit.to_string(),
        findings: record.rounds.iter().flat_map(findings).collect(),
        rounds: record.rounds.into_iter().map(|round| seen_result(round.seen)).collect(),
        discussion: record.discussion,
    }
}

/// What members found, each rule with those who found it.
fn findings(round: &RoundRecord<'_>) -> Vec<pb::MinutesFinding> {
    let of_ballots = round.ballots.iter().flat_map(|ballot| {
        let findings = ballot.findings_once().into_iter();
        findings.map(move |found| pb::MinutesFinding {
            round: ballot.round.number(),
            person_id: ballot.person.to_string(),
            text: rule_text(round.form.set(), &found).and_then(text),
            finding: Some(finding(&found)),
        })
    });
    of_ballots.collect()
}

fn rule_text<'s>(set: &'s CriteriaSet, found: &Finding) -> Option<&'s Text> {
    match &found.rule {
        FoundRule::Cause(key) => set.causes.iter().find(|cause| cause.key == *key).map(|cause| &cause.title),
        FoundRule::OfCriterion { criterion, position } => {
            let rules = &set.criteria[set.place(criterion)?].rules;
            rules.get(position.checked_sub(1)?).map(|rule| &rule.text)
        }
    }
}

pub(crate) fn statement(statement: &Statement) -> pb::MinutesStatement {
    pb::MinutesStatement {
        id: statement.id.to_string(),
        dossier_id: statement.dossier.map(|dossier| dossier.to_string()).unwrap_or_default(),
        person_id: statement.person.to_string(),
        text: statement.text.clone(),
        made_at: Some(timestamp(statement.made_at)),
    }
}
