//! The true quotations of annotated articles: their words, their place, and who says them by the gold.

use crate::article::{Article, Role, ShownBlock};
use crate::attribute::{self, MarkedPassage, marked_passages};
use crate::check::NamedSpeaker;
use crate::check::source::SourceUtterance;
use crate::dev::annotations::{self, Articles};
use crate::dev::train_tagger::corpus;
use crate::document::{Block, Span};
use std::io;
use std::path::Path;

/// An annotated article.
#[derive(Debug)]
pub struct BenchArticle {
    /// Its name in the report.
    pub name: String,
    /// The article.
    pub article: Article,
    /// Speech with its speakers, by the gold.
    pub utterances: Vec<SourceUtterance>,
    /// The quotations in marks.
    pub cases: Vec<BenchCase>,
}

/// A true quotation.
#[derive(Clone, Debug)]
pub struct BenchCase {
    /// The pieces in marks.
    pub spans: Vec<Span>,
    /// The clause before the first mark that belongs to what is said.
    pub before: String,
    /// The clause behind the last mark that belongs to what is said.
    pub after: String,
    /// The speaker, if the gold names one.
    pub speaker: Option<String>,
    /// The utterance of the gold.
    pub utterance: usize,
}

/// Words that a source may consist of and that name nobody.
const UNNAMED: [&str; 18] = [
    "he", "she", "they", "it", "who", "i", "we", "you", "which", "that", "his", "her", "their", "him", "them", "one",
    "those", "this",
];

/// Reads the articles of PolNeAR's layout.
///
/// # Errors
/// The folder cannot be read.
pub fn polnear(folder: &Path, model: &attribute::Model) -> io::Result<Vec<BenchArticle>> {
    Ok(corpus::load(folder)?.into_iter().map(|annotated| polnear_article(annotated, model)).collect())
}

fn polnear_article(annotated: corpus::Annotated, model: &attribute::Model) -> BenchArticle {
    let block = |span: Span| Block { text: span.of(&annotated.text).to_owned(), ..Block::default() };
    let shown =
        |(order, span): (usize, Span)| ShownBlock { role: Role::Body, span, block: block(span), order: order as u32 };
    let blocks = corpus::paragraphs(&annotated.text).into_iter().enumerate().map(shown).collect();
    let article = Article { text: annotated.text.clone(), blocks, ..Article::default() };
    let passages = marked_passages(&article, model);
    let outer: Vec<&MarkedPassage> = passages.iter().filter(|it| it.depth == 0 && it.is_closed).collect();
    let text = &article.text;
    let (mut utterances, mut cases) = (Vec::new(), Vec::new());
    for gold in &annotated.gold {
        let mut content = gold.content.clone();
        content.sort_unstable();
        let holds = |it: &Span| content.iter().any(|piece| piece.start <= it.start && it.end <= piece.end);
        let spans: Vec<Span> = outer.iter().map(|it| it.span).filter(|span| holds(span)).collect();
        let mention = gold.source.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" ");
        let named = !mention.is_empty() && !UNNAMED.contains(&mention.to_lowercase().as_str());
        let speaker = named.then(|| crate::white_space::fold(&mention));
        let speakers = speaker.iter().map(|name| NamedSpeaker { name: name.clone(), role: None }).collect();
        let utterance = utterances.len();
        utterances.push(SourceUtterance {
            spans: content.clone(),
            quoted_spans: spans.clone(),
            speakers,
            via: None,
            id: utterance as u32,
        });
        let words = |span: &Span| span.of(text).split_whitespace().count();
        let all: usize = content.iter().map(words).sum();
        let marked: usize = spans.iter().map(words).sum();
        let case = |spans: Vec<Span>, before: String, after: String| BenchCase {
            spans,
            before,
            after,
            speaker: speaker.clone(),
            utterance,
        };
        if marked == 0 {
            continue;
        }
        if marked + 1 >= all {
            cases.push(case(spans, String::new(), String::new()));
            continue;
        }
        for span in spans {
            // The clause around it, within its sentence.
            let piece = content
                .iter()
                .find(|piece| piece.start <= span.start && span.end <= piece.end)
                .copied()
                .unwrap_or(span);
            let before = Span::new(piece.start, span.start).of(text);
            let before = before.rsplit(['.', '!', '?']).next().unwrap_or_default();
            let after = Span::new(span.end, piece.end).of(text);
            let after = after.split(['.', '!', '?']).next().unwrap_or_default();
            cases.push(case(vec![span], bare(before), bare(after)));
        }
    }
    BenchArticle { name: annotated.stem, article, utterances, cases }
}

/// A clause without marks and at most a dozen words.
fn bare(clause: &str) -> String {
    let plain: String = clause.chars().filter(|c| !matches!(c, '“' | '”' | '"' | '‘' | '«' | '»' | '„')).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads the annotated pages of `quotes.jsonl`.
///
/// # Errors
/// A file cannot be read.
pub fn speakers(folder: &Path, articles: Articles<'_>, model: &attribute::Model) -> io::Result<Vec<BenchArticle>> {
    let pages = annotations::pages_of(folder, articles)?;
    Ok(pages.into_iter().enumerate().map(|(number, page)| page_article(number, page, model)).collect())
}

fn page_article(number: usize, page: annotations::AnnotatedPage, model: &attribute::Model) -> BenchArticle {
    let passages = marked_passages(&page.article, model);
    let (mut utterances, mut cases) = (Vec::new(), Vec::new());
    for said in page.statements.iter().filter(|said| said.marked && !said.debatable) {
        // The innermost passage that begins there.
        let holds = |it: &&MarkedPassage| it.is_closed && it.span.start <= said.start + 1 && said.start < it.span.end;
        let Some(passage) = passages.iter().rev().find(holds) else { continue };
        let spans = vec![passage.span];
        let speaker = said.names.first().cloned();
        let speakers =
            said.names.iter().map(|name| NamedSpeaker { name: name.clone(), role: Some(said.role.clone()) }).collect();
        let utterance = utterances.len();
        utterances.push(SourceUtterance {
            spans: spans.clone(),
            quoted_spans: spans.clone(),
            speakers,
            via: None,
            id: utterance as u32,
        });
        if passage.depth == 0 {
            let text = &page.article.text;
            let start = text[..passage.span.start].rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
            let before = bare(&text[start..passage.span.start]);
            let before = before.split_whitespace().rev().take(6).collect::<Vec<_>>();
            let before = before.into_iter().rev().collect::<Vec<_>>().join(" ");
            // A whole sentence stands by itself.
            let is_part = passage.span.of(text).starts_with(char::is_lowercase);
            let before = if is_part { before } else { String::new() };
            cases.push(BenchCase { spans, before, after: String::new(), speaker, utterance });
        }
    }
    BenchArticle { name: format!("page {number}"), article: page.article, utterances, cases }
}
