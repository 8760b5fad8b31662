//! The samples in `deploy/config` hold settings that the program knows, and so do the overlays.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::overlay::{OVERLAYS, Overlay, SERVICES, list, text};
use super::settings;

fn sample(name: &str) -> String {
    let file = crate::contracts::repository().join("deploy/config").join(name).with_extension("toml");
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The program, knowing nothing of the environment that the tests run in.
fn ocop(folder: &Path) -> Command {
    let mut command = Command::new(crate::contracts::program());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("OCOP_")) {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// A folder with a configuration, with the file that a database's address stands in, and the key that seals.
fn folder(config: &str) -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, uri) = (folder.path().join("config.toml"), folder.path().join("uri"));
    fs::write(&file, config).expect("the configuration");
    fs::write(&uri, "postgres://user:password@database:5432/name\n").expect("the address");
    fs::write(folder.path().join(SEALING_KEY), "5a".repeat(32)).expect("the key");
    (folder, file, uri)
}

/// Name of the file with the key that seals.
const SEALING_KEY: &str = "sealing.key";

/// What `ocop check-config` says; panics if it finds faults.
fn check(service: &str, config: &str, environment: impl IntoIterator<Item = (String, String)>) -> String {
    let (folder, file, uri) = folder(config);
    let mut command = ocop(folder.path());
    command.args(["check-config", service, "--config"]).arg(file).envs(environment);
    if service == "evaluation" {
        command.env("OCOP_EVALUATION__SEALING_KEY_FILE", folder.path().join(SEALING_KEY));
    }
    let checked = command.env(format!("OCOP_{}__DATABASE__URL_FILE", service.to_uppercase()), uri).output();
    let checked = checked.expect("the program runs");
    assert!(checked.status.success(), "{service}: {}", String::from_utf8_lossy(&checked.stderr));
    String::from_utf8(checked.stdout).expect("UTF-8")
}

/// A sample with the settings that it leaves out, such as `#format = "json"`.
fn with_all_settings(sample: &str) -> String {
    let lines = sample.lines().map(|line| match line.strip_prefix('#') {
        Some(setting) if setting.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '[') => setting,
        _ => line,
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn every_sample_is_sound() {
    for service in SERVICES {
        check(service, &sample(service), []);
    }
}

#[test]
fn every_setting_that_a_sample_leaves_out_exists() {
    for service in SERVICES {
        let (short, whole) = (sample(service), with_all_settings(&sample(service)));
        assert!(whole.matches('#').count() + 10 < short.matches('#').count(), "{service}: nothing was left out");
        check(service, &whole, []);
    }
}

/// `check-config` is about one service; another command that reads the whole file shows the same faults.
#[test]
fn the_sample_of_all_services_in_one_process_is_sound() {
    for config in [sample("all"), with_all_settings(&sample("all"))] {
        let (folder, file, _) = folder(&config);
        fs::create_dir(folder.path().join("ocop-data")).expect("the data folder");
        let mut command = ocop(folder.path());
        command.args(["events", "list", "--service", "registry", "--data", "ocop-data", "--config"]).arg(file);
        let told = command.output().expect("the program runs").stderr;
        let told = String::from_utf8_lossy(&told);
        assert!(!told.contains("configuration") && !told.contains("no such setting"), "{told}");
    }
}

#[test]
fn what_the_overlays_set_is_sound() {
    for name in OVERLAYS {
        let overlay = Overlay::rendered(name);
        for pod in overlay.pods() {
            let container = &pod.spec["containers"][0];
            let Some(config) = settings::config_file(&overlay, &pod) else { continue };
            let told = check(text(container, "/args/1"), config, settings::environment(&overlay, container));
            let level = if name == "ministry" { "Ministry level, unit VN" } else { "Province level, unit 2025:11" };
            assert!(told.contains(level) && told.contains("listening on 0.0.0.0:50051"), "{told}");
            assert_eq!(list(container, "/args")[3], "/etc/ocop/config.toml");
        }
    }
}

#[test]
fn a_misspelt_setting_of_an_overlay_is_told() {
    let misspelt = [("OCOP_INSTALATION__UNIT".to_owned(), "VN".to_owned())];
    let told = std::panic::catch_unwind(|| check("registry", &sample("registry"), misspelt));
    let told = told.expect_err("a fault").downcast::<String>().expect("a text");
    assert!(told.contains("instalation.unit: there is no such setting"), "{told}");
}
