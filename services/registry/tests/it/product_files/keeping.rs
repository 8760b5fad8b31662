//! Files are put in order, described and removed; what several people do at once leaves no gap and exceeds no limit.

use chrono::TimeDelta;
use proto::common::v1::{ErrorReason, LocalizedText};
use proto::registry::v1 as pb;
use proto::registry::v1::ProductFileSize::{Original, Small};
use testkit::{TestDatabase, assert_status, count};
use tonic::Code;

use super::{Gallery, declaration, kept, messages, photo};
use crate::{Register, new_request_id};

/// Photographs that a product may have.
const MOST_PHOTOS: usize = 12;

async fn product(register: &mut Register) -> pb::Product {
    let producer = register.producer("HTX").await;
    register.product(&producer, "Mật ong").await
}

testkit::on_both_databases! {
    async fn the_first_photograph_is_the_cover(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let mut files = Vec::new();
        for number in 0..4 {
            files.push(gallery.add(&product, &photo(number)).await);
        }
        let moved = gallery.place(&files[3], 1).await.expect("moved");
        assert_eq!((moved.place, gallery.covers(&[&product]).await), (1, vec![moved.clone()]));
        // The others made room, and are what they were.
        let second = gallery.place(&files[0], 4).await.expect("its etag is good");
        assert_eq!(second.place, 4);
        let order: Vec<_> = gallery.photos(&product).await.into_iter().map(|file| (file.place, file.id)).collect();
        let expected = [3, 1, 2, 0].map(|number: usize| files[number].id.clone());
        assert_eq!(order, (1..).zip(expected).collect::<Vec<_>>());

        let stale = gallery.place(&files[3], 2).await.expect_err("moved meanwhile");
        assert_status(&stale, Code::Aborted, ErrorReason::EtagStale, "etag");
        for place in [0, 5] {
            let wrong = gallery.place(&files[1], place).await.expect_err("no such place");
            assert_status(&wrong, Code::InvalidArgument, ErrorReason::FieldsInvalid, "product_file.place");
        }
    }

    async fn a_file_is_described_in_two_languages(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let file = gallery.add(&product, &photo(1)).await;
        assert_eq!((file.caption.clone(), file.alt_text.clone()), (None, None));
        let said = |vi: &str, en: &str| Some(LocalizedText { vi: vi.to_owned(), en: en.to_owned() });
        let described = pb::ProductFile {
            // The first as some keyboards send it: letters and accents apart.
            caption: said("Ma\u{323}\u{302}t ong ru\u{31b}\u{300}ng", "Forest honey"),
            alt_text: said("Một hũ mật ong", ""),
            ..file.clone()
        };
        let described = gallery.update(described, &["caption", "alt_text"]).await.expect("described");
        assert_eq!(described.caption, said("Mật ong rừng", "Forest honey"));
        assert_eq!(gallery.get(&file.id).await.expect("there"), described);
        let long = pb::ProductFile { caption: said(&"a".repeat(301), ""), ..described.clone() };
        let refused = gallery.update(long, &["caption"]).await.expect_err("too long");
        assert_status(&refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "product_file.caption.vi");
        let refused = gallery.update(described.clone(), &["sha256"]).await.expect_err("never changes");
        assert_status(&refused, Code::InvalidArgument, ErrorReason::FieldsInvalid, "update_mask.paths[0]");
        let silent = gallery.update(pb::ProductFile { caption: None, ..described }, &["caption"]).await;
        assert_eq!(silent.expect("taken back").caption, None);
        let told: Vec<_> = register.told(&database, "product_file").await.into_iter().map(|(name, _)| name).collect();
        assert_eq!(told, ["ProductFileAdded", "ProductFileUpdated", "ProductFileUpdated"]);
    }

    async fn what_is_removed_stays_on_record_and_its_content_goes(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let (gone, stays) = (gallery.add(&product, &photo(1)).await, gallery.add(&product, &photo(2)).await);
        let stale = pb::ProductFile { etag: "v9".to_owned(), ..gone.clone() };
        let refused = gallery.remove(&stale).await.expect_err("another version");
        assert_status(&refused, Code::Aborted, ErrorReason::EtagStale, "etag");
        gallery.remove(&gone).await.expect("removed");
        let left = gallery.photos(&product).await;
        assert_eq!(left.iter().map(|file| (file.place, &file.id)).collect::<Vec<_>>(), [(1, &stays.id)]);
        let unknown = gallery.remove(&gone).await.expect_err("removed already");
        assert_status(&unknown, Code::NotFound, ErrorReason::ProductFileNotFound, "product_file_id");
        let unknown = gallery.download(&gone, Original, 0).await.expect_err("removed");
        assert_status(&unknown, Code::NotFound, ErrorReason::ProductFileNotFound, "product_file_id");
        let on_record = "SELECT count(*) AS count FROM product_file WHERE removed_by IS NOT NULL";
        assert_eq!(count(&database, on_record).await, 1);
        let told = register.told(&database, "product_file").await;
        assert_eq!(told.iter().filter(|(name, _)| name == "ProductFileRemoved").count(), 1);

        register.bed.hands.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        register.collector.collect().await.expect("collected");
        // So small a picture is its own thumbnail in both sizes.
        assert_eq!(kept(register.bed.files()).len(), 4, "not yet");
        register.bed.hands.advance(TimeDelta::seconds(2));
        register.collector.collect().await.expect("collected");
        assert_eq!(kept(register.bed.files()).len(), 2, "what the other shows stays");
        let mut gallery = Gallery::of(&register);
        gallery.download(&left[0], Small, 0).await.expect("whole");
        assert_eq!(count(&database, on_record).await, 1);
        // What went may come again.
        gallery.add(&product, &photo(1)).await;
    }

    async fn an_abandoned_upload_is_given_up_after_a_week(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let content = photo(1);
        let upload = gallery.begin(declaration(&product, &content)).await.expect("begun");
        let some = pb::UploadProductFileRequest {
            upload_id: upload.id.clone(), offset_bytes: 0, data: content.slice(..100),
        };
        gallery.send(vec![some]).await.expect("taken");
        assert_eq!(kept(register.bed.files()).len(), 1);
        register.bed.hands.advance(TimeDelta::days(8));
        register.collector.collect().await.expect("collected");
        assert!(kept(register.bed.files()).is_empty());
        let unknown = Gallery::of(&register).upload_state(&upload).await.expect_err("forgotten");
        assert_status(&unknown, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
    }

    async fn two_who_add_the_last_photograph_do_not_both(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        for number in 1..MOST_PHOTOS {
            gallery.add(&product, &photo(u8::try_from(number).expect("few"))).await;
        }
        // All have begun before one sends: whoever begins after a last photograph is in is refused at once.
        let mut uploads = Vec::new();
        for number in [100, 101, 102] {
            let content = photo(number);
            let upload = gallery.begin(declaration(&product, &content)).await.expect("room for one");
            uploads.push((upload, content));
        }
        let mut adding = tokio::task::JoinSet::new();
        for (upload, content) in uploads.clone() {
            let mut gallery = gallery.clone();
            adding.spawn(async move { gallery.send(messages(&upload, &content, 0)).await });
        }
        let added = adding.join_all().await;
        assert_eq!(added.iter().filter(|added| added.is_ok()).count(), 1, "{added:?}");
        for refused in added.iter().filter_map(|added| added.as_ref().err()) {
            assert_status(refused, Code::FailedPrecondition, ErrorReason::ProductFilesFull, "declaration.purpose");
        }
        let photos = gallery.photos(&product).await;
        assert_eq!(photos.len(), MOST_PHOTOS);
        let full = gallery.begin(declaration(&product, &photo(103))).await.expect_err("full");
        assert_status(&full, Code::FailedPrecondition, ErrorReason::ProductFilesFull, "declaration.purpose");

        // Whoever was late makes room and asks once more, without sending anything again.
        gallery.remove(&photos[0]).await.expect("removed");
        let mut late = Vec::new();
        for (upload, _) in uploads {
            let stands = gallery.upload_state(&upload).await.expect("there");
            if stands.state() == pb::ProductFileUploadState::Receiving {
                late.push(stands);
            }
        }
        let again = pb::UploadProductFileRequest { upload_id: late[0].id.clone(), ..Default::default() };
        let again = pb::UploadProductFileRequest { offset_bytes: late[0].committed_bytes, ..again };
        let complete = gallery.send(vec![again]).await.expect("room again");
        assert_eq!(complete.state(), pb::ProductFileUploadState::Complete);
    }

    async fn places_have_no_gap_whoever_moves_what(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let mut files = Vec::new();
        for number in 0..6 {
            files.push(gallery.add(&product, &photo(number)).await);
        }
        let mut busy = tokio::task::JoinSet::new();
        for (number, file) in files.into_iter().enumerate() {
            let (mut gallery, product) = (gallery.clone(), product.clone());
            busy.spawn(async move {
                match number {
                    0 => gallery.remove(&file).await,
                    1 => {
                        let content = photo(200);
                        gallery.try_add(declaration(&product, &content), &content).await.map(|_| ())
                    }
                    _ => gallery.place(&file, if number % 2 == 0 { 1 } else { 5 }).await.map(|_| ()),
                }
            });
        }
        for done in busy.join_all().await {
            done.expect("done in some order");
        }
        let places: Vec<_> = gallery.photos(&product).await.iter().map(|file| file.place).collect();
        assert_eq!(places, [1, 2, 3, 4, 5, 6]);
    }

    async fn a_request_that_comes_twice_begins_one_upload(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let product = product(&mut register).await;
        let mut gallery = Gallery::of(&register);
        let message = pb::BeginProductFileRequest {
            request_id: new_request_id(), declaration: Some(declaration(&product, &photo(1))),
        };
        let mut answers = Vec::new();
        for _ in 0..2 {
            let request = gallery.ask(message.clone());
            answers.push(gallery.client.begin_product_file(request).await.expect("begun").into_inner());
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(count(&database, "SELECT count(*) AS count FROM upload").await, 1);
    }
}
