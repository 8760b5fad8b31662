//! Recording something of the programme.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use platform::ids::RawId;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::producer::{ProducerId, RecordState};
use crate::domain::product::ProductId;
use crate::domain::programme::{Document, Paid, ProgrammeFacts, ProgrammeRecord, Served, keeping_unit};
use crate::error::Error;
use crate::wire::programme_detail::{read_detail, read_dong};
use crate::{events, policy, store};

/// Most producers, or products, that a record serves.
const MOST_SERVED: usize = 200;

pub(crate) struct CreateProgrammeRecord {
    facts: ProgrammeFacts,
    sample: bool,
}

impl CreateProgrammeRecord {
    pub(crate) fn parse(message: pb::CreateProgrammeRecordRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let record = fields.message("record", message.record).unwrap_or_default();
        let facts = read_facts(&mut fields, &record);
        let (facts,) = fields.finish((facts,))?;
        Ok(Self { facts: facts.whole()?, sample: record.sample })
    }
}

fn read_facts(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<ProgrammeFacts> {
    let unit = read_unit(fields, record);
    let title = read_title(fields, record);
    let first_day = read_first_day(fields, record);
    let last_day = read_last_day(fields, record);
    let place = read_place(fields, record);
    let planned = read_planned(fields, record);
    let spent = read_spent(fields, record);
    let producers = read_producers(fields, record);
    let products = read_products(fields, record);
    let number = read_document_number(fields, record);
    let date = read_document_date(fields, record);
    let note = read_note(fields, record);
    let detail = read_detail(fields, record.detail.as_ref());
    Some(ProgrammeFacts {
        unit: unit?,
        title: title?,
        first_day: first_day?,
        last_day: last_day?,
        place: place?,
        planned: planned?,
        spent: spent?,
        producers: producers?,
        products: products?,
        document: Document { number: number?, date: date? },
        note: note?,
        detail: detail?,
    })
}

pub(super) fn read_unit(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<UnitId> {
    fields.unit("record.unit_id", &record.unit_id)
}

pub(super) fn read_title(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<String> {
    fields.line("record.title", &record.title, 300)
}

pub(super) fn read_first_day(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<NaiveDate> {
    fields.date("record.first_day", &record.first_day)
}

pub(super) fn read_last_day(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<Option<NaiveDate>> {
    fields.optional_date("record.last_day", &record.last_day)
}

pub(super) fn read_place(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<String> {
    fields.optional_line("record.place", &record.place, 200)
}

pub(super) fn read_planned(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<i64> {
    read_dong(fields, "record.planned_dong", record.planned_dong, 0)
}

pub(super) fn read_spent(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<i64> {
    read_dong(fields, "record.spent_dong", record.spent_dong, 0)
}

pub(super) fn read_producers(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<Vec<ProducerId>> {
    read_ids(fields, "record.producer_ids", &record.producer_ids)
}

pub(super) fn read_products(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<Vec<ProductId>> {
    read_ids(fields, "record.product_ids", &record.product_ids)
}

pub(super) fn read_document_number(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<String> {
    fields.optional_line("record.document_number", &record.document_number, 100)
}

pub(super) fn read_document_date(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<Option<NaiveDate>> {
    fields.optional_date("record.document_date", &record.document_date)
}

pub(super) fn read_note(fields: &mut Fields, record: &pb::ProgrammeRecord) -> Option<String> {
    fields.paragraphs("record.note", &record.note, 2000)
}

/// Identities in their order, none twice.
fn read_ids<Id: From<RawId> + Ord>(fields: &mut Fields, path: &str, given: &[String]) -> Option<Vec<Id>> {
    let given = fields.list(path, given.to_vec(), 0..=MOST_SERVED)?;
    let mut ids: Vec<Id> = fields.each(path, &given, |fields, path, id| fields.id(path, id))?;
    ids.sort();
    ids.dedup();
    Some(ids)
}

pub(crate) async fn create_programme_record(
    work: &Work,
    command: &CreateProgrammeRecord,
) -> Result<(ProgrammeRecord, Paid), Error> {
    let place = keeping_unit(work.authority().units(), &command.facts.unit, work.today(), "record.unit_id")?;
    policy::may_keep_programme(work, &place.unit)?;
    let served = served(work, &command.facts.producers, &command.facts.products).await?;
    let record = ProgrammeRecord {
        id: work.new_id(),
        facts: command.facts.clone(),
        province: place.province,
        // What serves samples is one.
        sample: command.sample || served.iter().any(|served| served.sample),
        state: RecordState::Active,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    record.may_serve(&served, work.authority().units(), work.today())?;
    store::programme_records::insert(work, &record).await?;
    events::programme::record_created(work, &record);
    Ok((record, Paid::default()))
}

/// The producers and products of identities that a record names; refuses those the caller may not know of. They may be
/// retired: what served them stays true.
pub(super) async fn served(
    work: &Work,
    producers: &[ProducerId],
    products: &[ProductId],
) -> Result<Vec<Served>, Error> {
    let mut served = served_producers(work, producers, "record.producer_ids").await?;
    let path = "record.product_ids";
    let mut found = store::programme_records::served_products(work, products, path).await?;
    for product in products {
        let known = found.remove(product).filter(|found| work.authority().reaches(&found.unit));
        served.push(known.ok_or(Error::NoSuchProductNamed { product: *product, path })?);
    }
    Ok(served)
}

/// The producers of identities that a field names; refuses those the caller may not know of.
pub(super) async fn served_producers(
    work: &Work,
    producers: &[ProducerId],
    path: &'static str,
) -> Result<Vec<Served>, Error> {
    let mut found = store::programme_records::served_producers(work, producers, path).await?;
    let known = |producer: &ProducerId| {
        let served = found.remove(producer).filter(|served| work.authority().reaches(&served.unit));
        served.ok_or(Error::NoSuchProducerNamed { producer: *producer, path })
    };
    producers.iter().map(known).collect()
}
