use super::archives::zip;
use super::*;

/// A document of Word with these paragraphs.
pub(super) fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let body: String = paragraphs
        .iter()
        .map(|text| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"))
        .collect();
    let xml = format!("<w:document xmlns:w=\"x\"><w:body>{body}</w:body></w:document>");
    zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", xml.as_bytes()),
        ("word/vbaProject.bin", b"\0macros"),
    ])
}

/// A PDF of one page with these lines.
pub(super) fn pdf(lines: &[&str]) -> Vec<u8> {
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier",
    });
    let resources = document.add_object(dictionary! {
        "Font" => dictionary! { "F1" => font },
    });
    let mut operations = vec![
        Operation::new("BT", vec![]),
        Operation::new("Tf", vec!["F1".into(), 12.into()]),
    ];
    for (number, line) in lines.iter().enumerate() {
        let down = if number == 0 { 700 } else { -14 };
        operations.push(Operation::new("Td", vec![0.into(), down.into()]));
        operations.push(Operation::new("Tj", vec![Object::string_literal(*line)]));
    }
    operations.push(Operation::new("ET", vec![]));
    let content = Content { operations };
    let stream = Stream::new(dictionary! {}, content.encode().unwrap());
    let content = document.add_object(stream);
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let of_pages = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(of_pages));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

const LINES: [&str; 22] = [
    "1 of 2 DOCUMENTS",
    "",
    "The Harbour Post",
    "",
    "September 20, 2023 Wednesday",
    "",
    "Pier closed",
    "",
    "LENGTH: 512 words",
    "",
    "The harbour office closed the pier.",
    "",
    "LANGUAGE: ENGLISH",
    "",
    "2 of 2 DOCUMENTS",
    "The Daily Buoy",
    "May 4, 2021",
    "",
    "HEADLINE: Pier open",
    "",
    "BODY:",
    "Ships came in.",
];

#[test]
fn a_delivery_in_any_document_is_many_articles() {
    let rtf = format!(r"{{\rtf1\ansi {}}}", LINES.join(r"\line "));
    let cases = [
        (LINES.join("\n").into_bytes(), "text"),
        (LINES.join("\r\n").into_bytes(), "text"),
        (rtf.into_bytes(), "rtf"),
        (docx(&LINES), "docx"),
        (pdf(&LINES), "pdf"),
    ];
    for (bytes, format) in cases {
        let outcome = read(bytes, "a.txt");
        assert_eq!(outcome.format, format, "{outcome:?}");
        assert_eq!(
            outcome.titles(),
            ["Pier closed", "Pier open"],
            "{outcome:?}"
        );
        let one = &outcome.articles[0];
        assert_eq!(one.record, Some(1));
        assert_eq!(one.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(dates(&one.candidates), ["September 20, 2023 Wednesday"]);
        assert_eq!(one.body, "The harbour office closed the pier.");
        assert_eq!(outcome.articles[1].body, "Ships came in.");
    }
}

#[test]
fn a_document_that_ends_early_is_read_in_part() {
    let rtf = r"{\rtf1\ansi Pier closed\par {\b The harbour office.}}";
    let xml = "<w:document><w:body><w:p><w:r><w:t>Pier closed</w:t></w:r></w:p><w:p><w:r><w:t>The";
    let docx = zip(&[("word/document.xml", xml.as_bytes())]);
    for (bytes, name, error) in [
        (&rtf.as_bytes()[..rtf.len() - 1], "a.rtf", "RTF ends early"),
        (&rtf.as_bytes()[..rtf.len() - 9], "a.rtf", "RTF ends early"),
        (&docx[..], "a.docx", "DOCX ends early"),
    ] {
        let outcome = read(bytes, name);
        assert_eq!(outcome.titles(), ["Pier closed"], "{outcome:?}");
        assert!(outcome.articles[0].body.starts_with("The"), "{outcome:?}");
        assert_eq!(outcome.error(), error);
    }
    assert_eq!(read(rtf, "a.rtf").error(), "no error");
}

#[test]
fn a_password_is_told() {
    use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions};
    for (password, error) in [("secret", "encrypted"), ("", "no error")] {
        let mut document = Document::load_mem(&pdf(&LINES)).unwrap();
        let id = || Object::string_literal("0123456789abcdef");
        document.trailer.set("ID", vec![id(), id()]);
        let version = EncryptionVersion::V1 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        assert_eq!(read(bytes, "a.pdf").error(), error);
    }
}

#[test]
fn documents_without_text_are_told() {
    assert_eq!(read(pdf(&[]), "a.pdf").error(), "scanned, no text");
    assert_eq!(read(docx(&[]), "a.docx").error(), "no text");
    assert_eq!(read(r"{\rtf1 }", "a.rtf").error(), "no text");
    let whole = pdf(&LINES);
    for at in (9..whole.len()).step_by(7) {
        read(&whole[..at], "a.pdf");
        let mut broken = whole.clone();
        broken[at] = b'9';
        read(broken, "a.pdf");
    }
    let whole = docx(&LINES);
    for at in (4..whole.len()).step_by(7) {
        read(&whole[..at], "a.docx");
    }
    let deep = format!(r"{{\rtf1 {}x", "{".repeat(100_000));
    let outcome = read(deep, "a.rtf");
    assert_eq!(outcome.articles[0].body, "x");
    assert_eq!(outcome.error(), "RTF ends early");
}
