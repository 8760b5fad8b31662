//! Every port that is named somewhere is listened on, and every probe asks for something that is there.

use serde_json::{Value, json};

use super::overlay::{Overlay, Pod, chooses, labels, list, port_of, text, title};

/// Longest name of a port (RFC 6335).
const NAME_MAX: usize = 15;

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let pods = overlay.pods();
    let mut faults: Vec<_> = pods.iter().flat_map(of_pod).collect();
    for service in overlay.of_kind("Service") {
        let selector = json!({ "matchLabels": service.pointer("/spec/selector") });
        for port in list(service, "/spec/ports") {
            let target = port.get("targetPort").or(port.get("port")).cloned().unwrap_or_default();
            for pod in pods.iter().filter(|pod| chooses(&selector, &pod.labels) && pod.port(&target).is_none()) {
                faults.push(format!("{}: {} has no port {target}", title(service), pod.owner));
            }
        }
    }
    for monitor in overlay.of_kind("ServiceMonitor") {
        for service in overlay.of_kind("Service") {
            if chooses(&monitor["spec"]["selector"], &labels(service, "/metadata/labels")) {
                for endpoint in list(monitor, "/spec/endpoints") {
                    if !list(service, "/spec/ports").iter().any(|port| port.get("name") == endpoint.get("port")) {
                        faults.push(format!("{}: {} has no port {}", title(monitor), title(service), endpoint["port"]));
                    }
                }
            }
        }
    }
    for monitor in overlay.of_kind("PodMonitor") {
        for pod in pods.iter().filter(|pod| chooses(&monitor["spec"]["selector"], &pod.labels)) {
            for endpoint in list(monitor, "/spec/podMetricsEndpoints") {
                if pod.port(&endpoint["port"]).is_none() {
                    faults.push(format!("{}: {} has no port {}", title(monitor), pod.owner, endpoint["port"]));
                }
            }
        }
    }
    faults
}

fn of_pod(pod: &Pod) -> Vec<String> {
    let by = &pod.owner;
    let mut faults = Vec::new();
    for container in pod.containers() {
        for port in list(container, "/ports") {
            let name = text(port, "/name");
            let letters = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
            if name.len() > NAME_MAX || !name.chars().all(letters) || name.starts_with('-') || name.ends_with('-') {
                faults.push(format!("{by}: {name} is no name of a port"));
            }
        }
        for probe in ["startupProbe", "livenessProbe", "readinessProbe"] {
            for action in ["grpc", "httpGet", "tcpSocket"] {
                let Some(asked) = container.pointer(&format!("/{probe}/{action}")) else { continue };
                if port_of(container, &asked["port"]).is_none() {
                    faults.push(format!("{by}: its {probe} asks port {}, which it does not have", asked["port"]));
                }
                let service = text(asked, "/service");
                if !service.is_empty() && !stands_in_contract(service) {
                    faults.push(format!("{by}: its {probe} asks for {service}, which is no gRPC service"));
                }
            }
        }
        // Nobody is told that a pod cannot work, unless it says so under its own name.
        if text(container, "/args/0") == "serve" {
            let own = format!("ocop.{}.", text(container, "/args/1"));
            if !text(container, "/readinessProbe/grpc/service").starts_with(&own) {
                faults.push(format!("{by}: its readinessProbe does not ask for a service of {own}"));
            }
        }
    }
    faults
}

/// True for the full name of a service of the contract, such as `ocop.registry.v1.RegistryService`.
fn stands_in_contract(name: &str) -> bool {
    let Some((package, service)) = name.rsplit_once('.') else { return false };
    let folder = crate::contracts::repository().join("proto").join(package.replace('.', "/"));
    let files = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut texts = files.filter_map(|file| std::fs::read_to_string(file.path()).ok());
    texts.any(|text| text.lines().any(|line| line.starts_with(&format!("service {service} "))))
}

/// The number in an address such as `0.0.0.0:50051`.
pub(super) fn number_in(address: &str) -> Option<Value> {
    address.rsplit_once(':').and_then(|(_, port)| port.parse::<u64>().ok()).map(Value::from)
}

#[cfg(test)]
mod seeded {
    use serde_json::json;

    use super::super::{Overlay, expect, seed, set};

    const CONTAINER: &str = "/spec/template/spec/containers/0";

    #[test]
    fn a_target_port_that_is_not_there() {
        seed(
            "development",
            "Service registry",
            "Service registry: Deployment registry has no port \"gprc\"",
            |object| {
                set(object, "/spec/ports/0/targetPort", "gprc");
            },
        );
    }

    #[test]
    fn a_probe_of_a_port_that_is_not_there() {
        let told = "Deployment training: its livenessProbe asks port 50053, which it does not have";
        seed("province", "Deployment training", told, |object| {
            set(object, &format!("{CONTAINER}/livenessProbe/grpc/port"), 50_053);
        });
    }

    #[test]
    fn a_probe_of_a_grpc_service_that_is_not_there() {
        let told =
            "Deployment training: its readinessProbe asks for ocop.training.v1.Training, which is no gRPC service";
        seed("province", "Deployment training", told, |object| {
            set(object, &format!("{CONTAINER}/readinessProbe/grpc/service"), "ocop.training.v1.Training");
        });
    }

    #[test]
    fn a_probe_of_anothers_grpc_service() {
        let told = "Deployment training: its readinessProbe does not ask for a service of ocop.training.";
        seed("province", "Deployment training", told, |object| {
            let another = "ocop.registry.v1.RegistryService";
            set(object, &format!("{CONTAINER}/readinessProbe/grpc/service"), another);
        });
    }

    #[test]
    fn a_port_with_a_long_name() {
        let told = "Deployment registry: registry-grpc-port is no name of a port";
        seed("province", "Deployment registry", told, |object| {
            set(object, &format!("{CONTAINER}/ports/0/name"), "registry-grpc-port");
        });
    }

    /// The province with a monitor of registry's, at a port that nobody has.
    fn with_monitor(kind: &str, endpoints: &str) -> Overlay {
        let mut overlay = Overlay::rendered("province");
        overlay.objects.push(json!({
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": kind,
            "metadata": { "name": "registry", "namespace": "ocop" },
            "spec": {
                "selector": { "matchLabels": { "app.kubernetes.io/name": "registry" } },
                endpoints: [{ "port": "metrics" }],
            },
        }));
        overlay
    }

    #[test]
    fn a_monitor_of_pods_at_a_port_that_is_not_there() {
        let overlay = with_monitor("PodMonitor", "podMetricsEndpoints");
        expect(&overlay, "PodMonitor registry: Deployment registry has no port \"metrics\"");
    }

    #[test]
    fn a_monitor_of_services_at_a_port_that_is_not_there() {
        let overlay = with_monitor("ServiceMonitor", "endpoints");
        expect(&overlay, "ServiceMonitor registry: Service registry has no port \"metrics\"");
    }
}
