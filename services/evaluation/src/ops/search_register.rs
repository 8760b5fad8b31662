//! Searching the register: certificates and recognitions under earlier rules together, with their status on a day.

use chrono::NaiveDate;
use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::View;
use crate::domain::dossier::{ProducerId, ProductId};
use crate::domain::register::{CertificateStatus, RegisterEntry, words};
use crate::error::Error;
use crate::store::register_entries::{Filter, Searched};
use crate::{store, wire};

pub(crate) struct SearchRegister {
    unit: Option<UnitId>,
    searched: Searched,
    star: i32,
    status: Option<CertificateStatus>,
    at: Option<NaiveDate>,
    page: Page,
}

impl SearchRegister {
    pub(crate) fn parse(message: pb::SearchRegisterRequest) -> Result<Self, Error> {
        let filter = pb::SearchRegisterRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let unit = fields.optional_unit("unit_id", &message.unit_id);
        let searched = read_searched(&mut fields, &message);
        let star = fields.number("star", message.star, 0..=5);
        let status = wire::register::read_optional_status(&mut fields, message.status);
        let at = fields.optional_date("at", &message.at);
        let size = fields.page_size(message.page_size);
        let (unit, searched, star, status, at, size) = fields.finish((unit, searched, star, status, at, size))?;
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { unit, searched, star, status, at, page })
    }
}

fn read_searched(fields: &mut Fields, message: &pb::SearchRegisterRequest) -> Option<Searched> {
    let number = fields.optional_line("number", &message.number, 100);
    let product_code = fields.optional_line("product_code", &message.product_code, 50);
    let product = fields.optional_id::<ProductId>("product_id", &message.product_id);
    let product_words = read_words(fields, "product_name", &message.product_name);
    let producer = fields.optional_id::<ProducerId>("producer_id", &message.producer_id);
    let producer_words = read_words(fields, "producer_name", &message.producer_name);
    Some(Searched {
        number: number.filter(|number| !number.is_empty()),
        product_code: product_code.filter(|code| !code.is_empty()),
        product: product?,
        product_words: product_words?,
        producer: producer?,
        producer_words: producer_words?,
    })
}

/// The words of a name, if any are given; signs alone are no name.
fn read_words(fields: &mut Fields, path: &str, given: &str) -> Option<Vec<String>> {
    let name = fields.optional_line(path, given, 200)?;
    let words = words(&name);
    if words.is_empty() && !name.is_empty() {
        fields.fault(path, "Nhập ít nhất một từ.", "Give at least one word.");
        return None;
    }
    Some(words)
}

/// An entry of the register, and the day its status is asked for.
pub(crate) type EntryOnDay = (RegisterEntry, NaiveDate);

pub(crate) async fn search_register(view: &View, command: &SearchRegister) -> Result<Paged<EntryOnDay>, Error> {
    let at = command.at.unwrap_or(view.today());
    let filter = Filter {
        units: view.authority().listed_units(command.unit.as_ref())?,
        searched: command.searched.clone(),
        star: Some(command.star).filter(|star| *star > 0),
        status: command.status,
        at,
    };
    let page = store::register_entries::search(view, &filter, &command.page).await?;
    Ok(page.map(|entry| (entry, at)))
}
