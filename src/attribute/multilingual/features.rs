//! The features of a candidate, which no language owns.

use super::candidates::{CandidateRow, Last, SAYS, Scene, SourceCandidate, Utterance, WIDTH};
use super::grammar;
use super::mentions::{MentionKind, NOUN};
use super::scripts;
use crate::attribute::draft::BlockPart;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{GIVEN, PRONOUN, WordClass};
use crate::attribute::tokens::{Kind, Token};
use crate::forest::flag;
use crate::reading::SpeakerKind;
use std::ops::Range;

impl Scene<'_> {
    pub(super) fn of_entity(&self, entity: usize, last: Option<Last>, statement: &Utterance, row: &mut CandidateRow) {
        let known = &self.people.entities[entity];
        row[2] = (known.mentions as f32 + 1.0).log2();
        row[3] = (self.beside[entity] as f32 + 1.0).log2();
        row[4] = flag(known.kind == SpeakerKind::Person);
        row[5] = flag(known.kind == SpeakerKind::Organisation || known.kind == SpeakerKind::Outlet);
        row[6] = flag(known.kind == SpeakerKind::Unnamed);
        if let Some(last) = last {
            row[7] = flag(last.entity == entity);
            row[8] = if last.entity == entity {
                (statement.paragraph - last.paragraph.min(statement.paragraph)) as f32
            } else {
                9.0
            };
            row[9] = if last.entity == entity { last.times as f32 } else { 0.0 };
        }
        row[10] = flag(known.name.contains(' '));
        row[56] = (self.mentions_share(entity) * 8.0).round();
        row[68] = flag(known.role.is_some()) + 2.0 * flag(known.is_given);
        row[69] = flag(known.mentions == self.most_mentions);
        row[70] = flag(known.kind == SpeakerKind::Group || known.kind == SpeakerKind::Outlet);
    }

    /// Mentions of an entity as a share of those of the one mentioned most.
    fn mentions_share(&self, entity: usize) -> f32 {
        self.people.entities[entity].mentions as f32 / self.most_mentions.max(1) as f32
    }

    /// Returns true if a mention may be the subject of its sentence: no preposition or article of another case before it, no
    /// ending of another case; in Korean and Japanese the particle behind it.
    fn is_subject(&self, at: usize) -> bool {
        let page = self.page;
        let range = &self.mentions[at].range;
        match page.language {
            Language::Korean => scripts::is_subject(page.word(range.end - 1)),
            Language::Japanese => matches!(page.word(range.end), "は" | "が" | "も"),
            _ => {
                let sentence = page.sentences.at(range.start);
                let first = page.word(range.start).to_lowercase();
                let before = range.start.checked_sub(1).filter(|&at| at >= sentence.start);
                let led = before.is_some_and(|at| {
                    let token = &page.tokens.list[at];
                    token.is(WordClass::PREP | WordClass::CITE)
                        || token.is(WordClass::ADV) && !token.is(WordClass::FOREIGN) && token.end - token.start < 7
                        || OBLIQUE.contains(&page.word(at).to_lowercase().as_str())
                });
                !led && !OBLIQUE.contains(&first.as_str()) && !self.is_oblique(at)
            }
        }
    }

    /// Returns true if the name has another form here than where it is named at its best.
    fn is_oblique(&self, at: usize) -> bool {
        let page = self.page;
        let mention = &self.mentions[at];
        if !page.language.inflects_names() || mention.kind != MentionKind::Name {
            return false;
        }
        let Some(entity) = self.people.of[at] else { return false };
        let name = &self.people.entities[entity].name;
        let word = page.word(mention.head.end - 1);
        !name.split_whitespace().any(|known| known == word)
    }

    /// Returns true if nothing but a comma and one or two small words that are no grammar stand in a gap: `"…", lästerte X`.
    fn is_inverted(&self, gap: &Range<usize>) -> bool {
        let tokens = &self.page.tokens.list;
        let grammar = WordClass::PREP | WordClass::CONJ | WordClass::REL | WordClass::CITE | WordClass::THAT;
        let word = |at: usize| {
            let token = &tokens[at];
            matches!(token.kind, Kind::Comma | Kind::Dash)
                || token.kind == Kind::Word && !token.capital() && !token.is(grammar | WordClass::DET)
        };
        let words = gap.clone().filter(|&at| tokens[at].kind == Kind::Word).count();
        (1..3).contains(&words) && gap.clone().all(word)
    }

    /// Returns true if no other mention that may be a subject stands between this one and the statement.
    fn is_nearest_subject(&self, at: usize, end: usize) -> bool {
        let between = self.mentions[at + 1..].iter().take_while(|mention| mention.range.end <= end);
        let outside = between.filter(|mention| !self.page.marks.inside(mention.head.start)).count();
        !(at + 1..=at + outside.min(8)).any(|other| self.is_subject(other))
    }

    pub(super) fn measure(&self, statement: &Utterance, at: usize, rank: usize, row: &mut CandidateRow) {
        let page = self.page;
        let tokens = &page.tokens.list;
        let mention = &self.mentions[at];
        let (range, content) = (&mention.range, &statement.content);
        let is_before = range.end <= content.start;
        let gap = if is_before { range.end..content.start } else { content.end..range.start };
        let sentence = page.sentences.at(range.start);
        let own = page.sentences.at(content.start);
        let end = page.sentences.at(content.end.saturating_sub(1));
        let number = |token: usize| page.sentences.of.get(token).copied().unwrap_or_default() as f32;
        let kind = |at: usize| tokens.get(at).map(|t| t.kind);
        let before = range.start.checked_sub(1).filter(|&at| at >= sentence.start).map(|at| &tokens[at]);
        let after = tokens.get(range.end).filter(|_| range.end < sentence.end);
        row[11] = flag(is_before);
        row[12] = rank as f32;
        row[13] = (gap.len() as f32 + 1.0).log2();
        row[14] = flag(sentence == own);
        row[15] = flag(sentence == end);
        row[16] = if is_before {
            number(content.start) - number(range.start)
        } else {
            number(range.start) - number(content.end.saturating_sub(1))
        };
        row[17] = flag(self.page.tokens.paragraphs[statement.paragraph].contains(&range.start));
        row[18] = flag(mention.kind == MentionKind::Name);
        row[19] = flag(mention.kind == MentionKind::Noun);
        row[20] = flag(mention.kind == MentionKind::Pronoun);
        row[21] = flag(mention.head.len() > 1);
        row[22] = flag(tokens[mention.head.start].is(GIVEN));
        row[23] = flag(mention.role.is_some());
        row[24] = flag(self.says(range.end..range.end + 1));
        row[25] = flag(self.says(range.end..range.end + 4));
        row[26] = flag(self.says(range.start.saturating_sub(1).max(sentence.start)..range.start));
        row[27] = flag(self.says(range.start.saturating_sub(4).max(sentence.start)..range.start));
        row[28] = self.count(&gap).min(3) as f32;
        row[29] = self.count(&(sentence.start..range.start)).min(3) as f32;
        row[30] = self.count(&(range.end..sentence.end)).min(3) as f32;
        row[31] = (range.start - sentence.start).min(20) as f32;
        row[32] = flag(before.is_some_and(|t| t.is(WordClass::PREP | WordClass::ADV) && !t.is(WordClass::DET)));
        row[33] = flag(
            before.is_some_and(|t| t.is(WordClass::CITE))
                || before.is_some_and(|t| t.is(WordClass::PREP))
                    && range.start > 1
                    && page.says(range.start - 2, "according"),
        );
        row[34] = flag(before.is_some_and(|t| t.kind == Kind::Comma));
        row[35] = flag(after.is_some_and(|t| t.kind == Kind::Comma));
        row[36] = flag(after.is_some_and(|t| t.kind == Kind::Colon));
        row[37] = flag(after.is_some_and(|t| t.is(WordClass::REL)));
        row[38] = flag(gap.clone().any(|at| kind(at) == Some(Kind::Colon)));
        row[39] = flag(after.is_some_and(|t| t.is(WordClass::CITE)));
        row[40] = flag(before.is_some_and(|t| t.is(WordClass::AUX)) || after.is_some_and(|t| t.is(WordClass::AUX)));
        row[41] =
            flag(gap.len() <= 12 && gap.clone().any(|at| tokens[at].is(PRONOUN) || page.marks.outermost(at).is_some()));
        row[42] = flag(statement.cue.is_some_and(|cue| cue + 4 > range.start && cue < range.end + 4));
        row[43] = flag(tokens[mention.head.start].is(WordClass::PLACE));
        let subject = self.is_subject(at);
        row[52] = flag(subject);
        row[53] = flag(subject && is_before && self.is_nearest_subject(at, content.start));
        row[57] = flag(sentence.end >= content.start && is_before && range.start <= sentence.start + 1);
        row[58] = flag(is_platform(page.word(mention.head.start), page.word(mention.head.start + 1)));
        row[62] = flag(self.is_oblique(at));
        row[74] = flag(!is_before && self.is_inverted(&gap));
        row[75] = flag(before.is_some_and(|t| t.kind == Kind::Open) || after.is_some_and(|t| t.kind == Kind::Open));
        let opening = page.tokens.paragraphs[statement.paragraph].start;
        row[76] = flag(range.start >= opening && range.start <= opening + 1);
        let part = page.part(page.paragraph(range.start));
        row[77] = flag(part == BlockPart::Heading) + 2.0 * flag(part == BlockPart::Caption);
        row[66] = flag(statement.is_source(mention)) * if grammar::knows(page.language) { 2.0 } else { 1.0 };
        row[64] = flag(tokens[mention.head.start].is(NOUN));
        row[65] = flag(tokens[range.start].is(WordClass::DET));
    }
}

/// Values that all candidates of a statement share.
pub(super) struct Context {
    /// The row with these values filled.
    pub(super) row: CandidateRow,
}

impl Context {
    /// Measures a statement.
    pub(super) fn of(scene: &Scene<'_>, statement: &Utterance, last: Option<Last>) -> Self {
        let page = scene.page;
        let content = &statement.content;
        let paragraph = &page.tokens.paragraphs[statement.paragraph];
        let sentence = page.sentences.at(content.start);
        let mut row = [0.0; WIDTH];
        row[44] = flag(content.start == paragraph.start);
        row[45] = flag(content.start == sentence.start && content.end + 1 >= sentence.end);
        row[46] = (content.len() as f32).log2();
        row[47] = flag(scene.says(content.end..(content.end + 3).min(paragraph.end)));
        row[48] = flag(scene.count(&(sentence.start..content.start)) > 0);
        row[49] = flag(statement.marked);
        row[50] = last.map_or(15.0, |last| (content.start.saturating_sub(last.end) as f32 + 1.0).log2());
        row[67] = flag(statement.source.is_some());
        if !statement.marked {
            row[78] = f32::from(statement.rule);
            row[79] = flag(page.language.capital_nouns());
            let previous = page.sentences.at(sentence.start.saturating_sub(1));
            row[80] = scene.count(&previous).min(3) as f32;
            row[81] = flag(page.quoted(&previous).next().is_some());
        }
        row[59] = flag(content.start == paragraph.start && content.end + 1 >= paragraph.end);
        row[61] = flag(page.language.is_caseless());
        row[51] = flag(content.start > paragraph.start && page.tokens.list[content.start - 1].kind == Kind::Colon);
        // The words around the marks, and how the content begins.
        let tokens = &page.tokens.list;
        let first = content.clone().find(|&at| tokens[at].kind == Kind::Word);
        row[129] = flag(first.is_some_and(|at| tokens[at].capital()));
        let before = content.start.checked_sub(1).filter(|&at| at >= sentence.start);
        row[130] = before.map_or(0.0, |at| neighbour(&tokens[at]));
        row[131] = tokens.get(content.end).filter(|_| content.end < paragraph.end).map_or(0.0, neighbour);
        row[132] = (content.start.saturating_sub(sentence.start)).min(30) as f32;
        let last = content.clone().rev().take(2).find(|&at| tokens[at].kind != Kind::Mark);
        row[133] = last.map_or(0.0, |at| neighbour(&tokens[at]));
        row[134] = (page.sentences.at(content.end.saturating_sub(1)).end.saturating_sub(content.end)).min(30) as f32;
        Self { row }
    }
}

/// A number for the kind of a token beside a statement.
fn neighbour(token: &Token) -> f32 {
    match token.kind {
        Kind::Colon => 1.0,
        Kind::Comma => 2.0,
        Kind::Stop => 3.0,
        Kind::Dash => 4.0,
        Kind::Word if token.is(SAYS) => 5.0,
        Kind::Word if token.is(WordClass::THAT | WordClass::CONJ) => 6.0,
        Kind::Word if token.is(WordClass::PREP) => 7.0,
        Kind::Word if token.is(WordClass::DET) => 8.0,
        Kind::Word if token.is(WordClass::AUX) => 9.0,
        Kind::Word if token.is(PRONOUN) => 10.0,
        Kind::Word if token.capital() => 11.0,
        Kind::Word => 12.0,
        _ => 13.0,
    }
}

/// Articles and prepositions with articles that do not stand before a subject.
const OBLIQUE: [&str; 30] = [
    "dem", "den", "des", "einem", "einen", "eines", "einer", "du", "del", "della", "dell", "au", "al", "aux", "alla",
    "allo", "agli", "alle", "dei", "delle", "degli", "dal", "dalla", "nel", "nella", "sul", "sulla", "do", "ao", "à",
];

/// Services in which people write: they say nothing themselves.
fn is_platform(word: &str, next: &str) -> bool {
    const PLATFORMS: [&str; 14] = [
        "bluesky",
        "facebook",
        "instagram",
        "linkedin",
        "snapchat",
        "telegram",
        "threads",
        "tiktok",
        "twitter",
        "wechat",
        "weibo",
        "whatsapp",
        "x",
        "youtube",
    ];
    let word = word.to_lowercase();
    PLATFORMS.contains(&word.as_str()) || word == "truth" && next.eq_ignore_ascii_case("social")
}

/// Compares the candidates of a statement: who else stands right beside a reporting word.
pub(super) fn compare(candidates: &mut [SourceCandidate]) {
    let beside = |row: &CandidateRow| {
        let says = row[24] + row[26] + row[33] + row[39] > 0.0;
        f32::from(u8::from(says)) * (12.0 - row[13] * 2.0 - row[28].min(1.0) + 2.0 * row[14].max(row[15])).max(0.0)
    };
    let times: Vec<f32> = candidates
        .iter()
        .map(|one| candidates.iter().filter(|other| other.entity == one.entity).count() as f32)
        .collect();
    let named = candidates.iter().any(|one| one.row[66] > 0.0 && one.row[20] == 0.0);
    for (one, times) in candidates.iter_mut().zip(times) {
        one.row[71] = times;
        one.row[72] = f32::from(u8::from(named && one.row[66] == 0.0));
    }
    let all: Vec<(Option<usize>, f32)> = candidates.iter().map(|one| (one.mention, beside(&one.row))).collect();
    for one in candidates {
        let own = if one.mention.is_some() { beside(&one.row) } else { 0.0 };
        let best = all.iter().filter(|(mention, _)| *mention != one.mention).map(|&(_, score)| score);
        let best = best.fold(0.0, f32::max);
        one.row[54] = own;
        one.row[55] = best;
        one.row[63] = own - best;
    }
}
