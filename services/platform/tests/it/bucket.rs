//! A bucket in the test's process that speaks as much of S3 as blobs need: objects, uploads in parts, lists.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::response::Response;
use http::{Method, StatusCode};
use platform::blobs::{BlobsConfig, S3Config};
use tokio::net::TcpListener;

/// Least size of a part that is not the last, as S3 wants it.
const LEAST_PART_BYTES: usize = 5 * 1024 * 1024;
/// Who may ask.
const ACCESS_KEY_ID: &str = "somebody";

/// What the bucket holds.
#[derive(Default)]
struct Held {
    objects: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    count: usize,
}

/// A bucket that listens on a port of its own.
#[derive(Clone)]
pub(crate) struct Bucket {
    held: Arc<Mutex<Held>>,
    address: SocketAddr,
}

impl Bucket {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let bucket = Self { held: Arc::default(), address: listener.local_addr().expect("bound") };
        let answering = bucket.clone();
        let router = Router::new().fallback(move |request: Request| {
            let bucket = answering.clone();
            async move { bucket.answer(request).await }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        bucket
    }

    pub(crate) fn config(&self) -> BlobsConfig {
        BlobsConfig::S3(S3Config {
            endpoint: format!("http://{}", self.address),
            region: "anywhere".to_owned(),
            bucket: "files".to_owned(),
            access_key_id: ACCESS_KEY_ID.to_owned(),
            secret_access_key: "secret".to_owned(),
        })
    }

    /// The objects it holds, and the uploads that were neither completed nor aborted.
    pub(crate) fn names(&self) -> Vec<String> {
        let held = self.held.lock().expect("whole");
        held.objects.keys().chain(held.uploads.keys()).cloned().collect()
    }

    /// Changes an object behind everybody's back.
    pub(crate) fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) {
        change(self.held.lock().expect("whole").objects.get_mut(name).expect("there"));
    }

    async fn answer(&self, request: Request) -> Response {
        let (head, body) = request.into_parts();
        let authorization = head.headers.get("authorization").and_then(|header| header.to_str().ok());
        let signed = format!("AWS4-HMAC-SHA256 Credential={ACCESS_KEY_ID}/");
        if !authorization.is_some_and(|header| header.starts_with(&signed)) {
            return says(StatusCode::FORBIDDEN, "");
        }
        let Some(key) = head.uri.path().strip_prefix("/files") else { return says(StatusCode::NOT_FOUND, "") };
        let key = key.trim_start_matches('/').to_owned();
        let query: BTreeMap<_, _> = head
            .uri
            .query()
            .unwrap_or_default()
            .split('&')
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (name.to_owned(), value.replace("%2F", "/")))
            .collect();
        let body = to_bytes(body, 64 * 1024 * 1024).await.expect("a body").to_vec();
        let mut held = self.held.lock().expect("whole");
        let upload = query.get("uploadId");
        match (head.method, upload) {
            (Method::GET, _) if key.is_empty() => list(&held, query.get("prefix").map_or("", String::as_str)),
            (Method::GET, _) => match held.objects.get(&key) {
                Some(bytes) => object(bytes.clone()),
                None => says(StatusCode::NOT_FOUND, ""),
            },
            (Method::PUT, Some(upload)) => {
                let number = query["partNumber"].parse().expect("a number");
                held.uploads.get_mut(upload).expect("begun").insert(number, body);
                object(Vec::new())
            }
            (Method::PUT, None) => {
                held.objects.insert(key, body);
                object(Vec::new())
            }
            (Method::POST, None) => {
                held.count += 1;
                let upload = format!("upload-{}", held.count);
                held.uploads.insert(upload.clone(), BTreeMap::new());
                let told = format!(
                    "<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>"
                );
                says(StatusCode::OK, &told)
            }
            (Method::POST, Some(upload)) => {
                let parts: Vec<_> = held.uploads.remove(upload).expect("begun").into_values().collect();
                assert!(parts.iter().rev().skip(1).all(|part| part.len() >= LEAST_PART_BYTES), "a part is too small");
                held.objects.insert(key, parts.concat());
                let told = "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>";
                says(StatusCode::OK, told)
            }
            (Method::DELETE, Some(upload)) => {
                held.uploads.remove(upload);
                says(StatusCode::NO_CONTENT, "")
            }
            (Method::DELETE, None) => {
                held.objects.remove(&key);
                says(StatusCode::NO_CONTENT, "")
            }
            (method, _) => panic!("blobs need no {method}"),
        }
    }
}

fn list(held: &Held, prefix: &str) -> Response {
    let found = held.objects.iter().filter(|(key, _)| key.starts_with(prefix)).map(|(key, bytes)| {
        format!(
            "<Contents><Key>{key}</Key><Size>{}</Size><LastModified>2026-11-23T02:00:00.000Z</LastModified>\
             <ETag>x</ETag></Contents>",
            bytes.len()
        )
    });
    says(StatusCode::OK, &format!("<ListBucketResult>{}</ListBucketResult>", found.collect::<String>()))
}

fn says(status: StatusCode, text: &str) -> Response {
    Response::builder().status(status).body(Body::from(text.to_owned())).expect("an answer")
}

fn object(bytes: Vec<u8>) -> Response {
    Response::builder()
        .header("etag", "x")
        .header("last-modified", "Mon, 23 Nov 2026 02:00:00 GMT")
        .header("content-length", bytes.len())
        .body(Body::from(bytes))
        .expect("an answer")
}
