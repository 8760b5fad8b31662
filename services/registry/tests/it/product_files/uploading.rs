//! Files come in pieces, are looked at, and are shown as they came and small.

use image::{ImageFormat, Rgb, RgbImage};
use platform::blobs::PART_BYTES;
use prost::Message as _;
use proto::registry::v1 as pb;
use proto::registry::v1::ProductFileSize::{Large, Original, Small};
use testkit::{TestDatabase, count, eventually};
use tokio_stream::wrappers::ReceiverStream;

use super::{Bytes, Gallery, declaration, kept, messages, pdf, photo, size_of, written};
use crate::Register;

/// A picture that no format makes small, so that it comes in several pieces.
fn noise() -> Bytes {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    written(&RgbImage::from_fn(800, 600, |_, _| Rgb([next(), next(), next()])), ImageFormat::Png)
}

testkit::on_both_databases! {
    async fn a_photograph_is_shown_as_it_came_and_small(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut gallery = Gallery::of(&register);
        let plain = written(&RgbImage::from_pixel(1000, 500, Rgb([200, 150, 0])), ImageFormat::Jpeg);
        let content = Bytes::from([&plain[..2], b"\xff\xe1\0\x11Exif\0\0 21.386N ", &plain[2..]].concat());
        let added = gallery.add(&product, &content).await;
        assert_eq!((added.media_type.as_str(), added.width_pixels, added.height_pixels), ("image/jpeg", 1000, 500));
        assert_eq!((added.place, &added.sha256), (1, &declaration(&product, &content).sha256));

        let original = gallery.download(&added, Original, 0).await.expect("whole");
        assert!(original == content, "as it came");
        let tail = gallery.download(&added, Original, 100).await.expect("the rest");
        assert!(tail == content[100..]);
        let large = gallery.download(&added, Large, 0).await.expect("large");
        let small = gallery.download(&added, Small, 0).await.expect("small");
        assert_eq!((size_of(&large), size_of(&small)), ((960, 480), (320, 160)));
        for thumbnail in [large, small] {
            assert!(!thumbnail.windows(7).any(|window| window == b"21.386N"), "a thumbnail tells no place");
        }
        let recorded = "SELECT count(*) AS count FROM audit WHERE operation = 'DownloadProductFile'";
        assert_eq!(count(&database, recorded).await, 2, "originals alone");

        assert_eq!(gallery.photos(&product).await, std::slice::from_ref(&added));
        assert_eq!(gallery.covers(&[&product]).await, std::slice::from_ref(&added));
        let told = register.told(&database, "product_file").await;
        let [(name, payload)] = told.as_slice() else { panic!("one event: {told:?}") };
        assert_eq!(name, "ProductFileAdded");
        let event = pb::ProductFileAdded::decode(payload.as_slice()).expect("an event");
        assert_eq!((event.product_file_id, event.product_id, event.sha256), (added.id, product.id, added.sha256));
    }

    async fn an_upload_goes_on_where_it_was_cut(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut gallery = Gallery::of(&register);
        let content = noise();
        let declared = pb::ProductFileDeclaration { name: "a.png".to_owned(), ..declaration(&product, &content) };
        let upload = gallery.begin(declared).await.expect("begun");

        // The sender hangs up in the midst of the second piece.
        let (sender, receiver) = tokio::sync::mpsc::channel(10);
        let mut sending = gallery.clone();
        let request = sending.ask(ReceiverStream::new(receiver));
        let call = tokio::spawn(async move { sending.client.upload_product_file(request).await });
        for message in messages(&upload, &content, 0).into_iter().take(4) {
            sender.send(message).await.expect("taken");
        }
        let piece = i64::try_from(PART_BYTES).expect("small");
        eventually("the first piece is kept", || async {
            gallery.clone().upload_state(&upload).await.expect("there").committed_bytes == piece
        }).await;
        call.abort();

        let rest = messages(&upload, &content, piece);
        let complete = gallery.send(rest).await.expect("goes on");
        assert_eq!(complete.state(), pb::ProductFileUploadState::Complete);
        // The answer may have been lost: who asks again is answered the same.
        assert_eq!(gallery.send(messages(&upload, &content, 0)).await.expect("again"), complete);
        let file = gallery.get(&complete.product_file_id).await.expect("there");
        assert!(gallery.download(&file, Original, 0).await.expect("whole") == content);
        assert_eq!(kept(register.bed.files()).len(), 3, "a picture and two thumbnails, no piece");
    }

    async fn whoever_sends_a_part_is_told_how_far_it_came(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut gallery = Gallery::of(&register);
        let content = photo(1);
        let upload = gallery.begin(declaration(&product, &content)).await.expect("begun");
        let first = pb::UploadProductFileRequest {
            upload_id: upload.id.clone(), offset_bytes: 0, data: content.slice(..100),
        };
        let told = gallery.send(vec![first]).await.expect("taken");
        assert_eq!((told.state(), told.committed_bytes), (pb::ProductFileUploadState::Receiving, 100));
        let complete = gallery.send(messages(&upload, &content, 100)).await.expect("taken");
        assert_eq!(complete.state(), pb::ProductFileUploadState::Complete);
    }

    async fn the_same_picture_twice_is_kept_once(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let other = register.product(&producer, "Rượu mật ong").await;
        let mut gallery = Gallery::of(&register);
        let content = written(&RgbImage::from_fn(400, 300, |x, y| Rgb([1, x as u8, y as u8])), ImageFormat::Jpeg);
        let mut files = Vec::new();
        for product in [&product, &product, &other] {
            files.push(gallery.add(product, &content).await);
        }
        assert_eq!(files.iter().map(|file| file.place).collect::<Vec<_>>(), [1, 2, 1]);
        let mut thumbnails = Vec::new();
        for file in &files {
            thumbnails.push(gallery.download(file, Small, 0).await.expect("small"));
        }
        thumbnails.dedup();
        assert_eq!(thumbnails.len(), 1, "equal to the byte");
        assert_eq!(kept(register.bed.files()).len(), 3);
        assert!(kept(register.bed.files()).iter().all(|path| path.starts_with(register.bed.files().join("registry"))));
    }

    async fn a_label_may_be_a_pdf_and_a_scan_names_its_paper(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let report = pb::QualityPaper {
            kind: pb::QualityPaperKind::TestReport.into(),
            number: "12/2026".to_owned(),
            issuer: "Quatest 1".to_owned(),
            ..Default::default()
        };
        let request = register.ask(pb::UpdateProductRequest {
            request_id: crate::new_request_id(),
            product: Some(pb::Product { quality_papers: vec![report.clone()], ..product.clone() }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["quality_papers".to_owned()] }),
        });
        register.client.update_product(request).await.expect("recorded");
        let mut gallery = Gallery::of(&register);
        let content = pdf();
        let of_purpose = |purpose: pb::ProductFilePurpose, paper| pb::ProductFileDeclaration {
            purpose: purpose.into(), paper, name: "Tệp.pdf".to_owned(), ..declaration(&product, &content)
        };
        let label = of_purpose(pb::ProductFilePurpose::Label, None);
        let label = gallery.try_add(label, &content).await.expect("a label");
        assert_eq!((label.media_type.as_str(), label.width_pixels, label.height_pixels), ("application/pdf", 0, 0));
        let paper = pb::ProductPaperName { kind: report.kind, number: report.number, issuer: report.issuer };
        let scan = of_purpose(pb::ProductFilePurpose::PaperScan, Some(paper.clone()));
        let scan = gallery.try_add(scan, &content).await.expect("a scan");
        assert_eq!(scan.paper, Some(paper));
        assert!(gallery.download(&scan, Original, 0).await.expect("whole") == content);
        assert!(gallery.covers(&[&product]).await.is_empty(), "neither is a photograph");
    }

    async fn files_are_listed_page_by_page(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX").await;
        let product = register.product(&producer, "Mật ong").await;
        let mut gallery = Gallery::of(&register);
        let mut added = Vec::new();
        for number in 0..5 {
            let content = photo(number);
            let purpose = if number % 2 == 0 { pb::ProductFilePurpose::Photo } else { pb::ProductFilePurpose::Label };
            let declared =
                pb::ProductFileDeclaration { purpose: purpose.into(), ..declaration(&product, &content) };
            added.push(gallery.try_add(declared, &content).await.expect("added").id);
        }
        let (mut listed, mut page_token) = (Vec::new(), String::new());
        loop {
            let request = gallery.ask(pb::ListProductFilesRequest {
                product_id: product.id.clone(), page_size: 2, page_token, ..Default::default()
            });
            let page = gallery.client.list_product_files(request).await.expect("listed").into_inner();
            assert!(page.product_files.len() <= 2);
            listed.extend(page.product_files.into_iter().map(|file| file.id));
            page_token = page.next_page_token;
            if page_token.is_empty() {
                break;
            }
        }
        let expected: Vec<_> = [1, 3, 0, 2, 4].into_iter().map(|number: usize| added[number].clone()).collect();
        assert_eq!(listed, expected, "labels before photographs, each in their order");
    }
}
