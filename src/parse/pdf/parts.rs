//! Parts that paragraphs play: headings by size and weight, captions, footnotes, code.

use super::geometry::Rect;
use super::paragraphs::{Paragraph, ParagraphPart};
use crate::small_sort::SmallSort;
use std::collections::HashMap;

/// Longest heading, in characters.
const MAX_HEADING: usize = 200;
/// Longest heading that is not larger than the text, in characters.
const MAX_BOLD_HEADING: usize = 100;
/// Least size of a heading, in sizes of the text.
const HEADING_SIZE: f32 = 1.1;
/// Largest size of a footnote, in sizes of the text.
const NOTE_SIZE: f32 = 0.94;

/// Returns the font size of most characters.
pub fn body_size<'l>(lines: impl Iterator<Item = &'l super::lines::PageLine>) -> f32 {
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for line in lines.filter(|line| !line.turned) {
        *counts.entry((line.size * 4.0).round() as u32).or_default() += line.chars;
    }
    let most = counts.into_iter().max_by_key(|&(size, count)| (count, size));
    most.map_or(10.0, |(size, _)| size.max(1) as f32 / 4.0)
}

/// Finds the part of each paragraph. `printed`: a browser printed the file, so capitals are no sign of a heading.
pub fn find_parts(paragraphs: &mut [Paragraph], body: f32, printed: bool) {
    let all_fixed = paragraphs.iter().filter(|it| is_fixed(it)).count() * 2 > paragraphs.len();
    let mut sizes: Vec<u32> = Vec::new();
    for paragraph in paragraphs.iter_mut().filter(|it| it.part == ParagraphPart::Text) {
        paragraph.part = match () {
            () if is_caption(paragraph) => ParagraphPart::Caption,
            () if !all_fixed && is_fixed(paragraph) => ParagraphPart::Code,
            () if is_heading(paragraph, body, printed) => {
                sizes.push(rounded(paragraph.size));
                ParagraphPart::Heading(1)
            }
            () => ParagraphPart::Text,
        };
    }
    sizes.small_sort_by(|a, b| b.cmp(a));
    sizes.dedup();
    for paragraph in paragraphs.iter_mut() {
        if let ParagraphPart::Heading(level) = &mut paragraph.part {
            let rank = sizes.iter().position(|size| *size == rounded(paragraph.size)).unwrap_or(0);
            *level = (rank + 1).min(6) as u8;
        }
    }
    find_notes(paragraphs, body);
}

/// Returns a size in half points.
fn rounded(size: f32) -> u32 {
    (size * 2.0).round() as u32
}

fn is_fixed(paragraph: &Paragraph) -> bool {
    paragraph.lines.iter().flat_map(|line| &line.runs).all(|run| run.look.fixed || run.text.trim().is_empty())
}

fn is_heading(paragraph: &Paragraph, body: f32, printed: bool) -> bool {
    let text: String = paragraph.lines.iter().map(super::lines::PageLine::text).collect();
    let chars = text.chars().count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if paragraph.lines.len() > 4 || chars > MAX_HEADING || letters < 2 || letters * 2 < chars {
        return false;
    }
    if paragraph.size >= HEADING_SIZE * body {
        // A lead in larger letters is text.
        return chars <= MAX_BOLD_HEADING || paragraph.size >= 1.25 * body && !text.ends_with('.');
    }
    let plain_end = !text.trim_end().ends_with(['.', ',', ';', ':', '”', '"']);
    let short = chars <= MAX_BOLD_HEADING && paragraph.lines.len() <= 2 && plain_end;
    let bold = paragraph.lines.iter().all(super::lines::PageLine::is_bold) && paragraph.size >= 0.97 * body;
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let shouts = !printed
        && upper >= 4
        && upper == text.chars().filter(|c| c.is_alphabetic() && c.to_lowercase().next() != Some(*c)).count()
        && upper * 10 >= letters * 9
        && chars <= 70;
    short && (bold || shouts && paragraph.lines.len() == 1)
}

/// Returns true for "Figure 3: …", "Table 2. …" and the like.
fn is_caption(paragraph: &Paragraph) -> bool {
    const WORDS: [&str; 16] = [
        "figure",
        "fig.",
        "fig",
        "table",
        "tab.",
        "abbildung",
        "abb.",
        "tabelle",
        "tableau",
        "figura",
        "tabla",
        "tabella",
        "algorithm",
        "listing",
        "scheme",
        "chart",
    ];
    let Some(text) = paragraph.lines.first().map(super::lines::PageLine::text) else { return false };
    let mut words = text.split_whitespace();
    let (Some(first), Some(second)) = (words.next(), words.next()) else { return false };
    if !WORDS.contains(&first.to_lowercase().as_str()) || !first.starts_with(char::is_uppercase) {
        return false;
    }
    let number = second.trim_end_matches([':', '.', ')', '|', '—', '–', '-']);
    let is_number = number.len() <= 6
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit() || c == '.' || c.is_ascii_uppercase());
    // "Figure 3 shows that …" is text.
    is_number && (second.len() > number.len() || words.next().is_none_or(|word| word.starts_with(char::is_uppercase)))
}

/// Least size of a picture that may have a caption, in points.
const PICTURE_SIZE: f32 = 60.0;
/// Farthest caption below its picture, in font sizes.
const CAPTION_GAP: f32 = 2.2;

/// Marks short paragraphs as captions: below a picture, smaller than the text, or with the name of a photographer.
pub fn mark_captions(paragraphs: &mut [Paragraph], pictures: &[Rect], body: f32) {
    let large = |it: &&Rect| it.width() >= PICTURE_SIZE && it.height() >= PICTURE_SIZE;
    for paragraph in paragraphs.iter_mut().filter(|it| it.part == ParagraphPart::Text && it.lines.len() <= 5) {
        let area = paragraph.area;
        let below = pictures.iter().filter(large).any(|picture| {
            let gap = area.top - picture.bottom;
            let overlap = area.right.min(picture.right) - area.left.max(picture.left);
            gap > -0.5 * paragraph.size && gap < CAPTION_GAP * paragraph.size && overlap > 0.6 * area.width()
        });
        let small = paragraph.size < 0.95 * body;
        let text: String = paragraph.lines.iter().map(super::lines::PageLine::text).collect();
        // Two of the three signs: pictures that were not loaded leave no trace.
        let signs = [below, small, names_photographer(&text)].into_iter().filter(|sign| *sign).count();
        let chars = text.chars().count();
        if signs >= 2 && chars < 400 || chars < 100 && is_credit(&text) {
            paragraph.part = ParagraphPart::Caption;
        }
    }
}

/// Returns true for "Photo: Jane Doe" and the like.
fn is_credit(text: &str) -> bool {
    const WORDS: [&str; 8] = ["foto", "photo", "picture", "image", "bild", "fotó", "фото", "credit"];
    text.split_once(':').is_some_and(|(word, name)| WORDS.contains(&word.to_lowercase().as_str()) && !name.is_empty())
}

/// Returns true if a text tells who took a picture.
fn names_photographer(text: &str) -> bool {
    const SIGNS: [&str; 15] = [
        "foto:",
        "foto ",
        "photo:",
        "photo by",
        "picture:",
        "image:",
        "bild:",
        "fotó:",
        "фото:",
        "imago",
        "getty",
        "©",
        "reuters",
        "afp",
        "credit:",
    ];
    let text = text.to_lowercase();
    SIGNS.iter().any(|sign| text.contains(sign))
}

/// Marks small paragraphs with a number or sign in front, below the text of their page, as footnotes.
fn find_notes(paragraphs: &mut [Paragraph], body: f32) {
    for at in 0..paragraphs.len() {
        let it = &paragraphs[at];
        if it.part != ParagraphPart::Text || it.size > NOTE_SIZE * body {
            continue;
        }
        let page = it.pages.first().map(|page| page.1);
        let continues = at > 0
            && !it.opens_box
            && paragraphs[at - 1].part == ParagraphPart::Note
            && paragraphs[at - 1].pages.first().map(|page| page.1) == page;
        let is_below = paragraphs
            .iter()
            .skip(at + 1)
            .take(60)
            .take_while(|next| next.pages.first().map(|page| page.1) == page)
            .filter(|next| next.part == ParagraphPart::Text && next.size > NOTE_SIZE * body)
            .all(|next| {
                next.area.left > it.area.right || next.area.right < it.area.left || next.area.top < it.area.top
            });
        if continues || is_below && note_label(it).is_some() {
            paragraphs[at].part = ParagraphPart::Note;
        }
    }
}

/// Returns the number or sign in front of a footnote, and its length in bytes.
pub fn note_label(paragraph: &Paragraph) -> Option<(String, usize)> {
    let line = paragraph.lines.first()?;
    let first = line.runs.first()?;
    let text = line.text();
    if first.raised || first.text.trim().chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶')) {
        let label = first.text.trim();
        let is_label = !label.is_empty() && label.chars().count() <= 3;
        return is_label.then(|| (label.to_owned(), first.text.len()));
    }
    let sign = text.chars().next().filter(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶'));
    if let Some(sign) = sign {
        return Some((sign.to_string(), sign.len_utf8()));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let follows = text.get(digits..).and_then(|rest| rest.chars().next());
    ((1..=3).contains(&digits) && follows == Some(' ')).then(|| (text[..digits].to_owned(), digits))
}
