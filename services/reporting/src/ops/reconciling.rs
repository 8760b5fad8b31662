//! Comparing the two sides: each computes digests of what it keeps, and zero rows differ, or they are named.

use std::collections::BTreeMap;

use platform::ids::RawId;
use platform::wire::timestamp;
use prost::Message as _;
use proto::reporting::v1 as pb;

use crate::domain::link::digests::{self, Digests};
use crate::domain::link::keys::Statement;
use crate::domain::link::record::{SignedBytes, Verdict};
use crate::domain::link::submission::{PeriodFigures, SubmissionKind};
use crate::error::Error;
use crate::link::{is_signed, sign};
use crate::store::link::reconciliations::Kept;
use crate::wire::link::{DigestList, difference, digest_list_bytes, read_content};
use crate::{View, Work, events, store};

/// Most rows that an outcome names.
const MOST_NAMED: usize = 500;

/// The row by which a register that differs is named.
pub(crate) const REGISTER: &str = "register";

/// What a province had acknowledged, as it is in force: the newest figures of each period, final ones before provisional
/// ones, and the newest register.
pub(crate) async fn own_digests(view: &View) -> Result<SignedBytes, Error> {
    let view = view.at_one_moment().await?;
    let province = view.service().link.province()?;
    let own = store::link::own::find(&view).await?;
    let accepted = store::link::submissions::of_verdicts(&view, &province.unit, &[Verdict::Accepted]).await?;
    let mut in_force: Vec<_> = accepted.into_iter().filter(|kept| kept.place.epoch == own.place.epoch).collect();
    in_force.sort_by_key(|kept| kept.place.sequence);
    let mut periods: BTreeMap<String, (SubmissionKind, PeriodFigures)> = BTreeMap::new();
    let mut register = Vec::new();
    for kept in in_force {
        let body = store::link::bodies::whole(&view, kept.id).await?;
        if body.is_empty() {
            continue;
        }
        let content = read_content(&body).ok_or(Error::SubmissionMalformed)?;
        register = content.register;
        for figures in content.periods {
            let key = figures.period.to_string();
            let is_kept_final = periods.get(&key).is_some_and(|(kind, _)| *kind == SubmissionKind::Final);
            if kept.summary.kind == SubmissionKind::Final || !is_kept_final {
                periods.insert(key, (kept.summary.kind, figures));
            }
        }
    }
    let mut digests = Digests::new();
    for (_, figures) in periods.values() {
        digests::add(&mut digests, figures.period, &figures.cells);
    }
    let list = DigestList {
        province: province.unit.clone(),
        epoch: own.place.epoch,
        sequence: own.place.sequence,
        digests,
        register: digests::of_register(&register),
    };
    Ok(sign(&province.key, Statement::DigestList, digest_list_bytes(&list, view.now())))
}

/// What the ministry has of a province, against what the province says it has. Returns what is kept and told.
pub(crate) async fn compare(work: &Work, list: &DigestList) -> Result<Kept, Error> {
    let mut ours = Digests::new();
    for source in store::link::figures::periods(work, &list.province).await? {
        let cells = store::link::figures::cells(work, &list.province, source.period).await?;
        digests::add(&mut ours, source.period, &cells);
    }
    let register = store::link::figures::register(work, &list.province).await?;
    let mut differences: Vec<pb::FigureDifference> =
        digests::differences(&list.digests, &ours).iter().map(difference).collect();
    if digests::of_register(&register) != list.register {
        differences.push(register_differs(list));
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let id: RawId = work.new_id();
    let rows = list.digests.keys().chain(ours.keys()).collect::<std::collections::BTreeSet<_>>().len();
    let (compared, different) = (count(rows) + 1, count(differences.len()));
    differences.truncate(MOST_NAMED);
    let outcome = pb::Reconciliation {
        id: id.to_string(),
        province_id: list.province.to_string(),
        epoch: list.epoch,
        sequence: list.sequence,
        compared_count: compared,
        difference_count: different,
        differences,
        compared_at: Some(timestamp(work.now())),
    };
    let link = store::link::provinces::find(work, &list.province).await?.ok_or(Error::ProvinceNotAdmitted)?;
    Ok(Kept {
        id,
        province: list.province.clone(),
        place: link.place,
        compared,
        different,
        outcome: outcome.encode_to_vec(),
        compared_at: work.now(),
    })
}

fn register_differs(list: &DigestList) -> pb::FigureDifference {
    pb::FigureDifference {
        indicator_code: REGISTER.to_owned(),
        unit_id: list.province.to_string(),
        kind: pb::DifferenceKind::Differs.into(),
        ..Default::default()
    }
}

/// Keeps what the ministry said of a comparison.
pub(crate) async fn keep_outcome(work: &Work, signed: &SignedBytes) -> Result<pb::Reconciliation, Error> {
    let province = work.service().link.province()?;
    if !is_signed(&province.ministry_key, Statement::Reconciliation, signed) {
        return Err(Error::MinistryUnknown);
    }
    let outcome = pb::Reconciliation::decode(signed.message.as_slice()).map_err(|_| Error::MinistryUnknown)?;
    let id: RawId = outcome.id.parse().map_err(|_| Error::MinistryUnknown)?;
    let own = store::link::own::find(work).await?;
    let kept = Kept {
        id,
        province: province.unit.clone(),
        place: own.place,
        compared: outcome.compared_count,
        different: outcome.difference_count,
        outcome: signed.message.clone(),
        compared_at: work.now(),
    };
    store::link::reconciliations::insert(work, &kept).await?;
    let own = store::link::own::Own { reconciled_on: Some(work.today()), ..own };
    store::link::own::save(work, &own).await?;
    events::link::figures_reconciled(work, id, kept.province.to_string(), kept.different);
    Ok(outcome)
}
