//! Who may add and change files, and who sees what of them.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::ProductFileSize::{Large, Original, Small};
use testkit::{TestDatabase, assert_status};
use tonic::Code;

use super::{Gallery, declaration, messages, pdf, photo};
use crate::producer_accounts::grant;
use crate::{COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register};

/// People, by number: whose account acts for the producer, and for another one.
const PRODUCER: u64 = 30;
const OTHER_PRODUCER: u64 = 31;

testkit::on_both_databases! {
    async fn a_producer_keeps_the_files_of_its_own_products(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let other = register.producer("HTX khác").await;
        register.grant(grant(&producer, PRODUCER)).await.expect("granted");
        register.grant(grant(&other, OTHER_PRODUCER)).await.expect("granted");
        let mut own = Gallery::by(&register, PRODUCER, Role::Producer, OTHER_PROVINCE);
        let file = own.add(&product, &photo(1)).await;
        own.download(&file, Original, 0).await.expect("its own");
        let file = own.place(&file, 1).await.expect("changed");
        // The officer keeps the same files.
        let mut officer = Gallery::of(&register);
        assert_eq!(officer.photos(&product).await, std::slice::from_ref(&file));

        // What belongs to another producer, or lies elsewhere, does not exist.
        for (number, role, unit) in [
            (OTHER_PRODUCER, Role::Producer, COMMUNE),
            (50, Role::CommuneOfficer, OTHER_COMMUNE),
            (51, Role::ProvinceOfficer, OTHER_PROVINCE),
        ] {
            let mut stranger = Gallery::by(&register, number, role, unit);
            let begun = stranger.begin(declaration(&product, &photo(2))).await.expect_err("unknown");
            assert_status(&begun, Code::NotFound, ErrorReason::ProductNotFound, "product_id");
            let unknown = [
                stranger.get(&file.id).await.map(|_| ()).expect_err("unknown"),
                stranger.download(&file, Small, 0).await.map(|_| ()).expect_err("unknown"),
                stranger.place(&file, 1).await.map(|_| ()).expect_err("unknown"),
                stranger.remove(&file).await.expect_err("unknown"),
            ];
            for status in unknown {
                assert_status(&status, Code::NotFound, ErrorReason::ProductFileNotFound, "product_file_id");
            }
            assert!(stranger.covers(&[&product]).await.is_empty());
        }
        own.remove(&file).await.expect("removed");
    }

    async fn who_reads_the_register_keeps_no_files(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        for role in [Role::Auditor, Role::Trainer, Role::CommuneLeader, Role::ProvinceLeader] {
            let mut reader = Gallery::by(&register, 60, role, PROVINCE);
            let refused = reader.begin(declaration(&product, &photo(1))).await.expect_err("refused");
            assert_status(&refused, Code::PermissionDenied, ErrorReason::RoleMissing, "");
        }
    }

    async fn a_trainer_is_sent_thumbnails_of_pictures(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut officer = Gallery::of(&register);
        let photo = officer.add(&product, &photo(1)).await;
        let content = pdf();
        let label = pb::ProductFileDeclaration {
            purpose: pb::ProductFilePurpose::Label.into(), name: "Nhãn.pdf".to_owned(),
            ..declaration(&product, &content)
        };
        let label = officer.try_add(label, &content).await.expect("a label");
        let mut trainer = Gallery::by(&register, 61, Role::Trainer, COMMUNE);
        for size in [Large, Small] {
            trainer.download(&photo, size, 0).await.expect("a thumbnail");
        }
        let refused = trainer.download(&photo, Original, 0).await.expect_err("it may tell where it was taken");
        assert_status(&refused, Code::PermissionDenied, ErrorReason::OriginalNotShown, "size");
        trainer.download(&label, Original, 0).await.expect("a PDF has no other form");
        let mut auditor = Gallery::by(&register, 62, Role::Auditor, PROVINCE);
        auditor.download(&photo, Original, 0).await.expect("an auditor sees what there is");
    }

    async fn an_upload_is_its_own_persons(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let content = photo(1);
        let upload = Gallery::of(&register).begin(declaration(&product, &content)).await.expect("begun");
        let mut colleague = Gallery::by(&register, 41, Role::CommuneOfficer, COMMUNE);
        let unknown = [
            colleague.upload_state(&upload).await.expect_err("another person's"),
            colleague.send(messages(&upload, &content, 0)).await.expect_err("another person's"),
        ];
        for status in unknown {
            assert_status(&status, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        }
    }
}
