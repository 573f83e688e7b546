//! Containers: mail, mailboxes, saved pages, archived copies. One article gives one reading and one entry in the library,
//! whatever it came in; articles that come together open like several sources.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod books;
mod command_line;
mod forms;
mod hostile;
mod newsletters;
mod once;
#[path = "../server/mod.rs"]
mod server;
mod wrap;

use sayso::load::{Location, Options, Source, load};
use sayso::models::Models;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn models() -> &'static Models {
    static SHIPPED: OnceLock<Models> = OnceLock::new();
    SHIPPED.get_or_init(Models::default)
}

/// Writes the file and loads it.
fn loaded(folder: &Path, name: &str, bytes: &[u8]) -> Source {
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    load(&Location::File(path), &Options::default()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A file of the project.
fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
