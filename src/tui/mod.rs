//! `tui`

pub mod config;
pub mod layout;
pub mod links;
pub mod theme;
