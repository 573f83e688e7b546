//! Sound archives: every trap comes out the same in every packing, in order, with its position.

use super::archive::{Outcome, PACKINGS, Packing, Trap, gz, outcomes, read, response, traps};
use sayso::load::warc::{WarcForm, WarcReader};
use std::io::Read;

fn expected(traps: &[Trap], places: &[u64]) -> Vec<(u64, Outcome)> {
    places.iter().copied().zip(traps.iter().map(|trap| trap.outcome.clone())).collect()
}

#[test]
fn records_come_out_the_same_in_every_packing() {
    let traps = traps();
    assert!(traps.len() >= 20);
    let records: Vec<_> = traps.iter().map(|trap| trap.bytes.clone()).collect();
    for packing in PACKINGS {
        let (file, places) = packing.pack(&records);
        assert_eq!(WarcForm::of(&file[..file.len().min(WarcForm::SAMPLE)]), Some(packing.form()));
        assert_eq!(read(&file, packing.form()), expected(&traps, &places), "{packing:?}");
    }
}

/// A reader that gives a few bytes at a time.
struct Drip<'a>(&'a [u8]);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = into.len().min(977);
        self.0.read(&mut into[..count])
    }
}

#[test]
fn records_come_out_the_same_from_a_slow_pipe() {
    let traps = traps();
    let records: Vec<_> = traps.iter().map(|trap| trap.bytes.clone()).collect();
    for packing in PACKINGS {
        let (file, places) = packing.pack(&records);
        let reader = WarcReader::new(Drip(&file), packing.form(), super::archive::MOST);
        assert_eq!(outcomes(reader), expected(&traps, &places), "{packing:?}");
    }
}

#[test]
fn record_without_line_ends_behind_it_is_read() {
    let mut record = response("bare");
    record.truncate(record.len() - 4);
    for packing in [Packing::Plain, Packing::Members, Packing::OneMember] {
        let (file, places) = packing.pack(&[record.clone(), record.clone(), response("last")]);
        let pages = ["bare", "bare", "last"].map(|name| Outcome::Page(name.into()));
        assert_eq!(read(&file, packing.form()), places.into_iter().zip(pages).collect::<Vec<_>>());
    }
}

#[test]
fn other_files_are_no_archives() {
    for bytes in [b"<html>".as_slice(), b"", b"\x1f\x8b", &gz(b"<html>"), &gz(b"")] {
        assert_eq!(WarcForm::of(bytes), None);
    }
}
