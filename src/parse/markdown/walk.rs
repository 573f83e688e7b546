//! Converts the events of `pulldown-cmark` to [`Blocks`] in one loop.

use crate::document::{Block, BlockKind, Image, Marker, Media, Style};
use crate::parse::blocks::{BlockContext, Blocks, Inner};
use crate::parse::html::links::Base;
use crate::parse::html::{self, tags};
use crate::sanitize;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// Splits Markdown into blocks.
pub fn walk(markdown: &str, base: &Base) -> Vec<Block> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut walker = Walker {
        base,
        blocks: Blocks::default(),
        places: Vec::new(),
        styled: Vec::new(),
        lists: Vec::new(),
        html: String::new(),
        image: None,
        is_head: false,
    };
    for event in Parser::new_ext(markdown, options) {
        walker.event(event);
    }
    walker.blocks.finish(None)
}

struct Walker<'a> {
    base: &'a Base,
    blocks: Blocks,
    /// Contexts to restore when the enclosing containers end.
    places: Vec<BlockContext>,
    /// For each enclosing inline element, true if it opened a mark.
    styled: Vec<bool>,
    /// Next number of each enclosing list; `None` for bullets.
    lists: Vec<Option<u32>>,
    /// The current HTML block.
    html: String,
    /// The picture whose alt text is being read.
    image: Option<(Image, String)>,
    /// True in the heading row of a table.
    is_head: bool,
}

impl Walker<'_> {
    fn event(&mut self, event: Event<'_>) {
        if let Some((_, alt)) = &mut self.image
            && alt_text(&event, alt)
        {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text),
            Event::Code(text) => {
                let is_styled = self.blocks.inline.open(Style::Code);
                self.blocks.inline.push(&text);
                if is_styled {
                    self.blocks.inline.close();
                }
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(&html),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::SoftBreak => self.blocks.inline.blank(),
            Event::HardBreak => self.line_break(),
            Event::Rule => self.blocks.rule(None),
            Event::TaskListMarker(is_done) => self.blocks.mark_task(is_done),
        }
    }

    fn text(&mut self, text: &str) {
        if self.blocks.place.pre {
            self.blocks.inline.push_raw(text);
        } else {
            self.blocks.inline.push(text);
        }
    }

    fn line_break(&mut self) {
        if self.blocks.in_table() {
            self.blocks.inline.blank();
        } else {
            self.blocks.inline.line_break();
        }
    }

    fn footnote_reference(&mut self, label: &str) {
        let label = sanitize::line(label).into_owned();
        let is_styled = self.blocks.inline.open(Style::Footnote(label.clone()));
        self.blocks.inline.push(&format!("[{label}]"));
        if is_styled {
            self.blocks.inline.close();
        }
    }

    /// Enters a container, which separates blocks.
    fn enter(&mut self, change: impl FnOnce(&mut BlockContext)) {
        self.blocks.cut(None);
        self.places.push(self.blocks.place);
        change(&mut self.blocks.place);
    }

    fn leave(&mut self) {
        self.blocks.cut(None);
        self.blocks.place = self.places.pop().unwrap_or_default();
    }

    fn open(&mut self, style: Option<Style>) {
        let is_styled = style.is_some_and(|style| self.blocks.inline.open(style));
        self.styled.push(is_styled);
    }

    fn close(&mut self) {
        if self.styled.pop() == Some(true) {
            self.blocks.inline.close();
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.blocks.cut(None),
            Tag::Heading { level, .. } => self.enter(|place| place.heading = level as u8),
            Tag::BlockQuote(_) => self.enter(|place| {
                place.quotes = place.quotes.saturating_add(1);
                place.inner = Inner::Quote;
            }),
            Tag::CodeBlock(kind) => {
                self.enter(|place| place.pre = true);
                self.blocks.language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => None,
                };
            }
            Tag::List(first) => {
                self.enter(|place| place.depth = place.depth.saturating_add(1));
                self.lists.push(first.map(|n| u32::try_from(n).unwrap_or(u32::MAX)));
            }
            Tag::Item => {
                self.enter(|place| place.inner = Inner::Item);
                let marker = match self.lists.last_mut() {
                    Some(Some(next)) => {
                        *next = next.saturating_add(1);
                        Marker::Number(*next - 1)
                    }
                    _ => Marker::Bullet,
                };
                self.blocks.enter_item(marker);
            }
            Tag::FootnoteDefinition(label) => {
                self.enter(|_| {});
                self.blocks.footnote = Some(sanitize::line(&label).into_owned());
            }
            Tag::Table(_) => self.blocks.enter_table(None),
            Tag::TableHead => {
                self.is_head = true;
                self.blocks.enter_row();
            }
            Tag::TableRow => self.blocks.enter_row(),
            Tag::TableCell => self.blocks.enter_cell(self.is_head),
            Tag::Emphasis => self.open(Some(Style::Emphasis)),
            Tag::Strong => self.open(Some(Style::Strong)),
            Tag::Strikethrough => self.open(Some(Style::Strike)),
            Tag::Link { dest_url, .. } => self.open(self.base.link(&dest_url).map(Style::Link)),
            Tag::Image { dest_url, .. } => {
                self.image = Some((Image { url: self.base.media(&dest_url), media: Media::Image }, String::new()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.blocks.cut(None),
            TagEnd::Heading(_) | TagEnd::BlockQuote(_) => self.leave(),
            TagEnd::CodeBlock => {
                self.leave();
                self.blocks.language = None;
            }
            TagEnd::HtmlBlock => self.html_block(),
            TagEnd::List(_) => {
                self.leave();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.leave();
                self.blocks.leave_item();
            }
            TagEnd::FootnoteDefinition => {
                self.leave();
                self.blocks.footnote = None;
            }
            TagEnd::Table => self.blocks.leave_table(None),
            TagEnd::TableHead | TagEnd::TableRow => {
                self.blocks.leave_row();
                self.is_head = false;
            }
            TagEnd::TableCell => self.blocks.leave_cell(),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => self.close(),
            TagEnd::Image => {
                if let Some((image, alt)) = self.image.take() {
                    self.blocks.image(image, crate::parse::metadata::one_line(&alt), None);
                }
            }
            _ => {}
        }
    }

    /// Parses an HTML block; its blocks take its place.
    fn html_block(&mut self) {
        let html = std::mem::take(&mut self.html);
        let place = self.blocks.place;
        for mut block in html::fragment(&html, self.base) {
            block.quotes = block.quotes.saturating_add(place.quotes);
            if block.kind == BlockKind::Paragraph {
                match place.inner {
                    Inner::Flow => {}
                    Inner::Quote => block.kind = BlockKind::Quote,
                    Inner::Item => block.kind = BlockKind::List,
                }
            }
            self.blocks.adopt(block);
        }
    }

    /// Processes a single inline tag: a line break, a picture, or nothing visible.
    fn inline_html(&mut self, html: &str) {
        let name: String = html
            .trim_start_matches(['<', '/'])
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        if name == "br" {
            self.line_break();
        } else if matches!(name.as_str(), "img" | "iframe" | "video" | "audio") {
            for block in html::fragment(html, self.base) {
                if let BlockKind::Image(image) = block.kind {
                    self.blocks.image(image, block.text, None);
                }
            }
        } else if tags::heading(&name).is_some() || matches!(name.as_str(), "p" | "div") {
            self.blocks.inline.blank();
        }
    }
}

/// Adds an event to a picture's alt text. Returns false if it does not belong there.
fn alt_text(event: &Event<'_>, alt: &mut String) -> bool {
    match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
            alt.push_str(text);
        }
        Event::SoftBreak | Event::HardBreak => alt.push(' '),
        Event::End(TagEnd::Image) | Event::Start(Tag::Image { .. }) => return false,
        _ => {}
    }
    true
}

fn language(info: &CowStr<'_>) -> Option<String> {
    let name = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
    let name = sanitize::line(name).to_ascii_lowercase();
    (!name.is_empty() && name.len() <= 32).then_some(name)
}
