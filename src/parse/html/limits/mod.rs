//! Linear scan before parsing that limits the nesting of elements and the number of attributes.
//!
//! html5ever's tree builder is quadratic in the depth, in unclosed formatting elements and in the attributes of one
//! tag. Browsers stop nesting at 512: deeper elements become siblings, and no text is lost (Chromium and `WebKit`,
//! `maximumHTMLParserDOMTreeDepth`). The same is done here in the page's text: tags beyond the limit are removed, and
//! their text stays. Style sheets, and scripts without data, are emptied, as nobody reads them;
//! otherwise nearly all pages stay unchanged.

mod parse_errors;
mod stack;
mod tokens;
mod unread;

use stack::{Nesting, Stack};
use std::borrow::Cow;
use tokens::{HtmlTag, HtmlToken, Tokenizer};

/// Deepest nesting of elements.
pub const MAX_DEPTH: usize = 512;
/// Number of attributes kept on a tag, and on all tags of `<html>` and of `<body>` together, which become one
/// element.
const MAX_ATTRIBUTES: usize = 100;
/// Number of formatting elements that other end tags may leave open; each is reopened in every later block.
const MAX_DANGLING: usize = 8;

/// A page with limited nesting.
pub struct Limited<'a> {
    /// HTML of the page.
    pub html: Cow<'a, str>,
    /// True if some elements were too deep.
    pub depth_exceeded: bool,
}

/// Limits the nesting of a page.
pub fn limit(html: &str) -> Limited<'_> {
    match parse_errors::strip_error_spam(html) {
        Cow::Borrowed(html) => limit_nesting(html),
        Cow::Owned(html) => {
            let Limited { html, depth_exceeded } = limit_nesting(&html);
            Limited { html: Cow::Owned(html.into_owned()), depth_exceeded }
        }
    }
}

fn limit_nesting(html: &str) -> Limited<'_> {
    let mut scan =
        Scan { tags: 0, roots: 0, html, out: None, copied: 0, stack: Stack::default(), depth_exceeded: false };
    let mut tokens = Tokenizer::new(html);
    while let Some(token) = tokens.next(scan.stack.is_foreign()) {
        match token {
            HtmlToken::Start(tag) => {
                if scan.start(&tag) {
                    let end = tokens.skip_raw(tag.name);
                    scan.raw(&tag, end);
                }
            }
            HtmlToken::End(tag) => scan.end(&tag),
        }
    }
    scan.finish()
}

/// Number of tags that open elements, since each takes memory. Later ones are dropped; their text stays.
const MAX_TAGS: usize = 300_000;

struct Scan<'a> {
    /// Number of start tags so far.
    tags: usize,
    /// Number of attributes of `<html>` and `<body>` so far.
    roots: usize,
    html: &'a str,
    /// Rewritten page so far; `None` while nothing has changed.
    out: Option<String>,
    /// Number of bytes of `html` copied to `out`.
    copied: usize,
    stack: Stack,
    depth_exceeded: bool,
}

impl<'a> Scan<'a> {
    /// Processes a start tag. Returns true if raw text follows it.
    fn start(&mut self, tag: &HtmlTag<'_>) -> bool {
        let is_raw = tokens::is_raw(tag.name) && !self.stack.is_foreign();
        self.tags += 1;
        if self.tags > MAX_TAGS && !is_raw {
            self.depth_exceeded = true;
            self.replace(tag.start, tag.end, " ");
            return false;
        }
        if tag.name.eq_ignore_ascii_case("html") || tag.name.eq_ignore_ascii_case("body") {
            let first = self.roots == 0;
            self.roots += tag.attributes;
            if self.roots > MAX_ATTRIBUTES && !first {
                self.replace(tag.start, tag.end, &format!("<{}>", tag.name));
                return false;
            }
        }
        let opened = self.stack.start(tag.name, tag.is_self_closing, MAX_DEPTH, MAX_DANGLING);
        self.close_owed(tag.start);
        if opened == Nesting::TooDeep {
            self.depth_exceeded = true;
        }
        // Raw text must stay raw: its element is a leaf and may stay.
        if opened == Nesting::TooDeep && !is_raw {
            self.replace(tag.start, tag.end, " ");
        } else if tag.attributes > MAX_ATTRIBUTES {
            self.replace(tag.cut_at, tag.end, if tag.is_self_closing { "/>" } else { ">" });
        }
        is_raw
    }

    /// Processes raw text up to `end`. One raw element is shown as a block; with too many elements only its text
    /// stays.
    fn raw(&mut self, tag: &HtmlTag<'_>, end: usize) {
        if self.tags <= MAX_TAGS && !self.stack.has_foreign() && unread::is_unread(self.html, tag, end) {
            self.replace(tag.end, end, unread::REPLACEMENT);
        }
        if self.tags > MAX_TAGS && is_shown(tag.name) {
            self.depth_exceeded = true;
            let text = self.html.get(tag.end..end).unwrap_or_default();
            let text = format!(" {}", text.replace('&', "&amp;").replace('<', "&lt;"));
            self.replace(tag.start, end, &text);
        }
    }

    fn end(&mut self, tag: &HtmlTag<'_>) {
        if self.tags > MAX_TAGS && is_shown(tag.name) {
            self.replace(tag.start, tag.end, " ");
        }
        let has_ended = self.stack.end(tag.name, MAX_DANGLING);
        if !has_ended && (self.depth_exceeded || self.stack.depth() > MAX_DEPTH / 2) {
            self.replace(tag.start, tag.end, " ");
        }
        self.close_owed(tag.start);
    }

    /// Inserts end tags before the tag at `start` for elements that would be reopened too often.
    fn close_owed(&mut self, start: usize) {
        let pending_closes = self.stack.take_pending_closes();
        if !pending_closes.is_empty() {
            let closing = pending_closes.iter().flat_map(|name| ["</", name, ">"]).collect::<String>();
            self.replace(start, start, &closing);
        }
    }

    fn replace(&mut self, start: usize, end: usize, with: &str) {
        let start = start.max(self.copied);
        let out = self.out.get_or_insert_with(String::new);
        out.push_str(&self.html[self.copied..start]);
        out.push_str(with);
        self.copied = end.max(start);
    }

    fn finish(self) -> Limited<'a> {
        let html = match self.out {
            None => Cow::Borrowed(self.html),
            Some(mut out) => {
                out.push_str(&self.html[self.copied..]);
                Cow::Owned(out)
            }
        };
        Limited { html, depth_exceeded: self.depth_exceeded }
    }
}

/// Returns true if the text of a raw element is shown.
fn is_shown(name: &str) -> bool {
    name.eq_ignore_ascii_case("xmp")
}

#[cfg(test)]
mod tests {
    use super::{MAX_ATTRIBUTES, MAX_DEPTH, MAX_TAGS, limit};
    use crate::parse::html::dom;
    use proptest::prelude::*;

    /// Returns the depth of the tree that html5ever builds.
    fn depth(html: &str) -> usize {
        let page = dom_query::Document::from(html);
        let root = page.tree.root().id;
        let mut deepest = 0;
        let mut depths = std::collections::HashMap::new();
        let mut at = Some(root);
        while let Some(id) = at {
            let parent = page.tree.query_node(&id, |node| node.parent).flatten();
            let own = parent.and_then(|parent| depths.get(&parent).copied()).unwrap_or(0) + 1;
            depths.insert(id, own);
            deepest = deepest.max(own);
            at = dom::following(&page.tree, root, id);
        }
        deepest
    }

    #[test]
    fn ordinary_pages_stay_as_they_are() {
        for html in [
            "<!doctype html><title>a<b</title><p>one<p>two<ul><li>a<li>b</ul>".to_owned(),
            "<p>text".repeat(5000),
            "<ul>".to_owned() + &"<li>item".repeat(5000) + "</ul>",
            "<table>".to_owned() + &"<tr><td>cell<td>cell".repeat(3000) + "</table>",
            "<dl>".to_owned() + &"<dt>a<dd>b".repeat(3000),
            "<svg>".to_owned() + &"<path d=''/>".repeat(3000) + "</svg>",
            "<script>'pubDate'; if (a<b) '<div>'</script>".repeat(2000),
            "<!-- <div> -->".repeat(2000),
            "<img alt='<div>'><br>".repeat(2000),
            "<select>".to_owned() + &"<option>x".repeat(3000),
        ] {
            let bounded = limit(&html);
            assert!(!bounded.depth_exceeded && bounded.html == html, "{}", &html[..60]);
        }
    }

    #[test]
    fn depth_is_bounded_and_text_is_kept() {
        for open in [
            "<div>",
            "<ul><li>",
            "<b>",
            "<span>",
            "<table><tr><td>",
            "<blockquote><p>",
            "<svg><g>",
            "<div><table><tr><td></div>",
            "<b><div></b>",
            "<span><div></span>",
            "<a href=1><div>",
        ] {
            let html = format!("{}word", open.repeat(3000));
            let bounded = limit(&html);
            assert!(bounded.depth_exceeded, "{open}");
            assert!(depth(&bounded.html) <= MAX_DEPTH + 10, "{open}: {}", depth(&bounded.html));
            assert!(bounded.html.contains("word"));
        }
    }

    #[test]
    fn visible_raw_text_survives_the_tag_limit() {
        let html = "<xmp>a<b>&c</xmp>".repeat(MAX_TAGS + 2);
        let bounded = limit(&html);
        assert!(bounded.depth_exceeded);
        assert!(
            bounded.html.ends_with("<xmp>a<b>&c</xmp> a&lt;b>&amp;c  a&lt;b>&amp;c "),
            "{:?}",
            &bounded.html[html.len() - 60..]
        );
    }

    #[test]
    fn unclosed_formatting_does_not_pile_up() {
        let html: String = (0..3000).fold(String::new(), |all, n| all + &format!("<p><font size={n}>x</p>"));
        let page = dom_query::Document::from(&*limit(&html).html);
        let implied: String = (0..3000).fold(String::new(), |all, n| all + &format!("<p><font size={n}>x"));
        let other = dom_query::Document::from(&*limit(&implied).html);
        assert!(other.tree.len() < 600_000, "{}", other.tree.len());
        assert!(page.tree.len() < 600_000, "{}", page.tree.len());
    }

    #[test]
    fn attributes_of_repeated_root_tags_are_limited() {
        let many: String = (0..5000).fold(String::new(), |all, n| all + &format!("<body a{n}><HTML b{n}>"));
        let html = format!("<html lang=en><body class=x><p>{many}text");
        let bounded = limit(&html);
        assert!(bounded.html.starts_with("<html lang=en><body class=x><p><body a0><HTML b0>"));
        assert!(bounded.html.ends_with("<body><HTML>text") && bounded.html.matches(" a").count() <= MAX_ATTRIBUTES);
    }

    #[test]
    fn attributes_are_bounded() {
        let many: String = (0..5000).fold(String::new(), |all, n| all + &format!(" a{n}='>'"));
        let html = format!("<p id=first{many}>text</p>");
        let bounded = limit(&html);
        assert!(
            bounded.html.len() < 2000
                && bounded.html.starts_with("<p id=first a0='>'")
                && bounded.html.ends_with(">text</p>")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn soup_is_bounded(parts in proptest::collection::vec(proptest::sample::select(vec![
            "<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<i x=1>", "</i>", "<a href=x>", "</a>", "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<svg>", "</svg>", "<g>", "<g/>", "<div/>",
            "<foreignObject>", "</foreignObject>", "<math>", "<mi>", "<li>", "<ul>", "</ul>", "<button>", "</button>", "<h1>", "</h2>", "<span>", "</span>", "<select>", "<option>", "</select>", "<form>", "</form>",
            "<template>", "</template>", "<caption>", "</caption>", "<br>", "</li>", "</tr>", "</td>", "</h1>", "</button>", "</option>", "<optgroup>", "</optgroup>", "<th>", "<thead>", "</tbody>", "<colgroup>", "<col>",
            "<details>", "<summary>", "</details>", "<marquee>", "</marquee>", "</object>", "<desc>", "</desc>", "<annotation-xml encoding=text/html>", "</math>", "</dl>", "<dt>", "</dd>", "<address>", "<pre>", "</pre>",
            "<center>", "<nav>", "<em>", "<code>", "</code>", "</nobr>", "</ruby>", "<rp>", "<fieldset>", "<legend>", "</br>", "<body>", "</body>", "</html>", "<input>", "<hr>", "<iframe></iframe>", "<noscript>", "</noscript>",
            "text", "<title>", "</title>", "<dd>", "<dl>", "<object>", "</object>", "<tbody>", "<font size=2>", "<nobr>", "<ruby>", "<rt>",
        ]), 10..40)) {
            let html = parts.concat().repeat(60);
            let bounded = limit(&html);
            prop_assert!(depth(&bounded.html) <= 2 * MAX_DEPTH, "{} of {:?}", depth(&bounded.html), parts);
        }
    }
}
