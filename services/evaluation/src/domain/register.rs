//! A certificate as the register has it: with what happened to it after it was issued. Its own record never
//! changes; a revocation and a replacement are records that point at it.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use platform::text;

use super::certificate::{Certificate, CertificateId, CertificateNumber, year_of};
use super::criteria::Star;
use super::decision::Decision;
use super::dossier::{Level, ProducerId};
use super::recognition::Recognition;
use crate::error::Error;

/// A certificate, and what happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RegisteredCertificate {
    pub(crate) certificate: Certificate,
    /// What it replaces, if it is a correction or re-issue.
    pub(crate) replaces: Option<Replacement>,
    /// First day on which a revocation holds.
    pub(crate) revoked_on: Option<NaiveDate>,
    /// What replaces it.
    pub(crate) replaced_by: Option<Successor>,
}

/// That a certificate replaces another, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Replacement {
    pub(crate) certificate: CertificateId,
    pub(crate) kind: ReplacementKind,
    pub(crate) basis: Basis,
}

/// The decision or minutes a replacement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    pub(crate) reference: String,
    pub(crate) date: NaiveDate,
}

/// The words a name is found by: folded, each once.
pub(crate) fn words(name: &str) -> Vec<String> {
    let folded = text::folded(name);
    let words = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: BTreeSet<_> = words.map(str::to_owned).collect();
    words.into_iter().collect()
}

/// Why a certificate replaces another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReplacementKind {
    /// A name on the paper was wrong.
    Correction,
    /// The paper was lost or damaged.
    Lost,
    /// The producer has another name.
    ProducerRenamed,
    /// The producer was merged into another.
    ProducerMerged,
    /// The product was assessed once more, with another star.
    Reassessed,
}

/// The certificate that replaces one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Successor {
    pub(crate) number: String,
    pub(crate) issued_on: NaiveDate,
}

/// What registry calls product and producer now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) product_name: String,
    pub(crate) producer: ProducerId,
    pub(crate) producer_name: String,
}

/// Whether a certificate holds on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CertificateStatus {
    Valid,
    Expired,
    Revoked,
    Replaced,
    /// Of earlier rules: what is known of its days leaves it open.
    Uncertain,
}

/// An entry of the register, whichever rules it came by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RegisterEntry {
    Certificate(Box<RegisteredCertificate>),
    Recognition(Box<Recognition>),
}

impl RegisterEntry {
    /// Whether it holds on a day. One that cannot have begun is not asked for.
    pub(crate) fn status_on(&self, day: NaiveDate) -> CertificateStatus {
        match self {
            Self::Certificate(registered) => registered.status_on(day),
            Self::Recognition(recognition) => {
                recognition.holding().status_on(day).unwrap_or(CertificateStatus::Uncertain)
            }
        }
    }
}

impl ReplacementKind {
    /// All kinds, with their names in the database.
    const ALL: [(Self, &'static str); 5] = [
        (Self::Correction, "correction"),
        (Self::Lost, "lost"),
        (Self::ProducerRenamed, "producer_renamed"),
        (Self::ProducerMerged, "producer_merged"),
        (Self::Reassessed, "reassessed"),
    ];

    /// Its name in the database.
    pub(crate) fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(kind, _)| *kind == self).expect("all kinds have a name").1
    }

    /// The kind of a name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// True if what registry has is a reason for a replacement of this kind.
    fn is_founded(self, certificate: &Certificate, now: &Names) -> bool {
        let same_producer = certificate.producer == now.producer;
        let producer_renamed = certificate.producer_name != now.producer_name;
        match self {
            Self::Correction => same_producer && (producer_renamed || certificate.product_name != now.product_name),
            Self::Lost => true,
            Self::ProducerRenamed => same_producer && producer_renamed,
            Self::ProducerMerged => !same_producer,
            // A decision replaces it, not what registry says.
            Self::Reassessed => false,
        }
    }
}

impl CertificateStatus {
    /// Its name in texts.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
            Self::Uncertain => "uncertain",
        }
    }
}

impl Certificate {
    /// The level whose authority answers for it: the province for three and four stars, the ministry for five.
    pub(crate) fn level(&self) -> Level {
        if i32::from(self.star) == 5 { Level::Ministry } else { Level::Province }
    }
}

impl RegisteredCertificate {
    /// A certificate that was just issued.
    pub(crate) fn fresh(certificate: Certificate) -> Self {
        Self { certificate, replaces: None, revoked_on: None, replaced_by: None }
    }

    /// Whether it holds on a day. One that is not issued yet is not asked for.
    pub(crate) fn status_on(&self, day: NaiveDate) -> CertificateStatus {
        let replaced = self.replaced_by.as_ref().is_some_and(|successor| successor.issued_on <= day);
        if self.revoked_on.is_some_and(|revoked_on| revoked_on <= day) {
            CertificateStatus::Revoked
        } else if replaced {
            CertificateStatus::Replaced
        } else if self.certificate.expires_on < day {
            CertificateStatus::Expired
        } else {
            CertificateStatus::Valid
        }
    }

    /// Refuses one that does not hold on a day.
    pub(crate) fn must_hold_on(&self, day: NaiveDate) -> Result<(), Error> {
        match self.status_on(day) {
            CertificateStatus::Valid => Ok(()),
            status => {
                Err(Error::CertificateNotInForce { certificate: self.certificate.id, status: status.name(), day })
            }
        }
    }

    /// The year a replacement of a day is counted in, and who counts.
    pub(crate) fn next_number(&self, issued_on: NaiveDate, last_serial: i32) -> CertificateNumber {
        let issuer = self.certificate.number.issuer.clone();
        CertificateNumber { issuer, year: year_of(issued_on), serial: last_serial + 1 }
    }

    /// The certificate that replaces this one: the same recognition and the same last day, by a number of its own.
    ///
    /// A lost paper is issued as it was; else it says what registry says now, if that is a reason for it.
    pub(crate) fn replaced(self, by: NewCertificate, replacement: Replacement, now: Names) -> Result<Self, Error> {
        let Replacement { kind, .. } = replacement;
        if !kind.is_founded(&self.certificate, &now) {
            return Err(Error::ReplacementUnfounded { certificate: self.certificate.id });
        }
        let NewCertificate { id, number, issued_on, created_at } = by;
        let mut certificate = Certificate { id, number, issued_on, created_at, ..self.certificate };
        if kind != ReplacementKind::Lost {
            certificate.product_name = now.product_name;
            certificate.producer = now.producer;
            certificate.producer_name = now.producer_name;
        }
        Ok(Self { replaces: Some(replacement), ..Self::fresh(certificate) })
    }

    /// The certificate that replaces this one after a decision came to another star: the same last day, for what was
    /// looked into is the recognition of then.
    pub(crate) fn reassessed(self, by: NewCertificate, star: Star, decision: &Decision) -> Self {
        let NewCertificate { id, number, issued_on, created_at } = by;
        let basis = Basis { reference: decision.reference.number.clone(), date: decision.reference.date };
        let replacement = Replacement { certificate: self.certificate.id, kind: ReplacementKind::Reassessed, basis };
        let (reference, decision_id) = (decision.reference.clone(), decision.id);
        let certificate = Certificate {
            id,
            number,
            star,
            issued_on,
            created_at,
            decision: reference,
            decision_id,
            ..self.certificate
        };
        Self { replaces: Some(replacement), ..Self::fresh(certificate) }
    }
}

/// What is new about a certificate that replaces another.
#[derive(Clone, Debug)]
pub(crate) struct NewCertificate {
    pub(crate) id: CertificateId,
    pub(crate) number: CertificateNumber,
    pub(crate) issued_on: NaiveDate,
    pub(crate) created_at: platform::clock::Moment,
}

#[cfg(test)]
pub(crate) mod tests {
    use platform::ids::RawId;

    use super::*;
    use crate::domain::council::DecisionReference;
    use crate::domain::decision::DecisionId;
    use crate::domain::dossier::{DossierId, ProductId};

    pub(crate) fn day(written: &str) -> NaiveDate {
        written.parse().expect("a day")
    }

    /// A certificate of Điện Biên that was issued on 2026-11-23.
    pub(crate) fn certificate(star: Star) -> RegisteredCertificate {
        let id = RawId::from_u128;
        RegisteredCertificate::fresh(Certificate {
            id: CertificateId::constant(id(1)),
            number: CertificateNumber { issuer: "2025:11".parse().expect("a unit"), year: 2026, serial: 1 },
            star,
            issued_on: day("2026-11-23"),
            expires_on: day("2029-11-23"),
            decision: decision("3981/QĐ-UBND", "2026-11-23"),
            decision_id: DecisionId::constant(id(2)),
            dossier: DossierId::constant(id(3)),
            product: ProductId::constant(id(4)),
            product_name: "Mật ong".to_owned(),
            product_code: "11-03127-1-2026".to_owned(),
            product_set: 4,
            producer: ProducerId::constant(id(5)),
            producer_name: "HTX Một".to_owned(),
            unit: "2025:03127".parse().expect("a unit"),
            province: "2025:11".parse().expect("a unit"),
            sample: false,
            created_at: "2026-11-23T02:00:00Z".parse().expect("a moment"),
        })
    }

    pub(crate) fn decision(number: &str, date: &str) -> DecisionReference {
        DecisionReference {
            number: number.to_owned(),
            date: day(date),
            signer_name: "Người ký 1".to_owned(),
            signer_title: "Chủ tịch".to_owned(),
        }
    }

    /// What registry says: the names of product and producer, and which producer it is.
    fn names(product: &str, producer: &str, id: u128) -> Names {
        Names {
            product_name: product.to_owned(),
            producer: ProducerId::constant(RawId::from_u128(id)),
            producer_name: producer.to_owned(),
        }
    }

    fn replaced(kind: ReplacementKind, now: Names) -> Result<RegisteredCertificate, Error> {
        let old = certificate(3);
        let new = NewCertificate {
            id: CertificateId::constant(RawId::from_u128(9)),
            number: old.next_number(day("2027-02-01"), 6),
            issued_on: day("2027-02-01"),
            created_at: "2027-02-01T02:00:00Z".parse().expect("a moment"),
        };
        let basis = Basis { reference: "12/TTr".to_owned(), date: day("2027-01-30") };
        let replacement = Replacement { certificate: old.certificate.id, kind, basis };
        old.replaced(new, replacement, now)
    }

    #[test]
    fn it_holds_until_its_last_day_its_revocation_or_its_replacement() {
        use CertificateStatus::{Expired, Replaced, Revoked, Valid};
        let sound = certificate(3);
        let revoked = RegisteredCertificate { revoked_on: Some(day("2027-03-01")), ..sound.clone() };
        let successor = Successor { number: "OCOP-11-2027-00007".to_owned(), issued_on: day("2027-02-01") };
        let replaced = RegisteredCertificate { replaced_by: Some(successor), ..sound.clone() };
        for (registered, on, status) in [
            (&sound, "2029-11-23", Valid),
            (&sound, "2029-11-24", Expired),
            (&revoked, "2027-02-28", Valid),
            (&revoked, "2027-03-01", Revoked),
            (&revoked, "2029-11-24", Revoked),
            (&replaced, "2027-01-31", Valid),
            (&replaced, "2027-02-01", Replaced),
            (&replaced, "2029-11-24", Replaced),
        ] {
            assert_eq!(registered.status_on(day(on)), status, "{on}");
            assert_eq!(registered.must_hold_on(day(on)).is_ok(), status == Valid, "{on}");
        }
    }

    #[test]
    fn a_name_is_found_by_its_words_once_each() {
        let found = words("Gạo Điện Biên – gạo Séng Cù (túi 5kg)");
        assert_eq!(found, ["5kg", "bien", "cu", "dien", "gao", "seng", "tui"]);
        assert!(words(" – ").is_empty());
    }

    #[test]
    fn the_province_answers_for_three_and_four_stars_and_the_ministry_for_five() {
        assert_eq!(certificate(3).certificate.level(), Level::Province);
        assert_eq!(certificate(4).certificate.level(), Level::Province);
        assert_eq!(certificate(5).certificate.level(), Level::Ministry);
    }

    #[test]
    fn a_replacement_needs_a_reason_that_registry_has() {
        use ReplacementKind::{Correction, Lost, ProducerMerged, ProducerRenamed, Reassessed};
        let unchanged = || names("Mật ong", "HTX Một", 5);
        let product_renamed = || names("Mật ong rừng", "HTX Một", 5);
        let producer_renamed = || names("Mật ong", "HTX Hai", 5);
        let merged = || names("Mật ong", "HTX Hai", 6);
        for (kind, founded) in [
            (Correction, [false, true, true, false]),
            (Lost, [true, true, true, true]),
            (ProducerRenamed, [false, false, true, false]),
            (ProducerMerged, [false, false, false, true]),
            (Reassessed, [false, false, false, false]),
        ] {
            let tried = [unchanged(), product_renamed(), producer_renamed(), merged()];
            assert_eq!(tried.map(|now| replaced(kind, now).is_ok()), founded, "{kind:?}");
        }
    }

    #[test]
    fn a_replacement_has_its_own_number_and_the_old_last_day() {
        let new = replaced(ReplacementKind::ProducerRenamed, names("Mật ong rừng", "HTX Hai", 5)).expect("founded");
        let Certificate { number, issued_on, expires_on, product_name, producer_name, star, .. } = new.certificate;
        assert_eq!((number.to_string().as_str(), star), ("OCOP-11-2027-00007", 3));
        assert_eq!((issued_on, expires_on), (day("2027-02-01"), day("2029-11-23")));
        assert_eq!((product_name.as_str(), producer_name.as_str()), ("Mật ong rừng", "HTX Hai"));
        assert_eq!(new.replaces.expect("it does").certificate, certificate(3).certificate.id);
        let lost = replaced(ReplacementKind::Lost, names("Mật ong rừng", "HTX Hai", 5)).expect("founded");
        assert_eq!(lost.certificate.producer_name, "HTX Một", "a lost paper is issued as it was");
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        for (kind, name) in ReplacementKind::ALL {
            assert_eq!((kind.name(), ReplacementKind::named(name)), (name, Some(kind)));
        }
        assert_eq!(ReplacementKind::named("suspended"), None);
    }
}
