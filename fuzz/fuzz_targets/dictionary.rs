#![no_main]
//! Lists of actors as users give them, tables and PETRARCH dictionaries, and lines that say which
//! ids are one.

use dateline::analyse::actors::identities::Identities;
use dateline::analyse::actors::user::{Source, codes_on, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok((identities, _)) = Identities::read(text) {
        for id in text.split_whitespace() {
            let all = identities.apply(id, vec![id.to_owned()]);
            assert!(!all.is_empty());
            for other in all.iter().filter(|other| !other.is_empty()) {
                let mut back = identities.apply(other, vec![other.clone()]);
                let mut all = all.clone();
                back.sort();
                all.sort();
                assert_eq!(back, all, "{id} and {other}");
            }
        }
    }
    let source = Source {
        name: "list".to_owned(),
        text: text.to_owned(),
    };
    let lines = text.lines().count() as u64;
    let Ok((actors, notices)) = read(std::slice::from_ref(&source)) else {
        return;
    };
    assert!(notices.total >= notices.first.len());
    for notice in &notices.first {
        assert!(notice.line <= lines.max(1), "{notice}");
    }
    for actor in &actors.actors {
        assert!(
            actor.id.contains(':') && !actor.name.is_empty(),
            "{actor:?}"
        );
        for alias in &actor.aliases {
            assert!(alias.text.contains(char::is_alphanumeric), "{alias:?}");
        }
        for timed in &actor.codes {
            assert!(timed.from <= timed.until && timed.code.len() % 3 == 0);
            assert!(
                codes_on(&actor.codes, Some(timed.from)).contains(&timed.code) || timed.is_always()
            );
        }
    }
    for noun in &actors.nouns {
        assert!(!noun.text.is_empty() && noun.role.len() >= 3);
    }
});
