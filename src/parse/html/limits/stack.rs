//! Simulates the stack of open elements in html5ever's tree builder closely enough to know its depth: implied ends,
//! scopes, misnested formatting, foreign content (WHATWG HTML, 13.2.6). In doubt it overestimates.

/// The stack of open elements.
#[derive(Debug, Default)]
pub struct Stack {
    open: Vec<Name>,
    /// Number of formatting elements closed by another end tag, which the tree builder reopens.
    dangling: usize,
    /// Formatting elements for which end tags must be inserted.
    pending_closes: Vec<String>,
}

/// Effect of a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// It may be opened, or needs no place on the stack.
    Yes,
    /// It would be nested too deep.
    TooDeep,
}

/// A tag name in lower case, cut to sixteen bytes (which distinguishes all HTML names), with its traits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name {
    key: u128,
    traits: Traits,
    /// True if its content is SVG or `MathML`.
    is_foreign: bool,
}

bitflags::bitflags! {
    /// Properties of an element for the tree builder.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Traits: u32 {
        const VOID = 1;
        /// End tags of ordinary elements stop at it.
        const SPECIAL = 1 << 1;
        /// End tags of ancestors have no effect inside it.
        const SCOPE = 1 << 2;
        const FORMATTING = 1 << 3;
        const HEADING = 1 << 4;
        const PARAGRAPH = 1 << 5;
        const BUTTON = 1 << 6;
        const ITEM = 1 << 7;
        const TERM = 1 << 8;
        const LIST = 1 << 9;
        const CELL = 1 << 10;
        const ROW = 1 << 11;
        const ROWS = 1 << 12;
        const TABLE = 1 << 13;
        const CAPTION = 1 << 14;
        const TEMPLATE = 1 << 15;
        const OPTION = 1 << 16;
        const GROUP = 1 << 17;
        /// `svg` and `math`.
        const FOREIGN = 1 << 18;
        /// HTML inside foreign content.
        const INTEGRATION = 1 << 19;
        /// `address`, `div`, `p`: an item's end tag passes through them.
        const LOOSE = 1 << 20;
        /// `html`, `head`, `body`: opened once, wherever their tags are.
        const ROOT = 1 << 21;
        /// Special, but its start tag closes no paragraph.
        const QUIET = 1 << 22;
        /// Its start tag ends foreign content.
        const BREAKS_OUT = 1 << 23;
        /// Its end tag removes only it from the stack; elements inside stay open.
        const FORM = 1 << 24;
    }
}

impl Name {
    fn of(name: &str) -> Self {
        let mut bytes = [0; 16];
        let length = name.len().min(16);
        bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
        bytes.make_ascii_lowercase();
        let traits = std::str::from_utf8(&bytes[..length]).map_or(Traits::empty(), traits);
        Self { key: u128::from_le_bytes(bytes), traits, is_foreign: false }
    }

    const fn is(self, traits: Traits) -> bool {
        self.traits.intersects(traits)
    }

    fn text(self) -> String {
        String::from_utf8_lossy(&self.key.to_le_bytes()).trim_end_matches('\0').to_owned()
    }
}

fn traits(name: &str) -> Traits {
    let own = match name {
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr" | "image" | "img"
        | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => Traits::VOID,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt"
        | "u" => Traits::FORMATTING,
        "html" | "head" | "body" | "frameset" => Traits::ROOT,
        "applet" | "marquee" | "object" => Traits::SCOPE,
        "caption" => Traits::SCOPE | Traits::CAPTION,
        "table" => Traits::SCOPE | Traits::TABLE,
        "td" | "th" => Traits::SCOPE | Traits::CELL,
        "template" => Traits::SCOPE | Traits::TEMPLATE,
        "svg" | "math" => Traits::SCOPE | Traits::FOREIGN,
        "foreignobject" | "annotation-xml" => Traits::SCOPE | Traits::INTEGRATION,
        "desc" | "mi" | "mn" | "mo" | "ms" | "mtext" => Traits::INTEGRATION,
        "title" => Traits::SPECIAL | Traits::QUIET | Traits::INTEGRATION,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Traits::SPECIAL | Traits::HEADING,
        "p" => Traits::SPECIAL | Traits::PARAGRAPH | Traits::LOOSE,
        "address" | "div" => Traits::SPECIAL | Traits::LOOSE,
        "button" => Traits::SPECIAL | Traits::QUIET | Traits::BUTTON,
        "li" => Traits::SPECIAL | Traits::ITEM,
        "dd" | "dt" => Traits::SPECIAL | Traits::TERM,
        "ol" | "ul" => Traits::SPECIAL | Traits::LIST,
        "tr" => Traits::SPECIAL | Traits::QUIET | Traits::ROW,
        "tbody" | "tfoot" | "thead" => Traits::SPECIAL | Traits::QUIET | Traits::ROWS,
        "colgroup" | "iframe" | "noscript" | "script" | "select" | "style" | "textarea" => {
            Traits::SPECIAL | Traits::QUIET
        }
        "form" => Traits::SPECIAL | Traits::FORM,
        "option" => Traits::OPTION,
        "optgroup" => Traits::GROUP,
        "article" | "aside" | "blockquote" | "center" | "details" | "dir" | "dl" | "fieldset" | "figcaption"
        | "figure" | "footer" | "header" | "hgroup" | "listing" | "main" | "menu" | "nav" | "noembed" | "noframes"
        | "plaintext" | "pre" | "search" | "section" | "summary" | "xmp" => Traits::SPECIAL,
        _ => Traits::empty(),
    };
    let breaks_out = matches!(
        name,
        "b" | "big"
            | "blockquote"
            | "body"
            | "br"
            | "center"
            | "code"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "embed"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "hr"
            | "i"
            | "img"
            | "li"
            | "listing"
            | "menu"
            | "meta"
            | "nobr"
            | "ol"
            | "p"
            | "pre"
            | "ruby"
            | "s"
            | "small"
            | "span"
            | "strong"
            | "strike"
            | "sub"
            | "sup"
            | "table"
            | "tt"
            | "u"
            | "ul"
            | "var"
    );
    own | if breaks_out { Traits::BREAKS_OUT } else { Traits::empty() }
}

impl Stack {
    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Returns true if SVG or `MathML` is open anywhere: text in it may look like raw text and be none.
    pub fn has_foreign(&self) -> bool {
        self.open.iter().any(|open| open.traits.intersects(Traits::FOREIGN))
    }

    /// Returns true if the innermost element is SVG or `MathML`.
    pub fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_foreign)
    }

    /// Processes a start tag.
    pub fn start(&mut self, name: &str, is_self_closing: bool, limit: usize, max_dangling: usize) -> Nesting {
        let mut name = Name::of(name);
        if self.is_foreign() && name.is(Traits::BREAKS_OUT) {
            while self.is_foreign() {
                self.open.pop();
            }
        }
        if self.is_foreign() {
            if is_self_closing {
                return Nesting::Yes;
            }
            name.is_foreign = !name.is(Traits::INTEGRATION);
        } else {
            if name.is(Traits::VOID | Traits::ROOT) || (is_self_closing && name.is(Traits::FOREIGN)) {
                return Nesting::Yes;
            }
            if name.is(Traits::ROWS | Traits::ROW | Traits::CELL | Traits::CAPTION)
                && !self.open.iter().rev().any(|open| open.is(Traits::TABLE | Traits::TEMPLATE))
            {
                return Nesting::Yes;
            }
            self.imply_ends(name, max_dangling);
            self.imply_starts(name);
            name.is_foreign = name.is(Traits::FOREIGN);
        }
        if self.open.len() >= limit {
            return Nesting::TooDeep;
        }
        self.open.push(name);
        Nesting::Yes
    }

    /// Pops the elements that a start tag of `name` ends implicitly.
    fn imply_ends(&mut self, name: Name, max_dangling: usize) {
        if name.is(Traits::ITEM | Traits::TERM) {
            let own = name.traits & (Traits::ITEM | Traits::TERM);
            self.pop_to(own, max_dangling, |open| open.is(Traits::SPECIAL | Traits::SCOPE) && !open.is(Traits::LOOSE));
        } else if name.is(Traits::CELL) {
            self.pop_to(Traits::CELL, max_dangling, |open| open.is(Traits::ROW | Traits::TABLE | Traits::TEMPLATE));
        } else if name.is(Traits::ROW) {
            self.pop_to(Traits::ROW, max_dangling, |open| open.is(Traits::ROWS | Traits::TABLE | Traits::TEMPLATE));
        } else if name.is(Traits::ROWS) {
            self.pop_to(Traits::ROWS, max_dangling, |open| open.is(Traits::TABLE | Traits::TEMPLATE));
        } else if name.is(Traits::OPTION | Traits::GROUP) {
            // Outside a select, a group does not end the group before it; inside one its depth may be overestimated.
            while self.open.last().is_some_and(|open| open.is(Traits::OPTION)) {
                self.open.pop();
            }
        }
        if name.is(Traits::SPECIAL) && !name.is(Traits::QUIET) {
            self.pop_to(Traits::PARAGRAPH, max_dangling, |open| open.is(Traits::BUTTON | Traits::SCOPE));
            if name.is(Traits::HEADING) && self.open.last().is_some_and(|open| open.is(Traits::HEADING)) {
                self.open.pop();
            }
        }
    }

    /// Pushes table rows and row groups with omitted tags.
    fn imply_starts(&mut self, name: Name) {
        let is_in = |stack: &Self, traits: Traits| stack.open.last().is_some_and(|open| open.is(traits));
        if name.is(Traits::ROW | Traits::CELL) && is_in(self, Traits::TABLE) {
            self.open.push(Name::of("tbody"));
        }
        if name.is(Traits::CELL) && is_in(self, Traits::ROWS) {
            self.open.push(Name::of("tr"));
        }
    }

    /// Pops up to the innermost element with these traits, unless a barrier is in between.
    fn pop_to(&mut self, traits: Traits, max_dangling: usize, is_barrier: impl Fn(Name) -> bool) {
        let found = self.open.iter().rposition(|open| open.is(traits) || is_barrier(*open));
        if let Some(at) = found
            && self.open[at].is(traits)
        {
            self.truncate(at, max_dangling);
        }
    }

    /// Closes all elements from `at` on. The tree builder reopens the formatting elements among them in every later
    /// block; excess ones are scheduled for explicit end tags.
    fn truncate(&mut self, at: usize, max_dangling: usize) {
        let formatting = self.open[at..].iter().skip(1).filter(|open| open.is(Traits::FORMATTING));
        if self.dangling > max_dangling {
            self.pending_closes.extend(formatting.rev().map(|open| open.text()));
        } else {
            self.dangling += formatting.count();
        }
        self.open.truncate(at);
    }

    /// Returns the elements to close before the tag just processed, innermost first.
    pub fn take_pending_closes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pending_closes)
    }

    /// Processes an end tag. Returns true if it closed anything.
    pub fn end(&mut self, name: &str, max_dangling: usize) -> bool {
        let name = Name::of(name);
        let Some(at) = self.find(name) else {
            if name.is(Traits::FORMATTING) {
                self.dangling = self.dangling.saturating_sub(1);
            }
            return false;
        };
        // The adoption agency algorithm removes it and leaves its content.
        let is_adopted = name.is(Traits::FORMATTING)
            && self.open[at + 1..].iter().any(|open| open.is(Traits::SPECIAL | Traits::SCOPE));
        if is_adopted || name.is(Traits::FORM) {
            self.open.remove(at);
        } else {
            self.truncate(at, max_dangling);
        }
        true
    }

    /// Returns the index of the element that an end tag closes.
    fn find(&self, name: Name) -> Option<usize> {
        let barrier = if name.is(Traits::TABLE | Traits::ROW | Traits::ROWS | Traits::CELL | Traits::CAPTION) {
            Traits::TABLE | Traits::TEMPLATE
        } else if name.is(Traits::TEMPLATE) {
            Traits::empty()
        } else if name.is(Traits::ITEM) {
            Traits::SCOPE | Traits::LIST
        } else if name.is(Traits::PARAGRAPH) {
            Traits::SCOPE | Traits::BUTTON
        } else if self.is_foreign() {
            Traits::INTEGRATION | Traits::TABLE
        } else if name.is(Traits::SPECIAL | Traits::SCOPE | Traits::FORMATTING) {
            Traits::SCOPE
        } else {
            Traits::SPECIAL | Traits::SCOPE
        };
        let is_own = |open: &Name| open.key == name.key || (name.is(Traits::HEADING) && open.is(Traits::HEADING));
        let found = self.open.iter().rposition(|open| is_own(open) || open.is(barrier))?;
        is_own(&self.open[found]).then_some(found)
    }
}
