//! Merges speakers of one name: the same words in any case, with or without article and accents.

use crate::reading::{Quote, Speaker, SpeakerKind};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Gives the quotations of speakers whose name another speaker has to the first of them. The others are left without
/// quotations.
pub(super) fn same_names(speakers: &mut [Speaker], quotes: &mut [Quote]) {
    let mut first: FxHashMap<String, u32> = FxHashMap::default();
    let mut into: Vec<u32> = (0..speakers.len() as u32).collect();
    for at in 0..speakers.len() {
        let id = speakers[at].id;
        let kept = *first.entry(key(&speakers[at].name)).or_insert(id);
        if kept == id {
            continue;
        }
        into[at] = kept;
        let (mentions, role, kind) =
            (std::mem::take(&mut speakers[at].mentions), speakers[at].role.take(), speakers[at].kind);
        if let Some(known) = speakers.get_mut(kept as usize) {
            if kind == SpeakerKind::Person || mentions.len() > known.mentions.len() {
                known.kind = kind;
            }
            known.mentions.extend(mentions);
            known.role = known.role.take().or(role);
        }
    }
    for quote in quotes {
        for id in &mut quote.speakers {
            *id = into.get(*id as usize).copied().unwrap_or(*id);
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

/// The words of a name by which it is compared.
fn key(name: &str) -> String {
    let lower: String = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let bare = lower.strip_prefix("the ").or_else(|| lower.strip_prefix("a ")).or_else(|| lower.strip_prefix("an "));
    bare.unwrap_or(&lower).replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::same_names;
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
        same_names(&mut speakers, &mut quotes);
        assert_eq!(quotes[0].speakers, [0, 1]);
        assert_eq!(quotes[1].speakers, [1]);
        assert_eq!(speakers[1].kind, SpeakerKind::Person);
    }
}
