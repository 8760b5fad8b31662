//! Every selector chooses pods, and those that it is meant for.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::overlay::{Overlay, Pod, chooses, labels, list, text, title};

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let pods = overlay.pods();
    let mut faults = Vec::new();
    for object in &overlay.objects {
        let by = title(object);
        let chosen = |selector: &Value| pods.iter().filter(|pod| chooses(selector, &pod.labels)).collect::<Vec<_>>();
        match text(object, "/kind") {
            // Both are about the replicas of one thing. A migration's pod among a service's would be called.
            "Service" => {
                one_owner(&by, &chosen(&json!({ "matchLabels": object.pointer("/spec/selector") })), &mut faults);
            }
            "PodDisruptionBudget" => one_owner(&by, &chosen(&object["spec"]["selector"]), &mut faults),
            "PodMonitor" if chosen(&object["spec"]["selector"]).is_empty() => {
                faults.push(format!("{by} chooses no pod"));
            }
            "ServiceMonitor" => {
                let selector = &object["spec"]["selector"];
                if !overlay.of_kind("Service").any(|service| chooses(selector, &labels(service, "/metadata/labels"))) {
                    faults.push(format!("{by} chooses no Service"));
                }
            }
            "NetworkPolicy" => {
                for selector in own_selectors(object) {
                    if chosen(selector).is_empty() {
                        faults.push(format!("{by} chooses no pod by {selector}"));
                    }
                }
            }
            "Deployment" | "StatefulSet" => faults.extend(of_owner(object, &pods)),
            _ => {}
        }
    }
    faults
}

fn one_owner(by: &str, chosen: &[&Pod], faults: &mut Vec<String>) {
    let owners: BTreeSet<_> = chosen.iter().map(|pod| pod.owner.as_str()).collect();
    match owners.len() {
        0 => faults.push(format!("{by} chooses no pod")),
        1 => {}
        _ => faults.push(format!("{by} chooses pods of several: {owners:?}")),
    }
}

/// Selectors of a policy that choose pods of its own namespace.
fn own_selectors(policy: &Value) -> Vec<&Value> {
    let rules = [("/spec/ingress", "/from"), ("/spec/egress", "/to")];
    let peers = rules
        .iter()
        .flat_map(|(rules, peers)| list(policy, rules).iter().flat_map(|rule| list(rule, peers)))
        .filter(|peer| peer.get("namespaceSelector").is_none())
        .filter_map(|peer| peer.get("podSelector"));
    policy.pointer("/spec/podSelector").into_iter().chain(peers).collect()
}

/// A Deployment or StatefulSet: its selectors choose its own pods, and hold nothing that a release changes.
fn of_owner(object: &Value, pods: &[Pod]) -> Vec<String> {
    let by = title(object);
    let Some(pod) = pods.iter().find(|pod| pod.owner == by) else { return Vec::new() };
    let mut faults = Vec::new();
    if !chooses(&object["spec"]["selector"], &pod.labels) {
        faults.push(format!("{by} does not choose its own pods"));
    }
    if labels(object, "/spec/selector/matchLabels").contains_key("app.kubernetes.io/version") {
        faults.push(format!("{by} chooses by version: its selector can never be changed"));
    }
    for spread in list(&pod.spec, "/topologySpreadConstraints") {
        if !chooses(&spread["labelSelector"], &pod.labels) {
            faults.push(format!("{by} spreads pods that are not its own"));
        }
    }
    faults
}

#[cfg(test)]
mod seeded {
    use serde_json::json;

    use super::super::{Overlay, expect, seed, set};

    #[test]
    fn a_service_that_chooses_nothing() {
        seed("development", "Service registry", "Service registry chooses no pod", |object| {
            set(object, "/spec/selector/app.kubernetes.io~1name", "registri");
        });
    }

    #[test]
    fn a_service_that_chooses_migrations_too() {
        seed("development", "Service registry", "Service registry chooses pods of several", |object| {
            set(object, "/spec/selector", json!({ "app.kubernetes.io/name": "registry" }));
        });
    }

    #[test]
    fn a_disruption_budget_that_chooses_nothing() {
        let told = "PodDisruptionBudget training chooses no pod";
        seed("province", "PodDisruptionBudget training", told, |object| {
            set(object, "/spec/selector/matchLabels/app.kubernetes.io~1component", "service");
        });
    }

    #[test]
    fn a_network_policy_that_chooses_nothing() {
        seed("province", "NetworkPolicy from-gateway", "NetworkPolicy from-gateway chooses no pod by", |object| {
            set(object, "/spec/podSelector/matchLabels/app.kubernetes.io~1component", "service");
        });
    }

    #[test]
    fn a_network_policy_whose_peer_is_nobody() {
        seed(
            "ministry",
            "NetworkPolicy training-callers",
            "NetworkPolicy training-callers chooses no pod by",
            |object| {
                set(object, "/spec/ingress/0/from/0/podSelector/matchExpressions/0/values", json!(["report"]));
            },
        );
    }

    #[test]
    fn a_deployment_that_does_not_choose_its_pods() {
        seed("province", "Deployment registry", "Deployment registry does not choose its own pods", |object| {
            set(object, "/spec/template/metadata/labels/app.kubernetes.io~1name", "registri");
        });
    }

    #[test]
    fn a_deployment_that_chooses_by_version() {
        seed("province", "Deployment registry", "Deployment registry chooses by version", |object| {
            set(object, "/spec/selector/matchLabels", json!({ "app.kubernetes.io/version": "0.1.0" }));
        });
    }

    #[test]
    fn pods_spread_by_anothers_label() {
        seed("province", "Deployment registry", "Deployment registry spreads pods that are not its own", |object| {
            let place = "/spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels";
            set(object, &format!("{place}/app.kubernetes.io~1name"), "training");
        });
    }

    /// The province with a monitor whose selector chooses nothing.
    fn with_monitor(kind: &str) -> Overlay {
        let mut overlay = Overlay::rendered("province");
        overlay.objects.push(json!({
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": kind,
            "metadata": { "name": "registri", "namespace": "ocop" },
            "spec": { "selector": { "matchLabels": { "app.kubernetes.io/name": "registri" } } },
        }));
        overlay
    }

    #[test]
    fn a_monitor_of_pods_that_chooses_nothing() {
        expect(&with_monitor("PodMonitor"), "PodMonitor registri chooses no pod");
    }

    #[test]
    fn a_monitor_of_services_that_chooses_nothing() {
        expect(&with_monitor("ServiceMonitor"), "ServiceMonitor registri chooses no Service");
    }

    #[test]
    fn an_autoscaler_of_nothing() {
        let mut overlay = Overlay::rendered("province");
        overlay.objects.push(json!({
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": { "name": "registry", "namespace": "ocop" },
            "spec": {
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "registri" },
                "minReplicas": 2,
                "maxReplicas": 4,
            },
        }));
        expect(&overlay, "HorizontalPodAutoscaler registry refers to Deployment registri, which nobody makes");
    }
}
