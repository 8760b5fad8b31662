//! Training: classes for officials and leaders, and who has been reached by them.
//!
//! See `README.md` for what it owns and tells. [`Service`] is the only public face.

mod rpc;

mod ops;

mod domain;

mod store;

mod wire;

mod events;

mod policy;

mod error;

mod service;

use platform::rpc::Transport;
use proto::evaluation::v1::evaluation_service_client::EvaluationServiceClient;
use proto::registry::v1::management_service_client::ManagementServiceClient;
use proto::registry::v1::registry_service_client::RegistryServiceClient;

pub use error::Error;
pub use policy::POLICY;
pub use service::{Peers, Service};

/// Whom training asks, in the name of whoever asks it: nobody is shown more here than there.
pub struct State {
    /// Registry: names of leaders.
    registry: RegistryServiceClient<Transport>,
    /// Registry: names of officials.
    management: ManagementServiceClient<Transport>,
    /// Evaluation: members of councils.
    evaluation: EvaluationServiceClient<Transport>,
}

/// An attempt at one of training's operations.
type Work = platform::operation::Work<State>;
/// A read by one of training's operations.
type View = platform::operation::View<State>;
/// What runs training's operations.
type Runner = platform::operation::Runner<State>;
