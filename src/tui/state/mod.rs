//! The complete state of the screen, the messages that change it and the effects requested by changes: plain data.

pub mod app;
pub mod feeds;
pub mod library;
pub mod message;
pub mod open_texts;
pub mod request;

pub use app::{App, Awaiting, RunningCommand, Screen};
pub use message::{Effect, ExportJob, Message, UserCommandJob};
