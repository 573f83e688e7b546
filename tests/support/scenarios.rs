//! The effect of every key of the table, as the user sees it: keys before, the key, words on the screen after.
//!
//! The same scenarios run on the application alone (tests/screens.rs) and on the program in a pty
//! (tests/terminal/main.rs). A test fails if a command of the table has none. Those of the library, which need a
//! library file, run only in the pty.

use sayso::tui::keys::table::Command::{self, *};

/// Expected result of a key.
#[derive(Debug)]
pub enum Seen {
    /// These words appear, which were not there before.
    Words(&'static str),
    /// These words disappear.
    Gone(&'static str),
    /// The program ends.
    End,
    /// An effect is emitted: its name, and the text the pty test expects afterwards.
    Asks(&'static str, &'static str),
}

/// A scenario, with harbour.html and quay.html on a screen of 80 × 16.
#[derive(Debug)]
pub struct Scenario {
    /// Command whose keys are pressed.
    pub command: Command,
    /// Keys pressed before.
    pub before: &'static str,
    /// Words that must then be on the screen.
    pub given: &'static str,
    /// Expected result.
    pub seen: Seen,
}

const fn scenario(command: Command, before: &'static str, given: &'static str, seen: Seen) -> Scenario {
    Scenario { command, before, given, seen }
}

use Seen::{Asks, End, Gone, Words};

/// Opens the other text on top of this one.
const OPEN: &str = "A t e s t s / f i x t u r e s / s c r e e n / q u a y . h t m l Enter";
/// Opens the other text and returns.
const OPEN_AND_BACK: &str = "A t e s t s / f i x t u r e s / s c r e e n / q u a y . h t m l Enter H";

/// Scenarios of the reader, in the order of the table.
#[rustfmt::skip]
pub const SCENARIOS: &[Scenario] = &[
    scenario(LineDown, "2", "", Words("Every day")),
    scenario(LineUp, "j j", "Every day", Gone("Every day")),
    scenario(PageDown, "", "", Words("What the town wants")),
    scenario(PageUp, "Space", "What the town wants", Words("By Rosa")),
    scenario(HalfDown, "", "", Words("Every day")),
    scenario(HalfUp, "Ctrl-D", "Every day", Gone("Every day")),
    scenario(Top, "G", "the dusk", Words("By Rosa")),
    scenario(Bottom, "", "", Words("the dusk")),
    scenario(NextParagraph, "", "", Words("Every day")),
    scenario(PreviousParagraph, ") )", "Every day", Words("By Rosa")),
    scenario(NextHeading, "", "", Words("My shelves")),
    scenario(PreviousHeading, "G", "the dusk", Words("What comes next")),
    scenario(Outline, "", "", Words("OUTLINE")),
    scenario(SetMark, "", "", Words("set mark: press a letter")),
    scenario(GoToMark, "", "", Words("go to mark: press a letter")),
    scenario(Search, "", "", Words("type to search")),
    scenario(Next, "", "", Words("1 of 8")),
    scenario(Previous, "n n", "2 of 8", Words("1 of 8")),
    scenario(NextSame, "n", "1 of 8", Words("2 of 8")),
    scenario(PreviousSame, "n ]", "2 of 8", Words("1 of 8")),
    scenario(NextProblem, "", "", Words("no draft is being checked")),
    scenario(CheckSource, "", "", Words("no draft is being checked")),
    scenario(PickSpeaker, "", "", Words("SPEAKER")),
    scenario(QuotesOnly, "", "", Words("QUOTATIONS")),
    scenario(Card, "n", "1 of 8", Words("of all quoted words")),
    scenario(SetSpeaker, "n", "1 of 8", Words("WHO SAID THIS?")),
    scenario(Dismiss, "n", "1 of 8", Words("dismissed for this article")),
    scenario(MergeSpeaker, "n", "1 of 8", Words("MERGE ")),
    scenario(LeastGrade, "", "", Words("showing all quotes")),
    scenario(Open, "h", "WHO SAID WHAT", Words("▸ “We")),
    scenario(Hints, "}", "survey of the quarter", Words("type a link's label")),
    scenario(Browser, "", "", Asks("Browse", "opened in the browser")),
    scenario(Back, OPEN, "With the dockers out", Words("By Rosa")),
    scenario(Forward, OPEN_AND_BACK, "By Rosa", Words("With the dockers out")),
    scenario(NextSource, "", "", Words("With the dockers out")),
    scenario(PreviousSource, "J", "With the dockers out", Words("By Rosa")),
    scenario(NextUnread, "", "", Asks("Library", "no more unread articles")),
    scenario(Select, "", "", Words("other end")),
    scenario(Copy, "n", "1 of 8", Asks("Copy", "copied the quotation")),
    scenario(CopyAddress, "", "", Asks("Copy", "copied the URL")),
    scenario(Export, "", "", Words("EXPORT AS")),
    scenario(Editor, "", "", Asks("Edit", "EDITED")),
    scenario(Clutter, "", "hidden", Words("hidden blocks shown")),
    scenario(Whole, "", "", Words("whole page with reasons")),
    scenario(Hide, "", "", Words("type a label")),
    scenario(Zen, "", "] [ same speaker", Gone("] [ same speaker")),
    scenario(Wider, "", "", Words("text width 74")),
    scenario(Narrower, "", "", Words("text width 62")),
    scenario(LeftPane, "", "", Words("WHO SAID WHAT")),
    scenario(RightPane, "", "", Words("LINKS")),
    scenario(KeepLook, "", "", Asks("Settings", "display settings saved")),
    scenario(Pictures, "", "", Words("no picture")),
    scenario(About, "", "", Words("ABOUT THIS ARTICLE")),
    scenario(NextPane, "", "", Words("LINKS")),
    scenario(PreviousPane, "", "", Words("WHO SAID WHAT")),
    scenario(Add, "", "", Words("open:")),
    scenario(Theme, "", "", Words("THEME")),
    scenario(Palette, "", "", Words("COMMAND")),
    scenario(Help, "", "", Words("KEYS")),
    scenario(Cancel, "5", "", Words("] [ same speaker")),
    scenario(Leave, "", "", End),
    scenario(Quit, "", "", End),
    scenario(Suspend, "", "", Asks("Suspend", "\x1b[?1049l")),
    scenario(Reload, "", "", Asks("Reload", "settings reloaded")),
    scenario(Redraw, "", "", Asks("Repaint", "\x1b[2J")),
    scenario(CaretLeft, "v l l", "3 characters", Words("2 characters")),
    scenario(CaretRight, "v", " 1 character", Words("2 characters")),
    scenario(CaretDown, "v", " 1 character", Gone(" 1 character")),
    scenario(CaretUp, "v j", "characters", Words(" 1 character")),
    scenario(WordOn, "v", " 1 character", Words("9 characters")),
    scenario(WordBack, "v w w", "16 characters", Words("9 characters")),
    scenario(SentenceOn, "v", " 1 character", Gone(" 1 character")),
    scenario(SentenceBack, "v $", "36 characters", Words(" 1 character")),
    scenario(ParagraphEnd, "v", " 1 character", Words("36 characters")),
    scenario(ParagraphStart, "v $", "36 characters", Words(" 1 character")),
    scenario(OtherEnd, "v w", "9 characters", Words("backwards")),
    scenario(KeepPassage, "v $", "36 characters", Asks("Library", "saved")),
    scenario(CopyPassage, "v $", "36 characters", Asks("Copy", "copied the selection")),
    scenario(NotePassage, "v $", "36 characters", Words("note:")),
    scenario(EndPassage, "v", " 1 character", Gone("character")),
    scenario(ListDown, ":", "▌ line down", Words("▌ line up")),
    scenario(ListUp, ": Down", "▌ line up", Words("▌ line down")),
    scenario(ListPageDown, ":", "▌ line down", Gone("▌ line down")),
    scenario(ListPageUp, ": PageDown", "COMMAND", Words("▌ line down")),
    scenario(ListAccept, "?", "KEYS", Gone("KEYS")),
    scenario(ListErase, ": x x", "xx", Gone("xx")),
    scenario(ListClear, ": x x", "xx", Gone("xx")),
    scenario(ListClose, "?", "KEYS", Gone("KEYS")),
    scenario(ListQuit, "?", "KEYS", Gone("KEYS")),
    scenario(Save, "", "", Asks("Library", "saved")),
    scenario(ArchiveText, "", "", Asks("Library", "saved")),
    scenario(StarText, "", "", Asks("Library", "saved")),
    scenario(TagText, "", "", Words("tags:")),
    scenario(NoteText, "", "", Words("note")),
    scenario(Highlights, "", "", Words("no highlights")),
    scenario(DeleteText, "", "", Words("works in the queue only")),
    scenario(ReadText, "", "", Words("works in the queue only")),
    scenario(EndQueue, "", "", Words("works in the queue only")),
    scenario(Undo, "", "", Asks("Library", "undo")),
    scenario(Redo, "", "", Asks("Library", "redo")),
    scenario(Pictures, "", "", Words("no picture")),
];

/// Scenarios of the library, which contains typography.md, quay.html and harbour.html, newest first, and two feeds that
/// are paused.
#[rustfmt::skip]
pub const LIBRARY: &[Scenario] = &[
    scenario(LibraryOpen, "", "", Words("A paragraph with emphasis")),
    scenario(LibraryArchive, "", "", Words("archived 1 article")),
    scenario(LibraryStar, "", "", Words("★")),
    scenario(LibraryDelete, "", "", Words("×")),
    scenario(LibraryTags, "", "", Words("tags:")),
    scenario(LibraryFilter, "", "Enter read", Gone("Enter read")),
    scenario(LibrarySpeakers, "", "", Words("SPEAKERS IN THESE ARTICLES")),
    scenario(JoinSpeaker, "v", "SPEAKERS IN THESE ARTICLES", Words("MERGE ")),
    scenario(PartSpeaker, "v", "SPEAKERS IN THESE ARTICLES", Words("SPEAKERS IN THESE ARTICLES  P")),
    scenario(LibraryRead, "", "", Words("▌ ● Gulls take over")),
    scenario(LibraryNote, "", "", Words("note:")),
    scenario(LibrarySelect, "", "", Words("1 selected")),
    scenario(LibraryRange, "", "", Words("1 selected")),
    scenario(LibraryQueue, "", "", Words("A paragraph with emphasis")),
    scenario(LibrarySort, "", "", Words("oldest first")),
    scenario(LibraryFetch, "", "", Words("no URL to download")),
    scenario(LibraryDifference, "", "", Words("earlier version")),
    scenario(LibraryCompare, "", "", Words("select two or more")),
    scenario(LibrarySaveView, "", "", Words("saved as view 6")),
    scenario(LibraryViews, "", "", Words("SAVED VIEWS")),
    scenario(RenameView, "0", "SAVED VIEWS", Words("name: to read")),
    scenario(DeleteView, "0", "SAVED VIEWS", Words("D again to delete view 1")),
    scenario(LibraryFeeds, "", "", Words("All articles")),
    scenario(LibraryFetchFeeds, "", "", Words("this feed is paused or gone")),
    scenario(LibraryFollow, "", "", Words("follow:")),
    scenario(LibraryNextUnread, "", "", Words("▌ ● Gulls take over")),
    scenario(LibraryReadAll, "", "", Words("no feed or folder selected")),
    scenario(FeedOpen, "<", "▌ All articles", Gone("▌ All articles")),
    scenario(FeedFollow, "<", "▌ All articles", Words("follow:")),
    scenario(FeedFetch, "<", "▌ All articles", Words("this feed is paused or gone")),
    scenario(FeedTags, "< G", "▌ Tide Table", Words("tags:")),
    scenario(FeedRename, "< G", "▌ Tide Table", Words("name:")),
    scenario(FeedRemove, "< G", "▌ Tide Table", Words("unfollowed: Tide Table")),
    scenario(FeedPause, "< G", "▌ Tide Table", Words("resumed: Tide Table")),
    scenario(FeedDown, "<", "▌ All articles", Words("▌ All feeds")),
    scenario(FeedUp, "< j", "▌ All feeds", Words("▌ All articles")),
    scenario(FeedPageDown, "<", "▌ All articles", Words("▌ Tide Table")),
    scenario(FeedPageUp, "< G", "▌ Tide Table", Words("▌ All articles")),
    scenario(FeedTop, "< G", "▌ Tide Table", Words("▌ All articles")),
    scenario(FeedBottom, "<", "▌ All articles", Words("▌ Tide Table")),
    scenario(LibraryView1, "", "", Words("to read")),
    scenario(LibraryView2, "", "", Words("in progress")),
    scenario(LibraryView3, "", "", Words("starred")),
    scenario(LibraryView4, "", "", Words("is:archive")),
    scenario(LibraryView5, "", "", Words("to download")),
    scenario(LibraryView6, "", "", Words("no view 6 ·")),
    scenario(LibraryView7, "", "", Words("no view 7 ·")),
    scenario(LibraryView8, "", "", Words("no view 8 ·")),
    scenario(LibraryView9, "", "", Words("no view 9 ·")),
    scenario(LibraryDown, "", "", Words("▌ ● Gulls take over")),
    scenario(LibraryUp, "j", "▌ ● Gulls take over", Words("▌ ● Typography")),
    scenario(LibraryPageDown, "", "", Words("▌ ● Harbour strike")),
    scenario(LibraryPageUp, "G", "▌ ● Harbour strike", Words("▌ ● Typography")),
    scenario(LibraryTop, "G", "▌ ● Harbour strike", Words("▌ ● Typography")),
    scenario(LibraryBottom, "", "", Words("▌ ● Harbour strike")),
    scenario(LibraryAiry, "", "", Words("airy list")),
    scenario(LibraryWider, "", "", Words("list width 65 %")),
    scenario(LibraryNarrower, "", "", Words("list width 55 %")),
];
