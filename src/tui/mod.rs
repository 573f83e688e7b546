//! `tui`

pub mod config;
pub mod layout;
pub mod theme;
