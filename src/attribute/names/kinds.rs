//! Kind and gender of a name from its own words and titles.

use super::{Entity, Gender};
use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{GIVEN, WordClass, hash_of};
use crate::attribute::speakers::is_body_noun;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::reading::SpeakerKind;
use std::ops::Range;

/// The longest acronym, in letters.
const ACRONYM: usize = 7;
/// Nouns that end the names of bodies and are no surnames.
const BODY_NOUNS: [&str; 16] = [
    "police",
    "university",
    "council",
    "college",
    "hospital",
    "constabulary",
    "department",
    "authority",
    "commission",
    "committee",
    "foundation",
    "institute",
    "association",
    "agency",
    "airlines",
    "corporation",
];
/// The longest noun phrase behind a name, in tokens.
const APPOSITION: usize = 7;

/// Returns the kind of a name from its words; `titled` if a title precedes it.
pub(super) fn kind_of(tokens: &[Token], name: &Range<usize>, titled: bool) -> SpeakerKind {
    let list = &tokens[name.clone()];
    let any = |bits| list.iter().any(|t| t.is(bits));
    // "Johnson & Johnson"
    if list.iter().any(|t| t.kind == Kind::Other) {
        return SpeakerKind::Organisation;
    }
    let given = list[0].is(GIVEN) && list.len() > 1;
    // "Kent Police": no person's name ends so, whatever it begins with.
    if list.len() > 1 && list.last().is_some_and(|t| BODY_NOUNS.iter().any(|noun| t.hash == hash_of(noun))) {
        return SpeakerKind::Organisation;
    }
    if any(WordClass::OUTLET | WordClass::OUTLET_WORD) && !given {
        return SpeakerKind::Outlet;
    }
    if any(WordClass::ORGANISATION | WordClass::PREP) && !given {
        return SpeakerKind::Organisation;
    }
    // "Beijing", "North Korea"; "Scotland Yard", "Boston Globe"
    let place =
        list.last().is_some_and(|t| t.is(WordClass::PLACE)) || list[0].is(WordClass::PLACE) && !list[0].is(GIVEN);
    if place && !given && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && list[0].has(Shape::UPPER) && list[0].end - list[0].start <= 6 && !titled {
        return SpeakerKind::Organisation;
    }
    if list.len() == 1 && !titled && name.start > 0 && is_place(&tokens[name.start - 1]) {
        return SpeakerKind::Organisation;
    }
    SpeakerKind::Person
}

/// Returns true for "Westmarch County", "Greater Eastmere": a name that ends in a place or in a noun for places.
pub(super) fn is_place_name(page: &Analysis<'_>, name: &Range<usize>) -> bool {
    const NOUNS: [&str; 20] = [
        "avenue",
        "street",
        "road",
        "county",
        "city",
        "bay",
        "river",
        "lake",
        "island",
        "islands",
        "beach",
        "valley",
        "airport",
        "bridge",
        "province",
        "district",
        "boulevard",
        "township",
        "peninsula",
        "square",
    ];
    let place = page.token(name.end - 1).is_some_and(|last| last.is(WordClass::PLACE));
    name.len() > 1 && (place || NOUNS.iter().any(|noun| page.says(name.end - 1, noun)))
}

/// Returns true for "Sir Peter", "Dame Harriet": a title that goes with the given name alone.
pub(super) fn knighted(page: &Analysis<'_>, run: &Range<usize>, name: &Range<usize>) -> bool {
    let title = |at: usize| ["sir", "dame", "lady", "lord"].iter().any(|title| page.says(at, title));
    name.len() == 1 && name.start > run.start && title(name.start - 1)
}

/// Returns true if a place, platform or company follows this preposition: "in Paris", "on Twitter", "at Google".
fn is_place(before: &Token) -> bool {
    before.is(WordClass::PREP) && ["in", "on", "at"].iter().any(|word| before.hash == hash_of(word))
}

/// The acronym in brackets right behind a name: its token. It has capitals only, or is the name's initials in any case:
/// "Food Safety Authority (Fsa)".
pub(super) fn acronym(page: &Analysis<'_>, name: &Range<usize>) -> Option<usize> {
    let tokens = &page.tokens.list;
    let bracketed = tokens.get(name.end)?.kind == Kind::Open && tokens.get(name.end + 2)?.kind == Kind::Close;
    let at = name.end + 1;
    let known = || initials(page, name).iter().any(|letters| page.says(at, letters));
    (bracketed && (tokens[at].has(Shape::UPPER) || known())).then_some(at)
}

/// The initials of a name: of its words with capitals, of all its words where that is something else, as in "Department for Transport",
/// and of the parts of compounds, as in "Sam Moreau-Lee".
pub(super) fn initials(page: &Analysis<'_>, name: &Range<usize>) -> Vec<String> {
    let letter = |at: usize| page.word(at).chars().next();
    let capital = |at: &usize| page.tokens.list[*at].capital();
    let large: String = name.clone().filter(capital).filter_map(letter).collect();
    let all: String = name.clone().filter_map(letter).collect();
    let parts = name.clone().filter(capital).flat_map(|at| page.word(at).split('-'));
    let parts: String = parts.filter_map(|part| part.chars().next()).filter(|letter| letter.is_uppercase()).collect();
    let mut found = vec![large, all, parts];
    found.dedup();
    found
}

/// Kind that the noun beside a name tells: "the utility Hartbury Water", "Tidewell, the water company".
pub(super) fn kind_of_noun(page: &Analysis<'_>, titled: &Range<usize>, name: &Range<usize>) -> Option<SpeakerKind> {
    let kind = |at: usize| {
        let token = page.token(at).filter(|token| token.kind == Kind::Word && !token.capital())?;
        if token.is(WordClass::ORGANISATION) || is_body_noun(&page.word(at).to_lowercase()) {
            Some(SpeakerKind::Organisation)
        } else {
            token.is(WordClass::ROLE | WordClass::TITLE).then_some(SpeakerKind::Person)
        }
    };
    let before = titled.start.checked_sub(1).and_then(kind);
    let comma = page.token(name.end).is_some_and(|token| token.kind == Kind::Comma);
    let article = page.says_article(name.end + 1);
    if before.is_some() || !comma || !article {
        return before;
    }
    let first = name.end + 2;
    let noun =
        |at: &usize| page.token(*at).is_some_and(|t| t.kind == Kind::Word && !t.is(WordClass::PREP | WordClass::REL));
    let end = (first..first + APPOSITION).take_while(noun).last()?;
    kind(end)
}

pub(super) fn gender_of_given(token: &Token) -> Gender {
    match (token.is(WordClass::MALE), token.is(WordClass::FEMALE)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}

pub(super) fn gender_of_title(page: &Analysis<'_>, token: &Token) -> Option<Gender> {
    match token.span().of(page.text).trim_end_matches('.').to_ascii_lowercase().as_str() {
        "mr" | "sir" | "lord" | "king" | "prince" | "congressman" | "spokesman" | "chairman" | "duke" | "baron"
        | "councilman" => Some(Gender::Male),
        "mrs" | "ms" | "miss" | "dame" | "lady" | "queen" | "princess" | "congresswoman" | "spokeswoman"
        | "chairwoman" | "duchess" | "baroness" => Some(Gender::Female),
        _ => None,
    }
}

/// The hashes of an organisation's initials, where they make an acronym.
pub(super) fn initials_of(page: &Analysis<'_>, entity: &Entity) -> Vec<u64> {
    let acronym = |letters: &String| (3..=ACRONYM).contains(&letters.chars().count());
    initials(page, &entity.name).iter().filter(|letters| acronym(letters)).map(|letters| hash_of(letters)).collect()
}
