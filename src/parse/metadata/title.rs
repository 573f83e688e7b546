//! Chooses the article's title among a page's titles, and removes the site's name.

/// Separators between a title and a site's name.
const PARTING: [&str; 11] = [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", " // ", " < ", " / "];

/// The texts of a page's headings.
#[derive(Debug, Default)]
pub struct Headings {
    /// Those of level one.
    pub first: Vec<String>,
    /// Those of level two.
    pub second: Vec<String>,
}

/// Chooses among the title declared in data, the text of `<title>` and the `<h1>`s.
pub fn choose(declared: Option<&str>, title: Option<&str>, headings: &Headings, site: Option<&str>) -> Option<String> {
    let Headings { first: headings, second } = headings;
    let title = title.map(super::one_line).filter(|t| !t.is_empty());
    let headings: Vec<String> = headings.iter().map(|h| super::one_line(h)).filter(|h| !h.is_empty()).collect();
    let declared = declared.filter(|d| !d.is_empty());
    let is_described = |declared: &&str| {
        let shown = title.as_deref().unwrap_or_default();
        // A description is declared as the title, while `<title>` begins with the heading.
        let is_sentence = declared.starts_with(char::is_lowercase) || declared.ends_with('.');
        let is_shown = |heading: &String| !is_site(heading, site) && words(shown).starts_with(&words(heading));
        is_sentence && likeness(declared, shown) < 0.15 && headings.iter().any(is_shown)
    };
    let stated = declared.filter(|declared| !is_described(declared)).or(title.as_deref());
    let Some(stated) = stated else { return headings.into_iter().next() };
    let bare = without_site(stated, site);
    let fits = |heading: &&String| is_part(heading, stated) || likeness(heading, &bare) >= 0.6;
    let own: Vec<&String> = headings.iter().filter(|h| !is_site(h, site)).collect();
    // A heading that has no word of the title is the site's greeting, if a lower one shows the title.
    let is_greeting = |heading: &str| {
        words(&bare).len() >= 4
            && likeness(heading, stated) < f32::EPSILON
            && second.iter().any(|lower| is_part(lower, stated) || likeness(lower, &bare) >= 0.6)
    };
    let only = own
        .first()
        .filter(|first| own.iter().all(|other| other == *first) && words(first).len() >= 4 && !is_greeting(first));
    let heading = own.iter().copied().find(fits).or(only.copied());
    match heading {
        Some(heading) if !is_glued(heading, &bare) => Some(without_label(heading)),
        _ => Some(bare),
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

/// Removes the site's name at the start or end of a title.
fn without_site(title: &str, site: Option<&str>) -> String {
    // Chinese sites part the names of channel and site with low lines: "标题_频道_网站".
    if let Some((own, _)) =
        title.split_once('_').filter(|(own, _)| own.chars().filter(|c| is_ideograph(*c)).count() >= 6)
    {
        return own.trim().to_owned();
    }
    let cut = PARTING.iter().filter_map(|sign| title.rfind(sign).map(|at| (at, sign.len()))).max();
    let Some((at, length)) = cut else { return title.to_owned() };
    let (before, after) = (title[..at].trim(), title[at + length..].trim());
    if is_site(after, site) {
        return without_site(before, site);
    }
    let first = PARTING.iter().filter_map(|sign| title.find(sign).map(|at| (at, sign.len()))).min();
    if let Some((at, length)) = first
        && is_site(title[..at].trim(), site)
    {
        return title[at + length..].trim().to_owned();
    }
    if site.is_none() && words(before).len() <= 4 && words(after).len() >= 6 {
        return after.to_owned();
    }
    let is_short_end = words(after).len() <= 4 && words(before).len() >= words(after).len() + 2;
    if is_short_end && (site.is_none() || title[at..].starts_with(" | ")) {
        without_site(before, site)
    } else {
        title.to_owned()
    }
}

fn is_site(text: &str, site: Option<&str>) -> bool {
    if is_host(text) {
        return true;
    }
    let own = plain(text);
    site.is_some_and(|site| {
        let site = plain(site);
        !own.is_empty()
            && (own == site
                || (own.len() >= 4 && site.contains(&own))
                || (site.len() >= 4 && own.contains(&site) && own.len() <= site.len() + 12))
    })
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
    use super::{Headings, choose};

    #[test]
    fn shown_title_outweighs_description_and_greeting() {
        let under = |declared, title, heading: &str, second: &[&str]| {
            let second = second.iter().map(|&heading| heading.to_owned()).collect();
            choose(declared, Some(title), &Headings { first: vec![heading.to_owned()], second }, None)
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
}
