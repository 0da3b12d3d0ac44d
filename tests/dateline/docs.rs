//! What is written about the project is true of it.

use crate::helper::{Project, repository};

/// Texts in backticks, outside of fenced blocks.
fn quoted(text: &str) -> Vec<&str> {
    let outside = text.split("```").step_by(2);
    outside
        .flat_map(|part| part.split('`').skip(1).step_by(2))
        .collect()
}

/// Whether a quoted text looks like the path of a file or folder of the repository.
fn is_path(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    let file = [".rs", ".toml", ".json", ".md", ".tsv"]
        .iter()
        .any(|end| text.ends_with(end));
    text.chars().all(plain)
        && (text.contains('/') || file)
        // A place on the user's disk, an option, a file as such.
        && !text.starts_with(['/', '-', '~'])
        && !text.starts_with(".dateline")
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let Ok(text) = std::fs::read_to_string(repository().join("ARCHITECTURE.md")) else {
        eprintln!("left out: there is no ARCHITECTURE.md");
        return;
    };
    let paths: Vec<&str> = quoted(&text)
        .into_iter()
        .filter(|text| is_path(text))
        .collect();
    assert!(paths.len() > 10, "only {paths:?}");
    // Folders of the source may be named without `src/`.
    let exists = |path: &&str| {
        let [whole, inner] = ["", "src"].map(|base| repository().join(base).join(path).exists());
        whole || inner
    };
    let missing: Vec<&str> = paths.into_iter().filter(|path| !exists(path)).collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md names what is not there: {missing:?}"
    );
}

#[test]
fn paths_are_told_from_other_quotes() {
    let text = "`src/cli/mod.rs` and `w/5 x` in\n```text\n`no/path`\n```\n`Cargo.toml`, `--in`, `/dev/full`";
    let paths: Vec<&str> = quoted(text)
        .into_iter()
        .filter(|text| is_path(text))
        .collect();
    assert_eq!(paths, ["src/cli/mod.rs", "Cargo.toml"]);
}

/// The commands of the README that are shown with what they print, and that.
fn examples(readme: &str) -> Vec<(&str, String)> {
    let mut examples: Vec<(&str, String)> = Vec::new();
    let mut open = false;
    for line in readme.lines() {
        if let Some(command) = line.strip_prefix("    $ dateline ") {
            examples.push((command, String::new()));
            open = true;
        } else if !line.is_empty() && !line.starts_with("    ") {
            open = false;
        } else if let (true, Some((_, output))) = (open, examples.last_mut()) {
            output.push_str(line);
            output.push(' ');
        }
    }
    examples.retain(|(_, output)| !output.trim().is_empty());
    examples
}

/// The words of a command; single quotes keep spaces.
fn arguments(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (number, part) in command.split('\'').enumerate() {
        for (place, word) in part.split(' ').enumerate() {
            let (quoted, first) = (number % 2 == 1, place == 0);
            match words.last_mut() {
                Some(last) if first => last.push_str(word),
                Some(last) if quoted => last.extend([" ", word]),
                _ => words.push(word.to_owned()),
            }
        }
    }
    words
}

#[test]
fn the_examples_of_the_readme_print_what_it_shows() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    let examples = examples(&readme);
    assert!(examples.len() > 1, "only {examples:?}");
    let project = Project::with_corpus();
    project.run(["index", "corpus"]).ok();
    let here = format!("{}/", project.path("").display());
    for (command, expected) in examples {
        let output = project
            .run(arguments(command))
            .ok()
            .stdout
            .replace(&here, "");
        // A terminal wraps, a pipe does not.
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(&output), words(&expected), "$ dateline {command}");
    }
}
