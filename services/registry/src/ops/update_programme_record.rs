//! Changing the named fields of a record of the programme.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::create_programme_record as fields_of;
use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::product::ProductId;
use crate::domain::programme::{Paid, ProgrammeFacts, ProgrammeRecord, ProgrammeRecordId, keeping_unit};
use crate::error::Error;
use crate::wire::programme_detail::read_detail;
use crate::{events, policy, store};

pub(crate) struct UpdateProgrammeRecord {
    record: ProgrammeRecordId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
type Change = Box<dyn Fn(&mut ProgrammeFacts) + Send + Sync>;

impl UpdateProgrammeRecord {
    pub(crate) fn parse(message: pb::UpdateProgrammeRecordRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let record = fields.message("record", message.record).unwrap_or_default();
        let id = fields.id("record.id", &record.id);
        let version = fields.etag("record.etag", &record.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| read_change(fields, &record, path));
        let (record, version, changes) = fields.finish((id, version, changes))?;
        Ok(Self { record, version, changes })
    }
}

/// The change that a path of the mask means; none for what may not be changed.
fn read_change(fields: &mut Fields, record: &pb::ProgrammeRecord, path: &str) -> Option<Option<Change>> {
    Some(match path {
        "unit_id" => change(fields_of::read_unit(fields, record), |facts| &mut facts.unit),
        "title" => change(fields_of::read_title(fields, record), |facts| &mut facts.title),
        "first_day" => change(fields_of::read_first_day(fields, record), |facts| &mut facts.first_day),
        "last_day" => change(fields_of::read_last_day(fields, record), |facts| &mut facts.last_day),
        "place" => change(fields_of::read_place(fields, record), |facts| &mut facts.place),
        "planned_dong" => change(fields_of::read_planned(fields, record), |facts| &mut facts.planned),
        "spent_dong" => change(fields_of::read_spent(fields, record), |facts| &mut facts.spent),
        "producer_ids" => change(fields_of::read_producers(fields, record), |facts| &mut facts.producers),
        "product_ids" => change(fields_of::read_products(fields, record), |facts| &mut facts.products),
        "document_number" => {
            change(fields_of::read_document_number(fields, record), |facts| &mut facts.document.number)
        }
        "document_date" => change(fields_of::read_document_date(fields, record), |facts| &mut facts.document.date),
        "note" => change(fields_of::read_note(fields, record), |facts| &mut facts.note),
        "detail" => change(read_detail(fields, record.detail.as_ref()), |facts| &mut facts.detail),
        _ => return None,
    })
}

/// The change that puts a value that was read into its place.
fn change<T: Clone + Send + Sync + 'static>(
    value: Option<T>,
    place: impl Fn(&mut ProgrammeFacts) -> &mut T + Send + Sync + 'static,
) -> Option<Change> {
    let value = value?;
    Some(Box::new(move |facts| place(facts).clone_from(&value)))
}

pub(crate) async fn update_programme_record(
    work: &Work,
    command: &UpdateProgrammeRecord,
) -> Result<(ProgrammeRecord, Paid), Error> {
    let found = store::programme_records::find(work, command.record).await?;
    let record = policy::known_programme_record(found, command.record, policy::reached(work))?;
    policy::may_keep_programme(work, &record.facts.unit)?;
    record.must_be_at(command.version)?;
    let mut facts = record.facts.clone();
    command.changes.iter().for_each(|change| change(&mut facts));
    let facts = facts.whole()?;
    let place = keeping_unit(work.authority().units(), &facts.unit, work.today(), "record.unit_id")?;
    policy::may_keep_programme(work, &place.unit)?;
    let (producers, products) = served_anew(work, &record.facts, &facts);
    let served = fields_of::served(work, &producers, &products).await?;
    let paid = store::programme_payments::paid(work, record.id).await?;
    let record = record.update(facts, place, paid, work.now())?;
    record.may_serve(&served, work.authority().units(), work.today())?;
    store::programme_records::save(work, &record).await?;
    events::programme::record_updated(work, &record);
    Ok((record, paid))
}

/// What must lie in the unit now. What a record has named stays true though a producer has moved away since, unless the
/// record moves to where it never was.
fn served_anew(work: &Work, before: &ProgrammeFacts, facts: &ProgrammeFacts) -> (Vec<ProducerId>, Vec<ProductId>) {
    if work.authority().units().contains(&facts.unit, &before.unit, work.today()) {
        facts.served_beyond(before)
    } else {
        (facts.producers.clone(), facts.products.clone())
    }
}
