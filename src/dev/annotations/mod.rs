//! The hand-made annotations of `tests/annotations` and the gold data of `../shared/bench/speakers`, with the
//! articles of their pages: the training data of all attribution models.

mod articles;
mod gold;
mod notes;

pub use articles::from_folder;
pub use notes::{Annotation, NotedQuotation, NotedSpeaker};

use crate::article::Article;
use std::io;
use std::path::Path;

/// An annotated page.
#[derive(Debug)]
pub struct AnnotatedPage {
    /// Its name: `FOLDER__FILE`.
    pub name: String,
    /// Its article.
    pub article: Article,
    /// One past the last byte that was annotated.
    pub until: usize,
    /// The statements, in the order of the notes.
    pub statements: Vec<PlacedStatement>,
    /// For each speaker whom a careful reader would list, the full name and other forms of it.
    pub listed: Vec<Vec<String>>,
}

/// An annotated statement with its place in the article.
#[derive(Clone, Debug)]
pub struct PlacedStatement {
    /// Its first byte in the article's text.
    pub start: usize,
    /// True if it is in quote marks.
    pub marked: bool,
    /// The speaker's full name, then other forms of it.
    pub names: Vec<String>,
    /// The speaker's role.
    pub role: String,
    /// True if it is debatable that it is reported speech.
    pub debatable: bool,
}

/// Loads the article of a page by the page's name.
pub type Articles<'a> = &'a dyn Fn(&str) -> io::Result<Article>;

/// Reads the annotations of folders parted by colons: of each `quotes.jsonl` if there is one, then the notes in its
/// `.txt` files.
///
/// # Errors
/// A file cannot be read or is malformed.
pub fn read(folders: &str) -> io::Result<Vec<Annotation>> {
    let all: io::Result<Vec<_>> = folders.split(':').map(|folder| read_folder(Path::new(folder))).collect();
    Ok(all?.into_iter().flatten().collect())
}

/// Reads the annotations of one folder.
fn read_folder(folder: &Path) -> io::Result<Vec<Annotation>> {
    let mut all = gold::read(folder)?;
    all.extend(notes::read_folder(folder)?);
    Ok(all)
}

/// Reads the annotations of folders parted by colons and locates their statements in the articles.
///
/// # Errors
/// As [`read`], or a page cannot be read.
pub fn pages(folders: &str, articles: Articles<'_>) -> io::Result<Vec<AnnotatedPage>> {
    read(folders)?.iter().map(|note| Ok(placed(note, articles(&note.page)?))).collect()
}

/// Reads the annotations of one folder and locates their statements in the articles.
///
/// # Errors
/// As [`read`], or a page cannot be read.
pub fn pages_of(folder: &Path, articles: Articles<'_>) -> io::Result<Vec<AnnotatedPage>> {
    read_folder(folder)?.iter().map(|note| Ok(placed(note, articles(&note.page)?))).collect()
}

/// Returns the statements of a page that are found in its article.
fn placed(note: &Annotation, article: Article) -> AnnotatedPage {
    let place = |quotation: &NotedQuotation| {
        let speaker = &note.speakers[quotation.speaker];
        Some(PlacedStatement {
            start: quotation.locate(&article.text)?,
            marked: quotation.marked,
            names: std::iter::once(&speaker.name).chain(&speaker.forms).cloned().collect(),
            role: speaker.role.clone(),
            debatable: quotation.debatable(),
        })
    };
    let statements = note.quotations.iter().filter_map(place).collect();
    let names = |one: &NotedSpeaker| std::iter::once(&one.name).chain(&one.forms).cloned().collect();
    let listed = note.speakers.iter().map(names).collect();
    AnnotatedPage { name: note.page.clone(), until: note.end(&article.text), article, statements, listed }
}
