//! Long imports: interrupted, and within limits of memory.

use super::place::Place;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

#[cfg(unix)]
#[test]
fn interrupted_import_resumes_without_duplicates() {
    use std::os::unix::process::ExitStatusExt;
    let place = Place::new();
    place.done(&["reanalyse"]);
    let table = place.table("pocket.csv", 0..40_000);
    let words = ["import", "--no-fetch", table.to_str().unwrap()];
    let child = place.command(&words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while place.urls().is_empty() {}
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    // Ended in order, or aborted if the disk takes too long: the message is the same.
    let told = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(output.status.code() == Some(130) || output.status.signal() == Some(2), "{:?}", output.status);
    assert!(told.contains("written so far"), "{told}");
    let held = place.urls().len();
    assert!(held < 40_000, "it was over before the signal");
    let told = place.done(&words);
    assert!(told.contains(&format!("{} new articles, {held} already saved", 40_000 - held)), "{told}");
    place.is_valid();
}

/// Returns the peak memory of a run in KiB, sampled while it runs.
#[cfg(target_os = "linux")]
fn most_memory(mut child: std::process::Child) -> u64 {
    let file = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(&file).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        most = most.max(line.trim().trim_end_matches(" kB").parse().unwrap_or(0));
    }
    most
}

#[cfg(target_os = "linux")]
#[test]
fn import_memory_is_independent_of_file_size() {
    let place = Place::new();
    let padding = "x".repeat(100_000);
    let table = |rows: usize| {
        let path = place.path(&format!("{rows}.csv"));
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        writeln!(file, "title,url,time_added,cursor,tags,status").unwrap();
        (0..rows).for_each(|n| writeln!(file, "T{n},https://a.example/{n},1600000000,{padding},a,unread").unwrap());
        path
    };
    let tree = |rows: usize| {
        let path = place.path(&format!("{rows}.json"));
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        write!(file, "{{\"bookmarks\":[").unwrap();
        for n in 0..rows {
            let comma = if n == 0 { "" } else { "," };
            write!(file, "{comma}{{\"createdAt\":1600000000,\"title\":\"J{n}\",\"tags\":[],\"assets\":\"{padding}\",\"content\":{{\"type\":\"link\",\"url\":\"https://b.example/{n}\"}}}}").unwrap();
        }
        write!(file, "]}}").unwrap();
        path
    };
    let makers: [&dyn Fn(usize) -> PathBuf; 2] = [&table, &tree];
    for make in makers {
        let run = |rows: usize| {
            let path = make(rows);
            let words = ["import", "--no-fetch", path.to_str().unwrap()];
            most_memory(place.command(&words).stdout(Stdio::null()).spawn().unwrap())
        };
        let (few, many) = (run(50), run(500));
        assert!(many < few + 20_000, "{many} KiB for 50 MB, {few} KiB for 5");
    }
    assert_eq!(place.urls().len(), 1_000);
}
