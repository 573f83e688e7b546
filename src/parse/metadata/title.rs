//! Chooses the article's title among a page's titles, and removes the site's name.

/// Separators between a title and a site's name.
const PARTING: [&str; 11] = [" | ", " – ", " — ", " - ", " :: ", " » ", " · ", " • ", " // ", " < ", " / "];

/// Chooses among the title declared in data, the text of `<title>` and the `<h1>`s.
pub fn choose(declared: Option<&str>, title: Option<&str>, headings: &[String], site: Option<&str>) -> Option<String> {
    let title = title.map(super::one_line).filter(|t| !t.is_empty());
    let headings: Vec<String> = headings.iter().map(|h| super::one_line(h)).filter(|h| !h.is_empty()).collect();
    let stated = declared.filter(|d| !d.is_empty()).or(title.as_deref());
    let Some(stated) = stated else { return headings.into_iter().next() };
    let bare = without_site(stated, site);
    let fits = |heading: &&String| is_part(heading, stated) || likeness(heading, &bare) >= 0.6;
    let own: Vec<&String> = headings.iter().filter(|h| !is_site(h, site)).collect();
    let only = own.first().filter(|first| own.iter().all(|other| other == *first) && words(first).len() >= 4);
    let heading = own.iter().copied().find(fits).or(only.copied());
    Some(heading.map_or(bare, |heading| without_label(heading)))
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
    let plain =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let own = plain(text);
    site.is_some_and(|site| {
        let site = plain(site);
        !own.is_empty()
            && (own == site
                || (own.len() >= 4 && site.contains(&own))
                || (site.len() >= 4 && own.contains(&site) && own.len() <= site.len() + 12))
    })
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
