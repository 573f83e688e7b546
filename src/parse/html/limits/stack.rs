//! The stack of open elements as html5ever's tree builder would have it, near enough to know its depth: implied ends,
//! scopes, misnested formatting, foreign content (WHATWG HTML, 13.2.6). Where it cannot know, it counts too many.

/// Elements open at some point of the page.
#[derive(Debug, Default)]
pub struct Stack {
    open: Vec<Name>,
    /// Formatting elements closed by the end of another; the tree builder opens them again.
    dangling: usize,
    /// Formatting elements that must be closed by tags.
    pending_closes: Vec<String>,
}

/// What became of a start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// It nests, or needs no place on the stack.
    Yes,
    /// It would nest too deep.
    TooDeep,
}

/// A tag name, lower case, cut to sixteen bytes (enough to tell all of HTML's names apart), and what it is to the tree builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Name {
    key: u128,
    traits: u32,
    /// Whether what stands in it is SVG or `MathML`.
    is_foreign: bool,
}

const VOID: u32 = 1;
/// Ends of ordinary elements do not reach through it.
const SPECIAL: u32 = 1 << 1;
/// Ends of elements around do not reach into it.
const SCOPE: u32 = 1 << 2;
const FORMATTING: u32 = 1 << 3;
const HEADING: u32 = 1 << 4;
const PARAGRAPH: u32 = 1 << 5;
const BUTTON: u32 = 1 << 6;
const ITEM: u32 = 1 << 7;
const TERM: u32 = 1 << 8;
const LIST: u32 = 1 << 9;
const CELL: u32 = 1 << 10;
const ROW: u32 = 1 << 11;
const ROWS: u32 = 1 << 12;
const TABLE: u32 = 1 << 13;
const CAPTION: u32 = 1 << 14;
const TEMPLATE: u32 = 1 << 15;
const OPTION: u32 = 1 << 16;
const GROUP: u32 = 1 << 17;
/// `svg` and `math`.
const FOREIGN: u32 = 1 << 18;
/// Within foreign content, HTML begins again.
const INTEGRATION: u32 = 1 << 19;
/// `address`, `div`, `p`: an item's end reaches through them.
const LOOSE: u32 = 1 << 20;
/// `html`, `head`, `body`: opened once, wherever their tags stand.
const ROOT: u32 = 1 << 21;
/// Special, but its start ends no paragraph.
const QUIET: u32 = 1 << 22;
/// Its start ends foreign content.
const BREAKS_OUT: u32 = 1 << 23;
/// Its end takes it out and leaves open what stands in it.
const FORM: u32 = 1 << 24;

impl Name {
    fn of(name: &str) -> Self {
        let mut bytes = [0; 16];
        let length = name.len().min(16);
        bytes[..length].copy_from_slice(&name.as_bytes()[..length]);
        bytes.make_ascii_lowercase();
        let traits = std::str::from_utf8(&bytes[..length]).map_or(0, traits);
        Self { key: u128::from_le_bytes(bytes), traits, is_foreign: false }
    }

    const fn is(self, traits: u32) -> bool {
        self.traits & traits != 0
    }

    fn text(self) -> String {
        String::from_utf8_lossy(&self.key.to_le_bytes()).trim_end_matches('\0').to_owned()
    }
}

fn traits(name: &str) -> u32 {
    let own = match name {
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "hr" | "image" | "img"
        | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => VOID,
        "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small" | "strike" | "strong" | "tt"
        | "u" => FORMATTING,
        "html" | "head" | "body" | "frameset" => ROOT,
        "applet" | "marquee" | "object" => SCOPE,
        "caption" => SCOPE | CAPTION,
        "table" => SCOPE | TABLE,
        "td" | "th" => SCOPE | CELL,
        "template" => SCOPE | TEMPLATE,
        "svg" | "math" => SCOPE | FOREIGN,
        "foreignobject" | "annotation-xml" => SCOPE | INTEGRATION,
        "desc" | "mi" | "mn" | "mo" | "ms" | "mtext" => INTEGRATION,
        "title" => SPECIAL | QUIET | INTEGRATION,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => SPECIAL | HEADING,
        "p" => SPECIAL | PARAGRAPH | LOOSE,
        "address" | "div" => SPECIAL | LOOSE,
        "button" => SPECIAL | QUIET | BUTTON,
        "li" => SPECIAL | ITEM,
        "dd" | "dt" => SPECIAL | TERM,
        "ol" | "ul" => SPECIAL | LIST,
        "tr" => SPECIAL | QUIET | ROW,
        "tbody" | "tfoot" | "thead" => SPECIAL | QUIET | ROWS,
        "colgroup" | "iframe" | "noscript" | "script" | "select" | "style" | "textarea" => SPECIAL | QUIET,
        "form" => SPECIAL | FORM,
        "option" => OPTION,
        "optgroup" => GROUP,
        "article" | "aside" | "blockquote" | "center" | "details" | "dir" | "dl" | "fieldset" | "figcaption"
        | "figure" | "footer" | "header" | "hgroup" | "listing" | "main" | "menu" | "nav" | "noembed" | "noframes"
        | "plaintext" | "pre" | "search" | "section" | "summary" | "xmp" => SPECIAL,
        _ => 0,
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
    own | if breaks_out { BREAKS_OUT } else { 0 }
}

impl Stack {
    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Whether the innermost element is of SVG or `MathML`.
    pub fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.is_foreign)
    }

    /// Follows a start tag.
    pub fn start(&mut self, name: &str, is_self_closing: bool, limit: usize, max_dangling: usize) -> Opened {
        let mut name = Name::of(name);
        if self.is_foreign() && name.is(BREAKS_OUT) {
            while self.is_foreign() {
                self.open.pop();
            }
        }
        if self.is_foreign() {
            if is_self_closing {
                return Opened::Yes;
            }
            name.is_foreign = !name.is(INTEGRATION);
        } else {
            if name.is(VOID | ROOT) || (is_self_closing && name.is(FOREIGN)) {
                return Opened::Yes;
            }
            if name.is(ROWS | ROW | CELL | CAPTION) && !self.open.iter().rev().any(|open| open.is(TABLE | TEMPLATE)) {
                return Opened::Yes;
            }
            self.imply_ends(name, max_dangling);
            self.imply_starts(name);
            name.is_foreign = name.is(FOREIGN);
        }
        if self.open.len() >= limit {
            return Opened::TooDeep;
        }
        self.open.push(name);
        Opened::Yes
    }

    /// Pops what the start of `name` ends without a tag.
    fn imply_ends(&mut self, name: Name, max_dangling: usize) {
        if name.is(ITEM | TERM) {
            let own = name.traits & (ITEM | TERM);
            self.pop_to(own, max_dangling, |open| open.is(SPECIAL | SCOPE) && !open.is(LOOSE));
        } else if name.is(CELL) {
            self.pop_to(CELL, max_dangling, |open| open.is(ROW | TABLE | TEMPLATE));
        } else if name.is(ROW) {
            self.pop_to(ROW, max_dangling, |open| open.is(ROWS | TABLE | TEMPLATE));
        } else if name.is(ROWS) {
            self.pop_to(ROWS, max_dangling, |open| open.is(TABLE | TEMPLATE));
        } else if name.is(OPTION | GROUP) {
            // Outside a select a group does not end the group before it; within one it may be taken for deeper than it is.
            while self.open.last().is_some_and(|open| open.is(OPTION)) {
                self.open.pop();
            }
        }
        if name.is(SPECIAL) && !name.is(QUIET) {
            self.pop_to(PARAGRAPH, max_dangling, |open| open.is(BUTTON | SCOPE));
            if name.is(HEADING) && self.open.last().is_some_and(|open| open.is(HEADING)) {
                self.open.pop();
            }
        }
    }

    /// Pushes the rows and row groups that a table's tags leave out.
    fn imply_starts(&mut self, name: Name) {
        let is_in = |stack: &Self, traits: u32| stack.open.last().is_some_and(|open| open.is(traits));
        if name.is(ROW | CELL) && is_in(self, TABLE) {
            self.open.push(Name::of("tbody"));
        }
        if name.is(CELL) && is_in(self, ROWS) {
            self.open.push(Name::of("tr"));
        }
    }

    /// Pops through the innermost element of these traits, unless a barrier stands before it.
    fn pop_to(&mut self, traits: u32, max_dangling: usize, is_barrier: impl Fn(Name) -> bool) {
        let found = self.open.iter().rposition(|open| open.is(traits) || is_barrier(*open));
        if let Some(at) = found
            && self.open[at].is(traits)
        {
            self.truncate(at, max_dangling);
        }
    }

    /// Closes all from `at` on. The tree builder will open the formatting elements among them again, in every block that
    /// follows; where those are too many, they are to be closed by tags.
    fn truncate(&mut self, at: usize, max_dangling: usize) {
        let formatting = self.open[at..].iter().skip(1).filter(|open| open.is(FORMATTING));
        if self.dangling > max_dangling {
            self.pending_closes.extend(formatting.rev().map(|open| open.text()));
        } else {
            self.dangling += formatting.count();
        }
        self.open.truncate(at);
    }

    /// Elements to be closed by tags before the tag just followed, innermost first.
    pub fn take_pending_closes(&mut self) -> Vec<String> {
        std::mem::take(&mut self.pending_closes)
    }

    /// Follows an end tag; whether it ended anything.
    pub fn end(&mut self, name: &str, max_dangling: usize) -> bool {
        let name = Name::of(name);
        let Some(at) = self.find(name) else {
            if name.is(FORMATTING) {
                self.dangling = self.dangling.saturating_sub(1);
            }
            return false;
        };
        // The adoption agency takes it out and leaves what stands in it.
        let is_adopted = name.is(FORMATTING) && self.open[at + 1..].iter().any(|open| open.is(SPECIAL | SCOPE));
        if is_adopted || name.is(FORM) {
            self.open.remove(at);
        } else {
            self.truncate(at, max_dangling);
        }
        true
    }

    /// The place of the element that an end tag closes.
    fn find(&self, name: Name) -> Option<usize> {
        let barrier = if name.is(TABLE | ROW | ROWS | CELL | CAPTION) {
            TABLE | TEMPLATE
        } else if name.is(TEMPLATE) {
            0
        } else if name.is(ITEM) {
            SCOPE | LIST
        } else if name.is(PARAGRAPH) {
            SCOPE | BUTTON
        } else if self.is_foreign() {
            INTEGRATION | TABLE
        } else if name.is(SPECIAL | SCOPE | FORMATTING) {
            SCOPE
        } else {
            SPECIAL | SCOPE
        };
        let is_own = |open: &Name| open.key == name.key || (name.is(HEADING) && open.is(HEADING));
        let found = self.open.iter().rposition(|open| is_own(open) || open.is(barrier))?;
        is_own(&self.open[found]).then_some(found)
    }
}
