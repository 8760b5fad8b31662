//! Who has no vote on which dossier of a session, for those who preside over it.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::session::SessionId;
use crate::domain::voters::Conflict;
use crate::error::Error;
use crate::{policy, store};

pub(crate) struct ListConflicts {
    session: SessionId,
}

impl ListConflicts {
    pub(crate) fn parse(message: pb::ListConflictsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let session = fields.id("session_id", &message.session_id);
        let (session,) = fields.finish((session,))?;
        Ok(Self { session })
    }
}

/// Those who sit in the session only: whoever else is bound to a producer is nobody's business here.
pub(crate) async fn list_conflicts(view: &View, command: &ListConflicts) -> Result<Vec<Conflict>, Error> {
    let (session, council) = policy::presided_session(view, command.session).await?;
    let mut conflicts = Vec::new();
    for scoring in store::sessions::scorings(view, session.id).await? {
        let Some(dossier) = store::dossiers::find(view, scoring.dossier).await? else { continue };
        let about = store::conflicts::about(view, session.id, &dossier, view.today()).await?;
        conflicts.extend(about.into_iter().filter(|conflict| council.duty_of(conflict.person).is_some()));
    }
    Ok(conflicts)
}
