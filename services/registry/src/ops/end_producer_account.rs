//! Ending a grant: its account may act for the producer no more, from this moment on.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::producer_account::{ProducerAccount, ProducerAccountId};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct EndProducerAccount {
    account: ProducerAccountId,
    version: i64,
    reason: String,
}

impl EndProducerAccount {
    pub(crate) fn parse(message: pb::EndProducerAccountRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let account = fields.id("producer_account_id", &message.producer_account_id);
        let version = fields.etag("etag", &message.etag);
        let reason = fields.line("reason", &message.reason, 500);
        let (account, version, reason) = fields.finish((account, version, reason))?;
        Ok(Self { account, version, reason })
    }
}

pub(crate) async fn end_producer_account(work: &Work, command: &EndProducerAccount) -> Result<ProducerAccount, Error> {
    let no_such_account = || Error::NoSuchProducerAccount { account: command.account };
    let account = store::producer_accounts::find(work, command.account).await?.ok_or_else(no_such_account)?;
    let producer = store::producers::find(work, account.producer).await?;
    let producer = policy::known_producer(producer, account.producer, policy::reached(work));
    producer.map_err(|_| no_such_account())?;
    account.must_be_at(command.version)?;
    let account = account.end(work.person(), command.reason.clone(), work.today(), work.now())?;
    store::producer_accounts::save(work, &account).await?;
    events::producer_account_ended(work, &account);
    Ok(account)
}
