//! Date and byline that a page shows near its title and states nowhere else.

use super::names;
use crate::document::{Block, BlockKind, Element, Metadata};
use crate::parse::comments::in_comments;
use crate::parse::dates;

/// Number of blocks before and after the title that are searched.
const MAX_BLOCKS_BEFORE: usize = 5;
const MAX_BLOCKS_AFTER: usize = 12;
/// Longest dateline or byline, in bytes.
const MAX_LINE: usize = 160;
/// Number of lines of one block that are examined.
const MAX_LINES: usize = 12;
/// Words that date a change, not the publication.
const CHANGED: [&str; 8] =
    ["updated", "modified", "revised", "reviewed", "aktualisiert", "mis à jour", "actualizado", "atualizado"];
/// Words before a date or a name, anywhere on the page.
const STATED: [&str; 12] = [
    "published",
    "posted",
    "date:",
    "written",
    "veröffentlicht",
    "publié",
    "publicado",
    "pubblicato",
    "gepubliceerd",
    "last updated",
    "datum:",
    "stand:",
];

/// Words in a date's line that mark it as the date of the piece.
const STATED_WITHIN: [&str; 11] = [
    "beitrag wurde",
    "artikel wurde",
    "geschrieben am",
    "erstellt am",
    "verfasst am",
    "veröffentlicht am",
    "uhr gepostet",
    "online seit",
    "this entry was posted",
    "this post was",
    "last edited",
];

/// Words before the name in a line that names and dates the piece ("Author: Jane Doe on 29.12.2010, 13:36").
const SIGNED: [&str; 6] = ["author:", "autor:", "geschrieben von", "verfasst von", "posted by", "written by"];
/// Longest such line, in bytes.
const MAX_SIGNED_LINE: usize = 90;

/// Fills in missing metadata from the lines around the title.
pub fn fill_from_visible(meta: &mut Metadata, blocks: &[Block], elements: &[Element]) {
    if meta.published.is_some() && !meta.authors.is_empty() {
        return;
    }
    let in_comments = in_comments(elements);
    let by_authors = |block: &&Block| {
        !block.element.and_then(|e| in_comments.get(e as usize)).copied().unwrap_or_default() && may_sign(block)
    };
    let title = title_at(meta.title.as_deref(), blocks).unwrap_or(0);
    let behind = || blocks.iter().skip(title + 1).take(MAX_BLOCKS_AFTER).filter(by_authors);
    let before = blocks[..title.min(blocks.len())].iter().rev().take(MAX_BLOCKS_BEFORE);
    let is_line = |block: &&Block| block.text.len() <= MAX_LINE;
    let lines = behind().chain(before.filter(by_authors)).filter(is_line);
    let lines: Vec<&str> = lines.map(|block| block.text.as_str()).collect();
    if meta.published.is_none() {
        let above = blocks.get(title).filter(|block| matches!(block.kind, BlockKind::Heading(_)));
        meta.published = above.and_then(|block| {
            // A heading may hold the date: before the title, or in a line of its own.
            leading_day(&block.text).or_else(|| lines_of(block).skip(1).find_map(day))
        });
    }
    if meta.published.is_none() {
        let stated = || blocks.iter().filter(by_authors).flat_map(lines_of).find_map(stated_date);
        let dateline = || behind().find_map(|block| leading_day(&block.text));
        let told = || blocks.iter().filter(by_authors).find_map(|block| told_date(&block.text));
        meta.published = date(&lines).or_else(dateline).or_else(stated).or_else(told);
    }
    if meta.authors.is_empty() {
        meta.authors = lines.iter().map(|line| signed(line)).find(|names| !names.is_empty()).unwrap_or_default();
    }
}

fn may_sign(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Heading(_))
}

/// Returns the lines of a block that are short enough for a dateline or byline.
fn lines_of(block: &Block) -> impl Iterator<Item = &str> {
    block.text.split('\n').take(MAX_LINES).filter(|line| line.len() <= MAX_LINE)
}

/// Returns the heading that shows the title, or else the first of level one.
fn title_at(title: Option<&str>, blocks: &[Block]) -> Option<usize> {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect::<Vec<_>>()
    };
    let wanted = words(title.unwrap_or_default());
    let is_title = |block: &Block| {
        matches!(block.kind, BlockKind::Heading(_)) && block.text.len() <= 4 * MAX_LINE && words(&block.text) == wanted
    };
    blocks.iter().position(is_title).or_else(|| blocks.iter().position(|block| block.kind == BlockKind::Heading(1)))
}

/// Returns the first day among the lines; a day of publication takes precedence over one of change.
fn date(lines: &[&str]) -> Option<String> {
    let days = || lines.iter().filter_map(|line| Some((line.to_lowercase(), day(line)?)));
    let published = days().find(|(line, _)| !CHANGED.iter().any(|word| line.contains(word)));
    published.or_else(|| days().next()).map(|(_, day)| day)
}

/// Returns the day in digits with which a heading or a text begins ("27.1.2022 - New figures").
fn leading_day(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '/')).unwrap_or(text.len());
    let start = &text[..end];
    let is_part = text[end..].is_empty()
        || text[end..].starts_with([' ', '\u{a0}', '\n', ':', ',', '–', '—', '|'])
        || text[end..].starts_with(char::is_uppercase);
    (is_part && (8..=11).contains(&start.len())).then(|| day(start.trim_end_matches(['.', '-']))).flatten()
}

/// Returns the day in the first sentence of a longer note about the piece itself ("This entry was posted on …, at …").
fn told_date(text: &str) -> Option<String> {
    const OPENINGS: [&str; 5] =
        ["dieser beitrag wurde", "dieser artikel wurde", "this entry was", "this post was", "cet article a été"];
    let start = text.get(..text.floor_char_boundary(MAX_LINE))?;
    let lower = start.trim_start().to_lowercase();
    OPENINGS.iter().any(|opening| lower.starts_with(opening)).then(|| day(start)).flatten()
}

fn day(line: &str) -> Option<String> {
    dates::find(line).filter(|date| date.len() >= 10 && date.as_str() >= "1990")
}

/// Returns the day in a line that states it as the date of the piece.
fn stated_date(line: &str) -> Option<String> {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '[' | '(' | '|' | '-' | '–' | '»'));
    let start = line.get(..line.floor_char_boundary(20)).unwrap_or(line).to_lowercase();
    let is_stated = STATED.iter().any(|word| start.starts_with(word)) || {
        let line = line.to_lowercase();
        STATED_WITHIN.iter().any(|words| line.contains(words))
            || SIGNED.iter().any(|word| start.starts_with(word)) && line.len() <= MAX_SIGNED_LINE
    };
    is_stated.then(|| day(line)).flatten()
}

/// Returns the names in a line after a "By": at its start, or after its date.
fn signed(line: &str) -> Vec<String> {
    let lower = line.to_lowercase();
    let begins = [
        "by ",
        "by\u{a0}",
        "by:",
        "written by ",
        "posted by ",
        "article by ",
        "author:",
        "author: ",
        "von ",
        "par ",
        "por ",
        "text: ",
    ]
    .iter()
    .any(|opening| lower.starts_with(opening));
    if begins {
        let persons = names::byline(line);
        let is_short = line.len() <= 50 && !line.ends_with(['.', '?', '!', ':']);
        return if persons.is_empty() && is_short { names::authors(line) } else { persons };
    }
    let is_dated = dates::find(line).is_some() || STATED.iter().any(|word| lower.starts_with(word));
    let behind = [" by ", " By ", " BY "].iter().find_map(|sign| line.find(sign).map(|at| &line[at + sign.len()..]));
    behind.filter(|_| is_dated).map(names::byline).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fill_from_visible;
    use crate::document::{Block, BlockKind, Metadata};

    #[test]
    fn long_texts_tell_their_date() {
        let long = "The board decided on the new ferry after a debate of four hours. ".repeat(4);
        for (text, day) in [
            (format!("3.5.2021 - {long}"), Some("2021-05-03")),
            (
                format!("This entry was posted on 3 May 2021 at 14:10 and is filed under Sea. {long}"),
                Some("2021-05-03"),
            ),
            (format!("3.5.2021Ferries {long}"), Some("2021-05-03")),
            (format!("3.5.2021er {long}"), None),
            (format!("{long} It was 3 May 2021."), None),
        ] {
            let block = |kind, text: &str| Block { kind, text: text.into(), ..Block::default() };
            let blocks = [block(BlockKind::Heading(1), "Title"), block(BlockKind::Paragraph, &text)];
            let mut meta = Metadata { title: Some("title".into()), ..Metadata::default() };
            fill_from_visible(&mut meta, &blocks, &[]);
            assert_eq!(meta.published.as_deref(), day, "{text}");
        }
    }

    #[test]
    fn heading_holds_the_date() {
        for heading in ["Ferries\n3.5.2021 · Sea", "3.5.2021Ferries"] {
            let blocks = [Block { kind: BlockKind::Heading(1), text: heading.into(), ..Block::default() }];
            let mut meta = Metadata::default();
            fill_from_visible(&mut meta, &blocks, &[]);
            assert_eq!(meta.published.as_deref(), Some("2021-05-03"), "{heading}");
        }
    }

    #[test]
    fn lines_around_title_fill_missing_metadata() {
        let block = |kind, text: &str| Block { kind, text: text.into(), ..Block::default() };
        for (line, published, authors) in [
            ("By Jane Doe, 3 May 2021", Some("2021-05-03"), &["Jane Doe"][..]),
            ("Posted on May 3, 2021 by Jane Doe", Some("2021-05-03"), &["Jane Doe"]),
            ("By the Example Team", None, &["the Example Team"]),
            ("Author: Jane Doe am 03.05.2021, 13:36 Uhr", Some("2021-05-03"), &["Jane Doe"]),
            ("[Stand: 03.05.2021, 01:40 Uhr]", Some("2021-05-03"), &[]),
            ("You are here: Start\n[Stand: 03.05.2021, 01:40 Uhr]", Some("2021-05-03"), &[]),
            ("A sentence by chance", None, &[]),
        ] {
            let blocks = [
                block(BlockKind::Heading(1), "Title"),
                block(BlockKind::Paragraph, "Updated 9 June 2022"),
                block(BlockKind::Paragraph, line),
            ];
            let mut meta = Metadata { title: Some("title".into()), ..Metadata::default() };
            fill_from_visible(&mut meta, &blocks, &[]);
            assert_eq!(meta.published.as_deref(), published.or(Some("2022-06-09")), "{line}");
            assert_eq!(meta.authors, authors, "{line}");
        }
    }
}
