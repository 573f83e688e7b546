//! Costs must not grow faster than the input. Each hostile input is read at one, two and four times a size, and
//! deterministic counts are compared, never seconds. Superlinear growth shows at both steps; a single step, as from a
//! limit on copies of large pages, only once.
//!
//! Counted are bytes and number of allocations in this process; and, if `SAYSO_TEST_COMPLEXITY` names an optimised
//! program and valgrind is installed, its instructions, which takes half an hour:
//! `SAYSO_TEST_COMPLEXITY=target/quick/sayso cargo test --test complexity instructions`.
//!
//! Loops that allocate nothing and are fast at these sizes are found by tests/hostile, with the largest sizes.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking and tells what it counts")]

#[path = "hostile/inputs.rs"]
mod inputs;

use inputs::{DEEP, Input, LIMIT, LONG, SPEECH, STRANGE};
use sayso::load::{Options, from_bytes};
use sayso::models::Models;
use sayso::{declutter, pipeline};
use std::process::Command;
use std::sync::OnceLock;

/// Size of the smallest input, in bytes.
const SMALL: usize = 15_000;

/// Maximum ratio of the costs per byte between the larger and the smaller input; above 1 because vectors grow by
/// doubling.
const MOST: f64 = 1.3;

fn models() -> &'static Models {
    static SHIPPED: OnceLock<Models> = OnceLock::new();
    SHIPPED.get_or_init(Models::default)
}

/// Makes the input at about `bytes` bytes, multiplied by each of `times`.
fn sizes<const N: usize>(input: &Input, bytes: usize, times: [usize; N]) -> [Vec<u8>; N] {
    let sample = (input.size / 50).max(2);
    let size = (bytes * sample / (input.make)(sample).len()).clamp(1, (input.size / times[N - 1]).max(1));
    times.map(|times| (input.make)(times * size))
}

/// Returns bytes and number of allocations of an analysis; zeros if loading rejects the input as not text.
fn memory(input: &Input, bytes: Vec<u8>) -> [u64; 2] {
    let Ok(source) = from_bytes(&format!("a.{}", input.ending), bytes, &Options::default()) else { return [0, 0] };
    let counted = allocation_counter::measure(|| {
        pipeline::analyse(&source, models(), &declutter::ClutterOptions::default());
    });
    [counted.bytes_total, counted.count_total]
}

/// Returns the ratio of the costs per byte between the second and the first input, after subtracting the base cost.
fn growth(lengths: [usize; 2], [base, once, twice]: [u64; 3]) -> f64 {
    let once = once.saturating_sub(base);
    // Costs that are small compared with the base are not counted as growth.
    if once < base / 10 {
        return 1.0;
    }
    twice.saturating_sub(base) as f64 / once as f64 / (lengths[1] as f64 / lengths[0] as f64)
}

fn grows_no_faster(inputs: &[Input]) {
    let nothing = |input: &Input| memory(input, b"Words.".to_vec());
    let mut failures = Vec::new();
    for input in inputs {
        let base = nothing(input);
        let all = sizes(input, SMALL, [1, 2, 4]);
        let [small, middle, large] = all.each_ref().map(Vec::len);
        let [once, twice, fourfold] = all.map(|bytes| memory(input, bytes));
        for (at, what) in ["bytes", "pieces"].into_iter().enumerate() {
            let first = growth([small, middle], [base[at], once[at], twice[at]]);
            let second = growth([middle, large], [base[at], twice[at], fourfold[at]]);
            if first.min(second) > MOST {
                let counts = [base[at], once[at], twice[at], fourfold[at]];
                failures.push(format!("{} ({}): {what} {counts:?}", input.name, input.ending));
            }
        }
    }
    assert!(failures.is_empty(), "{} grow faster than the input:\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn memory_of_deep_inputs_is_linear() {
    grows_no_faster(DEEP);
}

#[test]
fn memory_of_long_inputs_is_linear() {
    grows_no_faster(LONG);
}

#[test]
fn memory_of_speech_is_linear() {
    grows_no_faster(SPEECH);
}

#[test]
fn memory_of_strange_characters_is_linear() {
    grows_no_faster(STRANGE);
}

#[test]
fn memory_of_largest_inputs_is_linear() {
    grows_no_faster(LIMIT);
}

/// Returns the number of instructions that a program executes for the input; `None` without valgrind.
fn instructions(program: &str, ending: &str, bytes: &[u8]) -> Option<u64> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(format!("a.{ending}"));
    std::fs::write(&file, bytes).unwrap();
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", program, "extract"]);
    let told = valgrind.arg(&file).env("HOME", folder.path()).output().ok()?;
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    let line = told.lines().find(|line| line.contains("I refs:") || line.contains("I   refs:"))?;
    line.rsplit(' ').next()?.replace(',', "").parse().ok()
}

#[test]
fn instructions_of_reading_are_linear() {
    let Ok(program) = std::env::var("SAYSO_TEST_COMPLEXITY") else { return };
    let program = std::fs::canonicalize(program).unwrap().to_string_lossy().into_owned();
    let only = std::env::var("SAYSO_TEST_HOSTILE").unwrap_or_default();
    let base = instructions(&program, "txt", b"Words.").expect("valgrind counts");
    let mut failures = Vec::new();
    for input in [DEEP, LONG, SPEECH, STRANGE].into_iter().flatten().filter(|input| input.name.contains(&only)) {
        let both = sizes(input, 4 * SMALL, [1, 2]);
        let [once, twice] = both.each_ref().map(|bytes| instructions(&program, input.ending, bytes).unwrap());
        let growth = growth(both.map(|bytes| bytes.len()), [base, once, twice]);
        eprintln!("{growth:5.2}  {} ({}): {once} {twice}", input.name, input.ending);
        if growth > MOST {
            failures.push(format!("{} ({})", input.name, input.ending));
        }
    }
    assert!(failures.is_empty(), "faster than the input: {failures:?}");
}
