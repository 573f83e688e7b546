//! Converts an [`Incoming`] to rows: all slow work that needs no file, so that bulk work runs on all cores.

use super::address::{canonical, host};
use super::error::{Error, Result};
use super::fingerprints::fingerprints;
use super::fold::{content_hash, each_word};
use super::names::{is_pronoun, normalized_name};
use super::pack::{deflate, pack};
use super::piece::{Incoming, MergePolicy, Original, Seconds, TextSource, UserData};
use crate::document::Metadata;
use crate::reading::{Grade, QuoteKind, Reading, Speaker, SpeakerKind};
use crate::sanitize;
use crate::white_space;

/// An input ready to be written.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) url: Option<String>,
    pub(super) given: Option<String>,
    pub(super) host: Option<String>,
    pub(super) meta: Metadata,
    pub(super) user_data: UserData,
    pub(super) body: Option<Body>,
    /// Earlier versions, oldest first.
    pub(super) earlier: Vec<Body>,
    pub(super) intent: MergePolicy,
}

/// A version of a piece as stored.
#[derive(Clone, Debug)]
pub(super) struct Body {
    pub(super) text: Vec<u8>,
    pub(super) rest: Vec<u8>,
    pub(super) original: Option<Original>,
    pub(super) content: i64,
    /// Time of fetching; now, if unknown.
    pub(super) fetched: Option<Seconds>,
    pub(super) index: Index,
    /// True if it is only a summary or an excerpt.
    pub(super) is_excerpt: bool,
}

/// Index data of a version.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Folded words of the text without duplicates.
    pub(super) words: String,
    /// Fingerprints of the quotations without duplicates.
    pub(super) prints: String,
    pub(super) speakers: Vec<SpeakerRow>,
    pub(super) quotes: Vec<QuoteRow>,
    /// Words of the quotations: a JSON list, deflated.
    pub(super) spoken: Vec<u8>,
    /// Number of words in the body.
    pub(super) length: u32,
    /// Number of speakers: [`Attributions::voices`](crate::reading::Attributions::voices).
    pub(super) voices: usize,
    /// Version of the model that attributed the quotations.
    pub(super) model: u32,
}

#[derive(Clone, Debug)]
pub(super) struct SpeakerRow {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: SpeakerKind,
    pub(super) role: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) struct QuoteRow {
    pub(super) kind: QuoteKind,
    pub(super) start: usize,
    pub(super) words: usize,
    pub(super) grade: Grade,
    /// Confidence in per mille.
    pub(super) confidence: u16,
    pub(super) via: Option<String>,
    pub(super) speakers: Vec<u32>,
}

impl Index {
    /// Builds the index data of a reading.
    pub(super) fn of(reading: &Reading) -> Self {
        let attributions = &reading.attributions;
        let texts: Vec<String> = attributions.quotes.iter().map(|quote| quote.text(&reading.article.text)).collect();
        // A pronoun means somebody only within its text; across texts it names nobody.
        let named = |speaker: &&Speaker| !is_pronoun(&speaker.name);
        let kept: Vec<&Speaker> = attributions.speakers.iter().filter(named).collect();
        let place = |id: &u32| kept.iter().position(|speaker| speaker.id == *id).map(|at| at as u32);
        let quotes = attributions.quotes.iter().zip(&texts).map(|(quote, text)| QuoteRow {
            kind: quote.kind,
            start: quote.spans.first().map_or(0, |span| span.start),
            words: text.split_whitespace().count(),
            grade: quote.grade,
            confidence: (quote.confidence.clamp(0.0, 1.0) * 1000.0).round() as u16,
            via: quote.via.clone(),
            speakers: quote.speakers.iter().filter_map(place).collect(),
        });
        let speakers = kept.iter().map(|speaker| SpeakerRow {
            key: normalized_name(&speaker.name, speaker.kind),
            name: speaker.name.clone(),
            kind: speaker.kind,
            role: speaker.role.clone(),
        });
        Self {
            words: unique_words(&[&reading.article.text]),
            prints: unique(texts.iter().flat_map(|text| fingerprints(text)).collect()),
            speakers: speakers.collect(),
            quotes: quotes.collect(),
            spoken: deflate(&serde_json::to_vec(&texts).unwrap_or_default()),
            length: reading.article.words() as u32,
            voices: attributions.voices(),
            model: attributions.model,
        }
    }
}

/// Returns the folded words of several texts without duplicates, joined by spaces.
pub(super) fn unique_words(texts: &[&str]) -> String {
    let mut all = Vec::new();
    for text in texts {
        each_word(text, |word| all.push(word.to_owned()));
    }
    unique(all)
}

fn unique(mut all: Vec<String>) -> String {
    all.sort_unstable();
    all.dedup();
    all.join(" ")
}

/// Converts an input to rows.
///
/// # Errors
/// It has neither an address that can be fetched nor a text.
pub fn prepare(incoming: Incoming) -> Result<Prepared> {
    let Incoming {
        url: given,
        mut meta,
        mut user_data,
        original,
        reading,
        fetched,
        earlier,
        intent,
        text_source,
        stored_url,
        ..
    } = incoming;
    // Removes terminal control sequences, whatever another program's file holds.
    let given = given.map(|given| sanitize::url(given.trim()).into_owned()).filter(|given| !given.is_empty());
    clean_all(&mut meta, &mut user_data);
    let stored = stored_url.map(|url| sanitize::url(&url).into_owned()).filter(|url| canonical(url).is_some());
    let mut url = stored.or_else(|| given.as_deref().and_then(canonical));
    if let Some(reading) = &reading {
        meta = merged(&reading.article.meta, meta, intent);
        url = url.or_else(|| reading.article.meta.url.as_deref().and_then(canonical));
    }
    if url.is_none() && reading.is_none() {
        return Err(match given {
            Some(given) => Error::NotAWebAddress(given),
            None => Error::Other("neither a URL nor a text".into()),
        });
    }
    let mut body = reading.map(|reading| Body::of(reading, original, fetched)).transpose()?;
    if let Some(body) = &mut body {
        body.is_excerpt = text_source == TextSource::Excerpt;
    }
    let earlier = earlier.into_iter().map(|one| Body::of(one.reading, one.original, Some(one.fetched)));
    let earlier = earlier.collect::<Result<_>>()?;
    user_data.tags = tidy_tags(std::mem::take(&mut user_data.tags));
    let host = url.as_deref().and_then(host);
    Ok(Prepared { url, given, host, meta, user_data, body, earlier, intent })
}

impl Body {
    fn of(reading: Reading, original: Option<Original>, fetched: Option<Seconds>) -> Result<Self> {
        let content = content_hash(&reading.article.text) as i64;
        let index = Index::of(&reading);
        let packed = pack(reading)?;
        let original = original.map(|original| Original { bytes: deflate(&original.bytes), ..original });
        Ok(Self { text: packed.text, rest: packed.rest, original, content, fetched, index, is_excerpt: false })
    }
}

fn clean_all(meta: &mut Metadata, user_data: &mut UserData) {
    let one_line = |text: &mut String| *text = one_line(text);
    let fields = [&mut meta.title, &mut meta.site, &mut meta.published, &mut meta.language];
    fields.into_iter().flatten().chain(&mut meta.authors).chain(&mut user_data.tags).for_each(one_line);
    let highlights = user_data.highlights.iter_mut().flat_map(|one| [Some(&mut one.text), one.note.as_mut()]);
    for text in highlights.chain([user_data.note.as_mut()]).flatten() {
        *text = sanitize::text(text).into_owned();
    }
}

/// Returns a text on one line, with single spaces and without terminal control sequences.
pub(super) fn one_line(text: &str) -> String {
    sanitize::line(&white_space::fold(text)).into_owned()
}

/// Trims and sorts tags, and removes duplicates.
pub(super) fn tidy_tags(tags: Vec<String>) -> Vec<String> {
    let mut tags: Vec<String> =
        tags.into_iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Merges metadata: the page's own, else those known before. A title from another library may be the user's.
fn merged(page: &Metadata, known: Metadata, intent: MergePolicy) -> Metadata {
    let mut meta = page.clone();
    meta.title = match intent {
        MergePolicy::Import | MergePolicy::Feed => known.title.or(meta.title),
        MergePolicy::Add | MergePolicy::Fetch => meta.title.or(known.title),
    };
    meta.site = meta.site.or(known.site);
    meta.published = meta.published.or(known.published);
    meta.language = meta.language.or(known.language);
    if meta.authors.is_empty() {
        meta.authors = known.authors;
    }
    meta
}
