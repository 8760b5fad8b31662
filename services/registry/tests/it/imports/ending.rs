//! What nobody goes on with ends: names of persons stay in no sheet.

use chrono::TimeDelta;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, count, eventually};
use tonic::Code;

use super::Office;
use crate::{PROVINCE, Register};

fn is_receiving(import: pb::Import) -> bool {
    import.state() == pb::ImportState::Receiving
}

impl Office {
    /// The import that was begun last.
    async fn newest(&self) -> Option<pb::Import> {
        let request = self.ask(pb::ListImportsRequest::default());
        let listed = self.client.clone().list_imports(request).await.expect("listed").into_inner();
        listed.imports.into_iter().next()
    }
}

testkit::on_both_databases! {
    async fn the_lines_of_an_import_are_emptied_when_it_has_ended_long_ago(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = "Tên chủ thể,Địa chỉ,Người đại diện pháp luật\n\
            HTX Một,Xã Thanh Nưa,Lò Thị Mai\nHTX Hai,Xã Không Có,Lò Văn An\n";
        let import = office.upload(pb::SheetKind::Producers, sheet).await;
        let checked = office.checked(&import).await;
        let applied = office.applied(&checked).await;
        let under_way = office.upload(pb::SheetKind::Producers, sheet).await;
        let verdicts = office.verdicts(&applied).await;

        register.bed.hands.advance(TimeDelta::days(89));
        register.retention.run().await.expect("done");
        let mut office = Office::of(&register);
        assert_eq!(office.rows(&applied).await[1].cells[0], "HTX Một", "its time is not over");
        register.bed.hands.advance(TimeDelta::days(2));
        register.retention.run().await.expect("done");
        let mut office = Office::of(&register);
        let emptied = office.get(&applied).await;
        assert_eq!((emptied.state(), emptied.counts), (pb::ImportState::Applied, applied.counts));
        assert!(emptied.rows_emptied_at.is_some());
        let rows = office.rows(&emptied).await;
        assert!(rows.iter().all(|row| row.cells.is_empty()));
        assert_eq!(rows[1].record_id.len(), 36, "the record is there still");
        assert_eq!(office.verdicts(&emptied).await, verdicts, "fields and reasons stay");
        let words = rows.iter().flat_map(|row| &row.verdicts).filter_map(|verdict| verdict.text.clone());
        assert!(words.into_iter().all(|text| text.vi.is_empty() && text.en.is_empty()));
        let request = office.ask(pb::DownloadImportReportRequest { import_id: emptied.id.clone() });
        let refused = office.client.download_import_report(request).await;
        assert_refused(refused, Code::FailedPrecondition, ErrorReason::ImportRowsEmptied, "import_id");
        // What is not ended keeps its lines, however old.
        assert_eq!(office.rows(&under_way).await[1].cells[0], "HTX Một");
        assert_eq!(register.retention.run().await.expect("done"), 0, "it is done once");
    }

    async fn an_upload_that_was_cut_is_cancelled_after_a_day(database: TestDatabase) {
        let register = Register::on(&database).await;
        let office = Office::of(&register);
        let mut sender = Office::of(&register);
        let rows: String = (0..60_000).map(|row| format!("HTX {row},Xã Thanh Nưa\n")).collect();
        let file = format!("Tên chủ thể,Địa chỉ\n{rows}");
        let kind = pb::SheetKind::Producers;
        let sending = tokio::spawn(async move { sender.send(kind, PROVINCE, file.as_bytes()).await });
        eventually("lines are being taken in", || async { office.newest().await.is_some_and(is_receiving) }).await;
        sending.abort();
        assert!(sending.await.is_err(), "cut while it sent");
        let cut = office.newest().await.expect("there is one");
        register.bed.hands.advance(TimeDelta::hours(23));
        register.retention.run().await.expect("done");
        assert_eq!(Office::of(&register).get(&cut).await.state(), pb::ImportState::Receiving);
        register.bed.hands.advance(TimeDelta::hours(2));
        register.retention.run().await.expect("done");
        assert_eq!(Office::of(&register).get(&cut).await.state(), pb::ImportState::Cancelled);
        assert_eq!(count(&database, "SELECT count(*) AS count FROM import_row").await, 0);
    }
}
