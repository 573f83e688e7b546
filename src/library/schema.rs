//! Opens the library's file: pragmas, versioned migrations with a backup before each, and refusal of newer, foreign
//! or damaged files.

use super::error::{Error, Result};
use super::partial_copy::{self, with_suffix};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::path::Path;
use std::time::Duration;

/// Statements that migrate version n to n + 1. Never change a released one: add another.
const MIGRATIONS: &[&str] = &[
    include_str!("schema/001_pieces.sql"),
    include_str!("schema/002_feeds.sql"),
    include_str!("schema/003_correction_anchors.sql"),
    include_str!("schema/004_counters.sql"),
    include_str!("schema/005_publications.sql"),
    include_str!("schema/006_names.sql"),
    include_str!("schema/007_grades.sql"),
    include_str!("schema/008_feeds.sql"),
    include_str!("schema/009_revisions.sql"),
    include_str!("schema/010_revised.sql"),
];

/// Application id in SQLite's header: "says".
const APPLICATION: i64 = 0x7361_7973;

/// Time that a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);

/// An open file; says if it is writable.
pub(super) struct OpenedFile {
    pub(super) db: Connection,
    pub(super) writable: bool,
}

/// Newest supported version.
pub fn version() -> i64 {
    MIGRATIONS.len() as i64
}

/// Opens or creates the library's file and migrates it.
pub(super) fn open(file: &Path) -> Result<OpenedFile> {
    make_folder(file)?;
    refuse_truncated(file)?;
    let opened = match open_to_write(file) {
        Ok(db) => OpenedFile { db, writable: true },
        Err(Error::Sql(error)) if unwritable(&error) && file.exists() => {
            let db = open_to_read(file)?;
            super::vocabulary::add_functions(&db)?;
            OpenedFile { db, writable: false }
        }
        Err(error) => return Err(error),
    };
    Ok(opened)
}

/// Opens a temporary library in memory, for tests and for reading an export.
pub(super) fn open_in_memory() -> Result<Connection> {
    let mut db = Connection::open_in_memory()?;
    super::vocabulary::add_functions(&db)?;
    db.pragma_update(None, "foreign_keys", false)?;
    migrate(&mut db, None)?;
    db.pragma_update(None, "foreign_keys", true)?;
    Ok(db)
}

fn open_to_write(file: &Path) -> Result<Connection> {
    let mut db = Connection::open(file)?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    let known = identify(&db)?;
    if known == 0 {
        // 16 KiB pages: stored readings have about 3 KB, and few of them fit a page of 4 KiB.
        db.pragma_update(None, "page_size", 16_384)?;
    }
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    configure(&db)?;
    // A migration may replace a table that others refer to.
    db.pragma_update(None, "foreign_keys", false)?;
    migrate(&mut db, Some(file))?;
    db.pragma_update(None, "foreign_keys", true)?;
    // A write lock shows whether the file is writable: WAL opens read-only files without an error.
    db.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    Ok(db)
}

/// Sets the pragmas of a connection.
fn configure(db: &Connection) -> Result<()> {
    db.pragma_update(None, "cache_size", -65_536)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    db.set_prepared_statement_cache_capacity(64);
    super::vocabulary::add_functions(db)?;
    // Without it a statement over a table with partial indexes is planned anew for every value that is bound.
    Ok(db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(|_| ())?)
}

/// Opens a library of this version for reading only, without a lock, so that it never waits for a writer. Returns
/// `None` for a missing or outdated file.
pub(super) fn open_to_look(file: &Path) -> Result<Option<OpenedFile>> {
    if !file.exists() {
        return Ok(None);
    }
    refuse_truncated(file)?;
    let Ok(db) = Connection::open(file) else { return Ok(None) };
    db.busy_timeout(BUSY_TIMEOUT)?;
    match identify(&db) {
        Ok(found) if found == version() => {}
        Ok(_) | Err(Error::Sql(_)) => return Ok(None),
        Err(error) => return Err(error),
    }
    configure(&db)?;
    Ok(Some(OpenedFile { db, writable: false }))
}

/// Opens a file on read-only media, where SQLite's `-shm` file cannot be created: the file is read as it is, unless a
/// `-wal` file holds changes that would be missed.
fn open_to_read(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let plain = Connection::open_with_flags(file, flags).map_err(Error::from).and_then(|db| {
        check_version(identify(&db)?)?;
        Ok(db)
    });
    match plain {
        Ok(db) => Ok(db),
        Err(Error::Sql(_)) if !with_suffix(file, "-wal").metadata().is_ok_and(|wal| wal.len() > 0) => {
            let address = format!("file:{}?immutable=1", percent(&file.to_string_lossy()));
            let db = Connection::open_with_flags(address, flags)?;
            check_version(identify(&db)?)?;
            Ok(db)
        }
        Err(error) => Err(error),
    }
}

fn percent(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC).to_string().replace("%2F", "/")
}

fn unwritable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied))
}

/// Returns the file's version, 0 for a new file; an error for a foreign one.
fn identify(db: &Connection) -> Result<i64> {
    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let application: i64 = db.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if application == APPLICATION {
        return Ok(version);
    }
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application == 0 && version == 0 && tables == 0 { Ok(0) } else { Err(Error::NotALibrary) }
}

fn check_version(found: i64) -> Result<()> {
    match found {
        found if found > version() => Err(Error::NewerSchema(found, version())),
        found if found < version() => Err(Error::Other(format!(
            "this library has format {found} and must be updated to format {}, but it is read-only",
            version()
        ))),
        _ => Ok(()),
    }
}

fn migrate(db: &mut Connection, file: Option<&Path>) -> Result<()> {
    // A file that this call has created needs no backup.
    let begun = identify(db)? > 0;
    loop {
        let found = identify(db)?;
        if found > version() {
            return Err(Error::NewerSchema(found, version()));
        }
        let Some(statements) = MIGRATIONS.get(found as usize) else { return Ok(()) };
        if let (Some(file), true) = (file, begun) {
            back_up(db, found, &with_suffix(file, &format!(".before-{}", found + 1)))?;
        }
        let step = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have migrated it while this one waited for the lock.
        if identify(&step)? == found {
            step.execute_batch(statements)?;
            step.pragma_update(None, "user_version", found + 1)?;
            step.pragma_update(None, "application_id", APPLICATION)?;
        }
        step.commit()?;
        if begun {
            log::info!("library migrated from format {found} to {}", found + 1);
        }
    }
}

/// Backs up a library of this version, unless another process has migrated it meanwhile.
fn back_up(db: &Connection, version: i64, to: &Path) -> Result<()> {
    let half = partial_copy::create(db, to)?;
    if identify(&Connection::open(&half)?)? == version {
        return Ok(std::fs::rename(&half, to)?);
    }
    Ok(std::fs::remove_file(&half)?)
}

/// Copies a library; the copy appears under its name only when it is complete.
pub(super) fn copy(db: &Connection, to: &Path) -> Result<()> {
    Ok(std::fs::rename(partial_copy::create(db, to)?, to)?)
}

/// Opens a backup for reading and checks it for damage.
pub(super) fn open_backup(file: &Path) -> Result<Connection> {
    std::fs::metadata(file)?;
    refuse_truncated(file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(file, flags)?;
    match identify(&db)? {
        0 => return Err(Error::NotALibrary),
        found if found > version() => return Err(Error::NewerSchema(found, version())),
        _ => {}
    }
    let found: String = db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found == "ok" { Ok(db) } else { Err(Error::Damaged(found)) }
}

/// Opens a library for writing without migrating it.
pub(super) fn open_as_it_is(file: &Path) -> Result<Connection> {
    refuse_truncated(file)?;
    let db = Connection::open(file)?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    identify(&db)?;
    db.execute_batch("BEGIN IMMEDIATE; ROLLBACK")?;
    Ok(db)
}

/// Refuses pipes, for which SQLite would wait forever.
fn refuse_pipe(file: &Path) -> Result<()> {
    #[cfg(unix)]
    if std::fs::metadata(file).is_ok_and(|about| std::os::unix::fs::FileTypeExt::is_fifo(&about.file_type())) {
        return Err(Error::Other("this is a pipe, not a file; name a file with --library".into()));
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// Refuses truncated files. SQLite notices them only when it reads a missing page.
fn refuse_truncated(file: &Path) -> Result<()> {
    use std::io::Read;
    refuse_pipe(file)?;
    let mut head = [0u8; 32];
    let Ok(mut opened) = std::fs::File::open(file) else { return Ok(()) };
    let length = opened.metadata()?.len();
    if length == 0 || with_suffix(file, "-wal").metadata().is_ok_and(|wal| wal.len() > 0) {
        return Ok(());
    }
    if opened.read_exact(&mut head).is_err() || !head.starts_with(b"SQLite format 3\0") {
        return Err(Error::NotALibrary);
    }
    let size = match u16::from_be_bytes([head[16], head[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u64::from(u32::from_be_bytes([head[28], head[29], head[30], head[31]]));
    if length < size * pages {
        return Err(Error::Damaged(format!("{length} bytes of {} are there", size * pages)));
    }
    Ok(())
}

/// Creates the folder of a new library with private permissions.
fn make_folder(file: &Path) -> Result<()> {
    let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) else {
        return Ok(());
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_migration_but_the_first_leaves_a_backup() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let db = Connection::open(&file).unwrap();
        db.execute_batch(MIGRATIONS[0]).unwrap();
        db.pragma_update(None, "user_version", 1).unwrap();
        db.pragma_update(None, "application_id", APPLICATION).unwrap();
        db.execute_batch(
            "INSERT INTO site VALUES (7, 'a.example', 'A'); INSERT INTO piece(place, title, site, saved) VALUES (1, 'old', 7, 1)",
        )
        .unwrap();
        drop(db);
        let opened = open(&file).unwrap();
        assert_eq!(identify(&opened.db).unwrap(), version());
        let site: String = opened
            .db
            .query_row("SELECT s.host || s.name FROM piece p JOIN site s ON s.id = p.site", [], |row| row.get(0))
            .unwrap();
        assert_eq!(site, "a.exampleA");
        assert!(!opened.db.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
        let backup = Connection::open(with_suffix(&file, ".before-2")).unwrap();
        assert_eq!(identify(&backup).unwrap(), 1);
        let title: String = backup.query_row("SELECT title FROM piece", [], |row| row.get(0)).unwrap();
        assert_eq!(title, "old");
    }

    #[test]
    fn renamed_tables_keep_their_rows() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.sqlite");
        let db = Connection::open(&file).unwrap();
        for statements in &MIGRATIONS[..5] {
            db.execute_batch(statements).unwrap();
        }
        db.pragma_update(None, "user_version", 5).unwrap();
        db.pragma_update(None, "application_id", APPLICATION).unwrap();
        db.execute_batch(
            "INSERT INTO piece(id, place, title, saved, content) VALUES (1, 1, 'old', 1, 77);
             INSERT INTO body(id, piece, fetched, content, text, rest) VALUES (1, 1, 1, 77, x'01', x'02');
             INSERT INTO author VALUES (1, 'Ada', 'ada'); INSERT INTO wrote VALUES (1, 1, 0);
             INSERT INTO tag VALUES (1, 'a', 'a'); INSERT INTO tagged VALUES (1, 1);
             INSERT INTO speaker VALUES (1, 'ada', 'Ada', 0, NULL, NULL), (2, 'a', 'A.', 0, NULL, 1);
             INSERT INTO called VALUES ('ada', 1); INSERT INTO quote VALUES (1, 1, 0, 0, 0, 3, NULL);
             INSERT INTO said VALUES (1, 1, 1, 3); INSERT INTO spoken VALUES (1, x'03');
             INSERT INTO voice VALUES (1, '3:1'); INSERT INTO tally VALUES (0, 0, 1);",
        )
        .unwrap();
        drop(db);
        let db = open(&file).unwrap().db;
        for table in [
            "piece_author",
            "piece_tag",
            "speaker_name_word",
            "quote_speaker",
            "quote_texts",
            "quote_summary",
            "state_count",
        ] {
            let rows: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap();
            assert_eq!(rows, 1, "{table}");
        }
        let columns = "SELECT p.content_hash, b.content_hash, length(b.reading_json), s.merged_into
                       FROM piece p, body b, speaker s WHERE s.id = 2";
        let found = db.query_row(columns, [], |row| {
            Ok::<(i64, i64, i64, i64), _>((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        assert_eq!(found.unwrap(), (77, 77, 1, 1));
        db.execute("UPDATE piece SET state = 2", []).unwrap();
        let counted = "SELECT group_concat(state || ':' || pieces, ' ') FROM state_count";
        let counted: String = db.query_row(counted, [], |row| row.get(0)).unwrap();
        assert_eq!(counted, "0:0 2:1", "the trigger follows its table");
        assert!(!db.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
    }

    #[test]
    fn foreign_newer_and_cut_files_are_refused_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a file");
        std::fs::write(&file, [0u8; 9000]).unwrap();
        assert!(matches!(open(&file).err(), Some(Error::NotALibrary)));
        std::fs::remove_file(&file).unwrap();
        let db = Connection::open(&file).unwrap();
        db.execute_batch("CREATE TABLE a(b)").unwrap();
        assert!(matches!(open(&file).err(), Some(Error::NotALibrary)));
        db.execute_batch("DROP TABLE a").unwrap();
        db.pragma_update(None, "application_id", APPLICATION).unwrap();
        db.pragma_update(None, "user_version", 99).unwrap();
        drop(db);
        assert!(matches!(open(&file).err(), Some(Error::NewerSchema(99, _))));
        let whole = folder.path().join("whole");
        drop(open(&whole).unwrap());
        let bytes = std::fs::read(&whole).unwrap();
        std::fs::write(&whole, &bytes[..bytes.len() / 2]).unwrap();
        assert!(matches!(open(&whole).err(), Some(Error::Damaged(_))));
    }
}
