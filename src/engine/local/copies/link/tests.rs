use super::*;
use crate::text::Scanner;

struct News {
    texts: Vec<String>,
    articles: Vec<Article>,
    sketches: Vec<Vec<u32>>,
}

impl Texts for News {
    fn text(&self, article: usize) -> Result<String> {
        Ok(self.texts[article].clone())
    }

    fn in_time(&self) -> Result<()> {
        Ok(())
    }
}

/// Words `from..until` of an endless text.
fn text(name: &str, from: usize, until: usize) -> String {
    let words = (from..until).map(|place| format!("{name}{place}"));
    words.collect::<Vec<_>>().join(" ")
}

fn news(texts: &[(&str, String)]) -> News {
    let mut scanner = Scanner::new(|_| 0);
    let (mut articles, mut sketches) = (Vec::new(), Vec::new());
    for (place, (title, body)) in (0..).zip(texts) {
        let print = scanner.scan(title, body, "en").2.fingerprint;
        articles.push(Article {
            at: DocAddress::new(0, place),
            key: u64::from(place),
            text: print.text,
            words: print.words,
            day: None,
        });
        sketches.push(print.sketch);
    }
    News {
        texts: texts.iter().map(|(_, body)| body.clone()).collect(),
        articles,
        sketches,
    }
}

fn groups(news: &News, threshold: f32) -> Vec<Vec<usize>> {
    let sketch = |place: usize, into: &mut Vec<u32>| into.clone_from(&news.sketches[place]);
    Grouping::new(&news.articles, &sketch, news, threshold)
        .groups()
        .unwrap()
}

#[test]
fn reprints_cuts_and_updates_are_grouped_and_strangers_not() {
    let story = || text("a", 0, 200);
    let news = news(&[
        ("Troops leave", story()),
        ("Stranger", text("b", 0, 200)),
        ("Army goes home", story()),
        ("Cut", text("a", 0, 120)),
        ("Update", format!("{} {}", text("c", 0, 60), story())),
        (
            "Half of it is another story",
            format!("{} {}", text("a", 0, 70), text("d", 0, 130)),
        ),
    ]);
    assert_eq!(groups(&news, 0.6), [[0, 2, 3, 4]]);
    assert_eq!(groups(&news, 0.25), [[0, 2, 3, 4, 5]]);
}

#[test]
fn near_empty_texts_make_no_group() {
    let news = news(&[
        ("Markets", String::new()),
        ("Markets", String::new()),
        ("Weather", "No report today.".into()),
        ("Sports", "No report today.".into()),
        ("Weather", "no report TODAY".into()),
        ("Weather", "No report tonight.".into()),
    ]);
    assert_eq!(groups(&news, 0.6), [[2, 4]]);
}

#[test]
fn a_brief_is_no_copy_of_the_round_up_that_has_it() {
    let brief = || text("a", 0, 40);
    let news = news(&[
        ("Brief", brief()),
        ("Round-up", format!("{} {}", brief(), text("b", 0, 100))),
        ("Reprint", brief()),
    ]);
    assert_eq!(groups(&news, 0.6), [[0, 2]]);
}

#[test]
fn a_chain_is_parted_where_it_left_its_story() {
    // Each shares three quarters with the next, the first and the last share nothing.
    let links: Vec<(&str, String)> = (0..9)
        .map(|place| ("", text("a", place * 50, place * 50 + 200 - place)))
        .collect();
    let news = news(&links);
    let found = groups(&news, 0.6);
    assert!(
        found
            .first()
            .is_some_and(|first| first.starts_with(&[0, 1]))
    );
    assert!(found.iter().all(|group| group.len() <= 4), "{found:?}");
}

#[test]
fn a_crowd_of_near_copies_is_one_group_and_is_not_compared_pair_by_pair() {
    let crowd: Vec<(&str, String)> = (0..3000)
        .map(|place| {
            (
                "",
                format!("{} x{place} {}", text("a", 0, 100), text("a", 100, 150)),
            )
        })
        .collect();
    let news = news(&crowd);
    let found = groups(&news, 0.6);
    assert_eq!(found.iter().map(Vec::len).collect::<Vec<_>>(), [3000]);
}

#[test]
fn the_lead_copy_is_the_earliest_or_the_longest() {
    let article = |key, day, words| Article {
        at: DocAddress::new(0, 0),
        key,
        text: None,
        words,
        day,
    };
    let group = [
        article(1, None, 300),
        article(2, Some(9), 200),
        article(3, Some(7), 100),
        article(4, Some(7), 150),
        article(5, Some(7), 150),
        article(6, Some(8), 300),
    ];
    let lead = |lead| {
        group
            .iter()
            .min_by_key(|article| article.as_lead(lead))
            .unwrap()
            .key
    };
    assert_eq!(lead(Lead::Earliest), 4);
    assert_eq!(lead(Lead::Longest), 6);
}
