//! Tests of the filter language.

use super::*;
use crate::library::fold::words;
use crate::library::piece::PieceState;
use proptest::prelude::*;

fn row(text: &str, open: bool) -> Predicate {
    Predicate::Words { words: words(text), is_prefix: open }
}

fn tag(name: &str, is_prefix: bool) -> Predicate {
    Predicate::Tag { name: name.into(), is_prefix }
}

#[test]
fn the_language() {
    let cases = [
        ("ceasefire", vec![(false, row("ceasefire", true))]),
        ("ceasefire ", vec![(false, row("ceasefire", false))]),
        ("don't 20.04", vec![(false, row("don t", false)), (false, row("20 04", true))]),
        ("@nasa multi-agent ", vec![(false, row("nasa", false)), (false, row("multi agent", false))]),
        ("\"nobody told us\"", vec![(false, row("nobody told us", false))]),
        ("“nobody told", vec![(false, row("nobody told", true))]),
        ("-sport said:\"Park Jin\" ", vec![(true, row("sport", false)), (false, Predicate::Said("Park Jin".into()))]),
        ("IS:Unread", vec![(false, Predicate::Is(StateFilter::State(PieceState::Unread)))]),
        ("-tag:Asia ", vec![(true, tag("Asia", false))]),
        (
            "tag:As \"re:invent\" 10:30 https://a.example",
            vec![
                (false, tag("As", false)),
                (false, row("re invent", false)),
                (false, row("10 30", false)),
                (false, row("https a example", true)),
            ],
        ),
        ("tag:as", vec![(false, tag("as", true))]),
        (
            "site:TheWeek.com by:Marsden",
            vec![(false, Predicate::Site("theweek.com".into())), (false, Predicate::By("Marsden".into()))],
        ),
        ("- \" ' *", vec![]),
    ];
    for (text, expected) in cases {
        let query = Query::parse(text, LastWord::Open);
        let found: Vec<_> = query.terms.into_iter().map(|term| (term.not, term.test)).collect();
        assert_eq!(found, expected, "{text}");
        assert_eq!(query.problems, Vec::<String>::new(), "{text}");
    }
    assert_eq!(
        Query::parse("is:nothing x", LastWord::Open).problems,
        ["unknown state is:nothing · try unread, reading, archive, starred"]
    );
    assert_eq!(Query::parse("is:unr", LastWord::Open).terms, []);
}

#[test]
fn what_may_become_something_is_told_once_it_is_left_so() {
    for text in ["is:", "is:unr", "after:2026-", "tag:", "x is:a", "(cat", "cat OR"] {
        let query = Query::parse(text, LastWord::Open);
        assert!(query.problems.is_empty() && query.unfinished.is_some(), "{text}");
        let left = Query::parse(text, LastWord::Complete);
        let finished = Query::parse(&format!("{text}{FINISHED}"), LastWord::Open);
        assert_eq!((&finished.problems, &finished.unfinished), (&left.problems, &None), "{text}");
        assert_eq!((left.problems, left.unfinished), (vec![query.unfinished.unwrap()], None), "{text}");
    }
    for (text, expected) in [
        ("is:foo", "unknown state is:foo · try unread, reading, archive, starred"),
        ("before:fall", "before:fall is not a date"),
    ] {
        assert_eq!(Query::parse(text, LastWord::Open).problems, [expected]);
    }
    assert_eq!(Query::parse("is:archived", LastWord::Open).problems, Vec::<String>::new());
}

proptest! {
    #[test]
    fn anything_parses(text in "\\PC{0,60}") {
        let _ = Query::parse(&text, LastWord::Open);
    }
}

fn parsed(text: &str) -> Vec<Term> {
    let query = Query::parse(text, LastWord::Complete);
    assert_eq!(query.problems, Vec::<String>::new(), "{text}");
    query.terms
}

#[test]
fn alternatives_and_groups_are_a_tree() {
    let term = |word: &str, is_prefix| Term { not: false, test: row(word, is_prefix) };
    let any = |not, groups| Term { not, test: Predicate::Any(groups) };
    let either = || vec![vec![term("cat", false)], vec![term("dog", false)]];
    assert_eq!(parsed("cat OR dog "), [any(false, either())]);
    assert_eq!(parsed("(cat OR dog) bird"), [any(false, either()), term("bird", true)]);
    assert_eq!(parsed("(cat | dog) AND bird "), [any(false, either()), term("bird", false)]);
    assert_eq!(parsed("bird -(cat OR dog)"), [term("bird", false), any(true, either())]);
    assert_eq!(
        parsed("bird cat OR dog "),
        [any(false, vec![vec![term("bird", false), term("cat", false)], vec![term("dog", false)]])]
    );
    assert_eq!(parsed("((cat)) "), [term("cat", false)]);
    assert_eq!(parsed("NOT cat "), [Term { not: true, ..term("cat", false) }]);
    assert_eq!(parsed("-(cat) "), [Term { not: true, ..term("cat", false) }]);
    // Parentheses within a word, and one that closes nothing, are signs like others.
    assert_eq!(parsed("f(x) a) "), [term("f x", false), term("a", false)]);
}

#[test]
fn an_operator_that_does_not_exist_is_reported_at_once() {
    for (text, expected) in [
        ("sait:", "unknown operator sait: · did you mean said:?"),
        ("speaker:bl", "unknown operator speaker: · put it in quotes to search for it"),
        ("words (re:invent OR x)", "unknown operator re: · put it in quotes to search for it"),
    ] {
        assert_eq!(Query::parse(text, LastWord::Open).problems, [expected], "{text}");
    }
}

#[test]
fn dates_minutes_and_languages_are_read() {
    for (text, expected) in [
        ("min:10 ", Predicate::Minutes(10, None)),
        ("min:<10 ", Predicate::Minutes(0, Some(9))),
        ("min:5..10 ", Predicate::Minutes(5, Some(10))),
        ("min:>20 ", Predicate::Minutes(21, None)),
        ("lang:German ", Predicate::Language("de".into())),
        ("lang:pt-BR ", Predicate::Language("pt-br".into())),
    ] {
        assert_eq!(parsed(text), [Term { not: false, test: expected }], "{text}");
    }
    for text in ["published:last week words ", "published:\"last week\" words ", "published:last-week words "] {
        let terms = parsed(text);
        assert_eq!(terms.len(), 2, "{text}");
        assert_eq!(terms.first(), parsed("published:last-week ").first(), "{text}");
    }
    for text in ["published:last", "published:last w", "saved:2026-", "min:", "lang:ger", "a OR", "(a"] {
        let query = Query::parse(text, LastWord::Open);
        assert!(query.problems.is_empty() && query.unfinished.is_some(), "{text}: {query:?}");
    }
    for text in ["published:fall", "min:long", "lang:xx1x", "OR a", "published:last fall "] {
        assert_eq!(Query::parse(text, LastWord::Open).problems.len(), 1, "{text}");
    }
}
