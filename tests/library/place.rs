//! A temporary folder with a library, and runs of the program on it.

use super::program::program;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A temporary folder with a library.
pub struct Place {
    pub folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("library.sqlite")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.arg("--library").arg(self.file()).args(words).stdin(Stdio::null());
        command
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    #[track_caller]
    pub fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    pub fn fails(&self, words: &[&str], told: &str) {
        let output = self.run(words);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {error}");
        assert!(error.contains(told), "{error:?} does not tell {told:?}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }

    /// Checks the integrity of the library file.
    #[track_caller]
    pub fn is_valid(&self) {
        let db = rusqlite::Connection::open(self.file()).unwrap();
        let found: String = db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(found, "ok");
        // The stored sums equal those of the rows.
        let kept = "SELECT coalesce(sum(pieces), 0) FROM state_count";
        let counted = "SELECT count(*) FROM piece WHERE deleted = 0";
        let number = |sql| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(number(kept), number(counted));
    }

    /// Writes a CSV file to import, with rows numbered by `rows`.
    pub fn table(&self, name: &str, rows: std::ops::Range<usize>) -> PathBuf {
        let path = self.path(name);
        let mut file = std::fs::File::create(&path).unwrap();
        writeln!(file, "title,url,time_added,tags,status").unwrap();
        for row in rows {
            writeln!(file, "Title {row},https://a.example/{row},{},a|b,unread", 1_600_000_000 + row).unwrap();
        }
        path
    }

    pub fn urls(&self) -> Vec<String> {
        let rows = self.done(&["list", "--format", "jsonl"]);
        let url =
            |row: &str| serde_json::from_str::<serde_json::Value>(row).unwrap()["url"].as_str().unwrap().to_owned();
        rows.lines().map(url).collect()
    }
}
