//! Lists as sheets.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::export_rows_request::Rows;
use proto::registry::v1::export_service_client::ExportServiceClient;
use testkit::{TestDatabase, assert_refused, count, person};
use tonic::Code;

use crate::{COMMUNE, OTHER_PROVINCE, Register, new_request_id};

impl Register {
    async fn sheet(&self, rows: Rows, format: pb::SheetFormat) -> Vec<u8> {
        let request = pb::ExportRowsRequest { rows: Some(rows), format: format.into(), ..Default::default() };
        let mut client = ExportServiceClient::new(self.bed.wire());
        let mut parts = client.export_rows(self.ask(request)).await.expect("begun").into_inner();
        let mut file = Vec::new();
        while let Some(part) = parts.message().await.expect("sent") {
            file.extend(part.data);
        }
        file
    }

    pub(crate) async fn table(&self, rows: Rows) -> Vec<String> {
        let file = self.sheet(rows, pb::SheetFormat::Csv).await;
        String::from_utf8(file).expect("UTF-8").lines().map(str::to_owned).collect()
    }

    async fn appoint(&mut self, producer: &pb::Producer, full_name: &str) {
        let request = self.ask(pb::AppointLeaderRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            full_name: full_name.to_owned(),
            title: "Giám đốc".to_owned(),
            term_from: "2024-08-05".to_owned(),
            ..Default::default()
        });
        self.client.appoint_leader(request).await.expect("appointed");
    }
}

testkit::on_both_databases! {
    async fn producers_and_products_are_exported_with_the_filter_of_the_list(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let first = register.producer("=HTX & Một").await;
        register.producer("HTX Hai").await;
        register.product(&first, "Mật ong").await;
        let filter = pb::ListProducersRequest { text: "mot".to_owned(), ..Default::default() };
        let lines = register.table(Rows::Producers(filter.clone())).await;
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("\u{FEFF}Tên chủ thể,Loại hình,Mã đơn vị,Xã,Tỉnh,"), "{}", lines[0]);
        assert!(lines[1].starts_with("'=HTX & Một,Hợp tác xã,2025:03127,"), "no formula: {}", lines[1]);
        let lines = register.table(Rows::Products(pb::ListProductsRequest::default())).await;
        assert!(lines[1].starts_with("Mật ong,'=HTX & Một,4,"), "{}", lines[1]);
        // English headers on demand.
        let request = pb::ExportRowsRequest {
            rows: Some(Rows::Producers(filter)),
            format: pb::SheetFormat::Csv.into(),
            language: pb::SheetLanguage::En.into(),
            ..Default::default()
        };
        let mut client = ExportServiceClient::new(register.bed.wire());
        let mut parts = client.export_rows(register.ask(request)).await.expect("begun").into_inner();
        let part = parts.message().await.expect("sent").expect("a part");
        assert!(String::from_utf8_lossy(&part.data).contains("Producer name,Kind,"));
    }

    async fn a_list_of_several_pages_is_whole(database: TestDatabase) {
        let register = Register::on(&database).await;
        let filter = pb::ListUnitsRequest { parent_id: "2025:01".to_owned(), ..Default::default() };
        let lines = register.table(Rows::Units(filter)).await;
        assert_eq!(lines.len(), 127, "a header and the 126 communes of Hà Nội");
        let lines = register.table(Rows::Units(pb::ListUnitsRequest::default())).await;
        assert_eq!(lines.len(), 1 + 34 + 3321);
    }

    async fn of_leaders_each_read_is_recorded(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for (name, leader) in [("HTX Một", "Lò Thị Mai"), ("HTX Hai", "Lò Văn An")] {
            let producer = register.producer(name).await;
            register.appoint(&producer, leader).await;
        }
        register.producer("HTX Ba").await;
        let lines = register.table(Rows::Leaders(pb::ListProducersRequest::default())).await;
        assert!(lines[1].starts_with("Lò Văn An,Giám đốc,05/08/2024,HTX Hai,"), "{lines:?}");
        assert_eq!(lines.len(), 3, "who leads nobody has no line");
        let recorded = "SELECT count(*) AS count FROM audit WHERE operation = 'ExportRows' AND subject_type = 'person'";
        assert_eq!(count(&database, recorded).await, 2);
    }

    async fn what_the_programme_has_is_exported_too(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.body(COMMUNE, "Ban chỉ đạo OCOP xã").await;
        let lines = register.table(Rows::ManagementBodies(pb::ListManagementBodiesRequest::default())).await;
        assert!(lines[1].starts_with("Ban chỉ đạo OCOP xã,Ban chỉ đạo,Xã,2025:03127,Phường Điện Biên Phủ,"), "{lines:?}");

        let producer = register.producer("HTX Một").await;
        let figures = pb::ProducerFigures {
            producer_id: producer.id.clone(),
            year: 2025,
            revenue_dong: Some(2_000_000_000),
            workers: Some(pb::WorkerFigures { all: 12, ..Default::default() }),
            source: "Báo cáo tài chính".to_owned(),
            ..Default::default()
        };
        let request = pb::RecordProducerFiguresRequest {
            request_id: new_request_id(),
            figures: Some(figures),
            ..Default::default()
        };
        let request = register.ask(request);
        register.producers.record_producer_figures(request).await.expect("recorded");
        let filter = pb::ListProducerFiguresRequest { year: 2025, ..Default::default() };
        let lines = register.table(Rows::ProducerFigures(filter)).await;
        assert!(lines[1].starts_with("HTX Một,2025,2000000000,,12,,,,,,Báo cáo tài chính,Có,"), "{lines:?}");

        register.record(crate::programme_records::fair("Hội chợ OCOP")).await;
        let of = |kind: pb::ProgrammeRecordKind| {
            let filter = pb::ProgrammeRecordFilter { kind: kind.into(), ..Default::default() };
            Rows::ProgrammeRecords(pb::ListProgrammeRecordsRequest { filter: Some(filter), ..Default::default() })
        };
        let lines = register.table(of(pb::ProgrammeRecordKind::Unspecified)).await;
        assert!(lines[0].ends_with(",Mã bản ghi (UUID)") && lines.len() == 2, "{lines:?}");
        let lines = register.table(of(pb::ProgrammeRecordKind::TradeEvent)).await;
        assert!(lines[0].ends_with(",Quy mô,Đơn vị tổ chức,Doanh số (đồng)"), "{lines:?}");
        assert!(lines[1].ends_with(",Cấp tỉnh,Sở Công Thương,90000000"), "{lines:?}");
        assert_eq!(register.table(of(pb::ProgrammeRecordKind::Policy)).await.len(), 1);
    }

    async fn payments_communes_and_accounts_are_exported_too(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX Một").await;
        let record = register.record(crate::programme_records::policy("Thưởng sản phẩm")).await;
        register.paid(&record, Some(&producer), 30_000_000).await.expect("paid");
        let lines = register.table(Rows::ProgrammePayments(pb::ListProgrammePaymentsRequest::default())).await;
        assert_eq!(lines.len(), 2);
        assert!(
            lines[1].starts_with("Thưởng sản phẩm,HTX Một,20/11/2026,30000000,UNC 15,,,Đã ghi,,23/11/2026,"),
            "{lines:?}"
        );
        let filter = pb::ListCommuneOverviewsRequest { unit_id: COMMUNE.to_owned(), ..Default::default() };
        let lines = register.table(Rows::CommuneOverviews(filter)).await;
        assert_eq!(lines[1..], ["2025:03127,Phường Điện Biên Phủ,Tỉnh Điện Biên,1,0,0,0,0"]);
        register.grant(crate::producer_accounts::grant(&producer, 30)).await.expect("granted");
        let lines = register.table(Rows::ProducerAccounts(pb::ListProducerAccountsRequest::default())).await;
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with(&format!("HTX Một,{},23/11/2026,,", person(30))), "{lines:?}");
        assert!(lines[1].contains(",Đang mở,"), "{lines:?}");
    }

    async fn of_officials_each_read_is_recorded(database: TestDatabase) {
        let register = Register::on(&database).await;
        let body = register.body(COMMUNE, "Ban chỉ đạo OCOP xã").await;
        register.appointed(crate::management::appoint(&body, "Lò Thị Mai", "2025-08-01", "")).await.expect("appointed");
        let lines = register.table(Rows::Officials(pb::ListOfficialsRequest::default())).await;
        assert!(lines[1].starts_with("Lò Thị Mai,Phó Chủ tịch UBND,Trưởng ban,01/08/2025,,,"), "{lines:?}");
        let recorded = "SELECT count(*) AS count FROM audit WHERE operation = 'ExportRows' AND subject_type = 'person'";
        assert_eq!(count(&database, recorded).await, 1);
    }

    async fn what_the_list_refuses_is_refused(database: TestDatabase) {
        let register = Register::on(&database).await;
        let mut client = ExportServiceClient::new(register.bed.wire());
        let of = |unit: &str| {
            let filter = pb::ListProducersRequest { unit_id: unit.to_owned(), ..Default::default() };
            pb::ExportRowsRequest {
                rows: Some(Rows::Producers(filter)),
                format: pb::SheetFormat::Xlsx.into(),
                ..Default::default()
            }
        };
        let refused = client.export_rows(register.ask(of(OTHER_PROVINCE))).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let refused = client.export_rows(register.ask(of("11"))).await;
        assert_refused(refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "unit_id");
        let refused = client.export_rows(register.ask(pb::ExportRowsRequest::default())).await;
        let status = refused.expect_err("refused");
        for field in ["rows", "format"] {
            testkit::assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let refused = client.export_rows(register.ask_as(Role::Producer, COMMUNE, of(""))).await;
        assert_refused(refused, Code::PermissionDenied, ErrorReason::RoleMissing, "");
    }
}
