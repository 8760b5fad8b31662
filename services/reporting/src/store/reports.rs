//! Reports, what they were made from, and comments on them.

use std::collections::HashMap;

use platform::access::UnitId;
use platform::db::{self, Cursor, Page, Paged, Unique};
use platform::error::Error as Platform;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::damaged;
use super::entity::report::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{report_comment, report_content};
use crate::Work;
use crate::domain::findings::Finding;
use crate::domain::periods::Period;
use crate::domain::report::{Comment, Prepared, Report, ReportId, ReportState, Sign};
use crate::domain::report_figures::Figures;
use crate::error::Error;

/// A unit has one report of a form about a period, and one amendment of each number.
const OF_UNIT: Unique =
    Unique { name: "report_of_unit", columns: "report.form, report.period, report.unit, report.number" };

/// Which reports a list shows.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Units with all in them.
    pub(crate) units: Vec<UnitId>,
    pub(crate) form: Option<String>,
    pub(crate) period: Option<Period>,
    /// Name of the state.
    pub(crate) state: Option<&'static str>,
}

/// The report of an identity.
pub(crate) async fn find(db: &impl ConnectionTrait, id: ReportId) -> Result<Option<Report>, Platform> {
    db::one(Entity::find_by_id(id), db).await?.map(Report::try_from).transpose()
}

/// The reports of units about a period with their amendments, the first first.
pub(crate) async fn of_units(
    db: &impl ConnectionTrait,
    form: &str,
    period: Period,
    units: &[UnitId],
) -> Result<HashMap<UnitId, Vec<Report>>, Platform> {
    let rows = Entity::find()
        .filter(COLUMN.form.eq(form))
        .filter(COLUMN.period.eq(period.to_string()))
        .filter(COLUMN.unit.is_in(units.iter().map(ToString::to_string)))
        .order_by_asc(COLUMN.number)
        .all(db)
        .await?;
    let mut reports: HashMap<_, Vec<_>> = HashMap::new();
    for row in rows {
        let report = Report::try_from(row)?;
        reports.entry(report.unit.clone()).or_default().push(report);
    }
    Ok(reports)
}

/// A page of reports, the newest first.
pub(crate) async fn list(db: &impl ConnectionTrait, filter: &Filter, page: &Page) -> Result<Paged<Report>, Platform> {
    let mut select = Entity::find()
        .filter(db::within(&filter.units, Column::Province, Column::Unit))
        .filter(db::before(page.after.as_ref(), Column::Id))
        .order_by_desc(COLUMN.id)
        .limit(page.limit());
    if let Some(form) = &filter.form {
        select = select.filter(COLUMN.form.eq(form.as_str()));
    }
    if let Some(period) = filter.period {
        select = select.filter(COLUMN.period.eq(period.to_string()));
    }
    if let Some(state) = filter.state {
        select = select.filter(COLUMN.state.eq(state));
    }
    let page = page.of(select.all(db).await?, |row| Cursor { key: Vec::new(), id: row.id });
    page.try_map(Report::try_from)
}

/// Keeps a new report with what it was made from.
pub(crate) async fn insert(work: &Work, report: &Report, prepared: &Prepared) -> Result<(), Error> {
    let inserted = Entity::insert(row(work, report)).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(OF_UNIT, || Error::ReportExists)])?;
    report_content::Entity::insert(content(report, prepared)).exec_without_returning(work).await?;
    Ok(())
}

/// Keeps a report as it has become.
pub(crate) async fn save(work: &Work, report: &Report) -> Result<(), Error> {
    let changed = Entity::update_many()
        .set(row(work, report))
        .filter(COLUMN.id.eq(report.id))
        .filter(COLUMN.version.eq(report.version - 1))
        .exec(work)
        .await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Error::EtagStale) }
}

/// Keeps what a report was made from anew.
pub(crate) async fn replace_content(work: &Work, report: &Report, prepared: &Prepared) -> Result<(), Error> {
    report_content::Entity::update_many()
        .set(content(report, prepared))
        .filter(report_content::COLUMN.report_id.eq(report.id))
        .exec(work)
        .await?;
    Ok(())
}

fn content(report: &Report, prepared: &Prepared) -> report_content::ActiveModel {
    report_content::ActiveModel {
        report_id: Set(report.id.into()),
        figures: Set(prepared.figures.bytes.clone()),
        findings: Set(serde_json::to_string(&prepared.findings).expect("findings are plain values")),
    }
}

/// What a report was made from.
pub(crate) async fn prepared(db: &impl ConnectionTrait, report: &Report) -> Result<Prepared, Platform> {
    let found = db::one(report_content::Entity::find_by_id(report.id), db).await?;
    let row = found.ok_or_else(|| damaged("report_content", "it is missing"))?;
    let figures = Figures::of_bytes(report.known_at, row.figures)
        .ok_or_else(|| damaged("report_content", "its figures cannot be read"))?;
    let findings: Vec<Finding> =
        serde_json::from_str(&row.findings).map_err(|error| damaged("report_content", &error.to_string()))?;
    Ok(Prepared { figures, findings })
}

/// Keeps the comment that a report's count has come to.
pub(crate) async fn insert_comment(work: &Work, report: &Report, comment: &Comment) -> Result<(), Error> {
    let row = report_comment::ActiveModel {
        report_id: Set(report.id.into()),
        number: Set(report.comments),
        indicator: Set(comment.indicator.clone()),
        comment: Set(comment.text.clone()),
        person_id: Set(comment.written.by.into()),
        at: Set(comment.written.at),
    };
    report_comment::Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The comments on a report, the first first.
pub(crate) async fn comments(db: &impl ConnectionTrait, report: ReportId) -> Result<Vec<Comment>, Platform> {
    let rows = report_comment::Entity::find()
        .filter(report_comment::COLUMN.report_id.eq(report))
        .order_by_asc(report_comment::COLUMN.number)
        .all(db)
        .await?;
    let comment = |row: report_comment::Model| Comment {
        indicator: row.indicator,
        text: row.comment,
        written: Sign { by: row.person_id.into(), at: row.at },
    };
    Ok(rows.into_iter().map(comment).collect())
}

fn row(work: &Work, report: &Report) -> ActiveModel {
    let (approved, accepted) = (report.state.approved(), report.state.accepted());
    let return_reason = match &report.state {
        ReportState::Returned(reason) => reason.clone(),
        _ => String::new(),
    };
    ActiveModel {
        id: Set(report.id.into()),
        form: Set(report.form.clone()),
        unit: Set(report.unit.to_string()),
        province: Set(report.province.to_string()),
        period: Set(report.period.to_string()),
        number: Set(report.number),
        amends_id: Set(report.amends.map(Into::into)),
        nothing_to_report: Set(report.nothing_to_report),
        reason: Set(report.reason.clone()),
        due_on: Set(report.due_on),
        state: Set(report.state.name().to_owned()),
        return_reason: Set(return_reason),
        prepared_by: Set(report.prepared.by.into()),
        prepared_at: Set(report.prepared.at),
        approved_by: Set(approved.map(|sign| sign.by.into())),
        approved_at: Set(approved.map(|sign| sign.at)),
        accepted_by: Set(accepted.map(|sign| sign.by.into())),
        accepted_at: Set(accepted.map(|sign| sign.at)),
        figures_sha256: Set(report.figures_sha256.clone()),
        known_at: Set(report.known_at),
        finding_count: Set(report.findings),
        comment_count: Set(report.comments),
        version: Set(report.version),
        created_at: Set(report.created_at),
        updated_at: Set(report.updated_at),
        updated_by: Set(work.operation().to_owned()),
    }
}

impl TryFrom<Model> for Report {
    type Error = Platform;

    fn try_from(row: Model) -> Result<Self, Platform> {
        read(row).ok_or_else(|| damaged("report", "it cannot be read"))
    }
}

fn read(row: Model) -> Option<Report> {
    let approved = row.approved_by.zip(row.approved_at).map(|(by, at)| Sign { by: by.into(), at });
    let accepted = row.accepted_by.zip(row.accepted_at).map(|(by, at)| Sign { by: by.into(), at });
    let state = match row.state.as_str() {
        "prepared" => ReportState::Prepared,
        "returned" => ReportState::Returned(row.return_reason),
        "approved" => ReportState::Approved(approved?),
        "accepted" => ReportState::Accepted { approved: approved?, accepted: accepted? },
        _ => return None,
    };
    Some(Report {
        id: row.id.into(),
        form: row.form,
        unit: row.unit.parse().ok()?,
        province: row.province.parse().ok()?,
        period: row.period.parse().ok()?,
        number: row.number,
        amends: row.amends_id.map(Into::into),
        nothing_to_report: row.nothing_to_report,
        reason: row.reason,
        due_on: row.due_on,
        state,
        prepared: Sign { by: row.prepared_by.into(), at: row.prepared_at },
        figures_sha256: row.figures_sha256,
        known_at: row.known_at,
        findings: row.finding_count,
        comments: row.comment_count,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}
