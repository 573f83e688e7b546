//! `export`: the library, out.
