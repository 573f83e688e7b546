//! Lists of the library's speakers with their shares of all quoted words, and of everything one speaker said.

use crate::check::timeline::Timeline;
use crate::library::{SpeakerShare, SpeakerShares, Statement, dates};
use crate::plural::pluralize;
use crate::reading::QuoteKind;
use crate::tui::overlay::{Choice, List, ListEntry, ListPurpose, Measure, Overlay};
use crate::tui::state::App;
use crate::tui::state::request::MAX_QUOTES_LISTED;
use crate::tui::theme::Ink;

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
        let entry = ListEntry::new(&voice.name, choice).ink(Ink::Speaker(at % colours)).right(voice.quotes.to_string());
        ListEntry { measure: Some(measure), ..entry }
    };
    let mut entries: Vec<ListEntry> = voices.iter().enumerate().map(entry).collect();
    if let Some(more) = found.groups.checked_sub(voices.len()).filter(|more| *more > 0) {
        let more = pluralize(more, "speaker", "speakers");
        entries.push(ListEntry::line(format!("{more} more with fewer words · `sayso voices` prints them"), Ink::Dim));
    }
    let mut fresh = List::new(TITLE, entries);
    fresh.purpose = ListPurpose::Speakers;
    app.library.joining = None;
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

/// Lists a speaker's statements, newest first: the words, then date and article.
pub(super) fn said(app: &mut App, name: &str, said: &[Statement], timeline: &Timeline) {
    const BAR: usize = 40;
    let mut entries = Vec::new();
    let times = said.iter().map(|it| it.day);
    if let Some((first, last)) = times.clone().min().zip(times.max()).filter(|(first, last)| first != last) {
        let bar = timeline.bar(BAR);
        entries.push(ListEntry::line(format!("{}  {bar}  {}", dates::day(first), dates::day(last)), Ink::Accent));
        entries.push(ListEntry::line("", Ink::Dim));
    }
    for utterance in timeline.days.iter().flat_map(|(_, all)| all) {
        let mut statements = utterance.statements.iter().filter_map(|&at| said.get(at));
        let Some(one) = statements.next() else { continue };
        let words = one.kind.marked(one.text.clone());
        let ink = if one.kind == QuoteKind::Indirect { Ink::Indirect } else { Ink::Text };
        let choice = Choice::Piece(one.piece, Some(one.start));
        let place =
            [Some(one.title.as_str()), one.site.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let named = if one.speaker == name { String::new() } else { format!(" · as {}", one.speaker) };
        let day = dates::day(one.day);
        let below = match utterance.articles {
            0 | 1 => format!("{day}  {place}{named}"),
            articles => format!("{day}  in {articles} articles, first in {place}{named}"),
        };
        entries.push(ListEntry::new(words, choice).ink(ink).below(below, Ink::Dim));
        entries.push(ListEntry::line("", Ink::Dim));
    }
    if said.len() == MAX_QUOTES_LISTED {
        entries.push(ListEntry::line("`sayso who` prints the earlier ones", Ink::Dim));
    }
    app.overlays.push(Overlay::List(List::new(format!("WHAT {} SAID", name.to_uppercase()), entries)));
}
