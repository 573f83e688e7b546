//! Corrects the forests' result by what stands around a block, once the title is known: paragraphs and headings like the
//! shown ones are shown, cards of other stories and undecided last lines are hidden.

use super::block_stats::{TextEnding, is_picture};
use super::boxes::only_link;
use super::features::MeasuredPage;
use super::outline::around;
use super::roles::Roles;
use crate::article::{Reason, Role};
use crate::document::{BlockKind, Style};
use crate::web_address::host;
use rustc_hash::{FxHashMap, FxHashSet};

/// The page with the forests' result.
#[derive(Clone, Copy, Debug)]
pub struct Scored<'a, 'b> {
    /// The page.
    pub page: &'a MeasuredPage<'b>,
    /// Probabilities of belonging to the article.
    pub probabilities: &'a [f32],
    /// True for blocks that a rule or the user decided on.
    pub is_fixed: &'a [bool],
}

/// Confidence that a card of another story is clutter.
const CARD: f32 = 0.9;
/// Confidence that an undecided block is.
const UNDECIDED: f32 = 0.7;

impl Scored<'_, '_> {
    /// Shows and hides blocks. Those hidden get a confidence in `roles`, and a reason if their form gives one.
    pub fn revise(&self, roles: &mut Roles) {
        for at in self.alike(roles) {
            roles.by_block[at] = Some(Role::Body);
        }
        for at in self.notes(roles) {
            roles.by_block[at] = Some(Role::Body);
        }
        for at in self.headings(roles) {
            roles.by_block[at] = Some(Role::Body);
        }
        let cards = self.dated_cards(roles).into_iter().chain(self.excerpts(roles));
        let lists = self.linked_lists(roles).into_iter();
        let related = Some(Reason::Related);
        let related = cards.map(|at| (at, related, CARD)).chain(lists.map(|at| (at, related, UNDECIDED)));
        let last = self.last_line(roles).into_iter().map(|at| (at, None, UNDECIDED));
        let hidden: Vec<(usize, Option<Reason>, f32)> = related.chain(last).collect();
        for (at, reason, confidence) in hidden {
            if Self::is_body(roles, at) && !self.is_fixed[at] {
                (roles.by_block[at], roles.clutter[at]) = (None, Some((reason, confidence)));
            }
        }
    }

    pub(super) fn is_body(roles: &Roles, at: usize) -> bool {
        roles.by_block[at] == Some(Role::Body)
    }

    /// Returns true if a block is hidden by the forests alone.
    pub(super) fn is_open(&self, roles: &Roles, at: usize) -> bool {
        roles.by_block[at].is_none() && !roles.duplicates[at] && !self.is_fixed[at]
    }

    /// Returns the hidden prose in elements with the same names as those of most of the shown prose.
    fn alike(&self, roles: &Roles) -> Vec<usize> {
        const DEPTH: usize = 3;
        const MIN_SHOWN: usize = 3;
        const MIN_SHARE: f32 = 0.7;
        let mut groups: FxHashMap<Vec<(&str, &str)>, Vec<usize>> = FxHashMap::default();
        for at in (0..self.page.stats.len()).filter(|&at| self.page.stats[at].is_prose()) {
            let elements =
                around(self.page.document, at).take(DEPTH).filter_map(|e| self.page.document.elements.get(e));
            let mut key: Vec<_> = elements.map(|e| (e.tag.as_str(), e.names.as_str())).collect();
            // Elements without names are alike everywhere.
            if key.len() == DEPTH && key[..2].iter().all(|(_, names)| !names.is_empty()) {
                key.push((self.page.document.blocks[at].kind.name(), ""));
                groups.entry(key).or_default().push(at);
            }
        }
        let words = |at: &usize| self.page.stats[*at].words;
        let is_of_text = |group: &Vec<usize>| {
            let shown = || group.iter().filter(|&&at| Self::is_body(roles, at));
            shown().count() >= MIN_SHOWN
                && shown().map(words).sum::<f32>() >= MIN_SHARE * group.iter().map(words).sum::<f32>()
        };
        let hidden = groups.into_values().filter(is_of_text).flatten();
        hidden.filter(|&at| self.is_open(roles, at) && self.page.stats[at].phrases.any() < 0.05).collect()
    }

    /// Returns hidden headings between shown text and a shown paragraph, if the paragraph and a shown heading stand in
    /// elements of the same names.
    fn headings(&self, roles: &Roles) -> Vec<usize> {
        const MIN_PROBABILITY: f32 = 0.1;
        const BEFORE: usize = 4;
        const BEHIND: usize = 3;
        let n = self.page.stats.len();
        let level = |at: usize| match self.page.document.blocks[at].kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        let place = |at: usize| {
            let around = around(self.page.document, at).nth(1).and_then(|e| self.page.document.elements.get(e));
            around.map(|e| (e.tag.as_str(), e.names.as_str()))
        };
        let shown = (0..n).filter(|&at| level(at).is_some() && Self::is_body(roles, at));
        let shown: FxHashSet<_> = shown.map(|at| (level(at), place(at))).collect();
        let is_hidden = |&at: &usize| {
            let m = &self.page.stats[at];
            level(at).is_some()
                && self.is_open(roles, at)
                && self.probabilities[at] >= MIN_PROBABILITY
                && m.linked <= 0.5
                && m.phrases.any() <= 0.3
        };
        let is_between = |&at: &usize| {
            let with_words =
                |&next: &usize| self.page.stats[next].words > 0.0 && !is_picture(&self.page.document.blocks[next].kind);
            let next = (at + 1..(at + 1 + BEHIND).min(n)).find(with_words);
            let is_followed = next.is_some_and(|next| {
                Self::is_body(roles, next) && self.page.stats[next].words >= 12.0 && place(at) == place(next)
            });
            is_followed
                && (at.saturating_sub(BEFORE)..at).any(|before| Self::is_body(roles, before))
                && shown.contains(&(level(at), place(at)))
        };
        (0..n).filter(is_hidden).filter(is_between).collect()
    }

    /// Shows hidden prose right below the title that is no standfirst.
    pub fn show_first_paragraphs(&self, roles: &mut Roles) {
        for at in self.first_paragraphs(roles) {
            roles.by_block[at] = Some(Role::Body);
        }
    }

    fn first_paragraphs(&self, roles: &Roles) -> Vec<usize> {
        const MIN_PROBABILITY: f32 = 0.2;
        const BELOW: usize = 5;
        let Some(title) = roles.title else { return Vec::new() };
        let is_text = |&at: &usize| {
            let m = &self.page.stats[at];
            self.is_open(roles, at)
                && m.is_prose()
                && self.probabilities[at] >= MIN_PROBABILITY
                && m.date == 0.0
                && m.phrases.any() < 0.2
                && matches!(self.page.document.blocks[at].kind, BlockKind::Paragraph | BlockKind::Heading(_))
        };
        (title + 1..(title + 1 + BELOW).min(self.page.stats.len())).filter(is_text).collect()
    }

    /// Returns true for a heading that is a link to another page.
    fn is_linked_heading(&self, at: usize) -> bool {
        let (block, m) = (&self.page.document.blocks[at], &self.page.stats[at]);
        let leads_away =
            || block.marks.iter().any(|mark| matches!(&mark.style, Style::Link(address) if !address.starts_with('#')));
        matches!(block.kind, BlockKind::Heading(_)) && m.linked >= 0.9 && m.words >= 3.0 && leads_away()
    }

    /// Returns the blocks of small elements around a linked heading other than its own element, smallest first. Text before
    /// the heading, and the title, are in none.
    fn small_boxes<'s>(
        &'s self,
        roles: &'s Roles,
        at: usize,
        most: f32,
    ) -> impl Iterator<Item = std::ops::Range<usize>> + 's {
        const LEVELS: usize = 5;
        let is_text = move |before: usize| Self::is_body(roles, before) && self.page.stats[before].words >= 12.0;
        let boxes = around(self.page.document, at).skip(1).take(LEVELS).filter_map(|e| self.page.outline.stats.get(e));
        let ranges = boxes.take_while(move |h| h.words <= most).map(|h| h.range.0 as usize..h.range.1 as usize);
        ranges.take_while(move |range| {
            roles.title.is_none_or(|title| !range.contains(&title)) && !(range.start..at).any(is_text)
        })
    }

    /// Returns cards of other stories: a heading that is a link, and a date, in a box of their own.
    fn dated_cards(&self, roles: &Roles) -> Vec<usize> {
        const MAX_WORDS: f32 = 60.0;
        // "včera 14:40" is a date too.
        let is_date = |at: usize| {
            let m = &self.page.stats[at];
            m.date > 0.35 && m.words <= 8.0 || m.time && m.words <= 4.0
        };
        let headings = |range: &std::ops::Range<usize>| {
            range.clone().filter(|&at| matches!(self.page.document.blocks[at].kind, BlockKind::Heading(_))).count()
        };
        let is_card = |at: usize, range: &std::ops::Range<usize>| {
            range.clone().any(|other| other != at && is_date(other)) && headings(range) <= 2
        };
        let linked = (0..self.page.stats.len()).filter(|&at| Self::is_body(roles, at) && self.is_linked_heading(at));
        linked
            .filter_map(|at| self.small_boxes(roles, at, MAX_WORDS).find(|range| is_card(at, range)))
            .flatten()
            .collect()
    }

    /// Returns the texts below hidden headings that are links, in the same box.
    fn excerpts(&self, roles: &Roles) -> Vec<usize> {
        const MAX_WORDS: f32 = 70.0;
        let is_card = |&at: &usize| roles.by_block[at].is_none() && self.is_linked_heading(at);
        let cards = (0..self.page.stats.len()).filter(is_card);
        cards.flat_map(|at| self.small_boxes(roles, at, MAX_WORDS).flatten().filter(move |&below| below > at)).collect()
    }

    /// Returns lists of only links to other pages of the site, about which the forests are undecided. After a heading or
    /// a colon they are the text's own.
    fn linked_lists(&self, roles: &Roles) -> Vec<usize> {
        const MAX_MEAN: f32 = 0.65;
        let Some(own) = self.page.document.meta.url.as_deref().and_then(host) else { return Vec::new() };
        let items: Vec<usize> = (0..self.page.stats.len()).filter(|&at| self.is_link_of(&own, at)).collect();
        let is_undecided = |run: &&[usize]| {
            let mean = run.iter().map(|&at| self.probabilities[at]).sum::<f32>() / run.len() as f32;
            let Some(before) = run[0].checked_sub(1) else { return false };
            run.len() >= 2
                && mean < MAX_MEAN
                && self.page.stats[before].ends != TextEnding::Colon
                && !matches!(self.page.document.blocks[before].kind, BlockKind::Heading(_))
        };
        let runs = items.chunk_by(|a, b| a + 1 == *b).filter(is_undecided);
        runs.flatten().copied().filter(|&at| Self::is_body(roles, at)).collect()
    }

    /// Returns true for an item of a list that is, or ends with, its only link, to a page of this host.
    fn is_link_of(&self, own: &str, at: usize) -> bool {
        let (block, m) = (&self.page.document.blocks[at], &self.page.stats[at]);
        if block.list.is_none() || m.linked <= 0.4 || m.words < 3.0 {
            return false;
        }
        only_link(block).is_some_and(|(span, address)| {
            span.end + 2 >= block.text.len() && host(address).is_some_and(|host| host == own)
        })
    }

    /// Returns the last shown paragraph if it is short, undecided, behind the last certain one, and before what is surely
    /// clutter.
    fn last_line(&self, roles: &Roles) -> Option<usize> {
        const MIN_CERTAIN_WORDS: f32 = 200.0;
        const CERTAIN: f32 = 0.9;
        const UNCERTAIN: f32 = 0.62;
        const CLUTTER: f32 = 0.15;
        let (stats, n) = (&self.page.stats, self.page.stats.len());
        let (last, block) =
            (0..n).rev().find(|&at| Self::is_body(roles, at)).map(|at| (at, &self.page.document.blocks[at]))?;
        let certain = (0..n).filter(|&at| Self::is_body(roles, at) && self.probabilities[at] >= CERTAIN);
        let leads_within =
            block.marks.iter().any(|mark| matches!(&mark.style, Style::Link(address) if address.starts_with('#')));
        let next = (last + 1..n).find(|&next| stats[next].words > 0.0);
        let is_undecided = block.kind == BlockKind::Paragraph
            && block.list.is_none()
            && !leads_within
            && stats[last].words <= 20.0
            && !stats[last].is_prose()
            && self.probabilities[last] < UNCERTAIN
            && next.is_none_or(|next| self.probabilities[next] < CLUTTER);
        (is_undecided && certain.map(|at| stats[at].words).sum::<f32>() >= MIN_CERTAIN_WORDS).then_some(last)
    }
}

#[cfg(test)]
mod tests {
    use crate::article::{Reason, Role, Verdict};
    use crate::declutter::calibration::Calibration;
    use crate::declutter::features::{Lexicons, MeasuredPage};
    use crate::declutter::wording::ClutterPhrases;
    use crate::declutter::{ClutterOptions, apply_scores};
    use crate::load::Source;
    use crate::parse::parse;

    const FERRY: &str = "The ferry company that has served the islands since 1931 will replace its oldest boat next \
        spring, the board decided on Tuesday after a debate of four hours, which was longer than any before.";

    /// Classifies a page with four paragraphs, what is given above and below the last, and a footer. The forests are sure
    /// of these; a block with `#60` in its text belongs to the article with a probability of 60 %.
    fn shown(above: &str, below: &str) -> Vec<(String, Verdict)> {
        let text = |n: usize| format!("<p class=t>{} {FERRY} {FERRY}</p>", ["One.", "Two.", "Three.", "Four."][n]);
        let html = format!(
            "<html><head><link rel=canonical href=https://ledger.example/ferry><title>The ferry is replaced</title>\
             </head><body><div class=outer><div class=story><h1>The ferry is replaced</h1>{}{}{}{above}{}{below}\
             </div></div><p>Footer of the page.</p></body></html>",
            text(0),
            text(1),
            text(2),
            text(3)
        );
        let document = parse(&Source { bytes: html.into_bytes(), charset: "utf-8".into(), ..Source::default() });
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        let percent = |text: &str| {
            let (_, rest) = text.split_once('#')?;
            rest.split(|c: char| !c.is_ascii_digit()).next()?.parse::<f32>().ok()
        };
        let probability = |text: &str| match percent(text) {
            Some(percent) => percent / 100.0,
            None if text.contains(FERRY) => 0.95,
            None => 0.0,
        };
        let probabilities = document.blocks.iter().map(|block| probability(&block.text)).collect();
        let found = apply_scores(&page, probabilities, &Calibration::default(), &ClutterOptions::default());
        document.blocks.iter().map(|block| block.text.clone()).zip(found.verdicts).collect()
    }

    fn verdict(above: &str, below: &str, begins: &str) -> Verdict {
        let found = shown(above, below);
        found.into_iter().find(|(text, _)| text.starts_with(begins)).map(|(_, verdict)| verdict).unwrap()
    }

    fn is_hidden(above: &str, below: &str, begins: &str) -> bool {
        matches!(verdict(above, below, begins), Verdict::Hide(..))
    }

    #[test]
    fn prose_like_the_text_is_shown() {
        let other = "Two captains told the council that the harbour needs a wall, because the storms in recent winters \
                     had broken the old quay twice, and nobody had mended it for #6 years.";
        let like = |class: &str| format!("<p class={class}>{other}</p>");
        assert_eq!(verdict(&like("t"), "", "Two captains"), Verdict::Show(Role::Body));
        assert!(is_hidden(&like("promo"), "", "Two captains"));
    }

    #[test]
    fn heading_like_others_between_paragraphs_is_shown() {
        let other = format!("<h3>Who asked #90</h3><p class=t>{FERRY}</p>");
        assert_eq!(verdict(&format!("{other}<h3>Who pays #14</h3>"), "", "Who pays"), Verdict::Show(Role::Body));
        assert!(is_hidden(&format!("{other}<h4>Who pays #14</h4>"), "", "Who pays"), "no other is like it");
        assert!(is_hidden(&format!("{other}<h3>Who pays #4</h3>"), "", "Who pays"));
        assert!(is_hidden(&other, "<h3>Who pays #14</h3>", "Who pays"), "nothing follows");
    }

    #[test]
    fn first_paragraph_is_shown() {
        let html = format!("<title>The ferry</title><body><h1>The ferry</h1><p>{FERRY}</p><p>{FERRY}</p>");
        let document = parse(&Source { bytes: html.into_bytes(), charset: "utf-8".into(), ..Source::default() });
        let page = MeasuredPage::of(&document, &ClutterPhrases::bundled(), &Lexicons::default());
        let of = |low: f32| {
            let found = apply_scores(&page, vec![0.0, low, 0.9], &Calibration::default(), &ClutterOptions::default());
            found.verdicts[1]
        };
        assert_eq!(of(0.25), Verdict::Show(Role::Body));
        assert!(matches!(of(0.1), Verdict::Hide(..)));
    }

    #[test]
    fn card_of_other_story_is_hidden() {
        let card = |date: &str| {
            format!("<div><div><a href=https://ledger.example/o><h3>Another tale #60</h3></a><p>{date}</p></div></div>")
        };
        let related = Verdict::Hide(Reason::Related, super::CARD);
        assert_eq!(verdict(&card("3 May 2021 #60"), "", "Another tale"), related);
        assert_eq!(verdict(&card("včera 14:40"), "", "Another tale"), related);
        assert_eq!(verdict(&card("for 20 euros"), "", "Another tale"), Verdict::Show(Role::Body), "a list of things");
        let excerpt =
            "<div><h3><a href=https://ledger.example/o>Another tale of it</a></h3><p>Told in short. #60</p></div>";
        assert_eq!(verdict(excerpt, "", "Told in short"), related);
    }

    #[test]
    fn undecided_list_of_links_is_hidden() {
        let item = |n: usize, percent: usize| {
            format!("<li><a href=https://ledger.example/{n}>How it was paid #{percent}</a></li>")
        };
        let list = |percent: usize| format!("<ul>{}{}</ul>", item(1, percent), item(2, percent));
        assert!(is_hidden(&list(60), "", "How it was paid"));
        assert!(!is_hidden(&list(80), "", "How it was paid"));
        assert!(!is_hidden(&format!("<p>{FERRY} We wrote:</p>{}", list(60)), "", "How it was paid"));
    }

    #[test]
    fn undecided_last_line_is_hidden() {
        assert!(is_hidden("", "<p>With agencies #55</p>", "With agencies"));
        assert!(!is_hidden("", "<p>With agencies #70</p>", "With agencies"));
        assert!(!is_hidden("<p>With agencies #55</p>", "", "With agencies"), "text follows");
        assert!(!is_hidden("", "<ul><li>With agencies #55</li></ul>", "With agencies"), "the list of the text");
    }
}
