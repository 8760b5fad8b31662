//! Sheets of offices become records.

mod applying;
mod checking;
mod ending;
mod officials;
mod old_certificates;
mod records;
mod sample;
mod units;
mod uploading;

use platform::access::Role;
use proto::registry::v1 as pb;
use proto::registry::v1::import_service_client::ImportServiceClient;
use proto::registry::v1::upload_import_request::Content;
use testkit::{Callers, Wire, person};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::{Request, Response, Status};

use crate::{PROVINCE, Register, new_request_id};

type Answer<T> = Result<Response<T>, Status>;

/// The imports of one person.
struct Office {
    client: ImportServiceClient<Wire>,
    authorization: MetadataValue<Ascii>,
}

impl Office {
    /// Of the officer of the province.
    fn of(register: &Register) -> Self {
        let authorization = register.bed.callers.authorization(person(1), Role::ProvinceOfficer, PROVINCE);
        Self { client: ImportServiceClient::new(register.bed.wire()), authorization }
    }

    /// Of someone else.
    fn of_another(register: &Register, role: Role, unit: &str) -> Self {
        let authorization = register.bed.callers.authorization(person(2), role, unit);
        Self { client: ImportServiceClient::new(register.bed.wire()), authorization }
    }

    fn ask<M>(&self, message: M) -> Request<M> {
        Callers::request(&self.authorization, message)
    }

    async fn send(&mut self, kind: pb::SheetKind, unit: &str, file: &[u8]) -> Answer<pb::UploadImportResponse> {
        let header =
            pb::ImportHeader { file_name: "Danh sách.csv".to_owned(), kind: kind.into(), unit_id: unit.to_owned() };
        let header = pb::UploadImportRequest { content: Some(Content::Header(header)) };
        let data =
            file.chunks(64 * 1024).map(|data| pb::UploadImportRequest { content: Some(Content::Data(data.to_vec())) });
        let messages: Vec<_> = std::iter::once(header).chain(data).collect();
        let request = self.ask(tokio_stream::iter(messages));
        self.client.upload_import(request).await
    }

    async fn upload(&mut self, kind: pb::SheetKind, file: &str) -> pb::Import {
        self.send(kind, PROVINCE, file.as_bytes()).await.expect("taken in").into_inner().import.expect("given")
    }

    async fn check(
        &mut self,
        import: &pb::Import,
        mapping: Option<pb::ImportMapping>,
    ) -> Answer<pb::CheckImportResponse> {
        let request = self.ask(pb::CheckImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
            mapping,
        });
        self.client.check_import(request).await
    }

    /// Checks to the end, with what is suggested.
    async fn checked(&mut self, import: &pb::Import) -> pb::Import {
        let begun = self.check(import, None).await.expect("begun").into_inner().import.expect("given");
        self.come_to_rest(&begun).await
    }

    async fn apply(&mut self, import: &pb::Import, mode: pb::ImportMode) -> Answer<pb::ApplyImportResponse> {
        let request = self.ask(pb::ApplyImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
            mode: mode.into(),
        });
        self.client.apply_import(request).await
    }

    /// Applies the good rows to the end.
    async fn applied(&mut self, import: &pb::Import) -> pb::Import {
        let begun = self.apply(import, pb::ImportMode::GoodRowsOnly).await.expect("begun");
        self.come_to_rest(&begun.into_inner().import.expect("given")).await
    }

    async fn undo(&mut self, import: &pb::Import) -> Answer<pb::UndoImportResponse> {
        let request = self.ask(pb::UndoImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
        });
        self.client.undo_import(request).await
    }

    async fn cancel(&mut self, import: &pb::Import) -> Answer<pb::CancelImportResponse> {
        let request = self.ask(pb::CancelImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            etag: import.etag.clone(),
        });
        self.client.cancel_import(request).await
    }

    async fn advance(&mut self, import: &pb::Import, batch_size: i32) -> Answer<pb::AdvanceImportResponse> {
        let request = self.ask(pb::AdvanceImportRequest {
            request_id: new_request_id(),
            import_id: import.id.clone(),
            batch_size,
        });
        self.client.advance_import(request).await
    }

    /// Goes on to a state of rest, in batches small enough for several.
    async fn come_to_rest(&mut self, import: &pb::Import) -> pb::Import {
        let mut import = import.clone();
        while matches!(import.state(), pb::ImportState::Checking | pb::ImportState::Applying | pb::ImportState::Undoing)
        {
            import = self.advance(&import, 2).await.expect("advanced").into_inner().import.expect("given");
        }
        import
    }

    async fn get(&mut self, import: &pb::Import) -> pb::Import {
        let request = self.ask(pb::GetImportRequest { import_id: import.id.clone() });
        self.client.get_import(request).await.expect("found").into_inner().import.expect("given")
    }

    async fn rows(&mut self, import: &pb::Import) -> Vec<pb::ImportRow> {
        let (mut rows, mut token) = (Vec::new(), String::new());
        loop {
            let request = self.ask(pb::ListImportRowsRequest {
                import_id: import.id.clone(),
                page_size: 3,
                page_token: token,
                ..Default::default()
            });
            let page = self.client.list_import_rows(request).await.expect("listed").into_inner();
            rows.extend(page.rows);
            token = page.next_page_token;
            if token.is_empty() {
                return rows;
            }
        }
    }

    /// What the rows below the header have come to: number, state and the fields and reasons of the verdicts.
    async fn verdicts(&mut self, import: &pb::Import) -> Vec<String> {
        let rows = self.rows(import).await.into_iter().filter(|row| row.state() != pb::ImportRowState::Heading);
        rows.map(|row| {
            let state = row.state().as_str_name().trim_start_matches("IMPORT_ROW_STATE_").to_lowercase();
            let why = row.verdicts.iter().map(|verdict| format!(" {}:{}", verdict.field, verdict.reason));
            format!("{} {state}{}", row.number, why.collect::<String>())
        })
        .collect()
    }
}
