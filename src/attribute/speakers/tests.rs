//! Resolves the sources of hand-made drafts: one table per cause, in invented sentences.

use super::super::draft::{Analysis, Draft};
use super::super::emit;
use super::super::lexicon::Lexicon;
use super::{Frame, MentionType, Resolution};
use crate::document::Span;
use crate::reading::Attributions;

/// Resolves the sources in braces, each with the speech in marks next to it.
fn resolve(text: &str, title: &str) -> (Attributions, Vec<Resolution>) {
    let lexicon = Lexicon::bundled();
    let plain = text.replace(['{', '}'], "");
    let page = Analysis::of(&plain, std::iter::once(Span::new(0, plain.len())), &lexicon);
    let tokens = &page.tokens.list;
    let (mut drafts, mut removed, mut from) = (Vec::new(), 0, 0);
    while let Some(open) = text[from..].find('{').map(|at| at + from) {
        let close = text[open..].find('}').map_or(text.len(), |at| at + open);
        let (start, end) = (open - removed, close - removed - 1);
        removed += 2;
        from = close;
        let first = tokens.partition_point(|t| (t.start as usize) < start);
        let last = tokens.partition_point(|t| (t.start as usize) < end);
        let paragraph = page.tokens.paragraphs.iter().find(|p| p.contains(&first)).cloned().unwrap_or_default();
        let quoted = page.quoted(&paragraph).min_by_key(|quoted| quoted.open.abs_diff(first));
        let content = quoted.map_or(last..last + 1, super::super::marks::Quoted::whole);
        drafts.push(Draft { content: vec![content], source: Some(first..last), ..Draft::default() });
    }
    let frame = Frame { author: None, title, lexicon: Some(&lexicon) };
    let emit::Emitted { attributions, evidence, .. } = emit::attributions(&page, &drafts, frame);
    (attributions, evidence)
}

/// Returns the names of each source, joined by " + ".
fn names(text: &str) -> Vec<String> {
    let (found, _) = resolve(text, "");
    let name = |id: &u32| found.speakers[*id as usize].name.clone();
    found.quotes.iter().map(|quote| quote.speakers.iter().map(name).collect::<Vec<_>>().join(" + ")).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(names(text), *expected, "{text}");
    }
}

#[test]
fn forms_of_a_name_are_one_entity() {
    check(&[
        ("“No,” {Lacombe} said.\n“Yes,” said {Marie Lacombe}.", &["Marie Lacombe", "Marie Lacombe"]),
        ("“No,” said {Marie Lacombe}.\n“Yes,” said {Marie}.", &["Marie Lacombe", "Marie Lacombe"]),
        ("“No,” said {José Núñez}.\n“Yes,” said {Jose Nunez}.", &["José Núñez", "José Núñez"]),
        ("“No,” said {Ann Patel Okafor}.\n“Yes,” said {Patel Okafor}.", &["Ann Patel Okafor", "Ann Patel Okafor"]),
        ("“No,” said {Ann Lee MP}.\n“Yes,” said {Lee}.", &["Ann Lee", "Ann Lee"]),
    ]);
}

#[test]
fn what_is_glued_before_a_name_is_no_part_of_it() {
    check(&[
        (
            "“No,” said {Ann Lacombe}.\nSpeaking to the {Daily Mail Lacombe} said: “Yes.”",
            &["Ann Lacombe", "Ann Lacombe"],
        ),
        ("“No,” said {Ann Lacombe}.\n“Yes,” {MEC Lacombe} said.", &["Ann Lacombe", "Ann Lacombe"]),
        ("“No,” said {Lacombe’s}.\nAnn Lacombe left.", &["Ann Lacombe"]),
    ]);
}

#[test]
fn bodies_keep_the_whole_of_their_names() {
    check(&[
        ("{Marlow and Wexford Police} said: “No.”", &["Marlow and Wexford Police"]),
        ("The {Police Chiefs’ Council} said: “No.”", &["Police Chiefs’ Council"]),
        (
            "The {Centre for Disease Control and Prevention (CDCP)} said: “No.”\n“Yes,” the {CDCP} said.",
            &["Centre for Disease Control and Prevention", "Centre for Disease Control and Prevention"],
        ),
    ]);
}

#[test]
fn role_with_a_preposition_is_no_name() {
    check(&[
        ("{The Leader of Marlow Council, Councillor Ann Lee,} said: “No.”", &["Ann Lee"]),
        ("{The company that runs the Harbour Cup, Wexford Events,} said: “No.”", &["Wexford Events"]),
        ("{One of the protesters, Ann Lee, 42, a lecturer from Wexford,} said: “No.”", &["Ann Lee"]),
    ]);
}

#[test]
fn what_cannot_speak_is_no_speaker() {
    check(&[
        ("“It is so,” {I} said.", &[""]),
        ("{One} said it is so.", &[""]),
        ("{This move} shows it.", &[""]),
        ("{Neither} said it.", &[""]),
        ("{The disparity} said it.", &[""]),
        ("{Two residents} said it.", &["Two residents"]),
        ("{One of the survivors} said it.", &["One of the survivors"]),
    ]);
}

#[test]
fn description_is_joined_on_evidence() {
    check(&[
        ("“No,” said {Ann Lee, the mayor of Wexford}.\n“Yes,” said {the mayor}.", &["Ann Lee", "Ann Lee"]),
        ("“No,” said {Ann Lee}, 36.\nBrenda Moore left.\n“Yes,” said {the 36-year-old}.", &["Ann Lee", "Ann Lee"]),
        ("The {Storm Centre} said: “No.”\n“Yes,” said {the centre}.", &["Storm Centre", "Storm Centre"]),
        (
            "“No,” said {a teacher at the school}.\n“Yes,” said {the teacher}.",
            &["a teacher at the school", "a teacher at the school"],
        ),
    ]);
}

#[test]
fn document_speaks_for_its_issuer() {
    check(&[
        ("{A report by the Wexford Institute} said: “No.”", &["Wexford Institute"]),
        ("{The report} said: “No.”", &["The report"]),
    ]);
}

#[test]
fn pronoun_means_whom_the_paragraph_is_about() {
    check(&[
        (
            "“No,” said {Peter Ross}.\nJames Moore joined the union in May. “Yes,” {he} said.",
            &["Peter Ross", "James Moore"],
        ),
        ("“No,” said {Peter Ross}.\nAt the fair with James Moore, {he} said: “Yes.”", &["Peter Ross", "Peter Ross"]),
        (
            "“No,” said {a spokesman for the council}.\n“Yes,” {he} said.",
            &["a spokesman for the council", "a spokesman for the council"],
        ),
    ]);
}

#[test]
fn given_name_of_a_surname_comes_from_the_title() {
    let (found, _) = resolve("“No,” {Lacombe} said.", "Marie Lacombe: the bridge was never safe");
    assert_eq!(found.speakers[0].name, "Marie Lacombe");
}

#[test]
fn evidence_tells_the_form_of_the_mention() {
    let (_, evidence) = resolve("“No,” said {Peter Ross}.\n“Yes,” {he} said.\n“So,” {Ross} said.", "");
    let forms: Vec<MentionType> = evidence.iter().map(|one| one.mention).collect();
    assert_eq!(forms, [MentionType::FullName, MentionType::Pronoun, MentionType::ShortName]);
    assert!(evidence[1].agreed);
}
