//! Where a catalogue is doubtful. The notes stand in a file beside it: they may grow better, the catalogue never
//! changes.

use platform::error::Text;
use serde::Deserialize;

use super::{CriteriaVersion, Faults};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Version the notes are about.
    catalogue: String,
    doubt: Vec<Doubt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doubt {
    /// Bodies of criteria; none if the note is about whole sets.
    #[serde(default)]
    criteria: Vec<String>,
    /// Product sets; all that use the bodies if empty.
    #[serde(default)]
    sets: Vec<i32>,
    vi: String,
    en: String,
}

/// Puts each note where it belongs.
///
/// # Errors
/// When a note names a version, set or criterion that does not exist, with all that do not.
pub(super) fn note(version: &mut CriteriaVersion, text: &str) -> Result<(), Faults> {
    let file: File = toml::from_str(text).map_err(|error| Faults(vec![error.to_string()]))?;
    let mut faults = Vec::new();
    if file.catalogue != version.id {
        faults.push(format!("the doubts are about {}, not {}", file.catalogue, version.id));
    }
    for doubt in &file.doubt {
        doubt.note(version, &mut faults);
    }
    if faults.is_empty() { Ok(()) } else { Err(Faults(faults)) }
}

impl Doubt {
    fn note(&self, version: &mut CriteriaVersion, faults: &mut Vec<String>) {
        let text = Text::new(&self.vi, &self.en);
        if self.criteria.is_empty() && self.sets.is_empty() {
            faults.push(format!("a doubt is about nothing: {}", self.en));
        }
        if self.vi.is_empty() || self.en.is_empty() {
            faults.push(format!("a doubt about {:?} of {:?} has no text", self.criteria, self.sets));
        }
        let mut unused_bodies: Vec<_> = self.criteria.iter().collect();
        let mut unused_sets = self.sets.clone();
        for set in version.sets.iter_mut().filter(|set| self.sets.is_empty() || self.sets.contains(&set.number)) {
            if self.criteria.is_empty() {
                set.doubts.push(text.clone());
                unused_sets.retain(|number| *number != set.number);
            }
            for criterion in set.criteria.iter_mut().filter(|criterion| self.criteria.contains(&criterion.body)) {
                criterion.doubts.push(text.clone());
                unused_bodies.retain(|body| **body != criterion.body);
                unused_sets.retain(|number| *number != set.number);
            }
        }
        faults.extend(unused_bodies.iter().map(|body| format!("a doubt is about {body}, which is missing")));
        faults.extend(unused_sets.iter().map(|number| format!("a doubt is about set {number}, where it has no place")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PUBLISHED, file};
    use super::*;

    #[test]
    fn doubts_about_what_is_missing_are_refused() {
        let sound = PUBLISHED[0].doubts;
        let faults = |find: &str, put: &str| {
            assert!(sound.contains(find), "{find}");
            let mut version = file::read(PUBLISHED[0].catalogue).expect("sound");
            match note(&mut version, &sound.replacen(find, put, 1)) {
                Ok(()) => panic!("{find} may not become {put}"),
                Err(faults) => faults.to_string(),
            }
        };
        assert!(faults("\"26-2026\"", "\"148\"").contains("are about 148"));
        assert!(faults("\"labelling.2\"", "\"labelling.99\"").contains("labelling.99, which is missing"));
        assert!(faults("sets = [4, 7]", "sets = [4, 5]").contains("about set 5"), "where the body does not stand");
        assert!(faults("sets = [26]", "sets = [27]").contains("about set 27"));
        assert!(faults("sets = [26]", "sets = []").contains("about nothing"));
        assert!(faults("sets = [12]\nvi = ", "sets = [12]\nvi = \"\"\nnote = ").contains("unknown field"));
    }

    /// Each comment marked "!" of the catalogue has its entry, in the same order, about what stands below it.
    #[test]
    fn every_doubt_of_the_catalogue_is_noted() {
        for published in PUBLISHED {
            let notes: File = toml::from_str(published.doubts).expect("sound");
            let mut notes = notes.doubt.iter();
            let lines: Vec<_> = published.catalogue.lines().collect();
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("# !")) {
                let note = notes.next().unwrap_or_else(|| panic!("no entry for {line}"));
                let below = lines[at..].iter().find(|line| line.starts_with('[')).expect("something stands below");
                match below.strip_prefix("[criterion.\"").and_then(|rest| rest.strip_suffix("\"]")) {
                    Some(body) => assert_eq!(note.criteria.first().map(String::as_str), Some(body), "{line}"),
                    None => {
                        let number = lines[at..].iter().find_map(|line| line.strip_prefix("number = "));
                        let number = number.and_then(|number| number.parse().ok()).expect("a set has its number");
                        assert_eq!((note.criteria.len(), note.sets.as_slice()), (0, [number].as_slice()), "{line}");
                    }
                }
            }
            assert!(notes.next().is_none(), "there are more entries than comments");
        }
    }
}
