//! The ministry's requests to redo an assessment or to withdraw a recognition that was made against the rules (Decision
//! 26/2026, article 10.1b). A request changes nothing by itself: the province acts and reports.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::{Moment, civil_date};
use platform::ids::PersonId;

use super::certificate::CertificateId;
use super::dossier::{Dossier, DossierId, DossierState, Level};
use super::register::{Basis, RegisteredCertificate};
use crate::error::Error;

platform::id_type! {
    /// Identity of a request.
    RedoRequestId
}

/// A request of the ministry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RedoRequest {
    pub(crate) id: RedoRequestId,
    pub(crate) dossier: DossierId,
    /// The certificate the dossier led to.
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) unit: UnitId,
    pub(crate) province: UnitId,
    pub(crate) demand: RedoDemand,
    /// The ministry's document.
    pub(crate) document: Basis,
    pub(crate) reasons: String,
    pub(crate) requested: Signed,
    /// Last day to do it and to report.
    pub(crate) due_on: NaiveDate,
    /// True once the province took the dossier up again because of it.
    pub(crate) taken_up: bool,
    pub(crate) report: Option<Said>,
    pub(crate) closing: Option<Said>,
    pub(crate) version: i64,
}

/// Who did something, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Signed {
    pub(crate) by: PersonId,
    pub(crate) at: Moment,
}

/// What somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) signed: Signed,
}

/// What the ministry asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedoDemand {
    /// To assess the product once more.
    Reassess,
    /// To withdraw the recognition.
    Withdraw,
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedoState {
    Open,
    Reported,
    Closed,
}

/// What the ministry asks for, and why.
#[derive(Clone, Debug)]
pub(crate) struct Asking {
    pub(crate) demand: RedoDemand,
    pub(crate) document: Basis,
    pub(crate) reasons: String,
    pub(crate) signed: Signed,
    pub(crate) due_on: NaiveDate,
}

impl RedoDemand {
    /// All demands, with their names in the database.
    const ALL: [(Self, &'static str); 2] = [(Self::Reassess, "reassess"), (Self::Withdraw, "withdraw")];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(demand, _)| *demand == self).expect("all demands have a name").1
    }

    /// The demand of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(demand, _)| demand)
    }
}

impl RedoState {
    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Reported => "reported",
            Self::Closed => "closed",
        }
    }
}

impl RedoRequest {
    /// Asks about a dossier with a result of the province; `certificate` is the one it led to, as it was issued last.
    pub(crate) fn ask(
        id: RedoRequestId,
        dossier: &Dossier,
        certificate: Option<&RegisteredCertificate>,
        asking: Asking,
    ) -> Result<Self, Error> {
        let Asking { demand, document, reasons, signed, due_on } = asking;
        let today = civil_date(signed.at);
        if document.date > today {
            return Err(Error::RecordDates { field: "document_date", today });
        }
        let of_province = match &dossier.state {
            DossierState::NotRecognised { .. } | DossierState::Assessed { level: Level::Province, .. } => {
                demand == RedoDemand::Reassess
            }
            DossierState::Certified { .. } => {
                certificate.is_some_and(|registered| registered.certificate.level() == Level::Province)
            }
            _ => false,
        };
        if !of_province {
            return Err(Error::RedoNotApplicable { dossier: dossier.id, state: dossier.state.name() });
        }
        if let Some(registered) = certificate {
            registered.must_hold_on(today)?;
        }
        Ok(Self {
            id,
            dossier: dossier.id,
            certificate: certificate.map(|registered| registered.certificate.id),
            unit: dossier.product.unit.clone(),
            province: dossier.province.clone(),
            demand,
            document,
            reasons,
            requested: signed,
            due_on,
            taken_up: false,
            report: None,
            closing: None,
            version: 1,
        })
    }

    /// Where it stands.
    pub(crate) fn state(&self) -> RedoState {
        match (&self.report, &self.closing) {
            (_, Some(_)) => RedoState::Closed,
            (Some(_), None) => RedoState::Reported,
            (None, None) => RedoState::Open,
        }
    }

    /// True if the province has not reported and the last day is over.
    pub(crate) fn is_overdue(&self, day: NaiveDate) -> bool {
        self.state() == RedoState::Open && self.due_on < day
    }

    /// Refuses if it has become another since it was read.
    pub(crate) fn must_be_at(&self, version: i64) -> Result<(), Error> {
        if self.version == version { Ok(()) } else { Err(Error::RedoRequestEtagStale) }
    }

    /// Refuses if it asks for something else, or for nothing any more.
    pub(crate) fn must_ask(&self, demand: RedoDemand, dossier: DossierId) -> Result<(), Error> {
        if self.demand == demand && self.dossier == dossier { self.must_not_be_closed() } else { Err(self.refusal()) }
    }

    /// The province has taken the dossier up again because of it.
    pub(crate) fn taken_up(self) -> Result<Self, Error> {
        self.must_not_be_closed()?;
        Ok(Self { taken_up: true, version: self.version + 1, ..self })
    }

    /// The province reports; a further report takes the place of the one before.
    pub(crate) fn reported(self, report: Said) -> Result<Self, Error> {
        self.must_not_be_closed()?;
        Ok(Self { report: Some(report), version: self.version + 1, ..self })
    }

    /// The ministry is content, or asks no longer.
    pub(crate) fn closed(self, closing: Said) -> Result<Self, Error> {
        self.must_not_be_closed()?;
        Ok(Self { closing: Some(closing), version: self.version + 1, ..self })
    }

    fn must_not_be_closed(&self) -> Result<(), Error> {
        if self.closing.is_none() { Ok(()) } else { Err(self.refusal()) }
    }

    fn refusal(&self) -> Error {
        Error::RedoRequestStateWrong { request: self.id, demand: self.demand.name(), state: self.state().name() }
    }
}
