//! Sheets scored by one core, no text rendered.

use std::hint::black_box;
use std::time::{Duration, Instant};

use evaluation::scoring::{Options, Scorer};

use crate::measure::{TURNS, Table, a_second, median};

/// Sheets of each product set.
const SHEETS: u64 = 200;
/// How long a turn lasts.
const TURN: Duration = Duration::from_millis(300);

pub(crate) fn measure(table: &mut Table) {
    let scorer = Scorer::published().expect("the catalogue is sound");
    let ready: Vec<_> = (1..=26).map(|number| (scorer.form(number), sheets(&scorer.option_counts(number)))).collect();
    let mut rates = Vec::new();
    for _ in 0..TURNS {
        let (began, mut scored) = (Instant::now(), 0_u32);
        while began.elapsed() < TURN {
            for (form, sheets) in &ready {
                for sheet in sheets {
                    black_box(form.score(black_box(sheet)));
                    scored += 1;
                }
            }
        }
        rates.push(f64::from(scored) / began.elapsed().as_secs_f64());
    }
    table.row("sheets scored by a core, all 26 sets", &format!("**{}**", a_second(median(rates))), "≥ 200,000/s");
}

/// Sheets with choices spread over all options, one criterion in eight left out. The same in every run.
fn sheets(option_counts: &[u8]) -> Vec<Options> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = || {
        // Xorshift: quick, and good enough to spread choices.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut choice = |count: u8| {
        let number = random();
        if number % 8 == 0 { 0 } else { u8::try_from(1 + (number >> 8) % u64::from(count)).expect("small") }
    };
    (0..SHEETS).map(|_| Options::from(option_counts.iter().map(|count| choice(*count)).collect::<Vec<_>>())).collect()
}
