//! Units through time, looked up in memory by one core: no rpc, no database.

use std::hint::black_box;
use std::time::Instant;

use platform::access::UnitId;
use registry::lookup::Lookup;

use crate::measure::{TURNS, Table, median, memory_mb};

pub(crate) fn measure(table: &mut Table) {
    let before = memory_mb(std::process::id());
    let lookup = Lookup::read().expect("the facts are sound");
    let held = memory_mb(std::process::id()) - before;
    let reading = (0..TURNS).map(|_| {
        let began = Instant::now();
        black_box(Lookup::read().expect("the facts are sound"));
        began.elapsed().as_secs_f64() * 1e3
    });
    table.row("units of all eras read, checked and indexed", &format!("**{:.0} ms**", median(reading.collect())), "");
    table.row("memory they hold", &format!("**{held:.0} MB**"), "");

    let day = |written: &str| written.parse().expect("a day");
    let (eve, now) = (day("2025-06-30"), day("2026-11-23"));
    let communes = lookup.communes(eve);
    let each = |look: &dyn Fn(&UnitId, &str)| {
        let turns = (0..TURNS).map(|_| {
            let began = Instant::now();
            for (id, address) in &communes {
                look(black_box(id), black_box(address));
            }
            let count = u32::try_from(communes.len()).expect("a country has fewer");
            began.elapsed().as_secs_f64() * 1e6 / f64::from(count)
        });
        format!("**{:.2} µs**", median(turns.collect()))
    };
    let by_id = each(&|id, _| assert!(lookup.id(id, eve)));
    table.row("an old commune by code and day", &by_id, "");
    let by_name = each(&|_, address| assert!(lookup.name(address, eve).is_some()));
    table.row("an old commune by its address in words", &by_name, "");
    let successors = each(&|id, _| assert!(lookup.successors(id, now) > 0));
    table.row("the successors of an old commune", &successors, "");

    let province: UnitId = "2018:68".parse().expect("a unit");
    let parts = (0..TURNS).map(|_| {
        let began = Instant::now();
        black_box(lookup.parts(&province, eve, now));
        began.elapsed().as_secs_f64() * 1e6
    });
    table.row("an old province as units of today", &format!("**{:.0} µs**", median(parts.collect())), "");
}
