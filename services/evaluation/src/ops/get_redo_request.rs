//! A request of the ministry by its identity; and what the steps on one share.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::MOST_TEXT;
use crate::domain::redo::{RedoRequest, RedoRequestId, Said, Signed};
use crate::error::Error;
use crate::{View, Work, policy, wire};

pub(crate) struct GetRedoRequest(RedoRequestId);

impl GetRedoRequest {
    pub(crate) fn parse(message: pb::GetRedoRequestRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let request = fields.id("redo_request_id", &message.redo_request_id);
        let (request,) = fields.finish((request,))?;
        Ok(Self(request))
    }
}

/// A request, and the day on which it may be overdue.
pub(crate) type RedoRequestOnDay = (RedoRequest, NaiveDate);

pub(crate) async fn get_redo_request(
    view: &View,
    GetRedoRequest(id): &GetRedoRequest,
) -> Result<RedoRequestOnDay, Error> {
    Ok((policy::readable_redo_request(view, *id).await?, view.today()))
}

/// A request as the caller read it, and what she says about it.
pub(super) struct RedoWord {
    request: RedoRequestId,
    version: i64,
    text: String,
}

impl RedoWord {
    /// Reads the fields; `path` names the one with the text.
    pub(super) fn read(redo_request_id: &str, etag: &str, path: &'static str, text: &str) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let request = fields.id("redo_request_id", redo_request_id);
        let version = fields.etag("etag", etag);
        let text = wire::register::read_reasons(&mut fields, path, text, MOST_TEXT);
        let (request, version, text) = fields.finish((request, version, text))?;
        Ok(Self { request, version, text })
    }

    /// The request, if the caller may know of it and has read it as it is.
    pub(super) async fn load(&self, work: &Work) -> Result<RedoRequest, Error> {
        let request = policy::readable_redo_request(work, self.request).await?;
        request.must_be_at(self.version)?;
        Ok(request)
    }

    /// What she says, signed.
    pub(super) fn said(&self, work: &Work) -> Said {
        Said { text: self.text.clone(), signed: Signed { by: work.person(), at: work.now() } }
    }
}
