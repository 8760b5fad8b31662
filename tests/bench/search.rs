//! The search box, with a hundred thousand products and with a million.
//!
//! A thousand products are registered in all provinces; the others are copies of their entries with two more words in the
//! name, which is all that a search reads.

use std::time::Instant;

use proto::registry::v1 as pb;
use proto::registry::v1::search_service_client::SearchServiceClient;
use tonic::transport::Channel;

use crate::On;
use crate::journeys::clients::{Clients, new_id, patiently};
use crate::journeys::cluster::Cluster;
use crate::journeys::people::Person;
use crate::measure::{Table, percentile_95};
use crate::plain::Plain;
use crate::register::execute;

/// Products there are when it is measured, for each of the thousand.
const FEW: usize = 100;
const MANY: usize = 1_000;
/// Calls of each kind, one after the other.
const CALLS: usize = 201;

/// Names of products are a word of each, and two of the words again in a copy.
const THINGS: [&str; 20] = [
    "Mật ong",
    "Gạo nếp",
    "Chè shan tuyết",
    "Cà phê",
    "Hạt mắc ca",
    "Măng khô",
    "Thịt trâu gác bếp",
    "Miến dong",
    "Rượu ngô",
    "Bánh khảo",
    "Nấm hương",
    "Tinh dầu sả",
    "Khoai sọ",
    "Cam sành",
    "Dứa sấy",
    "Cá hun khói",
    "Lạp xưởng",
    "Thổ cẩm",
    "Trà hoa vàng",
    "Tương ớt",
];
const KINDS: [&str; 50] = [
    "rừng",
    "núi đá",
    "Tây Bắc",
    "hoa nhãn",
    "bạc hà",
    "đỏ",
    "đen",
    "trắng",
    "thơm",
    "cổ thụ",
    "hữu cơ",
    "sạch",
    "Hoa Ban",
    "Bản Mường",
    "Sông Đà",
    "An Nhiên",
    "Hồng Phát",
    "Minh Tâm",
    "Phú Quý",
    "Thanh Bình",
    "đặc sản",
    "thượng hạng",
    "truyền thống",
    "nguyên chất",
    "sấy lạnh",
    "sấy dẻo",
    "rang xay",
    "nghiền bột",
    "ngâm mật",
    "ướp sen",
    "Pù Luông",
    "Ba Vì",
    "Mộc Châu",
    "Tủa Chùa",
    "Nà Tấu",
    "Sín Chải",
    "Phình Hồ",
    "Suối Giàng",
    "Cao Sơn",
    "Thác Bà",
    "Cửa Lò",
    "Bình Liêu",
    "Vân Hồ",
    "Quế Phong",
    "Kỳ Sơn",
    "Đông Triều",
    "Lục Yên",
    "Bắc Hà",
    "Mường Tè",
    "Sìn Hồ",
];

/// What is asked for, with how many of it there are at least.
const ASKED: [(&str, Asker, &str, usize); 7] = [
    ("a name as it is", Asker::Ministry, "mật ong rừng", 10),
    ("a name begun, as one types", Asker::Ministry, "mat ong ru", 10),
    ("two words of a twentieth of all names", Asker::Ministry, "ong mat", 20),
    ("words far apart", Asker::Ministry, "mat sin ho", 1),
    ("words of name, producer and place", Asker::Ministry, "nep htx dien bien", 1),
    ("a word with a slip", Asker::Ministry, "mat omg bac ha", 1),
    ("two words, in a province", Asker::Province, "ong mat", 1),
];

#[derive(Clone, Copy, Debug)]
enum Asker {
    Ministry,
    Province,
}

impl Asker {
    fn person(self) -> Person {
        match self {
            Self::Ministry => Person(8, platform::access::Role::MinistryOfficer, "VN"),
            Self::Province => Person(3, platform::access::Role::ProvinceOfficer, "2025:11"),
        }
    }
}

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    register_products(&cluster).await;
    let plain = Plain::connect_to_write(&cluster.database("registry")).await;
    let search = SearchServiceClient::new(cluster.channel("registry"));
    multiply(&plain, 1..FEW).await;
    let few = times(&cluster, &search).await;
    multiply(&plain, FEW..MANY).await;
    let many = times(&cluster, &search).await;
    for (((name, ..), few), many) in ASKED.into_iter().zip(few).zip(many) {
        table.row(
            &format!("`Search` by {name}, 95th of 100, {} and {} products, {on:?}", FEW * 1_000, MANY * 1_000),
            &format!("**{many:.1} ms** ({:.2} of {few:.1} ms)", many / few),
            "< 25 ms, flat",
        );
    }
}

/// Milliseconds in which 95 of 100 calls are answered, for each kind of call.
async fn times(cluster: &Cluster, search: &SearchServiceClient<Channel>) -> Vec<f64> {
    let mut found = Vec::new();
    for (_, asker, query, at_least) in ASKED {
        let mut times = Vec::with_capacity(CALLS);
        for _ in 0..CALLS {
            let message = pb::SearchRequest { query: query.to_owned(), ..Default::default() };
            let request = cluster.by(asker.person(), message);
            let began = Instant::now();
            let answer = search.clone().search(request).await.expect("found").into_inner();
            times.push(began.elapsed().as_secs_f64() * 1e3);
            assert!(answer.results.len() >= at_least, "{query}: {} results", answer.results.len());
        }
        found.push(percentile_95(times));
    }
    found
}

/// A producer in each province, and the products by turns.
async fn register_products(cluster: &Cluster) {
    let clients = Clients::of(cluster);
    let mut producers = Vec::new();
    for province in children(cluster, &clients, "VN").await {
        let commune = children(cluster, &clients, &province.id).await.remove(0);
        let producer = pb::Producer {
            name: format!("HTX {}", commune.name),
            kind: pb::ProducerKind::Cooperative.into(),
            unit_id: commune.id,
            ..Default::default()
        };
        let message =
            pb::CreateProducerRequest { request_id: new_id(), producer: Some(producer), ..Default::default() };
        let created =
            clients.registry.clone().create_producer(cluster.by(keeper(), message)).await.expect("registered");
        producers.push(created.into_inner().producer.expect("given"));
    }
    let names = THINGS.iter().flat_map(|thing| KINDS.iter().map(move |kind| format!("{thing} {kind}")));
    for (name, producer) in names.zip(producers.iter().cycle()) {
        let product = pb::Product {
            name,
            product_set: 4,
            producer_id: producer.id.clone(),
            unit_id: producer.unit_id.clone(),
            ..Default::default()
        };
        let message = pb::CreateProductRequest { request_id: new_id(), product: Some(product) };
        clients.registry.clone().create_product(cluster.by(keeper(), message)).await.expect("registered");
    }
}

/// An officer whose province is the country: one for all provinces.
fn keeper() -> Person {
    Person(9, platform::access::Role::ProvinceOfficer, "VN")
}

async fn children(cluster: &Cluster, clients: &Clients, parent: &str) -> Vec<proto::common::v1::Unit> {
    let list = || async {
        let message = pb::ListUnitsRequest { parent_id: parent.to_owned(), page_size: 100, ..Default::default() };
        clients.registry.clone().list_units(cluster.by(keeper(), message)).await
    };
    patiently(list).await.expect("listed").units
}

/// Copies the entries of the first thousand products, as often as there are numbers, each time with other words behind.
async fn multiply(plain: &Plain, copies: std::ops::Range<usize>) {
    let (identity, text, bytes) = match plain {
        Plain::Sqlite(_) => ("randomblob(16)", "CAST(title_folded AS text)", "CAST({} AS blob)"),
        Plain::Postgres(_) => ("gen_random_uuid()", "convert_from(title_folded, 'UTF8')", "convert_to({}, 'UTF8')"),
    };
    for copy in copies {
        let (one, other) = (KINDS[copy % KINDS.len()], KINDS[copy / KINDS.len() % KINDS.len()]);
        let more = format!("{one} {other}");
        let folded = platform::text::folded(&more);
        // Words are terms of the country and of the province.
        let in_province = |word: &str| format!("' p' || replace(province, ':', 'x') || 'x{word}'");
        let terms: Vec<String> = folded.split(' ').map(in_province).collect();
        let terms = terms.join(" || ");
        let title_folded = bytes.replace("{}", &format!("{text} || ' {folded}'"));
        let statement = format!(
            "INSERT INTO search_entry (subject_id, kind, producer_id, title, title_folded, producer_name, codes, unit, \
             province, place, words, form, from_day, to_day) \
             SELECT {identity}, kind, producer_id, title || ' {more}', {title_folded}, producer_name, codes, unit, \
             province, place, words || ' {folded}' || {terms}, form, from_day, to_day \
             FROM search_entry WHERE kind = 'product' ORDER BY number LIMIT 1000"
        );
        execute(plain, &statement).await;
    }
    // A server does so by itself after a while; SQLite never.
    if matches!(plain, Plain::Postgres(_)) {
        execute(plain, "VACUUM ANALYZE search_entry").await;
    }
}
