//! The program as a person or a script meets it: every test runs the binary.
//!
//! # To add a test
//!
//! 1. Put it into the file of its topic. A new topic is a new file, and a row below.
//! 2. Make a [`helper::Project`], a directory of its own that goes when the test ends; give it files;
//!    run commands in it; say how they must end and what they must say:
//!
//!    ```text
//!    let project = Project::new().file("news/a.txt", "A title\n\nA body.\n");
//!    project.run(["index", "news"]).ok().stderr_has("1 article added");
//!    ```
//!
//! 3. Every run is checked for panics, for control characters that reached the output, and for
//!    taking too long; there is no need to ask for that.
//! 4. A golden file in `golden/` is compared byte for byte. Where the new one is right, write it
//!    with `UPDATE_GOLDEN=1 cargo test --test dateline` and look at the difference before you commit.
//!
//! What a machine cannot do (mount a small disk, drop rights) is left out there, and said on
//! standard error: `cargo test -- --nocapture` shows it.

mod helper;

mod actors;
mod annotate;
mod bad;
mod batch;
mod containers;
mod copies;
mod counts;
mod dates;
mod dictionary;
mod differential;
mod docs;
mod events;
mod export;
mod formats;
mod gold;
mod hostile;
mod kill;
mod kwic;
mod language;
mod machine;
mod names;
mod ocr;
mod ranking;
mod refresh;
mod renew;
mod roots;
mod show;
mod start;
