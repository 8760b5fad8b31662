//! The program under test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The `ocop` program, built from the present sources.
///
/// Cargo builds a package's programs for its own tests only; tests of another package must ask for it, else they
/// would run an old one.
///
/// # Panics
/// When it cannot be built.
#[must_use]
pub fn program() -> PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM
        .get_or_init(|| {
            // …/target/<profile>/deps/<test>, or …/target/<profile>/bench
            let own = std::env::current_exe().expect("this program's own path");
            let is_profile = |folder: &&Path| folder.ends_with("debug") || folder.ends_with("release");
            let folder = own.ancestors().find(is_profile).expect("cargo's layout").to_owned();
            let mut build = Command::new(env!("CARGO"));
            build.args(["build", "--workspace", "--bin", "ocop", "--quiet"]);
            if folder.ends_with("release") {
                build.arg("--release");
            }
            // Build scripts that read which package they are of would run again for those of this test, and what depends on
            // them would be built again: so the program is built as from a terminal.
            for (variable, _) in std::env::vars_os() {
                let name = variable.to_string_lossy();
                if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                    build.env_remove(&variable);
                }
            }
            let built = build.current_dir(env!("CARGO_MANIFEST_DIR")).status().expect("cargo runs");
            assert!(built.success(), "the program could not be built");
            folder.join("ocop")
        })
        .clone()
}
