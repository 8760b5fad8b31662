//! Files, in messages.

use platform::wire::timestamp;
use proto::evaluation::v1 as pb;

use crate::domain::file::{Declaration, File, Owner, Upload, UploadState};

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
