//! Recording that producers stand in the place of others: who was before ceases, and its products go on.

use chrono::NaiveDate;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::producer::{Producer, ProducerId};
use crate::domain::product::{Product, ProductId};
use crate::domain::product_set;
use crate::domain::succession::{Document, Succession, SuccessionKind, must_be_alike};
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Most producers on a side.
const MOST: usize = 20;
/// Most products that are placed by name.
const MOST_MOVES: usize = 500;

pub(crate) struct RecordSuccession {
    kind: SuccessionKind,
    predecessors: Vec<ProducerId>,
    successors: Vec<ProducerId>,
    happened_on: NaiveDate,
    document: Document,
    moves: Vec<(ProductId, ProducerId)>,
}

impl RecordSuccession {
    pub(crate) fn parse(message: pb::RecordSuccessionRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let kind = wire::successions::read_kind(&mut fields, message.kind);
        let predecessors = read_side(&mut fields, "predecessor_ids", message.predecessor_ids);
        let successors = read_side(&mut fields, "successor_ids", message.successor_ids);
        let happened_on = fields.date("happened_on", &message.happened_on);
        let number = fields.line("document_number", &message.document_number, 100);
        let date = fields.date("document_date", &message.document_date);
        let moves = fields.list("product_moves", message.product_moves, 0..=MOST_MOVES).unwrap_or_default();
        let moves = fields.each("product_moves", &moves, |fields, path, given| {
            let product = fields.id(&format!("{path}.product_id"), &given.product_id);
            let producer = fields.id(&format!("{path}.producer_id"), &given.producer_id);
            Some((product?, producer?))
        });
        let (kind, predecessors, successors, happened_on, number, date, moves) =
            fields.finish((kind, predecessors, successors, happened_on, number, date, moves))?;
        Ok(Self { kind, predecessors, successors, happened_on, document: Document { number, date }, moves })
    }
}

fn read_side(fields: &mut Fields, path: &str, given: Vec<String>) -> Option<Vec<ProducerId>> {
    let given = fields.list(path, given, 1..=MOST)?;
    fields.each(path, &given, |fields, path, id| fields.id(path, id))
}

pub(crate) async fn record_succession(work: &Work, command: &RecordSuccession) -> Result<Succession, Error> {
    let succession = Succession {
        id: work.new_id(),
        kind: command.kind,
        predecessors: command.predecessors.clone(),
        successors: command.successors.clone(),
        happened_on: command.happened_on,
        document: Some(command.document.clone()),
        why: String::new(),
        recorded_by: work.person(),
        recorded_at: work.now(),
    };
    succession.must_be_sound(work.today())?;
    let predecessors = reached(work, &succession.predecessors).await?;
    let successors = reached(work, &succession.successors).await?;
    must_be_alike(&[predecessors.clone(), successors.clone()].concat())?;
    // The first thing told of is what the audit trail says this was about.
    store::successions::insert(work, &succession).await?;
    events::producer_succession_recorded(work, &succession);
    let products = store::products::active_of(work, &succession.predecessors).await?;
    let places = succession.places(&products, &command.moves)?;
    for product in products {
        if let Some(successor) = places.get(&product.id).and_then(|id| successors.iter().find(|one| one.id == *id)) {
            move_product(work, product, successor).await?;
        }
    }
    for predecessor in predecessors.into_iter().filter(|one| !succession.goes_on(one.id)) {
        cease(work, predecessor, &succession).await?;
    }
    Ok(succession)
}

/// Producers in use that the caller keeps.
pub(super) async fn reached(work: &Work, ids: &[ProducerId]) -> Result<Vec<Producer>, Error> {
    let mut producers = Vec::new();
    for id in ids {
        let found = store::producers::find(work, *id).await?;
        let producer = policy::known_producer(found, *id, policy::reached(work))?;
        producer.must_be_active()?;
        producers.push(producer);
    }
    Ok(producers)
}

/// A product goes to another producer, if its set is open to it.
pub(super) async fn move_product(work: &Work, product: Product, to: &Producer) -> Result<(), Error> {
    product_set::must_be_open_to(to.facts.kind, &[product.facts.product_set], work.today())?;
    let product = product.moved_to(to.id, work.now());
    store::products::save(work, &product).await?;
    events::product_updated(work, &product);
    Ok(())
}

/// A producer ceases: nobody acts for it, nobody leads it, and its record says who stands in its place.
async fn cease(work: &Work, predecessor: Producer, succession: &Succession) -> Result<(), Error> {
    let reason = succession.reason();
    for account in store::producer_accounts::open_of(work, predecessor.id).await? {
        let account = account.end(work.person(), reason.clone(), work.today(), work.now())?;
        store::producer_accounts::save(work, &account).await?;
        events::producer_account_ended(work, &account);
    }
    if let Some(leader) = store::leaders::last(work, predecessor.id).await?.filter(|term| term.to.is_none()) {
        // Who began on the day itself led it for that day.
        let last_day = succession.happened_on.pred_opt().unwrap_or(succession.happened_on).max(leader.from);
        let leader = leader.end(last_day, work.now())?;
        store::leaders::save(work, &leader).await?;
        events::leader_term_ended(work, &leader);
    }
    let predecessor = predecessor.succeeded(reason, succession.successors.clone(), work.now())?;
    store::producers::save(work, &predecessor).await?;
    events::producer_retired(work, &predecessor);
    Ok(())
}
