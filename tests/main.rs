//! What checks more than one crate. `README.md` tells which test goes where.

mod contracts;
mod journeys;
