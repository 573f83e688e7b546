//! Lists of the library's speakers with their shares of all quoted words, and of everything one speaker said.

use crate::library::{SpeakerShare, SpeakerShares, SpeakerTimeline, StatementFilter, dates};
use crate::plural::pluralize;
use crate::reading::QuoteKind;
use crate::tui::overlay::{Choice, List, ListEntry, ListPurpose, Measure, Overlay};
use crate::tui::state::App;
use crate::tui::state::library::SaidList;
use crate::tui::state::request::MAX_QUOTES_LISTED;
use crate::tui::theme::Ink;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Heading of the list of speakers.
pub(super) const TITLE: &str = "SPEAKERS IN THESE ARTICLES";

/// Lists speakers with their shares, in the place of an older such list; the selection stays on its speaker.
pub(super) fn list(app: &mut App, found: &SpeakerShares) {
    let (voices, all) = (&found.shares, found.words);
    let most = voices.first().map_or(1, |voice| voice.words.max(1));
    let colours = app.theme.voices().max(1);
    let entry = |(at, voice): (usize, &SpeakerShare)| {
        let share = voice.words as f64 * 100.0 / all.max(1) as f64;
        let choice = Choice::Said(voice.id.unwrap_or_default(), voice.name.clone(), voice.joined);
        let measure = Measure {
            of: (voice.words * 1_000).div_ceil(most),
            share: format!("{share:.1} %"),
            more: pluralize(voice.pieces, "article", "articles"),
        };
        let entry = ListEntry::new(&voice.name, choice).ink(Ink::Speaker(at % colours)).right(pluralize(
            voice.quotes,
            "quote",
            "quotes",
        ));
        ListEntry { measure: Some(measure), ..entry }
    };
    let mut entries: Vec<ListEntry> = voices.iter().enumerate().map(entry).collect();
    if let Some(more) = found.groups.checked_sub(voices.len()).filter(|more| *more > 0) {
        let more = pluralize(more, "speaker", "speakers");
        entries.push(ListEntry::line(format!("{more} more with fewer words · `sayso speakers` lists them"), Ink::Dim));
    }
    let mut fresh = List::new(TITLE, entries).unit("speaker", "speakers");
    fresh.purpose = ListPurpose::Speakers;
    app.library.speakers.joining = None;
    let held = app.overlays.iter_mut().find_map(|it| match it {
        Overlay::List(list) if list.purpose == ListPurpose::Speakers => Some(list),
        _ => None,
    });
    let Some(held) = held else { return app.overlays.push(Overlay::List(fresh)) };
    let selected = held.choice().cloned();
    let same = |choice: &Choice| match (choice, &selected) {
        (Choice::Said(id, ..), Some(Choice::Said(of, ..))) => id == of,
        _ => false,
    };
    *held = fresh.at(same);
}

/// Lists what a speaker said, by day, the last day first.
pub(super) fn said(app: &mut App, name: String, said: SpeakerTimeline) {
    let mut list = List::new(format!("WHAT {} SAID", name.to_uppercase()), Vec::new()).unit("quote", "quotes");
    list.purpose = ListPurpose::Said;
    app.library.speakers.said = Some(SaidList { name, said, filter: String::new() });
    list.refill(entries(app, ""));
    app.overlays.push(Overlay::List(list));
}

/// Makes the entries anew if the filter of a list of statements was changed.
pub fn follow_filter(app: &mut App) {
    let Some(Overlay::List(list)) = app.overlays.last() else { return };
    let is_same = app.library.speakers.said.as_ref().is_none_or(|said| said.filter == list.filter);
    if list.purpose != ListPurpose::Said || is_same {
        return;
    }
    let filter = list.filter.clone();
    let fresh = entries(app, &filter);
    if let Some(Overlay::List(list)) = app.overlays.last_mut() {
        list.refill(fresh);
    }
    if let Some(said) = &mut app.library.speakers.said {
        said.filter = filter;
    }
}

/// The entries of a speaker's statements that a filter keeps: counts and bar, then each day with what was said first on
/// it.
fn entries(app: &App, typed: &str) -> Vec<ListEntry> {
    const BAR: usize = 40;
    let Some(SaidList { name, said, .. }) = &app.library.speakers.said else { return Vec::new() };
    let (filter, problems) = StatementFilter::parse(typed);
    let shown = said.filtered(&filter);
    let mut entries: Vec<ListEntry> = problems.into_iter().map(|it| ListEntry::line(it, Ink::Error)).collect();
    entries.push(ListEntry::line(said.count(&shown), Ink::Text));
    entries.extend(SpeakerTimeline::bar(&shown, BAR).map(|bar| ListEntry::line(bar, Ink::Accent)));
    entries.push(ListEntry::line("filter: words kind:direct topic:TAG after:2024-05 before:2024-06", Ink::Dim));
    for (day, all) in &shown.days {
        entries.push(ListEntry::line("", Ink::Dim));
        entries.push(ListEntry::line(dates::day(day * DAY), Ink::Strong));
        entries.extend(all.iter().filter_map(|one| Some((one, said.split(one)?.0))).map(|(one, first)| {
            let words = first.kind.marked(first.text.clone());
            let ink = if first.kind == QuoteKind::Indirect { Ink::Indirect } else { Ink::Text };
            let site = first.site.as_deref().map(|site| format!(", {site}")).unwrap_or_default();
            let place = format!("{}{site}", first.title);
            let place =
                if one.articles > 1 { format!("in {} articles, first in {place}", one.articles) } else { place };
            let topic = said.topic(first).join(", ");
            let named = if first.speaker == *name { String::new() } else { format!("as {}", first.speaker) };
            let below = [first.kind.name(), &topic, &place, &named];
            let below: Vec<&str> = below.into_iter().filter(|part| !part.is_empty()).collect();
            let choice = Choice::Piece(first.piece, Some(first.start));
            ListEntry::new(words, choice).ink(ink).below(below.join(" · "), Ink::Dim)
        }));
    }
    if said.statements.len() == MAX_QUOTES_LISTED {
        entries.push(ListEntry::line("`sayso who` prints the earlier ones", Ink::Dim));
    }
    entries
}
