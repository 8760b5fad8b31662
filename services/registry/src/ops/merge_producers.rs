//! Making one of two records of one producer: what hangs on the absorbed one goes to the one that is kept.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::record_succession::{move_product, reached};
use crate::Work;
use crate::domain::leader::Leader;
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::retention::Held;
use crate::domain::succession::{Succession, SuccessionKind, must_be_alike};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct MergeProducers {
    kept: ProducerId,
    absorbed: ProducerId,
    /// Versions of the two as the caller has compared them.
    versions: [i64; 2],
    why: String,
}

impl MergeProducers {
    pub(crate) fn parse(message: pb::MergeProducersRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let kept = fields.id("kept_producer_id", &message.kept_producer_id);
        let kept_version = fields.etag("kept_etag", &message.kept_etag);
        let absorbed = fields.id("absorbed_producer_id", &message.absorbed_producer_id);
        let absorbed_version = fields.etag("absorbed_etag", &message.absorbed_etag);
        let why = fields.line("why", &message.why, 500);
        let (kept, kept_version, absorbed, absorbed_version, why) =
            fields.finish((kept, kept_version, absorbed, absorbed_version, why))?;
        Ok(Self { kept, absorbed, versions: [kept_version, absorbed_version], why })
    }
}

/// Returns the producer that is kept, and the absorbed one.
pub(crate) async fn merge_producers(work: &Work, command: &MergeProducers) -> Result<(Producer, Producer), Error> {
    let succession = Succession {
        id: work.new_id(),
        kind: SuccessionKind::RecordMerge,
        predecessors: vec![command.absorbed],
        successors: vec![command.kept],
        happened_on: work.today(),
        document: None,
        why: command.why.clone(),
        recorded_by: work.person(),
        recorded_at: work.now(),
    };
    succession.must_be_sound(work.today())?;
    let both = reached(work, &[command.kept, command.absorbed]).await?;
    must_be_alike(&both)?;
    let [kept, absorbed] = <[Producer; 2]>::try_from(both).map_err(|_| Error::EtagStale)?;
    kept.must_be_at(command.versions[0])?;
    absorbed.must_be_at(command.versions[1])?;
    if let Some(hold) = store::legal_holds::in_force(work, Held::Producer(absorbed.id)).await? {
        return Err(Error::ProducerHeld { producer: absorbed.id, hold: hold.id });
    }
    store::successions::insert(work, &succession).await?;
    events::producer_succession_recorded(work, &succession);
    for product in store::products::all_of(work, absorbed.id).await? {
        move_product(work, product, &kept).await?;
    }
    move_leaders(work, &absorbed, &kept).await?;
    move_accounts(work, &absorbed, &kept, &succession.reason()).await?;
    store::figures::move_to(work, absorbed.id, kept.id).await?;
    let absorbed = absorbed.absorbed_by(kept.id, succession.reason(), work.now())?;
    store::producers::save(work, &absorbed).await?;
    events::producer_retired(work, &absorbed);
    Ok((kept, absorbed))
}

/// Terms go over as far as they overlap none of the record that is kept; one that runs on and cannot go ends.
async fn move_leaders(work: &Work, absorbed: &Producer, kept: &Producer) -> Result<(), Error> {
    let mut terms = store::leaders::of_producer(work, kept.id).await?;
    for term in store::leaders::of_producer(work, absorbed.id).await? {
        if terms.iter().any(|other| term.overlaps(other)) {
            end_where_it_is(work, term).await?;
            continue;
        }
        let term = term.moved_to(kept.id, work.now());
        store::leaders::save(work, &term).await?;
        events::leader_term_corrected(work, &term);
        terms.push(term);
    }
    Ok(())
}

async fn end_where_it_is(work: &Work, term: Leader) -> Result<(), Error> {
    if term.to.is_some() {
        return Ok(());
    }
    let last_day = work.today().max(term.from);
    let term = term.end(last_day, work.now())?;
    store::leaders::save(work, &term).await?;
    events::leader_term_ended(work, &term);
    Ok(())
}

/// Who may act for the absorbed record may act for the one that is kept, on the same basis; her grant for the absorbed
/// one ends.
async fn move_accounts(work: &Work, absorbed: &Producer, kept: &Producer, reason: &str) -> Result<(), Error> {
    let present = store::producer_accounts::open_of(work, kept.id).await?;
    for account in store::producer_accounts::open_of(work, absorbed.id).await? {
        let further = account.granted_anew(work.new_id(), kept.id, work.today(), work.now());
        let ended = account.end(work.person(), reason.to_owned(), work.today(), work.now())?;
        store::producer_accounts::save(work, &ended).await?;
        events::producer_account_ended(work, &ended);
        let known = present.iter().any(|other| other.person == ended.person);
        if let Some(further) = further.filter(|_| !known) {
            store::producer_accounts::insert(work, &further).await?;
            events::producer_account_granted(work, &further);
        }
    }
    Ok(())
}
