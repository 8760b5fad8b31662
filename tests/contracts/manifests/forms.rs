//! One release everywhere; names, labels, quantities and kinds well formed; limits that can hold.

use std::collections::BTreeSet;

use serde_json::Value;

use super::overlay::{Overlay, Pod, labels, list, name_of, number, plain, text, title};

/// The kinds that the overlays may use, by the apiVersion that the newest Kubernetes and operators serve.
const KINDS: [(&str, &[&str]); 11] = [
    ("v1", &["ConfigMap", "Namespace", "PersistentVolumeClaim", "Secret", "Service", "ServiceAccount"]),
    ("apps/v1", &["Deployment", "StatefulSet"]),
    ("autoscaling/v2", &["HorizontalPodAutoscaler"]),
    ("batch/v1", &["Job"]),
    ("networking.k8s.io/v1", &["NetworkPolicy"]),
    ("policy/v1", &["PodDisruptionBudget"]),
    ("cert-manager.io/v1", &["Certificate", "Issuer"]),
    ("postgresql.cnpg.io/v1", &["Cluster", "Database", "ScheduledBackup"]),
    ("monitoring.coreos.com/v1", &["PodMonitor", "ServiceMonitor"]),
    ("gateway.networking.k8s.io/v1", &["Gateway", "GRPCRoute"]),
    ("barmancloud.cnpg.io/v1", &["ObjectStore"]),
];

/// The namespace everything stands in.
const NAMESPACE: &str = "ocop";
/// Labels that every pod has (Kubernetes recommends them).
const POD_LABELS: [&str; 3] = ["app.kubernetes.io/name", "app.kubernetes.io/component", "app.kubernetes.io/part-of"];
const VERSION: &str = "app.kubernetes.io/version";
/// The version that is being built.
const BUILT: &str = env!("CARGO_PKG_VERSION");

pub(super) fn faults(overlay: &Overlay) -> Vec<String> {
    let mut faults: Vec<_> = overlay.objects.iter().flat_map(of_object).collect();
    faults.extend(overlay.pods().iter().flat_map(of_pod));
    let mut seen = BTreeSet::new();
    for object in &overlay.objects {
        if !seen.insert(title(object)) {
            faults.push(format!("{} is there twice", title(object)));
        }
    }
    faults.extend(release(overlay));
    faults
}

fn of_object(object: &Value) -> Vec<String> {
    let (by, kind) = (title(object), text(object, "/kind"));
    let mut faults = Vec::new();
    let mut fault = |text: String| faults.push(format!("{by}: {text}"));
    let api_version = text(object, "/apiVersion");
    if !KINDS.iter().any(|(known, kinds)| *known == api_version && kinds.contains(&kind)) {
        fault(format!("{api_version} has no such kind, or none that we use"));
    }
    let namespace = if kind == "Namespace" { name_of(object) } else { text(object, "/metadata/namespace") };
    if namespace != NAMESPACE {
        fault(format!("its namespace is {namespace:?}"));
    }
    if !is_name(name_of(object)) {
        fault("its name is malformed".to_owned());
    }
    for (name, value) in labels(object, "/metadata/labels") {
        if !is_label(&name, &value) {
            fault(format!("its label {name}={value} is malformed"));
        }
    }
    match kind {
        "PodDisruptionBudget" => {
            let limits = ["minAvailable", "maxUnavailable"].map(|limit| object["spec"].get(limit).map(plain));
            match limits {
                [Some(_), Some(_)] => fault("it has both limits".to_owned()),
                [None, None] => fault("it has no limit".to_owned()),
                [None, Some(none)] if none == "0" || none == "0%" => fault("it lets no machine be emptied".to_owned()),
                _ => {}
            }
        }
        "HorizontalPodAutoscaler" if number(object, "/spec/minReplicas") > number(object, "/spec/maxReplicas") => {
            fault("its least number of replicas is above its greatest".to_owned());
        }
        "Job" => {
            for limit in ["/spec/ttlSecondsAfterFinished", "/spec/backoffLimit"] {
                if number(object, limit) == 0 {
                    fault(format!("{limit} is missing"));
                }
            }
        }
        "Cluster" => {
            for place in ["/spec/storage/size", "/spec/walStorage/size"] {
                if quantity(text(object, place)).is_none() {
                    fault(format!("{place} is no quantity: {:?}", text(object, place)));
                }
            }
            faults.extend(resources(&by, &object["spec"]["resources"]));
        }
        "StatefulSet" => {
            for claim in list(object, "/spec/volumeClaimTemplates") {
                faults.extend(resources(&by, &claim["spec"]["resources"]));
            }
        }
        _ => {}
    }
    faults
}

fn of_pod(pod: &Pod) -> Vec<String> {
    let by = &pod.owner;
    let mut faults = Vec::new();
    for (name, value) in &pod.labels {
        if !is_label(name, value) {
            faults.push(format!("{by}: its pods' label {name}={value} is malformed"));
        }
    }
    // Pods of CloudNativePG carry the operator's own.
    if by.starts_with("Cluster ") {
        return faults;
    }
    for label in POD_LABELS.into_iter().filter(|label| pod.label(label).is_empty()) {
        faults.push(format!("{by}: its pods lack the label {label}"));
    }
    for container in pod.containers() {
        for kind in ["requests", "limits"] {
            for resource in ["cpu", "memory"] {
                if container.pointer(&format!("/resources/{kind}/{resource}")).is_none() {
                    faults.push(format!("{by}: {resource} is not among its {kind}"));
                }
            }
        }
        faults.extend(resources(by, &container["resources"]));
    }
    faults
}

fn resources(by: &str, resources: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let (requests, limits) = (labels(resources, "/requests"), labels(resources, "/limits"));
    for (name, text) in requests.iter().chain(&limits) {
        if quantity(text).is_none() {
            faults.push(format!("{by}: {name} is no quantity: {text:?}"));
        }
    }
    for (name, request) in &requests {
        if limits.get(name).is_some_and(|limit| quantity(request) > quantity(limit)) {
            faults.push(format!("{by}: it asks for more {name} than its limit"));
        }
    }
    faults
}

/// One image, of the release that is being built, and everything that is named after it.
fn release(overlay: &Overlay) -> Vec<String> {
    let pods = overlay.pods();
    let images: BTreeSet<_> = pods
        .iter()
        .flat_map(Pod::containers)
        .map(|container| text(container, "/image"))
        .filter(|i| !i.is_empty())
        .collect();
    let mut faults = Vec::new();
    for image in &images {
        match image.rsplit_once(':') {
            Some((_, tag)) if tag != "latest" && !tag.contains('/') => {}
            _ => faults.push(format!("the image {image} has no tag that stays")),
        }
    }
    let is_ours =
        |image: &str| image.rsplit('/').next().is_some_and(|name| name == "ocop" || name.starts_with("ocop:"));
    let ours: BTreeSet<_> = images.into_iter().filter(|image| is_ours(image)).collect();
    if ours.len() != 1 {
        faults.push(format!("our image is called differently in places: {ours:?}"));
    }
    let in_names = BUILT.replace('.', "-");
    for pod in pods.iter().filter(|pod| pod.containers().any(|container| is_ours(text(container, "/image")))) {
        let by = &pod.owner;
        for image in pod.containers().map(|container| text(container, "/image")) {
            if !image.ends_with(&format!(":{BUILT}")) {
                faults.push(format!("{by}: its image {image} is not of the release {BUILT}"));
            }
        }
        if pod.label(VERSION) != BUILT {
            faults.push(format!("{by}: its pods' version is {:?}, not {BUILT}", pod.label(VERSION)));
        }
        if by.starts_with("Job ") && !by.ends_with(&format!("-{in_names}")) {
            faults.push(format!("{by}: it is not named after the release {BUILT}"));
        }
    }
    faults
}

/// A quantity as a number of its units; none if it is malformed.
fn quantity(text: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 10] = [
        ("Ki", 1024.0),
        ("Mi", 1_048_576.0),
        ("Gi", 1_073_741_824.0),
        ("Ti", 1_099_511_627_776.0),
        ("m", 0.001),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("T", 1e12),
        ("", 1.0),
    ];
    let (unit, factor) = UNITS.into_iter().find(|(unit, _)| text.ends_with(unit))?;
    let digits = text.strip_suffix(unit)?;
    let sound = digits.starts_with(|letter: char| letter.is_ascii_digit());
    digits.parse::<f64>().ok().filter(|_| sound).map(|number| number * factor)
}

/// A name that any kind may have (a DNS label, RFC 1123).
fn is_name(name: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    (1..=63).contains(&name.len()) && name.chars().all(sound) && !name.starts_with('-') && !name.ends_with('-')
}

fn is_label(name: &str, value: &str) -> bool {
    let sound = |text: &str| {
        let ends = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
        text.len() <= 63
            && ends(text.chars().next())
            && ends(text.chars().last())
            && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.".contains(letter))
    };
    sound(name.rsplit_once('/').map_or(name, |(_, name)| name)) && (value.is_empty() || sound(value))
}

#[cfg(test)]
mod seeded {
    use serde_json::json;

    use super::super::{Overlay, expect, seed, set};

    const CONTAINER: &str = "/spec/template/spec/containers/0";

    #[test]
    fn an_image_of_another_release() {
        let told = "Deployment training: its image localhost/ocop:0.0.9 is not of the release";
        seed("province", "Deployment training", told, |object| {
            set(object, &format!("{CONTAINER}/image"), "localhost/ocop:0.0.9");
        });
    }

    #[test]
    fn an_image_from_elsewhere() {
        seed("province", "Deployment training", "our image is called differently in places", |object| {
            set(object, &format!("{CONTAINER}/image"), "elsewhere/ocop:0.1.0");
        });
    }

    fn seed_database_image(image: &str) {
        let told = format!("the image {image} has no tag that stays");
        seed("development", "StatefulSet postgres", &told, |object| {
            set(object, &format!("{CONTAINER}/image"), image);
        });
    }

    #[test]
    fn an_image_without_a_tag() {
        seed_database_image("localhost/postgres");
    }

    #[test]
    fn an_image_whose_only_colon_is_its_registrys() {
        seed_database_image("localhost:5000/postgres");
    }

    #[test]
    fn an_image_with_a_tag_that_moves() {
        seed_database_image("localhost/postgres:latest");
    }

    #[test]
    fn a_label_of_another_release() {
        seed("province", "Deployment training", "Deployment training: its pods' version is \"0.0.9\"", |object| {
            set(object, "/spec/template/metadata/labels/app.kubernetes.io~1version", "0.0.9");
        });
    }

    #[test]
    fn a_migration_that_is_not_named_after_the_release() {
        let told = "Job registry-migrate: it is not named after the release";
        seed("province", "Job registry-migrate-0-1-0", told, |object| {
            set(object, "/metadata/name", "registry-migrate");
        });
    }

    #[test]
    fn a_migration_that_stays_for_ever() {
        let told = "Job registry-migrate-0-1-0: /spec/ttlSecondsAfterFinished is missing";
        seed("province", "Job registry-migrate-0-1-0", told, |object| {
            object["spec"].as_object_mut().expect("an object").remove("ttlSecondsAfterFinished").expect("it was there");
        });
    }

    #[test]
    fn a_migration_that_is_not_tried_again() {
        let told = "Job registry-migrate-0-1-0: /spec/backoffLimit is missing";
        seed("province", "Job registry-migrate-0-1-0", told, |object| set(object, "/spec/backoffLimit", 0));
    }

    #[test]
    fn an_object_in_another_namespace() {
        seed("province", "Service registry", "Service registry: its namespace is \"default\"", |object| {
            set(object, "/metadata/namespace", "default");
        });
    }

    #[test]
    fn a_malformed_name() {
        seed("province", "Service registry", "Service Registry: its name is malformed", |object| {
            set(object, "/metadata/name", "Registry");
        });
    }

    #[test]
    fn a_malformed_label() {
        let told = "Deployment registry: its pods' label app.kubernetes.io/part-of=o/cop is malformed";
        seed("province", "Deployment registry", told, |object| {
            set(object, "/spec/template/metadata/labels/app.kubernetes.io~1part-of", "o/cop");
        });
    }

    #[test]
    fn a_label_that_is_lacking() {
        let told = "Deployment registry: its pods lack the label app.kubernetes.io/part-of";
        seed("province", "Deployment registry", told, |object| {
            let labels = object.pointer_mut("/spec/template/metadata/labels").expect("labels");
            labels.as_object_mut().expect("an object").remove("app.kubernetes.io/part-of").expect("it was there");
        });
    }

    #[test]
    fn a_quantity_with_an_unknown_unit() {
        seed("province", "Deployment registry", "memory is no quantity: \"128Mib\"", |object| {
            set(object, &format!("{CONTAINER}/resources/requests/memory"), "128Mib");
        });
    }

    #[test]
    fn a_quantity_without_a_number() {
        seed("province", "Deployment registry", "memory is no quantity: \"Mi\"", |object| {
            set(object, &format!("{CONTAINER}/resources/requests/memory"), "Mi");
        });
    }

    #[test]
    fn a_size_of_a_database_that_is_none() {
        seed("province", "Cluster ocop-db", "/spec/storage/size is no quantity", |object| {
            set(object, "/spec/storage/size", "20 GB");
        });
    }

    #[test]
    fn a_container_without_a_limit() {
        let told = "Deployment registry: memory is not among its limits";
        seed("province", "Deployment registry", told, |object| {
            let limits = object.pointer_mut(&format!("{CONTAINER}/resources/limits")).expect("limits");
            limits.as_object_mut().expect("an object").remove("memory").expect("it was there");
        });
    }

    #[test]
    fn a_request_above_its_limit() {
        let told = "Deployment registry: it asks for more memory than its limit";
        seed("province", "Deployment registry", told, |object| {
            set(object, &format!("{CONTAINER}/resources/requests/memory"), "1Gi");
        });
    }

    #[test]
    fn a_kind_that_is_served_no_more() {
        let told = "PodDisruptionBudget registry: policy/v1beta1 has no such kind";
        seed("province", "PodDisruptionBudget registry", told, |object| set(object, "/apiVersion", "policy/v1beta1"));
    }

    #[test]
    fn a_kind_that_is_misspelt() {
        let told = "PodDisruptionsBudget registry: policy/v1 has no such kind";
        seed("province", "PodDisruptionBudget registry", told, |object| set(object, "/kind", "PodDisruptionsBudget"));
    }

    const BUDGET: &str = "PodDisruptionBudget registry";

    #[test]
    fn a_disruption_budget_with_both_limits() {
        seed("province", BUDGET, "PodDisruptionBudget registry: it has both limits", |object| {
            object["spec"]["minAvailable"] = json!(1);
        });
    }

    #[test]
    fn a_disruption_budget_without_a_limit() {
        seed("province", BUDGET, "PodDisruptionBudget registry: it has no limit", |object| {
            object["spec"].as_object_mut().expect("an object").remove("maxUnavailable").expect("it was there");
        });
    }

    #[test]
    fn a_disruption_budget_that_allows_no_disruption() {
        seed("province", BUDGET, "PodDisruptionBudget registry: it lets no machine be emptied", |object| {
            set(object, "/spec/maxUnavailable", 0);
        });
    }

    #[test]
    fn an_autoscaler_whose_least_is_above_its_greatest() {
        let mut overlay = Overlay::rendered("province");
        overlay.objects.push(json!({
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": { "name": "registry", "namespace": "ocop" },
            "spec": {
                "scaleTargetRef": { "apiVersion": "apps/v1", "kind": "Deployment", "name": "registry" },
                "minReplicas": 5,
                "maxReplicas": 4,
            },
        }));
        expect(&overlay, "HorizontalPodAutoscaler registry: its least number of replicas is above its greatest");
    }

    #[test]
    fn an_object_that_is_there_twice() {
        let mut overlay = Overlay::rendered("province");
        let again = overlay.object_mut("Service registry").clone();
        overlay.objects.push(again);
        expect(&overlay, "Service registry is there twice");
    }
}
