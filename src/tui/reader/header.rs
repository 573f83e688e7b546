//! The lines above an article that its page shows nowhere: the title, and who wrote it, when, and where.

use crate::article::{Article, Role};
use crate::document::{Block, BlockKind, Metadata, Span};
use crate::library::{dates, fold};
use crate::tui::reader::flow::{Flow, Guise, Item, ItemOrigin};

/// Items among which a title is looked for.
const FIRST_ITEMS: usize = 6;

/// Days between two dates of a page from which on one of them is wrong.
const CONTRADICTION: i64 = 365;

impl Flow {
    /// Adds the title where no title is shown, and a line with authors, date and site below title and standfirst, as far as
    /// no line of the page says it.
    pub(super) fn add_header(&mut self, article: &Article) {
        let is_role = |item: &Item, role: Role| item.guise == Guise::Article(role);
        let first = self.items.iter().position(|item| matches!(item.guise, Guise::Article(_)));
        let Some(first) = first else { return };
        // A title may be taken for a heading of the text.
        let title = self.items.iter().position(|item| is_role(item, Role::Title)).or_else(|| self.title_at(article));
        let mut at = title.map_or(first, |title| title + 1);
        if let Some(title) = article.meta.title.as_ref().filter(|_| title.is_none() && !article.meta.authors.is_empty())
            && let Some(before) = self.items[first].order.checked_sub(1)
        {
            self.insert(first, before, heading(title), Role::Title);
            at += 1;
        }
        let is_above =
            |item: &Item| [Role::Title, Role::Standfirst, Role::Byline].iter().any(|role| is_role(item, *role));
        at += self.items[at..].iter().take_while(|item| is_above(item)).count();
        let Some(order) = at.checked_sub(1).map(|above| self.items[above].order) else { return };
        let bylines = article.blocks.iter().filter(|block| block.role == Role::Byline);
        let shown: Vec<&str> = bylines.map(|block| block.block.text.as_str()).collect();
        if let Some(line) = byline(&article.meta, &shown.join("\n")) {
            self.insert(at, order, Block { text: line, ..Block::default() }, Role::Byline);
        }
    }

    /// The item among the first ones whose words are those of the declared title.
    fn title_at(&self, article: &Article) -> Option<usize> {
        let title = fold::folded(article.meta.title.as_deref()?);
        self.items.iter().take(FIRST_ITEMS).position(|item| {
            let ItemOrigin::Shown(at) = item.origin else { return false };
            let words =
                article.blocks.get(at as usize).map(|block| fold::folded(&block.block.text)).unwrap_or_default();
            !words.is_empty() && (words.contains(&title) || title.contains(&words) && words.len() * 2 > title.len())
        })
    }

    /// Inserts a line of the header before an item, behind the text of the block of that order.
    fn insert(&mut self, at: usize, order: u32, block: Block, role: Role) {
        let start = self.items[..at].iter().filter(|item| item.order == order).map(|item| item.slice.end).max();
        // Further than any block of this number reaches, also one that is hidden now.
        let start = start.unwrap_or(0).max(usize::MAX / 4) + 1;
        let slice = Span::new(start, start + block.text.len());
        let before = self.items.get(at).map_or(self.total, |item| item.before);
        let length = slice.len() + 1;
        let item = Item {
            origin: ItemOrigin::Header(self.header.len() as u32),
            order,
            slice,
            guise: Guise::Article(role),
            list: false,
            picture: false,
            gap: u8::from(at > 0),
            before,
        };
        self.items.insert(at, item);
        for later in &mut self.items[at + 1..] {
            later.before += length;
        }
        if let Some(next) = self.items.get_mut(at + 1).filter(|_| at == 0) {
            next.gap = 1;
        }
        self.total += length;
        self.header.push(block);
    }
}

fn heading(title: &str) -> Block {
    Block { text: title.to_owned(), kind: BlockKind::Heading(1), ..Block::default() }
}

/// "By Ada Moreau · 24 April 2026 (updated 2 May 2026) · The Lantern", without what the shown lines say; `None` where they say
/// author and date.
fn byline(meta: &Metadata, shown: &str) -> Option<String> {
    let told = fold::folded(shown);
    let is_told = |name: &str| {
        let name = fold::folded(name);
        let last = name.rsplit(' ').next().unwrap_or_default();
        !name.is_empty() && told.split(' ').any(|word| word == last)
    };
    let is_site = |name: &str| meta.site.as_deref().is_some_and(|site| fold::folded(site) == fold::folded(name));
    let authors: Vec<&str> = meta.authors.iter().map(String::as_str).filter(|name| !is_site(name)).collect();
    let by =
        (!authors.is_empty() && !authors.iter().any(|name| is_told(name))).then(|| format!("By {}", listed(&authors)));
    let has_date = shown.lines().any(has_year);
    let date = meta.published.as_deref().and_then(Day::of);
    let changed = meta.modified.as_deref().and_then(Day::of);
    let contradicts =
        date.zip(changed).is_some_and(|(date, changed)| date.seconds - changed.seconds > CONTRADICTION * 86_400);
    let when = date.filter(|_| !has_date || contradicts).map(|date| match changed {
        Some(changed) if contradicts => {
            format!("{} (but last modified {}: one of the dates is wrong)", date.in_words(), changed.in_words())
        }
        Some(changed) if changed.seconds - date.seconds >= 86_400 => {
            format!("{} (updated {})", date.in_words(), changed.in_words())
        }
        _ => date.in_words(),
    });
    if by.is_none() && when.is_none() {
        return None;
    }
    let site = meta.site.clone().filter(|site| !told.contains(&fold::folded(site)));
    Some([by, when, site].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

/// Names with commas and "and".
fn listed(names: &[&str]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        names => names.join(", "),
    }
}

/// Returns true if a line has the number of a year.
fn has_year(line: &str) -> bool {
    let numbers = line.split(|ch: char| !ch.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).any(|number| ("1900".."2100").contains(&number))
}

/// A day of the calendar.
#[derive(Clone, Copy)]
struct Day {
    date: jiff::civil::Date,
    seconds: i64,
}

impl Day {
    fn of(written: &str) -> Option<Self> {
        let day = written.get(..10)?;
        Some(Self { date: day.parse().ok()?, seconds: dates::parse(day)? })
    }

    /// "24 April 2026"
    fn in_words(self) -> String {
        self.date.strftime("%-d %B %Y").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(published: &str, modified: Option<&str>) -> Metadata {
        Metadata {
            authors: vec!["Ada Moreau".into(), "Bruno Okafor".into()],
            site: Some("The Lantern".into()),
            published: Some(published.into()),
            modified: modified.map(str::to_owned),
            ..Metadata::default()
        }
    }

    #[test]
    fn byline_says_what_the_page_does_not() {
        let both = "By Ada Moreau and Bruno Okafor · 24 April 2026 · The Lantern";
        let date = "24 April 2026 · The Lantern";
        for (shown, expected) in [
            ("", Some(both)),
            ("Ada Moreau, harbour correspondent", Some(date)),
            ("By Ada Moreau, 24.4.2026", None),
            ("The Lantern, April 24, 2026", Some("By Ada Moreau and Bruno Okafor")),
        ] {
            assert_eq!(byline(&meta("2026-04-24T08:00:00Z", None), shown).as_deref(), expected, "{shown}");
        }
        assert_eq!(byline(&Metadata::default(), ""), None);
    }

    #[test]
    fn byline_tells_updates_and_dates_that_contradict_each_other() {
        let of = |published, modified| byline(&meta(published, Some(modified)), "Ada Moreau").unwrap();
        assert_eq!(of("2026-04-24", "2026-04-24T20:00:00Z"), "24 April 2026 · The Lantern");
        assert_eq!(of("2026-04-24", "2026-05-02"), "24 April 2026 (updated 2 May 2026) · The Lantern");
        let wrong = "24 April 2026 (but last modified 12 March 2019: one of the dates is wrong) · The Lantern";
        assert_eq!(of("2026-04-24", "2019-03-12"), wrong);
    }
}
