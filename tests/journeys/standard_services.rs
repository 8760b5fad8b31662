//! Health and reflection stand on every port, open to all.

use tokio_stream::StreamExt as _;
use tonic::Code;
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::{v1, v1alpha};

use super::cluster::{Cluster, endpoint};
use super::in_both_shapes;

in_both_shapes! {
    async fn health_and_reflection_answer_without_a_token(cluster: Cluster) {
        for (service, name) in [
            ("registry", "ocop.registry.v1.RegistryService"),
            ("evaluation", "ocop.evaluation.v1.EvaluationService"),
            ("training", "ocop.training.v1.TrainingService"),
            ("reporting", "ocop.reporting.v1.ReportingService"),
        ] {
            for address in cluster.addresses(service) {
                let channel = endpoint(address).connect().await.expect("listening");
                let mut health = HealthClient::new(channel.clone());
                for asked in ["", name] {
                    let answer = health.check(HealthCheckRequest { service: asked.to_owned() }).await.expect("told");
                    assert_eq!(answer.get_ref().status(), ServingStatus::Serving, "{asked}");
                }
                let unknown = HealthCheckRequest { service: "ocop.nothing.v1.Service".to_owned() };
                assert_eq!(health.check(unknown).await.expect_err("unknown").code(), Code::NotFound);

                let mut reflection = v1::server_reflection_client::ServerReflectionClient::new(channel.clone());
                let request = v1::ServerReflectionRequest {
                    host: String::new(),
                    message_request: Some(v1::server_reflection_request::MessageRequest::ListServices(String::new())),
                };
                let asked = tokio_stream::once(request);
                let mut answers = reflection.server_reflection_info(asked).await.expect("told").into_inner();
                let answer = answers.next().await.expect("an answer").expect("told").message_response;
                let Some(v1::server_reflection_response::MessageResponse::ListServicesResponse(listed)) = answer else {
                    panic!("no list of services");
                };
                let listed: Vec<_> = listed.service.into_iter().map(|service| service.name).collect();
                assert!(listed.contains(&name.to_owned()) && listed.contains(&"grpc.health.v1.Health".to_owned()));

                let mut reflection = v1alpha::server_reflection_client::ServerReflectionClient::new(channel);
                let symbol = v1alpha::server_reflection_request::MessageRequest::FileContainingSymbol(name.to_owned());
                let request =
                    v1alpha::ServerReflectionRequest { host: String::new(), message_request: Some(symbol) };
                let asked = tokio_stream::once(request);
                let mut answers = reflection.server_reflection_info(asked).await.expect("told").into_inner();
                assert!(answers.next().await.expect("an answer").is_ok());
            }
        }
    }
}
