//! Authors of the piece: one choice among all claims of a page, in its data, its markup and its text, made when the
//! article's text is known.

use super::author_lines::{alone, closing, collective, introduced, opening, subject};
use super::features::MeasuredPage;
use super::metadata::signed;
use super::roles::Roles;
use crate::document::{ClaimPlace, Document};
use crate::parse::comments::in_comments;
use crate::parse::metadata::names;

/// Names from one place with their score.
#[derive(Clone, Debug)]
struct Candidate {
    names: Vec<String>,
    points: f32,
}

/// Returns the authors of a page in the order in which they are named; empty if there are none.
pub fn authors(page: &MeasuredPage<'_>, roles: &Roles) -> Vec<String> {
    let document = page.document;
    let lines = signed(page, roles);
    let mut candidates: Vec<Candidate> = document
        .author_claims
        .iter()
        .filter(|claim| claim.place != ClaimPlace::Publisher)
        .map(|claim| Candidate { names: claim.names.clone(), points: place_points(claim.place) })
        .collect();
    let text = |names: Vec<String>, points| Candidate { names, points };
    if !document.meta.authors.is_empty() && !candidates.iter().any(|c| c.names == document.meta.authors) {
        candidates.push(text(document.meta.authors.clone(), place_points(ClaimPlace::Text)));
    }
    let line = |&at: &usize| document.blocks[at].text.as_str();
    let signed = lines.iter().map(line).map(names::byline).find(|names| !names.is_empty());
    let east_asian = || lines.iter().map(line).find_map(names::east_asian).map(|name| vec![name]);
    candidates.extend(signed.or_else(east_asian).map(|names| text(names, place_points(ClaimPlace::Text))));
    candidates.extend(alone(page, roles, &lines).map(|names| text(names, ALONE_POINTS)));
    candidates.extend(opening(page, roles).map(|names| text(names, OPENING_POINTS)));
    if candidates.is_empty() {
        candidates.extend(closing(page, roles).map(|names| text(names, CLOSING_POINTS)));
    }
    candidates.extend(subject(page, roles).map(|name| text(vec![name], SUBJECT_POINTS)));
    candidates.extend(introduced(page, roles).map(|names| text(names, SUBJECT_POINTS)));
    candidates.extend(lines.iter().map(line).find_map(collective).map(|names| text(names, 1.0)));
    for candidate in &mut candidates {
        candidate.names.retain(|name| !is_credit(name));
    }
    candidates.retain(|candidate| !candidate.names.is_empty());
    choose(candidates, document, &short_lines(page, roles))
}

/// Points for a name on a line of its own: it may be a place or a section.
const ALONE_POINTS: f32 = -1.5;
/// Points for names that are the whole first paragraph.
const OPENING_POINTS: f32 = -1.0;
/// Points for names that are the whole last paragraph.
const CLOSING_POINTS: f32 = -2.5;
/// Points for the person described in a note below the article.
const SUBJECT_POINTS: f32 = -2.0;

/// Returns the base points of a place.
const fn place_points(place: ClaimPlace) -> f32 {
    match place {
        ClaimPlace::Citation => 6.0,
        ClaimPlace::Data => 4.0,
        ClaimPlace::Tag => 3.0,
        ClaimPlace::Label => 2.5,
        ClaimPlace::Text | ClaimPlace::Markup => 2.0,
        ClaimPlace::Organization => 1.0,
        ClaimPlace::Hint => -0.5,
        ClaimPlace::Publisher => -9.0,
    }
}

/// Chooses the candidate with most points: for its place, the form of its names, other places that agree, and its
/// being shown on the page. The first wins a tie.
fn choose(candidates: Vec<Candidate>, document: &Document, shown: &[String]) -> Vec<String> {
    let outlets: Vec<String> = outlets(document);
    let points = |at: usize| {
        let candidate = &candidates[at];
        let names = &candidate.names;
        let person = names.iter().any(|name| is_person(name));
        let outlet = names.iter().all(|name| {
            let name = plain(name);
            outlets.iter().any(|outlet| *outlet == name || name.len() >= 8 && outlet.contains(&name))
        });
        let account =
            names.iter().all(|name| !name.contains(' ') && !name.chars().any(char::is_uppercase) && name.is_ascii());
        let others = candidates.iter().enumerate().filter(|(other, c)| {
            *other != at && c.names.iter().any(|name| names.iter().any(|own| plain(own) == plain(name)))
        });
        let seen = person
            && names.iter().any(|name| {
                let name = plain(name);
                shown.iter().any(|line| line.contains(&name))
            });
        let single = !person && names.iter().all(|name| names::is_single_name(name));
        candidate.points + if single { 2.5 } else { 0.0 } + if person { 4.0 } else { 0.0 }
            - if outlet { 5.0 } else { 0.0 }
            - if account { 2.0 } else { 0.0 }
            + others.count().min(2) as f32
            + if seen { 2.0 } else { 0.0 }
    };
    let mut best: Option<(usize, f32)> = None;
    for at in 0..candidates.len() {
        let points = points(at);
        if best.is_none_or(|(_, most)| points > most) {
            best = Some((at, points));
        }
    }
    let Some((best, _)) = best else { return Vec::new() };
    let chosen = &candidates[best].names;
    // A list that contains the chosen names and more persons is the full list.
    let whole = candidates.iter().filter(|c| {
        c.points >= 3.0
            && c.names.len() > chosen.len()
            && c.names.iter().all(|name| is_person(name))
            && chosen.iter().all(|own| c.names.iter().any(|name| plain(name) == plain(own)))
    });
    let mut names = whole.max_by_key(|c| c.names.len()).map_or_else(|| chosen.clone(), |c| c.names.clone());
    if names.iter().any(|name| is_person(name)) {
        names.retain(|name| is_person(name) || name.split_whitespace().count() <= MAX_BODY_WORDS);
    }
    in_full(names, &candidates)
}

/// Returns the full name instead of a single given one, if another place states it: "Nils", "Nils Falk".
fn in_full(names: Vec<String>, candidates: &[Candidate]) -> Vec<String> {
    let [name] = &names[..] else { return names };
    let is_full = |other: &&String| {
        let behind = other.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix(' '));
        behind.is_some_and(|rest| !rest.starts_with(name.as_str())) && is_person(other)
    };
    let full = candidates.iter().flat_map(|candidate| &candidate.names).find(is_full);
    full.filter(|_| !name.contains(' ')).map_or_else(|| names.clone(), |full| vec![full.clone()])
}

/// Most words of the name of a body beside persons; what is longer tells of them.
const MAX_BODY_WORDS: usize = 5;

fn is_person(name: &str) -> bool {
    names::is_person(name) || names::east_asian(name).is_some()
}

/// Returns true for "(Image: Getty Images)" among the names of a list.
fn is_credit(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with('(') || ["image:", "photo:", "foto:", "getty images"].iter().any(|word| lower.contains(word))
}

/// Returns the names of the publication: its own and its host's.
fn outlets(document: &Document) -> Vec<String> {
    let host = document.meta.url.as_deref().and_then(crate::web_address::host);
    let host_name = host.as_deref().and_then(|host| host.rsplit('.').nth(1)).map(plain);
    let site = document.meta.site.as_deref().map(plain);
    let publishers = document.author_claims.iter().filter(|claim| claim.place == ClaimPlace::Publisher);
    let publishers = publishers.flat_map(|claim| claim.names.iter().map(|name| plain(name)));
    site.into_iter().chain(host_name).chain(publishers).filter(|name| !name.is_empty()).collect()
}

/// Returns only letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the short lines near the start and after the end of the article in which authors are named, without
/// readers' comments and links to other stories.
fn short_lines(page: &MeasuredPage<'_>, roles: &Roles) -> Vec<String> {
    const MAX_WORDS: f32 = 16.0;
    const AROUND: usize = 16;
    let Some(start) = roles.title.or(roles.extent.map(|e| e.0)) else { return Vec::new() };
    let by_readers = in_comments(&page.document.elements);
    let from = start.saturating_sub(AROUND / 2);
    (from..(start + AROUND).min(page.stats.len()))
        .filter(|&at| page.stats[at].words <= MAX_WORDS)
        .filter(|&at| {
            let element = page.document.blocks[at].element;
            !element.and_then(|e| by_readers.get(e as usize)).copied().unwrap_or_default()
        })
        .map(|at| plain(&page.document.blocks[at].text))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::declutter::{ClutterModel, ClutterOptions, classify};
    use crate::document::{MediaType, Metadata};
    use crate::load::Source;
    use crate::parse::parse;

    const TEXT: &str = "<p>The ferry company that has served the islands since 1931 will replace its oldest boat next \
        spring, the board decided on Tuesday after a debate of four hours.</p><p>The new vessel, which runs on batteries \
        charged overnight at the northern quay, will carry ninety passengers and six vans, about a third more than the one \
        it replaces.</p><p>Residents of the outer islands had asked for a second evening crossing, and the board has \
        promised to try one from May until the end of September.</p>";

    fn meta(head: &str, title: &str, below_title: &str, behind: &str) -> Metadata {
        let page = format!(
            "<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>The ferry is replaced</h1>\
             {below_title}{TEXT}{behind}</article></body></html>"
        );
        let url = Some("https://ledger.example/2023/11/08/ferry".to_owned());
        let source = Source {
            bytes: page.into_bytes(),
            media_type: MediaType::Html,
            charset: "utf-8".into(),
            url,
            ..Source::default()
        };
        classify(&parse(&source), &ClutterModel::bundled(), &ClutterOptions::default()).meta
    }

    fn authors(head: &str, below_title: &str, behind: &str) -> Vec<String> {
        meta(head, "The ferry is replaced", below_title, behind).authors
    }

    fn data(author: &str) -> String {
        format!(
            r#"<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The ferry is replaced",
            "author": {author}, "publisher": {{"@type": "Organization", "name": "Harbour Trust"}}}}}}</script>"#
        )
    }

    #[test]
    fn shown_person_outweighs_publisher() {
        let head = data(r#"{"@type": "Organization", "name": "Harbour Trust"}"#);
        assert_eq!(authors(&head, "<p>By <a href=/jordan-hay>Jordan Hay</a></p>", ""), ["Jordan Hay"]);
        let head = "<meta name=author content='Condor Nest'><meta property=article:author content='Laura Topol'>";
        assert_eq!(authors(head, "<p class=byline>Laura Topol, July 10, 2015</p>", ""), ["Laura Topol"]);
    }

    #[test]
    fn first_paragraph_of_only_names_is_byline() {
        let head = data(r#"{"@type": "Organization", "name": "Harbour Trust"}"#);
        let line = "<p><strong>Jordan Hay/Lena Falk</strong></p>";
        assert_eq!(authors(&head, line, ""), ["Jordan Hay", "Lena Falk"]);
        let head = "<meta property=og:type content=article>";
        assert_eq!(authors(head, "", "<p><em>Jordan Hay</em></p>"), ["Jordan Hay"]);
        assert_eq!(authors("", "", "<p><em>Jordan Hay</em></p>"), [""; 0], "any page may end with a name");
    }

    #[test]
    fn name_below_label_and_in_note_is_author() {
        let below = "</article><section><h2>Article by</h2><div>Jordan Hay</div></section><article>";
        assert_eq!(authors("", "", below), ["Jordan Hay"]);
        let note = "</article><div class=author-bio>This post was written by Jordan Hay, Head of Quays and Canal \
                    Boats</div><article>";
        assert_eq!(authors("", "", note), ["Jordan Hay"]);
    }

    #[test]
    fn name_behind_label_in_line_is_author() {
        let line = "<p>Datum: 19.11.2021<br>Autor: Jordan Hay<br>Quelle: Hafenblatt</p>";
        assert_eq!(authors("", line, ""), ["Jordan Hay"]);
        let behind = "<p><b>Autorin: Lena Falk, Leiterin der Werft.</b></p>";
        assert_eq!(authors("", "", behind), ["Lena Falk"]);
    }

    #[test]
    fn marked_account_is_author() {
        let card =
            "<p>9.2.2019 von <span class='author vcard'><a class='url fn n' href=/u/7>harbourmouse</a></span></p>";
        assert_eq!(authors("", card, ""), ["harbourmouse"]);
        assert_eq!(authors("", "<span class=author><a href=/u/7>Lars</a></span>", ""), ["Lars"]);
        assert_eq!(authors("", "<p>erstellt von <a href=/author/lars>Lars</a> — 9.2.2019</p>", ""), ["Lars"]);
        let head = "<meta name=twitter:label1 value='Written by'><meta name=twitter:data1 value='Lena Falk'>";
        assert_eq!(authors(head, "", ""), ["Lena Falk"]);
        let by = "<div data-testid=prism-byline><span>By</span><span><a href=/people/7>J.R. Stone</a></span></div>";
        assert_eq!(authors("", by, ""), ["J.R. Stone"]);
    }

    #[test]
    fn full_name_outweighs_given_name_and_credit_is_none() {
        let head = data(r#"{"@type": "Person", "name": "Nils"}"#);
        assert_eq!(authors(&head, "<p class=byline>Nils Falk, 9 November 2023</p>", ""), ["Nils Falk"]);
        let line = "<p>Interview, 9 November 2023<br>Foto: Jane Doe</p>";
        assert_eq!(authors("", line, ""), [""; 0]);
    }

    #[test]
    fn slogan_in_the_list_is_no_author() {
        let head = data(r#"[{"name": "By Jordan Hay"}, {"name": "The Network of All Ferry Captains on Facebook"}]"#);
        assert_eq!(authors(&head, "", ""), ["Jordan Hay"]);
    }

    #[test]
    fn name_in_parts_is_put_together() {
        let head = data(r#"[{"@type": "Person", "givenName": "Bo", "additionalName": "K.", "familyName": "Lind"}]"#);
        assert_eq!(authors(&head, "", ""), ["Bo K. Lind"]);
    }

    #[test]
    fn commenter_is_no_author() {
        let behind = "<section id=comments><div class=comment><span itemprop=author>Bob Frieburn</span>\
                      <p>Posted Mar 3, 2024 9:12 by Bob Frieburn. I remember the old boat.</p></div></section>";
        let found = meta("", "The ferry is replaced", "", behind);
        assert_eq!(found.authors, [""; 0]);
        assert_eq!(found.published.as_deref(), Some("2023-11-08"), "the day in the address");
    }

    #[test]
    fn local_day_is_given_with_its_time_zone() {
        let head = "<meta property=article:published_time content=2023-11-09T01:09:55Z>";
        let published = |line: &str| meta(head, "The ferry is replaced", line, "").published;
        let line = "<p class=byline>Published: November 8, 2023 at 6:09 p.m.</p>";
        assert_eq!(published(line).as_deref(), Some("2023-11-08T18:09:55-07:00"));
        assert_eq!(published("").as_deref(), Some("2023-11-08"));
    }

    #[test]
    fn name_of_site_is_no_part_of_title() {
        for title in ["The ferry is replaced - THE LEDGER", "The ferry is replaced_Sea_The Ledger"] {
            assert_eq!(meta("", title, "", "").title.as_deref(), Some("The ferry is replaced"), "{title}");
        }
    }
}
