//! The lines of a sheet as one change of units: checked, applied and undone together, by the operations of the rpcs.

use std::collections::HashMap;

use platform::fields::{Fields, etag};
use proto::registry::v1 as pb;

use super::words::{Words, meant};
use super::{Importing, refusal, refused, verdicts_at};
use crate::Work;
use crate::domain::import::{Import, ImportRow, ImportState, MadeRecord, RowState, Verdict, day_as_iso};
use crate::domain::units::UnitChange;
use crate::error::Error;
use crate::ops::preview_unit_change::previewed;
use crate::ops::publish_units::on_known_facts;
use crate::ops::{ApplyUnitChange, Preview, UndoUnitChange, apply_unit_change, undo_unit_change};
use crate::store;

/// Lines of a change at most.
const MOST_LINES: u64 = 5000;

const RELATIONS: Words<&str> = &[
    ("merged whole", "merged_whole"),
    ("sap nhap", "merged_whole"),
    ("hop nhat", "merged_whole"),
    ("nhap toan bo", "merged_whole"),
    ("split part", "split_part"),
    ("mot phan", "split_part"),
    ("chia", "split_part"),
    ("tach", "split_part"),
    ("renamed", "renamed"),
    ("doi ten", "renamed"),
    ("retyped", "retyped"),
    ("chuyen loai", "retyped"),
    ("thanh lap phuong", "retyped"),
    ("unchanged", "unchanged"),
    ("giu nguyen", "unchanged"),
];

const SHARES: Words<&str> =
    &[("khong ro", "unknown"), ("unknown", "unknown"), ("khong", "no"), ("no", "no"), ("co", "yes"), ("yes", "yes")];

/// Type words in front of names, with their kinds as files write them.
const KINDS: Words<&str> = &[
    ("thanh pho", "centrally_run_city"),
    ("tinh", "province"),
    ("dac khu", "special_zone"),
    ("phuong", "ward"),
    ("xa", "commune"),
];

/// Does all that is to be done with the lines of a change: they are one batch, whatever its size.
pub(in crate::ops) async fn advance(work: &Work, import: &Import) -> Result<(RowState, Vec<ImportRow>), Error> {
    let before = match import.state {
        ImportState::Checking => RowState::Pending,
        ImportState::Applying => RowState::Good,
        _ => RowState::Applied,
    };
    // One more than a change may have: the operation refuses it.
    let rows = store::import_rows::after(work, import.id, Some(before), 0, MOST_LINES + 1).await?;
    let rows = match import.state {
        ImportState::Undoing => undone(work, import, rows).await?,
        _ => tried_or_applied(work, import, rows).await?,
    };
    Ok((before, rows))
}

async fn tried_or_applied(work: &Work, import: &Import, rows: Vec<ImportRow>) -> Result<Vec<ImportRow>, Error> {
    let importing = Importing::begin(work, import).await?;
    let (aside, records): (Vec<_>, Vec<_>) =
        rows.into_iter().map(|row| (importing.sheet.left_aside(&row), row)).partition(|(aside, _)| aside.is_some());
    let aside = aside.into_iter().map(|(why, row)| ImportRow {
        state: RowState::Skipped,
        verdicts: why.into_iter().collect(),
        ..row
    });
    let records: Vec<_> = records.into_iter().map(|(_, row)| row).collect();
    let mut all: Vec<_> = match records.as_slice() {
        [] => Vec::new(),
        _ => changed(work, import, &importing, records).await?,
    };
    all.extend(aside);
    all.sort_by_key(|row| row.number);
    Ok(all)
}

/// The lines of the change as they have come out: all good or applied, or with what is wrong where it is wrong.
async fn changed(
    work: &Work,
    import: &Import,
    importing: &Importing<'_>,
    rows: Vec<ImportRow>,
) -> Result<Vec<ImportRow>, Error> {
    let written = Written::of(importing, &rows);
    let part = work.begin_part().await?;
    let done = match import.state {
        ImportState::Checking => written.preview(work).await.map(|preview| (None, vec![summary(&preview)])),
        _ => written.apply(work).await.map(|made| (Some(made), Vec::new())),
    };
    let state = if import.state == ImportState::Checking { RowState::Good } else { RowState::Applied };
    match done {
        Ok((made, mut summary)) => {
            work.end_part(part).await?;
            let row = |row: ImportRow| ImportRow { state, verdicts: std::mem::take(&mut summary), made, ..row };
            Ok(rows.into_iter().map(row).collect())
        }
        Err(error) => {
            let mut told = written.by_line(verdicts_at(&refusal(work, part, error).await?, str::to_owned));
            let row = |row: ImportRow| match told.remove(&row.number) {
                Some(verdicts) => ImportRow { state: RowState::Refused, verdicts, ..row },
                None if import.state == ImportState::Checking => ImportRow { state: RowState::Good, ..row },
                None => ImportRow { state: RowState::Refused, verdicts: vec![not_alone()], ..row },
            };
            Ok(rows.into_iter().map(row).collect())
        }
    }
}

async fn undone(work: &Work, import: &Import, rows: Vec<ImportRow>) -> Result<Vec<ImportRow>, Error> {
    let Some(MadeRecord { id, .. }) = rows.iter().find_map(|row| row.made) else { return Ok(rows) };
    let part = work.begin_part().await?;
    let undo = async {
        let request = pb::UndoUnitChangeRequest {
            request_id: String::new(),
            unit_change_id: id.to_string(),
            etag: newest_etag(work).await?,
            reason: format!("Hoàn tác lần nhập {}", import.id),
        };
        undo_unit_change(work, &UndoUnitChange::parse(request)?).await
    };
    let (state, verdicts) = match undo.await {
        Ok(_) => {
            work.end_part(part).await?;
            (RowState::Undone, Vec::new())
        }
        Err(error) => (RowState::Kept, refused(work, part, error).await?),
    };
    Ok(rows.into_iter().map(|row| ImportRow { state, verdicts: verdicts.clone(), ..row }).collect())
}

/// The newest table, as the requests about changes name it.
async fn newest_etag(work: &Work) -> Result<String, Error> {
    Ok(etag(on_known_facts(store::unit_changes::newest_table(work).await?)?.version))
}

/// A change as its rpcs take it, and from which lines it is.
struct Written {
    units: Vec<u8>,
    successors: Vec<u8>,
    unit_lines: Vec<i32>,
    successor_lines: Vec<i32>,
    first_line: i32,
}

impl Written {
    fn of(importing: &Importing<'_>, rows: &[ImportRow]) -> Self {
        let mut written = Self {
            units: Vec::new(),
            successors: Vec::new(),
            unit_lines: Vec::new(),
            successor_lines: Vec::new(),
            first_line: rows.first().map_or(0, |row| row.number),
        };
        let mut units = csv::Writer::from_writer(Vec::new());
        let mut successors = csv::Writer::from_writer(Vec::new());
        let sound = "texts are written into memory";
        units.write_record(["code", "kind", "name", "parent_code", "valid_from", "legal_act"]).expect(sound);
        successors.write_record(["old", "new", "relation", "primary"]).expect(sound);
        let mut met = Vec::new();
        for row in rows {
            let value = |field| importing.sheet.value(row, field);
            let new = code(value("new_code"));
            let unit = [
                new.to_owned(),
                meant_or(first_words(value("new_name")), KINDS),
                value("new_name").to_owned(),
                code(value("parent_code")).to_owned(),
                day_as_iso(value("valid_from")),
                value("legal_act").to_owned(),
            ];
            // A unit that several pass into stands on several lines.
            if !met.contains(&unit) {
                units.write_record(&unit).expect(sound);
                written.unit_lines.push(row.number);
                met.push(unit);
            }
            let relation = meant_or(value("relation"), RELATIONS);
            let relation = if relation.is_empty() { "merged_whole".to_owned() } else { relation };
            let share = match meant_or(value("primary"), SHARES) {
                share if share.is_empty() && relation == "split_part" => "unknown".to_owned(),
                share if share.is_empty() => "yes".to_owned(),
                share => share,
            };
            let olds =
                value("old_units").split([',', ';', '\n']).map(code).filter(|old| !old.is_empty() && *old != new);
            for old in olds {
                successors.write_record([old, new, &relation, &share]).expect(sound);
                written.successor_lines.push(row.number);
            }
        }
        written.units = units.into_inner().expect(sound);
        written.successors = successors.into_inner().expect(sound);
        written
    }

    async fn preview(&self, work: &Work) -> Result<Preview, Error> {
        let mut fields = Fields::new();
        let change = UnitChange::read(&mut fields, &self.units, &self.successors);
        let (change,) = fields.finish((change,))?;
        previewed(work, &change).await
    }

    async fn apply(&self, work: &Work) -> Result<MadeRecord, Error> {
        let request = pb::ApplyUnitChangeRequest {
            request_id: String::new(),
            etag: newest_etag(work).await?,
            units_csv: self.units.clone(),
            successors_csv: self.successors.clone(),
        };
        let applied = apply_unit_change(work, &ApplyUnitChange::parse(request)?).await?;
        Ok(MadeRecord { id: applied.id.into(), version: applied.table_version })
    }

    /// What is wrong, by the line it is wrong on; what is of no line stands on the first.
    fn by_line(&self, verdicts: Vec<Verdict>) -> HashMap<i32, Vec<Verdict>> {
        let mut told: HashMap<i32, Vec<Verdict>> = HashMap::new();
        for verdict in verdicts {
            let (line, field) = self.place(&verdict.field);
            told.entry(line).or_default().push(Verdict { field: field.to_owned(), ..verdict });
        }
        told
    }

    /// The line and the field of the sheet that a path such as `units_csv[3].code` is about.
    fn place(&self, path: &str) -> (i32, &'static str) {
        let index = path.split(['[', ']']).nth(1).and_then(|index| index.parse::<usize>().ok());
        let lines = if path.starts_with("units_csv") { &self.unit_lines } else { &self.successor_lines };
        let line = index.and_then(|index| lines.get(index)).copied().unwrap_or(self.first_line);
        let field = match path.rsplit(['.', ']']).next().unwrap_or_default() {
            "code" | "new" => "new_code",
            "kind" | "name" => "new_name",
            "parent_code" => "parent_code",
            "valid_from" => "valid_from",
            "legal_act" => "legal_act",
            "old" => "old_units",
            "relation" => "relation",
            "primary" => "primary",
            _ => "",
        };
        (line, field)
    }
}

/// A code without its era.
fn code(written: &str) -> &str {
    let written = written.trim();
    written.rsplit_once(':').map_or(written, |(_, code)| code)
}

/// The first words of a name, where the type of unit stands.
fn first_words(name: &str) -> &str {
    name.match_indices(' ').nth(1).map_or(name, |(end, _)| &name[..end])
}

/// What words stand for; as they are if nobody knows, so that the rule of the rpc refuses them.
fn meant_or(written: &str, words: Words<&str>) -> String {
    meant(written, words).unwrap_or(written).to_owned()
}

fn not_alone() -> Verdict {
    Verdict::remark(
        "",
        "Các dòng là một lần thay đổi: dòng khác bị từ chối nên không dòng nào được áp dụng.",
        "The lines are one change: another one is refused, so none is applied.",
    )
}

/// What the change would do.
fn summary(preview: &Preview) -> Verdict {
    let (units, recorded) = (preview.rows.len(), &preview.recorded);
    let (producers, products) = (recorded.producers, recorded.products);
    let (codes, records, accounts) = (recorded.codes, recorded.records, recorded.accounts);
    Verdict::remark(
        "",
        format!(
            "Cả bảng: {units} đơn vị thay đổi từ {}; liên quan {producers} chủ thể, {products} sản phẩm, {codes} mã sản \
             phẩm, {records} bản ghi khác, {accounts} quyền thay mặt chủ thể. Số hồ sơ đang làm: xem PreviewUnitChange.",
            preview.change.from
        ),
        format!(
            "The whole sheet: {units} units change on {}; {producers} producers, {products} products, {codes} product codes, \
             {records} other records and {accounts} grants to act for producers are touched. PreviewUnitChange counts dossiers \
             under way.",
            preview.change.from
        ),
    )
}
