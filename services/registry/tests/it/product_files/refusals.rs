//! What is no file of a product is refused, and loses nothing else.

use image::{ImageFormat, Rgb, RgbImage};
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::ProductFileSize::{Large, Original, Small};
use testkit::{TestDatabase, assert_status};
use tonic::Code;

use super::{Bytes, Gallery, declaration, kept, messages, pdf, photo, written};
use crate::{Register, new_request_id};

async fn product(register: &mut Register) -> pb::Product {
    let producer = register.producer("HTX").await;
    register.product(&producer, "Mật ong").await
}

/// A small PNG that says it has 60,000 × 60,000 pixels.
fn bomb() -> Bytes {
    let mut png = written(&RgbImage::new(8, 8), ImageFormat::Png).to_vec();
    png[16..24].copy_from_slice(&[60_000_u32.to_be_bytes(), 60_000_u32.to_be_bytes()].concat());
    // CRC of the chunk (PNG 5.5).
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    };
    let crc = !png[12..29].iter().fold(!0, step);
    png[29..33].copy_from_slice(&crc.to_be_bytes());
    png.into()
}

testkit::on_both_databases! {
    async fn what_is_no_picture_is_discarded(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let whole = written(&RgbImage::from_fn(200, 100, |x, y| Rgb([x as u8, y as u8, 9])), ImageFormat::Jpeg);
        let archive = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
        let contents: [(Bytes, ErrorReason); 8] = [
            (Bytes::from_static(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ErrorReason::MediaTypeNotAllowed),
            (Bytes::from_static(b"<html><script>alert(1)</script>"), ErrorReason::MediaTypeNotAllowed),
            (Bytes::from_static(b"GIF89a\x01\0\x01\0"), ErrorReason::MediaTypeNotAllowed),
            (pdf(), ErrorReason::MediaTypeNotAllowed),
            (Bytes::from([&whole[..], archive].concat()), ErrorReason::MediaTypeNotAllowed),
            (Bytes::from([&whole[..2], b"\xff\xfe\0\x0f<html><body>x", &whole[2..]].concat()), ErrorReason::MediaTypeNotAllowed),
            (whole.slice(..whole.len() - 40), ErrorReason::PictureUnreadable),
            (bomb(), ErrorReason::PictureTooLarge),
        ];
        for (content, reason) in contents {
            let upload = gallery.begin(declaration(&product, &content)).await.expect("begun");
            let refused = gallery.send(messages(&upload, &content, 0)).await.expect_err("refused");
            assert_status(&refused, Code::InvalidArgument, reason, "upload_id");
            let discarded = gallery.upload_state(&upload).await.expect("there");
            assert_eq!(discarded.state(), pb::ProductFileUploadState::Discarded);
            let over = gallery.send(messages(&upload, &content, 0)).await.expect_err("over");
            assert_status(&over, Code::FailedPrecondition, ErrorReason::UploadDiscarded, "upload_id");
        }
        assert!(kept(register.bed.files()).is_empty(), "and nothing of it is left");
        assert!(gallery.photos(&product).await.is_empty());
        gallery.add(&product, &whole).await;
    }

    async fn bytes_that_do_not_belong_are_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let content = photo(1);
        let upload = gallery.begin(declaration(&product, &content)).await.expect("begun");
        let at = |offset_bytes, data: Bytes| pb::UploadProductFileRequest {
            upload_id: upload.id.clone(), offset_bytes, data,
        };
        let gap = gallery.send(vec![at(10, content.slice(10..20))]).await.expect_err("a gap");
        assert_status(&gap, Code::FailedPrecondition, ErrorReason::UploadOffsetWrong, "offset_bytes");
        let long = Bytes::from([&content[..], b"more"].concat());
        let long = gallery.send(vec![at(0, long)]).await.expect_err("too long");
        assert_status(&long, Code::InvalidArgument, ErrorReason::UploadSizeWrong, "data");
        let other = pb::UploadProductFileRequest { upload_id: new_request_id(), ..at(100, content.slice(100..)) };
        let other = gallery.send(vec![at(0, content.slice(..100)), other]).await.expect_err("another upload");
        assert_status(&other, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        let nameless = gallery.send(Vec::new()).await.expect_err("no upload");
        assert_status(&nameless, Code::InvalidArgument, ErrorReason::FieldsInvalid, "upload_id");
        let mut damaged = content.to_vec();
        damaged[300] ^= 1;
        let damaged = gallery.send(messages(&upload, &damaged.into(), 0)).await.expect_err("another content");
        assert_status(&damaged, Code::InvalidArgument, ErrorReason::UploadHashWrong, "upload_id");
    }

    async fn what_could_not_become_a_file_is_not_begun(database: TestDatabase) {
        use ErrorReason::{FieldsInvalid, FileTooLarge, MediaTypeNotAllowed, ProductNotFound, QualityPaperNotFound};
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let sound = declaration(&product, &photo(1));
        let named = |name: &str| pb::ProductFileDeclaration { name: name.to_owned(), ..sound.clone() };
        let sized = |size_bytes| pb::ProductFileDeclaration { size_bytes, ..sound.clone() };
        let of_purpose = |purpose: i32| pb::ProductFileDeclaration { purpose, ..sound.clone() };
        let paper = Some(pb::ProductPaperName {
            kind: pb::QualityPaperKind::Organic.into(), number: "7".to_owned(), issuer: "Control Union".to_owned(),
        });
        let scan = pb::ProductFilePurpose::PaperScan.into();
        let refused = [
            (sized(20_971_521), Code::InvalidArgument, FileTooLarge, "declaration.size_bytes"),
            (sized(0), Code::InvalidArgument, FieldsInvalid, "declaration.size_bytes"),
            (named("a.svg"), Code::InvalidArgument, MediaTypeNotAllowed, "declaration.name"),
            (named("a.pdf"), Code::InvalidArgument, MediaTypeNotAllowed, "declaration.name"),
            (named("../a.jpg"), Code::InvalidArgument, FieldsInvalid, "declaration.name"),
            (of_purpose(0), Code::InvalidArgument, FieldsInvalid, "declaration.purpose"),
            (of_purpose(99), Code::InvalidArgument, FieldsInvalid, "declaration.purpose"),
            (of_purpose(scan), Code::InvalidArgument, FieldsInvalid, "declaration.paper"),
            (
                pb::ProductFileDeclaration { paper: paper.clone(), ..sound.clone() },
                Code::InvalidArgument, FieldsInvalid, "declaration.paper",
            ),
            (
                pb::ProductFileDeclaration { paper, ..of_purpose(scan) },
                Code::NotFound, QualityPaperNotFound, "declaration.paper",
            ),
            (
                pb::ProductFileDeclaration { sha256: "x".to_owned(), ..sound.clone() },
                Code::InvalidArgument, FieldsInvalid, "declaration.sha256",
            ),
            (
                pb::ProductFileDeclaration { product_id: new_request_id(), ..sound.clone() },
                Code::NotFound, ProductNotFound, "product_id",
            ),
        ];
        for (declared, code, reason, field) in refused {
            let status = gallery.begin(declared).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        gallery.begin(sized(20_971_520)).await.expect("at the limit");
        for _ in 1..50 {
            gallery.begin(sound.clone()).await.expect("room");
        }
        let full = gallery.begin(sound).await.expect_err("too many under way");
        assert_status(&full, Code::ResourceExhausted, ErrorReason::FileQuotaExceeded, "declaration.product_id");
    }

    async fn a_damaged_picture_never_arrives_whole(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let file = gallery.add(&product, &photo(1)).await;
        for stored in kept(register.bed.files()) {
            let mut bytes = std::fs::read(&stored).expect("there");
            bytes[5] ^= 1;
            std::fs::write(&stored, bytes).expect("written");
        }
        for size in [Original, Large, Small] {
            let damaged = gallery.download(&file, size, 0).await.expect_err("damaged");
            assert_status(&damaged, Code::DataLoss, ErrorReason::FileDamaged, "product_file_id");
        }
        for from in [-1, file.size_bytes + 1] {
            let wrong = gallery.download(&file, Original, from).await.expect_err("no such place");
            assert_status(&wrong, Code::InvalidArgument, ErrorReason::FieldsInvalid, "offset_bytes");
        }
    }

    async fn a_pdf_has_no_thumbnails(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let content = pdf();
        let label = pb::ProductFileDeclaration {
            purpose: pb::ProductFilePurpose::Label.into(), name: "Nhãn.PDF".to_owned(),
            ..declaration(&product, &content)
        };
        let label = gallery.try_add(label, &content).await.expect("a label");
        let none = gallery.download(&label, Small, 0).await.expect_err("none");
        assert_status(&none, Code::FailedPrecondition, ErrorReason::PictureSizeMissing, "size");
        let unsaid = gallery.download(&label, pb::ProductFileSize::Unspecified, 0).await.expect_err("which?");
        assert_status(&unsaid, Code::InvalidArgument, ErrorReason::FieldsInvalid, "size");
    }

    async fn a_retired_product_takes_no_more_files(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let file = gallery.add(&product, &photo(1)).await;
        let content = photo(2);
        let begun = gallery.begin(declaration(&product, &content)).await.expect("begun");
        let request = register.ask(pb::RetireProductRequest {
            request_id: new_request_id(), product_id: product.id.clone(), etag: product.etag.clone(),
            reason: "Ngừng".to_owned(),
        });
        register.client.retire_product(request).await.expect("retired");
        let refused = [
            gallery.begin(declaration(&product, &photo(3))).await.map(|_| ()).expect_err("retired"),
            gallery.send(messages(&begun, &content, 0)).await.map(|_| ()).expect_err("retired"),
            gallery.place(&file, 1).await.map(|_| ()).expect_err("retired"),
        ];
        for status in refused {
            assert_status(&status, Code::FailedPrecondition, ErrorReason::ProductRetired, "product_id");
        }
        assert_eq!(gallery.photos(&product).await, std::slice::from_ref(&file), "it is shown as before");
        gallery.remove(&file).await.expect("what must not be shown may go");
    }
}
