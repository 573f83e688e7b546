//! Parses an XML feed into the elements of the feed and of each entry, with names and texts. Resolves namespace
//! prefixes and `xml:base`. Pure.

use super::xml::{Token, Tokens, attribute, attributes, local};
use crate::library::entities::decode;
use std::collections::HashMap;
use std::fmt::Write;
use url::Url;

/// The elements of a feed.
#[derive(Debug, Default)]
pub(super) struct Elements {
    /// True for Atom, in which a text declares its markup.
    pub(super) is_atom: bool,
    /// Elements of the feed itself.
    pub(super) head: Vec<Element>,
    /// Elements of each entry, in document order.
    pub(super) entries: Vec<Vec<Element>>,
    /// True if the document ends within an entry, which is left out.
    pub(super) is_cut: bool,
}

/// A child element of a feed or an entry.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    /// Name in lower case; elements of other vocabularies have the usual prefix: `dc:creator`, `content:encoded`.
    pub(super) name: String,
    /// The attributes as written.
    attributes: String,
    /// All text in it; references are resolved once.
    pub(super) text: String,
    /// Its child elements as HTML with absolute addresses; `None` without children.
    pub(super) markup: Option<String>,
    /// Base of relative addresses in it.
    pub(super) base: Option<Url>,
    /// Texts of its child elements, by name; used for persons.
    pub(super) children: Vec<(String, String)>,
}

impl Element {
    /// Returns the value of an attribute, if it is not empty.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.attributes, name).filter(|value| !value.is_empty())
    }

    /// Returns the text of the first child with that name.
    pub(super) fn child(&self, name: &str) -> Option<&str> {
        self.children
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, text)| text.trim())
            .filter(|text| !text.is_empty())
    }
}

/// Namespace declarations by prefix.
#[derive(Debug, Default)]
struct Namespaces {
    is_atom: bool,
    prefixes: HashMap<String, Option<&'static str>>,
}

/// Returns the usual prefix of a namespace; `None` for one that no feed needs.
fn vocabulary(uri: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 14] = [
        ("www.w3.org/2005/atom", "atom"),
        ("purl.org/atom/", "atom"),
        ("purl.org/rss/1.0/modules/content", "content"),
        ("purl.org/rss/1.0/modules/", "other"),
        ("purl.org/dc/elements", "dc"),
        ("purl.org/dc/terms", "dcterms"),
        ("search.yahoo.com/mrss", "media"),
        ("itunes.com/dtds/podcast", "itunes"),
        ("feedburner", "feedburner"),
        ("02/22-rdf-syntax-ns", "rdf"),
        ("purl.org/rss/1.0/", ""),
        ("netscape.com/rdf/simple", ""),
        ("userland.com/rss", ""),
        ("harvard.edu/tech/rss", ""),
    ];
    let uri = uri.to_ascii_lowercase();
    KNOWN.iter().find(|(part, _)| uri.contains(part)).map(|(_, prefix)| *prefix)
}

impl Namespaces {
    /// Adds the namespace declarations of a start tag.
    fn declare(&mut self, text: &str) {
        if !text.contains("xmlns") {
            return;
        }
        for (name, uri) in attributes(text) {
            let prefix = if name == "xmlns" { Some("") } else { name.strip_prefix("xmlns:") };
            if let Some(prefix) = prefix {
                self.prefixes.insert(prefix.to_ascii_lowercase(), vocabulary(&uri));
            }
        }
    }

    fn name(&self, name: &str) -> String {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix).to_ascii_lowercase();
        let local = local(name);
        let known = match self.prefixes.get(&prefix) {
            Some(Some(known)) => known,
            // The prefix is undeclared, or the default namespace of a feed that has its own.
            None => prefix.as_str(),
            Some(None) if prefix.is_empty() => "",
            Some(None) => "other",
        };
        match known {
            "" => local.into_owned(),
            "atom" if self.is_atom => local.into_owned(),
            known => format!("{known}:{local}"),
        }
    }
}

/// Reads the elements of a document. `base` is its address.
///
/// # Errors
/// It is not a feed; the message says what it is instead.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<Elements, String> {
    let mut reader = Reader { tokens: Tokens::new(text), names: Namespaces::default(), bases: vec![base.cloned()] };
    let mut found = Elements { is_atom: reader.root()?, ..Elements::default() };
    reader.names.is_atom = found.is_atom;
    while let Some(token) = reader.tokens.next() {
        let Token::Start { name, attributes, is_empty } = token else {
            if matches!(token, Token::End { name } if is_container(&local(name))) && reader.bases.len() > 2 {
                reader.bases.pop();
            }
            continue;
        };
        reader.names.declare(attributes);
        match reader.names.name(name).as_str() {
            "item" | "entry" | "atom:entry" if is_empty => {}
            "item" | "entry" | "atom:entry" => reader.entries(attributes, &mut found),
            "channel" | "feed" if !is_empty => reader.open(attributes),
            "image" | "textinput" => drop(reader.element(String::new(), name, attributes, is_empty)),
            known => found.head.push(reader.element(known.to_owned(), name, attributes, is_empty)),
        }
    }
    Ok(found)
}

fn is_container(name: &str) -> bool {
    matches!(name, "item" | "entry" | "channel" | "feed" | "rss" | "rdf")
}

struct Reader<'a> {
    tokens: Tokens<'a>,
    names: Namespaces,
    /// Base address of each open container.
    bases: Vec<Option<Url>>,
}

impl<'a> Reader<'a> {
    /// Finds the root element. Returns true if it is Atom's.
    fn root(&mut self) -> Result<bool, String> {
        let mut first = None;
        loop {
            let before = self.tokens.clone();
            let Some(token) = self.tokens.next() else { break };
            let Token::Start { name, attributes, .. } = token else { continue };
            let found = local(name);
            match found.as_ref() {
                // The document is a single entry; its tag is read again.
                "entry" => {
                    self.names.declare(attributes);
                    self.bases.push(self.bases.first().cloned().flatten());
                    self.tokens = before;
                    return Ok(true);
                }
                "rss" | "rdf" | "feed" | "channel" => {
                    self.names.declare(attributes);
                    let base = self.base_of(attributes);
                    self.bases.push(base);
                    return Ok(found == "feed");
                }
                "html" | "head" | "body" => return Err("a web page, not a feed".into()),
                _ => first = first.or(Some(name)),
            }
        }
        Err(match first {
            Some(name) => format!("neither RSS nor Atom (its first element is <{name}>)"),
            None => "not a feed: it has no elements".into(),
        })
    }

    fn base_of(&self, attributes: &str) -> Option<Url> {
        let outer = self.bases.last().cloned().flatten();
        let Some(own) = attribute(attributes, "xml:base").filter(|base| !base.is_empty()) else { return outer };
        match &outer {
            Some(outer) => outer.join(&own).ok(),
            None => Url::parse(&own).ok(),
        }
        .or(outer)
    }

    fn open(&mut self, attributes: &str) {
        let base = self.base_of(attributes);
        self.bases.push(base);
    }

    /// Reads an entry after its start tag, and entries that begin inside it because it is not closed.
    fn entries(&mut self, attributes: &'a str, found: &mut Elements) {
        let mut own: Vec<Element> = Vec::new();
        let about = |attributes: &str| attribute(attributes, "rdf:about");
        let begin = |text: Option<String>| {
            text.map(|text| Element { name: "rdf:about".into(), text, ..Element::default() }).into_iter()
        };
        own.extend(begin(about(attributes)));
        self.open(attributes);
        loop {
            let Some(token) = self.tokens.next() else {
                found.is_cut = true;
                break;
            };
            match token {
                Token::End { name } => match local(name).as_ref() {
                    "item" | "entry" | "channel" | "feed" | "rss" | "rdf" => {
                        found.entries.push(own);
                        break;
                    }
                    _ => {}
                },
                Token::Start { name, attributes, is_empty } => {
                    self.names.declare(attributes);
                    match self.names.name(name).as_str() {
                        "item" | "entry" | "atom:entry" => {
                            found.entries.push(std::mem::take(&mut own));
                            own.extend(begin(about(attributes)));
                        }
                        "media:group" => {}
                        known => own.push(self.element(known.to_owned(), name, attributes, is_empty)),
                    }
                }
                Token::Text(_) | Token::CharacterData(_) => {}
            }
        }
        self.bases.pop();
    }

    /// Reads an element after its start tag, up to its end or that of its parent.
    fn element(&mut self, name: String, tag: &str, attributes: &str, is_empty: bool) -> Element {
        let base = self.base_of(attributes);
        let mut element = Element { name, attributes: attributes.to_owned(), base, ..Element::default() };
        let mut inside = Vec::new();
        let mut depth = usize::from(!is_empty);
        while depth > 0 {
            let before = self.tokens.clone();
            let Some(token) = self.tokens.next() else { break };
            match token {
                Token::End { name } if name == tag => depth -= 1,
                Token::Start { name, is_empty: false, .. } if name == tag => depth += 1,
                Token::End { name } | Token::Start { name, .. } if matches!(local(name).as_ref(), "item" | "entry") => {
                    self.tokens = before;
                    break;
                }
                Token::End { name } if matches!(local(name).as_ref(), "channel" | "feed" | "rss") => {
                    self.tokens = before;
                    break;
                }
                _ => {}
            }
            if depth > 0 {
                inside.push(token);
            }
        }
        for token in &inside {
            match token {
                Token::Text(text) => element.text.push_str(&decode(text)),
                Token::CharacterData(text) => element.text.push_str(text),
                Token::Start { .. } | Token::End { .. } => {}
            }
        }
        if inside.iter().any(|token| matches!(token, Token::Start { .. })) {
            element.children = children(&inside);
            element.markup = Some(markup(&inside, element.base.as_ref()));
        }
        element
    }
}

/// Returns the texts of the elements among these tokens, by local name.
fn children(inside: &[Token<'_>]) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for token in inside.iter().take(200) {
        match token {
            Token::Start { name, .. } => found.push((local(name).into_owned(), String::new())),
            Token::Text(text) => {
                if let Some((_, last)) = found.last_mut() {
                    last.push_str(&decode(text));
                }
            }
            Token::CharacterData(text) => {
                if let Some((_, last)) = found.last_mut() {
                    last.push_str(text);
                }
            }
            Token::End { .. } => {}
        }
    }
    found
}

/// Converts XHTML to HTML: no prefixes, no self-closed elements except void ones, absolute addresses.
fn markup(inside: &[Token<'_>], base: Option<&Url>) -> String {
    const VOID: [&str; 12] =
        ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];
    let mut out = String::new();
    let mut bases = vec![base.cloned()];
    for token in inside {
        match token {
            Token::Text(text) => out.push_str(text),
            Token::CharacterData(text) => out.push_str(&escape(text)),
            Token::End { name } => {
                if bases.len() > 1 {
                    bases.pop();
                }
                // Writing to a string cannot fail.
                let _ = write!(out, "</{}>", local(name));
            }
            Token::Start { name, attributes: text, is_empty } => {
                let name = local(name);
                let outer = bases.last().cloned().flatten();
                let own = attribute(text, "xml:base").and_then(|own| match &outer {
                    Some(outer) => outer.join(&own).ok(),
                    None => Url::parse(&own).ok(),
                });
                let base = own.or(outer);
                let _ = write!(out, "<{name}");
                for (name, value) in attributes(text).filter(|(name, _)| !name.starts_with("xml")) {
                    let address = matches!(name, "href" | "src" | "poster" | "cite") && !value.starts_with('#');
                    let joined = base.as_ref().filter(|_| address).and_then(|base| base.join(value.trim()).ok());
                    let value = joined.map_or(value, String::from);
                    let _ = write!(out, " {name}=\"{}\"", escape(&value));
                }
                out.push('>');
                let is_void = VOID.contains(&name.as_ref());
                if *is_empty && !is_void {
                    let _ = write!(out, "</{name}>");
                } else if !is_empty {
                    bases.push(base);
                }
            }
        }
    }
    out
}

/// Escapes text for HTML, including attributes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
