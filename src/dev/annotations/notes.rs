//! Reads the hand-made notes of `tests/annotations`: the quotations of a page with full names of their speakers.
//!
//! The format is described at the top of `../shared/bench/speakers/annotate.py`. The pages are in
//! `../shared/bench/extract`.

use crate::reading::SpeakerKind;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The notes on one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotation {
    /// The page's name: `FOLDER__FILE`.
    pub page: String,
    /// The words where the annotation ends; `None` for a page read whole.
    pub until: Option<String>,
    /// All speakers of the page.
    pub speakers: Vec<NotedSpeaker>,
    /// The quotations, in the order of the notes.
    pub quotations: Vec<NotedQuotation>,
}

/// A speaker as listed by an annotator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotedSpeaker {
    /// The key that the quotations use.
    pub key: String,
    /// Person, organisation, outlet, group or unnamed.
    pub kind: SpeakerKind,
    /// True if the list must have this speaker, false if it may.
    pub required: bool,
    /// The full name.
    pub name: String,
    /// The role as the text gives it; empty for none.
    pub role: String,
    /// Other forms in the text that mean the speaker.
    pub forms: Vec<String>,
}

/// A quotation by its first words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotedQuotation {
    /// Index of the speaker in [`Annotation::speakers`].
    pub speaker: usize,
    /// Words that contain the start of the content, marked by `{` if it is not the first word.
    pub context: String,
    /// True if the content is in quote marks.
    pub marked: bool,
    /// `anon`, `deb`, `h`, `c`, `tw`.
    pub flags: Vec<String>,
}

impl NotedQuotation {
    /// Returns true if it is debatable that this is reported speech.
    pub fn debatable(&self) -> bool {
        self.flags.iter().any(|flag| flag == "deb")
    }

    /// Returns true if the source is given as unnamed.
    pub fn anonymous(&self) -> bool {
        self.flags.iter().any(|flag| flag == "anon")
    }

    /// Returns the byte of `text` at which the content begins, or `None` if the words do not occur.
    pub fn locate(&self, text: &str) -> Option<usize> {
        locate(text, &self.context)
    }
}

impl Annotation {
    /// Returns the byte of `text` at which the annotation ends: its length for a page read whole.
    pub fn end(&self, text: &str) -> usize {
        self.until.as_deref().and_then(|words| locate(text, words)).unwrap_or(text.len())
    }
}

/// Reads all notes of a folder, such as `tests/annotations/dev`.
///
/// # Errors
/// A file cannot be read, or a line is malformed.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Annotation>> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let notes = parse(&fs::read_to_string(&file)?)
            .map_err(|problem| io::Error::other(format!("{}: {problem}", file.display())))?;
        all.extend(notes);
    }
    Ok(all)
}

/// Parses the notes of one file.
///
/// # Errors
/// The number of the first malformed line.
pub fn parse(notes: &str) -> Result<Vec<Annotation>, String> {
    let mut all: Vec<Annotation> = Vec::new();
    for (number, line) in notes.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let problem = || format!("line {}: {line}", number + 1);
        if let Some(page) = line.strip_prefix('@') {
            all.push(Annotation { page: page.trim().to_owned(), ..Annotation::default() });
            continue;
        }
        let note = all.last_mut().ok_or_else(problem)?;
        if let Some(words) = line.strip_prefix("U|") {
            note.until = Some(words.to_owned());
        } else if let Some(speaker) = speaker(line) {
            note.speakers.push(speaker);
        } else {
            let quotation = quotation(line, &note.speakers).ok_or_else(problem)?;
            note.quotations.push(quotation);
        }
    }
    Ok(all)
}

/// `p+ k|Jane Kowalski|mayor of Hill Valley|Kowalski;the mayor`
fn speaker(line: &str) -> Option<NotedSpeaker> {
    let kind = match line.chars().next()? {
        'p' => SpeakerKind::Person,
        'o' => SpeakerKind::Organisation,
        'l' => SpeakerKind::Outlet,
        'g' => SpeakerKind::Group,
        'u' => SpeakerKind::Unnamed,
        _ => return None,
    };
    let (sign, rest) = line.get(1..)?.split_once(' ')?;
    let required = match sign {
        "+" => true,
        "-" => false,
        _ => return None,
    };
    let mut fields = rest.split('|').map(str::to_owned);
    let mut field = || fields.next().unwrap_or_default();
    let (key, name, role, forms) = (field(), field(), field(), field());
    let forms = forms.split(';').filter(|form| !form.is_empty()).map(str::to_owned).collect();
    Some(NotedSpeaker { key, kind, required, name, role, forms })
}

/// `d k|will not be {closed before May|deb`
fn quotation(line: &str, speakers: &[NotedSpeaker]) -> Option<NotedQuotation> {
    let marked = line.starts_with("d ");
    let rest = line.strip_prefix("d ").or_else(|| line.strip_prefix("i "))?;
    let mut fields = rest.split('|');
    let key = fields.next()?;
    let context = fields.next()?.to_owned();
    let flags = fields.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let speaker = speakers.iter().position(|speaker| speaker.key == key)?;
    Some(NotedQuotation { speaker, context, marked, flags })
}

/// Returns the byte of `text` at which the words begin, or at which their `{` is. Different forms of quote marks,
/// dashes and spaces are equal.
pub fn locate(text: &str, context: &str) -> Option<usize> {
    let before = context.split_once('{').map_or("", |(before, _)| before);
    let wanted: Vec<char> = context.chars().filter(|c| !matches!(c, '{' | '}')).map(plain).collect();
    let (offsets, all): (Vec<usize>, Vec<char>) = text.char_indices().map(|(at, c)| (at, plain(c))).unzip();
    let lower = |c: &char| c.to_lowercase().next().unwrap_or(*c);
    let same = |a: &[char]| a == wanted.as_slice();
    let alike = |a: &[char]| a.iter().map(lower).eq(wanted.iter().map(lower));
    let size = wanted.len().max(1);
    let found = all.windows(size).position(same).or_else(|| all.windows(size).position(alike))?;
    offsets.get(found + before.chars().count()).copied()
}

/// Maps variants of a character to one form.
const fn plain(c: char) -> char {
    match c {
        '‘' | '’' | '‚' | '‛' | '´' | '`' => '\'',
        '“' | '”' | '„' | '‟' | '«' | '»' => '"',
        '–' | '—' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = "@zyte__0123\nU|to the end\np+ k|Jane Kowalski|mayor of Hill Valley|Kowalski;the mayor\n\
        o- m|Ministry of Works||\n\nd k|will not be {closed before|\ni m|the bridge would reopen|deb h\n";

    #[test]
    fn notes_of_a_page_are_parsed() {
        let all = parse(NOTES).unwrap_or_default();
        let [note] = all.as_slice() else { unreachable!("one page") };
        assert_eq!((note.page.as_str(), note.until.as_deref()), ("zyte__0123", Some("to the end")));
        assert_eq!(note.speakers[0].forms, ["Kowalski", "the mayor"]);
        assert!(note.speakers[0].required && !note.speakers[1].required);
        assert_eq!((note.quotations[0].speaker, note.quotations[0].marked), (0, true));
        assert_eq!((note.quotations[1].speaker, note.quotations[1].debatable()), (1, true));
    }

    #[test]
    fn speaker_without_a_key_is_an_error() {
        assert_eq!(parse("@page\nd k|words|"), Err("line 2: d k|words|".to_owned()));
    }

    #[test]
    fn content_is_located_behind_the_brace() {
        let text = "It’s said it ‘will not be closed before May’.";
        assert_eq!(locate(text, "it '{will not").map(|at| &text[at..at + 8]), Some("will not"));
        assert_eq!(locate(text, "IT'S said"), Some(0));
        assert_eq!(locate(text, "never"), None);
    }
}
