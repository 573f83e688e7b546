//! [`Draft`]: an attribution in tokens before its speaker is resolved, and helpers for all finders.

use super::detect;
use super::language::Language;
use super::lexicon::Lexicon;
use super::marks::{Marks, Quoted};
use super::multilingual::cases::{self, GivenNames};
use super::multilingual::{self, elision, segmentation};
use super::sentences::Sentences;
use super::tokens::{Kind, Token, Tokens};
use std::ops::Range;

/// A tokenized text, with all that is known before attributions are looked for.
#[derive(Debug)]
pub struct Analysis<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Words, numbers and punctuation of `text`.
    pub tokens: Tokens,
    /// Pairs of quote marks, as token indices.
    pub marks: Marks,
    /// Sentences, as ranges of tokens.
    pub sentences: Sentences,
    /// Detected language.
    pub language: Language,
    /// The part of the page that each paragraph belongs to; `Running` if unknown.
    pub parts: Vec<BlockPart>,
    /// Given names that stand in another case than the nominative.
    pub given: GivenNames,
}

/// The part of the page that a paragraph belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BlockPart {
    /// Running text.
    #[default]
    Running,
    /// The title or a heading.
    Heading,
    /// A picture's caption.
    Caption,
    /// A block quotation.
    Quote,
}

impl<'a> Analysis<'a> {
    /// Analyses the given paragraphs of a text.
    pub fn of(text: &'a str, paragraphs: impl Iterator<Item = crate::document::Span>, lexicon: &Lexicon) -> Self {
        let mut tokens = Tokens::of(text, paragraphs, lexicon);
        let language = detect::detect(text, &mut tokens.list, lexicon);
        if let Language::Chinese | Language::Japanese = language
            && let Some(words) = lexicon.others().of(language)
        {
            segmentation::join(text, &mut tokens, words, language == Language::Japanese);
        }
        elision::split(text, &mut tokens, lexicon, language);
        let given = cases::given_names(text, &mut tokens.list, lexicon, language);
        let marks = Marks::of(&tokens);
        if language == Language::German {
            multilingual::mark_so(text, &mut tokens.list);
        }
        let sentences = Sentences::of(&tokens, &marks, language.is_foreign());
        Self { text, tokens, marks, sentences, language, parts: Vec::new(), given }
    }

    /// Sets the parts of the page from `blocks`: spans of the text, in order.
    #[must_use]
    pub fn with_parts(mut self, blocks: &[(crate::document::Span, BlockPart)]) -> Self {
        let part = |paragraph: &Range<usize>| {
            let start = self.tokens.span(paragraph).start;
            let after = blocks.partition_point(|(span, _)| span.start <= start);
            after.checked_sub(1).map_or(BlockPart::Running, |at| blocks[at].1)
        };
        self.parts = self.tokens.paragraphs.iter().map(part).collect();
        self
    }

    /// Returns the index of the token's paragraph.
    pub fn paragraph(&self, token: usize) -> usize {
        self.tokens.paragraphs.partition_point(|range| range.end <= token)
    }

    /// Returns the part of a paragraph, by its index.
    pub fn part(&self, paragraph: usize) -> BlockPart {
        self.parts.get(paragraph).copied().unwrap_or_default()
    }

    /// Returns a token by its index; `None` beyond the end.
    #[inline]
    pub fn token(&self, at: usize) -> Option<&Token> {
        self.tokens.list.get(at)
    }

    /// The words of a token.
    #[inline]
    pub fn word(&self, at: usize) -> &'a str {
        self.token(at).map_or("", |token| token.span().of(self.text))
    }

    /// Returns true if the token is this word, in any case.
    #[inline]
    pub fn says(&self, at: usize, word: &str) -> bool {
        self.word(at).eq_ignore_ascii_case(word)
    }

    /// Returns true if the token is an article, in any case.
    pub fn says_article(&self, at: usize) -> bool {
        ["a", "an", "the"].iter().any(|word| self.says(at, word))
    }

    /// Returns true if the word ends like a regular participle.
    pub fn says_participle(&self, at: usize) -> bool {
        self.word(at).ends_with("ed")
    }

    /// Returns the outermost quotations that open in the range.
    pub fn quoted(&self, range: &Range<usize>) -> impl Iterator<Item = &Quoted> {
        let first = self.marks.list.partition_point(|q| q.open < range.start);
        let end = range.end;
        self.marks.list[first..].iter().take_while(move |q| q.open < end).filter(|q| q.depth == 0)
    }

    /// Returns the range without the punctuation around a content: commas, colons, full stops outside marks, empty
    /// marks.
    pub fn trimmed(&self, mut range: Range<usize>) -> Range<usize> {
        let slight = |at: usize| matches!(self.tokens.list[at].kind, Kind::Comma | Kind::Colon | Kind::Dash);
        while range.start < range.end && (slight(range.start) || self.tokens.list[range.start].kind == Kind::Stop) {
            range.start += 1;
        }
        // A question keeps its mark.
        let stop = |at: usize| self.tokens.list[at].kind == Kind::Stop && !self.word(at).contains(['?', '!']);
        while range.start < range.end
            && (slight(range.end - 1) || stop(range.end - 1))
            && !self.marks.inside(range.end - 1)
        {
            range.end -= 1;
        }
        range
    }
}

/// An attribution before its speaker is resolved.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Pieces of the content, in order, including their quote marks.
    pub content: Vec<Range<usize>>,
    /// Tokens of the cue, such as "said".
    pub cue: Option<Range<usize>>,
    /// Tokens that name the source.
    pub source: Option<Range<usize>>,
    /// True if the only words in marks are scare quotes, which quote nobody.
    pub scare_quotes: bool,
    /// True if the draft has no source of its own and takes the speaker of the attribution before.
    pub carried: bool,
    /// Name of the rule or model that decided.
    pub by: &'static str,
    /// Probability that content and speaker are right.
    pub confidence: f32,
}

impl Draft {
    /// First token of the content.
    pub fn start(&self) -> usize {
        self.content.first().map_or(0, |range| range.start)
    }

    /// One past the content's last token.
    pub fn end(&self) -> usize {
        self.content.last().map_or(0, |range| range.end)
    }

    /// Number of tokens in the content.
    pub fn size(&self) -> usize {
        self.content.iter().map(ExactSizeIterator::len).sum()
    }

    /// Number of tokens that both contents share.
    pub fn shared(&self, other: &Self) -> usize {
        self.content.iter().flat_map(|a| other.content.iter().map(move |b| overlap(a, b))).sum()
    }

    /// Returns true if the layout alone proves the content verbatim, as marks would.
    pub fn is_verbatim(&self) -> bool {
        matches!(self.by, "dialogue" | "transcript" | "block-quote" | "embedded")
    }

    /// Returns true if the token is in the content.
    pub fn covers(&self, token: usize) -> bool {
        self.content.iter().any(|range| range.contains(&token))
    }
}

/// Number of tokens that two ranges share.
pub fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}
