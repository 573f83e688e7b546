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
fn non_files_are_rejected() {
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
fn invisible_text_is_reported() {
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

#[test]
fn foreign_files_are_reported_or_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.txt"), "“So it is,” Ada Byron said.").unwrap();
    std::fs::create_dir_all(at(".config/sayso")).unwrap();
    assert!(Command::new("mkfifo").args([at("pipe"), at(".config/sayso/clutter.txt")]).status().unwrap().success());
    std::os::unix::fs::symlink("/dev/zero", at(".config/sayso/config.toml")).unwrap();
    let run = |words: &[&str]| {
        let run = sayso(folder.path(), words, b"", time());
        clean(&run).unwrap();
        run
    };
    // The rules can't be read; the text can.
    let shown = run(&["show", "a.txt"]);
    assert!(shown.status == Some(0) && String::from_utf8_lossy(&shown.out).contains("So it is"), "{}", shown.err);
    let checked = run(&["config", "--check"]);
    assert!(checked.status == Some(1) && checked.err.contains("config.toml: it is no regular file"), "{}", checked.err);
    std::fs::remove_dir_all(at(".config")).unwrap();
    for words in [&["list"][..], &["add", "a.txt"], &["export"], &["voices"], &["undo"], &["fetch"]] {
        fails(&run(&[words, &["--library", "pipe"]].concat()), "this is a pipe");
    }
}

#[test]
fn typed_text_is_sanitized() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), "“So it is,” Ada Byron said.").unwrap();
    for (words, status) in [
        (&["show", "--\u{9b}31m"][..], 2),
        (&["list", "--sort", "\u{202e}x\x1b[31m"], 2),
        (&["list", "is:\u{9b}31m"], 2),
        (&["quotes", "a.txt", "--template", "\x1b[31m\u{202e}{quote}{via|\u{9b}}"], 0),
        (&["quotes", "a.txt", "--speaker", "\u{9b}31m"], 1),
        (&["who", "\u{9b}31m"], 1),
        (&["--theme", "\u{9b}31m", "show", "a.txt"], 0),
    ] {
        let run = sayso(folder.path(), words, b"", time());
        clean(&run).unwrap();
        assert_eq!(run.status, Some(status), "{words:?}: {}", run.err);
        assert_eq!(steered_by(&String::from_utf8(run.out).unwrap()), None, "{words:?}");
    }
}

#[test]
fn output_target_keeps_its_kind() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt};
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("a.txt"), "“So it is,” Ada Byron said.").unwrap();
    let run = |words: &[&str]| sayso(folder.path(), words, b"", time());
    assert_eq!(run(&["add", "a.txt"]).status, Some(0));
    // A file keeps its rights, a link leads where it led.
    std::fs::write(at("kept"), "old").unwrap();
    std::fs::set_permissions(at("kept"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("kept", at("link")).unwrap();
    assert_eq!(run(&["export", "-o", "link"]).status, Some(0));
    assert!(at("link").symlink_metadata().unwrap().is_symlink());
    assert!(std::fs::read_to_string(at("kept")).unwrap().contains("So it is"));
    assert_eq!(at("kept").metadata().unwrap().permissions().mode() & 0o777, 0o640);
    // What is no file gets it as it comes.
    assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let reader = {
        let pipe = at("pipe");
        std::thread::spawn(move || std::fs::read_to_string(pipe).unwrap())
    };
    assert_eq!(run(&["export", "-o", "pipe"]).status, Some(0));
    assert!(reader.join().unwrap().contains("So it is"));
    assert!(at("pipe").metadata().unwrap().file_type().is_fifo());
    if Path::new("/dev/full").exists() {
        std::os::unix::fs::symlink("/dev/full", at("full")).unwrap();
        fails(&run(&["export", "-o", "full"]), "No space left");
        assert!(Path::new("/dev/full").metadata().unwrap().file_type().is_char_device());
        let told = "exec \"$0\" --help > /dev/full";
        let help = Command::new("sh").args(["-c", told, &program()]).output().unwrap();
        assert!(!help.status.success() && String::from_utf8_lossy(&help.stderr).contains("No space left"));
    }
}
