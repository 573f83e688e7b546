//! Merges speakers of one name: the same words in any case, with or without article and accents.

use crate::reading::{Quote, Speaker, SpeakerKind};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Endings of the names of companies that are often left out.
const SUFFIXES: [&str; 11] =
    [" incorporated", " limited", " inc.", " inc", " ltd.", " ltd", " llc", " plc", " corp.", " corp", " co."];

/// Most words of a group's name with its modifiers.
const MODIFIED: usize = 4;

/// Most speakers whose names are compared for other forms: each is compared with each.
const MOST: usize = 500;

/// Nouns for persons who speak for the body they work at.
const EXPERTS: [&str; 6] = ["analysts", "economists", "researchers", "scientists", "strategists", "experts"];

/// Gives the quotations of speakers whose name another speaker has, in the same or another form, to one of them. The
/// others are left without quotations. `text`: the page's text.
pub(super) fn same_names(text: &str, speakers: &mut [Speaker], quotes: &mut [Quote]) {
    let mut first: FxHashMap<String, u32> = FxHashMap::default();
    let mut into: Vec<u32> = (0..speakers.len() as u32).collect();
    for at in 0..speakers.len() {
        let id = speakers[at].id;
        let kept = *first.entry(key(&speakers[at].name)).or_insert(id);
        if kept != id {
            into[at] = kept;
            unite(speakers, at, kept as usize, true);
        }
    }
    let silent: Vec<bool> = (0_u32..).zip(&into).map(|(at, &kept)| kept != at).collect();
    let compared = if speakers.len() <= MOST { speakers.len() } else { 0 };
    for at in (0..compared).filter(|&at| !silent[at]) {
        let mut forms = (0..speakers.len()).filter(|&other| !silent[other] && other != at);
        let longer = forms.by_ref().find(|&other| is_form(text, &speakers[at], &speakers[other]));
        let alone = longer.is_some() && !forms.any(|other| is_form(text, &speakers[at], &speakers[other]));
        if let Some(longer) = longer.filter(|_| alone) {
            into[at] = longer as u32;
            unite(speakers, at, longer, false);
        }
    }
    // A speaker may have been united with one that was itself united with a third.
    let end = |mut id: u32| {
        for _ in 0..into.len() {
            match into.get(id as usize) {
                Some(&next) if next != id => id = next,
                _ => break,
            }
        }
        id
    };
    for quote in quotes {
        for id in &mut quote.speakers {
            *id = end(*id);
        }
        let mut seen = Vec::with_capacity(quote.speakers.len());
        quote.speakers.retain(|id| {
            !seen.contains(id) && {
                seen.push(*id);
                true
            }
        });
    }
}

/// Moves what is known of a speaker to another. `named`: the longer of their names is kept.
fn unite(speakers: &mut [Speaker], from: usize, to: usize, named: bool) {
    let taken = &mut speakers[from];
    let (mentions, role, kind) = (std::mem::take(&mut taken.mentions), taken.role.take(), taken.kind);
    let name = taken.name.clone();
    let Some(known) = speakers.get_mut(to) else { return };
    if kind == SpeakerKind::Person || mentions.len() > known.mentions.len() && known.kind != SpeakerKind::Person {
        known.kind = kind;
    }
    let suffixed = SUFFIXES.iter().any(|suffix| name.to_lowercase().ends_with(suffix));
    if named && !suffixed && without_article(&name).chars().count() > without_article(&known.name).chars().count() {
        known.name = name;
    }
    known.mentions.extend(mentions);
    known.role = known.role.take().or(role);
}

/// Returns true if a speaker's name is another form of the other's, longer name: its initials, "police" of one police,
/// or "one of the protesters" of "one of the protesters, Ann Lee,".
fn is_form(text: &str, short: &Speaker, long: &Speaker) -> bool {
    // "ALM" of "Ann Lee-Moreau"
    let large = short.name.chars().count() > 2 && short.name.chars().all(char::is_uppercase);
    if large && long.kind == SpeakerKind::Person {
        return short.name == initials(&long.name);
    }
    if is_bare_group(short, long) || is_bare_body(short, long) {
        return true;
    }
    let body = |speaker: &Speaker| !matches!(speaker.kind, SpeakerKind::Person | SpeakerKind::Unnamed);
    let name = without_article(&short.name);
    if body(long) && short.kind != SpeakerKind::Person {
        let police =
            || [" police", " police service", " police force"].iter().any(|end| key(&long.name).ends_with(end));
        if name.eq_ignore_ascii_case("police") {
            return police();
        }
        // "economists at Hexalon"
        let words: Vec<&str> = name.splitn(3, ' ').collect();
        if let [noun, "at" | "from" | "with", rest] = words.as_slice()
            && EXPERTS.contains(&noun.to_lowercase().as_str())
        {
            return key(rest) == key(&long.name);
        }
        // "Carpathia HB" of "Carpathia Harbour Board"
        if let Some((start, last)) = name.rsplit_once(' ')
            && let Some(rest) = without_article(&long.name).strip_prefix(start)
            && last.chars().count() > 1
            && last.chars().all(char::is_uppercase)
        {
            return initials(rest) == last;
        }
        let letters: String = name.chars().filter(|&c| c != '.').collect();
        let large = letters.chars().count() > 1 && letters.chars().all(char::is_uppercase);
        return large && letters == initials(&long.name);
    }
    // "Lee Ann Moreau" and "Ann Lee Moreau"
    if short.kind == SpeakerKind::Person && long.kind == SpeakerKind::Person {
        let sorted = |name: &str| {
            let mut words: Vec<String> = key(name).split(' ').map(str::to_owned).collect();
            words.sort_unstable();
            words
        };
        return name.split(' ').count() > 2 && short.id > long.id && sorted(name) == sorted(&long.name);
    }
    let apposed = |mention: &crate::document::Span| {
        let rest = mention.of(text).strip_prefix(short.name.as_str());
        rest.is_some_and(|rest| rest.starts_with(", ") && rest[2..].starts_with(long.name.as_str()))
    };
    short.kind == SpeakerKind::Unnamed && long.kind == SpeakerKind::Person && long.mentions.iter().any(apposed)
}

/// Returns true for "officials" and "Carpathian officials", "prosecutors" and "federal prosecutors".
fn is_bare_group(short: &Speaker, long: &Speaker) -> bool {
    let several = |speaker: &Speaker| matches!(speaker.kind, SpeakerKind::Group | SpeakerKind::Unnamed);
    let (noun, phrase) = (key(&short.name), key(&long.name));
    let plural = noun.ends_with('s') && !noun.contains(' ');
    let described = phrase.strip_suffix(&noun).is_some_and(|start| start.ends_with(' '));
    several(short) && several(long) && plural && described && phrase.split(' ').count() <= MODIFIED
}

/// Returns true for "the trust" and "Citizens’ Transport Trust".
fn is_bare_body(short: &Speaker, long: &Speaker) -> bool {
    let body = |speaker: &Speaker| !matches!(speaker.kind, SpeakerKind::Person);
    let noun = without_article(&short.name);
    let definite =
        noun.len() < short.name.len() && short.name.get(..4).is_some_and(|the| the.eq_ignore_ascii_case("the "));
    let plain = !noun.contains(' ') && noun.chars().all(char::is_lowercase) && !noun.ends_with('s');
    let large = long.kind == SpeakerKind::Organisation || long.kind == SpeakerKind::Outlet;
    let named = || long.name.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == noun);
    definite && plain && body(short) && large && long.name.contains(' ') && named()
}

/// The first letters of the words with capitals.
fn initials(name: &str) -> String {
    name.split([' ', '-']).filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect()
}

/// Returns a name without its article.
pub(super) fn without_article(name: &str) -> &str {
    let article = |article: &&str| name.get(..article.len()).is_some_and(|start| start.eq_ignore_ascii_case(article));
    ["the ", "a ", "an "].iter().find(|one| article(one)).map_or(name, |article| &name[article.len()..])
}

/// The words of a name by which it is compared.
pub(super) fn key(name: &str) -> String {
    let lower: String = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let mut bare = without_article(&lower);
    if let Some(rest) = SUFFIXES.iter().find_map(|suffix| bare.strip_suffix(suffix)) {
        bare = rest.trim_end_matches(',');
    }
    // "Wexford police", "Wexford Police Department"
    if let Some(rest) = bare.strip_suffix(" department").filter(|rest| rest.ends_with(" police")) {
        bare = rest;
    }
    bare.replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::same_names;
    use crate::document::Span;
    use crate::reading::{Grade, Quote, QuoteKind, Speaker, SpeakerKind};

    fn speaker(id: u32, name: &str, kind: SpeakerKind) -> Speaker {
        Speaker { id, name: name.into(), kind, role: None, quotes: Vec::new(), mentions: Vec::new() }
    }

    fn quote(speakers: &[u32]) -> Quote {
        Quote {
            id: 0,
            kind: QuoteKind::Direct,
            spans: Vec::new(),
            quoted_spans: Vec::new(),
            speakers: speakers.to_vec(),
            mention: None,
            cue: None,
            via: None,
            confidence: 1.0,
            grade: Grade::Sure,
            by: String::new(),
        }
    }

    #[test]
    fn speakers_of_one_name_become_one() {
        let mut speakers = vec![
            speaker(0, "the Harbour Board", SpeakerKind::Organisation),
            speaker(1, "Zoë Marsh", SpeakerKind::Organisation),
            speaker(2, "Harbour Board", SpeakerKind::Organisation),
            speaker(3, "Zoe Marsh", SpeakerKind::Person),
        ];
        let mut quotes = vec![quote(&[2, 3]), quote(&[1, 3])];
        same_names("", &mut speakers, &mut quotes);
        assert_eq!(quotes[0].speakers, [0, 1]);
        assert_eq!(quotes[1].speakers, [1]);
        assert_eq!(speakers[1].kind, SpeakerKind::Person);
    }

    #[test]
    fn forms_of_a_body_are_one_under_the_longest() {
        let mut speakers = vec![
            speaker(0, "Wexford police", SpeakerKind::Group),
            speaker(1, "Wexford Police Department", SpeakerKind::Organisation),
            speaker(2, "police", SpeakerKind::Group),
            speaker(3, "HRB", SpeakerKind::Organisation),
            speaker(4, "Harbour Rescue Board", SpeakerKind::Organisation),
            speaker(5, "Tidewell Inc.", SpeakerKind::Organisation),
            speaker(6, "Tidewell", SpeakerKind::Organisation),
            speaker(7, "The trust", SpeakerKind::Unnamed),
            speaker(8, "Citizens’ Transport Trust", SpeakerKind::Organisation),
        ];
        let mut quotes: Vec<Quote> = (0..9).map(|id| quote(&[id])).collect();
        same_names("", &mut speakers, &mut quotes);
        let names: Vec<&str> = quotes.iter().map(|one| speakers[one.speakers[0] as usize].name.as_str()).collect();
        let (police, board, firm) = ("Wexford Police Department", "Harbour Rescue Board", "Tidewell Inc.");
        let trust = "Citizens’ Transport Trust";
        assert_eq!(names, [police, police, police, board, board, firm, firm, trust, trust]);
    }

    #[test]
    fn description_before_a_name_is_the_person_of_that_name() {
        let text = "One of the cyclists, Ann Lee, 42, said";
        let mut speakers = vec![
            speaker(0, "One of the cyclists", SpeakerKind::Unnamed),
            Speaker { mentions: vec![Span::new(0, 29)], ..speaker(1, "Ann Lee", SpeakerKind::Person) },
        ];
        let mut quotes = vec![quote(&[0]), quote(&[1])];
        same_names(text, &mut speakers, &mut quotes);
        assert_eq!(quotes[0].speakers, [1]);
    }
}
