//! Making a token for a person, signed with the key of a data folder.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::TimeDelta;
use platform::access::authentication::SigningKey;
use platform::access::{Grant, UnitId, role_named};
use platform::clock::Clock;
use platform::ids::{Ids, PersonId};
use uuid::Uuid;

use crate::Done;
use crate::config::LOCAL_ISSUER;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder of `ocop all` or `ocop demo`.
    #[arg(long, default_value = "ocop-data", env = "OCOP_DATA")]
    data: PathBuf,
    /// A role over a unit, such as `province_officer@2025:11`; may be given more than once.
    #[arg(long = "grant", required = true)]
    grants: Vec<GrantArgument>,
    /// The person (UUID); someone new if left out.
    #[arg(long)]
    person: Option<Uuid>,
    /// How long it holds.
    #[arg(long, default_value_t = 8)]
    hours: u16,
}

/// `role@unit`.
#[derive(Clone)]
pub(crate) struct GrantArgument(pub(crate) Grant);

impl FromStr for GrantArgument {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, String> {
        let (role, unit) = written.split_once('@').ok_or("a grant is written role@unit")?;
        let role = role_named(role).ok_or_else(|| format!("there is no role {role}"))?;
        let unit: UnitId = unit.parse().map_err(|text: platform::error::Text| text.en)?;
        Ok(Self(Grant { role, unit, from: None, to: None }))
    }
}

pub(crate) fn run(arguments: &Arguments) -> Done {
    let key_file = arguments.data.join("key.pem");
    if !key_file.exists() {
        return Err(
            format!("{} has no key; start `ocop all` or `ocop demo` there first", arguments.data.display()).into()
        );
    }
    let key = SigningKey::load_or_create(LOCAL_ISSUER, &key_file)?;
    let now = Clock::System.now();
    let person = arguments.person.unwrap_or_else(|| Ids::random().next(now));
    let grants: Vec<_> = arguments.grants.iter().map(|grant| grant.0.clone()).collect();
    let expires = now + TimeDelta::hours(arguments.hours.into());
    println!("{}", key.token(PersonId::from(person), &grants, expires)?);
    Ok(())
}
