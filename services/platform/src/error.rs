//! Refusals: one shape for every error that leaves a service.
//!
//! An error has a code, a reason from the contract and a text for people in both languages that says what
//! is wrong and what to do. What happened inside stays inside: it is logged once, at the door, with the
//! request id that the caller also gets.

use std::fmt;
use std::time::Duration;

use proto::common::v1::ErrorReason as Reason;
use sea_orm::{DbErr, RuntimeErr};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, FieldViolation, LocalizedMessage, StatusExt as _};

/// The `domain` of every `google.rpc.ErrorInfo` of ours.
pub const DOMAIN: &str = "ocop";

/// Most fields an answer lists; how many more there are is told beside.
pub const MAX_FIELDS: usize = 50;

/// Most bytes the listed fields may take: metadata over 16 KiB would break the call.
const MAX_FIELDS_BYTES: usize = 6 * 1024;

/// A language people are answered in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese, unless English is asked for.
    #[default]
    Vietnamese,
    /// English.
    English,
}

impl Language {
    /// Reads an `accept-language` value: the first of the two languages it names.
    #[must_use]
    pub fn accepted(header: Option<&str>) -> Self {
        header
            .unwrap_or_default()
            .split(',')
            .find_map(|range| match range.trim().get(..2) {
                Some("vi") => Some(Self::Vietnamese),
                Some("en") => Some(Self::English),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The language's tag (BCP 47).
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi-VN",
            Self::English => "en",
        }
    }
}

/// One text in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A text in both languages.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vietnamese => &self.vi,
            Language::English => &self.en,
        }
    }
}

/// A field of a request that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Path of the field in the request, such as `producer.tax_code`.
    pub path: String,
    /// What is wrong and what to do.
    pub text: Text,
}

/// A refusal or a fault, ready to leave the service.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    reason: Reason,
    text: Text,
    fields: Vec<FieldFault>,
    retry_after: Option<Duration>,
    contended: bool,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// A refusal.
    #[must_use]
    pub fn new(code: Code, reason: Reason, text: Text) -> Self {
        Self(Box::new(Inner {
            code,
            reason,
            text,
            fields: Vec::new(),
            retry_after: None,
            contended: false,
            source: None,
        }))
    }

    /// A fault of the system: the caller learns that it happened, the log learns what.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let text = Text::new(
            "Hệ thống gặp lỗi. Xin thử lại; nếu còn lỗi, báo người vận hành kèm mã yêu cầu (request id) trong câu trả lời.",
            "The system met a fault. Retry; if it persists, give its operator the request id of this answer.",
        );
        Self::new(Code::Internal, Reason::Internal, text).caused_by(source)
    }

    /// Some fields of the request are not of the form it needs.
    #[must_use]
    pub fn fields(fields: Vec<FieldFault>) -> Self {
        let text = match fields.as_slice() {
            [only] => only.text.clone(),
            _ => Text::new(
                format!("Có {} trường chưa đúng; xem chi tiết từng trường.", fields.len()),
                format!("{} fields are not right; see the details of each.", fields.len()),
            ),
        };
        let mut error = Self::new(Code::InvalidArgument, Reason::FieldsInvalid, text);
        error.0.fields = fields;
        error
    }

    /// Names the fields at fault, each with a text of its own.
    #[must_use]
    pub(crate) fn with_faults(mut self, faults: Vec<FieldFault>) -> Self {
        self.0.fields = faults;
        self
    }

    /// Names the field at fault.
    #[must_use]
    pub fn at_field(mut self, path: impl Into<String>) -> Self {
        let text = self.0.text.clone();
        self.0.fields.push(FieldFault { path: path.into(), text });
        self
    }

    /// Tells when a retry makes sense.
    #[must_use]
    pub fn retry_after(mut self, delay: Duration) -> Self {
        self.0.retry_after = Some(delay);
        self
    }

    /// Tells the fields at fault of another refusal too.
    #[must_use]
    pub fn and_fields_of(mut self, other: Self) -> Self {
        let mut fields = std::mem::take(&mut self.0.fields);
        fields.extend(other.0.fields);
        Self::fields(fields)
    }

    /// Keeps what happened inside, for the log.
    #[must_use]
    pub fn caused_by(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// True if another transaction was in the way and a new attempt may succeed.
    #[must_use]
    pub fn is_contended(&self) -> bool {
        self.0.contended
    }

    /// True if it is no refusal: the system failed, or a part of it does not answer.
    #[must_use]
    pub fn is_fault(&self) -> bool {
        matches!(self.0.code, Code::Internal | Code::Unavailable | Code::Unknown | Code::DataLoss)
    }

    /// The gRPC code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The reason.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.0.reason
    }

    /// What is so and what to do.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.0.text
    }

    /// The fields at fault.
    #[must_use]
    pub fn field_faults(&self) -> &[FieldFault] {
        &self.0.fields
    }

    /// The answer for the caller, with `google.rpc` details, its text in the caller's language.
    #[must_use]
    pub fn to_status(&self, language: Language, request_id: &str) -> Status {
        let inner = &*self.0;
        let mut details = ErrorDetails::new();
        let mut metadata = std::collections::HashMap::new();
        let listed = self.listed_fields(language);
        if listed.len() < inner.fields.len() {
            metadata.insert("more_fields".to_owned(), (inner.fields.len() - listed.len()).to_string());
        }
        if !listed.is_empty() {
            details.set_bad_request(listed);
        }
        details.set_error_info(reason_name(inner.reason), DOMAIN, metadata);
        details.set_localized_message(language.tag(), inner.text.in_language(language));
        details.set_request_info(request_id, "");
        if let Some(delay) = inner.retry_after {
            details.set_retry_info(Some(delay));
        }
        Status::with_error_details(inner.code, inner.text.en.clone(), details)
    }

    fn listed_fields(&self, language: Language) -> Vec<FieldViolation> {
        let mut bytes = 0;
        self.0
            .fields
            .iter()
            .take(MAX_FIELDS)
            .take_while(|fault| {
                bytes += fault.path.len() + fault.text.en.len() + fault.text.in_language(language).len();
                bytes <= MAX_FIELDS_BYTES
            })
            .map(|fault| FieldViolation {
                field: fault.path.clone(),
                description: fault.text.en.clone(),
                localized_message: Some(LocalizedMessage::new(language.tag(), fault.text.in_language(language))),
                ..FieldViolation::default()
            })
            .collect()
    }
}

/// The reason's name as it is sent, without the prefix of the enum.
#[must_use]
pub fn reason_name(reason: Reason) -> &'static str {
    let name = reason.as_str_name();
    name.strip_prefix("ERROR_REASON_").unwrap_or(name)
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", reason_name(self.0.reason), self.0.text.en)?;
        let mut source = self.0.source.as_deref().map(|source| source as &dyn std::error::Error);
        while let Some(inside) = source {
            write!(formatter, ": {inside}")?;
            source = inside.source();
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// How a database refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DatabaseRefusal {
    Contention,
    Unavailable,
    Other,
}

fn classify(error: &DbErr) -> DatabaseRefusal {
    let (DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))
    | DbErr::Conn(RuntimeErr::SqlxError(error))) = error
    else {
        return match error {
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => DatabaseRefusal::Unavailable,
            _ => DatabaseRefusal::Other,
        };
    };
    let Some(refusal) = error.as_database_error() else {
        use sqlx::Error as E;
        return match &**error {
            E::Io(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Tls(_) => DatabaseRefusal::Unavailable,
            _ => DatabaseRefusal::Other,
        };
    };
    // A unique violation that the operation did not expect can only come from a transaction that ran
    // beside it: a new attempt sees what that one wrote, and refuses or goes on knowingly.
    if refusal.is_unique_violation() {
        return DatabaseRefusal::Contention;
    }
    match refusal.code().as_deref() {
        // PostgreSQL: serialization failure, deadlock. SQLite: BUSY, BUSY_SNAPSHOT, LOCKED.
        Some("40001" | "40P01" | "5" | "517" | "6") => DatabaseRefusal::Contention,
        // PostgreSQL: shutting down, crashed, starting up, too many connections.
        Some("57P01" | "57P02" | "57P03" | "53300") => DatabaseRefusal::Unavailable,
        _ => DatabaseRefusal::Other,
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match classify(&error) {
            DatabaseRefusal::Contention => {
                let text = Text::new(
                    "Nhiều người cùng sửa một hồ sơ dữ liệu; xin gửi lại yêu cầu này.",
                    "Others changed the same records at the same time; send this request again.",
                );
                let mut refusal = Self::new(Code::Aborted, Reason::Contention, text).caused_by(error);
                refusal.0.contended = true;
                refusal
            }
            DatabaseRefusal::Unavailable => {
                let text = Text::new(
                    "Cơ sở dữ liệu tạm thời không trả lời; xin thử lại sau ít giây.",
                    "The database does not answer for the moment; retry in a few seconds.",
                );
                Self::new(Code::Unavailable, Reason::DatabaseUnavailable, text)
                    .retry_after(Duration::from_secs(2))
                    .caused_by(error)
            }
            DatabaseRefusal::Other => Self::internal(error),
        }
    }
}

impl From<prost::DecodeError> for Error {
    fn from(error: prost::DecodeError) -> Self {
        Self::internal(error)
    }
}

/// A line of a service's error catalogue; texts with their placeholders.
#[derive(Clone, Copy, Debug)]
pub struct CatalogueEntry {
    /// The reason.
    pub reason: Reason,
    /// The gRPC code.
    pub code: Code,
    /// Vietnamese text.
    pub vi: &'static str,
    /// English text.
    pub en: &'static str,
}

/// Declares why a service refuses: an enum whose variants carry their code, reason, field and texts.
///
/// ```
/// platform::errors! {
///     /// Why the library refuses.
///     pub enum Error {
///         /// No such book.
///         NoSuchBook { isbn: String } => NotFound, ProductNotFound, at "book.isbn",
///             "Không có sách {isbn}; kiểm tra lại mã.", "There is no book {isbn}; check the number.";
///     }
/// }
/// let refusal = platform::error::Error::from(Error::NoSuchBook { isbn: "1".into() });
/// assert_eq!(refusal.code(), tonic::Code::NotFound);
/// ```
#[macro_export]
macro_rules! errors {
    (
        $(#[$documentation:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$variant_documentation:meta])*
                $variant:ident $({ $($field:ident : $type:ty),+ $(,)? })? => $code:ident, $reason:ident, $(at $path:literal,)?
                    $vi:literal, $en:literal;
            )*
        }
    ) => {
        $(#[$documentation])*
        #[derive(Debug)]
        $visibility enum $name {
            $( $(#[$variant_documentation])* $variant $({ $(#[doc = "Told in the text."] $field: $type),+ })?, )*
            /// Refused or failed below: the database, the platform, a peer.
            Platform($crate::error::Error),
        }

        impl $name {
            /// Every refusal with its texts, for review.
            pub const CATALOGUE: &[$crate::error::CatalogueEntry] = &[
                $( $crate::error::CatalogueEntry {
                    reason: $crate::error::ErrorReason::$reason,
                    code: $crate::error::GrpcCode::$code,
                    vi: $vi,
                    en: $en,
                }, )*
            ];
        }

        impl From<$name> for $crate::error::Error {
            fn from(error: $name) -> Self {
                match error {
                    $( $name::$variant $({ $($field),+ })? => {
                        let text = $crate::error::Text::new(format!($vi), format!($en));
                        let refusal = $crate::error::Error::new(
                            $crate::error::GrpcCode::$code,
                            $crate::error::ErrorReason::$reason,
                            text,
                        );
                        $( let refusal = refusal.at_field(format!($path)); )?
                        $( $( let _ = $field; )+ )?
                        refusal
                    } )*
                    $name::Platform(error) => error,
                }
            }
        }

        impl<E: Into<$crate::error::Error>> From<E> for $name
        where
            E: $crate::error::Below,
        {
            fn from(error: E) -> Self {
                Self::Platform(error.into())
            }
        }
    };
}

/// Errors that come from below a service's own rules.
pub trait Below {}
impl Below for Error {}
impl Below for DbErr {}
impl Below for prost::DecodeError {}

pub use proto::common::v1::ErrorReason;
pub use tonic::Code as GrpcCode;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_first_of_ours_that_is_asked_for() {
        assert_eq!(Language::accepted(None), Language::Vietnamese);
        assert_eq!(Language::accepted(Some("fr-FR, en;q=0.8, vi;q=0.5")), Language::English);
        assert_eq!(Language::accepted(Some("de")), Language::Vietnamese);
    }

    #[test]
    fn the_inside_of_a_fault_never_leaves() {
        let status = Error::internal("password=hunter2").to_status(Language::English, "r-1");
        assert!(!format!("{status:?}").contains("hunter2"));
        assert_eq!(status.get_details_error_info().expect("given").reason, "INTERNAL");
        assert_eq!(status.get_details_request_info().expect("given").request_id, "r-1");
    }

    #[test]
    fn many_faulty_fields_stay_within_the_size_of_metadata() {
        let faults = (0..500).map(|index| FieldFault {
            path: format!("choices[{index}].option"),
            text: Text::new("không có phương án này ".repeat(5), "no such option ".repeat(5)),
        });
        let status = Error::fields(faults.collect()).to_status(Language::Vietnamese, "r-1");
        let listed = status.get_details_bad_request().expect("given").field_violations.len();
        assert!(listed > 0 && listed <= MAX_FIELDS);
        let more = status.get_details_error_info().expect("given").metadata["more_fields"].clone();
        assert_eq!(more.parse::<usize>().expect("a number") + listed, 500);
        assert!(status.details().len() * 4 / 3 < 12 * 1024);
    }
}
