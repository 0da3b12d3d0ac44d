//! A project directory, commands run in it, and what must hold of how they end.

use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// No command of a test takes longer, even unoptimised on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(120);

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A directory of its own, with a home directory around it, so that no index and no setting of the
/// machine is met.
pub struct Project {
    home: TempDir,
}

impl Project {
    pub fn new() -> Project {
        let home = tempfile::tempdir().unwrap();
        fs::create_dir(home.path().join("project")).unwrap();
        Project { home }
    }

    /// A project with a copy of `corpus/`.
    pub fn with_corpus() -> Project {
        let project = Project::new();
        copy(&repository().join("corpus"), &project.path("corpus"));
        project
    }

    /// A path in the project. The root is given by the empty path.
    pub fn path(&self, path: &str) -> PathBuf {
        // Links are resolved, as the program does with roots (macOS has /tmp behind one).
        let here = self.home.path().join("project").canonicalize().unwrap();
        match path {
            "" => here,
            path => here.join(path),
        }
    }

    /// Adds a file, and the directories above it.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Project {
        self.write(path, content);
        self
    }

    /// The same, later.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    pub fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    pub fn remove(&self, path: &str) {
        let path = self.path(path);
        match path.is_dir() {
            true => fs::remove_dir_all(path).unwrap(),
            false => fs::remove_file(path).unwrap(),
        }
    }

    /// Names in a directory, sorted.
    pub fn names(&self, path: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(path)).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// A command that is yet to be run.
    pub fn command<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Call {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .args(arguments)
            .current_dir(self.path(""))
            .env_remove("DATELINE_INDEX")
            .env_remove("NO_COLOR")
            .env_remove("COLUMNS")
            .env("HOME", self.home.path());
        Call {
            command,
            input: None,
        }
    }

    /// Runs the program in the project.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Run {
        self.command(arguments).run()
    }

    /// Total of a search, which must have hits.
    pub fn total(&self, query: &str) -> u64 {
        let run = self.run(["search", "--format", "json", "-n", "1", "--", query]);
        run.json()["total"].as_u64().unwrap()
    }

    /// All hits of a query, as `export` writes them.
    pub fn export(&self, query: &str) -> Vec<Value> {
        self.run(["export", "--", query]).ok().jsonl()
    }
}

/// Copies a directory.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}

/// A command before it runs.
pub struct Call {
    pub command: Command,
    input: Option<Vec<u8>>,
}

impl Call {
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Call {
        self.command.env(name, value);
        self
    }

    pub fn within(mut self, directory: PathBuf) -> Call {
        self.command.current_dir(directory);
        self
    }

    /// Standard input.
    pub fn input(mut self, bytes: impl Into<Vec<u8>>) -> Call {
        self.input = Some(bytes.into());
        self
    }

    /// Starts it with all streams piped.
    pub fn spawn(&mut self) -> Child {
        self.command
            .stdin(match self.input {
                Some(_) => Stdio::piped(),
                None => Stdio::null(),
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    pub fn run(mut self) -> Run {
        let started = Instant::now();
        let mut child = self.spawn();
        let name = format!("{:?}", self.command);
        if let Some(bytes) = self.input.take() {
            let mut stdin = child.stdin.take().unwrap();
            // A program that does not read to the end closes the pipe; that is its right.
            std::thread::spawn(move || drop(stdin.write_all(&bytes)));
        }
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        let mut peak = 0;
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            peak = peak.max(resident(child.id()));
            if started.elapsed() > TIMEOUT {
                child.kill().unwrap();
                panic!("{name}: still running after {TIMEOUT:?}");
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        Run {
            name,
            code: status.code(),
            stdout: stdout.join().unwrap(),
            stderr: stderr.join().unwrap(),
            peak,
            elapsed: started.elapsed(),
        }
        .sane()
    }
}

fn drain(stream: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.unwrap().read_to_end(&mut bytes).unwrap();
        String::from_utf8(bytes).expect("output is UTF-8")
    })
}

/// Most memory that a process has held so far, in bytes; 0 where the system does not tell.
fn resident(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = peak.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// How a command ended.
pub struct Run {
    name: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
    /// Most memory held, in bytes; 0 where the system does not tell.
    pub peak: u64,
    pub elapsed: Duration,
}

impl Run {
    /// What holds of every run.
    fn sane(self) -> Run {
        self.check(self.code.is_some(), "ended by a signal");
        self.check(!self.stderr.contains("panicked"), "panicked");
        let control = |c: &char| c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t');
        let raw = self.stdout.chars().chain(self.stderr.chars()).find(control);
        // Colour is asked for by name only, and then escapes are meant.
        let colour = self.name.contains("--color");
        self.check(colour || raw.is_none(), "control character in the output");
        self
    }

    #[track_caller]
    fn check(&self, holds: bool, what: &str) {
        if !holds {
            let Run {
                name,
                code,
                stdout,
                stderr,
                ..
            } = self;
            let short = |text: &str| text.chars().take(3000).collect::<String>();
            let (stdout, stderr) = (short(stdout), short(stderr));
            panic!("{what}\n$ {name}\nexit {code:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}");
        }
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Run {
        self.check(self.code == Some(code), &format!("exit code is not {code}"));
        self
    }

    /// Exit 0.
    #[track_caller]
    pub fn ok(self) -> Run {
        self.exits(0)
    }

    /// Exit 1: no hits.
    #[track_caller]
    pub fn nothing(self) -> Run {
        self.exits(1)
    }

    /// Exit 2, and a word about it.
    #[track_caller]
    pub fn trouble(self) -> Run {
        self.check(!self.stderr.is_empty(), "trouble without a word");
        self.exits(2)
    }

    #[track_caller]
    pub fn stdout_has(self, text: &str) -> Run {
        self.check(
            self.stdout.contains(text),
            &format!("no {text:?} in stdout"),
        );
        self
    }

    #[track_caller]
    pub fn stdout_lacks(self, text: &str) -> Run {
        self.check(!self.stdout.contains(text), &format!("{text:?} in stdout"));
        self
    }

    #[track_caller]
    pub fn stderr_has(self, text: &str) -> Run {
        self.check(
            self.stderr.contains(text),
            &format!("no {text:?} in stderr"),
        );
        self
    }

    #[track_caller]
    pub fn stderr_lacks(self, text: &str) -> Run {
        self.check(!self.stderr.contains(text), &format!("{text:?} in stderr"));
        self
    }

    /// One line on standard error, with this in it.
    #[track_caller]
    pub fn one_line(self, text: &str) -> Run {
        self.check(self.stderr.lines().count() == 1, "not one line in stderr");
        self.stderr_has(text)
    }

    /// Just one line on standard error names the path and has each of the words.
    #[track_caller]
    pub fn line_about(self, path: &str, words: &[&str]) -> Run {
        let named = format!("{path}:");
        let about =
            |line: &&str| line.contains(&named) && words.iter().all(|word| line.contains(word));
        let found = self.stderr.lines().filter(about).count();
        self.check(
            found == 1,
            &format!("{found} lines about {path} with {words:?}"),
        );
        self
    }

    /// The number before a word of the summary: `3 unchanged` gives 3.
    #[track_caller]
    pub fn summary(&self, word: &str) -> u64 {
        let words: Vec<&str> = self.stderr.split_whitespace().collect();
        let is_word = |found: &&str| found.trim_end_matches([',', ';']) == word;
        let at = words.iter().rposition(is_word);
        // "1,200 articles added" and "3 unchanged".
        let number = at.and_then(|at| {
            let before = words.get(..at)?.iter().rev().take(2);
            before
                .map(|word| word.replace(',', ""))
                .find_map(|word| word.parse().ok())
        });
        self.check(number.is_some(), &format!("no count of {word:?}"));
        number.unwrap_or(0)
    }

    /// Standard output as one JSON value.
    #[track_caller]
    pub fn json(&self) -> Value {
        let value = serde_json::from_str(&self.stdout);
        self.check(value.is_ok(), "stdout is not JSON");
        value.unwrap()
    }

    /// Standard output as one JSON value a line.
    #[track_caller]
    pub fn jsonl(&self) -> Vec<Value> {
        let values = self.stdout.lines().map(serde_json::from_str).collect();
        let values: Result<Vec<Value>, _> = values;
        self.check(values.is_ok(), "stdout is not JSON Lines");
        values.unwrap()
    }
}

/// Compares with a committed file, or writes it where `UPDATE_GOLDEN` is set.
#[track_caller]
pub fn golden(name: &str, found: &str) {
    let path = repository().join("tests/dateline/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        return fs::write(path, found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected != found {
        let (mut before, mut now) = (expected.lines(), found.lines());
        let mut difference = String::new();
        loop {
            match (before.next(), now.next()) {
                (None, None) => break,
                (a, b) if a == b => {}
                (a, b) => {
                    let [a, b] = [("-", a), ("+", b)].map(|(sign, line)| match line {
                        Some(line) => format!("{sign} {line}\n"),
                        None => String::new(),
                    });
                    difference.push_str(&(a + &b));
                }
            }
        }
        panic!(
            "golden/{name} has changed; if this is right, UPDATE_GOLDEN=1 writes it anew\n{difference}"
        );
    }
}

/// A string at a key of an object; empty where there is none.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
