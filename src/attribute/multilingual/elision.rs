//! French and Italian words that are written together with the article or preposition before them: "l'Élysée",
//! "d'Emmanuel Macron", "dell'avvocato". Each becomes two tokens, so that names and nouns are found behind them.

use crate::attribute::detect::classes;
use crate::attribute::language::Language;
use crate::attribute::lexicon::{Lexicon, WordClass, hash_of};
use crate::attribute::signs::is_apostrophe;
use crate::attribute::tokens::{Kind, MAX_TOKENS, Shape, Token, Tokens, shape_of};

/// Articles that lose their last letter.
const ARTICLES: [&str; 2] = ["l", "un"];
/// Prepositions, and prepositions with their article.
const PREPOSITIONS: [&str; 7] = ["d", "dell", "all", "dall", "nell", "sull", "coll"];

/// Divides the words of a page in French or Italian; leaves other languages as they are.
pub fn split(text: &str, tokens: &mut Tokens, lexicon: &Lexicon, language: Language) {
    if !matches!(language, Language::French | Language::Italian) {
        return;
    }
    let room = tokens.list.len() + tokens.list.len() / 16;
    let old = std::mem::replace(&mut tokens.list, Vec::with_capacity(room));
    for paragraph in &mut tokens.paragraphs {
        let first = tokens.list.len();
        for (at, token) in old[paragraph.clone()].iter().enumerate() {
            let inner = at > 0 && matches!(old[paragraph.start + at - 1].kind, Kind::Word | Kind::Comma);
            match parts(text, token, lexicon, language).filter(|_| !is_name(text, token, inner)) {
                Some(parts) if tokens.list.len() < MAX_TOKENS => tokens.list.extend(parts),
                _ => tokens.list.push(*token),
            }
        }
        *paragraph = first..tokens.list.len();
    }
}

/// Returns true for "L'Oréal" and "D'Alema": the capital shows that what stands before the apostrophe is part of the name.
/// `inner`: a word or a comma stands
/// before it.
fn is_name(text: &str, token: &Token, inner: bool) -> bool {
    token.capital() && (inner || token.span().of(text).starts_with('D'))
}

/// The two parts of a word: the article or preposition with its apostrophe, and the rest.
fn parts(text: &str, token: &Token, lexicon: &Lexicon, language: Language) -> Option<[Token; 2]> {
    if token.kind != Kind::Word {
        return None;
    }
    let word = token.span().of(text);
    let (at, sign) = word.char_indices().find(|(_, c)| is_apostrophe(*c))?;
    let before = word[..at].to_lowercase();
    let rest = &word[at + sign.len_utf8()..];
    let article = ARTICLES.contains(&before.as_str());
    // "d'après", "d'ailleurs" and "d'accord" are words of the lists.
    let listed = || token.is(WordClass::CITE | WordClass::ADV | WordClass::CONJ | WordClass::FOREIGN);
    if !article && (!PREPOSITIONS.contains(&before.as_str()) || listed()) || !rest.starts_with(char::is_alphabetic) {
        return None;
    }
    let middle = token.end - rest.len() as u32;
    let class = if article { WordClass::DET } else { WordClass::PREP };
    let first = Token {
        end: middle,
        hash: hash_of(&word[..at]),
        shape: token.shape & (Shape::SPACE_BEFORE | Shape::CAPITAL),
        classes: class | WordClass::FOREIGN_STOP,
        ..*token
    };
    let hash = hash_of(rest);
    let shape = shape_of(rest) | token.shape & Shape::SPACE_AFTER;
    Some([
        first,
        Token { start: middle, hash, shape, classes: classes(rest, hash, shape, lexicon, language), ..*token },
    ])
}

#[cfg(test)]
mod tests {
    use crate::attribute::draft::Analysis;
    use crate::attribute::lexicon::Lexicon;
    use crate::document::Span;

    fn words(text: &str) -> Vec<String> {
        let page = Analysis::of(text, std::iter::once(Span::new(0, text.len())), &Lexicon::bundled());
        (0..page.tokens.list.len()).map(|at| page.word(at).to_owned()).collect()
    }

    #[test]
    fn french_article_and_preposition_are_words_of_their_own() {
        let text = "L'avocat d'Élise Durand a dit à l'AFP que la ville n'est pas une île et qu'aujourd'hui il pleut.";
        let words = words(text);
        assert_eq!(words[..6], ["L'", "avocat", "d'", "Élise", "Durand", "a"]);
        assert!(words.contains(&"AFP".to_owned()) && words.iter().any(|word| word.ends_with("aujourd'hui")));
    }

    #[test]
    fn italian_preposition_with_its_article_is_a_word_of_its_own() {
        let words =
            words("Il presidente dell'Ucraina ha detto all'Ansa che il vertice si terrà a Roma e non a Milano.");
        assert_eq!(words[1..4], ["presidente", "dell'", "Ucraina"]);
        assert!(words.contains(&"Ansa".to_owned()));
    }

    #[test]
    fn apostrophe_in_a_name_stays() {
        let words =
            words("Le groupe L'Oréal a dit que la ville est belle, et Massimo D'Alema est dans la ville de Rome.");
        assert!(words.contains(&"L'Oréal".to_owned()) && words.contains(&"D'Alema".to_owned()));
    }

    #[test]
    fn apostrophes_of_other_languages_stay() {
        assert!(
            words("The singer d'Angelo said that he was there and would stay with them for the day.")
                .contains(&"d'Angelo".to_owned())
        );
    }
}
