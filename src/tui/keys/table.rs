//! The one table of commands: name, keys, place, condition, words, and the function that does it.
//!
//! Whatever lists commands (help, footer, palette, config, README) reads this table, so nothing can be missing there.

use crate::tui::app::{App, general, lists};
use crate::tui::library::{choosing, commands, filter, joining, keep, queue, views};
use crate::tui::reader::{jump, links, look, motion, passage, pictures, take};

/// What a command does: the state is changed, effects go to the outbox; the count is what was typed before the key.
pub type Run = fn(&mut App, Option<u32>);

/// Where a command's keys count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
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

impl Context {
    /// Whether keys that mean nothing here are typed.
    pub const fn is_typed_into(self) -> bool {
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
pub struct Entry {
    /// Which command.
    pub command: Command,
    /// Its name in the config.
    pub name: &'static str,
    /// Where its keys count.
    pub context: Context,
    /// Under which heading it is listed.
    pub group: Group,
    /// What it needs.
    pub needs: Needs,
    /// Default key sequences.
    pub keys: &'static [&'static str],
    /// One or two words for the footer; empty where it is not shown there.
    pub short: &'static str,
    /// What it does.
    pub words: &'static str,
    /// The function that does it.
    pub run: Run,
}

/// Declares [`Command`] and [`TABLE`] together.
macro_rules! commands {
    ($($context:ident $group:ident { $($variant:ident $name:literal $needs:ident [$($key:literal)*] $short:literal $words:literal $run:path;)* })*) => {
        /// Everything that a key can set off.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Command { $($(#[doc = $words] $variant,)*)* }

        /// All commands, in the order in which help lists them.
        pub const TABLE: &[Entry] = &[$($(Entry {
            command: Command::$variant,
            name: $name,
            context: Context::$context,
            group: Group::$group,
            needs: Needs::$needs,
            keys: &[$($key),*],
            short: $short,
            words: $words,
            run: $run,
        },)*)*];
    };
}

commands! {
    Reader Move {
        LineDown "line-down" Nothing ["j" "Down"] "" "one line down; in a pane, the next entry" motion::line_down;
        LineUp "line-up" Nothing ["k" "Up"] "" "one line up; in a pane, the entry before" motion::line_up;
        PageDown "page-down" Nothing ["Space" "Ctrl-F" "PageDown"] "" "one page down" motion::page_down;
        PageUp "page-up" Nothing ["b" "Ctrl-B" "PageUp"] "" "one page up" motion::page_up;
        HalfDown "half-page-down" Nothing ["Ctrl-D"] "" "half a page down" motion::half_down;
        HalfUp "half-page-up" Nothing ["Ctrl-U"] "" "half a page up" motion::half_up;
        Top "top" Nothing ["g" "Home"] "" "to the beginning; with a count, to that paragraph" motion::top;
        Bottom "bottom" Nothing ["G" "End"] "" "to the end; with a count, to that per cent of the text" motion::bottom;
        NextParagraph "next-paragraph" Text [")"] "" "to the next paragraph" motion::next_paragraph;
        PreviousParagraph "previous-paragraph" Text ["("] "" "to the paragraph before" motion::previous_paragraph;
        NextHeading "next-heading" Headings ["}"] "" "to the next heading" motion::next_heading;
        PreviousHeading "previous-heading" Headings ["{"] "" "to the heading before" motion::previous_heading;
        Outline "outline" Headings ["#"] "" "the headings, to go to one" lists::outline;
        SetMark "set-mark" Text ["m"] "" "sets a mark; the next key is its letter" motion::set_mark;
        GoToMark "go-to-mark" Text ["'"] "" "goes to a mark; the next key is its letter, or ' for where you were" motion::go_to_mark;
        Search "search" Text ["/"] "" "searches as you type; n and N then go from hit to hit, Esc ends it" lists::search;
    }
    Reader Quotes {
        Next "next" Text ["n"] "quote" "to the next quotation; while hits are marked, to the next hit" jump::next;
        Previous "previous" Text ["N"] "" "to the quotation before; while hits are marked, to the hit before" jump::previous;
        NextSame "next-same-speaker" Quotes ["]"] "same speaker" "to the next quotation of the same speaker" jump::next_same;
        PreviousSame "previous-same-speaker" Quotes ["["] "" "to the quotation of the same speaker before" jump::previous_same;
        PickSpeaker "pick-speaker" Quotes ["@"] "speaker" "picks a speaker by typing" lists::speakers;
        QuotesOnly "quotes-only" Quotes ["\""] "" "only the quotations, in order, each in its sentence" lists::quotes;
        Card "speaker-card" Quote ["w"] "" "who is speaking: role, share of the words, every mention" lists::card;
        SetSpeaker "set-speaker" Quote ["="] "" "sets the right speaker of this quotation" lists::set_speaker;
        Open "open" Nothing ["Enter"] "try again" "goes to the speaker, quotation, story or link that is selected" jump::open;
    }
    Reader Links {
        Hints "link-hints" Links ["f"] "" "labels the links on the screen; typing a label opens it" lists::hints;
        Browser "browser" Nothing ["o"] "" "opens the selected story or link, or this page, in the browser" links::browser;
        Back "back" Back ["H" "Ctrl-O"] "" "back to the text before" links::back;
        Forward "forward" Forward ["L" "Ctrl-I"] "" "forward again" links::forward;
        NextSource "next-source" Sources ["J"] "source" "to the next of several sources" links::next_source;
        PreviousSource "previous-source" Sources ["K"] "" "to the source before" links::previous_source;
    }
    Reader Keep {
        Select "select" Text ["v"] "" "selects a passage, to copy or highlight it" passage::begin;
        Copy "copy" Quote ["y"] "" "copies the current quotation with its citation" take::copy;
        CopyAddress "copy-address" Address ["Y"] "" "copies the address of this page" take::copy_address;
        Export "export" Text ["e"] "" "writes the piece to a file: Markdown, text, HTML or JSON" lists::export;
        Editor "editor" Text ["E"] "" "opens the text in $VISUAL or $EDITOR" take::editor;
    }
    Reader Look {
        Clutter "clutter" Clutter ["c"] "hidden" "shows or hides what is not the article, with the reasons" look::clutter;
        Whole "whole-page" Text ["C"] "" "flips between the article and the whole page" look::whole;
        Hide "hide-block" Text ["X"] "" "hides this block, or brings a hidden one back" look::hide;
        Zen "only-text" Text ["z"] "" "only the text, and back" look::zen;
        Wider "wider" Text ["+"] "" "a wider column" look::wider;
        Narrower "narrower" Text ["-"] "" "a narrower column" look::narrower;
        LeftPane "left-pane" Text ["<"] "" "shows or hides the pane of speakers" look::left_pane;
        RightPane "right-pane" Text [">"] "" "shows or hides the pane of related stories" look::right_pane;
        KeepLook "keep-look" Nothing ["W"] "" "writes theme, width and panes as they are now into the settings" general::keep_look;
        Pictures "pictures" Text ["p"] "" "fetches the pictures on the screen; those that are shown go" pictures::show;
        About "about" Text ["i"] "" "about this piece: where it comes from, what is in it, what went wrong" lists::about;
    }
    Everywhere General {
        NextPane "next-pane" Nothing ["Tab" "l" "Right"] "pane" "to the next pane" look::next_pane;
        PreviousPane "previous-pane" Nothing ["S-Tab" "h" "Left"] "" "to the pane before" look::previous_pane;
        Add "add" Nothing ["A"] "" "opens an address or a file" lists::add;
        Theme "theme" Nothing ["T"] "" "another theme" lists::theme;
        Palette "palette" Nothing [":"] "" "finds a command by its words" lists::palette;
        Help "help" Nothing ["?"] "help" "all keys" lists::help;
        Cancel "cancel" Nothing ["Esc"] "cancel" "cancels: what is loading, a count, a search, a pane" general::cancel;
        Leave "leave" Nothing ["q"] "" "back to the text before, or out" general::leave;
        Quit "quit" Nothing ["Ctrl-C"] "" "out at once" general::quit;
        Suspend "suspend" Nothing ["Ctrl-Z"] "" "to the shell; fg comes back" general::suspend;
        Reload "reload" Nothing ["F5"] "" "reads the settings again" general::reload;
        Redraw "redraw" Nothing ["Ctrl-L"] "" "paints the screen anew" general::redraw;
    }
    Reader Keep {
        Save "save" Text ["s"] "save" "saves this text, or the selected story or link, in the library" keep::save;
        ArchiveText "archive-text" Text ["a"] "" "saves this text and puts it into the archive" keep::archive;
        StarText "star-text" Text ["*"] "" "gives this text a star, or takes it" keep::star;
        TagText "tag-text" Text ["t"] "" "tags of this text" keep::tags;
        NoteText "note-text" Text [";"] "" "a note on this text" keep::note;
        Highlights "highlights" Text ["V"] "" "the passages highlighted in this text" lists::highlights;
        DeleteText "delete-text" Queue ["d" "Delete"] "delete" "in the queue: deletes this text, and opens the next" keep::delete;
        ReadText "mark-read-text" Queue ["r"] "read" "in the queue: marks this text as read, and opens the next" keep::read;
        EndQueue "end-queue" Queue ["Q"] "end queue" "ends the queue" queue::end;
    }
    Library Library {
        LibraryOpen "library-open" Nothing ["Enter"] "read" "opens the piece where it was left" commands::open;
        LibraryArchive "archive" Piece ["a"] "archive" "puts the piece into the archive, or takes it out" commands::archive;
        LibraryStar "star" Piece ["*"] "star" "gives the piece a star, or takes it" commands::star;
        LibraryDelete "delete" Piece ["d" "Delete"] "delete" "deletes the piece, or brings it back" commands::delete;
        LibraryTags "tags" Piece ["t"] "tags" "tags, parted by commas; with several chosen, -tag takes one away" commands::tags;
        LibraryFilter "filter" Nothing ["/"] "filter" "filters as you type: words, said:Name by:Name tag:x is:unread site:x.com" filter::filter;
        LibrarySpeakers "by-speaker" Piece ["v"] "by speaker" "who is quoted most in these pieces, and what they said" joining::speakers;
        LibraryRead "mark-read" Piece ["r"] "" "marks the piece as read, or as unread" commands::read;
        LibraryNote "note" Piece [";"] "" "a note on the piece" commands::note;
        LibrarySelect "choose" Piece ["x"] "" "chooses the piece for a change of several" choosing::select;
        LibraryRange "choose-range" Piece ["V"] "" "begins or ends a range of pieces" choosing::range;
        LibraryQueue "queue" Piece ["Q"] "" "queue: each decision opens the next piece at once" queue::queue;
        LibrarySort "sort" Nothing ["S"] "" "the next order: newest, oldest, published, shortest, longest, voices" commands::sort;
        LibraryFetch "fetch" Piece ["F"] "" "fetches the page again" commands::fetch;
        LibraryDifference "difference" Piece ["D"] "" "the difference to the earlier version" commands::difference;
        LibrarySaveView "save-view" Nothing ["Ctrl-S"] "" "saves filter and order as a view" views::save_view;
        LibraryViews "views" Nothing ["0"] "" "the saved views, to go to, rename or delete" views::list;
        LibraryView1 "view-1" Nothing ["1"] "" "saved view 1: to read" views::view_1;
        LibraryView2 "view-2" Nothing ["2"] "" "saved view 2: being read" views::view_2;
        LibraryView3 "view-3" Nothing ["3"] "" "saved view 3: starred" views::view_3;
        LibraryView4 "view-4" Nothing ["4"] "" "saved view 4: archive" views::view_4;
        LibraryView5 "view-5" Nothing ["5"] "" "saved view 5: to fetch" views::view_5;
        LibraryView6 "view-6" Nothing ["6"] "" "saved view 6" views::view_6;
        LibraryView7 "view-7" Nothing ["7"] "" "saved view 7" views::view_7;
        LibraryView8 "view-8" Nothing ["8"] "" "saved view 8" views::view_8;
        LibraryView9 "view-9" Nothing ["9"] "" "saved view 9" views::view_9;
        LibraryDown "piece-down" Nothing ["j" "Down"] "" "to the next piece" commands::down;
        LibraryUp "piece-up" Nothing ["k" "Up"] "" "to the piece before" commands::up;
        LibraryPageDown "pieces-down" Nothing ["Space" "Ctrl-F" "PageDown" "Ctrl-D"] "" "a page of pieces on" commands::page_down;
        LibraryPageUp "pieces-up" Nothing ["b" "Ctrl-B" "PageUp" "Ctrl-U"] "" "a page of pieces back" commands::page_up;
        LibraryTop "first-piece" Nothing ["g" "Home"] "" "to the first piece" commands::top;
        LibraryBottom "last-piece" Nothing ["G" "End"] "" "to the last piece" commands::bottom;
    }
    Everywhere Library {
        Undo "undo" Nothing ["u"] "" "undoes the last change in the library, also a bulk one" commands::undo;
        Redo "redo" Nothing ["Ctrl-R"] "" "does it again" commands::redo;
    }
    Speakers Library {
        JoinSpeaker "join-speaker" Nothing ["J"] "join" "in the list of speakers: makes this one and the one picked next the same" joining::join;
        PartSpeaker "part-speaker" Nothing ["P"] "part" "in the list of speakers: parts this one from those it was joined with" joining::part;
    }
    Views Library {
        RenameView "rename-view" Nothing ["R"] "rename" "in the list of views: gives this one another name" views::rename;
        DeleteView "delete-view" Nothing ["D"] "delete" "in the list of views: deletes this one, pressed twice" views::delete;
    }
    Passage Passage {
        CaretLeft "caret-left" Nothing ["h" "Left"] "" "one character back" passage::left;
        CaretRight "caret-right" Nothing ["l" "Right"] "" "one character on" passage::right;
        CaretDown "caret-down" Nothing ["j" "Down"] "" "one line down" passage::down;
        CaretUp "caret-up" Nothing ["k" "Up"] "" "one line up" passage::up;
        WordOn "word-on" Nothing ["w"] "word" "one word on" passage::word_on;
        WordBack "word-back" Nothing ["b"] "" "one word back" passage::word_back;
        SentenceOn "sentence-on" Nothing [")"] "sentence" "one sentence on" passage::sentence_on;
        SentenceBack "sentence-back" Nothing ["("] "" "one sentence back" passage::sentence_back;
        ParagraphEnd "paragraph-end" Nothing ["$" "End"] "" "to the paragraph's end" passage::paragraph_end;
        ParagraphStart "paragraph-start" Nothing ["0" "Home"] "" "to the paragraph's beginning" passage::paragraph_start;
        OtherEnd "other-end" Nothing ["o"] "other end" "moves the other end of the passage" passage::other_end;
        CopyPassage "copy-passage" Nothing ["y" "Enter"] "copy" "copies the passage with its citation" passage::copy;
        KeepPassage "keep-passage" Nothing ["s"] "highlight" "keeps the passage as a highlight; on a highlight, takes it away" passage::keep;
        NotePassage "note-passage" Nothing [";"] "" "keeps the passage with a note" passage::note;
        EndPassage "end-passage" Nothing ["Esc" "v" "q"] "end" "ends the selection" passage::end;
    }
    List List {
        ListDown "list-down" Nothing ["Down" "Ctrl-N" "Tab"] "next" "the next entry" lists::down;
        ListUp "list-up" Nothing ["Up" "Ctrl-P" "S-Tab"] "" "the entry before" lists::up;
        ListPageDown "list-page-down" Nothing ["PageDown" "Ctrl-D"] "" "a page on" lists::page_down;
        ListPageUp "list-page-up" Nothing ["PageUp"] "" "a page back" lists::page_up;
        ListAccept "list-accept" Nothing ["Enter"] "take" "takes the entry" lists::accept;
        ListErase "list-erase" Nothing ["Backspace"] "" "erases a letter of the filter" lists::erase;
        ListClear "list-clear" Nothing ["Ctrl-U"] "" "erases the whole filter" lists::clear;
        ListClose "list-close" Nothing ["Esc"] "close" "closes the list" lists::close;
        ListQuit "list-quit" Nothing ["Ctrl-C"] "" "closes the list" lists::close;
    }
}

impl Command {
    /// Its row in the table.
    pub fn entry(self) -> &'static Entry {
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
            assert!(!entry.words.is_empty() && !entry.keys.is_empty(), "{}", entry.name);
            for key in entry.keys {
                let keys = parse_sequence(key).unwrap_or_else(|| panic!("{key} of {}", entry.name));
                assert!(bound.insert((entry.context, keys)), "{key} stands twice");
            }
            assert!(entry.group != Group::List || entry.context == Context::List);
        }
        assert_eq!(Command::named("quotes-only"), Some(Command::QuotesOnly));
    }

    #[test]
    fn no_key_of_the_reader_hides_one_that_counts_everywhere() {
        let of = |context| TABLE.iter().filter(move |e| e.context == context).flat_map(|e| e.keys);
        let reader: HashSet<_> = of(Context::Reader).collect();
        assert!(of(Context::Everywhere).all(|key| !reader.contains(key)));
    }
}
