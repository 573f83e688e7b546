//! The user's own commands in a real terminal: none can write to it, and none outlives the program.

use super::pty::Terminal;
use super::support::fixture;
use std::path::Path;

const SETTINGS: &str = "[commands.loud]\nkey = \"F2\"\nrun = [\"sh\", \"-c\", \"printf 'MESS\\\\033[2J' > /dev/tty; echo quiet; wc -l\"]\n\
    input = \"article\"\n[commands.endless]\nkey = \"F3\"\noutput = \"nothing\"\n\
    run = [\"sh\", \"-c\", \"echo $$ > \\\"$HOME/pid\\\"; sleep 600 & sleep 600\"]\n";

fn set(home: &Path, settings: &str) {
    let folder = home.join("sayso");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), settings).unwrap();
}

/// Waits for a condition outside the terminal.
fn wait(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..400 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("waited in vain for {what}");
}

#[cfg(target_os = "linux")]
#[test]
fn command_of_the_user_leaves_the_terminal_alone_and_ends_with_the_program() {
    let home = tempfile::tempdir().unwrap();
    let article = fixture("harbour.html").to_string_lossy().into_owned();
    let mut terminal = Terminal::at(home.path(), env!("CARGO_BIN_EXE_sayso").as_ref(), &["--theme", "dark", &article]);
    terminal.shows("] [ same speaker").unwrap();
    // It counts from the moment that the settings are read again.
    set(home.path(), SETTINGS);
    terminal.send("\x1b[15~");
    terminal.shows("settings reloaded").unwrap();
    terminal.send("\x1bOQ");
    terminal.shows("LOUD").unwrap();
    assert!(terminal.screen().contains("quiet") && !terminal.screen().contains("MESS"), "{}", terminal.screen());
    terminal.press("q");
    terminal.shows("] [ same speaker").unwrap();
    terminal.send("\x1bOR");
    terminal.shows("running endless").unwrap();
    let pid = || std::fs::read_to_string(home.path().join("pid")).ok().filter(|pid| pid.ends_with('\n'));
    wait("the command", || pid().is_some());
    let process = Path::new("/proc").join(pid().unwrap().trim());
    assert!(process.exists());
    terminal.press("q");
    assert_eq!(terminal.end(), 0);
    wait("the end of the command", || !process.exists());
    assert!(!String::from_utf8_lossy(&terminal.raw).contains("MESS"));
}
