//! Compiles `ocop/**/*.proto` in pure Rust (protox, no protoc) and writes, beside the messages and
//! services, which messages are mutations (they carry a `request_id`) and which are events.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", root.join("ocop").display());

    let mut files = Vec::new();
    collect(&root.join("ocop"), &mut files)?;
    files.sort();

    let mut compiler = protox::Compiler::new([&root])?;
    compiler.include_imports(true).include_source_info(true).open_files(&files)?;
    let descriptors = compiler.file_descriptor_set();
    fs::write(out.join("descriptor.bin"), compiler.encode_file_descriptor_set())?;
    fs::write(out.join("mutations.rs"), mutations(&descriptors)?)?;
    let mut config = prost_build::Config::new();
    config.enable_type_names();
    // The pieces of files are passed on as they were received, without being copied.
    config.bytes([
        ".ocop.evaluation.v1.UploadRequest.data",
        ".ocop.evaluation.v1.DownloadFileResponse.data",
        ".ocop.evaluation.v1.ReadParcelResponse.data",
        ".ocop.evaluation.v1.KeepParcelPartRequest.data",
        ".ocop.registry.v1.UploadProductFileRequest.data",
        ".ocop.registry.v1.DownloadProductFileResponse.data",
    ]);
    tonic_prost_build::configure().compile_fds_with_config(descriptors, config)?;
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            files.push(path);
        }
    }
    Ok(())
}

/// Implements `Mutation` for every message of ours with a field `request_id`.
fn mutations(descriptors: &prost_types::FileDescriptorSet) -> Result<String, std::fmt::Error> {
    let mut code = String::new();
    for file in &descriptors.file {
        let Some(package) = file.package().strip_prefix("ocop.") else { continue };
        let module = package.replace('.', "::");
        for message in &file.message_type {
            if message.field.iter().any(|field| field.name() == "request_id") {
                writeln!(
                    code,
                    "impl Mutation for {module}::{} {{ fn request_id(&self) -> &str {{ &self.request_id }} }}",
                    message.name()
                )?;
            }
        }
    }
    Ok(code)
}
