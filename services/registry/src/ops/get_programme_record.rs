//! A record of the programme by its identity, with what was paid.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::View;
use crate::domain::programme::{Paid, ProgrammeRecord, ProgrammeRecordId};
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct GetProgrammeRecord {
    record: ProgrammeRecordId,
}

impl GetProgrammeRecord {
    pub(crate) fn parse(message: pb::GetProgrammeRecordRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let record = fields.id("record_id", &message.record_id);
        let (record,) = fields.finish((record,))?;
        Ok(Self { record })
    }
}

pub(crate) async fn get_programme_record(
    view: &View,
    command: &GetProgrammeRecord,
) -> Result<(ProgrammeRecord, Paid), Error> {
    let found = store::programme_records::find(view, command.record).await?;
    let record = policy::known_programme_record(found, command.record, policy::seen(view))?;
    let paid = store::programme_payments::paid(view, record.id).await?;
    Ok((record, paid))
}
