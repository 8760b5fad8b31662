//! Beginning an upload: which product's file it is and what it is to be, before its first byte.

use platform::blobs::UploadState;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::product_file::{Declaration, MOST_OPEN_UPLOADS, PaperName, Purpose, Upload, limits};
use crate::error::Error;
use crate::{policy, store, wire};

pub(crate) struct BeginProductFile {
    declaration: Declaration,
}

impl BeginProductFile {
    pub(crate) fn parse(message: pb::BeginProductFileRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("declaration", message.declaration).unwrap_or_default();
        let product = fields.id("declaration.product_id", &given.product_id);
        let purpose: Option<Purpose> = wire::choices::read(&mut fields, "declaration.purpose", given.purpose);
        let paper = read_paper(&mut fields, purpose, given.paper);
        let name = fields.line("declaration.name", &given.name, 200);
        let name = name.and_then(|name| fields.value("declaration.name", name.parse()));
        let sha256 = fields.value("declaration.sha256", given.sha256.parse());
        if given.size_bytes < 1 {
            fields.fault("declaration.size_bytes", "Tệp phải có ít nhất một byte.", "A file has one byte at least.");
        }
        let (product, purpose, paper, name, sha256) = fields.finish((product, purpose, paper, name, sha256))?;
        let declaration = Declaration { product, purpose, paper, name, bytes: given.size_bytes, sha256 };
        declaration.must_be_named_as_taken()?;
        Ok(Self { declaration })
    }
}

/// The paper of a scan; none for other purposes, which take none.
fn read_paper(
    fields: &mut Fields,
    purpose: Option<Purpose>,
    given: Option<pb::ProductPaperName>,
) -> Option<Option<PaperName>> {
    const PATH: &str = "declaration.paper";
    match (purpose?, given) {
        (Purpose::PaperScan, Some(given)) => {
            let kind = wire::products::read_quality_paper_kind(fields, &format!("{PATH}.kind"), given.kind);
            let number = fields.optional_line(&format!("{PATH}.number"), &given.number, 50);
            let issuer = fields.line(&format!("{PATH}.issuer"), &given.issuer, 200);
            Some(Some(PaperName { kind: kind?, number: number?, issuer: issuer? }))
        }
        (Purpose::PaperScan, None) => {
            fields.fault(PATH, "Bản quét phải nêu giấy tờ của nó.", "A scan names the paper that it shows.");
            None
        }
        (_, Some(_)) => {
            fields.fault(PATH, "Chỉ bản quét mới nêu giấy tờ.", "Scans alone name a paper.");
            None
        }
        (_, None) => Some(None),
    }
}

pub(crate) async fn begin_product_file(work: &Work, command: &BeginProductFile) -> Result<Upload, Error> {
    let declaration = &command.declaration;
    must_be_wanted(work, declaration).await?;
    let open = store::uploads::count_open(work, declaration.product).await?;
    if open >= MOST_OPEN_UPLOADS {
        return Err(Error::FileQuota { open });
    }
    let upload = Upload {
        id: work.new_id(),
        declaration: declaration.clone(),
        state: UploadState::Receiving { committed: 0 },
        begun_by: work.person(),
        begun_at: work.now(),
        updated_at: work.now(),
    };
    store::uploads::insert(work, &upload).await?;
    Ok(upload)
}

/// Refuses a file that the product cannot have, and whoever may not add one; tells how many of the purpose it has.
pub(super) async fn must_be_wanted(work: &Work, declaration: &Declaration) -> Result<u64, Error> {
    let product = policy::product_to_illustrate(work, declaration.product).await?;
    product.must_be_active()?;
    if declaration.paper.as_ref().is_some_and(|paper| !product.facts.record.has_paper(paper)) {
        return Err(Error::NoSuchQualityPaper { product: product.id });
    }
    let limit = limits::on(declaration.purpose, work.today());
    limit.must_take(declaration.bytes)?;
    let files = store::product_files::count(work, product.id, declaration.purpose).await?;
    limit.must_have_room(files)?;
    Ok(files)
}
