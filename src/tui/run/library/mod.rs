//! The library thread: has the library's file open, answers requests, and fetches pages on a second thread.

mod adding;
mod comparing;
mod context;
mod feeds;
mod fetching;
mod lists;
mod previewing;
mod service;
mod worker;

pub use service::LibraryService;
