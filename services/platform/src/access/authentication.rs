//! From a token to a caller.
//!
//! Callers present a JWT of an issuer that the configuration trusts. Which algorithm a key may be used
//! with follows from the key, never from the token. What was verified is remembered by the token's
//! SHA-256 for at most five minutes and never past the token's expiry.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, RwLock};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta};
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use proto::common::v1::Role;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use tonic::Code;

use super::{Caller, Grant, role_name, role_named};
use crate::clock::{Clock, Moment};
use crate::config::make_private_file;
use crate::error::{Error, ErrorReason, Text};
use crate::ids::PersonId;

/// The audience every token must be made for.
pub const AUDIENCE: &str = "ocop";

/// Longest a verified token is remembered.
const REMEMBERED_FOR: TimeDelta = TimeDelta::minutes(5);
/// Most tokens that are remembered.
const REMEMBERED_TOKENS: usize = 10_000;
/// How far an issuer's clock may run ahead of ours.
const CLOCK_SKEW: TimeDelta = TimeDelta::seconds(60);
/// Longest an issuer's keys are used without asking again.
const KEYS_RENEWED_AFTER: TimeDelta = TimeDelta::minutes(5);
/// Shortest time between two questions for an issuer's keys.
const KEYS_ASKED_AT_MOST_EVERY: TimeDelta = TimeDelta::seconds(10);
/// Longest an issuer may take to answer.
const KEYS_TIMEOUT: Duration = Duration::from_secs(5);
/// Largest key set that is taken.
const KEYS_MAX_BYTES: usize = 256 * 1024;

/// Where an issuer's public keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// A JSON Web Key Set behind an `http:` or `https:` address; asked again from time to time.
    Url(String),
    /// A JSON Web Key Set in a file; read again from time to time.
    File(PathBuf),
    /// Keys given in place.
    Fixed(JwkSet),
}

/// An issuer of tokens that is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    /// Its name, as in the claim `iss`.
    pub name: String,
    /// Where its keys are.
    pub keys: KeySource,
    /// True if it may say that a caller is one of the system's services.
    pub vouches_for_services: bool,
}

/// The claims of a token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: OneOrMany,
    /// The person (UUID).
    pub sub: String,
    /// When it expires, in seconds since 1970.
    pub exp: i64,
    /// When it begins to hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Grants.
    #[serde(default)]
    pub grants: Vec<GrantClaim>,
}

/// A claim that may be one text or a list of texts (RFC 7519, section 4.1.3).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Many.
    Many(Vec<String>),
}

impl OneOrMany {
    fn contains(&self, text: &str) -> bool {
        match self {
            Self::One(one) => one == text,
            Self::Many(many) => many.iter().any(|one| one == text),
        }
    }
}

/// A grant, as a token writes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GrantClaim {
    /// Role, such as `commune_officer`.
    pub role: String,
    /// Unit, such as `2025:03127`.
    pub unit: String,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

impl From<&Grant> for GrantClaim {
    fn from(grant: &Grant) -> Self {
        Self { role: role_name(grant.role), unit: grant.unit.to_string(), from: grant.from, to: grant.to }
    }
}

/// Verifies tokens.
#[derive(Debug)]
pub struct Authentication {
    issuers: Vec<IssuerKeys>,
    clock: Clock,
    remembered: Mutex<HashMap<[u8; 32], Remembered>>,
}

#[derive(Debug)]
struct Remembered {
    caller: Arc<Caller>,
    until: Moment,
}

#[derive(Debug)]
struct IssuerKeys {
    issuer: Issuer,
    known: RwLock<KnownKeys>,
    /// Held while the keys are being asked for, so that they are asked for once.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct KnownKeys {
    keys: Vec<VerificationKey>,
    /// When they were had; none while they never were.
    had_at: Option<Moment>,
    /// When they were last asked for, in vain or not.
    asked_at: Option<Moment>,
}

#[derive(Clone)]
struct VerificationKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

impl std::fmt::Debug for VerificationKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("VerificationKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Authentication {
    /// Trusts these issuers.
    #[must_use]
    pub fn new(issuers: Vec<Issuer>, clock: Clock) -> Self {
        let issuers = issuers
            .into_iter()
            .map(|issuer| IssuerKeys { issuer, known: RwLock::default(), asking: tokio::sync::Mutex::default() })
            .collect();
        Self { issuers, clock, remembered: Mutex::default() }
    }

    /// True if the keys of every issuer have been had.
    pub async fn is_ready(&self) -> bool {
        let mut ready = true;
        for issuer in &self.issuers {
            ready &= issuer.current(self.clock.now(), Need::NotStale).await.is_some();
        }
        ready
    }

    /// The caller a token stands for.
    ///
    /// # Errors
    /// When the token is malformed, of an unknown issuer or audience, expired, or its signature does not
    /// hold; when the issuer's keys could not be had.
    pub async fn caller(&self, token: &str) -> Result<Arc<Caller>, Error> {
        let now = self.clock.now();
        let digest: [u8; 32] = Sha256::digest(token).into();
        if let Some(known) = self.remembered.lock().expect("no code panics while it holds this lock").get(&digest)
            && known.until > now
        {
            return Ok(Arc::clone(&known.caller));
        }
        let claims = self.verify(token, now).await?;
        let expires = moment(claims.exp)?;
        if expires <= now || moment(claims.nbf.unwrap_or(0))? > now + CLOCK_SKEW {
            return Err(token_expired());
        }
        let caller = Arc::new(self.read_caller(&claims)?);
        self.remember(
            digest,
            Remembered { caller: Arc::clone(&caller), until: expires.min(now + REMEMBERED_FOR) },
            now,
        );
        Ok(caller)
    }

    fn remember(&self, digest: [u8; 32], verified: Remembered, now: Moment) {
        let mut remembered = self.remembered.lock().expect("no code panics while it holds this lock");
        if remembered.len() >= REMEMBERED_TOKENS {
            remembered.retain(|_, known| known.until > now);
        }
        if remembered.len() < REMEMBERED_TOKENS {
            remembered.insert(digest, verified);
        }
    }

    async fn verify(&self, token: &str, now: Moment) -> Result<Claims, Error> {
        let header = jsonwebtoken::decode_header(token).map_err(token_invalid)?;
        // Read before it is verified, only to find the keys to verify it with.
        let unverified: Claims = jsonwebtoken::dangerous::insecure_decode(token).map_err(token_invalid)?.claims;
        let issuer = self
            .issuers
            .iter()
            .find(|known| known.issuer.name == unverified.iss)
            .filter(|_| unverified.aud.contains(AUDIENCE))
            .ok_or_else(issuer_unknown)?;

        for need in [Need::NotStale, Need::Newer] {
            let keys = issuer.current(now, need).await.ok_or_else(keys_unavailable)?;
            let fitting = keys.iter().filter(|key| {
                key.algorithm == header.alg && (header.kid.is_none() || key.id.is_none() || key.id == header.kid)
            });
            for key in fitting {
                let mut validation = Validation::new(key.algorithm);
                // The times are checked by our own clock, issuer and audience above.
                validation.validate_exp = false;
                validation.validate_aud = false;
                validation.required_spec_claims.clear();
                if let Ok(verified) = jsonwebtoken::decode::<Claims>(token, &key.key, &validation) {
                    return Ok(verified.claims);
                }
            }
        }
        Err(token_invalid("no key of the issuer verifies it"))
    }

    fn read_caller(&self, claims: &Claims) -> Result<Caller, Error> {
        let person = uuid::Uuid::parse_str(&claims.sub).map_err(|_| token_invalid("`sub` is not a UUID"))?;
        let vouches =
            self.issuers.iter().any(|known| known.issuer.name == claims.iss && known.issuer.vouches_for_services);
        let mut grants = Vec::with_capacity(claims.grants.len());
        for claim in &claims.grants {
            let role = role_named(&claim.role).ok_or_else(|| token_invalid("a grant's role is unknown"))?;
            if role == Role::Service && !vouches {
                return Err(token_invalid("its issuer may not vouch for services"));
            }
            let unit = claim.unit.parse().map_err(|_| token_invalid("a grant's unit is malformed"))?;
            grants.push(Grant { role, unit, from: claim.from, to: claim.to });
        }
        Ok(Caller::new(PersonId::from(person), grants))
    }
}

/// How new an issuer's keys must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Had within the usual time.
    NotStale,
    /// Asked for again, unless that was just done: a token names a key that is not among them.
    Newer,
}

impl IssuerKeys {
    /// The issuer's keys; the last ones had if it does not answer, none if it never did.
    async fn current(&self, now: Moment, need: Need) -> Option<Vec<VerificationKey>> {
        if self.should_ask(now, need) {
            let _asking = self.asking.lock().await;
            if self.should_ask(now, need) {
                self.ask(now).await;
            }
        }
        let known = self.known.read().expect("no code panics while it holds this lock");
        known.had_at.map(|_| known.keys.clone())
    }

    fn should_ask(&self, now: Moment, need: Need) -> bool {
        let known = self.known.read().expect("no code panics while it holds this lock");
        let just_asked = known.asked_at.is_some_and(|at| now - at < KEYS_ASKED_AT_MOST_EVERY);
        let fresh = known.had_at.is_some_and(|at| now - at < KEYS_RENEWED_AFTER);
        !just_asked && (need == Need::Newer || !fresh)
    }

    async fn ask(&self, now: Moment) {
        let answer = match &self.issuer.keys {
            KeySource::Fixed(keys) => Ok(keys.clone()),
            KeySource::File(path) => read_keys(path).await,
            KeySource::Url(url) => {
                let in_time = tokio::time::timeout(KEYS_TIMEOUT, fetch_keys(url)).await;
                in_time.unwrap_or_else(|_| Err("it did not answer in time".into()))
            }
        };
        let mut known = self.known.write().expect("no code panics while it holds this lock");
        known.asked_at = Some(now);
        match answer {
            Ok(keys) => {
                known.had_at = Some(now);
                known.keys = keys.keys.iter().filter_map(verification_key).collect();
            }
            Err(error) => tracing::warn!(
                token.issuer = self.issuer.name,
                error,
                "could not get the issuer's keys; going on with those it gave before"
            ),
        }
    }
}

/// A key that verifies signatures; none for a kind that is not taken (symmetric keys, odd curves).
fn verification_key(jwk: &Jwk) -> Option<VerificationKey> {
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => Algorithm::EdDSA,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => Algorithm::ES256,
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P384 => Algorithm::ES384,
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        _ => return None,
    };
    let key = DecodingKey::from_jwk(jwk).ok()?;
    Some(VerificationKey { id: jwk.common.key_id.clone(), algorithm, key })
}

async fn read_keys(path: &Path) -> Result<JwkSet, String> {
    let text = tokio::fs::read(path).await.map_err(|error| format!("{}: {error}", path.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", path.display()))
}

async fn fetch_keys(url: &str) -> Result<JwkSet, String> {
    use http_body_util::{BodyExt as _, Empty, Limited};
    let connector =
        hyper_rustls::HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
    let client = hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
        .build::<_, Empty<&[u8]>>(connector);
    let request = http::Request::get(url)
        .header(http::header::ACCEPT, "application/json")
        .body(Empty::new())
        .map_err(|error| format!("{url}: {error}"))?;
    let answer = client.request(request).await.map_err(|error| format!("{url}: {error}"))?;
    if !answer.status().is_success() {
        return Err(format!("{url}: it answered {}", answer.status()));
    }
    let body =
        Limited::new(answer.into_body(), KEYS_MAX_BYTES).collect().await.map_err(|error| format!("{url}: {error}"))?;
    serde_json::from_slice(&body.to_bytes()).map_err(|error| format!("{url}: {error}"))
}

fn moment(seconds: i64) -> Result<Moment, Error> {
    DateTime::from_timestamp_secs(seconds).ok_or_else(|| token_invalid("a time is out of range"))
}

fn token_invalid(inside: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    let text = Text::new("Thẻ truy cập không hợp lệ; xin đăng nhập lại.", "The token is not valid; sign in again.");
    Error::new(Code::Unauthenticated, ErrorReason::TokenInvalid, text).caused_by(inside)
}

fn token_expired() -> Error {
    let text = Text::new(
        "Thẻ truy cập đã hết hạn hoặc chưa có hiệu lực; xin đăng nhập lại.",
        "The token has expired or is not valid yet; sign in again.",
    );
    Error::new(Code::Unauthenticated, ErrorReason::TokenExpired, text)
}

fn issuer_unknown() -> Error {
    let text = Text::new(
        "Thẻ truy cập do một nơi mà hệ thống này không tin cậy cấp, hoặc cấp cho hệ thống khác.",
        "The token is of an issuer this installation does not trust, or made for another system.",
    );
    Error::new(Code::Unauthenticated, ErrorReason::TokenIssuerUnknown, text)
}

fn keys_unavailable() -> Error {
    let text = Text::new(
        "Chưa lấy được khóa để kiểm tra thẻ truy cập; xin thử lại sau ít giây.",
        "The keys that verify tokens could not be had yet; retry in a few seconds.",
    );
    Error::new(Code::Unavailable, ErrorReason::KeysUnavailable, text).retry_after(Duration::from_secs(5))
}

/// A private key that signs tokens: of the embedded shape, or of a service for its own calls.
pub struct SigningKey {
    issuer: String,
    key: EncodingKey,
    public: Jwk,
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SigningKey").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// Makes a new Ed25519 key, as PKCS#8 in PEM.
    #[must_use]
    pub fn generate() -> String {
        use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes, spki::der::pem::LineEnding};
        let secret_key = ed25519_dalek::SigningKey::generate(&mut rand_core::OsRng).to_bytes();
        // Version 1 of the form, without the public key: the one that all tools read.
        KeypairBytes { secret_key, public_key: None }
            .to_pkcs8_pem(LineEnding::LF)
            .expect("an Ed25519 key has a PKCS#8 form")
            .to_string()
    }

    /// Reads an Ed25519 key (PKCS#8 in PEM) that signs as an issuer.
    ///
    /// # Errors
    /// When the text is not such a key.
    pub fn from_pem(issuer: &str, pem: &str) -> Result<Self, jsonwebtoken::errors::Error> {
        let key = EncodingKey::from_ed_pem(pem.as_bytes())?;
        let mut public = Jwk::from_encoding_key(&key, Algorithm::EdDSA)?;
        public.common.key_id = Some(public.thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256)?);
        Ok(Self { issuer: issuer.to_owned(), key, public })
    }

    /// Reads the key of a file, or makes one there (mode 0600) if the file is missing.
    ///
    /// # Errors
    /// When the file can be neither read nor made, or holds no such key.
    pub fn load_or_create(issuer: &str, path: &Path) -> std::io::Result<Self> {
        if !path.exists() {
            make_private_file(path, &Self::generate())?;
        }
        let pem = std::fs::read_to_string(path)?;
        Self::from_pem(issuer, &pem).map_err(|error| {
            std::io::Error::new(std::io::ErrorKind::InvalidData, format!("{}: {error}", path.display()))
        })
    }

    /// The issuer this key signs as, to be trusted by [`Authentication`].
    #[must_use]
    pub fn issuer(&self, vouches_for_services: bool) -> Issuer {
        let keys = JwkSet { keys: vec![self.public.clone()] };
        Issuer { name: self.issuer.clone(), keys: KeySource::Fixed(keys), vouches_for_services }
    }

    /// The public key, as a JSON Web Key Set to be given to those who shall trust it.
    #[must_use]
    pub fn public_key_set(&self) -> JwkSet {
        JwkSet { keys: vec![self.public.clone()] }
    }

    /// A token that says a person holds grants until a moment.
    ///
    /// # Errors
    /// When signing fails.
    pub fn token(
        &self,
        person: PersonId,
        grants: &[Grant],
        expires: Moment,
    ) -> Result<String, jsonwebtoken::errors::Error> {
        let claims = Claims {
            iss: self.issuer.clone(),
            aud: OneOrMany::One(AUDIENCE.to_owned()),
            sub: person.to_string(),
            exp: expires.timestamp(),
            nbf: None,
            grants: grants.iter().map(GrantClaim::from).collect(),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid.clone_from(&self.public.common.key_id);
        jsonwebtoken::encode(&header, &claims, &self.key)
    }
}

/// A service's own identity for the calls it makes: short-lived tokens signed with its own key.
#[derive(Debug)]
pub struct ServiceIdentity {
    service: &'static str,
    key: SigningKey,
    clock: Clock,
    present: Mutex<Option<(String, Moment)>>,
}

impl ServiceIdentity {
    /// How long a service's token holds.
    const HOLDS_FOR: TimeDelta = TimeDelta::minutes(5);

    /// The identity of a service.
    #[must_use]
    pub fn new(service: &'static str, key: SigningKey, clock: Clock) -> Self {
        Self { service, key, clock, present: Mutex::default() }
    }

    /// A token that holds for a minute or more.
    ///
    /// # Errors
    /// When signing fails.
    pub fn token(&self) -> Result<String, Error> {
        let now = self.clock.now();
        let mut present = self.present.lock().expect("no code panics while it holds this lock");
        if let Some((token, expires)) = &*present
            && *expires > now + TimeDelta::minutes(1)
        {
            return Ok(token.clone());
        }
        let caller = Caller::service(self.service);
        let expires = now + Self::HOLDS_FOR;
        let token = self.key.token(caller.person(), caller.grants(), expires).map_err(Error::internal)?;
        *present = Some((token.clone(), expires));
        Ok(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::UnitId;
    use crate::clock::TestClock;

    fn signing_key(issuer: &str) -> SigningKey {
        SigningKey::from_pem(issuer, &SigningKey::generate()).expect("a key")
    }

    fn grants(role: Role) -> Vec<Grant> {
        vec![Grant { role, unit: UnitId::country(), from: None, to: None }]
    }

    struct Bench {
        clock: TestClock,
        key: SigningKey,
        authentication: Authentication,
    }

    fn bench() -> Bench {
        let clock = TestClock::at(DateTime::from_timestamp_secs(1_790_000_000).expect("a moment"));
        let key = signing_key("https://id.example.test");
        let authentication = Authentication::new(vec![key.issuer(false)], Clock::Test(clock.clone()));
        Bench { clock, key, authentication }
    }

    impl Bench {
        fn now(&self) -> Moment {
            Clock::Test(self.clock.clone()).now()
        }

        async fn reason(&self, token: &str) -> Option<ErrorReason> {
            self.authentication.caller(token).await.err().map(|error| error.reason())
        }
    }

    const PERSON: PersonId = {
        const SOMEONE: uuid::Uuid = uuid::uuid!("019ad2c4-0000-7000-8000-000000000001");
        PersonId::constant(SOMEONE)
    };

    #[tokio::test]
    async fn a_sound_token_is_its_person_until_it_expires() {
        let bench = bench();
        let token =
            bench.key.token(PERSON, &grants(Role::Auditor), bench.now() + TimeDelta::minutes(2)).expect("signed");
        let caller = bench.authentication.caller(&token).await.expect("sound");
        assert_eq!((caller.person(), caller.grants()[0].role), (PERSON, Role::Auditor));
        assert_eq!(bench.reason(&token).await, None, "remembered");
        bench.clock.advance(TimeDelta::minutes(2));
        assert_eq!(bench.reason(&token).await, Some(ErrorReason::TokenExpired));
    }

    #[tokio::test]
    async fn foreign_and_forged_tokens_are_refused() {
        let bench = bench();
        let expires = bench.now() + TimeDelta::hours(1);
        let foreign = signing_key("https://elsewhere.example.test").token(PERSON, &grants(Role::Auditor), expires);
        assert_eq!(bench.reason(&foreign.expect("signed")).await, Some(ErrorReason::TokenIssuerUnknown));
        let forged = signing_key("https://id.example.test").token(PERSON, &grants(Role::Auditor), expires);
        assert_eq!(bench.reason(&forged.expect("signed")).await, Some(ErrorReason::TokenInvalid));
        assert_eq!(bench.reason("a.b.c").await, Some(ErrorReason::TokenInvalid));
    }

    #[tokio::test]
    async fn only_a_trusted_issuer_vouches_for_services() {
        let bench = bench();
        let expires = bench.now() + TimeDelta::hours(1);
        let token = bench.key.token(PERSON, &grants(Role::Service), expires).expect("signed");
        assert_eq!(bench.reason(&token).await, Some(ErrorReason::TokenInvalid));
        let trusting = Authentication::new(vec![bench.key.issuer(true)], Clock::Test(bench.clock.clone()));
        assert!(trusting.caller(&token).await.is_ok());
    }

    #[tokio::test]
    async fn keys_that_an_issuer_adds_are_found() {
        let folder = std::env::temp_dir().join(format!("ocop-keys-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let file = folder.join("keys.json");
        let (old, new) = (signing_key("issuer"), signing_key("issuer"));
        let write = |keys: &JwkSet| std::fs::write(&file, serde_json::to_vec(keys).expect("JSON")).expect("written");
        let clock = TestClock::at(DateTime::from_timestamp_secs(1_790_000_000).expect("a moment"));
        let now = Clock::Test(clock.clone()).now();
        let issuer = Issuer { name: "issuer".into(), keys: KeySource::File(file.clone()), vouches_for_services: false };
        let authentication = Authentication::new(vec![issuer], Clock::Test(clock.clone()));
        assert!(!authentication.is_ready().await, "no keys yet");

        write(&old.public_key_set());
        clock.advance(TimeDelta::seconds(11));
        assert!(authentication.is_ready().await);
        let token =
            |key: &SigningKey| key.token(PERSON, &grants(Role::Auditor), now + TimeDelta::hours(1)).expect("signed");
        assert!(authentication.caller(&token(&old)).await.is_ok());

        write(&new.public_key_set());
        clock.advance(TimeDelta::seconds(11));
        assert!(authentication.caller(&token(&new)).await.is_ok(), "asked again for the unknown key");
        std::fs::remove_dir_all(&folder).expect("removed");
    }
}
