//! What needs rights that not every machine gives: a full disk, a read-only directory.
//!
//! The scripts run in a mount namespace of their own, which goes with them; nothing stays mounted.

use crate::helper::Project;
use std::process::{Command, Output};

/// Runs a shell script in the project, where it may mount what it likes. `$DATELINE` is the
/// program. `None` where the machine does not allow it, which is said.
fn in_namespace(project: &Project, script: &str) -> Option<Output> {
    let base = ["--user", "--map-root-user", "--mount"];
    let can = Command::new("unshare")
        .args(base)
        .args(["sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"])
        .output();
    if !can.is_ok_and(|output| output.status.success()) {
        eprintln!("left out: this machine does not let a test mount anything");
        return None;
    }
    let call = project.command([] as [&str; 0]).command;
    let output = Command::new("timeout")
        .args(["120", "unshare"])
        .args(base)
        .args(["sh", "-c", script])
        .current_dir(project.path(""))
        .env("DATELINE", call.get_program())
        .env("HOME", project.path("").parent().unwrap())
        .env_remove("DATELINE_INDEX")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked"), "{said}");
    Some(output)
}

/// The parts of an output between lines `== name`.
fn part(output: &Output, name: &str) -> String {
    let text = String::from_utf8_lossy(&output.stdout);
    let start = format!("== {name}\n");
    let after = text.split_once(&start).map(|(_, after)| after);
    let Some(after) = after else {
        panic!(
            "no part {name} in\n{text}\n{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    after.split("\n== ").next().unwrap_or("").trim().to_owned()
}

#[test]
fn a_full_disk_is_a_clear_error_and_the_last_commit_stays() {
    let project = Project::new().file("small/a.txt", "Harbour opens\n\nThe lighthouse is lit.\n");
    for number in 0..400 {
        let body = format!("Story {number}\n\n{}\n", crate::kill::text(number, 300));
        project.write(&format!("large/{number:03}.txt"), body);
    }
    let script = "
        mkdir disk && mount -t tmpfs -o size=40m tmpfs disk || exit 9
        dd if=/dev/zero of=disk/most bs=1k count=40560 2>/dev/null
        export DATELINE_INDEX=disk/index
        echo == first
        $DATELINE index small 2>&1; echo \"exit $?\"
        echo == full
        $DATELINE index large --threads 1 --first-commit 0.05 2>&1; echo \"exit $?\"
        echo == verify
        $DATELINE verify 2>&1; echo \"exit $?\"
        echo == search
        $DATELINE search lighthouse 2>&1; echo \"exit $?\"
        echo == export
        dd if=/dev/zero of=disk/rest bs=1k count=10000 2>/dev/null
        $DATELINE export lighthouse --fields id,body -o disk/new.csv 2>&1; echo \"exit $?\"
        echo == left
        ls -A disk
        echo == room
        rm disk/most disk/rest
        $DATELINE index large 2>&1; echo \"exit $?\"
        $DATELINE verify 2>&1; echo \"exit $?\"
    ";
    let Some(output) = in_namespace(&project, script) else {
        return;
    };
    let full = part(&output, "full");
    assert!(full.ends_with("exit 2"), "{full}");
    assert!(full.to_lowercase().contains("no space left"), "{full}");
    assert!(full.contains("the last commit is intact"), "{full}");
    let said = full.lines().filter(|line| line.starts_with("dateline: "));
    assert_eq!(said.count(), 1, "{full}");
    let verify = part(&output, "verify");
    assert!(verify.ends_with("exit 0"), "{verify}");
    let search = part(&output, "search");
    assert!(
        search.ends_with("exit 0") && search.contains("Harbour opens"),
        "{search}"
    );
    let export = part(&output, "export");
    assert!(export.ends_with("exit 2"), "{export}");
    assert!(export.to_lowercase().contains("no space left"), "{export}");
    let left = part(&output, "left");
    assert!(
        !left.contains("new.csv") && !left.contains(".part"),
        "{left}"
    );
    let room = part(&output, "room");
    assert_eq!(room.matches("exit 0").count(), 2, "{room}");
    assert!(room.contains("401 articles"), "{room}");
}

#[test]
fn a_read_only_directory_is_searched_as_it_was_and_that_is_said() {
    let project = Project::new().file("news/a.txt", "Harbour opens\n\nThe lighthouse is lit.\n");
    project.run(["index", "news"]).ok();
    project.write("news/b.txt", "Second\n\nThe lighthouse is dark.\n");
    let script = "
        mount --bind . . && mount -o remount,bind,ro . && cd \"$PWD\" || exit 9
        echo == in
        $DATELINE search --in news lighthouse 2>&1; echo \"exit $?\"
        echo == plain
        $DATELINE search lighthouse 2>&1; echo \"exit $?\"
        echo == verify
        $DATELINE verify 2>&1; echo \"exit $?\"
        echo == info
        $DATELINE info 2>&1; echo \"exit $?\"
        echo == index
        $DATELINE index news 2>&1; echo \"exit $?\"
        echo == new
        DATELINE_INDEX=elsewhere $DATELINE search --in news lighthouse 2>&1; echo \"exit $?\"
    ";
    let Some(output) = in_namespace(&project, script) else {
        return;
    };
    let within = part(&output, "in");
    assert!(within.contains("searching the last commit"), "{within}");
    assert!(within.contains("read-only"), "{within}");
    for name in ["in", "plain"] {
        let text = part(&output, name);
        assert!(
            text.contains("1 article for") && text.ends_with("exit 0"),
            "{text}"
        );
    }
    for name in ["verify", "info"] {
        let text = part(&output, name);
        assert!(text.ends_with("exit 0"), "{name}: {text}");
    }
    for name in ["index", "new"] {
        let text = part(&output, name);
        assert!(
            text.ends_with("exit 2") && text.contains("read-only"),
            "{name}: {text}"
        );
    }
}
