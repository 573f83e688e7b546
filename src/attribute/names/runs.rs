//! Finds runs of capitalised words: the extent of a name with its titles.

use crate::attribute::draft::Analysis;
use crate::attribute::lexicon::{FUNCTION, GIVEN, WordClass, hash_of};
use crate::attribute::roles::TITLES;
use crate::attribute::tokens::{Kind, Shape, Token};
use std::ops::Range;

/// Most words of a name with its titles. It limits texts that are all in capitals, where each word looks back.
const LONGEST: usize = 40;

/// The most tokens of a name behind its first "and" or comma.
const LONGEST_JOINED: usize = 10;

/// The longest nickname, in tokens.
const NICKNAME: usize = 3;

/// A run of capitalised words from `at`: a name with its titles.
pub(super) fn run(page: &Analysis<'_>, at: usize) -> Option<Range<usize>> {
    let tokens = &page.tokens.list;
    let first = &tokens[at];
    let calendar = first.is(WordClass::DAY) && !is_sun(page, at) && !is_month_as_name(page, at);
    if !(first.capital() || page.prefixed(at)) || calendar {
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
            && (!token.is(WordClass::DAY) || is_sun(page, end))
            && !(token.is(FUNCTION & !WordClass::FOREIGN_STOP) && !token.is(GIVEN) && !token.has(Shape::INITIAL))
            // "James Van Der Beek", but not "Die" at the end of a heading.
            && (!token.is(WordClass::FOREIGN_STOP) || next.is_some_and(Token::capital));
        let particle = page.particle(end)
            && next.is_some_and(|n| {
                n.capital() || page.particle(end + 1) && tokens.get(end + 2).is_some_and(Token::capital)
            });
        let body = |i: usize| {
            tokens[i].is(WordClass::ORGANISATION | WordClass::OUTLET_WORD | WordClass::TITLE)
                || ["ommittee", "Centers", "Centres", "Observatory"].iter().any(|end| page.word(i).ends_with(end))
        };
        let long = (at..end).any(body);
        let linked = long
            && (page.says(end, "of")
                || page.says(end, "for")
                || page.says(end, "on") && (at..end).any(|i| body(i) && !tokens[i].is(WordClass::TITLE))
                || page.says(end, "and")
                    && tokens[end - 1].is(WordClass::ORGANISATION)
                    && (end + 1..end + 5).any(|at| tokens.get(at).is_some_and(|t| t.is(WordClass::ORGANISATION))))
            && (next.is_some_and(|n| n.capital() && !n.is(WordClass::DAY))
                || next.is_some_and(|n| n.is(WordClass::DET)) && tokens.get(end + 2).is_some_and(Token::capital));
        if capital || particle {
            end += 1;
        } else if is_surname_like_function_word(page, at..end) {
            end += 1;
            break;
        } else if let Some(behind) = nickname(page, at..end, paragraph_end) {
            end = behind;
        } else if let Some(joined) = joined_body(page, at, end, paragraph_end) {
            end = joined;
        } else if linked && (body(end - 1) || !titled_person(tokens, at..end)) {
            end += if next.is_some_and(|n| n.is(WordClass::DET)) { 3 } else { 2 };
        } else if token.has(Shape::INITIAL) && token.kind == Kind::Word && token.has(Shape::CAPITAL) {
            end += 1;
        } else {
            break;
        }
    }
    Some(at..end.min(paragraph_end))
}

/// "the Sun", "Wexford Sun": a newspaper, no short form of Sunday.
fn is_sun(page: &Analysis<'_>, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| page.token(at));
    let day = page.token(at + 1).is_some_and(|next| next.kind == Kind::Number || next.is(WordClass::DAY));
    page.word(at) == "Sun" && !day && before.is_some_and(|t| t.is(WordClass::DET | WordClass::PLACE))
}

/// "Jun Moreau came out", "said June Moreau": a month's name as a given name, where no date or month is meant.
fn is_month_as_name(page: &Analysis<'_>, at: usize) -> bool {
    const MONTHS: [&str; 5] = ["Jan", "Jun", "June", "April", "August"];
    let large = |at: usize| page.token(at).is_some_and(|t| t.kind == Kind::Word && t.capital());
    let plain = |at: usize| page.token(at).is_some_and(|t| !t.is(FUNCTION | WordClass::PLACE | WordClass::TITLE));
    let before = at.checked_sub(1).and_then(|at| page.token(at));
    let subject = page.sentences.begins[at] || before.is_some_and(|t| t.is(WordClass::SAY));
    MONTHS.contains(&page.word(at)) && subject && large(at + 1) && plain(at + 1) && !large(at + 2)
}

/// "said Steven Still, a manager": a function word with a capital behind a given name, in running text.
fn is_surname_like_function_word(page: &Analysis<'_>, name: Range<usize>) -> bool {
    let tokens = &page.tokens.list;
    let (at, first) = (name.end, &tokens[name.start]);
    let word = &tokens[at];
    let surname = word.kind == Kind::Word && word.capital() && !word.is(WordClass::DAY) && word.end - word.start > 3;
    let adjacent = surname && !page.sentences.begins[at] && !word.has(Shape::UPPER);
    let running = tokens.get(at + 1).is_some_and(|next| next.kind == Kind::Comma || next.is(WordClass::SAY));
    name.len() == 1 && first.is(GIVEN) && adjacent && running
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
    // "Johnson & Johnson", but not "Ann Lee & Peter Ross".
    if page.word(at) == "&" {
        let large = |at: usize| at < end && tokens[at].capital();
        let person = large(at + 1) && tokens[at + 1].is(GIVEN) && large(at + 2);
        return (large(at + 1) && !person).then_some(at + 2);
    }
    if let Some(behind) = abbreviated(page, start, at, end) {
        return Some(behind);
    }
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

/// "Customs and Border Protection (CBP)", "Ports, Rivers and Lakes Carpathia (PRLC)": one past the words behind "and" or
/// a comma whose initials are in the brackets with those before it.
fn abbreviated(page: &Analysis<'_>, start: usize, link: usize, end: usize) -> Option<usize> {
    let tokens = &page.tokens.list;
    let links = |at: usize| page.says(at, "and") || tokens[at].kind == Kind::Comma;
    if !links(link) {
        return None;
    }
    let part = |&at: &usize| tokens[at].capital() || links(at) || page.says(at, "of") || page.says(at, "for");
    let behind = (link + 1..end.min(link + LONGEST_JOINED)).find(|at| !part(at))?;
    let bracketed = tokens[behind].kind == Kind::Open && tokens.get(behind + 2)?.kind == Kind::Close;
    let letters = page.word(behind + 1);
    let initials = |range: Range<usize>| -> String {
        range.filter(|&at| tokens[at].capital()).filter_map(|at| page.word(at).chars().next()).collect()
    };
    let whole = letters.len() > initials(link..behind).len() && initials(start..behind).ends_with(letters);
    (bracketed && whole).then_some(behind)
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

/// "Ann Lee" of "Chancellor of the Exchequer Ann Lee", where the run begins behind the preposition.
pub(super) fn behind_office(page: &Analysis<'_>, name: &Range<usize>) -> Range<usize> {
    let tokens = &page.tokens.list;
    let given = name.clone().skip(1).find(|&at| tokens[at].is(GIVEN) && at + 1 < name.end);
    let article = name.start.checked_sub(1).filter(|&at| tokens[at].is(WordClass::DET));
    let of = article.unwrap_or(name.start).checked_sub(1).filter(|&at| tokens[at].is(WordClass::PREP));
    let office = of
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| tokens[at].capital() && tokens[at].is(WordClass::TITLE | WordClass::ROLE));
    match given {
        Some(given) if office && !tokens[name.start].is(GIVEN) => given..name.end,
        _ => name.clone(),
    }
}

/// Number of tokens of post-nominal letters after a person's name: "Ann Lee MP".
pub(super) fn behind(page: &Analysis<'_>, name: &Range<usize>) -> usize {
    const LETTERS: [&str; 12] = ["MP", "MPs", "MSP", "QC", "KC", "MBE", "OBE", "CBE", "CEO", "PhD", "MD", "MEP"];
    // "Ann Lee BLASTS" in a heading
    let large = |at: usize| page.tokens.list[at].has(Shape::UPPER) && page.word(at).len() > 4;
    let cried = |at: usize| large(at) && page.tokens.list[name.start].is(GIVEN) && !large(name.start + 1);
    // "HBP Wrote"
    let verb = &page.tokens.list[name.end - 1];
    if name.len() > 1 && !verb.is(GIVEN) && (verb.is(WordClass::SAY) || page.says(name.end - 1, "wrote")) {
        return 1;
    }
    let letters = name.clone().skip(2).rev().take_while(|&at| LETTERS.contains(&page.word(at)) || cried(at));
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

/// Titles of two words.
const COMPOUND: [&str; 11] = [
    "secretary-general",
    "director-general",
    "attorney-general",
    "governor-general",
    "vice-president",
    "vice-chancellor",
    "vice-chair",
    "president-elect",
    "editor-in-chief",
    "co-founder",
    "co-chair",
];

/// Words that prolong a title.
const PROLONGED: [&str; 6] = ["pro", "tempore", "tem", "emeritus", "general", "designate"];

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
        // "Jim Justice"
        let surname = at + 1 == list.len() && at > 0 && list[at - 1].is(GIVEN) && t.is(WordClass::TITLE);
        let compound = COMPOUND.iter().any(|word| t.hash == hash_of(word));
        (t.is(WordClass::TITLE) || role || compound) && !surname && !t.is(GIVEN) && !t.is(WordClass::OUTLET_WORD)
    };
    if let Some(title) = list.iter().enumerate().rposition(title) {
        let after = list.get(title + 1);
        if after.is_some_and(|t| t.capital() && !t.is(WordClass::ORGANISATION)) {
            // "Senate President Pro Tempore Ann Lee"
            let more = |t: &&Token| PROLONGED.iter().any(|word| t.hash == hash_of(word));
            let more = list[title + 1..].iter().take_while(more).count();
            return run.start + (title + 1 + more).min(list.len() - 1)..run.end;
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
