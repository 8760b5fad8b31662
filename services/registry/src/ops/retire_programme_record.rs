//! Taking a record of the programme out of use: it was a mistake, and counts no more.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::programme::{Paid, ProgrammeRecord, ProgrammeRecordId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct RetireProgrammeRecord {
    record: ProgrammeRecordId,
    version: i64,
    reason: String,
}

impl RetireProgrammeRecord {
    pub(crate) fn parse(message: pb::RetireProgrammeRecordRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let record = fields.id("record_id", &message.record_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (record, version, reason) = fields.finish((record, version, reason))?;
        Ok(Self { record, version, reason })
    }
}

pub(crate) async fn retire_programme_record(
    work: &Work,
    command: &RetireProgrammeRecord,
) -> Result<(ProgrammeRecord, Paid), Error> {
    let found = store::programme_records::find(work, command.record).await?;
    let record = policy::known_programme_record(found, command.record, policy::reached(work))?;
    policy::may_keep_programme(work, &record.facts.unit)?;
    record.must_be_at(command.version)?;
    let paid = store::programme_payments::paid(work, record.id).await?;
    let record = record.retire(command.reason.clone(), paid, work.now())?;
    store::programme_records::save(work, &record).await?;
    events::programme::record_retired(work, &record);
    Ok((record, paid))
}
