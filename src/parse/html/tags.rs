//! Meaning of HTML tags for rendering: inline, invisible, or styled.

use crate::document::Style;

/// Returns true for inline elements (HTML's phrasing content, as in browsers' style sheets).
pub fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "math"
            | "nobr"
            | "output"
            | "picture"
            | "q"
            | "rb"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "slot"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    ) || is_math(tag)
}

fn is_math(tag: &str) -> bool {
    matches!(
        tag,
        "semantics"
            | "mrow"
            | "mi"
            | "mn"
            | "mo"
            | "ms"
            | "mtext"
            | "mfrac"
            | "msqrt"
            | "mroot"
            | "msub"
            | "msup"
            | "msubsup"
            | "munder"
            | "mover"
            | "munderover"
            | "mtable"
            | "mtr"
            | "mtd"
            | "mstyle"
            | "mspace"
            | "mpadded"
            | "mfenced"
    )
}

/// Returns true if nothing below the element is visible as text.
pub fn is_unseen(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "template"
            | "svg"
            | "canvas"
            | "object"
            | "embed"
            | "applet"
            | "datalist"
            | "noframes"
            | "noembed"
            | "annotation"
            | "annotation-xml"
            | "map"
            | "title"
            | "meta"
            | "link"
            | "base"
            | "param"
            | "source"
            | "track"
            | "frameset"
    )
}

/// Returns the style that the element gives its text.
pub fn style(tag: &str) -> Option<Style> {
    Some(match tag {
        "em" | "i" | "cite" | "dfn" | "var" => Style::Emphasis,
        "strong" | "b" => Style::Strong,
        "code" | "kbd" | "samp" | "tt" => Style::Code,
        "s" | "strike" | "del" => Style::Strike,
        "sub" => Style::Subscript,
        "sup" => Style::Superscript,
        _ => return None,
    })
}

/// Returns the level of a heading's tag.
pub fn heading(tag: &str) -> Option<u8> {
    match tag.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
