//! # sayso, the map
//!
//! A terminal reader: it loads an article, hides what is not the article, and shows the clean text, who said what in
//! it, and the related stories. Data flows one way; a later layer never reaches back.
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
//! | [`relate`] | `Document` and its verdicts → the page's [`reading::Story`]s | the terminal, the library |
//! | [`pipeline`] | the way from `Source` to [`reading::Reading`] in one call | who asks |
//! | [`layout`] | blocks → lines of cells | what shows them |
//! | [`library`] | `Reading`s kept in one SQLite file | the terminal |
//! | [`tui`] | messages → state → frames and effects | how any of the above works inside |
//! | [`rules`] | the file of what the reader shows and hides by host | what a page is |
//! | [`cli`] | arguments → the above → text, JSON, CSV, Markdown; exit codes | the same |
//! | [`clock`] | the time, for whoever passes it in | who asks |
//!
//! `parse` to `relate` are pure: values in, values out; word lists and weights come in as [`knowledge::Knowledge`].
//! The values that travel stand in [`document`], [`article`] and [`reading`].

pub mod article;
mod counted;
pub mod document;
pub mod layout;
mod letters;
pub mod reading;

pub mod attribute;
pub mod declutter;
pub mod forest;
pub mod knowledge;
pub mod load;
pub mod parse;
pub mod pipeline;
pub mod relate;

pub mod cli;
pub mod clock;
#[cfg(any(test, feature = "dev"))]
pub mod dev;
pub mod library;
pub mod rules;
mod small_file;
pub mod tui;
mod whole_file;
