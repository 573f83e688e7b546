//! Names in bylines: "By Jane Doe and John Roe, Seoul" has two.

pub use super::name_forms::east_asian;
use super::name_forms::{is_shouted, is_weekday, last_first, two_names, unglue};
use super::name_labels::{is_credit, without_date, without_opening, without_reading_time};
use crate::parse::dates;
use crate::sanitize;
use crate::white_space;

/// Words that are written small within names.
const PARTICLES: [&str; 27] = [
    "al", "ap", "bin", "bint", "da", "dal", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
    "el", "ibn", "la", "le", "st", "ten", "ter", "van", "von", "y",
];
/// Words that are not part of a person's name but of outlets, departments and roles, below a header; from assets/.
const NOT_NAMES: &str = include_str!("../../../assets/not_names.txt");
/// Words that make the words before them the name of a group ("Great Day Editorial Team").
pub(super) const BODIES: [&str; 42] = [
    "agency",
    "association",
    "broadcasting",
    "bureau",
    "center",
    "centre",
    "club",
    "co",
    "college",
    "company",
    "corporation",
    "council",
    "daily",
    "department",
    "desk",
    "editorial",
    "editors",
    "foundation",
    "group",
    "inc",
    "institute",
    "international",
    "llc",
    "ltd",
    "magazine",
    "media",
    "ministry",
    "network",
    "news",
    "newsroom",
    "office",
    "online",
    "press",
    "publishing",
    "redaktion",
    "services",
    "society",
    "studio",
    "team",
    "times",
    "university",
    "verlag",
];
/// Titles and degrees that may follow a name after a comma.
const DEGREES: [&str; 22] = [
    "ba", "bsc", "ccp", "cepf", "cfa", "cfp", "cpa", "dds", "do", "esq", "jd", "jr", "ma", "mba", "md", "mph", "ms",
    "msc", "phd", "rd", "rn", "sr",
];

/// Returns the names in a byline; empty if nothing in it looks like a person's name.
///
/// Opening words ("By", "Von"), roles, places, outlets, dates, addresses and accounts are removed.
pub fn byline(line: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let line = &*unglue(line);
    for part in parts(line) {
        match person(part) {
            Some(name) => {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            None => {
                if let Some(name) = names.last_mut().filter(|_| is_degree(part)) {
                    name.push_str(", ");
                    name.push_str(part);
                }
            }
        }
    }
    names
}

/// Returns the authors in one value of a page's data: persons if there are any, else the sanitized value.
pub fn authors(value: &str) -> Vec<String> {
    let cleaned = super::one_line(value);
    let value = cleaned.trim();
    if value.is_empty()
        || value.len() > 500
        || value.starts_with("http")
        || value.starts_with("www.")
        || value.starts_with('@')
    {
        return Vec::new();
    }
    if let Some(names) = last_first(value) {
        return names;
    }
    let persons = byline(value);
    if !persons.is_empty() {
        return persons;
    }
    if let Some(name) = east_asian(value) {
        return vec![name];
    }
    let bare = without_date(without_reading_time(without_opening(value)))
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | ':' | '-' | '–' | '·'));
    let is_name =
        bare.chars().any(char::is_alphabetic) && bare.len() <= 80 && !bare.contains('@') && !bare.contains("://");
    if is_name { vec![white_space::fold(bare)] } else { Vec::new() }
}

/// Returns true if the whole text, on one line, looks like the name of one person; two table cells do not.
pub fn is_person(text: &str) -> bool {
    if text.contains(['\n', '\t']) {
        return false;
    }
    let (name, rest) = text.split_once(',').unwrap_or((text, ""));
    person(name).is_some_and(|found| found.len() == name.trim().len()) && (rest.is_empty() || is_degree(rest.trim()))
}

/// Returns true for a single word that a person may be called by ("Kristen").
pub fn is_single_name(text: &str) -> bool {
    let is_small = text.chars().any(char::is_lowercase) && text.chars().count() <= 14;
    is_small && !text.contains(char::is_whitespace) && is_name_word(text) && !is_particle(text)
}

/// Returns the parts of a byline that may each hold a name.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let line = &line[..line.floor_char_boundary(500)];
    without_opening(line.trim())
        .split([',', ';', '|', '/', '·', '•', '&', '\n', '\t', '(', ')', '–', '—', '+', '，', '；', '、', '｜', '／'])
        .flat_map(|part| {
            JOINING.iter().fold(vec![part], |parts, word| parts.into_iter().flat_map(|p| p.split(word)).collect())
        })
        .flat_map(two_names)
        .map(|part| without_opening(part.trim()))
        .filter(|part| !is_credit(part))
}

/// Words and signs between two names.
const JOINING: [&str; 16] = [
    " and ", " und ", " et ", " en ", " og ", " och ", " AND ", " with ", " mit ", " avec ", " con ", " met ", " med ",
    " - ", " és ", " ve ",
];
/// Returns the person's name at the start of a text.
fn person(text: &str) -> Option<String> {
    let mut words: Vec<&str> = Vec::new();
    let mut left = text.split_whitespace().peekable();
    while let Some(word) = left.next() {
        let begins_date = dates::is_month(word.trim_end_matches(['.', ',']))
            && left.peek().is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        if BODIES.binary_search(&word.to_lowercase().trim_end_matches([',', '.'])).is_ok() {
            return None;
        }
        let begins_role = words.len() >= 2 && words.iter().all(|word| is_shouted(word)) && !is_shouted(word);
        if begins_date || begins_role || words.len() >= 2 && is_weekday(word) || !is_name_word(word) {
            break;
        }
        if words.is_empty() && word.ends_with(':') {
            continue;
        }
        words.push(word);
        if words.len() > 5 {
            return None;
        }
    }
    while words.last().is_some_and(|word| is_particle(word)) {
        words.pop();
    }
    let half = words.len() / 2;
    if half >= 2 && words[..half] == words[half..] {
        words.truncate(half);
    }
    let full = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !is_particle(word))
        .count();
    let is_initials_only = full < 2 && !(full == 1 && words.len() >= 2);
    let begins_no_name = words.first().is_some_and(|word| {
        let word = &*word.to_lowercase();
        // "I. Introduction" is a heading's number.
        NO_GIVEN_NAMES.contains(&word) || words.len() == 2 && (ARTICLES.contains(&word) || word == "i.")
    });
    if words.len() < 2 || begins_no_name || is_initials_only || is_particle(words[0]) && words.len() < 3 {
        return None;
    }
    let name = words.join(" ");
    let name = name.trim_end_matches([',', ':', ';']);
    Some(in_usual_case(name))
}

/// Words that begin no person's name: articles, and the first words of places.
const NO_GIVEN_NAMES: [&str; 19] = [
    "buenos", "cape", "der", "die", "fort", "great", "kuala", "las", "les", "los", "new", "north", "san", "south",
    "the", "un", "una", "une", "united",
];

/// Articles that, before one other word, begin the name of an outlet ("Le Monde") and in longer names may be a family
/// name ("Le Duc Tho").
const ARTICLES: [&str; 4] = ["el", "il", "la", "le"];

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Returns true if a word may be part of a person's name: it begins with a capital, has only letters, and is no word
/// of outlets.
pub(super) fn is_name_word(word: &str) -> bool {
    if is_particle(word) {
        return true;
    }
    let bare = word.trim_end_matches(['.', ',', ':']);
    let mut chars = bare.chars();
    let Some(first) = chars.next() else { return false };
    let is_spelled = first.is_alphabetic()
        && !first.is_lowercase()
        && bare.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '‑' | '´' | '`') || sanitize::is_mark(c)
        });
    let is_address = bare.split('.').skip(1).any(|part| part.chars().count() >= 2);
    let has_like =
        ["d'", "d’", "al-", "el-", "de'", "o'"].iter().any(|start| bare.starts_with(start)) && bare.len() > 3;
    (is_spelled || has_like) && !is_address && bare.chars().count() <= 25 && !is_no_name(bare)
}

/// Returns true for words of outlets, departments, roles and labels.
pub(super) fn is_no_name(word: &str) -> bool {
    let lower = word.to_lowercase();
    let line = format!("\n{}\n", lower.trim_end_matches("'s"));
    memchr::memmem::find(NOT_NAMES.as_bytes(), line.as_bytes()).is_some()
}

/// Converts `JANE DOE` to `Jane Doe`; names with lower-case letters are not changed.
pub(super) fn in_usual_case(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 6 || name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut begins = true;
    name.chars()
        .flat_map(|c| {
            let out: Vec<char> = if begins { vec![c] } else { c.to_lowercase().collect() };
            begins = !c.is_alphabetic();
            out
        })
        .collect()
}

/// Returns true if a text after a name's comma is a title or degree ("Ph.D.", "Jr.").
pub(super) fn is_degree(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    text.len() <= 10 && DEGREES.binary_search(&bare.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::{BODIES, DEGREES, PARTICLES, authors, byline, east_asian, is_person};

    #[test]
    fn bylines_name_persons() {
        for (line, names) in [
            ("By Jane Doe and John Roe, Seoul", &["Jane Doe", "John Roe"][..]),
            ("By Chas Newkey-Burden, The Week UK Published", &["Chas Newkey-Burden"]),
            ("By The Week UK Published", &[]),
            ("Von Max Mustermann", &["Max Mustermann"]),
            ("JANE DOE November 19, 2019", &["Jane Doe"]),
            ("By Genevieve Carlton, Ph.D.", &["Genevieve Carlton, Ph.D."]),
            ("Written by Ludwig van Beethoven | Reuters", &["Ludwig van Beethoven"]),
            ("Par Anne-Marie d'Estaing et Jean Dupont", &["Anne-Marie d'Estaing", "Jean Dupont"]),
            ("By Associated Press", &[]),
            ("Staff Writer", &[]),
            ("by J. K. Rowling", &["J. K. Rowling"]),
            ("Byby JANE DOEHALL and John Roe", &["Jane Doehall", "John Roe"]),
            ("ByJane Doe", &["Jane Doe"]),
            ("Howard BlumeStaff Writer", &["Howard Blume"]),
            ("Paul WisemanFatima Hussein", &["Paul Wiseman", "Fatima Hussein"]),
            ("Jane MacKenzie and Mark SubbaRao", &["Jane MacKenzie", "Mark SubbaRao"]),
            ("Par Jeanne Morvan avec Yann Le Goff et Anne Kerr", &["Jeanne Morvan", "Yann Le Goff", "Anne Kerr"]),
            ("Jane Doe Jane Doe Opinion", &["Jane Doe"]),
            ("By Jane Doe Tuesday, Aug. 17, 2010", &["Jane Doe"]),
            ("LAURE DUPONT Envoyés spéciaux", &["Laure Dupont"]),
            ("Por Ana Ruiz y Luis Soto", &["Ana Ruiz", "Luis Soto"]),
            ("Santiago Ramón y Cajal", &["Santiago Ramón y Cajal"]),
            ("João Silva e Maria Souza", &["João Silva", "Maria Souza"]),
            ("Mark SubbaRao and Jane Doe", &["Mark SubbaRao", "Jane Doe"]),
            ("Un Népalais", &[]),
            ("North Korea", &[]),
            ("Harbour Broadcasting Corporation", &[]),
            ("Le Courrier et AFP", &[]),
            ("Le Duc Tho", &["Le Duc Tho"]),
            ("Marmara Ajansı", &[]),
            ("", &[]),
        ] {
            assert_eq!(byline(line), names, "{line}");
        }
    }

    #[test]
    fn authors_may_be_bodies() {
        assert_eq!(authors("Great Day Editorial Team"), ["Great Day Editorial Team"]);
        assert_eq!(authors("https://example.com/jane"), [""; 0]);
        assert_eq!(authors("Doe, Jane; Roe, John B."), ["Jane Doe", "John B. Roe"]);
        assert_eq!(authors("作者：王小明"), ["王小明"]);
        assert_eq!(east_asian("更新时间 2012-12-10"), None, "a label is no name");
        assert_eq!(authors("Le Courrier et AFP"), ["Le Courrier et AFP"]);
        assert_eq!(authors("The Example Team 2–3 minutes"), ["The Example Team"]);
        assert_eq!(authors("Jane Doe, Seoul"), ["Jane Doe"]);
        assert!(is_person("Michael O'Hanlon") && !is_person("The Guardian"));
        assert!(!is_person("Ada\tByron") && !is_person("Ada\nByron"));
    }

    #[test]
    fn lists_are_sorted() {
        assert!(PARTICLES.is_sorted() && BODIES.is_sorted() && DEGREES.is_sorted());
    }
}
