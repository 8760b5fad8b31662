//! The contract of the cluster: everything services and clients say to each other.
//!
//! The files under `ocop/` are the source; this crate only compiles them. What an rpc means, needs and
//! refuses is written there, and is the documentation of the items below.

/// Messages that all packages share.
pub mod common {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.common.v1");
    }
}

/// Administrative units, producers and products.
pub mod registry {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.registry.v1");
    }
}

/// Dossiers, councils, scores and certificates.
pub mod evaluation {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.evaluation.v1");
    }
}

/// Curricula, classes and attendance.
pub mod training {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.training.v1");
    }
}

/// Indicators, targets and scorecards.
pub mod reporting {
    /// Version 1.
    pub mod v1 {
        tonic::include_proto!("ocop.reporting.v1");
    }
}

/// The encoded `google.protobuf.FileDescriptorSet` of all files, comments included; for reflection.
pub const DESCRIPTOR_SET: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptor.bin"));

/// A request that changes something. Repeating it with the same id and content is answered as before.
pub trait Mutation: prost::Message + prost::Name {
    /// The identity the caller gave the request, as it stands in the message.
    fn request_id(&self) -> &str;
}

include!(concat!(env!("OUT_DIR"), "/mutations.rs"));
