//! What only one kind of record has.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::producer::record::WebLink;
use crate::error::Error;

choices! {
    /// What the programme keeps besides producers and products.
    RecordKind {
        CraftVillage = "craft_village",
        OrganisationSupport = "organisation_support",
        CommunicationItem = "communication_item",
        Policy = "policy",
        ScienceProject = "science_project",
        Consultant = "consultant",
        Partner = "partner",
        Resource = "resource",
        SalesPoint = "sales_point",
        TradeEvent = "trade_event",
    }
}

choices! {
    /// How a craft village is linked with tourism.
    TourismLink {
        NotLinked = "not_linked",
        Visit = "visit",
        Experience = "experience",
        Stay = "stay",
        Route = "route",
    }
}

choices! {
    /// How an organisation was supported.
    OrganisationChange { Strengthened = "strengthened", NewlyFounded = "newly_founded" }
}

choices! {
    /// Form of a communication item.
    CommunicationForm {
        Bulletin = "bulletin",
        Feature = "feature",
        ProductStory = "product_story",
        Video = "video",
        Online = "online",
        Print = "print",
    }
}

choices! {
    /// What a policy gives.
    PolicyBenefit {
        Grant = "grant",
        Reward = "reward",
        Credit = "credit",
        TradePromotion = "trade_promotion",
        Training = "training",
        Other = "other",
    }
}

choices! {
    /// How far a project has come.
    ProjectStage {
        Proposed = "proposed",
        UnderWay = "under_way",
        Accepted = "accepted",
        Applied = "applied",
        Stopped = "stopped",
    }
}

choices! {
    /// Field of a consultant or partner.
    SupportField {
        Production = "production",
        Quality = "quality",
        Packaging = "packaging",
        Market = "market",
        Finance = "finance",
        Management = "management",
        Digital = "digital",
        Dossier = "dossier",
        Other = "other",
    }
}

choices! {
    /// Where a resource comes from.
    ResourceSource {
        StateProgramme = "state_programme",
        Credit = "credit",
        OwnCapital = "own_capital",
        Community = "community",
        Aid = "aid",
    }
}

/// Form of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ResourceForm {
    Cash,
    Kind,
}

choices! {
    /// Kind of a sales point.
    SalesPointKind {
        Shop = "shop",
        Showroom = "showroom",
        Supermarket = "supermarket",
        Market = "market",
        Online = "online",
    }
}

choices! {
    /// Kind of a trade-promotion event.
    TradeEventKind {
        Fair = "fair",
        Exhibition = "exhibition",
        ProductWeek = "product_week",
        Matchmaking = "matchmaking",
        Livestream = "livestream",
    }
}

/// How far a trade-promotion event reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum TradeEventScale {
    Local,
    Provincial,
    Regional,
    National,
    International,
}

impl RecordKind {
    /// True if the kind is counted by this category.
    pub(crate) fn has_category(self, name: &str) -> bool {
        match self {
            Self::CraftVillage => TourismLink::named(name).is_some(),
            Self::OrganisationSupport => OrganisationChange::named(name).is_some(),
            Self::CommunicationItem => CommunicationForm::named(name).is_some(),
            Self::Policy => PolicyBenefit::named(name).is_some(),
            Self::ScienceProject => ProjectStage::named(name).is_some(),
            Self::Consultant | Self::Partner => SupportField::named(name).is_some(),
            Self::Resource => ResourceSource::named(name).is_some(),
            Self::SalesPoint => SalesPointKind::named(name).is_some(),
            Self::TradeEvent => TradeEventKind::named(name).is_some(),
        }
    }

    /// True if what such a record has cost is the sum of its payments.
    pub(crate) fn has_payments(self) -> bool {
        matches!(self, Self::Policy | Self::Resource)
    }

    /// True if such a thing lasts a day unless a last day is named.
    pub(super) fn is_occasion(self) -> bool {
        matches!(self, Self::CommunicationItem | Self::TradeEvent)
    }
}

/// What only one kind of record has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Detail {
    CraftVillage(CraftVillage),
    OrganisationSupport(OrganisationSupport),
    CommunicationItem(CommunicationItem),
    Policy(SupportPolicy),
    ScienceProject(ScienceProject),
    Consultant(Consultant),
    Partner(Partner),
    Resource(MobilisedResource),
    SalesPoint(SalesPoint),
    TradeEvent(TradeEvent),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CraftVillage {
    pub(crate) tourism_link: TourismLink,
    pub(crate) linked_since: Option<NaiveDate>,
    pub(crate) trade: String,
    pub(crate) recognised_by: String,
    pub(crate) households: i32,
    pub(crate) workers: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OrganisationSupport {
    pub(crate) change: OrganisationChange,
    pub(crate) supported_by: String,
    pub(crate) measures: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CommunicationItem {
    pub(crate) form: CommunicationForm,
    pub(crate) medium: String,
    pub(crate) slogan: String,
    /// Where it can be seen.
    pub(crate) link: Option<WebLink>,
    /// 0 if it is not known.
    pub(crate) audience: i32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SupportPolicy {
    pub(crate) benefit: PolicyBenefit,
    pub(crate) issuer: String,
    pub(crate) content: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ScienceProject {
    pub(crate) stage: ProjectStage,
    pub(crate) demand_owner: String,
    pub(crate) institution: String,
    pub(crate) technology: String,
    pub(crate) result: String,
    pub(crate) applied_at: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Consultant {
    pub(crate) field: SupportField,
    pub(crate) contracted_by: String,
    pub(crate) support_given: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Partner {
    pub(crate) field: SupportField,
    pub(crate) agreement: String,
    pub(crate) support_given: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MobilisedResource {
    pub(crate) source: ResourceSource,
    pub(crate) form: ResourceForm,
    pub(crate) giver: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SalesPoint {
    /// Not `kind`: that is where the stored text says which detail it is.
    pub(crate) point: SalesPointKind,
    pub(crate) address: String,
    pub(crate) operator: String,
    /// Its shop on the internet.
    pub(crate) link: Option<WebLink>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TradeEvent {
    /// Not `kind`: that is where the stored text says which detail it is.
    pub(crate) event: TradeEventKind,
    pub(crate) scale: TradeEventScale,
    pub(crate) organiser: String,
    /// In đồng; 0 if it is not known.
    pub(crate) sales: i64,
}

impl Detail {
    pub(crate) fn kind(&self) -> RecordKind {
        match self {
            Self::CraftVillage(_) => RecordKind::CraftVillage,
            Self::OrganisationSupport(_) => RecordKind::OrganisationSupport,
            Self::CommunicationItem(_) => RecordKind::CommunicationItem,
            Self::Policy(_) => RecordKind::Policy,
            Self::ScienceProject(_) => RecordKind::ScienceProject,
            Self::Consultant(_) => RecordKind::Consultant,
            Self::Partner(_) => RecordKind::Partner,
            Self::Resource(_) => RecordKind::Resource,
            Self::SalesPoint(_) => RecordKind::SalesPoint,
            Self::TradeEvent(_) => RecordKind::TradeEvent,
        }
    }

    /// What its kind is counted by.
    pub(crate) fn category(&self) -> &'static str {
        match self {
            Self::CraftVillage(village) => village.tourism_link.name(),
            Self::OrganisationSupport(support) => support.change.name(),
            Self::CommunicationItem(item) => item.form.name(),
            Self::Policy(policy) => policy.benefit.name(),
            Self::ScienceProject(project) => project.stage.name(),
            Self::Consultant(consultant) => consultant.field.name(),
            Self::Partner(partner) => partner.field.name(),
            Self::Resource(resource) => resource.source.name(),
            Self::SalesPoint(point) => point.point.name(),
            Self::TradeEvent(event) => event.event.name(),
        }
    }

    /// Refuses a detail whose parts contradict each other.
    pub(super) fn must_be_whole(&self) -> Result<(), Error> {
        match self {
            Self::CraftVillage(village) => village.must_be_whole(),
            Self::ScienceProject(project) => project.must_be_whole(),
            Self::SalesPoint(point) => point.must_be_whole(),
            _ => Ok(()),
        }
    }
}

impl CraftVillage {
    fn must_be_whole(&self) -> Result<(), Error> {
        let path = "record.craft_village.linked_since";
        match (self.tourism_link, self.linked_since) {
            (TourismLink::NotLinked, Some(_)) => Err(Error::ProgrammeFactUnwanted { path }),
            (TourismLink::NotLinked, None) | (_, Some(_)) => Ok(()),
            (_, None) => Err(Error::ProgrammeFactMissing { path }),
        }
    }
}

impl ScienceProject {
    fn must_be_whole(&self) -> Result<(), Error> {
        let has_result = matches!(self.stage, ProjectStage::Accepted | ProjectStage::Applied);
        if has_result && self.result.is_empty() {
            return Err(Error::ProgrammeFactMissing { path: "record.science_project.result" });
        }
        if self.stage == ProjectStage::Applied && self.applied_at.is_empty() {
            return Err(Error::ProgrammeFactMissing { path: "record.science_project.applied_at" });
        }
        Ok(())
    }
}

impl SalesPoint {
    fn must_be_whole(&self) -> Result<(), Error> {
        let online = self.point == SalesPointKind::Online;
        if online && self.link.is_none() {
            return Err(Error::ProgrammeFactMissing { path: "record.sales_point.link" });
        }
        if !online && self.address.is_empty() {
            return Err(Error::ProgrammeFactMissing { path: "record.sales_point.address" });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(stage: ProjectStage, result: &str, applied_at: &str) -> Detail {
        Detail::ScienceProject(ScienceProject {
            stage,
            demand_owner: "HTX".to_owned(),
            institution: "Viện".to_owned(),
            technology: "Sấy lạnh".to_owned(),
            result: result.to_owned(),
            applied_at: applied_at.to_owned(),
        })
    }

    #[test]
    fn a_detail_says_its_kind_where_it_is_stored() {
        let detail = project(ProjectStage::UnderWay, "", "");
        let stored = serde_json::to_value(&detail).expect("it can be written");
        assert_eq!(stored["kind"], detail.kind().name());
        assert_eq!(stored["stage"], detail.category());
        assert_eq!(serde_json::from_value::<Detail>(stored).expect("the same"), detail);
    }

    #[test]
    fn a_category_is_one_of_its_kind() {
        assert!(RecordKind::Resource.has_category("own_capital"));
        assert!(!RecordKind::Policy.has_category("own_capital"));
        assert!(RecordKind::ScienceProject.has_category(project(ProjectStage::Stopped, "", "").category()));
    }

    #[test]
    fn a_project_tells_its_result_once_it_has_one() {
        for (stage, result, applied_at, whole) in [
            (ProjectStage::Proposed, "", "", true),
            (ProjectStage::Stopped, "", "", true),
            (ProjectStage::Accepted, "", "", false),
            (ProjectStage::Accepted, "Quy trình", "", true),
            (ProjectStage::Applied, "Quy trình", "", false),
            (ProjectStage::Applied, "Quy trình", "Mường Ảng", true),
        ] {
            assert_eq!(project(stage, result, applied_at).must_be_whole().is_ok(), whole, "{stage:?} {result}");
        }
    }
}
