//! When there is no article, or only its beginning: told to the reader with the reason. What there is is shown all the same.

use super::features::Page;
use super::measure::is_picture;
use super::roles::Cast;
use super::wording::Class;
use crate::article::Role;
use crate::document::{Format, Problem};

/// What is missing on a page.
pub fn absence(page: &Page<'_>, cast: &Cast) -> Vec<Problem> {
    if page.document.format != Format::Html {
        return Vec::new();
    }
    let body = (0..page.measures.len()).filter(|&at| cast.roles[at] == Some(Role::Body));
    let shown: f32 = body.map(|at| page.measures[at].words * (1.0 - page.measures[at].linked)).sum();
    let mut problems = Vec::new();
    if let Some(why) = no_article(page, shown) {
        problems.push(Problem::NoArticle(why.into()));
    } else if shown < 600.0 && (page.document.meta.paywalled || walled(page, cast)) {
        problems.push(Problem::Paywalled);
    }
    problems
}

fn no_article(page: &Page<'_>, shown: f32) -> Option<&'static str> {
    let words: f32 = page.measures.iter().map(|m| m.words).sum();
    let prose: f32 = page.measures.iter().filter(|m| m.is_prose()).map(|m| m.words).sum();
    let linked: f32 = page.measures.iter().map(|m| m.words * m.linked).sum();
    if words < 1.0 {
        let pictures = page.document.blocks.iter().any(|b| is_picture(&b.kind));
        return Some(if pictures { "it shows pictures without words" } else { "it is empty, or written by scripts" });
    }
    let scripts = page.measures.iter().any(|m| m.folded.contains("javascript") && m.said.of(Class::Notice) > 0.1);
    if scripts && prose < 60.0 {
        return Some("it needs scripts to show one");
    }
    if prose < 40.0 && shown < 120.0 && linked > 0.6 * words && words > 60.0 {
        return Some("it is a list of links");
    }
    (prose < 20.0 && shown < 25.0).then_some("it holds hardly any text")
}

/// Whether a wall stands right after what is shown, or what is shown breaks off before one.
fn walled(page: &Page<'_>, cast: &Cast) -> bool {
    let Some((first, last)) = cast.extent else { return false };
    let upto = (last + 8).min(page.measures.len());
    (first..upto).any(|at| {
        cast.roles[at].is_none() && page.measures[at].words <= 60.0 && page.measures[at].said.of(Class::Paywall) > 0.2
    })
}
