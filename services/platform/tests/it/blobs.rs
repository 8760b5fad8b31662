//! Blobs behave the same in a folder and in a bucket.

use std::path::{Path, PathBuf};

use platform::blobs::{BlobError, BlobReader, Blobs, BlobsConfig, Digest, PART_BYTES, Part};
use platform::ids::RawId;
use sha2::Digest as _;
use tempfile::TempDir;
use testkit::tempfile;

use crate::bucket::Bucket;

/// Where a test keeps blobs.
enum Place {
    Folder(TempDir),
    Bucket(Bucket),
}

impl Place {
    async fn both() -> [Self; 2] {
        [Self::Folder(tempfile::tempdir().expect("a folder")), Self::Bucket(Bucket::start().await)]
    }

    fn open(&self) -> Blobs {
        let config = match self {
            Self::Folder(folder) => BlobsConfig::Folder(folder.path().join("files")),
            Self::Bucket(bucket) => bucket.config(),
        };
        Blobs::open(&config).expect("a store")
    }

    /// Everything that is kept, finished or not.
    fn names(&self) -> Vec<String> {
        match self {
            Self::Folder(folder) => {
                let root = folder.path().join("files");
                let name = |path: PathBuf| path.strip_prefix(&root).expect("within").display().to_string();
                let mut names: Vec<_> = files(&root).into_iter().map(name).collect();
                names.sort();
                names
            }
            Self::Bucket(bucket) => bucket.names(),
        }
    }

    fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        match self {
            Self::Folder(folder) => {
                let path = folder.path().join("files").join(name);
                let mut bytes = std::fs::read(&path).expect("there");
                change(&mut bytes);
                std::fs::write(path, bytes).expect("written");
            }
            Self::Bucket(bucket) => bucket.change(name, change),
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn id(number: u128) -> RawId {
    RawId::from_u128(number)
}

fn digest(content: &[u8]) -> Digest {
    Digest::of_bytes(&sha2::Sha256::digest(content)).expect("32 bytes")
}

/// Bytes that differ from place to place.
fn content(size: usize) -> Vec<u8> {
    (0..size).map(|place| (place.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

/// Keeps a content as pieces of an upload.
async fn arrive(blobs: &Blobs, upload: u128, content: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (number, piece) in (1..).zip(content.chunks(PART_BYTES)) {
        let part = Part { id: id(upload * 1000 + number), bytes: piece.len() as u64 };
        blobs.keep_part(id(upload), part.id, piece.to_vec().into()).await.expect("kept");
        parts.push(part);
    }
    parts
}

/// Keeps a content as a blob.
async fn keep(blobs: &Blobs, upload: u128, content: &[u8]) {
    let parts = arrive(blobs, upload, content).await;
    let assembly = blobs.assemble(id(upload), &parts, digest(content), |_| ()).await.expect("assembled");
    assembly.keep().await.expect("kept");
    blobs.forget_parts(id(upload)).await.expect("forgotten");
}

async fn read(mut reader: BlobReader) -> Result<Vec<u8>, (usize, BlobError)> {
    let mut bytes = Vec::new();
    loop {
        match reader.next().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err((bytes.len(), error)),
        }
    }
}

/// Sizes at which something changes: a piece, a chunk that is read, a buffer that is written.
const SIZES: [usize; 7] = [1, 256 * 1024, 256 * 1024 + 1, PART_BYTES, PART_BYTES + 1, 5 << 20, (5 << 20) + 1];

#[tokio::test]
async fn what_arrives_in_pieces_is_read_as_one() {
    for place in Place::both().await {
        let blobs = place.open();
        for (upload, size) in (1..).zip(SIZES) {
            let content = content(size);
            let parts = arrive(&blobs, upload, &content).await;
            let mut seen = Vec::new();
            let see = |bytes: &[u8]| seen.extend_from_slice(bytes);
            let assembly = blobs.assemble(id(upload), &parts, digest(&content), see).await.expect("assembled");
            assert_eq!(assembly.digest(), digest(&content));
            assembly.keep().await.expect("kept");
            blobs.forget_parts(id(upload)).await.expect("forgotten");
            assert_eq!(seen, content, "{size}");
            for from in [0, size - 1, size] {
                let reader = blobs.read(digest(&content), from as u64).await.expect("there");
                assert_eq!(read(reader).await.expect("sound"), content[from..], "{size} from {from}");
            }
        }
        assert_eq!(place.names().len(), SIZES.len(), "{:?}", place.names());
        let again = place.open();
        let reader = again.read(digest(&content(1)), 0).await.expect("another process finds it");
        assert_eq!(read(reader).await.expect("sound"), content(1));
    }
}

#[tokio::test]
async fn what_is_not_kept_is_not_there() {
    for place in Place::both().await {
        let blobs = place.open();
        for (upload, size) in (1..).zip([1, 6 << 20]) {
            let content = content(size);
            let parts = arrive(&blobs, upload, &content).await;
            let declared = digest(b"something else");
            let assembly = blobs.assemble(id(upload), &parts, declared, |_| ()).await.expect("assembled");
            assert_eq!(assembly.digest(), digest(&content));
            assembly.discard().await.expect("discarded");
            assert!(matches!(blobs.read(declared, 0).await, Err(BlobError::Missing)));
            blobs.forget_parts(id(upload)).await.expect("forgotten");
        }
        assert_eq!(place.names(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_assembly_that_is_dropped_leaves_no_blob_and_no_file() {
    let place = Place::Folder(tempfile::tempdir().expect("a folder"));
    let blobs = place.open();
    let content = content(6 << 20);
    let parts = arrive(&blobs, 1, &content).await;
    drop(blobs.assemble(id(1), &parts, digest(&content), |_| ()).await.expect("assembled"));
    blobs.forget_parts(id(1)).await.expect("forgotten");
    assert_eq!(place.names(), Vec::<String>::new());
}

#[tokio::test]
async fn what_a_killed_process_was_writing_is_cleared_away() {
    let place = Place::Folder(tempfile::tempdir().expect("a folder"));
    let blobs = place.open();
    keep(&blobs, 1, &content(10)).await;
    let kept = place.names();
    let Place::Folder(folder) = &place else { panic!("a folder") };
    let half = folder.path().join("files").join(format!("{}#1", kept[0]));
    std::fs::write(half, b"half").expect("written");
    place.open();
    assert_eq!(place.names(), kept);
}

#[tokio::test]
async fn equal_content_is_one_blob_even_when_it_comes_twice_at_once() {
    for place in Place::both().await {
        let blobs = place.open();
        let content = content(6 << 20);
        tokio::join!(keep(&blobs, 1, &content), keep(&blobs, 2, &content), keep(&blobs, 3, &content));
        let written = digest(&content).to_string();
        assert_eq!(place.names(), [format!("sha256/{}/{}/{written}", &written[..2], &written[2..4])]);
        let reader = blobs.read(digest(&content), 0).await.expect("there");
        assert_eq!(read(reader).await.expect("sound"), content);
    }
}

#[tokio::test]
async fn a_damaged_blob_never_reaches_its_reader_whole() {
    for place in Place::both().await {
        let blobs = place.open();
        let content = content(3 << 20);
        keep(&blobs, 1, &content).await;
        let name = place.names().remove(0);
        place.change(&name, |bytes| bytes[1000] ^= 1);
        // Whatever lies before the place it is read from is verified too.
        for from in [0, 1_000_000, content.len() - 1] {
            let reader = blobs.read(digest(&content), from as u64).await.expect("there");
            let (given, error) = read(reader).await.expect_err("damaged");
            assert!(matches!(error, BlobError::Damaged), "{error:?}");
            assert!(given < content.len() - from, "{given} from {from}");
        }
    }
}

#[tokio::test]
async fn forgetting_takes_away_what_is_named_and_nothing_else() {
    for place in Place::both().await {
        let blobs = place.open();
        let (one, other) = (content(10), content(20));
        keep(&blobs, 1, &one).await;
        keep(&blobs, 2, &other).await;
        arrive(&blobs, 3, &content(3 << 20)).await;
        blobs.forget_parts(id(4)).await.expect("nothing to forget");
        assert_eq!(place.names().len(), 5);
        blobs.forget_parts(id(3)).await.expect("forgotten");
        blobs.forget(digest(&one)).await.expect("forgotten");
        blobs.forget(digest(&one)).await.expect("gone already");
        assert!(matches!(blobs.read(digest(&one), 0).await, Err(BlobError::Missing)));
        assert_eq!(place.names().len(), 1);
    }
}

#[tokio::test]
async fn a_piece_that_is_gone_is_a_fault_of_ours() {
    for place in Place::both().await {
        let blobs = place.open();
        let mut parts = arrive(&blobs, 1, &content(3 << 20)).await;
        parts[1].id = id(77);
        let error = blobs.assemble(id(1), &parts, digest(b""), |_| ()).await.expect_err("a piece is gone");
        assert_eq!(error.code(), tonic::Code::Internal);
    }
}

#[tokio::test]
async fn a_store_that_does_not_answer_is_unavailable() {
    let bucket = Bucket::start().await;
    let BlobsConfig::S3(config) = bucket.config() else { panic!("a bucket") };
    let config = platform::blobs::S3Config { endpoint: "http://127.0.0.1:1".to_owned(), ..config };
    let blobs = Blobs::open(&BlobsConfig::S3(config)).expect("a bucket is not asked before it is used");
    let error = blobs.forget(digest(b"")).await.expect_err("nobody answers");
    assert_eq!(error.code(), tonic::Code::Unavailable);
}

#[tokio::test]
async fn a_bucket_of_others_is_not_ours() {
    let bucket = Bucket::start().await;
    let BlobsConfig::S3(config) = bucket.config() else { panic!("a bucket") };
    let config = platform::blobs::S3Config { access_key_id: "nobody".to_owned(), ..config };
    let blobs = Blobs::open(&BlobsConfig::S3(config)).expect("sound");
    assert!(blobs.keep_part(id(1), id(2), content(1).into()).await.is_err());
    assert_eq!(bucket.names(), Vec::<String>::new());
}

#[test]
fn a_process_takes_so_many_uploads_and_no_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let blobs = Blobs::open(&BlobsConfig::Folder(folder.path().to_owned())).expect("a store");
    let mut places: Vec<_> = (0..platform::blobs::MOST_UPLOADS_AT_ONCE).map(|_| blobs.place().expect("room")).collect();
    assert_eq!(blobs.clone().place().expect_err("full").code(), tonic::Code::ResourceExhausted);
    places.pop();
    blobs.place().expect("given back");
}
