//! Inspections of products after their recognition.

use std::collections::HashSet;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{self, Page, Paged};
use platform::error::Error as Platform;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};
use serde::{Deserialize, Serialize};

use super::damaged;
use super::entity::inspection::{ActiveModel, COLUMN, Column, Entity, Model};
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::dossier::{DossierId, Level, ProducerId};
use crate::domain::inspection::{
    Announcement, Cancellation, Conclusion, Course, Finding, Inspection, InspectionId, InspectionState, Outcome, Plan,
    PlannedTime, Remedy, Subject, Verdict, Visit,
};
use crate::domain::register::Basis;
use crate::domain::revocation::Ground;
use crate::error::Error;

/// Which inspections a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    pub(crate) units: Vec<UnitId>,
    /// Only of these producers; all if none.
    pub(crate) producers: Option<Vec<ProducerId>>,
    pub(crate) untold: Untold,
    pub(crate) certificate: Option<CertificateId>,
    pub(crate) state: Option<InspectionState>,
    /// First and last day on which the time they are planned for begins.
    pub(crate) begins: Option<(NaiveDate, NaiveDate)>,
    /// Only those that are planned and whose time was over before this day.
    pub(crate) overdue_on: Option<NaiveDate>,
    /// Only those of which something was to be put right before this day and is not.
    pub(crate) remedy_overdue_on: Option<NaiveDate>,
}

/// Where a reader sees inspections that those whom they concern may not know of yet.
#[derive(Clone, Debug)]
pub(crate) struct Untold {
    /// Units in which she sees those of provinces.
    pub(crate) of_provinces: Vec<UnitId>,
    /// Units in which she sees all.
    pub(crate) of_all: Vec<UnitId>,
    /// Producers of which she sees none.
    pub(crate) but_of: Vec<ProducerId>,
}

/// The inspection of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: InspectionId) -> Result<Option<Inspection>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(read).transpose()
}

/// Those of dossiers that a level is inspecting.
pub(crate) async fn under_way(
    db: &impl ConnectionTrait,
    level: Level,
    dossiers: impl IntoIterator<Item = DossierId>,
) -> Result<HashSet<DossierId>, Platform> {
    let rows: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::DossierId)
        .filter(COLUMN.level.eq(level.name()))
        .filter(COLUMN.state.is_in(InspectionState::UNDER_WAY.map(InspectionState::name)))
        .filter(COLUMN.dossier_id.is_in(dossiers))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(DossierId::from).collect())
}

/// Keeps new inspections. Of two transactions that plan one of the same product the second is run again and sees the
/// first.
pub(crate) async fn insert(work: &Work, inspections: &[Inspection]) -> Result<(), Error> {
    let rows = inspections.iter().map(|inspection| row(work, inspection));
    Entity::insert_many(rows).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps an inspection as it has become.
pub(crate) async fn save(work: &Work, inspection: &Inspection) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, inspection))
        .filter(COLUMN.id.eq(inspection.id))
        .filter(COLUMN.version.eq(inspection.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::InspectionEtagStale) }
}

/// A page of inspections, the newest first.
pub(crate) async fn list(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: &Page,
) -> Result<Paged<Inspection>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(seen(&filter.untold))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(producers) = &filter.producers {
        select = select.filter(COLUMN.producer_id.is_in(producers.iter().copied()));
    }
    if let Some(certificate) = filter.certificate {
        select = select.filter(COLUMN.certificate_id.eq(certificate));
    }
    if let Some(state) = filter.state {
        select = select.filter(COLUMN.state.eq(state.name()));
    }
    if let Some((first, last)) = filter.begins {
        select = select.filter(COLUMN.planned_from.between(first, last));
    }
    if let Some(day) = filter.overdue_on {
        select = select.filter(COLUMN.state.eq(InspectionState::Planned.name())).filter(COLUMN.planned_to.lt(day));
    }
    if let Some(day) = filter.remedy_overdue_on {
        select = select.filter(COLUMN.remedy_until.lt(day)).filter(COLUMN.remedied_on.is_null());
    }
    page.of(select.all(db).await?, |row| db::Cursor { key: Vec::new(), id: row.id }).try_map(read)
}

/// Those that everybody whom they concern may know of, and those that the reader sees before.
fn seen(untold: &Untold) -> Condition {
    let told = Condition::any()
        .add(Column::Announcement.eq(Announcement::Announced.name()))
        .add(Column::State.is_in(InspectionState::TOLD.map(InspectionState::name)));
    let of_provinces = Condition::all().add(Column::Level.eq(Level::Province.name())).add(db::within(
        &untold.of_provinces,
        Column::Province,
        Column::Unit,
    ));
    let anywhere = Condition::any().add(of_provinces).add(db::within(&untold.of_all, Column::Province, Column::Unit));
    told.add(Condition::all().add(COLUMN.producer_id.is_not_in(untold.but_of.iter().copied())).add(anywhere))
}

/// A finding as it is stored.
#[derive(Deserialize, Serialize)]
struct StoredFinding {
    subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    criterion: Option<String>,
    text: String,
    breach: bool,
    evidence: Vec<Uuid>,
}

impl From<&Finding> for StoredFinding {
    fn from(finding: &Finding) -> Self {
        let (subject, criterion) = match &finding.subject {
            Subject::Criterion(code) => ("criterion", Some(code.clone())),
            Subject::Mark => ("mark", None),
            Subject::Advertising => ("advertising", None),
        };
        Self {
            subject: subject.to_owned(),
            criterion,
            text: finding.text.clone(),
            breach: finding.verdict == Verdict::Breach,
            evidence: finding.evidence.iter().copied().map(Into::into).collect(),
        }
    }
}

impl StoredFinding {
    fn read(self) -> Option<Finding> {
        let subject = match (self.subject.as_str(), self.criterion) {
            ("criterion", Some(code)) => Subject::Criterion(code),
            ("mark", None) => Subject::Mark,
            ("advertising", None) => Subject::Advertising,
            _ => return None,
        };
        Some(Finding {
            subject,
            text: self.text,
            verdict: if self.breach { Verdict::Breach } else { Verdict::Met },
            evidence: self.evidence.into_iter().map(Into::into).collect(),
        })
    }
}

fn row(work: &Work, inspection: &Inspection) -> ActiveModel {
    let (plan, visit, conclusion) = (&inspection.plan, inspection.visit(), inspection.conclusion());
    let findings = |visit: &Visit| -> String {
        let findings: Vec<_> = visit.findings.iter().map(StoredFinding::from).collect();
        serde_json::to_string(&findings).expect("findings are plain values")
    };
    let outcome = conclusion.map(|conclusion| &conclusion.outcome);
    let (remedy_until, remedy) = match outcome {
        Some(Outcome::ToRemedy { until, remedy }) => (Some(*until), remedy.as_ref()),
        _ => (None, None),
    };
    let ground = match outcome {
        Some(Outcome::RevocationProposed(ground)) => Some(ground.name().to_owned()),
        _ => None,
    };
    let cancellation = match &inspection.course {
        Course::Cancelled(cancellation) => Some(cancellation),
        _ => None,
    };
    ActiveModel {
        id: Set(inspection.id.into()),
        certificate_id: Set(inspection.certificate.into()),
        dossier_id: Set(inspection.dossier.into()),
        producer_id: Set(inspection.producer.into()),
        unit: Set(inspection.unit.to_string()),
        province: Set(inspection.province.to_string()),
        level: Set(inspection.level.name().to_owned()),
        announcement: Set(plan.announcement.name().to_owned()),
        state: Set(inspection.state().name().to_owned()),
        basis: Set(plan.basis.reference.clone()),
        basis_date: Set(plan.basis.date),
        need: Set(plan.need.clone()),
        planned_from: Set(plan.time.from),
        planned_to: Set(plan.time.to),
        planned_by: Set(plan.by.into()),
        planned_at: Set(plan.at),
        conducted_on: Set(visit.map(|visit| visit.on)),
        present: Set(visit.map(|visit| visit.present.clone())),
        findings: Set(visit.map(findings)),
        conducted_by: Set(visit.map(|visit| visit.by.into())),
        conducted_at: Set(visit.map(|visit| visit.at)),
        conclusion: Set(conclusion.map(|conclusion| conclusion.reference.reference.clone())),
        concluded_on: Set(conclusion.map(|conclusion| conclusion.reference.date)),
        outcome: Set(outcome.map(|outcome| outcome.name().to_owned())),
        remedy_until: Set(remedy_until),
        ground: Set(ground),
        concluded_by: Set(conclusion.map(|conclusion| conclusion.by.into())),
        concluded_at: Set(conclusion.map(|conclusion| conclusion.at)),
        remedied_on: Set(remedy.map(|remedy| remedy.on)),
        remedy: Set(remedy.map(|remedy| remedy.text.clone())),
        remedied_by: Set(remedy.map(|remedy| remedy.by.into())),
        remedied_at: Set(remedy.map(|remedy| remedy.at)),
        cancellation: Set(cancellation.map(|cancellation| cancellation.reason.clone())),
        cancelled_by: Set(cancellation.map(|cancellation| cancellation.by.into())),
        cancelled_at: Set(cancellation.map(|cancellation| cancellation.at)),
        version: Set(inspection.version),
        updated_by: Set(work.operation().to_owned()),
    }
}

fn read(row: Model) -> Result<Inspection, Platform> {
    let whole = |row: Model| {
        let course = read_course(&row)?;
        Some(Inspection {
            id: row.id.into(),
            certificate: row.certificate_id.into(),
            dossier: row.dossier_id.into(),
            producer: row.producer_id.into(),
            unit: row.unit.parse().ok()?,
            province: row.province.parse().ok()?,
            level: Level::named(&row.level)?,
            plan: Plan {
                announcement: Announcement::named(&row.announcement)?,
                basis: Basis { reference: row.basis, date: row.basis_date },
                need: row.need,
                time: PlannedTime { from: row.planned_from, to: row.planned_to },
                by: row.planned_by.into(),
                at: row.planned_at,
            },
            course,
            version: row.version,
        })
    };
    whole(row).ok_or_else(|| damaged("inspection"))
}

fn read_course(row: &Model) -> Option<Course> {
    Some(match row.state.as_str() {
        "planned" => Course::Planned,
        "conducted" => Course::Conducted(read_visit(row)?),
        "concluded" => Course::Concluded(read_visit(row)?, read_conclusion(row)?),
        "cancelled" => Course::Cancelled(Cancellation {
            reason: row.cancellation.clone()?,
            by: row.cancelled_by?.into(),
            at: row.cancelled_at?,
        }),
        _ => return None,
    })
}

fn read_visit(row: &Model) -> Option<Visit> {
    let findings: Vec<StoredFinding> = serde_json::from_str(row.findings.as_deref()?).ok()?;
    Some(Visit {
        on: row.conducted_on?,
        present: row.present.clone()?,
        findings: findings.into_iter().map(StoredFinding::read).collect::<Option<_>>()?,
        by: row.conducted_by?.into(),
        at: row.conducted_at?,
    })
}

fn read_conclusion(row: &Model) -> Option<Conclusion> {
    let outcome = match row.outcome.as_deref()? {
        "no_breach" => Outcome::NoBreach,
        "to_remedy" => Outcome::ToRemedy { until: row.remedy_until?, remedy: read_remedy(row) },
        "revocation_proposed" => Outcome::RevocationProposed(Ground::named(row.ground.as_deref()?)?),
        _ => return None,
    };
    Some(Conclusion {
        reference: Basis { reference: row.conclusion.clone()?, date: row.concluded_on? },
        outcome,
        by: row.concluded_by?.into(),
        at: row.concluded_at?,
    })
}

fn read_remedy(row: &Model) -> Option<Remedy> {
    Some(Remedy { on: row.remedied_on?, text: row.remedy.clone()?, by: row.remedied_by?.into(), at: row.remedied_at? })
}
