//! The program as people meet it: its help, and what it says of a wrong configuration.

use std::process::Command;

use super::program;

fn output(arguments: &[&str]) -> (bool, String) {
    let ran =
        Command::new(program()).args(arguments).env("NO_COLOR", "1").env("COLUMNS", "100").output().expect("runs");
    let text = [ran.stdout, ran.stderr].concat();
    (ran.status.success(), String::from_utf8(text).expect("a text"))
}

#[test]
fn the_help_is_as_reviewed() {
    let mut text = String::new();
    let commands = [
        "",
        "demo",
        "all",
        "serve",
        "migrate",
        "check-config",
        "probe",
        "token",
        "keys",
        "import",
        "export",
        "export-figures",
        "events",
    ];
    for command in commands {
        let arguments: Vec<_> = [command, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let (_, help) = output(&arguments);
        text += &format!("$ ocop {}\n{help}\n", arguments.join(" "));
    }
    testkit::golden(super::golden_file("help.txt"), &text);
}

#[test]
fn a_wrong_configuration_is_told_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("registry.toml");
    std::fs::write(&file, "[grpc]\nlisten = \"nowhere\"\n[databse]\nurl = \"x\"\n").expect("written");
    let (sound, told) = output(&["check-config", "registry", "--config", file.to_str().expect("a path")]);
    assert!(!sound);
    for fault in ["grpc.listen", "databse.url: there is no such setting", "registry.database.url: it is missing"] {
        assert!(told.contains(fault), "{fault} is not told: {told}");
    }
}

#[test]
fn a_token_needs_a_key_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a path");
    let (made, told) = output(&["token", "--data", data, "--grant", "province_officer@2025:11"]);
    assert!(!made && told.contains("start `ocop all` or `ocop demo` there first"), "{told}");
    let (made, told) = output(&["token", "--data", data, "--grant", "king@2025:11"]);
    assert!(!made && told.contains("there is no role king"), "{told}");
}
