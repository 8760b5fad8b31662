//! Tokens are taken from those who are trusted, made for us, whole and in time; their keys may change.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use platform::access::authentication::{Authentication, Issuer, KeySource, SigningKey};
use platform::access::{Caller, Grant, Role, UnitId};
use platform::clock::TestClock;
use platform::error::ErrorReason;
use serde_json::{Value, json};
use testkit::person;

const ISSUER: &str = "https://id.example.test";

/// An issuer with a key set behind an address.
struct Identity {
    authentication: Arc<Authentication>,
    hands: TestClock,
    answer: Arc<Mutex<(StatusCode, String)>>,
    asked: Arc<AtomicU32>,
}

/// A key and its PEM.
fn new_key() -> (SigningKey, EncodingKey) {
    let pem = SigningKey::generate();
    (SigningKey::from_pem(ISSUER, &pem).expect("a key"), EncodingKey::from_ed_pem(pem.as_bytes()).expect("a key"))
}

fn set(keys: &[&SigningKey]) -> JwkSet {
    JwkSet { keys: keys.iter().flat_map(|key| key.public_key_set().keys).collect() }
}

fn grants() -> Vec<Grant> {
    vec![Grant { role: Role::Auditor, unit: UnitId::country(), from: None, to: None }]
}

impl Identity {
    async fn start(keys: &JwkSet) -> Self {
        let answer = Arc::new(Mutex::new((StatusCode::OK, serde_json::to_string(keys).expect("JSON"))));
        let asked = Arc::new(AtomicU32::new(0));
        let given = {
            let (answer, asked) = (Arc::clone(&answer), Arc::clone(&asked));
            move || async move {
                asked.fetch_add(1, Ordering::SeqCst);
                answer.lock().expect("no code panics while it holds this lock").clone()
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/keys", listener.local_addr().expect("bound"));
        let app = axum::Router::new().route("/keys", axum::routing::get(given));
        tokio::spawn(async move { axum::serve(listener, app).await });
        let (hands, clock) = testkit::test_clock();
        let issuer = Issuer { name: ISSUER.into(), keys: KeySource::Url(url), vouches_for_services: false };
        Self { authentication: Arc::new(Authentication::new(vec![issuer], clock)), hands, answer, asked }
    }

    fn publishes(&self, keys: &JwkSet) {
        self.says(StatusCode::OK, serde_json::to_string(keys).expect("JSON"));
    }

    fn says(&self, status: StatusCode, text: String) {
        *self.answer.lock().expect("no code panics while it holds this lock") = (status, text);
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }

    async fn caller(&self, token: &str) -> Result<Arc<Caller>, ErrorReason> {
        self.authentication.caller(token).await.map_err(|error| error.reason())
    }
}

/// Far enough for all tests.
fn next_year() -> DateTime<chrono::Utc> {
    testkit::beginning() + TimeDelta::days(365)
}

/// A new token each time: none is remembered.
fn token(key: &SigningKey) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let expires = next_year() + TimeDelta::seconds(COUNT.fetch_add(1, Ordering::SeqCst).into());
    key.token(person(1), &grants(), expires).expect("signed")
}

#[tokio::test]
async fn keys_are_fetched_once_for_all() {
    let (key, _) = new_key();
    let identity = Identity::start(&set(&[&key])).await;
    let (one, other) = (token(&key), token(&key));
    let (one, other) = tokio::join!(identity.caller(&one), identity.caller(&other));
    assert_eq!(one.expect("sound").person(), other.expect("sound").person());
    assert_eq!(identity.asked(), 1);
}

#[tokio::test]
async fn a_new_key_is_found_and_one_withdrawn_is_forgotten() {
    let ((old, _), (new, _)) = (new_key(), new_key());
    let identity = Identity::start(&set(&[&old])).await;
    let remembered = token(&old);
    identity.caller(&remembered).await.expect("sound");

    identity.publishes(&set(&[&new]));
    // Whoever makes up keys cannot make us ask more often than every ten seconds.
    for _ in 0..3 {
        assert_eq!(identity.caller(&token(&new)).await.err(), Some(ErrorReason::TokenInvalid));
    }
    assert_eq!(identity.asked(), 1);
    identity.hands.advance(TimeDelta::seconds(10));
    identity.caller(&token(&new)).await.expect("asked again for the unknown key");
    assert_eq!(identity.asked(), 2);

    assert_eq!(identity.caller(&token(&old)).await.err(), Some(ErrorReason::TokenInvalid), "withdrawn");
    identity.caller(&remembered).await.expect("remembered for a while");
    identity.hands.advance(TimeDelta::minutes(5));
    assert_eq!(identity.caller(&remembered).await.err(), Some(ErrorReason::TokenInvalid), "for five minutes");
}

#[tokio::test]
async fn keys_are_asked_for_again_from_time_to_time() {
    let ((old, _), (new, _)) = (new_key(), new_key());
    let identity = Identity::start(&set(&[&old])).await;
    identity.caller(&token(&old)).await.expect("sound");
    identity.publishes(&set(&[&new]));
    identity.hands.advance(TimeDelta::minutes(5));
    assert_eq!(identity.caller(&token(&old)).await.err(), Some(ErrorReason::TokenInvalid), "withdrawn meanwhile");
}

#[tokio::test]
async fn an_issuer_in_trouble_is_waited_for_and_its_keys_are_kept() {
    let (key, _) = new_key();
    let identity = Identity::start(&set(&[&key])).await;
    identity.says(StatusCode::INTERNAL_SERVER_ERROR, String::new());
    assert_eq!(identity.caller(&token(&key)).await.err(), Some(ErrorReason::KeysUnavailable));
    assert!(!identity.authentication.is_ready().await);

    identity.publishes(&set(&[&key]));
    identity.hands.advance(TimeDelta::seconds(10));
    assert!(identity.authentication.is_ready().await);
    let keys = serde_json::to_string(&set(&[&key])).expect("JSON");
    for trouble in ["no keys", &(keys + &" ".repeat(256 * 1024))] {
        identity.says(StatusCode::OK, trouble.to_owned());
        identity.hands.advance(TimeDelta::minutes(6));
        let asked = identity.asked();
        identity.caller(&token(&key)).await.expect("the keys it gave before");
        assert_eq!(identity.asked(), asked + 1);
    }
}

/// The claims of a sound token, but for one.
fn claims(changed: &str, value: Value) -> Value {
    let mut claims = json!({
        "iss": ISSUER, "aud": "ocop", "sub": person(1).to_string(), "exp": next_year().timestamp(),
        "grants": [{ "role": "auditor", "unit": "VN" }],
    });
    claims[changed] = value;
    claims
}

#[tokio::test]
async fn a_token_must_be_for_us_of_one_we_trust_and_in_time() {
    use ErrorReason::{TokenExpired, TokenInvalid, TokenIssuerUnknown};
    let (key, signs) = new_key();
    let identity = Identity::start(&set(&[&key])).await;
    let now = testkit::beginning().timestamp();
    for (claim, value, refused) in [
        ("aud", json!("ocop"), None),
        ("aud", json!(["others", "ocop"]), None),
        ("aud", json!("others"), Some(TokenIssuerUnknown)),
        ("aud", json!([]), Some(TokenIssuerUnknown)),
        ("aud", Value::Null, Some(TokenInvalid)),
        ("iss", json!("https://id.example.test/"), Some(TokenIssuerUnknown)),
        ("iss", Value::Null, Some(TokenInvalid)),
        ("exp", json!(now + 1), None),
        ("exp", json!(now), Some(TokenExpired)),
        ("exp", json!(i64::MAX), Some(TokenInvalid)),
        ("exp", Value::Null, Some(TokenInvalid)),
        ("nbf", json!(now + 60), None),
        ("nbf", json!(now + 61), Some(TokenExpired)),
        ("sub", json!("someone"), Some(TokenInvalid)),
        ("grants", json!([]), None),
        ("grants", json!([{ "role": "king", "unit": "VN" }]), Some(TokenInvalid)),
        ("grants", json!([{ "role": "auditor", "unit": "Mars" }]), Some(TokenInvalid)),
        ("grants", json!([{ "role": "service", "unit": "VN" }]), Some(TokenInvalid)),
    ] {
        let told = format!("{claim}: {value}");
        let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims(claim, value), &signs);
        assert_eq!(identity.caller(&token.expect("signed")).await.err(), refused, "{told}");
    }
}

fn base64(bytes: impl AsRef<[u8]>) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn which_algorithm_a_key_is_for_is_not_for_the_token_to_say() {
    let (key, _) = new_key();
    let identity = Identity::start(&set(&[&key])).await;
    let public = key.public_key_set();
    let Value::String(x) = serde_json::to_value(&public.keys[0]).expect("JSON")["x"].take() else {
        panic!("an Ed25519 key has an x")
    };
    let sound = claims("aud", json!("ocop"));
    // Signed with what everybody knows: the public key, as text and as bytes.
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, &x).expect("base64");
    for secret in [x.as_bytes(), &bytes] {
        let mut header = Header::new(Algorithm::HS256);
        header.kid.clone_from(&public.keys[0].common.key_id);
        let token = jsonwebtoken::encode(&header, &sound, &EncodingKey::from_secret(secret)).expect("signed");
        assert_eq!(identity.caller(&token).await.err(), Some(ErrorReason::TokenInvalid), "HS256");
    }
    for algorithm in ["none", "None", "EdDSA", "HS256"] {
        let header = json!({ "alg": algorithm, "typ": "JWT" });
        let unsigned = format!("{}.{}.", base64(header.to_string()), base64(sound.to_string()));
        assert_eq!(identity.caller(&unsigned).await.err(), Some(ErrorReason::TokenInvalid), "{algorithm}");
    }
}

#[tokio::test]
async fn a_token_that_was_changed_is_no_token() {
    let (key, _) = new_key();
    let identity = Identity::start(&set(&[&key])).await;
    let whole = token(&key);
    identity.caller(&whole).await.expect("sound");
    let parts: Vec<_> = whole.split('.').collect();
    let other_claims = base64(claims("sub", json!(person(2).to_string())).to_string());
    let other_signature = token(&key).rsplit('.').next().expect("three parts").to_owned();
    for changed in [
        format!("{}.{other_claims}.{}", parts[0], parts[2]),
        format!("{}.{}.{other_signature}", parts[0], parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][1..]),
        format!("{}.{}", parts[0], parts[1]),
        format!("{whole}.{}", parts[2]),
    ] {
        assert_eq!(identity.caller(&changed).await.err(), Some(ErrorReason::TokenInvalid), "{changed}");
    }
}

/// A key on the curve P-256, as most issuers have.
fn p256_key(id: &str) -> (Jwk, EncodingKey) {
    let pem = rcgen::KeyPair::generate().expect("a key").serialize_pem();
    let key = EncodingKey::from_ec_pem(pem.as_bytes()).expect("a key");
    let mut public = Jwk::from_encoding_key(&key, Algorithm::ES256).expect("a public key");
    public.common.key_id = Some(id.to_owned());
    (public, key)
}

#[tokio::test]
async fn keys_of_several_kinds_stand_side_by_side() {
    let ((ours, _), (public, signs)) = (new_key(), p256_key("p256"));
    let mut keys = set(&[&ours]);
    keys.keys.push(public);
    let identity = Identity::start(&keys).await;
    identity.caller(&token(&ours)).await.expect("Ed25519");
    let token = |key_id: Option<&str>| {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = key_id.map(str::to_owned);
        jsonwebtoken::encode(&header, &claims("aud", json!("ocop")), &signs).expect("signed")
    };
    identity.caller(&token(Some("p256"))).await.expect("P-256");
    identity.caller(&token(None)).await.expect("whichever fits");
    let ours = ours.public_key_set().keys[0].common.key_id.clone();
    assert_eq!(identity.caller(&token(ours.as_deref())).await.err(), Some(ErrorReason::TokenInvalid), "another's name");
}
