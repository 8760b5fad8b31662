//! Turns, medians, and the table.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

/// Turns that each of two rivals gets.
pub(crate) const TURNS: usize = 9;
/// How long a turn lasts.
const TURN: Duration = Duration::from_millis(700);
/// The clock ticks of `/proc/*/stat`: a fixed number of Linux's interface to programs.
const TICKS_PER_S: f64 = 100.0;

/// Prints rows as they are measured.
pub(crate) struct Table;

impl Table {
    pub(crate) fn begin() -> Self {
        println!("| what | measured | aim |");
        println!("|---|---|---|");
        Self
    }

    pub(crate) fn row(&mut self, what: &str, measured: &str, aim: &str) {
        println!("| {what} | {measured} | {aim} |");
    }

    pub(crate) fn end(self) {
        println!();
    }
}

/// Where 95 of 100 values lie below.
pub(crate) fn percentile_95(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() * 95 / 100]
}

/// The middle of some values.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// What a turn came to: things done a second, and what the server's process worked for each, in microseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    pub(crate) rate: f64,
    pub(crate) cpu_us: f64,
}

/// Many callers at the same time, as long as a turn lasts. `process` serves them.
pub(crate) async fn turn<C, F>(callers: Vec<C>, process: u32, call: impl Fn(C) -> F + Clone + Send + 'static) -> Turn
where
    C: Clone + Send + Sync + 'static,
    F: Future<Output = ()> + Send,
{
    let (began, worked) = (Instant::now(), cpu(process));
    let mut lanes = JoinSet::new();
    for caller in callers {
        let call = call.clone();
        lanes.spawn(async move {
            let mut done = 0_u32;
            while began.elapsed() < TURN {
                call(caller.clone()).await;
                done += 1;
            }
            done
        });
    }
    let done: f64 = lanes.join_all().await.into_iter().map(f64::from).sum();
    let rate = done / began.elapsed().as_secs_f64();
    Turn { rate, cpu_us: (cpu(process) - worked).as_secs_f64() * 1e6 / done }
}

/// What two rivals came to by turns.
pub(crate) struct Compared {
    pub(crate) ours: Turn,
    pub(crate) theirs: Turn,
    /// Of the rates; the middle of all turns.
    pub(crate) ratio: f64,
}

/// Puts turns side by side; the first pair only warms up.
pub(crate) fn compared(turns: &[(Turn, Turn)]) -> Compared {
    let turns = &turns[1..];
    let middle = |value: &dyn Fn(&(Turn, Turn)) -> f64| median(turns.iter().map(value).collect());
    Compared {
        ours: Turn { rate: middle(&|(ours, _)| ours.rate), cpu_us: middle(&|(ours, _)| ours.cpu_us) },
        theirs: Turn { rate: middle(&|(_, theirs)| theirs.rate), cpu_us: middle(&|(_, theirs)| theirs.cpu_us) },
        ratio: middle(&|(ours, theirs)| ours.rate / theirs.rate),
    }
}

/// The processor time a process has had.
pub(crate) fn cpu(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).expect("a process of this machine");
    // The second field, the name, may hold blanks; the rest follows its bracket.
    let fields: Vec<&str> = stat.rsplit_once(')').expect("a name").1.split_whitespace().collect();
    let ticks = |field: usize| fields[field].parse::<f64>().expect("a number");
    Duration::from_secs_f64((ticks(11) + ticks(12)) / TICKS_PER_S)
}

/// The memory a process holds, in megabytes.
pub(crate) fn memory_mb(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a process of this machine");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    line.split_whitespace().nth(1).expect("a number").parse::<f64>().expect("kilobytes") / 1024.0
}

/// A rate, for people.
pub(crate) fn a_second(rate: f64) -> String {
    if rate >= 100.0 { format!("{rate:.0}/s") } else { format!("{rate:.1}/s") }
}
