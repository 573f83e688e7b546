//! Damaged archives: what is damaged is reported with its position and not handed on; everything else is.

use super::archive::{MOST, Outcome, PACKINGS, Packing, gz, outcomes, page, read, record, response};
use sayso::load::warc::{WarcEvent, WarcFault, WarcForm, WarcReader};
use std::collections::BTreeSet;

fn name(number: usize) -> String {
    format!("page{number}")
}

fn responses(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|number| response(&name(number))).collect()
}

/// The same with a digest of the block in each header.
fn with_digest(record: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(record.to_vec()).unwrap();
    let (header, block) = text.split_once("\r\n\r\n").unwrap();
    let block = block.strip_suffix("\r\n\r\n").unwrap();
    let digest = sha1_smol::Sha1::from(block).digest();
    format!("{header}\r\nWARC-Block-Digest: sha1:{digest}\r\n\r\n{block}\r\n\r\n").into_bytes()
}

fn pages(found: &[(u64, Outcome)]) -> BTreeSet<String> {
    let page = |(_, outcome): &(u64, Outcome)| match outcome {
        Outcome::Page(name) => Some(name.clone()),
        _ => None,
    };
    found.iter().filter_map(page).collect()
}

fn damage(found: &[(u64, Outcome)]) -> Vec<u64> {
    found.iter().filter(|(_, outcome)| *outcome == Outcome::Damage).map(|(offset, _)| *offset).collect()
}

fn all_but(count: usize, missing: &[usize]) -> BTreeSet<String> {
    (0..count).filter(|number| !missing.contains(number)).map(name).collect()
}

/// A file, and the place of each of its records, the end of the file behind them.
fn packed(packing: Packing, records: &[Vec<u8>]) -> (Vec<u8>, Vec<u64>) {
    let (file, mut places) = packing.pack(records);
    places.push(file.len() as u64);
    (file, places)
}

#[test]
fn flipped_bit_costs_its_record_and_no_other() {
    let (file, places) = packed(Packing::Members, &responses(12));
    for at in (0..file.len()).step_by(61) {
        let mut rotten = file.clone();
        rotten[at] ^= 0x10;
        let hit = places.partition_point(|&place| place <= at as u64) - 1;
        let found = read(&rotten, WarcForm::Gzip);
        // Time and system in a member's header mean nothing, nor do the last bits before its checksum.
        let (from_start, to_end) = (at as u64 - places[hit], places[hit + 1] - at as u64);
        if (4..10).contains(&from_start) || to_end == 9 {
            assert_eq!(pages(&found), all_but(12, &[]));
            continue;
        }
        assert_eq!(pages(&found), all_but(12, &[hit]), "byte {at}");
        assert_eq!(damage(&found), [places[hit]], "byte {at}");
    }
}

#[test]
fn flipped_bits_in_neighbours_are_reported_each() {
    let (file, places) = packed(Packing::Members, &responses(9));
    for distance in [12, 40, 200] {
        let mut rotten = file.clone();
        for hit in [2, 3, 4, 7] {
            rotten[places[hit] as usize + distance] ^= 0x41;
        }
        let found = read(&rotten, WarcForm::Gzip);
        assert_eq!(pages(&found), all_but(9, &[2, 3, 4, 7]), "{distance}");
        assert_eq!(damage(&found), [2, 3, 4, 7].map(|hit| places[hit]), "{distance}");
    }
}

#[test]
fn overwritten_stretch_costs_what_it_covers() {
    let (file, places) = packed(Packing::Members, &responses(12));
    let mut rotten = file.clone();
    let (from, to) = (places[3] as usize + 20, places[6] as usize + 20);
    rotten[from..to].iter_mut().enumerate().for_each(|(n, byte)| *byte = (n * 7919 % 251) as u8);
    let found = read(&rotten, WarcForm::Gzip);
    assert_eq!(pages(&found), all_but(12, &[3, 4, 5, 6]));
    assert_eq!(damage(&found), [places[3]]);
}

#[test]
fn truncated_file_gives_every_whole_record() {
    for packing in [Packing::Plain, Packing::Members] {
        let (file, places) = packed(packing, &responses(6));
        for cut in (1..file.len()).step_by(53) {
            let found = read(&file[..cut], packing.form());
            let whole = places.partition_point(|&place| place <= cut as u64) - 1;
            let (kept, reported) = (pages(&found), damage(&found));
            // A record that lacks nothing but the empty lines behind it is whole.
            let lacks_lines = packing == Packing::Plain && (places[whole + 1] - cut as u64) <= 4;
            let kept_count = whole + usize::from(lacks_lines);
            assert_eq!(kept, (0..kept_count).map(name).collect(), "{packing:?} {cut}");
            let is_between = cut as u64 == places[whole] || lacks_lines;
            assert_eq!(reported, if is_between { vec![] } else { vec![places[whole]] }, "{packing:?} {cut}");
        }
    }
}

#[test]
fn one_truncated_member_gives_what_stands_before_its_end() {
    for records in [responses(30), responses(30).iter().map(|record| with_digest(record)).collect()] {
        let (file, _) = Packing::OneMember.pack(&records);
        let found = read(&file[..file.len() * 2 / 3], WarcForm::Gzip);
        let kept = pages(&found);
        assert!(kept.len() > 10 && kept == (0..kept.len()).map(name).collect(), "{}", kept.len());
        assert_eq!(damage(&found), [0]);
    }
}

#[test]
fn one_rotten_member_gives_what_a_digest_vouches_for() {
    let records: Vec<_> = responses(30).iter().map(|record| with_digest(record)).collect();
    for at in [1000, 4000, 9000] {
        let (mut file, _) = Packing::OneMember.pack(&records);
        let at = at.min(file.len() - 50);
        file[at] ^= 0x20;
        let found = read(&file, WarcForm::Gzip);
        assert!(damage(&found).contains(&0), "{at}");
        assert!(pages(&found).len() < 30);
    }
    // Without digests nothing tells which pages are as they were.
    let (mut file, _) = Packing::OneMember.pack(&responses(30));
    let last = file.len() - 5;
    file[last] ^= 0x20;
    let found = read(&file, WarcForm::Gzip);
    assert_eq!((pages(&found).len(), damage(&found).len()), (0, 31));
    let (mut file, _) = Packing::OneMember.pack(&records);
    let last = file.len() - 5;
    file[last] ^= 0x20;
    let found = read(&file, WarcForm::Gzip);
    assert_eq!((pages(&found).len(), damage(&found)), (30, vec![0]));
}

#[test]
fn long_member_is_looked_at_before_its_records_are_handed_on() {
    // Longer than what is held: three times the bound of a page.
    let filler = record("metadata", "filler", "", &vec![b'x'; 2 * MOST]);
    let records: Vec<_> =
        responses(3).into_iter().chain([filler.clone(), filler]).chain((3..6).map(|n| response(&name(n)))).collect();
    let (file, _) = Packing::OneMember.pack(&records);
    assert_eq!(pages(&read(&file, WarcForm::Gzip)), all_but(6, &[]));
    let mut rotten = file.clone();
    let last = rotten.len() - 5;
    rotten[last] ^= 1;
    assert_eq!(pages(&read(&rotten, WarcForm::Gzip)), BTreeSet::new());
    // A pipe has no second look: its pages are handed on, and the damage is told at the end.
    let events: Vec<_> = WarcReader::new(&rotten[..], WarcForm::Gzip, MOST).map(|event| event.unwrap()).collect();
    let damaged: Vec<_> = events
        .iter()
        .filter_map(|event| match event {
            WarcEvent::Damaged(damage) => Some(damage.fault.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(damaged[..3], [WarcFault::Unverified, WarcFault::Unverified, WarcFault::Unverified]);
    assert_eq!(damaged[3..], [WarcFault::LateChecksum(3)]);
}

#[test]
fn wrong_header_costs_its_record_and_no_other() {
    let good = |number: usize| response(&name(number));
    let text = String::from_utf8(good(1)).unwrap();
    let length = text.split("Content-Length: ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned();
    let claim = |claimed: &str| text.replacen(&format!("Content-Length: {length}"), claimed, 1).into_bytes();
    let number: usize = length.parse().unwrap();
    for (what, wrong) in [
        ("no length", claim("X-Length: 5")),
        ("no number", claim("Content-Length: many")),
        ("short", claim(&format!("Content-Length: {}", number - 40))),
        ("long", claim(&format!("Content-Length: {}", number + 40))),
        ("over the next", claim(&format!("Content-Length: {}", number + 3000))),
        ("huge", claim("Content-Length: 987654321098765")),
        ("beyond all numbers", claim("Content-Length: 98765432109876543210987")),
        ("no type", text.replacen("WARC-Type", "X-Type", 1).into_bytes()),
        ("no header", [page("junk"), b"\n".to_vec()].concat()),
    ] {
        for packing in [Packing::Plain, Packing::Members, Packing::OneMember] {
            let (file, places) = packed(packing, &[good(0), wrong.clone(), good(2), good(3)]);
            let found = read(&file, packing.form());
            assert_eq!(pages(&found), all_but(4, &[1]), "{what} {packing:?}");
            assert_eq!(damage(&found), [places[1]], "{what} {packing:?}");
        }
    }
}

#[test]
fn garbage_between_members_is_reported_once() {
    let (file, places) = packed(Packing::Members, &responses(4));
    let at = places[2] as usize;
    let garbage = [&file[..at], b"this is no member \x1f\x8b\x08 and this neither", &file[at..]].concat();
    let found = read(&garbage, WarcForm::Gzip);
    assert_eq!((pages(&found), damage(&found)), (all_but(4, &[]), vec![places[2]]));
    let tail = [&file[..], &b"rest"[..]].concat();
    assert_eq!(damage(&read(&tail, WarcForm::Gzip)), [file.len() as u64]);
}

#[test]
fn blocks_of_a_fixed_length_lose_only_what_touches_the_damage() {
    let (file, _) = Packing::Blocks.pack(&responses(40));
    let sound = read(&file, WarcForm::Gzip);
    assert_eq!(pages(&sound), all_but(40, &[]));
    let mut rotten = file.clone();
    let middle = file.len() / 2;
    rotten[middle] ^= 0x20;
    let found = read(&rotten, WarcForm::Gzip);
    assert!(!damage(&found).is_empty() && pages(&found).len() >= 34, "{} {:?}", pages(&found).len(), damage(&found));
}

#[test]
fn no_damage_makes_the_reader_panic_or_run_on() {
    let records = responses(5);
    for packing in PACKINGS {
        let (file, _) = packing.pack(&records);
        let mut seed = 1_u64;
        for _ in 0..150 {
            let mut rotten = file.clone();
            for _ in 0..4 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let at = (seed >> 33) as usize % rotten.len();
                rotten[at] = (seed >> 25) as u8;
            }
            let found = outcomes_of_rotten(&rotten, packing.form());
            assert!(found <= 60, "{found}");
        }
    }
    assert!(outcomes(WarcReader::new(&gz(b"WARC/1.0\r\n")[..], WarcForm::Gzip, MOST)).len() == 1);
}

/// Number of events; what is in them may be anything.
fn outcomes_of_rotten(file: &[u8], form: WarcForm) -> usize {
    WarcReader::new(file, form, MOST).inspect(|event| assert!(event.is_ok())).count()
}
