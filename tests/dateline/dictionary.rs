//! Lists of actors that a user gives, kept with the index, and ids that are one.

use crate::helper::Project;

const STEEL: &str = "Title: Acme opens a mill\nDate: 1996-05-02\n\nAcme Steel opened a mill on Tuesday. \
                     Ulla Bergqvist spoke there. Bergqvist praised France.\n";
const LIST: &str = "id,name,kind,code,aliases,parent,from,until\n\
                    org:acme,Acme Group,company,MNC,Acme,,,\n\
                    org:acme-steel,Acme Steel,company,MNC,,org:acme,,\n\
                    per:ulla-bergqvist,Ulla Bergqvist,person,XYZGOV,,,1995,1999\n\
                    per:ulla-bergqvist,Ulla Bergqvist,person,XYZ,,,,\n\
                    state:FRA,France,,,!France,,,\n\
                    broken\n";

#[test]
fn a_list_is_kept_and_renews_the_index() {
    let project = Project::new()
        .file("news/a.txt", STEEL)
        .file("lists/mine.csv", LIST);
    project.run(["index", "news"]).ok();
    project.run(["search", "actor:org:acme"]).nothing();
    project.run(["search", "actor:france"]).ok();
    project
        .run(["index", "--actors", "lists/mine.csv"])
        .ok()
        .stderr_has("mine.csv: line 7: no name; the line is left out")
        .stderr_has("4 actors taken")
        .stderr_has("0 articles added")
        .stderr_has("1 analysed anew");
    for query in [
        "actor:\"Acme Steel\"",
        "actor:org:acme-steel",
        "actor:MNC",
        "actor:acme",
        "actor:org:acme",
        "actor:\"ulla bergqvist\"",
        "actor:XYZGOV",
        "atleast2(actor:per:ulla-bergqvist)",
        "actor:XYZ w/s mill",
    ] {
        let run = project.run(["search", query]);
        match query.contains("w/s") {
            true => run.nothing(),
            false => run.ok(),
        };
    }
    // A name that was taken away, and a parent of which only the child is named.
    project.run(["search", "actor:FRA"]).nothing();
    project.run(["search", "actor:org:acme w/5 opened"]).ok();
    project.remove("lists");
    project
        .run(["index"])
        .ok()
        .stderr_has("1 unchanged")
        .stderr_lacks("anew");
    project.run(["search", "actor:org:acme"]).ok();
    project.run(["info"]).ok().stdout_has("mine.csv");
    project
        .run(["index", "--no-actors"])
        .ok()
        .stderr_has("1 analysed anew");
    project.run(["search", "actor:MNC"]).nothing();
    project.run(["search", "actor:FRA"]).ok();
    project.run(["info"]).ok().stdout_lacks("mine.csv");
}

#[test]
fn a_dictionary_gives_codes_by_the_date_of_the_article() {
    let list = "ULLA_BERGQVIST_\n+MS_BERGQVIST\n\t[XYZGOV 950101-991231]\n\t[XYZELI >000101]\n\nWIDGET_BOARD_ [IGOWID]\n";
    let project = Project::new()
        .file("news/a.txt", STEEL)
        .file(
            "news/b.txt",
            "Title: Later\nDate: 2010-05-02\n\nUlla Bergqvist met the widget board and the Widget Board.\n",
        )
        .file("list.txt", format!("\u{feff}{}", list.replace('\n', "\r\n")));
    project.run(["index", "news", "--actors", "list.txt"]).ok();
    for (query, total) in [
        ("actor:XYZGOV", 1),
        ("actor:XYZELI", 1),
        ("actor:XYZ", 2),
        ("actor:ulla-bergqvist", 2),
        ("actor:own:ulla-bergqvist", 2),
        ("actor:\"Ulla Bergqvist\"", 2),
        ("actor:\"widget board\"", 1),
        ("actor:IGOWID", 1),
    ] {
        assert_eq!(project.total(query), total, "{query}");
    }
    let run = project.run(["annotate", "news/a.txt", "--actors", "list.txt"]);
    let articles = run.ok().jsonl();
    let mentions = articles[0]["mentions"].as_array().unwrap();
    let of_her = mentions
        .iter()
        .filter(|mention| mention["actor"] == "own:ulla-bergqvist");
    assert!(
        of_her
            .clone()
            .all(|mention| mention["codes"][0] == "XYZGOV")
    );
    assert_eq!(of_her.count(), 2);
}

#[test]
fn lists_that_cannot_be_read_change_nothing() {
    let project = Project::new()
        .file("news/a.txt", STEEL)
        .file("empty.csv", "")
        .file("prose.txt", "This is no list.\n")
        .file("binary", [0u8, 1, 2, 3, 255, 254, 0, 9])
        .file(
            "cycle.csv",
            "id,name,parent\norg:a,A One,org:b\norg:b,B One,org:a\n",
        )
        .file("latin.csv", b"id,name\norg:a,Caf\xe9 Royal\n");
    project.run(["index", "news"]).ok();
    for (list, says) in [
        ("empty.csv", "empty.csv: empty"),
        ("prose.txt", "neither a table"),
        ("binary", "binary"),
        ("cycle.csv", "org:a > org:b > org:a"),
        ("missing.csv", "missing.csv: "),
        ("news", "news: "),
    ] {
        for verb in ["index", "annotate"] {
            let run = project.run([verb, "news", "--actors", list]);
            run.trouble().one_line(says);
        }
        project
            .run(["index", "--rebuild", "--actors", list])
            .trouble();
        project.run(["search", "mill"]).ok();
    }
    project.run(["index", "--actors", "latin.csv"]).ok();
    assert!(project.read(".dateline/actors.json").contains("Café Royal"));
    project.write(".dateline/actors.json", "{");
    project
        .run(["search", "mill"])
        .trouble()
        .one_line("give the lists again");
    project.run(["index", "--actors", "latin.csv"]).ok();
    project.run(["search", "mill"]).ok();
}

#[test]
fn a_run_that_cannot_be_keeps_no_list() {
    let project = Project::new()
        .file("news/a.txt", STEEL)
        .file("other/news/b.txt", STEEL)
        .file("first.csv", "id,name\norg:a,First List\n")
        .file("second.csv", "id,name\norg:b,Second List\n")
        .file("ids.txt", "?per:a = ?per:b\n")
        .file("fix.csv", "news/a.txt,colour,blue\n")
        .file("bad.txt", "nothing\n");
    project.run(["index", "news", "--actors", "first.csv"]).ok();
    let lists = ["index", "--actors", "second.csv"];
    let ids = ["--identities", "ids.txt"];
    for arguments in [
        &["other/news", "--identities", "ids.txt"][..],
        &["news", "--include", "[", "--identities", "ids.txt"],
        &["news", "--label", "x", "--identities", "ids.txt"],
        &["--corrections", "fix.csv", "--identities", "ids.txt"],
        &["--identities", "bad.txt"],
    ] {
        project.run(lists.iter().chain(arguments)).trouble();
        let kept = project.read(".dateline/actors.json");
        assert!(kept.contains("First List"), "{arguments:?}: {kept}");
        assert!(!project.exists(".dateline/identities.txt"), "{arguments:?}");
    }
    project.write("fix.csv", "news/a.txt,outlet,Pan\n");
    let corrections = ["--corrections", "fix.csv"];
    project
        .run(lists.iter().chain(&ids).chain(&corrections))
        .ok();
    let kept = project.read(".dateline/actors.json");
    assert!(kept.contains("Second List"), "{kept}");
    assert_eq!(project.total("outlet:Pan"), 1);
    assert!(project.exists(".dateline/identities.txt"));
}

#[test]
fn ids_that_are_one_find_each_other_without_analysis() {
    let project = Project::new()
        .file(
            "news/a.txt",
            "Title: One\n\nJonathan Quarrel spoke in Lima.\n",
        )
        .file("news/b.txt", "Title: Two\n\nJohn Quarrel spoke in Rome.\n")
        .file(
            "news/c.txt",
            "Title: Three\n\nMartin Meadow spoke in Oslo.\n",
        );
    project.run(["index", "news"]).ok();
    assert_eq!(project.total("actor:\"Jonathan Quarrel\""), 1);
    project.write(
        "who.txt",
        "# one man\n?per:jonathan-quarrel = ?per:john-quarrel\nremove ?per:martin-meadow\nnothing\n",
    );
    project
        .run(["index", "--identities", "who.txt"])
        .ok()
        .stderr_has("who.txt: line 4: `nothing` is no id")
        .stderr_has("3 unchanged")
        .stderr_lacks("anew");
    for query in [
        "actor:\"Jonathan Quarrel\"",
        "actor:\"john quarrel\"",
        "actor:?per:john-quarrel",
    ] {
        assert_eq!(project.total(query), 2, "{query}");
    }
    project.run(["search", "actor:\"Martin Meadow\""]).nothing();
    project
        .run(["search", "actor:?per:martin-meadow"])
        .nothing();
    let listed = project.run(["actors", "*", "--format", "csv"]).ok();
    let listed = listed.stdout_has("?per:jonathan-quarrel,");
    listed.stdout_lacks("john-quarrel").stdout_lacks("meadow");
    let called = project.run(["actors", "--id", "per:john-quarrel"]).ok();
    called
        .stdout_has("Jonathan Quarrel")
        .stdout_has("John Quarrel");
    project
        .run(["export", "*", "--format", "jsonl"])
        .ok()
        .stdout_lacks("per:john-quarrel")
        .stdout_lacks("martin-meadow");
    project
        .run(["info"])
        .ok()
        .stdout_has("1 set joined, 1 actor removed");
    // One of the tables, by its code; and ids that nobody has are told, a target of the tables is not.
    project.write(
        "who.txt",
        "?per:john-quarrel = group:ltte\nremove per:martin-meadow\nremove ?org:nobody\n",
    );
    project
        .run(["index", "--identities", "who.txt"])
        .ok()
        .stderr_has("no article mentions ?org:nobody")
        .stderr_has("no article mentions per:martin-meadow; did you mean ?per:martin-meadow?")
        .stderr_lacks("mentions group:ltte");
    assert_eq!(project.total("actor:LKAREB"), 1);
    project
        .run(["actors", "--id", "group:ltte"])
        .ok()
        .stdout_has("Liberation Tigers of Tamil Eelam");
    project.run(["index", "--no-identities"]).ok();
    assert_eq!(project.total("actor:\"Jonathan Quarrel\""), 1);
    project.run(["search", "actor:\"Martin Meadow\""]).ok();
}
