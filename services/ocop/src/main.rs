//! The one program: every service in one process on SQLite, or each by itself on PostgreSQL.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program talks to who started it")]

mod assemble;
mod command;
mod config;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use platform::lifecycle::ProcessError;

use crate::config::ServiceName;

/// Answers are lists of small texts, thousands of them in a map of all communes: making and dropping them is what takes longest.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// OCOP — one commune, one product: producers and products, dossiers and stars, classes and scorecards.
#[derive(Parser)]
#[command(version, about, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// What is to be done.
#[derive(Subcommand)]
enum Command {
    /// Shows everything in one process, step by step, on real data and samples of Điện Biên.
    Demo(command::demo::Arguments),
    /// Runs all services in one process on SQLite.
    All(command::all::Arguments),
    /// Runs one service.
    Serve(command::serve::Arguments),
    /// Brings a service's database schema up to date.
    Migrate(OneService),
    /// Tells everything that is wrong with a configuration, or that nothing is.
    CheckConfig(OneService),
    /// Asks a server whether it is healthy.
    Probe(command::probe::Arguments),
    /// Makes a token for a person, signed with the key of a data folder.
    Token(command::token::Arguments),
    /// Makes the keys that services sign their own calls with.
    Keys(command::keys::Arguments),
    /// Imports a sheet (.xlsx, .csv) into the register, and writes a report beside it.
    Import(command::sheets::import::Arguments),
    /// Exports a list of the register as a sheet.
    Export(command::sheets::export::Arguments),
    /// Exports the figures of a dashboard as a sheet.
    ExportFigures(command::sheets::export_figures::Arguments),
    /// Shows events that could not be taken in, or has them tried again.
    Events(command::events::Arguments),
}

/// A service and where its configuration is.
#[derive(clap::Args)]
struct OneService {
    /// The service.
    service: ServiceName,
    /// Its configuration file; the environment (OCOP_…) stands over it.
    #[arg(long, env = "OCOP_CONFIG")]
    config: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Demo(arguments) => command::demo::run(arguments).await,
        Command::All(arguments) => command::all::run(arguments).await,
        Command::Serve(arguments) => command::serve::run(arguments).await,
        Command::Migrate(arguments) => command::migrate::run(&arguments).await,
        Command::CheckConfig(arguments) => command::check_config::run(&arguments),
        Command::Probe(arguments) => command::probe::run(arguments).await,
        Command::Token(arguments) => command::token::run(&arguments),
        Command::Keys(arguments) => command::keys::run(arguments),
        Command::Import(arguments) => match command::sheets::import::run(arguments).await {
            Ok(ended) => return ended,
            Err(error) => Err(error),
        },
        Command::Export(arguments) => command::sheets::export::run(arguments).await,
        Command::ExportFigures(arguments) => command::sheets::export_figures::run(arguments).await,
        Command::Events(arguments) => command::events::run(arguments).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// How a command ends.
type Done = Result<(), ProcessError>;
