//! Making the keys that services sign their own calls with, and those that seal.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use platform::access::authentication::SigningKey;
use platform::sealing::MasterKeys;

use crate::Done;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes a private key in a file (mode 0600), unless the file is there already.
    New {
        /// The file.
        file: PathBuf,
    },
    /// Makes a key that seals ballots in a file (mode 0600), unless the file is there already.
    Sealing {
        /// The file.
        file: PathBuf,
    },
    /// Prints the public keys of private key files as one JSON Web Key Set, for `keys_file`.
    Public {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub(crate) fn run(arguments: Arguments) -> Done {
    match arguments.what {
        What::New { file } => {
            let existed = file.exists();
            SigningKey::load_or_create("", &file)?;
            tell_made(&file, existed);
        }
        What::Sealing { file } => {
            let existed = file.exists();
            MasterKeys::load_or_create(&file)?;
            tell_made(&file, existed);
        }
        What::Public { files } => {
            let mut keys = Vec::new();
            for file in files {
                if !file.exists() {
                    return Err(format!("there is no file {}", file.display()).into());
                }
                keys.extend(SigningKey::load_or_create("", &file)?.public_key_set().keys);
            }
            println!("{}", serde_json::json!({ "keys": keys }));
        }
    }
    Ok(())
}

fn tell_made(file: &Path, existed: bool) {
    println!("{} {}", file.display(), if existed { "was there already" } else { "made" });
}
