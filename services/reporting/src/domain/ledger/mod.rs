//! The ledger: what is counted follows from what was told, and from nothing else.
//!
//! Every subject that is counted is told of by some things: a product by its own events, its certificates, their dossiers and
//! its producer. From all that was told of these up to a moment, its entries follow by a pure function ([`entries`]). Told in any
//! order, taken in by whomever and built again, they are the same; and what was known at a moment follows from what had been
//! told by then ([`history`]).

mod criteria;
mod dossier;
mod holder;
mod material;
mod official;
mod person;
mod producer;
mod product;
mod programme;
mod recognition;
mod register;
mod sectors;

pub(crate) use criteria::{POINTS, SHEETS, by_criterion};
pub(crate) use register::register;

use platform::clock::Moment;
use platform::ids::RawId;

use self::material::Material;
use super::entries::Entry;
use super::told::{Heard, Noun, Subject, Told};

/// That one subject is counted by what is told of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Need {
    pub(crate) subject: Subject,
    pub(crate) on: Subject,
}

/// An entry with the moments between which it was known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Known {
    pub(crate) entry: Entry,
    pub(crate) from: Moment,
    /// None while it is.
    pub(crate) to: Option<Moment>,
}

impl Noun {
    /// True if entries are made of it; the others are only told of.
    pub(crate) fn is_counted(self) -> bool {
        !matches!(self, Self::Leadership | Self::Class | Self::Certificate)
    }
}

/// The needs that a telling founds. None is ever taken back: what is needed in vain adds nothing.
pub(crate) fn needs(about: Subject, told: &Told) -> Vec<Need> {
    let of = |noun, id: RawId| Subject::new(noun, id);
    let need = |subject, on| Need { subject, on };
    match told {
        Told::Producer { .. } => vec![need(of(Noun::Holder, about.id), about)],
        Told::Term { person, .. } => {
            let (person, holder) = (of(Noun::Person, *person), of(Noun::Holder, about.id));
            let producer = of(Noun::Producer, about.id);
            vec![need(person, about), need(person, holder), need(person, producer), need(holder, producer)]
        }
        Told::Certificate(told) => {
            let (product, holder) = (of(Noun::Product, told.product), of(Noun::Holder, told.producer));
            let producer = of(Noun::Producer, told.producer);
            vec![
                need(product, about),
                need(product, producer),
                need(product, of(Noun::Dossier, told.dossier)),
                need(holder, about),
                need(holder, producer),
            ]
        }
        Told::CertificatePassedOn { producer } => {
            let (holder, producer) = (of(Noun::Holder, *producer), of(Noun::Producer, *producer));
            vec![need(holder, about), need(holder, producer)]
        }
        Told::Enrolled { class, producer, .. } => {
            let producer = producer.map(|producer| need(about, of(Noun::Producer, producer)));
            std::iter::once(need(about, of(Noun::Class, *class))).chain(producer).collect()
        }
        _ => Vec::new(),
    }
}

/// What a subject adds, by what was told; in order of time.
pub(crate) fn entries(subject: Subject, heard: &[&Heard]) -> Vec<Entry> {
    let material = Material(heard);
    let mut entries = match subject.noun {
        Noun::Producer => producer::entries(subject, &material),
        Noun::Holder => holder::entries(subject, &material),
        Noun::Product => product::entries(subject, &material),
        Noun::Person => person::entries(subject, &material),
        Noun::Dossier => dossier::entries(subject, &material),
        Noun::Recognition => recognition::entries(subject, &material),
        Noun::Record => programme::entries_of_record(subject, &material),
        Noun::Payment => programme::entries_of_payment(subject, &material),
        Noun::Official => official::entries(subject, &material),
        Noun::Leadership | Noun::Class | Noun::Certificate => Vec::new(),
    };
    entries.sort();
    entries
}

/// All entries that a subject had at any moment. What was told must be in order of time.
pub(crate) fn history(subject: Subject, heard: &[&Heard]) -> Vec<Known> {
    let mut known: Vec<Known> = Vec::new();
    let mut present: Vec<Known> = Vec::new();
    let mut told = 0;
    while let Some(next) = heard.get(told) {
        let at = next.at;
        told += heard[told..].iter().take_while(|heard| heard.at == at).count();
        let now = entries(subject, &heard[..told]);
        let mut before = std::mem::take(&mut present);
        for entry in now {
            match before.iter().position(|known| known.entry == entry) {
                Some(stays) => present.push(before.swap_remove(stays)),
                None => present.push(Known { entry, from: at, to: None }),
            }
        }
        // What was told at once was never known apart.
        known.extend(before.into_iter().map(|gone| Known { to: Some(at), ..gone }));
    }
    known.extend(present);
    known.sort();
    known
}

#[cfg(test)]
mod tests;
