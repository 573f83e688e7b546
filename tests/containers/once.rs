//! Containers are opened once for all their articles, and no part of them is read twice.

use sayso::load::warc::{WarcEvent, WarcForm, WarcReader};
use sayso::load::{Failure, Location, Options, load};
use std::cell::Cell;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::rc::Rc;
use std::time::{Duration, SystemTime};

fn add_mail(folder: &Path, number: usize) {
    let text =
        format!("From: Ada Vane <ada@hive.example>\nSubject: Issue {number}\n\nThe keepers counted {number} hives.\n");
    std::fs::write(folder.join("new").join(format!("{number}.m")), text).unwrap();
}

/// Sets the time of the last change of both folders.
fn set_changed(folder: &Path, time: SystemTime) {
    for part in ["cur", "new"] {
        File::open(folder.join(part)).unwrap().set_modified(time).unwrap();
    }
}

#[test]
#[cfg(unix)]
fn maildir_is_listed_again_only_after_a_change() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["cur", "new", "tmp"] {
        std::fs::create_dir(folder.path().join(part)).unwrap();
    }
    let load = |number: usize| {
        let path = format!("{}#{number}", folder.path().display());
        load(&Location::File(path.into()), &Options::default()).map_err(|error| error.failure)
    };
    let before = SystemTime::now() - Duration::from_mins(1);
    add_mail(folder.path(), 1);
    add_mail(folder.path(), 2);
    set_changed(folder.path(), before);
    assert!(load(2).is_ok());
    add_mail(folder.path(), 3);
    set_changed(folder.path(), before);
    assert_eq!(load(3).err(), Some(Failure::NoSuchArticle(2)), "the list is that of before");
    set_changed(folder.path(), before + Duration::from_secs(9));
    assert!(load(3).is_ok());
    // A folder that changed a moment ago may change again within the same tick of its clock.
    set_changed(folder.path(), SystemTime::now());
    assert!(load(3).is_ok());
    add_mail(folder.path(), 4);
    assert!(load(4).is_ok());
}

fn record(number: usize) -> Vec<u8> {
    let page = format!("<title>{number}</title><p>{}</p>", "A page. ".repeat(2_000));
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let id = format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\n");
    let rest = format!("WARC-Target-URI: https://news.example/{number}\r\nContent-Length: {}\r\n\r\n", block.len());
    [id.as_bytes(), rest.as_bytes(), block.as_bytes(), b"\r\n\r\n"].concat()
}

struct Counted<R>(R, Rc<Cell<usize>>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(into)?;
        self.1.set(self.1.get() + read);
        Ok(read)
    }
}

#[test]
fn one_page_of_an_archive_is_read_without_the_others() {
    let all: Vec<Vec<u8>> = (0..200).map(record).collect();
    let offset = all[..150].iter().map(Vec::len).sum::<usize>();
    let bytes = all.concat();
    let mut cursor = Cursor::new(bytes);
    cursor.set_position(offset as u64);
    let count = Rc::new(Cell::new(0));
    let mut reader = WarcReader::of_member(Counted(cursor, Rc::clone(&count)), WarcForm::Plain, 1 << 20, offset as u64);
    let Some(Ok(WarcEvent::Page(page))) = reader.next() else { panic!("no page") };
    assert_eq!((page.offset, page.url.as_deref()), (offset as u64, Some("https://news.example/150")));
    assert!(reader.next().is_none());
    assert!(count.get() < 20 * all[150].len(), "{} bytes of {}", count.get(), all.concat().len());
}

#[test]
fn pages_that_share_a_member_are_each_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    (1..=3).for_each(|number| std::io::Write::write_all(&mut gzip, &record(number)).unwrap());
    let path = folder.path().join("a.warc.gz");
    std::fs::write(&path, gzip.finish().unwrap()).unwrap();
    for number in 1..=3 {
        let location = Location::File(format!("{}#{number}", path.display()).into());
        let source = load(&location, &Options::default()).unwrap();
        assert_eq!(source.url, Some(format!("https://news.example/{number}")));
    }
}
