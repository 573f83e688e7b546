//! Finds runs of capitalised words: the extent of a name with its titles.

use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{FUNCTION, GIVEN, WordClass, hash_of};
use crate::attribute::roles::TITLES;
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Most words of a name with its titles. It limits texts that are all in capitals, where each word looks back.
const LONGEST: usize = 40;

/// The longest nickname, in tokens.
const NICKNAME: usize = 3;

/// A run of capitalised words from `at`: a name with its titles.
pub(super) fn run(page: &Analysis<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let first = &tokens[at];
    if !(first.capital() || page.prefixed(at)) || first.is(WordClass::DAY) {
        return None;
    }
    let begins = page.sentences.begins[at]
        || at.checked_sub(1).is_some_and(|i| matches!(tokens[i].kind, Kind::Mark | Kind::Colon));
    // "An unnamed staffer": an article that is a given name elsewhere.
    let article = begins && first.is(WordClass::DET) && !tokens.get(at + 1).is_some_and(Token::capital);
    let plain = article || first.is(FUNCTION) && !first.is(GIVEN) && !first.has(Shape::UPPER);
    // "Police Federation warns": a noun for people that begins the name of a body.
    let body =
        || tokens.get(at + 1).is_some_and(|next| next.capital() && next.is(WordClass::ORGANISATION) && !next.is(GIVEN));
    if plain
        || (begins
            && first.is(WordClass::SPEECH
                | WordClass::STANCE
                | WordClass::GROUP
                | WordClass::CUE_NOUN
                | WordClass::ROLE)
            && !first.is(GIVEN)
            && !(first.is(WordClass::GROUP) && body()))
    {
        return None;
    }
    let paragraph_end = page.sentences.at(at).end.min(at + LONGEST);
    let mut end = at + 1;
    while end < paragraph_end {
        let token = &tokens[end];
        let next = tokens.get(end + 1).filter(|_| end + 1 < paragraph_end);
        let capital = (token.capital() || page.prefixed(end))
            && !token.is(WordClass::DAY)
            && !(token.is(FUNCTION & !WordClass::FOREIGN_STOP) && !token.is(GIVEN) && !token.has(Shape::INITIAL))
            // "James Van Der Beek", but not "Die" at the end of a heading.
            && (!token.is(WordClass::FOREIGN_STOP) || next.is_some_and(Token::capital));
        let particle = page.particle(end)
            && next.is_some_and(|n| {
                n.capital() || page.particle(end + 1) && tokens.get(end + 2).is_some_and(Token::capital)
            });
        let long = (at..end).any(|i| tokens[i].is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::TITLE));
        let linked = long
            && (page.says(end, "of")
                || page.says(end, "for")
                || page.says(end, "on") && (at..end).any(|i| tokens[i].is(WordClass::ORGANISATION))
                || page.says(end, "and")
                    && tokens[end - 1].is(WordClass::ORGANISATION)
                    && (end + 1..end + 5).any(|at| tokens.get(at).is_some_and(|t| t.is(WordClass::ORGANISATION))))
            && (next.is_some_and(|n| n.capital() && !n.is(WordClass::DAY))
                || next.is_some_and(|n| n.is(WordClass::DET)) && tokens.get(end + 2).is_some_and(Token::capital));
        if capital || particle {
            end += 1;
        } else if let Some(behind) = nickname(page, at..end, paragraph_end) {
            end = behind;
        } else if let Some(joined) = joined_body(page, at, end, paragraph_end) {
            end = joined;
        } else if linked && !titled_person(tokens, at..end) {
            end += if next.is_some_and(|n| n.is(WordClass::DET)) { 3 } else { 2 };
        } else if token.has(Shape::INITIAL) && token.kind == Kind::Word && token.has(Shape::CAPITAL) {
            end += 1;
        } else {
            break;
        }
    }
    Some(at..end.min(paragraph_end))
}

/// "Dwayne “The Stone” Harlow": one past the nickname in marks that stands between given name and surname.
fn nickname(page: &Analysis<'_>, name: Range<usize>, end: usize) -> Option<usize> {
    let tokens = &page.tokens.list;
    let quoted = page.marks.outermost(name.end).filter(|quoted| quoted.open == name.end && quoted.closed)?;
    let large = |at: usize| tokens[at].kind == Kind::Word && (tokens[at].capital() || tokens[at].is(FUNCTION));
    let short = (1..=NICKNAME).contains(&quoted.inside().len()) && quoted.inside().all(large);
    let surname = tokens.get(quoted.close + 1).filter(|_| quoted.close + 1 < end)?;
    let given = |token: &Token| token.is(GIVEN) || token.classes.is_empty();
    let person = name.len() <= 2 && given(&tokens[name.start]) && given(surname);
    let named = surname.capital() && !surname.is(FUNCTION | WordClass::DAY);
    (short && person && named).then_some(quoted.close + 1)
}

/// Returns the end of a name that goes on after "and" or a plural possessive to a noun for an organisation: "Devon
/// and Cornwall Police", "Chiefs’ Council", "People’s Daily".
fn joined_body(page: &Analysis<'_>, start: usize, at: usize, end: usize) -> Option<usize> {
    let tokens = &page.tokens.list;
    let body = |t: &Token| t.capital() && t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD) && !t.is(GIVEN);
    let last = tokens.get(at - 1)?;
    if page.says(at, "and") {
        let named = |t: &Token| {
            t.is(GIVEN | WordClass::TITLE | WordClass::ROLE | WordClass::ORGANISATION) || t.has(Shape::UPPER)
        };
        let two = tokens.get(at + 1)?.capital() && at + 2 < end && body(&tokens[at + 2]);
        let short = at - start <= 2 && !tokens[start..at].iter().any(named) && !named(&tokens[at + 1]);
        // "Centre for Disease Control and Prevention"
        let linked = tokens[start..at].iter().any(|t| t.is(WordClass::PREP))
            && tokens[start..at].iter().any(|t| t.is(WordClass::ORGANISATION));
        let next = &tokens[at + 1];
        if linked && !named(next) && !next.is(WordClass::PLACE | WordClass::OUTLET) && next.capital() {
            return Some(at + 2);
        }
        // "the Carriers and Porters Employers’ Association"
        let owner = |at: usize| {
            tokens.get(at).is_some_and(|t| at < end && t.kind == Kind::Mark && t.start == tokens[at - 1].end)
        };
        let owned = (at + 2..at + 5).find(|&at| owner(at) && tokens.get(at + 1).is_some_and(body));
        let large = |range: Range<usize>| tokens[range].iter().all(Token::capital);
        if let Some(mark) = owned.filter(|&mark| short && mark + 1 < end && large(at + 1..mark)) {
            return Some(mark + 2);
        }
        let goes_on = tokens.get(at + 3).is_some_and(|t| at + 3 < end && t.capital());
        return (two && short && !goes_on).then_some(at + 3);
    }
    let apostrophe = tokens[at].kind == Kind::Mark && last.has(Shape::ENDS_IN_S) && last.end == tokens[at].start;
    let clitic = tokens[at].is(WordClass::AUX) && last.end == tokens[at].start && last.is(WordClass::GROUP);
    let plural = apostrophe && (last.is(WordClass::GROUP | WordClass::ROLE) || page.word(at - 1).len() > 5);
    let next = tokens.get(at + 1).filter(|_| at + 1 < end)?;
    ((clitic || plural) && body(next)).then_some(at + 2)
}

/// Removes a role and its preposition before a name: "Leader of Burnley Council".
pub(super) fn without_role(tokens: &[Token], run: &Range<usize>) -> Range<usize> {
    let list = &tokens[run.clone()];
    let preposition = list.iter().rposition(|t| t.is(WordClass::PREP) && !t.has(Shape::CAPITAL));
    let role = preposition
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| list[at].is(WordClass::TITLE | WordClass::ROLE) && !list[at].is(WordClass::ORGANISATION));
    let given = list.iter().any(|t| t.is(GIVEN));
    match preposition {
        Some(at) if role && !given && at + 1 < list.len() => {
            let article = usize::from(list[at + 1].is(WordClass::DET) && at + 2 < list.len());
            run.start + at + 1 + article..run.end
        }
        _ => run.clone(),
    }
}

/// Number of tokens of post-nominal letters after a person's name: "Ann Lee MP".
pub(super) fn behind(page: &Analysis<'_>, name: &Range<usize>) -> usize {
    const LETTERS: [&str; 12] = ["MP", "MPs", "MSP", "QC", "KC", "MBE", "OBE", "CBE", "CEO", "PhD", "MD", "MEP"];
    let letters = name.clone().skip(2).rev().take_while(|&at| LETTERS.contains(&page.word(at)));
    letters.count()
}

/// Returns true for "Mr. Lee of …": a person's name with a title takes no "of".
fn titled_person(tokens: &[Token], range: Range<usize>) -> bool {
    let last = &tokens[range.end - 1];
    !last.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::TITLE)
}

impl Analysis<'_> {
    /// Returns true for words that are written small inside names ("van", "de").
    pub fn particle(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL))
            && PARTICLES.contains(&self.word(at))
    }

    /// Returns true for words that begin surnames, written large or small ("Van", "De").
    pub fn prefixes_surname(&self, at: usize) -> bool {
        PARTICLES.iter().any(|particle| self.says(at, particle))
    }

    /// Returns true if the word is a name with a small article drawn to it: "al-Haddad".
    fn prefixed(&self, at: usize) -> bool {
        let Some(token) = self.token(at).filter(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL)) else {
            return false;
        };
        let word = token.span().of(self.text);
        let hyphen = word.as_bytes().iter().take(4).position(|&byte| byte == b'-');
        hyphen.is_some_and(|at| {
            ARTICLES.contains(&&word[..at]) && word[at + 1..].chars().next().is_some_and(char::is_uppercase)
        })
    }
}

/// Articles that stand small before a hyphen in names.
const ARTICLES: [&str; 9] = ["al", "el", "ad", "an", "ar", "as", "ash", "at", "az"];

/// Words that are written small inside names.
const PARTICLES: [&str; 21] = [
    "de", "von", "van", "der", "den", "bin", "al", "el", "la", "le", "du", "da", "dos", "del", "della", "di", "ibn",
    "ben", "zu", "af", "av",
];

/// Returns true for a given name with a surname or two: "Ann Lee" of "Hartford Ann Lee", but not "Virginia" of "West
/// Virginia University".
fn person_ends(list: &[Token]) -> bool {
    let other = WordClass::PLACE | WordClass::ORGANISATION | WordClass::OUTLET | WordClass::OUTLET_WORD;
    (2..=3).contains(&list.len())
        && list.iter().all(|token| !token.is(other | WordClass::ROLE | WordClass::TITLE | WordClass::GROUP))
}

/// Removes titles and outlets before a person's name.
pub(super) fn without_titles(tokens: &[Token], run: &Range<usize>) -> Range<usize> {
    let list = &tokens[run.clone()];
    // "PM Hamdan"
    let abbreviation = |t: &Token| t.has(Shape::UPPER) && TITLES.iter().any(|role| t.hash == hash_of(role));
    if list.len() > 1 && abbreviation(&list[0]) && !list[1].is(WordClass::ORGANISATION | WordClass::OUTLET_WORD) {
        return without_titles(tokens, &(run.start + 1..run.end));
    }
    let title = |(at, t): (usize, &Token)| {
        let role = t.is(WordClass::ROLE) && list.len() > at + 2;
        (t.is(WordClass::TITLE) || role) && !t.is(GIVEN) && !t.is(WordClass::OUTLET_WORD)
    };
    if let Some(title) = list.iter().enumerate().rposition(title) {
        let after = list.get(title + 1);
        if after.is_some_and(|t| t.capital() && !t.is(WordClass::ORGANISATION)) {
            return run.start + title + 1..run.end;
        }
        // "Secretary of State Antony Blinken"
        if after.is_some_and(|t| t.is(WordClass::PREP))
            && let Some(given) = list[title..].iter().position(|t| t.is(GIVEN)).filter(|&i| title + i + 1 < list.len())
        {
            return run.start + title + given..run.end;
        }
        if after.is_none() && list.iter().any(|t| t.is(WordClass::TITLE)) && !list.iter().any(|t| t.is(GIVEN)) {
            return run.end..run.end;
        }
    }
    // "Browns DL Sheldon Richardson": a role in capitals between team and name.
    let plain =
        |t: &Token| !t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::OUTLET | WordClass::PLACE);
    let role = list.iter().enumerate().skip(1).position(|(at, t)| t.has(Shape::UPPER) && list.len() == at + 3);
    if let Some(role) = role.map(|at| at + 1).filter(|&at| list[at + 1..].iter().all(plain) && plain(&list[at])) {
        return run.start + role + 1..run.end;
    }
    match list.iter().position(|t| t.is(GIVEN)) {
        Some(given)
            if given > 0
                && given + 1 < list.len()
                && !list[0].has(Shape::INITIAL)
                && list[..given].iter().any(|t| {
                    t.is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::OUTLET | WordClass::PREP)
                        || t.is(WordClass::PLACE) && person_ends(&list[given..])
                        || t.has(Shape::UPPER) && !t.has(Shape::INITIAL)
                }) =>
        {
            run.start + given..run.end
        }
        _ => run.clone(),
    }
}
