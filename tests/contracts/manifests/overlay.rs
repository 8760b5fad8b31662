//! An overlay as it is rendered, and what can be asked of it.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// All overlays.
pub(super) const OVERLAYS: [&str; 3] = ["development", "province", "ministry"];

/// All services.
pub(super) const SERVICES: [&str; 4] = ["registry", "evaluation", "training", "reporting"];
/// Services that keep files.
pub(super) const KEEP_FILES: [&str; 2] = ["registry", "evaluation"];

/// Labels of an object.
pub(super) type Labels = BTreeMap<String, String>;

/// A rendered overlay.
#[derive(Clone)]
pub(super) struct Overlay {
    pub(super) name: &'static str,
    pub(super) objects: Vec<Value>,
}

/// A pod as its owner describes it.
pub(super) struct Pod {
    /// What describes it, such as `Deployment registry`.
    pub(super) owner: String,
    /// Who it is in the table of traffic, such as `registry server`.
    pub(super) who: String,
    pub(super) labels: Labels,
    pub(super) spec: Value,
    /// Most that may be there at once, while a new release is rolled out.
    pub(super) at_most: u64,
}

impl Overlay {
    /// An overlay; rendered once a test process.
    pub(super) fn rendered(name: &str) -> Self {
        static RENDERED: LazyLock<Vec<Overlay>> = LazyLock::new(|| OVERLAYS.map(render).into());
        RENDERED.iter().find(|overlay| overlay.name == name).expect("an overlay of this name").clone()
    }

    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Value> {
        self.objects.iter().filter(move |object| text(object, "/kind") == kind)
    }

    pub(super) fn find(&self, kind: &str, name: &str) -> Option<&Value> {
        self.objects.iter().find(|object| text(object, "/kind") == kind && name_of(object) == name)
    }

    /// An object named as in `Deployment registry`.
    pub(super) fn object_mut(&mut self, wanted: &str) -> &mut Value {
        self.objects.iter_mut().find(|object| title(object) == wanted).unwrap_or_else(|| panic!("no {wanted}"))
    }

    /// All pods that the overlay's objects lead to, those of CloudNativePG's clusters among them.
    pub(super) fn pods(&self) -> Vec<Pod> {
        self.objects.iter().filter_map(pod_of).collect()
    }
}

impl Pod {
    pub(super) fn containers(&self) -> impl Iterator<Item = &Value> {
        list(&self.spec, "/containers").iter().chain(list(&self.spec, "/initContainers"))
    }

    /// The number of a port that is given by name or number, if a container has it.
    pub(super) fn port(&self, named: &Value) -> Option<u64> {
        self.containers().find_map(|container| port_of(container, named))
    }

    /// All ports that containers listen on.
    pub(super) fn ports(&self) -> impl Iterator<Item = u64> {
        self.containers().flat_map(|container| list(container, "/ports")).map(|port| number(port, "/containerPort"))
    }

    /// The names of a label that every pod has.
    pub(super) fn label(&self, name: &str) -> &str {
        self.labels.get(name).map(String::as_str).unwrap_or_default()
    }
}

/// The number of a container's port that is given by name or number.
pub(super) fn port_of(container: &Value, named: &Value) -> Option<u64> {
    let ports = list(container, "/ports");
    let port = ports.iter().find(|port| port.get("containerPort") == Some(named) || port.get("name") == Some(named));
    port.map(|port| number(port, "/containerPort"))
}

fn render(name: &'static str) -> Overlay {
    let folder = crate::contracts::repository().join("deploy/kubernetes/overlays").join(name);
    let rendered = Command::new("kubectl").arg("kustomize").arg(folder).output();
    let rendered = rendered.unwrap_or_else(|error| panic!("kubectl: {error}; https://kubernetes.io/docs/tasks/tools/"));
    assert!(rendered.status.success(), "{}", String::from_utf8_lossy(&rendered.stderr));
    let yaml = String::from_utf8(rendered.stdout).expect("kubectl writes UTF-8");
    let objects = serde_saphyr::from_multiple(&yaml).unwrap_or_else(|error| panic!("{name}: {error}"));
    Overlay { name, objects }
}

fn pod_of(object: &Value) -> Option<Pod> {
    let replicas = object.pointer("/spec/replicas").and_then(Value::as_u64).unwrap_or(1);
    let owner = title(object);
    match text(object, "/kind") {
        "Deployment" | "StatefulSet" | "Job" => {
            let labels = labels(object, "/spec/template/metadata/labels");
            let label = |name| labels.get(name).cloned().unwrap_or_default();
            Some(Pod {
                who: format!("{} {}", label("app.kubernetes.io/name"), label("app.kubernetes.io/component")),
                owner,
                spec: spec_with_claims(object),
                at_most: replicas + number(object, "/spec/strategy/rollingUpdate/maxSurge"),
                labels,
            })
        }
        // The operator makes these; it adds the labels and ports that its documentation names.
        "Cluster" => {
            let mut labels = labels(object, "/spec/inheritedMetadata/labels");
            labels.insert("cnpg.io/cluster".to_owned(), name_of(object).to_owned());
            let ports = [5432, 8000, 9187].map(|port| serde_json::json!({ "containerPort": port }));
            let container = serde_json::json!({ "name": "postgres", "ports": ports });
            Some(Pod {
                who: format!("{} database", name_of(object)),
                owner,
                labels,
                spec: serde_json::json!({ "containers": [container] }),
                at_most: number(object, "/spec/instances"),
            })
        }
        _ => None,
    }
}

/// A pod's description, in which a volume of a StatefulSet's own stands among the others.
fn spec_with_claims(owner: &Value) -> Value {
    let mut spec = owner.pointer("/spec/template/spec").cloned().unwrap_or_default();
    if let Some(volumes) = spec.pointer_mut("/volumes").and_then(Value::as_array_mut) {
        let claims = list(owner, "/spec/volumeClaimTemplates").iter().map(name_of);
        volumes.extend(claims.map(|name| serde_json::json!({ "name": name })));
    }
    spec
}

/// Kind and name, such as `Deployment registry`.
pub(super) fn title(object: &Value) -> String {
    format!("{} {}", text(object, "/kind"), name_of(object))
}

pub(super) fn name_of(object: &Value) -> &str {
    text(object, "/metadata/name")
}

/// A text; empty if there is none.
pub(super) fn text<'a>(value: &'a Value, place: &str) -> &'a str {
    value.pointer(place).and_then(Value::as_str).unwrap_or_default()
}

/// A number; 0 if there is none.
pub(super) fn number(value: &Value, place: &str) -> u64 {
    value.pointer(place).and_then(Value::as_u64).unwrap_or_default()
}

/// A list; empty if there is none.
pub(super) fn list<'a>(value: &'a Value, place: &str) -> &'a [Value] {
    value.pointer(place).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// Names and texts; empty if there are none.
pub(super) fn labels(value: &Value, place: &str) -> Labels {
    let found = value.pointer(place).and_then(Value::as_object);
    let texts = found.into_iter().flatten().map(|(name, value)| (name.clone(), plain(value)));
    texts.collect()
}

/// A scalar as people write it.
pub(super) fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// True if a selector chooses what has these labels. An empty one chooses everything.
pub(super) fn chooses(selector: &Value, labels_of_pod: &Labels) -> bool {
    let wanted = selector.get("matchLabels").and_then(Value::as_object).into_iter().flatten();
    let by_label = wanted.into_iter().all(|(name, value)| labels_of_pod.get(name).is_some_and(|has| value == has));
    let by_expression = list(selector, "/matchExpressions").iter().all(|expression| {
        let has = labels_of_pod.get(text(expression, "/key"));
        let among = has.is_some_and(|has| list(expression, "/values").iter().any(|value| value == has));
        match text(expression, "/operator") {
            "In" => among,
            "NotIn" => !among,
            "Exists" => has.is_some(),
            "DoesNotExist" => has.is_none(),
            other => panic!("a selector's operator {other}"),
        }
    });
    by_label && by_expression
}
