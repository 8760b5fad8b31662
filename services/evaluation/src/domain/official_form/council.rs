//! What a council writes: the score sheet of a member.

use platform::clock::civil_date;
use platform::text;

use super::{About, FormKind, Line, OfficialForm, Row, Section, Table, outcome_text, sheet_rows};
use crate::domain::council::Member;
use crate::domain::session::{Ballot, DossierResult};
use crate::domain::sheet::{Form, FoundRule};

/// A member's score sheet on a dossier whose scoring is closed.
pub(crate) fn score_sheet(
    about: &About<'_>,
    form: &Form<'_>,
    member: &Member,
    ballot: &Ballot,
    result: &DossierResult,
) -> OfficialForm {
    let session = format!("sessions/{}", ballot.session);
    let path = format!("{session}/ballots/{}", ballot.id);
    let total = result.totals.iter().find(|(person, _)| *person == ballot.person).map(|(_, total)| total.to_string());
    let lines = vec![
        Line::new("Họ và tên", &member.full_name, format!("{session}/council/members/{}", member.person)),
        Line::new("Chức vụ", &member.title, format!("{session}/council/members/{}", member.person)),
        Line::new("Cơ quan", &member.body, format!("{session}/council/members/{}", member.person)),
        Line::new("Ngày chấm", text::day(civil_date(ballot.cast_at)), format!("{path}/cast_at")),
    ];
    let mut rows = sheet_rows(form, &ballot.sheet, |code| format!("{path}/choices[{code}]"), |_| []);
    let counted = total.unwrap_or_else(|| "không tính".to_owned());
    let cells = vec![String::new(), "Tổng điểm được tính".to_owned(), String::new(), "100".to_owned(), counted];
    rows.push(Row::total(cells, format!("{path}/total_points")));
    let columns = &["Mã", "Tiêu chí", "Phương án", "Điểm tối đa", "Điểm"];

    let found = ballot.findings_once();
    let found = found.iter().map(|finding| {
        let rule = rule_text(form, &finding.rule);
        Row::new(vec![rule, finding.evidence.clone()], format!("{path}/findings"))
    });
    let result_line =
        Line::new("Kết quả chung", outcome_text(&result.score), format!("{session}/results/{}", result.dossier));
    let sections = vec![
        about.product_section(),
        Section::of_lines("Thành viên", lines),
        Section::of_table("Chấm điểm", Table { columns, rows }),
        Section::of_table("Phát hiện", Table { columns: &["Quy định", "Căn cứ"], rows: found.collect() }),
        Section::of_lines("Kết quả của Hội đồng", vec![result_line]),
    ];
    OfficialForm::new(FormKind::ScoreSheet, String::new(), about.rules, sections)
}

/// The rule that was found to apply, in words.
fn rule_text(form: &Form<'_>, rule: &FoundRule) -> String {
    let set = form.set();
    match rule {
        FoundRule::Cause(key) => {
            let cause = set.causes.iter().find(|cause| cause.key == *key);
            cause.map_or_else(|| key.clone(), |cause| cause.title.vi.clone())
        }
        FoundRule::OfCriterion { criterion, position } => {
            let rules = set.place(criterion).map(|place| &set.criteria[place].rules);
            let rule = rules.and_then(|rules| rules.get(position.checked_sub(1)?));
            rule.map_or_else(|| criterion.clone(), |rule| format!("{criterion}: {}", rule.text.vi))
        }
    }
}
