//! What to inspect first: certificates in force by how urgent their inspection is.

use std::cmp::Reverse;

use platform::access::UnitId;
use platform::db::{Cursor, Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::inspection_risk::{Inspectable, RankedCertificate, Ranking};
use crate::error::Error;
use crate::{State, View, policy, store};

pub(crate) struct RankInspections {
    unit: Option<UnitId>,
    star: Option<i32>,
    page: Page,
}

impl RankInspections {
    pub(crate) fn parse(message: pb::RankInspectionsRequest) -> Result<Self, Error> {
        let filter = pb::RankInspectionsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let star = fields.number("star", message.star, 0..=5);
        let size = fields.page_size(message.page_size);
        let (unit, star, size) = fields.finish((unit, star, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, star: Some(star).filter(|star| *star > 0), page })
    }
}

/// The whole order is computed for each page: what it rests on changes by the day, and a province has some thousands of
/// certificates at most.
pub(crate) async fn rank_inspections(
    view: &View,
    command: &RankInspections,
) -> Result<Paged<RankedCertificate>, Error> {
    let (service, today) = (view.service(), view.today());
    let ranking = Ranking {
        weights: service.inspection_risk.in_force_on(today)?,
        post_inspection_months: service.workflows.in_force_on(today)?.post_inspection_months.value,
        today,
    };
    let units = policy::inspections::ranked_units(view, command.unit.as_ref())?;
    let known = store::inspection_risks::in_force(view, &units, command.star, today).await?;
    let bound_to = policy::bound_to(view).await?;
    let others = known.into_iter().filter(|known| !bound_to.contains(&known.producer));
    let ranked = others.map(|known| weigh(service, ranking, known));
    let mut ranked: Vec<_> = ranked.collect::<Result<_, _>>()?;
    ranked.sort_by(|one, other| one.place().cmp(&other.place()));
    let begins =
        command.page.after.as_ref().and_then(place_of).map_or(0, |(points, number)| {
            ranked.partition_point(|certificate| certificate.place() <= (points, number))
        });
    Ok(command.page.of(ranked.split_off(begins), cursor))
}

fn weigh(service: &State, ranking: Ranking<'_>, known: Inspectable) -> Result<RankedCertificate, Error> {
    let set = match &known.tally {
        Some(tally) => Some(service.catalogue.version(&tally.criteria_version)?.set(tally.product_set)?),
        None => None,
    };
    Ok(ranking.weigh(known, set))
}

/// Where a page ended: the points of its last certificate, and its number.
fn cursor(ranked: &RankedCertificate) -> Cursor {
    let key = [&ranked.points().to_be_bytes(), ranked.inspectable.number.as_bytes()].concat();
    Cursor { key, id: ranked.inspectable.certificate.into() }
}

/// The place in the order that a cursor stands for.
fn place_of(cursor: &Cursor) -> Option<(Reverse<i32>, &str)> {
    let (points, number) = cursor.key.split_first_chunk()?;
    Some((Reverse(i32::from_be_bytes(*points)), std::str::from_utf8(number).ok()?))
}
