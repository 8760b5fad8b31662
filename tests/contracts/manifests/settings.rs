//! What the configuration of a pod says agrees with what the manifests give it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::overlay::{KEEP_FILES, Overlay, Pod, labels, list, name_of, number, plain, text};
use super::traffic::{self, Flow};
use super::{ports, references};

/// Where the configuration file lies in a pod.
const FILE: &str = "/etc/ocop/config.toml";
/// Connections that a database keeps for itself and for people.
const CONNECTIONS_KEPT: u64 = 15;

/// Settings of a pod by key, such as `grpc.listen`: those of its file, and its environment over them.
pub(super) type Settings = BTreeMap<String, String>;

/// What a pod's container is configured with; none for one that is not ours.
pub(super) fn of_pod(overlay: &Overlay, pod: &Pod) -> Option<Settings> {
    let container = pod.containers().find(|container| list(container, "/args").iter().any(|word| word == FILE))?;
    let file: Value = toml::from_str(config_file(overlay, pod)?).ok()?;
    let mut settings = Settings::new();
    flatten("", &file, &mut settings);
    for (name, value) in environment(overlay, container) {
        if let Some(key) = name.strip_prefix("OCOP_") {
            settings.insert(key.to_lowercase().replace("__", "."), value);
        }
    }
    Some(settings)
}

/// The text of a pod's configuration file.
pub(super) fn config_file<'a>(overlay: &'a Overlay, pod: &Pod) -> Option<&'a str> {
    let volume = list(&pod.spec, "/volumes").iter().find(|volume| text(volume, "/name") == "config")?;
    Some(text(overlay.find("ConfigMap", text(volume, "/configMap/name"))?, "/data/config.toml"))
}

/// Variables that a container is given.
pub(super) fn environment(overlay: &Overlay, container: &Value) -> BTreeMap<String, String> {
    let mut variables = BTreeMap::new();
    for from in list(container, "/envFrom") {
        if let Some(map) = overlay.find("ConfigMap", text(from, "/configMapRef/name")) {
            variables.extend(labels(map, "/data"));
        }
    }
    for variable in list(container, "/env") {
        variables.insert(text(variable, "/name").to_owned(), text(variable, "/value").to_owned());
    }
    variables
}

fn flatten(prefix: &str, section: &Value, settings: &mut Settings) {
    for (name, value) in section.as_object().into_iter().flatten() {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        if value.is_object() {
            flatten(&key, value, settings);
        } else {
            settings.insert(key, plain(value));
        }
    }
}

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let (pods, allowed) = (overlay.pods(), traffic::allowed(overlay));
    let mut faults = Vec::new();
    for pod in &pods {
        let ours = pod.containers().any(|container| text(container, "/image").contains("/ocop"));
        match of_pod(overlay, pod) {
            Some(settings) => {
                faults.extend(files(overlay, pod, &settings));
                if text(&pod.spec, "/containers/0/args/0") == "serve" {
                    faults.extend(listeners(pod, &settings));
                    faults.extend(kept_files(pod, &settings));
                    faults.extend(stop(pod, &settings));
                    faults.extend(peers(overlay, &allowed, pod, &settings));
                }
            }
            None if ours => faults.push(format!("{}: {FILE} is not mounted, or is no TOML", pod.owner)),
            None => {}
        }
    }
    faults.extend(connections(overlay, &pods));
    faults
}

/// Every file that settings name is mounted. A migration signs nothing and takes no calls.
fn files(overlay: &Overlay, pod: &Pod, settings: &Settings) -> Vec<String> {
    let mounted = references::files(overlay, pod);
    let serves = text(&pod.spec, "/containers/0/args/0") == "serve";
    let keeps_files = serves && KEEP_FILES.contains(&pod.label("app.kubernetes.io/name"));
    let in_bucket = settings.get("files.store").is_some_and(|store| store == "s3");
    let needed = |key: &str| match key {
        _ if key.starts_with("files.s3.") => keeps_files && in_bucket,
        _ => serves || key.ends_with("database.url_file"),
    };
    let mut named: Vec<_> = settings
        .iter()
        .filter(|(key, _)| key.ends_with("_file") && needed(key))
        .map(|(_, file)| file.clone())
        .collect();
    named.extend(environment(overlay, &pod.spec["containers"][0]).get("PGSSLROOTCERT").cloned());
    let missing = named.into_iter().filter(|file| !mounted.contains(file));
    missing.map(|file| format!("{}: its settings name {file}, which is not mounted", pod.owner)).collect()
}

/// Files that lie in a folder are on a volume that outlives the pod, and are seen by one pod at a time.
fn kept_files(pod: &Pod, settings: &Settings) -> Vec<String> {
    let in_folder = settings.get("files.store").is_some_and(|store| store == "folder");
    if !in_folder || !KEEP_FILES.contains(&pod.label("app.kubernetes.io/name")) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    if pod.at_most > 1 {
        faults.push(format!("{}: {} pods at once would keep files in folders of their own", pod.owner, pod.at_most));
    }
    let folder = settings.get("files.folder").map(String::as_str).unwrap_or_default();
    let mounts = pod.containers().flat_map(|container| list(container, "/volumeMounts"));
    let lasting = mounts.filter(|mount| text(mount, "/mountPath") == folder).any(|mount| {
        let volume = list(&pod.spec, "/volumes").iter().find(|volume| volume["name"] == mount["name"]);
        volume.is_some_and(|volume| volume.get("persistentVolumeClaim").is_some())
    });
    if !lasting {
        faults.push(format!("{}: no volume that lasts is mounted at {folder:?}, where files are kept", pod.owner));
    }
    faults
}

/// What settings listen on is what the manifests call by name.
fn listeners(pod: &Pod, settings: &Settings) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, name) in [("grpc.listen", "grpc"), ("health.listen", "health")] {
        let listens = settings.get(key).map(String::as_str).unwrap_or_default();
        let port = ports::number_in(listens);
        if port.is_none() || port != pod.port(&name.into()).map(Value::from) {
            faults.push(format!("{}: {key} is {listens:?}, which is not its port {name}", pod.owner));
        }
        if !listens.starts_with("0.0.0.0:") && !listens.starts_with("[::]:") {
            faults.push(format!("{}: {key} is {listens:?}, which other pods cannot reach", pod.owner));
        }
    }
    faults
}

/// Kubernetes leaves more time for a stop than its phases may take.
fn stop(pod: &Pod, settings: &Settings) -> Vec<String> {
    let phases = ["stop.unready_for_s", "stop.calls_for_s", "stop.jobs_for_s"];
    let seconds = |key| settings.get(key).and_then(|text| text.parse::<f64>().ok());
    let grace = pod.spec.pointer("/terminationGracePeriodSeconds").and_then(Value::as_f64).unwrap_or(30.0);
    let mut faults = Vec::new();
    match phases.into_iter().map(seconds).sum::<Option<f64>>() {
        Some(sum) if sum < grace => {}
        Some(sum) => faults.push(format!("{}: a stop may take {sum} s, and is cut after {grace} s", pod.owner)),
        None => faults.push(format!("{}: its settings leave phases of a stop out", pod.owner)),
    }
    if seconds("stop.unready_for_s").is_none_or(|seconds| seconds <= 0.0) {
        faults.push(format!("{}: callers get no time to notice a stop", pod.owner));
    }
    faults
}

/// Every peer is a Service, may be called, and shows a certificate with the name that it is called by.
fn peers(overlay: &Overlay, allowed: &BTreeSet<Flow>, pod: &Pod, settings: &Settings) -> Vec<String> {
    let mut faults = Vec::new();
    for (key, address) in settings.iter().filter(|(key, _)| key.contains(".peers.")) {
        let by = format!("{}: {key}", pod.owner);
        let (host, port) = address.rsplit_once(':').unwrap_or((address, ""));
        let service = overlay.find("Service", host);
        let ports = service.map(|service| list(service, "/spec/ports")).unwrap_or_default();
        if !ports.iter().any(|named| number(named, "/port").to_string() == port) {
            faults.push(format!("{by} is {address}, which is no Service and port"));
        }
        // Callers spread their calls over the addresses of a name. One address is one connection to one replica.
        if service.is_some_and(|service| text(service, "/spec/clusterIP") != "None") {
            faults.push(format!("{by} is {address}, which has one address for all replicas"));
        }
        let called = format!("{host} server");
        if !allowed.iter().any(|flow| flow.from == pod.who && flow.to == called && flow.port.starts_with(port)) {
            faults.push(format!("{by} is {address}, which the network policies do not let it call"));
        }
        if settings.contains_key("grpc.tls.certificate_file") {
            let certificate = overlay.find("Certificate", host);
            let names = certificate.map(|certificate| list(certificate, "/spec/dnsNames")).unwrap_or_default();
            if !names.iter().any(|name| name == host) {
                faults.push(format!("{by} is {address}, and no certificate holds the name {host}"));
            }
        }
    }
    faults
}

/// A database has room for the connections of all its services, while a release is rolled out too.
fn connections(overlay: &Overlay, pods: &[Pod]) -> Vec<String> {
    let mut faults = Vec::new();
    for cluster in overlay.of_kind("Cluster") {
        let holds = text(cluster, "/spec/inheritedMetadata/labels/ocop-database");
        let users = pods.iter().filter(|pod| {
            pod.label("app.kubernetes.io/component") == "server"
                && (holds == "all" || holds == pod.label("app.kubernetes.io/name"))
        });
        // A pool for reading and one for writing.
        let of_user = |pod: &Pod| {
            let key = format!("{}.database.max_connections", pod.label("app.kubernetes.io/name"));
            let pool = of_pod(overlay, pod).and_then(|settings| settings.get(&key)?.parse::<u64>().ok());
            pod.at_most * 2 * pool.unwrap_or_default()
        };
        let wanted: u64 = users.map(of_user).sum();
        let has: u64 = text(cluster, "/spec/postgresql/parameters/max_connections").parse().unwrap_or(100);
        if wanted == 0 {
            faults.push(format!("Cluster {} holds the database of nobody", name_of(cluster)));
        }
        if wanted + CONNECTIONS_KEPT > has {
            let name = name_of(cluster);
            faults.push(format!("Cluster {name}: {has} connections are too few; its services may want {wanted}"));
        }
    }
    faults
}

#[cfg(test)]
mod seeded {
    use serde_json::{Value, json};

    use super::super::{Overlay, expect, seed, set};

    /// Changes the settings of a service in all overlays' way: in its ConfigMap.
    fn seed_settings(overlay: &str, service: &str, told: &str, from: &str, to: &str) {
        let mut overlay = Overlay::rendered(overlay);
        let prefix = format!("{service}-config");
        let maps = overlay.objects.iter_mut().filter(|object| object["kind"] == "ConfigMap");
        let mut maps = maps.filter(|map| super::name_of(map).starts_with(&prefix));
        let text: &mut Value = maps.next().expect("its ConfigMap").pointer_mut("/data/config.toml").expect("its text");
        let changed = text.as_str().expect("a text").replace(from, to);
        assert_ne!(*text, changed, "{from} is not there to be changed");
        *text = changed.into();
        expect(&overlay, told);
    }

    #[test]
    fn a_file_that_is_not_mounted() {
        let told = "Deployment registry: its settings name /run/ocop/key.pem, which is not mounted";
        seed_settings("province", "registry", told, "/run/ocop/identity/key.pem", "/run/ocop/key.pem");
    }

    #[test]
    fn a_file_whose_mount_went() {
        let told = "Job registry-migrate-0-1-0: its settings name /run/ocop/database/uri, which is not mounted";
        seed("province", "Job registry-migrate-0-1-0", told, |object| {
            set(object, "/spec/template/spec/containers/0/volumeMounts/1/mountPath", "/run/ocop/db");
        });
    }

    #[test]
    fn files_in_a_folder_that_two_pods_would_have() {
        let told = "Deployment evaluation: 2 pods at once would keep files in folders of their own";
        seed("development", "Deployment evaluation", told, |object| set(object, "/spec/replicas", 2));
        seed("development", "Deployment evaluation", told, |object| {
            object["spec"]["strategy"] = json!({ "type": "RollingUpdate", "rollingUpdate": { "maxSurge": 1 } });
        });
    }

    #[test]
    fn files_in_a_folder_that_goes_with_the_pod() {
        let told = "no volume that lasts is mounted at \"/var/lib/ocop/files\"";
        let seed = |change: fn(&mut Value)| seed("development", "Deployment evaluation", told, change);
        seed(|object| {
            let volumes = object.pointer_mut("/spec/template/spec/volumes").and_then(Value::as_array_mut);
            let files = volumes.expect("volumes").iter_mut().find(|volume| volume["name"] == "files").expect("files");
            *files = json!({ "name": "files", "emptyDir": {} });
        });
    }

    #[test]
    fn keys_of_a_bucket_that_are_not_mounted() {
        let told = "Deployment evaluation: its settings name /run/ocop/keys/access-key-id, which is not mounted";
        seed_settings("province", "evaluation", told, "/run/ocop/files/access-key-id", "/run/ocop/keys/access-key-id");
    }

    #[test]
    fn a_port_that_settings_do_not_listen_on() {
        let told = "Deployment training: grpc.listen is \"0.0.0.0:50050\", which is not its port grpc";
        seed_settings("province", "training", told, "0.0.0.0:50051", "0.0.0.0:50050");
    }

    #[test]
    fn a_port_that_only_the_pod_itself_reaches() {
        let told = "Deployment training: health.listen is \"127.0.0.1:50052\", which other pods cannot reach";
        seed_settings("province", "training", told, "0.0.0.0:50052", "127.0.0.1:50052");
    }

    #[test]
    fn a_stop_that_is_cut() {
        let told = "Deployment registry: a stop may take 55 s, and is cut after 55 s";
        seed("province", "Deployment registry", told, |object| {
            set(object, "/spec/template/spec/terminationGracePeriodSeconds", 55);
        });
    }

    #[test]
    fn a_stop_that_callers_do_not_notice() {
        let told = "Deployment registry: callers get no time to notice a stop";
        seed_settings("province", "registry", told, "unready_for_s = 35", "unready_for_s = 0");
    }

    #[test]
    fn a_peer_that_is_not_there() {
        let told = "Deployment evaluation: evaluation.peers.registry is registry-server:50051, which is no Service";
        seed_settings("development", "evaluation", told, "\"registry:50051\"", "\"registry-server:50051\"");
    }

    #[test]
    fn a_peer_with_one_address_for_all_replicas() {
        let told = "evaluation.peers.registry is registry:50051, which has one address for all replicas";
        seed("province", "Service registry", told, |object| {
            object["spec"].as_object_mut().expect("an object").remove("clusterIP").expect("it was there");
        });
    }

    #[test]
    fn a_peer_that_may_not_be_called() {
        let told = "registry is reporting:50051, which the network policies do not let it call";
        seed_settings("development", "evaluation", told, "\"registry:50051\"", "\"reporting:50051\"");
    }

    #[test]
    fn a_peer_whose_certificate_has_another_name() {
        let told = "Deployment evaluation: evaluation.peers.registry is registry:50051, and no certificate holds";
        seed("ministry", "Certificate registry", told, |object| {
            set(object, "/spec/dnsNames", json!(["registry.ocop.svc"]));
        });
    }

    #[test]
    fn a_database_with_too_few_connections() {
        let told = "Cluster ocop-db: 100 connections are too few; its services may want 192";
        seed("province", "Cluster ocop-db", told, |object| {
            set(object, "/spec/postgresql/parameters/max_connections", "100");
        });
    }

    #[test]
    fn a_database_of_nobody() {
        seed("ministry", "Cluster registry-db", "Cluster registry-db holds the database of nobody", |object| {
            set(object, "/spec/inheritedMetadata/labels/ocop-database", "registri");
        });
    }
}
