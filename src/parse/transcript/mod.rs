//! Transcripts: subtitles (WebVTT, SubRip) and plain text in which each turn begins with a name and a colon. Each turn
//! becomes a paragraph that knows its speaker and its time.

mod cues;
mod label;

use crate::document::{Block, Document, MediaType, Span, Turn};
use crate::{sanitize, white_space};
use cues::Cue;
use label::Label;

/// Longer turns become several paragraphs, in bytes.
const MAX_PARAGRAPH: usize = 1_200;
/// A pause without a word that begins a paragraph where nobody is named, in milliseconds.
const PAUSE: u64 = 3_000;
/// Number of turns that make a plain text a transcript.
const MIN_TURNS: usize = 2;

/// Parses subtitles.
pub fn parse_subtitles(raw: &str, format: MediaType) -> Document {
    let (cleaned, told) = super::limit_lines(sanitize::text(raw));
    let mut said = Vec::new();
    for cue in cues::read(&cleaned, format) {
        said.extend(voices(cue));
    }
    keep_labels_of_speakers(&mut said);
    let blocks = said.into_iter().fold(Paragraphs::default(), Paragraphs::add).finish();
    Document { blocks, format, problems: told.into_iter().collect(), ..Document::default() }
}

/// Words of one cue in one voice.
#[derive(Debug, Default)]
struct Spoken {
    /// The speaker, if the cue names one.
    label: Option<Label>,
    /// True if the format itself names the speaker.
    is_tagged: bool,
    words: String,
    start: u64,
    end: u64,
}

fn voices(cue: Cue) -> Vec<Spoken> {
    let (start, end) = (cue.start, cue.end);
    let tagged = |name: String| Some(Label::tagged(&name)).filter(|label| !label.name.is_empty());
    let all = cue.voices.into_iter().flat_map(|(voice, text)| match voice.and_then(tagged) {
        Some(label) => {
            vec![Spoken { label: Some(label), is_tagged: true, words: white_space::fold(&text), start, end }]
        }
        None => lines(&text, start, end),
    });
    all.filter(|spoken| !spoken.words.is_empty()).collect()
}

/// Splits the lines of a cue before each that begins with a name.
fn lines(text: &str, start: u64, end: u64) -> Vec<Spoken> {
    let mut all: Vec<Spoken> = Vec::new();
    for line in text.lines() {
        let bare = line.trim().trim_start_matches(">>").trim_start();
        let changes = bare.len() < line.trim().len();
        let dashed = bare.strip_prefix(['-', '–', '—']).map(str::trim_start);
        let bare = dashed.unwrap_or(bare);
        match label::read(bare) {
            Some((label, rest)) => {
                all.push(Spoken { label: Some(label), words: white_space::fold(rest), start, end, is_tagged: false });
            }
            None if changes || dashed.is_some() || all.is_empty() => {
                // A sign for another speaker without a name.
                let label = (changes || dashed.is_some()).then(Label::default);
                all.push(Spoken { label, words: white_space::fold(bare), start, end, is_tagged: false });
            }
            None => {
                if let Some(last) = all.last_mut() {
                    last.words.push(' ');
                    last.words.push_str(&white_space::fold(bare));
                }
            }
        }
    }
    all
}

/// Names found in the text count only if there are at least two turns of them.
fn keep_labels_of_speakers(said: &mut [Spoken]) {
    let named =
        |spoken: &&Spoken| !spoken.is_tagged && spoken.label.as_ref().is_some_and(|label| !label.name.is_empty());
    if said.iter().filter(named).count() >= MIN_TURNS {
        return;
    }
    for spoken in said.iter_mut().filter(|spoken| !spoken.is_tagged) {
        if let Some(label) = spoken.label.take().filter(|label| !label.name.is_empty()) {
            spoken.words = format!("{}: {}", label.written, spoken.words);
        }
    }
}

/// Paragraphs being built from cues.
#[derive(Debug, Default)]
struct Paragraphs {
    done: Vec<Block>,
    /// Speaker of the last paragraph; `None` if unnamed.
    speaker: Option<Label>,
    end: u64,
    last: String,
}

impl Paragraphs {
    fn add(mut self, spoken: Spoken) -> Self {
        // Rolling captions repeat the line before.
        if spoken.words == self.last && spoken.label.is_none() {
            self.end = spoken.end;
            return self;
        }
        self.last.clone_from(&spoken.words);
        let aside = is_aside(&spoken.words);
        let changes = match &spoken.label {
            Some(label) => {
                self.speaker.as_ref().is_none_or(|speaker| speaker.name != label.name) || label.name.is_empty()
            }
            None => false,
        };
        if let Some(label) = spoken.label {
            self.speaker = Some(label).filter(|label| !label.name.is_empty());
        }
        let paused = self.speaker.is_none() && spoken.start.saturating_sub(self.end) >= PAUSE;
        self.end = spoken.end;
        let open = self.done.last_mut().filter(|block| {
            let full = block.text.len() >= MAX_PARAGRAPH && block.text.ends_with(['.', '!', '?', '…', '"', '”']);
            let was_aside = is_aside(&block.text);
            !changes && !paused && !full && !aside && !was_aside
        });
        if let Some(block) = open {
            block.text.push(' ');
            block.text.push_str(&spoken.words);
        } else {
            let speaker = self.speaker.as_ref().filter(|_| !aside);
            self.done.push(paragraph(speaker, &spoken.words, Some(spoken.start)));
        }
        self
    }

    fn finish(self) -> Vec<Block> {
        self.done
    }
}

/// Returns true for a note on what is heard: `[applause]`, `(music)`, `♪`.
fn is_aside(words: &str) -> bool {
    let words = words.trim();
    let within = |open: char, close: char| words.starts_with(open) && words.ends_with(close);
    within('[', ']') || within('(', ')') || words.chars().all(|c| matches!(c, '♪' | '♫' | ' ' | '*'))
}

fn paragraph(speaker: Option<&Label>, words: &str, time: Option<u64>) -> Block {
    let (text, label) = match speaker {
        Some(label) => (format!("{}: {words}", label.written), Span::new(0, label.written.len())),
        None => (words.to_owned(), Span::default()),
    };
    let turn = Turn {
        speaker: speaker.map(|label| label.name.clone()),
        role: speaker.and_then(|label| label.role.clone()),
        label,
        content: if label.is_empty() { 0 } else { label.end + 2 },
        time,
    };
    Block { text, turn: Some(Box::new(turn)), ..Block::default() }
}

/// Marks the turns of a plain text, if it is a transcript: most of its text stands behind names.
pub fn mark_turns(blocks: &mut [Block]) {
    let read = |block: &Block| label::read(&block.text).map(|(label, rest)| (label, block.text.len() - rest.len()));
    let found: Vec<Option<(Label, usize)>> = blocks.iter().map(read).collect();
    if found.iter().flatten().count() < MIN_TURNS || !is_transcript(blocks, &found) {
        return;
    }
    let first = found.iter().position(Option::is_some).unwrap_or_default();
    let mut speaker: Option<Label> = None;
    for (block, found) in blocks.iter_mut().zip(found).skip(first) {
        let (label, content) = match found {
            Some((label, content)) => {
                let span = Span::new(0, label.written.len());
                speaker = Some(label);
                (span, content)
            }
            // What follows without a name is still said by the same.
            None => (Span::default(), 0),
        };
        let named = speaker.as_ref().filter(|_| !is_aside(&block.text));
        let turn = Turn {
            speaker: named.map(|label| label.name.clone()),
            role: named.and_then(|label| label.role.clone()),
            label,
            content,
            time: None,
        };
        block.turn = Some(Box::new(turn));
    }
}

/// Returns true if paragraphs with a name are most of the text from the first of them on, and the names are those of
/// speakers: two of them, or one that returns, each written as names are.
fn is_transcript(blocks: &[Block], found: &[Option<(Label, usize)>]) -> bool {
    let first = found.iter().position(Option::is_some).unwrap_or_default();
    let labelled = found.iter().flatten().count();
    // Paragraphs that go on with a turn are some; notes with a word and a colon in an article are few.
    labelled * 2 >= blocks.len() - first && first <= 8.max(labelled)
}

#[cfg(test)]
mod tests;
