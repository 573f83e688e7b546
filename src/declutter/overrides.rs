//! The user's rules by host: certain blocks are always shown or always hidden.
//!
//! The rules are a text file, one per line; `#` begins a comment. A block is selected by its element and the parent
//! (tags and names without digits), by its words if other such blocks are treated differently (with `…` at the end:
//! by its first words), or `*` selects every block of the page:
//!
//! ```text
//! example.org  hide  p.promo < div.article-body
//! example.org  hide  "Read more of our coverage"
//! example.org  show  figcaption < figure.wide
//! example.org  show  *
//! ```

use super::outline::parent_of;
use crate::document::Document;
use crate::web_address::{self, host};
use crate::white_space;
use std::fmt;

/// Effect of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// The block belongs to the article.
    Show,
    /// The block is clutter.
    Hide,
}

impl Action {
    const fn name(self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Hide => "hide",
        }
    }
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SiteRule {
    /// Host without `www.`; it includes subdomains.
    pub host: String,
    /// Effect of the rule.
    pub action: Action,
    /// Blocks that it applies to.
    pub pattern: Pattern,
}

/// Selection of blocks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pattern {
    /// Blocks with this selector, as returned by [`element_selector`].
    Selector(String),
    /// Blocks with these words, white space folded; with `…` at the end, those that begin with them.
    Text(String),
    /// All blocks.
    All,
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Selector(element_selector) => f.write_str(element_selector),
            Self::Text(words) => write!(f, "\"{words}\""),
            Self::All => f.write_str("*"),
        }
    }
}

impl fmt::Display for SiteRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}  {}", self.host, self.action.name(), self.pattern)
    }
}

/// Parses rules. Also returns the numbers of invalid lines, from 1.
pub fn parse(text: &str) -> (Vec<SiteRule>, Vec<usize>) {
    let (mut rules, mut wrong) = (Vec::new(), Vec::new());
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match rule(line) {
            Some(rule) => rules.push(rule),
            None => wrong.push(number + 1),
        }
    }
    (rules, wrong)
}

fn rule(line: &str) -> Option<SiteRule> {
    let (host, rest) = line.split_once(char::is_whitespace)?;
    let (action, pattern) = rest.trim_start().split_once(char::is_whitespace)?;
    let action = match action {
        "show" => Action::Show,
        "hide" => Action::Hide,
        _ => return None,
    };
    let pattern = white_space::fold(pattern);
    let quoted = pattern.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let pattern = match (pattern.as_str(), quoted) {
        ("" | "\"" | "\"\"", _) => return None,
        ("*", _) => Pattern::All,
        (_, Some(words)) => Pattern::Text(words.to_owned()),
        _ => Pattern::Selector(pattern),
    };
    Some(SiteRule { host: web_address::normalize_host(host), action, pattern })
}

/// Number of characters that identify a block.
const MAX_PATTERN_CHARS: usize = 80;

impl Pattern {
    /// Returns the pattern of a block's words; `None` without words.
    fn of_words(text: &str) -> Option<Self> {
        let words = white_space::fold(text);
        let opening: String = words.chars().take(MAX_PATTERN_CHARS).collect();
        let whole = opening.len() == words.len();
        (!words.is_empty()).then(|| Self::Text(if whole { words } else { opening + "…" }))
    }

    fn means(&self, document: &Document, block: usize) -> bool {
        match self {
            Self::All => true,
            Self::Selector(made) => element_selector(document, block).as_ref() == Some(made),
            Self::Text(words) => {
                let text = document.blocks.get(block).map(|block| white_space::fold(&block.text)).unwrap_or_default();
                words.strip_suffix('…').map_or(text == *words, |opening| text.starts_with(opening))
            }
        }
    }
}

/// Returns the rule that treats this block the same on the next page of the host: by its selector, if `is_consistent`
/// returns true for all other blocks with that selector, else by its words. Returns `None` if the page has no host.
pub fn rule_for_block(
    document: &Document,
    block: usize,
    action: Action,
    is_consistent: impl Fn(usize) -> bool,
) -> Option<SiteRule> {
    let host = document.meta.url.as_deref().and_then(host)?;
    let telling = |made: &String| {
        let same = (0..document.blocks.len()).filter(|&at| element_selector(document, at).as_ref() == Some(made));
        made.contains('.') && same.into_iter().all(&is_consistent)
    };
    let made = element_selector(document, block).filter(telling).map(Pattern::Selector);
    let pattern = made.or_else(|| Pattern::of_words(&document.blocks.get(block)?.text))?;
    Some(SiteRule { host, action, pattern })
}

/// Returns the selector of a block: its element and the parent. `None` without elements.
pub fn element_selector(document: &Document, block: usize) -> Option<String> {
    let element = document.blocks.get(block)?.element? as usize;
    let own = step(document, element)?;
    Some(match parent_of(document, element).and_then(|parent| step(document, parent)) {
        Some(parent) => format!("{own} < {parent}"),
        None => own,
    })
}

fn step(document: &Document, element: usize) -> Option<String> {
    let element = document.elements.get(element)?;
    let mut out = element.tag.clone();
    let mut names: Vec<String> =
        element.names.split_whitespace().map(strip_digits).filter(|name| name.len() > 1).collect();
    names.sort_unstable();
    names.dedup();
    for name in names.iter().take(4) {
        out.push('.');
        out.push_str(name);
    }
    Some(out)
}

/// Removes digits, which vary from page to page: `post-1234` is `post`.
fn strip_digits(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphabetic() || matches!(c, '-' | '_')).collect();
    plain.trim_matches(['-', '_']).to_owned()
}

/// Returns the rules' decision on each block; the last matching rule counts.
pub fn decisions(document: &Document, rules: &[SiteRule]) -> Vec<Option<Action>> {
    let mut out = vec![None; document.blocks.len()];
    let Some(here) = document.meta.url.as_deref().and_then(host) else { return out };
    let under = |rule: &&SiteRule| here == rule.host || here.ends_with(&format!(".{}", rule.host));
    let rules: Vec<&SiteRule> = rules.iter().filter(under).collect();
    if rules.is_empty() {
        return out;
    }
    for (at, decision) in out.iter_mut().enumerate() {
        *decision = rules.iter().rev().find(|rule| rule.pattern.means(document, at)).map(|rule| rule.action);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Action, Pattern, SiteRule, decisions, element_selector, parse, rule_for_block};
    use crate::document::{Block, Document, Element, Metadata};

    const PARAGRAPH: &str =
        "A long paragraph of the article that nobody would want to have in a file of rules, word for word.";

    fn page() -> Document {
        let element = |parent, tag: &str, names: &str| Element {
            parent,
            tag: tag.into(),
            names: names.into(),
            ..Element::default()
        };
        Document {
            elements: vec![element(None, "div", "story-12 body"), element(Some(0), "p", "promo")],
            blocks: vec![
                Block { element: Some(1), text: "Buy  now".into(), ..Block::default() },
                Block { element: Some(0), text: PARAGRAPH.into(), ..Block::default() },
            ],
            meta: Metadata { url: Some("https://news.example.org/a".into()), ..Metadata::default() },
            ..Document::default()
        }
    }

    #[test]
    fn rules_are_read_as_they_are_written() {
        let (rules, wrong) = parse(
            "# mine\nexample.org hide p.promo < div.body.story\nnonsense\n\nexample.org show figure\n\
             Example.org  hide \"Read  \"more\" of it…\"\nexample.org show *\nexample.org show \"\"",
        );
        assert_eq!((rules.len(), wrong), (4, vec![3, 8]));
        let text = rules.iter().fold(String::new(), |all, rule| all + &rule.to_string() + "\n");
        assert_eq!(parse(&text), (rules, Vec::new()));
    }

    #[test]
    fn rule_applies_to_host_and_subdomains() {
        let made = element_selector(&page(), 0).unwrap();
        assert_eq!(made, "p.promo < div.body.story");
        let rule = |host: &str, pattern| SiteRule { host: host.into(), action: Action::Hide, pattern };
        let made = || Pattern::Selector(made.clone());
        assert_eq!(decisions(&page(), &[rule("example.org", made())]), [Some(Action::Hide), None]);
        assert_eq!(decisions(&page(), &[rule("ample.org", made())]), [None, None]);
        let words = |words: &str| rule("example.org", Pattern::Text(words.into()));
        assert_eq!(decisions(&page(), &[words("A long")]), [None, None]);
        assert_eq!(decisions(&page(), &[words("A long…")]), [None, Some(Action::Hide)]);
        assert_eq!(decisions(&page(), &[rule("example.org", Pattern::All)]), [Some(Action::Hide); 2]);
    }

    #[test]
    fn rule_for_block_uses_selector_or_text() {
        let learned = |block, is_consistent: bool| {
            rule_for_block(&page(), block, Action::Hide, |_| is_consistent).unwrap().to_string()
        };
        assert_eq!(learned(0, true), "news.example.org  hide  p.promo < div.body.story");
        assert_eq!(learned(0, false), "news.example.org  hide  \"Buy now\"");
        let opening: String = PARAGRAPH.chars().take(80).collect();
        assert_eq!(learned(1, false), format!("news.example.org  hide  \"{opening}…\""));
        assert!(rule_for_block(&Document::default(), 0, Action::Hide, |_| true).is_none());
    }
}
