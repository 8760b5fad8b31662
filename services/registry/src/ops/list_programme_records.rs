//! Records of the programme in Vietnamese order of their titles.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::producer::ProducerId;
use crate::domain::product::ProductId;
use crate::domain::programme::{Paid, ProgrammeRecord, RecordKind};
use crate::error::Error;
use crate::store::programme_records::Filter;
use crate::wire::choices;
use crate::{policy, store, wire};

pub(crate) struct ListProgrammeRecords {
    asked: Asked,
    page: Page,
}

/// Which records are asked for.
pub(super) struct Asked {
    kind: Option<RecordKind>,
    category: Option<String>,
    unit: Option<UnitId>,
    producer: Option<ProducerId>,
    product: Option<ProductId>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    text: String,
    active: Option<bool>,
}

impl ListProgrammeRecords {
    pub(crate) fn parse(message: pb::ListProgrammeRecordsRequest) -> Result<Self, Error> {
        let filter = pb::ListProgrammeRecordsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let asked = Asked::read(&mut fields, message.filter.unwrap_or_default());
        let size = fields.page_size(message.page_size);
        let (asked, size) = fields.finish((asked, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { asked, page })
    }
}

impl Asked {
    pub(super) fn read(fields: &mut Fields, filter: pb::ProgrammeRecordFilter) -> Option<Self> {
        let kind = choices::read_optional(fields, "filter.kind", filter.kind);
        let category = read_category(fields, kind.flatten(), filter.category);
        let unit = fields.optional_unit("filter.unit_id", &filter.unit_id);
        let producer = fields.optional_id("filter.producer_id", &filter.producer_id);
        let product = fields.optional_id("filter.product_id", &filter.product_id);
        let from = fields.optional_date("filter.from", &filter.from);
        let to = fields.optional_date("filter.to", &filter.to);
        let text = fields.optional_line("filter.text", &filter.text, 100);
        let active = wire::producers::read_optional_state(fields, filter.state);
        Some(Self {
            kind: kind?,
            category: category?,
            unit: unit?,
            producer: producer?,
            product: product?,
            from: from?,
            to: to?,
            text: text?,
            active: active?,
        })
    }

    /// What the store is to look for, within what the caller reaches.
    pub(super) async fn filter(&self, view: &View) -> Result<Filter, Error> {
        let history = view.service().units.of(view).await?;
        let asked = self.unit.as_ref().map(|unit| history.units_meant(unit, view.today()));
        Ok(Filter {
            units: policy::listed_units(view.authority(), asked.as_deref())?,
            kind: self.kind,
            category: self.category.clone(),
            producer: self.producer,
            product: self.product,
            from: self.from,
            to: self.to,
            text: self.text.clone(),
            active: self.active,
        })
    }
}

fn read_category(fields: &mut Fields, kind: Option<RecordKind>, given: String) -> Option<Option<String>> {
    if given.is_empty() {
        return Some(None);
    }
    if kind.is_some_and(|kind| kind.has_category(&given)) {
        return Some(Some(given));
    }
    fields.fault(
        "filter.category",
        "Loại bản ghi đã chọn không có phân loại này, hoặc chưa chọn loại bản ghi.",
        "The kind asked for has no such category, or no kind is asked for.",
    );
    None
}

pub(crate) async fn list_programme_records(
    view: &View,
    command: &ListProgrammeRecords,
) -> Result<Paged<(ProgrammeRecord, Paid)>, Error> {
    let filter = command.asked.filter(view).await?;
    let page = store::programme_records::list(view, &filter, &command.page).await?;
    let ids: Vec<_> = page.rows.iter().map(|record| record.id).collect();
    let paid = store::programme_payments::paid_of(view, &ids).await?;
    Ok(page.map(|record| {
        let paid = paid.get(&record.id).copied().unwrap_or_default();
        (record, paid)
    }))
}
