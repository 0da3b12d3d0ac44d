use super::*;

const NEXIS: &str = "
                               1 of 3 DOCUMENTS


                          The Harbour Post (London)

                     September 20, 2023 Wednesday 10:30 AM GMT
                               London Edition

Pier closed after storm;
Repairs begin

BYLINE: By ANN LEE and Bob Ray

SECTION: NEWS; Pg. 4

LENGTH: 512 words

DATELINE: PORT SAINT ANN

The harbour office closed the north pier.
Length: it is long.

Repairs begin next week.

LOAD-DATE: September 21, 2023

LANGUAGE: ENGLISH

SUBJECT: HARBOURS (90%); STORMS
 AND GALES (75%)

PUBLICATION-TYPE: Newspaper

                      Copyright 2023 The Harbour Post
                            All Rights Reserved


                               2 of 3 DOCUMENTS

                               The Daily Buoy

                                 May 4, 2021

HEADLINE: Pier open

BODY:
Ships came in.

                      Copyright 2021 The Daily Buoy
                            All Rights Reserved

                               3 of 3 DOCUMENTS

";

fn all(text: &str) -> Vec<Result<Article, ReadError>> {
    split(text).expect("a delivery")
}

fn dates(article: &Article) -> Vec<&str> {
    article
        .candidates
        .iter()
        .map(|date| date.text.as_str())
        .collect()
}

#[test]
fn nexis_documents_are_taken_apart() {
    let articles = all(NEXIS);
    assert_eq!(articles.len(), 3);
    let one = articles[0].as_ref().unwrap();
    assert_eq!(one.title, "Pier closed after storm; Repairs begin");
    assert_eq!(one.outlet.as_deref(), Some("The Harbour Post (London)"));
    assert_eq!(dates(one), ["September 20, 2023 Wednesday 10:30 AM GMT"]);
    assert_eq!(one.authors, ["ANN LEE", "Bob Ray"]);
    assert_eq!(one.section.as_deref(), Some("NEWS; Pg. 4"));
    assert_eq!(one.language.as_deref(), Some("ENGLISH"));
    assert_eq!(one.source.topics, ["HARBOURS", "STORMS AND GALES"]);
    assert_eq!(
        one.body,
        "The harbour office closed the north pier.\nLength: it is long.\n\nRepairs begin next week."
    );
    let two = articles[1].as_ref().unwrap();
    assert_eq!(
        (two.title.as_str(), two.body.as_str()),
        ("Pier open", "Ships came in.")
    );
    assert_eq!(two.outlet.as_deref(), Some("The Daily Buoy"));
    assert_eq!(
        articles[2].as_ref().unwrap_err().to_string(),
        "no headline and no text found in this document"
    );
}

#[test]
fn the_newer_layout_has_the_headline_first() {
    let text = "Pier closed after storm\n\nThe Harbour Post\n\nSeptember 20, 2023 Wednesday\n\n\
        Copyright 2023 The Harbour Post All Rights Reserved\n\nSection: NEWS; Pg. 4\n\nLength: 512 words\n\n\
        Byline: Ann Lee\n\nBody\n\nThe pier is closed.\n\nSection: of the pier.\n\nClassification\n\n\
        Language: ENGLISH\n\nLoad-Date: September 21, 2023\n\nEnd of Document\n\n\
        Pier open\n\nThe Harbour Post\n\nSeptember 22, 2023\n\nLength: 2 words\n\nBody\n\nIt is.\n\nEnd of Document\n";
    let articles = all(text);
    let one = articles[0].as_ref().unwrap();
    assert_eq!(one.title, "Pier closed after storm");
    assert_eq!(one.outlet.as_deref(), Some("The Harbour Post"));
    assert_eq!(one.body, "The pier is closed.\n\nSection: of the pier.");
    assert_eq!(one.language.as_deref(), Some("ENGLISH"));
    assert_eq!(dates(one), ["September 20, 2023 Wednesday"]);
    let two = articles[1].as_ref().unwrap();
    assert_eq!(
        (two.title.as_str(), two.body.as_str()),
        ("Pier open", "It is.")
    );
}

#[test]
fn factiva_documents_are_taken_apart() {
    let coded = "Search summary\n\n\
        SE  News\nHD  Pier closed\n    after storm\nBY  By Ann Lee\nWC  512 words\nPD  20 September 2023\n\
        ET  10:30\nSN  The Harbour Post\nSC  HARBPO\nLA  English\nCY  Copyright 2023\n\n\
        LP\nThe pier is closed.\n\nTD\nIN the harbour nothing moved.\n\nNothing at all.\n\n\
        CO  harbo : Harbour Office\nNS  gstorm : Storms | gcat : Other\nRE  uk : United Kingdom\n\
        AN  Document HARBPO0020230920ej9k0001p\n\nHD  Pier open\nWC  9 words\nPD  22 September 2023\nLP  It is.\n\n\
        AN  Document HARBPO0020230922ej9m0002q\n";
    let plain = "Pier closed after storm\nBy Ann Lee\n512 words\n20 September 2023\n10:30\nThe Harbour Post\nHARBPO\nEnglish\n\
        Copyright 2023\n\nThe pier is closed.\n\nIN the harbour nothing moved.\n\nNothing at all.\n\n\
        Document HARBPO0020230920ej9k0001p\n\nPier open\n9 words\n22 September 2023\nThe Harbour Post\nEnglish\n\nIt is.\n\n\
        Document HARBPO0020230922ej9m0002q\n";
    for text in [coded, plain] {
        let articles = all(text);
        assert_eq!(articles.len(), 2);
        let one = articles[0].as_ref().unwrap();
        assert_eq!(one.title, "Pier closed after storm");
        assert_eq!(one.authors, ["Ann Lee"]);
        assert_eq!(dates(one), ["20 September 2023"]);
        assert_eq!(one.outlet.as_deref(), Some("The Harbour Post"));
        assert_eq!(one.language.as_deref(), Some("English"));
        assert_eq!(one.source_id.as_deref(), Some("HARBPO0020230920ej9k0001p"));
        assert_eq!(
            one.body.trim(),
            "The pier is closed.\n\nIN the harbour nothing moved.\n\nNothing at all."
        );
        let two = articles[1].as_ref().unwrap();
        assert_eq!(
            (two.title.as_str(), two.body.trim()),
            ("Pier open", "It is.")
        );
    }
    let one = all(coded).remove(0).unwrap();
    assert_eq!(one.source.organisations, ["Harbour Office"]);
    assert_eq!(one.source.topics, ["Storms", "Other"]);
    assert_eq!(one.source.places, ["United Kingdom"]);
}

#[test]
fn factiva_without_codes_may_have_sections_and_bylines() {
    let fields = "512 words\n20 September 2023\n10:30\nThe Harbour Post\nHARBPO\nLate Edition\n4\nEnglish\n\
        (Copyright (c) 2023, The Harbour Post)\n\nThe pier is closed.\n\nDocument HARBPO0020230920ej9k0001p\n\n";
    let heads = [
        ("World News\nPier Closed\n", "World News", "Pier Closed", 0),
        (
            "Pier Closed After Storm\n",
            "",
            "Pier Closed After Storm",
            0,
        ),
        (
            "Section A; Column 1\nPier closed\nBy Ann Lee\n",
            "Section A; Column 1",
            "Pier closed",
            1,
        ),
        (
            "Harbour Watch\n\nStorm is near\n",
            "Harbour Watch",
            "Storm is near",
            0,
        ),
        (
            "Page 7 of 9 © 2023 Factiva, Inc. All rights reserved.\nHarbour Watch\nPier open again\nBob Ray\n",
            "Harbour Watch",
            "Pier open again",
            1,
        ),
    ];
    let text: String = heads
        .iter()
        .map(|(head, ..)| format!("{head}{fields}"))
        .collect();
    let articles = all(&text);
    assert_eq!(articles.len(), heads.len());
    for (article, (head, section, title, authors)) in articles.into_iter().zip(heads) {
        let article = article.unwrap();
        assert_eq!(
            (
                article.section.as_deref().unwrap_or(""),
                article.title.as_str(),
                article.authors.len()
            ),
            (section, title, authors),
            "{head}"
        );
        assert_eq!(article.body.trim(), "The pier is closed.", "{head}");
        assert_eq!(article.outlet.as_deref(), Some("The Harbour Post"));
    }
}

#[test]
fn other_texts_are_no_deliveries() {
    for text in [
        "",
        "Pier closed\n\nThe harbour office has 1 of 200 documents.",
        "A report.\n\nEnd of Document\n",
        "See Document HARBPO0020230920ej9k0001p\n\nText",
        "Document 7\n\n512 words\n",
    ] {
        assert!(split(text).is_none(), "{text}");
    }
}

#[test]
fn an_edition_is_no_headline_and_a_sentence_no_label() {
    let text = "Old Pier Closed\n\nThe Harbour Times\n\nSeptember 20, 2023 Wednesday\n\nLate Edition - Final\n\n\
        Copyright 2023 The Harbour Times Company\n\nSection: A\n\nLength: 512 words\n\nBody\n\nThe pier is closed.\n\n\
        Country: the word was on every lip that day.\n\nRepairs begin.\n\nSubject: PIERS\n\n\
        Load-Date: September 20, 2023\n\nEnd of Document\n";
    let articles = all(text);
    let one = articles[0].as_ref().unwrap();
    assert_eq!(one.title, "Old Pier Closed");
    assert_eq!(one.outlet.as_deref(), Some("The Harbour Times"));
    assert_eq!(
        one.body,
        "The pier is closed.\n\nCountry: the word was on every lip that day.\n\nRepairs begin."
    );
    assert_eq!(one.source.topics, ["PIERS"]);
}
