//! PDF: characters with places become lines, columns and paragraphs in reading order.
//!
//! A PDF file has no words, lines or paragraphs, only characters at points. `content` reads them, `lines` and `columns`
//! gather them, `running` recognises what every page repeats, `paragraphs` divides and joins, `parts` finds headings,
//! captions and footnotes, and `assemble` builds the blocks. Pictures are not shown.

mod assemble;
mod budget;
mod columns;
mod content;
mod direction;
mod fonts;
mod fragments;
mod geometry;
mod info;
mod initials;
mod layers;
mod lines;
mod order;
mod paragraphs;
mod parts;
mod running;
mod state;
mod streams;
mod tables;
mod words;

use crate::document::{Document, MediaType, Metadata, Problem};
use crate::limits::MAX_PDF_PAGES;
use crate::panics;
use crate::sanitize;
use crate::web_address::has_web_scheme;
use budget::Budget;
use content::PageContent;
use hayro_syntax::Pdf;
use info::{FileInfo, PageLink};
use paragraphs::{Paragraph, ParagraphPart};
use running::PageLines;
use std::borrow::Cow;
use words::KnownWords;

/// Returns the number of pages.
pub(super) fn page_count(pdf: &Pdf) -> usize {
    pdf.pages().len()
}

/// Parses an opened file, at most the first `most` pages.
pub fn parse(pdf: &Pdf, most: usize) -> Document {
    let info = guarded(|| FileInfo::of(pdf)).unwrap_or_default();
    let mut tally = Tally::default();
    let mut pages = read_pages(pdf, most.min(MAX_PDF_PAGES), &mut tally);
    running::mark_running(&mut pages, info.is_printed_page);
    let url = info.is_printed_page.then(|| printed_address(&pages)).flatten();
    let mut words = KnownWords::default();
    let unmarked = pages.iter().flat_map(|page| page.lines.iter().zip(&page.running).filter(|(_, running)| !**running));
    let body = parts::body_size(unmarked.clone().map(|(line, _)| line));
    unmarked.for_each(|(line, _)| words.add(line));
    let mut all: Vec<Paragraph> = Vec::new();
    for (at, page) in pages.into_iter().enumerate() {
        all.extend(page_paragraphs(page, at as u32 + 1, body));
    }
    parts::find_parts(&mut all, body, info.is_printed_page);
    let all = paragraphs::join_across(all);
    let assembled = assemble::assemble(&all, &words);
    let mut document = Document {
        blocks: assembled.blocks,
        elements: assembled.elements,
        meta: metadata(info.clone(), &all, url),
        format: if info.is_printed_page { MediaType::Text } else { MediaType::Pdf },
        problems: tally.problems(pdf.pages().len().min(most)),
        ..Document::default()
    };
    clean(&mut document);
    document
}

/// Counts what could not be read.
#[derive(Debug, Default)]
struct Tally {
    /// Number of pages with text.
    texts: usize,
    /// Pages with pictures only.
    scans: Vec<usize>,
    /// Number of characters without a meaning, and with one.
    unknown: usize,
    known: usize,
    /// Pages on which the reader failed.
    failed: Vec<usize>,
    exceeded: bool,
}

fn read_pages(pdf: &Pdf, most: usize, tally: &mut Tally) -> Vec<PageLines> {
    let layers = guarded(|| layers::Layers::of(pdf)).unwrap_or_default();
    let mut fonts = fonts::Fonts::new();
    let mut budget = Budget::new();
    let mut pages = Vec::new();
    for (at, page) in pdf.pages().iter().take(most).enumerate() {
        if !budget.begin_page() {
            break;
        }
        let read = guarded(|| {
            let content = content::read_page(page, &mut fonts, &layers, &mut budget);
            (content, info::links(page))
        });
        let Some((content, links)) = read else {
            // What the fonts hold may be half written.
            fonts = fonts::Fonts::new();
            tally.failed.push(at + 1);
            pages.push(PageLines::default());
            continue;
        };
        pages.push(tally.page(at + 1, content, &links));
    }
    tally.exceeded = budget.exceeded;
    pages
}

impl Tally {
    fn page(&mut self, number: usize, content: PageContent, links: &[PageLink]) -> PageLines {
        let PageContent { mut fragments, unknown, known, pictures, height } = content;
        self.unknown += unknown;
        self.known += known;
        match known + unknown {
            0 if !pictures.is_empty() => self.scans.push(number),
            0 => {}
            _ => self.texts += 1,
        }
        if unknown > known {
            // A page of signs without meaning is no text.
            fragments.retain(|it| it.text.chars().filter(|c| *c == '\u{fffd}').count() * 2 < it.text.chars().count());
        }
        let initials = initials::settle(&mut fragments);
        let mut lines = lines::lines(fragments, links);
        initials::extend_beside(&initials, &mut lines);
        PageLines { lines, height, pictures, running: Vec::new() }
    }

    fn problems(&self, pages: usize) -> Vec<Problem> {
        let mut out = Vec::new();
        let unreadable = self.unknown * 2 > self.known + self.unknown;
        if self.texts == 0 && !self.scans.is_empty() {
            let why = "its pages are pictures; make them text first, for example with `ocrmypdf in.pdf out.pdf`";
            out.push(Problem::NoArticle(why.into()));
        } else if unreadable && self.unknown > 0 {
            let why = "its fonts do not tell which letters they show; make it text first, for example with \
                       `ocrmypdf --force-ocr in.pdf out.pdf`";
            out.push(Problem::NoArticle(why.into()));
        } else {
            if !self.scans.is_empty() {
                let pages = list(&self.scans);
                out.push(Problem::Other(format!(
                    "{pages} only pictures; to read them, make them text with `ocrmypdf --skip-text in.pdf out.pdf`"
                )));
            }
            if self.unknown * 200 > self.known {
                let count = self.unknown;
                out.push(Problem::Other(format!(
                    "{count} letters are missing: their fonts do not tell which they are"
                )));
            }
        }
        if !self.failed.is_empty() {
            out.push(Problem::Other(format!("{} damaged and left out", list(&self.failed))));
        }
        if pages > MAX_PDF_PAGES {
            out.push(Problem::Shortened(format!("only the first {MAX_PDF_PAGES} of {pages} pages were read")));
        }
        if self.exceeded {
            out.push(Problem::Shortened("parts of the pages are too complex and were left out".into()));
        }
        out
    }
}

/// Returns "page 3 is" or "pages 3, 4 and 9 are", with at most a few of them.
fn list(pages: &[usize]) -> String {
    const SHOWN: usize = 5;
    match pages {
        [one] => format!("page {one} is"),
        [all @ .., last] if all.len() < SHOWN => {
            format!("pages {} and {last} are", all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        many => {
            let first: Vec<String> = many.iter().take(SHOWN - 1).map(ToString::to_string).collect();
            format!("pages {} and {} more are", first.join(", "), many.len() - first.len())
        }
    }
}

/// Divides a page in paragraphs, in reading order: running heads, text, running feet, text along the margin.
fn page_paragraphs(page: PageLines, number: u32, body: f32) -> Vec<Paragraph> {
    let PageLines { lines, height, running, pictures } = page;
    let (mut heads, mut feet, mut text, mut turned) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (line, runs) in lines.into_iter().zip(running) {
        match () {
            () if runs && line.baseline < height / 2.0 => heads.push(line),
            () if runs => feet.push(line),
            () if line.turned => turned.push(line),
            () => text.push(line),
        }
    }
    let paragraphs = |lines: Vec<lines::PageLine>| {
        let boxes = order::reading_order(columns::boxes(lines));
        boxes.into_iter().flat_map(|it| paragraphs::paragraphs(it, number, body)).collect::<Vec<_>>()
    };
    let running = |lines| {
        paragraphs(lines).into_iter().map(|it| Paragraph { part: ParagraphPart::Running, ..it }).collect::<Vec<_>>()
    };
    // A page that is turned as a whole is text; a line or two along the margin are not.
    let aside = turned.iter().map(|line| line.chars).sum::<usize>() < text.iter().map(|line| line.chars).sum();
    let mut out = running(heads);
    let mut text = paragraphs(text);
    parts::mark_captions(&mut text, &pictures, body);
    out.extend(text);
    out.extend(if aside { running(turned) } else { paragraphs(turned) });
    out.extend(running(feet));
    out
}

/// Returns the address that a browser printed at the foot of the pages.
fn printed_address(pages: &[PageLines]) -> Option<String> {
    let page = pages.first()?;
    let feet = page.lines.iter().zip(&page.running).filter(|(_, running)| **running).map(|(line, _)| line.text());
    let is_address = |word: &&str| has_web_scheme(word);
    let found = feet.rev().find_map(|text| text.split_whitespace().find(is_address).map(str::to_owned))?;
    (!found.ends_with('…') && !found.ends_with("...")).then_some(found)
}

fn metadata(info: FileInfo, paragraphs: &[Paragraph], url: Option<String>) -> Metadata {
    let title = info.title.or_else(|| {
        let first = paragraphs.iter().take_while(|it| it.pages.first().is_some_and(|page| page.1 <= 2));
        let heading = first.filter(|it| matches!(it.part, ParagraphPart::Heading(1))).find(|it| it.lines.len() <= 4)?;
        Some(heading.lines.iter().map(|line| line.text().trim().to_owned()).collect::<Vec<_>>().join(" "))
    });
    // A printed page was created when it was printed, not when it was published.
    let published = info.created.filter(|_| !info.is_printed_page);
    Metadata { title, authors: info.authors, published, language: info.language, url, ..Metadata::default() }
}

/// Runs a part of the interpreter, which is robust but not proven free of panics. Returns `None` if it panicked.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    panics::catch(work).ok()
}

/// Sanitizes the blocks' texts once more: the characters were clean one by one, but not necessarily side by side.
fn clean(document: &mut Document) {
    for block in &mut document.blocks {
        if let Cow::Owned(text) = sanitize::text(&block.text) {
            block.text = text;
            block.marks.clear();
            for page in &mut block.pages {
                page.at = 0;
            }
        }
    }
}
