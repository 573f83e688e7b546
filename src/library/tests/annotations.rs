//! Tests of highlights and corrections in a newer version of a page, and of similar pieces.

use super::{NOW, filled, library, page, reading, titles};
use crate::document::{MediaType, Span};
use crate::library::export::{LibraryFormat, write};
use crate::library::query::{LastWord, Query};
use crate::library::{
    BlockAnchor, Change, Correction, Error, GroupBy, Highlight, Incoming, MergePolicy, Original, PieceId, Seconds,
    UserData,
};

#[test]
fn what_is_kept_of_a_piece_holds_in_a_newer_version() {
    let mut library = filled();
    let text = library.text(PieceId(1)).unwrap().unwrap();
    let marked = |words: &str| {
        let start = text.find(words).unwrap();
        Highlight { span: Some(Span::new(start, start + words.len())), text: words.into(), ..Highlight::default() }
    };
    library
        .change(&[PieceId(1)], &Change::Highlights(vec![marked("the number on the wall"), marked("Ubuntu 20.04")]))
        .unwrap();
    assert!(library.highlights(PieceId(1)).unwrap().iter().all(|one| one.made == NOW), "what has no date is made now");
    let quote = "I rang the number on the wall and nobody ever answered it.";
    let said = Correction::Speaker(BlockAnchor::of("Ada Moreau: ".len(), quote), Some("Dalia Weiss".into()));
    let hidden = Correction::Hide(BlockAnchor::of(1, "Don’t panic about Ubuntu 20.04."));
    library.change(&[PieceId(1)], &Change::Corrections(vec![said, hidden])).unwrap();
    // With its paragraph hidden, a highlight has no position; the other's position counts in the corrected text.
    let places = |library: &crate::library::Library| {
        let text = library.reading(PieceId(1)).unwrap().unwrap().article.text;
        let all = library.highlights(PieceId(1)).unwrap();
        all.iter().map(|one| one.span.map(|span| span.of(&text).to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(places(&library), [Some("the number on the wall".into()), None]);
    let newer = [
        "A paragraph has come before the others.",
        "Ada Moreau: I rang the number on the wall and nobody ever answered it.",
        "Don’t panic about Ubuntu 20.04.",
    ];
    let again = Incoming { intent: MergePolicy::Fetch, ..page("https://a.example/1", "Harbour strike", &newer) };
    library.save(again).unwrap();
    assert_eq!(places(&library), [Some("the number on the wall".into()), None]);
    assert_eq!(titles(&library, "said:weiss"), ["Harbour strike"]);
    assert_eq!(
        library.reading(PieceId(1)).unwrap().unwrap().article.blocks.len(),
        2,
        "the same paragraph is hidden, not its number"
    );
    library.undo().unwrap();
    library.undo().unwrap();
    assert_eq!(places(&library)[1].as_deref(), Some("Ubuntu 20.04"));
}

#[test]
fn what_is_corrected_before_it_is_added_again_goes_before() {
    let mut library = filled();
    let spot = || BlockAnchor::of(12, "I rang");
    let named = |name: &str| vec![Correction::Speaker(spot(), Some(name.into()))];
    library.change(&[PieceId(1)], &Change::Corrections(named("Dalia Weiss"))).unwrap();
    let with = |intent, name: &str| {
        let user_data = UserData { corrections: named(name), ..UserData::default() };
        Incoming { intent, user_data, url: Some("https://a.example/1".into()), ..Incoming::default() }
    };
    library.save(with(MergePolicy::Import, "Nobody")).unwrap();
    assert_eq!(library.corrections(PieceId(1)).unwrap(), named("Dalia Weiss"));
    library.save(with(MergePolicy::Add, "Emil Okafor")).unwrap();
    assert_eq!(library.corrections(PieceId(1)).unwrap(), named("Emil Okafor"));
}

#[test]
fn pieces_that_are_like_one_tell_why_and_one_story_stands_once() {
    let mut library = library();
    let day = |days: Seconds| NOW - days * 86_400;
    let mut add = |n: i64, title: &str, days: Seconds, paragraphs: &[&str]| {
        let mut page = page(&format!("https://s{n}.example/"), title, paragraphs);
        page.user_data.saved = Some(day(days));
        library.save(page).unwrap();
    };
    add(
        1,
        "Brindle refuses to mend its clock",
        0,
        &["Ada Moreau: No.", "In the town of Brindle the Vane tower stands."],
    );
    add(2, "Rail company writes again", 2, &["Ada Moreau: Not yet.", "A letter came."]);
    add(
        3,
        "Town of Brindle refuses again to mend its clock",
        1,
        &["Near the old Vane tower in Brindle the council of Eastmere sat."],
    );
    add(4, "Brindle refuses to mend the town clock", 1, &["To Brindle and its Vane tower came the men of Eastmere."]);
    for n in 5..60 {
        add(n, &format!("Other matters {n}"), n, &["Nothing of the kind stands here."]);
    }
    let similar = library.similar(PieceId(1), 5).unwrap();
    let told: Vec<(PieceId, &str, usize)> =
        similar.iter().map(|one| (one.piece, one.reason.as_str(), one.same_story.len())).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told.iter().any(|(piece, reason, _)| piece.0 == 2 && reason.contains("Ada Moreau speaks in both")),
        "{told:?}"
    );
    let story = told.iter().find(|(piece, ..)| piece.0 > 2).unwrap();
    assert!(story.1.starts_with("the same story · ") && story.1.contains("Brindle"), "{told:?}");
    assert_eq!(story.2, 1, "both tellings stand as one: {told:?}");
    let text = reading("Brindle refuses to mend its clock", &["In the town of Brindle the Vane tower stands."]);
    let unsaved = library.similar_to_text("A clock", &text.article.text, &["Ada Moreau"], NOW, 5).unwrap();
    assert!(unsaved.iter().any(|one| one.reason.contains("Ada Moreau speaks in both")), "{unsaved:?}");
}

#[test]
fn a_text_is_not_like_itself_and_words_in_common_are_told_as_they_stand_in_it() {
    let mut library = library();
    let words = [
        "Zur Gründung kamen die Vereine Adler und Falke nach Brindle.",
        "Bei der Gründung in Brindle sprach für Adler und Falke niemand.",
    ];
    let ids = words.map(|words| {
        let reading = reading(&format!("Gründung in Brindle {}", words.len()), &[words]);
        library.save(Incoming { reading: Some(reading), ..Incoming::default() }).unwrap().id()
    });
    for n in 0..60 {
        library.save(page(&format!("https://s{n}.example/"), "Other matters", &[&format!("Nothing {n}.")])).unwrap();
    }
    let text = reading(&format!("Gründung in Brindle {}", words[0].len()), &[words[0]]);
    assert_eq!(library.find(None, &text.article).unwrap(), Some(ids[0]));
    assert_eq!(
        library.find(Some("https://elsewhere.example/"), &text.article).unwrap(),
        None,
        "a few words are no proof"
    );
    let title = text.article.meta.title.clone().unwrap_or_default();
    let like = library.similar_to_text(&title, &text.article.text, &[], NOW, 5).unwrap();
    let told: Vec<(PieceId, &str)> = like.iter().map(|one| (one.piece, one.reason.as_str())).collect();
    assert!(told.len() == 1 && told[0].0 == ids[1] && told[0].1.contains("Gründung"), "{told:?}");
}

#[test]
fn whoever_spoke_in_a_block_that_is_brought_back_is_found_over_all_pieces_and_gone_with_undo() {
    let said = "“The bridge will be closed until the spring,” Ada Moreau, the mayor, said on Monday.";
    let mut reading = reading("The bridge", &["One paragraph says nothing of anybody."]);
    let block = crate::document::Block { text: said.into(), ..Default::default() };
    let reason = crate::article::Reason::Advert;
    reading.article.clutter.push(crate::article::HiddenBlock {
        reason,
        confidence: 0.9,
        block,
        order: 1,
        after: Some(0),
    });
    let mut library = library();
    let incoming = Incoming { url: Some("https://a.example/".into()), reading: Some(reading), ..Incoming::default() };
    let id = library.save(incoming).unwrap().id();
    assert_eq!(library.speakers("moreau").unwrap(), []);
    library.change(&[id], &Change::Corrections(vec![Correction::Show(BlockAnchor::of(1, said))])).unwrap();
    let speaker = library.speakers("moreau").unwrap().remove(0);
    let all = library.statements(speaker.id, None, 9).unwrap();
    assert!(all.len() == 1 && all[0].text.starts_with("The bridge will be closed"), "{all:?}");
    assert_eq!(library.piece(id).unwrap().voices, 1);
    library.undo().unwrap();
    assert_eq!(library.speakers("moreau").unwrap(), []);
}

#[test]
fn a_fetch_that_was_undone_leaves_an_earlier_version_alone_and_all_is_exported() {
    let mut library = filled();
    library.save(Incoming { url: Some("https://z.example/9".into()), ..Incoming::default() }).unwrap();
    let id = library.find_url("https://z.example/9").unwrap().unwrap();
    library
        .save(Incoming { intent: MergePolicy::Fetch, ..page("https://z.example/9", "Late", &["It came at last."]) })
        .unwrap();
    library.undo().unwrap();
    assert!(!library.piece(id).unwrap().fetched);
    assert_eq!(library.versions(id).unwrap().iter().map(|version| version.current).collect::<Vec<_>>(), [false]);
    let mut out = Vec::new();
    let written = write(&library, &Query::default(), LibraryFormat::Jsonl, &mut out).unwrap();
    let all = library.counts().unwrap().all();
    assert_eq!((written.pieces, written.missing, String::from_utf8(out).unwrap().lines().count()), (all, vec![], all));
    library.redo().unwrap();
    assert!(library.versions(id).unwrap()[0].current);
}

#[test]
fn a_piece_that_cannot_be_read_is_named_and_the_others_are_exported() {
    let library = filled();
    library.db.execute("UPDATE body SET text = x'00' WHERE piece = 1", []).unwrap();
    let others = library.counts().unwrap().all() - 1;
    for format in [LibraryFormat::Jsonl, LibraryFormat::Html, LibraryFormat::Quotes] {
        let mut out = Vec::new();
        let written = write(&library, &Query::default(), format, &mut out).unwrap();
        assert_eq!((written.pieces, written.missing.len()), (others, 1), "{format:?}");
        assert!(written.missing[0].0.contains("Harbour strike"));
        assert!(!String::from_utf8(out).unwrap().contains("Harbour strike"), "{format:?}: no half of it");
    }
}

#[test]
fn publications_of_one_host_are_told_apart() {
    let mut library = library();
    let of = |path: &str, site: Option<&str>| {
        let mut piece = page(&format!("https://medium.example/{path}"), path, &[path, "Ada Moreau: We said so."]);
        piece.reading.as_mut().unwrap().article.meta.site = site.map(str::to_owned);
        piece
    };
    library.save(of("none", None)).unwrap();
    library.save(of("alpha", Some("Alpha Weekly"))).unwrap();
    library.save(of("beta", Some("Beta Weekly"))).unwrap();
    library.save(Incoming { url: Some("https://medium.example/later".into()), ..Incoming::default() }).unwrap();
    let sites = |library: &crate::library::Library| {
        (1..=4).map(|id| library.piece(PieceId(id)).unwrap().site.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(sites(&library), ["medium.example", "Alpha Weekly", "Beta Weekly", "medium.example"]);
    assert_eq!(titles(&library, "site:beta"), ["beta"]);
    assert_eq!(titles(&library, "site:medium.example").len(), 4);
    let shares = library.speaker_shares(&Query::default(), GroupBy::Site, 9).unwrap();
    assert_eq!(shares.len(), 3);
    let mut cited = Vec::new();
    write(&library, &Query::parse("site:beta", LastWord::Open), LibraryFormat::Bibtex, &mut cited).unwrap();
    assert!(String::from_utf8(cited).unwrap().contains("organization = {Beta Weekly}"));
    // A page that states its name once fetched; one that no longer does keeps it.
    library.save(Incoming { intent: MergePolicy::Fetch, ..of("later", Some("Gamma")) }).unwrap();
    let mut nameless = of("alpha", None);
    nameless.reading = Some(reading("alpha", &["Another text of alpha."]));
    library.save(Incoming { intent: MergePolicy::Fetch, ..nameless }).unwrap();
    assert_eq!(sites(&library), ["medium.example", "Alpha Weekly", "Beta Weekly", "Gamma"]);
}

#[test]
fn original_of_unknown_media_type_is_reported() {
    let mut library = library();
    let original = Original { media_type: MediaType::Markdown, charset: "utf-8".into(), bytes: b"# A title".to_vec() };
    let incoming = Incoming { original: Some(original.clone()), ..page("https://m.example/1", "A title", &["Words."]) };
    let id = library.save(incoming).unwrap().id();
    assert_eq!(library.original(id).unwrap(), Some(original));
    library.db.execute("UPDATE body SET media_type = 'application/epub+zip'", []).unwrap();
    assert!(matches!(library.original(id), Err(Error::UnknownMediaType(name)) if name == "application/epub+zip"));
    assert!(library.reading(id).unwrap().is_some(), "the reading does not need the page");
}

#[test]
fn corrections_change_the_reading_and_the_index() {
    let mut library = filled();
    let start = "Ada Moreau: ".len();
    let blocks = library.reading(PieceId(1)).unwrap().unwrap().article.blocks;
    let said = BlockAnchor::of(start, &blocks[0].block.text[start..]);
    let hidden = BlockAnchor::of(1, &blocks[1].block.text);
    let weiss = Correction::Speaker(said, Some("Dalia Weiss".into()));
    library.change(&[PieceId(1)], &Change::Corrections(vec![weiss, Correction::Hide(hidden)])).unwrap();
    let reading = library.reading(PieceId(1)).unwrap().unwrap();
    assert_eq!(reading.article.blocks.len(), 1);
    assert_eq!(reading.article.clutter.len(), 1);
    assert_eq!(titles(&library, "said:weiss"), ["Harbour strike"]);
    assert_eq!(titles(&library, "ubuntu"), [""; 0]);
    library.undo().unwrap();
    assert_eq!(titles(&library, "ubuntu said:ada"), ["Harbour strike"]);
    library.change(&[PieceId(1)], &Change::Title("Mine".into())).unwrap();
    library
        .change(&[PieceId(1)], &Change::Corrections(vec![Correction::Hide(BlockAnchor::of(1, &blocks[1].block.text))]))
        .unwrap();
    assert_eq!(library.piece(PieceId(1)).unwrap().title, "Mine", "a correction leaves the reader's title alone");
}
