//! Dossiers that go to another installation or came from one: what they hold, and who signed for them.
//!
//! A document holds a dossier's rows as they stand here, named by their columns: what is hashed at the hand-over is the
//! stored text, and it is stored the same at the other side.

use platform::access::UnitId;
use platform::error::Error as Platform;
use platform::ids::RawId;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde::{Deserialize, Serialize};

use super::entity::parcel::{ActiveModel, COLUMN, Column, Entity, Model};
use super::entity::{
    certificate, custody, decision, decision_dossier, dossier, dossier_receipt, dossier_record, dossier_step,
    dossier_version, evidence, file, paper, producer_person,
};
use super::{OnBehalf, certificates, damaged, minutes, register_entries};
use crate::domain::certificate::Certificate;
use crate::domain::council::Duty;
use crate::domain::custody::Custody;
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::file::File;
use crate::domain::minutes::{Minutes, Signature};
use crate::domain::parcel::{Parcel, ParcelKind, SignedReceipt};
use crate::domain::register::CertificateStatus;
use crate::domain::session::SessionId;
use crate::error::Error;
use crate::{State, Work};

/// What the codes of documents are for, among all that the service's keys are for.
const PURPOSE: &str = "parcels";

/// What a parcel holds of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contents {
    dossier: dossier::Model,
    versions: Vec<dossier_version::Model>,
    records: Vec<dossier_record::Model>,
    steps: Vec<dossier_step::Model>,
    receipts: Vec<dossier_receipt::Model>,
    papers: Vec<paper::Model>,
    evidence: Vec<evidence::Model>,
    files: Vec<file::Model>,
    /// Persons who are bound to the producer: they have no vote on it in the ministry's council either.
    persons: Vec<producer_person::Model>,
    custody: custody::Model,
    certificates: Vec<IssuedCertificate>,
    minutes: Option<SignedMinutes>,
}

/// A certificate of the dossier, with the decision it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct IssuedCertificate {
    certificate: certificate::Model,
    decision: decision::Model,
}

/// The minutes of the session whose result goes along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SignedMinutes {
    session: RawId,
    content: Vec<u8>,
    signatures: Vec<SignatureUnder>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SignatureUnder {
    duty: String,
    person: RawId,
    sha256: String,
    signed_at: platform::clock::Moment,
}

/// A parcel as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct KeptParcel {
    pub(crate) parcel: Parcel,
    pub(crate) document: Vec<u8>,
}

impl Contents {
    /// Collects what a parcel of a dossier holds. An outcome has no evidence and no files: what was handed over is there.
    pub(crate) async fn of(
        asker: &impl OnBehalf,
        kind: ParcelKind,
        id: DossierId,
        session: Option<SessionId>,
    ) -> Result<Self, Error> {
        let dossier = platform::db::one(dossier::Entity::find_by_id(id), asker).await?;
        let dossier = dossier.ok_or(Error::NoSuchDossier { dossier: id })?;
        let custody = custody::Entity::find()
            .filter(custody::COLUMN.dossier_id.eq(id))
            .order_by_desc(custody::COLUMN.dossier_version)
            .limit(1);
        let custody = platform::db::one(custody, asker).await?.ok_or(Error::NoCustodyReceipt { dossier: id })?;
        let mut contents = Self {
            versions: Vec::new(),
            records: records(asker, id).await?,
            steps: steps(asker, id).await?,
            receipts: receipts(asker, id).await?,
            papers: Vec::new(),
            evidence: Vec::new(),
            files: Vec::new(),
            persons: Vec::new(),
            custody,
            certificates: issued(asker, id).await?,
            minutes: signed_minutes(asker, session).await?,
            dossier,
        };
        if kind == ParcelKind::HandOver {
            contents.add_what_was_handed_in(asker).await?;
        }
        Ok(contents)
    }

    /// The forms, and the evidence of the newest version with its papers and files.
    async fn add_what_was_handed_in(&mut self, db: &impl ConnectionTrait) -> Result<(), Platform> {
        let (id, newest) = (self.dossier.id, self.dossier.frozen_version);
        self.versions = dossier_version::Entity::find()
            .filter(dossier_version::COLUMN.dossier_id.eq(id))
            .filter(dossier_version::COLUMN.number.lte(newest))
            .order_by_asc(dossier_version::COLUMN.number)
            .all(db)
            .await?;
        let of_dossier =
            evidence::Entity::find().filter(evidence::COLUMN.dossier_id.eq(id)).order_by_asc(evidence::COLUMN.id);
        let in_force =
            |row: &evidence::Model| row.added_in <= newest && row.removed_in.is_none_or(|removed| removed > newest);
        self.evidence = of_dossier.all(db).await?.into_iter().filter(in_force).collect();
        let papers: Vec<_> = self.evidence.iter().map(|row| row.paper_id).collect();
        let papers = paper::Entity::find().filter(paper::COLUMN.id.is_in(papers)).order_by_asc(paper::COLUMN.id);
        self.papers = papers.all(db).await?;
        let files: Vec<_> = self.papers.iter().map(|row| row.file_id).collect();
        let files = file::Entity::find().filter(file::COLUMN.id.is_in(files)).order_by_asc(file::COLUMN.id);
        self.files = files.all(db).await?;
        self.persons = producer_person::Entity::find()
            .filter(producer_person::COLUMN.producer_id.eq(self.dossier.producer_id))
            .order_by_asc(producer_person::COLUMN.id)
            .all(db)
            .await?;
        Ok(())
    }

    /// The document that holds them.
    pub(crate) fn document(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("rows are plain values")
    }

    /// What a document holds; none if it is none.
    pub(crate) fn read(document: &[u8]) -> Option<Self> {
        serde_json::from_slice(document).ok()
    }

    /// The dossier; none if there can be no such one.
    pub(crate) fn dossier(&self) -> Option<Dossier> {
        Dossier::try_from(self.dossier.clone()).ok()
    }

    /// What was handed over; none if there can be no such thing.
    pub(crate) fn custody(&self) -> Option<Custody> {
        super::custody::read(self.custody.clone()).ok()
    }

    /// The files whose contents go along, in order; none if one of them can be no file.
    pub(crate) fn files(&self) -> Option<Vec<File>> {
        self.files.iter().map(|row| File::try_from(row.clone()).ok()).collect()
    }

    /// The minutes of the session whose result goes along.
    pub(crate) fn minutes(&self) -> Option<Minutes> {
        let signed = self.minutes.as_ref()?;
        let signature = |signed: &SignatureUnder| {
            Some(Signature {
                duty: Duty::named(&signed.duty)?,
                person: signed.person.into(),
                sha256: signed.sha256.clone(),
                signed_at: signed.signed_at,
            })
        };
        Some(Minutes {
            session: signed.session.into(),
            content: signed.content.clone(),
            signatures: signed.signatures.iter().map(signature).collect::<Option<_>>()?,
        })
    }

    /// True if every row is of the dossier, so that nothing of another one is touched.
    pub(crate) fn is_of_one_dossier(&self) -> bool {
        let id = self.dossier.id;
        let papers: Vec<_> = self.papers.iter().map(|row| row.id).collect();
        let files: Vec<_> = self.files.iter().map(|row| row.id).collect();
        self.custody.dossier_id == id
            && self.versions.iter().all(|row| row.dossier_id == id)
            && self.records.iter().all(|row| row.dossier_id == id)
            && self.steps.iter().all(|row| row.dossier_id == id)
            && self.receipts.iter().all(|row| row.dossier_id == id)
            && self.evidence.iter().all(|row| row.dossier_id == id && papers.contains(&row.paper_id))
            && self.papers.iter().all(|row| files.contains(&row.file_id))
            && self.persons.iter().all(|row| row.producer_id == self.dossier.producer_id)
            && self.certificates.iter().all(|issued| {
                issued.certificate.dossier_id == id && issued.certificate.decision_id == issued.decision.id
            })
    }

    /// Keeps it here: the dossier as it is given, and every row that is not here yet. A row that is here stays as it is.
    /// Returns the certificates that are new.
    pub(crate) async fn keep(&self, work: &Work, dossier: &Dossier) -> Result<Vec<Certificate>, Error> {
        self.keep_dossier(work, dossier).await?;
        add_missing(work, self.versions.clone()).await?;
        add_missing(work, self.records.clone()).await?;
        add_missing(work, self.steps.clone()).await?;
        add_missing(work, self.receipts.clone()).await?;
        let kept = |row: file::Model| file::Model { kept: true, ..row };
        add_missing(work, self.files.iter().cloned().map(kept).collect()).await?;
        add_missing(work, self.papers.clone()).await?;
        add_missing(work, self.evidence.clone()).await?;
        add_missing(work, self.persons.clone()).await?;
        add_missing(work, vec![self.custody.clone()]).await?;
        self.keep_certificates(work).await
    }

    async fn keep_dossier(&self, work: &Work, dossier: &Dossier) -> Result<(), Platform> {
        let row = dossier::ActiveModel {
            lies: Set(dossier.lies.name().to_owned()),
            turn: Set(dossier.turn().name().to_owned()),
            updated_by: Set(work.operation().to_owned()),
            ..self.dossier.clone().into_active_model().reset_all()
        };
        if super::dossiers::find(work, dossier.id).await?.is_none() {
            dossier::Entity::insert(row).exec_without_returning(work).await?;
            return Ok(());
        }
        dossier::Entity::update_many().set(row).filter(dossier::COLUMN.id.eq(dossier.id)).exec(work).await?;
        Ok(())
    }

    /// Certificates come in the order in which they were issued, so what one replaces is there before it.
    async fn keep_certificates(&self, work: &Work) -> Result<Vec<Certificate>, Error> {
        let mut new = Vec::new();
        for issued in &self.certificates {
            if certificates::find(work, issued.certificate.id.into()).await?.is_some() {
                continue;
            }
            let certificate = certificates::read((issued.certificate.clone(), Some(issued.decision.clone())))?;
            add_missing(work, vec![issued.decision.clone()]).await?;
            // Which other dossiers it covers is not told: they are other producers'.
            let (decision_id, dossier_id) = (issued.decision.id, self.dossier.id);
            let covered = decision_dossier::Model { decision_id, dossier_id, place: 1, waiting: false };
            add_missing(work, vec![covered]).await?;
            add_missing(work, vec![issued.certificate.clone()]).await?;
            register_entries::add_certificates(work, std::slice::from_ref(&certificate)).await?;
            if let Some(replaced) = issued.certificate.replaces {
                let (ended, on) = (CertificateStatus::Replaced, certificate.issued_on);
                register_entries::end(work, replaced.into(), on, ended).await?;
            }
            new.push(certificate);
        }
        Ok(new)
    }
}

async fn records(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<dossier_record::Model>, Platform> {
    let rows = dossier_record::Entity::find()
        .filter(dossier_record::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_record::COLUMN.id);
    Ok(rows.all(db).await?)
}

async fn steps(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<dossier_step::Model>, Platform> {
    let rows = dossier_step::Entity::find()
        .filter(dossier_step::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_step::COLUMN.version);
    Ok(rows.all(db).await?)
}

async fn receipts(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<dossier_receipt::Model>, Platform> {
    let rows = dossier_receipt::Entity::find()
        .filter(dossier_receipt::COLUMN.dossier_id.eq(id))
        .order_by_asc(dossier_receipt::COLUMN.received_at);
    Ok(rows.all(db).await?)
}

async fn issued(db: &impl ConnectionTrait, id: DossierId) -> Result<Vec<IssuedCertificate>, Platform> {
    let rows = certificate::Entity::find()
        .filter(certificate::COLUMN.dossier_id.eq(id))
        .order_by_asc(certificate::COLUMN.id)
        .find_also_related(decision::Entity)
        .all(db)
        .await?;
    let with_decision = |(certificate, decision): (certificate::Model, Option<decision::Model>)| {
        Ok(IssuedCertificate { certificate, decision: decision.ok_or_else(|| damaged("certificate"))? })
    };
    rows.into_iter().map(with_decision).collect()
}

async fn signed_minutes(asker: &impl OnBehalf, session: Option<SessionId>) -> Result<Option<SignedMinutes>, Platform> {
    let Some(session) = session else { return Ok(None) };
    let signature = |signature: Signature| SignatureUnder {
        duty: signature.duty.name().to_owned(),
        person: signature.person.into(),
        sha256: signature.sha256,
        signed_at: signature.signed_at,
    };
    Ok(minutes::find(asker, session).await?.map(|signed| SignedMinutes {
        session: session.into(),
        content: signed.content,
        signatures: signed.signatures.into_iter().map(signature).collect(),
    }))
}

/// Keeps rows that are not here yet.
async fn add_missing<M>(work: &Work, rows: Vec<M>) -> Result<(), Platform>
where
    M: IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel> + sea_orm::ModelTrait,
    <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
{
    for row in rows {
        let row = row.into_active_model().reset_all();
        M::Entity::insert(row).on_conflict_do_nothing().exec_without_returning(work).await?;
    }
    Ok(())
}

/// Keeps a parcel: one that is sent, or came.
pub(crate) async fn insert(work: &Work, kept: &KeptParcel, sent: bool) -> Result<(), Platform> {
    let KeptParcel { parcel, document } = kept;
    let code = codes(work.service(), document).first().map(|code| code.to_vec()).unwrap_or_default();
    let row = ActiveModel {
        dossier_id: Set(parcel.dossier.into()),
        dossier_version: Set(parcel.dossier_version),
        kind: Set(parcel.kind.name().to_owned()),
        sent: Set(sent),
        province: Set(parcel.province.to_string()),
        manifest_sha256: Set(parcel.manifest_sha256.clone()),
        document: Set(document.clone()),
        code: Set(code),
        byte_count: Set(parcel.bytes),
        receipt: Set(None),
        receipt_signature: Set(None),
        received_at: Set(None),
        created_at: Set(work.now()),
        updated_by: Set(work.operation().to_owned()),
    };
    Entity::insert(row).exec_without_returning(work).await?;
    Ok(())
}

/// The parcel of a dossier and a version.
pub(crate) async fn find(
    asker: &impl OnBehalf,
    dossier: DossierId,
    version: i64,
) -> Result<Option<KeptParcel>, Platform> {
    let found = platform::db::one(Entity::find_by_id((dossier.into(), version)), asker).await?;
    found.map(|row| read(asker.service(), row)).transpose()
}

/// The parcel of a kind that came last of a dossier.
pub(crate) async fn last_received(
    asker: &impl OnBehalf,
    kind: ParcelKind,
    dossier: DossierId,
) -> Result<Option<KeptParcel>, Platform> {
    let last = Entity::find()
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.kind.eq(kind.name()))
        .filter(COLUMN.sent.eq(false))
        .order_by_desc(COLUMN.dossier_version)
        .limit(1);
    let found = platform::db::one(last, asker).await?;
    found.map(|row| read(asker.service(), row)).transpose()
}

/// What came from the other installation about a session of its own; none if nothing did.
pub(crate) async fn received_about(
    asker: &impl OnBehalf,
    dossier: DossierId,
    session: SessionId,
) -> Result<Option<Contents>, Platform> {
    let Some(kept) = last_received(asker, ParcelKind::Outcome, dossier).await? else { return Ok(None) };
    let contents = Contents::read(&kept.document).ok_or_else(|| damaged("parcel"))?;
    Ok(Some(contents).filter(|contents| contents.dossier.session_id == Some(session.into())))
}

/// The minutes that came with a dossier from the other installation last.
pub(crate) async fn received_minutes(asker: &impl OnBehalf, dossier: DossierId) -> Result<Option<Minutes>, Platform> {
    let last = Entity::find()
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.sent.eq(false))
        .order_by_desc(COLUMN.dossier_version)
        .limit(1);
    let Some(row) = platform::db::one(last, asker).await? else { return Ok(None) };
    let kept = read(asker.service(), row)?;
    Ok(Contents::read(&kept.document).and_then(|contents| contents.minutes()))
}

/// The dossiers of a province that wait to be sent, the oldest first.
pub(crate) async fn waiting(
    db: &impl ConnectionTrait,
    kind: ParcelKind,
    province: &UnitId,
) -> Result<Vec<DossierId>, Platform> {
    let signed_for = Query::select()
        .expr(Expr::cust("1"))
        .from(Entity)
        .and_where(Expr::col((Entity, Column::DossierId)).equals((dossier::Entity, dossier::Column::Id)))
        .and_where(Expr::col((Entity, Column::DossierVersion)).equals((dossier::Entity, dossier::Column::Version)))
        .and_where(Column::ReceivedAt.is_not_null())
        .to_owned();
    let select = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::COLUMN.province.eq(province.as_str()))
        .filter(Expr::exists(signed_for).not());
    let select = match kind {
        ParcelKind::HandOver => {
            select.filter(dossier::COLUMN.state.eq("proposed")).filter(dossier::COLUMN.level.eq("ministry"))
        }
        ParcelKind::Outcome => {
            let came = Query::select()
                .column(Column::DossierId)
                .from(Entity)
                .and_where(Column::Province.eq(province.as_str()))
                .and_where(Column::Kind.eq(ParcelKind::HandOver.name()))
                .and_where(Column::Sent.eq(false))
                .to_owned();
            select
                .filter(dossier::Column::Id.in_subquery(came))
                .filter(dossier::COLUMN.state.is_in(["certified", "returned_by_ministry"]))
        }
    };
    let ids: Vec<RawId> = select.order_by_asc(dossier::Column::UpdatedAt).into_tuple().all(db).await?;
    Ok(ids.into_iter().map(Into::into).collect())
}

/// Keeps what the other installation signed for a parcel; one that is there stays.
pub(crate) async fn keep_receipt(work: &Work, dossier: DossierId, receipt: &SignedReceipt) -> Result<bool, Platform> {
    let signed = ActiveModel {
        receipt: Set(Some(receipt.message.clone())),
        receipt_signature: Set(Some(receipt.signature.clone())),
        received_at: Set(Some(receipt.received_at)),
        updated_by: Set(work.operation().to_owned()),
        ..Default::default()
    };
    let changed = Entity::update_many()
        .set(signed)
        .filter(COLUMN.dossier_id.eq(dossier))
        .filter(COLUMN.dossier_version.eq(receipt.dossier_version))
        .filter(COLUMN.received_at.is_null())
        .exec(work)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// What the other installation signed of a dossier, the oldest first.
pub(crate) async fn signed_receipts(
    db: &impl ConnectionTrait,
    dossier: DossierId,
) -> Result<Vec<SignedReceipt>, Platform> {
    let rows =
        Entity::find().filter(COLUMN.dossier_id.eq(dossier)).order_by_asc(COLUMN.dossier_version).all(db).await?;
    let read = |row: Model| {
        Some(SignedReceipt {
            kind: ParcelKind::named(&row.kind)?,
            dossier_version: row.dossier_version,
            message: row.receipt?,
            signature: row.receipt_signature?,
            received_at: row.received_at?,
        })
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// A parcel. A document that the service did not keep is none.
fn read(service: &State, row: Model) -> Result<KeptParcel, Platform> {
    let ours = codes(service, &row.document).iter().any(|code| code.as_slice() == row.code);
    let read = |row: Model| {
        Some(KeptParcel {
            parcel: Parcel {
                kind: ParcelKind::named(&row.kind)?,
                dossier: row.dossier_id.into(),
                dossier_version: row.dossier_version,
                province: row.province.parse().ok()?,
                manifest_sha256: row.manifest_sha256,
                document_bytes: i64::try_from(row.document.len()).ok()?,
                bytes: row.byte_count,
            },
            document: row.document,
        })
    };
    ours.then(|| read(row)).flatten().ok_or_else(|| damaged("parcel"))
}

/// The codes of a document by the service's keys, the newest first.
fn codes(service: &State, document: &[u8]) -> Vec<[u8; 32]> {
    service.master_keys.mac_keys(PURPOSE).codes(document)
}
