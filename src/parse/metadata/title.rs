//! Chooses the article's title among a page's titles, and removes the site's name.

/// Separators between a title and a site's name.
const PARTING: [&str; 15] =
    [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", " // ", " < ", " / ", " › ", " « ", " ǀ ", " │ "];

/// The texts of a page's headings.
#[derive(Debug, Default)]
pub struct Headings {
    /// Those of level one.
    pub first: Vec<Heading>,
    /// Those of levels two and three.
    pub lower: Vec<String>,
}

/// The text of a heading, and the parts that its elements have.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// The whole text.
    pub text: String,
    /// The texts between the borders of its elements, without emphasis and links.
    pub parts: Vec<String>,
}

/// Names of the publication.
#[derive(Clone, Copy, Debug, Default)]
pub struct Site<'a> {
    /// The name that the page states.
    pub name: Option<&'a str>,
    /// The host in the page's address.
    pub host: Option<&'a str>,
}

/// Chooses among the title declared in data, the text of `<title>` and the `<h1>`s.
pub fn choose(declared: Option<&str>, title: Option<&str>, headings: &Headings, site: Site<'_>) -> Option<String> {
    let title = title.map(super::one_line).filter(|t| !t.is_empty());
    let shown = title.as_deref().unwrap_or_default();
    let first: Vec<Heading> = headings.first.iter().map(Heading::folded).filter(|h| !h.text.is_empty()).collect();
    let declared = declared.filter(|d| !d.is_empty());
    let is_described = |declared: &&str| {
        // A description is declared as the title, while `<title>` begins with the heading.
        let most_alike = if declared.starts_with(char::is_lowercase) {
            0.34
        } else if declared.ends_with('.') {
            0.15
        } else {
            f32::EPSILON
        };
        let is_shown = |heading: &Heading| {
            let is_title = words(shown).starts_with(&words(&heading.text)) || likeness(&heading.text, shown) >= 0.6;
            !site.is(&heading.text) && is_title
        };
        likeness(declared, shown) < most_alike && first.iter().any(is_shown)
    };
    let stated = declared.filter(|declared| !is_described(declared)).or(title.as_deref());
    let Some(stated) = stated else { return first.into_iter().next().map(|heading| heading.text) };
    // `<title>` adds the site's name to the declared title, which then has none.
    let has_no_site =
        words(shown).len() > words(stated).len() && parted(shown).any(|(a, b)| a == stated || b == stated);
    let bare = trimmed(&without_site(stated, site, !has_no_site));
    let own: Vec<&Heading> = first.iter().filter(|h| !site.is(&h.text)).collect();
    // A declared title tells which of the two is the site's.
    if declared.is_none()
        && let Some(title) = beside_banner(shown, &own, &headings.lower)
    {
        return Some(title);
    }
    if let Some(part) = own.iter().find_map(|heading| heading.part_like([bare.as_str(), stated, shown])) {
        return Some(part);
    }
    let fits = |heading: &&Heading| {
        is_part(&heading.text, stated)
            || likeness(&heading.text, &bare) >= 0.6
            || is_whole(&heading.text, stated, shown)
    };
    // A heading that has no word of the title is the site's greeting, if a lower one shows the title.
    let is_greeting = |heading: &str| {
        let is_title = |lower: &String| is_part(lower, stated) || likeness(lower, &bare) >= 0.6;
        let is_other = likeness(heading, stated) < f32::EPSILON && headings.lower.iter().any(is_title);
        let is_slogan = declared.is_some() && site.begins(heading) && likeness(heading, stated) < 0.34;
        words(&bare).len() >= 4 && (is_other || is_slogan)
    };
    let only = own.first().filter(|first| {
        own.iter().all(|other| other.text == first.text) && words(&first.text).len() >= 4 && !is_greeting(&first.text)
    });
    let heading = own.iter().copied().find(fits).or(only.copied());
    match heading {
        Some(heading) if !is_glued(&heading.text, &bare) => Some(without_label(&heading.text)),
        _ => Some(bare),
    }
}

impl Heading {
    fn folded(&self) -> Self {
        let parts = self.parts.iter().map(|part| super::one_line(part)).filter(|part| !part.is_empty());
        Self { text: super::one_line(&self.text), parts: parts.collect() }
    }

    /// Returns the parts that together are one of these titles, if the heading has others: a kicker, a subtitle, a
    /// date.
    fn part_like(&self, titles: [&str; 3]) -> Option<String> {
        let of_parts: Vec<Vec<String>> = self.parts.iter().map(|part| words(part)).collect();
        let count = of_parts.len().min(MAX_PARTS);
        titles.iter().map(|title| words(title)).filter(|title| title.len() >= 3).find_map(|title| {
            let mut runs = (0..count).flat_map(|from| (from + 1..=count).map(move |end| from..end));
            let run = runs.find(|run| of_parts[run.clone()].concat() == title)?;
            // Signs alone at its ends part it from the rest.
            let with_words: Vec<usize> = run.filter(|&at| !of_parts[at].is_empty()).collect();
            let (first, last) = (*with_words.first()?, *with_words.last()?);
            let has_others = of_parts.concat().len() > title.len();
            has_others.then(|| trimmed(&self.parts[first..=last].join(" ")))
        })
    }
}

/// Number of parts of a heading that are examined.
const MAX_PARTS: usize = 12;

impl Site<'_> {
    /// Returns true if a text is the site's name or host.
    fn is(&self, text: &str) -> bool {
        is_host(text)
            || self.is_host_name(text)
            || self.name.is_some_and(|name| {
                let (own, name) = (plain(text), plain(name));
                !own.is_empty()
                    && (own == name
                        || (own.len() >= 4 && name.contains(&own))
                        || (name.len() >= 4 && own.contains(&name) && own.len() <= name.len() + 12))
            })
    }

    /// Returns true if a text is the main part of the host's name, in several words.
    fn is_host_name(&self, text: &str) -> bool {
        let host = self.host.unwrap_or_default();
        let label = host.split('.').rev().skip(1).max_by_key(|label| label.len()).map(plain).unwrap_or_default();
        let own = plain(text);
        !own.is_empty()
            && (own == label || label.len() >= 8 && own.starts_with(&label) && own.len() <= label.len() + 12)
    }

    /// Returns true if a longer text begins with the site's name.
    fn begins(&self, text: &str) -> bool {
        self.name.is_some_and(|name| words(name).len() >= 2 && words(text).starts_with(&words(name)))
    }
}

/// Returns the pairs of texts before and after each separator of a title.
fn parted(title: &str) -> impl Iterator<Item = (&str, &str)> {
    PARTING.iter().flat_map(move |sign| {
        title.match_indices(sign).map(move |(at, _)| (title[..at].trim(), title[at + sign.len()..].trim()))
    })
}

/// Returns the title beside the blog's name in `<title>`, where the only main heading is that name and another heading
/// is the title.
fn beside_banner(shown: &str, own: &[&Heading], lower: &[String]) -> Option<String> {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let banner = words(&own.first()?.text);
    parted(shown).find_map(|(before, after)| {
        let (is_before, is_after) = (words(before) == banner, words(after) == banner);
        let title = if is_after { before } else { after };
        // At the end a name may stand; at the start it may be the title, and what follows an explanation.
        let least = if is_after { letters(after).min(8) } else { 2 * letters(before).max(10) };
        let wanted = words(title);
        let mut others = lower.iter().map(|text| words(text)).chain(own.iter().map(|heading| words(&heading.text)));
        (is_before != is_after && letters(title) >= least && !wanted.is_empty() && others.any(|other| other == wanted))
            .then(|| trimmed(title))
    })
}

/// Returns true if a heading goes on behind the declared title, as `<title>` does: the declared one was cut.
fn is_whole(heading: &str, declared: &str, shown: &str) -> bool {
    let (heading, declared) = (plain(heading), plain(declared));
    declared.len() >= 8
        && heading.len() > declared.len()
        && heading.starts_with(&declared)
        && plain(shown).starts_with(&heading)
}

/// Removes separators without a text on one side.
fn trimmed(title: &str) -> String {
    let mut rest = title.trim();
    loop {
        let signs = || PARTING.iter().map(|sign| sign.trim());
        let before = rest.len();
        rest = signs().find_map(|sign| rest.strip_prefix(sign)?.strip_prefix(' ')).unwrap_or(rest).trim();
        rest = signs().find_map(|sign| rest.strip_suffix(sign)?.strip_suffix(' ')).unwrap_or(rest).trim();
        if rest.len() == before {
            return rest.to_owned();
        }
    }
}

/// Returns true if a heading is the title with other words directly behind it, without a space.
fn is_glued(heading: &str, title: &str) -> bool {
    words(title).len() >= 3
        && plain(heading).len() > plain(title).len()
        && plain(heading).starts_with(&plain(title))
        && !words(heading).starts_with(&words(title))
}

/// Removes a label after a bar at the end of a heading: "… and physical health | Opinion".
fn without_label(heading: &str) -> String {
    match heading.rsplit_once(" | ") {
        Some((before, label)) if words(before).len() >= 4 && words(label).len() <= 4 => before.trim().to_owned(),
        _ => heading.to_owned(),
    }
}

/// Removes the site's name at the start or end of a title; `may_guess` also removes what looks like one.
fn without_site(title: &str, site: Site<'_>, may_guess: bool) -> String {
    if let Some(own) = before_chinese_site(title) {
        return own.to_owned();
    }
    let cut = PARTING.iter().filter_map(|sign| title.rfind(sign).map(|at| (at, sign.len()))).max();
    let Some((at, length)) = cut else { return title.to_owned() };
    let (before, after) = (title[..at].trim(), title[at + length..].trim());
    // A separator inside brackets is the title's own.
    if before.matches('(').count() > before.matches(')').count() {
        return title.to_owned();
    }
    if site.is(after) {
        return without_site(before, site, may_guess);
    }
    let first = PARTING.iter().filter_map(|sign| title.find(sign).map(|at| (at, sign.len()))).min();
    if let Some((at, length)) = first
        && site.is(title[..at].trim())
    {
        // Old blogs show the way to the page: "Site » Blog archive » Title".
        let rest = title[at + length..].trim();
        return rest.rsplit_once(" » ").map_or(rest, |(_, last)| last).trim().to_owned();
    }
    if !may_guess {
        return title.to_owned();
    }
    if site.name.is_none() && words(before).len() <= 4 && words(after).len() >= 6 {
        return after.to_owned();
    }
    let is_short_end = words(after).len() <= 4 && words(before).len() >= words(after).len() + 2;
    if is_short_end && (site.name.is_none() || title[at..].starts_with(" | ")) {
        without_site(before, site, may_guess)
    } else {
        title.to_owned()
    }
}

/// Returns the title before the names of channel and site: `标题_频道_网站`, "标题-新华网".
fn before_chinese_site(title: &str) -> Option<&str> {
    const ENDS: [&str; 8] = ["网", "網", "网站", "新闻", "新聞", "在线", "日报", "日報"];
    let is_title = |own: &str| own.chars().filter(|c| is_ideograph(*c)).count() >= 6;
    let (own, _) = title.split_once('_').or_else(|| {
        title.rsplit_once('-').filter(|(_, site)| site.chars().count() <= 10 && ENDS.iter().any(|e| site.ends_with(e)))
    })?;
    is_title(own).then(|| own.trim())
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Returns only letters and digits, in lower case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns true if the text is a host's name ("Newegg.com").
fn is_host(text: &str) -> bool {
    let mut labels = text.rsplit('.');
    let top = labels.next().unwrap_or_default();
    matches!(top.len(), 2..=6)
        && labels.next().is_some_and(|label| label.len() >= 2)
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}

/// Returns true if the whole heading is contained in the title.
fn is_part(heading: &str, title: &str) -> bool {
    let (heading, title) = (words(heading), words(title));
    let is_beginning = heading.len() >= 4 && title.starts_with(&heading);
    !heading.is_empty()
        && (is_beginning || heading.len() * 3 >= title.len())
        && title.windows(heading.len()).any(|w| w == heading)
}

/// Share of words that two titles have in common.
fn likeness(a: &str, b: &str) -> f32 {
    let (a, b) = (words(a), words(b));
    let common = a.iter().filter(|word| b.contains(word)).count();
    if a.is_empty() || b.is_empty() { 0.0 } else { common as f32 / a.len().max(b.len()) as f32 }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::{Heading, Headings, Site, choose};

    #[test]
    fn shown_title_outweighs_description_and_greeting() {
        let under = |declared, title, heading: &str, second: &[&str]| {
            let lower = second.iter().map(|&heading| heading.to_owned()).collect();
            let first = vec![Heading { text: heading.to_owned(), parts: Vec::new() }];
            choose(declared, Some(title), &Headings { first, lower }, Site::default())
        };
        let title = |declared, title, heading| under(declared, title, heading, &[]);
        let declared = Some("constitutional monarchy in Oceania");
        let chosen = title(declared, "New Zealand - Encyclopaedia", "New Zealand");
        assert_eq!(chosen.as_deref(), Some("New Zealand"));
        let lower = ["Get your code covered in the browser"];
        let chosen = under(None, lower[0], "Hi, I'm Nicolas.", &lower);
        assert_eq!(chosen.as_deref(), Some(lower[0]));
        let chosen = title(None, "Hybrid and EV Buying Guide", "Find an Efficient Vehicle");
        assert_eq!(chosen.as_deref(), Some("Find an Efficient Vehicle"), "the page's own words");
        let chosen = title(None, "海外留学生看两会：出国前后关注点大不同_教育频道_中国青年网", "");
        assert_eq!(chosen.as_deref(), Some("海外留学生看两会：出国前后关注点大不同"));
        let chosen = title(
            Some("The old ferry is replaced"),
            "The old ferry is replaced",
            "The old ferry is replacedThe Ledger",
        );
        assert_eq!(chosen.as_deref(), Some("The old ferry is replaced"));
        let chosen = title(None, "Ferry replaced by a boat", "The old ferry is replaced by a new boat");
        assert_eq!(chosen.as_deref(), Some("The old ferry is replaced by a new boat"));
    }

    fn chosen(declared: Option<&str>, title: &str, headings: &[&str], lower: &[&str], site: Site<'_>) -> String {
        let heading = |&text: &&str| Heading {
            text: text.replace('/', " "),
            parts: text.split('/').map(str::to_owned).collect(),
        };
        let lower = lower.iter().map(|&text| text.to_owned()).collect();
        let headings = Headings { first: headings.iter().map(heading).collect(), lower };
        choose(declared, Some(title), &headings, site).unwrap_or_default()
    }

    #[test]
    fn other_parts_of_heading_are_left_out() {
        let declared = Some("A new ferry for the islands");
        for heading in [
            "Harbour/A new ferry for the islands",
            "A new ferry for the islands/It runs on batteries",
            "Sea/:/A new ferry for the/islands",
        ] {
            let title = chosen(declared, "A new ferry for the islands - Ledger", &[heading], &[], Site::default());
            assert_eq!(title, "A new ferry for the islands", "{heading}");
        }
        let title =
            chosen(Some("A new ferry"), "A new ferry", &["A new ferry for the islands, at last"], &[], Site::default());
        assert_eq!(title, "A new ferry for the islands, at last");
    }

    #[test]
    fn heading_with_name_of_site_is_no_title() {
        let host = Site { host: Some("island-ledger.example"), ..Site::default() };
        assert_eq!(chosen(None, "Two boats | Island Ledger", &["Island Ledger"], &[], host), "Two boats");
        let named = Site { name: Some("The Ledger"), ..Site::default() };
        let slogan = ["The Ledger, first paper of the islands."];
        let declared = Some("Crews take over the old quay");
        assert_eq!(
            chosen(declared, "Crews take over the old quay", &slogan, &[], named),
            "Crews take over the old quay"
        );
        let none = Site::default();
        let title = "Letters from a quay - Crews take over the old harbour after four hours";
        let lower = ["Crews take over the old harbour after four hours"];
        assert_eq!(chosen(None, title, &["Letters from a quay"], &lower, none), lower[0]);
        let title = "Rust at sea | Letters from the quay";
        assert_eq!(chosen(None, title, &["Letters from the quay", "Rust at sea"], &[], none), "Rust at sea");
        let site = Site { name: Some("Quay Letters"), ..none };
        assert_eq!(chosen(None, "Quay Letters » Blog archive » Rust at sea", &[], &[], site), "Rust at sea");
    }

    #[test]
    fn cut_and_parted_titles_are_whole() {
        let none = Site::default();
        let whole = "奖金711万元！\"中国诺贝尔奖\"首位获奖女性啥来头?";
        let title = format!("{whole}_网易新闻");
        assert_eq!(chosen(Some("奖金711万元！"), &title, &[whole], &[], none), whole);
        assert_eq!(
            chosen(None, "法国全国大罢工再次严重影响交通-新华网", &[], &[], none),
            "法国全国大罢工再次严重影响交通"
        );
        let song = "Lyrics of the sea (only thinking of you - Jam Hsiao)";
        assert_eq!(chosen(None, song, &[], &[], none), song);
        let declared = Some("30.11. | Book of the week - Jane Doe • 1619");
        let title = "Ledger | 30.11. | Book of the week - Jane Doe • 1619";
        assert_eq!(Some(chosen(declared, title, &[], &[], none).as_str()), declared);
        assert_eq!(chosen(None, "On the quay of the islands |", &[], &[], none), "On the quay of the islands");
    }
}
