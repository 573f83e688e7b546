//! Word lists for the form of an attribution.

use super::CueClass;

/// Returns the class of a verb in any of its forms; [`CueClass::Other`] for unknown verbs.
pub(super) fn class(word: &str) -> CueClass {
    let bases = [("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("ing", ""), ("ing", "e")];
    let known = |base: &str| Some(of_base(base)).filter(|&class| class != CueClass::Other);
    let stripped = |(ending, with): &(&str, &str)| known(&format!("{}{with}", word.strip_suffix(ending)?));
    known(word)
        .or_else(|| bases.iter().find_map(stripped))
        .or_else(|| known(undoubled(word)?))
        .unwrap_or(CueClass::Other)
}

/// Returns the stem without its doubled letter: "admit" of "admitted" and "admitting".
fn undoubled(word: &str) -> Option<&str> {
    let stem = word.strip_suffix("ed").or_else(|| word.strip_suffix("ing"))?;
    let mut last = stem.chars().rev();
    let doubled = last.next().filter(|&c| last.next() == Some(c))?;
    Some(&stem[..stem.len() - doubled.len_utf8()])
}

fn of_base(word: &str) -> CueClass {
    match word {
        "according" | "per" => CueClass::According,
        "add" | "allege" | "argue" | "assert" | "boast" | "caution" | "claim" | "concede" | "contend" | "insist"
        | "joke" | "lament" | "maintain" | "note" | "point" | "quip" | "reckon" | "reiterate" | "remark" | "reply"
        | "said" | "say" | "share" | "stress" | "tell" | "told" | "tweet" | "warn" | "write" | "written" | "wrote" => {
            CueClass::Say
        }
        "acknowledge" | "accept" | "admit" | "advise" | "affirm" | "agree" | "announce" | "answer" | "assure"
        | "clarify" | "comment" | "complain" | "conclude" | "confess" | "confirm" | "counter" | "declare" | "deny"
        | "detail" | "disclose" | "elaborate" | "emphasise" | "emphasize" | "estimate" | "explain" | "forecast"
        | "inform" | "mention" | "narrate" | "observe" | "opine" | "pledge" | "post" | "predict" | "proclaim"
        | "promise" | "recall" | "recount" | "remind" | "repeat" | "report" | "respond" | "reveal" | "signal"
        | "speculate" | "state" | "swear" | "swore" | "testify" | "underline" | "underscore" | "vow" => {
            CueClass::Report
        }
        "accuse" | "attack" | "attribute" | "bemoan" | "blame" | "blast" | "brand" | "call" | "castigate"
        | "characterise" | "characterize" | "condemn" | "criticise" | "criticize" | "decry" | "deem" | "denounce"
        | "deplore" | "deride" | "describe" | "dismiss" | "dub" | "hail" | "label" | "mock" | "praise" | "ridicule"
        | "slam" | "welcome" => CueClass::Judge,
        "ask" | "question" | "wonder" => CueClass::Ask,
        "find" | "found" | "imply" | "indicate" | "read" | "show" | "shown" | "suggest" => CueClass::Show,
        "appeal" | "beg" | "demand" | "encourage" | "order" | "plead" | "propose" | "recommend" | "request"
        | "seek" | "sought" | "urge" | "want" => CueClass::Directive,
        "assume" | "believe" | "consider" | "decide" | "doubt" | "dream" | "expect" | "fear" | "feel" | "felt"
        | "hope" | "imagine" | "knew" | "know" | "known" | "learn" | "realise" | "realize" | "saw" | "see" | "seen"
        | "think" | "thought" | "understand" | "understood" | "wish" | "worry" => CueClass::Belief,
        _ => CueClass::Other,
    }
}

/// Returns true for verbs whose object is almost always a clause.
pub(super) fn wants_clause(word: &str) -> bool {
    matches!(
        word,
        "add"
            | "added"
            | "adding"
            | "adds"
            | "argue"
            | "argued"
            | "argues"
            | "arguing"
            | "claim"
            | "claimed"
            | "claiming"
            | "claims"
            | "insist"
            | "insisted"
            | "insists"
            | "said"
            | "say"
            | "saying"
            | "says"
            | "stressed"
            | "stresses"
            | "warn"
            | "warned"
            | "warns"
    )
}

/// Returns true for irregular past forms, which prove a clause finite.
pub(in crate::attribute) fn is_past(word: &str) -> bool {
    matches!(
        word,
        "ate"
            | "became"
            | "began"
            | "bought"
            | "brought"
            | "came"
            | "caught"
            | "chose"
            | "cost"
            | "did"
            | "drew"
            | "drove"
            | "fell"
            | "felt"
            | "fought"
            | "found"
            | "gave"
            | "got"
            | "grew"
            | "had"
            | "heard"
            | "held"
            | "kept"
            | "knew"
            | "led"
            | "left"
            | "lost"
            | "made"
            | "meant"
            | "met"
            | "paid"
            | "put"
            | "ran"
            | "rose"
            | "said"
            | "sat"
            | "saw"
            | "sent"
            | "shot"
            | "sold"
            | "spent"
            | "spoke"
            | "stood"
            | "thought"
            | "told"
            | "took"
            | "went"
            | "were"
            | "won"
            | "wore"
            | "wrote"
    )
}

/// Returns true for pronouns that can only be a subject.
pub(super) fn is_subject(word: &str) -> bool {
    matches!(word, "he" | "i" | "it" | "she" | "there" | "they" | "we" | "you")
}

/// Returns true for question words.
pub(super) fn asks(word: &str) -> bool {
    matches!(word, "how" | "if" | "what" | "when" | "where" | "whether" | "which" | "who" | "why")
}

/// Returns true for prepositions that begin an object.
pub(super) fn begins_object(word: &str) -> bool {
    matches!(word, "about" | "against" | "as" | "for" | "of" | "on" | "with")
}
