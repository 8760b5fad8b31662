//! Who may talk to whom, as the network policies together allow it.
//!
//! Between two pods the sender's policies must let go what the receiver's let in. The table of it all is a
//! golden file; whoever changes a policy reviews its diff.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::overlay::{Labels, OVERLAYS, Overlay, Pod, chooses, labels, list, name_of, plain, text};

/// Traffic that is allowed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Flow {
    /// A pod such as `registry server`, or someone outside the namespace.
    pub(super) from: String,
    pub(super) to: String,
    /// Such as `50051/TCP`; `any` where a policy leaves it open.
    pub(super) port: String,
}

/// One of the two ways that a policy looks.
#[derive(Clone, Copy)]
struct Way {
    policy_type: &'static str,
    rules: &'static str,
    peers: &'static str,
}

const IN: Way = Way { policy_type: "Ingress", rules: "/spec/ingress", peers: "/from" };
const OUT: Way = Way { policy_type: "Egress", rules: "/spec/egress", peers: "/to" };

/// What the policies let a pod do in one way.
struct Rights<'a> {
    /// Whom, and on which ports. No peer at all stands for everybody.
    rules: Vec<(&'a [Value], BTreeSet<String>)>,
    /// False if no policy is about this pod and way: then everything is allowed.
    limited: bool,
}

fn rights<'a>(overlay: &'a Overlay, pod: &Pod, way: Way) -> Rights<'a> {
    let mut rights = Rights { rules: Vec::new(), limited: false };
    for policy in overlay.of_kind("NetworkPolicy") {
        let about = chooses(&policy["spec"]["podSelector"], &pod.labels);
        if about && list(policy, "/spec/policyTypes").iter().any(|named| named == way.policy_type) {
            rights.limited = true;
            rights.rules.extend(list(policy, way.rules).iter().map(|rule| (list(rule, way.peers), ports(rule))));
        }
    }
    rights
}

fn ports(rule: &Value) -> BTreeSet<String> {
    let named = list(rule, "/ports").iter();
    named.map(|port| format!("{}/{}", plain(&port["port"]), port["protocol"].as_str().unwrap_or("TCP"))).collect()
}

impl Rights<'_> {
    fn allow(&self, pod: &Pod, namespace: &Labels, port: &str) -> bool {
        !self.limited
            || self.rules.iter().any(|(peers, ports)| {
                (ports.is_empty() || ports.contains(port))
                    && (peers.is_empty() || peers.iter().any(|peer| is_peer(peer, pod, namespace)))
            })
    }

    /// The ports that rules name which choose this pod by its labels.
    fn named_for(&self, pod: &Pod, namespace: &Labels) -> BTreeSet<String> {
        let about = self.rules.iter().filter(|(peers, _)| peers.iter().any(|peer| is_peer(peer, pod, namespace)));
        about.flat_map(|(_, ports)| if ports.is_empty() { [any()].into() } else { ports.clone() }).collect()
    }

    /// Whom the rules name outside the namespace, and on which ports.
    fn outside(&self, namespace: &Labels) -> BTreeSet<(String, String)> {
        let mut named = BTreeSet::new();
        if !self.limited {
            named.insert(("everybody".to_owned(), any()));
        }
        for (peers, ports) in &self.rules {
            let ports = if ports.is_empty() { &[any()].into() } else { ports };
            let mut whom: Vec<_> = peers.iter().filter_map(|peer| outside(peer, namespace)).collect();
            if peers.is_empty() {
                whom.push("everybody".to_owned());
            }
            named.extend(whom.iter().flat_map(|whom| ports.iter().map(|port| (whom.clone(), port.clone()))));
        }
        named
    }
}

fn any() -> String {
    "any".to_owned()
}

/// True if a rule's peer chooses a pod of our namespace by labels.
fn is_peer(peer: &Value, pod: &Pod, namespace: &Labels) -> bool {
    let ours = peer.get("namespaceSelector").is_none_or(|selector| chooses(selector, namespace));
    let chosen = peer.get("podSelector").is_none_or(|selector| chooses(selector, &pod.labels));
    peer.get("ipBlock").is_none() && ours && chosen
}

/// A rule's peer as the table names it, if it is outside our namespace.
fn outside(peer: &Value, namespace: &Labels) -> Option<String> {
    if let Some(block) = peer.get("ipBlock") {
        return Some(format!("addresses {}", text(block, "/cidr")));
    }
    let selector = peer.get("namespaceSelector").filter(|selector| !chooses(selector, namespace))?;
    let named = |selector: &Value| {
        let labels = labels(selector, "/matchLabels");
        labels.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(",")
    };
    let pods = peer.get("podSelector").map(|pods| format!(", pods {}", named(pods))).unwrap_or_default();
    let namespaces = named(selector).replace("kubernetes.io/metadata.name=", "");
    Some(format!("namespaces {namespaces}{pods}"))
}

/// Labels of the namespace, with the one that Kubernetes adds.
fn namespace(overlay: &Overlay) -> Labels {
    let found = overlay.of_kind("Namespace").next();
    let mut labels = found.map(|found| labels(found, "/metadata/labels")).unwrap_or_default();
    if let Some(found) = found {
        labels.insert("kubernetes.io/metadata.name".to_owned(), name_of(found).to_owned());
    }
    labels
}

/// A pod with what it may do.
struct Party<'a> {
    pod: &'a Pod,
    sends: Rights<'a>,
    takes: Rights<'a>,
}

fn parties<'a>(overlay: &'a Overlay, pods: &'a [Pod]) -> Vec<Party<'a>> {
    let party = |pod| Party { pod, sends: rights(overlay, pod, OUT), takes: rights(overlay, pod, IN) };
    pods.iter().map(party).collect()
}

/// All traffic that the policies allow.
pub(super) fn allowed(overlay: &Overlay) -> BTreeSet<Flow> {
    let (pods, namespace) = (overlay.pods(), namespace(overlay));
    let parties = parties(overlay, &pods);
    let mut flows = BTreeSet::new();
    for Party { pod: sender, sends, takes } in &parties {
        let flow = |from: &str, to: &str, port| Flow { from: from.to_owned(), to: to.to_owned(), port };
        for receiver in &parties {
            // Ports that nobody names are allowed where both sides name none.
            let mut ports = sends.named_for(receiver.pod, &namespace);
            ports.extend(receiver.takes.named_for(sender, &namespace));
            ports.insert(any());
            let both = |port: &str| {
                sends.allow(receiver.pod, &namespace, port) && receiver.takes.allow(sender, &namespace, port)
            };
            ports.retain(|port| both(port));
            if ports.contains("any") {
                ports = [any()].into();
            }
            flows.extend(ports.into_iter().map(|port| flow(&sender.who, &receiver.pod.who, port)));
        }
        flows.extend(sends.outside(&namespace).into_iter().map(|(to, port)| flow(&sender.who, &to, port)));
        flows.extend(takes.outside(&namespace).into_iter().map(|(from, port)| flow(&from, &sender.who, port)));
    }
    flows
}

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let (pods, namespace) = (overlay.pods(), namespace(overlay));
    let parties = parties(overlay, &pods);
    let mut faults = Vec::new();
    for Party { pod: sender, sends, takes } in &parties {
        for (rights, way) in [(takes, IN), (sends, OUT)] {
            if !rights.limited {
                faults.push(format!("{}: no network policy limits its {}", sender.owner, way.policy_type));
            }
        }
        for Party { pod: receiver, takes, .. } in &parties {
            for port in sends.named_for(receiver, &namespace) {
                if !takes.allow(sender, &namespace, &port) {
                    let (sender, receiver) = (&sender.who, &receiver.who);
                    faults.push(format!("{sender} may send to {receiver} on {port}, which does not take it"));
                }
            }
            for port in takes.named_for(sender, &namespace) {
                if !sends.allow(receiver, &namespace, &port) {
                    let (sender, receiver) = (&sender.who, &receiver.who);
                    faults.push(format!("{receiver} takes from {sender} on {port}, which may not send it"));
                }
            }
        }
    }
    for Flow { from, to, port } in allowed(overlay) {
        let Some(receiver) = pods.iter().find(|pod| pod.who == to) else { continue };
        let listened_on = receiver.ports().any(|number| port == format!("{number}/TCP"));
        if port == "any" {
            faults.push(format!("{from} may send to {to} on any port"));
        } else if !listened_on {
            faults.push(format!("{from} may send to {to} on {port}, where nobody listens"));
        }
    }
    faults
}

/// Who may talk to whom, a block for each pod.
fn table() -> String {
    let mut table = "Who may talk to whom, as the network policies allow it. Everything else is refused.\n".to_owned();
    for name in OVERLAYS {
        let overlay = Overlay::rendered(name);
        let flows = allowed(&overlay);
        let _ = write!(table, "\n{name}\n");
        let whos: BTreeSet<_> = overlay.pods().into_iter().map(|pod| pod.who).collect();
        for who in whos {
            let _ = writeln!(table, "\n  {who}");
            let (mut from, mut to) = (BTreeMap::new(), BTreeMap::new());
            for flow in &flows {
                if flow.to == who {
                    from.entry(&flow.from).or_insert_with(Vec::new).push(flow.port.as_str());
                }
                if flow.from == who {
                    to.entry(&flow.to).or_insert_with(Vec::new).push(flow.port.as_str());
                }
            }
            for (word, others) in [("takes from", from), ("sends to", to)] {
                for (other, ports) in others {
                    let _ = writeln!(table, "    {word:<10} {other} : {}", ports.join(" "));
                }
            }
        }
    }
    table
}

#[test]
fn allowed_traffic_is_as_reviewed() {
    testkit::golden(crate::contracts::golden_file("allowed-traffic.txt"), &table());
}

#[cfg(test)]
mod seeded {
    use super::super::{seed, set};
    use super::*;

    /// Changes a policy and expects the table to have, or not to have, traffic.
    fn seed_traffic(policy: &str, flow: (&str, &str, &str), change: impl FnOnce(&mut Value)) {
        let (from, to, port) = flow;
        let flow = Flow { from: from.to_owned(), to: to.to_owned(), port: port.to_owned() };
        let mut overlay = Overlay::rendered("province");
        let before = allowed(&overlay).contains(&flow);
        change(overlay.object_mut(policy));
        assert_ne!(allowed(&overlay).contains(&flow), before, "{flow:?} did not change");
    }

    #[test]
    fn a_gateway_that_is_shut_out() {
        let gateway = ("namespaces ocop-gateway=true", "registry server", "50051/TCP");
        seed_traffic("NetworkPolicy from-gateway", gateway, |policy| {
            set(policy, "/spec/podSelector/matchLabels/app.kubernetes.io~1component", "database");
        });
    }

    #[test]
    fn addresses_that_are_let_in() {
        let anywhere = ("addresses 10.0.0.0/8", "registry server", "50051/TCP");
        seed_traffic("NetworkPolicy from-gateway", anywhere, |policy| {
            set(policy, "/spec/ingress/0/from/0", json!({ "ipBlock": { "cidr": "10.0.0.0/8" } }));
        });
    }

    #[test]
    fn everybody_let_in() {
        let everybody = ("everybody", "registry server", "50051/TCP");
        seed_traffic("NetworkPolicy from-gateway", everybody, |policy| set(policy, "/spec/ingress/0/from", json!([])));
    }

    #[test]
    fn a_caller_that_is_shut_out() {
        let call = ("reporting server", "training server", "50051/TCP");
        seed_traffic("NetworkPolicy training-callers", call, |policy| {
            set(policy, "/spec/ingress/0/from/0/podSelector/matchExpressions/0/values", json!(["evaluation"]));
        });
    }

    #[test]
    fn names_that_cannot_be_looked_up() {
        let dns = "namespaces kube-system, pods k8s-app=kube-dns";
        seed_traffic("NetworkPolicy names", ("registry server", dns, "53/UDP"), |policy| {
            set(policy, "/spec/egress/0/ports/0/protocol", "TCP");
        });
    }

    #[test]
    fn a_database_that_others_reach() {
        let query = ("training server", "ocop-db database", "5432/TCP");
        seed_traffic("NetworkPolicy training-to-database", query, |policy| {
            set(policy, "/spec/egress/0/to/0/podSelector/matchExpressions/0/values", json!(["training"]));
        });
    }

    #[test]
    fn a_database_of_another_service() {
        let told = "training server may send to registry-db database on 5432/TCP, which does not take it";
        seed("ministry", "NetworkPolicy training-to-database", told, |policy| {
            set(policy, "/spec/egress/0/to/0/podSelector/matchExpressions/0/values", json!(["training", "registry"]));
        });
    }

    #[test]
    fn a_caller_that_is_let_in_but_not_out() {
        let told = "registry server takes from reporting server on 50051/TCP, which may not send it";
        seed("province", "NetworkPolicy reporting-peers", told, |policy| {
            set(policy, "/spec/egress/0/to/0/podSelector/matchExpressions/0/values", json!(["training", "evaluation"]));
        });
    }

    #[test]
    fn pods_that_nothing_limits() {
        let mut overlay = Overlay::rendered("province");
        overlay.objects.retain(|object| name_of(object) != "nothing-else");
        let faults = faults(&overlay);
        let told = "Job registry-migrate-0-1-0: no network policy limits its Ingress";
        assert!(faults.iter().any(|fault| fault == told), "{faults:?}");
    }

    #[test]
    fn a_port_on_which_nobody_listens() {
        let told = "may send to registry server on 50053/TCP, where nobody listens";
        seed("province", "NetworkPolicy from-gateway", told, |policy| {
            set(policy, "/spec/ingress/0/ports/0/port", 50_053);
        });
    }

    #[test]
    fn traffic_on_any_port() {
        let told = "namespaces ocop-gateway=true may send to registry server on any port";
        seed("province", "NetworkPolicy from-gateway", told, |policy| set(policy, "/spec/ingress/0/ports", json!([])));
    }
}
