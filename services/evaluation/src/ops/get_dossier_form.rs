//! A form of a dossier, put together from its records: Forms 01 to 03, the commune's proposal, the report of the review.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::clock::civil_date;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::list_evidence::seen_version;
use crate::domain::criteria::CriteriaVersion;
use crate::domain::dossier::record::{CommuneCheck, Record, RecordContent};
use crate::domain::dossier::{Action, Dossier, DossierId};
use crate::domain::official_form::{self, About, FormKind, OfficialForm};
use crate::error::Error;
use crate::{View, policy, store, wire};

pub(crate) struct GetDossierForm {
    dossier: DossierId,
    kind: FormKind,
    version: i32,
}

impl GetDossierForm {
    pub(crate) fn parse(message: pb::GetDossierFormRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let kind = fields.choice("kind", message.kind).and_then(wire::forms::read_kind);
        let of_dossiers =
            |kind: &FormKind| !matches!(kind, FormKind::ScoreSheet | FormKind::Decision | FormKind::Certificate);
        if kind.is_some_and(|kind| !of_dossiers(&kind)) {
            fields.fault(
                "kind",
                "Văn bản này có lệnh gọi riêng: GetScoreSheet, GetDecisionForm hoặc GetCertificateForm.",
                "It has an rpc of its own: GetScoreSheet, GetDecisionForm or GetCertificateForm.",
            );
        }
        let version = fields.number("version", message.version, 0..=i32::MAX);
        let (dossier, kind, version) = fields.finish((dossier, kind.filter(of_dossiers), version))?;
        Ok(Self { dossier, kind, version })
    }
}

pub(crate) async fn get_dossier_form(view: &View, command: &GetDossierForm) -> Result<OfficialForm, Error> {
    let dossier = policy::readable_dossier(view, command.dossier).await?;
    let number = seen_version(view, &dossier, command.version).await?;
    let places = Places::of(view, &dossier);
    let about = places.about(rules_of(view, &dossier)?, &dossier)?;
    let missing = || Error::FormNotWritten { form: command.kind.title() };
    let records = || async {
        let records = store::dossier_records::of_dossier(view, dossier.id).await?;
        // What was recorded about later versions is none of this one's.
        Ok::<_, Error>(records.into_iter().filter(|record| record.dossier_version <= number).collect::<Vec<_>>())
    };
    let forms = || async {
        let unknown = Error::NoSuchDossierVersion { dossier: dossier.id, number };
        store::dossier_versions::find(view, dossier.id, number).await?.ok_or(unknown)
    };
    match command.kind {
        FormKind::RegistrationForm => {
            let receipts = store::dossier_records::receipts(view, dossier.id).await?;
            Ok(official_form::registration_form(&about, number, &forms().await?, &receipts))
        }
        FormKind::SelfAssessment => {
            let held = store::evidence::of_version(view, dossier.id, number).await?;
            let held: Vec<_> = held.into_iter().map(|(evidence, paper)| (evidence.place, paper)).collect();
            official_form::self_assessment(&about, number, &forms().await?, &held)
        }
        FormKind::CommuneCheck => {
            let records = records().await?;
            let (record, check) = last_check(&records).ok_or_else(missing)?;
            Ok(official_form::commune_check(&about, record, check))
        }
        FormKind::Proposal => {
            let steps = store::dossiers::steps(view, dossier.id).await?;
            let proposed = steps.iter().rfind(|step| step.action == Action::Propose).ok_or_else(missing)?;
            let records = records().await?;
            let (record, check) = last_check(&records).ok_or_else(missing)?;
            Ok(official_form::proposal(&about, proposed.at, record, check))
        }
        FormKind::ReviewReport => {
            let records = records().await?;
            let report = records.iter().rev().find_map(|record| match &record.content {
                RecordContent::ReviewReport(report) => Some((record, report)),
                _ => None,
            });
            let (record, report) = report.ok_or_else(missing)?;
            Ok(official_form::review_report(&about, record, report, &records))
        }
        FormKind::ScoreSheet | FormKind::Decision | FormKind::Certificate => Err(missing()),
    }
}

fn last_check(records: &[Record]) -> Option<(&Record, &CommuneCheck)> {
    records.iter().rev().find_map(|record| match &record.content {
        RecordContent::CommuneCheck(check) => Some((record, check)),
        _ => None,
    })
}

/// The criteria a dossier is pinned to.
pub(super) fn rules_of<'v>(view: &'v View, dossier: &Dossier) -> Result<&'v CriteriaVersion, Error> {
    view.service().catalogue.version(&dossier.criteria_version)
}

/// Names of the units of a dossier.
pub(super) struct Places {
    pub(super) commune: String,
    province: String,
}

impl Places {
    /// The names the units had when the dossier was begun.
    pub(super) fn of(view: &View, dossier: &Dossier) -> Self {
        let day = civil_date(dossier.filed_at);
        let name = |unit| unit_name(view, unit, day);
        Self { commune: name(&dossier.product.unit), province: name(&dossier.province) }
    }

    /// What the forms about the dossier have in common.
    pub(super) fn about<'a>(&'a self, rules: &'a CriteriaVersion, dossier: &'a Dossier) -> Result<About<'a>, Error> {
        let set = rules.set(dossier.product.product_set)?;
        let Self { commune, province } = self;
        Ok(About { dossier, set, rules: &rules.decision_number, commune, province })
    }
}

/// The name a unit had on a day; its code where the table does not know it.
pub(super) fn unit_name(view: &View, unit: &UnitId, day: NaiveDate) -> String {
    let units = view.authority().units();
    units.at(unit, day).or_else(|| units.newest(unit)).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
}
