//! What the compiler cannot hold: rules of the tree, of the rights, of the files that are reviewed by eye.

mod errors;
mod facts;
mod layers;
mod manifests;
mod program;
mod rights;
mod schemas;

use std::path::PathBuf;
use std::sync::LazyLock;

use prost::Message as _;
use prost_types::FileDescriptorSet;

/// The repository.
fn repository() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// A file that is reviewed by eye.
fn golden_file(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/contracts/golden")).join(name)
}

/// The program, built from the present sources.
fn program() -> PathBuf {
    testkit::program()
}

/// An rpc of the contract.
struct Rpc {
    /// Package without `ocop.` and version, such as `registry`.
    package: String,
    service: String,
    name: String,
    /// The comment over it, in one line.
    comment: String,
    has_request_id: bool,
    /// True if its request is many messages.
    streams_request: bool,
}

/// All rpcs of the contract, with the comments over them.
fn rpcs() -> &'static [Rpc] {
    static RPCS: LazyLock<Vec<Rpc>> = LazyLock::new(|| {
        let descriptors = FileDescriptorSet::decode(proto::DESCRIPTOR_SET).expect("the descriptors");
        descriptors.file.iter().filter(|file| file.package().starts_with("ocop.")).flat_map(rpcs_of).collect()
    });
    &RPCS
}

fn rpcs_of(file: &prost_types::FileDescriptorProto) -> Vec<Rpc> {
    /// Field numbers of `service` in a file and of `method` in a service.
    const SERVICE: i32 = 6;
    const METHOD: i32 = 2;
    let package = file.package().split('.').nth(1).unwrap_or_default().to_owned();
    let locations = file.source_code_info.clone().unwrap_or_default().location;
    let mut rpcs = Vec::new();
    for (service_place, service) in (0..).zip(&file.service) {
        for (method_place, method) in (0..).zip(&service.method) {
            let path = [SERVICE, service_place, METHOD, method_place];
            let location = locations.iter().find(|location| location.path == path);
            let input = method.input_type().rsplit('.').next().unwrap_or_default();
            let message = file.message_type.iter().find(|message| message.name() == input);
            rpcs.push(Rpc {
                package: package.clone(),
                service: service.name().to_owned(),
                name: method.name().to_owned(),
                comment: location
                    .map_or("", |location| location.leading_comments())
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
                streams_request: method.client_streaming(),
                has_request_id: message
                    .is_some_and(|message| message.field.iter().any(|field| field.name() == "request_id")),
            });
        }
    }
    rpcs
}

/// `GetProduct` as `get_product`.
fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    for (place, letter) in name.char_indices() {
        if letter.is_uppercase() && place > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
