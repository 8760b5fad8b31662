//! What correcting a certificate and issuing it anew share: a certificate that replaces another says what registry
//! says now, has a number of its own, and ends on the same day.

use platform::fields::Fields;

use super::beginning::read_registry;
use crate::domain::certificate::{CertificateId, year_of};
use crate::domain::register::{Basis, Names, NewCertificate, RegisteredCertificate, Replacement, ReplacementKind};
use crate::error::Error;
use crate::store::OnBehalf;
use crate::{View, Work, events, policy, store};

/// Which certificate is replaced, and what that rests on.
#[derive(Clone)]
pub(crate) struct Replacing {
    certificate: CertificateId,
    basis: Basis,
}

/// The same, with what registry says of the product now.
#[derive(Clone)]
pub(crate) struct Prepared {
    replacing: Replacing,
    kind: ReplacementKind,
    names: Names,
}

impl Replacing {
    /// Reads the fields all replacements have.
    pub(super) fn read(fields: &mut Fields, certificate_id: &str, basis: &str, basis_date: &str) -> Option<Self> {
        let certificate = fields.id("certificate_id", certificate_id);
        let reference = fields.line("basis", basis, 200);
        let date = fields.date("basis_date", basis_date);
        Some(Self { certificate: certificate?, basis: Basis { reference: reference?, date: date? } })
    }

    /// Asks registry for the names of product and producer.
    pub(super) async fn prepare(&self, view: &View, kind: ReplacementKind) -> Result<Prepared, Error> {
        let registered = self.certificate(view).await?;
        let (snapshots, _) = read_registry(view, registered.certificate.product).await?;
        let names = Names {
            product_name: snapshots.product.name,
            producer: snapshots.producer.id,
            producer_name: snapshots.producer.name,
        };
        Ok(Prepared { replacing: self.clone(), kind, names })
    }

    async fn certificate(&self, asker: &impl OnBehalf) -> Result<RegisteredCertificate, Error> {
        let found = store::certificates::find(asker, self.certificate).await?;
        let registered = policy::known_certificate(found, self.certificate, asker.authority())?;
        policy::may_handle_certificate(asker, &registered.certificate)?;
        Ok(registered)
    }
}

/// Issues the certificate that replaces another.
pub(super) async fn replace(work: &Work, prepared: &Prepared) -> Result<RegisteredCertificate, Error> {
    let Prepared { replacing, kind, names } = prepared;
    let old = replacing.certificate(work).await?;
    let today = work.today();
    old.must_hold_on(today)?;
    if replacing.basis.date > today {
        return Err(Error::RecordDates { field: "basis_date", today });
    }
    if store::revocations::is_open(work, replacing.certificate).await? {
        return Err(Error::RevocationExists);
    }
    let issuer = old.certificate.number.issuer.clone();
    let last = store::certificates::last_serial(work, &issuer, year_of(today)).await?;
    let new = NewCertificate {
        id: work.new_id(),
        number: old.next_number(today, last),
        issued_on: today,
        created_at: work.now(),
    };
    let replacement = Replacement { certificate: replacing.certificate, kind: *kind, basis: replacing.basis.clone() };
    let registered = old.replaced(new, replacement, names.clone())?;
    store::certificates::insert_replacement(work, &registered).await?;
    let first = store::certificates::first_issued(work, replacing.certificate).await?;
    events::certificate_replaced(work, &registered, first);
    Ok(registered)
}
