//! Meaning of class and id names on any site: `comment-list`, `newsletter-signup`, `modal`. Learned scores of single
//! names are in `lexicon`.

use crate::article::Reason;
use crate::document::Element;
use crate::name_parts::NameParts;

/// Parts of class and id names with their reason; the first match counts.
const NAMES: &[(&str, Reason)] = &[
    ("paywall", Reason::Paywall),
    ("regwall", Reason::Paywall),
    ("cookie", Reason::Cookie),
    ("consent", Reason::Cookie),
    ("gdpr", Reason::Cookie),
    ("newsletter", Reason::Newsletter),
    ("signup", Reason::Newsletter),
    ("sign-up", Reason::Newsletter),
    ("mailinglist", Reason::Newsletter),
    ("comment", Reason::Comments),
    ("disqus", Reason::Comments),
    ("respond", Reason::Comments),
    ("share", Reason::Share),
    ("sharing", Reason::Share),
    ("social", Reason::Share),
    ("follow", Reason::Share),
    ("related", Reason::Related),
    ("recirc", Reason::Related),
    ("recommend", Reason::Related),
    ("read-more", Reason::Related),
    ("readmore", Reason::Related),
    ("more-", Reason::Related),
    ("popular", Reason::Related),
    ("trending", Reason::Related),
    ("most-", Reason::Related),
    ("teaser", Reason::Related),
    ("subscri", Reason::Subscribe),
    ("login", Reason::Subscribe),
    ("donat", Reason::Subscribe),
    ("sponsor", Reason::Advert),
    ("advert", Reason::Advert),
    ("outbrain", Reason::Advert),
    ("taboola", Reason::Advert),
    ("promo", Reason::Advert),
    ("author", Reason::Bio),
    ("bio", Reason::Bio),
    ("tags", Reason::Tags),
    ("topics", Reason::Tags),
    ("category", Reason::Tags),
    ("copyright", Reason::Legal),
    ("disclaimer", Reason::Legal),
    ("credit", Reason::Credit),
    ("byline", Reason::Dateline),
    ("timestamp", Reason::Dateline),
    ("date", Reason::Dateline),
    ("breadcrumb", Reason::Navigation),
    ("pagination", Reason::Navigation),
    ("menu", Reason::Navigation),
    ("nav", Reason::Navigation),
    ("sidebar", Reason::Related),
    ("footer", Reason::Navigation),
    ("header", Reason::Navigation),
    ("player", Reason::Controls),
    ("slider", Reason::Controls),
    ("modal", Reason::Notice),
    ("popup", Reason::Notice),
    ("overlay", Reason::Notice),
    ("dialog", Reason::Notice),
    ("widget", Reason::Other),
];

static PARTS: NameParts<{ NAMES.len() }> = NameParts::new(parts());

const fn parts() -> [&'static str; NAMES.len()] {
    let mut parts = [""; NAMES.len()];
    let mut at = 0;
    while at < parts.len() {
        parts[at] = NAMES[at].0;
        at += 1;
    }
    parts
}

/// Reasons that are columns for the forests. The weights depend on their order.
const COLUMNS: [Reason; 18] = [
    Reason::Newsletter,
    Reason::Subscribe,
    Reason::Share,
    Reason::Advert,
    Reason::Related,
    Reason::Bio,
    Reason::Cookie,
    Reason::Navigation,
    Reason::Duplicate,
    Reason::Credit,
    Reason::Comments,
    Reason::Legal,
    Reason::Tags,
    Reason::Paywall,
    Reason::Dateline,
    Reason::Notice,
    Reason::Controls,
    Reason::Other,
];

/// Reasons found in an element's names, one bit per entry of [`COLUMNS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NameReasons {
    bits: u32,
    first: Option<Reason>,
}

impl NameReasons {
    /// Number of columns.
    pub const WIDTH: usize = COLUMNS.len();

    /// Reads the names of an element.
    pub fn of(names: &str) -> Self {
        let mut told = Self::default();
        for (_, reason) in PARTS.all_in(names).filter_map(|part| NAMES.get(part)) {
            told.first = told.first.or(Some(*reason).filter(|r| *r != Reason::Other));
            told.bits |= COLUMNS.iter().position(|column| column == reason).map_or(0, |at| 1 << at);
        }
        told
    }

    /// Returns the reason that takes precedence.
    pub const fn first(self) -> Option<Reason> {
        self.first
    }

    /// Returns true if the column with this number is set.
    pub const fn has(self, at: usize) -> bool {
        self.bits >> at & 1 == 1
    }

    /// Returns the union of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self { bits: self.bits | other.bits, first: self.first }
    }
}

/// Names of overlays, and of sidebars that are the same for every article.
const BESIDE: [&str; 8] = ["modal", "popup", "pop-up", "lightbox", "offcanvas", "off-canvas", "sidebar", "side-bar"];

/// Returns true if an element is named as an overlay or a sidebar.
pub fn is_beside(tag: &str, names: &str) -> bool {
    if matches!(tag, "html" | "body" | "main" | "article") {
        return false;
    }
    names.split_ascii_whitespace().any(|name| {
        let name = name.to_ascii_lowercase();
        let is = |part: &str| {
            name.strip_prefix(part).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
                || name.strip_suffix(part).is_some_and(|rest| !rest.ends_with(char::is_alphabetic))
        };
        // "has-sidebar", "no-sidebar", "with-modal" describe the layout of the rest.
        let is_layout = ["has", "no", "with", "without"].iter().any(|word| name.starts_with(word));
        !is_layout && BESIDE.iter().any(|part| is(part))
    })
}

/// Returns true if an element is a dialog about cookies, by its role and names, or by two of its names.
pub fn is_cookie_dialog(element: &Element) -> bool {
    static ABOUT: NameParts<6> = NameParts::new(["cookie", "consent", "gdpr", "onetrust", "didomi", "cmp-"]);
    static WHAT: NameParts<7> = NameParts::new(["banner", "dialog", "modal", "notice", "overlay", "popup", "bar"]);
    if matches!(element.tag.as_str(), "html" | "body" | "main" | "article") || element.names.is_empty() {
        return false;
    }
    ABOUT.any_in(&element.names) && (element.hints.contains("dialog") || WHAT.any_in(&element.names))
}

#[cfg(test)]
mod tests {
    use super::{COLUMNS, NameReasons, is_beside};
    use crate::article::Reason;

    #[test]
    fn names_tell() {
        let told = NameReasons::of("Newsletter-Box comment-list");
        assert_eq!(told.first(), Some(Reason::Newsletter));
        let column = |reason| COLUMNS.iter().position(|&column| column == reason).unwrap();
        assert!(told.has(column(Reason::Comments)) && !told.has(column(Reason::Bio)));
        assert_eq!(NameReasons::of("widget").first(), None, "a widget may be anything");
        assert!(is_beside("div", "modal-window x") && is_beside("aside", "left-sidebar"));
        assert!(!is_beside("div", "has-sidebar") && !is_beside("body", "sidebar") && !is_beside("p", "modality"));
    }
}
