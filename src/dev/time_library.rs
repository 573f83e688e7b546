//! `dev time-library FILE`: measures queries on a generated library in milliseconds: the median of seven, the first
//! time, and the CPU time of the median, which does not depend on the load of the machine.

use super::generate_library::{name, open, word};
use crate::library::query::{LastWord, Query};
use crate::library::{Change, GroupBy, Library, PieceId, Result, Sort};
use std::io::Write;
use std::time::Instant;

/// A point in time: by the clock, and by the CPU time of this thread.
#[derive(Clone, Copy, Debug)]
struct Moment(Instant, f64);

/// Number of pieces in a page of the screen.
const PAGE: usize = 200;

/// Prints the times of all queries; the only argument is the library's file.
pub(super) fn time(words: &[String]) -> std::result::Result<(), String> {
    let [file] = words else { return Err("usage: dev time-library FILE".into()) };
    let failed = |error: crate::library::Error| error.to_string();
    let begun = Moment::now();
    let mut library = open(file)?;
    let first = library.list(&Query::default(), Sort::Newest, 0, PAGE).map_err(failed)?;
    let pieces = library.counts().map_err(failed)?.all();
    let took = begun.since();
    let _ = writeln!(std::io::stdout(), "   median     first processor");
    tell("opening, first screen and counts", took, took.0, pieces);
    let id = first.pieces.first().ok_or("the library is empty")?.id;
    filters(&library).and_then(|()| typing(&library)).and_then(|()| people(&library, id)).map_err(failed)?;
    let begun = Moment::now();
    library.change(&[id], &Change::Star(true)).map_err(failed)?;
    let took = begun.since();
    tell("star, on the disk", took, took.0, 1);
    let begun = Moment::now();
    library.undo().map_err(failed)?;
    let took = begun.since();
    tell("undo, on the disk", took, took.0, 1);
    Ok(())
}

/// Measures the first pages of filters and orders.
fn filters(library: &Library) -> Result<()> {
    let (common, other, middling, rare) = (word(3), word(9), word(3_000), word(50_000));
    let cases = [
        ("everything", String::new(), Sort::Newest),
        ("unread", "is:unread".into(), Sort::Newest),
        ("a rare word", format!("{rare} "), Sort::Newest),
        ("a middling word", format!("{middling} "), Sort::Newest),
        ("a common word", format!("{common} "), Sort::Newest),
        ("a common word, oldest first", format!("{common} "), Sort::Oldest),
        ("two common words", format!("{common} {other} "), Sort::Newest),
        ("a common and a rare word", format!("{common} {rare} "), Sort::Newest),
        ("a common word, starred", format!("{common} is:starred"), Sort::Newest),
        ("a common word, not another", format!("{common} -{middling} "), Sort::Newest),
        ("two common words in a row", format!("\"{common} {other}\""), Sort::Newest),
        ("five common words in a row", format!("\"{common} {other} {common} {other} {common}\""), Sort::Newest),
        ("a speaker", format!("said:\"{}\"", name(100)), Sort::Newest),
        ("a speaker and a common word", format!("said:\"{}\" {common} ", name(100)), Sort::Newest),
        ("a site", format!("site:{}.example", word(505)), Sort::Newest),
        ("a tag", format!("tag:{}", word(210)), Sort::Newest),
        ("an author", format!("by:{}", word(10_100)), Sort::Newest),
        ("everything by length", String::new(), Sort::Longest),
        ("everything by date", String::new(), Sort::Published),
        ("a common word by voices", format!("{common} "), Sort::Voices),
        ("a common word by date", format!("{common} "), Sort::Published),
    ];
    for (what, text, sort) in cases {
        let query = Query::parse(&text, LastWord::Open);
        say(&format!("filter: {what}"), || Ok(library.list(&query, sort, 0, PAGE)?.total))?;
    }
    Ok(())
}

/// Measures filters while they are typed: the slowest keystroke of each.
fn typing(library: &Library) -> Result<()> {
    let (common, other, rare) = (word(200), word(3), word(50_000));
    let typed = [
        common.clone(),
        rare.clone(),
        word(3_000),
        format!("{common} {rare}"),
        format!("{other} {common}"),
        format!("said:{}", name(100).to_lowercase()),
        format!("tag:{}", word(210)),
        format!("site:{}", word(505)),
        format!("by:{}", name(100)),
        format!("\"{other} {common}\""),
    ];
    for text in typed {
        let mut slowest = ((0.0, 0.0), String::new(), 0);
        for end in 1..=text.len() {
            let begun = Moment::now();
            let found = library.list(&Query::parse(&text[..end], LastWord::Open), Sort::Newest, 0, PAGE)?.total;
            let took = begun.since();
            if took.1 > slowest.0.1 {
                slowest = (took, text[..end].to_owned(), found);
            }
        }
        let (took, at, found) = slowest;
        tell(&format!("typing {text}, slowest key: {at}"), took, took.0, found);
    }
    Ok(())
}

/// Measures speakers, previews, shares.
fn people(library: &Library, id: PieceId) -> Result<()> {
    for (what, rank) in [("quoted most", 0), ("quoted a little", 2_000)] {
        say(&format!("who: {what}"), || {
            let found = library.speakers(&name(rank))?;
            found.first().map_or(Ok(0), |one| Ok(library.statements(one.id, None, 100)?.len()))
        })?;
    }
    say("preview: reading and voices", || Ok(library.reading(id)?.map_or(0, |_| 1) + library.speakers_in(id)?.len()))?;
    let reading = library.reading(id)?.unwrap_or_default();
    let quotes = &reading.attributions.quotes;
    let texts: Vec<_> = quotes.iter().map(|quote| (quote.id, quote.text(&reading.article.text))).collect();
    let texts: Vec<_> = texts.iter().map(|(id, text)| (*id, text.as_str())).collect();
    say("preview: the same quotations elsewhere", || Ok(library.shared_quotes(&texts, Some(id))?.len()))?;
    say("preview: similar pieces", || Ok(library.similar(id, 4)?.len()))?;
    beside(library)?;
    let everything = Query::default();
    for (what, query, per) in [
        ("of everything", &everything, GroupBy::Speaker),
        ("of everything by kind", &everything, GroupBy::Kind),
        ("of everything by site", &everything, GroupBy::Site),
        ("of what is unread", &Query::parse("is:unread", LastWord::Open), GroupBy::Speaker),
        ("of a common word", &Query::parse(&word(3), LastWord::Complete), GroupBy::Speaker),
    ] {
        say(&format!("voices {what}"), || Ok(library.speaker_shares(query, per, 50)?.len()))?;
    }
    Ok(())
}

/// Measures the queries for an open text with the most quotations and speakers that occur.
fn beside(library: &Library) -> Result<()> {
    const MOST: usize = 300;
    let (mut said, mut names, mut text) = (Vec::new(), Vec::new(), String::new());
    for piece in library.list(&Query::default(), Sort::Newest, 0, MOST)?.pieces {
        let reading = library.reading(piece.id)?.unwrap_or_default();
        let all = &reading.attributions;
        said.extend(all.quotes.iter().map(|quote| quote.text(&reading.article.text)));
        names.extend(all.speakers.iter().map(|speaker| speaker.name.clone()));
        text.push_str(&reading.article.text);
        if said.len() >= MOST && names.len() >= MOST {
            break;
        }
    }
    let said: Vec<(u32, &str)> = (0..).zip(said.iter().map(String::as_str)).take(MOST).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).take(MOST).collect();
    say("beside a text: 300 quotations elsewhere", || Ok(library.shared_quotes(&said, None)?.len()))?;
    say("beside a text: pieces like it, 300 voices", || {
        Ok(library.similar_to_text("The text", &text, &names, library.now(), 6)?.len())
    })
}

impl Moment {
    fn now() -> Self {
        Self(Instant::now(), busy())
    }

    /// Returns the milliseconds since then: by the clock, and of CPU time.
    fn since(self) -> (f64, f64) {
        (self.0.elapsed().as_secs_f64() * 1000.0, busy() - self.1)
    }
}

/// Returns the CPU time of this thread in milliseconds, if the system provides it.
fn busy() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).map_or(0.0, |ns| ns / 1e6)
}

fn say(what: &str, mut work: impl FnMut() -> Result<usize>) -> Result<()> {
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..7 {
        let begun = Moment::now();
        found = work()?;
        times.push(begun.since());
    }
    let first = times[0].0;
    times.sort_by(|a, b| a.1.total_cmp(&b.1));
    let busy = times[3].1;
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    tell(what, (times[3].0, busy), first, found);
    Ok(())
}

fn tell(what: &str, (median, busy): (f64, f64), first: f64, found: usize) {
    let _ = writeln!(std::io::stdout(), "{median:9.2} {first:9.2} {busy:9.2}  {what} ({found})");
}
