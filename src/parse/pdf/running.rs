//! Running heads, running feet and page numbers: lines at the edge of the page that other pages repeat at the same
//! height, numbers aside.

use super::geometry::Rect;
use super::lines::PageLine;
use std::collections::HashMap;

/// Lines of a page, sorted from top to bottom.
#[derive(Debug, Default)]
pub struct PageLines {
    /// Its lines.
    pub lines: Vec<PageLine>,
    /// Height of the page.
    pub height: f32,
    /// Areas of its pictures.
    pub pictures: Vec<Rect>,
    /// True for each line that is a running head, foot or page number.
    pub running: Vec<bool>,
}

/// Most rows at each edge that can be running heads.
const EDGE_ROWS: usize = 4;
/// Part of the page's height in which they stand.
const EDGE_SHARE: f32 = 0.16;
/// Farthest difference in height between two pages, in points.
const SAME_HEIGHT: f32 = 5.0;
/// Margins in which browsers print date, title, address and page number: parts of the page's height.
const PRINTED_MARGIN: f32 = 0.035;

/// Marks the running lines of all pages. `printed`: a browser printed them.
pub fn mark_running(pages: &mut [PageLines], printed: bool) {
    let mut places: HashMap<String, Vec<(usize, f32)>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for at in edge_lines(page) {
            let line = &page.lines[at];
            places.entry(key(&line.text())).or_default().push((number, from_edge(line.baseline, page.height)));
        }
    }
    let count = pages.len();
    for page in pages.iter_mut() {
        page.running = page.lines.iter().map(|line| line.pagination).collect();
        for at in edge_lines(page) {
            let line = &page.lines[at];
            let height = from_edge(line.baseline, page.height);
            let text = line.text();
            let alike = places.get(&key(&text)).map_or(0, |all| repetitions(all, height));
            let is_number = is_page_number(&text);
            let enough = if count <= 3 || is_number { 2 } else { 3 };
            let in_margin = printed && (height.abs() < PRINTED_MARGIN * page.height);
            page.running[at] |= alike >= enough || in_margin || is_number && says_page(&text);
        }
    }
}

/// Number of pages with the line at this height.
fn repetitions(places: &[(usize, f32)], height: f32) -> usize {
    let mut pages: Vec<usize> =
        places.iter().filter(|(_, other)| (other - height).abs() <= SAME_HEIGHT).map(|(page, _)| *page).collect();
    pages.dedup();
    pages.len()
}

/// Returns the distance from the nearer edge: positive from the top, negative from the bottom.
fn from_edge(baseline: f32, height: f32) -> f32 {
    if baseline < height / 2.0 { baseline } else { baseline - height }
}

/// Returns the lines in the first and last rows of a page.
fn edge_lines(page: &PageLines) -> Vec<usize> {
    let mut out = Vec::new();
    let edge = EDGE_SHARE * page.height;
    let mut collect = |order: &mut dyn Iterator<Item = usize>, inside: &dyn Fn(f32) -> bool| {
        let mut rows = 0;
        let mut last = f32::NAN;
        for at in order {
            let line = &page.lines[at];
            if !inside(line.baseline) {
                break;
            }
            if last.is_nan() || (line.baseline - last).abs() > 2.0 {
                rows += 1;
                last = line.baseline;
            }
            if rows > EDGE_ROWS {
                break;
            }
            if !line.turned {
                out.push(at);
            }
        }
    };
    let upright: Vec<usize> = (0..page.lines.len()).filter(|&at| !page.lines[at].turned).collect();
    collect(&mut upright.iter().copied(), &|y| y < edge);
    collect(&mut upright.iter().rev().copied(), &|y| y > page.height - edge);
    out
}

/// Returns the text with each number replaced, in lower case.
fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if is_page_number(text) {
        return "#".to_owned();
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
    out
}

/// Returns true if a text is only a page number: "7", "- 7 -", "Page 7 of 12", "xiv".
fn is_page_number(text: &str) -> bool {
    let text = text.trim().trim_matches(['-', '–', '—', '|', '[', ']', ' ', '·']).to_lowercase();
    let words: Vec<&str> = text.split([' ', '/']).filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.len() <= 4 && !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let is_roman = |word: &str| word.len() <= 6 && word.bytes().all(|b| b"ivxlc".contains(&b));
    let is_word = |word: &str| {
        ["page", "seite", "p.", "s.", "pag.", "página", "pagina", "of", "von", "de", "di", "sur", "sida", "strona"]
            .contains(&word)
    };
    match words.as_slice() {
        [] => false,
        [one] => is_number(one) || !one.is_empty() && is_roman(one),
        many => {
            many.len() <= 4
                && many.iter().all(|word| is_number(word) || is_word(word))
                && many.iter().any(|word| is_number(word))
        }
    }
}

/// Returns true if a page number names itself: "page 3", "3/7", "3 of 7".
fn says_page(text: &str) -> bool {
    let text = text.to_lowercase();
    ["page", "seite", "página", "pagina", "sida", "strona"].iter().any(|word| text.contains(word))
        || text
            .trim()
            .split_once('/')
            .is_some_and(|(a, b)| a.parse::<u32>().is_ok_and(|a| b.parse::<u32>().is_ok_and(|b| a >= 1 && a <= b)))
}
