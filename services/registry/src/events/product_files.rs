//! What is told of files of products: which there are, nothing of what is said about them.

use platform::operation::Subject;
use proto::registry::v1 as pb;

use crate::Work;
use crate::domain::product_file::ProductFile;
use crate::wire::choices::Choice as _;

fn of_file(file: &ProductFile) -> Subject {
    Subject::new("product_file", file.id, file.version)
}

pub(crate) fn added(work: &Work, file: &ProductFile) {
    let event = pb::ProductFileAdded {
        product_file_id: file.id.to_string(),
        product_id: file.declaration.product.to_string(),
        purpose: file.declaration.purpose.number(),
        sha256: file.declaration.sha256.to_string(),
    };
    work.publish(of_file(file), &event);
}

pub(crate) fn updated(work: &Work, file: &ProductFile) {
    let event = pb::ProductFileUpdated {
        product_file_id: file.id.to_string(),
        product_id: file.declaration.product.to_string(),
        purpose: file.declaration.purpose.number(),
        sha256: file.declaration.sha256.to_string(),
    };
    work.publish(of_file(file), &event);
}

pub(crate) fn removed(work: &Work, file: &ProductFile) {
    let event = pb::ProductFileRemoved {
        product_file_id: file.id.to_string(),
        product_id: file.declaration.product.to_string(),
        purpose: file.declaration.purpose.number(),
        sha256: file.declaration.sha256.to_string(),
    };
    work.publish(of_file(file), &event);
}
