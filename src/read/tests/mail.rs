use super::*;

const BODY: &str =
    "The harbour office closed the north pier on Tuesday.\r\nRepairs begin next week.";

fn headers(number: usize) -> String {
    format!(
        "Message-ID: <{number}@a.example>\r\nDate: Wed, 20 Sep 2023 14:00:00 +0200\r\n\
         From: =?utf-8?q?J=C3=B6rg_Ma=C3=9F?= <j@a.example>\r\nSubject: Pier\r\n closed\r\n"
    )
}

#[test]
fn a_message_is_an_article() {
    let plain = format!(
        "{}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe.\r\n\r\n{BODY}\r\n",
        headers(1)
    );
    let page = format!(
        "<html><body><h1>Other</h1><p>Grüße.</p><p>{BODY}</p><p>More of it, and still more of it.</p></body></html>"
    );
    let both = format!(
        "{}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nGrüße.\r\n\r\n{BODY}\r\n--x\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--x--\r\n",
        headers(1)
    );
    let html = format!(
        "{}MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n",
        headers(1)
    );
    for (text, name) in [(plain, "a.eml"), (both, "a.txt"), (html, "a")] {
        let outcome = read(&text, name);
        assert_eq!(outcome.format, "eml", "{outcome:?}");
        let article = outcome.only();
        assert_eq!(article.title, "Pier closed");
        assert_eq!(article.source_id.as_deref(), Some("1@a.example"));
        assert_eq!(article.authors, ["Jörg Maß"]);
        assert_eq!(
            dates(&article.candidates),
            ["Wed, 20 Sep 2023 14:00:00 +0200"]
        );
        assert!(article.body.starts_with("Grüße."), "{article:?}");
        assert!(!article.body.contains('<'), "{article:?}");
    }
}

#[test]
fn a_short_letter_in_html_is_read_too() {
    let text = format!(
        "{}Content-Type: text/html\r\n\r\n<p>Pier <b>closed</b>.",
        headers(1)
    );
    assert_eq!(read(text, "a.eml").only().body, "Pier closed.");
    let text = format!("{}\r\n", headers(1));
    assert_eq!(read(text, "a.eml").only().body, "");
    let text = "Message-ID: <1@x>\r\nFrom: a@b.example\r\n\r\n";
    assert_eq!(read(text, "a.eml").error(), "no text");
}

#[test]
fn flowed_lines_are_joined() {
    let text = format!(
        "{}Content-Type: text/plain; format=flowed\r\n\r\nOne line \r\ngoes on.\r\n\r\nTwo.\r\n-- \r\nMe\r\n",
        headers(1)
    );
    let outcome = read(text, "a.eml");
    assert_eq!(outcome.only().body, "One line goes on.\n\nTwo.\n-- \nMe");
}

#[test]
fn a_mailbox_is_taken_apart() {
    let separator = "From somebody@a.example Wed Sep 20 14:00:00 2023";
    for end in ["\n", "\r\n"] {
        let message = |number: usize, body: &str| {
            format!("{separator}\n{}\n{body}\n\n", headers(number)).replace("\r\n", "\n")
        };
        let text = [
            message(1, BODY),
            message(
                2,
                "One.\n\n>From here on\n>>From there\nFrom now on\n\nFrom me",
            ),
            message(3, "x")
                .replace("Subject: Pier\n closed\n", "")
                .replace("\nx\n", "\n"),
            message(4, BODY),
        ];
        let text = text.concat().replace('\n', end);
        let outcome = read(&text, "archive");
        assert_eq!(outcome.format, "mbox", "{outcome:?}");
        let ids: Vec<_> = outcome
            .articles
            .iter()
            .map(|article| article.source_id.as_deref().unwrap_or(""))
            .collect();
        assert_eq!(ids, ["1@a.example", "2@a.example", "4@a.example"]);
        let two = &outcome.articles[1];
        assert_eq!(two.record, Some(2));
        assert_eq!(
            two.body,
            "One.\n\nFrom here on\n>From there\nFrom now on\n\nFrom me"
        );
        assert_eq!(outcome.skipped, [(Some(3), "no text".to_owned())]);
    }
}

#[test]
fn texts_with_a_header_are_no_messages() {
    for text in [
        format!("Title: A\nDate: 2021-05-04\nFrom: x\n\n{BODY}"),
        format!("From the harbour at 10:30\n\n{BODY}"),
        format!("From 10:30 on: closed\nDate: today\n\n{BODY}").replace("Date: today", "No header"),
    ] {
        assert_eq!(read(&text, "a.txt").format, "text", "{text}");
    }
}

#[test]
fn a_newsletter_whose_plain_part_only_points_to_the_page_is_the_page() {
    let page = format!("<html><body><p>{BODY}</p><p>{BODY}</p><p>{BODY}</p></body></html>");
    let text = format!(
        "{}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\
         Content-Type: text/plain; charset=utf-8\r\n\r\nView this email in your browser\r\n--x\r\n\
         Content-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--x--\r\n",
        headers(1)
    );
    let outcome = read(text, "a.eml");
    let article = outcome.only();
    assert!(
        article.body.starts_with("The harbour office"),
        "{article:?}"
    );
}

#[test]
fn a_line_of_text_that_begins_with_from_ends_no_message() {
    let text = format!(
        "From j@a.example Wed Sep 20 14:00:00 2023\n{}\nThe pier is closed.\n\n\
         From Monday 10:30 the ferries leave from the quay.\n",
        headers(1).replace('\r', "")
    );
    let outcome = read(text, "a.mbox");
    let article = outcome.only();
    assert!(
        article.body.ends_with("leave from the quay."),
        "{article:?}"
    );
}

#[test]
fn what_a_cut_message_has_of_its_last_part_is_read() {
    let part = |kind: &str, encoding: &str, text: &str| {
        format!(
            "Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}"
        )
    };
    let page = format!("<html><body><p>{BODY}</p><p>{BODY}</p><p>Gr=C3=BC=C3=9Fe.</p>");
    let parts = [
        part("plain", "7bit", BODY),
        part(
            "plain",
            "quoted-printable",
            &format!("{BODY} Gr=C3=BC=\r\n=C3=9Fe="),
        ),
        part("plain", "quoted-printable", &format!("{BODY} Gr=C3=BC=C")),
        // "The harbour office closed the north pier on Tuesday.", and a half of more.
        part(
            "plain",
            "base64",
            "VGhlIGhhcmJvdXIgb2ZmaWNlIGNsb3NlZCB0aGUgbm9ydGggcGllciBvbiBUdWVz\r\nZGF5Ll",
        ),
        part("html", "quoted-printable", &page),
    ];
    for part in &parts {
        let mixed = format!(
            "{}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n{part}",
            headers(1)
        );
        let nested = format!(
            "{}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
             Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\n{part}",
            headers(1)
        );
        for message in [mixed, nested] {
            for (text, name) in [
                (message.clone(), "a.eml"),
                (
                    format!("From a@b.example Wed Sep 20 14:00:00 2023\r\n{message}"),
                    "a.mbox",
                ),
            ] {
                let outcome = read(&text, name);
                assert_eq!(outcome.error(), "message ends early", "{text}");
                let article = &outcome.articles[0];
                assert!(
                    article.body.starts_with("The harbour office"),
                    "{text}\n{article:?}"
                );
                assert!(!article.body.contains("=C3"), "{article:?}");
                assert!(!article.lossy, "{article:?}");
            }
        }
    }
}

#[test]
fn a_message_that_nothing_closes_among_others_is_read() {
    let one = format!(
        "From a@b.example Wed Sep 20 14:00:00 2023\n{}Content-Type: multipart/mixed; boundary=x\n\n--x\n\
         Content-Type: text/plain\n\n{BODY}\n\n",
        headers(1)
    );
    let two = format!(
        "From a@b.example Wed Sep 20 14:00:00 2023\n{}\n{BODY}\n",
        headers(2)
    );
    let outcome = read(format!("{one}{two}"), "a.mbox");
    assert_eq!(outcome.articles.len(), 2);
    assert_eq!(outcome.articles[0].body, outcome.articles[1].body);
    assert_eq!((outcome.error(), outcome.skipped.len()), ("no error", 0));
}

#[test]
fn a_text_that_cannot_be_decoded_is_read_as_it_stands() {
    let text = format!(
        "{}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{BODY} a==b\r\n--x--\r\n",
        headers(1)
    );
    let outcome = read(text, "a.eml");
    let article = outcome.only();
    assert!(article.body.ends_with("a==b"), "{article:?}");
    assert!(article.lossy);
}
