//! Binding a person's account to a producer it may act for.

use chrono::NaiveDate;
use platform::fields::Fields;
use platform::ids::PersonId;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::producer::ProducerId;
use crate::domain::producer_account::{AccountState, AccountTerm, ProducerAccount};
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct GrantProducerAccount {
    producer: ProducerId,
    person: PersonId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    basis: String,
}

impl GrantProducerAccount {
    pub(crate) fn parse(message: pb::GrantProducerAccountRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let producer = fields.id("producer_id", &message.producer_id);
        let person = fields.id("person_id", &message.person_id);
        let from = fields.optional_date("term_from", &message.term_from);
        let to = fields.optional_date("term_to", &message.term_to);
        let basis = fields.line("basis", &message.basis, 500);
        let (producer, person, from, to, basis) = fields.finish((producer, person, from, to, basis))?;
        Ok(Self { producer, person, from, to, basis })
    }
}

pub(crate) async fn grant_producer_account(
    work: &Work,
    command: &GrantProducerAccount,
) -> Result<ProducerAccount, Error> {
    let found = store::producers::find(work, command.producer).await?;
    let producer = policy::known_producer(found, command.producer, policy::reached(work))?;
    producer.must_be_active()?;
    policy::must_not_be_oneself(work, command.person)?;
    let term = AccountTerm::new(command.from, command.to, work.today())?;
    let account = ProducerAccount {
        id: work.new_id(),
        producer: producer.id,
        person: command.person,
        from: term.from,
        to: term.to,
        basis: command.basis.clone(),
        state: AccountState::Open,
        granted_by: work.person(),
        granted_at: work.now(),
        version: 1,
        updated_at: work.now(),
    };
    store::producer_accounts::insert(work, &account).await?;
    events::producer_account_granted(work, &account);
    Ok(account)
}
