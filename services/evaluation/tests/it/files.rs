//! Files: sent in pieces that may be cut anywhere, kept by their content, read by those who may know of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::stream;
use platform::access::Role;
use platform::blobs::{Blobs, MOST_UPLOADS_AT_ONCE, PART_BYTES};
use platform::rpc::Limits;
use proto::common::v1::ErrorReason;
use proto::evaluation::v1 as pb;
use sha2::Digest as _;
use testkit::object_store::local::LocalFileSystem;
use testkit::{Bed, Scales, TestDatabase, assert_refused, assert_status, eventually, tempfile};
use tokio::sync::oneshot;
use tokio_stream::{Stream, StreamExt as _};
use tonic::{Code, Status};

use crate::producer_persons::PRODUCER;
use crate::{COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, PROVINCE, PROVINCE_OFFICER, Province, new_id};

/// Another commune of the same province.
const OTHER_COMMUNE: &str = "2025:03151";
/// Bytes of a message in these tests: pieces end within one.
const CHUNK_BYTES: usize = 300_000;

/// A PDF of a size, as far as anybody looks.
pub(crate) fn pdf(size: usize) -> Bytes {
    let mut bytes: Vec<u8> = (0..size).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    bytes[..9].copy_from_slice(b"%PDF-1.7\n");
    bytes.into()
}

fn sha256(content: &[u8]) -> String {
    format!("{:x}", sha2::Sha256::digest(content))
}

/// A sound declaration of a document of the commune; a test changes what it is about.
pub(crate) fn declaration(content: &[u8]) -> pb::FileDeclaration {
    pb::FileDeclaration {
        unit_id: COMMUNE.to_owned(),
        name: "Giấy phép.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        size_bytes: i64::try_from(content.len()).expect("small"),
        sha256: sha256(content),
        ..Default::default()
    }
}

/// The messages that send a content from a place on.
fn messages(upload: &str, content: &Bytes, from: i64) -> Vec<pb::UploadRequest> {
    let from = usize::try_from(from).expect("a place");
    // One without bytes where none is left: it asks to complete.
    let starts = (from..content.len().max(from + 1)).step_by(CHUNK_BYTES);
    let message = |start: usize| pb::UploadRequest {
        upload_id: upload.to_owned(),
        offset_bytes: i64::try_from(start).expect("small"),
        data: content.slice(start..content.len().min(start + CHUNK_BYTES)),
    };
    starts.map(message).collect()
}

/// Everything that is kept in a folder of files.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { kept(&path) } else { vec![path] }).collect()
}

impl Province {
    async fn begin(&mut self, declaration: pb::FileDeclaration) -> Result<pb::Upload, Status> {
        let request = pb::BeginUploadRequest { request_id: new_id(), declaration: Some(declaration) };
        let request = self.by(COMMUNE_OFFICER, request);
        Ok(self.evidence.begin_upload(request).await?.into_inner().upload.expect("given"))
    }

    async fn send(
        &mut self,
        messages: impl Stream<Item = pb::UploadRequest> + Send + 'static,
    ) -> Result<pb::Upload, Status> {
        let request = self.by(COMMUNE_OFFICER, messages);
        Ok(self.evidence.upload(request).await?.into_inner().upload.expect("given"))
    }

    async fn send_all(&mut self, messages: Vec<pb::UploadRequest>) -> Result<pb::Upload, Status> {
        self.send(stream::iter(messages)).await
    }

    /// Sends messages, and hangs up as soon as the service wants one more.
    async fn send_and_cut(&mut self, messages: Vec<pb::UploadRequest>) {
        let (wanted, one_more) = oneshot::channel();
        let (mut wanted, mut messages) = (Some(wanted), messages.into_iter());
        let cut = stream::poll_fn(move |_| match messages.next() {
            Some(message) => Poll::Ready(Some(message)),
            None => {
                if let Some(wanted) = wanted.take() {
                    wanted.send(()).expect("waited for");
                }
                Poll::Pending
            }
        });
        tokio::select! {
            ended = self.send(cut) => panic!("the call ended by itself: {ended:?}"),
            wanted = one_more => wanted.expect("wanted"),
        }
    }

    async fn upload_state(&mut self, id: &str) -> Result<pb::Upload, Status> {
        let request = self.by(COMMUNE_OFFICER, pb::GetUploadRequest { upload_id: id.to_owned() });
        Ok(self.evidence.get_upload(request).await?.into_inner().upload.expect("given"))
    }

    /// A document of the province, uploaded by its officer.
    pub(crate) async fn document_of_province(&mut self, content: &Bytes) -> String {
        self.document_of((PROVINCE_OFFICER, Role::ProvinceOfficer), PROVINCE, content).await
    }

    /// A document of an authority, uploaded by its officer.
    pub(crate) async fn document_of(&mut self, officer: (u64, Role), unit: &str, content: &Bytes) -> String {
        let (number, role) = officer;
        let declared = pb::FileDeclaration { unit_id: unit.to_owned(), ..declaration(content) };
        let request = pb::BeginUploadRequest { request_id: new_id(), declaration: Some(declared) };
        let request = self.by_role(number, role, unit, request);
        let upload = self.evidence.begin_upload(request).await.expect("begun").into_inner().upload.expect("given");
        let request = self.by_role(number, role, unit, stream::iter(messages(&upload.id, content, 0)));
        self.evidence.upload(request).await.expect("sent").into_inner().upload.expect("given").file_id
    }

    /// A file of a content, uploaded in one go.
    pub(crate) async fn uploaded(&mut self, declaration: pb::FileDeclaration, content: &Bytes) -> String {
        let upload = self.begin(declaration).await.expect("begun");
        let upload = self.send_all(messages(&upload.id, content, 0)).await.expect("sent");
        assert_eq!(upload.state(), pb::UploadState::Complete);
        upload.file_id
    }

    /// What arrives of a file, and how that ends.
    pub(crate) async fn download(
        &mut self,
        request: tonic::Request<pb::DownloadFileRequest>,
    ) -> (Vec<u8>, Result<(), Status>) {
        let from = request.get_ref().offset_bytes;
        let mut arrived = Vec::new();
        let mut answers = match self.evidence.download_file(request).await {
            Ok(answers) => answers.into_inner(),
            Err(status) => return (arrived, Err(status)),
        };
        while let Some(answer) = answers.next().await {
            match answer {
                Ok(answer) => {
                    assert_eq!(answer.offset_bytes, from + i64::try_from(arrived.len()).expect("small"));
                    arrived.extend_from_slice(&answer.data);
                }
                Err(status) => return (arrived, Err(status)),
            }
        }
        (arrived, Ok(()))
    }
}

fn download(file: &str, offset_bytes: i64) -> pb::DownloadFileRequest {
    pb::DownloadFileRequest { file_id: file.to_owned(), offset_bytes, ..Default::default() }
}

testkit::on_both_databases! {
    async fn an_upload_goes_on_where_it_was_cut(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(2 * PART_BYTES + 400_000);
        let border_count = messages("", &content, 0).len();
        for border in 0..=border_count {
            let upload = province.begin(declaration(&content)).await.expect("begun");
            let sent: Vec<_> = messages(&upload.id, &content, 0).into_iter().take(border).collect();
            let sent_bytes = sent.iter().map(|message| message.data.len()).sum::<usize>();
            // A first message without bytes shows who comes, and nothing more.
            let hello = pb::UploadRequest { upload_id: upload.id.clone(), ..Default::default() };
            province.send_and_cut(std::iter::once(hello).chain(sent).collect()).await;

            let cut = province.upload_state(&upload.id).await.expect("there");
            assert_eq!(cut.state(), pb::UploadState::Receiving);
            let whole_pieces = sent_bytes / PART_BYTES * PART_BYTES;
            assert_eq!(cut.committed_bytes, i64::try_from(whole_pieces).expect("small"), "cut after {border}");

            let rest = messages(&upload.id, &content, cut.committed_bytes);
            let complete = province.send_all(rest).await.expect("goes on");
            assert_eq!(complete.state(), pb::UploadState::Complete);
            let request = province.by(COMMUNE_OFFICER, download(&complete.file_id, 0));
            let (arrived, ended) = province.download(request).await;
            ended.expect("whole");
            assert!(arrived == content, "cut after {border}");
            // The answer may have been lost: who asks again is answered the same.
            let again = province.send_all(messages(&upload.id, &content, 0)).await.expect("again");
            assert_eq!(again, complete);
        }
        assert_eq!(kept(province.bed.files()).len(), 1, "equal content is kept once, and no piece is left");
    }

    async fn whoever_sends_a_part_of_it_is_told_how_far_it_came(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(700_000);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let all = messages(&upload.id, &content, 0);
        for (sent, message) in (1..).zip(&all[..2]) {
            let told = province.send_all(vec![message.clone()]).await.expect("taken");
            assert_eq!((told.state(), told.committed_bytes), (pb::UploadState::Receiving, sent * 300_000));
        }
        let complete = province.send_all(all[2..].to_vec()).await.expect("taken");
        assert_eq!(complete.state(), pb::UploadState::Complete);
        let request = province.by(PROVINCE_OFFICER, pb::GetFileRequest { file_id: complete.file_id.clone(), ..Default::default() });
        let file = province.evidence.get_file(request).await.expect("found").into_inner().file.expect("given");
        assert_eq!((file.id, file.size_bytes, file.sha256), (complete.file_id, 700_000, sha256(&content)));
        assert_eq!((file.name.as_str(), file.unit_id.as_str()), ("Giấy phép.pdf", COMMUNE));
    }

    async fn bytes_that_do_not_belong_are_refused(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(700_000);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let all = messages(&upload.id, &content, 0);
        // A gap, and an overlap.
        for wrong in [vec![all[1].clone()], vec![all[0].clone(), all[0].clone()], vec![all[0].clone(), all[2].clone()]] {
            let status = province.send_all(wrong).await.expect_err("refused");
            assert_status(&status, Code::FailedPrecondition, ErrorReason::UploadOffsetWrong, "offset_bytes");
        }
        let over = pb::UploadRequest { data: content.slice(0..1), offset_bytes: 700_000, ..all[0].clone() };
        let status = province.send_all([all.clone(), vec![over]].concat()).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::UploadSizeWrong, "data");
        let far = pb::UploadRequest { offset_bytes: i64::MAX, ..all[0].clone() };
        let status = province.send_all(vec![far]).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::UploadOffsetWrong, "offset_bytes");
        // In the middle of the stream another upload.
        let other = pb::UploadRequest { upload_id: new_id(), ..all[1].clone() };
        let status = province.send_all(vec![all[0].clone(), other]).await.expect_err("refused");
        assert_status(&status, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        let status = province.send_all(Vec::new()).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "upload_id");
        // Nothing of it did any harm.
        let complete = province.send_all(all).await.expect("taken");
        assert_eq!(complete.state(), pb::UploadState::Complete);
    }

    async fn another_content_than_declared_is_discarded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (declared, sent) = (pdf(700_000), pdf(700_001).slice(..700_000));
        let mut sent = sent.to_vec();
        sent[100] ^= 1;
        let sent = Bytes::from(sent);
        let upload = province.begin(declaration(&declared)).await.expect("begun");
        let status = province.send_all(messages(&upload.id, &sent, 0)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::UploadHashWrong, "upload_id");
        assert!(status.message().contains(&sha256(&sent)), "{status:?}");
        let discarded = province.upload_state(&upload.id).await.expect("there");
        assert_eq!(discarded.state(), pb::UploadState::Discarded);
        let status = province.send_all(messages(&upload.id, &declared, 0)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::UploadDiscarded, "upload_id");
        assert_eq!(kept(province.bed.files()), Vec::<PathBuf>::new());
    }

    async fn what_a_content_is_counts_and_not_what_it_is_called(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        // Told by the first bytes, long before the last.
        let program = Bytes::from([b"MZ\x90\0".to_vec(), vec![0; 2 * PART_BYTES]].concat());
        let upload = province.begin(declaration(&program)).await.expect("begun");
        let early = messages(&upload.id, &program, 0).into_iter().take(5).collect();
        let status = province.send_all(early).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::MediaTypeNotAllowed, "upload_id");
        assert_eq!(province.upload_state(&upload.id).await.expect("there").state(), pb::UploadState::Discarded);
        // Told by the last bytes only: an archive that is no document.
        let archive = Bytes::from([b"PK\x03\x04".to_vec(), vec![0; 1000]].concat());
        let declared = pb::FileDeclaration {
            name: "Báo cáo.docx".to_owned(),
            media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document".to_owned(),
            ..declaration(&archive)
        };
        let upload = province.begin(declared).await.expect("begun");
        let status = province.send_all(messages(&upload.id, &archive, 0)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::MediaTypeNotAllowed, "upload_id");
        assert_eq!(kept(province.bed.files()), Vec::<PathBuf>::new());
    }

    async fn an_upload_that_could_not_become_a_file_is_not_begun(database: TestDatabase) {
        use ErrorReason::{FieldsInvalid, FileTooLarge, MediaTypeNotAllowed, ProducerNotFound, UnitOutsideGrant};
        let mut province = Province::on(&database).await;
        let sound = declaration(&pdf(10));
        let named = |name: &str| pb::FileDeclaration { name: name.to_owned(), ..sound.clone() };
        let sized = |size_bytes| pb::FileDeclaration { size_bytes, ..sound.clone() };
        let mut refused = vec![
            (sized(268_435_457), Code::InvalidArgument, FileTooLarge, "declaration.size_bytes"),
            (sized(0), Code::InvalidArgument, FieldsInvalid, "declaration.size_bytes"),
            (sized(-1), Code::InvalidArgument, FieldsInvalid, "declaration.size_bytes"),
            (named("virus.exe"), Code::InvalidArgument, MediaTypeNotAllowed, "declaration.name"),
            (named("giấy"), Code::InvalidArgument, MediaTypeNotAllowed, "declaration.name"),
        ];
        for trick in ["../../etc/passwd.pdf", "/etc/cron.d/a.pdf", "..\\..\\a.pdf", "C:\\a.pdf", "a\u{202e}fdp.pdf", ".pdf", "a\0.pdf", ""] {
            refused.push((named(trick), Code::InvalidArgument, FieldsInvalid, "declaration.name"));
        }
        let of_type = pb::FileDeclaration { media_type: "application/x-msdownload".to_owned(), ..sound.clone() };
        refused.push((of_type, Code::InvalidArgument, MediaTypeNotAllowed, "declaration.media_type"));
        let hashed = pb::FileDeclaration { sha256: "../../x".to_owned(), ..sound.clone() };
        refused.push((hashed, Code::InvalidArgument, FieldsInvalid, "declaration.sha256"));
        let both = pb::FileDeclaration { producer_id: new_id(), ..sound.clone() };
        refused.push((both, Code::InvalidArgument, FieldsInvalid, "declaration.producer_id"));
        let unknown = pb::FileDeclaration { producer_id: new_id(), unit_id: String::new(), ..sound.clone() };
        refused.push((unknown, Code::NotFound, ProducerNotFound, "producer_id"));
        let elsewhere = pb::FileDeclaration { unit_id: OTHER_COMMUNE.to_owned(), ..sound.clone() };
        refused.push((elsewhere, Code::PermissionDenied, UnitOutsideGrant, ""));
        for (declared, code, reason, field) in refused {
            let status = province.begin(declared).await.expect_err("refused");
            assert_status(&status, code, reason, field);
        }
        // At the limit it may be begun.
        province.begin(sized(268_435_456)).await.expect("begun");
    }

    async fn a_producer_is_served_by_the_officer_of_her_commune(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.product("Mật ong", 4).await.producer_id;
        let content = pdf(1000);
        let paper = pb::FileDeclaration { producer_id: producer.clone(), unit_id: String::new(), ..declaration(&content) };
        let file = province.uploaded(paper.clone(), &content).await;
        let request = province.by(COMMUNE_LEADER, pb::GetFileRequest { file_id: file, ..Default::default() });
        let file = province.evidence.get_file(request).await.expect("found").into_inner().file.expect("given");
        assert_eq!((file.producer_id.as_str(), file.unit_id.as_str()), (producer.as_str(), COMMUNE));
        // The officer of another commune does not learn that there is such a producer; one of the province may not.
        for (number, role, unit) in [(7, Role::CommuneOfficer, OTHER_COMMUNE), (8, Role::ProvinceOfficer, PROVINCE)] {
            let request = pb::BeginUploadRequest { request_id: new_id(), declaration: Some(paper.clone()) };
            let request = province.by_role(number, role, unit, request);
            let answer = province.evidence.begin_upload(request).await;
            assert_refused(answer, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id");
        }
    }

    async fn a_producer_brings_and_reads_its_own_papers_and_no_others(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let own = province.product("Mật ong", 4).await.producer_id;
        let foreign = province.product("Chè", 2).await.producer_id;
        let content = pdf(1000);
        let paper = |producer: &str| pb::FileDeclaration {
            producer_id: producer.to_owned(), unit_id: String::new(), ..declaration(&content)
        };
        let others = province.uploaded(paper(&foreign), &content).await;
        let as_producer = |province: &Province, declaration| {
            let request = pb::BeginUploadRequest { request_id: new_id(), declaration: Some(declaration) };
            (province.evidence.clone(), province.by_role(PRODUCER, Role::Producer, COMMUNE, request))
        };
        province.grant(&own, PRODUCER).await;
        eventually("evaluation knows the account", || async {
            let (mut client, request) = as_producer(&province, paper(&own));
            client.begin_upload(request).await.is_ok()
        }).await;
        let (mut client, request) = as_producer(&province, paper(&own));
        let upload = client.begin_upload(request).await.expect("begun").into_inner().upload.expect("given");
        let sent = stream::iter(messages(&upload.id, &content, 0));
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, sent);
        let file = client.upload(request).await.expect("sent").into_inner().upload.expect("given").file_id;
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, download(&file, 0));
        let (arrived, ended) = province.download(request).await;
        ended.expect("whole");
        assert!(arrived == content);

        let (mut client, request) = as_producer(&province, paper(&foreign));
        let answer = client.begin_upload(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::ProducerNotFound, "producer_id");
        // The role of a producer makes nobody an authority, whatever unit it names.
        let (mut client, request) = as_producer(&province, declaration(&content));
        let answer = client.begin_upload(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
        let request = province.by_role(PRODUCER, Role::Producer, COMMUNE, download(&others, 0));
        let (_, ended) = province.download(request).await;
        assert_status(&ended.expect_err("refused"), Code::NotFound, ErrorReason::FileNotFound, "file_id");
    }

    async fn an_upload_is_its_own_persons(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(1000);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let request = pb::GetUploadRequest { upload_id: upload.id.clone() };
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, request);
        let answer = province.evidence.get_upload(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        let sent = stream::iter(messages(&upload.id, &content, 0));
        let request = province.by_role(7, Role::CommuneOfficer, COMMUNE, sent);
        let answer = province.evidence.upload(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        let sent = stream::iter(messages(&upload.id, &content, 0));
        let request = province.by_role(9, Role::Auditor, PROVINCE, sent);
        let answer = province.evidence.upload(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
    }

    async fn an_upload_begun_twice_is_one(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let request = pb::BeginUploadRequest { request_id: new_id(), declaration: Some(declaration(&pdf(10))) };
        let mut begun = Vec::new();
        for _ in 0..2 {
            let request = province.by(COMMUNE_OFFICER, request.clone());
            begun.push(province.evidence.begin_upload(request).await.expect("begun").into_inner());
        }
        assert_eq!(begun[0], begun[1]);
    }

    async fn equal_content_that_comes_twice_at_once_is_kept_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(PART_BYTES + 1);
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let upload = province.begin(declaration(&content)).await.expect("begun");
            let sent = stream::iter(messages(&upload.id, &content, 0));
            let (mut client, request) = (province.evidence.clone(), province.by(COMMUNE_OFFICER, sent));
            sending.spawn(async move { client.upload(request).await });
        }
        let mut files = Vec::new();
        for sent in sending.join_all().await {
            files.push(sent.expect("complete").into_inner().upload.expect("given").file_id);
        }
        files.sort();
        files.dedup();
        assert_eq!(files.len(), 4, "each upload is a file of its own");
        assert_eq!(kept(province.bed.files()).len(), 1, "and all of them one content");
    }

    /// A client that lost its connection may come back while the first call still works.
    async fn of_two_calls_for_one_upload_each_byte_is_kept_once(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(2 * PART_BYTES + 5);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let mut sending = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let sent = stream::iter(messages(&upload.id, &content, 0));
            let (mut client, request) = (province.evidence.clone(), province.by(COMMUNE_OFFICER, sent));
            sending.spawn(async move { client.upload(request).await });
        }
        for sent in sending.join_all().await {
            if let Err(status) = sent {
                assert_status(&status, Code::FailedPrecondition, ErrorReason::UploadOffsetWrong, "offset_bytes");
            }
        }
        let stands = province.upload_state(&upload.id).await.expect("there");
        let complete = province.send_all(messages(&upload.id, &content, stands.committed_bytes)).await.expect("sent");
        let request = province.by(COMMUNE_OFFICER, download(&complete.file_id, 0));
        let (arrived, ended) = province.download(request).await;
        ended.expect("whole");
        assert!(arrived == content);
        assert_eq!(kept(province.bed.files()).len(), 1);
    }

    async fn a_file_is_read_from_any_place_and_each_reading_is_recorded(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(700_000);
        let file = province.uploaded(declaration(&content), &content).await;
        for from in [0, 1, 262_144, 699_999, 700_000] {
            let request = province.by(PROVINCE_OFFICER, download(&file, from));
            let (arrived, ended) = province.download(request).await;
            ended.expect("whole");
            assert!(arrived == content[usize::try_from(from).expect("a place")..], "from {from}");
        }
        for from in [-1, 700_001] {
            let request = province.by(PROVINCE_OFFICER, download(&file, from));
            let (_, ended) = province.download(request).await;
            let refusal = ended.expect_err("refused");
            assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "offset_bytes");
        }
        assert_eq!(province.recorded_downloads(&database).await, 5);
    }

    async fn files_of_other_units_do_not_exist(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(10);
        let file = province.uploaded(declaration(&content), &content).await;
        for (role, unit) in [(Role::CommuneOfficer, OTHER_COMMUNE), (Role::ProvinceLeader, "2025:01")] {
            let request = province.by_role(20, role, unit, pb::GetFileRequest { file_id: file.clone(), ..Default::default() });
            let answer = province.evidence.get_file(request).await;
            assert_refused(answer, Code::NotFound, ErrorReason::FileNotFound, "file_id");
            let request = province.by_role(20, role, unit, download(&file, 0));
            let (_, ended) = province.download(request).await;
            assert_status(&ended.expect_err("refused"), Code::NotFound, ErrorReason::FileNotFound, "file_id");
        }
        let request = province.by(PROVINCE_OFFICER, download(&new_id(), 0));
        let (_, ended) = province.download(request).await;
        assert_status(&ended.expect_err("refused"), Code::NotFound, ErrorReason::FileNotFound, "file_id");
        assert_eq!(province.recorded_downloads(&database).await, 0, "what was refused was not read");
    }

    async fn a_damaged_file_never_arrives_whole(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(700_000);
        let file = province.uploaded(declaration(&content), &content).await;
        let stored = kept(province.bed.files()).remove(0);
        let mut bytes = std::fs::read(&stored).expect("there");
        bytes[5] ^= 1;
        std::fs::write(&stored, bytes).expect("written");
        let request = province.by(PROVINCE_OFFICER, download(&file, 0));
        let (arrived, ended) = province.download(request).await;
        assert_status(&ended.expect_err("refused"), Code::DataLoss, ErrorReason::FileDamaged, "file_id");
        assert!(arrived.len() < content.len());
        std::fs::remove_file(&stored).expect("removed");
        let request = province.by(PROVINCE_OFFICER, download(&file, 0));
        let (_, ended) = province.download(request).await;
        assert_status(&ended.expect_err("refused"), Code::DataLoss, ErrorReason::FileDamaged, "file_id");
    }

    async fn what_nobody_needs_is_given_up_after_a_week(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let (abandoned, unused) = (pdf(PART_BYTES + 10), pdf(1000));
        let upload = province.begin(declaration(&abandoned)).await.expect("begun");
        province.send_and_cut(messages(&upload.id, &abandoned, 0).into_iter().take(4).collect()).await;
        let file = province.uploaded(declaration(&unused), &unused).await;
        province.bed.hands.advance(TimeDelta::days(7) - TimeDelta::seconds(1));
        province.collector.collect().await.expect("collected");
        assert_eq!(kept(province.bed.files()).len(), 2, "not yet");

        // Somebody uploads the same content as the file that is about to go.
        province.bed.hands.advance(TimeDelta::seconds(2));
        let again = province.uploaded(declaration(&unused), &unused).await;
        province.collector.collect().await.expect("collected");
        let status = province.upload_state(&upload.id).await.expect_err("forgotten");
        assert_status(&status, Code::NotFound, ErrorReason::UploadNotFound, "upload_id");
        let request = province.by(PROVINCE_OFFICER, download(&file, 0));
        let (_, ended) = province.download(request).await;
        assert_status(&ended.expect_err("gone"), Code::NotFound, ErrorReason::FileNotFound, "file_id");
        let request = province.by(PROVINCE_OFFICER, download(&again, 0));
        let (arrived, ended) = province.download(request).await;
        ended.expect("whole");
        assert!(arrived == unused);
        assert_eq!(kept(province.bed.files()).len(), 1, "its content stays for the other one");

        province.bed.hands.advance(TimeDelta::days(8));
        province.collector.collect().await.expect("collected");
        assert_eq!(kept(province.bed.files()), Vec::<PathBuf>::new());
        province.collector.collect().await.expect("nothing to do");
        // What went may come again.
        province.uploaded(declaration(&unused), &unused).await;
    }

    async fn an_upload_may_take_as_long_as_it_gets_on(database: TestDatabase) {
        // Long enough for a machine that is busy with other tests to get on once, and shorter than the six pauses.
        let limits = Limits { default_deadline: Duration::from_secs(2), ..Limits::default() };
        let pause = Duration::from_millis(400);
        let bed = Bed::new(limits);
        let blobs = bed.blobs();
        let mut province = Province::of(&database, bed, blobs).await;
        let content = pdf(5 * CHUNK_BYTES);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let slowly = |messages: Vec<pb::UploadRequest>| {
            stream::unfold(messages.into_iter(), move |mut messages| async move {
                tokio::time::sleep(pause).await;
                messages.next().map(|message| (message, messages))
            })
        };
        let began = tokio::time::Instant::now();
        let complete = province.send(slowly(messages(&upload.id, &content, 0))).await.expect("gets on");
        assert_eq!(complete.state(), pb::UploadState::Complete);
        assert!(began.elapsed() > limits.default_deadline, "it took longer than a call may");

        let upload = province.begin(declaration(&content)).await.expect("begun");
        let some = messages(&upload.id, &content, 0).into_iter().take(1);
        let stalled = stream::iter(some).chain(stream::pending());
        let status = province.send(stalled).await.expect_err("does not get on");
        assert_status(&status, Code::DeadlineExceeded, ErrorReason::DeadlinePassed, "");
    }

    async fn a_stop_ends_what_goes_on_so_that_it_goes_on_elsewhere(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(4 * PART_BYTES);
        let file = province.uploaded(declaration(&content), &content).await;
        let request = province.by(PROVINCE_OFFICER, download(&file, 0));
        let mut reading = province.evidence.download_file(request).await.expect("begins").into_inner();
        reading.next().await.expect("something").expect("arrives");
        let upload = province.begin(declaration(&content)).await.expect("begun");
        // The stop comes once the service has taken some messages and wants one more.
        let mut some = messages(&upload.id, &content, 0).into_iter().take(5);
        let stop = province.bed.steps().no_calls.clone();
        let cut = stream::poll_fn(move |_| match some.next() {
            Some(message) => Poll::Ready(Some(message)),
            None => {
                stop.cancel();
                Poll::Pending
            }
        });
        let status = province.send(cut).await.expect_err("stopped");
        assert_status(&status, Code::Unavailable, ErrorReason::Stopping, "");
        let ended = loop {
            match reading.next().await.expect("an error at the end") {
                Ok(_) => {}
                Err(status) => break status,
            }
        };
        assert_status(&ended, Code::Unavailable, ErrorReason::Stopping, "");
    }

    async fn more_uploads_than_a_process_takes_are_turned_away(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let content = pdf(10);
        let upload = province.begin(declaration(&content)).await.expect("begun");
        let mut waiting = tokio::task::JoinSet::new();
        let (told, mut all_in) = tokio::sync::mpsc::channel(MOST_UPLOADS_AT_ONCE);
        for _ in 0..MOST_UPLOADS_AT_ONCE {
            let told = told.clone();
            let mut asked = false;
            let never = stream::poll_fn(move |_| -> Poll<Option<pb::UploadRequest>> {
                if !std::mem::replace(&mut asked, true) {
                    told.try_send(()).expect("room");
                }
                Poll::Pending
            });
            let (mut client, request) = (province.evidence.clone(), province.by(COMMUNE_OFFICER, never));
            waiting.spawn(async move { client.upload(request).await });
        }
        for _ in 0..MOST_UPLOADS_AT_ONCE {
            all_in.recv().await.expect("in");
        }
        let status = province.send_all(messages(&upload.id, &content, 0)).await.expect_err("turned away");
        assert_status(&status, Code::ResourceExhausted, ErrorReason::TooManyCalls, "");
        waiting.shutdown().await;
        let complete = province.send_all(messages(&upload.id, &content, 0)).await.expect("room again");
        assert_eq!(complete.state(), pb::UploadState::Complete);
    }

    async fn an_owner_has_so_many_uploads_under_way_and_no_more(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        // Forty of the largest fill what one owner may keep.
        let large = pb::FileDeclaration { size_bytes: 268_435_456, ..declaration(&pdf(10)) };
        for _ in 0..40 {
            province.begin(large.clone()).await.expect("room");
        }
        let status = province.begin(declaration(&pdf(10))).await.expect_err("full");
        assert_status(&status, Code::ResourceExhausted, ErrorReason::FileQuotaExceeded, "declaration.size_bytes");
        // Another owner has room of her own.
        let producer = province.product("Mật ong", 4).await.producer_id;
        let paper = pb::FileDeclaration { producer_id: producer, unit_id: String::new(), ..declaration(&pdf(10)) };
        province.begin(paper).await.expect("room");
    }
}

impl Province {
    async fn recorded_downloads(&self, database: &TestDatabase) -> usize {
        testkit::count(database, "SELECT COUNT(*) AS count FROM audit WHERE operation = 'DownloadFile'").await
    }
}

/// 200 MiB go through without anybody ever holding more than a few pieces of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_does_not_grow_with_the_file() {
    /// SHA-256 of the block below, two hundred times.
    const SHA256: &str = "43e8f3220dd34ee63b2202ee898e5762549dbffce59e3c07555866b4ea7151cf";
    const BLOCKS: usize = 200;
    let mut block: Vec<u8> = (0..PART_BYTES).map(|place| (place * 7 + (place >> 8)) as u8).collect();
    block[..9].copy_from_slice(b"%PDF-1.7\n");
    let block = Bytes::from(block);

    let database = TestDatabase::new(testkit::Engine::Sqlite).await;
    let folder = tempfile::tempdir().expect("a folder");
    let scales = Scales::before(Arc::new(LocalFileSystem::new_with_prefix(folder.path()).expect("a store")));
    let mut province = Province::of(&database, Bed::default(), Blobs::over(Arc::new(scales.clone()))).await;
    let size_bytes = i64::try_from(BLOCKS * PART_BYTES).expect("a size");
    let declared = pb::FileDeclaration { size_bytes, sha256: SHA256.to_owned(), ..declaration(&block) };
    let upload = province.begin(declared).await.expect("begun");
    // A generator: the sender does not hold the file either.
    let messages = (0..BLOCKS * 4).map(move |quarter| {
        let (start, length) = (quarter % 4 * PART_BYTES / 4, PART_BYTES / 4);
        pb::UploadRequest {
            upload_id: upload.id.clone(),
            offset_bytes: i64::try_from(quarter * length).expect("a place"),
            data: block.slice(start..start + length),
        }
    });
    let complete = province.send(stream::iter(messages)).await.expect("complete");
    assert_eq!(complete.state(), pb::UploadState::Complete);
    // A buffer on its way into the store while the next one fills.
    assert!(scales.most_bytes() <= 10 * PART_BYTES, "{} bytes were held at once", scales.most_bytes());
}
