//! Sections `[hosts."example.org"]`: headers, cookies and a command for the pages of a host.

use super::Config;
use super::fields::suggestion;
use super::values::texts;
use crate::load::HostAccess;
use crate::web_address::normalize_host;
use std::path::PathBuf;
use toml_edit::Value;

/// Names of the settings of a host.
const NAMES: [&str; 3] = ["cookies", "command", "headers"];

/// Stores a setting of a host; `path` is what stands below the host.
///
/// # Errors
/// A clause with the problem; it never holds the value, which may be a secret.
pub(super) fn apply(config: &mut Config, host: &str, path: &[String], value: &Value) -> Result<(), String> {
    let host = normalize_host(host);
    let at = config.hosts.iter().position(|access| access.host == host).unwrap_or_else(|| {
        config.hosts.push(HostAccess { host, ..HostAccess::default() });
        config.hosts.len() - 1
    });
    let Some(access) = config.hosts.get_mut(at) else { return Ok(()) };
    match path {
        [name] if name == "cookies" => {
            let file = value.as_str().ok_or("`cookies` must be a file in quotes")?;
            access.cookies = Some(expanded(file));
        }
        [name] if name == "command" => {
            let words = texts(value).filter(|words| words.iter().any(|word| word.contains("{url}")));
            access.command =
                words.ok_or("`command` must be a list of words, one of them with {url}: [\"monolith\", \"{url}\"]")?;
        }
        [name, header] if name == "headers" => header_of(access, header, value)?,
        [name] if name == "headers" => {
            let table = value.as_inline_table().ok_or("`headers` must be a table: { Name = \"value\" }")?;
            for (header, value) in table {
                header_of(access, header, value)?;
            }
        }
        [name, ..] => return Err(format!("a host has no `{name}`{}", suggestion(name, NAMES))),
        [] => {}
    }
    Ok(())
}

fn header_of(access: &mut HostAccess, name: &str, value: &Value) -> Result<(), String> {
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let value = value.as_str().filter(|value| value.bytes().all(|b| (0x20..0x7f).contains(&b) || b == b'\t'));
    let value = value.filter(|_| is_name).ok_or_else(|| format!("the header `{name}` needs a value in quotes"))?;
    access.headers.push((name.to_owned(), value.to_owned()));
    Ok(())
}

/// Returns a path with `~/` at its beginning replaced by the home directory.
fn expanded(file: &str) -> PathBuf {
    match (file.strip_prefix("~/"), directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => PathBuf::from(file),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    #[test]
    fn hosts_are_read_and_problems_hold_no_secret() {
        let (config, problems) = Config::parse(
            "[hosts.\"www.Example.org\"]\ncookies = \"/c.txt\"\ncommand = [\"monolith\", \"{url}\"]\n\
            [hosts.\"example.org\".headers]\nAuthorization = \"Bearer s3cret\"\n",
        );
        assert_eq!(problems, []);
        let [access] = config.hosts.as_slice() else { panic!("{config:?}") };
        assert_eq!((access.host.as_str(), access.command.len(), access.headers.len()), ("example.org", 2, 1));
        let (_, problems) = Config::parse(
            "[hosts.\"a.example\"]\ncommand = \"monolith s3cret\"\ncokies = \"x\"\nheaders = { A = 3, B = \"s3cret\\u0001\" }\n",
        );
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[1].contains("did you mean `cookies`"), "{told:?}");
        assert!(!told.concat().contains("s3cret"), "{told:?}");
    }
}
