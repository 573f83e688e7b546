//! The user's files: settings, themes and the library.

use directories::ProjectDirs;
use std::path::PathBuf;

/// The environment variable that names the library's file.
const LIBRARY: &str = "SAYSO_LIBRARY";

/// The folder of the user's settings; none without a home. Empty and relative XDG variables are ignored, as the
/// specification asks.
pub fn config_folder() -> Option<PathBuf> {
    ProjectDirs::from("", "", "sayso").map(|places| places.config_dir().to_path_buf())
}

/// The config, whether it is there or not.
pub fn config_file() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("config.toml"))
}

/// The folder of the user's own themes, whether it is there or not.
pub fn theme_folder() -> Option<PathBuf> {
    config_folder().map(|folder| folder.join("themes"))
}

/// The library's file, whether it exists or not: `SAYSO_LIBRARY`, else `library.sqlite` in the user's data directory.
/// Returns `None` without a home directory.
pub fn library_file() -> Option<PathBuf> {
    let named = std::env::var_os(LIBRARY).filter(|name| !name.is_empty()).map(PathBuf::from);
    let default = || ProjectDirs::from("", "", "sayso").map(|places| places.data_dir().join("library.sqlite"));
    named.or_else(default)
}

/// Makes a folder and those above it, for the user alone (0700).
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
