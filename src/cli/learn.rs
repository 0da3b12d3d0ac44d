//! What `dateline index --learn` measures of an archive, and where it is kept: `date-order.json` in
//! the index directory.

use super::open::{self, Opened};
use crate::analyse::published::Orders;
use crate::manifest::Home;
use crate::present::info::{count, counted};
use anyhow::{Context, Result};
use std::io::Write;

/// What was measured of an archive; nothing where nothing was, or by another version.
pub(super) fn of_home(home: &Home) -> Result<Orders> {
    let path = home.date_order();
    if !path.exists() {
        return Ok(Orders::default());
    }
    let read = || -> Result<Orders> {
        let text = std::fs::read_to_string(&path)?;
        Ok(serde_json::from_str(&text)?)
    };
    let orders = read().with_context(|| {
        format!(
            "{}: damaged; remove it, and measure anew with `dateline index --learn`",
            path.display()
        )
    })?;
    Ok(if orders.is_current() {
        orders
    } else {
        Orders::default()
    })
}

/// Measures an archive by the articles of its last commit and keeps what is found. Gives it, and
/// whether articles are to be analysed anew because of it. The caller holds the lock.
pub(super) fn measure(opened: &Opened) -> Result<(Orders, bool)> {
    let mut orders = Orders::measure();
    let today = open::today();
    for entry in open::entries(opened)? {
        let entry = entry?;
        if entry.articles > 0 {
            let mut each = |article| {
                orders.count(&article, today);
                Ok(())
            };
            let file = entry.file_key();
            opened.searcher.each_article_of_file(file, &mut each)?;
        }
    }
    // A file that is damaged is written anew.
    let before = of_home(&opened.home).unwrap_or_default();
    if before != orders {
        let mut out = crate::export::OutputFile::create(&opened.home.date_order())?;
        serde_json::to_writer_pretty(&mut out, &orders)?;
        writeln!(out)?;
        out.commit()?;
    }
    let changed = !orders.decides_as(&before);
    Ok((orders, changed))
}

/// What was measured, in one line.
pub(super) fn line(orders: &Orders) -> String {
    let archive = orders.archive;
    let (known, day_first) = orders.known_outlets();
    let order = match archive.majority() {
        Some(true) => "day first",
        Some(false) => "month first",
        None => "no order prevails",
    };
    let decided = archive.day_first + archive.month_first;
    format!(
        "{order} ({} day first, {} month first of {}; {} can be read both ways); {} known, {} of them day first",
        count(archive.day_first),
        count(archive.month_first),
        counted(decided, "numeric date"),
        count(archive.either),
        counted(known, "outlet"),
        count(day_first),
    )
}
