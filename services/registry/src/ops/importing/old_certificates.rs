//! A row as a recognition under earlier rules. Evaluation keeps those: it is asked in the caller's name, before the
//! transaction that keeps what it said. A row is asked for under the same identity each time, so that a batch that was
//! cut is done once.

use std::collections::HashMap;
use std::str::FromStr as _;

use chrono::NaiveDate;
use platform::access::{UnitId, UnitLevel};
use platform::clock::civil_date;
use platform::error::Error as Platform;
use platform::fields::Fields;
use platform::ids::RawId;
use platform::rpc::peer_refusal;
use platform::text;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use proto::evaluation::v1::register_entry::Record;
use proto::registry::v1 as registry_pb;
use tonic::Status;

use super::{Outcome, Sheet, already_there, verdicts};
use crate::View;
use crate::domain::import::{
    Import, ImportRow, ImportState, MadeRecord, RowState, Verdict, day_as_iso, last_day_of, set_of_words,
    star_of_words, year,
};
use crate::error::Error;
use crate::ops::{Search, search};
use crate::{policy, store};

/// Entries of the register that are looked through for a recognition that is there already.
const LOOKED_THROUGH: i32 = 100;

/// What evaluation said to the rows of a batch, each by its number.
#[derive(Clone, Debug)]
pub(in crate::ops) struct Asked {
    /// Version of the import for whose next batch it was asked.
    pub(in crate::ops) version: i64,
    outcomes: HashMap<i32, Outcome>,
}

impl Asked {
    /// How many rows were asked about.
    pub(in crate::ops) fn rows(&self) -> u64 {
        self.outcomes.len() as u64
    }

    /// What a row has come to.
    pub(in crate::ops) fn outcome(&self, row: &ImportRow) -> Result<Outcome, Error> {
        let found = self.outcomes.get(&row.number).cloned();
        found.ok_or_else(|| Platform::internal("evaluation was asked about other rows").into())
    }
}

/// Asks evaluation about the next rows of an import, one after the other. If it fails on the way, what it said before
/// counts. Where all or nothing is wanted nothing is asked behind a refusal.
pub(in crate::ops) async fn ask(view: &View, import: &Import, limit: u64) -> Result<Asked, Error> {
    let asking = Asking { view, sheet: Sheet::of_view(view, import).await? };
    let rows = match import.state {
        ImportState::Checking => after(view, import, RowState::Pending, limit).await?,
        ImportState::Applying => after(view, import, RowState::Good, limit).await?,
        ImportState::Undoing => {
            store::import_rows::before(view, import.id, RowState::Applied, import.position, limit).await?
        }
        _ => Vec::new(),
    };
    let mut asked = Asked { version: import.version, outcomes: HashMap::new() };
    for row in rows {
        let outcome = match import.state {
            ImportState::Undoing => asking.retract(&row).await,
            _ => asking.try_or_record(&row).await,
        };
        match outcome {
            Err(error) if asked.outcomes.is_empty() => return Err(error),
            Err(_) => break,
            Ok(outcome) => {
                let ends = import.goes_back_at_a_refusal() && matches!(outcome, Outcome::Refused(_));
                asked.outcomes.insert(row.number, outcome);
                if ends {
                    break;
                }
            }
        }
    }
    Ok(asked)
}

async fn after(view: &View, import: &Import, state: RowState, limit: u64) -> Result<Vec<ImportRow>, Error> {
    Ok(store::import_rows::after(view, import.id, Some(state), import.position, limit).await?)
}

/// Rows about which evaluation is asked.
struct Asking<'v> {
    view: &'v View,
    sheet: Sheet<'v>,
}

impl Asking<'_> {
    /// Looks whether a row can be recorded; and, if the import is being applied, has it recorded.
    async fn try_or_record(&self, row: &ImportRow) -> Result<Outcome, Error> {
        if let Some(aside) = self.sheet.left_aside(row) {
            return Ok(Outcome::Skipped(aside));
        }
        let recognition = match self.recognition(row) {
            Ok(recognition) => recognition,
            Err(error) => return Ok(Outcome::Refused(verdicts(&error.into()))),
        };
        if let Some(known) = self.recorded_already(&recognition).await? {
            return Ok(Outcome::Skipped(already_there(known)));
        }
        let remarks = self.remarks(row, &recognition).await?;
        if self.sheet.import.state == ImportState::Checking {
            return Ok(Outcome::made(RawId::nil(), 0, remarks));
        }
        let request =
            pb::RecordRecognitionRequest { request_id: self.identity(row, "record"), recognition: Some(recognition) };
        let recorded = self.view.service().evaluation.clone().record_recognition(request).await;
        match recorded.map(tonic::Response::into_inner) {
            Ok(pb::RecordRecognitionResponse { recognition: Some(recorded) }) => {
                let id = RawId::parse_str(&recorded.id).map_err(Platform::internal)?;
                Ok(Outcome::made(id, 1, remarks))
            }
            Ok(_) => Err(Platform::internal("evaluation recorded a recognition and did not name it").into()),
            Err(status) => refused(status).map(|error| Outcome::Refused(verdicts(&error))),
        }
    }

    /// Has what a row recorded retracted. What was retracted before is what is wanted.
    async fn retract(&self, row: &ImportRow) -> Result<Outcome, Error> {
        let Some(MadeRecord { id, version }) = row.made else { return Ok(Outcome::made(RawId::nil(), 0, Vec::new())) };
        let request = pb::RetractRecognitionRequest {
            request_id: self.identity(row, "retract"),
            recognition_id: id.to_string(),
            reason: format!("Hoàn tác lần nhập {}", self.sheet.import.id),
        };
        match self.view.service().evaluation.clone().retract_recognition(request).await {
            Ok(_) => Ok(Outcome::made(id, version, Vec::new())),
            Err(status) => match refused(status)? {
                gone if gone.reason() == ErrorReason::RecognitionRetracted => {
                    Ok(Outcome::made(id, version, Vec::new()))
                }
                error => Ok(Outcome::Refused(verdicts(&error))),
            },
        }
    }

    /// The identity of the request that a row is: the same whenever it is made.
    fn identity(&self, row: &ImportRow, what: &str) -> String {
        let import = RawId::from(self.sheet.import.id);
        RawId::new_v5(&import, format!("{what} {}", row.number).as_bytes()).to_string()
    }

    /// What a row says of a recognition. Names and days are as they are known; the star must be.
    fn recognition(&self, row: &ImportRow) -> Result<pb::RecordedRecognition, Error> {
        let (sheet, mut fields) = (&self.sheet, Fields::new());
        let value = |field| sheet.value(row, field);
        let names = self.names(&mut fields, row);
        let star = star_of_words(value("star"));
        if star.is_none() {
            fields.fault("star", "Hạng sao là một số từ 1 đến 5.", "The star is a number, 1 to 5.");
        }
        let days = self.days(&mut fields, row);
        let paper = self.paper(&mut fields, row);
        let province = self.province(row);
        if province.is_none() {
            fields.fault("place", "Ghi tỉnh của sản phẩm.", "Name the province of the product.");
        }
        let (names, star, (earliest, latest), paper, province) = fields.finish((names, star, days, paper, province))?;
        Ok(pb::RecordedRecognition {
            product_name: names.product_name,
            producer_name: names.producer_name,
            place_as_recorded: names.place_as_recorded,
            unit_id: province.to_string(),
            product_set: set_of_words(value("product_set"), sheet.today).unwrap_or(0),
            star,
            recognised_earliest: earliest.map(|day| day.to_string()).unwrap_or_default(),
            recognised_latest: latest.map(|day| day.to_string()).unwrap_or_default(),
            recognised_as_recorded: value("recognised_on").chars().take(100).collect(),
            ..paper
        })
    }

    fn names(&self, fields: &mut Fields, row: &ImportRow) -> Option<pb::RecordedRecognition> {
        let value = |field| self.sheet.value(row, field);
        let product_name = fields.line("product_name", value("product_name"), 200);
        let producer_name = fields.optional_line("producer_name", value("producer_name"), 200);
        let place = fields.optional_line("place", &self.sheet.named_place(row).join(", "), 200);
        Some(pb::RecordedRecognition {
            product_name: product_name?,
            producer_name: producer_name?,
            place_as_recorded: place?,
            ..Default::default()
        })
    }

    /// What a row says of the decision and the certificate, and where it says so: by that a row knows what it recorded.
    fn paper(&self, fields: &mut Fields, row: &ImportRow) -> Option<pb::RecordedRecognition> {
        let value = |field| self.sheet.value(row, field);
        let decision_number = fields.optional_line("decision_number", value("decision_number"), 100);
        let issuing_body = fields.optional_line("issuing_body", value("issuing_body"), 200);
        let certificate_number = fields.optional_line("certificate_number", value("certificate_number"), 100);
        let product_code = fields.optional_line("product_code", value("product_code"), 50);
        let expires_on = fields.optional_date("expires_on", &day_as_iso(value("expires_on")));
        let said = fields.optional_line("evidence", value("evidence"), 200);
        let (issuing_body, said, import) = (issuing_body?, said?, self.sheet.import);
        let place = format!("tệp {}, dòng {}, lần nhập {}", import.file.name, row.number, import.id);
        Some(pb::RecordedRecognition {
            decision_number: decision_number?,
            certificate_number: certificate_number?,
            product_code: product_code?,
            expires_on: expires_on?.map(|day| day.to_string()).unwrap_or_default(),
            issuing_level: issuing_level(&issuing_body).into(),
            issuing_body,
            evidence: if said.is_empty() { place } else { format!("{said}; {place}") },
            ..Default::default()
        })
    }

    /// First and last day it can have been recognised: a day, a year, or nothing that is known. Days ahead are refused.
    fn days(&self, fields: &mut Fields, row: &ImportRow) -> Option<Days> {
        let written = self.sheet.value(row, "recognised_on");
        let uploaded = civil_date(self.sheet.import.created_at);
        let day = NaiveDate::from_str(&day_as_iso(written)).ok();
        let of_year = year(written).or_else(|| year(self.sheet.value(row, "year")));
        let days = match (day, of_year) {
            (Some(day), _) => (Some(day), Some(day)),
            (None, Some(year)) => {
                // What was in the sheet had happened by then.
                (NaiveDate::from_ymd_opt(year, 1, 1), last_day_of(year).map(|last| last.min(uploaded)))
            }
            (None, None) if written.is_empty() => (None, None),
            (None, None) => {
                let vi = "Ghi ngày công nhận như 20/05/2021, hoặc năm.";
                fields.fault("recognised_on", vi, "Write the day of recognition as 20/05/2021, or its year.");
                return None;
            }
        };
        if days.0.is_some_and(|earliest| earliest > uploaded) {
            let vi = "Ngày công nhận không thể sau ngày nhập.";
            fields.fault("recognised_on", vi, "The day of recognition cannot lie after that of the import.");
            return None;
        }
        Some(days)
    }

    /// The province of today: that of the import's unit; where the import is the country's, of the place that is named.
    fn province(&self, row: &ImportRow) -> Option<UnitId> {
        let sheet = &self.sheet;
        let unit = if sheet.import.unit.is_country() { sheet.place(row).ok()?.0 } else { sheet.import.unit.clone() };
        let known = sheet.history.units().at(&unit, sheet.today)?;
        match known.level {
            UnitLevel::Province => Some(unit),
            UnitLevel::Commune => Some(known.parent.clone()),
            UnitLevel::District | UnitLevel::Unspecified => None,
        }
    }

    /// The recognition that is recorded already with the same names and the same number, decision or days; what this
    /// very row recorded is not meant.
    async fn recorded_already(&self, new: &pb::RecordedRecognition) -> Result<Option<String>, Error> {
        let request = pb::SearchRegisterRequest {
            unit_id: new.unit_id.clone(),
            product_name: new.product_name.clone(),
            page_size: LOOKED_THROUGH,
            ..Default::default()
        };
        let found = self.view.service().register.clone().search_register(request).await;
        let found = match found {
            Ok(found) => found.into_inner().entries,
            // A name without a word that could be looked for.
            Err(status) => match refused(status)? {
                error if error.reason() == ErrorReason::FieldsInvalid => Vec::new(),
                error => return Err(error.into()),
            },
        };
        let recognitions = found.into_iter().filter_map(|entry| match entry.record {
            Some(Record::Recognition(recorded)) => Some(recorded),
            _ => None,
        });
        let mut same = recognitions.filter(|known| known.evidence != new.evidence && is_same(known, new));
        Ok(same.next().map(|known| known.id))
    }

    /// Which product of the register is meant, and what is missing.
    async fn remarks(&self, row: &ImportRow, recognition: &pb::RecordedRecognition) -> Result<Vec<Verdict>, Error> {
        let mut remarks = Vec::new();
        if recognition.decision_number.is_empty() {
            let vi = "Chưa ghi số quyết định công nhận.";
            remarks.push(Verdict::remark("decision_number", vi, "The number of the decision is not given."));
        }
        let products = self.products_meant(row, recognition).await?;
        remarks.push(match products.as_slice() {
            [product] => Verdict::remark(
                "product_name",
                format!("Sản phẩm trong sổ: {product}."),
                format!("The product in the register: {product}."),
            ),
            [] => Verdict::remark(
                "product_name",
                "Sổ đăng ký chưa có sản phẩm này; công nhận được ghi theo tên.",
                "The register has no such product; the recognition is recorded by name.",
            ),
            _ => Verdict::remark(
                "product_name",
                "Sổ đăng ký có nhiều sản phẩm như vậy; công nhận được ghi theo tên.",
                "The register has several such products; the recognition is recorded by name.",
            ),
        });
        Ok(remarks)
    }

    /// The products of the register that have the code, or else the names.
    async fn products_meant(&self, row: &ImportRow, named: &pb::RecordedRecognition) -> Result<Vec<RawId>, Error> {
        let code = self.sheet.value(row, "product_code");
        if let Ok(by_code) = Search::parse(registry_pb::SearchRequest { query: code.to_owned(), ..Default::default() })
        {
            let found = search(self.view, &by_code).await?.entries.into_iter().map(|(_, entry)| entry);
            let products: Vec<_> = found.filter(|entry| entry.codes.iter().any(|known| known == code)).collect();
            if !products.is_empty() {
                return Ok(products.into_iter().map(|entry| entry.subject).collect());
            }
        }
        let mut products = Vec::new();
        let mut producers = store::imports::producers_named(self.view, &named.producer_name).await?;
        producers.retain(|producer| policy::seen(self.view)(&producer.facts.unit));
        for producer in producers {
            let found = store::imports::product_named(self.view, producer.id, &named.product_name).await?;
            products.extend(found.map(|product| RawId::from(product.id)));
        }
        Ok(products)
    }
}

/// First and last day, as far as they are known.
type Days = (Option<NaiveDate>, Option<NaiveDate>);

/// A refusal as it is; what is none is passed on: the batch is asked for again.
fn refused(status: Status) -> Result<Platform, Error> {
    let error = peer_refusal("evaluation", status);
    if error.is_fault() || error.is_contended() { Err(error.into()) } else { Ok(error) }
}

fn is_same(known: &pb::RecordedRecognition, new: &pb::RecordedRecognition) -> bool {
    let names = |recognition: &pb::RecordedRecognition| {
        (text::folded(&recognition.product_name), text::folded(&recognition.producer_name))
    };
    let given = |one: &str, other: &str| !one.is_empty() && one == other;
    let days = (&known.recognised_earliest, &known.recognised_latest);
    names(known) == names(new)
        && (given(&known.certificate_number, &new.certificate_number)
            || given(&known.decision_number, &new.decision_number)
            || days == (&new.recognised_earliest, &new.recognised_latest))
}

/// The level of a body, as its name says it; a `thành phố` may be of a district or of the country.
fn issuing_level(body: &str) -> pb::IssuingLevel {
    let folded = text::folded(body);
    let words: Vec<_> = folded.split(|letter: char| !letter.is_alphanumeric()).collect();
    let says = |word: &str| words.contains(&word);
    if says("huyen") || folded.contains("thi xa") || folded.contains("ubnd quan") {
        pb::IssuingLevel::District
    } else if says("tinh") {
        pb::IssuingLevel::Province
    } else if says("bo") || folded.contains("trung uong") {
        pb::IssuingLevel::Ministry
    } else {
        pb::IssuingLevel::Unspecified
    }
}
