//! Reads the fields of an RSS or Atom entry from its elements. Pure.

use super::elements::{self, Element, escape};
use super::inline::{fold, plain};
use super::{Enclosure, FeedEntry, FeedFile};
use crate::library::{Seconds, dates};
use url::Url;

/// Largest number of tags of an entry, and the longest tag.
const MAX_TAGS: usize = 12;
const MAX_TAG_CHARS: usize = 60;

/// Elements with dates of publication, then of changes; the best first.
const PUBLISHED: [&str; 7] =
    ["pubdate", "published", "atom:published", "issued", "dcterms:issued", "dc:date", "dcterms:created"];
const CHANGED: [&str; 6] = ["updated", "atom:updated", "modified", "dcterms:modified", "lastbuilddate", "created"];

/// Reads RSS or Atom.
///
/// # Errors
/// It is neither; the message says what it is.
pub(super) fn read(text: &str, base: Option<&Url>) -> Result<FeedFile, String> {
    let found = elements::read(text, base)?;
    let head = Fields { elements: &found.head, is_atom: found.is_atom };
    let site = head.alternate().or_else(|| head.text(&["link"]).and_then(|link| head.absolute("link", &link)));
    let authors = head.persons(&["author", "itunes:author"]);
    let entries = found.entries.iter().map(|elements| {
        let fields = Fields { elements, is_atom: found.is_atom };
        fields.entry(site.as_deref().filter(|_| base.is_none()), &authors)
    });
    Ok(FeedFile {
        title: head.line(&["title", "atom:title", "dc:title"]),
        language: head.text(&["language", "dc:language"]),
        entries: entries.collect(),
        problem: found.is_cut.then(|| "its last entry is incomplete".into()),
        site,
    })
}

/// The elements of an entry or of the feed.
struct Fields<'e> {
    elements: &'e [Element],
    is_atom: bool,
}

impl<'e> Fields<'e> {
    fn all<'n>(&self, names: &'n [&str]) -> impl Iterator<Item = &'e Element> + use<'e, 'n> {
        let elements = self.elements;
        names.iter().flat_map(move |name| elements.iter().filter(move |element| element.name == *name))
    }

    /// Returns the first text under these names that is not empty.
    fn text(&self, names: &[&str]) -> Option<String> {
        self.all(names).map(|element| element.text.trim()).find(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Returns a text as one line. Atom declares markup; in RSS any text may have some.
    fn line(&self, names: &[&str]) -> Option<String> {
        let found = self.all(names).find(|element| !element.text.trim().is_empty())?;
        let is_html = match (self.is_atom, found.attribute("type").as_deref()) {
            (true, Some("html" | "text/html")) | (false, _) => true,
            (true, None) => found.attribute("mode").as_deref() == Some("escaped"),
            (true, Some(_)) => false,
        };
        // A title that was written as HTML for RSS is also HTML in Atom without a declaration: `&amp;#8217;`.
        let references = found.attribute("type").is_none() && found.text.contains("&#");
        let line = if is_html || references { plain(&found.text) } else { fold(&found.text) };
        (!line.is_empty()).then_some(line)
    }

    /// Returns the first date under these names that can be parsed.
    fn date(&self, names: &[&str]) -> Option<Seconds> {
        self.all(names).find_map(|element| dates::parse(element.text.trim()))
    }

    /// Resolves an address against the base of the element with that name.
    fn absolute(&self, name: &str, address: &str) -> Option<String> {
        let base = self.all(&[name]).find_map(|element| element.base.as_ref());
        absolute(address, base)
    }

    /// Returns the page of an Atom link.
    fn alternate(&self) -> Option<String> {
        let links = || self.all(&["link", "atom:link"]).filter(|link| link.attribute("href").is_some());
        let is_alternate =
            |link: &&Element| link.attribute("rel").is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
        let is_page = |link: &&Element| link.attribute("type").is_none_or(|kind| kind.contains("html"));
        let link = links().filter(is_alternate).find(is_page).or_else(|| links().find(is_alternate))?;
        absolute(&link.attribute("href")?, link.base.as_ref())
    }

    /// Returns the entry's page: its link, else its permanent identifier.
    fn page(&self, site: Option<&str>) -> Option<String> {
        let base = |element: &Element| element.base.clone().or_else(|| Url::parse(site?).ok());
        let written = |name: &str| {
            let found = self.all(&[name]).find(|element| !element.text.trim().is_empty());
            found.and_then(|element| absolute(&element.text, base(element).as_ref()))
        };
        let permanent = || {
            let is_permanent = |guid: &&Element| {
                guid.attribute("ispermalink").is_none_or(|value| !value.eq_ignore_ascii_case("false"))
            };
            let guid = self.all(&["guid"]).find(is_permanent)?;
            let text = guid.text.trim();
            is_web(text).then(|| text.to_owned())
        };
        written("feedburner:origlink")
            .or_else(|| if self.is_atom { self.alternate() } else { None })
            .or_else(|| written("link"))
            .or_else(|| self.alternate())
            .or_else(permanent)
            .or_else(|| written("rdf:about").filter(|about| is_web(about)))
            .or_else(|| if self.is_atom { self.text(&["id"]).filter(|id| is_web(id)) } else { None })
            .or_else(|| {
                let content = self.all(&["content"]).find_map(|content| content.attribute("src"))?;
                absolute(&content, None)
            })
    }

    fn entry(&self, site: Option<&str>, feed_authors: &[String]) -> FeedEntry {
        let title = self.line(&["title", "atom:title", "dc:title", "media:title"]);
        let enclosures = self.enclosures();
        let page = self.page(site);
        let link = page.clone().or_else(|| enclosures.first().map(|one| one.url.clone()));
        let date = self.date(&PUBLISHED).or_else(|| self.date(&CHANGED));
        let (html, base) = self.longest_text();
        let mut authors = self.persons(&["author", "dc:creator", "itunes:author"]);
        if authors.is_empty() {
            authors = feed_authors.to_vec();
        }
        let guid = self.text(&["guid", "id", "atom:id", "rdf:about"]);
        let key = guid.or_else(|| link.clone()).unwrap_or_else(|| {
            let named = title.as_ref().map(|title| format!("{title}\n{}", date.unwrap_or_default()));
            named.or_else(|| html.clone()).unwrap_or_default()
        });
        let is_page = page.is_some() && !enclosures.iter().any(|one| Some(&one.url) == page.as_ref());
        FeedEntry { key, title, link, is_page, date, authors, tags: self.tags(), html, base, enclosures }
    }

    /// Returns the longer of content and summary as HTML, and the base of its links if the feed names one.
    fn longest_text(&self) -> (Option<String>, Option<String>) {
        const TEXTS: [&str; 9] = [
            "content:encoded",
            "content",
            "atom:content",
            "description",
            "summary",
            "atom:summary",
            "itunes:summary",
            "media:description",
            "dcterms:abstract",
        ];
        let found = self.all(&TEXTS).map(|element| (self.html(element), element)).filter(|(html, _)| has_text(html));
        // Of two texts of equal length, the first is taken.
        let length = |html: &str| plain(html).chars().count();
        let mut best: Option<(usize, String, &Element)> = None;
        for (html, element) in found {
            let length = length(&html);
            if best.as_ref().is_none_or(|(most, ..)| length > *most) {
                best = Some((length, html, element));
            }
        }
        let Some((_, html, element)) = best else { return (None, None) };
        let base = element.attribute("xml:base").and(element.base.as_ref()).map(Url::to_string);
        (Some(html), base)
    }

    /// Returns an element's text as HTML.
    fn html(&self, element: &Element) -> String {
        let kind = element.attribute("type").unwrap_or_default().to_ascii_lowercase();
        if let Some(markup) = element.markup.as_ref().filter(|_| kind != "html" || element.text.trim().is_empty()) {
            return markup.clone();
        }
        let escaped = element.attribute("mode").as_deref() == Some("escaped");
        let is_atom = self.is_atom && !element.name.contains(':');
        let is_text = matches!(kind.as_str(), "text" | "text/plain") && is_atom && !escaped
            || is_atom && kind.is_empty() && !escaped && !element.text.contains("</");
        if is_text { text_as_html(&element.text) } else { paragraphs(&element.text) }
    }

    fn persons(&self, names: &[&str]) -> Vec<String> {
        for name in names {
            let mut found: Vec<String> = Vec::new();
            for element in self.all(&[name]) {
                let named = element.child("name").or_else(|| element.child("email"));
                let name = named.map_or_else(|| person(&element.text), plain);
                if !name.is_empty() && !found.contains(&name) {
                    found.push(name);
                }
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn tags(&self) -> Vec<String> {
        let mut found = Vec::new();
        for element in self.all(&["category", "atom:category", "dc:subject"]) {
            let named = element.attribute("label").or_else(|| element.attribute("term"));
            let tag = plain(&named.unwrap_or_else(|| element.text.clone()));
            // A category that is an address is an identifier, not a tag.
            if !tag.is_empty() && !is_web(&tag) && tag.chars().count() <= MAX_TAG_CHARS && !found.contains(&tag) {
                found.push(tag);
            }
        }
        found.truncate(MAX_TAGS);
        found
    }

    fn enclosures(&self) -> Vec<Enclosure> {
        let duration = self.text(&["itunes:duration"]);
        let is_enclosure = |link: &&Element| {
            let rel = link.attribute("rel");
            !link.name.ends_with("link") || rel.is_some_and(|rel| rel.eq_ignore_ascii_case("enclosure"))
        };
        let mut found: Vec<Enclosure> = Vec::new();
        for element in self.all(&["enclosure", "link", "atom:link", "media:content"]).filter(is_enclosure) {
            let written = element.attribute("url").or_else(|| element.attribute("href"));
            let Some(url) = written.and_then(|url| absolute(&url, element.base.as_ref())) else { continue };
            let media_type = element.attribute("type").or_else(|| element.attribute("medium"));
            let is_picture =
                element.name == "media:content" && media_type.as_deref().is_none_or(|kind| kind.starts_with("image"));
            if is_picture || found.iter().any(|one| one.url == url) {
                continue;
            }
            let bytes = element.attribute("length").or_else(|| element.attribute("filesize"));
            let bytes = bytes.and_then(|bytes| bytes.trim().parse().ok()).filter(|bytes| *bytes > 0);
            let length = duration.clone().or_else(|| element.attribute("duration"));
            found.push(Enclosure { url, media_type, bytes, duration: length });
        }
        found
    }
}

/// Returns the name in RSS's forms of a person: `Jane Doe`, `jane@a.example (Jane Doe)`.
fn person(text: &str) -> String {
    let text = plain(text);
    let named = text.split_once('(').and_then(|(address, rest)| {
        let name = rest.split(')').next()?.trim();
        (address.contains('@') && !name.is_empty()).then(|| name.to_owned())
    });
    named.unwrap_or(text)
}

/// Returns true if a text is a web address.
pub(super) fn is_web(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https")) && !text.contains(char::is_whitespace)
}

/// Resolves a web address.
pub(super) fn absolute(address: &str, base: Option<&Url>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    // Absolute addresses are not normalised.
    if is_web(address) {
        return Some(address.to_owned());
    }
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

/// Returns true if HTML has text or media.
fn has_text(html: &str) -> bool {
    !html.trim().is_empty() && (html.contains("<img") || html.contains("<iframe") || !plain(html).is_empty())
}

/// Converts plain text to HTML.
pub(super) fn text_as_html(text: &str) -> String {
    paragraphs(&escape(text))
}

/// Adds paragraphs to HTML that separates them by empty lines only.
pub(super) fn paragraphs(html: &str) -> String {
    const BLOCKS: [&str; 5] = ["<p", "<br", "<div", "<li", "<pre"];
    let lower = || html.to_ascii_lowercase();
    if !html.contains("\n\n") && !html.contains("\r\n\r\n") || BLOCKS.iter().any(|block| lower().contains(block)) {
        return html.to_owned();
    }
    let text = html.replace("\r\n", "\n");
    text.split("\n\n").map(|part| format!("<p>{part}</p>")).collect()
}
