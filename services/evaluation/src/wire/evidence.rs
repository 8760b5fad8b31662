//! Files, papers and evidence, between values and messages.

use platform::blobs::UploadState;
use platform::fields::{Fields, etag};
use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use super::{optional_day as day, text};
use crate::domain::checklist::{CheckedLine, Standing};
use crate::domain::evidence::{Evidence, Paper, Place};
use crate::domain::file::{Declaration, File, Owner, Upload};
use crate::ops::{CheckList, SeenEvidence};

pub(crate) fn upload(upload: Upload) -> pb::Upload {
    let committed_bytes = upload.committed();
    let (state, file_id) = match upload.state {
        UploadState::Receiving { .. } => (pb::UploadState::Receiving, String::new()),
        UploadState::Complete { file } => (pb::UploadState::Complete, file.to_string()),
        UploadState::Discarded => (pb::UploadState::Discarded, String::new()),
    };
    pb::Upload {
        id: upload.id.to_string(),
        state: state.into(),
        declaration: Some(declaration(upload.owner, &upload.declaration)),
        committed_bytes,
        file_id,
        begun_at: Some(timestamp(upload.begun_at)),
    }
}

fn declaration(owner: Owner, declaration: &Declaration) -> pb::FileDeclaration {
    // As it was declared: a producer's paper names no unit.
    let (producer_id, unit_id) = match owner.producer {
        Some(producer) => (producer.to_string(), String::new()),
        None => (String::new(), owner.unit.to_string()),
    };
    pb::FileDeclaration {
        producer_id,
        unit_id,
        name: declaration.name.to_string(),
        media_type: declaration.media_type.name().to_owned(),
        size_bytes: declaration.bytes,
        sha256: declaration.sha256.to_string(),
    }
}

pub(crate) fn file(file: File) -> pb::File {
    pb::File {
        id: file.id.to_string(),
        name: file.declaration.name.to_string(),
        media_type: file.declaration.media_type.name().to_owned(),
        size_bytes: file.declaration.bytes,
        sha256: file.declaration.sha256.to_string(),
        producer_id: file.owner.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        unit_id: file.owner.unit.to_string(),
        uploaded_at: Some(timestamp(file.uploaded_at)),
    }
}

pub(crate) fn paper(paper: Paper) -> pb::Paper {
    pb::Paper {
        id: paper.id.to_string(),
        file_id: paper.file.to_string(),
        facts: Some(pb::PaperFacts {
            r#type: paper.facts.paper_type,
            issuer: paper.facts.issuer,
            number: paper.facts.number,
            issued_on: day(paper.facts.issued_on),
            expires_on: day(paper.facts.expires_on),
        }),
        producer_id: paper.owner.producer.map(|producer| producer.to_string()).unwrap_or_default(),
        unit_id: paper.owner.unit.to_string(),
        recorded_at: Some(timestamp(paper.recorded_at)),
    }
}

pub(crate) fn read_place(fields: &mut Fields, given: Option<pb::EvidencePlace>) -> Option<Place> {
    match given.and_then(|given| given.place) {
        Some(pb::evidence_place::Place::Criterion(code)) => fields.line("place", &code, 20).map(Place::Criterion),
        Some(pb::evidence_place::Place::Document(key)) => fields.line("place", &key, 50).map(Place::Document),
        None => {
            fields.fault("place", "Chưa nêu chỗ gắn minh chứng.", "It names no place.");
            None
        }
    }
}

fn place(place: &Place) -> pb::EvidencePlace {
    let place = match place {
        Place::Criterion(code) => pb::evidence_place::Place::Criterion(code.clone()),
        Place::Document(key) => pb::evidence_place::Place::Document(key.clone()),
    };
    pb::EvidencePlace { place: Some(place) }
}

pub(crate) fn evidence((evidence, of): (Evidence, Paper)) -> pb::Evidence {
    pb::Evidence {
        id: evidence.id.to_string(),
        dossier_id: evidence.dossier.to_string(),
        place: Some(place(&evidence.place)),
        paper: Some(paper(of)),
        added_in: evidence.added_in,
        removed_in: evidence.removed.map(|removed| removed.version).unwrap_or_default(),
        etag: etag(evidence.version),
    }
}

pub(crate) fn seen_evidence(seen: SeenEvidence) -> pb::ListEvidenceResponse {
    let shown = seen.evidence.into_iter().map(evidence);
    pb::ListEvidenceResponse { version: seen.version, evidence: shown.collect() }
}

fn standing(standing: Standing) -> i32 {
    match standing {
        Standing::Missing => pb::EvidenceStanding::Missing,
        Standing::Expired => pb::EvidenceStanding::Expired,
        Standing::ExpiresBefore => pb::EvidenceStanding::ExpiresBeforeResult,
        Standing::Present => pb::EvidenceStanding::Present,
    }
    .into()
}

pub(crate) fn check_list(list: CheckList) -> pb::GetCheckListResponse {
    let line = |checked: &CheckedLine| pb::CheckListLine {
        place: Some(place(&checked.line.place)),
        title: text(&checked.line.title),
        asks: checked.line.asks.iter().filter_map(text).collect(),
        required: checked.line.required,
        by_forms: checked.line.by_forms,
        source: checked.line.source.clone(),
        standing: standing(checked.standing),
        papers: checked
            .papers
            .iter()
            .map(|(paper, stands)| pb::CheckedPaper { paper_id: paper.to_string(), standing: standing(*stands) })
            .collect(),
    };
    pb::GetCheckListResponse {
        version: list.version,
        target_star: list.star.into(),
        at: list.needed.day.to_string(),
        needed_until: list.needed.until.to_string(),
        samples_required: list.samples_required,
        lines: list.lines.iter().map(line).collect(),
    }
}
