//! `tui`: the screen. Messages change the state, the state is drawn, effects run elsewhere and their results come back as
//! messages.
//!
//! Each module may use those above it, never those below; `tests/tidy/layers.rs` checks this.
//!
//! | module | subject |
//! | --- | --- |
//! | [`values`], [`display`] | small values, the user's choices for the screen |
//! | [`terminal_name`] | what follows from the terminal's name and version |
//! | [`theme`], [`highlight`], [`images`], [`paint`], [`hyperlinks`] | colours, pictures, drawing words, links |
//! | [`keys`] | the command table and the key bindings |
//! | [`reader`] | the article: text, speakers, related stories |
//! | [`overlay`] | lists, prompts and hints over the text |
//! | [`state`] | the complete state, messages, effects, requests to the library |
//! | [`view`] | draws the state |
//! | [`commands`] | `App::update`, and a function for each command |
//! | [`run`](mod@run) | event loop, threads, the terminal, other programs |

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
pub mod terminal_name;
pub mod theme;
pub mod values;
pub mod view;

pub use run::event_loop::run;
pub use run::options::{CheckOptions, RunError, Start};
pub use view::draw;
