//! Other programs and files: clipboard, browser, editor, exports. Arguments are passed as lists, never through a shell.

use crate::config::{Clipboard, Programs};
use crate::layout::BidiOrder;
use crate::library::export::{ArticlePage, article_page};
use crate::reading::export::text::TextColumn;
use crate::reading::{export, json};
use crate::tui::state::ExportJob;
use crate::tui::values::ExportFormat;
use crate::{sanitize, web_address};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::{env, io};

/// Maximum length, in bytes, of text copied through the terminal: many drop longer sequences.
const MAX_COPIED_BYTES: usize = 74_000;

/// Returns the escape sequence that copies text through the terminal (OSC 52), which works over ssh too.
pub fn osc52(text: &str) -> Option<String> {
    let encoded = STANDARD.encode(sanitize::text(text).as_bytes());
    (encoded.len() <= MAX_COPIED_BYTES).then(|| format!("\x1b]52;c;{encoded}\x1b\\"))
}

/// Returns true inside tmux.
pub fn is_in_tmux() -> bool {
    env::var_os("TMUX").is_some_and(|value| !value.is_empty())
}

/// Copies text into tmux's buffer and through it to the outer terminal's clipboard, independent of `set-clipboard`.
///
/// # Errors
///
/// A clause: tmux cannot be started, or it refused.
pub fn copy_to_tmux(text: &str) -> Result<(), String> {
    let mut command = Command::new("tmux");
    let child = quiet(command.args(["load-buffer", "-w", "-"])).stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("tmux: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(sanitize::text(text).as_bytes()).map_err(|error| format!("tmux: {error}"))?;
    }
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err("tmux load-buffer -w failed; tmux 3.2 or newer is needed".into()),
        Err(error) => Err(format!("tmux: {error}")),
    }
}

/// Returns true in a terminal that ignores OSC 52: those made with VTE (GNOME Terminal, Xfce's).
pub fn ignores_osc52() -> bool {
    env::var_os("VTE_VERSION").is_some_and(|value| !value.is_empty())
}

/// Copies text to the system's clipboard if a program for that is installed. Returns its name.
pub fn copy(text: &str) -> Option<&'static str> {
    const PROGRAMS: [(&str, &str, &[&str]); 4] = [
        ("WAYLAND_DISPLAY", "wl-copy", &[]),
        ("DISPLAY", "xclip", &["-selection", "clipboard"]),
        ("DISPLAY", "xsel", &["--clipboard", "--input"]),
        ("HOME", "pbcopy", &[]),
    ];
    for (wanted, program, arguments) in PROGRAMS {
        if env::var_os(wanted).is_none_or(|v| v.is_empty()) {
            continue;
        }
        let child = quiet(Command::new(program).args(arguments)).stdin(Stdio::piped()).spawn();
        let Ok(mut child) = child else { continue };
        if let Some(mut input) = child.stdin.take() {
            let _ = input.write_all(sanitize::text(text).as_bytes());
        }
        reap(child);
        return Some(program);
    }
    None
}

/// Opens an address in the player if it is a recording, else in the browser. Returns a message.
///
/// # Errors
///
/// As for [`browse`].
pub fn open(url: &str, programs: &Programs) -> Result<String, String> {
    let is_played = !programs.player.is_empty() && web_address::is_recording(url);
    let (program, words) =
        if is_played { (&programs.player, "the player") } else { (&programs.browser, "the browser") };
    browse(url, program).map(|()| format!("opened in {words}"))
}

/// Returns the message after copying. `by_terminal` holds the reason if the terminal did not take the text, where known.
///
/// # Errors
///
/// Neither a program nor the terminal took the text.
pub fn copied(what: &str, program: Option<&str>, by_terminal: Result<(), Option<String>>) -> Result<String, String> {
    match (program, by_terminal) {
        (Some(_), _) => Ok(format!("copied the {what}")),
        (None, Ok(())) => Ok(format!("copied the {what} (via the terminal)")),
        (None, Err(Some(why))) => Err(format!("not copied: {why}")),
        (None, Err(None)) => {
            Err("not copied: no clipboard program was found · install wl-clipboard, xclip or xsel".into())
        }
    }
}

/// Copies text through the terminal and by a program, as the settings say. Returns the message for the user.
///
/// # Errors
///
/// The terminal cannot be written to.
pub fn copy_by_all_ways(
    text: &str,
    what: &str,
    clipboard: Clipboard,
    out: &mut impl Write,
) -> io::Result<Result<String, String>> {
    let mut by_terminal = Err(None);
    if clipboard != Clipboard::System {
        // By default tmux does not forward OSC 52; its own command copies the text.
        if is_in_tmux() {
            match copy_to_tmux(text) {
                Err(why) if clipboard == Clipboard::Terminal => return Ok(Err(format!("not copied: {why}"))),
                told => by_terminal = told.map_err(Some),
            }
        } else if let Some(sequence) = osc52(text) {
            out.write_all(sequence.as_bytes())?;
            by_terminal = if ignores_osc52() { Err(None) } else { Ok(()) };
        }
    }
    let program = if clipboard == Clipboard::Terminal { None } else { copy(text) };
    Ok(copied(what, program, by_terminal))
}

/// Opens an address in the browser: the one in the settings, or else `$BROWSER` (several, separated by colons; `%s`
/// stands for the address), or else the system's.
///
/// # Errors
///
/// A clause: the address is not allowed, or no browser was found.
pub fn browse(url: &str, chosen: &str) -> Result<(), String> {
    let url = sanitize::url(url);
    if !["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme)) {
        return Err("only web and email addresses can be opened".into());
    }
    let named = env::var("BROWSER").unwrap_or_default();
    let system = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    for program in std::iter::once(chosen).chain(named.split(':')).chain([system]) {
        let mut words = program.split_whitespace();
        let Some(name) = words.next() else { continue };
        let mut command = Command::new(name);
        let mut placed = false;
        for word in words {
            placed |= word.contains("%s");
            command.arg(word.replace("%s", &url));
        }
        if !placed {
            command.arg(&*url);
        }
        if let Ok(child) = quiet(&mut command).stdin(Stdio::null()).spawn() {
            reap(child);
            return Ok(());
        }
    }
    Err("no browser found · set $BROWSER".into())
}

/// Column width of a text export.
const PAGE: TextColumn = TextColumn { width: 72, order: BidiOrder::Logical };

/// Exports a text to a new file and returns its name. A folder that is named gets a file called by the title.
///
/// # Errors
///
/// A clause with the reason why the file cannot be written; a file that is there is never overwritten.
pub fn write(job: &ExportJob) -> Result<String, String> {
    let reading = &job.reading;
    let text = match job.format {
        ExportFormat::Markdown => article_page(&ArticlePage {
            reading: Some(reading),
            piece: job.piece.as_ref(),
            highlights: &job.highlights,
        }),
        ExportFormat::Text => export::text(reading, Some(PAGE), export::ExportClutter::Hidden),
        ExportFormat::Html => export::html(reading, export::ExportClutter::Hidden),
        ExportFormat::Json => {
            serde_json::to_string_pretty(&json::JsonReading::of(reading)).map_err(|e| e.to_string())?
        }
    };
    let mut path = in_home(&job.path);
    if path.is_dir() {
        let title = reading.article.meta.title.as_deref().unwrap_or("article");
        path.push(format!("{}.{}", export::file_stem(title), job.format.ending()));
    }
    let name = path.display().to_string();
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{name} already exists · choose another name"),
        io::ErrorKind::NotFound => format!("no such folder: {}", path.parent().unwrap_or(&path).display()),
        _ => format!("{name}: {error}"),
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(told)?;
    file.write_all(text.as_bytes()).map_err(told)?;
    Ok(name)
}

/// A path with `~` for the home directory.
fn in_home(path: &str) -> PathBuf {
    let home = path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(env::var_os("HOME")?).join(rest)));
    home.unwrap_or_else(|| PathBuf::from(path))
}

/// Opens a text in the editor of the settings, or else of `$VISUAL` or `$EDITOR`. The caller has already released the
/// terminal.
///
/// # Errors
///
/// A clause: there is no editor, or it cannot be started.
pub fn edit(text: &str, chosen: &str) -> Result<(), String> {
    let variables = ["VISUAL", "EDITOR"].iter().filter_map(|name| env::var(name).ok());
    let named = std::iter::once(chosen.to_owned()).chain(variables).find(|v| !v.trim().is_empty());
    let editor = named.unwrap_or_else(|| "vi".into());
    let mut words = editor.split_whitespace();
    let name = words.next().unwrap_or("vi");
    let mut file = tempfile::Builder::new().prefix("sayso-").suffix(".txt").tempfile().map_err(|e| e.to_string())?;
    file.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
    let status = Command::new(name).args(words).arg(file.path()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(format!("{name} exited with an error")),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Err(format!("editor {name} not found; set $EDITOR")),
        Err(e) => Err(format!("{name}: {e}")),
    }
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdout(Stdio::null()).stderr(Stdio::null())
}

/// Waits for a child process on a thread, so that it leaves no zombie.
fn reap(mut child: std::process::Child) {
    if let Err(error) = std::thread::Builder::new().spawn(move || child.wait()) {
        log::warn!("cannot start a thread to wait for a program: {error}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_schemes_than_web_and_mail_are_refused() {
        assert!(browse("file:///etc/passwd", "").is_err());
        assert!(browse("javascript:alert(1)", "").is_err());
        assert!(browse("--help", "").is_err());
    }

    #[test]
    fn copied_text_has_no_escape_sequences() {
        let sequence = osc52("a\x1b]0;x\x07b").unwrap();
        assert_eq!(sequence.matches('\x1b').count(), 2);
        assert!(osc52(&"x".repeat(100_000)).is_none());
    }
}
