//! How this installation is linked to others: as the ministry, as a province, or not at all.

use std::fmt;
use std::time::Duration;

use platform::access::UnitId;
use platform::rpc::Transport;
use proto::reporting::v1::submission_service_client::SubmissionServiceClient;
use tokio::sync::Notify;

use crate::domain::link::keys::{LinkKey, PublicKey, Statement};
use crate::domain::link::record::SignedBytes;
use crate::error::Error;

/// How an installation is linked.
pub struct Linked {
    /// Its private key (Ed25519, PKCS#8 in PEM), with which it signs what it says to the other side.
    pub key_pem: String,
    /// Which side it is.
    pub side: Side,
}

/// A side of the link.
pub enum Side {
    /// The ministry, which provinces dial.
    Ministry,
    /// A province.
    Province(ProvinceSide),
}

/// A province's side.
pub struct ProvinceSide {
    /// The province.
    pub unit: UnitId,
    /// The road to the ministry.
    pub ministry: Transport,
    /// The ministry's public key (Ed25519, base64url).
    pub ministry_key: String,
    /// How often provisional figures are made and sent.
    pub every: Duration,
}

/// What is wrong with how an installation is to be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// Its own key is no Ed25519 key in PKCS#8.
    OwnKey,
    /// The ministry's key is no Ed25519 key in base64url.
    MinistryKey,
}

impl fmt::Display for LinkFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::OwnKey => "the link's own key is no Ed25519 key (PKCS#8 in PEM)",
            Self::MinistryKey => "the ministry's public key is no Ed25519 key (base64url)",
        })
    }
}

impl std::error::Error for LinkFault {}

/// The link of this installation.
#[derive(Default)]
pub(crate) enum Link {
    #[default]
    None,
    Ministry {
        key: Box<LinkKey>,
    },
    Province(Box<Province>),
}

/// The link of a province.
pub(crate) struct Province {
    pub(crate) key: LinkKey,
    pub(crate) unit: UnitId,
    pub(crate) ministry: SubmissionServiceClient<Transport>,
    pub(crate) ministry_key: PublicKey,
    pub(crate) every: Duration,
    /// Told when there is something to send at once.
    pub(crate) wake: Notify,
}

impl Link {
    pub(crate) fn new(linked: Linked) -> Result<Self, LinkFault> {
        let key = LinkKey::from_pem(&linked.key_pem).ok_or(LinkFault::OwnKey)?;
        Ok(match linked.side {
            Side::Ministry => Self::Ministry { key: Box::new(key) },
            Side::Province(ProvinceSide { unit, ministry, ministry_key, every }) => {
                Self::Province(Box::new(Province {
                    key,
                    unit,
                    ministry: SubmissionServiceClient::new(ministry)
                        .max_decoding_message_size(platform::rpc::MAX_FEED_MESSAGE_BYTES),
                    ministry_key: PublicKey::written(&ministry_key).ok_or(LinkFault::MinistryKey)?,
                    every,
                    wake: Notify::new(),
                }))
            }
        })
    }

    /// The province's side.
    pub(crate) fn province(&self) -> Result<&Province, Error> {
        match self {
            Self::Province(province) => Ok(province),
            Self::None | Self::Ministry { .. } => Err(Error::NotALinkedProvince),
        }
    }

    /// The key of this installation, whichever side it is.
    pub(crate) fn key(&self) -> Result<&LinkKey, Error> {
        match self {
            Self::Ministry { key } => Ok(key),
            Self::Province(province) => Ok(&province.key),
            Self::None => Err(Error::NotALinkedProvince),
        }
    }

    /// The ministry's key.
    pub(crate) fn ministry(&self) -> Result<&LinkKey, Error> {
        match self {
            Self::Ministry { key } => Ok(key),
            Self::None | Self::Province(_) => Err(Error::NotTheMinistry),
        }
    }
}

/// Signs bytes.
pub(crate) fn sign(key: &LinkKey, statement: Statement, message: Vec<u8>) -> SignedBytes {
    let signature = key.sign(statement, &message).to_vec();
    SignedBytes { message, signature }
}

/// True if a key signed them.
pub(crate) fn is_signed(key: &PublicKey, statement: Statement, signed: &SignedBytes) -> bool {
    key.signed(statement, &signed.message, &signed.signature)
}
