//! Properties for any text: no panic, spans inside the text and at character boundaries, quotes in order, valid ids;
//! long unbalanced texts finish.

use super::{article, read};
use proptest::prelude::*;
use sayso::document::Span;

fn sound(paragraphs: &[&str]) {
    let article = article(paragraphs);
    let read = read(&article);
    let fits = |span: &Span| span.start < span.end && article.text.get(span.start..span.end).is_some();
    let mut last = 0;
    for (id, quote) in read.quotes.iter().enumerate() {
        assert_eq!(quote.id as usize, id);
        assert!(!quote.spans.is_empty() && quote.spans.iter().chain(&quote.quoted_spans).all(fits));
        assert!(quote.mention.iter().chain(&quote.cue).all(fits));
        assert!(quote.speakers.iter().all(|&speaker| read.speakers[speaker as usize].quotes.contains(&quote.id)));
        assert!((0.0..=1.0).contains(&quote.confidence) && !quote.by.is_empty());
        assert!(last <= quote.spans[0].start);
        last = quote.spans[0].start;
    }
    for (id, speaker) in read.speakers.iter().enumerate() {
        assert_eq!(speaker.id as usize, id);
        assert!(!speaker.name.is_empty() && speaker.mentions.iter().all(fits));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_valid_attributions(text in any::<String>()) {
        sound(&[&text]);
    }

    #[test]
    fn random_words_and_marks_give_valid_attributions(
        words in proptest::collection::vec(
            prop_oneof![
                Just("“"), Just("”"), Just("\""), Just("'"), Just("‘"), Just("’"), Just("„"), Just("«"), Just("»"), Just(","), Just("."),
                Just("said"), Just("told"), Just("according"), Just("to"), Just("he"), Just("she"), Just("who"), Just("the"), Just("Ann"),
                Just("Lee"), Just("Mr."), Just("minister"), Just("and"), Just("of"), Just("("), Just(")"), Just("—"), Just("RFA"), Just("é日🙂"), Just("'s"),
                Just("\n"), Just("that"), Just("was"), Just("interview"), Just("with"), Just("a"), Just("A"), Just("\u{301}"),
            ],
            0..80,
        ),
        glue in prop_oneof![Just(" "), Just("")],
    ) {
        let text = words.join(glue);
        let lines: Vec<&str> = text.split('\n').collect();
        sound(&lines);
    }
}

#[test]
fn long_unbalanced_texts_are_read_in_time() {
    sound(&[&"\"".repeat(100_000), &"“".repeat(100_000), &"a ' “ b” ".repeat(30_000)]);
    sound(&[&"said ".repeat(100_000)]);
    sound(&[&"‘Ann Lee said, ".repeat(20_000)]);
    let mut names = String::new();
    for i in 0..20_000 {
        names.extend(["Ann", &i.to_string(), " Lee", &(i % 700).to_string(), " said so. "]);
    }
    sound(&[&names]);
}
