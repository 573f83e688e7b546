//! Which program the tests run.

/// The program: an optimised one that the environment's `SAYSO_TEST_PROGRAM` names, else the one that cargo built.
pub fn program() -> String {
    std::env::var("SAYSO_TEST_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_sayso").into())
}
