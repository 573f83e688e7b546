//! Index rows of a piece: full text, quotations, speakers, fingerprints; and its tags, authors, highlights and
//! corrections.

use super::error::Result;
use super::ids::PieceId;
use super::pack;
use super::piece::{BlockAnchor, Correction, Highlight, Seconds};
use super::prepare::{Index, unique_words};
use crate::document::Span;
use crate::reading::{Grade, QuoteKind, SpeakerKind};
use rusqlite::{Connection, OptionalExtension, params};
use std::fmt::Write;

/// Writes all index rows of a version. `day` is the time of its quotations.
pub(super) fn write(db: &Connection, id: PieceId, day: Seconds, index: &Index) -> Result<()> {
    write_rows(db, id, day, index)?;
    write_fulltexts(db, &[(id, index)])
}

/// Writes the index rows of a version except its full text.
pub(super) fn write_rows(db: &Connection, id: PieceId, day: Seconds, index: &Index) -> Result<()> {
    write_quotes(db, id, day, index)?;
    db.prepare_cached("UPDATE piece SET words = ?2, voices = ?3, model = ?4 WHERE id = ?1")?.execute(params![
        id,
        index.length,
        index.voices,
        index.model
    ])?;
    Ok(())
}

/// Writes the full text of several pieces, and the fingerprints of their quotations. FTS5 puts rows into one segment
/// as long as their numbers rise and no statement with a rollback of its own comes in between.
pub(super) fn write_fulltexts(db: &Connection, all: &[(PieceId, &Index)]) -> Result<()> {
    let mut rows = Vec::with_capacity(all.len());
    for &(id, index) in all {
        rows.push(fulltext(db, id, &index.words)?);
    }
    rows.sort_unstable();
    for (place, words) in &rows {
        write_fulltext(db, *place, words)?;
    }
    for (id, index) in all {
        db.prepare_cached("DELETE FROM echo WHERE rowid = ?1")?.execute([id])?;
        if !index.prints.is_empty() {
            db.prepare_cached("INSERT INTO echo(rowid, prints) VALUES (?1, ?2)")?.execute(params![id, index.prints])?;
        }
    }
    Ok(())
}

fn write_quotes(db: &Connection, id: PieceId, day: Seconds, index: &Index) -> Result<()> {
    db.prepare_cached("DELETE FROM quote WHERE piece = ?1")?.execute([id])?;
    db.prepare_cached("DELETE FROM quote_texts WHERE piece = ?1")?.execute([id])?;
    db.prepare_cached("DELETE FROM quote_summary WHERE piece = ?1")?.execute([id])?;
    if index.quotes.is_empty() {
        return Ok(());
    }
    db.prepare_cached("INSERT INTO quote_texts(piece, texts) VALUES (?1, ?2)")?.execute(params![id, index.spoken])?;
    let mut find = db.prepare_cached("SELECT id FROM speaker WHERE key = ?1")?;
    let mut add = db.prepare_cached("INSERT INTO speaker(key, name, kind, role) VALUES (?1, ?2, ?3, ?4)")?;
    let mut called = db.prepare_cached("INSERT OR IGNORE INTO speaker_name_word(word, speaker) VALUES (?1, ?2)")?;
    let mut ids = Vec::with_capacity(index.speakers.len());
    for speaker in &index.speakers {
        let found: Option<i64> = find.query_row([&speaker.key], |row| row.get(0)).optional()?;
        ids.push(if let Some(id) = found {
            id
        } else {
            let id = add.insert(params![speaker.key, speaker.name, kind_number(speaker.kind), speaker.role])?;
            for word in speaker.key.split(' ') {
                called.execute(params![word, id])?;
            }
            id
        });
    }
    let mut quote =
        db.prepare_cached("INSERT INTO quote(piece, n, kind, start, words, via, grade, confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    let mut said =
        db.prepare_cached("INSERT OR IGNORE INTO quote_speaker(speaker, day, quote, words) VALUES (?1, ?2, ?3, ?4)")?;
    let mut short = String::new();
    for (n, row) in index.quotes.iter().enumerate() {
        let at = quote.insert(params![
            id,
            n,
            row.kind as i64,
            row.start,
            row.words,
            row.via,
            grade_number(row.grade),
            row.confidence
        ])?;
        for (first, speaker) in row.speakers.iter().filter_map(|&n| ids.get(n as usize)).enumerate() {
            said.execute(params![speaker, day, at, row.words])?;
            if row.grade < Grade::Likely {
                continue;
            }
            if first == 0 {
                let part = if short.is_empty() { "" } else { "," };
                let _ = write!(short, "{part}{}", row.words);
            }
            let _ = write!(short, ":{speaker}");
        }
    }
    if !short.is_empty() {
        db.prepare_cached("INSERT INTO quote_summary(piece, quotes) VALUES (?1, ?2)")?.execute(params![id, short])?;
    }
    Ok(())
}

/// Returns number and words of the full-text row: the words of text, title, authors, site, note and highlights.
fn fulltext(db: &Connection, id: PieceId, text: &str) -> Result<(i64, String)> {
    let sql = "SELECT p.place, p.title, p.note, s.name,
                 (SELECT group_concat(a.name, ' ') FROM piece_author w JOIN author a ON a.id = w.author WHERE w.piece = p.id),
                 (SELECT group_concat(coalesce(h.note, '') || ' ' || h.text, ' ') FROM highlight h WHERE h.piece = p.id)
               FROM piece p LEFT JOIN site s ON s.id = p.site WHERE p.id = ?1";
    let (place, around): (i64, String) = db.prepare_cached(sql)?.query_row([id], |row| {
        let mut around = String::new();
        for column in 1..6 {
            around.push(' ');
            around.push_str(row.get_ref(column)?.as_str_or_null().ok().flatten().unwrap_or_default());
        }
        Ok((row.get(0)?, around))
    })?;
    Ok((place, format!("{text} {}", unique_words(&[&around]))))
}

fn write_fulltext(db: &Connection, place: i64, words: &str) -> Result<()> {
    db.prepare_cached("DELETE FROM fulltext WHERE rowid = ?1")?.execute([place])?;
    db.prepare_cached("INSERT INTO fulltext(rowid, text) VALUES (?1, ?2)")?.execute(params![place, words])?;
    Ok(())
}

/// Rewrites the full-text row from the stored data.
pub(super) fn rewrite_words(db: &Connection, id: PieceId) -> Result<()> {
    let text = text(db, id)?.unwrap_or_default();
    let (place, words) = fulltext(db, id, &unique_words(&[&text]))?;
    write_fulltext(db, place, &words)
}

/// Returns the article's text in the current version.
pub(super) fn text(db: &Connection, id: PieceId) -> Result<Option<String>> {
    let packed: Option<Vec<u8>> = db
        .prepare_cached("SELECT b.text FROM piece p JOIN body b ON b.id = p.body WHERE p.id = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    packed.map(|packed| pack::unpack_text(&packed)).transpose()
}

/// Returns the words of a piece's quotations, in order.
pub(super) fn spoken(db: &Connection, id: PieceId) -> Result<Vec<String>> {
    let packed: Option<Vec<u8>> = db
        .prepare_cached("SELECT texts FROM quote_texts WHERE piece = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let Some(packed) = packed else { return Ok(Vec::new()) };
    serde_json::from_slice(&pack::inflate(&packed)?).map_err(|error| super::Error::Unreadable(error.to_string()))
}

/// Returns the tags of a piece, sorted.
pub(super) fn tags(db: &Connection, id: PieceId) -> Result<Vec<String>> {
    let sql = "SELECT t.name FROM piece_tag d JOIN tag t ON t.id = d.tag WHERE d.piece = ?1 ORDER BY t.name";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| row.get(0))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// Replaces the tags of a piece.
pub(super) fn set_tags(db: &Connection, id: PieceId, tags: &[String]) -> Result<()> {
    db.prepare_cached("DELETE FROM piece_tag WHERE piece = ?1")?.execute([id])?;
    for name in tags {
        let tag = named(db, "SELECT id FROM tag WHERE name = ?1", "INSERT INTO tag(name, key) VALUES (?1, ?2)", name)?;
        db.prepare_cached("INSERT OR IGNORE INTO piece_tag(tag, piece) VALUES (?1, ?2)")?.execute(params![tag, id])?;
    }
    Ok(())
}

/// Replaces the authors of a piece.
pub(super) fn set_authors(db: &Connection, id: PieceId, authors: &[String]) -> Result<()> {
    db.prepare_cached("DELETE FROM piece_author WHERE piece = ?1")?.execute([id])?;
    for (n, name) in authors.iter().enumerate() {
        let (find, add) = ("SELECT id FROM author WHERE name = ?1", "INSERT INTO author(name, key) VALUES (?1, ?2)");
        let author = named(db, find, add, name)?;
        let sql = "INSERT OR IGNORE INTO piece_author(author, piece, n) VALUES (?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute(params![author, id, n])?;
    }
    Ok(())
}

fn named(db: &Connection, find: &str, add: &str, name: &str) -> Result<i64> {
    let found: Option<i64> = db.prepare_cached(find)?.query_row([name], |row| row.get(0)).optional()?;
    match found {
        Some(id) => Ok(id),
        None => Ok(db.prepare_cached(add)?.insert(params![name, super::fold::folded(name)])?),
    }
}

/// Returns the highlights of a piece, in order of creation.
pub(super) fn highlights(db: &Connection, id: PieceId) -> Result<Vec<Highlight>> {
    let sql = "SELECT start, \"end\", text, note, made FROM highlight WHERE piece = ?1 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let rows = statement.query_map([id], |row| {
        let span = row.get::<_, Option<usize>>(0)?.zip(row.get::<_, Option<usize>>(1)?);
        Ok(Highlight {
            span: span.map(|(start, end)| Span::new(start, end)),
            text: row.get(2)?,
            note: row.get(3)?,
            made: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// Replaces the highlights of a piece.
pub(super) fn set_highlights(db: &Connection, id: PieceId, highlights: &[Highlight]) -> Result<()> {
    db.prepare_cached("DELETE FROM highlight WHERE piece = ?1")?.execute([id])?;
    let sql = "INSERT INTO highlight(piece, start, \"end\", text, note, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut statement = db.prepare_cached(sql)?;
    for one in highlights {
        let (start, end) = (one.span.map(|span| span.start), one.span.map(|span| span.end));
        statement.execute(params![id, start, end, one.text, one.note, one.made])?;
    }
    Ok(())
}

/// Returns the user's corrections of a piece.
pub(super) fn corrections(db: &Connection, id: PieceId) -> Result<Vec<Correction>> {
    let mut statement =
        db.prepare_cached("SELECT kind, target, words, value FROM correction WHERE piece = ?1 ORDER BY kind, target")?;
    let rows = statement.query_map([id], |row| {
        let spot = BlockAnchor { at: row.get(1)?, words: row.get(2)? };
        Ok(match row.get::<_, i64>(0)? {
            0 => Correction::Show(spot),
            1 => Correction::Hide(spot),
            2 => Correction::Speaker(spot, row.get(3)?),
            _ => Correction::Dismiss(spot),
        })
    })?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

/// Replaces the corrections of a piece.
pub(super) fn set_corrections(db: &Connection, id: PieceId, corrections: &[Correction]) -> Result<()> {
    db.prepare_cached("DELETE FROM correction WHERE piece = ?1")?.execute([id])?;
    let sql = "INSERT OR REPLACE INTO correction(piece, kind, target, words, value) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = db.prepare_cached(sql)?;
    for one in corrections {
        let (kind, spot, value) = match one {
            Correction::Show(spot) => (0, spot, None),
            Correction::Hide(spot) => (1, spot, None),
            Correction::Speaker(spot, name) => (2, spot, name.as_ref()),
            Correction::Dismiss(spot) => (3, spot, None),
        };
        statement.execute(params![id, kind, spot.at, spot.words, value])?;
    }
    Ok(())
}

/// Number of a kind in the file; [`kind_numbered`] is the inverse.
pub(super) const fn kind_number(kind: SpeakerKind) -> i64 {
    match kind {
        SpeakerKind::Person => 0,
        SpeakerKind::Organisation => 1,
        SpeakerKind::Outlet => 2,
        SpeakerKind::Group => 3,
        SpeakerKind::Unnamed => 4,
    }
}

/// Kind with that number.
pub(super) const fn kind_numbered(number: i64) -> SpeakerKind {
    match number {
        0 => SpeakerKind::Person,
        1 => SpeakerKind::Organisation,
        2 => SpeakerKind::Outlet,
        3 => SpeakerKind::Group,
        _ => SpeakerKind::Unnamed,
    }
}

/// Number of a grade in the file; [`grade_numbered`] is the inverse.
pub(super) const fn grade_number(grade: Grade) -> i64 {
    match grade {
        Grade::Uncertain => 0,
        Grade::Likely => 1,
        Grade::Sure => 2,
    }
}

/// Grade with that number.
pub(super) const fn grade_numbered(number: i64) -> Grade {
    match number {
        0 => Grade::Uncertain,
        1 => Grade::Likely,
        _ => Grade::Sure,
    }
}

/// Quote kind with that number.
pub(super) const fn quote_kind_numbered(number: i64) -> QuoteKind {
    match number {
        0 => QuoteKind::Direct,
        1 => QuoteKind::Mixed,
        _ => QuoteKind::Indirect,
    }
}
