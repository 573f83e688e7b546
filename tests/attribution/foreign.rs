//! Names, sources and inserted reporting words in languages other than English.

use sayso::attribute::draft::Analysis;
use sayso::attribute::language::Language;
use sayso::attribute::lexicon::Lexicon;
use sayso::attribute::multilingual::people::People;
use sayso::attribute::multilingual::quotations::MarkModel;
use sayso::attribute::multilingual::statements::Found;
use sayso::attribute::multilingual::{heard, mentions};
use sayso::document::Span;
use std::ops::Range;

/// Paragraphs that tell the language.
const GERMAN: &str = "Der Rat hat am Montag lange über die neue Brücke gesprochen, die seit dem Winter nicht mehr für den \
    Verkehr offen ist. Eine Entscheidung ist noch nicht gefallen, aber sie soll bald kommen.";
const FRENCH: &str = "Le conseil a longtemps parlé lundi du nouveau pont, qui est fermé aux voitures depuis cet hiver. \
    Aucune décision n’a encore été prise, mais elle devrait venir bientôt.";

/// Passes the analysed text, after a paragraph in its language, to `judge`.
fn with_page<T>(lead: &str, text: &str, judge: impl FnOnce(&Analysis<'_>) -> T) -> T {
    let all = format!("{lead}\n\n{text}");
    let spans = [Span::new(0, lead.len()), Span::new(lead.len() + 2, all.len())];
    judge(&Analysis::of(&all, spans.into_iter(), &Lexicon::bundled()))
}

/// Returns what `words` picks of each statement.
fn of_statements(lead: &str, text: &str, words: impl Fn(&Found) -> Vec<Range<usize>>) -> Vec<String> {
    let model = MarkModel::read(include_bytes!("../../assets/attribution/quotations.bin"));
    with_page(lead, text, |page| {
        let (found, _) = heard(page, &model);
        found.iter().flat_map(words).map(|range| page.tokens.span(&range).of(page.text).to_owned()).collect()
    })
}

fn sources(lead: &str, text: &str) -> Vec<String> {
    of_statements(lead, text, |found| found.statement.source.clone().into_iter().collect())
}

/// Returns the names of all entities that a German text mentions.
fn names(text: &str) -> Vec<String> {
    with_page(GERMAN, text, |page| {
        let people = People::of(page, &mentions::find(page));
        people.entities.into_iter().filter(|known| known.mentions > 0).map(|known| known.name).collect()
    })
}

fn has(names: &[String], name: &str) -> bool {
    names.iter().any(|known| known == name)
}

#[test]
fn citation_of_an_unlisted_noun_is_the_source() {
    assert_eq!(sources(GERMAN, "Laut der Erhebung haben die Gebühren viele verunsichert."), ["der Erhebung"]);
    assert_eq!(sources(GERMAN, "Die Strecke wird nach Angaben der Bahn erst im Mai fertig."), ["der Bahn"]);
    let harbours = sources(GERMAN, "Den Hafenämtern in Mombasa zufolge wurden gefährliche Stoffe gefunden.");
    assert_eq!(harbours, ["Den Hafenämtern in Mombasa"]);
    assert_eq!(sources(FRENCH, "Selon la préfecture, le pont restera fermé jusqu’en mai prochain."), ["la préfecture"]);
}

#[test]
fn subject_before_or_behind_the_finite_verb_is_the_source() {
    assert_eq!(sources(GERMAN, "Die Eignerin hat am Montag gesagt, dass der Kahn sinken werde."), ["Die Eignerin"]);
    assert_eq!(sources(GERMAN, "Am Montag sagte dann auch der Eigner, dass der Kahn sinken werde."), ["der Eigner"]);
    assert_eq!(sources(GERMAN, "Wie die Reederei mitteilte, sinkt der Kahn seit Montag weiter."), ["die Reederei"]);
}

#[test]
fn sentence_before_that_was_reported_is_a_statement() {
    assert_eq!(sources(GERMAN, "Der Kahn wird im Mai gehoben. Das teilte die Reederei mit."), ["die Reederei"]);
}

#[test]
fn day_and_month_end_no_sentence() {
    let pieces = of_statements(GERMAN, "Laut der Reederei ist der Kahn am 7. Oktober noch gefahren.", |found| {
        found.pieces.clone()
    });
    assert_eq!(pieces.last().map(String::as_str), Some("ist der Kahn am 7. Oktober noch gefahren"));
}

#[test]
fn role_and_particle_around_a_name_are_told_from_it() {
    let found = names("Das sagte BUND-Präsident Anton von Wald am Montag. „Es reicht“, sagte der Präsident.");
    assert!(has(&found, "Anton von Wald"), "{found:?}");
}

#[test]
fn second_given_name_begins_another_name() {
    let found = names("Von Charlotte Essen Tobias Tromm spricht im Hof. „Es reicht“, sagte Tobias Tromm.");
    assert!(has(&found, "Tobias Tromm"), "{found:?}");
}

#[test]
fn acronym_in_brackets_is_the_body_before_it() {
    let found = names("Das teilte der Verband der Seeleute (VdS) mit. Der VdS warnt vor Streiks, sagte VdS am Ende.");
    assert!(!has(&found, "VdS"), "{found:?}");
}

#[test]
fn genitive_of_a_name_is_no_name_of_its_own() {
    let found = names("Maria Clintons Rede war lang. „Es reicht“, sagte Clinton. Clinton lachte.");
    assert!(has(&found, "Maria Clinton") && !has(&found, "Maria Clintons"), "{found:?}");
}

#[test]
fn reporting_words_inside_french_marks_part_the_quotation() {
    let text = "« Nous viendrons demain, répondit le meunier, mais la route sera longue. »";
    let pieces = of_statements(FRENCH, text, |found| found.pieces.clone());
    assert_eq!(pieces, ["« Nous viendrons demain", "mais la route sera longue. »"]);
}

/// Turkish says with endings what others say with small words.
const TURKISH: &str = "Köyde dün akşam saatlerinde büyük bir yangın çıktı. İtfaiye ekipleri bölgeye hızla ulaştı ve alevleri \
    gece yarısına kadar söndürdü. Yangının nedeni henüz bilinmiyor, ancak jandarma soruşturma başlattı. Köylüler evlerine \
    sabah döndü, hayvanlar için yeni ahır kurulacak. Uzmanlar, kuraklık nedeniyle ormanların tehlike altında olduğunu ve \
    önlem alınması gerektiğini söylüyor. Muhtar ise zararın çok büyük olduğunu, herkesin yardım beklediğini anlattı. Okullar \
    cuma günü kapalı kalacak. Dağ köylerinde yaşayan aileler geceyi çadırlarda geçirdi, çocuklar kamyonlarla şehir merkezine \
    taşındı. Valilik gıda, su, battaniye dağıttı.";

#[test]
fn language_with_few_function_words_is_told_by_their_lead_over_others() {
    with_page(TURKISH, "Köprü kapandı.", |page| assert_eq!(page.language, Language::Turkish));
}

#[test]
fn dash_inside_a_paragraph_begins_speech_where_newspapers_write_so() {
    const SWEDISH: &str = "Kommunen talade länge i måndags om den nya bron, som har varit stängd för trafik sedan i vintras. \
        Något beslut har ännu inte fattats, men det väntas komma snart.";
    let pieces = |lead: &str, text: &str| of_statements(lead, text, |found| found.pieces.clone());
    let found =
        pieces(SWEDISH, "Vattnet är rent igen. – Vi badar här varje dag, säger Karin Lindqvist. Hon bor vid sjön.");
    assert_eq!(found, ["Vi badar här varje dag"]);
    let found = pieces(SWEDISH, "Linjen Malmö – Lund är stängd. Vägen - den gamla - är öppen.");
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn noun_before_von_is_no_part_of_a_german_name() {
    let found = names("Die Reisen von Anna Lind sind teuer, sagte Anna Lind. Ursula von der Leyen sagte nichts.");
    assert!(has(&found, "Anna Lind") && has(&found, "Ursula von der Leyen"), "{found:?}");
    let found = names("Das teilte Alexander Sander von der ETH mit, wie Alexander Sander sagte.");
    assert!(has(&found, "Alexander Sander"), "{found:?}");
}

const CZECH: &str = "Rada v pondělí dlouho jednala o novém mostě, který je od zimy uzavřen pro auta. Rozhodnutí zatím \
    nepadlo, ale mělo by přijít brzy, protože lidé na něj čekají už od loňska.";
const INDONESIAN: &str = "Dewan kota pada hari Senin membahas jembatan baru yang sudah ditutup untuk mobil sejak musim \
    hujan. Keputusan belum diambil, tetapi akan segera diumumkan kepada warga yang sudah lama menunggu.";

#[test]
fn view_of_a_person_before_a_comma_is_reported() {
    assert_eq!(sources(FRENCH, "Pour Anne Leroy, le pont restera fermé jusqu’en mai prochain."), ["Anne Leroy"]);
    let nobody = sources(FRENCH, "Pour l’instant, le pont restera fermé jusqu’en mai prochain.");
    assert!(nobody.is_empty(), "{nobody:?}");
}

#[test]
fn clause_right_behind_its_cited_source_begins_at_once() {
    let text = "Podle Nováka rada o novém mostě za řekou a o opravě staré silnice jednala, ale nerozhodla.";
    let pieces = of_statements(CZECH, text, |found| found.pieces.clone());
    assert_eq!(pieces, ["rada o novém mostě za řekou a o opravě staré silnice jednala, ale nerozhodla"]);
}

#[test]
fn clause_behind_an_indonesian_verb_and_comma_is_reported() {
    let text = "Budi Santoso menambahkan, jembatan itu akan dibuka kembali pada bulan Mei.";
    let pieces = of_statements(INDONESIAN, text, |found| found.pieces.clone());
    assert_eq!(pieces, ["jembatan itu akan dibuka kembali pada bulan Mei"]);
}

#[test]
fn paragraphs_that_begin_with_a_name_and_colon_are_turns() {
    let lead = [GERMAN, "Lind: Wir haben den Kahn im Mai gehoben.", "Ist er dicht?", "Lind: Er ist es seit Juni."];
    let text = "Lind: Im Herbst fährt er wieder auf dem See.";
    let all = format!("{}\n\n{text}", lead.join("\n\n"));
    let mut start = 0;
    let spans: Vec<Span> = all
        .split("\n\n")
        .map(|part| {
            let span = Span::new(start, start + part.len());
            start = span.end + 2;
            span
        })
        .collect();
    let page = Analysis::of(&all, spans.into_iter(), &Lexicon::bundled());
    let model = MarkModel::read(include_bytes!("../../assets/attribution/quotations.bin"));
    let turns = heard(&page, &model).0.into_iter().filter(|found| found.by == "turn");
    let sources: Vec<_> = turns.filter_map(|found| found.statement.source).collect();
    assert_eq!(sources.len(), 3, "{sources:?}");
}

#[test]
fn list_item_behind_a_dash_is_no_dialogue() {
    let dialogue = |found: &Found| if found.by == "dialogue" { found.pieces.clone() } else { Vec::new() };
    let pieces = |text: &str| of_statements(GERMAN, text, dialogue);
    let items = pieces("– Heilkunde und Tänze der Berge (mit Anleitung)");
    assert!(items.is_empty(), "{items:?}");
    assert_eq!(pieces("– Wir gehen heute an den See."), ["Wir gehen heute an den See"]);
}
