//! Saying that a notice was seen.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::notice::{Notice, NoticeId};
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct AcknowledgeNotice {
    notice: NoticeId,
}

impl AcknowledgeNotice {
    pub(crate) fn parse(message: pb::AcknowledgeNoticeRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let notice = fields.id("notice_id", &message.notice_id);
        let (notice,) = fields.finish((notice,))?;
        Ok(Self { notice })
    }
}

pub(crate) async fn acknowledge_notice(work: &Work, command: &AcknowledgeNotice) -> Result<Notice, Error> {
    let unknown = Error::NoSuchNotice { notice: command.notice };
    let Some(notice) = store::notices::find(work, command.notice).await? else { return Err(unknown) };
    if !policy::is_recipient(work, &notice).await? {
        return Err(unknown);
    }
    if notice.acknowledged.is_some() {
        return Ok(notice);
    }
    let notice = Notice { acknowledged: Some((work.person(), work.now())), ..notice };
    store::notices::acknowledge(work, &notice).await?;
    events::notice_acknowledged(work, &notice);
    Ok(notice)
}
