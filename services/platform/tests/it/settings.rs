//! Settings come from one file, the environment over it, secrets by reference; what is wrong is told at once.

use std::process::Command;

use platform::config::Settings;
use testkit::tempfile::TempDir;

/// Set where a test runs itself anew, in a process with an environment of its own.
const ALONE: &str = "TEST_RUNS_ALONE";

/// Runs a test of this file in a process of its own, with these variables and a folder to be in. Returns true
/// in that process.
fn alone(test: &str, variables: &[(&str, &str)]) -> bool {
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let folder = TempDir::new().expect("a folder");
    let mut again = Command::new(std::env::current_exe().expect("this program"));
    again.args([&format!("settings::{test}"), "--exact", "--nocapture"]).current_dir(&folder).env(ALONE, "1");
    let ended = again.envs(variables.iter().copied()).output().expect("it runs");
    let told = String::from_utf8_lossy(&ended.stdout).into_owned() + &String::from_utf8_lossy(&ended.stderr);
    assert!(ended.status.success() && told.contains("1 passed"), "{told}");
    false
}

fn load(text: &str) -> Settings {
    std::fs::write("ocop.toml", text).expect("written");
    Settings::load(Some("ocop.toml".as_ref()))
}

#[test]
fn the_environment_is_over_the_file() {
    if alone("the_environment_is_over_the_file", &[("OCOP_GRPC__PORT", "7"), ("OCOP_LOG__FORMAT", "json")]) {
        let mut settings = load("[grpc]\nport = 5\nhost = 'here'\n");
        assert_eq!(settings.required("grpc.port"), Some(7));
        assert_eq!(settings.required::<String>("grpc.host").as_deref(), Some("here"));
        assert_eq!(settings.or("log.format", "text".to_owned()), "json", "in the environment alone");
        settings.finish().expect("no faults");
    }
}

#[test]
fn whatever_is_wrong_is_told_at_once_with_where_it_is_from() {
    let variables = [("OCOP_GRPC__PORT", "many"), ("OCOP_GRPC__PROT", "7")];
    if alone("whatever_is_wrong_is_told_at_once_with_where_it_is_from", &variables) {
        let mut settings = load("[grpc]\nhots = 'here'\n[stop]\npatience_s = -1\n");
        let _: Option<u16> = settings.required("grpc.port");
        let _: Option<String> = settings.required("grpc.host");
        settings.seconds_or("stop.patience_s", std::time::Duration::ZERO);
        let faults = settings.finish().expect_err("five faults");
        let told = faults.to_string();
        assert_eq!(faults.0.len(), 5, "{told}");
        for part in ["grpc.host: it is missing", "stop.patience_s: ", "ocop.toml); did you mean grpc.host?"] {
            assert!(told.contains(part), "{part} is not in {told}");
        }
        assert!(told.contains("OCOP_GRPC__PROT); did you mean grpc.port?"), "{told}");
    }
}

#[test]
fn a_secret_comes_from_the_environment_or_a_file_of_its_own() {
    let variables = [("OCOP_ONE__PASSWORD", "o p"), ("OCOP_BOTH__PASSWORD", "x")];
    if alone("a_secret_comes_from_the_environment_or_a_file_of_its_own", &variables) {
        std::fs::write("secret", "hush\n").expect("written");
        let mut settings = load(
            "[two]\npassword_file = 'secret'\n[both]\npassword_file = 'secret'\n\
             [none]\npassword_file = 'nowhere'\n[open]\npassword = 'seen'\n",
        );
        assert_eq!(settings.secret("one.password").as_deref(), Some("o p"));
        assert_eq!(settings.secret("two.password").as_deref(), Some("hush"));
        assert_eq!(settings.secret("both.password"), None);
        assert_eq!(settings.secret("none.password"), None);
        settings.secret("open.password");
        assert!(settings.stands_in_file("open.password") && !settings.stands_in_file("one.password"));
        let told = settings.finish().expect_err("two faults").to_string();
        assert!(told.contains("both.password: both.password_file is set too") && told.contains("nowhere: "), "{told}");
        assert!(!told.contains("hush"), "{told}");
    }
}

#[test]
fn a_file_that_is_not_there_is_a_fault() {
    let told = Settings::load(Some("/nowhere/ocop.toml".as_ref())).finish().expect_err("no file").to_string();
    assert!(told.contains("/nowhere/ocop.toml"), "{told}");
}
