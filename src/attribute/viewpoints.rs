//! Views without a reporting word: “For Ann Lee, who keeps the shop, the delay is ‘a gift’.”

use super::draft::{Analysis, BlockPart, Draft};
use super::layout_rules::name;
use super::lexicon::{GIVEN, WordClass};
use super::tokens::Kind;
use crate::small_sort::SmallSort;
use std::ops::Range;

/// Confidence of a view.
const VIEW: f32 = 0.5;
/// Fewest tokens in marks: shorter ones are terms.
const LEAST: usize = 4;
/// The longest clause about the person between commas, in tokens.
const CLAUSE: usize = 24;

/// Adds the words in marks that end a sentence beginning with "for" and a person, if no draft holds any of them.
pub(super) fn add(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    let mut ends: Vec<(usize, usize)> = drafts.iter().map(|draft| (draft.start(), draft.end())).collect();
    ends.sort_unstable();
    // With each start the last end so far.
    let mut last = 0;
    for (_, end) in &mut ends {
        last = last.max(*end);
        *end = last;
    }
    let free = |draft: &Draft| {
        let before = ends.partition_point(|&(start, _)| start < draft.end());
        before.checked_sub(1).is_none_or(|at| ends[at].1 <= draft.start())
    };
    let sentences = page.sentences.list.iter().filter(|sentence| page.says(sentence.start, "for"));
    let found: Vec<Draft> = sentences.filter_map(|sentence| view(page, sentence)).filter(free).collect();
    if !found.is_empty() {
        drafts.extend(found);
        drafts.small_sort_by_key(|draft| (draft.start(), std::cmp::Reverse(draft.end())));
    }
}

fn view(page: &Analysis<'_>, sentence: &Range<usize>) -> Option<Draft> {
    let tokens = &page.tokens.list;
    let source = name(page, sentence.start + 1, sentence.end);
    let comma = (source.end..sentence.end.min(source.end + CLAUSE)).find(|&at| tokens[at].kind == Kind::Comma)?;
    let known = tokens[source.clone()].iter().any(|token| token.is(GIVEN)) || page.says(comma + 1, "who");
    let person =
        source.len() > 1 && known || tokens.get(source.start).is_some_and(|token| token.is(GIVEN | WordClass::TITLE));
    let quoted = page.quoted(&(comma..sentence.end)).find(|quoted| quoted.closed && quoted.inside().len() >= LEAST)?;
    let be = ["is", "was", "are", "were", "means", "meant", "remains", "feels", "felt"];
    let states = quoted.open.checked_sub(1).is_some_and(|at| be.iter().any(|word| page.says(at, word)));
    let ends = quoted.whole().end + 1 >= sentence.end;
    let running = page.part(page.paragraph(sentence.start)) != BlockPart::Heading;
    (!source.is_empty() && person && states && ends && running).then(|| Draft {
        content: vec![quoted.whole()],
        source: Some(source),
        by: "view",
        confidence: VIEW,
        ..Draft::default()
    })
}

#[cfg(test)]
mod tests {
    use super::add;
    use crate::attribute::draft::Analysis;
    use crate::attribute::lexicon::Lexicon;
    use crate::document::Span;

    #[test]
    fn view_of_a_person_is_a_quotation() {
        let lexicon = Lexicon::bundled();
        let cases = [
            ("For Anna Lee, who keeps the shop, the delay is “the best gift of the year”.", Some("Anna Lee")),
            ("For example, the bridge is “the longest in the county”.", None),
            ("For Anna Lee, the pot is a “cezve”.", None),
        ];
        for (text, expected) in cases {
            let page = Analysis::of(text, std::iter::once(Span::new(0, text.len())), &lexicon);
            let mut drafts = Vec::new();
            add(&page, &mut drafts);
            let found = drafts.first().and_then(|draft| draft.source.clone());
            assert_eq!(found.map(|source| page.tokens.span(&source).of(text)), expected, "{text}");
        }
    }
}
