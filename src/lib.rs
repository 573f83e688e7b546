//! # sayso: overview
//!
//! A terminal reader: it loads an article, hides everything else on the page, and shows the clean text, the
//! quotations with their speakers, and the related stories. Data flows one way; a later layer is never used by an
//! earlier one.
//!
//! ```text
//! bytes ─load─▶ Source ─parse─▶ Document ─declutter─▶ Article ─attribute─▶ Attributions ─relate─▶ Reading ─▶ library · tui · cli
//! ```
//!
//! | module | in → out | knows nothing of |
//! | --- | --- | --- |
//! | [`load`] | path, address, standard input → [`load::Source`] | what an article is |
//! | [`parse`] | `Source` → [`document::Document`] | clutter, quotes |
//! | [`declutter`] | `Document` → a verdict for each block, and so an [`article::Article`] | quotes, the terminal |
//! | [`attribute`] | `Article` → [`reading::Attributions`] | the terminal, the library |
//! | [`relate`] | `Document` and its verdicts → the page's [`reading::RelatedStory`]s | the terminal, the library |
//! | [`pipeline`] | the way from `Source` to [`reading::Reading`] in one call | who asks |
//! | [`check`] | quotations of a draft and their sources → verdicts | where the sources come from |
//! | [`layout`] | blocks → lines of cells | what shows them |
//! | [`library`] | `Reading`s kept in one SQLite file | the terminal |
//! | [`tui`] | messages → state → frames and effects | how any of the above works inside |
//! | [`site_rules`] | the file of blocks that the user shows and hides by host | what a page is |
//! | [`cli`] | arguments → the above → text, JSON, CSV, Markdown; exit codes | the same |
//! | [`clock`] | the time, passed in by the callers | who asks |
//!
//! `parse` to `relate` are pure functions of values; word lists and weights are passed in as [`models::Models`]. The
//! types that pass between layers are in [`document`], [`article`] and [`reading`].

pub mod article;
mod char_class;
pub mod document;
pub mod layout;
mod plural;
pub mod reading;

pub mod attribute;
pub mod check;
pub mod declutter;
pub mod forest;
mod lazy;
pub mod load;
pub mod models;
pub mod parse;
pub mod pipeline;
pub mod relate;

mod atomic_write;
mod bounded_read;
pub mod cli;
pub mod clock;
pub mod config;
#[cfg(any(test, feature = "dev"))]
pub mod dev;
pub mod library;
mod limits;
mod log_file;
mod ordered;
pub mod paths;
pub mod sample;
pub mod sanitize;
pub mod site_rules;
pub mod tui;
mod web_address;
mod white_space;
