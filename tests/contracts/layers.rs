//! Dependencies point down, and each layer names only what it may.

use std::path::{Path, PathBuf};

use super::{repository, rpcs, snake_case};

const SERVICES: [&str; 4] = ["registry", "evaluation", "training", "reporting"];

/// The Rust files under a folder, with their text.
fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("readable");
            files.push((path, text));
        }
    }
    files
}

/// The part of a file that is not its tests, without comments.
fn code(text: &str) -> String {
    let production = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = production.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// True if a word stands in a text by itself.
fn names(text: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(part_of_word)
            && !text[at + word.len()..].chars().next().is_some_and(part_of_word)
    })
}

/// Files of a folder whose code names one of the words.
fn offenders(folder: &Path, words: &[&str]) -> Vec<String> {
    let named = |(path, text): (PathBuf, String)| {
        let code = code(&text);
        let found: Vec<_> = words.iter().filter(|word| names(&code, word)).collect();
        (!found.is_empty()).then(|| format!("{} names {found:?}", path.display()))
    };
    sources(folder).into_iter().filter_map(named).collect()
}

#[test]
fn the_domain_is_pure() {
    for service in SERVICES {
        let domain = repository().join("services").join(service).join("src/domain");
        let impure = ["sea_orm", "sqlx", "tonic", "tokio", "proto", "prost", "Clock", "Work", "View", "async"];
        assert_eq!(offenders(&domain, &impure), Vec::<String>::new());
    }
}

#[test]
fn only_the_store_names_the_database() {
    for service in SERVICES {
        let source = repository().join("services").join(service).join("src");
        let outside = sources(&source).into_iter().filter(|(path, _)| !path.starts_with(source.join("store")));
        let offenders: Vec<_> = outside
            .filter(|(_, text)| names(&code(text), "sea_orm") || names(&code(text), "sqlx"))
            .map(|(path, _)| path)
            .collect();
        assert_eq!(offenders, Vec::<PathBuf>::new());
    }
}

#[test]
fn no_service_depends_on_a_service() {
    for service in SERVICES.iter().chain(&["platform"]) {
        let manifest = repository().join("services").join(service).join("Cargo.toml");
        let manifest = std::fs::read_to_string(manifest).expect("a manifest");
        let dependencies = manifest.split("[dependencies]").nth(1).expect("dependencies");
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        for other in SERVICES.iter().filter(|other| *other != service) {
            assert!(!dependencies.lines().any(|line| line.starts_with(other)), "{service} depends on {other}");
        }
    }
}

#[test]
fn the_platform_knows_no_word_of_the_programme() {
    // Not `certificate` and `registry`: TLS and tracing have these words too.
    let words = [
        "producer",
        "product",
        "dossier",
        "ballot",
        "council",
        "star",
        "criteria",
        "criterion",
        "commune_officer",
        "leader",
        "curriculum",
        "scorecard",
        "evaluation",
        "training",
        "reporting",
    ];
    let platform = repository().join("services/platform/src");
    let named = |(path, text): (PathBuf, String)| {
        let code = code(&text).to_lowercase();
        let found: Vec<_> = words.iter().filter(|word| names(&code, word)).collect();
        (!found.is_empty()).then(|| format!("{} names {found:?}", path.display()))
    };
    let offenders: Vec<_> = sources(&platform).into_iter().filter_map(named).collect();
    assert_eq!(offenders, Vec::<String>::new());
}

#[test]
fn every_rpc_has_its_file_its_row_and_its_comment() {
    for rpc in rpcs().iter().filter(|rpc| rpc.service != "FeedService") {
        let file = repository().join(format!("services/{}/src/ops/{}.rs", rpc.package, snake_case(&rpc.name)));
        assert!(file.exists(), "{} has no file {}", rpc.name, file.display());
        assert!(rpc.comment.contains("Needs "), "the comment of {} does not say what it needs", rpc.name);
        let effect = rpc.comment.contains("Causes ")
            || rpc.comment.contains("Changes nothing")
            || rpc.comment.contains("recorded in the audit trail");
        assert!(effect, "the comment of {} does not say what it causes", rpc.name);
        assert!(
            super::rights::rows(&rpc.package).contains(&rpc.name.as_str()),
            "{} has no row in the policy",
            rpc.name
        );
    }
}

#[test]
fn mutations_carry_a_request_id_and_reads_do_not() {
    for rpc in rpcs().iter().filter(|rpc| rpc.service != "FeedService") {
        let changes = rpc.comment.contains("Causes ");
        // What is sent in many messages is repeated by going on where it was cut, not as a whole.
        assert_eq!(rpc.has_request_id, changes && !rpc.streams_request, "{}", rpc.name);
    }
}
