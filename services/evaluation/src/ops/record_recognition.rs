//! Recording a recognition under earlier rules, as it is known. It is never scored.

use chrono::NaiveDate;
use platform::access::UnitLevel;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::Work;
use crate::domain::criteria::Star;
use crate::domain::recognition::{CertificatePaper, Recognition, RecognitionFacts};
use crate::error::Error;
use crate::{events, policy, store, wire};

pub(crate) struct RecordRecognition {
    facts: RecognitionFacts,
}

impl RecordRecognition {
    pub(crate) fn parse(message: pb::RecordRecognitionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("recognition", message.recognition).unwrap_or_default();
        let product_name = fields.line("recognition.product_name", &given.product_name, 200);
        let producer_name = fields.optional_line("recognition.producer_name", &given.producer_name, 200);
        let place = fields.optional_line("recognition.place_as_recorded", &given.place_as_recorded, 200);
        let province = fields.unit("recognition.unit_id", &given.unit_id);
        let product_set = fields.number("recognition.product_set", given.product_set, 0..=999);
        let star = fields.number("recognition.star", given.star, 0..=5);
        let days = read_days(&mut fields, &given);
        let recognised = fields.optional_line("recognition.recognised_as_recorded", &given.recognised_as_recorded, 100);
        let evidence = fields.line("recognition.evidence", &given.evidence, 500);
        let paper = read_paper(&mut fields, &given);
        let (
            product_name,
            producer_name,
            place_as_recorded,
            province,
            product_set,
            star,
            (earliest, latest),
            recognised_as_recorded,
            evidence,
            paper,
        ) = fields.finish((
            product_name,
            producer_name,
            place,
            province,
            product_set,
            star,
            days,
            recognised,
            evidence,
            paper,
        ))?;
        Ok(Self {
            facts: RecognitionFacts {
                product_name,
                producer_name,
                place_as_recorded,
                province,
                product_set: Some(product_set).filter(|number| *number > 0),
                star: Star::try_from(star).ok().filter(|star| *star > 0),
                earliest,
                latest,
                recognised_as_recorded,
                evidence,
                paper,
            },
        })
    }
}

/// First and last day it can have been recognised.
fn read_days(fields: &mut Fields, given: &pb::RecordedRecognition) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    let earliest = fields.optional_date("recognition.recognised_earliest", &given.recognised_earliest);
    let latest = fields.optional_date("recognition.recognised_latest", &given.recognised_latest);
    Some((earliest?, latest?))
}

/// What the certificate of its time says.
fn read_paper(fields: &mut Fields, given: &pb::RecordedRecognition) -> Option<CertificatePaper> {
    let number = fields.optional_line("recognition.certificate_number", &given.certificate_number, 100);
    let product_code = fields.optional_line("recognition.product_code", &given.product_code, 50);
    let decision_number = fields.optional_line("recognition.decision_number", &given.decision_number, 100);
    let issuing_body = fields.optional_line("recognition.issuing_body", &given.issuing_body, 200);
    let issuing_level = wire::register::read_issuing_level(fields, given.issuing_level);
    let expires_on = fields.optional_date("recognition.expires_on", &given.expires_on);
    let known = |text: String| Some(text).filter(|text| !text.is_empty());
    Some(CertificatePaper {
        number: known(number?),
        product_code: known(product_code?),
        decision_number: known(decision_number?),
        issuing_body: known(issuing_body?),
        issuing_level: issuing_level?,
        expires_on: expires_on?,
    })
}

pub(crate) async fn record_recognition(work: &Work, command: &RecordRecognition) -> Result<Recognition, Error> {
    let province = &command.facts.province;
    let known = work.authority().units().at(province, work.today());
    if known.is_none_or(|known| known.level != UnitLevel::Province) {
        return Err(Error::UnitIsNoProvince { unit: province.clone(), path: "recognition.unit_id" });
    }
    policy::may_work_for_province(work, province)?;
    command.facts.check_dates(work.today())?;
    command.facts.check_issuer()?;
    command.facts.check_expiry()?;
    let recognition = Recognition {
        id: work.new_id(),
        rule_set: command.facts.rule_set().map(str::to_owned),
        facts: command.facts.clone(),
        recorded_at: work.now(),
        retraction: None,
    };
    store::recognitions::insert(work, &recognition).await?;
    events::recognition_recorded(work, &recognition);
    Ok(recognition)
}
