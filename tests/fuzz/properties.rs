//! Properties that hold for every reading.

use proptest::prelude::*;
use sayso::article::Article;
use sayso::document::{Block, Document, Span};
use sayso::load::{MediaType, Source};
use sayso::reading::Reading;
use sayso::reading::json::JsonReading;

/// Success, or the property that failed.
pub type Held = Result<(), TestCaseError>;

/// A source of these bytes, as if loaded.
pub fn source(bytes: Vec<u8>, ending: &str) -> Source {
    let media_type = match ending {
        "html" => MediaType::Html,
        "md" => MediaType::Markdown,
        "pdf" => MediaType::Pdf,
        _ => MediaType::Text,
    };
    let location = format!("a.{ending}");
    Source { location, bytes, media_type, charset: "utf-8".into(), ..Source::default() }
}

/// Checks that no character controls a terminal, except line breaks and tabs.
pub fn clean(what: &str, text: &str) -> Held {
    let bad = text.chars().find(|&c| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{e0000}'..='\u{e007f}' | '\u{feff}')
    });
    prop_assert!(bad.is_none(), "{what} holds {bad:?}: {text:?}");
    Ok(())
}

/// Like [`clean`], and the text is one line.
pub fn line(what: &str, text: &str) -> Held {
    clean(what, text)?;
    prop_assert!(!text.contains(['\n', '\t', '\u{2028}', '\u{2029}']), "{what} is not one line: {text:?}");
    Ok(())
}

fn lines<'a>(what: &str, texts: impl IntoIterator<Item = &'a String>) -> Held {
    texts.into_iter().try_for_each(|text| line(what, text))
}

/// Checks that a span is not empty and within a text, at character boundaries.
fn inside(what: &str, span: Span, text: &str) -> Held {
    prop_assert!(span.start < span.end, "{what} is empty: {span:?}");
    prop_assert!(text.get(span.start..span.end).is_some(), "{what} is outside or cuts a letter: {span:?} of {text:?}");
    Ok(())
}

/// Checks that the blocks of a page are clean and contain their marks.
pub fn document(document: &Document) -> Held {
    for block in &document.blocks {
        self::block(block)?;
        if let Some(element) = block.element {
            prop_assert!((element as usize) < document.elements.len(), "no such element: {element}");
        }
    }
    for (index, element) in document.elements.iter().enumerate() {
        prop_assert!(element.parent.is_none_or(|parent| (parent as usize) < index), "a parent after its child");
    }
    let meta = &document.meta;
    lines("authors", &meta.authors)?;
    for field in [
        &meta.title,
        &meta.site,
        &meta.published,
        &meta.url,
        &meta.language,
        &meta.description,
        &meta.image,
        &meta.page_type,
    ] {
        lines("metadata", field)?;
    }
    Ok(())
}

fn block(block: &Block) -> Held {
    clean("a block", &block.text)?;
    let mut before = Span::default();
    for mark in &block.marks {
        inside("a mark", mark.span, &block.text)?;
        prop_assert!(mark.span.start >= before.start, "marks out of order in {block:?}");
        before = mark.span;
    }
    clean("a block's parts", &format!("{:?}", (&block.kind, &block.marks, &block.footnote)))
}

/// Checks that every block of the page is in the article or in the clutter, once, and that the text consists of its
/// blocks.
pub fn article(article: &Article, page: &Document) -> Held {
    let mut places: Vec<u32> =
        article.blocks.iter().map(|b| b.order).chain(article.clutter.iter().map(|b| b.order)).collect();
    places.sort_unstable();
    prop_assert_eq!(places, (0..page.blocks.len() as u32).collect::<Vec<_>>(), "a block lost or doubled");
    for placed in &article.blocks {
        prop_assert_eq!(placed.span.of(&article.text), &placed.block.text);
        prop_assert_eq!(&placed.block, &page.blocks[placed.order as usize]);
    }
    for hidden in &article.clutter {
        prop_assert_eq!(&hidden.block, &page.blocks[hidden.order as usize]);
        prop_assert!((0.0..=1.0).contains(&hidden.confidence), "confidence {}", hidden.confidence);
        prop_assert!(hidden.after.is_none_or(|after| (after as usize) < article.blocks.len()));
    }
    let joined = article.blocks.iter().map(|b| b.block.text.as_str()).collect::<Vec<_>>().join("\n\n");
    prop_assert_eq!(&article.text, &joined);
    article.standfirst.iter().try_for_each(|text| clean("a standfirst", text))?;
    lines("a title", &article.meta.title)?;
    lines("an author", &article.meta.authors)?;
    article.problems.iter().try_for_each(|problem| line("a problem", &problem.to_string()))
}

/// Checks quotes and speakers: within the text, in order, with references in both directions.
pub fn attributions(reading: &Reading) -> Held {
    let text = &reading.article.text;
    let said = &reading.attributions;
    for (index, quote) in said.quotes.iter().enumerate() {
        prop_assert_eq!(quote.id as usize, index);
        prop_assert!(!quote.spans.is_empty(), "a quote without words: {:?}", quote);
        prop_assert!((0.0..=1.0).contains(&quote.confidence), "confidence {}", quote.confidence);
        for span in quote.spans.iter().chain(&quote.quoted_spans).chain(&quote.mention).chain(&quote.cue) {
            inside("a quote", *span, text)?;
        }
        prop_assert!(
            quote.spans.windows(2).all(|pair| pair[0].end <= pair[1].start),
            "pieces out of order: {:?}",
            quote
        );
        for marked in &quote.quoted_spans {
            let within = quote.spans.iter().any(|span| span.start <= marked.start && marked.end <= span.end);
            prop_assert!(within, "marked words outside the quote: {:?}", quote);
        }
        for &speaker in &quote.speakers {
            let known = said.speakers.get(speaker as usize).is_some_and(|s| s.quotes.contains(&quote.id));
            prop_assert!(known, "speaker {speaker} does not know of {:?}", quote);
        }
        lines("via", &quote.via)?;
    }
    let starts: Vec<_> = said.quotes.iter().map(|quote| quote.spans[0].start).collect();
    prop_assert!(starts.is_sorted(), "quotes out of order: {starts:?}");
    for (index, speaker) in said.speakers.iter().enumerate() {
        prop_assert_eq!(speaker.id as usize, index);
        line("a name", &speaker.name)?;
        prop_assert!(!speaker.name.trim().is_empty(), "a speaker without a name");
        lines("a role", &speaker.role)?;
        for span in &speaker.mentions {
            inside("a mention", *span, text)?;
        }
        for &quote in &speaker.quotes {
            let known = said.quotes.get(quote as usize).is_some_and(|q| q.speakers.contains(&speaker.id));
            prop_assert!(known, "quote {quote} does not know of {:?}", speaker);
        }
    }
    for story in &reading.related {
        line("a story's title", &story.title)?;
        for field in [&story.url, &story.kicker, &story.author, &story.published, &story.summary] {
            lines("a story", field)?;
        }
    }
    Ok(())
}

/// Checks that the stored form reads back to the same value, and that the printed JSON parses, with valid spans.
pub fn written(reading: &Reading) -> Held {
    let stored = serde_json::to_string(reading).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let mut back: Reading = serde_json::from_str(&stored).map_err(|error| TestCaseError::fail(error.to_string()))?;
    // The tree of the page is not stored, since it is not needed after decluttering.
    for (old, new) in reading.article.blocks.iter().zip(&mut back.article.blocks) {
        new.block.element = old.block.element;
    }
    for (old, new) in reading.article.clutter.iter().zip(&mut back.article.clutter) {
        new.block.element = old.block.element;
    }
    prop_assert_eq!(reading, &back);
    let printed =
        serde_json::to_string(&JsonReading::of(reading)).map_err(|error| TestCaseError::fail(error.to_string()))?;
    clean("the JSON", &printed)?;
    let value: serde_json::Value =
        serde_json::from_str(&printed).map_err(|error| TestCaseError::fail(error.to_string()))?;
    let letters: Vec<char> = reading.article.text.chars().collect();
    for block in value["blocks"].as_array().into_iter().flatten() {
        let place = |name: &str| block[name].as_u64().unwrap_or(u64::MAX) as usize;
        let part: Option<String> = letters.get(place("start")..place("end")).map(|letters| letters.iter().collect());
        prop_assert_eq!(part.as_deref(), block["text"].as_str());
    }
    Ok(())
}
