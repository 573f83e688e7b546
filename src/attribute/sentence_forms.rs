//! Forms of a sentence that tell how far the words reach and who said them: “…,” as Ann Lee put it; dialogue behind
//! dashes; relative clauses and nicknames, which belong to the source.

use super::draft::{Analysis, Draft};
use super::layout_rules::{laid_out, name};
use super::lexicon::WordClass;
use super::phrase;
use super::rules::marked;
use super::tokens::Kind;
use std::ops::Range;

/// Longest name with its description, in tokens.
const LONGEST_SOURCE: usize = 16;

/// Returns words in marks with "as X put it" behind them.
pub(super) fn put_it(page: &Analysis<'_>) -> Vec<Draft> {
    let tokens = &page.tokens.list;
    let mut found = Vec::new();
    for quoted in page.marks.list.iter().filter(|quoted| quoted.depth == 0 && quoted.closed) {
        let behind = quoted.whole().end;
        let comma = page.token(behind).is_some_and(|token| token.kind == Kind::Comma);
        let at = behind + usize::from(comma);
        if !page.says(at, "as") {
            continue;
        }
        let end = page.sentences.at(at).end.min(at + LONGEST_SOURCE);
        let puts = |&verb: &usize| (page.says(verb, "put") || page.says(verb, "puts")) && page.says(verb + 1, "it");
        let Some(verb) = (at + 2..end).find(puts) else { continue };
        if let Some(source) = phrase::before(tokens, &page.marks, at + 1, verb) {
            found.push(Draft { cue: Some(verb..verb + 2), ..laid_out(quoted.whole(), source, "signed") });
        }
    }
    found
}

/// Fewest paragraphs behind dashes that are a dialogue.
const TURNS: usize = 2;

/// Returns the turns of a dialogue behind dashes that name who speaks: `—I said so, Martin replied.`
pub(super) fn turns_behind_dashes(page: &Analysis<'_>) -> Vec<Draft> {
    let begins = |paragraph: &&Range<usize>| {
        let follows = |at: usize| Some(page.token(at)?.end == page.token(at + 1)?.start);
        paragraph.len() > 2
            && matches!(page.word(paragraph.start), "—" | "―" | "–")
            && follows(paragraph.start).unwrap_or_default()
    };
    let turns: Vec<&Range<usize>> = page.tokens.paragraphs.iter().filter(begins).collect();
    if turns.len() < TURNS {
        return Vec::new();
    }
    turns.into_iter().filter_map(|turn| of_turn(page, turn)).collect()
}

fn of_turn(page: &Analysis<'_>, turn: &Range<usize>) -> Option<Draft> {
    let tokens = &page.tokens.list;
    let commas = turn.clone().filter(|&at| tokens[at].kind == Kind::Comma);
    commas.into_iter().find_map(|comma| {
        let source = name(page, comma + 1, turn.end);
        let verb = source.end;
        let says = page.token(verb).is_some_and(|token| token.is(WordClass::SPEECH) && token.is(WordClass::FINITE));
        let ends = verb + 1 >= turn.end || matches!(tokens[verb + 1].kind, Kind::Comma | Kind::Stop);
        if source.is_empty() || verb >= turn.end || !says || !ends {
            return None;
        }
        let mut content = vec![page.trimmed(turn.start + 1..comma)];
        if tokens.get(verb + 1).is_some_and(|token| token.kind == Kind::Comma) {
            content.push(page.trimmed(verb + 2..turn.end));
        }
        content.retain(|piece| !piece.is_empty());
        let first = content.first()?.clone();
        Some(Draft { content, cue: Some(verb..verb + 1), ..laid_out(first, source, "dialogue") })
    })
}

/// Removes what belongs to the source: a relative clause before the words in marks, a nickname in marks behind them. Drops
/// relative clauses that were taken for reported ones.
pub(super) fn trim(page: &Analysis<'_>, drafts: &mut Vec<Draft>) {
    drafts.retain(|draft| !is_relative_clause(page, draft));
    for draft in drafts.iter_mut() {
        let Draft { content, source, .. } = draft;
        if let (Some(first), Some(source)) = (content.first_mut(), source.as_ref())
            && let Some(open) = behind_relative_clause(page, source, first)
        {
            first.start = open;
        }
        let mut nth = 0;
        content.retain(|piece| {
            nth += 1;
            nth == 1 || !is_nickname(page, piece)
        });
    }
}

/// Returns the mark behind a clause about the source: `According to Ann Lee, who drafted the bill, “…”`.
fn behind_relative_clause(page: &Analysis<'_>, source: &Range<usize>, piece: &Range<usize>) -> Option<usize> {
    let tokens = &page.tokens.list;
    let about = ["who", "whose", "whom", "which"].iter().any(|word| page.says(piece.start, word));
    let behind_source = source.end + 1 == piece.start && tokens[source.end].kind == Kind::Comma;
    let open = page.quoted(piece).next()?.open;
    (about && behind_source && tokens[open - 1].kind == Kind::Comma).then_some(open)
}

/// Returns true for words in marks behind "the name", "nicknamed" and the like.
fn is_nickname(page: &Analysis<'_>, piece: &Range<usize>) -> bool {
    const NAMING: [&str; 5] = ["name", "named", "nickname", "nicknamed", "dubbed"];
    let is_whole = page.quoted(piece).next().is_some_and(|quoted| quoted.open == piece.start);
    let before = piece.start.checked_sub(1);
    is_whole && before.is_some_and(|at| NAMING.iter().any(|word| page.says(at, word)))
}

/// Returns true for "wrote about the film *that was shown on the deck*": no words in marks, not behind the cue, and
/// "that" is the subject.
fn is_relative_clause(page: &Analysis<'_>, draft: &Draft) -> bool {
    const VERBS: [&str; 8] = ["is", "are", "was", "were", "has", "had", "will", "would"];
    let ([piece], Some(cue)) = (&draft.content[..], &draft.cue) else { return false };
    let behind_noun = cue.end < piece.start
        && page.token(piece.start - 1).is_some_and(|token| {
            token.kind == Kind::Word && !token.is(WordClass::DAY | WordClass::ADV | WordClass::FINITE)
        });
    // Whoever is told stands before the clause.
    let has_listener = cue
        .clone()
        .any(|at| page.token(at).is_some_and(|token| token.is(WordClass::SAY)) && page.word(at).starts_with('t'))
        || cue.clone().any(|at| page.says(at, "asked") || page.says(at, "reminded") || page.says(at, "warned"));
    page.says(piece.start, "that")
        && VERBS.iter().any(|verb| page.says(piece.start + 1, verb))
        && behind_noun
        && !has_listener
        && !marked(page, piece)
}

#[cfg(test)]
mod tests {
    use super::super::draft::Analysis;
    use super::super::{Model, drafts};
    use crate::document::Span;

    /// The words of each draft with those that name the source.
    fn said(text: &str) -> Vec<(String, Option<String>)> {
        let model = Model::bundled();
        let mut start = 0;
        let spans: Vec<Span> = text
            .split('\n')
            .map(|line| {
                start += line.len() + 1;
                Span::new(start - 1 - line.len(), start - 1)
            })
            .collect();
        let page = Analysis::of(text, spans.into_iter(), &model.lexicon);
        let words = |range: &std::ops::Range<usize>| page.tokens.span(range).of(text).to_owned();
        let content = |pieces: &[std::ops::Range<usize>]| pieces.iter().map(words).collect::<Vec<_>>().join(" … ");
        drafts(&page, &model).iter().map(|draft| (content(&draft.content), draft.source.as_ref().map(words))).collect()
    }

    fn said_by(text: &str, words: &str) -> Option<String> {
        let bare = |content: &str| content.trim_matches(['“', '”', ',', '.', ' ']).to_owned();
        said(text).into_iter().find(|(content, _)| bare(content) == words).and_then(|(_, source)| source)
    }

    #[test]
    fn forms_of_sentences_name_the_source() {
        let text = "The board voted after a long debate in which “nobody was happy,” as chairwoman Lena Falk put it.";
        let source = said_by(text, "nobody was happy").unwrap_or_default();
        assert!(source.ends_with("Lena Falk"), "{:?}", said(text));
        let text = "The two men went round the mill once before either spoke.\n—You said, Stefan answered, that nobody would \
            come.\n—I said that nobody would come at night, Martin replied.";
        assert_eq!(said_by(text, "I said that nobody would come at night").as_deref(), Some("Martin"));
        let text =
            "Two readers wrote to us about the film this week.\n“I watched it with my son, and he slept.”: Mark Ostby";
        assert_eq!(said_by(text, "I watched it with my son, and he slept").as_deref(), Some("Mark Ostby"));
    }

    #[test]
    fn outlets_that_quote_somebody_are_not_the_source() {
        let text =
            "The vote ended at midnight. The Courier quotes Senator Lena Falk as saying that “nobody was happy.”";
        let source = said_by(text, "nobody was happy").unwrap_or_default();
        assert!(source.ends_with("Lena Falk"), "{:?}", said(text));
        let text = "“Nobody was happy with the dues,” Falk said in a letter, according to the Courier.";
        assert_eq!(said_by(text, "Nobody was happy with the dues").as_deref(), Some("Falk"), "{:?}", said(text));
    }

    #[test]
    fn clauses_about_the_source_are_no_content() {
        let text = "The vote on the dues ended at midnight.\nAccording to Peter Lusk, who drafted the bill, “nobody read past \
            the first page.”";
        assert_eq!(said_by(text, "nobody read past the first page").as_deref(), Some("Peter Lusk"));
        let text = "“Last night. Some shouting. Senseless noise,” said a homeless man who goes by the name “Shorty.”";
        assert!(said(text).iter().all(|(content, _)| !content.contains("Shorty")), "{:?}", said(text));
        let text = "Two readers wrote to us about the film that was shown on the deck of the old ferry last Friday.";
        assert_eq!(said(text), []);
    }
}
