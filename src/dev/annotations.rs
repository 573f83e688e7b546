//! The hand-made annotations of tests/annotations, each page with its article.

use crate::article::Article;
use std::path::Path;

/// An annotated page.
#[derive(Debug)]
pub struct AnnotatedPage {
    /// Its name.
    pub name: String,
    /// Its article.
    pub article: Article,
    /// One past the last byte that was annotated.
    pub until: usize,
    /// The statements, in the order of the notes.
    pub statements: Vec<Statement>,
}

/// An annotated statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its first byte in the article's text.
    pub start: usize,
    /// Whether it stands in quote marks.
    pub marked: bool,
    /// The speaker's full name, then other forms of it.
    pub names: Vec<String>,
    /// The speaker's role.
    pub role: String,
    /// The notes' flags.
    pub flags: String,
}

/// Where the article of a page comes from, by the page's name.
pub type Articles<'a> = &'a dyn Fn(&str) -> std::io::Result<Article>;

/// Reads all notes of a folder.
///
/// # Errors
/// When a note or a page cannot be read.
pub fn read(notes: &Path, articles: Articles<'_>) -> std::io::Result<Vec<AnnotatedPage>> {
    let mut files: Vec<_> = std::fs::read_dir(notes)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut found = Vec::new();
    for file in files.iter().filter(|file| file.file_name().is_some_and(|name| name == "quotes.jsonl")) {
        placed(&std::fs::read_to_string(file)?, articles, &mut found)?;
    }
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "txt")) {
        for note in std::fs::read_to_string(file)?.split("\n@").filter(|note| !note.trim().is_empty()) {
            let (name, rest) = note.trim_start_matches('@').split_once('\n').unwrap_or((note, ""));
            let name = name.trim().trim_start_matches('@');
            found.push(page(name, rest, articles(name)?));
        }
    }
    Ok(found)
}

/// Reads quotes.jsonl, the form that annotate.py makes of notes; pages with nothing said are not in it.
fn placed(lines: &str, articles: Articles<'_>, found: &mut Vec<AnnotatedPage>) -> std::io::Result<()> {
    for line in lines.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
        let list = |key: &str| -> Vec<String> {
            value[key].as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
        };
        let name = text("id");
        if found.last().is_none_or(|last: &AnnotatedPage| last.name != name) {
            let article = articles(&name)?;
            let until = value["until"].as_str().and_then(|end| Plain::of(&article.text).find(end));
            let until = until.unwrap_or(article.text.len());
            found.push(AnnotatedPage { name, article, until, statements: Vec::new() });
        }
        let Some(page) = found.last_mut() else { continue };
        if let Some(start) = Plain::of(&page.article.text).find(&text("ctx")) {
            let names = [vec![text("speaker")], list("alts"), list("also")].concat();
            let marked = value["marks"].as_bool().unwrap_or_default();
            page.statements.push(Statement {
                start,
                marked,
                names,
                role: text("role"),
                flags: list("flags").join(" "),
            });
        }
    }
    Ok(())
}

fn page(name: &str, notes: &str, article: Article) -> AnnotatedPage {
    let text = Plain::of(&article.text);
    let mut until = article.text.len();
    let mut speakers: Vec<(&str, Vec<String>, &str)> = Vec::new();
    let mut statements = Vec::new();
    for line in notes.lines() {
        if let Some(end) = line.strip_prefix("U|") {
            until = text.find(end).unwrap_or(until);
        } else if line.starts_with("d ") || line.starts_with("i ") {
            let mut parts = line[2..].split('|');
            let key = parts.next().unwrap_or_default();
            let context = parts.next().unwrap_or_default();
            let flags = parts.next().unwrap_or_default().to_owned();
            let Some((_, names, role)) = speakers.iter().find(|(known, ..)| *known == key) else { continue };
            if let Some(start) = text.find(context) {
                let marked = line.starts_with('d');
                statements.push(Statement { start, marked, names: names.clone(), role: (*role).to_owned(), flags });
            }
        } else if line.len() > 3 && line.as_bytes()[2] == b' ' {
            let mut parts = line[3..].split('|');
            let key = parts.next().unwrap_or_default();
            let mut names = vec![parts.next().unwrap_or_default().to_owned()];
            let role = parts.next().unwrap_or_default();
            names.extend(parts.next().unwrap_or_default().split(';').filter(|n| !n.is_empty()).map(str::to_owned));
            speakers.push((key, names, role));
        }
    }
    AnnotatedPage { name: name.to_owned(), article, until, statements }
}

/// A text with plain quote marks, dashes and spaces, and the byte of each of its signs in the text as it is.
struct Plain {
    text: String,
    bytes: Vec<usize>,
}

impl Plain {
    fn of(text: &str) -> Self {
        let mut plain = Self { text: String::with_capacity(text.len()), bytes: Vec::with_capacity(text.len()) };
        for (at, c) in text.char_indices() {
            let c = plain_sign(c);
            plain.text.push(c);
            plain.bytes.extend(std::iter::repeat_n(at, c.len_utf8()));
        }
        plain
    }

    /// The byte where the context stands, at its `{` if it has one.
    fn find(&self, context: &str) -> Option<usize> {
        let context: String = context.chars().map(plain_sign).collect();
        let (before, after) = context.split_once('{').unwrap_or(("", &context));
        let whole = format!("{before}{after}").replace('}', "");
        self.text.find(&whole).and_then(|at| self.bytes.get(at + before.len()).copied())
    }
}

const fn plain_sign(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '–' | '—' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        _ => c,
    }
}
