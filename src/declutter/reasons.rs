//! Reasons of hidden blocks: by their own wording, the names around them, the heading above them, and finally by
//! their neighbours.

use super::block_stats::is_picture;
use super::features::MeasuredPage;
use super::outline::parent_of;
use super::wording::Class;
use crate::article::Reason;
use crate::document::BlockKind;

/// Returns a reason for each block; those of shown blocks are meaningless.
pub fn reasons(page: &MeasuredPage<'_>, hidden: &[bool]) -> Vec<Reason> {
    let names = by_names(page);
    let mut heading = None;
    let mut found: Vec<Option<Reason>> = Vec::with_capacity(hidden.len());
    for (at, &is_hidden) in hidden.iter().enumerate() {
        let own = own(page, at);
        if matches!(page.document.blocks[at].kind, BlockKind::Heading(_))
            || page.stats[at].words <= 6.0 && own.is_some()
        {
            heading = own.filter(|_| is_hidden);
        }
        let element = page.document.blocks[at].element.and_then(|e| names.get(e as usize).copied().flatten());
        found.push(if is_hidden { strong(page, at).or(element).or(own).or(heading) } else { None });
        if !is_hidden && page.stats[at].is_prose() {
            heading = None;
        }
    }
    spread(&mut found, hidden);
    found.into_iter().map(|r| r.unwrap_or(Reason::Other)).collect()
}

/// Returns the reason if clutter phrases cover half of the text or more.
fn strong(page: &MeasuredPage<'_>, at: usize) -> Option<Reason> {
    let m = &page.stats[at];
    let (class, share) = m.phrases.strongest()?;
    (share > 0.5 && class != Class::Navigation).then(|| class.reason())
}

/// Returns the reason in a block's own wording and shape.
fn own(page: &MeasuredPage<'_>, at: usize) -> Option<Reason> {
    let m = &page.stats[at];
    if is_picture(&page.document.blocks[at].kind) {
        return None;
    }
    if m.date > 0.5 || (m.date > 0.0 && m.words < 12.0) {
        return Some(Reason::Dateline);
    }
    let said = m.phrases.strongest().filter(|(_, share)| *share > 0.12 || m.words > 20.0 && *share > 0.05);
    let first = m.phrases.first.filter(|_| m.words < 25.0);
    if m.words > 20.0 && m.phrases.score(Class::Bio) > 0.02 {
        return Some(Reason::Bio);
    }
    first.or(said.map(|s| s.0)).map(Class::reason)
}

/// Returns the reason in the names and tags of each element and its ancestors, innermost first.
fn by_names(page: &MeasuredPage<'_>) -> Vec<Option<Reason>> {
    let mut out: Vec<Option<Reason>> = Vec::with_capacity(page.document.elements.len());
    for (at, element) in page.document.elements.iter().enumerate() {
        let told = page.outline.stats.get(at).and_then(|h| h.own_reasons.first());
        let own = told.or(match element.tag.as_str() {
            "nav" | "footer" | "header" => Some(Reason::Navigation),
            "form" | "button" | "label" => Some(Reason::Controls),
            "aside" => Some(Reason::Related),
            _ => None,
        });
        let above = parent_of(page.document, at).and_then(|p| out.get(p).copied().flatten());
        let body = matches!(element.tag.as_str(), "body" | "html");
        out.push(if body { None } else { own.or(above) });
    }
    out
}

/// Gives hidden blocks without a reason that of the hidden block before, else of the one after.
fn spread(found: &mut [Option<Reason>], hidden: &[bool]) {
    let mut last = None;
    for at in 0..found.len() {
        if !hidden[at] {
            last = None;
        } else if found[at].is_some() {
            last = found[at];
        } else {
            found[at] = last;
        }
    }
    last = None;
    for at in (0..found.len()).rev() {
        if !hidden[at] {
            last = None;
        } else if found[at].is_some() {
            last = found[at];
        } else {
            found[at] = last;
        }
    }
}
