//! Every command has an example in its help and a place in the handbook; every
//! setting is in the handbook too.

use clap::CommandFactory;

use super::Arguments;
use crate::config::SETTINGS;

fn page(name: &str) -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/src");
    std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
}

/// The commands that do something, with the words that call them.
fn commands(command: &clap::Command, words: &str) -> Vec<(String, clap::Command)> {
    let children: Vec<_> = command
        .get_subcommands()
        .filter(|child| child.get_name() != "help")
        .collect();
    if children.is_empty() {
        return vec![(words.to_owned(), command.clone())];
    }
    let children = children.into_iter();
    children
        .flat_map(|child| commands(child, &format!("{words} {}", child.get_name())))
        .collect()
}

#[test]
fn every_command_has_an_example_and_stands_in_the_handbook() {
    let page = page("commands.md");
    let all = commands(&Arguments::command(), "mainstay");
    assert!(all.len() > 25, "only {} commands found", all.len());
    for (words, mut command) in all {
        let help = command.render_long_help().to_string();
        let (_, examples) = help
            .split_once("Example:")
            .unwrap_or_else(|| panic!("{words}: no example"));
        assert!(
            examples.contains(&words),
            "{words} is not in its example:\n{examples}"
        );
        assert!(
            command.get_about().is_some(),
            "{words} does not say what it does"
        );
        let heading = format!("### `{words}`");
        assert!(
            page.lines().any(|line| line == heading),
            "commands.md has no {heading}"
        );
    }
}

#[test]
fn the_handbook_has_no_command_that_is_gone() {
    let known: Vec<String> = commands(&Arguments::command(), "mainstay")
        .into_iter()
        .map(|(words, _)| words)
        .collect();
    for line in page("commands.md").lines() {
        if let Some(words) = line.strip_prefix("### `") {
            let words = words.trim_end_matches('`');
            assert!(
                known.iter().any(|known| known == words),
                "there is no `{words}`"
            );
        }
    }
}

#[test]
fn every_setting_stands_in_the_handbook_as_it_is() {
    let page = page("settings.md");
    for setting in SETTINGS {
        let (name, variable) = (setting.name, setting.name.to_uppercase());
        let row = format!("| `{name}` | `MAINSTAY_{variable}` | {} |", setting.means);
        assert!(
            page.lines().any(|line| line == row),
            "settings.md has no line\n{row}"
        );
    }
    let rows = page.lines().filter(|line| line.starts_with("| `")).count();
    assert_eq!(
        rows,
        SETTINGS.len(),
        "settings.md has a setting that is gone"
    );
}
