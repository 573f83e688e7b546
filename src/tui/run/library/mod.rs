//! The thread that has the library's file open: it answers requests, and fetches pages on a thread beside it.

mod context;
mod fetching;
mod lists;
mod service;
mod worker;

pub use service::LibraryService;
