//! What the operator sees: logs on stderr; traces and metrics by OTLP where an endpoint is set.

use std::future::Future;
use std::io::IsTerminal as _;
use std::time::Duration;

use opentelemetry::propagation::TextMapPropagator as _;
use opentelemetry::trace::{TraceContextExt as _, TracerProvider as _};
use opentelemetry::{KeyValue, global};
use opentelemetry_otlp::WithExportConfig as _;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::{Instrument as _, Span};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;
use tracing_subscriber::filter::{EnvFilter, LevelFilter, filter_fn};
use tracing_subscriber::layer::{Layer as _, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::rpc::Scope;

/// Name of our instrumentation.
const INSTRUMENTATION: &str = "ocop";
/// How often metrics are sent.
const METRICS_EVERY: Duration = Duration::from_secs(15);

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// What is told, and where to.
#[derive(Clone, Debug)]
pub struct TelemetryConfig {
    /// How log lines look.
    pub format: LogFormat,
    /// What is logged, such as `info` or `info,evaluation=debug`.
    pub filter: String,
    /// Where traces and metrics go, such as `http://collector:4317`; nowhere if none.
    pub otlp_endpoint: Option<String>,
    /// Name of the service in traces and metrics.
    pub service_name: String,
}

/// Telemetry that was set up; to be shut down last.
#[derive(Debug)]
pub struct Telemetry {
    traces: Option<SdkTracerProvider>,
    metrics: Option<SdkMeterProvider>,
}

impl Telemetry {
    /// Sets up logs, and traces and metrics where an endpoint is set. Once a process.
    ///
    /// # Errors
    /// When the filter or the endpoint is not understood, or telemetry was set up before.
    pub fn set_up(config: &TelemetryConfig) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let (traces, metrics) = match &config.otlp_endpoint {
            Some(endpoint) => {
                let (traces, metrics) = exporters(endpoint, &config.service_name)?;
                global::set_meter_provider(metrics.clone());
                (Some(traces), Some(metrics))
            }
            None => (None, None),
        };
        let spans = traces.as_ref().map(|traces| {
            // The exporter's own calls must not be traced, else they would go on for ever.
            const OWN: [&str; 5] = ["h2", "hyper", "tonic", "tower", "opentelemetry"];
            tracing_opentelemetry::layer()
                .with_tracer(traces.tracer(INSTRUMENTATION))
                .with_filter(LevelFilter::INFO)
                .with_filter(filter_fn(|event| !OWN.iter().any(|own| event.target().starts_with(own))))
        });
        let coloured = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(coloured);
        let lines = match config.format {
            LogFormat::Text => lines.boxed(),
            LogFormat::Json => lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed(),
        };
        let lines = lines.with_filter(filter_fn(fit_for_logs)).with_filter(EnvFilter::try_new(&config.filter)?);
        tracing_subscriber::registry().with(spans).with(lines).try_init()?;
        Ok(Self { traces, metrics })
    }

    /// Sends what has not been sent yet.
    pub async fn shut_down(self) {
        let shutting_down = tokio::task::spawn_blocking(move || {
            let traces = self.traces.map(|traces| traces.shutdown());
            let metrics = self.metrics.map(|metrics| metrics.shutdown());
            [traces, metrics].into_iter().flatten().find_map(Result::err)
        });
        if let Ok(Some(error)) = shutting_down.await {
            tracing::warn!(%error, "could not send the last traces and metrics");
        }
    }
}

/// False for what no filter may bring into the logs: below warnings the database's libraries print each step of a
/// migration, statements with their values, and the database's URL with its password.
fn fit_for_logs(event: &tracing::Metadata<'_>) -> bool {
    let of_database = ["sqlx", "sea_orm"].iter().any(|library| event.target().starts_with(library));
    !of_database || *event.level() <= LevelFilter::WARN
}

type Exporters = (SdkTracerProvider, SdkMeterProvider);

fn exporters(endpoint: &str, service_name: &str) -> Result<Exporters, Box<dyn std::error::Error + Send + Sync>> {
    let resource = Resource::builder()
        .with_service_name(service_name.to_owned())
        .with_attribute(KeyValue::new("service.namespace", "ocop"))
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .build();
    let spans = opentelemetry_otlp::SpanExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
    let metrics = opentelemetry_otlp::MetricExporter::builder().with_tonic().with_endpoint(endpoint).build()?;
    let reader = PeriodicReader::builder(metrics).with_interval(METRICS_EVERY).build();
    Ok((
        SdkTracerProvider::builder().with_batch_exporter(spans).with_resource(resource.clone()).build(),
        SdkMeterProvider::builder().with_reader(reader).with_resource(resource).build(),
    ))
}

/// Our meter.
#[must_use]
pub fn meter() -> opentelemetry::metrics::Meter {
    global::meter(INSTRUMENTATION)
}

/// The W3C trace context of what is going on: of the present span where traces are made, else as it came
/// in with the call; empty where there is none.
#[must_use]
pub fn traceparent() -> String {
    let context = Span::current().context();
    if context.span().span_context().is_valid() {
        let mut headers = std::collections::HashMap::new();
        TraceContextPropagator::new().inject_context(&context, &mut headers);
        return headers.remove("traceparent").unwrap_or_default();
    }
    Scope::traceparent()
}

/// Makes a span a child of a trace context that came from elsewhere.
pub(crate) fn set_parent(span: &Span, traceparent: &str) {
    if traceparent.is_empty() {
        return;
    }
    let headers = std::collections::HashMap::from([("traceparent".to_owned(), traceparent.to_owned())]);
    // Where no traces are made there is no layer to tell; that is no fault.
    let _ = span.set_parent(TraceContextPropagator::new().extract(&headers));
}

/// Does something as a part of a trace that came with an event.
pub(crate) async fn continue_trace<T>(traceparent: &str, what: impl Future<Output = T>) -> T {
    let span = tracing::info_span!("take_in_event", otel.kind = "consumer");
    set_parent(&span, traceparent);
    Scope::for_event(traceparent.to_owned()).around(what).instrument(span).await
}

/// The trace id of a W3C trace context.
pub(crate) fn trace_id(traceparent: &str) -> Option<&str> {
    traceparent.split('-').nth(1).filter(|id| id.len() == 32)
}

/// True if a header is a trace context that may be passed on (W3C Trace Context, section 3.2).
pub(crate) fn is_traceparent(header: &str) -> bool {
    let parts: Vec<_> = header.split('-').collect();
    let hexadecimal = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
    };
    let non_zero = |text: &str| text.bytes().any(|byte| byte != b'0');
    matches!(parts.as_slice(), [version, trace, parent, flags, ..]
        if hexadecimal(version, 2) && *version != "ff"
            && hexadecimal(trace, 32) && non_zero(trace)
            && hexadecimal(parent, 16) && non_zero(parent)
            && hexadecimal(flags, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sound_trace_contexts_are_passed_on() {
        assert!(is_traceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        ] {
            assert!(!is_traceparent(wrong), "{wrong}");
        }
    }
}
