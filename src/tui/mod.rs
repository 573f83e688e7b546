//! `tui`

pub mod config;
pub mod highlight;
pub mod layout;
pub mod links;
pub mod theme;
