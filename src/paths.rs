//! Paths of the user's files: settings, themes and the library.

use directories::ProjectDirs;
use std::path::PathBuf;

/// Environment variable with the path of the library's file.
const LIBRARY: &str = "SAYSO_LIBRARY";

/// Returns the folder of the user's settings; `None` without a home directory. Empty and relative XDG variables are
/// ignored, as the specification requires.
pub fn config_folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "sayso").map(|places| places.config_dir().to_path_buf())
}

/// Returns the path of the config, even if it does not exist.
pub fn config_file() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("config.toml"))
}

/// Returns the folder of the user's themes, even if it does not exist.
pub fn theme_folder() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("themes"))
}

/// Returns the path of the library's file, even if it does not exist: `SAYSO_LIBRARY`, else `library.sqlite` in the
/// user's data directory. Returns `None` without a home directory.
pub fn library_file() -> Option<PathBuf> {
    let named = std::env::var_os(LIBRARY).filter(|name| !name.is_empty()).map(PathBuf::from);
    let default = || ProjectDirs::from("", "", "sayso").map(|places| places.data_dir().join("library.sqlite"));
    named.or_else(default)
}

/// Creates a folder and its parents with private permissions (0700).
///
/// # Errors
/// As [`std::fs::DirBuilder::create`].
pub fn make_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
