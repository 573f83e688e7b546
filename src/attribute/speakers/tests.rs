//! Resolves the sources of hand-made drafts: one table per cause, in invented sentences.

use super::super::draft::{Analysis, Draft};
use super::super::emit;
use super::super::lexicon::Lexicon;
use super::{Frame, MentionType, Resolution};
use crate::document::Span;
use crate::reading::Attributions;

/// Resolves the sources in braces, each with the speech in marks next to it.
pub(super) fn resolve(text: &str, title: &str) -> (Attributions, Vec<Resolution>) {
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
    let frame = Frame { title, lexicon: Some(&lexicon), ..Frame::default() };
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
pub(super) fn check(cases: &[(&str, &[&str])]) {
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

#[test]
fn names_with_small_articles_and_nicknames_are_whole() {
    check(&[
        ("“No,” said {Yasmin al-Haddad}.\n“Yes,” {al-Haddad} said.", &["Yasmin al-Haddad", "Yasmin al-Haddad"]),
        (
            "Temitope “Temi” Balogun spoke.\n“No,” {Balogun} said.\n“Yes,” {Temi} said.",
            &["Temitope “Temi” Balogun", "Temitope “Temi” Balogun"],
        ),
    ]);
}

#[test]
fn acronyms_with_small_letters_are_the_body() {
    check(&[
        (
            "The {Food Standards Agency (Fsa)} said: “No.”\n“Yes,” {Fsa} said.",
            &["Food Standards Agency", "Food Standards Agency"],
        ),
        (
            "The {Department for Transport} said: “No.”\n“Yes,” the {DfT} said.",
            &["Department for Transport", "Department for Transport"],
        ),
    ]);
}

#[test]
fn titles_are_told_from_names() {
    check(&[
        ("“No,” said {PM Rafizal Hamdan}.\n“Yes,” {Hamdan} said.", &["Rafizal Hamdan", "Rafizal Hamdan"]),
        ("“No,” said {Pope Linus}.\n“Yes,” {Linus} said.", &["Pope Linus", "Pope Linus"]),
        ("“No,” said {Mr Roth}.\n“Yes,” {Roth} said.", &["Roth", "Roth"]),
        ("“No,” said {Norland’s Chief of Army Staff General Asim Roth}.", &["Asim Roth"]),
        ("“No,” said {Quarterback DeShawn Ellery}.", &["DeShawn Ellery"]),
    ]);
}

#[test]
fn word_that_stood_alone_before_is_no_part_of_a_longer_name() {
    let text = "Tidewell grew. Tidewell hired. Tidewell paid.\nIt opened Camp Tidewell.\n“No,” {Tidewell} said.";
    assert_eq!(names(text), ["Tidewell"]);
}

#[test]
fn descriptions_mean_whose_name_has_the_noun_beside_it() {
    check(&[
        ("The carmaker Hexa Motors is late.\n“No,” {the carmaker} said.", &["Hexa Motors"]),
        ("Tidewell, a water utility, is late.\n“No,” {the utility} said.", &["Tidewell"]),
    ]);
}

#[test]
fn places_of_a_group_and_owners_do_not_speak() {
    check(&[
        ("“No,” said {residents of Wexham, Marlow Vale and Tenby}.", &["residents of Wexham"]),
        ("“No,” said {James Harris’ campaign}.", &["James Harris’ campaign"]),
        ("“No,” said {a woman who was hurt}.", &["a woman who was hurt"]),
    ]);
}

#[test]
fn credits_and_datelines_do_not_speak() {
    check(&[("“No,” said {Image Credits}.", &[""]), ("“No,” said {Northwind Images}.", &[""])]);
}

#[test]
fn surname_gets_its_given_name_from_a_title_in_capitals() {
    for (title, name) in [
        ("Why Mina Kellerton Left the Board", "Mina Kellerton"),
        ("Obadya Kellerton Wins the Prize", "Obadya Kellerton"),
        ("Actor Kellerton Wins the Prize", "Kellerton"),
        ("Leaving Kellerton Behind", "Kellerton"),
    ] {
        let (found, _) = resolve("“No,” {Kellerton} said.", title);
        assert_eq!(found.speakers.first().map(|speaker| speaker.name.as_str()), Some(name), "{title}");
    }
}

#[test]
fn kinds_follow_the_noun_beside_a_name() {
    use crate::reading::SpeakerKind;
    for (text, kind) in [
        ("“No,” said {Zhang Wei}, a dock worker.\nZhang left.", SpeakerKind::Person),
        ("Tidewell, a water company, is late.\n“No,” {Tidewell} said.", SpeakerKind::Organisation),
        ("“No,” {Kent Police} said.", SpeakerKind::Organisation),
    ] {
        let (found, _) = resolve(text, "");
        assert_eq!(found.speakers.first().map(|speaker| speaker.kind), Some(kind), "{text}");
    }
}

#[test]
fn roles_are_read_beside_names_of_all_kinds() {
    for (text, role) in [
        ("“No,” said {Ann Lee}, MD, a surgeon at Tenby Hospital.", Some("surgeon at Tenby Hospital")),
        ("“No,” said {Ann Lee}, from Wexham.", None),
        ("“No,” said Northwind’s {Ann Lee}.", Some("Northwind")),
        ("“No,” the water company {Tidewell} said. The Tidewell is late.", Some("water company")),
    ] {
        let (found, _) = resolve(text, "");
        assert_eq!(found.speakers.first().and_then(|speaker| speaker.role.as_deref()), role, "{text}");
    }
}

/// The name of who says the speech in marks that has no source, by trees that answer the same of everybody.
fn ranked(text: &str, odds: f32) -> Option<String> {
    let lexicon = Lexicon::bundled();
    let page = Analysis::of(text, std::iter::once(Span::new(0, text.len())), &lexicon);
    let content = page.marks.list.first().map(super::super::marks::Quoted::whole).unwrap_or_default();
    let drafts = [Draft { content: vec![content], ..Draft::default() }];
    let ranker = super::SpeakerRanker { right: crate::forest::Forest { base: odds, ..Default::default() } };
    let frame = Frame { ranker: Some(&ranker), lexicon: Some(&lexicon), ..Frame::default() };
    let found = emit::attributions(&page, &drafts, frame).attributions;
    found.speakers.first().map(|speaker| speaker.name.clone())
}

#[test]
fn speech_without_a_source_goes_to_the_likeliest_candidate() {
    let text = "Ann Lacombe left early.\n“The bridge is old.”";
    assert_eq!(ranked(text, 1.0).as_deref(), Some("Ann Lacombe"));
    assert_eq!(ranked(text, -5.0), None, "nobody is likely");
    assert_eq!(ranked("The bridge is old. “It is.”", 1.0), None, "nobody is there");
}

#[test]
fn documents_speak_for_the_issuer_named_before() {
    check(&[
        (
            "The Harbour Institute published a report on Monday.\n“The wall is weak,” {the report} said.",
            &["Harbour Institute"],
        ),
        (
            "In its new survey, the Harbour Institute asked sailors.\n“It leaks,” {the survey} said.",
            &["Harbour Institute"],
        ),
        ("A report obtained by the Wexham Gazette came out.\n“The wall is weak,” {the report} said.", &["the report"]),
    ]);
}

#[test]
fn descriptions_mean_whoever_spoke_last() {
    check(&[
        ("“No,” said {Ann Lacombe}.\n“Yes,” {the Labour MP} said.", &["Ann Lacombe", "Ann Lacombe"]),
        ("“No,” said {Ann Lacombe}.\nRosa Marsh left. “Yes,” {the singer} said.", &["Ann Lacombe", "the singer"]),
        (
            "“No,” said {Ann Lacombe}. “Why?” asked {Bo Marsh}.\n“Yes,” {the host} said.",
            &["Ann Lacombe", "Bo Marsh", "the host"],
        ),
        (
            "Ann Lacombe, chief executive of Northwind, left.\n“No,” said {Northwind’s chief executive}.",
            &["Ann Lacombe"],
        ),
        ("After a talk with Bo Marsh, {the minister} said: “No.”", &["the minister"]),
    ]);
}

#[test]
fn relative_clauses_belong_to_the_name_before() {
    check(&[
        ("Ann Lacombe, an officer {who came first} said: “No.”", &["Ann Lacombe"]),
        ("The driver {who hit the wall} said: “No.”", &["The driver"]),
    ]);
}

#[test]
fn surnames_that_are_titles_or_shared_mean_the_person_of_the_page() {
    check(&[
        ("“No,” said {Wayne King}.\n“Yes,” said {King}.", &["Wayne King", "Wayne King"]),
        (
            "Ann Lacombe came. Lacombe sat. Lacombe rose. Her sister, Rosa Lacombe, left.\n“No,” said {Lacombe}.",
            &["Ann Lacombe"],
        ),
        ("Ann Lacombe Convicted Of Harbour Fraud\n“No,” said {Lacombe}.", &["Ann Lacombe"]),
    ]);
}

#[test]
fn pronouns_of_the_page_tell_the_gender() {
    check(&[
        ("Ann Marsh came.\nJody Marlow chairs the board. He left.\n“No,” {he} said.", &["Jody Marlow"]),
        ("Oyelaran Dube chairs the board. She left, and Dube said she was ill.\n“No,” {she} said.", &["Oyelaran Dube"]),
    ]);
}

#[test]
fn things_do_not_say_i() {
    check(&[
        ("{The book} is funny: “I wrote it at night.”", &[""]),
        ("{The book} is funny: “Go away.”", &["The book"]),
    ]);
}

#[test]
fn letters_and_compounds_are_no_names() {
    check(&[
        ("“No,” said {Gov. Ann Lacombe (D)}.", &["Ann Lacombe"]),
        ("{An unnamed Lacombe staffer} said: “No.”", &["An unnamed Lacombe staffer"]),
    ]);
}

#[test]
fn document_may_stand_at_the_start_of_the_text() {
    for text in ["{Northwind report}: “The sea will rise.”", "{Report by Northwind}: “The sea will rise.”"] {
        assert_eq!(names(text).len(), 1, "{text}");
    }
}

#[test]
fn pronoun_means_whoever_the_paragraph_before_lets_speak() {
    check(&[(
        "“We lost,” {Peter Ross} said.\nThe bridge was closed.\nIt was no accident, said Mark Lee, the engineer.\n\
         “It was rust,” {he} said.",
        &["Peter Ross", "Mark Lee"],
    )]);
}

#[test]
fn pronoun_with_its_clause_is_a_pronoun() {
    check(&[("“No,” said {Ann Lee}.\n“Yes,” {she stars beside Peter Ross and} says.", &["Ann Lee", "Ann Lee"])]);
}
