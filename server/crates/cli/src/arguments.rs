//! The command line: commands, options and their help.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use schema::dialects::Dialect;

use crate::{check, convert, dump, explain, generate, init};

/// Keeps user stories in markdown and database schemas in step.
#[derive(Debug, Parser)]
#[command(name = "schemark", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Checks stories and schemas and prints what is wrong
    #[command(
        after_help = "Exit code 0: nothing at or above --fail-on. 1: findings at or above it. 2: could not run, or a named file cannot be read."
    )]
    Check(Check),
    /// Speaks the language server protocol over standard input and output
    Lsp(Lsp),
    /// Says what a rule finds and why it matters
    Explain {
        /// The rule, such as `unknown-table`; without it, all rules are listed
        rule: Option<String>,
    },
    /// Shows the tables that a story describes and no schema declares, as a change to the schema
    Generate(Generate),
    /// Writes a schema in another language
    #[command(
        after_help = "What the language cannot say, and what could not be read, goes to standard error, a line each. Exit code 0: written. 2: could not run, or there is nothing to write."
    )]
    Convert(Convert),
    /// Shows what schemark understood
    Dump {
        #[command(subcommand)]
        what: Dump,
    },
    /// Writes a commented `schemark.toml` into a folder
    Init {
        /// The folder
        #[arg(default_value = ".")]
        folder: PathBuf,
    },
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs; the shape is stable.
    Json,
}

/// The least severity that fails the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// Only errors.
    Error,
    /// Warnings and errors.
    Warning,
    /// Information and above.
    Info,
    /// Anything.
    Hint,
    /// Nothing.
    Never,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Files or folders to report on; a folder with a `schemark.toml` of its own is checked as a workspace of its own
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The configuration to use instead of the workspace's `schemark.toml`
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The least severity that gives exit code 1
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = Level::Warning)]
    pub(crate) fail_on: Level,
}

#[derive(Debug, Args)]
struct Lsp {
    /// Accepted for editors that always pass it: there is no other way to speak
    #[arg(long)]
    stdio: bool,
    /// Accepted for editors that pass it; the number in `initialize` counts
    #[arg(long = "clientProcessId", value_name = "ID", hide = true)]
    client_process_id: Option<u32>,
}

#[derive(Debug, Args)]
pub(crate) struct Generate {
    /// The story
    pub(crate) story: PathBuf,
    /// The table to make; may be given several times. Without it, every table the story describes and nobody declares
    #[arg(long = "table", value_name = "NAME")]
    pub(crate) tables: Vec<String>,
    /// Makes the change
    #[arg(long, conflicts_with = "diff")]
    pub(crate) write: bool,
    /// Prints the change as a diff, and makes none; this is what happens anyway
    #[arg(long)]
    pub(crate) diff: bool,
    /// The configuration to use instead of the workspace's `schemark.toml`
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Convert {
    /// Files or folders of the schema that is meant; all of it is written. Without it, the workspace's only schema
    pub(crate) paths: Vec<PathBuf>,
    /// The language to write
    #[arg(long, value_name = "LANGUAGE", value_parser = PossibleValuesParser::new(Dialect::NAMES))]
    pub(crate) to: String,
    /// The schema, by its name, if there are several
    #[arg(long, value_name = "NAME")]
    pub(crate) set: Option<String>,
    /// Writes into a file instead of to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
    /// Replaces the file if it is there
    #[arg(long, requires = "write")]
    pub(crate) force: bool,
    /// The configuration to use instead of the workspace's `schemark.toml`
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Dump {
    /// The syntax tree of a file
    Tree(DumpOf),
    /// What a story says: mentions, stories, criteria, proposed tables
    Facts(DumpOf),
    /// The tables, columns and keys of the schemas
    Model(DumpOf),
}

#[derive(Debug, Args)]
pub(crate) struct DumpOf {
    /// The files or folders; `tree` and `facts` want one file
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

impl Arguments {
    /// Does what was asked; gives the exit code.
    pub(crate) fn run(self) -> anyhow::Result<u8> {
        match self.command {
            Command::Check(arguments) => check::run(&arguments),
            Command::Lsp(_) => lsp::run_stdio(),
            Command::Explain { rule } => explain::run(rule.as_deref()),
            Command::Generate(arguments) => generate::run(&arguments),
            Command::Convert(arguments) => convert::run(&arguments),
            Command::Dump { what } => dump::run(&what),
            Command::Init { folder } => init::run(&folder),
        }
    }
}
