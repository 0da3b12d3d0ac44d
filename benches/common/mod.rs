//! What the benches share: where the data lies, how a process is measured, how figures are put.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub mod floor;
pub mod news;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The program under test, built with the bench's own profile.
pub const DATELINE: &str = env!("CARGO_BIN_EXE_dateline");

/// Anything that goes wrong ends the bench with a message.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The data sets, `DATELINE_DATA` or `../shared/data` beside the repository, where present.
pub fn data() -> Option<PathBuf> {
    let given = std::env::var_os("DATELINE_DATA").map(PathBuf::from);
    let path = given.unwrap_or_else(|| repository().join("../shared/data"));
    path.is_dir().then_some(path)
}

/// A file or directory of the data sets, where present.
pub fn data_at(within: &str) -> Option<PathBuf> {
    data()
        .map(|data| data.join(within))
        .filter(|path| path.exists())
}

/// The repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where benches keep what they make: `tmp/bench` in the target directory.
pub fn cache() -> Outcome<PathBuf> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

/// Whether a part of a bench was asked for: all are, unless some are named on the command line.
pub fn wanted(part: &str) -> bool {
    let mut named = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .peekable();
    named.peek().is_none() || named.any(|name| name == part)
}

/// Today, for analyses that do not believe in dates to come.
pub fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// What one run of a process took.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Wall time.
    pub wall: Duration,
    /// User and system time in seconds, where it could be told.
    pub cpu: Option<f64>,
    /// Peak resident memory in kilobytes, where it could be told.
    pub peak: Option<u64>,
}

/// Runs a process and tells what it took. CPU time and memory come from GNU time, where it is
/// installed as `/usr/bin/time`.
pub fn measure(program: &str, arguments: &[&str]) -> Outcome<Usage> {
    let gnu_time = Path::new("/usr/bin/time");
    let mut command = if gnu_time.is_file() {
        let mut command = Command::new(gnu_time);
        command.args(["-f", "%U %S %M", program]);
        command
    } else {
        Command::new(program)
    };
    command.args(arguments);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let start = Instant::now();
    let output = command.output()?;
    let wall = start.elapsed();
    let talk = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("{program} {}: {talk}", arguments.join(" ")).into());
    }
    let figures: Vec<f64> = talk
        .lines()
        .last()
        .unwrap_or("")
        .split(' ')
        .filter_map(|figure| figure.parse().ok())
        .collect();
    Ok(match figures.as_slice() {
        &[user, system, peak] => Usage {
            wall,
            cpu: Some(user + system),
            peak: Some(peak as u64),
        },
        _ => Usage {
            wall,
            cpu: None,
            peak: None,
        },
    })
}

/// Wall times of `runs` runs of a process, after one that is not counted. Its exit code is not
/// looked at: a search without hits is a run too.
pub fn times(runs: usize, program: &str, arguments: &[&str]) -> Outcome<Vec<Duration>> {
    let mut times = Vec::with_capacity(runs);
    for _ in 0..=runs {
        let mut command = Command::new(program);
        command.args(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        command.status()?;
        times.push(start.elapsed());
    }
    times.remove(0);
    Ok(times)
}

/// Wall time of each of `runs` calls, after a tenth as many that are not counted.
pub fn calls(runs: usize, mut call: impl FnMut() -> Outcome<()>) -> Outcome<Vec<Duration>> {
    for _ in 0..=runs / 10 {
        call()?;
    }
    let mut times = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        call()?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// The shortest and the median of some times.
pub fn spread(times: &[Duration]) -> (Duration, Duration) {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let least = sorted.first().copied().unwrap_or_default();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or_default();
    (least, median)
}

/// Size in bytes of all files below a directory.
pub fn size(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return path.metadata().map_or(0, |file| file.len());
    };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}

/// Removes a directory, if it is there.
pub fn clear(path: &Path) -> Outcome<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> Outcome<&str> {
    path.to_str()
        .ok_or_else(|| format!("{}: not UTF-8", path.display()).into())
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Microseconds.
pub fn us(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// A heading.
pub fn heading(title: &str) {
    println!("\n{title}");
}
