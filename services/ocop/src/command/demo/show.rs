//! How the story looks on a terminal.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use platform::text;

use super::StoryLanguage;

/// Prints the story.
pub(super) struct Show {
    language: StoryLanguage,
    colours: bool,
}

/// A text in both languages.
pub(super) struct Both(pub(super) String, pub(super) String);

/// Shorthand for a text in both languages.
pub(super) fn both(vi: impl Into<String>, en: impl Into<String>) -> Both {
    Both(vi.into(), en.into())
}

impl Show {
    pub(super) fn new(language: StoryLanguage) -> Self {
        Self { language, colours: std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() }
    }

    fn paint(&self, code: &str, text: &str) -> String {
        if self.colours { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    fn bold(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn dim(&self, text: &str) -> String {
        self.paint("2", text)
    }

    pub(super) fn green(&self, text: &str) -> String {
        self.paint("32", text)
    }

    pub(super) fn yellow(&self, text: &str) -> String {
        self.paint("33", text)
    }

    /// Opens a step of the story.
    pub(super) fn step(&self, number: u8, title: &Both) {
        let title = match self.language {
            StoryLanguage::Vi => title.0.clone(),
            StoryLanguage::En => title.1.clone(),
            StoryLanguage::Both => format!("{} · {}", title.0, title.1),
        };
        println!("\n{}", self.bold(&format!("{number}. {title}")));
        println!("{}", self.dim(&"─".repeat(96)));
    }

    /// A sentence of the story; English under Vietnamese.
    pub(super) fn say(&self, text: &Both) {
        match self.language {
            StoryLanguage::Vi => println!("   {}", text.0),
            StoryLanguage::En => println!("   {}", text.1),
            StoryLanguage::Both => println!("   {}\n   {}", text.0, self.dim(&text.1)),
        }
    }

    /// A short text in the story's language; in both, Vietnamese.
    pub(super) fn word(&self, text: &Both) -> String {
        match self.language {
            StoryLanguage::En => text.1.clone(),
            StoryLanguage::Vi | StoryLanguage::Both => text.0.clone(),
        }
    }

    /// A line as it is.
    pub(super) fn line(&self, line: &str) {
        println!("   {line}");
    }

    /// A table: the first row is the heading. Columns that begin with a digit everywhere are set to the right.
    pub(super) fn table(&self, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let width =
            |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
        let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let number =
            |cell: &String| cell.chars().next().is_none_or(|first| first.is_ascii_digit() || "–+".contains(first));
        let right: Vec<_> =
            (0..columns).map(|column| rows.iter().skip(1).filter_map(|row| row.get(column)).all(number)).collect();
        for (index, row) in rows.iter().enumerate() {
            let mut line = String::new();
            for (column, cell) in row.iter().enumerate() {
                let padding = " ".repeat(widths[column] - cell.chars().count());
                let (before, after) = if right[column] { (padding.as_str(), "") } else { ("", padding.as_str()) };
                let _ = write!(line, "{before}{cell}{after}  ");
            }
            let line = line.trim_end();
            println!("   {}", if index == 0 { self.dim(line) } else { line.to_owned() });
        }
    }

    pub(super) fn banner(&self, data: &Path, address: SocketAddr, healthy_after: Duration) {
        println!("{}", self.bold("OCOP — mỗi xã một sản phẩm · One Commune One Product"));
        self.say(&both(
            format!(
                "Bốn dịch vụ đã sẵn sàng sau {} ms tại {address}; dữ liệu ở {}.",
                healthy_after.as_millis(),
                data.display()
            ),
            format!(
                "Four services are healthy after {} ms at {address}; their data is in {}.",
                healthy_after.as_millis(),
                data.display()
            ),
        ));
        self.say(&both(
            "Chủ thể, sản phẩm và con người mang chữ “Mẫu” là ví dụ; đơn vị, tiêu chí, chỉ tiêu và 29 sản phẩm ghi nhận là thật.",
            "Producers, products and people marked “Mẫu” are samples; units, criteria, targets and 29 recorded products are real.",
        ));
    }

    pub(super) fn farewell(&self, data: &Path, address: SocketAddr, ends: bool) {
        println!();
        if ends {
            return self.say(&both("Mọi việc diễn ra đúng như đã kể.", "All went as told."));
        }
        self.say(&both(
            "Các dịch vụ vẫn chạy. Gọi thử bằng một chương trình gRPC bất kỳ, ví dụ:",
            "The services go on running. Call them with any gRPC client, for instance:",
        ));
        let program = std::env::current_exe().map_or_else(|_| "ocop".to_owned(), |path| path.display().to_string());
        println!();
        println!("   TOKEN=$({program} token --data {} --grant province_officer@2025:11)", data.display());
        println!("   grpcurl -plaintext -H \"authorization: Bearer $TOKEN\" -d '{{\"unit_id\": \"2025:11\"}}' \\");
        println!("       {address} ocop.reporting.v1.ReportingService/GetScorecard");
        println!();
        self.say(&both(
            "Dừng bằng Ctrl-C; lần chạy sau tiếp tục với dữ liệu này.",
            "Stop with Ctrl-C; the next start goes on with this data.",
        ));
    }
}

/// A day as Vietnamese writes it, of an ISO date.
pub(super) fn day(iso: &str) -> String {
    iso.parse().map_or_else(|_| "–".to_owned(), text::day)
}

/// A number with the thousands apart.
pub(super) fn thousands(number: i64) -> Both {
    as_written(text::thousands(number))
}

/// Hundredths as a decimal number.
pub(super) fn hundredths(number: i64) -> Both {
    as_written(text::hundredths(number))
}

/// A number as both languages write it: each has the other's point and comma.
fn as_written(vietnamese: String) -> Both {
    let turned = |sign| match sign {
        '.' => ',',
        ',' => '.',
        digit => digit,
    };
    let english = vietnamese.chars().map(turned).collect();
    Both(vietnamese, english)
}

/// Stars to be looked at.
pub(super) fn stars(count: i32) -> String {
    match usize::try_from(count) {
        Ok(count) if count > 0 => "★".repeat(count),
        _ => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_each_language() {
        let Both(vietnamese, english) = hundredths(-123_456_789);
        assert_eq!((vietnamese.as_str(), english.as_str()), ("-1.234.567,89", "-1,234,567.89"));
    }

    #[test]
    fn days_are_written_as_in_vietnamese() {
        assert_eq!((day("2026-11-23"), day("")), ("23/11/2026".into(), "–".into()));
    }
}
