//! Path of the program under test.

/// Returns the program to test: the one named by `SAYSO_TEST_PROGRAM` (for instance an optimised build), or else the
/// one built by cargo.
pub fn program() -> String {
    std::env::var("SAYSO_TEST_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_sayso").into())
}
