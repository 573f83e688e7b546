//! `check`: quotations of a draft compared with their sources, word for word.
//!
//! ```text
//! draft ─draft─▶ Claims ┐
//!                       ├─align (words in common)─changes─limits─names─▶ ClaimJudgement
//! sources ─▶ SourceText ┘
//! ```
//!
//! Pure: texts in, values out. Finding the sources is the business of the library and the command line.

pub mod align;
pub mod changes;
pub mod compare;
pub mod draft;
pub mod limits;
pub mod lists;
pub mod names;
pub mod revision;
pub mod source;
#[cfg(test)]
mod tests;
pub mod timeline;
pub mod utterance;
pub mod verdict;
pub mod words;

pub use changes::{ChangeKind, WordChange};
pub use draft::{DraftClaim, UnclosedMark, claims};
pub use lists::WordLists;
pub use names::{NamedSpeaker, SpeakerAgreement};
pub use source::SourceText;
pub use verdict::{Claim, ClaimJudgement, Gravity, PreparedClaim, QuoteVerdict, SHORT, is_better, judge};
