//! What registry tells.

use platform::access::store_part;
use platform::error::Error as Platform;
use platform::outbox::told::{day, id, optional_day, read, unit};
use proto::common::v1::EventEnvelope;
use proto::registry::v1::{
    LeaderAppointed, LeaderTermCorrected, LeaderTermEnded, LeaderTermRetracted, LegalRepresentativeRecorded,
    OfficialAppointed, OfficialTermEnded, OfficialTermRetracted, ProducerCreated, ProducerFiguresRecorded,
    ProducerKind, ProducerRetired, ProducerUpdated, ProductCreated, ProductRetired, ProductUpdated, ProgrammeLevel,
    ProgrammePaymentCancelled, ProgrammePaymentRecorded, ProgrammeRecordCreated, ProgrammeRecordKind,
    ProgrammeRecordRetired, ProgrammeRecordUpdated, UnitsPublished,
};

use super::{Read, heard, name};
use crate::domain::told::{Noun, Told};
use crate::posting::post;
use crate::{Work, store};

/// Takes in events of registry.
pub(crate) async fn from_registry(work: &Work, events: &[&EventEnvelope]) -> Result<(), Platform> {
    let mut all = Vec::new();
    for event in events {
        if let Some(told) = read::<UnitsPublished>(event)? {
            store_part(work, told.table_version, told.part, told.parts, &told.units).await?;
        } else if let Some(told) = read::<LegalRepresentativeRecorded>(event)? {
            store::flags::want(work, id(&told.producer_id)?).await?;
        } else {
            let read = match of_producers(event)? {
                Some(read) => Some(read),
                None => of_leaders(event)?.or(of_products(event)?).or(of_programme(event)?).or(of_officials(event)?),
            };
            all.extend(heard("registry", event, read.into_iter().collect())?);
        }
    }
    post(work, all).await
}

fn kind_name(kind: ProducerKind) -> String {
    name(kind.as_str_name(), "PRODUCER_KIND_")
}

fn of_producers(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    if let Some(told) = read::<ProducerCreated>(event)? {
        let producer = Told::Producer { kind: kind_name(told.kind()), unit: unit(&told.unit_id)?, sample: told.sample };
        return Ok(Some((Noun::Producer, id(&told.producer_id)?, producer)));
    }
    if let Some(told) = read::<ProducerUpdated>(event)? {
        let producer = Told::Producer { kind: kind_name(told.kind()), unit: unit(&told.unit_id)?, sample: told.sample };
        return Ok(Some((Noun::Producer, id(&told.producer_id)?, producer)));
    }
    if let Some(told) = read::<ProducerRetired>(event)? {
        return Ok(Some((Noun::Producer, id(&told.producer_id)?, Told::ProducerRetired)));
    }
    let Some(told) = read::<ProducerFiguresRecorded>(event)? else { return Ok(None) };
    let figures = Told::FiguresOfYear {
        year: told.year,
        version: told.version,
        revenue_dong: told.revenue_dong,
        profit_dong: told.profit_dong,
        workers: told.workers.map(|workers| workers.all.into()),
        ethnic_minority_workers: told.workers.and_then(|workers| workers.ethnic_minority).map(i64::from),
    };
    Ok(Some((Noun::Producer, id(&told.producer_id)?, figures)))
}

fn of_leaders(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    if let Some(told) = read::<LeaderAppointed>(event)? {
        let (term, person, from) = (id(&told.leader_id)?, id(&told.person_id)?, day(&told.term_from)?);
        return Ok(Some((Noun::Leadership, id(&told.producer_id)?, Told::Term { term, person, from, to: None })));
    }
    if let Some(told) = read::<LeaderTermEnded>(event)? {
        let ended = Told::TermEnded { term: id(&told.leader_id)?, to: day(&told.term_to)? };
        return Ok(Some((Noun::Leadership, id(&told.producer_id)?, ended)));
    }
    if let Some(told) = read::<LeaderTermRetracted>(event)? {
        let retracted = Told::TermRetracted { term: id(&told.leader_id)? };
        return Ok(Some((Noun::Leadership, id(&told.producer_id)?, retracted)));
    }
    let Some(told) = read::<LeaderTermCorrected>(event)? else { return Ok(None) };
    let (term, person) = (id(&told.leader_id)?, id(&told.person_id)?);
    let corrected = Told::Term { term, person, from: day(&told.term_from)?, to: optional_day(&told.term_to)? };
    Ok(Some((Noun::Leadership, id(&told.producer_id)?, corrected)))
}

fn of_products(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    if let Some(told) = read::<ProductCreated>(event)? {
        let product = Told::Product { product_set: told.product_set, unit: unit(&told.unit_id)?, sample: told.sample };
        return Ok(Some((Noun::Product, id(&told.product_id)?, product)));
    }
    if let Some(told) = read::<ProductUpdated>(event)? {
        let product = Told::Product { product_set: told.product_set, unit: unit(&told.unit_id)?, sample: told.sample };
        return Ok(Some((Noun::Product, id(&told.product_id)?, product)));
    }
    let retired = read::<ProductRetired>(event)?;
    retired.map(|told| Ok((Noun::Product, id(&told.product_id)?, Told::ProductRetired))).transpose()
}

fn of_programme(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    let kind_name = |kind: ProgrammeRecordKind| name(kind.as_str_name(), "PROGRAMME_RECORD_KIND_");
    // Both carry the facts as they are.
    macro_rules! record {
        ($told:expr) => {{
            let told = $told;
            let record = Told::Record {
                kind: kind_name(told.kind()),
                unit: unit(&told.unit_id)?,
                first_day: day(&told.first_day)?,
                last_day: optional_day(&told.last_day)?,
                planned_dong: told.planned_dong,
                spent_dong: told.spent_dong,
                sample: told.sample,
                category: told.category,
            };
            return Ok(Some((Noun::Record, id(&told.record_id)?, record)));
        }};
    }
    if let Some(told) = read::<ProgrammeRecordCreated>(event)? {
        record!(told)
    }
    if let Some(told) = read::<ProgrammeRecordUpdated>(event)? {
        record!(told)
    }
    if let Some(told) = read::<ProgrammeRecordRetired>(event)? {
        return Ok(Some((Noun::Record, id(&told.record_id)?, Told::RecordRetired)));
    }
    if let Some(told) = read::<ProgrammePaymentRecorded>(event)? {
        let payment = Told::Payment {
            kind: kind_name(told.kind()),
            unit: unit(&told.unit_id)?,
            amount_dong: told.amount_dong,
            paid_on: day(&told.paid_on)?,
            sample: told.sample,
            category: told.category,
        };
        return Ok(Some((Noun::Payment, id(&told.payment_id)?, payment)));
    }
    let cancelled = read::<ProgrammePaymentCancelled>(event)?;
    cancelled.map(|told| Ok((Noun::Payment, id(&told.payment_id)?, Told::PaymentCancelled))).transpose()
}

fn of_officials(event: &EventEnvelope) -> Result<Option<Read>, Platform> {
    let level_name = |level: ProgrammeLevel| name(level.as_str_name(), "PROGRAMME_LEVEL_");
    if let Some(told) = read::<OfficialAppointed>(event)? {
        let official = Told::Official {
            level: level_name(told.level()),
            unit: unit(&told.unit_id)?,
            from: day(&told.term_from)?,
            to: optional_day(&told.term_to)?,
            sample: told.sample,
        };
        return Ok(Some((Noun::Official, id(&told.official_id)?, official)));
    }
    if let Some(told) = read::<OfficialTermRetracted>(event)? {
        return Ok(Some((Noun::Official, id(&told.official_id)?, Told::OfficialRetracted)));
    }
    let Some(told) = read::<OfficialTermEnded>(event)? else { return Ok(None) };
    Ok(Some((Noun::Official, id(&told.official_id)?, Told::OfficialEnded { to: day(&told.term_to)? })))
}
