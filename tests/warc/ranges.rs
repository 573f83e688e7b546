//! Parts of an archive: however it is cut into ranges, their union is the whole, and no record comes twice.

use super::archive::{MOST, Outcome, Packing, outcomes, read, traps};
use sayso::load::warc::WarcReader;

fn range(file: &[u8], packing: Packing, start: u64, end: u64, back: u64) -> Vec<(u64, Outcome)> {
    let position = start.saturating_sub(back);
    let rest = &file[(position as usize).min(file.len())..];
    outcomes(WarcReader::of_range(rest, packing.form(), MOST, position, start..end))
}

#[test]
fn union_of_ranges_at_odd_offsets_is_the_whole() {
    let records: Vec<_> = traps().into_iter().map(|trap| trap.bytes).collect();
    for packing in [Packing::Plain, Packing::Members, Packing::OddMembers, Packing::OneMember] {
        let (file, _) = packing.pack(&records);
        let whole = read(&file, packing.form());
        for parts in [2, 3, 7, 40] {
            // The bytes that are looked at before a range decide how an archive within the archive is taken.
            for back in [1 << 22, 30_000] {
                let cut = |part: u64| file.len() as u64 * part / parts + part % 3;
                let mut union = Vec::new();
                for part in 0..parts {
                    let end = if part + 1 == parts { u64::MAX } else { cut(part + 1) };
                    let start = if part == 0 { 0 } else { cut(part) };
                    union.extend(range(&file, packing, start, end, back));
                }
                assert_eq!(union, whole, "{packing:?} in {parts} parts, {back} back");
            }
        }
    }
}

#[test]
fn range_of_one_member_begins_and_ends_with_it() {
    let records: Vec<_> = traps().into_iter().map(|trap| trap.bytes).collect();
    let (file, places) = Packing::Members.pack(&records);
    let whole = read(&file, Packing::Members.form());
    for (number, &place) in places.iter().enumerate() {
        assert_eq!(range(&file, Packing::Members, place, place + 1, 0), [whole[number].clone()]);
        assert_eq!(range(&file, Packing::Members, place + 1, place + 2, 1 << 22), []);
    }
}
