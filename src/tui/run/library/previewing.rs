//! The librarian's answers about one piece: its preview, and its text to be read.

use crate::article::Role;
use crate::document::Span;
use crate::library::query::{LastWord, Query};
use crate::library::{Error, PieceId, Result, is_pronoun};
use crate::small_sort::SmallSort;
use crate::tui::run::library::worker::LibraryWorker;
use crate::tui::state::library::Preview;
use crate::tui::state::request::{OpenedPiece, Response};
use crate::white_space;

/// Characters before a hit and behind it that a preview shows.
const AROUND: (usize, usize) = (80, 240);

impl LibraryWorker {
    /// Makes the preview of a piece, with the passage that matches the filter.
    pub(super) fn preview(&self, id: PieceId, filter: &str) -> Result<Preview> {
        let piece = self.library.piece(id)?;
        let mut preview = Preview { piece: id, problem: self.library.fetch_problem(id)?, ..Preview::default() };
        if let Some(reading) = self.library.reading(id)? {
            let article = &reading.article;
            preview.lead = article.standfirst.clone().unwrap_or_else(|| first_words(article));
            let hit = self.hit(id, filter)?;
            preview.found = hit.and_then(|hit| around(&article.text, hit.start));
            preview.left_at = (piece.position > 0 && piece.progress < crate::library::WHOLE)
                .then(|| article.blocks.iter().find(|block| block.span.contains(piece.position)))
                .flatten()
                .map(|block| block.block.text.chars().take(240).collect());
            preview.voices = self.library.speakers_in(id)?;
            // Whom the library knows by no name has a voice in this text all the same.
            let unnamed =
                reading.attributions.speakers.iter().filter(|it| is_pronoun(&it.name) && !it.quotes.is_empty());
            preview.voices.extend(unnamed.map(|it| (it.name.clone(), it.role.clone(), it.quotes.len())));
            preview.voices.small_sort_by_key(|(.., quotes)| std::cmp::Reverse(*quotes));
            preview.also = self.also(&piece, &reading)?;
            preview.revised = self.library.revised(id)?;
        }
        Ok(preview)
    }

    /// The first place of a piece that answers a filter as typed.
    pub(super) fn hit(&self, id: PieceId, filter: &str) -> Result<Option<Span>> {
        let query = Query::parse(filter, LastWord::Open);
        self.library.hit(id, &query, &self.library.guesses(&query)?)
    }

    /// Gives a piece to be read, at a byte of its text, else where it was left.
    pub(super) fn read(&self, id: PieceId, at: Option<usize>) -> Result<()> {
        let stored = self.library.stored_reading(id)?;
        let reading = stored.ok_or_else(|| Error::Other("not downloaded yet · F to download it".into()))?;
        let (piece, marks) = (self.library.piece(id)?, self.marks(id)?);
        self.say(Response::Read(Box::new(OpenedPiece { piece, reading, marks, at })));
        Ok(())
    }
}

fn first_words(article: &crate::article::Article) -> String {
    let body = article.blocks.iter().filter(|block| block.role == Role::Body);
    let long = body.map(|block| block.block.text.as_str()).find(|text| text.len() > 60);
    long.unwrap_or_default().chars().take(400).collect()
}

/// The words around a byte of a text, within its paragraph, cut between words.
fn around(text: &str, at: usize) -> Option<String> {
    let (before, after) = text.split_at_checked(at)?;
    let paragraph = before.rfind("\n\n").map_or(0, |at| at + 2);
    let end = after.find("\n\n").map_or(text.len(), |end| at + end);
    let far = before.char_indices().rev().nth(AROUND.0).map_or(0, |(at, _)| at);
    // From the beginning of the sentence, if it is near.
    let sentence = before[paragraph..].rfind(['.', '!', '?']).map(|at| paragraph + at + 1);
    let from = match sentence {
        Some(start) if start >= far => start,
        _ if far <= paragraph => paragraph,
        _ => text[far..at].find(char::is_whitespace).map_or(far, |blank| far + blank),
    };
    let long = after.char_indices().nth(AROUND.1).map_or(text.len(), |(end, _)| at + end).min(end);
    let to = if long < end { text[at..long].rfind(char::is_whitespace).map_or(long, |blank| at + blank) } else { end };
    let words = white_space::fold(&text[from..to]);
    let words = words.trim_start_matches(['”', '’', '"', ' ']);
    let (head, tail) =
        (if from > paragraph && sentence != Some(from) { "… " } else { "" }, if to < end { " …" } else { "" });
    Some(format!("{head}{words}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_a_hit_begin_with_the_sentence_and_end_with_a_word() {
        let text = format!("Before.\n\nOne sentence. The hit stands {} end.", "here and ".repeat(60).trim());
        let at = text.find("hit").unwrap();
        let found = around(&text, at).unwrap();
        assert!(found.starts_with("The hit stands") && found.ends_with(" …"), "{found}");
        assert_eq!(around("A b.\n\nc", 2).as_deref(), Some("A b."));
        let long = format!("{} hit", "word ".repeat(40).trim());
        assert!(around(&long, long.len() - 3).unwrap().starts_with("… word"));
    }
}
