//! `import`: other programs' files, in.
pub mod dates;
