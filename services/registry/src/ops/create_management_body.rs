//! Recording a body that manages the programme.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyKind};
use crate::domain::producer::RecordState;
use crate::domain::programme::{Document, keeping_unit};
use crate::error::Error;
use crate::wire::choices;
use crate::{events, policy, store};

pub(crate) struct CreateManagementBody {
    unit: UnitId,
    kind: ManagementBodyKind,
    name: String,
    document: Document,
    sample: bool,
}

impl CreateManagementBody {
    pub(crate) fn parse(message: pb::CreateManagementBodyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let body = fields.message("body", message.body).unwrap_or_default();
        let unit = fields.unit("body.unit_id", &body.unit_id);
        let kind = choices::read(&mut fields, "body.kind", body.kind);
        let name = read_name(&mut fields, &body);
        let number = read_document_number(&mut fields, &body);
        let date = read_document_date(&mut fields, &body);
        let (unit, kind, name, number, date) = fields.finish((unit, kind, name, number, date))?;
        Ok(Self { unit, kind, name, document: Document { number, date }, sample: body.sample })
    }
}

pub(super) fn read_name(fields: &mut Fields, body: &pb::ManagementBody) -> Option<String> {
    fields.line("body.name", &body.name, 200)
}

pub(super) fn read_document_number(fields: &mut Fields, body: &pb::ManagementBody) -> Option<String> {
    fields.optional_line("body.document_number", &body.document_number, 100)
}

pub(super) fn read_document_date(fields: &mut Fields, body: &pb::ManagementBody) -> Option<Option<NaiveDate>> {
    fields.optional_date("body.document_date", &body.document_date)
}

pub(crate) async fn create_management_body(
    work: &Work,
    command: &CreateManagementBody,
) -> Result<ManagementBody, Error> {
    let place = keeping_unit(work.authority().units(), &command.unit, work.today(), "body.unit_id")?;
    policy::may_keep_programme(work, &place.unit)?;
    let body = ManagementBody {
        id: work.new_id(),
        place,
        kind: command.kind,
        name: command.name.clone(),
        document: command.document.clone(),
        sample: command.sample,
        state: RecordState::Active,
        version: 1,
        created_at: work.now(),
        updated_at: work.now(),
    };
    store::management_bodies::insert(work, &body).await?;
    events::management::body_created(work, &body);
    Ok(body)
}
