//! How what is recorded of a person is read from a request.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::domain::person::{Details, Phone};
use crate::wire;

/// What is to be recorded of a person who must be named.
pub(super) fn read_details(fields: &mut Fields, path: &str, given: &pb::PersonDetails) -> Option<Details> {
    let full_name = fields.line(&format!("{path}.full_name"), &given.full_name, 100);
    let sex = wire::persons::read_sex(fields, &format!("{path}.sex"), given.sex);
    let ethnicity = fields.optional_line(&format!("{path}.ethnicity"), &given.ethnicity, 50);
    let disabled = wire::persons::read_known(fields, &format!("{path}.disability"), given.disability);
    let residence = fields.optional_line(&format!("{path}.residence"), &given.residence, 300);
    let phone = read_phone(fields, &format!("{path}.phone"), &given.phone);
    Some(Details {
        full_name: full_name?,
        sex: sex?,
        ethnicity: ethnicity?,
        disabled: disabled?,
        residence: residence?,
        phone: phone?,
    })
}

fn read_phone(fields: &mut Fields, path: &str, given: &str) -> Option<Option<Phone>> {
    if given.trim().is_empty() { Some(None) } else { fields.value(path, given.parse()).map(Some) }
}
