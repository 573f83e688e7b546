//! What a reader decided against the model: rules by host that always show, or always hide, the blocks made in one way.
//!
//! They are kept as text that one can read and edit, a rule a line; `#` opens a comment. The way a block is made is its
//! element and the one around it, tag and names, figures left out:
//!
//! ```text
//! example.org  hide  p.promo < div.article-body
//! example.org  show  figcaption < figure.wide
//! ```

use super::outline::parent_of;
use crate::document::Document;
use std::fmt;

/// What is done with a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// It is of the article.
    Show,
    /// It is clutter.
    Hide,
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    /// The host without `www.`; its subdomains are meant too.
    pub host: String,
    /// What is done.
    pub action: Action,
    /// How the blocks are made, as [`signature`] gives it.
    pub signature: String,
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let action = match self.action {
            Action::Show => "show",
            Action::Hide => "hide",
        };
        write!(f, "{}  {action}  {}", self.host, self.signature)
    }
}

/// Reads rules; lines that are none are given back by their number, from 1, for whoever tells the user.
pub fn parse(text: &str) -> (Vec<Rule>, Vec<usize>) {
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

fn rule(line: &str) -> Option<Rule> {
    let (host, rest) = line.split_once(char::is_whitespace)?;
    let (action, signature) = rest.trim_start().split_once(char::is_whitespace)?;
    let action = match action {
        "show" => Action::Show,
        "hide" => Action::Hide,
        _ => return None,
    };
    let signature = signature.split_whitespace().collect::<Vec<_>>().join(" ");
    (!signature.is_empty()).then(|| Rule { host: host.to_ascii_lowercase(), action, signature })
}

/// Writes rules, one a line, as [`parse`] reads them.
pub fn print(rules: &[Rule]) -> String {
    rules.iter().fold(String::new(), |all, rule| all + &rule.to_string() + "\n")
}

/// How a block is made: its element and the one around it. `None` where there is no tree.
pub fn signature(document: &Document, block: usize) -> Option<String> {
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
        element.names.split_whitespace().map(without_figures).filter(|name| name.len() > 1).collect();
    names.sort_unstable();
    names.dedup();
    for name in names.iter().take(4) {
        out.push('.');
        out.push_str(name);
    }
    Some(out)
}

/// `post-1234` is `post`: what differs from page to page says nothing.
fn without_figures(name: &str) -> String {
    let plain: String = name.chars().filter(|c| c.is_alphabetic() || matches!(c, '-' | '_')).collect();
    plain.trim_matches(['-', '_']).to_owned()
}

/// The host of an address without `www.`, lower case.
pub fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}

/// What the rules say of each block; the last rule that fits counts.
pub fn decisions(document: &Document, rules: &[Rule]) -> Vec<Option<Action>> {
    let mut out = vec![None; document.blocks.len()];
    let Some(here) = document.meta.url.as_deref().and_then(host) else { return out };
    let under = |rule: &&Rule| here == rule.host || here.ends_with(&format!(".{}", rule.host));
    let rules: Vec<&Rule> = rules.iter().filter(under).collect();
    if rules.is_empty() {
        return out;
    }
    for (at, decision) in out.iter_mut().enumerate() {
        if let Some(made) = signature(document, at) {
            *decision = rules.iter().rev().find(|rule| rule.signature == made).map(|rule| rule.action);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Action, Rule, decisions, host, parse, print, signature};
    use crate::document::{Block, Document, Element, Metadata};

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
                Block { element: Some(1), ..Block::default() },
                Block { element: Some(0), ..Block::default() },
            ],
            meta: Metadata { url: Some("https://news.example.org/a".into()), ..Metadata::default() },
            ..Document::default()
        }
    }

    #[test]
    fn rules_are_read_as_they_are_written() {
        let (rules, wrong) =
            parse("# mine\nexample.org hide p.promo < div.body.story\nnonsense\n\nexample.org show figure");
        assert_eq!((rules.len(), wrong), (2, vec![3]));
        assert_eq!(parse(&print(&rules)), (rules, Vec::new()));
    }

    #[test]
    fn a_rule_holds_for_its_host_and_those_below() {
        let made = signature(&page(), 0).unwrap();
        assert_eq!(made, "p.promo < div.body.story");
        let rule = |host: &str| Rule { host: host.into(), action: Action::Hide, signature: made.clone() };
        assert_eq!(decisions(&page(), &[rule("example.org")]), [Some(Action::Hide), None]);
        assert_eq!(decisions(&page(), &[rule("ample.org")]), [None, None]);
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://u@www.Example.org:80/x").as_deref(), Some("example.org"));
        assert_eq!(host("mailto:x"), None);
    }
}
