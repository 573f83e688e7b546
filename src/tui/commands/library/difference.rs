//! Lists the difference between two versions of a piece: removed and added paragraphs with some unchanged context.

use crate::tui::overlay::{List, ListEntry, Overlay};
use crate::tui::state::App;
use crate::tui::state::request::VersionDifference;
use crate::tui::theme::Ink;

/// Unchanged paragraphs shown before and after a change.
const AROUND: usize = 1;

/// Lists a difference. The character of each paragraph is `-`, `+` or a blank.
pub(super) fn show(app: &mut App, found: &VersionDifference) {
    let count = |wanted: char| found.lines.iter().filter(|(mark, _)| *mark == wanted).count();
    if count('+') + count('-') == 0 && found.quotes.is_empty() {
        return app.notify("same as the earlier version");
    }
    let title = format!("CHANGES SINCE THE EARLIER VERSION  {} removed, {} added", count('-'), count('+'));
    let mut all = quotes(found);
    all.extend(entries(&found.lines));
    app.overlays.push(Overlay::List(List::new(title, all)));
}

/// The quotations that differ, each with its words before and after.
fn quotes(found: &VersionDifference) -> Vec<ListEntry> {
    let Some(summary) = &found.summary else { return Vec::new() };
    let mut entries = vec![ListEntry::line(summary, Ink::Strong), ListEntry::line("", Ink::Dim)];
    for quote in &found.quotes {
        entries.push(ListEntry::line(&quote.kind, Ink::Dim));
        for (sign, words, ink) in [("-", &quote.earlier, Ink::Error), ("+", &quote.later, Ink::Accent)] {
            entries.extend(words.as_ref().map(|words| ListEntry::line(words, ink).lead(sign, 2)));
        }
        entries.push(ListEntry::line("", Ink::Dim));
    }
    entries
}

fn entries(lines: &[(char, String)]) -> Vec<ListEntry> {
    let mut entries = Vec::new();
    let near = |at: usize| {
        let around = at.saturating_sub(AROUND)..(at + AROUND + 1).min(lines.len());
        lines[around].iter().any(|(mark, _)| *mark != ' ')
    };
    let mut left_out = 0;
    for (at, (mark, words)) in lines.iter().enumerate() {
        if !near(at) {
            left_out += 1;
            continue;
        }
        tell_left_out(&mut entries, &mut left_out);
        let ink = match mark {
            '+' => Ink::Accent,
            '-' => Ink::Error,
            _ => Ink::Dim,
        };
        entries.push(ListEntry::line(words, ink).lead(mark.to_string(), 2));
        entries.push(ListEntry::line("", Ink::Dim));
    }
    tell_left_out(&mut entries, &mut left_out);
    entries
}

fn tell_left_out(entries: &mut Vec<ListEntry>, left_out: &mut usize) {
    match std::mem::take(left_out) {
        0 => return,
        1 => entries.push(ListEntry::line("… 1 paragraph unchanged", Ink::Dim).indent(2)),
        several => entries.push(ListEntry::line(format!("… {several} paragraphs unchanged"), Ink::Dim).indent(2)),
    }
    entries.push(ListEntry::line("", Ink::Dim));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_far_from_change_are_omitted() {
        let lines: Vec<(char, String)> =
            "   -+  ".chars().enumerate().map(|(at, mark)| (mark, format!("p{at}"))).collect();
        let entries = entries(&lines).into_iter().filter(|entry| !entry.words.is_empty());
        let shown: Vec<String> = entries.map(|entry| entry.lead + &entry.words).collect();
        assert_eq!(shown, ["… 2 paragraphs unchanged", " p2", "-p3", "+p4", " p5", "… 1 paragraph unchanged"]);
    }
}
