//! Nouns that tell a person's gender: "spokeswoman", "father".

use crate::attribute::names::Gender;

/// The gender that a noun tells by itself.
pub(super) fn gender_of(noun: &str) -> Option<Gender> {
    match noun {
        "woman" | "mother" | "girl" | "actress" | "wife" | "daughter" | "widow" | "grandmother" => Some(Gender::Female),
        "man" | "father" | "boy" | "husband" | "son" | "widower" | "grandfather" => Some(Gender::Male),
        _ => None,
    }
}

/// The gender that a noun tells of one person, also by its ending: "spokeswoman".
pub(super) fn told_gender(noun: &str) -> Option<Gender> {
    const FEMALE: [&str; 20] = [
        "aunt",
        "niece",
        "sister",
        "stepmother",
        "mom",
        "mum",
        "grandma",
        "queen",
        "princess",
        "duchess",
        "countess",
        "girlfriend",
        "fiancée",
        "waitress",
        "heiress",
        "hostess",
        "lady",
        "goddess",
        "nun",
        "ballerina",
    ];
    const MALE: [&str; 13] = [
        "uncle",
        "nephew",
        "brother",
        "stepfather",
        "dad",
        "grandpa",
        "king",
        "prince",
        "duke",
        "boyfriend",
        "fiancé",
        "gentleman",
        "monk",
    ];
    // These hold both, or nobody.
    const BOTH: [&str; 7] = ["human", "chairman", "german", "roman", "ottoman", "alderman", "ombudsman"];
    match noun {
        _ if BOTH.contains(&noun) => None,
        _ if FEMALE.contains(&noun) || noun.ends_with("woman") => Some(Gender::Female),
        _ if MALE.contains(&noun) || noun.ends_with("man") => Some(Gender::Male),
        _ => gender_of(noun),
    }
}
