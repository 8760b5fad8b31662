//! The Kubernetes manifests, across objects: what no schema and no API server sees.
//!
//! Each overlay of `deploy/kubernetes` is rendered as `kubectl apply -k` would take it. Each check is followed by
//! the faults that it was seeded with, one test each: a check that cannot fail proves nothing.
//! `tests/deploy/check` does the rest: schemas, pod security.

mod forms;
mod overlay;
mod ports;
mod references;
mod samples;
mod selectors;
mod settings;
mod traffic;

use overlay::{OVERLAYS, Overlay};
use serde_json::Value;

fn faults(overlay: &Overlay) -> Vec<String> {
    let checks =
        [references::faults, selectors::faults, ports::faults, settings::faults, traffic::faults, forms::faults];
    checks.iter().flat_map(|check| check(overlay)).collect()
}

#[test]
fn the_overlays_are_sound() {
    for name in OVERLAYS {
        let faults = faults(&Overlay::rendered(name));
        assert!(faults.is_empty(), "{name}:\n  {}", faults.join("\n  "));
    }
}

/// Changes one object of an overlay, named as in `Deployment registry`, and expects to be told of it.
fn seed(overlay: &str, object: &str, told: &str, change: impl FnOnce(&mut Value)) {
    let mut overlay = Overlay::rendered(overlay);
    change(overlay.object_mut(object));
    expect(&overlay, told);
}

/// Expects a fault that holds these words.
fn expect(overlay: &Overlay, told: &str) {
    let faults = faults(overlay);
    assert!(faults.iter().any(|fault| fault.contains(told)), "not told: {told}\ntold:\n  {}", faults.join("\n  "));
}

/// Puts a value in another's place. What is to be changed must be there, else nothing would be seeded.
fn set(object: &mut Value, place: &str, value: impl Into<Value>) {
    let old = object.pointer_mut(place).unwrap_or_else(|| panic!("there is no {place} to be changed"));
    let value = value.into();
    assert_ne!(*old, value, "{place} has that value already");
    *old = value;
}
