//! Who may do what: the role × operation tables of all services, in one file that needs no programmer to read.

use std::fmt::Write as _;

use platform::access::{Door, Policy, role_name};
use proto::common::v1::Role;

use super::rpcs;

const POLICIES: [(&str, &Policy); 4] = [
    ("registry", &registry::POLICY),
    ("evaluation", &evaluation::POLICY),
    ("training", &training::POLICY),
    ("reporting", &reporting::POLICY),
];

/// The operations that a service's table has a row for.
pub(super) fn rows(service: &str) -> Vec<&'static str> {
    let policy = POLICIES.iter().find(|(name, _)| *name == service).expect("a service").1;
    policy.rules().iter().map(|rule| rule.operation).collect()
}

#[test]
fn rights_are_as_reviewed() {
    let mut table = String::from(
        "Who may do what: the roles that each operation lets in at its door. Inside, every operation looks also at the\n\
         unit of the thing concerned, and councils at their own appointments.\n",
    );
    for (service, policy) in POLICIES {
        let _ = write!(table, "\n{service}\n");
        for rule in policy.rules() {
            let operation = if rule.operation == "Read" { "FeedService/Read" } else { rule.operation };
            let who = match rule.door {
                Door::Public => "anyone, without a token".to_owned(),
                Door::AnyRole => "anyone with a role".to_owned(),
                Door::Roles(roles) => {
                    let mut roles = roles.to_vec();
                    roles.sort_by_key(|role| i32::from(*role));
                    roles.into_iter().map(role_name).collect::<Vec<_>>().join(", ")
                }
            };
            let _ = writeln!(table, "  {operation:<23} {who}");
        }
    }
    testkit::golden(super::golden_file("rights.txt"), &table);
}

#[test]
fn every_row_is_an_rpc() {
    for (service, policy) in POLICIES {
        for rule in policy.rules() {
            let known = rpcs().iter().any(|rpc| rpc.package == service && rpc.name == rule.operation);
            assert!(known, "{service} has a row for {}, which is no rpc", rule.operation);
        }
    }
}

/// No one role does everything, and the machine's roles see nothing of people's work.
#[test]
fn roles_keep_to_what_they_are_for() {
    let lets_in = |policy: &Policy, operation: &str, role: Role| {
        let rule = policy.rules().iter().find(|rule| rule.operation == operation).expect("a row");
        matches!(rule.door, Door::Roles(roles) if roles.contains(&role))
    };
    for (_, policy) in POLICIES {
        for rule in policy.rules().iter().filter(|rule| rule.operation != "RebuildProjections") {
            assert!(
                !lets_in(policy, rule.operation, Role::Administrator),
                "administrators see no work: {}",
                rule.operation
            );
        }
    }
    for writes in ["FileDossier", "AcceptDossier", "AppointCouncil", "CastBallot", "EnterDecision"] {
        assert!(!lets_in(&evaluation::POLICY, writes, Role::Auditor), "auditors write nothing: {writes}");
        assert!(!lets_in(&evaluation::POLICY, writes, Role::Service), "services decide nothing: {writes}");
    }
}
