//! Everything that is referred to by name is made by someone, with the key that is asked for.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::overlay::{KEEP_FILES, Overlay, Pod, SERVICES, labels, list, name_of, text, title};

/// What the runbook (`deploy/README.md`) has people make by hand: kind, name, keys.
fn made_by_hand(overlay: &Overlay) -> Vec<(&'static str, String, &'static [&'static str])> {
    let mut made: Vec<(_, _, &[_])> = vec![
        ("ConfigMap", "service-keys".to_owned(), &["services.json"]),
        ("Secret", "evaluation-sealing".to_owned(), &["sealing.key"]),
    ];
    for service in SERVICES {
        made.push(("Secret", format!("{service}-identity"), &["key.pem"]));
        // In the ministry CloudNativePG makes these, in development the overlay does.
        if overlay.name == "province" {
            made.push(("Secret", format!("{service}-db-app"), &DATABASE_KEYS));
        }
    }
    if overlay.name == "development" {
        made.push(("ConfigMap", "people-keys".to_owned(), &["people.json"]));
    } else {
        // What opens the bucket that files are kept in.
        for service in KEEP_FILES {
            made.push(("Secret", format!("{service}-files"), &["access-key-id", "secret-access-key"]));
        }
        // What speaks for this installation to the others.
        let link: &[_] = if overlay.name == "province" { &LINK_KEYS } else { &LINK_KEYS[..1] };
        made.push(("Secret", "reporting-link".to_owned(), link));
        // Where backups go. The kind belongs to the backups' plugin.
        made.push(("ObjectStore", "backups".to_owned(), &[]));
    }
    made
}

/// Keys of the link's Secret: the key that signs, and in a province its certificate towards the ministry.
const LINK_KEYS: [&str; 4] = ["key.pem", "tls.crt", "tls.key", "ca.crt"];
/// Keys of the Secret that CloudNativePG makes for a Cluster's first database, as far as we use them.
const DATABASE_KEYS: [&str; 3] = ["username", "password", "uri"];
/// Keys of the Secret that cert-manager makes for a Certificate.
const CERTIFICATE_KEYS: [&str; 3] = ["tls.crt", "tls.key", "ca.crt"];

/// A use of something by its name; without a key it is enough that the thing is there.
struct Reference {
    by: String,
    kind: &'static str,
    name: String,
    key: Option<String>,
}

/// What there is, by kind and name, with its keys.
type Made = BTreeMap<(String, String), BTreeSet<String>>;

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let made = made(overlay);
    let mut used = BTreeSet::new();
    let mut faults = Vec::new();
    for Reference { by, kind, name, key } in references(overlay) {
        let what = (kind.to_owned(), name.clone());
        match made.get(&what) {
            None => faults.push(format!("{by} refers to {kind} {name}, which nobody makes")),
            Some(keys) => {
                if let Some(key) = key.filter(|key| !keys.contains(key)) {
                    faults.push(format!("{by} refers to the key {key} of {kind} {name}, which has none such"));
                }
            }
        }
        used.insert(what);
    }
    for (kind, name, _) in made_by_hand(overlay) {
        if overlay.find(kind, &name).is_some() {
            faults.push(format!("{kind} {name} is rendered, and on the list of what is made by hand too"));
        }
        if !used.contains(&(kind.to_owned(), name.clone())) {
            faults.push(format!("{kind} {name} is on the list of what is made by hand, and nobody uses it"));
        }
    }
    faults
}

/// Files of a pod: where they lie, and the key of what they come from.
pub(super) fn files(overlay: &Overlay, pod: &Pod) -> BTreeSet<String> {
    let made = made(overlay);
    let mut files = BTreeSet::new();
    for mount in pod.containers().flat_map(|container| list(container, "/volumeMounts")) {
        let volume = list(&pod.spec, "/volumes").iter().find(|volume| volume["name"] == mount["name"]);
        for (kind, source, name) in volume.into_iter().flat_map(sources) {
            let items =
                list(source, "/items").iter().map(|item| text(item, "/path").to_owned()).collect::<BTreeSet<_>>();
            let all = made.get(&(kind.to_owned(), name)).cloned().unwrap_or_default();
            let shown = if items.is_empty() { all } else { items };
            files.extend(shown.iter().map(|file| format!("{}/{file}", text(mount, "/mountPath"))));
        }
    }
    files
}

fn made(overlay: &Overlay) -> Made {
    let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<BTreeSet<_>>();
    let mut made = Made::new();
    let mut make = |kind: &str, name: String, keys| made.insert((kind.to_owned(), name), keys);
    for object in &overlay.objects {
        let (kind, name) = (text(object, "/kind"), name_of(object));
        let keys = ["/data", "/stringData", "/binaryData"].iter().flat_map(|place| labels(object, place).into_keys());
        make(kind, name.to_owned(), keys.collect());
        match kind {
            "Certificate" => {
                make("Secret", text(object, "/spec/secretName").to_owned(), owned(&CERTIFICATE_KEYS));
            }
            "Cluster" => {
                make("Secret", format!("{name}-app"), owned(&DATABASE_KEYS));
                make("Secret", format!("{name}-ca"), owned(&["ca.crt"]));
                make("Service", format!("{name}-rw"), BTreeSet::new());
            }
            _ => {}
        }
    }
    for (kind, name, keys) in made_by_hand(overlay) {
        make(kind, name, owned(keys));
    }
    made
}

fn references(overlay: &Overlay) -> Vec<Reference> {
    let mut references: Vec<_> = overlay.pods().iter().flat_map(of_pod).collect();
    let mut refer = |object: &Value, kind, place: &str| {
        let name = text(object, place).to_owned();
        if !name.is_empty() {
            references.push(Reference { by: title(object), kind, name, key: None });
        }
    };
    for object in &overlay.objects {
        match text(object, "/kind") {
            "Certificate" => refer(object, "Issuer", "/spec/issuerRef/name"),
            "Issuer" => refer(object, "Secret", "/spec/ca/secretName"),
            "Database" | "ScheduledBackup" => refer(object, "Cluster", "/spec/cluster/name"),
            "StatefulSet" => refer(object, "Service", "/spec/serviceName"),
            "HorizontalPodAutoscaler" => {
                let kind = text(object, "/spec/scaleTargetRef/kind");
                refer(
                    object,
                    if kind == "StatefulSet" { "StatefulSet" } else { "Deployment" },
                    "/spec/scaleTargetRef/name",
                );
            }
            "Cluster" => {
                refer(object, "Secret", "/spec/bootstrap/initdb/secret/name");
                for role in 0..list(object, "/spec/managed/roles").len() {
                    refer(object, "Secret", &format!("/spec/managed/roles/{role}/passwordSecret/name"));
                }
                for plugin in 0..list(object, "/spec/plugins").len() {
                    refer(object, "ObjectStore", &format!("/spec/plugins/{plugin}/parameters/barmanObjectName"));
                }
            }
            _ => {}
        }
    }
    references
}

fn of_pod(pod: &Pod) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut refer = |kind, name: &str, key: Option<&str>| {
        let (by, name, key) = (pod.owner.clone(), name.to_owned(), key.map(str::to_owned));
        references.push(Reference { by, kind, name, key });
    };
    for (kind, source, name) in list(&pod.spec, "/volumes").iter().flat_map(sources) {
        refer(kind, &name, None);
        for item in list(source, "/items") {
            refer(kind, &name, Some(text(item, "/key")));
        }
        // A single file of a volume, mounted in place of a folder.
        let mounts = pod.containers().flat_map(|container| list(container, "/volumeMounts"));
        for mount in mounts.filter(|mount| mount.get("subPath").is_some() && list(source, "/items").is_empty()) {
            let volume = list(&pod.spec, "/volumes").iter().find(|volume| volume["name"] == mount["name"]);
            if volume.is_some_and(|volume| sources(volume).iter().any(|(_, _, mounted)| *mounted == name)) {
                refer(kind, &name, Some(text(mount, "/subPath")));
            }
        }
    }
    for container in pod.containers() {
        for from in list(container, "/envFrom") {
            for (kind, place) in [("ConfigMap", "/configMapRef/name"), ("Secret", "/secretRef/name")] {
                if from.pointer(place).is_some() {
                    refer(kind, text(from, place), None);
                }
            }
        }
        for variable in list(container, "/env") {
            for (kind, place) in [("ConfigMap", "/valueFrom/configMapKeyRef"), ("Secret", "/valueFrom/secretKeyRef")] {
                if let Some(from) = variable.pointer(place) {
                    refer(kind, text(from, "/name"), Some(text(from, "/key")));
                }
            }
        }
        for mount in list(container, "/volumeMounts") {
            refer("volume", text(mount, "/name"), None);
        }
    }
    let account = text(&pod.spec, "/serviceAccountName");
    if !account.is_empty() {
        refer("ServiceAccount", account, None);
    }
    // A volume is made in the pod itself.
    let volumes: BTreeSet<_> = list(&pod.spec, "/volumes").iter().map(|volume| text(volume, "/name")).collect();
    references.retain(|reference| reference.kind != "volume" || !volumes.contains(reference.name.as_str()));
    references
}

/// ConfigMaps and Secrets that a volume is made of.
fn sources(volume: &Value) -> Vec<(&'static str, &Value, String)> {
    let parts = list(volume, "/projected/sources").iter().chain([volume]);
    let mut sources = Vec::new();
    for part in parts {
        for (kind, place, name) in [
            ("ConfigMap", "/configMap", "/name"),
            ("Secret", "/secret", "/secretName"),
            ("Secret", "/secret", "/name"),
            ("PersistentVolumeClaim", "/persistentVolumeClaim", "/claimName"),
        ] {
            if let Some(source) = part.pointer(place).filter(|source| source.pointer(name).is_some()) {
                sources.push((kind, source, text(source, name).to_owned()));
            }
        }
    }
    sources
}

#[cfg(test)]
mod seeded {
    use super::super::{Overlay, expect, seed, set};

    #[test]
    fn a_config_map_that_is_not_there() {
        seed("development", "Deployment training", "refers to ConfigMap training-conf, which nobody makes", |object| {
            set(object, "/spec/template/spec/volumes/0/configMap/name", "training-conf");
        });
    }

    #[test]
    fn a_claim_that_is_not_there() {
        let told = "Deployment evaluation refers to PersistentVolumeClaim evaluation-files, which nobody makes";
        let mut overlay = Overlay::rendered("development");
        overlay.objects.retain(|object| object["kind"] != "PersistentVolumeClaim");
        expect(&overlay, told);
    }

    #[test]
    fn a_key_that_is_not_there() {
        let told = "refers to the key url of Secret registry-db-app, which has none such";
        seed("ministry", "Deployment registry", told, |object| {
            set(object, "/spec/template/spec/volumes/1/secret/items/0/key", "url");
        });
    }

    #[test]
    fn a_secret_of_a_cluster_that_is_not_there() {
        seed(
            "ministry",
            "Job training-migrate-0-1-0",
            "refers to Secret traning-db-app, which nobody makes",
            |object| {
                set(object, "/spec/template/spec/volumes/1/secret/secretName", "traning-db-app");
            },
        );
    }

    #[test]
    fn an_environment_that_is_not_there() {
        seed("province", "Deployment evaluation", "refers to ConfigMap instalation, which nobody makes", |object| {
            set(object, "/spec/template/spec/containers/0/envFrom/0/configMapRef/name", "instalation");
        });
    }

    #[test]
    fn a_volume_that_is_not_there() {
        seed("province", "Deployment evaluation", "refers to volume tsl, which nobody makes", |object| {
            set(object, "/spec/template/spec/containers/0/volumeMounts/5/name", "tsl");
        });
    }

    #[test]
    fn an_account_that_is_not_there() {
        seed("province", "Deployment reporting", "refers to ServiceAccount report, which nobody makes", |object| {
            set(object, "/spec/template/spec/serviceAccountName", "report");
        });
    }

    #[test]
    fn an_issuer_that_is_not_there() {
        seed("province", "Certificate registry", "refers to Issuer autority, which nobody makes", |object| {
            set(object, "/spec/issuerRef/name", "autority");
        });
    }

    #[test]
    fn a_database_of_a_cluster_that_is_not_there() {
        seed("province", "Database training", "refers to Cluster db, which nobody makes", |object| {
            set(object, "/spec/cluster/name", "db");
        });
    }

    #[test]
    fn a_role_whose_password_is_not_there() {
        seed("province", "Cluster ocop-db", "refers to Secret registry-pw, which nobody makes", |object| {
            set(object, "/spec/managed/roles/0/passwordSecret/name", "registry-pw");
        });
    }

    #[test]
    fn a_thing_made_by_hand_that_nobody_uses() {
        let mut overlay = Overlay::rendered("ministry");
        for object in ["Deployment registry", "Deployment evaluation", "Deployment training", "Deployment reporting"] {
            set(overlay.object_mut(object), "/spec/template/spec/volumes/4/configMap/name", "installation");
        }
        expect(&overlay, "ConfigMap service-keys is on the list of what is made by hand, and nobody uses it");
    }
}
