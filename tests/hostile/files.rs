//! What is no file, or has a name that no file should have.

#![cfg(unix)]

use super::child::{program, sayso};
use super::{clean, fails, run_on, steered_by, time};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

#[test]
fn names_of_files_are_cleaned_too() {
    use std::os::unix::ffi::OsStrExt;
    for name in [&b"a\x1b[31m\x07\nb.txt"[..], b"a\xc2\x9b31m\xe2\x80\xae.txt", b"a\xff\xfe.txt"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
        std::fs::write(&path, "Some words.").unwrap();
        for command in ["show", "extract", "quotes", "related", "add", "import"] {
            let with = |path: &Path| {
                Command::new(program()).arg(command).arg(path).env("HOME", folder.path()).output().unwrap()
            };
            let (output, failed) = (with(&path), with(&path.with_extension("none")));
            assert_eq!((output.status.code(), failed.status.code()), (Some(0), Some(1)), "{command} {name:?}");
            for bytes in [output.stdout, output.stderr, failed.stdout, failed.stderr] {
                assert_eq!(steered_by(&String::from_utf8(bytes).unwrap()), None, "{command} {name:?}");
            }
        }
    }
}

#[test]
fn what_is_no_file_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let _listener = UnixListener::bind(folder.path().join("socket")).unwrap();
    std::fs::create_dir(folder.path().join("folder.html")).unwrap();
    std::os::unix::fs::symlink("itself", folder.path().join("itself")).unwrap();
    for command in [&["show"][..], &["extract"], &["add"], &["import", "--no-fetch"]] {
        for (path, told) in
            [("/dev/zero", "large"), ("/dev/null", "empty"), ("socket", "os error"), ("itself", "links")]
        {
            let run = sayso(folder.path(), &[command, &[path]].concat(), b"", time());
            clean(&run).unwrap();
            let told = if command[0] == "import" && path.starts_with("/dev") { "neither a file" } else { told };
            assert!(run.status == Some(1) && run.err.contains(told), "{command:?} {path}: {}", run.err);
        }
    }
    fails(&sayso(folder.path(), &["show", "folder.html"], b"", time()), "folder");
    // Of what the system makes while it is read nobody knows the length.
    let run = sayso(folder.path(), &["show", "/proc/self/status"], b"", time());
    assert!(run.status == Some(0) && String::from_utf8_lossy(&run.out).contains("Name:"), "{}", run.err);
}

#[test]
fn what_has_nothing_to_be_seen_says_so() {
    for (name, bytes) in [
        ("a.txt", &b"\x1b[31m\x1b[0m\x1b]0;title\x07"[..]),
        ("a.md", b"\x1b]0;title\x07\x1b[2J"),
        ("b.md", b"[only]: http://a.example/ \"a definition\"\n"),
        ("b.txt", "\u{200b}\u{2060}\u{feff}".as_bytes()),
        ("a.html", b"<p>&#27;[31m&#155;</p>"),
        ("b.html", b"<!-- only a comment --><script>no</script>"),
    ] {
        for command in ["show", "quotes"] {
            let run = run_on(&[(name, bytes)], &[command, name]);
            clean(&run).unwrap();
            assert!(run.err.contains("this page has no article"), "{command} {name}: {:?}", run.err);
        }
    }
}
