//! Who may do what with dossiers. The role × operation table stands at the door; duties in a council come from
//! its appointment alone, and are looked at inside the operation.

use chrono::NaiveDate;
use platform::access::Role::{
    self, Auditor, CommuneLeader, CommuneOfficer, Expert, MinistryLeader, MinistryOfficer, Producer, ProvinceLeader,
    ProvinceOfficer, Service as System, Trainer,
};
use platform::access::{Authority, Door, Policy, Rule, UnitId};
use platform::ids::PersonId;
use platform::rpc::peer_error;
use proto::registry::v1::ListProducerAccountsRequest;

use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::council::{Council, CouncilId, Duty};
use crate::domain::dossier::{Dossier, DossierId, ProducerId};
use crate::error::Error;
use crate::{View, Work, store};

/// Those who may look at the dossiers and certificates of their units.
const READER_ROLES: &[Role] =
    &[CommuneOfficer, CommuneLeader, ProvinceOfficer, ProvinceLeader, MinistryOfficer, MinistryLeader, Auditor, System];
const READERS: Door = Door::Roles(READER_ROLES);

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

/// The same, and those whose account may act for the dossier's producer.
const READERS_COUNCIL_AND_PRODUCER: Door = Door::Roles(&[
    CommuneOfficer,
    CommuneLeader,
    ProvinceOfficer,
    ProvinceLeader,
    MinistryOfficer,
    MinistryLeader,
    Auditor,
    System,
    Expert,
    Producer,
]);

/// The role × operation table.
pub const POLICY: Policy = Policy::new(&[
    Rule { operation: "ListCriteriaVersions", door: Door::AnyRole },
    Rule { operation: "GetCriteriaSet", door: Door::AnyRole },
    Rule { operation: "ScoreChoices", door: Door::AnyRole },
    Rule { operation: "FileDossier", door: Door::Roles(&[CommuneOfficer]) },
    Rule { operation: "GetDossier", door: READERS_COUNCIL_AND_PRODUCER },
    Rule { operation: "ListDossiers", door: READERS },
    Rule { operation: "AcceptDossier", door: Door::Roles(&[CommuneOfficer, CommuneLeader]) },
    Rule { operation: "ProposeDossier", door: Door::Roles(&[CommuneLeader]) },
    Rule { operation: "AppointCouncil", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "GetCouncil", door: READERS_AND_COUNCIL },
    Rule { operation: "OpenSession", door: COUNCIL },
    Rule { operation: "GetSession", door: COUNCIL },
    Rule { operation: "CastBallot", door: COUNCIL },
    Rule { operation: "CloseScoring", door: COUNCIL },
    Rule { operation: "GetResult", door: READERS_AND_COUNCIL },
    Rule { operation: "EnterDecision", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "GetCertificate", door: REGISTER_READERS },
    Rule { operation: "ListCertificates", door: REGISTER_READERS },
    Rule { operation: "VerifyCertificate", door: Door::Public },
    Rule { operation: "RecordRecognition", door: Door::Roles(&[ProvinceOfficer]) },
    Rule { operation: "ListRecognitions", door: REGISTER_READERS },
    Rule { operation: "Read", door: Door::Roles(&[System]) },
]);

/// The dossier, if one of the caller's reading roles reaches its commune: what one may not know of does not
/// exist. A duty in a council gives no right here.
pub(crate) fn known_dossier(found: Option<Dossier>, id: DossierId, authority: &Authority) -> Result<Dossier, Error> {
    found.filter(|dossier| reads(authority, &dossier.product.unit)).ok_or(Error::NoSuchDossier { dossier: id })
}

/// True if one of the caller's grants that is more than eligibility for councils reaches the unit.
pub(crate) fn reads(authority: &Authority, unit: &UnitId) -> bool {
    READER_ROLES.iter().any(|role| authority.reaches_as(*role, unit))
}

/// True if the caller comes as a producer and her account may act for the dossier's.
pub(crate) async fn acts_for_producer_of(view: &View, dossier: &Dossier) -> Result<bool, Error> {
    Ok(view.authority().holds(Producer) && acts_for(view, view.person(), dossier.producer.id, view.today()).await?)
}

/// True if the person's account may act for the producer on a day, as far as registry has told: what it grants or
/// ends this moment arrives a little later. An operation that needs it fresh asks registry in its `prepare`
/// ([`acts_for_now`]).
pub(crate) async fn acts_for(
    db: &impl store::Connection,
    person: PersonId,
    producer: ProducerId,
    day: NaiveDate,
) -> Result<bool, Error> {
    let bound = store::producer_persons::relations(db, producer, day).await?;
    Ok(bound.iter().any(|bound| bound.lets_act(person)))
}

/// The same as registry has it this moment, for the caller: to be asked before a transaction.
#[expect(dead_code, reason = "filing by the producer's own account asks it in its `prepare`")]
pub(crate) async fn acts_for_now(view: &View, producer: ProducerId) -> Result<bool, Error> {
    let request = ListProducerAccountsRequest {
        producer_id: producer.to_string(),
        person_id: view.person().to_string(),
        may_act_on: view.today().to_string(),
        page_size: 1,
        page_token: String::new(),
    };
    let answer = view.service().registry.clone().list_producer_accounts(request).await;
    let answer = answer.map_err(|status| peer_error("registry", status))?;
    Ok(!answer.into_inner().producer_accounts.is_empty())
}

/// The certificate, if the caller's grants reach its commune.
pub(crate) fn known_certificate(
    found: Option<Certificate>,
    id: CertificateId,
    authority: &Authority,
) -> Result<Certificate, Error> {
    let reached = |certificate: &Certificate| authority.reaches(&certificate.unit);
    found.filter(reached).ok_or(Error::NoSuchCertificate { certificate: id })
}

/// The caller works for a province.
pub(crate) fn may_work_for_province(work: &Work, province: &UnitId) -> Result<(), Error> {
    Ok(work.authority().require(province)?)
}

/// The council that scores a dossier and the caller's duty in it; none where she has none.
pub(crate) async fn duty_at(view: &View, dossier: &Dossier) -> Result<Option<Duty>, Error> {
    let Some(session) = dossier.state.session() else { return Ok(None) };
    let Some(session) = store::sessions::find(view, session).await? else { return Ok(None) };
    let council = store::councils::find(view, session.council).await?;
    Ok(council.and_then(|council| council.duty_of(view.person())))
}

/// The council, if the caller has a duty in it that opens and closes.
pub(crate) fn presided_council(found: Option<Council>, refusal: Error, person: PersonId) -> Result<Council, Error> {
    let Some((council, duty)) = found.and_then(|council| council.duty_of(person).map(|duty| (council, duty))) else {
        return Err(refusal);
    };
    if duty.presides() { Ok(council) } else { Err(Error::DutyMissing) }
}

/// The council, if the caller reads in its province or has a duty in it.
pub(crate) fn known_council(found: Option<Council>, id: CouncilId, view: &View) -> Result<Council, Error> {
    let known =
        |council: &Council| reads(view.authority(), &council.province) || council.duty_of(view.person()).is_some();
    found.filter(known).ok_or(Error::NoSuchCouncil { council: id })
}
