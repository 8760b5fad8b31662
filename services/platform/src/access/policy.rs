//! Who may: the role × operation table at the door, and what a caller's grants reach.

use std::sync::Arc;

use chrono::NaiveDate;
use proto::common::v1::Role;
use tonic::Code;

use super::{Caller, Grant, UnitId, UnitTable};
use crate::error::{Error, ErrorReason, Text};

/// Whom the door lets in.
#[derive(Clone, Copy, Debug)]
pub enum Door {
    /// Anyone, without a token.
    Public,
    /// Anyone with a token that carries a role.
    AnyRole,
    /// Callers with one of these roles.
    Roles(&'static [Role]),
}

/// A row of the table: an operation and whom it lets in.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The operation, by the name of its rpc.
    pub operation: &'static str,
    /// Whom it lets in.
    pub door: Door,
}

/// The role × operation table of a service.
#[derive(Clone, Copy, Debug)]
pub struct Policy {
    rules: &'static [Rule],
}

impl Policy {
    /// A policy of these rows.
    #[must_use]
    pub const fn new(rules: &'static [Rule]) -> Self {
        Self { rules }
    }

    /// The rows.
    #[must_use]
    pub const fn rules(&self) -> &'static [Rule] {
        self.rules
    }

    fn door(&self, operation: &str) -> Door {
        // What has no row lets nobody in.
        self.rules.iter().find(|rule| rule.operation == operation).map_or(Door::Roles(&[]), |rule| rule.door)
    }

    /// True if the operation needs no token.
    #[must_use]
    pub fn is_public(&self, operation: &str) -> bool {
        matches!(self.door(operation), Door::Public)
    }

    /// The part of a caller's grants that an operation may rest on today.
    ///
    /// # Errors
    /// When the operation needs a token and there is none, or no grant carries a role it lets in.
    pub fn admit(
        &self,
        caller: Option<&Caller>,
        operation: &str,
        today: NaiveDate,
        units: &Arc<UnitTable>,
    ) -> Result<Authority, Error> {
        let door = self.door(operation);
        let authority = |grants| Authority::of(grants, today, Arc::clone(units));
        let Some(caller) = caller else {
            return match door {
                Door::Public => Ok(authority(Vec::new())),
                _ => Err(token_missing()),
            };
        };
        let lets_in = |role: Role| match door {
            Door::Public | Door::AnyRole => true,
            Door::Roles(roles) => roles.contains(&role),
        };
        let grants: Vec<_> =
            caller.grants().iter().filter(|grant| grant.holds_on(today) && lets_in(grant.role)).cloned().collect();
        if grants.is_empty() && !matches!(door, Door::Public) {
            return Err(role_missing(operation, door));
        }
        if units.version() == 0 && grants.iter().any(|grant| !grant.unit.is_country()) {
            return Err(units_not_loaded());
        }
        Ok(authority(grants))
    }
}

/// The grants an operation rests on, and the units they reach.
#[derive(Clone, Debug)]
pub struct Authority {
    grants: Vec<Grant>,
    today: NaiveDate,
    units: Arc<UnitTable>,
}

impl Authority {
    /// Grants that were admitted elsewhere, or are the service's own.
    pub(crate) fn of(grants: Vec<Grant>, today: NaiveDate, units: Arc<UnitTable>) -> Self {
        Self { grants, today, units }
    }

    /// The part of it that rests on grants of these roles.
    #[must_use]
    pub fn resting_on(&self, roles: &[Role]) -> Self {
        let grants = self.grants.iter().filter(|grant| roles.contains(&grant.role)).cloned().collect();
        Self { grants, today: self.today, units: Arc::clone(&self.units) }
    }

    /// All that a caller was granted for today, also what this does not rest on.
    pub(crate) fn whole(&self, caller: &Caller) -> Self {
        let grants = caller.grants().iter().filter(|grant| grant.holds_on(self.today)).cloned().collect();
        Self { grants, today: self.today, units: Arc::clone(&self.units) }
    }

    /// True if one of the grants reaches the unit.
    #[must_use]
    pub fn reaches(&self, unit: &UnitId) -> bool {
        self.grants.iter().any(|grant| self.units.contains(&grant.unit, unit, self.today))
    }

    /// True if one of the grants carries the role and reaches the unit.
    #[must_use]
    pub fn reaches_as(&self, role: Role, unit: &UnitId) -> bool {
        self.grants.iter().any(|grant| grant.role == role && self.units.contains(&grant.unit, unit, self.today))
    }

    /// True if one of the grants carries the role, wherever it reaches.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// Refuses if none of the grants reaches the unit.
    ///
    /// # Errors
    /// `UNIT_OUTSIDE_GRANT`.
    pub fn require(&self, unit: &UnitId) -> Result<(), Error> {
        if self.reaches(unit) { Ok(()) } else { Err(outside_grant(unit)) }
    }

    /// The units whose subtrees a list may show: those asked for, or all the grants reach; with those abolished ones
    /// that they succeeded, whose names older rows bear.
    ///
    /// # Errors
    /// `UNIT_OUTSIDE_GRANT` if the unit asked for is not reached.
    pub fn listed_units(&self, asked: Option<&UnitId>) -> Result<Vec<UnitId>, Error> {
        let with_succeeded = |unit: &UnitId| self.units.with_succeeded(unit, self.today);
        match asked {
            Some(unit) => self.require(unit).map(|()| with_succeeded(unit)),
            None => Ok(self.grants.iter().flat_map(|grant| with_succeeded(&grant.unit)).collect()),
        }
    }

    /// The units as this operation sees them.
    #[must_use]
    pub fn units(&self) -> &UnitTable {
        &self.units
    }
}

fn token_missing() -> Error {
    let text = Text::new(
        "Thiếu thẻ truy cập; gửi kèm metadata `authorization: Bearer …`.",
        "The call carries no token; send the metadata `authorization: Bearer …`.",
    );
    Error::new(Code::Unauthenticated, ErrorReason::TokenMissing, text)
}

fn role_missing(operation: &str, door: Door) -> Error {
    let roles = match door {
        Door::Roles(roles) => roles.iter().map(|role| role_name(*role)).collect::<Vec<_>>().join(", "),
        Door::AnyRole | Door::Public => "*".to_owned(),
    };
    let text = Text::new(
        format!("Việc {operation} cần một trong các vai trò: {roles}. Xin người quản trị cấp quyền."),
        format!("{operation} needs one of the roles: {roles}. Ask your administrator for a grant."),
    );
    Error::new(Code::PermissionDenied, ErrorReason::RoleMissing, text)
}

fn outside_grant(unit: &UnitId) -> Error {
    let text = Text::new(
        format!("Quyền của bạn không bao gồm đơn vị {unit}. Kiểm tra lại đơn vị, hoặc xin cấp quyền."),
        format!("Your grants do not reach the unit {unit}. Check the unit, or ask for a grant."),
    );
    Error::new(Code::PermissionDenied, ErrorReason::UnitOutsideGrant, text)
}

fn units_not_loaded() -> Error {
    let text = Text::new(
        "Dịch vụ chưa nhận được danh mục đơn vị hành chính; xin thử lại sau ít giây.",
        "The service has not received the administrative units yet; retry in a few seconds.",
    );
    Error::new(Code::Unavailable, ErrorReason::UnitsNotLoaded, text).retry_after(std::time::Duration::from_secs(2))
}

/// A role as tokens and tables write it, such as `commune_officer`.
#[must_use]
pub fn role_name(role: Role) -> String {
    role.as_str_name().trim_start_matches("ROLE_").to_lowercase()
}

/// The role of a name.
#[must_use]
pub fn role_named(name: &str) -> Option<Role> {
    let role = Role::from_str_name(&format!("ROLE_{}", name.to_uppercase()))?;
    (role != Role::Unspecified && role_name(role) == name).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;

    const POLICY: Policy = Policy::new(&[
        Rule { operation: "Look", door: Door::Public },
        Rule { operation: "Write", door: Door::Roles(&[Role::ProvinceOfficer]) },
    ]);

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day")
    }

    fn caller(role: Role, to: Option<NaiveDate>) -> Caller {
        let grant = Grant { role, unit: UnitId::country(), from: None, to };
        Caller::new(PersonId::from(uuid::Uuid::nil()), vec![grant])
    }

    fn admit(caller: Option<&Caller>, operation: &str) -> Result<Authority, ErrorReason> {
        POLICY.admit(caller, operation, today(), &Arc::new(UnitTable::default())).map_err(|error| error.reason())
    }

    #[test]
    fn the_door_lets_in_the_roles_of_the_row() {
        assert!(admit(Some(&caller(Role::ProvinceOfficer, None)), "Write").is_ok());
        assert_eq!(admit(Some(&caller(Role::Trainer, None)), "Write").err(), Some(ErrorReason::RoleMissing));
        assert_eq!(admit(None, "Write").err(), Some(ErrorReason::TokenMissing));
        assert!(admit(None, "Look").is_ok());
    }

    #[test]
    fn a_grant_that_has_run_out_opens_nothing() {
        let yesterday = today().pred_opt();
        assert_eq!(
            admit(Some(&caller(Role::ProvinceOfficer, yesterday)), "Write").err(),
            Some(ErrorReason::RoleMissing)
        );
    }

    #[test]
    fn what_has_no_row_lets_nobody_in() {
        assert_eq!(admit(Some(&caller(Role::Administrator, None)), "Forgotten").err(), Some(ErrorReason::RoleMissing));
    }

    #[test]
    fn roles_are_named_as_in_tokens() {
        assert_eq!(role_named("commune_officer"), Some(Role::CommuneOfficer));
        assert_eq!(role_named("COMMUNE_OFFICER"), None);
        assert_eq!(role_named("unspecified"), None);
        assert_eq!(role_name(Role::MinistryLeader), "ministry_leader");
    }
}
