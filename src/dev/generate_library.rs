//! `dev generate-library FILE [PIECES]`: generates a library of random pieces with about 800 words and ten quotations
//! each. Words follow Zipf's law, like those of news.

use crate::article::{Article, Role, ShownBlock};
use crate::document::{Block, MediaType, Metadata, Span};
use crate::library::{Incoming, Library, Original, PieceState, Prepared, Seconds, UserData, prepare};
use crate::reading::{Attributions, Grade, Quote, QuoteKind, Reading, Speaker, SpeakerKind};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// A small pseudo-random generator (xorshift64*, Vigna 2016), for reproducible libraries.
#[derive(Debug)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() >> 33) as usize % most.max(1)
    }

    /// Returns a rank from 0 with a probability proportional to 1/rank.
    fn zipf(&mut self, most: usize) -> usize {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        ((most as f64).powf(share) as usize).saturating_sub(1).min(most - 1)
    }
}

/// Number of different words.
const WORDS: usize = 60_000;
/// Number of different speakers.
const SPEAKERS: usize = 40_000;

/// Returns the word of a rank: pronounceable, and shorter for common ranks.
pub(super) fn word(rank: usize) -> String {
    const BEGIN: [&str; 16] = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st"];
    const MIDDLE: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ea", "ou"];
    let mut word = String::new();
    let mut rest = rank + 7;
    while rest > 0 {
        word.push_str(BEGIN[rest % 16]);
        word.push_str(MIDDLE[(rest / 16) % 8]);
        rest /= 128;
    }
    word
}

pub(super) fn name(rank: usize) -> String {
    let capital = |text: String| text[..1].to_uppercase() + &text[1..];
    format!("{} {}", capital(word(rank % 700)), capital(word(10_000 + rank)))
}

fn sentence(dice: &mut Dice, length: usize) -> String {
    (0..length).map(|_| word(dice.zipf(WORDS))).collect::<Vec<_>>().join(" ")
}

fn reading(dice: &mut Dice, number: usize) -> Reading {
    let title = sentence(dice, 8);
    let mut article = Article::default();
    let mut said = Attributions::default();
    let mut add = |text: String, role| {
        if !article.text.is_empty() {
            article.text.push_str("\n\n");
        }
        let start = article.text.len();
        article.text.push_str(&text);
        let span = Span::new(start, article.text.len());
        let order = article.blocks.len() as u32;
        article.blocks.push(ShownBlock { role, span, block: Block { text, ..Block::default() }, order });
        span
    };
    add(title.clone(), Role::Title);
    for n in 0..20 {
        if n % 2 == 0 {
            let words = sentence(dice, 22);
            let speaker = name(dice.zipf(SPEAKERS));
            let text = format!("“{words},” {speaker} said. {}.", sentence(dice, 18));
            let span = add(text, Role::Body);
            let content = Span::new(span.start + 3, span.start + 3 + words.len());
            let id = said.quotes.len() as u32;
            let at = said.speakers.iter().position(|one| one.name == speaker).unwrap_or(said.speakers.len());
            if at == said.speakers.len() {
                let (kind, role) = (SpeakerKind::Person, None);
                said.speakers.push(Speaker {
                    id: at as u32,
                    name: speaker,
                    kind,
                    role,
                    quotes: vec![],
                    mentions: vec![],
                });
            }
            said.speakers[at].quotes.push(id);
            said.quotes.push(Quote {
                id,
                kind: QuoteKind::Direct,
                spans: vec![content],
                quoted_spans: vec![content],
                speakers: vec![at as u32],
                mention: None,
                cue: None,
                via: None,
                confidence: 0.9,
                grade: Grade::Likely,
                by: "cue-after".into(),
            });
        } else {
            add(format!("{}.", sentence(dice, 37)), Role::Body);
        }
    }
    article.meta = Metadata {
        title: Some(title),
        authors: vec![name(dice.below(2_000))],
        published: Some(format!("20{:02}-{:02}-{:02}", 10 + number % 15, 1 + number % 12, 1 + number % 28)),
        ..Metadata::default()
    };
    Reading { article, attributions: said, ..Reading::default() }
}

fn piece(number: usize) -> Incoming {
    let mut dice = Dice(number as u64 * 2_654_435_761 + 88_172_645_463_325_252);
    for _ in 0..4 {
        dice.next();
    }
    let reading = reading(&mut dice, number);
    let original = Original {
        media_type: MediaType::Html,
        charset: "utf-8".into(),
        bytes: format!("<html><body>{}</body></html>", reading.article.text.replace("\n\n", "<p>")).into_bytes(),
    };
    let user_data = UserData {
        saved: Some(1_400_000_000 + number as Seconds * 3_000),
        state: Some(PieceState::ALL[[0, 2, 2, 2, 1][number % 5]]),
        starred: Some(number.is_multiple_of(40)),
        tags: vec![word(200 + dice.zipf(300))],
        ..UserData::default()
    };
    let url = format!("https://{}.example/story/{number}", word(500 + dice.zipf(900)));
    Incoming { url: Some(url), user_data, original: Some(original), reading: Some(reading), ..Incoming::default() }
}

/// Generates a library; `words` are its file and the number of pieces.
pub(super) fn generate(words: &[String]) -> Result<(), String> {
    let [file, rest @ ..] = words else { return Err("usage: dev generate-library FILE [PIECES]".into()) };
    let pieces: usize = rest.first().map_or(Ok(100_000), |count| count.parse()).map_err(|_| "PIECES is no number")?;
    let mut library = open(file)?;
    let failed = |error: crate::library::Error| error.to_string();
    let mut out = std::io::stdout();
    let (mut texts, mut originals) = (0_usize, 0_usize);
    let mut storing = 0.0;
    for chunk in (0..pieces).collect::<Vec<_>>().chunks(500) {
        let made: Vec<Incoming> = chunk.iter().map(|&number| piece(number)).collect();
        for one in &made {
            texts += one.reading.as_ref().map_or(0, |reading| reading.article.text.len());
            // Half of them suffice to estimate the size of the rest after deflate.
            originals += one.original.as_ref().map_or(0, |original| packed(&original.bytes));
        }
        let begun = Instant::now();
        let half = made.len() / 2;
        let mut made = made;
        let second = made.split_off(half);
        let ready: Result<Vec<Prepared>, _> = std::thread::scope(|scope| {
            let other = scope.spawn(move || second.into_iter().map(prepare).collect::<Result<Vec<_>, _>>());
            let mut all = made.into_iter().map(prepare).collect::<Result<Vec<_>, _>>()?;
            all.extend(other.join().unwrap_or_else(|_| Ok(Vec::new()))?);
            Ok(all)
        });
        library.bulk("generated").store(ready.map_err(failed)?).map_err(failed)?;
        storing += begun.elapsed().as_secs_f64();
    }
    library.checkpoint_and_optimize().map_err(failed)?;
    drop(library);
    let size = std::fs::metadata(file).map_err(|error| error.to_string())?.len() as f64;
    let _ = writeln!(
        out,
        "{pieces} pieces in {storing:.1} s: {:.0}/s\nfile {:.0} MB, texts {:.0} MB, packed originals {:.0} MB: (file - originals) / texts = {:.2}",
        pieces as f64 / storing,
        size / 1e6,
        texts as f64 / 1e6,
        originals as f64 / 1e6,
        (size - originals as f64) / texts as f64,
    );
    Ok(())
}

fn packed(bytes: &[u8]) -> usize {
    let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::new(5));
    let _ = encoder.write_all(bytes);
    encoder.finish().map_or(0, |packed| packed.len())
}

/// Opens a library with a fixed clock.
pub(super) fn open(file: &str) -> Result<Library, String> {
    Library::open(Path::new(file), Arc::new(|| 1_800_000_000)).map_err(|error| error.to_string())
}
