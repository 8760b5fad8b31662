//! Decisions and the dossiers they cover.

use chrono::Datelike as _;
use platform::db::{self, Unique};
use platform::error::Error as Platform;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _};

use super::damaged;
use super::entity::{decision, decision_dossier};
use crate::Work;
use crate::domain::council::DecisionReference;
use crate::domain::decision::{Decision, DecisionId, DecisionState};
use crate::error::Error;

const NUMBER: Unique = Unique { name: "decision_number", columns: "decision.issuer, decision.year, decision.number" };
const WAITING: Unique = Unique { name: "decision_dossier_waiting", columns: "decision_dossier.dossier_id" };
const TWICE: Unique =
    Unique { name: "decision_dossier_pkey", columns: "decision_dossier.decision_id, decision_dossier.dossier_id" };

/// Keeps a decision that was entered; an issuer has a number once a year, and a dossier waits in one decision.
pub(crate) async fn insert(work: &Work, decision: &Decision) -> Result<(), Error> {
    let DecisionReference { number, date, signer_name, signer_title } = &decision.reference;
    let row = decision::ActiveModel {
        id: Set(decision.id.into()),
        issuer: Set(decision.issuer.to_string()),
        year: Set(date.year()),
        number: Set(number.clone()),
        date: Set(*date),
        signer_name: Set(signer_name.clone()),
        signer_title: Set(signer_title.clone()),
        entered_at: Set(decision.entered_at),
        entered_by: Set(decision.entered_by.map(Into::into)),
        state: Set(decision.state.name().to_owned()),
        decided_by: Set(None),
        decided_at: Set(None),
        reasons: Set(String::new()),
        signed_file: Set(decision.signed_file.clone()),
        updated_by: Set(work.operation().to_owned()),
    };
    let inserted = decision::Entity::insert(row).exec_without_returning(work).await;
    db::unique_or(inserted.map(|_| ()), &[(NUMBER, || Error::DecisionNumberTaken)])?;
    let covered = (1..).zip(&decision.dossiers).map(|(place, dossier)| decision_dossier::ActiveModel {
        decision_id: Set(decision.id.into()),
        dossier_id: Set((*dossier).into()),
        place: Set(place),
        waiting: Set(true),
    });
    let inserted = decision_dossier::Entity::insert_many(covered).exec_without_returning(work).await;
    let elsewhere = || Error::DossierInOtherDecision;
    db::unique_or(inserted.map(|_| ()), &[(WAITING, elsewhere), (TWICE, elsewhere)])
}

/// The decision of an identity, with the dossiers it covers.
pub(crate) async fn find(db: &impl ConnectionTrait, id: DecisionId) -> Result<Option<Decision>, Platform> {
    let Some(row) = db::one(decision::Entity::find_by_id(id), db).await? else { return Ok(None) };
    let covered = decision_dossier::Entity::find()
        .filter(decision_dossier::COLUMN.decision_id.eq(id))
        .order_by_asc(decision_dossier::COLUMN.place)
        .all(db)
        .await?;
    let read = |row: decision::Model| {
        let (by, at) = (row.decided_by.map(Into::into), row.decided_at);
        let state = match row.state.as_str() {
            "entered" => DecisionState::Entered,
            "approved" => DecisionState::Approved { by, at },
            "declined" => DecisionState::Declined { by, at, reasons: row.reasons },
            _ => return None,
        };
        Some(Decision {
            id,
            issuer: row.issuer.parse().ok()?,
            reference: DecisionReference {
                number: row.number,
                date: row.date,
                signer_name: row.signer_name,
                signer_title: row.signer_title,
            },
            dossiers: covered.iter().map(|row| row.dossier_id.into()).collect(),
            signed_file: row.signed_file,
            entered_at: row.entered_at,
            entered_by: row.entered_by.map(Into::into),
            state,
        })
    };
    read(row).ok_or_else(|| damaged("decision")).map(Some)
}

/// Keeps that a decision was approved or declined; only one who finds it entered may do so.
pub(crate) async fn decide(work: &Work, decision: &Decision) -> Result<(), Error> {
    let (by, at, reasons) = match &decision.state {
        DecisionState::Entered => return Err(Error::DecisionStateWrong { decision: decision.id, state: "entered" }),
        DecisionState::Approved { by, at } => (*by, *at, String::new()),
        DecisionState::Declined { by, at, reasons } => (*by, *at, reasons.clone()),
    };
    let decided = decision::ActiveModel {
        state: Set(decision.state.name().to_owned()),
        decided_by: Set(by.map(Into::into)),
        decided_at: Set(at),
        reasons: Set(reasons),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let changed = decision::Entity::update_many()
        .set(decided)
        .filter(decision::COLUMN.id.eq(decision.id))
        .filter(decision::COLUMN.state.eq("entered"))
        .exec(work)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::DecisionStateWrong { decision: decision.id, state: decision.state.name() });
    }
    let waits_no_more = decision_dossier::ActiveModel { waiting: Set(false), ..Default::default() };
    decision_dossier::Entity::update_many()
        .set(waits_no_more)
        .filter(decision_dossier::COLUMN.decision_id.eq(decision.id))
        .exec(work)
        .await?;
    Ok(())
}
