//! Whom producers are led by: asked of registry, which tells it to reporting alone and in no event.

use std::collections::BTreeSet;
use std::time::Duration;

use platform::error::Error as Platform;
use platform::ids::RawId;
use platform::outbox::told::id;
use platform::rpc::Transport;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::producer_service_client::ProducerServiceClient;
use tokio_util::sync::CancellationToken;

use crate::domain::told::{Heard, Noun, Subject, Told};
use crate::posting::post;
use crate::{Runner, Work, store};

/// How often it is looked whether anything is to be asked.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How many producers registry is asked of at once.
const AT_ONCE: u64 = 500;

/// Asks registry whenever somebody is recorded to represent a producer, until told to stop.
pub(crate) async fn ask_whom_they_are_led_by(
    runner: Runner,
    registry: ProducerServiceClient<Transport>,
    stop: CancellationToken,
) {
    loop {
        if let Err(error) = ask(&runner, registry.clone()).await {
            tracing::warn!(%error, "could not ask registry whom producers are led by; trying again");
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn ask(runner: &Runner, mut registry: ProducerServiceClient<Transport>) -> Result<(), Platform> {
    loop {
        let wanted = store::flags::wanted(&runner.own_view("AskForFlags"), AT_ONCE).await?;
        if wanted.is_empty() {
            return Ok(());
        }
        let producer_ids = wanted.iter().map(RawId::to_string).collect();
        let request = registry_pb::BatchGetProducerFlagsRequest { producer_ids };
        let answer = registry.batch_get_producer_flags(request).await.map_err(Platform::internal)?.into_inner();
        runner.run("TakeInFlags", &(wanted, answer.flags), take_in).await?;
    }
}

async fn take_in(work: &Work, (wanted, flags): &(Vec<RawId>, Vec<registry_pb::ProducerFlags>)) -> Result<(), Platform> {
    for flags in flags {
        let about = Subject::new(Noun::Producer, id(&flags.producer_id)?);
        let by = led_by(flags);
        if last_told(work, about).await? != by {
            let (source, position, at) = (store::flags::SOURCE.to_owned(), work.now().timestamp_micros(), work.now());
            post(work, vec![Heard { about, source, position, at, told: Told::LedBy { by } }]).await?;
        }
    }
    store::flags::answered(work, wanted).await
}

/// What was answered last; nothing before the first answer.
async fn last_told(work: &Work, producer: Subject) -> Result<Vec<String>, Platform> {
    let heard = store::told::of(work, &BTreeSet::from([producer])).await?.remove(&producer).unwrap_or_default();
    let answers = heard.into_iter().filter_map(|heard| match heard.told {
        Told::LedBy { by } => Some((heard.at, by)),
        _ => None,
    });
    Ok(answers.max().map(|(_, by)| by).unwrap_or_default())
}

fn led_by(flags: &registry_pb::ProducerFlags) -> Vec<String> {
    let led = [
        ("woman", flags.women_led()),
        ("ethnic_minority", flags.ethnic_minority_led()),
        ("disabled", flags.disabled_led()),
    ];
    let is_so = |(by, known): (&str, registry_pb::Known)| (known == registry_pb::Known::Yes).then(|| by.to_owned());
    led.into_iter().filter_map(is_so).collect()
}
