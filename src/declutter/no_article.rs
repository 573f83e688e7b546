//! Detects pages without an article, or with only its beginning. The user is told the reason; the content is shown
//! all the same.

use super::block_stats::{TextEnding, is_picture};
use super::features::MeasuredPage;
use super::roles::Roles;
use super::wording::Class;
use crate::article::Role;
use crate::document::{MediaType, Problem};

/// Returns the problems of a page without a complete article.
pub fn detect_missing(page: &MeasuredPage<'_>, roles: &Roles) -> Vec<Problem> {
    if page.document.format != MediaType::Html {
        if page.document.problems.iter().any(|problem| matches!(problem, Problem::NoArticle(_))) {
            return Vec::new();
        }
        let nothing = roles.by_block.iter().all(Option::is_none) && page.stats.iter().all(|m| m.words < 1.0);
        let why = "nothing in it can be seen".to_owned();
        return nothing.then_some(Problem::NoArticle(why)).into_iter().collect();
    }
    let body = || (0..page.stats.len()).filter(|&at| roles.by_block[at] == Some(Role::Body)).map(|at| &page.stats[at]);
    let shown = ShownBody {
        words: body().map(|m| m.words * (1.0 - m.linked)).sum(),
        sentences: body().filter(|m| m.words >= 6.0 && m.linked < 0.5 && m.ends == TextEnding::Sentence).count(),
    };
    // Many pages claim to be paywalled and show the whole text.
    let claimed = page.document.meta.paywalled && shown.words < 250.0;
    let mut problems = Vec::new();
    if let Some(why) = no_article(page, &shown) {
        problems.push(Problem::NoArticle(why.into()));
    } else if claimed || shown.words < 600.0 && walled(page, roles) {
        problems.push(Problem::Paywalled);
    }
    problems
}

/// Statistics of the blocks shown as body.
struct ShownBody {
    /// Number of words outside links.
    words: f32,
    /// Number of blocks that look like sentences.
    sentences: usize,
}

fn no_article(page: &MeasuredPage<'_>, shown: &ShownBody) -> Option<&'static str> {
    let words: f32 = page.stats.iter().map(|m| m.words).sum();
    let prose: f32 = page.stats.iter().filter(|m| m.is_prose()).map(|m| m.words).sum();
    let linked: f32 = page.stats.iter().map(|m| m.words * m.linked).sum();
    if words < 1.0 {
        let pictures = page.document.blocks.iter().any(|b| is_picture(&b.kind));
        return Some(if pictures {
            "the page shows pictures without words"
        } else {
            "the page is empty or needs scripts · set a command for its host ([hosts] in the settings)"
        });
    }
    let scripts = page.stats.iter().any(|m| m.folded.contains("javascript") && m.phrases.score(Class::Notice) > 0.1);
    if scripts && prose < 60.0 {
        return Some("the page needs scripts · set a command for its host ([hosts] in the settings)");
    }
    if prose < 40.0 && shown.words < 120.0 && shown.sentences < 2 && linked > 0.6 * words && words > 60.0 {
        return Some("the page is a list of links");
    }
    (prose < 20.0 && shown.words < 25.0 && shown.sentences < 2).then_some("the page has almost no text")
}

/// Returns true if a paywall stands at the end of the shown text.
fn walled(page: &MeasuredPage<'_>, roles: &Roles) -> bool {
    let Some((first, last)) = roles.extent else { return false };
    let upto = (last + 8).min(page.stats.len());
    (last.saturating_sub(3).max(first)..upto).any(|at| {
        roles.by_block[at].is_none()
            && page.stats[at].words <= 60.0
            && page.stats[at].phrases.score(Class::Paywall) > 0.2
    })
}
