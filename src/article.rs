//! The [`Article`], result of `declutter`: every block of the page, either in the article with a role or hidden with
//! a reason.

use crate::document::{Block, Document, Metadata, Problem, Span};
use serde::{Deserialize, Serialize};

/// The article of a page: its shown blocks, the text they form, and the hidden blocks with their reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Texts of all shown blocks joined by a blank line; every [`Span`] of a reading counts bytes in it.
    pub text: String,
    /// The shown blocks, in order.
    pub blocks: Vec<ShownBlock>,
    /// The hidden blocks, in order.
    pub clutter: Vec<HiddenBlock>,
    /// Title, authors, site, date, address, language: the page's metadata, corrected by its visible text.
    pub meta: Metadata,
    /// The standfirst, if the page shows one.
    pub standfirst: Option<String>,
    /// Problems to tell the user.
    pub problems: Vec<Problem>,
}

/// A block of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownBlock {
    /// Part it plays: title, standfirst, byline, body or caption.
    pub role: Role,
    /// Position of its text in [`Article::text`].
    pub span: Span,
    /// The block itself.
    pub block: Block,
    /// Index among all blocks of the page, shown and hidden.
    pub order: u32,
}

/// A block of the page outside of the article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HiddenBlock {
    /// Reason for hiding it.
    pub reason: Reason,
    /// Confidence that it is clutter, 0 to 1.
    pub confidence: f32,
    /// The block itself.
    pub block: Block,
    /// Index among all blocks of the page, shown and hidden.
    pub order: u32,
    /// Index in [`Article::blocks`] of the shown block before it; `None` before the first.
    pub after: Option<u32>,
}

/// Role of a block in the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The title.
    Title,
    /// The summary under the title.
    Standfirst,
    /// Author and date.
    Byline,
    /// The article's text, including headings.
    Body,
    /// A picture and its caption.
    Caption,
}

impl Role {
    /// Returns the name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Standfirst => "standfirst",
            Self::Byline => "byline",
            Self::Body => "body",
            Self::Caption => "caption",
        }
    }
}

/// Declares [`Reason`] with its name in the JSON and on the screen in one list, so that none is missing.
macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// Reason for hiding a block.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum Reason { $($(#[$doc])* $variant,)* }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the name in the JSON and on the screen.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

reasons! {
    /// An invitation to a newsletter.
    Newsletter = "newsletter",
    /// An invitation to subscribe, sign in or pay.
    Subscribe = "subscribe",
    /// Buttons to share or follow.
    Share = "share",
    /// Advertising.
    Advert = "advert",
    /// Other stories; they become related stories.
    Related = "related",
    /// A note about the author.
    Bio = "bio",
    /// Consent to cookies and the like.
    Cookie = "cookie",
    /// Menus, breadcrumbs, paging, headers and footers.
    Navigation = "navigation",
    /// A repetition of text on the page.
    Duplicate = "duplicate",
    /// Credits of pictures and agencies.
    Credit = "credit",
    /// Readers' comments and the invitation to them.
    Comments = "comments",
    /// Copyright, terms, disclaimers, corrections policy.
    Legal = "legal",
    /// Tags, topics, categories.
    Tags = "tags",
    /// A paywall in front of the rest.
    Paywall = "paywall",
    /// Date, reading time, counters beside the article.
    Dateline = "dateline",
    /// A notice of the site itself (script needed, browser too old, app available).
    Notice = "notice",
    /// Forms, buttons, controls of players.
    Controls = "controls",
    /// None of these, but different from the article.
    Other = "other",
    /// The user hid it, here or on the site.
    Reader = "reader",
}

/// Verdict on one block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// It is shown in this role.
    Show(Role),
    /// It is hidden, for this reason, with this confidence (0 to 1).
    Hide(Reason, f32),
}

impl Article {
    /// Splits the document's blocks by the verdicts, one per block; blocks without a verdict become body, so that
    /// nothing is lost.
    pub fn assemble(document: Document, verdicts: &[Verdict], standfirst: Option<String>) -> Self {
        let mut article = Self { meta: document.meta, problems: document.problems, standfirst, ..Self::default() };
        for (order, block) in document.blocks.into_iter().enumerate() {
            let order = order as u32;
            match verdicts.get(order as usize).copied().unwrap_or(Verdict::Show(Role::Body)) {
                Verdict::Show(role) => article.show(role, order, block),
                Verdict::Hide(reason, confidence) => {
                    let after = article.blocks.len().checked_sub(1).map(|last| last as u32);
                    article.clutter.push(HiddenBlock { reason, confidence, block, order, after });
                }
            }
        }
        article
    }

    fn show(&mut self, role: Role, order: u32, block: Block) {
        if !self.blocks.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(&block.text);
        self.blocks.push(ShownBlock { role, span: Span::new(start, self.text.len()), block, order });
    }

    /// Number of words in the body.
    pub fn words(&self) -> usize {
        self.blocks.iter().filter(|b| b.role == Role::Body).map(|b| count_words(&b.block.text)).sum()
    }

    /// Reading time of the body in minutes, at 230 words a minute, rounded up.
    pub fn minutes(&self) -> usize {
        self.words().div_ceil(230)
    }
}

/// Number of words of a text. In scripts without spaces, two characters count as one word.
pub fn count_words(text: &str) -> usize {
    if text.is_ascii() {
        return text.split_ascii_whitespace().count();
    }
    let (mut words, mut characters) = (0, 0);
    for word in text.split_whitespace() {
        let unspaced = word.chars().filter(|&ch| is_unspaced(ch)).count();
        characters += unspaced;
        // "iPhoneで撮影": what stands between the signs are words, too.
        let others = word.split(is_unspaced).filter(|part| part.contains(char::is_alphanumeric)).count();
        words += if unspaced == 0 { 1 } else { others };
    }
    words + characters.div_ceil(2)
}

/// Returns true for characters of scripts without spaces: Thai, Lao, Khmer, Burmese, Chinese, Japanese.
const fn is_unspaced(ch: char) -> bool {
    matches!(ch, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_and_without_blanks() {
        let cases = [
            ("one two  three", 3),
            ("Grüße an alle", 3),
            ("新しい橋が開通した。", 5),
            ("the 橋 bridge", 3),
            ("iPhoneで撮影", 3),
            ("", 0),
        ];
        for (text, expected) in cases {
            assert_eq!(count_words(text), expected, "{text}");
        }
    }
}
