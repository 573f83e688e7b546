//! Finds the feed at an address, or the feeds that the page there names.

use super::feed::{NamedFeed, named_feeds};
use super::feed_entries::FetchedFeed;
use super::feed_fetch::{FeedFailure, load_feed};
use super::feeds::Feed;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Feeds found at an address.
#[derive(Clone, Debug, PartialEq)]
pub enum FoundFeeds {
    /// One feed, already read: its address, after a permanent redirect, and its contents.
    One(String, Box<FetchedFeed>),
    /// Several feeds that the page names.
    Several(Vec<NamedFeed>),
    /// A page that names no feed.
    None,
}

/// Reads the feed at an address, or the only feed that the page there names.
///
/// # Errors
/// The address and the reason why it can't be read.
pub fn find_feeds(address: &str, stop: &Arc<AtomicBool>) -> Result<FoundFeeds, (String, FeedFailure)> {
    let read = |address: &str| {
        let feed = Feed { url: address.to_owned(), ..Feed::default() };
        load_feed(&feed, stop).map_err(|failure| (address.to_owned(), failure))
    };
    let one = |address: String, fetched: FetchedFeed| {
        FoundFeeds::One(fetched.moved_to.clone().unwrap_or(address), Box::new(fetched))
    };
    match read(address) {
        Ok(fetched) => Ok(one(address.to_owned(), fetched)),
        Err((_, FeedFailure::Page(html, base))) => match named_feeds(&html, &base).as_slice() {
            [] => Ok(FoundFeeds::None),
            [named] => read(&named.url).map(|fetched| one(named.url.clone(), fetched)),
            several => Ok(FoundFeeds::Several(several.to_vec())),
        },
        Err(other) => Err(other),
    }
}
