//! `tui`: the screen. Messages change the state, the state is drawn, effects are carried out elsewhere and come back as messages.
//!
//! Each module may use those above it, never one below; `tests/tidy/layers.rs` checks this.
//!
//! | module | subject |
//! | --- | --- |
//! | [`values`], [`display`] | small values, the user's choices for the screen |
//! | [`theme`], [`highlight`], [`images`], [`paint`], [`hyperlinks`] | colours, pictures, drawing words, links |
//! | [`keys`] | the one table of commands, and which keys set them off |
//! | [`reader`] | the article: text, who said what, related stories |
//! | [`overlay`] | lists, prompts and hints over the text |
//! | [`state`] | the whole state, messages, effects, requests to the library |
//! | [`view`] | draws the state |
//! | [`commands`] | `App::update`, and a function for each command |
//! | [`run`](mod@run) | the loop, threads, the terminal, other programs |

pub mod commands;
pub mod display;
pub mod highlight;
pub mod hyperlinks;
pub mod images;
pub mod keys;
pub mod overlay;
pub mod paint;
pub mod reader;
pub mod run;
pub mod state;
pub mod theme;
pub mod values;
pub mod view;

pub use run::event_loop::run;
pub use run::options::{RunError, Start};
pub use view::draw;
