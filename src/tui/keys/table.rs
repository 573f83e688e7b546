//! The one table of commands: name, keys, place, condition and words. The functions stand in `commands::dispatch`.
//!
//! Whatever lists commands (help, footer, palette, config, README) reads this table, so nothing can be missing there.

/// Where a command's keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyContext {
    /// Wherever no list or line of input is open.
    Everywhere,
    /// While an article is read.
    Reader,
    /// While the saved pieces are listed.
    Library,
    /// While a passage is being selected.
    Passage,
    /// In a list that is open over the text (help, palette, pickers); other keys are typed into its filter.
    List,
    /// In the library's list of speakers, beside the keys of all lists.
    Speakers,
    /// In the library's list of saved views, beside the keys of all lists.
    Views,
}

impl KeyContext {
    /// Whether keys that mean nothing here are typed.
    pub const fn accepts_text(self) -> bool {
        matches!(self, Self::List | Self::Speakers | Self::Views)
    }
}

/// Under which heading help lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Moving through the text.
    Move,
    /// From quotation to quotation.
    Quotes,
    /// To other texts.
    Links,
    /// What is taken out of the text.
    Keep,
    /// What is shown, and how.
    Look,
    /// In the library.
    Library,
    /// Everything else.
    General,
    /// In a passage that is being selected.
    Passage,
    /// In lists.
    List,
}

impl Group {
    /// All, in the order of help.
    pub const ALL: [Self; 9] = [
        Self::Move,
        Self::Quotes,
        Self::Links,
        Self::Keep,
        Self::Look,
        Self::Library,
        Self::General,
        Self::Passage,
        Self::List,
    ];

    /// The heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Quotes => "Who said what",
            Self::Links => "Links and other texts",
            Self::Keep => "Taking along",
            Self::Look => "The look of the page",
            Self::Library => "In the library",
            Self::General => "Everywhere",
            Self::Passage => "While a passage is selected",
            Self::List => "In lists",
        }
    }
}

/// What must hold for a command to be of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A text on the screen.
    Text,
    /// At least one quotation.
    Quotes,
    /// A current quotation.
    Quote,
    /// At least one heading.
    Headings,
    /// Something hidden.
    Clutter,
    /// A link in the text.
    Links,
    /// The text has an address.
    Address,
    /// A text to go back to.
    Back,
    /// A text to go forward to.
    Forward,
    /// More than one source.
    Sources,
    /// A piece in the library's list.
    Piece,
    /// A text of the queue.
    Queue,
}

impl Needs {
    /// What is said where it does not hold.
    pub const fn missing(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Text => "no text is open",
            Self::Quotes => "nobody is quoted here",
            Self::Quote => "no quotation is selected: n goes to the next",
            Self::Headings => "this text has no headings",
            Self::Clutter => "nothing was hidden on this page",
            Self::Links => "this text has no links",
            Self::Address => "this text has no address",
            Self::Back => "no text to go back to",
            Self::Forward => "no text to go forward to",
            Self::Sources => "there is only this one source",
            Self::Piece => "no piece is here",
            Self::Queue => "only in the queue, which Q in the library begins",
        }
    }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct CommandEntry {
    /// Which command.
    pub command: Command,
    /// Its name in the config.
    pub name: &'static str,
    /// Where its keys count.
    pub context: KeyContext,
    /// Under which heading it is listed.
    pub group: Group,
    /// What it needs.
    pub needs: Needs,
    /// Default key sequences.
    pub keys: &'static [&'static str],
    /// One or two words for the footer; empty where it is not shown there.
    pub footer_label: &'static str,
    /// What it does.
    pub description: &'static str,
}

/// Declares [`Command`] and [`TABLE`] together.
macro_rules! commands {
    ($($context:ident $group:ident { $($variant:ident $name:literal $needs:ident [$($key:literal)*] $short:literal $words:literal;)* })*) => {
        /// Everything that a key can set off.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $($(#[doc = $words] $variant,)*)* }

        /// All commands, in the order in which help lists them.
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
        LineDown "line-down" Nothing ["j" "Down"] "" "one line down; in a pane, the next entry";
        LineUp "line-up" Nothing ["k" "Up"] "" "one line up; in a pane, the entry before";
        PageDown "page-down" Nothing ["Space" "Ctrl-F" "PageDown"] "" "one page down";
        PageUp "page-up" Nothing ["b" "Ctrl-B" "PageUp"] "" "one page up";
        HalfDown "half-page-down" Nothing ["Ctrl-D"] "" "half a page down";
        HalfUp "half-page-up" Nothing ["Ctrl-U"] "" "half a page up";
        Top "top" Nothing ["g" "Home"] "" "to the beginning; with a count, to that paragraph";
        Bottom "bottom" Nothing ["G" "End"] "" "to the end; with a count, to that per cent of the text";
        NextParagraph "next-paragraph" Text [")"] "" "to the next paragraph";
        PreviousParagraph "previous-paragraph" Text ["("] "" "to the paragraph before";
        NextHeading "next-heading" Headings ["}"] "" "to the next heading";
        PreviousHeading "previous-heading" Headings ["{"] "" "to the heading before";
        Outline "outline" Headings ["#"] "" "the headings, to go to one";
        SetMark "set-mark" Text ["m"] "" "sets a mark; the next key is its letter";
        GoToMark "go-to-mark" Text ["'"] "" "goes to a mark; the next key is its letter, or ' for where you were";
        Search "search" Text ["/"] "" "searches as you type; n and N then go from hit to hit, Esc ends it";
    }
    Reader Quotes {
        Next "next" Text ["n"] "quote" "to the next quotation; while hits are marked, to the next hit";
        Previous "previous" Text ["N"] "" "to the quotation before; while hits are marked, to the hit before";
        NextSame "next-same-speaker" Quotes ["]"] "same speaker" "to the next quotation of the same speaker";
        PreviousSame "previous-same-speaker" Quotes ["["] "" "to the quotation of the same speaker before";
        PickSpeaker "pick-speaker" Quotes ["@"] "speaker" "picks a speaker by typing";
        QuotesOnly "quotes-only" Quotes ["\""] "" "only the quotations, in order, each in its sentence";
        Card "speaker-card" Quote ["w"] "" "who is speaking: role, share of the words, every mention";
        SetSpeaker "set-speaker" Quote ["="] "" "sets the right speaker of this quotation";
        Dismiss "dismiss" Quote ["x"] "" "for this article: no quotation, or in the list of speakers, not this speaker";
        MergeSpeaker "merge-speaker" Quote ["M"] "" "for this article: the speaker is another one of the list";
        LeastGrade "least-grade" Text ["U"] "" "the least certain attributions shown: likely, all, only sure";
        Open "open" Nothing ["Enter"] "try again" "goes to the speaker, quotation, story or link that is selected";
    }
    Reader Links {
        Hints "link-hints" Links ["f"] "" "labels the links on the screen; typing a label opens it";
        Browser "browser" Nothing ["o"] "" "opens the selected story or link, or this page, in the browser";
        Back "back" Back ["H" "Ctrl-O"] "" "back to the text before";
        Forward "forward" Forward ["L" "Ctrl-I"] "" "forward again";
        NextSource "next-source" Sources ["J"] "source" "to the next of several sources";
        PreviousSource "previous-source" Sources ["K"] "" "to the source before";
    }
    Reader Keep {
        Select "select" Text ["v"] "" "selects a passage, to copy or highlight it";
        Copy "copy" Quote ["y"] "" "copies the current quotation with its citation";
        CopyAddress "copy-address" Address ["Y"] "" "copies the address of this page";
        Export "export" Text ["e"] "" "writes the piece to a file: Markdown, text, HTML or JSON";
        Editor "editor" Text ["E"] "" "opens the text in $VISUAL or $EDITOR";
    }
    Reader Look {
        Clutter "clutter" Clutter ["c"] "hidden" "shows or hides what is not the article, with the reasons";
        Whole "whole-page" Text ["C"] "" "flips between the article and the whole page";
        Hide "hide-block" Text ["X"] "" "hides this block, or brings a hidden one back";
        Zen "only-text" Text ["z"] "" "only the text, and back";
        Wider "wider" Text ["+"] "" "a wider column";
        Narrower "narrower" Text ["-"] "" "a narrower column";
        LeftPane "left-pane" Text ["<"] "" "shows or hides the pane of speakers";
        RightPane "right-pane" Text [">"] "" "shows or hides the pane of related stories";
        KeepLook "keep-look" Nothing ["W"] "" "writes theme, width and panes as they are now into the settings";
        Pictures "pictures" Text ["p"] "" "fetches the pictures on the screen; those that are shown go";
        About "about" Text ["i"] "" "about this piece: where it comes from, what is in it, what went wrong";
    }
    Everywhere General {
        NextPane "next-pane" Nothing ["Tab" "l" "Right"] "pane" "to the next pane";
        PreviousPane "previous-pane" Nothing ["S-Tab" "h" "Left"] "" "to the pane before";
        Add "add" Nothing ["A"] "" "opens an address or a file";
        Theme "theme" Nothing ["T"] "" "another theme";
        Palette "palette" Nothing [":"] "" "finds a command by its words";
        Help "help" Nothing ["?"] "help" "all keys";
        Cancel "cancel" Nothing ["Esc"] "cancel" "cancels: what is loading, a count, a search, a pane";
        Leave "leave" Nothing ["q"] "" "back to the text before, or out";
        Quit "quit" Nothing ["Ctrl-C"] "" "out at once";
        Suspend "suspend" Nothing ["Ctrl-Z"] "" "to the shell; fg comes back";
        Reload "reload" Nothing ["F5"] "" "reads the settings again";
        Redraw "redraw" Nothing ["Ctrl-L"] "" "paints the screen anew";
    }
    Reader Keep {
        Save "save" Text ["s"] "save" "saves this text, or the selected story or link, in the library";
        ArchiveText "archive-text" Text ["a"] "" "saves this text and puts it into the archive";
        StarText "star-text" Text ["*"] "" "gives this text a star, or takes it";
        TagText "tag-text" Text ["t"] "" "tags of this text";
        NoteText "note-text" Text [";"] "" "a note on this text";
        Highlights "highlights" Text ["V"] "" "the passages highlighted in this text";
        DeleteText "delete-text" Queue ["d" "Delete"] "delete" "in the queue: deletes this text, and opens the next";
        ReadText "mark-read-text" Queue ["r"] "read" "in the queue: marks this text as read, and opens the next";
        EndQueue "end-queue" Queue ["Q"] "end queue" "ends the queue";
    }
    Library Library {
        LibraryOpen "library-open" Nothing ["Enter"] "read" "opens the piece where it was left";
        LibraryArchive "archive" Piece ["a"] "archive" "puts the piece into the archive, or takes it out";
        LibraryStar "star" Piece ["*"] "star" "gives the piece a star, or takes it";
        LibraryDelete "delete" Piece ["d" "Delete"] "delete" "deletes the piece, or brings it back";
        LibraryTags "tags" Piece ["t"] "tags" "tags, parted by commas; with several chosen, -tag takes one away";
        LibraryFilter "filter" Nothing ["/"] "filter" "filters as you type: words, said:Name by:Name tag:x is:unread site:x.com";
        LibrarySpeakers "by-speaker" Piece ["v"] "by speaker" "who is quoted most in these pieces, and what they said";
        LibraryRead "mark-read" Piece ["r"] "" "marks the piece as read, or as unread";
        LibraryNote "note" Piece [";"] "" "a note on the piece";
        LibrarySelect "choose" Piece ["x"] "" "chooses the piece for a change of several";
        LibraryRange "choose-range" Piece ["V"] "" "begins or ends a range of pieces";
        LibraryQueue "queue" Piece ["Q"] "" "queue: each decision opens the next piece at once";
        LibrarySort "sort" Nothing ["S"] "" "the next order: newest, oldest, published, shortest, longest, voices";
        LibraryFetch "fetch" Piece ["F"] "" "fetches the page again";
        LibraryDifference "difference" Piece ["D"] "" "the difference to the earlier version";
        LibrarySaveView "save-view" Nothing ["Ctrl-S"] "" "saves filter and order as a view";
        LibraryViews "views" Nothing ["0"] "" "the saved views, to go to, rename or delete";
        LibraryView1 "view-1" Nothing ["1"] "" "saved view 1: to read";
        LibraryView2 "view-2" Nothing ["2"] "" "saved view 2: being read";
        LibraryView3 "view-3" Nothing ["3"] "" "saved view 3: starred";
        LibraryView4 "view-4" Nothing ["4"] "" "saved view 4: archive";
        LibraryView5 "view-5" Nothing ["5"] "" "saved view 5: to fetch";
        LibraryView6 "view-6" Nothing ["6"] "" "saved view 6";
        LibraryView7 "view-7" Nothing ["7"] "" "saved view 7";
        LibraryView8 "view-8" Nothing ["8"] "" "saved view 8";
        LibraryView9 "view-9" Nothing ["9"] "" "saved view 9";
        LibraryDown "piece-down" Nothing ["j" "Down"] "" "to the next piece";
        LibraryUp "piece-up" Nothing ["k" "Up"] "" "to the piece before";
        LibraryPageDown "pieces-down" Nothing ["Space" "Ctrl-F" "PageDown" "Ctrl-D"] "" "a page of pieces on";
        LibraryPageUp "pieces-up" Nothing ["b" "Ctrl-B" "PageUp" "Ctrl-U"] "" "a page of pieces back";
        LibraryTop "first-piece" Nothing ["g" "Home"] "" "to the first piece";
        LibraryBottom "last-piece" Nothing ["G" "End"] "" "to the last piece";
    }
    Everywhere Library {
        Undo "undo" Nothing ["u"] "" "undoes the last change in the library, also a bulk one";
        Redo "redo" Nothing ["Ctrl-R"] "" "does it again";
    }
    Speakers Library {
        JoinSpeaker "join-speaker" Nothing ["J"] "join" "in the list of speakers: makes this one and the one picked next the same";
        PartSpeaker "part-speaker" Nothing ["P"] "part" "in the list of speakers: parts this one from those it was joined with";
    }
    Views Library {
        RenameView "rename-view" Nothing ["R"] "rename" "in the list of views: gives this one another name";
        DeleteView "delete-view" Nothing ["D"] "delete" "in the list of views: deletes this one, pressed twice";
    }
    Passage Passage {
        CaretLeft "caret-left" Nothing ["h" "Left"] "" "one character back";
        CaretRight "caret-right" Nothing ["l" "Right"] "" "one character on";
        CaretDown "caret-down" Nothing ["j" "Down"] "" "one line down";
        CaretUp "caret-up" Nothing ["k" "Up"] "" "one line up";
        WordOn "word-on" Nothing ["w"] "word" "one word on";
        WordBack "word-back" Nothing ["b"] "" "one word back";
        SentenceOn "sentence-on" Nothing [")"] "sentence" "one sentence on";
        SentenceBack "sentence-back" Nothing ["("] "" "one sentence back";
        ParagraphEnd "paragraph-end" Nothing ["$" "End"] "" "to the paragraph's end";
        ParagraphStart "paragraph-start" Nothing ["0" "Home"] "" "to the paragraph's beginning";
        OtherEnd "other-end" Nothing ["o"] "other end" "moves the other end of the passage";
        CopyPassage "copy-passage" Nothing ["y" "Enter"] "copy" "copies the passage with its citation";
        KeepPassage "keep-passage" Nothing ["s"] "highlight" "keeps the passage as a highlight; on a highlight, takes it away";
        NotePassage "note-passage" Nothing [";"] "" "keeps the passage with a note";
        EndPassage "end-passage" Nothing ["Esc" "v" "q"] "end" "ends the selection";
    }
    List List {
        ListDown "list-down" Nothing ["Down" "Ctrl-N" "Tab"] "next" "the next entry";
        ListUp "list-up" Nothing ["Up" "Ctrl-P" "S-Tab"] "" "the entry before";
        ListPageDown "list-page-down" Nothing ["PageDown" "Ctrl-D"] "" "a page on";
        ListPageUp "list-page-up" Nothing ["PageUp"] "" "a page back";
        ListAccept "list-accept" Nothing ["Enter"] "take" "takes the entry";
        ListErase "list-erase" Nothing ["Backspace"] "" "erases a letter of the filter";
        ListClear "list-clear" Nothing ["Ctrl-U"] "" "erases the whole filter";
        ListClose "list-close" Nothing ["Esc"] "close" "closes the list";
        ListQuit "list-quit" Nothing ["Ctrl-C"] "" "closes the list";
    }
}

impl Command {
    /// Its row in the table.
    pub fn entry(self) -> &'static CommandEntry {
        // The macro writes variants and rows in the same order; a test holds it.
        &TABLE[self as usize]
    }

    /// The command of that name in the config.
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
    fn the_table_holds_together() {
        let (mut names, mut bound) = (HashSet::new(), HashSet::new());
        for (i, entry) in TABLE.iter().enumerate() {
            assert_eq!(entry.command as usize, i);
            assert!(names.insert(entry.name), "{} stands twice", entry.name);
            assert!(!entry.description.is_empty() && !entry.keys.is_empty(), "{}", entry.name);
            for key in entry.keys {
                let keys = parse_sequence(key).unwrap_or_else(|| panic!("{key} of {}", entry.name));
                assert!(bound.insert((entry.context, keys)), "{key} stands twice");
            }
            assert!(entry.group != Group::List || entry.context == KeyContext::List);
        }
        assert_eq!(Command::named("quotes-only"), Some(Command::QuotesOnly));
    }

    #[test]
    fn no_key_of_the_reader_hides_one_that_counts_everywhere() {
        let of = |context| TABLE.iter().filter(move |e| e.context == context).flat_map(|e| e.keys);
        let reader: HashSet<_> = of(KeyContext::Reader).collect();
        assert!(of(KeyContext::Everywhere).all(|key| !reader.contains(key)));
    }
}
