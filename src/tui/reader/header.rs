//! The lines above an article that its page shows nowhere: kicker, title, and who wrote it, when, and where.

use crate::article::{Article, Role};
use crate::document::{Block, BlockKind, Metadata, Span};
use crate::library::{dates, fold};
use crate::tui::reader::flow::{Flow, Guise, Item, ItemOrigin};

/// Items among which a title is looked for.
const FIRST_ITEMS: usize = 6;

/// Separator between the parts of a line; no row begins with it.
const SEPARATOR: &str = "\u{a0}· ";

/// Maximum length of a kicker, in characters.
const MAX_KICKER: usize = 40;

/// Maximum length of a kicker, in words.
const MAX_KICKER_WORDS: usize = 5;

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
        let added = usize::from(self.add_kicker(article, title, title.unwrap_or(first)));
        let (first, title) = (first + added, title.map(|title| title + added));
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

    /// Marks the page's own line over the title as its kicker, or else adds the section there if it is known. Returns true if
    /// a line was added.
    fn add_kicker(&mut self, article: &Article, title: Option<usize>, at: usize) -> bool {
        let own = title.and_then(|title| title.checked_sub(1)).filter(|above| self.is_label(article, *above));
        if let (Some(own), Some(title)) = (own, title) {
            self.items[own].kicker = true;
            self.items[title].gap = 0;
            return false;
        }
        let Some(section) = article.meta.section.as_ref() else { return false };
        let is_said = |other: &Option<String>| {
            other.as_deref().is_some_and(|other| fold::folded(other).contains(&fold::folded(section)))
        };
        if is_said(&article.meta.title) || is_said(&article.meta.site) {
            return false;
        }
        let Some(before) = self.items[at].order.checked_sub(1) else { return false };
        self.insert(at, before, Block { text: section.clone(), ..Block::default() }, Role::Body);
        self.items[at].kicker = true;
        self.items[at + 1].gap = 0;
        true
    }

    /// Returns true if an item is a label of a few words, not a sentence, a date or a name of authors.
    fn is_label(&self, article: &Article, at: usize) -> bool {
        let item = &self.items[at];
        let ItemOrigin::Shown(index) = item.origin else { return false };
        let Some(placed) = article.blocks.get(index as usize).filter(|placed| placed.role == Role::Body) else {
            return false;
        };
        let text = placed.block.text.trim();
        let is_text = matches!(placed.block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
        let words = text.split_whitespace().count();
        let by = article.meta.authors.iter().any(|name| text.contains(name.as_str()));
        is_text
            && !item.list
            && (1..=MAX_KICKER_WORDS).contains(&words)
            && text.chars().count() <= MAX_KICKER
            && text.chars().any(char::is_alphabetic)
            && !text.contains(|c: char| c.is_ascii_digit())
            && !text.ends_with(['.', '!', '?', '…', '”', '"', ':', ','])
            && !by
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
            kicker: false,
            gap: u8::from(at > 0 && !(role == Role::Byline && self.items[at - 1].guise == Guise::Article(role))),
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
    // A single word of the site's name is the site, too: "ORF.at" of "news.ORF.at".
    let is_site = |name: &str| {
        let (folded, site) = (fold::folded(name), fold::folded(meta.site.as_deref().unwrap_or_default()));
        site == folded || !name.trim().contains(' ') && site.contains(&folded)
    };
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
    Some([by, when, site].into_iter().flatten().collect::<Vec<_>>().join(SEPARATOR))
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
    use crate::article::{Reason, Verdict};
    use crate::document::Document;
    use crate::library::BlockOverrides;
    use crate::tui::reader::flow::Clutter;

    fn meta(published: &str, modified: Option<&str>) -> Metadata {
        Metadata {
            authors: vec!["Ada Moreau".into(), "Bruno Okafor".into()],
            site: Some("The Lantern".into()),
            published: Some(published.into()),
            modified: modified.map(str::to_owned),
            ..Metadata::default()
        }
    }

    /// The lines of the header with a `^` before the kicker.
    fn lines(blocks: &[(&str, Role)], section: Option<&str>) -> Vec<String> {
        let kind = |role| if role == Role::Title { BlockKind::Heading(1) } else { BlockKind::Paragraph };
        let hidden = Block { text: "Skip to content".into(), ..Block::default() };
        let shown =
            blocks.iter().map(|(text, role)| Block { text: (*text).into(), kind: kind(*role), ..Block::default() });
        let document = Document { blocks: std::iter::once(hidden).chain(shown).collect(), ..Document::default() };
        let hide = Verdict::Hide(Reason::Navigation, 1.0);
        let verdicts: Vec<Verdict> =
            std::iter::once(hide).chain(blocks.iter().map(|(_, role)| Verdict::Show(*role))).collect();
        let mut article = Article::assemble(document, &verdicts, None);
        article.meta.section = section.map(str::to_owned);
        article.meta.title = Some("Night ferries return".into());
        let flow = Flow::of(&article, Clutter::Hidden, &BlockOverrides::default());
        let text = |item: &Item| match item.origin {
            ItemOrigin::Shown(at) => article.blocks[at as usize].block.text.clone(),
            ItemOrigin::Header(at) => flow.header[at as usize].text.clone(),
            ItemOrigin::Hidden(_) => String::new(),
        };
        flow.items.iter().map(|item| format!("{}{}", if item.kicker { "^" } else { "" }, text(item))).collect()
    }

    #[test]
    fn kicker_is_own_line_over_title_or_section() {
        let title = ("Night ferries return", Role::Title);
        let body = ("The first boat leaves at dawn.", Role::Body);
        let section = Some("Harbours");
        assert_eq!(lines(&[title, body], section), ["^Harbours", title.0, body.0]);
        assert_eq!(lines(&[("Analysis", Role::Body), title, body], section), ["^Analysis", title.0, body.0]);
        assert_eq!(lines(&[title, body], None), [title.0, body.0]);
        assert_eq!(lines(&[title, body], Some("Ferries")), [title.0, body.0]);
        let sentence = ("It began at sea.", Role::Body);
        assert_eq!(lines(&[sentence, title, body], None), [sentence.0, title.0, body.0]);
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
            let line = byline(&meta("2026-04-24T08:00:00Z", None), shown).map(|line| line.replace(SEPARATOR, " · "));
            assert_eq!(line.as_deref(), expected, "{shown}");
        }
        assert_eq!(byline(&Metadata::default(), ""), None);
        let site =
            Metadata { authors: vec!["ORF.at".into()], site: Some("news.ORF.at".into()), ..meta("2026-04-24", None) };
        assert_eq!(byline(&site, "").unwrap(), format!("24 April 2026{SEPARATOR}news.ORF.at"));
    }

    #[test]
    fn byline_tells_updates_and_dates_that_contradict_each_other() {
        let of = |published, modified| {
            byline(&meta(published, Some(modified)), "Ada Moreau").unwrap().replace(SEPARATOR, " · ")
        };
        assert_eq!(of("2026-04-24", "2026-04-24T20:00:00Z"), "24 April 2026 · The Lantern");
        assert_eq!(of("2026-04-24", "2026-05-02"), "24 April 2026 (updated 2 May 2026) · The Lantern");
        let wrong = "24 April 2026 (but last modified 12 March 2019: one of the dates is wrong) · The Lantern";
        assert_eq!(of("2026-04-24", "2019-03-12"), wrong);
    }
}
