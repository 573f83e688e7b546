//! Changes to the state: [`App::update`](crate::tui::state::App::update) takes messages, and each command of the key table is
//! a function. Effects go to the outbox and come back as messages.
//!
//! | module | subject |
//! | --- | --- |
//! | [`update`] | routes messages to their handlers |
//! | [`dispatch`] | maps commands to functions |
//! | [`texts`] | opens texts and switches between them |
//! | [`reader`], [`library`], [`lists`], [`global`], [`mouse`] | the commands of each part |
//! | [`annotations`] | applies corrections and highlights |
//! | [`user_commands`] | runs the user's own commands |

pub mod annotations;
pub mod dispatch;
pub mod global;
pub mod library;
pub mod lists;
pub mod mouse;
pub mod reader;
pub mod texts;
pub mod update;
pub mod user_commands;
