//! Changing the named fields of a management body.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::create_management_body::{read_document_date, read_document_number, read_name};
use crate::Work;
use crate::domain::management::{ManagementBody, ManagementBodyId};
use crate::domain::programme::Document;
use crate::error::Error;
use crate::{events, policy, store};

pub(crate) struct UpdateManagementBody {
    body: ManagementBodyId,
    version: i64,
    changes: Vec<Change>,
}

/// A field with its new value.
type Change = Box<dyn Fn(&mut String, &mut Document) + Send + Sync>;

impl UpdateManagementBody {
    pub(crate) fn parse(message: pb::UpdateManagementBodyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let body = fields.message("body", message.body).unwrap_or_default();
        let id = fields.id("body.id", &body.id);
        let version = fields.etag("body.etag", &body.etag);
        let changes = fields.update_mask(message.update_mask, |fields, path| {
            Some(match path {
                "name" => read_name(fields, &body).map(|name| change(move |own, _| own.clone_from(&name))),
                "document_number" => read_document_number(fields, &body)
                    .map(|number| change(move |_, document| document.number.clone_from(&number))),
                "document_date" => {
                    read_document_date(fields, &body).map(|date| change(move |_, document| document.date = date))
                }
                _ => return None,
            })
        });
        let (body, version, changes) = fields.finish((id, version, changes))?;
        Ok(Self { body, version, changes })
    }
}

fn change(change: impl Fn(&mut String, &mut Document) + Send + Sync + 'static) -> Change {
    Box::new(change)
}

pub(crate) async fn update_management_body(
    work: &Work,
    command: &UpdateManagementBody,
) -> Result<ManagementBody, Error> {
    let found = store::management_bodies::find(work, command.body).await?;
    let body = policy::known_management_body(found, command.body, policy::reached(work))?;
    policy::may_keep_programme(work, &body.place.unit)?;
    body.must_be_at(command.version)?;
    let (mut name, mut document) = (body.name.clone(), body.document.clone());
    command.changes.iter().for_each(|change| change(&mut name, &mut document));
    let body = body.update(name, document, work.now())?;
    store::management_bodies::save(work, &body).await?;
    events::management::body_updated(work, &body);
    Ok(body)
}
