//! Entries of the ledger: what one record adds to what is counted, where, when, and by which parts.

use super::cells::{Dimension, Part};
use super::days::Days;
use super::named::named;
use super::told::Subject;
use platform::access::UnitId;

/// How entries of a measure are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// Amounts of the entries that hold on a day.
    State,
    /// Records that any entry holds of on a day, each once.
    Presence,
    /// Amounts of the entries whose day lies in an interval.
    Flow,
    /// Records that any entry has a day of in an interval, each once.
    Distinct,
}

impl Basis {
    /// True if it tells what holds on a day, not what happens in an interval.
    pub(crate) fn holds(self) -> bool {
        matches!(self, Self::State | Self::Presence)
    }
}

named! {
    /// What is counted.
    Measure {
        ProducersRegistered = "producers_registered",
        ProducersWithValidProduct = "producers_with_valid_product",
        ProducerRevenueDong = "producer_revenue_dong",
        ProducerProfitDong = "producer_profit_dong",
        ProducerWorkers = "producer_workers",
        EthnicMinorityWorkers = "ethnic_minority_workers",
        ProductsRegistered = "products_registered",
        ProductsRecognised = "products_recognised",
        ProductsValid = "products_valid",
        CertificatesIssued = "certificates_issued",
        CertificatesExpired = "certificates_expired",
        CertificatesRevoked = "certificates_revoked",
        CertificatesWithoutBallot = "certificates_without_ballot",
        CertificatesAboveResult = "certificates_above_result",
        DossiersFiled = "dossiers_filed",
        DossiersAccepted = "dossiers_accepted",
        DossiersProposed = "dossiers_proposed",
        DossiersScored = "dossiers_scored",
        DossiersCertified = "dossiers_certified",
        DossiersEndedWithoutCertificate = "dossiers_ended_without_certificate",
        DossiersInProgress = "dossiers_in_progress",
        /// Dossiers that somebody has had for longer than she may.
        DossiersOverdue = "dossiers_overdue",
        PotentialFive = "potential_five",
        /// Points that councils gave, over all sheets.
        CouncilPoints = "council_points",
        /// Sheets that they gave them on.
        CouncilSheets = "council_sheets",
        OfficialsTrainedPeople = "officials_trained_people",
        OfficialsTrainedAttendances = "officials_trained_attendances",
        LeadersTrainedPeople = "leaders_trained_people",
        LeadersTrainedAttendances = "leaders_trained_attendances",
        WorkersTrainedPeople = "workers_trained_people",
        WorkersTrainedAttendances = "workers_trained_attendances",
        /// Leaders of producers that have a valid product.
        LeadersOfOcop = "leaders_of_ocop",
        /// Those of them who had completed their training.
        LeadersOfOcopTrained = "leaders_of_ocop_trained",
        CompletionsWithoutAttendance = "completions_without_attendance",
        OfficialsInOffice = "officials_in_office",
        CraftVillagesWithTourism = "craft_villages_with_tourism",
        OrganisationsStrengthenedOrNew = "organisations_strengthened_or_new",
        CommunicationItems = "communication_items",
        PoliciesIssued = "policies_issued",
        PolicyPaymentsDong = "policy_payments_dong",
        ScienceProjects = "science_projects",
        Consultants = "consultants",
        Partners = "partners",
        ResourcesCommittedDong = "resources_committed_dong",
        ResourcesDisbursedDong = "resources_disbursed_dong",
        ProgrammeSpentDong = "programme_spent_dong",
        SalesPoints = "sales_points",
        TradeEvents = "trade_events",
    }
}

impl Measure {
    /// How its entries are counted.
    pub(crate) fn basis(self) -> Basis {
        match self {
            Self::ProducersRegistered
            | Self::ProducerWorkers
            | Self::EthnicMinorityWorkers
            | Self::ProductsRegistered
            | Self::ProductsValid
            | Self::CertificatesWithoutBallot
            | Self::CertificatesAboveResult
            | Self::DossiersInProgress
            | Self::DossiersOverdue
            | Self::PotentialFive
            | Self::OfficialsInOffice
            | Self::CompletionsWithoutAttendance
            | Self::Consultants
            | Self::Partners
            | Self::SalesPoints => Basis::State,
            Self::ProducersWithValidProduct | Self::LeadersOfOcop | Self::LeadersOfOcopTrained => Basis::Presence,
            Self::OfficialsTrainedPeople
            | Self::OfficialsTrainedAttendances
            | Self::LeadersTrainedPeople
            | Self::LeadersTrainedAttendances
            | Self::WorkersTrainedPeople
            | Self::WorkersTrainedAttendances => Basis::Distinct,
            Self::ProducerRevenueDong
            | Self::ProducerProfitDong
            | Self::ProductsRecognised
            | Self::CertificatesIssued
            | Self::CertificatesExpired
            | Self::CertificatesRevoked
            | Self::DossiersFiled
            | Self::DossiersAccepted
            | Self::DossiersProposed
            | Self::DossiersScored
            | Self::DossiersCertified
            | Self::DossiersEndedWithoutCertificate
            | Self::CouncilPoints
            | Self::CouncilSheets
            | Self::CraftVillagesWithTourism
            | Self::OrganisationsStrengthenedOrNew
            | Self::CommunicationItems
            | Self::PoliciesIssued
            | Self::PolicyPaymentsDong
            | Self::ScienceProjects
            | Self::ResourcesCommittedDong
            | Self::ResourcesDisbursedDong
            | Self::ProgrammeSpentDong
            | Self::TradeEvents => Basis::Flow,
        }
    }

    /// What its entries may be split by.
    pub(crate) fn dimensions(self) -> &'static [Dimension] {
        use Dimension::{Category, DossierKind, LedBy, OfficialLevel, ProducerKind, ProductSet, Sector, Star};
        match self {
            Self::ProductsValid | Self::ProductsRecognised => &[Star, ProductSet, Sector, ProducerKind, LedBy],
            Self::CertificatesIssued | Self::CertificatesExpired | Self::CertificatesRevoked => {
                &[Star, ProductSet, Sector, ProducerKind, DossierKind]
            }
            Self::ProductsRegistered => &[ProductSet, Sector],
            Self::ProducersRegistered | Self::ProducersWithValidProduct => &[ProducerKind, LedBy],
            Self::ProducerRevenueDong
            | Self::ProducerProfitDong
            | Self::ProducerWorkers
            | Self::EthnicMinorityWorkers
            | Self::LeadersTrainedPeople
            | Self::LeadersTrainedAttendances
            | Self::LeadersOfOcop
            | Self::LeadersOfOcopTrained => &[ProducerKind],
            Self::DossiersFiled
            | Self::DossiersAccepted
            | Self::DossiersProposed
            | Self::DossiersScored
            | Self::DossiersCertified
            | Self::DossiersEndedWithoutCertificate
            | Self::DossiersInProgress
            | Self::DossiersOverdue
            | Self::PotentialFive
            | Self::CouncilPoints
            | Self::CouncilSheets => &[DossierKind, ProductSet, Sector],
            Self::OfficialsTrainedPeople | Self::OfficialsTrainedAttendances | Self::OfficialsInOffice => {
                &[OfficialLevel]
            }
            Self::CraftVillagesWithTourism
            | Self::OrganisationsStrengthenedOrNew
            | Self::CommunicationItems
            | Self::PoliciesIssued
            | Self::PolicyPaymentsDong
            | Self::ScienceProjects
            | Self::Consultants
            | Self::Partners
            | Self::ResourcesCommittedDong
            | Self::ResourcesDisbursedDong
            | Self::ProgrammeSpentDong
            | Self::SalesPoints
            | Self::TradeEvents => &[Category],
            Self::WorkersTrainedPeople
            | Self::WorkersTrainedAttendances
            | Self::CertificatesWithoutBallot
            | Self::CertificatesAboveResult
            | Self::CompletionsWithoutAttendance => &[],
        }
    }
}

/// What one record adds to a measure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) measure: Measure,
    /// The record that is counted.
    pub(crate) record: Subject,
    /// Unit the record belonged to then.
    pub(crate) unit: UnitId,
    /// For what is, the days on which it holds; for what happens, its day, or the days it may have happened on.
    pub(crate) days: Days,
    pub(crate) amount: i64,
    /// False for what records leave open.
    pub(crate) certain: bool,
    /// True if it stems from a sample of a demonstration.
    pub(crate) sample: bool,
    /// Values it is split by, in order of dimensions.
    pub(crate) parts: Vec<Part>,
}

impl Entry {
    /// An entry of one, certain, whole and real.
    pub(crate) fn one(measure: Measure, record: Subject, unit: &UnitId, days: Days) -> Self {
        let (unit, parts) = (unit.clone(), Vec::new());
        Self { measure, record, unit, days, amount: 1, certain: true, sample: false, parts }
    }

    /// The same, by an amount.
    pub(crate) fn by(self, amount: i64) -> Self {
        Self { amount, ..self }
    }

    /// The same, of a sample or not.
    pub(crate) fn sample(self, sample: bool) -> Self {
        Self { sample, ..self }
    }

    /// The same, with values of the dimensions that its measure has.
    pub(crate) fn split<K: Into<String>>(mut self, parts: impl IntoIterator<Item = (Dimension, K)>) -> Self {
        let has = |dimension: Dimension| self.measure.dimensions().contains(&dimension);
        let parts = parts.into_iter().filter(|(dimension, _)| has(*dimension));
        self.parts.extend(parts.map(|(dimension, key)| Part { dimension, key: key.into() }));
        self.parts.sort();
        self
    }
}
