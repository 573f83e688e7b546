//! How the state changes: [`App::update`](crate::tui::state::App::update) takes messages, and each command of the key table is a
//! function. Effects go to the outbox and come back as messages.
//!
//! | module | subject |
//! | --- | --- |
//! | [`update`] | from a message to what it changes |
//! | [`dispatch`] | from a command to its function |
//! | [`texts`] | opening texts, and going from one to another |
//! | [`reader`], [`library`], [`lists`], [`global`], [`mouse`] | the commands of each part |
//! | [`annotations`] | corrections and highlights on their way into the library |

pub mod annotations;
pub mod dispatch;
pub mod global;
pub mod library;
pub mod lists;
pub mod mouse;
pub mod reader;
pub mod texts;
pub mod update;
