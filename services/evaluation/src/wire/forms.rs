//! Forms and papers, between messages and the domain.

use proto::evaluation::v1 as pb;

use crate::domain::official_form::{FormKind, Line, OfficialForm, Row, Section};

/// The kind of forms a message names; none for one that is not known.
pub(crate) fn read_kind(kind: pb::OfficialFormKind) -> Option<FormKind> {
    match kind {
        pb::OfficialFormKind::Unspecified => None,
        pb::OfficialFormKind::RegistrationForm => Some(FormKind::RegistrationForm),
        pb::OfficialFormKind::SelfAssessment => Some(FormKind::SelfAssessment),
        pb::OfficialFormKind::CommuneCheck => Some(FormKind::CommuneCheck),
        pb::OfficialFormKind::Proposal => Some(FormKind::Proposal),
        pb::OfficialFormKind::ReviewReport => Some(FormKind::ReviewReport),
        pb::OfficialFormKind::ScoreSheet => Some(FormKind::ScoreSheet),
        pb::OfficialFormKind::Decision => Some(FormKind::Decision),
        pb::OfficialFormKind::Certificate => Some(FormKind::Certificate),
    }
}

fn kind(kind: FormKind) -> pb::OfficialFormKind {
    match kind {
        FormKind::RegistrationForm => pb::OfficialFormKind::RegistrationForm,
        FormKind::SelfAssessment => pb::OfficialFormKind::SelfAssessment,
        FormKind::CommuneCheck => pb::OfficialFormKind::CommuneCheck,
        FormKind::Proposal => pb::OfficialFormKind::Proposal,
        FormKind::ReviewReport => pb::OfficialFormKind::ReviewReport,
        FormKind::ScoreSheet => pb::OfficialFormKind::ScoreSheet,
        FormKind::Decision => pb::OfficialFormKind::Decision,
        FormKind::Certificate => pb::OfficialFormKind::Certificate,
    }
}

pub(crate) fn official_form(form: OfficialForm) -> pb::OfficialForm {
    pb::OfficialForm {
        kind: kind(form.kind).into(),
        title: form.kind.title().to_owned(),
        number: form.number,
        legal_basis: form.legal_basis,
        sections: form.sections.into_iter().map(section).collect(),
    }
}

fn section(section: Section) -> pb::OfficialFormSection {
    let table = section.table.map(|table| pb::OfficialFormTable {
        columns: table.columns.iter().map(|column| (*column).to_owned()).collect(),
        rows: table.rows.into_iter().map(row).collect(),
    });
    pb::OfficialFormSection { heading: section.heading, lines: section.lines.into_iter().map(line).collect(), table }
}

fn line(line: Line) -> pb::OfficialFormLine {
    pb::OfficialFormLine { label: line.label.to_owned(), value: line.value, source: line.source }
}

fn row(row: Row) -> pb::OfficialFormRow {
    pb::OfficialFormRow { cells: row.cells, source: row.source, is_total: row.is_total }
}
