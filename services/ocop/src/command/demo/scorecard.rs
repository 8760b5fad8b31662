//! The province's scorecard, as a table.

use proto::reporting::v1 as pb;

use super::show::{Both, Show, both, hundredths, thousands};

/// The row of a target's identity.
pub(super) fn row<'s>(scorecard: &'s pb::Scorecard, target: &str) -> Option<&'s pb::ScorecardRow> {
    scorecard.rows.iter().find(|row| row.target.as_ref().is_some_and(|known| known.id == target))
}

/// The actual figure in words: what is certain, what may come to it, and how much of it stems from samples.
pub(super) fn actual(row: &pb::ScorecardRow) -> Both {
    let Some(figure) = row.actual.as_ref().filter(|figure| figure.recorded) else {
        return both("chưa ghi nhận", "not recorded");
    };
    let measure = row.indicator.as_ref().map_or("", |indicator| indicator.measure.as_str());
    let mut text = value(measure, figure.value);
    if figure.uncertain_value > 0 {
        text.0 += &format!(" (+{} chưa rõ ngày)", figure.uncertain_value);
        text.1 += &format!(" (+{} undated)", figure.uncertain_value);
    }
    if figure.sample_value > 0 {
        let samples = value(measure, figure.sample_value);
        text.0 += &format!(" [mẫu {}]", samples.0);
        text.1 += &format!(" [samples {}]", samples.1);
    }
    text
}

/// The same against a target: of a phase that begins after the scorecard's day there is nothing to tell yet.
fn actual_against_target(row: &pb::ScorecardRow, at: &str) -> Both {
    // Days are written so that they sort as texts.
    let begins_later = row.phase.as_ref().is_some_and(|phase| at < phase.from.as_str());
    if begins_later { both("chưa bắt đầu", "not begun") } else { actual(row) }
}

fn value(measure: &str, value: i64) -> Both {
    if measure == "percent" { percent(value) } else { thousands(value) }
}

fn percent(value: i64) -> Both {
    let Both(vietnamese, english) = hundredths(value);
    both(format!("{vietnamese} %"), format!("{english}%"))
}

fn title(show: &Show, row: &pb::ScorecardRow) -> String {
    let title = row.indicator.as_ref().and_then(|indicator| indicator.title.clone()).unwrap_or_default();
    show.word(&Both(title.vi, title.en))
}

/// Prints rows against targets by phase, then how things stand.
pub(super) fn print(show: &Show, scorecard: &pb::Scorecard) {
    let mut phases: Vec<&pb::Phase> = scorecard.rows.iter().filter_map(|row| row.phase.as_ref()).collect();
    phases.dedup();
    for phase in phases {
        let years = format!("{}–{}", &phase.from[..4], &phase.to[..4]);
        let heading = [
            show.word(&both(format!("Chỉ tiêu {years} (1141/QĐ-UBND)"), format!("Targets {years} (1141/QĐ-UBND)"))),
            show.word(&both("Chỉ tiêu", "Target")),
            show.word(&both("Kết quả", "Actual")),
            show.word(&both("Đạt", "Reached")),
            show.word(&both("Nhịp độ", "Pace")),
        ];
        let mut table = vec![heading.to_vec()];
        for row in scorecard.rows.iter().filter(|row| row.phase.as_ref() == Some(phase)) {
            table.push(target_cells(show, row, &scorecard.at));
        }
        show.table(&table);
        println!();
    }
    let heading = [show.word(&both("Hiện trạng", "As it stands")), String::new()];
    let mut table = vec![heading.to_vec()];
    for row in scorecard.rows.iter().filter(|row| row.phase.is_none()) {
        table.push(vec![title(show, row), show.word(&actual(row))]);
    }
    show.table(&table);
}

fn target_cells(show: &Show, row: &pb::ScorecardRow, at: &str) -> Vec<String> {
    let ends = row.phase.as_ref().map_or("", |phase| &phase.to[..4]);
    let target = row.target.clone().unwrap_or_default();
    let measure = row.indicator.as_ref().map_or("", |indicator| indicator.measure.as_str());
    let sense = match target.sense() {
        pb::TargetSense::AtLeast => "≥ ",
        pb::TargetSense::About => "≈ ",
        pb::TargetSense::Exact | pb::TargetSense::Unspecified => "",
    };
    let wanted = target.value.map_or_else(
        || show.word(&both("không nêu số", "no number")),
        |wanted| format!("{sense}{}", show.word(&value(measure, wanted))),
    );
    let pace = row.pace.as_ref().map_or_else(
        || "–".to_owned(),
        |pace| {
            let projected = format!("{ends}: {}", show.word(&thousands(pace.projected_value)));
            if pace.on_track { format!("{projected} ✓") } else { projected }
        },
    );
    let reached = row.progress_hundredths.map_or_else(|| "–".to_owned(), |progress| show.word(&percent(progress)));
    vec![title(show, row), wanted, show.word(&actual_against_target(row, at)), reached, pace]
}
