//! Compares a speaker with the notes, as `score_speakers.py` does.

use crate::dev::annotations::NotedSpeaker;
use crate::library::fold;
use crate::reading::{Speaker, SpeakerKind};
use std::collections::BTreeSet;

const TITLES: &str = "sir mr mrs ms miss dr prof professor president prime minister lord lady chief justice senator sen rep gov governor lt gen general maj captain capt colonel rear admiral brigadier datuk seri king queen prince princess the a an councillor cllr advocate adv mp mbe commandant major chairman secretary mayor commissioner author novelist herr frau der die das le la les el los il lo monsieur madame";

/// Agreement of a name with the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Somebody else.
    Wrong,
    /// A part of the name only.
    Short,
    /// The full name.
    Full,
}

/// Returns the words of a name without titles, unless it has no others.
fn words(name: &str) -> Vec<String> {
    let all = all_words(name);
    let bare: Vec<String> = all.iter().filter(|word| !is_title(word)).cloned().collect();
    if bare.is_empty() { all } else { bare }
}

fn all_words(name: &str) -> Vec<String> {
    let plain: String = name.replace('’', "'");
    let owned = plain.replace("'s ", " ");
    fold::words(owned.strip_suffix("'s").unwrap_or(&owned))
}

fn is_title(word: &str) -> bool {
    TITLES.split(' ').any(|title| title == word)
}

fn set(words: &[String]) -> BTreeSet<&str> {
    words.iter().map(String::as_str).collect()
}

/// Compares a name with a speaker of the notes.
pub fn agreement(name: &str, gold: &NotedSpeaker) -> Agreement {
    let (found, full) = (words(name), words(&without_brackets(&gold.name)));
    let named = words(&gold.name);
    let mut known: Vec<String> = all_words(&gold.role);
    known.extend(gold.forms.iter().flat_map(|form| all_words(form)));
    known.extend(all_words(&gold.name));
    let longer = full.len() >= 2
        && set(&full).is_subset(&set(&found))
        && found.iter().all(|word| is_title(word) || known.contains(word));
    if found == named || found == full || found.concat() == full.concat() || longer {
        return Agreement::Full;
    }
    for form in &gold.forms {
        let form = words(form);
        if found == form {
            let part = set(&form).is_subset(&set(&full)) && form.len() < full.len();
            let own = form.len() >= 2 && !part || full.len() == 1;
            return if own { Agreement::Full } else { Agreement::Short };
        }
    }
    let part = !found.is_empty() && found.len() < full.len() && set(&found).is_subset(&set(&full));
    if part { Agreement::Short } else { Agreement::Wrong }
}

fn without_brackets(name: &str) -> String {
    match (name.find('('), name.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", &name[..open], &name[close + 1..]).trim().to_owned()
        }
        _ => name.to_owned(),
    }
}

/// Compares the speakers of a quotation with the noted one; `anonymous`: the notes give it as unnamed.
pub fn of_quotation(speakers: &[&Speaker], has_mention: bool, gold: &NotedSpeaker, anonymous: bool) -> Agreement {
    let Some(first) = speakers.first() else {
        return if anonymous && !has_mention { Agreement::Full } else { Agreement::Wrong };
    };
    let joint = gold.name.replace(" and ", ",").replace(" & ", ",");
    let parts: Vec<&str> = joint.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let one_of = |part: &str| NotedSpeaker { name: part.to_owned(), ..NotedSpeaker::default() };
    let all = || parts.iter().all(|part| speakers.iter().any(|s| agreement(&s.name, &one_of(part)) > Agreement::Wrong));
    if speakers.len() > 1 && speakers.len() == parts.len() && all() {
        return Agreement::Full;
    }
    let best = speakers.iter().map(|speaker| agreement(&speaker.name, gold)).max().unwrap_or(Agreement::Wrong);
    let unnamed = matches!(first.kind, SpeakerKind::Unnamed | SpeakerKind::Group);
    let described = || words(&first.name).iter().any(|word| words(&gold.name).contains(word));
    if anonymous && (best > Agreement::Wrong || unnamed && (gold.name == "anonymous" || described())) {
        return Agreement::Full;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Agreement, agreement};
    use crate::dev::annotations::NotedSpeaker;

    #[test]
    fn names_agree_with_titles_and_parts_aside() {
        let gold = NotedSpeaker {
            name: "José Kowalski".into(),
            role: "mayor of Hill Valley".into(),
            forms: vec!["Kowalski".into(), "the mayor".into()],
            ..NotedSpeaker::default()
        };
        for (name, expected) in [
            ("Jose Kowalski", Agreement::Full),
            ("Mayor José Kowalski", Agreement::Full),
            ("Kowalski", Agreement::Short),
            ("Ann Kowalski", Agreement::Wrong),
            ("Hill Valley", Agreement::Wrong),
        ] {
            assert_eq!(agreement(name, &gold), expected, "{name}");
        }
    }
}
