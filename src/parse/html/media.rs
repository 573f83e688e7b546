//! Pictures, films, recordings and frames: their relevance and addresses.

use super::dom::{attribute, first_attribute};
use super::links::Base;
use crate::document::{Image, Media};
use crate::load::{BOOK_SCHEME, INSIDE_SCHEME, address_of_data};
use crate::parse::blocks;
use crate::sanitize;
use crate::white_space;
use dom_query::{Element, NodeData, NodeId, Tree};

/// Longest alt text, in bytes; longer ones are cut.
const MAX_ALT: usize = 2000;

/// Content of a media element.
#[derive(Debug)]
pub enum MediaContent {
    /// Nothing relevant: a tracking pixel, an empty frame.
    Nothing,
    /// A symbol within the text, read as these words: an emoji, a formula.
    Sign(String),
    /// Media, and its text.
    Block(Image, String),
}

/// Returns true for tags that [`shown`] handles.
pub fn is_media(tag: &str) -> bool {
    matches!(
        tag,
        "img"
            | "amp-img"
            | "video"
            | "amp-video"
            | "audio"
            | "amp-audio"
            | "iframe"
            | "embed"
            | "amp-youtube"
            | "amp-iframe"
    )
}

/// Decides if a media element is a symbol, media of its own, or irrelevant.
pub fn shown(tree: &Tree, id: NodeId, element: &Element, tag: &str, base: &Base) -> MediaContent {
    let media = match tag {
        "video" | "amp-video" => Media::Video,
        "audio" | "amp-audio" => Media::Audio,
        "iframe" | "embed" | "amp-youtube" | "amp-iframe" => Media::Embed,
        _ => Media::Image,
    };
    let alt = words(element, media);
    if media == Media::Image {
        if is_sign(element, &alt) {
            return MediaContent::Sign(alt);
        }
        if is_tiny(element) {
            return MediaContent::Nothing;
        }
    }
    let url = match media {
        Media::Image => {
            picture(element, base).or_else(|| picture_source(tree, id, base)).or_else(|| picture_inside(element))
        }
        Media::Embed => frame(element, base),
        Media::Video | Media::Audio => first_attribute(element, &["src", "data-src"])
            .and_then(|src| base.media(src))
            .or_else(|| child_source(tree, id, base)),
    };
    let is_empty = url.is_none() && alt.is_empty();
    if (is_empty && matches!(media, Media::Image))
        || (url.is_none() && media == Media::Embed)
        || (media == Media::Embed && is_tiny(element))
    {
        return MediaContent::Nothing;
    }
    if media == Media::Embed
        && let Some(address) = url.as_deref().and_then(film)
    {
        return MediaContent::Block(Image { url: Some(address), media: Media::Video }, alt);
    }
    MediaContent::Block(Image { url, media }, alt)
}

/// Returns the address of an embedded film's own page.
fn film(frame: &str) -> Option<String> {
    const PLAYERS: [(&str, &str); 6] = [
        ("youtube.com/embed/", "https://www.youtube.com/watch?v="),
        ("youtube-nocookie.com/embed/", "https://www.youtube.com/watch?v="),
        ("youtube.com/watch?v=", "https://www.youtube.com/watch?v="),
        ("player.vimeo.com/video/", "https://vimeo.com/"),
        ("dailymotion.com/embed/video/", "https://www.dailymotion.com/video/"),
        ("streamable.com/e/", "https://streamable.com/"),
    ];
    let of = |(player, watch): (&str, &str)| {
        let id: String = frame
            .split_once(player)?
            .1
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
            .collect();
        (id.len() >= 4).then(|| format!("{watch}{id}"))
    };
    PLAYERS.into_iter().find_map(of)
}

fn words(element: &Element, media: Media) -> String {
    let names: &[&str] = if media == Media::Image { &["alt", "aria-label", "title"] } else { &["title", "aria-label"] };
    let raw = first_attribute(element, names).unwrap_or_default();
    let cut = &raw[..raw.floor_char_boundary(MAX_ALT)];
    white_space::fold(&sanitize::line(cut))
}

/// Returns true for an emoji drawn as a picture or a formula, whose alt text belongs to the line.
fn is_sign(element: &Element, alt: &str) -> bool {
    if alt.is_empty() {
        return false;
    }
    let has_name = |wanted: &[&str]| {
        attribute(element, "class").is_some_and(|names| {
            names.split_ascii_whitespace().any(|name| wanted.iter().any(|w| name.eq_ignore_ascii_case(w)))
        })
    };
    let short = alt.chars().count() <= 8;
    (short && !alt.is_ascii() && !alt.chars().any(char::is_alphanumeric) && alt.chars().any(blocks::is_visible))
        || has_name(&["latex", "tex", "math", "mwe-math-fallback-image-inline", "emoji", "wp-smiley"])
}

fn is_tiny(element: &Element) -> bool {
    ["width", "height"].iter().any(|side| {
        attribute(element, side)
            .and_then(|v| v.trim().trim_end_matches("px").parse::<u32>().ok())
            .is_some_and(|v| v <= 2)
    })
}

const LAZY: [&str; 8] = [
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazy",
    "data-full-src",
    "data-img-src",
    "data-url",
    "data-hi-res-src",
];

fn picture(element: &Element, base: &Base) -> Option<String> {
    let lazy = first_attribute(element, &LAZY).and_then(|src| base.media(src));
    let plain = || {
        let src = attribute(element, "src").filter(|src| !src.trim_start().starts_with("data:"))?;
        // A picture inside the book or the mail that this page was made of.
        if src.starts_with(BOOK_SCHEME) || src.starts_with(INSIDE_SCHEME) {
            Some(sanitize::url(src).into_owned())
        } else {
            base.media(src)
        }
    };
    let set =
        || first_attribute(element, &["srcset", "data-srcset", "data-lazy-srcset"]).and_then(|set| largest(set, base));
    lazy.or_else(plain).or_else(set)
}

/// Returns the address of a picture that stands in the page itself.
fn picture_inside(element: &Element) -> Option<String> {
    attribute(element, "src").and_then(address_of_data)
}

/// Returns the address in a `<picture>` around the image.
fn picture_source(tree: &Tree, id: NodeId, base: &Base) -> Option<String> {
    let parent = tree.query_node(&id, |node| node.parent).flatten()?;
    let is_picture =
        tree.query_node_or(&parent, false, |node| node.as_element().is_some_and(|e| &*e.name.local == "picture"));
    if is_picture { child_source(tree, parent, base) } else { None }
}

/// Returns the address of the first `<source>` child.
fn child_source(tree: &Tree, id: NodeId, base: &Base) -> Option<String> {
    let mut child = tree.query_node(&id, |node| node.first_child).flatten();
    let mut left = 50;
    while let Some(node) = child
        && left > 0
    {
        left -= 1;
        let found = tree.query_node(&node, |n| match &n.data {
            NodeData::Element(e) if &*e.name.local == "source" => first_attribute(e, &["src", "data-src"])
                .and_then(|src| base.media(src))
                .or_else(|| first_attribute(e, &["srcset", "data-srcset"]).and_then(|set| largest(set, base))),
            _ => None,
        });
        if let Some(Some(url)) = found {
            return Some(url);
        }
        child = tree.query_node(&node, |n| n.next_sibling).flatten();
    }
    None
}

/// Returns the candidate of a `srcset` with the largest width or density.
fn largest(set: &str, base: &Base) -> Option<String> {
    let set = &set[..set.floor_char_boundary(16 * 1024)];
    let candidates = set.split(", ").flat_map(|part| {
        part.split(",http").enumerate().map(|(n, p)| if n == 0 { p.to_owned() } else { format!("http{p}") })
    });
    let sized = candidates.filter_map(|candidate| {
        let mut words = candidate.split_whitespace();
        let address = words.next()?.trim_matches(',').to_owned();
        let size = words.next().and_then(|w| w.trim_end_matches(['w', 'x', ',']).parse::<f32>().ok()).unwrap_or(1.0);
        (!address.starts_with("data:")).then_some((size, address))
    });
    let best = sized.max_by(|a, b| a.0.total_cmp(&b.0))?;
    base.media(&best.1)
}

fn frame(element: &Element, base: &Base) -> Option<String> {
    if let Some(video) = attribute(element, "data-videoid") {
        let id: String = video.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        return Some(format!("https://www.youtube.com/watch?v={id}"));
    }
    first_attribute(element, &["src", "data-src", "data-lazy-src"])
        .filter(|src| !src.starts_with("about:"))
        .and_then(|src| base.media(src))
}
