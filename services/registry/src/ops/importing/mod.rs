//! Rows as the requests they stand for. A row goes through the operation that the rpc runs, with the rights of whoever
//! imports: there is no second rule for what a producer or a product must be.

mod cells;

mod figures;

mod leaders;

mod officials;

pub(super) mod old_certificates;

mod producers;

mod products;

pub(super) mod units;

mod words;

use std::sync::Arc;

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::operation::Part;

use crate::domain::import::{
    Aside, Import, ImportRow, MadeRecord, Place, RowState, SheetKind, Verdict, aside, fields, found_place, year,
};
use crate::domain::producer::Producer;
use crate::domain::units::History;
use crate::error::Error;
use crate::{View, Work};
use crate::{policy, store};

/// Stands in a request that is read before the record it is about is made.
const NOBODY: RawId = RawId::nil();

/// What a row has come to.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    Made { record: MadeRecord, remarks: Vec<Verdict> },
    Skipped(Verdict),
    Refused(Vec<Verdict>),
}

impl Outcome {
    fn made(id: impl Into<RawId>, version: i64, remarks: Vec<Verdict>) -> Self {
        Self::Made { record: MadeRecord { id: id.into(), version }, remarks }
    }

    /// Why nothing came of it; none if something did.
    pub(super) fn why_not(self) -> Option<Vec<Verdict>> {
        match self {
            Self::Made { .. } => None,
            Self::Skipped(why) => Some(vec![why]),
            Self::Refused(why) => Some(why),
        }
    }

    /// The row with this outcome, where a record that is made means this state.
    pub(super) fn of(self, row: ImportRow, when_made: RowState) -> ImportRow {
        match self {
            Self::Made { record, remarks } => {
                let made = (when_made == RowState::Applied).then_some(record);
                ImportRow { state: when_made, verdicts: remarks, made, ..row }
            }
            Self::Skipped(why) => ImportRow { state: RowState::Skipped, verdicts: vec![why], ..row },
            Self::Refused(why) => ImportRow { state: RowState::Refused, verdicts: why, ..row },
        }
    }
}

/// A sheet whose rows are being read.
pub(super) struct Sheet<'i> {
    import: &'i Import,
    history: Arc<History>,
    today: NaiveDate,
}

impl<'i> Sheet<'i> {
    pub(super) async fn of_view(view: &View, import: &'i Import) -> Result<Self, Error> {
        Ok(Self { import, history: view.service().units.of(view).await?, today: view.today() })
    }

    /// Why a line is no record, if it is none.
    fn left_aside(&self, row: &ImportRow) -> Option<Verdict> {
        let name = fields(self.import.kind)[0].name;
        aside(&row.cells, &self.import.mapping, name).map(no_record)
    }

    /// What a row says of a field.
    fn value<'r>(&'r self, row: &'r ImportRow, field: &str) -> &'r str {
        self.import.mapping.value(&row.cells, field)
    }

    /// The commune that a row means; the import's own where the row names none.
    fn place(&self, row: &ImportRow) -> Result<(UnitId, Option<Verdict>), Error> {
        let named = self.named_place(row);
        let old_code = self.value(row, "old_code");
        let written = match (named.as_slice(), old_code) {
            ([], "") => return Ok((self.import.unit.clone(), None)),
            ([], code) => code.to_owned(),
            // An identity says all; what names stand beside it are for people.
            ([id, ..], _) if id.parse::<UnitId>().is_ok() => (*id).to_owned(),
            (named, _) => named.join(", "),
        };
        let found = self.found(&written, year(self.value(row, "year")));
        // A code says for sure what a name leaves open.
        let found = match found {
            Place::Choice(_) | Place::None if !old_code.is_empty() => match self.found(old_code, None) {
                Place::None => found,
                of_code => of_code,
            },
            found => found,
        };
        match found {
            Place::One { unit, instead_of } => {
                let remark = instead_of.map(|before| moved_to(&before, &unit, &self.name(&unit)));
                Ok((unit, remark))
            }
            Place::Choice(units) => {
                let candidates: Vec<_> = units.iter().map(|unit| format!("{} ({})", unit.name, unit.id)).collect();
                Err(Error::PlaceAmbiguous { written, candidates: candidates.join("; ") })
            }
            Place::None => Err(Error::PlaceUnknown { written }),
        }
    }

    /// The parts of the place that a row names.
    fn named_place<'r>(&'r self, row: &'r ImportRow) -> Vec<&'r str> {
        let parts = ["place", "commune", "district", "province"].map(|field| self.value(row, field));
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }

    fn found(&self, written: &str, year: Option<i32>) -> Place {
        found_place(&self.history, written, &self.import.unit, year, self.today)
    }

    fn name(&self, unit: &UnitId) -> String {
        self.history.units().newest(unit).map(|unit| unit.name.clone()).unwrap_or_default()
    }
}

/// An import whose rows are being tried or applied.
pub(super) struct Importing<'w> {
    work: &'w Work,
    sheet: Sheet<'w>,
}

impl<'w> Importing<'w> {
    pub(super) async fn begin(work: &'w Work, import: &'w Import) -> Result<Self, Error> {
        let history = work.service().units.in_work(work).await?;
        Ok(Self { work, sheet: Sheet { import, history, today: work.today() } })
    }

    /// Does what a row says, or finds why not. What a refused row did before it was refused is taken back.
    pub(super) async fn apply(&self, row: &ImportRow) -> Result<Outcome, Error> {
        if let Some(aside) = self.sheet.left_aside(row) {
            return Ok(Outcome::Skipped(aside));
        }
        let part = self.work.begin_part().await?;
        let done = match self.sheet.import.kind {
            SheetKind::Producers => producers::apply(self, row).await,
            SheetKind::Products => products::apply(self, row).await,
            SheetKind::Leaders => leaders::apply(self, row).await,
            SheetKind::Officials => officials::apply(self, row).await,
            // Evaluation was asked before the transaction began.
            SheetKind::OldCertificates => return Err(Platform::internal("old certificates are not made here").into()),
            // All lines are one change.
            SheetKind::Units => return Err(Platform::internal("units are not changed line by line").into()),
        };
        match done {
            Ok(outcome) => self.work.end_part(part).await.map(|()| outcome).map_err(Into::into),
            Err(error) => refused(self.work, part, error).await.map(Outcome::Refused),
        }
    }

    /// The producer that a row names by identity, tax code or name: one that the importer may know of.
    async fn producer(&self, row: &ImportRow) -> Result<Producer, Error> {
        let (written, tax_code) = (self.sheet.value(row, "producer"), self.sheet.value(row, "producer_tax_code"));
        let reached = policy::kept(self.work);
        let unknown = |written: &str| Error::ProducerUnknown { written: written.to_owned() };
        if let Ok(id) = RawId::parse_str(written) {
            let found = store::producers::find(self.work, id.into()).await?;
            return found.filter(|found| reached(&found.facts.unit)).ok_or_else(|| unknown(written));
        }
        if !tax_code.is_empty() {
            let found = store::imports::producer_of_tax_code(self.work, tax_code).await?;
            return found.filter(|found| reached(&found.facts.unit)).ok_or_else(|| unknown(tax_code));
        }
        let mut found = store::imports::producers_named(self.work, written).await?;
        found.retain(|producer| reached(&producer.facts.unit));
        if found.len() > 1
            && let Ok((unit, _)) = self.sheet.place(row)
            && found.iter().any(|producer| producer.facts.unit == unit)
        {
            found.retain(|producer| producer.facts.unit == unit);
        }
        match found.as_slice() {
            [] => Err(unknown(written)),
            [_] => Ok(found.remove(0)),
            several => {
                let candidates: Vec<_> =
                    several.iter().map(|one| format!("{} ({})", one.id, self.sheet.name(&one.facts.unit))).collect();
                Err(Error::ProducerAmbiguous { written: written.to_owned(), candidates: candidates.join("; ") })
            }
        }
    }
}

/// Why a row is refused, its part being taken back.
pub(super) async fn refused(work: &Work, part: Part, error: Error) -> Result<Vec<Verdict>, Error> {
    refusal(work, part, error).await.map(|error| verdicts(&error))
}

/// A refusal, its part being taken back; what is none but a fault, or another transaction in the way, is passed on.
async fn refusal(work: &Work, part: Part, error: Error) -> Result<Platform, Error> {
    let error = Platform::from(error);
    if error.is_contended() || error.is_fault() {
        return Err(error.into());
    }
    work.take_back(part).await?;
    Ok(error)
}

/// A refusal as verdicts, one a field of the sheet.
fn verdicts(error: &Platform) -> Vec<Verdict> {
    verdicts_at(error, field_of)
}

/// A refusal as verdicts, one a field, which is called after the path in the request.
fn verdicts_at(error: &Platform, called: impl Fn(&str) -> String) -> Vec<Verdict> {
    let reason = platform::error::reason_name(error.reason()).to_owned();
    let of = |field: String, text: &platform::error::Text| Verdict {
        field,
        reason: reason.clone(),
        vi: text.vi.clone(),
        en: text.en.clone(),
    };
    match error.field_faults() {
        [] => vec![of(String::new(), error.text())],
        faults => faults.iter().map(|fault| of(called(&fault.path), &fault.text)).collect(),
    }
}

/// The field of a sheet that a path in a request is about: fields are called as their paths are, without the message.
fn field_of(path: &str) -> String {
    let (first, rest) = path.split_once('.').unwrap_or(("", path));
    let steps = rest.split('.').map(|step| step.split('[').next().unwrap_or(step));
    let rest = steps.collect::<Vec<_>>().join("_");
    match (first, rest.as_str()) {
        (_, "unit_id") => "place".to_owned(),
        (_, "producer_id") => "producer".to_owned(),
        ("", "body_id") => "body".to_owned(),
        ("", "person_id") => "person".to_owned(),
        ("product", "former_codes") => "old_code".to_owned(),
        ("recognition", "recognised_earliest" | "recognised_latest") => "recognised_on".to_owned(),
        ("details", field) => format!("representative_{field}"),
        ("figures", field) => format!("figures_{field}"),
        (_, field) => field.to_owned(),
    }
}

/// All that is wrong with a row. Of a field the first is told: the refusal of a place stands before what follows from it.
fn all_verdicts(errors: impl IntoIterator<Item = Option<Error>>) -> Result<Vec<Verdict>, Error> {
    let mut all: Vec<Verdict> = Vec::new();
    for error in errors.into_iter().flatten() {
        let error = Platform::from(error);
        if error.is_contended() || error.is_fault() {
            return Err(error.into());
        }
        let told: Vec<_> = all.iter().map(|verdict| verdict.field.clone()).collect();
        all.extend(verdicts(&error).into_iter().filter(|verdict| !told.contains(&verdict.field)));
    }
    Ok(all)
}

fn moved_to(before: &str, unit: &UnitId, name: &str) -> Verdict {
    Verdict::remark("place", format!("{before} nay là {name} ({unit})."), format!("{before} is now {name} ({unit})."))
}

fn no_record(aside: Aside) -> Verdict {
    match aside {
        Aside::Total => Verdict::remark("", "Dòng tổng, không phải bản ghi.", "A total, not a record."),
        Aside::GroupTitle => {
            Verdict::remark("", "Dòng tiêu đề nhóm, không phải bản ghi.", "The title of a group, not a record.")
        }
        Aside::Numbers => {
            Verdict::remark("", "Dòng đánh số cột, không phải bản ghi.", "Numbers of columns, not a record.")
        }
    }
}

fn already_there(id: impl std::fmt::Display) -> Verdict {
    Verdict::remark("", format!("Đã có trong sổ: {id}."), format!("It is in the register already: {id}."))
}
