//! Invented feeds for the pane of the library, and the answers to questions about them.

use super::Stage;
use super::pieces;
use sayso::library::{Feed, FeedId, FeedSettings, FeedState, PieceState};
use sayso::tui::state::feeds::{FeedsRequest, FeedsResponse};
use sayso::tui::state::request::Response;

pub fn feeds() -> Vec<Feed> {
    let feed = |id: i64, title: &str, tags: &[&str], unread: usize, hours: Option<i64>| Feed {
        id: FeedId(id),
        url: format!("https://feed.example/{id}"),
        title: Some(title.into()),
        settings: FeedSettings { tags: tags.iter().map(|&tag| tag.into()).collect(), ..FeedSettings::default() },
        fetched: hours.map(|hours| pieces::NOW - hours * 3_600),
        unread,
        articles: unread * 3,
        ..Feed::default()
    };
    let broken = "HTTP 404: no such feed; check the address".to_owned();
    let ended = FeedSettings { state: FeedState::Ended, ..FeedSettings::default() };
    let paused = FeedSettings { state: FeedState::Paused, ..FeedSettings::default() };
    vec![
        feed(3, "Coast News", &["water"], 3, Some(1)),
        Feed { problem: Some(broken), errors: 2, ..feed(4, "Eastmere Radio: all news in full", &[], 0, Some(50)) },
        feed(1, "Morning Ledger", &["news", "work"], 1_204, Some(2)),
        Feed { settings: paused, ..feed(6, "Quay", &[], 0, None) },
        feed(2, "The Lantern", &["news"], 0, Some(2)),
        Feed { settings: ended, ..feed(5, "Westmarch Review", &[], 2, Some(2_000)) },
        feed(7, "港湾新聞", &["water"], 12, Some(26)),
    ]
}

/// The library with these feeds.
pub fn library(width: u16, height: u16) -> Stage {
    let mut stage = pieces::library(width, height);
    pieces::answer(&mut stage, Response::Feeds(FeedsResponse::Feeds(feeds())));
    stage
}

pub fn answer_to(request: FeedsRequest) -> Option<Response> {
    match request {
        FeedsRequest::NextUnread(range) => {
            let all = pieces::pieces().into_iter().enumerate().skip(range.places.0);
            let mut unread = all.filter(|(_, piece)| piece.state == PieceState::Unread);
            let found = unread.next().map(|(at, piece)| (at, Box::new(piece)));
            Some(Response::Feeds(FeedsResponse::NextUnread(found)))
        }
        _ => None,
    }
}
