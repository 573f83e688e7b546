//! Web archives: what is in them comes out, whatever the packing, the codings and the damage.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod archive;
mod command;
mod damage;
mod ranges;
#[path = "../server/mod.rs"]
mod server;
mod wget;
mod whole;
