//! Tests of the command line.

use super::*;
use clap::CommandFactory;

fn split(words: &str) -> String {
    let argv: Vec<_> = words.split(' ').map(OsString::from).collect();
    let at = first_word(&argv);
    with_command(argv, at).join(OsStr::new(" ")).into_string().unwrap()
}

#[test]
fn clap_definitions_are_valid() {
    Args::command().debug_assert();
    FastArgs::command().debug_assert();
}

#[test]
fn fast_parser_agrees_with_full_parser() {
    for words in ["", "a.html", "--plain -q a b", "--theme show -- show", "--color never --library x -", "a --sample"] {
        let argv: Vec<OsString> = format!("sayso {words}").split_whitespace().map(OsString::from).collect();
        let whole = Args::try_parse_from(with_command(argv.clone(), first_word(&argv))).unwrap();
        assert_eq!(format!("{:?}", parse(argv).unwrap()), format!("{whole:?}"), "{words}");
    }
    assert!(parse(vec!["sayso".into(), "--teme".into()]).unwrap_err().to_string().contains("--theme"));
}

#[test]
fn options_are_found_anywhere_and_negated_words_are_not_options() {
    for (given, meant) in [
        ("sayso list is:unread --sort longest -n 3", "sayso list --sort longest -n 3 -- is:unread"),
        ("sayso -q list -n3 a -sport --format=csv b", "sayso -q list -n3 --format=csv -- a -sport b"),
        ("sayso voices tag:asia --per kind -nobody", "sayso voices --per kind -- tag:asia -nobody"),
        ("sayso search -q a -- -q --per", "sayso search -q -- a -q --per"),
        ("sayso export a --output - --colour b", "sayso export --output - --colour -- a b"),
        ("sayso list", "sayso list --"),
        ("sayso show a -b", "sayso show a -b"),
    ] {
        let argv: Vec<_> = given.split(' ').map(OsString::from).collect();
        let at = first_word(&argv);
        assert_eq!(
            move_filter_after_dashes(argv, at, &Args::command()).join(OsStr::new(" ")).into_string().unwrap(),
            meant
        );
    }
    let wrong = parse(["sayso", "list", "a", "--sorted", "b"].map(OsString::from).into()).unwrap_err().to_string();
    assert!(wrong.contains("--sort"), "{wrong}");
    let parsed = parse(["sayso", "list", "a", "-b", "-n", "2"].map(OsString::from).into()).unwrap();
    assert!(
        matches!(parsed.command, Some(CliCommand::List(list)) if list.filter == ["a", "-b"] && list.limit == Some(2))
    );
}

#[test]
fn word_after_the_first_is_not_a_command() {
    for (given, meant) in [
        ("sayso", "sayso"),
        ("sayso show a", "sayso show a"),
        ("sayso --color never show a", "sayso --color never show a"),
        ("sayso --color=never a show", "sayso --color=never @read a show"),
        ("sayso -q a", "sayso -q @read a"),
        ("sayso ./show", "sayso @read ./show"),
        ("sayso -- show", "sayso @read -- show"),
        ("sayso -", "sayso @read -"),
        ("sayso --theme show a", "sayso --theme show @read a"),
        ("sayso --help", "sayso --help"),
    ] {
        assert_eq!(split(given), meant);
    }
}
