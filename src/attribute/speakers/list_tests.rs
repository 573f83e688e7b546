//! The list of speakers: names, who may be in it, and what is said of them. Invented sentences.

use super::tests::{check, resolve};

/// The roles of the speakers of a text.
fn roles(text: &str) -> Vec<String> {
    let (found, _) = resolve(text, "");
    found.speakers.into_iter().map(|speaker| speaker.role.unwrap_or_default()).collect()
}

#[track_caller]
fn check_roles(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(roles(text), [*expected], "{text}");
    }
}

#[test]
fn maker_is_not_called_after_its_things() {
    check(&[
        (
            "Hexalon Maps is slow. Hexalon Prism is slower.\nHexalon is large and Hexalon knows it.\n“No,” {Hexalon} said.",
            &["Hexalon"],
        ),
        ("Hexalon Search helps you search.\n“No,” {Hexalon} said.", &["Hexalon"]),
        ("The Hexalon Institute opened.\n“No,” {Hexalon} said.", &["Hexalon Institute"]),
    ]);
}

#[test]
fn names_with_a_sign_or_an_acronym_are_whole() {
    check(&[
        ("“No,” said {Hexalon & Prism}.", &["Hexalon & Prism"]),
        (
            "Carpathian Harbours and Border Protection (HBP) said so.\n“No,” {HBP} said.",
            &["Carpathian Harbours and Border Protection"],
        ),
        ("The {Permanent Subcommittee on Harbours} said: “No.”", &["Permanent Subcommittee on Harbours"]),
    ]);
}

#[test]
fn word_that_begins_a_sentence_is_no_name() {
    check(&[
        ("Article 5 is old. “No,” {it} says.", &[""]),
        ("However, the bridge stands. “No,” {it} says.", &[""]),
        ("“No,” {R-Texas} said.", &[""]),
        ("The town of North Wexford is small.\nEnter North Wexford. “No,” {North Wexford} said.", &["North Wexford"]),
    ]);
}

#[test]
fn body_is_known_by_the_beginning_of_its_name() {
    check(&[(
        "The {Federal Harbour Board} said: “No.”\n“Yes,” the {Fed} said.",
        &["Federal Harbour Board", "Federal Harbour Board"],
    )]);
}

#[test]
fn names_inside_a_description_do_not_speak() {
    check(&[
        ("{Officials in Wexford County – where Hexalon is based –} said it was so.", &["Officials in Wexford County"]),
        ("{Dr Ann Lee, a skin doctor and the founder of Hexalon Renewal,} said: “No.”", &["Ann Lee"]),
        ("{A spokesman for the Harbour Board (HB)} said: “No.”", &["A spokesman for the Harbour Board"]),
    ]);
}

#[test]
fn clause_tells_who_an_unnamed_speaker_is() {
    check(&[
        ("{One person who attended the service} said: “No.”", &["One person who attended the service"]),
        ("{The officer who made the arrest} said: “No.”", &["The officer"]),
    ]);
}

#[test]
fn role_before_a_name() {
    check_roles(&[
        ("“No,” said {footballer Ann Lee}.", "footballer"),
        ("“No,” said {actor-director Ann Lee}.", "actor-director"),
        ("Guards arrested driver Ann Lee.\n“No,” said {Lee}.", "driver"),
        (
            "“No,” said {Republican pollster Ann Lee}, an adviser to the mayor.",
            "Republican pollster, adviser to the mayor",
        ),
        ("“No,” said {Prince Peter}.", ""),
        ("“No,” said {homelessness charity Hexalon}.", "homelessness charity"),
    ]);
}

#[test]
fn role_behind_a_name() {
    check_roles(&[
        ("“No,” said {Ann Lee} (not her real name), a student in Wexford.", "student in Wexford"),
        ("{Ann Lee}, prosecuting, said: “No.”", "prosecuting"),
        ("{Ann Lee}, who once sailed ships and is now director of the harbour, said: “No.”", "director of the harbour"),
        ("{Ann Lee}, who works at the harbour as a director of trade, said: “No.”", "director of trade"),
        ("Mayor {Ann Lee}, Gov. Peter Ross and Mark Hill came. “No,” she said.", "Mayor"),
        ("The {Harbour Board}, a small body that runs the port, said: “No.”", "small body"),
    ]);
}

#[test]
fn sentence_tells_a_role() {
    check_roles(&[
        ("“No,” said {Ann Lee}.\nLee is the director of the harbour.", "director of the harbour"),
        ("“No,” said {Ann Lee}.\n“Yes,” said {the singer}.", "singer"),
        ("“No,” said {Ann Lee with HBP} at noon.", "HBP"),
    ]);
}

#[test]
fn description_is_joined_to_the_person_named_later() {
    check(&[
        (
            "“No,” said {a Hexalon pilot}.\n“Yes,” said {Ann Lee, Hexalon’s former chief pilot}.",
            &["Ann Lee", "Ann Lee"],
        ),
        ("“No,” said {a pilot}.\n“Yes,” said {Ann Lee, Hexalon’s former chief pilot}.", &["a pilot", "Ann Lee"]),
    ]);
}

#[test]
fn title_is_no_part_of_the_name_behind_it() {
    check(&[
        ("“No,” said {Chancellor of the Exchequer Ann Lee}.", &["Ann Lee"]),
        ("“No,” said {Commonwealth Secretary-General Ann Lee}.", &["Ann Lee"]),
        ("“No,” said {Senate President Pro Tempore Ann Lee}.", &["Ann Lee"]),
        ("“No,” said {Wexford Gov. Jim Justice}.", &["Jim Justice"]),
        ("{Minister of Trade, Harbours and Ports, Senator Ann Lee,} said: “No.”", &["Ann Lee"]),
    ]);
}

#[test]
fn what_is_part_of_a_phrase_is_no_speaker() {
    check(&[
        ("“No,” said {Ann Lee of the liberal Bridge Committee}.", &["Ann Lee"]),
        ("{People recover on their own – experts} said it.", &["experts"]),
        ("{publication} said it was so.", &[""]),
        ("{The other} said it was so.", &[""]),
    ]);
}

#[test]
fn ministry_is_named_with_its_country() {
    check(&[("{Turkey’s Defence Ministry} said: “No.”", &["Turkey’s Defence Ministry"])]);
}

#[test]
fn roles_of_other_forms() {
    check_roles(&[
        ("“No,” said {former chief whip Ann Lee}.", "former chief whip"),
        ("The guards held {the ambassador to Carpathia, Ann Lee}. “No,” she said.", "ambassador to Carpathia"),
        ("{Ann Lee}, Wexford County’s registrar of voters, said: “No.”", "Wexford County’s registrar of voters"),
        ("{Ann Lee}, D-Wexford, author of the bill, said: “No.”", "author of the bill"),
        ("“No,” shared {Mr. Lee}.", ""),
        ("{Ann Lee}, however, said: “No.”", ""),
    ]);
}

#[test]
fn words_glued_to_a_name_are_cut_by_its_other_places() {
    check(&[
        (
            "Oriel Pask waited at the bridge.\nWEXFORD – Hearing Oriel Pask tell it, nothing broke.\n“No,” {Pask} said.",
            &["Oriel Pask"],
        ),
        (
            "Oriel Pask is back.\nOriel Pask Moonrise\nPask left. Pask came. Moonrise is long. “No,” {Pask} said.",
            &["Oriel Pask"],
        ),
        ("A high-flyer.\nHigh-flyer Emma Vane left. “No,” {Vane} said.", &["Emma Vane"]),
        ("Oriel Pask Vane is back.\n“No,” {Vane} said.", &["Oriel Pask Vane"]),
    ]);
}

#[test]
fn month_or_function_word_can_be_part_of_a_name() {
    check(&[
        ("“No,” said {Steven Still}, a baker.", &["Steven Still"]),
        ("June Vane left the town.\n“No,” {Vane} said.", &["June Vane"]),
        ("In June Vane left the town.\n“No,” {Vane} said.", &["Vane"]),
    ]);
}

#[test]
fn leader_known_by_office_has_the_full_name() {
    check(&[
        ("Then President Obama flew in.\n“No,” {Obama} said.", &["Barack Obama"]),
        ("Then Prime Minister Ardern flew in.\n“No,” {Ardern} said.", &["Jacinda Ardern"]),
        ("Then President Vane flew in.\n“No,” {Vane} said.", &["President Vane"]),
    ]);
}

#[test]
fn person_is_known_by_initials() {
    check(&[("Emma Vane-Pask left. VPs are rare.\n“No,” {EVP} said.", &["Emma Vane-Pask"])]);
}

#[test]
fn person_of_the_opening_is_named_in_the_next_paragraphs() {
    check(&[
        ("“No,” warned {the country’s top virus expert}.\n“Yes,” said {Dr. Ann Lee}.", &["Ann Lee", "Ann Lee"]),
        (
            "“No,” said {a spokesperson for the harbour}.\n“Yes,” said {Ann Lee}.",
            &["a spokesperson for the harbour", "Ann Lee"],
        ),
    ]);
}

#[test]
fn document_speaks_for_whoever_published_it() {
    check(&[("“No,” warned {a commentary} published by the state-run Hexalon news agency.", &["Hexalon"])]);
}

#[test]
fn headline_glued_behind_a_name_is_no_part_of_it() {
    check(&[
        ("Minister Ann Lee Ann LeeMoonrise at sea stuns all MORE spoke.\n“No,” {Lee} said.", &["Ann Lee"]),
        ("Minister Ann Lee Anna Mary LeeMoonrise at sea MORE spoke.\n“No,” {Lee} said.", &["Ann Lee"]),
    ]);
}

#[test]
fn title_of_another_country_is_no_part_of_the_name() {
    check(&[("Ann Moreau studied law.\n“No,” {Adv Moreau} said.", &["Ann Moreau"])]);
}
