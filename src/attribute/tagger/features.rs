//! Features of the tagger: [`Context`], computed once per page, and from it the keys of each token.

use super::super::draft::{Analysis, Draft};
use super::super::lexicon::{WordClass, hash_of, mix};
use super::super::marks::NONE;
use super::super::tokens::{Kind, Shape, Token};

/// A template: the neighbours whose labels its weights affect, relative to the token of the key.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Offset of the first neighbour.
    pub low: i8,
    /// Offset of the last neighbour.
    pub high: i8,
}

impl Template {
    /// Number of neighbours.
    #[inline]
    pub const fn width(self) -> usize {
        (self.high - self.low + 1) as usize
    }
}

const fn window(low: i8, high: i8) -> Template {
    Template { low, high }
}

/// The templates; a key's template is its index in [`Keys`].
pub const TEMPLATES: [Template; COUNT] = [
    window(-4, 4), // word
    window(-4, 4), // signature
    window(-1, 2), // two words
    window(-3, 4), // two signatures
    window(-1, 1), // three signatures
    window(-1, 1), // ending
    window(-1, 1), // word in or out of marks
    window(0, 0),  // marks
    window(0, 0),  // marks and sentence
    window(0, 0),  // cue to the left
    window(0, 0),  // cue to the right
    window(0, 0),  // cues on both sides
    window(0, 0),  // left cue's word
    window(0, 0),  // right cue's word
    window(0, 0),  // before the quotation
    window(0, 0),  // behind the quotation
    window(0, 0),  // both ends of the quotation
    window(0, 0),  // since the left cue
    window(0, 0),  // first word of the sentence
    window(0, 0),  // paragraph
    window(0, 0),  // left cue and signature
    window(0, 0),  // right cue and signature
    window(-1, 1), // what the rules say
    window(0, 0),  // the same and the signature
];

/// Number of templates.
pub const COUNT: usize = 24;

/// The keys of one token, one per template; 0 if the template does not apply.
pub type Keys = [u64; COUNT];

/// The surroundings of each token, computed once per page.
#[derive(Debug)]
pub struct Context {
    /// A small class of each token, from its word or sign.
    signature: Vec<u8>,
    /// Nearest candidate cue outside marks to the left in the sentence; `NONE` if there is none.
    left: Vec<u32>,
    /// Nearest candidate cue outside marks to the right in the sentence; `NONE` if there is none.
    right: Vec<u32>,
    /// For each quotation in marks, classes of the tokens before it, after it, and of itself.
    quoted: Vec<[u64; 3]>,
    /// For each token, the number of commas and conjunctions since the left cue.
    since: Vec<u8>,
    /// For each sentence, true if a quotation opens in it, and the hash of its first word.
    sentences: Vec<(bool, u64)>,
    /// For each token, part and rule of the rules' draft that holds it; 0 if none.
    ruled: Vec<u8>,
}

impl Context {
    /// Computes the context of a page; `ruled` are the drafts of the rules.
    pub fn of(page: &Analysis<'_>, ruled: &[Draft]) -> Self {
        let tokens = &page.tokens.list;
        let signature: Vec<u8> = tokens.iter().map(signature).collect();
        let mut context = Self {
            left: vec![NONE; tokens.len()],
            right: vec![NONE; tokens.len()],
            since: vec![0; tokens.len()],
            quoted: Vec::new(),
            sentences: Vec::new(),
            ruled: by_rule(tokens.len(), ruled),
            signature,
        };
        context.scan(page);
        let first = |range: &std::ops::Range<usize>| tokens.get(range.start).map_or(0, |t| t.hash);
        context.sentences =
            page.sentences.list.iter().map(|range| (page.opens_quotation(range), first(range))).collect();
        context.quoted = (0..page.marks.list.len()).map(|at| context.ends(page, at)).collect();
        context
    }

    /// Finds the nearest cues on both sides, and the commas in between.
    fn scan(&mut self, page: &Analysis<'_>) {
        let tokens = &page.tokens.list;
        for sentence in &page.sentences.list {
            let (mut last, mut since) = (NONE, 0_u8);
            for at in sentence.clone() {
                self.left[at] = last;
                self.since[at] = since;
                if page.marks.inside(at) {
                    continue;
                }
                if candidate(tokens, at) {
                    (last, since) = (at as u32, 0);
                } else if tokens[at].kind == Kind::Comma {
                    since = (since + 4).min(15);
                } else if tokens[at].is(WordClass::CONJ) && since % 4 < 3 {
                    since += 1;
                }
            }
            last = NONE;
            for at in sentence.clone().rev() {
                self.right[at] = last;
                if !page.marks.inside(at) && candidate(tokens, at) {
                    last = at as u32;
                }
            }
        }
    }

    fn ends(&self, page: &Analysis<'_>, at: usize) -> [u64; 3] {
        let quoted = &page.marks.list[at];
        let sentence = page.sentences.at(quoted.open);
        let sign = |i: usize| self.signature.get(i).copied().map_or(0, u64::from);
        let within = |i: usize| sentence.contains(&i);
        let before = |n: usize| quoted.open.checked_sub(n).filter(|&i| within(i)).map_or(255, sign);
        let after = |n: usize| Some(quoted.close + n).filter(|&i| within(i)).map_or(255, sign);
        let inside = quoted.inside();
        let length = bucket(inside.len());
        let last = inside.end.checked_sub(1).map_or(0, sign);
        let form = length
            | u64::from(quoted.closed) << 4
            | u64::from(quoted.single) << 5
            | u64::from(quoted.depth.min(1)) << 6
            | last << 8
            | u64::from(quoted.continues) << 16;
        let capital = page.token(inside.start).is_some_and(Token::capital);
        [
            before(1) | before(2) << 8 | length << 16 | u64::from(capital) << 24,
            after(1) | after(2) << 8 | last << 16 | after(3) << 24,
            form | before(1) << 24 | after(1) << 32 | u64::from(capital) << 40,
        ]
    }

    /// Computes the keys of the token at `at`.
    pub fn keys(&self, page: &Analysis<'_>, at: usize, keys: &mut Keys) {
        let tokens = &page.tokens.list;
        let token = &tokens[at];
        let sign = |i: Option<usize>| i.and_then(|i| self.signature.get(i)).copied().map_or(0, u64::from);
        let here = u64::from(self.signature[at]);
        let (previous, next) = (sign(at.checked_sub(1)), sign(Some(at + 1)));
        let mark = mark(page, at);
        let begins = u64::from(page.sentences.begins[at]);
        let (left, right) = (self.left[at], self.right[at]);
        let (left_kind, left_far) = self.near(at, left);
        let (right_kind, right_far) = self.near(at, right);
        let word = |i: u32| tokens.get(i as usize).map_or(0, |t| t.hash);
        let sentence = page.sentences.at(at);
        let number = page.sentences.of.get(at).map_or(usize::MAX, |&i| i as usize);
        let (has_quotes, opening) = self.sentences.get(number).copied().unwrap_or_default();
        let rule = u64::from(self.ruled[at]);
        let before = at.checked_sub(1).map_or(0, |i| u64::from(self.ruled[i]));
        let quoted = page.marks.outer.get(at).copied().unwrap_or(NONE);
        let ends = self.quoted.get(quoted as usize);
        *keys = [
            key(0, token.hash),
            key(1, here | mark << 8),
            tokens.get(at + 1).map_or(0, |t| key(2, token.hash.wrapping_mul(3) ^ t.hash)),
            key(3, here | next << 8 | (mark & 3) << 16),
            key(4, previous | here << 8 | next << 16 | (mark & 3) << 24),
            key(5, ending(page.word(at))),
            key(6, token.hash ^ (mark + 1).wrapping_mul(0x9e37)),
            key(7, mark | begins << 8 | here << 16),
            key(8, mark | bucket(at - sentence.start) << 8 | bucket(sentence.end - at) << 16),
            key(9, left_kind | left_far << 8 | mark << 16),
            key(10, right_kind | right_far << 8 | mark << 16),
            key(11, left_kind | right_kind << 8 | mark << 16 | left_far.min(2) << 24 | right_far.min(2) << 32),
            if left == NONE { 0 } else { key(12, word(left) ^ (mark | left_far << 8).wrapping_mul(0x9e37)) },
            if right == NONE { 0 } else { key(13, word(right) ^ (mark | right_far << 8).wrapping_mul(0x9e37)) },
            ends.map_or(0, |e| key(14, e[0] ^ mark << 40)),
            ends.map_or(0, |e| key(15, e[1] ^ mark << 40)),
            ends.map_or(0, |e| key(16, e[2] ^ mark << 48)),
            key(17, u64::from(self.since[at]) | left_kind << 8 | mark << 16),
            key(18, opening ^ mark.wrapping_mul(0x9e37)),
            key(19, mark | left_kind << 8 | right_kind << 16 | begins << 24 | u64::from(has_quotes) << 25),
            key(20, left_kind | left_far << 8 | here << 16 | previous << 24),
            key(21, right_kind | right_far << 8 | here << 16 | next << 24),
            key(22, rule | before << 8 | mark << 16),
            key(23, rule | here << 8 | mark << 16),
        ];
    }

    /// Returns the kind of the candidate cue and a class of its distance.
    fn near(&self, at: usize, cue: u32) -> (u64, u64) {
        if cue == NONE {
            return (0, 0);
        }
        (u64::from(self.signature[cue as usize]), bucket(at.abs_diff(cue as usize)))
    }
}

impl Analysis<'_> {
    /// Returns true if a quotation opens in the sentence.
    fn opens_quotation(&self, sentence: &std::ops::Range<usize>) -> bool {
        let first = self.marks.list.partition_point(|q| q.open < sentence.start);
        self.marks.list.get(first).is_some_and(|q| q.open < sentence.end)
    }
}

/// Returns a class for the quote marks around the token: depth, and whether it opens or closes a quotation.
fn mark(page: &Analysis<'_>, at: usize) -> u64 {
    let depth = u64::from(page.marks.depth[at].min(2));
    let quoted = page.marks.outermost(at);
    let edge = quoted.map_or(0, |q| {
        if q.open == at {
            1
        } else if q.close == at {
            2
        } else {
            0
        }
    });
    let kind = quoted.map_or(0, |q| u64::from(!q.closed) | u64::from(q.single) << 1 | u64::from(q.continues) << 2);
    depth | edge << 2 | kind << 4
}

/// Returns part and rule of each token in the rules' drafts.
fn by_rule(tokens: usize, drafts: &[Draft]) -> Vec<u8> {
    let mut out = vec![0; tokens];
    for draft in drafts {
        let rule = match draft.by {
            "cue-before" => 1,
            "cue-after" => 2,
            _ => 3,
        };
        let parts = draft
            .content
            .iter()
            .map(|r| (1, r))
            .chain(draft.cue.iter().map(|r| (2, r)))
            .chain(draft.source.iter().map(|r| (3, r)));
        for (part, range) in parts {
            out[range.clone()].fill(rule << 3 | part << 1);
            out[range.start] |= 1;
        }
    }
    out
}

#[inline]
fn key(template: u64, value: u64) -> u64 {
    mix(value.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ template << 58) | 1
}

/// Puts lengths and distances into eleven classes.
fn bucket(length: usize) -> u64 {
    match length {
        0..=4 => length as u64,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        15..=24 => 8,
        25..=49 => 9,
        _ => 10,
    }
}

/// Returns the last three letters, in lower case.
fn ending(word: &str) -> u64 {
    let mut chars = word.char_indices().rev();
    let start = chars.nth(2).map_or(0, |(at, _)| at);
    hash_of(&word[start..])
}

/// Returns true if the word may be a cue.
fn candidate(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let noun = at.checked_sub(1).is_some_and(|i| tokens[i].is(WordClass::DET));
    (token.is(WordClass::SPEECH | WordClass::STANCE) && !noun && !token.capital()) || token.hash == according()
}

fn according() -> u64 {
    hash_of("according")
}

/// Returns a small class of the token: its word class, else its form.
fn signature(token: &Token) -> u8 {
    match token.kind {
        Kind::Number => 1,
        Kind::Mark => 2,
        Kind::Stop => 3,
        Kind::Comma => 4,
        Kind::Colon => 5,
        Kind::Dash => 6,
        Kind::Open => 7,
        Kind::Close => 8,
        Kind::Other => 9,
        Kind::Word => 10 + word_signature(token),
    }
}

/// In order of priority: the first class that fits.
const ORDER: &[WordClass] = &[
    WordClass::HE,
    WordClass::SHE,
    WordClass::THEY,
    WordClass::IT,
    WordClass::REL,
    WordClass::FIRST,
    WordClass::DET,
    WordClass::AUX,
    WordClass::CONJ,
    WordClass::PREP,
    WordClass::DAY,
    WordClass::ADV,
];

fn word_signature(token: &Token) -> u8 {
    let finite = token.is(WordClass::FINITE);
    let capital = u8::from(token.has(Shape::CAPITAL));
    if token.is(WordClass::SAY) {
        return u8::from(finite) * 2 + capital;
    }
    if token.is(WordClass::SPEECH) && capital == 0 {
        return 4 + u8::from(finite) + 2 * u8::from(token.is(WordClass::CUE_NOUN));
    }
    if token.is(WordClass::STANCE) && capital == 0 {
        return 8 + u8::from(finite) + 2 * u8::from(token.is(WordClass::CUE_NOUN));
    }
    if let Some(at) = ORDER.iter().position(|&bits| token.is(bits)) {
        return 12 + at as u8;
    }
    let role = [
        WordClass::CUE_NOUN,
        WordClass::ROLE,
        WordClass::TITLE,
        WordClass::GROUP,
        WordClass::OUTLET | WordClass::OUTLET_WORD,
        WordClass::ORGANISATION,
        WordClass::PLACE,
        super::super::lexicon::GIVEN,
    ];
    if let Some(at) = role.iter().position(|&bits| token.is(bits)) {
        return 24 + 2 * at as u8 + capital;
    }
    if token.has(Shape::UPPER) {
        return 40;
    }
    41 + capital + 2 * u8::from(token.has(Shape::DIGIT)) + 4 * u8::from(token.has(Shape::HYPHEN))
}
