//! Backups with the program: restored by one command, and complete even if the process is killed.

use super::place::Place;

#[test]
fn backup_is_restored_by_one_command() {
    let place = Place::new();
    place.fails(&["restore"], "no backup next to it");
    place.done(&["add", "--no-fetch", "https://a.example/1"]);
    let told = place.done(&["backup"]);
    assert!(told.starts_with("1 article written to "), "{told}");
    place.done(&["add", "--no-fetch", "https://a.example/2"]);
    let listed = place.done(&["restore", "--list"]);
    assert_eq!(listed.lines().count(), 1, "{listed}");
    let told = place.done(&["restore"]);
    assert!(told.starts_with("1 article restored from ") && told.contains(" · previous library kept as "), "{told}");
    assert_eq!(place.urls(), ["https://a.example/1"]);
    // A damaged library is restored in the same way.
    let bytes = std::fs::read(place.file()).unwrap();
    std::fs::write(place.file(), &bytes[..bytes.len() / 3]).unwrap();
    place.fails(&["list"], "`sayso restore` brings the last backup back");
    place.done(&["restore"]);
    assert_eq!(place.urls(), ["https://a.example/1"]);
    place.fails(&["restore", place.path("none").to_str().unwrap()], "no such file; nothing was changed");
    place.is_valid();
}
