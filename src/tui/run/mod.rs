//! The outermost part of the interface: event loop, threads, terminal, files and other programs.

pub mod apply_config;
mod checking;
pub mod event_loop;
pub mod external;
pub mod library;
pub mod options;
pub mod pictures;
pub mod tasks;
pub mod terminal;
mod user_command;
