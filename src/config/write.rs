//! Changes settings in the user's file and keeps its comments, order and format.

use crate::atomic_write::{self, Permissions};
use crate::bounded_read;
use crate::paths::make_folder;
use std::io::{self, Write};
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table, Value};

/// Sets `name` in `[section]` to `value`; creates the file if there is none.
///
/// # Errors
///
/// The file cannot be read or written, or is not TOML; it is then left unchanged.
pub fn set(file: &Path, section: &str, name: &str, value: impl Into<Value>) -> io::Result<()> {
    let old = match bounded_read::read_text(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let new = changed(&old, section, name, value.into())?;
    make_folder(atomic_write::folder(file))?;
    atomic_write::write(file, Permissions::Private, |out| out.write_all(new.as_bytes()))
}

/// Returns the text with one setting changed.
fn changed(text: &str, section: &str, name: &str, value: Value) -> io::Result<String> {
    let wrong = |text: String| io::Error::new(io::ErrorKind::InvalidData, text);
    let mut document: DocumentMut =
        text.parse().map_err(|error: toml_edit::TomlError| wrong(error.message().to_owned()))?;
    let table = document.entry(section).or_insert(Item::Table(Table::new()));
    let table = table.as_table_like_mut().ok_or_else(|| wrong(format!("`{section}` is not a section")))?;
    if let Some(Item::Value(old)) = table.get_mut(name) {
        let looks = old.decor().clone();
        *old = value;
        *old.decor_mut() = looks;
    } else {
        table.insert(name, Item::Value(value));
    }
    Ok(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::changed;

    #[test]
    fn changed_setting_keeps_comments() {
        let old = "# mine\n[reader]\nwidth = 60 # narrow\n\n[look]\n";
        let new = changed(old, "reader", "width", 64.into()).unwrap();
        assert_eq!(new, "# mine\n[reader]\nwidth = 64 # narrow\n\n[look]\n");
        assert_eq!(changed("", "look", "theme", "sepia".into()).unwrap(), "[look]\ntheme = \"sepia\"\n");
        assert!(changed("look = 1", "look", "theme", "sepia".into()).is_err());
    }

    #[test]
    fn missing_file_is_created_and_broken_one_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new/config.toml");
        super::set(&file, "reader", "width", 64).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "[reader]\nwidth = 64\n");
        std::fs::write(&file, "[reader\n").unwrap();
        assert!(super::set(&file, "reader", "width", 66).is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "[reader\n");
    }
}
