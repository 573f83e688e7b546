//! Where the user's settings lie.

use directories::ProjectDirs;
use std::path::PathBuf;

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
