//! Who may do what with dossiers. The role × operation table stands at the door; duties in a council come from
//! its appointment alone, and are looked at inside the operation.

pub(crate) mod complaints;
pub(crate) mod inspections;

use chrono::NaiveDate;
use platform::access::Role::{
    self, Auditor, CommuneLeader, CommuneOfficer, Expert, MinistryLeader, MinistryOfficer, Producer, ProvinceLeader,
    ProvinceOfficer, Service as System, Trainer,
};
use platform::access::{Authority, Caller, Door, Policy, Rule, UnitId};
use platform::ids::PersonId;

use crate::domain::advisory_team::TeamDuty;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::council::{Council, CouncilId, Duty};
use crate::domain::decision::{Decision, DecisionId};
use crate::domain::dossier::{Dossier, DossierId, Level, ProducerId, Turn};
use crate::domain::file::{File, FileId, Upload, UploadId};
use crate::domain::notice::{HeldTurn, Notice, Reach, Recipient};
use crate::domain::redo::{RedoRequest, RedoRequestId};
use crate::domain::register::RegisteredCertificate;
use crate::domain::revocation::{Revocation, RevocationId};
use crate::domain::session::{Session, SessionId};
use crate::domain::voters::{away, presides_over};
use crate::error::Error;
use crate::store::OnBehalf;
use crate::{View, Work, store};

/// Those who may look at the dossiers and certificates of their units.
const READER_ROLES: &[Role] =
    &[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor, System];
const READERS: Door = Door::Roles(READER_ROLES);

/// Readers, and producers, who see what is their own.
const READERS_AND_OWN: Door = Door::Roles(&[
    Producer,
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Auditor,
    System,
]);

/// Those who may look at the register, which trainers work with too.
const REGISTER_READERS: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Trainer,
    Auditor,
    System,
]);

/// Standing roles of those who may be appointed to a council. The appointment decides.
const COUNCIL_ROLES: &[Role] = &[Expert, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader];
const COUNCIL: Door = Door::Roles(COUNCIL_ROLES);

/// The same, and who audits it.
const COUNCIL_AND_AUDITOR: Door =
    Door::Roles(&[Expert, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor]);

/// Accounts of the producer, and officers of the commune who type for those without one.
const PRODUCER_SIDE: Door = Door::Roles(&[Producer, CommuneOfficer]);

/// Officers and leaders of all levels; which level, the dossier says.
const LEVELS: Door =
    Door::Roles(&[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader]);

/// The same above the commune.
const UPPER_LEVELS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader]);

/// Those who look at what to inspect first.
const INSPECTION_PLANNERS: &[Role] = &[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor];

/// Those who review: officers of the level, and members of its advisory team.
const REVIEWERS: Door = Door::Roles(&[ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Expert]);

/// Those who may announce a rejection: officers and leaders of the level, and members of its advisory team.
const LEVELS_AND_TEAM: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Expert,
]);

/// Those whose turn it can be.
const WORKERS: Door = Door::Roles(&[
    Producer,
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Expert,
]);

/// Readers, the producer's accounts, and those with a duty.
const READERS_AND_PRODUCER: Door = Door::Roles(&[
    Producer,
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Auditor,
    System,
    Expert,
]);

/// Readers, and members of the council that scores the dossier.
const READERS_AND_COUNCIL: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Auditor,
    System,
    Expert,
]);

/// Those who bring files: for a producer its accounts or the officer of its commune, for an authority its own officers.
const UPLOADERS: Door = Door::Roles(&[Producer, CommuneOfficer, ProvinceOfficer, MinistryOfficer]);

/// Those who bring documents of an authority.
const OFFICERS: &[Role] = &[CommuneOfficer, ProvinceOfficer, MinistryOfficer];

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "ListCriteriaVersions", door: Door::AnyRole },
    Rule { operation: "GetCriteriaSet", door: Door::AnyRole },
    Rule { operation: "ScoreChoices", door: Door::AnyRole },
    Rule { operation: "WhatNext", door: Door::AnyRole },
    Rule { operation: "FileDossier", door: Door::Roles(&[CommuneOfficer]) },
    Rule { operation: "GetDossier", door: READERS_AND_PRODUCER },
    Rule { operation: "ListDossiers", door: READERS_AND_OWN },
    Rule { operation: "CountOpenDossiers", door: READERS },
    Rule { operation: "AcceptDossier", door: Door::Roles(&[CommuneOfficer, CommuneLeader]) },
    Rule { operation: "ProposeDossier", door: Door::Roles(&[CommuneLeader]) },
    Rule { operation: "AppointCouncil", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "GetCouncil", door: READERS_AND_COUNCIL },
    Rule { operation: "GetMemberStatistics", door: COUNCIL_AND_AUDITOR },
    Rule { operation: "OpenSession", door: COUNCIL },
    Rule { operation: "GetSession", door: COUNCIL },
    Rule { operation: "EnterCouncilRegulation", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "ListCouncilRegulations", door: Door::AnyRole },
    Rule { operation: "DeclareConflict", door: COUNCIL },
    Rule { operation: "DeclareRelation", door: COUNCIL },
    Rule { operation: "ListConflicts", door: COUNCIL },
    Rule { operation: "RecordDeparture", door: COUNCIL },
    Rule { operation: "RecordReturn", door: COUNCIL },
    Rule { operation: "SeatSubstitute", door: COUNCIL },
    Rule { operation: "CastBallot", door: COUNCIL },
    Rule { operation: "CloseScoring", door: COUNCIL },
    Rule { operation: "GetRoundResult", door: COUNCIL },
    Rule { operation: "OpenSecondBallot", door: COUNCIL },
    Rule { operation: "SaveBallotDraft", door: COUNCIL },
    Rule { operation: "GetBallotDraft", door: COUNCIL },
    Rule { operation: "GetMinutes", door: COUNCIL_AND_AUDITOR },
    Rule { operation: "SignMinutes", door: COUNCIL },
    Rule { operation: "RecordStatement", door: COUNCIL },
    Rule { operation: "GetResult", door: READERS_AND_COUNCIL },
    Rule { operation: "EnterDecision", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "ApproveDecision", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "DeclineDecision", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "GetDecision", door: READERS },
    Rule { operation: "GetCertificate", door: REGISTER_READERS },
    Rule { operation: "ListCertificates", door: REGISTER_READERS },
    Rule { operation: "VerifyCertificate", door: Door::Public },
    Rule { operation: "RecordRecognition", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "RetractRecognition", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "ListRecognitions", door: REGISTER_READERS },
    Rule { operation: "CreateDraft", door: PRODUCER_SIDE },
    Rule { operation: "UpdateForms", door: PRODUCER_SIDE },
    Rule { operation: "GetForms", door: READERS_AND_PRODUCER },
    Rule { operation: "SubmitDossier", door: PRODUCER_SIDE },
    Rule { operation: "ReturnDossier", door: Door::Roles(&[CommuneOfficer, CommuneLeader]) },
    Rule { operation: "AnnounceRejection", door: LEVELS_AND_TEAM },
    Rule { operation: "AnswerRejection", door: PRODUCER_SIDE },
    Rule { operation: "TakeUpDossier", door: LEVELS },
    Rule { operation: "RejectDossier", door: Door::Roles(&[CommuneLeader, ProvinceLeader, MinistryLeader]) },
    Rule { operation: "WithdrawDossier", door: PRODUCER_SIDE },
    Rule { operation: "TakeInDossier", door: UPPER_LEVELS },
    Rule { operation: "AppointAdvisoryTeam", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "ListAdvisoryTeams", door: READERS },
    Rule { operation: "RequestSupplement", door: REVIEWERS },
    Rule { operation: "RecordSiteSurvey", door: REVIEWERS },
    Rule { operation: "RecordTestReport", door: REVIEWERS },
    Rule { operation: "SubmitReviewReport", door: REVIEWERS },
    Rule { operation: "TransferDossier", door: Door::Roles(&[ProvinceLeader]) },
    Rule { operation: "GetCustodyReceipt", door: READERS },
    // Between installations. Which service asks is looked at inside: reporting alone keeps the link.
    Rule { operation: "ListWaitingParcels", door: Door::Roles(&[System]) },
    Rule { operation: "SealParcel", door: Door::Roles(&[System]) },
    Rule { operation: "ReadParcel", door: Door::Roles(&[System]) },
    Rule { operation: "KeepParcelPart", door: Door::Roles(&[System]) },
    Rule { operation: "TakeInParcel", door: Door::Roles(&[System]) },
    Rule { operation: "KeepCustodyReceipt", door: Door::Roles(&[System]) },
    Rule { operation: "AdoptMinistryResult", door: Door::Roles(&[ProvinceLeader]) },
    Rule { operation: "ReassessDossier", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "ListDossierSteps", door: READERS_AND_PRODUCER },
    Rule { operation: "ListDossierRecords", door: READERS_AND_COUNCIL },
    Rule { operation: "CompareForms", door: READERS_AND_PRODUCER },
    Rule { operation: "BeginUpload", door: UPLOADERS },
    Rule { operation: "Upload", door: UPLOADERS },
    Rule { operation: "GetUpload", door: UPLOADERS },
    Rule { operation: "RecordPaper", door: UPLOADERS },
    Rule { operation: "ListPapers", door: READERS_AND_PRODUCER },
    Rule { operation: "AttachEvidence", door: PRODUCER_SIDE },
    Rule { operation: "DetachEvidence", door: PRODUCER_SIDE },
    Rule { operation: "ListEvidence", door: READERS_AND_PRODUCER },
    Rule { operation: "GetCheckList", door: READERS_AND_PRODUCER },
    Rule { operation: "GetDossierForm", door: READERS_AND_PRODUCER },
    Rule { operation: "GetScoreSheet", door: READERS_AND_COUNCIL },
    Rule { operation: "GetDecisionForm", door: READERS },
    Rule { operation: "GetCertificateForm", door: REGISTER_READERS },
    Rule { operation: "GetFile", door: READERS_AND_PRODUCER },
    Rule { operation: "DownloadFile", door: READERS_AND_PRODUCER },
    Rule { operation: "ListMyWork", door: WORKERS },
    Rule { operation: "ListOverdue", door: READERS },
    Rule { operation: "PutCalendarDay", door: Door::Roles(&[MinistryOfficer]) },
    Rule { operation: "ListCalendarDays", door: Door::AnyRole },
    Rule { operation: "ListRounds", door: READERS },
    Rule { operation: "GetCouncilLoad", door: READERS },
    Rule { operation: "DelegateWork", door: LEVELS },
    Rule { operation: "EndDelegation", door: LEVELS },
    Rule { operation: "ListDelegations", door: READERS },
    Rule { operation: "ListNotices", door: WORKERS },
    Rule { operation: "AcknowledgeNotice", door: WORKERS },
    Rule { operation: "ListExpiring", door: REGISTER_READERS },
    Rule { operation: "SearchRegister", door: REGISTER_READERS },
    Rule { operation: "ListRuleSets", door: Door::AnyRole },
    Rule { operation: "OpenRevocation", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "AnswerRevocation", door: PRODUCER_SIDE },
    Rule { operation: "DecideRevocation", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "GetRevocation", door: READERS_AND_OWN },
    Rule { operation: "ListRevocations", door: READERS_AND_OWN },
    Rule { operation: "RecordComplaint", door: UPLOADERS },
    Rule { operation: "ForwardComplaint", door: Door::Roles(OFFICERS) },
    Rule { operation: "AnswerComplaint", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "WithdrawComplaint", door: Door::Roles(OFFICERS) },
    Rule { operation: "GetComplaint", door: READERS_AND_OWN },
    Rule { operation: "ListComplaints", door: READERS_AND_OWN },
    Rule { operation: "RevealComplainant", door: UPPER_LEVELS },
    Rule { operation: "ListComplainantReads", door: Door::Roles(&[ProvinceLeader, MinistryLeader, Auditor]) },
    Rule { operation: "RequestRedo", door: Door::Roles(&[MinistryLeader]) },
    Rule { operation: "ReportRedo", door: Door::Roles(&[ProvinceLeader]) },
    Rule { operation: "CloseRedo", door: Door::Roles(&[MinistryLeader]) },
    Rule { operation: "GetRedoRequest", door: READERS },
    Rule { operation: "ListRedoRequests", door: READERS },
    Rule { operation: "CorrectCertificate", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "ReissueCertificate", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "PlanInspections", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "ConductInspection", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "ConcludeInspection", door: Door::Roles(&[ProvinceLeader, MinistryLeader]) },
    Rule { operation: "RecordInspectionRemedy", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "CancelInspection", door: Door::Roles(&[ProvinceOfficer, MinistryOfficer]) },
    Rule { operation: "GetInspection", door: READERS_AND_OWN },
    Rule { operation: "ListInspections", door: READERS_AND_OWN },
    Rule { operation: "RankInspections", door: Door::Roles(INSPECTION_PLANNERS) },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// Refuses every service but reporting, which carries dossiers between installations.
pub(crate) fn must_be_reporting(asker: &impl OnBehalf) -> Result<(), Error> {
    let reporting = Caller::service_person("reporting");
    if asker.person() == reporting { Ok(()) } else { Err(Error::OnlyForReporting) }
}

/// The dossier, if one of the caller's reading roles reaches its commune: what one may not know of does not
/// exist. A duty in a council gives no right here.
pub(crate) fn known_dossier(found: Option<Dossier>, id: DossierId, authority: &Authority) -> Result<Dossier, Error> {
    found.filter(|dossier| reads(authority, &dossier.product.unit)).ok_or(Error::NoSuchDossier { dossier: id })
}

/// True if one of the caller's grants that is more than eligibility for councils reaches the unit.
pub(crate) fn reads(authority: &Authority, unit: &UnitId) -> bool {
    READER_ROLES.iter().any(|role| authority.reaches_as(*role, unit))
}

/// True if the person's account may act for the producer on a day, as far as registry has told: what it grants or
/// ends this moment arrives a little later.
pub(crate) async fn acts_for(
    db: &impl OnBehalf,
    person: PersonId,
    producer: ProducerId,
    day: NaiveDate,
) -> Result<bool, Error> {
    let bound = store::producer_persons::relations(db, producer, day).await?;
    Ok(bound.iter().any(|bound| bound.lets_act(person)))
}

/// Which dossiers, or revocations, a list shows a caller: those of the units she reads in; to a producer, its own.
pub(crate) async fn listed_to(
    asker: &impl OnBehalf,
    asked: Option<&UnitId>,
) -> Result<(Vec<UnitId>, Option<Vec<ProducerId>>), Error> {
    let reading = asker.authority().resting_on(READER_ROLES);
    if READER_ROLES.iter().any(|role| reading.holds(*role)) {
        return Ok((reading.listed_units(asked)?, None));
    }
    let own = store::producer_persons::acted_for(asker, asker.person(), asker.today()).await?;
    Ok((asker.authority().listed_units(asked)?, Some(own)))
}

/// The certificate, if the caller's grants reach its commune.
pub(crate) fn known_certificate(
    found: Option<RegisteredCertificate>,
    id: CertificateId,
    authority: &Authority,
) -> Result<RegisteredCertificate, Error> {
    let reached = |registered: &RegisteredCertificate| authority.reaches(&registered.certificate.unit);
    found.filter(reached).ok_or(Error::NoSuchCertificate { certificate: id })
}

/// The producers the caller is bound to: an account of hers may act for them, or she leads them.
pub(crate) async fn bound_to(asker: &impl OnBehalf) -> Result<Vec<ProducerId>, Error> {
    Ok(store::producer_persons::bound_to(asker, asker.person(), asker.today()).await?)
}

/// True if the caller is bound to a producer.
pub(crate) async fn is_bound(asker: &impl OnBehalf, producer: ProducerId) -> Result<bool, Error> {
    let bound = store::producer_persons::relations(asker, producer, asker.today()).await?;
    Ok(bound.iter().any(|bound| bound.person == asker.person()))
}

/// Refuses unless the caller is an officer of the level that answers for the certificate's star.
pub(crate) fn may_handle_certificate(asker: &impl OnBehalf, certificate: &Certificate) -> Result<(), Error> {
    let level = certificate.level();
    let (officer, _) = roles_of(level);
    let handles = asker.authority().reaches_as(officer, &certificate.unit);
    if handles { Ok(()) } else { Err(Error::StarOfOtherLevel { level: level.name() }) }
}

/// Refuses unless the caller leads a level, for a commune.
pub(crate) fn may_lead_at(asker: &impl OnBehalf, level: Level, commune: &UnitId) -> Result<(), Error> {
    let (_, leader) = roles_of(level);
    let leads = asker.authority().reaches_as(leader, commune);
    if leads { Ok(()) } else { Err(Error::StarOfOtherLevel { level: level.name() }) }
}

/// The revocation of an identity, if the caller reads in its commune or acts for its producer.
pub(crate) async fn readable_revocation(asker: &impl OnBehalf, id: RevocationId) -> Result<Revocation, Error> {
    let unknown = || Error::NoSuchRevocation { revocation: id };
    let revocation = store::revocations::find(asker, id).await?.ok_or_else(unknown)?;
    let known = reads(asker.authority(), &revocation.unit)
        || acting_for(asker, revocation.producer, &revocation.unit).await?.is_some();
    if known { Ok(revocation) } else { Err(unknown()) }
}

/// The ministry's request of an identity, if the caller reads in its commune.
pub(crate) async fn readable_redo_request(asker: &impl OnBehalf, id: RedoRequestId) -> Result<RedoRequest, Error> {
    let found = store::redo_requests::find(asker, id).await?;
    found.filter(|request| reads(asker.authority(), &request.unit)).ok_or(Error::NoSuchRedoRequest { request: id })
}

/// The caller works for a province.
pub(crate) fn may_work_for_province(work: &Work, province: &UnitId) -> Result<(), Error> {
    Ok(work.authority().require(province)?)
}

/// The council that scores a dossier and the caller's duty in it; none where she has none.
pub(crate) async fn duty_at(asker: &impl OnBehalf, dossier: &Dossier) -> Result<Option<Duty>, Error> {
    let Some(session) = dossier.state.session() else { return Ok(None) };
    let Some(session) = store::sessions::find(asker, session).await? else { return Ok(None) };
    let council = store::seats::council_of(asker, &session).await?;
    Ok(council.and_then(|council| council.duty_of(asker.person())))
}

/// How somebody acts on the producer's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acting {
    /// By one of the producer's accounts.
    ForItself,
    /// As an officer of the commune who types for it.
    Assisting,
}

/// How the caller acts on the producer's side of a dossier; none if she does not.
pub(crate) async fn acting_for_producer(asker: &impl OnBehalf, dossier: &Dossier) -> Result<Option<Acting>, Error> {
    acting_for(asker, dossier.producer.id, &dossier.product.unit).await
}

/// How the caller acts for a producer whose product is of a commune; none if she does not.
pub(crate) async fn acting_for(
    asker: &impl OnBehalf,
    producer: ProducerId,
    commune: &UnitId,
) -> Result<Option<Acting>, Error> {
    if asker.authority().reaches_as(CommuneOfficer, commune) {
        return Ok(Some(Acting::Assisting));
    }
    let own = asker.authority().reaches_as(Producer, commune)
        && acts_for(asker, asker.person(), producer, asker.today()).await?;
    Ok(own.then_some(Acting::ForItself))
}

/// Refuses unless the caller acts on the producer's side of a dossier.
pub(crate) async fn may_act_for_producer(asker: &impl OnBehalf, dossier: &Dossier) -> Result<Acting, Error> {
    let acting = acting_for_producer(asker, dossier).await?;
    acting.ok_or(Error::NoSuchDossier { dossier: dossier.id })
}

/// The dossier, if the caller may know of it: by a reading role over its commune, as its producer, or by a duty.
pub(crate) async fn dossier_in_reach(
    asker: &impl OnBehalf,
    found: Option<Dossier>,
    id: DossierId,
) -> Result<Dossier, Error> {
    let unknown = || Error::NoSuchDossier { dossier: id };
    let dossier = found.ok_or_else(unknown)?;
    // A draft is the producer's own, and its commune's.
    if acting_for_producer(asker, &dossier).await?.is_some() {
        return Ok(dossier);
    }
    if dossier.frozen_version == 0 {
        return Err(unknown());
    }
    let in_reach = reads(asker.authority(), &dossier.product.unit)
        || team_duty(asker, &dossier).await?.is_some()
        || duty_at(asker, &dossier).await?.is_some();
    if in_reach { Ok(dossier) } else { Err(unknown()) }
}

/// The dossier of an identity, for one who only looks.
pub(crate) async fn readable_dossier(asker: &impl OnBehalf, id: DossierId) -> Result<Dossier, Error> {
    let found = store::dossiers::find(asker, id).await?;
    dossier_in_reach(asker, found, id).await
}

/// The caller's duty in the advisory team of the level that has the dossier.
pub(crate) async fn team_duty(asker: &impl OnBehalf, dossier: &Dossier) -> Result<Option<TeamDuty>, Error> {
    let unit = match dossier.state.level() {
        Level::Commune => return Ok(None),
        Level::Province => dossier.province.clone(),
        Level::Ministry => UnitId::country(),
    };
    Ok(store::advisory_teams::duty_of(asker, &unit, asker.person(), asker.today()).await?)
}

/// Refuses unless the caller is an officer or leader of a level, for the dossier's commune.
pub(crate) fn may_handle(asker: &impl OnBehalf, dossier: &Dossier, level: Level) -> Result<(), Error> {
    let (officer, leader) = roles_of(level);
    let reaches = |role| asker.authority().reaches_as(role, &dossier.product.unit);
    if reaches(officer) || reaches(leader) { Ok(()) } else { Err(Error::LevelDutyMissing { level: level.name() }) }
}

/// Refuses unless the caller answers for a level, for the dossier's commune.
pub(crate) fn may_lead(asker: &impl OnBehalf, dossier: &Dossier, level: Level) -> Result<(), Error> {
    let (_, leader) = roles_of(level);
    let leads = asker.authority().reaches_as(leader, &dossier.product.unit);
    if leads { Ok(()) } else { Err(Error::LevelDutyMissing { level: level.name() }) }
}

/// Refuses unless the caller handles the dossier at its level, or has a duty in the level's advisory team.
pub(crate) async fn may_review(asker: &impl OnBehalf, dossier: &Dossier) -> Result<(), Error> {
    match may_handle(asker, dossier, dossier.state.level()) {
        Err(refusal) if team_duty(asker, dossier).await?.is_none() => Err(refusal),
        _ => Ok(()),
    }
}

/// Refuses unless the caller may sign the report that ends a review: the head of the advisory team, or an officer
/// of the level for a re-ranking, which goes without team (article 7.6).
pub(crate) async fn may_end_review(asker: &impl OnBehalf, dossier: &Dossier) -> Result<(), Error> {
    let level = dossier.state.level();
    if dossier.is_reviewed_by_agency() {
        return may_handle(asker, dossier, level);
    }
    match team_duty(asker, dossier).await? {
        Some(TeamDuty::Head) => Ok(()),
        _ => Err(Error::LevelDutyMissing { level: level.name() }),
    }
}

/// Refuses unless the caller appoints for a province, or for the ministry if the unit is the country.
pub(crate) fn may_appoint_for(work: &Work, unit: &UnitId) -> Result<(), Error> {
    let role = if unit.is_country() { MinistryOfficer } else { ProvinceOfficer };
    Ok(work.authority().resting_on(&[role]).require(unit)?)
}

/// Refuses unless the caller answers for a province, or for the ministry if the unit is the country.
pub(crate) fn may_regulate_for(work: &Work, unit: &UnitId) -> Result<(), Error> {
    let role = if unit.is_country() { MinistryLeader } else { ProvinceLeader };
    Ok(work.authority().resting_on(&[role]).require(unit)?)
}

/// A decision that the caller may approve or decline: as the issuer's leader.
pub(crate) async fn decision_to_decide(work: &Work, id: DecisionId) -> Result<Decision, Error> {
    let found = store::decisions::find(work, id).await?;
    let leads = |decision: &Decision| {
        let (_, leader) = roles_of(decision.level());
        work.authority().reaches_as(leader, &decision.issuer)
    };
    found.filter(leads).ok_or(Error::NoSuchDecision { decision: id })
}

/// The turns the caller has: by her standing roles, by the producers her accounts act for, and by her duties.
pub(crate) async fn turns(asker: &impl OnBehalf) -> Result<Vec<HeldTurn>, Error> {
    let mut turns = Vec::new();
    for level in Level::ALL {
        let (officer, leader) = roles_of(level);
        for (role, turn) in [(officer, Turn::Officer(level)), (leader, Turn::Leader(level))] {
            let units = asker.authority().resting_on(&[role]).listed_units(None)?;
            turns.extend(units.into_iter().map(|unit| HeldTurn { turn, reach: Reach::Unit(unit) }));
        }
    }
    if asker.authority().holds(Producer) {
        let own = store::producer_persons::acted_for(asker, asker.person(), asker.today()).await?;
        turns.push(HeldTurn { turn: Turn::Producer, reach: Reach::Producers(own) });
    }
    let level_of = |unit: &UnitId| if unit.is_country() { Level::Ministry } else { Level::Province };
    for unit in store::advisory_teams::units_of(asker, asker.person(), asker.today()).await? {
        turns.push(HeldTurn { turn: Turn::AdvisoryTeam(level_of(&unit)), reach: Reach::Unit(unit) });
    }
    for unit in store::councils::units_of(asker, asker.person(), asker.today()).await? {
        turns.push(HeldTurn { turn: Turn::Council(level_of(&unit)), reach: Reach::Unit(unit) });
    }
    Ok(turns)
}

/// True if a notice is for the caller: for her person, or for a turn she has.
pub(crate) async fn is_recipient(asker: &impl OnBehalf, notice: &Notice) -> Result<bool, Error> {
    let seat = match &notice.telling.recipient {
        Recipient::Person(person) => return Ok(*person == asker.person()),
        Recipient::Seat(seat) => seat,
    };
    let units = asker.authority().units();
    let sits = |held: &HeldTurn| match &held.reach {
        Reach::Producers(producers) => seat.producer.is_some_and(|producer| producers.contains(&producer)),
        Reach::Unit(unit) => held.turn == seat.turn && units.contains(unit, &seat.unit, asker.today()),
    };
    Ok(turns(asker).await?.iter().any(sits))
}

/// As whom the caller acts in a unit: as herself, and as those she stands in for, in whatever role. What one of them
/// prepared she does not approve.
pub(crate) async fn acting_persons(asker: &impl OnBehalf, unit: &UnitId) -> Result<Vec<PersonId>, Error> {
    let mut persons = store::delegations::stood_in_for_at_all(asker, unit).await?;
    persons.push(asker.person());
    Ok(persons)
}

/// Refuses to let the same person file a dossier and accept it.
pub(crate) async fn must_not_have_filed(asker: &impl OnBehalf, dossier: &Dossier) -> Result<(), Error> {
    let acting = acting_persons(asker, &dossier.product.unit).await?;
    acting.into_iter().try_for_each(|person| dossier.must_not_be_filed_by(person))
}

/// Officer and leader of a level.
fn roles_of(level: Level) -> (Role, Role) {
    match level {
        Level::Commune => (CommuneOfficer, CommuneLeader),
        Level::Province => (ProvinceOfficer, ProvinceLeader),
        Level::Ministry => (MinistryOfficer, MinistryLeader),
    }
}

/// The decision, if the caller reads what is its issuer's.
pub(crate) fn known_decision(
    found: Option<Decision>,
    id: DecisionId,
    authority: &Authority,
) -> Result<Decision, Error> {
    found.filter(|decision| reads(authority, &decision.issuer)).ok_or(Error::NoSuchDecision { decision: id })
}

/// The council, if the caller has a duty in it that opens and closes.
pub(crate) fn presided_council(found: Option<Council>, refusal: Error, person: PersonId) -> Result<Council, Error> {
    let Some((council, duty)) = found.and_then(|council| council.duty_of(person).map(|duty| (council, duty))) else {
        return Err(refusal);
    };
    if duty.presides() { Ok(council) } else { Err(Error::DutyMissing) }
}

/// A session and its council, if the caller has a duty in it.
pub(crate) async fn attended_session(asker: &impl OnBehalf, id: SessionId) -> Result<(Session, Council), Error> {
    let no_such_session = || Error::NoSuchSession { session: id };
    let session = store::sessions::find(asker, id).await?.ok_or_else(no_such_session)?;
    let council = store::seats::council_of(asker, &session).await?;
    let attended = council.filter(|council| council.duty_of(asker.person()).is_some());
    Ok((session, attended.ok_or_else(no_such_session)?))
}

/// A session and its council, if the caller presides over it.
pub(crate) async fn presided_session(asker: &impl OnBehalf, id: SessionId) -> Result<(Session, Council), Error> {
    let (session, council) = attended_session(asker, id).await?;
    let absences = store::absences::of(asker, id).await?;
    if presides_over(&council, &away(&absences), asker.person()) {
        Ok((session, council))
    } else {
        Err(Error::DutyMissing)
    }
}

/// A session and its council, if the caller sits in the chair's place, or in the deputy's while the chair is away.
pub(crate) async fn chaired_session(asker: &impl OnBehalf, id: SessionId) -> Result<(Session, Council), Error> {
    let (session, council) = presided_session(asker, id).await?;
    if council.duty_of(asker.person()) == Some(Duty::Secretary) {
        Err(Error::DutyMissing)
    } else {
        Ok((session, council))
    }
}

/// The council, if the caller reads in its province or is a member or substitute.
pub(crate) fn known_council(found: Option<Council>, id: CouncilId, view: &View) -> Result<Council, Error> {
    let known = |council: &Council| reads(view.authority(), &council.province) || council.names(view.person());
    found.filter(known).ok_or(Error::NoSuchCouncil { council: id })
}

/// Refuses unless the caller may bring documents of an authority.
pub(crate) fn may_bring_documents_of(authority: &Authority, unit: &UnitId) -> Result<(), Error> {
    Ok(authority.resting_on(OFFICERS).require(unit)?)
}

/// Refuses unless the caller may bring papers of a producer.
pub(crate) async fn may_bring_papers_of(
    asker: &impl OnBehalf,
    producer: ProducerId,
    commune: &UnitId,
) -> Result<(), Error> {
    let acting = acting_for(asker, producer, commune).await?;
    acting.map(|_| ()).ok_or(Error::NoSuchProducer { producer })
}

/// The upload, if the caller began it.
pub(crate) fn own_upload(found: Option<Upload>, id: UploadId, person: PersonId) -> Result<Upload, Error> {
    found.filter(|upload| upload.begun_by == person).ok_or(Error::NoSuchUpload { upload: id })
}

/// Refuses unless the caller may bring such files: who may bring a file may say what paper it is.
pub(crate) async fn may_record_paper_of(asker: &impl OnBehalf, file: &File) -> Result<(), Error> {
    let may = match file.owner.producer {
        Some(producer) => acting_for(asker, producer, &file.owner.unit).await?.is_some(),
        None => asker.authority().resting_on(OFFICERS).reaches(&file.owner.unit),
    };
    if may { Ok(()) } else { Err(Error::NoSuchFile { file: file.id }) }
}

/// Number of the newest version of a dossier that the caller sees: the open one is the producer's side's alone.
pub(crate) async fn newest_version_seen(asker: &impl OnBehalf, dossier: &Dossier) -> Result<i32, Error> {
    let acting = acting_for_producer(asker, dossier).await?;
    Ok(acting.map_or(dossier.frozen_version, |_| dossier.newest_version()))
}

/// The file, if it is evidence in a version of a dossier that the caller sees, by whatever right.
pub(crate) async fn file_of_dossier(
    asker: &impl OnBehalf,
    found: Option<File>,
    id: FileId,
    dossier: DossierId,
) -> Result<File, Error> {
    let dossier = readable_dossier(asker, dossier).await?;
    let newest = newest_version_seen(asker, &dossier).await?;
    let held = store::evidence::holds_file(asker, dossier.id, newest, id).await?;
    found.filter(|_| held).ok_or(Error::NoSuchFile { file: id })
}

/// The file, if the caller may know of it: by a reading role over the unit it belongs to, or as its producer.
pub(crate) async fn file_in_reach(asker: &impl OnBehalf, found: Option<File>, id: FileId) -> Result<File, Error> {
    let unknown = || Error::NoSuchFile { file: id };
    let file = found.ok_or_else(unknown)?;
    if reads(asker.authority(), &file.owner.unit) {
        return Ok(file);
    }
    match file.owner.producer {
        Some(producer) if acting_for(asker, producer, &file.owner.unit).await?.is_some() => Ok(file),
        _ => Err(unknown()),
    }
}

/// The council, if the caller presides in it, or works for or audits the unit that appointed it.
pub(crate) fn overseen_council(found: Option<Council>, id: CouncilId, view: &View) -> Result<Council, Error> {
    let council = known_council(found, id, view)?;
    let presides = council.duty_of(view.person()).is_some_and(Duty::presides);
    if presides || oversees(&council, view) { Ok(council) } else { Err(Error::DutyMissing) }
}

/// The council, if the caller may read its minutes: by a duty in it, or because she works for or audits the unit that
/// appointed it.
pub(crate) fn council_with_minutes(found: Option<Council>, view: &View) -> Option<Council> {
    found.filter(|council| council.duty_of(view.person()).is_some() || oversees(council, view))
}

/// True if the caller works for or audits the unit that appointed a council.
fn oversees(council: &Council, view: &View) -> bool {
    let (officer, leader) = roles_of(if council.province.is_country() { Level::Ministry } else { Level::Province });
    [officer, leader, Auditor].iter().any(|role| view.authority().reaches_as(*role, &council.province))
}
