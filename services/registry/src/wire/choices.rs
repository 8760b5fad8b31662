//! Enums that the contract has under the same names: each value is the one of its name.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::domain::management::ManagementBodyKind;
use crate::domain::product_file::{Purpose, Size};
use crate::domain::programme::{
    CommunicationForm, Level, OrganisationChange, PolicyBenefit, ProjectStage, RecordKind, ResourceForm,
    ResourceSource, SalesPointKind, SupportField, TourismLink, TradeEventKind, TradeEventScale,
};

/// An enum of ours that the contract has too.
pub(crate) trait Choice: Sized {
    /// The contract's.
    type Wire: TryFrom<i32>;

    /// Ours; none for what is unspecified.
    fn of(wire: Self::Wire) -> Option<Self>;

    /// The contract's number.
    fn number(self) -> i32;
}

/// Reads a value that must be given.
pub(crate) fn read<T: Choice>(fields: &mut Fields, path: &str, given: i32) -> Option<T> {
    fields.choice(path, given).and_then(T::of)
}

/// Reads a value of a filter.
pub(crate) fn read_optional<T: Choice>(fields: &mut Fields, path: &str, given: i32) -> Option<Option<T>> {
    if given == 0 { Some(None) } else { read(fields, path, given).map(Some) }
}

macro_rules! same_names {
    ($( $ours:ident = $theirs:ident { $( $variant:ident ),+ $(,)? } )+) => { $(
        impl Choice for $ours {
            type Wire = pb::$theirs;

            fn of(wire: pb::$theirs) -> Option<Self> {
                match wire {
                    pb::$theirs::Unspecified => None,
                    $( pb::$theirs::$variant => Some(Self::$variant), )+
                }
            }

            fn number(self) -> i32 {
                match self {
                    $( Self::$variant => pb::$theirs::$variant.into(), )+
                }
            }
        }
    )+ };
}

same_names! {
    Purpose = ProductFilePurpose { Photo, Label, StoryPicture, PaperScan }
    Size = ProductFileSize { Original, Large, Small }
    Level = ProgrammeLevel { Commune, Province, Ministry }
    RecordKind = ProgrammeRecordKind {
        CraftVillage, OrganisationSupport, CommunicationItem, Policy, ScienceProject, Consultant, Partner, Resource,
        SalesPoint, TradeEvent,
    }
    TourismLink = TourismLink { NotLinked, Visit, Experience, Stay, Route }
    OrganisationChange = OrganisationChange { Strengthened, NewlyFounded }
    CommunicationForm = CommunicationForm { Bulletin, Feature, ProductStory, Video, Online, Print }
    PolicyBenefit = PolicyBenefit { Grant, Reward, Credit, TradePromotion, Training, Other }
    ProjectStage = ProjectStage { Proposed, UnderWay, Accepted, Applied, Stopped }
    SupportField = SupportField {
        Production, Quality, Packaging, Market, Finance, Management, Digital, Dossier, Other,
    }
    ResourceSource = ResourceSource { StateProgramme, Credit, OwnCapital, Community, Aid }
    ResourceForm = ResourceForm { Cash, Kind }
    SalesPointKind = SalesPointKind { Shop, Showroom, Supermarket, Market, Online }
    TradeEventKind = TradeEventKind { Fair, Exhibition, ProductWeek, Matchmaking, Livestream }
    TradeEventScale = TradeEventScale { Local, Provincial, Regional, National, International }
    ManagementBodyKind = ManagementBodyKind { SteeringCommittee, OcopAgency, UnitInCharge }
}
