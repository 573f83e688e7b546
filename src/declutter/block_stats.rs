//! Statistics of a single block: counts, densities, wording. Its neighbours are not considered.

use super::dates;
use super::wording::{ClutterPhrases, PhraseCounts, fold};
use crate::char_class::is_alphanumeric;
use crate::document::{Block, BlockKind, Mark, Style};

/// Statistics of one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockStats {
    /// Its folded text.
    pub folded: String,
    /// Number of characters.
    pub chars: f32,
    /// Number of words.
    pub words: f32,
    /// Share of the characters in links, 0 to 1.
    pub linked: f32,
    /// Number of links.
    pub links: f32,
    /// Share of the characters in strong or emphasised text.
    pub emphasized: f32,
    /// Share of function words.
    pub function: f32,
    /// Share of words that begin with a capital.
    pub capitals: f32,
    /// Counts of characters.
    pub char_counts: CharCounts,
    /// The ending of its text.
    pub ends: TextEnding,
    /// Shares of clutter phrases.
    pub phrases: PhraseCounts,
    /// Share of the text that is a date; 0 without one.
    pub date: f32,
    /// True if it contains a time of day.
    pub time: bool,
}

/// Counts of informative characters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CharCounts {
    /// Commas of any script.
    pub commas: f32,
    /// Full stops, question and exclamation marks.
    pub stops: f32,
    /// Digits.
    pub digits: f32,
    /// Capital letters.
    pub upper: f32,
    /// Bars, guillemets, bullets, arrows: separators of labels.
    pub bars: f32,
    /// Quote marks.
    pub quotes: f32,
    /// `@`, `#`, `©` and addresses.
    pub symbols: f32,
}

/// Ending of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextEnding {
    /// A full stop or the like.
    Sentence,
    /// A colon: something follows.
    Colon,
    /// An ellipsis: cut off.
    Ellipsis,
    /// None of these, like a label.
    #[default]
    Open,
}

impl BlockStats {
    /// Measures a block.
    pub fn of(block: &Block, wording: &ClutterPhrases) -> Self {
        let folded = fold(&block.text);
        let chars = block.text.chars().count() as f32;
        let bytes = block.text.len().max(1) as f32;
        let (mut words, mut function, mut capitals) = (0.0_f32, 0.0, 0.0);
        for word in block.text.split(|c: char| !is_alphanumeric(c) && c != '\'').filter(|w| !w.is_empty()) {
            words += unsegmented_chars(word).map_or(1.0, |chars| (chars * WORDS_PER_CHAR).max(1.0));
            capitals += f32::from(u8::from(word.starts_with(char::is_uppercase)));
        }
        for word in folded.split(|c: char| !is_alphanumeric(c) && c != '\'') {
            function += match unsegmented_chars(word) {
                Some(_) => word.chars().filter(|&c| is_function_sign(c)).count() as f32,
                None => f32::from(u8::from(wording.is_function_word(word))),
            };
        }
        let phrases = wording.count(&folded);
        let date =
            dates::first(&folded, wording).map_or(0.0, |d| (d.end - d.start) as f32 / folded.len().max(1) as f32);
        let links = block.marks.iter().filter(|m| matches!(m.style, Style::Link(_))).count() as f32;
        Self {
            linked: covered(&block.marks, |s| matches!(s, Style::Link(_))) / bytes,
            emphasized: covered(&block.marks, |s| matches!(s, Style::Strong | Style::Emphasis)) / bytes,
            function: function / words.max(1.0),
            capitals: capitals / words.max(1.0),
            char_counts: char_counts(&block.text),
            ends: ending(&block.text),
            time: dates::has_time(&folded),
            chars,
            words,
            links,
            phrases,
            date,
            folded,
        }
    }

    /// Returns true for certain running text: long, few links, with sentences and function words.
    pub fn is_prose(&self) -> bool {
        self.words >= 20.0
            && self.linked < 0.25
            && self.function > 0.15
            && self.char_counts.stops >= 1.0
            && self.ends != TextEnding::Open
    }
}

/// Number of words per character in a script without spaces: most Chinese and Japanese words have two.
const WORDS_PER_CHAR: f32 = 0.5;

/// Number of characters of a run in a script without spaces (Chinese, Japanese, Thai …); `None` for other scripts.
fn unsegmented_chars(run: &str) -> Option<f32> {
    let first = run.chars().next().filter(|c| !c.is_ascii())?;
    let is_unsegmented_script =
        |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    (is_unsegmented_script(first) || run.chars().any(is_unsegmented_script))
        .then(|| run.chars().filter(|c| !c.is_ascii()).count() as f32)
}

/// Returns true for characters with a grammatical function: Japanese particles, the commonest Chinese function words.
const fn is_function_sign(c: char) -> bool {
    matches!(
        c,
        'の' | 'に'
            | 'は'
            | 'を'
            | 'が'
            | 'で'
            | 'と'
            | 'も'
            | 'た'
            | 'て'
            | '的'
            | '了'
            | '是'
            | '在'
            | '和'
            | '不'
            | '也'
            | '有'
            | '这'
            | '為'
            | '就'
    )
}

/// Returns true for pictures and other media.
pub const fn is_picture(kind: &BlockKind) -> bool {
    matches!(kind, BlockKind::Image(_))
}

/// Number of bytes under marks of a style; overlapping marks count once.
fn covered(marks: &[Mark], wanted: impl Fn(&Style) -> bool) -> f32 {
    let (mut sum, mut upto) = (0, 0);
    for mark in marks.iter().filter(|m| wanted(&m.style)) {
        let start = mark.span.start.max(upto);
        if mark.span.end > start {
            sum += mark.span.end - start;
            upto = mark.span.end;
        }
    }
    sum as f32
}

fn char_counts(text: &str) -> CharCounts {
    let mut s = CharCounts::default();
    for c in text.chars() {
        match c {
            ',' | ';' | '、' | '，' | '،' => s.commas += 1.0,
            '.' | '!' | '?' | '…' | '。' | '！' | '？' => s.stops += 1.0,
            '0'..='9' => s.digits += 1.0,
            '|' | '»' | '›' | '•' | '·' | '→' | '←' | '>' | '/' => s.bars += 1.0,
            '"' | '“' | '”' | '„' | '«' => s.quotes += 1.0,
            '@' | '#' | '©' | '®' | '™' => s.symbols += 1.0,
            c if c.is_uppercase() => s.upper += 1.0,
            _ => {}
        }
    }
    s
}

fn ending(text: &str) -> TextEnding {
    let end = text
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '“'));
    match end.chars().next_back() {
        Some('…') => TextEnding::Ellipsis,
        Some('.') if end.ends_with("..") => TextEnding::Ellipsis,
        Some('.' | '!' | '?' | '。' | '！' | '？' | ';') => TextEnding::Sentence,
        Some(':' | '：') => TextEnding::Colon,
        _ => TextEnding::Open,
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these values are counted")]
mod tests {
    use super::{BlockStats, TextEnding};
    use crate::declutter::wording::ClutterPhrases;
    use crate::document::{Block, Mark, Span, Style};

    fn measure(text: &str, links: &[(usize, usize)]) -> BlockStats {
        let marks = links
            .iter()
            .map(|&(s, e)| Mark { span: Span::new(s, e), style: Style::Link("http://x.example".into()) })
            .collect();
        BlockStats::of(&Block { text: text.into(), marks, ..Block::default() }, &ClutterPhrases::bundled())
    }

    #[test]
    fn block_stats_differ_for_label_and_sentence() {
        let label = measure("Top Stories", &[(0, 11)]);
        assert_eq!((label.words, label.linked, label.ends), (2.0, 1.0, TextEnding::Open));
        let sentence = measure("He said that it was the end of the matter, and he meant it.”", &[]);
        assert_eq!((sentence.linked, sentence.ends, sentence.char_counts.commas), (0.0, TextEnding::Sentence, 1.0));
        assert!(sentence.function > 0.6 && label.function == 0.0);
    }

    #[test]
    fn unsegmented_script_has_words() {
        let japanese = measure(
            "これが非常に困ったもので、パスワードを管理するソフトの起動キーと同じなのです。毎日使うのでとても不便です。",
            &[],
        );
        assert!((20.0..30.0).contains(&japanese.words) && japanese.is_prose(), "{japanese:?}");
        let label = measure("最新ニュース", &[]);
        assert!(label.words == 3.0 && !label.is_prose());
    }

    #[test]
    fn endings() {
        for (text, ending) in [
            ("It was so:", TextEnding::Colon),
            ("And then…", TextEnding::Ellipsis),
            ("And then...", TextEnding::Ellipsis),
            ("", TextEnding::Open),
        ] {
            assert_eq!(measure(text, &[]).ends, ending, "{text}");
        }
    }
}
