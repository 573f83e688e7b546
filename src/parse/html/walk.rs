//! Walks the tree in one loop and passes text, cuts and pictures to [`Blocks`].

use super::containers::Containers;
use super::dom::attribute;
use super::footnotes::{self, FootnoteAnchor};
use super::links::Base;
use super::media::{self, MediaContent};
use super::parts::{self, ElementRole};
use super::{inline_spacing, tags, visible};
use crate::document::{self, Block, Marker, Style};
use crate::parse::blocks::{BlockContext, Blocks, Inner};
use crate::sanitize;
use dom_query::{Element, NodeData, NodeId, Tree};

/// Result of the walk.
pub struct Walked {
    /// Blocks of the page in reading order.
    pub blocks: Vec<Block>,
    /// The elements around them.
    pub elements: Vec<document::Element>,
}

/// Elements that the walk enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Visible elements.
    VisibleOnly,
    /// Hidden ones too, for pages that depend on a script.
    All,
}

/// Walks the tree below `root` and splits its text into blocks.
pub fn walk(tree: &Tree, root: NodeId, base: &Base, visibility: Visibility) -> Walked {
    let mut walker = Walker {
        tree,
        base,
        visibility,
        blocks: Blocks::default(),
        containers: Containers::default(),
        frames: Vec::new(),
        lists: Vec::new(),
        noscript: 0,
        quotations: 0,
        anchors: Vec::new(),
    };
    walker.run(root);
    let element = walker.containers.innermost(tree);
    let mut blocks = walker.blocks.finish(element);
    footnotes::connect(&mut blocks, &walker.anchors);
    Walked { blocks, elements: walker.containers.into_elements() }
}

struct Walker<'a> {
    tree: &'a Tree,
    base: &'a Base,
    visibility: Visibility,
    blocks: Blocks,
    containers: Containers,
    frames: Vec<Frame>,
    /// Next number of each enclosing list; `None` for bullets.
    lists: Vec<Option<u32>>,
    noscript: usize,
    /// Number of enclosing `<q>` elements.
    quotations: usize,
    anchors: Vec<FootnoteAnchor>,
}

/// An element being walked, and the state to restore when it ends.
struct Frame {
    next: Option<NodeId>,
    place: BlockContext,
    part: ElementRole,
    is_styled: bool,
    /// True for an inline element that is a label over a title.
    is_kicker: bool,
    /// The element, if links may lead to it, and the index of its first block.
    anchor: Option<(NodeId, usize)>,
}

/// Action for a node.
enum Step {
    Skip,
    Enter(Frame),
}

impl Walker<'_> {
    fn run(&mut self, root: NodeId) {
        let mut at = self.tree.query_node(&root, |node| node.first_child).flatten();
        loop {
            let Some(id) = at else {
                let Some(frame) = self.frames.pop() else { return };
                at = frame.next;
                self.leave(&frame);
                continue;
            };
            let tree = self.tree;
            let Some((first, next, step)) = tree.query_node(&id, |node| {
                let step = match &node.data {
                    NodeData::Text { contents } => {
                        self.text(contents);
                        Step::Skip
                    }
                    NodeData::Element(element) => self.enter(id, element, node.next_sibling),
                    _ => Step::Skip,
                };
                (node.first_child, node.next_sibling, step)
            }) else {
                return;
            };
            at = match step {
                Step::Skip => next,
                Step::Enter(frame) => {
                    self.frames.push(frame);
                    first
                }
            };
        }
    }

    fn text(&mut self, text: &str) {
        if self.noscript > 0 {
            return;
        }
        if self.blocks.place.pre {
            if self.blocks.inline.is_empty() {
                self.containers.on_block_start();
            }
            self.containers.on_text();
            self.blocks.inline.push_raw(text);
            return;
        }
        if text.bytes().all(crate::parse::inline::is_space) {
            self.blocks.inline.blank();
            return;
        }
        if self.blocks.inline.breaks() >= 2 && self.blocks.place.heading == 0 {
            self.cut();
        }
        if self.blocks.inline.is_empty() {
            self.containers.on_block_start();
        }
        self.containers.on_text();
        self.blocks.inline.push(text);
    }

    /// Ends the current block.
    fn cut(&mut self) {
        let element = if self.blocks.is_pending() && !self.blocks.in_table() {
            self.containers.around_text(self.tree)
        } else {
            None
        };
        self.blocks.cut(element);
    }

    fn enter(&mut self, id: NodeId, element: &Element, next: Option<NodeId>) -> Step {
        let tag = &*element.name.local;
        if self.visibility == Visibility::VisibleOnly
            && visible::is_hidden(element, tag)
            && !visible::unfolds(self.tree, id)
        {
            return Step::Skip;
        }
        if parts::holds_line_numbers(self.tree, id, element) {
            return Step::Skip;
        }
        if media::is_media(tag) {
            self.media(id, element, tag);
            return Step::Skip;
        }
        if tags::is_unseen(tag) {
            return Step::Skip;
        }
        match tag {
            "br" => self.line_break(),
            "hr" => {
                let at = self.containers.innermost(self.tree);
                self.cut();
                self.blocks.rule(at);
            }
            "wbr" => {}
            "input" => self.input(element),
            _ => return Step::Enter(self.begin(id, element, tag, next)),
        }
        Step::Skip
    }

    fn line_break(&mut self) {
        if self.noscript > 0 {
        } else if self.blocks.place.pre {
            self.blocks.inline.push_raw("\n");
        } else if self.blocks.in_table() {
            self.blocks.inline.blank();
        } else {
            self.blocks.inline.line_break();
        }
    }

    fn input(&mut self, element: &Element) {
        if attribute(element, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) {
            self.blocks.mark_task(attribute(element, "checked").is_some());
        }
    }

    fn media(&mut self, id: NodeId, element: &Element, tag: &str) {
        match media::shown(self.tree, id, element, tag, self.base) {
            MediaContent::Nothing => {}
            MediaContent::Sign(words) => self.text(&words),
            MediaContent::Block(image, alt) => {
                if self.noscript > 0 && self.fills_last(&image) {
                    return;
                }
                let at = self.containers.innermost(self.tree);
                self.blocks.image(image, alt, at);
            }
        }
    }

    /// Returns true if the picture in `<noscript>` is the one before it, whose address a script would have set.
    fn fills_last(&mut self, image: &document::Image) -> bool {
        let Some(document::Block { kind: document::BlockKind::Image(last), .. }) = self.blocks.last_mut() else {
            return false;
        };
        if last.url.is_none() {
            last.url.clone_from(&image.url);
        }
        true
    }

    fn begin(&mut self, id: NodeId, element: &Element, tag: &str, next: Option<NodeId>) -> Frame {
        let may_be_data = !self.blocks.in_table() && !self.blocks.place.pre;
        let part = ElementRole::of(self.tree, id, element, may_be_data);
        let place = self.blocks.place;
        if matches!(part, ElementRole::Inline | ElementRole::Quotation) {
            let last = self.blocks.inline.last().filter(|_| !place.pre && !self.blocks.in_table());
            if last.is_some_and(|last| inline_spacing::needs_space_before(self.tree, id, element, last)) {
                self.blocks.inline.blank();
            }
            if !self.blocks.inline.is_empty() && inline_spacing::begins_after_another(self.tree, id, element) {
                self.blocks.inline.seam();
            }
            self.containers.enter_inline(id);
        } else {
            self.cut_for(part);
            self.containers.enter_block(id);
        }
        let may_be_note =
            matches!(tag, "li" | "p" | "div" | "aside" | "dd" | "td") && attribute(element, "id").is_some();
        let anchor = may_be_note.then(|| (id, self.blocks.len()));
        self.enter_part(part, element, tag);
        let style = match tag {
            "a" => attribute(element, "href").and_then(|href| self.base.link(href)).map(Style::Link),
            _ => tags::style(tag),
        };
        let is_styled = style.is_some_and(|style| self.blocks.inline.open(style));
        let is_kicker = part == ElementRole::Inline && inline_spacing::is_kicker(element);
        Frame { next, place, part, is_styled, is_kicker, anchor }
    }

    /// Cuts before or after an element that is not inline.
    fn cut_for(&mut self, part: ElementRole) {
        if self.blocks.place.pre && part != ElementRole::Pre {
            let text = self.blocks.inline.text();
            if !text.is_empty() && !text.ends_with('\n') {
                self.blocks.inline.push_raw("\n");
            }
        } else if part != ElementRole::Noscript {
            self.cut();
        }
    }

    fn enter_part(&mut self, part: ElementRole, element: &Element, tag: &str) {
        let place = &mut self.blocks.place;
        match part {
            ElementRole::Inline | ElementRole::Table { .. } => {}
            ElementRole::Quotation => {
                let mark = if self.quotations.is_multiple_of(2) { "“" } else { "‘" };
                self.quotations += 1;
                self.text(mark);
            }
            ElementRole::Block => {
                if let Some(level) = tags::heading(tag) {
                    place.heading = level;
                } else if tag == "blockquote" {
                    place.quotes = place.quotes.saturating_add(1);
                    place.inner = Inner::Quote;
                } else if attribute(element, "role") == Some("heading") {
                    place.heading = attribute(element, "aria-level")
                        .and_then(|v| v.trim().parse().ok())
                        .filter(|v| (1..=6).contains(v))
                        .unwrap_or(2);
                }
            }
            ElementRole::Item => {
                place.inner = Inner::Item;
                place.depth = place.depth.max(1);
                self.enter_item(element);
            }
            ElementRole::List => {
                place.depth = place.depth.saturating_add(1);
                let start = attribute(element, "start").and_then(|v| v.trim().parse().ok()).unwrap_or(1);
                self.lists.push((tag == "ol").then_some(start));
            }
            ElementRole::Pre => {
                place.pre = true;
                self.blocks.language = parts::language(element);
            }
            ElementRole::Row => self.enter_row(),
            ElementRole::Cell { is_heading } => self.blocks.enter_cell(is_heading),
            ElementRole::Noscript => self.noscript += 1,
        }
        if tag == "code" && self.blocks.place.pre && self.blocks.language.is_none() {
            self.blocks.language = parts::language(element);
        }
    }

    fn enter_item(&mut self, element: &Element) {
        let value = attribute(element, "value").and_then(|v| v.trim().parse::<u32>().ok());
        let marker = match self.lists.last_mut() {
            Some(Some(next)) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                Marker::Number(number)
            }
            _ => Marker::Bullet,
        };
        self.blocks.enter_item(marker);
    }

    fn enter_row(&mut self) {
        let table = self.frames.iter().rev().find_map(|frame| match frame.part {
            ElementRole::Table { is_data } => Some(is_data),
            _ => None,
        });
        if table == Some(true) {
            if !self.blocks.in_table() {
                let at = self.containers.innermost(self.tree);
                self.blocks.enter_table(at);
            }
            self.blocks.enter_row();
        }
    }

    fn add_anchor(&mut self, node: NodeId, first: usize) {
        let end = self.blocks.len();
        let id = self
            .tree
            .query_node(&node, |n| attribute(n.as_element()?, "id").map(|id| sanitize::url(id).into_owned()))
            .flatten();
        self.anchors.extend(id.filter(|id| end > first && id.len() <= 200).map(|id| FootnoteAnchor { id, first, end }));
    }

    fn leave(&mut self, frame: &Frame) {
        if frame.is_styled {
            self.blocks.inline.close();
        }
        match frame.part {
            ElementRole::Inline if frame.is_kicker => self.blocks.inline.seam(),
            ElementRole::Inline => {}
            ElementRole::Quotation => {
                self.quotations -= 1;
                let mark = if self.quotations.is_multiple_of(2) { "”" } else { "’" };
                if !self.blocks.inline.is_empty() {
                    self.blocks.inline.close_up();
                    self.text(mark);
                }
            }
            ElementRole::Table { is_data: true } if self.blocks.in_table() => {
                let at = self.containers.innermost(self.tree);
                self.blocks.leave_table(at);
            }
            part => self.cut_for(part),
        }
        match frame.part {
            ElementRole::Item => self.blocks.leave_item(),
            ElementRole::List => {
                self.lists.pop();
            }
            ElementRole::Row => self.blocks.leave_row(),
            ElementRole::Cell { .. } => self.blocks.leave_cell(),
            ElementRole::Noscript => self.noscript -= 1,
            ElementRole::Pre => self.blocks.language = None,
            _ => {}
        }
        if let Some((node, first)) = frame.anchor {
            self.add_anchor(node, first);
        }
        self.blocks.place = frame.place;
        self.containers.leave();
    }
}
