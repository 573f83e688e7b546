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
//!
//! # As a library
//!
//! With `default-features = false` there are only the layers from bytes to a reading: no screen, no command line, no
//! SQLite, no web.
//!
//! ```
//! use sayso::declutter::ClutterOptions;
//! use sayso::load::{self, Options};
//! use sayso::models::Models;
//! use sayso::pipeline::analyse;
//! use sayso::reading::json::JsonReading;
//!
//! let page = "<html><title>Bridge closed</title><body><article><h1>Bridge closed</h1>
//!     <p>The old bridge has been closed since Monday, and nobody knows when it will open again.</p>
//!     <p>“We will repair it this year,” said Ada Lisle, the mayor of the town.</p></article></body></html>";
//! let source = load::from_bytes("page.html", page.into(), &Options::default())?;
//! // Word lists and weights load on first use: keep them for all pages.
//! let models = Models::default();
//! let reading = analyse(&source, &models, &ClutterOptions::default());
//! let quote = &reading.attributions.quotes[0];
//! assert_eq!(quote.text(&reading.article.text), "We will repair it this year,");
//! let speaker = &reading.attributions.speakers[quote.speakers[0] as usize];
//! assert_eq!((speaker.name.as_str(), speaker.role.as_deref()), ("Ada Lisle", Some("mayor of the town")));
//! println!("{}", serde_json::to_string(&JsonReading::of(&reading))?);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`load::warc`] reads web archives, [`ordered`] spreads work over threads.

pub mod article;
mod char_class;
pub mod document;
#[cfg(feature = "app")]
pub mod layout;
mod name_parts;
mod plural;
pub mod reading;
mod small_sort;

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

#[cfg(feature = "app")]
mod atomic_write;
#[cfg(feature = "app")]
mod bounded_read;
#[cfg(feature = "app")]
mod child_process;
#[cfg(feature = "app")]
pub mod cli;
#[cfg(feature = "app")]
pub mod clock;
#[cfg(feature = "app")]
pub mod config;
#[cfg(any(all(test, feature = "app"), feature = "dev"))]
pub mod dev;
#[cfg(feature = "app")]
mod io_reason;
#[cfg(feature = "app")]
pub mod library;
#[cfg_attr(not(feature = "app"), expect(dead_code, reason = "the library imports nothing"))]
mod limits;
#[cfg(feature = "app")]
mod log_file;
pub mod ordered;
pub mod panics;
#[cfg(feature = "app")]
pub mod paths;
#[cfg(feature = "app")]
mod read_source;
pub mod sample;
pub mod sanitize;
#[cfg(feature = "app")]
pub mod site_rules;
#[cfg(feature = "app")]
pub mod tui;
mod web_address;
mod white_space;
