//! How the record of a producer is read from a request, field by field: what registering and changing it share.

use platform::fields::Fields;
use proto::registry::v1 as pb;

use crate::domain::producer::record::{Certification, IpRight, Linkage, Outlet, Record, Share, WebLink};
use crate::wire;

/// Most things of a kind that a record lists.
const MOST: usize = 50;
/// More đồng than any producer has.
pub(super) const MOST_DONG: i64 = 1_000_000_000_000_000;

/// A field of the record with its new value.
pub(super) type RecordChange = Box<dyn Fn(&mut Record) + Send + Sync>;

fn change(change: impl Fn(&mut Record) + Send + Sync + 'static) -> RecordChange {
    Box::new(change)
}

/// The whole record of a producer that is registered.
pub(super) fn read_record(fields: &mut Fields, producer: &pb::Producer) -> Option<Record> {
    let registered_on = fields.optional_date("producer.registered_on", &producer.registered_on);
    let address_line = read_address_line(fields, producer);
    let capital_dong = read_capital(fields, producer);
    let local_capital = read_local_capital(fields, producer);
    let ip_rights = read_ip_rights(fields, producer);
    let certifications = read_certifications(fields, producer);
    let linkages = read_linkages(fields, producer);
    let outlets = read_outlets(fields, producer);
    Some(Record {
        registered_on: registered_on?,
        address_line: address_line?,
        capital_dong: capital_dong?,
        local_capital: local_capital?,
        ip_rights: ip_rights?,
        certifications: certifications?,
        linkages: linkages?,
        outlets: outlets?,
    })
}

/// A change of the record that a path of an update mask names; none for another path.
pub(super) fn read_change(fields: &mut Fields, producer: &pb::Producer, path: &str) -> Option<Option<RecordChange>> {
    Some(match path {
        "registered_on" => fields
            .optional_date("producer.registered_on", &producer.registered_on)
            .map(|day| change(move |record| record.registered_on = day)),
        "address_line" => {
            read_address_line(fields, producer).map(|line| change(move |record| record.address_line.clone_from(&line)))
        }
        "capital_dong" => read_capital(fields, producer).map(|dong| change(move |record| record.capital_dong = dong)),
        "local_capital_hundredths_percent" => {
            read_local_capital(fields, producer).map(|share| change(move |record| record.local_capital = share))
        }
        "ip_rights" => {
            read_ip_rights(fields, producer).map(|rights| change(move |record| record.ip_rights.clone_from(&rights)))
        }
        "certifications" => read_certifications(fields, producer)
            .map(|certifications| change(move |record| record.certifications.clone_from(&certifications))),
        "linkages" => {
            read_linkages(fields, producer).map(|linkages| change(move |record| record.linkages.clone_from(&linkages)))
        }
        "outlets" => {
            read_outlets(fields, producer).map(|outlets| change(move |record| record.outlets.clone_from(&outlets)))
        }
        _ => return None,
    })
}

fn read_address_line(fields: &mut Fields, producer: &pb::Producer) -> Option<String> {
    fields.optional_line("producer.address_line", &producer.address_line, 300)
}

fn read_capital(fields: &mut Fields, producer: &pb::Producer) -> Option<Option<i64>> {
    match producer.capital_dong {
        Some(dong) if !(0..=MOST_DONG).contains(&dong) => {
            fields.fault(
                "producer.capital_dong",
                format!("Vốn tính bằng đồng, từ 0 đến {MOST_DONG}."),
                format!("Capital is in đồng, 0 to {MOST_DONG}."),
            );
            None
        }
        dong => Some(dong),
    }
}

fn read_local_capital(fields: &mut Fields, producer: &pb::Producer) -> Option<Option<Share>> {
    read_share(fields, "producer.local_capital_hundredths_percent", producer.local_capital_hundredths_percent)
}

fn read_share(fields: &mut Fields, path: &str, given: Option<i32>) -> Option<Option<Share>> {
    match given {
        None => Some(None),
        Some(given) => fields.number(path, given, 0..=Share::WHOLE).map(Share::new),
    }
}

fn read_ip_rights(fields: &mut Fields, producer: &pb::Producer) -> Option<Vec<IpRight>> {
    read_list(fields, "producer.ip_rights", &producer.ip_rights, |fields, path, right| {
        let kind = wire::producers::read_ip_right_kind(fields, &format!("{path}.kind"), right.kind);
        let number = fields.line(&format!("{path}.number"), &right.number, 50);
        let issued_on = fields.optional_date(&format!("{path}.issued_on"), &right.issued_on);
        Some(IpRight { kind: kind?, number: number?, issued_on: issued_on? })
    })
}

fn read_certifications(fields: &mut Fields, producer: &pb::Producer) -> Option<Vec<Certification>> {
    read_list(fields, "producer.certifications", &producer.certifications, |fields, path, given| {
        let name = fields.line(&format!("{path}.name"), &given.name, 200);
        let number = fields.optional_line(&format!("{path}.number"), &given.number, 50);
        let issuer = fields.line(&format!("{path}.issuer"), &given.issuer, 200);
        let issued_on = fields.optional_date(&format!("{path}.issued_on"), &given.issued_on);
        let expires_on = fields.optional_date(&format!("{path}.expires_on"), &given.expires_on);
        let (issued_on, expires_on) = (issued_on?, expires_on?);
        Some(Certification { name: name?, number: number?, issuer: issuer?, issued_on, expires_on })
    })
}

fn read_linkages(fields: &mut Fields, producer: &pb::Producer) -> Option<Vec<Linkage>> {
    read_list(fields, "producer.linkages", &producer.linkages, |fields, path, given| {
        let partner = fields.line(&format!("{path}.partner"), &given.partner, 200);
        let share = read_share(fields, &format!("{path}.share_hundredths_percent"), given.share_hundredths_percent);
        let starts_on = fields.date(&format!("{path}.starts_on"), &given.starts_on);
        let ends_on = fields.optional_date(&format!("{path}.ends_on"), &given.ends_on);
        Some(Linkage { partner: partner?, share: share?, starts_on: starts_on?, ends_on: ends_on? })
    })
}

fn read_outlets(fields: &mut Fields, producer: &pb::Producer) -> Option<Vec<Outlet>> {
    read_list(fields, "producer.outlets", &producer.outlets, |fields, path, given| {
        let name = fields.line(&format!("{path}.name"), &given.name, 200);
        let address = fields.optional_line(&format!("{path}.address"), &given.address, 300);
        let link = read_link(fields, &format!("{path}.link"), &given.link);
        let outlet = Outlet { name: name?, address: address?, link: link? };
        if outlet.address.is_empty() && outlet.link.is_none() {
            fields.fault(path, "Ghi địa chỉ hoặc liên kết.", "Give an address or a link.");
            return None;
        }
        Some(outlet)
    })
}

pub(super) fn read_link(fields: &mut Fields, path: &str, given: &str) -> Option<Option<WebLink>> {
    let line = fields.optional_line(path, given, 500)?;
    if line.is_empty() { Some(None) } else { fields.value(path, line.parse()).map(Some) }
}

pub(super) fn read_list<G: Clone, T>(
    fields: &mut Fields,
    path: &str,
    given: &[G],
    read: impl FnMut(&mut Fields, &str, &G) -> Option<T>,
) -> Option<Vec<T>> {
    let given = fields.list(path, given.to_vec(), 0..=MOST)?;
    fields.each(path, &given, read)
}
