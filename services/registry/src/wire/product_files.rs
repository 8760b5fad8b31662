//! Files of products, between the register's values and the contract's messages.

use platform::blobs::UploadState;
use platform::fields::etag;
use platform::wire::timestamp;
use proto::common::v1::LocalizedText;
use proto::registry::v1 as pb;

use super::choices::Choice as _;
use super::products::quality_paper_kind;
use crate::domain::product_file::{PaperName, ProductFile, Said, Upload};

pub(crate) fn upload(upload: Upload) -> pb::ProductFileUpload {
    let committed_bytes = upload.committed();
    let (state, file) = match upload.state {
        UploadState::Receiving { .. } => (pb::ProductFileUploadState::Receiving, String::new()),
        UploadState::Complete { file } => (pb::ProductFileUploadState::Complete, file.to_string()),
        UploadState::Discarded => (pb::ProductFileUploadState::Discarded, String::new()),
    };
    let declaration = upload.declaration;
    pb::ProductFileUpload {
        id: upload.id.to_string(),
        state: state.into(),
        declaration: Some(pb::ProductFileDeclaration {
            product_id: declaration.product.to_string(),
            purpose: declaration.purpose.number(),
            paper: declaration.paper.map(paper),
            name: declaration.name.to_string(),
            size_bytes: declaration.bytes,
            sha256: declaration.sha256.to_string(),
        }),
        committed_bytes,
        product_file_id: file,
        begun_at: Some(timestamp(upload.begun_at)),
    }
}

pub(crate) fn product_file(file: ProductFile) -> pb::ProductFile {
    let declaration = file.declaration;
    pb::ProductFile {
        id: file.id.to_string(),
        product_id: declaration.product.to_string(),
        purpose: declaration.purpose.number(),
        paper: declaration.paper.map(paper),
        name: declaration.name.to_string(),
        media_type: file.media_type.name().to_owned(),
        size_bytes: declaration.bytes,
        sha256: declaration.sha256.to_string(),
        width_pixels: file.picture.map_or(0, |picture| picture.width),
        height_pixels: file.picture.map_or(0, |picture| picture.height),
        caption: said(file.caption),
        alt_text: said(file.alt_text),
        place: file.place,
        added_at: Some(timestamp(file.added_at)),
        etag: etag(file.version),
    }
}

fn paper(paper: PaperName) -> pb::ProductPaperName {
    pb::ProductPaperName { kind: quality_paper_kind(paper.kind).into(), number: paper.number, issuer: paper.issuer }
}

fn said(said: Said) -> Option<LocalizedText> {
    (said != Said::default()).then_some(LocalizedText { vi: said.vi, en: said.en })
}
