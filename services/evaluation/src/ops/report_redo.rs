//! Reporting on what the ministry asked for, for the province.

use proto::evaluation::v1 as pb;

use super::get_redo_request::{RedoRequestOnDay, RedoWord};
use crate::domain::dossier::Level;
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct ReportRedo(RedoWord);

impl ReportRedo {
    pub(crate) fn parse(message: pb::ReportRedoRequest) -> Result<Self, Error> {
        let pb::ReportRedoRequest { redo_request_id, etag, report, .. } = message;
        RedoWord::read(&redo_request_id, &etag, "report", &report).map(Self)
    }
}

pub(crate) async fn report_redo(work: &Work, ReportRedo(word): &ReportRedo) -> Result<RedoRequestOnDay, Error> {
    let request = word.load(work).await?;
    policy::may_lead_at(work, Level::Province, &request.unit)?;
    let request = request.reported(word.said(work))?;
    store::redo_requests::save(work, &request).await?;
    events::redo_reported(work, &request);
    Ok((request, work.today()))
}
