//! A member has the minutes say something in her own words.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::dossier::DossierId;
use crate::domain::minutes::Statement;
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct RecordStatement {
    session: SessionId,
    dossier: Option<DossierId>,
    text: String,
}

impl RecordStatement {
    pub(crate) fn parse(message: pb::RecordStatementRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let dossier = fields.optional_id("dossier_id", &message.dossier_id);
        let text = fields.paragraphs("text", &message.text, MOST_TEXT);
        if text.as_deref() == Some("") {
            fields.fault("text", "Chưa ghi ý kiến.", "It says nothing.");
        }
        let (session, dossier, text) = fields.finish((session, dossier, text))?;
        Ok(Self { session, dossier, text })
    }
}

pub(crate) async fn record_statement(work: &Work, command: &RecordStatement) -> Result<Statement, Error> {
    let (session, _) = policy::attended_session(work, command.session).await?;
    if let Some(dossier) = command.dossier
        && store::sessions::scoring(work, session.id, dossier).await?.is_none()
    {
        return Err(Error::DossierNotInSession { dossier });
    }
    if store::minutes::find(work, session.id).await?.is_some() {
        return Err(Error::MinutesFrozen);
    }
    let statement = Statement {
        id: work.new_id(),
        session: session.id,
        dossier: command.dossier,
        person: work.person(),
        text: command.text.clone(),
        made_at: work.now(),
    };
    store::minutes::insert_statement(work, &statement).await?;
    Ok(statement)
}
