//! What records add up to, told by hand.

use chrono::{NaiveDate, TimeZone as _, Utc};

use super::*;
use crate::domain::cells::Cell;
use crate::domain::days::Days;
use crate::domain::entries::Measure;
use crate::domain::spans::OPEN;
use crate::domain::sums::{Amounts, added, sums};
use crate::domain::told::{CertificateTold, Given};

const COMMUNE: &str = "2025:03127";
const OTHER_COMMUNE: &str = "2025:03151";

fn id(number: u128) -> RawId {
    RawId::from_u128(number)
}

fn day(written: &str) -> NaiveDate {
    written.parse().expect("a day")
}

fn unit(written: &str) -> platform::access::UnitId {
    written.parse().expect("a unit")
}

fn on(written: &str) -> Days {
    Days { from: day(written), to: day(written) }
}

fn filed(commune: &str, product_set: i32, due_on: Option<&str>) -> Told {
    let kind = "first".to_owned();
    Told::DossierFiled { kind, product_set, unit: unit(commune), sample: false, due_on: due_on.map(day) }
}

fn reached(state: &str, due_on: Option<&str>) -> Told {
    Told::DossierReached { state: state.to_owned(), due_on: due_on.map(day) }
}

fn scored(star: i32) -> Told {
    Told::Scored { star, given: None }
}

/// Things told one after the other, each at noon of its day.
#[derive(Default)]
struct Tale(Vec<Heard>);

impl Tale {
    fn tell(mut self, at: &str, noun: Noun, number: u128, told: Told) -> Self {
        let noon = day(at).and_hms_opt(5, 0, 0).expect("a time");
        let position = i64::try_from(self.0.len()).expect("few") + 1;
        let about = Subject::new(noun, id(number));
        let at = Utc.from_utc_datetime(&noon);
        self.0.push(Heard { about, source: "told".to_owned(), position, at, told });
        self
    }

    fn certified(self, certificate: u128, product: u128, star: i32, from: &str, to: &str) -> Self {
        let told = CertificateTold {
            dossier: id(1000 + certificate),
            product: id(product),
            producer: id(100 + product),
            unit: unit(COMMUNE),
            product_set: 4,
            star,
            sample: false,
            issued_on: day(from),
            expires_on: day(to),
        };
        self.tell(from, Noun::Certificate, certificate, Told::Certificate(told))
    }

    fn producer(self, number: u128, at: &str, sample: bool) -> Self {
        let told = Told::Producer { kind: "cooperative".to_owned(), unit: unit(COMMUNE), sample };
        self.tell(at, Noun::Producer, number, told)
    }

    fn leads(self, person: u128, producer: u128, from: &str) -> Self {
        let told = Told::Term { term: id(person), person: id(person), from: day(from), to: None };
        self.tell(from, Noun::Leadership, producer, told)
    }

    fn of(&self, noun: Noun, number: u128) -> Vec<Entry> {
        let mut heard: Vec<_> = self.0.iter().collect();
        heard.sort_by_key(|heard| heard.at);
        entries(Subject::new(noun, id(number)), &heard)
    }
}

/// What a measure comes to in the country.
fn counted(entries: &[Entry], measure: Measure, interval: Days) -> Amounts {
    let country = [unit("VN")];
    let entries: Vec<_> = entries.iter().filter(|entry| entry.measure == measure).collect();
    let mut all = Amounts::NONE;
    for (key, amounts) in sums(&entries, |_| &country).iter().filter(|(key, _)| key.part.is_none()) {
        all.add(added(key, *amounts, interval));
    }
    all
}

fn value(entries: &[Entry], measure: Measure, from: &str, to: &str) -> i64 {
    counted(entries, measure, Days { from: day(from), to: day(to) }).value
}

#[test]
fn a_renewed_product_is_recognised_once_and_valid_once() {
    let product = Tale::default()
        .certified(1, 7, 3, "2023-01-10", "2026-01-10")
        .certified(2, 7, 4, "2025-12-20", "2028-12-20")
        .of(Noun::Product, 7);
    assert_eq!(value(&product, Measure::ProductsRecognised, "2021-01-01", "2026-11-23"), 1);
    assert_eq!(value(&product, Measure::ProductsRecognised, "2025-01-01", "2026-11-23"), 0);
    assert_eq!(value(&product, Measure::ProductsValid, "2021-01-01", "2026-01-01"), 1);
    assert_eq!(value(&product, Measure::ProductsValid, "2021-01-01", "2028-12-21"), 0);
    assert_eq!(value(&product, Measure::CertificatesIssued, "2021-01-01", "2026-11-23"), 2);
    assert_eq!(value(&product, Measure::CertificatesExpired, "2026-01-01", "2026-01-31"), 1);
    let stars: Vec<_> = product.iter().filter(|entry| entry.measure == Measure::ProductsValid).collect();
    let star = |entry: &Entry| entry.parts.iter().map(|part| part.key.clone()).next();
    assert_eq!(stars.iter().map(|entry| star(entry)).collect::<Vec<_>>(), [Some("3".to_owned()), Some("4".to_owned())]);
    assert_eq!(stars[0].days.to, day("2025-12-19"), "the newest counts from its first day on");
}

#[test]
fn a_revoked_certificate_holds_to_the_day_before_and_does_not_expire() {
    let ended = Told::CertificateEnded { on: day("2026-06-01"), revoked: true };
    let product = Tale::default()
        .certified(1, 7, 3, "2026-01-10", "2029-01-10")
        .tell("2026-06-02", Noun::Certificate, 1, ended)
        .of(Noun::Product, 7);
    assert_eq!(value(&product, Measure::ProductsValid, "2026-05-31", "2026-05-31"), 1);
    assert_eq!(value(&product, Measure::ProductsValid, "2026-06-01", "2026-06-01"), 0);
    assert_eq!(value(&product, Measure::CertificatesRevoked, "2026-06-01", "2026-06-01"), 1);
    assert_eq!(value(&product, Measure::CertificatesExpired, "2026-01-01", "2030-01-01"), 0);
}

#[test]
fn a_certificate_without_a_ballot_or_above_its_result_is_told() {
    let unscored = Tale::default().certified(1, 7, 4, "2026-01-10", "2029-01-10");
    let doubt = |tale: &Tale, measure| value(&tale.of(Noun::Product, 7), measure, "2026-01-10", "2026-01-10");
    assert_eq!(doubt(&unscored, Measure::CertificatesWithoutBallot), 1);
    let low = unscored.tell("2026-01-09", Noun::Dossier, 1001, scored(3));
    assert_eq!(doubt(&low, Measure::CertificatesWithoutBallot), 0);
    assert_eq!(doubt(&low, Measure::CertificatesAboveResult), 1);
    let sound = low.tell("2026-01-09", Noun::Dossier, 1001, scored(4));
    assert_eq!(doubt(&sound, Measure::CertificatesAboveResult), 0);
}

#[test]
fn a_producer_counts_where_it_was_on_each_day() {
    let moved = Told::Producer { kind: "cooperative".to_owned(), unit: unit(OTHER_COMMUNE), sample: false };
    let producer = Tale::default()
        .producer(1, "2026-01-05", false)
        .tell("2026-03-01", Noun::Producer, 1, moved)
        .tell("2026-09-01", Noun::Producer, 1, Told::ProducerRetired)
        .of(Noun::Producer, 1);
    let places: Vec<_> = producer.iter().map(|entry| (entry.unit.to_string(), entry.days)).collect();
    assert_eq!(
        places,
        [
            (COMMUNE.to_owned(), Days { from: day("2026-01-05"), to: day("2026-02-28") }),
            (OTHER_COMMUNE.to_owned(), Days { from: day("2026-03-01"), to: day("2026-08-31") }),
        ]
    );
}

#[test]
fn a_change_of_leader_reopens_the_gap() {
    let class = Told::Class { audience: "leaders".to_owned(), unit: unit(COMMUNE), sample: false };
    let enrolled =
        Told::Enrolled { class: id(50), producer: Some(id(107)), level: None, unit: unit(COMMUNE), sample: false };
    let tale = Tale::default()
        .producer(107, "2026-01-01", false)
        .certified(1, 7, 3, "2026-01-01", "2029-01-01")
        .leads(1, 107, "2026-01-01")
        .tell("2026-02-01", Noun::Class, 50, class)
        .tell("2026-02-01", Noun::Person, 1, enrolled)
        .tell("2026-03-01", Noun::Class, 50, Told::Roll { session: 1, day: day("2026-03-01"), persons: vec![id(1)] })
        .tell("2026-03-02", Noun::Class, 50, Told::Completed { on: day("2026-03-01"), persons: vec![id(1)] })
        .leads(9, 107, "2026-10-01");
    let both: Vec<_> = [tale.of(Noun::Person, 1), tale.of(Noun::Person, 9)].concat();
    let covered = |on: &str| {
        let on = Days { from: day(on), to: day(on) };
        (counted(&both, Measure::LeadersOfOcopTrained, on).value, counted(&both, Measure::LeadersOfOcop, on).value)
    };
    assert_eq!(covered("2025-12-31"), (0, 0));
    assert_eq!(covered("2026-02-28"), (0, 1));
    assert_eq!(covered("2026-03-01"), (1, 1));
    assert_eq!(covered("2026-10-01"), (0, 1), "a new leader");
    assert_eq!(covered("2029-01-02"), (0, 0), "the certificate has run out");
    assert_eq!(value(&both, Measure::CompletionsWithoutAttendance, "2026-03-01", "2026-03-01"), 0);
    let retracted = tale.tell("2026-11-01", Noun::Leadership, 107, Told::TermRetracted { term: id(9) });
    let both = [retracted.of(Noun::Person, 1), retracted.of(Noun::Person, 9)].concat();
    assert_eq!(value(&both, Measure::LeadersOfOcopTrained, "2026-10-01", "2026-10-01"), 1, "she leads it still");
    assert_eq!(value(&both, Measure::LeadersOfOcop, "2026-10-01", "2026-10-01"), 1);
}

#[test]
fn an_official_counts_from_the_first_to_the_last_day_unless_the_term_is_taken_back() {
    let official = |to: Option<&str>| Told::Official {
        level: "commune".to_owned(),
        unit: unit(COMMUNE),
        from: day("2026-01-01"),
        to: to.map(day),
        sample: false,
    };
    let in_office = |tale: &Tale, on: &str| value(&tale.of(Noun::Official, 1), Measure::OfficialsInOffice, on, on);
    let tale = Tale::default().tell("2026-01-05", Noun::Official, 1, official(Some("2030-12-31")));
    assert_eq!(
        [in_office(&tale, "2025-12-31"), in_office(&tale, "2030-12-31"), in_office(&tale, "2031-01-01")],
        [0, 1, 0]
    );
    let tale = tale.tell("2026-06-01", Noun::Official, 1, Told::OfficialEnded { to: day("2026-05-31") });
    assert_eq!([in_office(&tale, "2026-05-31"), in_office(&tale, "2026-06-01")], [1, 0]);
    let tale = tale.tell("2026-07-01", Noun::Official, 1, Told::OfficialRetracted);
    assert_eq!(in_office(&tale, "2026-03-01"), 0);
}

#[test]
fn attendances_are_counted_apart_from_people_and_by_the_last_roll() {
    let class = |audience: &str| Told::Class { audience: audience.to_owned(), unit: unit(COMMUNE), sample: false };
    let enrolled = |class: u128| Told::Enrolled {
        class: id(class),
        producer: None,
        level: Some("province".to_owned()),
        unit: unit(COMMUNE),
        sample: false,
    };
    let roll = |session, on: &str, present: bool| Told::Roll {
        session,
        day: day(on),
        persons: if present { vec![id(1)] } else { Vec::new() },
    };
    let person = Tale::default()
        .tell("2026-01-01", Noun::Class, 50, class("officials"))
        .tell("2026-01-01", Noun::Class, 51, class("officials"))
        .tell("2026-01-02", Noun::Person, 1, enrolled(50))
        .tell("2026-01-02", Noun::Person, 1, enrolled(51))
        .tell("2026-02-01", Noun::Class, 50, roll(1, "2026-02-01", true))
        .tell("2026-02-02", Noun::Class, 50, roll(2, "2026-02-02", true))
        .tell("2026-04-01", Noun::Class, 51, roll(1, "2026-04-01", true))
        .tell("2026-04-02", Noun::Class, 51, roll(2, "2026-04-02", true))
        .tell("2026-04-03", Noun::Class, 51, roll(2, "2026-04-02", false))
        .of(Noun::Person, 1);
    let both = |from: &str, to: &str| {
        (
            value(&person, Measure::OfficialsTrainedPeople, from, to),
            value(&person, Measure::OfficialsTrainedAttendances, from, to),
        )
    };
    assert_eq!(both("2026-01-01", "2026-12-31"), (1, 2));
    assert_eq!(both("2026-02-01", "2026-02-28"), (1, 1));
    assert_eq!(both("2026-04-02", "2026-04-30"), (0, 0), "the roll was put right");
}

#[test]
fn a_recognition_counts_as_far_as_its_days_tell() {
    let recognition = |earliest: &str, latest: &str| {
        let told = Told::Recognition {
            unit: unit("2025:11"),
            product_set: 4,
            star: 3,
            earliest: (!earliest.is_empty()).then(|| day(earliest)),
            latest: day(latest),
        };
        Tale::default().tell("2026-11-23", Noun::Recognition, 1, told).of(Noun::Recognition, 1)
    };
    let recognised = |earliest, latest| {
        let phase = Days { from: day("2018-01-01"), to: day("2020-12-31") };
        let amounts = counted(&recognition(earliest, latest), Measure::ProductsRecognised, phase);
        (amounts.value, amounts.uncertain)
    };
    assert_eq!(recognised("2019-01-01", "2019-12-31"), (1, 0));
    assert_eq!(recognised("", "2020-12-31"), (1, 0), "nothing was recognised before the programme");
    assert_eq!(recognised("", "2022-12-31"), (0, 1));
    assert_eq!(recognised("2022-12-01", "2022-12-31"), (0, 0));
    assert_eq!(recognised("", "2018-05-06"), (0, 0));
    let held = |earliest, latest, at: &str| {
        let amounts = counted(&recognition(earliest, latest), Measure::ProductsValid, on(at));
        (amounts.value, amounts.uncertain)
    };
    assert_eq!(held("2024-10-01", "2024-12-31", "2026-11-23"), (1, 0));
    assert_eq!(held("2023-01-01", "2023-12-31", "2026-11-23"), (0, 1));
    assert_eq!(held("2022-12-01", "2022-12-31", "2026-11-23"), (0, 0));
    assert_eq!(held("2022-12-01", "2022-12-31", "2022-11-30"), (0, 0));
    assert_eq!(held("", "2026-11-23", "2020-06-30"), (0, 1));
    assert_eq!(held("", "2026-11-23", "2029-11-24"), (0, 0));
}

#[test]
fn a_craft_village_is_linked_from_its_first_day_or_from_the_change_that_linked_it() {
    let village = |category: &str| Told::Record {
        kind: "craft_village".to_owned(),
        category: category.to_owned(),
        unit: unit(COMMUNE),
        first_day: day("2019-05-01"),
        last_day: None,
        planned_dong: 0,
        spent_dong: 0,
        sample: false,
    };
    let at_once = Tale::default().tell("2026-01-05", Noun::Record, 1, village("stay"));
    assert_eq!(at_once.of(Noun::Record, 1)[0].days, on("2019-05-01"));
    let later = Tale::default()
        .tell("2026-01-05", Noun::Record, 1, village("not_linked"))
        .tell("2026-03-05", Noun::Record, 1, village("visit"))
        .tell("2026-04-05", Noun::Record, 1, village("stay"));
    assert_eq!(later.of(Noun::Record, 1)[0].days, on("2026-03-05"));
    let no_more = later.tell("2026-05-05", Noun::Record, 1, village("not_linked"));
    assert_eq!(no_more.of(Noun::Record, 1), []);
}

#[test]
fn a_dossier_is_in_progress_from_its_filing_to_its_end() {
    let reached = |state: &str| reached(state, None);
    let dossier = Tale::default()
        .tell("2026-03-01", Noun::Dossier, 1, filed(COMMUNE, 4, None))
        .tell("2026-03-05", Noun::Dossier, 1, reached("accepted"))
        .tell("2026-03-20", Noun::Dossier, 1, reached("proposed"))
        .tell("2026-05-20", Noun::Dossier, 1, scored(3))
        .tell("2026-06-01", Noun::Dossier, 1, reached("certified"))
        .of(Noun::Dossier, 1);
    let steps = [Measure::DossiersFiled, Measure::DossiersAccepted, Measure::DossiersProposed, Measure::DossiersScored];
    for step in steps {
        assert_eq!(value(&dossier, step, "2026-03-01", "2026-05-31"), 1, "{step:?}");
    }
    assert_eq!(value(&dossier, Measure::DossiersCertified, "2026-03-01", "2026-05-31"), 0);
    assert_eq!(value(&dossier, Measure::DossiersInProgress, "2026-05-31", "2026-05-31"), 1);
    assert_eq!(value(&dossier, Measure::DossiersInProgress, "2026-06-01", "2026-06-01"), 0);
}

#[test]
fn a_dossier_is_overdue_from_the_day_after_it_was_due_to_its_next_step() {
    let dossier = Tale::default()
        .tell("2026-03-02", Noun::Dossier, 1, filed(COMMUNE, 4, Some("2026-03-09")))
        .tell("2026-03-12", Noun::Dossier, 1, reached("accepted", Some("2026-03-20")))
        .tell("2026-03-18", Noun::Dossier, 1, reached("proposed", Some("2026-05-15")));
    let overdue = |dossier: &[Entry], day| value(dossier, Measure::DossiersOverdue, day, day);
    let entries = dossier.of(Noun::Dossier, 1);
    for (day, count) in [("2026-03-09", 0), ("2026-03-10", 1), ("2026-03-11", 1), ("2026-03-12", 0), ("2026-03-21", 0)]
    {
        assert_eq!(overdue(&entries, day), count, "{day}");
    }
    assert_eq!((overdue(&entries, "2026-05-15"), overdue(&entries, "2026-08-01")), (0, 1));
    let ended = dossier.tell("2026-06-01", Noun::Dossier, 1, reached("certified", None)).of(Noun::Dossier, 1);
    assert_eq!((overdue(&ended, "2026-05-31"), overdue(&ended, "2026-06-01")), (1, 0));
}

#[test]
fn what_councils_give_is_counted_whole_and_by_criterion() {
    let given = |points: i64, criteria: &[(&str, i64)]| Told::Scored {
        star: 3,
        given: Some(Given {
            sheets: 5,
            points,
            criteria_version: "26-2026".to_owned(),
            criteria: criteria.iter().map(|(code, points)| ((*code).to_owned(), *points)).collect(),
        }),
    };
    let tale = Tale::default()
        .tell("2026-03-01", Noun::Dossier, 1, filed(COMMUNE, 4, None))
        .tell("2026-05-20", Noun::Dossier, 1, given(350, &[("1.1", 20), ("3.5", 330)]))
        .tell("2026-03-01", Noun::Dossier, 2, filed(OTHER_COMMUNE, 4, None))
        .tell("2026-05-21", Noun::Dossier, 2, given(300, &[("1.1", 15), ("3.5", 285)]))
        .tell("2026-03-01", Noun::Dossier, 3, filed("2025:00070", 4, None))
        .tell("2026-05-21", Noun::Dossier, 3, given(400, &[("1.1", 25), ("3.5", 375)]))
        // A total there is none.
        .tell("2026-05-22", Noun::Dossier, 4, filed(COMMUNE, 4, None))
        .tell("2026-05-23", Noun::Dossier, 4, Told::Scored { star: 0, given: None });
    let entries = tale.of(Noun::Dossier, 1);
    assert_eq!(value(&entries, Measure::CouncilPoints, "2026-05-01", "2026-05-31"), 350);
    assert_eq!(value(&entries, Measure::CouncilSheets, "2026-05-01", "2026-05-31"), 5);

    let mut heard = tale.0;
    heard.sort_by_key(|heard| (heard.about, heard.at));
    let province = unit("2025:11");
    let cells = |days: Days| {
        let cells = by_criterion(&province, days, &heard, |unit| [COMMUNE, OTHER_COMMUNE].contains(&unit.as_str()));
        let cell = |cell: Cell| (cell.indicator, cell.part.expect("a part").key, cell.figure.expect("a figure").value);
        cells.into_iter().map(cell).collect::<Vec<_>>()
    };
    let named =
        |indicator: &str, criterion: &str, value: i64| (indicator.to_owned(), format!("26-2026/04/{criterion}"), value);
    let may = Days { from: day("2026-05-01"), to: day("2026-05-31") };
    let both = [
        named("council_points", "1.1", 35),
        named("council_points", "3.5", 615),
        named("council_sheets", "1.1", 10),
        named("council_sheets", "3.5", 10),
    ];
    assert_eq!(cells(may), both);
    assert_eq!(cells(on("2026-05-20"))[0], named("council_points", "1.1", 20));
    assert_eq!(cells(on("2026-05-19")), []);
}

#[test]
fn the_register_has_the_days_each_certificate_holds_and_who_holds_it_now() {
    let tale = Tale::default()
        .certified(1, 1, 3, "2026-01-10", "2029-01-09")
        .certified(2, 2, 4, "2026-02-10", "2029-02-09")
        .certified(3, 3, 4, "2026-03-10", "2029-03-09")
        .tell("2026-05-01", Noun::Certificate, 1, Told::CertificateEnded { on: day("2026-05-01"), revoked: true })
        .tell("2026-05-02", Noun::Certificate, 2, Told::CertificatePassedOn { producer: id(77) })
        // One that never held a day is not in the register.
        .tell("2026-05-03", Noun::Certificate, 3, Told::CertificateEnded { on: day("2026-03-10"), revoked: true });
    let mut heard = tale.0;
    heard.sort_by_key(|heard| (heard.about, heard.at));
    let rows: Vec<_> = register(&heard).into_iter().map(|row| (row.certificate, row.days.to, row.producer)).collect();
    assert_eq!(rows, [(id(1), day("2026-04-30"), id(101)), (id(2), day("2029-02-09"), id(77))]);
}

#[test]
fn what_was_known_at_a_moment_follows_from_what_had_been_told() {
    let tale =
        Tale::default().producer(1, "2026-01-05", false).tell("2026-09-01", Noun::Producer, 1, Told::ProducerRetired);
    let heard: Vec<_> = tale.0.iter().collect();
    let known = history(Subject::new(Noun::Producer, id(1)), &heard);
    let spans: Vec<_> = known.iter().map(|known| (known.entry.days.to, known.from, known.to)).collect();
    let (registered, retired) = (tale.0[0].at, tale.0[1].at);
    assert_eq!(spans, [(day("2026-08-31"), retired, None), (OPEN, registered, Some(retired))]);
}
