//! [`Query::parse`]: from tokens to conditions, and what to say where they are none.

use super::tokens::{OPERATORS, Operator, Raw, Token, tokens};
use super::{DateRange, LastWord, Predicate, Query, StateFilter, Term, date_range};
use crate::library::fold::words;

/// Groups within groups; deeper ones are a problem.
const MAX_DEPTH: usize = 16;

/// End of a filter that is not being typed any more.
pub const FINISHED: &str = "  ";

impl Query {
    /// Parses a filter. Never fails: what is not understood is listed in `problems`.
    pub fn parse(text: &str, last: LastWord) -> Self {
        let all = tokens(text);
        let count = all.len();
        // Two blanks at the end say that nothing follows.
        let open = last == LastWord::Open && !text.ends_with(FINISHED);
        let mut parser = Parser { query: Self::default(), open, groups: vec![Group::default()] };
        let goes_on = !text.ends_with(char::is_whitespace);
        for (n, token) in all.into_iter().enumerate() {
            let is_last = n + 1 == count;
            match token {
                Token::Term(raw) => {
                    let goes_on = is_last && goes_on && !raw.closed;
                    parser.take(&raw, goes_on);
                }
                Token::Open { .. } if parser.groups.len() > MAX_DEPTH => {
                    parser.query.problems.push(format!("more than {MAX_DEPTH} parentheses inside each other"));
                }
                Token::Open { not } => parser.groups.push(Group { not, ..Group::default() }),
                Token::Close => parser.close(),
                Token::Or => parser.or(is_last),
            }
        }
        if parser.groups.len() > 1 {
            parser.problem("missing )".into(), true);
        }
        while parser.groups.len() > 1 {
            parser.close();
        }
        if let Some(all) = parser.groups.pop() {
            parser.query.terms = all.terms();
        }
        parser.query
    }
}

/// The terms between two parentheses: alternatives, of each all its terms.
struct Group {
    not: bool,
    alternatives: Vec<Vec<Term>>,
}

impl Default for Group {
    fn default() -> Self {
        Self { not: false, alternatives: vec![Vec::new()] }
    }
}

impl Group {
    /// The terms that say the same, without a group around what needs none.
    fn terms(mut self) -> Vec<Term> {
        self.alternatives.retain(|terms| !terms.is_empty());
        match self.alternatives.len() {
            0 => Vec::new(),
            1 if !self.not => self.alternatives.remove(0),
            _ => {
                if let [only] = self.alternatives.as_mut_slice()
                    && let [term] = only.as_mut_slice()
                {
                    return vec![Term { not: !term.not, ..term.clone() }];
                }
                vec![Term { not: self.not, test: Predicate::Any(self.alternatives) }]
            }
        }
    }
}

struct Parser {
    query: Query,
    /// True while the end is being typed.
    open: bool,
    /// The groups that are open, the outermost first.
    groups: Vec<Group>,
}

impl Parser {
    fn push(&mut self, term: Term) {
        if let Some(terms) = self.groups.last_mut().and_then(|group| group.alternatives.last_mut()) {
            terms.push(term);
        }
    }

    fn close(&mut self) {
        if self.groups.len() < 2 {
            return;
        }
        let terms = self.groups.pop().map(Group::terms).unwrap_or_default();
        terms.into_iter().for_each(|term| self.push(term));
    }

    fn or(&mut self, is_last: bool) {
        let is_first = self.groups.last().and_then(|group| group.alternatives.last()).is_none_or(Vec::is_empty);
        // Where a term before it was no term, that is told already.
        if is_first && self.query.problems.is_empty() || is_last {
            self.problem("OR needs a term on each side".into(), is_last && !is_first);
        }
        if let Some(group) = self.groups.last_mut() {
            group.alternatives.push(Vec::new());
        }
    }

    /// Notes what is not understood; what may yet become something is not told while it is being typed.
    fn problem(&mut self, what: String, unfinished: bool) {
        if unfinished && self.open {
            self.query.unfinished = Some(what);
        } else {
            self.query.problems.push(what);
        }
    }

    /// Takes a term; `goes_on`: nothing closes its last word yet.
    fn take(&mut self, raw: &Raw, goes_on: bool) {
        let value = raw.value.trim();
        let test = match &raw.field {
            None => {
                let words = words(value);
                (!words.is_empty()).then_some(Predicate::Words { words, is_prefix: goes_on })
            }
            Some((name, None)) => return self.query.problems.push(unknown(name)),
            Some((name, Some(_))) if value.is_empty() => {
                return self.problem(format!("{name}: needs a value"), goes_on);
            }
            Some((name, Some(operator))) => match self.operator(*operator, name, value, goes_on) {
                Ok(test) => Some(test),
                Err((problem, unfinished)) => return self.problem(problem, unfinished),
            },
        };
        if let Some(test) = test {
            self.push(Term { not: raw.not, test });
        }
    }

    /// The test of an operator with its value; else the problem, and whether more letters may mend it.
    #[expect(clippy::unused_self, reason = "one of the steps of taking a term")]
    fn operator(
        &self,
        operator: Operator,
        name: &str,
        value: &str,
        goes_on: bool,
    ) -> Result<Predicate, (String, bool)> {
        let named = || {
            let has_word = !words(value).is_empty();
            has_word
                .then(|| value.to_owned())
                .ok_or_else(|| (format!("{name}:{value} has no letter or digit"), goes_on))
        };
        let range = || {
            DateRange::parse(value)
                .ok_or_else(|| (format!("{name}:{value} is not a date"), goes_on && date_range::is_begun(value)))
        };
        Ok(match operator {
            Operator::Said => Predicate::Said(named()?),
            Operator::By => Predicate::By(named()?),
            Operator::Title => Predicate::Title { words: words(&named()?), is_prefix: goes_on },
            Operator::Tag => Predicate::Tag { name: named()?, is_prefix: goes_on },
            Operator::Site => Predicate::Site(named()?.to_lowercase()),
            // All feeds.
            Operator::Feed if value == "*" => Predicate::Feed(value.to_owned()),
            Operator::Feed => Predicate::Feed(named()?.to_lowercase()),
            Operator::Language => Predicate::Language(
                language(value)
                    .ok_or_else(|| (format!("lang:{value} is not a language"), goes_on && is_language_begun(value)))?,
            ),
            Operator::Is => match StateFilter::named(&value.to_lowercase()) {
                Some(is) => Predicate::Is(is),
                None => {
                    return Err((
                        format!("unknown state is:{value} · try unread, reading, archive, starred"),
                        goes_on && StateFilter::begins(value),
                    ));
                }
            },
            Operator::Minutes => {
                let (from, to) = minutes(value).ok_or_else(|| {
                    ("min: needs minutes, such as min:5 or min:>10".to_owned(), goes_on && is_number_begun(value))
                })?;
                Predicate::Minutes(from, to)
            }
            Operator::Published => Predicate::Published(range()?),
            Operator::Saved => Predicate::Saved(range()?),
            Operator::After => Predicate::Dated(DateRange { to: None, ..range()? }),
            Operator::Before => Predicate::Dated(DateRange { from: None, to: range()?.from }),
        })
    }
}

/// The message about an operator that does not exist.
fn unknown(name: &str) -> String {
    let lower = name.to_lowercase();
    let near = OPERATORS.iter().map(|(word, _)| (strsim::osa_distance(word, &lower), *word)).min();
    match near.filter(|(distance, _)| *distance <= 2 && *distance < lower.len() - 1) {
        Some((_, word)) => format!("unknown operator {name}: · did you mean {word}:?"),
        None => format!("unknown operator {name}: · put it in quotes to search for it"),
    }
}

/// At least so many minutes, and at most: `10`, `>10`, `<=5`, `5..10`, `5-10`.
fn minutes(value: &str) -> Option<(u32, Option<u32>)> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    for (sign, from, to) in [(">=", 0, None), ("<=", 0, Some(0)), (">", 1, None), ("<", 0, Some(1))] {
        if let Some(rest) = value.strip_prefix(sign) {
            let count = number(rest)?;
            return match to {
                None => Some((count.saturating_add(from), None)),
                Some(less) => Some((0, Some(count.checked_sub(less)?))),
            };
        }
    }
    match value.split_once("..").or_else(|| value.split_once('-')) {
        Some((from, "")) => Some((number(from)?, None)),
        Some(("", to)) => Some((0, Some(number(to)?))),
        Some((from, to)) => Some((number(from)?, Some(number(to)?))),
        None => Some((number(value)?, None)),
    }
}

fn is_number_begun(value: &str) -> bool {
    value.chars().all(|c| c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '.' | '-'))
}

/// Languages by their English names; others go by their codes.
const LANGUAGES: [(&str, &str); 24] = [
    ("arabic", "ar"),
    ("catalan", "ca"),
    ("chinese", "zh"),
    ("czech", "cs"),
    ("danish", "da"),
    ("dutch", "nl"),
    ("english", "en"),
    ("finnish", "fi"),
    ("french", "fr"),
    ("german", "de"),
    ("greek", "el"),
    ("hebrew", "he"),
    ("hindi", "hi"),
    ("hungarian", "hu"),
    ("indonesian", "id"),
    ("italian", "it"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("norwegian", "no"),
    ("polish", "pl"),
    ("portuguese", "pt"),
    ("russian", "ru"),
    ("spanish", "es"),
    ("ukrainian", "uk"),
];

/// The code of a language that is named by it or in English.
fn language(value: &str) -> Option<String> {
    let value = value.to_lowercase().replace('_', "-");
    let by_name = LANGUAGES.iter().find(|(name, _)| *name == value).map(|(_, code)| (*code).to_owned());
    let is_code = |code: &str| {
        let mut parts = code.split('-');
        parts
            .next()
            .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase()))
            && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    let is_begun = value.len() > 2 && LANGUAGES.iter().any(|(name, _)| name.starts_with(&value));
    by_name.or_else(|| (is_code(&value) && !is_begun).then_some(value))
}

fn is_language_begun(value: &str) -> bool {
    let value = value.to_lowercase();
    value.len() < 2 || value.contains('-') || LANGUAGES.iter().any(|(name, _)| name.starts_with(&value))
}
