//! From a [`Source`] to a [`Reading`]: in one call, or in steps for the screen: a preview of a long text, then the
//! text, then its attributions.

use crate::article::{Article, Reason, Role, ShownBlock, Verdict, count_words};
use crate::attribute::attribute;
use crate::declutter::{self, Classification, classify};
use crate::document::{Block, BlockKind, Document, Metadata, Style, WarcOrigin};
use crate::load::{MediaType, Source, SourceForm};
use crate::models::Models;
use crate::parse::{parse, parse_beginning};
use crate::reading::{Reading, SourceInfo};
use crate::relate::relate;
use crate::sanitize;
use std::time::Instant;

/// Returns the complete reading of a source.
pub fn analyse(source: &Source, models: &Models, options: &declutter::ClutterOptions) -> Reading {
    let mut reading = analyse_text(source, models, options);
    let started = Instant::now();
    reading.attributions = attribute(&reading.article, models.attribution());
    let (quotes, speakers) = (reading.attributions.quotes.len(), reading.attributions.speakers.len());
    log::info!("attribute: {quotes} quotes, {speakers} speakers in {} ms", started.elapsed().as_millis());
    reading
}

/// Returns the article and its related stories, without attributions.
pub fn analyse_text(source: &Source, models: &Models, options: &declutter::ClutterOptions) -> Reading {
    let started = Instant::now();
    let document = parse(source);
    if source.evidence.form == SourceForm::Book || is_transcript(&document) {
        return whole_text(source, document);
    }
    let parsed = started.elapsed();
    let classification = classify(&document, models.clutter(), options);
    let classified = started.elapsed();
    let related = relate(&document, &classification.verdicts, &models.clutter().wording);
    let blocks = document.blocks.len();
    let reading = Reading { related, ..build_reading(source, document, classification) };
    let (shown, stories) = (reading.article.blocks.len(), reading.related.len());
    log::info!("parse: {blocks} blocks in {} ms", parsed.as_millis());
    log::info!("declutter: {shown} blocks shown, in {} ms", classified.saturating_sub(parsed).as_millis());
    log::info!("relate: {stories} stories in {} ms", started.elapsed().saturating_sub(classified).as_millis());
    for problem in &reading.article.problems {
        log::info!("problem: {problem}");
    }
    reading
}

/// Returns true if turns of named or timed speech make up the document.
fn is_transcript(document: &Document) -> bool {
    document.blocks.iter().any(|block| block.turn.is_some())
}

/// Longest line that is the title of a transcript, in bytes.
const MAX_TITLE: usize = 160;

/// Returns the reading of a text without clutter, attributions still empty.
fn whole_text(source: &Source, mut document: Document) -> Reading {
    let mut verdicts = vec![Verdict::Show(Role::Body); document.blocks.len()];
    // A line above the first turn of a transcript is its title.
    if let (Some(first), Some(verdict)) = (document.blocks.first(), verdicts.first_mut())
        && is_transcript(&document)
        && first.turn.is_none()
        && first.text.len() <= MAX_TITLE
    {
        *verdict = Verdict::Show(Role::Title);
        document.meta.title.get_or_insert_with(|| first.text.clone());
    }
    let article = Article::assemble(document, &verdicts, None);
    Reading { source: origin(source), article, ..Reading::default() }
}

/// Returns the reading of an author's own text, such as the content of a feed's entry: only tracking pictures and
/// adverts of a feed service are hidden.
pub fn analyse_own_text(source: &Source, meta: Metadata, models: &Models) -> Reading {
    let mut document = parse(source);
    let appended = document.blocks.iter().rev().take_while(|block| is_appended(block)).count();
    let own = document.blocks.len() - appended;
    let verdict = |at| if at < own { Verdict::Show(Role::Body) } else { Verdict::Hide(Reason::Advert, 1.0) };
    let verdicts: Vec<Verdict> = (0..document.blocks.len()).map(verdict).collect();
    let url = document.meta.url.take();
    document.meta = Metadata { url, ..meta };
    let article = Article::assemble(document, &verdicts, None);
    let mut reading = Reading { source: origin(source), article, ..Reading::default() };
    reading.attributions = attribute(&reading.article, models.attribution());
    reading
}

/// Returns true if a feed service appended this block: a tracking picture or link, or an advert.
fn is_appended(block: &Block) -> bool {
    const SERVICES: [&str; 7] = [
        "feeds.feedburner.com/~",
        "feedads.",
        "doubleclick.net",
        "pixel.wp.com",
        "stats.wordpress.com",
        "feedsportal.com",
        "/tracking-pixel",
    ];
    let links = block.marks.iter().filter_map(|mark| match &mark.style {
        Style::Link(url) => Some(url.as_str()),
        _ => None,
    });
    let picture = match &block.kind {
        BlockKind::Image(image) => image.url.as_deref(),
        _ => None,
    };
    let mut addresses = links.chain(picture).peekable();
    addresses.peek().is_some() && addresses.all(|url| SERVICES.iter().any(|service| url.contains(service)))
}

/// Number of bytes parsed for a preview.
const PREVIEW_BYTES: usize = 32 * 1024;
/// Shorter sources, in bytes, need no preview.
const MIN_SOURCE_BYTES: usize = 8 * PREVIEW_BYTES;
/// Fewest words of a preview: more than fill a large screen.
const MIN_PREVIEW_WORDS: usize = 600;

/// A preview of a long source, to be read until [`analyse_text`] is done: its blocks are the first ones of the whole,
/// with the same numbers. Returns `None` if the source is short or the preview might differ from the final article: a
/// block shown now must not move later.
pub fn preview(source: &Source, models: &Models, options: &declutter::ClutterOptions) -> Option<Reading> {
    let is_page = source.evidence.form != SourceForm::Book;
    let is_short = source.media_type != MediaType::Pdf && source.bytes.len() < MIN_SOURCE_BYTES;
    if is_short || !is_page {
        return None;
    }
    let preview = |times: usize| preview_of(source, models, options, PREVIEW_BYTES * times);
    // The first pages of a PDF file may be a cover, titles and contents.
    if source.media_type == MediaType::Pdf { [1, 2, 4, 8].into_iter().find_map(preview) } else { preview(1) }
}

/// Returns the preview from this many bytes of a source of any length.
fn preview_of(source: &Source, models: &Models, options: &declutter::ClutterOptions, bytes: usize) -> Option<Reading> {
    let mut document = parse_beginning(source, bytes).filter(|document| !is_transcript(document))?;
    let mut classification = classify(&document, models.clutter(), options);
    // The last blocks were classified as if the page ended there.
    document.blocks.truncate(document.blocks.len() / 2);
    let steady = classify(&document, models.clutter(), options);
    classification.verdicts.truncate(document.blocks.len());
    let alike = |(a, b): (&Verdict, &Verdict)| match (a, b) {
        (Verdict::Show(a), Verdict::Show(b)) => a == b,
        (Verdict::Hide(..), Verdict::Hide(..)) => true,
        _ => false,
    };
    let agreed = classification.verdicts.iter().zip(&steady.verdicts).take_while(|&pair| alike(pair)).count();
    document.blocks.truncate(agreed);
    let reading = build_reading(source, document, classification);
    let told = |placed: &&ShownBlock| {
        placed.role == Role::Body && !matches!(placed.block.kind, BlockKind::List | BlockKind::Table(_))
    };
    let words: usize = reading.article.blocks.iter().filter(told).map(|b| count_words(&b.block.text)).sum();
    log::debug!("preview: {words} words of {bytes} bytes");
    (words >= MIN_PREVIEW_WORDS).then_some(reading)
}

fn build_reading(source: &Source, mut document: Document, classification: Classification) -> Reading {
    document.meta = Metadata { ..classification.meta };
    document.problems.extend(classification.problems);
    let article = Article::assemble(document, &classification.verdicts, classification.standfirst);
    Reading { source: origin(source), article, ..Reading::default() }
}

fn origin(source: &Source) -> SourceInfo {
    let line = |text: &String| sanitize::line(text).into_owned();
    let warc = source.warc.as_ref().map(|warc| WarcOrigin {
        file: line(&warc.file),
        offset: warc.offset,
        record_id: warc.record_id.as_ref().map(line),
        date: warc.date.as_ref().map(line),
        truncated: warc.truncated.as_ref().map(line),
    });
    SourceInfo {
        location: line(&source.location),
        media_type: source.media_type.name().into(),
        charset: source.charset.clone(),
        warc,
    }
}
