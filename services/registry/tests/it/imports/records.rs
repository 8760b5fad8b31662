//! What a row says beside name and place goes to the records it belongs to, in the row's one transaction.

use proto::registry::v1 as pb;
use testkit::{TestDatabase, count};

use super::Office;
use crate::Register;

const PRODUCERS: &str = "Tên chủ thể,Địa chỉ,Vốn điều lệ (triệu đồng),Website,Người đại diện pháp luật,Giới tính,Điện thoại,\
    Doanh thu 2025 (triệu đồng),Số lao động,Năm số liệu,Đối tác liên kết,Liên kết từ ngày\n";

impl Register {
    async fn found_producer(&mut self, id: &str) -> pb::Producer {
        let request = self.ask(pb::GetProducerRequest { producer_id: id.to_owned() });
        self.client.get_producer(request).await.expect("found").into_inner().producer.expect("given")
    }

    async fn figures_of(&mut self, producer: &str) -> Vec<pb::ProducerFigures> {
        let list = pb::ListProducerFiguresRequest { producer_id: producer.to_owned(), ..Default::default() };
        let request = self.ask(list);
        self.producers.list_producer_figures(request).await.expect("listed").into_inner().figures
    }
}

testkit::on_both_databases! {
    async fn a_row_records_representative_and_figures_with_the_producer(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut office = Office::of(&register);
        let sheet = format!(
            "{PRODUCERS}\
            HTX Một,Xã Thanh Nưa,\"1.200,5\",https://htx-mot.vn,Lò Thị Mai,Nữ,0912 345 678,\"2.500\",12,2024,HTX Hai,01/02/2024\n\
            HTX Hai,Xã Thanh Nưa,nhiều,htx-hai.vn,,Nữ,12,khoảng 5 tỷ,,,,\n\
            HTX Ba,Xã Thanh Nưa,,,,,,,,,,\n\
            HTX Bốn,Xã Thanh Nưa,,,Lò Văn An,Nam,,300,4,2030,,\n"
        );
        let import = office.upload(pb::SheetKind::Producers, &sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good kind:",
                "3 refused capital_dong:FIELDS_INVALID figures_revenue_dong:FIELDS_INVALID \
                 representative_full_name:FIELDS_INVALID representative_phone:FIELDS_INVALID \
                 outlets_link:FIELDS_INVALID",
                "4 good kind:",
                "5 refused figures_year:PRODUCER_FIGURES_YEAR_WRONG",
            ]
        );
        let applied = office.applied(&checked).await;
        let made = office.rows(&applied).await[1].record_id.clone();
        let producer = register.found_producer(&made).await;
        assert_eq!((producer.capital_dong, producer.outlets[0].name.as_str()), (Some(1_200_500_000), "Website"));
        assert_eq!((producer.linkages[0].partner.as_str(), producer.linkages[0].starts_on.as_str()), ("HTX Hai", "2024-02-01"));
        let representative = producer.legal_representative.expect("recorded").person.expect("given");
        assert_eq!((representative.name.as_str(), representative.phone.as_str()), ("L*** M.", "***78"));
        // Revenue is of the year its header names, workers of the year of the row.
        let mut figures = register.figures_of(&made).await;
        figures.sort_by_key(|figures| figures.year);
        assert_eq!(figures.iter().map(|figures| figures.year).collect::<Vec<_>>(), [2024, 2025]);
        assert_eq!(figures[0].workers.expect("given").all, 12);
        assert_eq!((figures[1].revenue_dong, figures[1].source.as_str()), (Some(2_500_000_000), "Tệp Danh sách.csv"));
        // A row that was refused at its last step has left nothing of its first.
        assert_eq!(count(&database, "SELECT count(*) AS count FROM producer").await, 2);
        assert_eq!(count(&database, "SELECT count(*) AS count FROM legal_representative").await, 1);
    }

    async fn a_row_records_what_a_product_has(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.producer("HTX Một").await;
        let mut office = Office::of(&register);
        let sheet = "Sản phẩm,Chủ thể,Bộ sản phẩm,Tiêu chuẩn,Khẩu hiệu,Sản lượng,Mã vạch,Truy xuất nguồn gốc,Giá bán (nghìn đồng),\
            Quy cách,Loại giấy tờ,Số giấy tờ,Nơi cấp giấy tờ,Giấy tờ hết hạn,Mã cũ\n\
            Mật ong,HTX Một,4,TCVN 12605:2019,Ngọt tự nhiên,20 tấn,4006381333931,https://truyxuat.vn/1,\"150\",chai 500 ml,\
            Phiếu kiểm nghiệm,12,Quatest 1,31/12/2027,11-03127-1-2025\n\
            Chè,HTX Một,4,,,chưa rõ,123,http://truyxuat.vn,không,,giấy lạ,,,,\n\
            Gạo,HTX Một,4,,,,,,,,,,,,MS-01\n";
        let import = office.upload(pb::SheetKind::Products, sheet).await;
        let checked = office.checked(&import).await;
        assert_eq!(
            office.verdicts(&checked).await,
            [
                "2 good",
                "3 refused quality_papers_kind:FIELDS_INVALID prices_price_dong:FIELDS_INVALID \
                 yearly_capacity_amount:FIELDS_INVALID \
                 quality_papers_issuer:FIELDS_INVALID barcodes:FIELDS_INVALID traceability_link:FIELDS_INVALID",
                "4 refused place:UNIT_NOT_FOUND",
            ]
        );
        let applied = office.applied(&checked).await;
        let id = office.rows(&applied).await[1].record_id.clone();
        let request = register.ask(pb::GetProductRequest { product_id: id });
        let product = register.client.get_product(request).await.expect("found").into_inner().product.expect("given");
        assert_eq!(product.yearly_capacity, Some(pb::YearlyCapacity { amount: 20, unit: "tấn".to_owned() }));
        let price = &product.prices[0];
        assert_eq!((price.price_dong, price.pack.as_str(), price.as_of.as_str()), (150_000, "chai 500 ml", "2026-11-23"));
        let paper = &product.quality_papers[0];
        assert_eq!((paper.kind(), paper.expires_on.as_str()), (pb::QualityPaperKind::TestReport, "2027-12-31"));
        assert_eq!((product.barcodes, product.former_codes), (vec!["4006381333931".to_owned()], vec!["11-03127-1-2025".to_owned()]));
        assert_eq!(product.story.expect("given").slogan, "Ngọt tự nhiên");
    }
}
