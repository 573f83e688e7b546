//! Contents of the lists: help and command palette (from the key table), speakers, quotations, headings, a speaker's
//! card, themes.

use crate::config::Look;
use crate::document::Span;
use crate::paths;
use crate::plural::pluralize;
use crate::reading::export::day;
use crate::reading::{Quote, Speaker};
use crate::small_sort::SmallSort;
use crate::tui::commands::lists::corrections::may_be_one;
use crate::tui::commands::lists::sentence::sentence_at;
use crate::tui::overlay::verdict;
use crate::tui::overlay::{Choice, List, ListEntry, ListPurpose, Overlay};
use crate::tui::reader::Reader;
use crate::tui::reader::voices::Voices;
use crate::tui::state::App;
use crate::tui::theme;
use crate::tui::theme::{Ink, Theme};
use crate::tui::values::ExportFormat;
use crate::white_space;

pub(super) fn open(app: &mut App, list: List) {
    app.overlays.push(Overlay::List(list));
}

/// Lists speakers with their roles (`@`).
pub fn speakers(app: &mut App, _: Option<u32>) {
    let Some((reader, voices)) = reader_with_voices(app) else { return };
    let current = reader.current.map(|q| voices.speaker_of(q).map(|s| s.id));
    let entries = speaker_entries(voices, Choice::Speaker);
    let list = List::new("SPEAKER", entries)
        .unit("speaker", "speakers")
        .at(|c| matches!(c, Choice::Speaker(id) if Some(*id) == current));
    open(app, list);
}

pub(super) fn speaker_entries(voices: &Voices, choice: impl Fn(Option<u32>) -> Choice) -> Vec<ListEntry> {
    let named = voices.all.speakers.iter().filter(|s| !s.quotes.is_empty()).map(|s| {
        let ink = voices.colours.get(s.id as usize).map_or(Ink::Text, |c| Ink::Speaker(*c));
        let entry = ListEntry::new(&s.name, choice(Some(s.id))).ink(ink).right(voices.counted(Some(s.id)));
        entry.detail(s.role.clone().unwrap_or_default())
    });
    let mut entries: Vec<ListEntry> = named.collect();
    if !voices.unattributed.is_empty() {
        entries.push(ListEntry::new("unattributed", choice(None)).right(voices.counted(None)));
    }
    entries
}

/// Lists the quotations in order, each with its sentence (`"`).
pub fn quotes(app: &mut App, _: Option<u32>) {
    let Some((reader, voices)) = reader_with_voices(app) else { return };
    let mut entries = Vec::new();
    for (_, id) in &voices.order {
        let Some(quote) = voices.quote(*id) else { continue };
        let ink = voices.colour_of(*id).map_or(Ink::Text, Ink::Speaker);
        let speaker = voices.speaker_of(*id);
        let name = speaker.map_or("unattributed", |s| s.name.as_str());
        let sure = if voices.is_doubtful(*id) { "?" } else { "" };
        if !entries.is_empty() {
            entries.push(ListEntry::line("", Ink::Dim));
        }
        let role = speaker.and_then(|s| s.role.clone()).unwrap_or_default();
        let sentence = sentence_of(quote, &reader.article().text);
        let mut marks: Vec<Span> = Vec::new();
        for span in &quote.spans {
            let words = white_space::fold(span.of(&reader.article().text));
            let from = marks.last().map_or(0, |last| last.end);
            if let Some(at) = sentence.get(from..).and_then(|rest| rest.find(&words)) {
                marks.push(Span::new(from + at, from + at + words.len()));
            }
        }
        let entry = ListEntry::new(name, Choice::Quote(*id)).ink(ink).detail(role).right(sure);
        let quoted = if ink == Ink::Text || app.theme.needs_initials() { Ink::Mention } else { ink };
        entries.push(ListEntry { marks: (marks, quoted), ..entry.below(sentence, Ink::Text) });
    }
    let current = reader.current;
    let list = List::new("QUOTATIONS", entries)
        .unit("quote", "quotes")
        .at(|c| matches!(c, Choice::Quote(id) if Some(*id) == current));
    open(app, list);
}

/// Returns the sentence around a quotation, with its cue and mention.
fn sentence_of(quote: &Quote, text: &str) -> String {
    let (Some(first), Some(last)) = (quote.spans.first(), quote.spans.last()) else { return String::new() };
    let all = [Some(*first), Some(*last), quote.cue, quote.mention];
    let start = all.iter().flatten().map(|s| s.start).min().unwrap_or(first.start);
    let end = all.iter().flatten().map(|s| s.end).max().unwrap_or(last.end);
    sentence_at(text, start, end)
}

/// Lists the headings (`#`).
pub fn outline(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let here = reader.here();
    let entries: Vec<ListEntry> = reader
        .headings()
        .map(|(level, words, place)| {
            let words = white_space::fold(words);
            let ink = if level <= 2 { Ink::Strong } else { Ink::Text };
            ListEntry::new(words, Choice::Go(place)).ink(ink).indent(u16::from(level.saturating_sub(1)) * 2)
        })
        .collect();
    let mut list = List::new("OUTLINE", entries).unit("heading", "headings");
    let places = reader.headings().map(|(.., place)| place);
    list.selected = places.take_while(|p| *p <= here).count().saturating_sub(1);
    open(app, list);
}

/// Bar length in cells of a 100 % share; chosen to fit a narrow screen.
const BAR: f64 = 16.0;

/// Maximum number of mentions on a speaker's card.
const MAX_MENTIONS: usize = 500;

/// Shows the card of the current quotation's speaker: role, share of the quoted words, all mentions (`w`). In a draft
/// that is checked, the verdict on the quotation stands before it.
pub fn card(app: &mut App, _: Option<u32>) {
    let Some((reader, voices)) = reader_with_voices(app) else { return };
    let checked = reader.checked().map(verdict::entries);
    let speaker = reader.current.and_then(|q| voices.speaker_of(q));
    let card = speaker.map(|speaker| speaker_card(reader, voices, speaker));
    match (checked, card) {
        (Some(mut entries), card) => {
            if let Some(card) = card {
                entries.extend([ListEntry::line("", Ink::Dim), ListEntry::line("SPEAKER", Ink::Dim)]);
                entries.extend(card);
            }
            open(app, List::new("VERDICT", entries));
        }
        (None, Some(card)) => open(app, List::new("SPEAKER", card).unit("entry", "entries")),
        (None, None) => app.notify("this quotation is unattributed"),
    }
}

fn speaker_card(reader: &Reader, voices: &Voices, speaker: &Speaker) -> Vec<ListEntry> {
    let text = &reader.article().text;
    let ink = voices.colours.get(speaker.id as usize).map_or(Ink::Text, |c| Ink::Speaker(*c));
    let share = voices.share(speaker, text);
    let filled = if share > 0.0 { ((share * BAR).round() as usize).max(1) } else { 0 };
    let mut entries = vec![ListEntry::line(&speaker.name, ink)];
    if let Some(role) = &speaker.role {
        entries.push(ListEntry::line(role, Ink::Text));
    }
    entries.push(ListEntry::line(speaker.kind.name(), Ink::Dim));
    entries.push(ListEntry::line("", Ink::Dim));
    entries
        .push(ListEntry::line("█".repeat(filled), ink).detail(format!("{:.0} % of all quoted words", share * 100.0)));
    entries.push(ListEntry::line(voices.counted(Some(speaker.id)), Ink::Dim));
    let like =
        |other: &&Speaker| other.id != speaker.id && !other.quotes.is_empty() && may_be_one(&other.name, &speaker.name);
    for other in voices.all.speakers.iter().filter(like) {
        // The longer name is kept.
        let (from, to) = if other.name.len() > speaker.name.len() { (speaker, other) } else { (other, speaker) };
        let words = format!("{} may be {} · Enter merges them", from.name, to.name);
        entries.push(ListEntry::new(words, Choice::Merge(from.id, to.name.clone())));
    }
    let mut section = |title: &str, lines: Vec<ListEntry>| {
        if !lines.is_empty() {
            entries.extend([ListEntry::line("", Ink::Dim), ListEntry::line(title, Ink::Dim)]);
            entries.extend(lines);
        }
    };
    let said = speaker.quotes.iter().map(|q| {
        let (words, indirect) = voices.shown(*q, reader.article());
        let ink = if indirect { Ink::Indirect } else { Ink::Text };
        ListEntry::new(words, Choice::Quote(*q)).ink(ink).indent(2)
    });
    section("SAID", said.collect());
    let mention = |s: &Span| ListEntry::new(sentence_at(text, s.start, s.end), Choice::Byte(s.start)).indent(2);
    let also = speaker.quotes.iter().flat_map(|quote| reader.annotations.context.of(*quote));
    let also = also.map(|echo| {
        ListEntry::new(&echo.title, Choice::Piece(echo.piece, Some(echo.start))).detail(&echo.about).indent(2)
    });
    section("THE SAME WORDS ALSO IN", also.collect());
    let mut mentions: Vec<ListEntry> = speaker.mentions.iter().take(MAX_MENTIONS).map(mention).collect();
    if let Some(more) = speaker.mentions.len().checked_sub(MAX_MENTIONS).filter(|more| *more > 0) {
        mentions.push(ListEntry::line(format!("and {more} more"), Ink::Dim));
    }
    section("MENTIONED", mentions);
    entries
}

/// Shows the article's metadata (`i`).
pub fn about(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader() else { return };
    let article = reader.article();
    let meta = &article.meta;
    let mut entries = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        let Some(value) = value.filter(|v| !v.is_empty()) else { return };
        entries.push(ListEntry::line(value, Ink::Text).lead(name, 12));
    };
    add("title", meta.title.clone());
    add("by", Some(meta.authors.join(", ")));
    add("site", meta.site.clone());
    add("published", meta.published.as_deref().map(|published| day(published).to_owned()));
    add("language", meta.language.clone());
    add("URL", reader.address().map(str::to_owned));
    add("source", Some(reader.piece.source.location.clone()));
    add("kind", Some(format!("{}, {}", reader.piece.source.media_type, reader.piece.source.charset)));
    let speed = usize::from(app.config.reader.speed.max(1));
    add("length", Some(format!("{} words, {} min", reader.words, reader.words.div_ceil(speed))));
    if let Some(voices) = &reader.voices {
        let speakers = pluralize(voices.shown_speakers().count(), "speaker", "speakers");
        add("speakers", Some(format!("{speakers}, {}", pluralize(voices.order.len(), "quote", "quotes"))));
    }
    add("hidden", hidden(reader));
    add(
        "highlights",
        Some(reader.annotations.marks.highlights.len()).filter(|count| *count > 0).map(|count| count.to_string()),
    );
    if let Some(piece) = &reader.annotations.piece {
        let star = if piece.starred { ", starred" } else { "" };
        let saved = crate::library::dates::show(piece.saved);
        add("in library", Some(format!("{}{star}, saved {}", piece.state.in_words(), day(&saved))));
        add("tags", Some(piece.tags.join(", ")));
        add("note", piece.note.clone());
    }
    let of_voices = reader.voices.as_ref().and_then(|voices| voices.all.problem());
    for note in reader.verdicts.iter().flat_map(|verdicts| &verdicts.notes) {
        add("check", Some(note.clone()));
    }
    for problem in article.problems.iter().chain(&of_voices) {
        add("problem", Some(problem.to_string()));
    }
    open(app, List::new("ABOUT THIS ARTICLE", entries));
}

/// Returns the number of hidden blocks by reason: first those that the footer counts, then those listed in the related
/// pane.
fn hidden(reader: &Reader) -> Option<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    let by_hand = reader.annotations.overrides.hidden.len();
    counts.extend((by_hand > 0).then_some(("by hand", by_hand)));
    for block in reader.hidden_blocks().filter(|block| !reader.is_in_related_pane(block.reason)) {
        match counts.iter_mut().find(|(name, _)| *name == block.reason.name()) {
            Some((_, n)) => *n += 1,
            None => counts.push((block.reason.name(), 1)),
        }
    }
    counts.small_sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let each: Vec<String> = counts.iter().map(|(name, n)| format!("{n} {name}")).collect();
    let beside = reader.hidden_blocks().filter(|block| reader.is_in_related_pane(block.reason)).count();
    let beside = (beside > 0).then(|| format!("{beside} more in the related pane"));
    let all = (!each.is_empty()).then(|| format!("{}: {}", reader.hidden(), each.join(", ")));
    let parts: Vec<String> = all.into_iter().chain(beside).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// Shows a story without an address (`Enter`): its details, and searches that may find it.
pub fn story(app: &mut App, index: usize) {
    let Some(story) = app.reader().and_then(|reader| reader.related.stories.get(index)).cloned() else { return };
    let line = |text: Option<String>, ink| text.map(|text| ListEntry::line(text, ink));
    let mut entries: Vec<ListEntry> = line(story.kicker, Ink::Accent).into_iter().collect();
    entries.push(ListEntry::line(&story.title, Ink::Strong));
    entries.push(ListEntry::line("The page gives no URL for this story.", Ink::Dim));
    // The longest words of the title: other pages on the story rarely lack them.
    let mut words: Vec<&str> = story.title.split(|c: char| !c.is_alphanumeric()).collect();
    words.small_sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    let words = words.into_iter().take(3).collect::<Vec<_>>().join(" ");
    entries.push(ListEntry::new("search the library", Choice::SearchLibrary(words.trim().to_owned())));
    entries.push(ListEntry::line("", Ink::Dim));
    entries.extend(line(story.summary, Ink::Text));
    let byline: Vec<String> = [story.author, story.published].into_iter().flatten().collect();
    entries.extend(line(Some(byline.join(" · ")).filter(|it| !it.is_empty()), Ink::Dim));
    open(app, List::new("STORY", entries));
}

/// Lists the export formats (`e`).
pub fn export(app: &mut App, _: Option<u32>) {
    let entry = |(paper, name, ending): (ExportFormat, &str, &str)| {
        ListEntry::new(name, Choice::Export(paper)).right(format!(".{ending}"))
    };
    let entries = ExportFormat::ALL.into_iter().map(entry).collect();
    open(app, List::new("EXPORT AS", entries).unit("format", "formats"));
}

/// Lists the themes (`T`).
pub fn theme(app: &mut App, _: Option<u32>) {
    let current = app.theme.name.clone();
    let names = theme::names(paths::theme_folder().as_deref());
    let entries = names.into_iter().map(|name| ListEntry::new(name.clone(), Choice::Theme(name))).collect();
    let mut list = List::new("THEME", entries)
        .unit("theme", "themes")
        .at(|c| matches!(c, Choice::Theme(name) if *name == current));
    list.purpose = ListPurpose::Themes;
    app.theme_before = Some(app.theme.clone());
    open(app, list);
}

/// Applies the theme selected in the list of themes as a preview.
pub fn preview_theme(app: &mut App) {
    let Some(Overlay::List(list)) = app.overlays.last() else { return };
    if let Some(Choice::Theme(name)) = list.choice().cloned() {
        set_theme(app, &name);
    }
}

/// Switches to the theme called `name`.
pub fn set_theme(app: &mut App, name: &str) {
    let look = Look { theme: name.to_owned(), ..app.config.look.clone() };
    let (theme, problems) = Theme::choose(&look, app.theme.depth, None);
    app.theme = theme;
    if let Some(problem) = problems.first() {
        app.notify(problem.to_string());
    }
}

/// Returns the text on the screen with its attributions; `None` until they are known.
pub(super) fn reader_with_voices(app: &App) -> Option<(&Reader, &Voices)> {
    let reader = app.reader()?;
    Some((reader, reader.voices.as_ref()?))
}
