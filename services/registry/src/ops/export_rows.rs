//! What a list would show, whole, as a sheet.

use platform::error::Error as Platform;
use platform::fields::Fields;
use platform::operation::Recorded;
use platform::rpc::Answers;
use proto::registry::v1 as pb;
use proto::registry::v1::export_rows_request::Rows;

use super::exporting::{
    Page, Titles, commune_overviews, leaders, management_bodies, officials, producer_accounts, producer_figures,
    producers, products, programme_payments, programme_records, units,
};
use super::{
    ListCommuneOverviews, ListManagementBodies, ListOfficials, ListProducerAccounts, ListProducerFigures,
    ListProducers, ListProducts, ListProgrammePayments, ListProgrammeRecords, ListUnits,
};
use crate::View;
use crate::error::Error;
use crate::store::persons::PERSON;
use platform::sheets::{Cell, CsvWriter, Refusal, WorkbookWriter};

/// Rows that are read at once.
const ROWS_AT_ONCE: i32 = 500;
/// Most lines of a workbook.
const MOST_LINES: u32 = 1_048_576;

#[derive(Clone, Debug)]
pub(crate) struct ExportRows {
    rows: Rows,
    format: pb::SheetFormat,
    english: bool,
    purpose: String,
}

impl ExportRows {
    pub(crate) fn parse(message: pb::ExportRowsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let rows = fields.message("rows", message.rows);
        let format = fields.choice("format", message.format);
        let language: Option<Option<pb::SheetLanguage>> = fields.optional_choice("language", message.language);
        let purpose = fields.optional_line("purpose", &message.purpose, 500);
        let (rows, format, language, purpose) = fields.finish((rows, format, language, purpose))?;
        // The filter is read page by page; what is wrong with it is told before the first byte.
        match &rows {
            Rows::Producers(filter) | Rows::Leaders(filter) => drop(ListProducers::parse(first_page(filter.clone()))?),
            Rows::Products(filter) => drop(ListProducts::parse(first_page(filter.clone()))?),
            Rows::Units(filter) => drop(ListUnits::parse(first_page(filter.clone()))?),
            Rows::Officials(filter) => drop(ListOfficials::parse(first_page(filter.clone()))?),
            Rows::ManagementBodies(filter) => drop(ListManagementBodies::parse(first_page(filter.clone()))?),
            Rows::ProgrammeRecords(filter) => drop(ListProgrammeRecords::parse(first_page(filter.clone()))?),
            Rows::ProducerFigures(filter) => drop(ListProducerFigures::parse(first_page(filter.clone()))?),
            Rows::ProgrammePayments(filter) => drop(ListProgrammePayments::parse(first_page(filter.clone()))?),
            Rows::CommuneOverviews(filter) => drop(ListCommuneOverviews::parse(first_page(filter.clone()))?),
            Rows::ProducerAccounts(filter) => drop(ListProducerAccounts::parse(first_page(filter.clone()))?),
        }
        Ok(Self { rows, format, english: language == Some(pb::SheetLanguage::En), purpose })
    }

    fn titles(&self) -> &'static Titles {
        match self.rows {
            Rows::Producers(_) => &producers::TITLES,
            Rows::Products(_) => &products::TITLES,
            Rows::Leaders(_) => &leaders::TITLES,
            Rows::Units(_) => &units::TITLES,
            Rows::Officials(_) => &officials::TITLES,
            Rows::ManagementBodies(_) => &management_bodies::TITLES,
            Rows::ProgrammeRecords(_) => &programme_records::TITLES,
            Rows::ProducerFigures(_) => &producer_figures::TITLES,
            Rows::ProgrammePayments(_) => &programme_payments::TITLES,
            Rows::CommuneOverviews(_) => &commune_overviews::TITLES,
            Rows::ProducerAccounts(_) => &producer_accounts::TITLES,
        }
    }

    /// What the columns are called: those of the list, and those that only the kind asked for has.
    fn columns(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let kind = match &self.rows {
            Rows::ProgrammeRecords(filter) => programme_records::kind_asked_for(filter),
            _ => None,
        };
        self.titles().columns.iter().chain(kind.map_or(&[][..], programme_records::own_columns))
    }

    /// True if the sheet names persons.
    fn names_persons(&self) -> bool {
        matches!(self.rows, Rows::Leaders(_) | Rows::Officials(_))
    }

    async fn page(&self, view: &View, token: String) -> Result<Page, Error> {
        match &self.rows {
            Rows::Producers(filter) => producers::page(view, at(filter.clone(), token), self.english).await,
            Rows::Products(filter) => products::page(view, at(filter.clone(), token), self.english).await,
            Rows::Leaders(filter) => leaders::page(view, at(filter.clone(), token)).await,
            Rows::Units(filter) => units::page(view, at(filter.clone(), token), self.english).await,
            Rows::Officials(filter) => officials::page(view, at(filter.clone(), token), self.english).await,
            Rows::ManagementBodies(filter) => {
                management_bodies::page(view, at(filter.clone(), token), self.english).await
            }
            Rows::ProgrammeRecords(filter) => {
                programme_records::page(view, at(filter.clone(), token), self.english).await
            }
            Rows::ProducerFigures(filter) => {
                producer_figures::page(view, at(filter.clone(), token), self.english).await
            }
            Rows::ProgrammePayments(filter) => {
                programme_payments::page(view, at(filter.clone(), token), self.english).await
            }
            Rows::CommuneOverviews(filter) => commune_overviews::page(view, at(filter.clone(), token)).await,
            Rows::ProducerAccounts(filter) => {
                producer_accounts::page(view, at(filter.clone(), token), self.english).await
            }
        }
    }
}

/// A list that is asked for page by page.
trait Paging {
    fn page(&mut self) -> (&mut i32, &mut String);
}

macro_rules! paging {
    ($($request:ty),+) => { $(
        impl Paging for $request {
            fn page(&mut self) -> (&mut i32, &mut String) {
                (&mut self.page_size, &mut self.page_token)
            }
        }
    )+ };
}
paging!(
    pb::ListProducersRequest,
    pb::ListProductsRequest,
    pb::ListUnitsRequest,
    pb::ListOfficialsRequest,
    pb::ListManagementBodiesRequest,
    pb::ListProgrammeRecordsRequest,
    pb::ListProducerFiguresRequest,
    pb::ListProgrammePaymentsRequest,
    pb::ListCommuneOverviewsRequest,
    pb::ListProducerAccountsRequest
);

/// A list at the page of a token.
fn at<L: Paging>(mut list: L, token: String) -> L {
    let (page_size, page_token) = list.page();
    (*page_size, *page_token) = (ROWS_AT_ONCE, token);
    list
}

fn first_page<L: Paging>(list: L) -> L {
    at(list, String::new())
}

/// Refuses what the list refuses, and tells whose personal records the sheet will show.
pub(crate) async fn export_rows(view: &View, command: &ExportRows) -> Result<Recorded<ExportRows>, Error> {
    let mut subjects = Vec::new();
    let mut token = String::new();
    loop {
        let page = command.page(view, token).await?;
        subjects.extend(page.persons);
        token = page.next_page_token;
        // Of lists that name nobody the first page tells whether it is refused.
        if token.is_empty() || !command.names_persons() {
            break;
        }
    }
    Ok(Recorded { value: command.clone(), noun: PERSON, subjects, purpose: Some(command.purpose.clone()) })
}

/// Sends the sheet page by page.
pub(crate) async fn send_rows(
    view: View,
    export: ExportRows,
    answers: Answers<pb::ExportRowsResponse>,
) -> Result<(), Platform> {
    let titles = export.titles();
    let mut sheet = Sheet::begin(export.format, if export.english { titles.sheet.1 } else { titles.sheet.0 })?;
    let title = |(vi, en): &(&str, &str)| Cell::Heading(if export.english { *en } else { *vi }.to_owned());
    sheet.line(&export.columns().map(title).collect::<Vec<_>>())?;
    let mut token = String::new();
    loop {
        let page = export.page(&view, token).await?;
        for cells in &page.rows {
            sheet.line(cells)?;
        }
        answers.send(pb::ExportRowsResponse { data: sheet.take()? }).await?;
        token = page.next_page_token;
        if token.is_empty() {
            break;
        }
    }
    answers.send(pb::ExportRowsResponse { data: sheet.finish()? }).await
}

/// A sheet being written, in one of the forms.
enum Sheet {
    Workbook { writer: Box<WorkbookWriter>, lines: u32 },
    Text(Box<CsvWriter>),
}

impl Sheet {
    fn begin(format: pb::SheetFormat, title: &str) -> Result<Self, Platform> {
        match format {
            pb::SheetFormat::Xlsx | pb::SheetFormat::Unspecified => {
                let writer = WorkbookWriter::begin(title).map_err(Platform::internal)?;
                Ok(Self::Workbook { writer: Box::new(writer), lines: 0 })
            }
            pb::SheetFormat::Csv => Ok(Self::Text(Box::new(CsvWriter::begin().map_err(Platform::internal)?))),
        }
    }

    fn line(&mut self, cells: &[Cell]) -> Result<(), Platform> {
        match self {
            Self::Workbook { writer, lines } => {
                *lines += 1;
                if *lines > MOST_LINES {
                    return Err(Refusal::TooManyRows { most: MOST_LINES }.into());
                }
                writer.line(*lines, cells).map_err(Platform::internal)
            }
            Self::Text(writer) => writer.line(cells).map_err(Platform::internal),
        }
    }

    /// The bytes that are ready.
    fn take(&mut self) -> Result<Vec<u8>, Platform> {
        match self {
            Self::Workbook { writer, .. } => Ok(writer.take()),
            Self::Text(writer) => writer.take().map_err(Platform::internal),
        }
    }

    fn finish(self) -> Result<Vec<u8>, Platform> {
        match self {
            Self::Workbook { writer, .. } => writer.finish().map_err(Platform::internal),
            Self::Text(mut writer) => writer.take().map_err(Platform::internal),
        }
    }
}
