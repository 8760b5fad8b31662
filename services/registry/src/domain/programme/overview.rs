//! What communes have in the register: for the new-rural criterion on economy and organisation of production.

use std::ops::AddAssign;

use platform::access::UnitVersion;

/// What is in use in some place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RegisterCounts {
    pub(crate) producers: i64,
    pub(crate) products: i64,
    pub(crate) sample_producers: i64,
    pub(crate) sample_products: i64,
    /// Products that have a certificate today.
    pub(crate) certified_products: i64,
}

impl AddAssign for RegisterCounts {
    fn add_assign(&mut self, other: Self) {
        self.producers += other.producers;
        self.products += other.products;
        self.sample_producers += other.sample_producers;
        self.sample_products += other.sample_products;
        self.certified_products += other.certified_products;
    }
}

impl RegisterCounts {
    /// True if there is at least one product.
    pub(crate) fn has_product(self) -> bool {
        self.products > 0
    }
}

/// A commune with what it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CommuneOverview {
    pub(crate) commune: UnitVersion,
    pub(crate) counts: RegisterCounts,
}

/// Communes added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CommuneTotals {
    pub(crate) communes: i64,
    pub(crate) communes_with_product: i64,
    pub(crate) communes_with_certified_product: i64,
    pub(crate) counts: RegisterCounts,
}

impl CommuneTotals {
    /// The sum of communes.
    pub(crate) fn of(communes: &[CommuneOverview]) -> Self {
        let mut totals = Self::default();
        for commune in communes {
            totals.communes += 1;
            totals.communes_with_product += i64::from(commune.counts.has_product());
            totals.communes_with_certified_product += i64::from(commune.counts.certified_products > 0);
            totals.counts += commune.counts;
        }
        totals
    }
}
