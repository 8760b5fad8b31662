//! Why services refuse: every reason with its texts in both languages, in one file.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use platform::error::{CatalogueEntry, reason_name};

const CATALOGUES: [(&str, &[CatalogueEntry]); 5] = [
    ("sheets", platform::sheets::Refusal::CATALOGUE),
    ("registry", registry::Error::CATALOGUE),
    ("evaluation", evaluation::Error::CATALOGUE),
    ("training", training::Error::CATALOGUE),
    ("reporting", reporting::Error::CATALOGUE),
];

#[test]
fn refusals_are_as_reviewed() {
    let mut text =
        String::from("Why services refuse: reason, gRPC code, and what people are told. {…} is filled in.\n");
    for (service, catalogue) in CATALOGUES {
        let _ = write!(text, "\n{service}\n");
        for entry in catalogue {
            let _ = writeln!(text, "\n  {} ({:?})", reason_name(entry.reason), entry.code);
            let _ = writeln!(text, "    {}\n    {}", entry.vi, entry.en);
        }
    }
    testkit::golden(super::golden_file("errors.txt"), &text);
}

/// A refusal says what to do, in both languages, about the same things.
#[test]
fn texts_are_there_in_both_languages_and_name_the_same_values() {
    let values = |text: &str| {
        let mut names: Vec<_> =
            text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).map(str::to_owned).collect();
        names.sort();
        names
    };
    for (service, catalogue) in CATALOGUES {
        for entry in catalogue {
            assert_eq!(values(entry.vi), values(entry.en), "{service}: {}", entry.en);
            assert!(entry.vi.ends_with('.') && entry.en.ends_with('.'), "{service}: {}", entry.en);
            assert!(!entry.vi.is_ascii(), "{service}: this is no Vietnamese: {}", entry.vi);
        }
    }
}

/// The contract says of each reason which code it comes with.
#[test]
fn a_reason_comes_with_the_code_the_contract_names() {
    let contract = include_str!("../../proto/ocop/common/v1/error_reason.proto");
    for (service, catalogue) in CATALOGUES {
        for entry in catalogue {
            let name = format!("ERROR_REASON_{} = ", reason_name(entry.reason));
            let before = contract.split(&name).next().unwrap_or_default();
            let comment = before.rsplit("  // ").next().unwrap_or_default();
            let code: String = comment.chars().take_while(|letter| *letter != ':').collect();
            let told = format!("{:?}", entry.code);
            let told = super::snake_case(&told).to_uppercase();
            // A form that only the domain can judge is a fault of fields too.
            let fields = reason_name(entry.reason) == "FIELDS_INVALID";
            assert!(code == told || fields, "{service}: {name}the contract says {code}, the service {told}");
        }
    }
}

/// What no service ever says is not in the contract by accident: those are the platform's, or come later.
#[test]
fn every_reason_is_said_by_someone() {
    let said: BTreeSet<_> =
        CATALOGUES.iter().flat_map(|(_, catalogue)| catalogue.iter()).map(|entry| reason_name(entry.reason)).collect();
    let contract = include_str!("../../proto/ocop/common/v1/error_reason.proto");
    let reasons = contract.lines().filter_map(|line| line.trim().strip_prefix("ERROR_REASON_")?.split_once(" = "));
    for (reason, number) in reasons {
        let number: u32 = number.trim_end_matches(';').parse().expect("a number");
        assert!(number < 100 || said.contains(reason), "nobody says {reason}");
    }
}
