//! Files that are reviewed by eye.

use std::path::Path;

/// Compares a text with a golden file; with `RENEW_GOLDEN=1` it writes the file anew instead.
///
/// # Panics
/// When they differ, with the first line that does and how to renew the file.
pub fn golden(path: impl AsRef<Path>, actual: &str) {
    let path = path.as_ref();
    if std::env::var_os("RENEW_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a golden file lies in a folder")).expect("the folder");
        std::fs::write(path, actual).expect("the golden file");
        return;
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    if known == actual {
        return;
    }
    // The first line in which they differ; where one is the beginning of the other, the first after it.
    let common = known.lines().zip(actual.lines()).take_while(|(before, now)| before == now).count();
    let line = |text: &str| text.lines().nth(common).unwrap_or("(the end)").to_owned();
    panic!(
        "{} differs in line {}:\n  it has: {}\n  now is: {}\nIf this is meant: RENEW_GOLDEN=1, and review the diff.",
        path.display(),
        common + 1,
        line(&known),
        line(actual)
    );
}
