//! Beginning to try the rows of an import, with a mapping of its columns.

use std::collections::HashSet;

use platform::fields::Fields;
use proto::registry::v1 as pb;

use super::get_import::own_of_work;
use crate::Work;
use crate::domain::import::{Import, ImportId, Mapping, fields as known_fields, suggested_mapping};
use crate::error::Error;
use crate::{events, store};

pub(crate) struct CheckImport {
    import: ImportId,
    version: i64,
    /// None for what is suggested.
    mapping: Option<Mapping>,
}

impl CheckImport {
    pub(crate) fn parse(message: pb::CheckImportRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let import = fields.id("import_id", &message.import_id);
        let version = fields.etag("etag", &message.etag);
        let mapping = match message.mapping {
            Some(mapping) => read_mapping(&mut fields, mapping).map(Some),
            None => Some(None),
        };
        let (import, version, mapping) = fields.finish((import, version, mapping))?;
        Ok(Self { import, version, mapping })
    }
}

fn read_mapping(fields: &mut Fields, given: pb::ImportMapping) -> Option<Mapping> {
    let columns = fields.each("mapping.columns", &given.columns, |fields, path, column| {
        let number = fields.number(&format!("{path}.number"), column.number, 1..=200);
        let field = fields.line(&format!("{path}.field"), &column.field, 50);
        number.zip(field)
    });
    let values = fields.each("mapping.values", &given.values, |fields, path, value| {
        let field = fields.line(&format!("{path}.field"), &value.field, 50);
        let value = fields.line(&format!("{path}.value"), &value.value, 4000);
        field.zip(value)
    });
    Some(Mapping { columns: columns?, values: values? })
}

pub(crate) async fn check_import(work: &Work, command: &CheckImport) -> Result<Import, Error> {
    let import = own_of_work(work, command.import).await?;
    import.must_be_at(command.version)?;
    let mapping = match &command.mapping {
        Some(mapping) => mapping.clone(),
        None => suggested_mapping(&import.columns),
    };
    must_fit(&import, &mapping)?;
    events::import_moved(work, &import);
    let import = import.begin_check(mapping, work.now())?;
    store::import_rows::begin_anew(work, import.id).await?;
    store::imports::save(work, &import).await?;
    Ok(import)
}

/// Refuses columns and fields that there are not, and what stands twice.
fn must_fit(import: &Import, mapping: &Mapping) -> Result<(), Error> {
    let mut fields = Fields::new();
    let known: HashSet<_> = known_fields(import.kind).iter().map(|field| field.name).collect();
    let (mut columns_met, mut fields_met) = (HashSet::new(), HashSet::new());
    for (place, (number, field)) in mapping.columns.iter().enumerate() {
        let path = format!("mapping.columns[{place}]");
        if !known.contains(field.as_str()) {
            fields.fault(
                format!("{path}.field"),
                format!("Không có trường {field}; xem Import.fields."),
                format!("There is no field {field}; see Import.fields."),
            );
        }
        if !fields_met.insert(field) || !columns_met.insert(number) {
            fields.fault(path, "Cột hoặc trường này đã dùng ở trên.", "The column or the field stands above already.");
        }
    }
    for (place, (field, _)) in mapping.values.iter().enumerate() {
        if !known.contains(field.as_str()) {
            fields.fault(
                format!("mapping.values[{place}].field"),
                format!("Không có trường {field}; xem Import.fields."),
                format!("There is no field {field}; see Import.fields."),
            );
        }
    }
    fields.finish((Some(()),))?;
    Ok(())
}
