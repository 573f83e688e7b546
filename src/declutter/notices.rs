//! Notices that are no part of any article, on any site: texts repeated in boxes of their own, lines about rights,
//! requests to readers.

use super::features::MeasuredPage;
use super::outline::parent_of;
use super::wording::Class;
use crate::article::Reason;
use crate::document::{BlockKind, MediaType};
use rustc_hash::FxHashMap;

/// Number of repetitions that make a notice.
const MIN_TIMES: usize = 4;
/// Fewest words of a notice; shorter lines ("Pros", "Yes.") are repeated for other reasons.
const MIN_WORDS: f32 = 8.0;
/// Most words of the box around a notice.
const MAX_BOX_WORDS: f32 = 120.0;

/// Returns notices with their reasons.
pub fn certain(page: &MeasuredPage<'_>) -> Vec<(usize, Reason)> {
    let mut found = repeated(page);
    for (at, m) in page.stats.iter().enumerate() {
        if m.words <= 14.0 && is_rights_line(&m.folded) {
            found.push((at, Reason::Legal));
        } else if m.words <= 60.0 && is_request(&m.folded) {
            found.push((at, Reason::Notice));
        }
    }
    found
}

/// Returns texts that occur four times or more in boxes of little else: placeholders of embedded content, offers.
/// Labels right before and after them that occur as often belong to the box.
fn repeated(page: &MeasuredPage<'_>) -> Vec<(usize, Reason)> {
    if page.document.format != MediaType::Html {
        return Vec::new();
    }
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, m) in page.stats.iter().enumerate() {
        let kind = &page.document.blocks[at].kind;
        if m.words > 0.0
            && m.words <= 80.0
            && !matches!(kind, BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Image(_))
        {
            places.entry(m.folded.as_str()).or_default().push(at);
        }
    }
    let times = |at: usize| page.stats.get(at).and_then(|m| places.get(m.folded.as_str())).map_or(0, Vec::len);
    let mut found = Vec::new();
    for (at, m) in page.stats.iter().enumerate() {
        if m.words < MIN_WORDS || times(at) < MIN_TIMES || !is_boxed(page, at) {
            continue;
        }
        let reason = m.phrases.strongest().map_or(Reason::Notice, |(class, _)| Class::reason(class));
        found.push((at, reason));
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        found.extend(
            beside
                .filter(|&label| times(label) >= MIN_TIMES && page.stats[label].words < MIN_WORDS)
                .map(|label| (label, reason)),
        );
    }
    found
}

/// Returns true if the element around a block's own contains little else.
fn is_boxed(page: &MeasuredPage<'_>, at: usize) -> bool {
    let Some(own) = page.document.blocks[at].element.map(|e| e as usize) else { return false };
    let words = |element: usize| page.outline.stats.get(element).map_or(f32::MAX, |h| h.words);
    words(parent_of(page.document, own).unwrap_or(own)) <= MAX_BOX_WORDS
}

/// Returns true for "© dpa-infocom", "Copyright: Project Syndicate, 2025".
fn is_rights_line(folded: &str) -> bool {
    ["© ", "©2", "copyright ©", "copyright:", "copyright (c)"].iter().any(|start| folded.starts_with(start))
}

/// Returns true for requests to write in, and placeholders of content loaded by scripts.
fn is_request(folded: &str) -> bool {
    const BEGINNINGS: [&str; 14] = [
        "an dieser stelle finden sie externen inhalt",
        "an dieser stelle befindet sich ein externer inhalt",
        "deine privatsphäre-einstellungen verhindern das laden",
        "do you have a story",
        "externer inhalt nicht verfügbar",
        "empfohlener redaktioneller inhalt",
        "for more stories like this",
        "got a story",
        "have you got a story",
        "if you buy something using links in our stories",
        "kopiere den aktuellen link",
        "to view this video please enable javascript",
        "we may earn a commission",
        "this content is not available due to your privacy preferences",
    ];
    BEGINNINGS.iter().any(|start| folded.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{certain, is_request, is_rights_line};
    use crate::article::Reason;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::document::{Block, Document, Element};

    #[test]
    fn notice_in_boxes_is_found_with_its_label() {
        const NOTICE: &str = "Your settings keep this and all other outside content from being loaded.";
        let mut document = Document { elements: vec![Element::default()], ..Document::default() };
        for text in ["One.", "Two.", "Three.", "Four."] {
            let number = document.elements.len() as u32;
            document.elements.push(Element { parent: Some(0), ..Element::default() });
            let block = |text: &str, element| Block { text: text.into(), element: Some(element), ..Block::default() };
            document.blocks.push(block(&text.repeat(100), 0));
            document.elements.push(Element { parent: Some(number), ..Element::default() });
            document.blocks.extend([block("Not shown", number + 1), block(NOTICE, number + 1)]);
            document.blocks.push(block("The same sentence of eight words and more comes again.", 0));
        }
        document.blocks.push(Block { text: "word ".repeat(200), element: Some(0), ..Block::default() });
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        let mut found: Vec<usize> = certain(&page).into_iter().map(|(at, _)| at).collect();
        found.sort_unstable();
        assert_eq!(found, [1, 2, 5, 6, 9, 10, 13, 14]);
    }

    #[test]
    fn rights_and_requests_are_found() {
        assert!(is_rights_line("© dpa-infocom, dpa:230428-99-483045/5") && !is_rights_line("the © sign"));
        assert!(is_request("got a story? get in touch") && !is_request("she got a story"));
        assert_ne!(Reason::Legal, Reason::Notice);
    }
}
