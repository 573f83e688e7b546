//! `library`
