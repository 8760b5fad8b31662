//! Who complains. Nobody learns it but those who handle the complaint, each time for a purpose they state.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Who complains, as she gave it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Complainant {
    pub(crate) full_name: String,
    /// Empty if she gave none.
    pub(crate) phone: String,
    /// Empty if she gave none.
    pub(crate) address: String,
}

/// What may be shown of a complainant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct MaskedComplainant {
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) has_address: bool,
}

/// Nothing of it gets into a log by chance.
impl fmt::Debug for Complainant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Complainant")
    }
}

impl Complainant {
    /// What may be shown: first letters of the name, last digits of the telephone. Stars say nothing of lengths.
    pub(crate) fn masked(&self) -> MaskedComplainant {
        MaskedComplainant {
            name: masked_name(&self.full_name),
            phone: masked_phone(&self.phone),
            has_address: !self.address.is_empty(),
        }
    }
}

/// `N*** A.` of Nguyễn Văn An.
fn masked_name(full_name: &str) -> String {
    let mut initials = full_name.split_whitespace().filter_map(|word| word.chars().next());
    match (initials.next(), initials.next_back()) {
        (None, _) => String::new(),
        (Some(family), None) => format!("{family}***"),
        (Some(family), Some(given)) => format!("{family}*** {given}."),
    }
}

/// Its last two digits. Of a number that is hardly longer nothing is shown.
fn masked_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().filter(char::is_ascii_digit).collect();
    match digits.as_slice() {
        _ if phone.is_empty() => String::new(),
        [_, _, _, _, .., tens, ones] => format!("***{tens}{ones}"),
        _ => "***".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complainant(full_name: &str, phone: &str, address: &str) -> Complainant {
        Complainant { full_name: full_name.to_owned(), phone: phone.to_owned(), address: address.to_owned() }
    }

    #[test]
    fn initials_and_last_digits_are_shown() {
        for (name, phone, shown) in [
            ("Nguyễn Văn An", "0912 345 667", ("N*** A.", "***67")),
            ("Đỗ Ích", "", ("Đ*** Í.", "")),
            ("An", "12345", ("A***", "***")),
            ("Lò Thị Ánh Tuyết", "gọi bưu điện", ("L*** T.", "***")),
        ] {
            let masked = complainant(name, phone, "").masked();
            assert_eq!((masked.name.as_str(), masked.phone.as_str(), masked.has_address), (shown.0, shown.1, false));
        }
        assert!(complainant("An", "", "Bản Na, xã Nà Tấu").masked().has_address);
    }

    #[test]
    fn nothing_of_her_is_printed() {
        assert_eq!(format!("{:?}", complainant("Nguyễn Văn An", "0912", "Bản Na")), "Complainant");
    }
}
