//! Recording a complaint about a certificate or a result: what was said, and apart from it who said it.

use std::collections::HashSet;

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_complaint::ComplaintInSight;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::certificate::CertificateId;
use crate::domain::complainant::Complainant;
use crate::domain::complaint::{Complaint, Matter, Recorder, Recording, Report};
use crate::domain::dossier::{DossierId, DossierState};
use crate::domain::file::FileId;
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Most files that go with a complaint.
const MOST_FILES: usize = 20;

pub(crate) struct RecordComplaint {
    about: About,
    report: Report,
    complainant: Option<Complainant>,
}

/// What is complained about, as it is named.
#[derive(Clone, Copy)]
enum About {
    Certificate(CertificateId),
    Dossier(DossierId),
}

impl RecordComplaint {
    pub(crate) fn parse(message: pb::RecordComplaintRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let about = read_about(&mut fields, &message.certificate_id, &message.dossier_id);
        let kind = wire::complaints::read_kind(&mut fields, message.kind);
        let channel = wire::complaints::read_channel(&mut fields, message.channel);
        let received_on = fields.date("received_on", &message.received_on);
        let content = wire::register::read_reasons(&mut fields, "content", &message.content, MOST_TEXT);
        let files = read_files(&mut fields, message.file_ids);
        let complainant = wire::complaints::read_complainant(&mut fields, message.complainant);
        let (about, kind, channel, received_on, content, files, complainant) =
            fields.finish((about, kind, channel, received_on, content, files, complainant))?;
        Ok(Self { about, report: Report { kind, channel, received_on, content, files }, complainant })
    }
}

/// Either the certificate or the dossier.
fn read_about(fields: &mut Fields, certificate: &str, dossier: &str) -> Option<About> {
    match (certificate.is_empty(), dossier.is_empty()) {
        (false, true) => fields.id("certificate_id", certificate).map(About::Certificate),
        (true, false) => fields.id("dossier_id", dossier).map(About::Dossier),
        _ => {
            fields.fault(
                "certificate_id",
                "Nêu hoặc giấy chứng nhận, hoặc hồ sơ.",
                "Name either the certificate or the dossier.",
            );
            None
        }
    }
}

/// Files in the order given, each once.
fn read_files(fields: &mut Fields, given: Vec<String>) -> Option<Vec<FileId>> {
    let given = fields.list("file_ids", given, 0..=MOST_FILES)?;
    let mut files: Vec<FileId> = fields.each("file_ids", &given, |fields, path, id| fields.id(path, id))?;
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(*file));
    Some(files)
}

pub(crate) async fn record_complaint(work: &Work, command: &RecordComplaint) -> Result<ComplaintInSight, Error> {
    let (matter, recorder) = known_matter(work, command.about).await?;
    if recorder == Recorder::Producer && command.complainant.is_none() {
        return Err(Error::ComplainantMissing);
    }
    let files = store::files::find_all(work, &command.report.files).await?;
    for id in &command.report.files {
        let file = files.iter().find(|file| file.id == *id).ok_or(Error::NoSuchFile { file: *id })?;
        policy::complaints::may_go_with(work, file, recorder, &matter)?;
    }
    let service = work.service();
    let calendar = store::calendar_days::calendar(work, &service.calendar).await?;
    let parameters = service.workflows.in_force_on(work.today())?;
    let recording = Recording { recorder, by: work.person(), at: work.now() };
    let complaint =
        Complaint::record(work.new_id(), matter, command.report.clone(), recording, (parameters, &calendar))?;
    store::complaints::insert(work, &complaint).await?;
    if let Some(complainant) = &command.complainant {
        store::complainants::insert(work, complaint.id, complainant).await?;
    }
    events::complaint_recorded(work, &complaint);
    Ok(ComplaintInSight::whole(complaint, work.today()))
}

/// What is complained about, and as what the caller records it; a certificate or dossier she may not know of does not
/// exist.
async fn known_matter(work: &Work, about: About) -> Result<(Matter, Recorder), Error> {
    let (matter, unknown) = match about {
        About::Certificate(id) => (of_certificate(work, id).await?, Error::NoSuchCertificate { certificate: id }),
        About::Dossier(id) => (of_dossier(work, id).await?, Error::NoSuchDossier { dossier: id }),
    };
    match policy::complaints::recorder(work, &matter).await? {
        Some(recorder) => Ok((matter, recorder)),
        None => Err(unknown),
    }
}

async fn of_certificate(work: &Work, id: CertificateId) -> Result<Matter, Error> {
    let found = store::certificates::find(work, id).await?;
    let registered = policy::known_certificate(found, id, work.authority())?;
    Ok(Matter::of_certificate(&registered.certificate))
}

/// A dossier that ended with a certificate is complained about by that.
async fn of_dossier(work: &Work, id: DossierId) -> Result<Matter, Error> {
    let dossier = policy::readable_dossier(work, id).await?;
    match dossier.state {
        DossierState::Certified { certificate, .. } => of_certificate(work, certificate).await,
        _ => Matter::of_result(&dossier),
    }
}
