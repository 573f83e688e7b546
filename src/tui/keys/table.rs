//! The table of all commands: name, keys, context, condition, descriptions. Their functions are in
//! `commands::dispatch`.
//!
//! Everything that lists commands (help, footer, palette, settings, manual) reads this table, so none can be missing
//! there.

pub use crate::tui::keys::needs::Needs;

/// Part of the interface in which a key binding applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyContext {
    /// Everywhere except in lists and prompts.
    Everywhere,
    /// In an open article.
    Reader,
    /// In the library's list.
    Library,
    /// During a passage selection.
    Passage,
    /// In a list over the text (help, palette, pickers); unbound keys are typed into its filter.
    List,
    /// In the library's list of speakers, in addition to the keys of all lists.
    Speakers,
    /// In the library's list of saved views, in addition to the keys of all lists.
    Views,
    /// In the library's feeds pane, in addition to those keys of the library that concern no article.
    Feeds,
}

impl KeyContext {
    /// Returns true if unbound keys are typed as text here.
    pub const fn accepts_text(self) -> bool {
        matches!(self, Self::List | Self::Speakers | Self::Views)
    }
}

/// Section of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Movement in the text.
    Move,
    /// Jumps between quotations.
    Quotes,
    /// Links and other texts.
    Links,
    /// Saving, copying and exporting.
    Keep,
    /// Appearance and visibility.
    Look,
    /// Commands of the library.
    Library,
    /// Commands of the feeds pane.
    Feeds,
    /// Other commands.
    General,
    /// Selecting a passage.
    Passage,
    /// Keys inside lists.
    List,
}

impl Group {
    /// All sections, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Move,
        Self::Quotes,
        Self::Links,
        Self::Keep,
        Self::Look,
        Self::Library,
        Self::Feeds,
        Self::General,
        Self::Passage,
        Self::List,
    ];

    /// Returns the heading of the section.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Quotes => "Quotations",
            Self::Links => "Links & history",
            Self::Keep => "Save & share",
            Self::Look => "Display",
            Self::Library => "Library",
            Self::Feeds => "Feeds",
            Self::General => "Everywhere",
            Self::Passage => "Selection",
            Self::List => "Lists",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct CommandEntry {
    /// The command described by this row.
    pub command: Command,
    /// Name in the settings file.
    pub name: &'static str,
    /// Context of its keys.
    pub context: KeyContext,
    /// Section of the help.
    pub group: Group,
    /// Condition for it to be available.
    pub needs: Needs,
    /// Default key sequences.
    pub keys: &'static [&'static str],
    /// Label in the footer, one or two words; empty if it is not shown there.
    pub footer_label: &'static str,
    /// Description in help and palette.
    pub description: &'static str,
}

impl CommandEntry {
    /// Returns true if its keys also work in `context`, unless that has these keys for commands of its own.
    pub fn works_beside(&self, context: KeyContext) -> bool {
        context == KeyContext::Feeds && self.context == KeyContext::Library && self.needs != Needs::Piece
    }
}

/// Declares [`Command`] and [`TABLE`] from one list.
macro_rules! commands {
    ($($context:ident $group:ident { $($variant:ident $name:literal $needs:ident [$($key:literal)*] $short:literal $words:literal;)* })*) => {
        /// All commands that a key can run.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $($(#[doc = $words] $variant,)*)* }

        /// All commands, in the order of the help.
        pub const TABLE: &[CommandEntry] = &[$($(CommandEntry {
            command: Command::$variant,
            name: $name,
            context: KeyContext::$context,
            group: Group::$group,
            needs: Needs::$needs,
            keys: &[$($key),*],
            footer_label: $short,
            description: $words,
        },)*)*];
    };
}

commands! {
    Reader Move {
        LineDown "line-down" Nothing ["j" "Down"] "" "line down";
        LineUp "line-up" Nothing ["k" "Up"] "" "line up";
        PageDown "page-down" Nothing ["Space" "Ctrl-F" "PageDown"] "" "page down";
        PageUp "page-up" Nothing ["b" "Ctrl-B" "PageUp"] "" "page up";
        HalfDown "half-page-down" Nothing ["Ctrl-D"] "" "half page down";
        HalfUp "half-page-up" Nothing ["Ctrl-U"] "" "half page up";
        Top "top" Nothing ["g" "Home"] "" "go to the top";
        Bottom "bottom" Nothing ["G" "End"] "" "go to the end";
        NextParagraph "next-paragraph" Text [")"] "" "next paragraph";
        PreviousParagraph "previous-paragraph" Text ["("] "" "previous paragraph";
        NextHeading "next-heading" Headings ["}"] "" "next heading";
        PreviousHeading "previous-heading" Headings ["{"] "" "previous heading";
        Outline "outline" Headings ["#"] "" "list the headings";
        SetMark "set-mark" Text ["m"] "" "set a mark";
        GoToMark "go-to-mark" Text ["'"] "" "go to a mark";
        Search "search" Text ["/"] "" "search";
    }
    Reader Quotes {
        Next "next" Text ["n"] "quote" "next quote or hit";
        Previous "previous" Text ["N"] "" "previous quote or hit";
        NextSame "next-same-speaker" Quotes ["]"] "same speaker" "next quote, same speaker";
        PreviousSame "previous-same-speaker" Quotes ["["] "" "previous quote, same speaker";
        NextProblem "next-problem" Verdicts ["!"] "problem" "next problem in a draft";
        CheckSource "check-source" Checked ["S"] "source" "go to source / draft";
        PickSpeaker "pick-speaker" Quotes ["@"] "speaker" "choose a speaker";
        QuotesOnly "quotes-only" Quotes ["\""] "" "show only the quotations";
        Card "speaker-card" Quote ["w"] "" "show the speaker or verdict";
        SetSpeaker "set-speaker" Quote ["="] "" "correct the speaker";
        Dismiss "dismiss" Quote ["x"] "" "dismiss quotation or speaker";
        MergeSpeaker "merge-speaker" Quote ["M"] "" "merge with another speaker";
        LeastGrade "least-grade" Text ["U"] "" "set the minimum grade";
        Open "open" Nothing ["Enter"] "try again" "open the selected entry";
    }
    Reader Links {
        Hints "link-hints" Links ["f"] "" "open a link by label";
        Browser "browser" Nothing ["o"] "" "open in the browser";
        Back "back" Back ["H" "Ctrl-O"] "" "back";
        Forward "forward" Forward ["L" "Ctrl-I"] "" "forward";
        NextSource "next-source" Sources ["J"] "source" "next source";
        PreviousSource "previous-source" Sources ["K"] "" "previous source";
        NextUnread "next-unread-text" Nothing ["Ctrl-N"] "" "next unread article";
    }
    Reader Keep {
        Select "select" Text ["v"] "" "select text";
        Copy "copy" Quote ["y"] "" "copy quotation with citation";
        CopyAddress "copy-address" Address ["Y"] "" "copy the URL";
        Export "export" Text ["e"] "" "export the article";
        Editor "editor" Text ["E"] "" "open in the editor";
    }
    Reader Look {
        Clutter "clutter" Clutter ["c"] "hidden" "toggle clutter";
        Whole "whole-page" Text ["C"] "" "show the whole page";
        Hide "hide-block" Text ["X"] "" "toggle a block";
        Zen "only-text" Text ["z"] "" "show only the text";
        Wider "wider" Text ["+"] "" "widen the text";
        Narrower "narrower" Text ["-"] "" "narrow the text";
        LeftPane "left-pane" Text ["<"] "" "toggle the speakers pane";
        RightPane "right-pane" Text [">"] "" "toggle the related pane";
        KeepLook "keep-look" Nothing ["W"] "" "save display settings";
        Pictures "pictures" Text ["p"] "" "toggle pictures";
        About "about" Text ["i"] "" "show article details";
    }
    Everywhere General {
        NextPane "next-pane" Nothing ["Tab" "l" "Right"] "pane" "next pane";
        PreviousPane "previous-pane" Nothing ["S-Tab" "h" "Left"] "" "previous pane";
        Add "add" Nothing ["A"] "" "open a URL or file";
        Theme "theme" Nothing ["T"] "" "choose a theme";
        Palette "palette" Nothing [":"] "" "find a command";
        Help "help" Nothing ["?"] "help" "show the keys";
        Cancel "cancel" Nothing ["Esc"] "cancel" "cancel";
        Leave "leave" Nothing ["q"] "" "back, or quit";
        Quit "quit" Nothing ["Ctrl-C"] "" "quit";
        Suspend "suspend" Nothing ["Ctrl-Z"] "" "suspend (fg resumes)";
        Reload "reload" Nothing ["F5"] "" "reload the settings";
        Redraw "redraw" Nothing ["Ctrl-L"] "" "redraw";
    }
    Reader Keep {
        Save "save" Text ["s"] "save" "save to the library";
        ArchiveText "archive-text" Text ["a"] "" "save and archive";
        StarText "star-text" Text ["*"] "" "star / unstar";
        TagText "tag-text" Text ["t"] "" "edit tags";
        NoteText "note-text" Text [";"] "" "edit the note";
        Highlights "highlights" Text ["V"] "" "list the highlights";
        DeleteText "delete-text" Queue ["d" "Delete"] "delete" "delete, then next in queue";
        ReadText "mark-read-text" Queue ["r"] "read" "mark read, then next";
        EndQueue "end-queue" Queue ["Q"] "end queue" "leave the queue";
    }
    Library Library {
        LibraryOpen "library-open" Nothing ["Enter"] "read" "open the article";
        LibraryArchive "archive" Piece ["a"] "archive" "archive / unarchive";
        LibraryStar "star" Piece ["*"] "star" "star / unstar";
        LibraryDelete "delete" Piece ["d" "Delete"] "delete" "delete / restore";
        LibraryTags "tags" Piece ["t"] "tags" "edit tags";
        LibraryFilter "filter" Nothing ["/"] "filter" "filter the list";
        LibrarySpeakers "by-speaker" Piece ["v"] "by speaker" "list the speakers";
        LibraryRead "mark-read" Piece ["r"] "" "mark read / unread";
        LibraryNote "note" Piece [";"] "" "edit the note";
        LibrarySelect "select-article" Piece ["x"] "" "select the article";
        LibraryRange "select-range" Piece ["V"] "" "select a range";
        LibraryQueue "queue" Piece ["Q"] "" "start the queue";
        LibrarySort "sort" Nothing ["S"] "" "change the sort order";
        LibraryFetch "download" Piece ["F"] "" "download again";
        LibraryDifference "difference" Piece ["D"] "" "compare with earlier version";
        LibraryCompare "compare" Piece ["C"] "" "compare the selected articles";
        LibrarySaveView "save-view" Nothing ["Ctrl-S"] "" "save filter as a view";
        LibraryFeeds "feeds" Nothing ["<"] "feeds" "toggle the feeds pane";
        LibraryFetchFeeds "fetch-feeds" Nothing ["f"] "" "fetch all feeds";
        LibraryFollow "follow" Nothing ["&"] "" "follow a feed";
        LibraryNextUnread "next-unread" Nothing ["n"] "" "next unread article";
        LibraryReadAll "read-all" Nothing ["R"] "" "mark feed or folder read";
        LibraryViews "views" Nothing ["0"] "" "list the saved views";
        LibraryView1 "view-1" Nothing ["1"] "" "show saved view 1";
        LibraryView2 "view-2" Nothing ["2"] "" "show saved view 2";
        LibraryView3 "view-3" Nothing ["3"] "" "show saved view 3";
        LibraryView4 "view-4" Nothing ["4"] "" "show saved view 4";
        LibraryView5 "view-5" Nothing ["5"] "" "show saved view 5";
        LibraryView6 "view-6" Nothing ["6"] "" "show saved view 6";
        LibraryView7 "view-7" Nothing ["7"] "" "show saved view 7";
        LibraryView8 "view-8" Nothing ["8"] "" "show saved view 8";
        LibraryView9 "view-9" Nothing ["9"] "" "show saved view 9";
        LibraryDown "piece-down" Nothing ["j" "Down"] "" "next article";
        LibraryUp "piece-up" Nothing ["k" "Up"] "" "previous article";
        LibraryPageDown "pieces-down" Nothing ["Space" "Ctrl-F" "PageDown" "Ctrl-D"] "" "page down";
        LibraryPageUp "pieces-up" Nothing ["b" "Ctrl-B" "PageUp" "Ctrl-U"] "" "page up";
        LibraryTop "first-piece" Nothing ["g" "Home"] "" "first article";
        LibraryBottom "last-piece" Nothing ["G" "End"] "" "last article";
        LibraryAiry "airy" Nothing ["z"] "" "toggle compact list";
        LibraryWider "wider-list" Nothing ["+"] "" "widen the list";
        LibraryNarrower "narrower-list" Nothing ["-"] "" "narrow the list";
    }
    Feeds Feeds {
        FeedOpen "feed-open" Nothing ["Enter"] "articles" "show the feed's articles";
        FeedFollow "feed-follow" Nothing ["A"] "follow" "follow a feed";
        FeedFetch "feed-fetch" Nothing ["F"] "fetch" "fetch feed or folder";
        FeedTags "feed-tags" Feed ["t"] "tags" "edit the feed's tags";
        FeedRename "feed-rename" Feed ["e"] "rename" "rename the feed";
        FeedRemove "feed-remove" Feed ["d" "Delete"] "unfollow" "unfollow the feed";
        FeedPause "feed-pause" Feed ["p"] "" "pause / resume the feed";
        FeedDown "feed-down" Nothing ["j" "Down"] "" "next feed";
        FeedUp "feed-up" Nothing ["k" "Up"] "" "previous feed";
        FeedPageDown "feeds-down" Nothing ["Space" "Ctrl-F" "PageDown" "Ctrl-D"] "" "page down";
        FeedPageUp "feeds-up" Nothing ["b" "Ctrl-B" "PageUp" "Ctrl-U"] "" "page up";
        FeedTop "first-feed" Nothing ["g" "Home"] "" "first feed";
        FeedBottom "last-feed" Nothing ["G" "End"] "" "last feed";
    }
    Everywhere Library {
        Undo "undo" Nothing ["u"] "" "undo";
        Redo "redo" Nothing ["Ctrl-R"] "" "redo";
    }
    Speakers Library {
        JoinSpeaker "join-speaker" Nothing ["J"] "merge" "merge with another speaker";
        PartSpeaker "part-speaker" Nothing ["P"] "split" "split a merged speaker";
    }
    Views Library {
        RenameView "rename-view" Nothing ["R"] "rename" "rename the view";
        DeleteView "delete-view" Nothing ["D"] "delete" "delete the view";
    }
    Passage Passage {
        CaretLeft "caret-left" Nothing ["h" "Left"] "" "previous character";
        CaretRight "caret-right" Nothing ["l" "Right"] "" "next character";
        CaretDown "caret-down" Nothing ["j" "Down"] "" "next line";
        CaretUp "caret-up" Nothing ["k" "Up"] "" "previous line";
        WordOn "word-on" Nothing ["w"] "word" "next word";
        WordBack "word-back" Nothing ["b"] "" "previous word";
        SentenceOn "sentence-on" Nothing [")"] "sentence" "next sentence";
        SentenceBack "sentence-back" Nothing ["("] "" "previous sentence";
        ParagraphEnd "paragraph-end" Nothing ["$" "End"] "" "end of the paragraph";
        ParagraphStart "paragraph-start" Nothing ["0" "Home"] "" "start of the paragraph";
        OtherEnd "other-end" Nothing ["o"] "other end" "move the other end";
        CopyPassage "copy-passage" Nothing ["y" "Enter"] "copy" "copy selection with citation";
        KeepPassage "keep-passage" Nothing ["s"] "highlight" "highlight / remove highlight";
        NotePassage "note-passage" Nothing [";"] "" "highlight with a note";
        EndPassage "end-passage" Nothing ["Esc" "v" "q"] "cancel" "cancel the selection";
    }
    List List {
        ListDown "list-down" Nothing ["Down" "Ctrl-N" "Tab"] "next" "next entry";
        ListUp "list-up" Nothing ["Up" "Ctrl-P" "S-Tab"] "" "previous entry";
        ListPageDown "list-page-down" Nothing ["PageDown" "Ctrl-D"] "" "page down";
        ListPageUp "list-page-up" Nothing ["PageUp"] "" "page up";
        ListAccept "list-accept" Nothing ["Enter"] "select" "select the entry";
        ListErase "list-erase" Nothing ["Backspace"] "" "delete a character";
        ListClear "list-clear" Nothing ["Ctrl-U"] "" "clear the filter";
        ListClose "list-close" Nothing ["Esc"] "close" "close the list";
        ListQuit "list-quit" Nothing ["Ctrl-C"] "" "close the list";
    }
}

impl Command {
    /// Returns the command's row of the table.
    pub fn entry(self) -> &'static CommandEntry {
        // The macro writes variants and rows in the same order; checked by a test.
        &TABLE[self as usize]
    }

    /// Finds a command by its name in the settings.
    pub fn named(name: &str) -> Option<Self> {
        TABLE.iter().find(|entry| entry.name == name).map(|entry| entry.command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::parse_sequence;
    use std::collections::HashSet;

    #[test]
    fn descriptions_have_at_most_five_words() {
        for entry in TABLE {
            let words = entry.description.split(' ').filter(|word| !matches!(*word, "/" | "&")).count();
            assert!(words <= 5, "{}: {}", entry.name, entry.description);
        }
    }

    #[test]
    fn table_names_and_keys_are_unique() {
        let (mut names, mut bound) = (HashSet::new(), HashSet::new());
        for (i, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.command as usize, i);
            assert!(names.insert(entry.name), "{} stands twice", entry.name);
            assert!(!entry.description.is_empty() && !entry.keys.is_empty(), "{}", entry.name);
            for key in entry.keys {
                let keys = parse_sequence(key).unwrap_or_else(|| panic!("{key} of {}", entry.name));
                assert!(bound.insert((entry.context, keys)), "{key} is set twice");
            }
            assert!(entry.group != Group::List || entry.context == KeyContext::List);
        }
        assert_eq!(Command::named("quotes-only"), Some(Command::QuotesOnly));
    }

    #[test]
    fn reader_keys_shadow_no_global_key() {
        let of = |context| TABLE.iter().filter(move |e| e.context == context).flat_map(|e| e.keys);
        let reader: HashSet<_> = of(KeyContext::Reader).collect();
        assert!(of(KeyContext::Everywhere).all(|key| !reader.contains(key)));
    }
}
