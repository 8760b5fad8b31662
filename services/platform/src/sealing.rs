//! Sealing: what a service keeps and must not be read yet, not even from its database.
//!
//! A service is given master keys. They wrap data keys, which lie in the database beside what they seal; from a
//! data key comes a key for each thing that is sealed (HKDF-SHA-256, RFC 5869), and that key seals with AES-256-GCM.
//! What is sealed is bound to its place: moved to another row it does not open. It is filled up to a fixed size, so
//! that its length says nothing.

use std::fmt;
use std::io;
use std::path::Path;

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom as _, SystemRandom};
use ring::{digest, hkdf, hmac};

use crate::config::make_private_file;

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes that name a master key in what it wraps.
const NAME_BYTES: usize = 8;
/// Bytes that tell the length of what was sealed.
const LENGTH_BYTES: usize = 4;

/// The keys a service is given: the first seals, the others still open what they have sealed.
#[derive(Clone)]
pub struct MasterKeys(Vec<[u8; KEY_BYTES]>);

/// A key that lies, wrapped, beside what it seals; or one derived from such a key.
#[derive(Clone)]
pub struct DataKey([u8; KEY_BYTES]);

/// Keys that tell texts apart without showing anything of them.
#[derive(Clone)]
pub struct MacKeys(Vec<hmac::Key>);

/// Why something sealed does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unopened {
    /// The master key that it was wrapped with is not among those given.
    KeyUnknown,
    /// It was changed, or belongs to another place.
    Changed,
}

/// What is to be sealed is longer than the size it is filled up to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

impl fmt::Display for Unopened {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::KeyUnknown => "the master key it is sealed with is not among those configured",
            Self::Changed => "what is sealed was changed, or moved to another place",
        })
    }
}

impl std::error::Error for Unopened {}

impl fmt::Debug for MasterKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MasterKeys({})", self.0.len())
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DataKey")
    }
}

impl fmt::Debug for MacKeys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MacKeys({})", self.0.len())
    }
}

impl MasterKeys {
    /// Makes a new key, as it stands in a file.
    #[must_use]
    pub fn generate() -> String {
        random::<KEY_BYTES>().iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n"
    }

    /// Reads keys: one a line as 64 hexadecimal digits, the one that seals first. Lines that begin with `#` are
    /// comments.
    ///
    /// # Errors
    /// When a line is no such key, or there is none. The text is not told: it may be a key.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys = lines.map(read_key).collect::<Option<Vec<_>>>();
        match keys {
            Some(keys) if !keys.is_empty() => Ok(Self(keys)),
            _ => Err("a key is a line of 64 hexadecimal digits, and at least one is needed"),
        }
    }

    /// Reads the keys of a file.
    ///
    /// # Errors
    /// When the file cannot be read, or holds no keys.
    pub fn load(path: &Path) -> io::Result<Self> {
        Self::parse(&std::fs::read_to_string(path)?).map_err(|fault| io::Error::new(io::ErrorKind::InvalidData, fault))
    }

    /// The same, making the file (mode 0600) with a new key if it is missing.
    ///
    /// # Errors
    /// When the file can be neither read nor made, or holds no keys.
    pub fn load_or_create(path: &Path) -> io::Result<Self> {
        if !path.exists() {
            make_private_file(path, &Self::generate())?;
        }
        Self::load(path)
    }

    /// A new data key for a place, and the same wrapped, to be kept.
    #[must_use]
    pub fn new_data_key(&self, place: &[&[u8]]) -> (DataKey, Vec<u8>) {
        let key = DataKey(random());
        let master = &self.0[0];
        let sealed = wrapping(master).seal(place, &key.0, KEY_BYTES).expect("a key has the size of a key");
        (key, [name(master).as_slice(), &sealed].concat())
    }

    /// The data key that was wrapped for a place.
    ///
    /// # Errors
    /// When it does not open.
    pub fn unwrap(&self, place: &[&[u8]], wrapped: &[u8]) -> Result<DataKey, Unopened> {
        let (named, sealed) = wrapped.split_at_checked(NAME_BYTES).ok_or(Unopened::Changed)?;
        let master = self.0.iter().find(|master| name(master) == named).ok_or(Unopened::KeyUnknown)?;
        let key = wrapping(master).open(place, sealed)?;
        key.try_into().map(DataKey).map_err(|_| Unopened::Changed)
    }

    /// Keys that tell texts apart, for one purpose.
    #[must_use]
    pub fn mac_keys(&self, purpose: &str) -> MacKeys {
        let of = |master: &[u8; KEY_BYTES]| {
            hmac::Key::new(hmac::HMAC_SHA256, &derive(master, &[b"mac", purpose.as_bytes()]))
        };
        MacKeys(self.0.iter().map(of).collect())
    }
}

impl DataKey {
    /// The key of one thing among those that this key is for.
    #[must_use]
    pub fn of(&self, place: &[&[u8]]) -> Self {
        Self(derive(&self.0, place))
    }

    /// Seals something at its place, filled up to a size.
    ///
    /// # Errors
    /// When it is longer than the size.
    pub fn seal(&self, place: &[&[u8]], content: &[u8], size: usize) -> Result<Vec<u8>, TooLong> {
        let length = u32::try_from(content.len()).ok().filter(|_| content.len() <= size).ok_or(TooLong)?;
        let nonce: [u8; NONCE_LEN] = random();
        let mut filled = Vec::with_capacity(LENGTH_BYTES + size);
        filled.extend_from_slice(&length.to_be_bytes());
        filled.extend_from_slice(content);
        filled.resize(LENGTH_BYTES + size, 0);
        let sealing = self.sealing().seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(unambiguous(place)),
            &mut filled,
        );
        sealing.expect("what is sealed is far from the most that the algorithm takes");
        Ok([nonce.as_slice(), &filled].concat())
    }

    /// Opens what was sealed at a place.
    ///
    /// # Errors
    /// When it was changed, or sealed with another key or at another place.
    pub fn open(&self, place: &[&[u8]], sealed: &[u8]) -> Result<Vec<u8>, Unopened> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(Unopened::Changed)?;
        let mut opening = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let filled = self.sealing().open_in_place(nonce, Aad::from(unambiguous(place)), &mut opening);
        let filled = filled.map_err(|_| Unopened::Changed)?;
        let (length, content) = filled.split_first_chunk::<LENGTH_BYTES>().ok_or(Unopened::Changed)?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| Unopened::Changed)?;
        content.get(..length).map(<[u8]>::to_vec).ok_or(Unopened::Changed)
    }

    fn sealing(&self) -> LessSafeKey {
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &self.0).expect("the key has the algorithm's length"))
    }
}

impl MacKeys {
    /// The codes of a text: the first is to be kept; a kept one may be any of them.
    #[must_use]
    pub fn codes(&self, text: &[u8]) -> Vec<[u8; 32]> {
        let code = |key| hmac::sign(key, text).as_ref().try_into().expect("a code of SHA-256 has 32 bytes");
        self.0.iter().map(code).collect()
    }
}

fn read_key(line: &str) -> Option<[u8; KEY_BYTES]> {
    let digits: Vec<u8> = line.chars().map(|digit| digit.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    if digits.len() != 2 * KEY_BYTES {
        return None;
    }
    let mut key = [0; KEY_BYTES];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = pair[0] << 4 | pair[1];
    }
    Some(key)
}

/// What names a master key, and says nothing of it.
fn name(master: &[u8; KEY_BYTES]) -> [u8; NAME_BYTES] {
    let name = digest::digest(&digest::SHA256, &derive(master, &[b"name"]));
    name.as_ref()[..NAME_BYTES].try_into().expect("a digest is longer")
}

fn wrapping(master: &[u8; KEY_BYTES]) -> DataKey {
    DataKey(derive(master, &[b"wrap"]))
}

fn derive(key: &[u8; KEY_BYTES], place: &[&[u8]]) -> [u8; KEY_BYTES] {
    let place = unambiguous(place);
    let info = [place.as_slice()];
    let mut derived = [0; KEY_BYTES];
    hkdf::Salt::new(hkdf::HKDF_SHA256, &[])
        .extract(key)
        .expand(&info, hkdf::HKDF_SHA256)
        .and_then(|expanded| expanded.fill(&mut derived))
        .expect("the length is that of the algorithm");
    derived
}

/// The parts of a place as bytes that no other parts have.
fn unambiguous(place: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in place {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part);
    }
    bytes
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(texts: &[&str]) -> MasterKeys {
        MasterKeys::parse(&texts.join("\n")).expect("keys")
    }

    #[test]
    fn what_is_sealed_opens_at_its_place_alone() {
        let masters = keys(&[&MasterKeys::generate()]);
        let (key, wrapped) = masters.new_data_key(&[b"session 1"]);
        let sealed = key.seal(&[b"a", b"bc"], b"3.5 = 2", 64).expect("short enough");
        let again = masters.unwrap(&[b"session 1"], &wrapped).expect("it opens");
        assert_eq!(again.open(&[b"a", b"bc"], &sealed).expect("it opens"), b"3.5 = 2");
        assert_eq!(again.open(&[b"ab", b"c"], &sealed), Err(Unopened::Changed));
        assert_eq!(again.of(&[b"dossier"]).open(&[b"a", b"bc"], &sealed), Err(Unopened::Changed));
        assert_eq!(masters.unwrap(&[b"session 2"], &wrapped).err(), Some(Unopened::Changed));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(key.open(&[b"a", b"bc"], &changed), Err(Unopened::Changed), "byte {place}");
        }
        assert_eq!(key.open(&[b"a", b"bc"], &[]), Err(Unopened::Changed));
    }

    #[test]
    fn length_says_nothing_and_equal_contents_differ() {
        let (key, _) = keys(&[&MasterKeys::generate()]).new_data_key(&[]);
        let seal = |content: &[u8]| key.seal(&[], content, 100).expect("short enough");
        assert_eq!(seal(b"").len(), seal(&[7; 100]).len());
        assert_ne!(seal(b"same"), seal(b"same"));
        assert_eq!(key.open(&[], &seal(b"")).expect("it opens"), b"");
        assert_eq!(key.seal(&[], &[7; 101], 100), Err(TooLong));
    }

    #[test]
    fn a_new_master_key_stands_first_and_the_old_one_still_opens() {
        let (old, new) = (MasterKeys::generate(), MasterKeys::generate());
        let (_, wrapped) = keys(&[&old]).new_data_key(&[b"x"]);
        assert!(keys(&["# since spring", &new, &old]).unwrap(&[b"x"], &wrapped).is_ok());
        assert_eq!(keys(&[&new]).unwrap(&[b"x"], &wrapped).err(), Some(Unopened::KeyUnknown));
        let code = keys(&[&old]).mac_keys("requests").codes(b"text");
        let codes = keys(&[&new, &old]).mac_keys("requests").codes(b"text");
        assert_eq!((codes.len(), codes.contains(&code[0]), codes[0] == code[0]), (2, true, false));
        assert_ne!(keys(&[&old]).mac_keys("something else").codes(b"text"), code);
    }

    #[test]
    fn what_is_no_key_is_refused_and_no_key_is_shown() {
        for wrong in ["", "# only a comment", "abc", &"g".repeat(64), &"a".repeat(63), &"a".repeat(66)] {
            assert!(MasterKeys::parse(wrong).is_err(), "{wrong}");
        }
        let masters = keys(&[&"a5".repeat(32)]);
        let (key, _) = masters.new_data_key(&[]);
        let shown = format!("{masters:?} {key:?} {:?}", masters.mac_keys("x"));
        assert_eq!(shown, "MasterKeys(1) DataKey MacKeys(1)");
    }
}
