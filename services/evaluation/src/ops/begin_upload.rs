//! Beginning an upload: whose file it is and what it is to be, before its first byte.

use platform::access::UnitId;
use platform::blobs::UploadState;
use platform::fields::Fields;
use proto::evaluation::v1 as pb;
use proto::registry::v1::GetProducerRequest;

use super::beginning::from_registry;
use crate::domain::dossier::ProducerId;
use crate::domain::file::{Declaration, Owner, Upload, taken};
use crate::error::Error;
use crate::{View, Work, policy, store};

pub(crate) struct BeginUpload {
    whose: Whose,
    declaration: Declaration,
}

/// Whose file it is, as the request says.
enum Whose {
    Producer(ProducerId),
    Authority(UnitId),
}

/// Whose file it is, as registry says.
pub(crate) struct Prepared {
    owner: Owner,
    declaration: Declaration,
}

impl BeginUpload {
    pub(crate) fn parse(message: pb::BeginUploadRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let given = fields.message("declaration", message.declaration).unwrap_or_default();
        let producer = fields.optional_id("declaration.producer_id", &given.producer_id);
        let unit = fields.optional_unit("declaration.unit_id", &given.unit_id);
        let whose = match (producer.flatten(), unit.flatten()) {
            (Some(producer), None) => Some(Whose::Producer(producer)),
            (None, Some(unit)) => Some(Whose::Authority(unit)),
            _ => {
                fields.fault(
                    "declaration.producer_id",
                    "Nêu đúng một trong hai: chủ thể, hoặc đơn vị của cơ quan.",
                    "Name exactly one of the two: a producer, or an authority's unit.",
                );
                None
            }
        };
        let name = fields.line("declaration.name", &given.name, 200);
        let name = name.and_then(|name| fields.value("declaration.name", name.parse()));
        let media_type = fields.line("declaration.media_type", &given.media_type, 200);
        let sha256 = fields.value("declaration.sha256", given.sha256.parse());
        if given.size_bytes < 1 {
            fields.fault("declaration.size_bytes", "Tệp phải có ít nhất một byte.", "A file has one byte at least.");
        }
        let (whose, name, media_type, sha256) = fields.finish((whose, name, media_type, sha256))?;
        let media_type = taken(&media_type).ok_or(Error::MediaTypeUnknown { name: media_type })?;
        let declaration = Declaration { name, media_type, bytes: given.size_bytes, sha256 };
        declaration.check()?;
        Ok(Self { whose, declaration })
    }
}

/// Asks registry for the producer's commune.
pub(crate) async fn prepare(view: &View, command: &BeginUpload) -> Result<Prepared, Error> {
    let owner = match &command.whose {
        Whose::Authority(unit) => {
            policy::may_bring_documents_of(view.authority(), unit)?;
            Owner { producer: None, unit: unit.clone() }
        }
        Whose::Producer(producer) => {
            let no_such_producer = || Error::NoSuchProducer { producer: *producer };
            let request = GetProducerRequest { producer_id: producer.to_string() };
            let answer = view.service().registry.clone().get_producer(request).await;
            let answer = answer.map_err(|status| from_registry(status, no_such_producer))?.into_inner();
            let unit = answer.producer.and_then(|producer| producer.unit_id.parse().ok());
            let owner = Owner { producer: Some(*producer), unit: unit.ok_or_else(no_such_producer)? };
            policy::may_bring_papers_of(view, *producer, &owner.unit).await?;
            owner
        }
    };
    Ok(Prepared { owner, declaration: command.declaration.clone() })
}

pub(crate) async fn begin_upload(work: &Work, prepared: &Prepared) -> Result<Upload, Error> {
    let Prepared { owner, declaration } = prepared;
    store::uploads::holding(work, owner).await?.must_have_room_for(declaration.bytes)?;
    let upload = Upload {
        id: work.new_id(),
        owner: owner.clone(),
        declaration: declaration.clone(),
        state: UploadState::Receiving { committed: 0 },
        begun_by: work.person(),
        begun_at: work.now(),
        updated_at: work.now(),
    };
    store::uploads::insert(work, &upload).await?;
    Ok(upload)
}
