//! Boxes between the paragraphs of a page that are recognised by their form, in any language: polls, links to other
//! stories behind a label, stamps of a live report, summaries made by a machine.

use super::block_stats::TextEnding;
use super::features::MeasuredPage;
use super::outline::around;
use crate::article::Reason;
use crate::document::{Block, BlockKind, MediaType, Span, Style};
use crate::web_address::host;
use rustc_hash::FxHashMap;

/// Most words of the box around a poll, and around a summary.
const MAX_BOX_WORDS: f32 = 160.0;

/// Number of elements around a block that may be its box.
const LEVELS: usize = 12;

/// Returns the blocks of such boxes with their reasons.
pub fn certain(page: &MeasuredPage<'_>) -> Vec<(usize, Reason)> {
    if page.document.format != MediaType::Html {
        return Vec::new();
    }
    let told = |blocks: Vec<usize>, reason| blocks.into_iter().map(move |at| (at, reason));
    let leads: Vec<Option<Lead<'_>>> = (0..page.stats.len()).map(|at| lead(page, at)).collect();
    told(polls(page), Reason::Controls)
        .chain(told(labelled_runs(page, &leads), Reason::Related))
        .chain(told(repeated_labels(page, &leads), Reason::Related))
        .chain(told(stamps(page), Reason::Dateline))
        .chain(told(summaries(page), Reason::Notice))
        .collect()
}

/// Returns the blocks of the smallest element with other text of eight words or more, if it is small enough.
fn box_around(page: &MeasuredPage<'_>, at: usize) -> Option<std::ops::Range<usize>> {
    let own = page.stats[at].words;
    let range = |e: usize| page.outline.stats.get(e).map(|h| (h.words, h.range.0 as usize..h.range.1 as usize));
    let (words, found) =
        around(page.document, at).take(LEVELS).filter_map(range).find(|(words, _)| words - own >= 8.0)?;
    (words <= MAX_BOX_WORDS).then_some(found)
}

/// Returns the answers of polls, which are two labels of controls or more in a row, and the question before them.
fn polls(page: &MeasuredPage<'_>) -> Vec<usize> {
    let is_label = |at: usize| around(page.document, at).take(3).any(|e| page.document.elements[e].tag == "label");
    let labels: Vec<usize> = (0..page.stats.len()).filter(|&at| is_label(at)).collect();
    let is_boxed = |question: usize, answer: usize| {
        let mut boxes = around(page.document, answer).take(LEVELS).filter_map(|e| page.outline.stats.get(e));
        let both = boxes.find(|h| (h.range.0 as usize..h.range.1 as usize).contains(&question));
        both.is_some_and(|h| h.words <= MAX_BOX_WORDS)
    };
    let mut found = Vec::new();
    for run in labels.chunk_by(|a, b| a + 1 == *b).filter(|run| run.len() >= 2) {
        let before = run[0].checked_sub(1);
        found.extend(before.filter(|&at| page.stats[at].folded.ends_with('?') && is_boxed(at, run[0])));
        found.extend(run);
    }
    found
}

/// A block that is a label and one link behind it, to its end.
#[derive(Clone, Copy, Debug)]
struct Lead<'a> {
    label: &'a str,
    link: &'a str,
    address: &'a str,
}

/// Most words of a block that leads on.
const MAX_LEAD_WORDS: f32 = 45.0;

fn lead<'a>(page: &MeasuredPage<'a>, at: usize) -> Option<Lead<'a>> {
    let block = &page.document.blocks[at];
    let (span, address) = only_link(block)?;
    let is_last = block.text.get(span.end..).is_some_and(|rest| rest.trim().is_empty());
    let is_text = !matches!(block.kind, BlockKind::Table(_) | BlockKind::Code(_) | BlockKind::Image(_));
    let label = block.text.get(..span.start)?.trim();
    let lead = Lead { label, link: block.text.get(span.start..span.end)?, address };
    (is_last && is_text && !label.is_empty() && page.stats[at].words <= MAX_LEAD_WORDS).then_some(lead)
}

/// Returns the place and the address of a block's link, if it has one alone.
pub(super) fn only_link(block: &Block) -> Option<(Span, &str)> {
    let mut links = block.marks.iter().filter_map(|mark| match &mark.style {
        Style::Link(address) => Some((mark.span, address.as_str())),
        _ => None,
    });
    links.next().filter(|_| links.next().is_none())
}

/// Returns runs of three blocks or more that are a label ("Storms:", "Why?") and a link, all to one host. After a heading
/// or a colon they may be the text's own list.
fn labelled_runs(page: &MeasuredPage<'_>, leads: &[Option<Lead<'_>>]) -> Vec<usize> {
    const MIN_RUN: usize = 3;
    let is_labelled = |at: &usize| {
        leads[*at].is_some_and(|lead| {
            lead.label.ends_with([':', '?', '|'])
                && lead.label.split_whitespace().count() <= 5
                && lead.link.split_whitespace().count() >= 3
        })
    };
    let labelled: Vec<usize> = (0..leads.len()).filter(is_labelled).collect();
    let host_of = |at: &usize| leads[*at].and_then(|lead| host(lead.address));
    let runs = labelled.chunk_by(|a, b| a + 1 == *b && host_of(a).is_some() && host_of(a) == host_of(b));
    let is_apart = |run: &&[usize]| {
        run.len() >= MIN_RUN
            && run[0].checked_sub(1).is_some_and(|before| {
                page.stats[before].ends != TextEnding::Colon
                    && !matches!(page.document.blocks[before].kind, BlockKind::Heading(_))
            })
    };
    runs.filter(is_apart).flatten().copied().collect()
}

/// Returns blocks that lead on to a page of the same site behind a label in capitals that the page repeats.
fn repeated_labels(page: &MeasuredPage<'_>, leads: &[Option<Lead<'_>>]) -> Vec<usize> {
    let Some(own) = page.document.meta.url.as_deref().and_then(host) else { return Vec::new() };
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, lead) in leads.iter().enumerate() {
        let Some(lead) = lead.filter(|lead| is_shouted(lead.label)) else { continue };
        if host(lead.address).is_some_and(|host| host == own) {
            places.entry(lead.label).or_default().push(at);
        }
    }
    places.into_values().filter(|found| found.len() >= 2).flatten().collect()
}

/// Returns true for two words or more, all in capitals.
fn is_shouted(label: &str) -> bool {
    label.split_whitespace().count() >= 2
        && label.chars().filter(|c| c.is_uppercase()).count() >= 8
        && !label.chars().any(char::is_lowercase)
}

/// Returns the stamps of a live report: short lines of a time and the same few words again and again ("20:42 Key
/// event").
fn stamps(page: &MeasuredPage<'_>) -> Vec<usize> {
    const MIN_STAMPS: usize = 5;
    let mut places: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, m) in page.stats.iter().enumerate().filter(|(_, m)| m.words <= 7.0 && m.ends != TextEnding::Sentence) {
        if let Some(rest) = after_time(&m.folded).filter(|rest| !rest.is_empty()) {
            places.entry(rest).or_default().push(at);
        }
    }
    let all: usize = places.values().map(Vec::len).sum();
    let again = places.into_values().filter(|found| found.len() >= 2);
    if all >= MIN_STAMPS { again.flatten().collect() } else { Vec::new() }
}

/// Returns the words after the time of day with which a line begins: "20:42 key event", "9.05 pm update".
fn after_time(folded: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let hour = digits(folded);
    let rest = folded.get(hour..)?.strip_prefix([':', '.', 'h'])?;
    let is_time = matches!(hour, 1 | 2) && digits(rest) == 2;
    let rest = rest.get(2..).filter(|_| is_time)?.trim_start();
    Some(["am", "pm", "uhr"].iter().find_map(|half| rest.strip_prefix(half)).unwrap_or(rest).trim())
}

/// Returns the boxes that say of themselves that a machine has written them.
fn summaries(page: &MeasuredPage<'_>) -> Vec<usize> {
    const MADE: [&str; 14] = [
        "ai-generated summary",
        "cette synthèse a été générée par",
        "ce résumé a été généré par",
        "diese zusammenfassung wurde künstlich",
        "diese zusammenfassung wurde mit hilfe von ki",
        "diese zusammenfassung wurde mit ki",
        "diese zusammenfassung wurde von einer ki",
        "este resumen ha sido generado por",
        "este resumo foi gerado por",
        "questo riassunto è stato generato",
        "summary generated by ai",
        "this summary was created by ai",
        "this summary was generated by",
        "this summary was generated using",
    ];
    let says = |at: &usize| {
        let m = &page.stats[*at];
        m.words <= 40.0 && MADE.iter().any(|words| m.folded.contains(words))
    };
    (0..page.stats.len()).filter(says).filter_map(|at| box_around(page, at)).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{after_time, certain};
    use crate::article::Reason;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::load::Source;
    use crate::parse::parse;

    const TEXT: &str = "<p>The ferry company that has served the islands since 1931 will replace its oldest boat next \
        spring, the board decided on Tuesday after a debate of four hours. The new vessel, which runs on batteries \
        charged overnight at the northern quay, will carry ninety passengers and six vans, about a third more than \
        the one it replaces. Residents of the outer islands had asked for a second evening crossing, and the board \
        has promised to try one from May until the end of September, when the storms begin and the old quay is shut \
        for the winter. The harbour office keeps a list of the crossings that were called off in the last ten years, \
        and it is longer each time, says the harbour master, who has asked for a wall of stones north of the quay \
        since he took office. Nobody has answered him so far, he says, and he does not expect that anybody will.</p>";

    /// Returns the texts that are found between two paragraphs, with their reasons.
    fn found(between: &str) -> Vec<(String, Reason)> {
        let html = format!(
            "<html><head><link rel=canonical href=https://ledger.example/ferry></head><body><article>\
             <h1>The ferry is replaced</h1>{TEXT}{between}{TEXT}</article></body></html>"
        );
        let document = parse(&Source { bytes: html.into_bytes(), charset: "utf-8".into(), ..Source::default() });
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        let mut found = certain(&page);
        found.sort_unstable_by_key(|(at, _)| *at);
        found.into_iter().map(|(at, reason)| (document.blocks[at].text.clone(), reason)).collect()
    }

    fn texts(between: &str) -> Vec<String> {
        found(between).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn poll_is_found_with_its_question() {
        let answer = |text: &str| format!("<label><input type=radio><label>{text}</label></label>");
        let poll = format!("<div><div><p>Do you like it?</p></div><div>{}{}</div></div>", answer("Yes"), answer("No"));
        assert_eq!(texts(&poll), ["Do you like it?", "Yes", "No"]);
        assert_eq!(texts("<label>One label</label><p>An answer to a question.</p>"), [""; 0]);
    }

    #[test]
    fn links_behind_labels_lead_on() {
        let item = |label: &str, host: &str| {
            format!("<li><b>{label}:</b> <a href=https://{host}/x>What you have to know</a></li>")
        };
        let list = |hosts: [&str; 3]| {
            let [a, b, c] = hosts;
            format!("<ul>{}{}{}</ul>", item("Storms", a), item("Rats", b), item("Fares", c))
        };
        assert_eq!(texts(&list(["a.example"; 3])).len(), 3);
        assert_eq!(texts(&list(["a.example", "b.example", "c.example"])), [""; 0], "sources");
        assert_eq!(texts(&format!("<p>We have read:</p>{}", list(["a.example"; 3]))), [""; 0]);
        let again = "<p>FUNDA OLUNYE | <a href=https://ledger.example/1>One story</a></p><p>Between.</p>\
                     <p>FUNDA OLUNYE | <a href=https://ledger.example/2>Another story</a></p>";
        assert_eq!(texts(again), ["FUNDA OLUNYE | One story", "FUNDA OLUNYE | Another story"]);
        assert_eq!(texts(&again.replace("ledger", "shop")), [""; 0], "links to shops");
    }

    #[test]
    fn stamps_of_live_report_are_found() {
        let entry = |time: &str, who: &str| format!("<div><p>{time} {who}</p><p>Something happened.</p></div>");
        let live: String = ["20:10", "20:05", "19:50", "19:30", "19:02"].map(|time| entry(time, "Jordan Hay")).concat();
        assert_eq!(found(&live).len(), 5);
        assert_eq!(found(&live)[0], ("20:10 Jordan Hay".to_owned(), Reason::Dateline));
        assert_eq!(after_time("9:05 pm update"), Some("update"));
        assert_eq!(after_time("1234: update"), None);
        let programme: String = ["20:10", "20:05", "19:50", "19:30"].map(|time| entry(time, time)).concat();
        assert_eq!(texts(&programme), [""; 0], "each line is another");
    }

    #[test]
    fn summary_made_by_machine_is_found() {
        let summary = "<div><div>In short<div>This summary was generated by a machine.</div></div><ul><li>The oldest \
                       of all the boats is replaced.</li></ul></div>";
        assert_eq!(texts(summary).len(), 3);
    }
}
