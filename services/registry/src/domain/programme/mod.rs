//! The programme's other records: what is recorded, whom it serves, what was paid, and what communes have.

/// Declares an enum whose values have names in the database.
macro_rules! choices {
    ($(#[$documentation:meta])* $name:ident { $( $variant:ident = $text:literal ),+ $(,)? }) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub(crate) enum $name {
            $( #[serde(rename = $text)] $variant, )+
        }

        impl $name {
            /// Its name in the database and in texts.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $( Self::$variant => $text, )+
                }
            }

            /// The one of a name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $( $text => Some(Self::$variant), )+
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use choices;

mod place;

mod detail;

mod record;

mod payment;

mod overview;

pub(crate) use detail::{
    CommunicationForm, CommunicationItem, Consultant, CraftVillage, Detail, MobilisedResource, OrganisationChange,
    OrganisationSupport, Partner, PolicyBenefit, ProjectStage, RecordKind, ResourceForm, ResourceSource, SalesPoint,
    SalesPointKind, ScienceProject, SupportField, SupportPolicy, TourismLink, TradeEvent, TradeEventKind,
    TradeEventScale,
};
pub(crate) use overview::{CommuneOverview, CommuneTotals, RegisterCounts};
pub(crate) use payment::{NewPayment, Paid, Payment, PaymentId, PaymentState};
pub(crate) use place::{Level, Place, keeping_unit};
pub(crate) use record::{Document, ProgrammeFacts, ProgrammeRecord, ProgrammeRecordId, ProgrammeTotal, Served};
