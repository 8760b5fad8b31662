//! Looking things up in the register, and a queue of work, with a thousand certificates and with a million.
//!
//! One dossier goes the whole way; the others are copies of its rows under identities, numbers and words of their own.

use std::time::Instant;

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::agenda_service_client::AgendaServiceClient;
use proto::evaluation::v1::register_service_client::RegisterServiceClient;
use sea_orm::sqlx::{self, Column as _, Row as _};
use tonic::transport::Channel;

use crate::On;
use crate::journeys::clients::Clients;
use crate::journeys::cluster::Cluster;
use crate::journeys::people::{AGENCY, CHAIR, PROVINCE};
use crate::measure::{Table, median};
use crate::plain::{Plain, on};

/// Certificates there are when it is measured.
const FEW: u64 = 1_000;
const MANY: u64 = 1_000_000;
/// Rows that are put in by one statement.
const AT_ONCE: u64 = 10_000;
/// Calls of each kind, one after the other.
const CALLS: usize = 201;
/// Dossiers that wait for the council meanwhile.
const WAITING: usize = 100;
/// One certificate in so many has a word of the less common kind in its name.
const A_GROUP: u64 = 1_000;
/// The certificate that is looked for.
const WANTED: u64 = 500;

/// The product set of all of them.
const SET: i32 = 4;

/// What is asked for.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Number,
    RareWord,
    GroupWord,
    CommonWords,
    ProvincePage,
    Certificate,
    Queue,
}

impl Asked {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Number, "`SearchRegister` by number"),
        (Self::RareWord, "by a word of one name"),
        (Self::GroupWord, "by a word of a thousandth of the names"),
        (Self::CommonWords, "by two words of all names"),
        (Self::ProvincePage, "a province's page of 100"),
        (Self::Certificate, "`GetCertificate`"),
        (Self::Queue, "`ListMyWork`, 100 dossiers"),
    ];
}

/// Who asks.
struct Asker<'c> {
    cluster: &'c Cluster,
    clients: Clients,
    register: RegisterServiceClient<Channel>,
    agenda: AgendaServiceClient<Channel>,
}

pub(crate) async fn measure(table: &mut Table, on: On) {
    let cluster = on.cluster().await;
    let clients = Clients::of(&cluster);
    let producer = clients.producer(&cluster, "HTX").await;
    let certified = clients.product(&cluster, &producer, "Mật ong", SET).await;
    let dossier = clients.ready(&cluster, &certified).await;
    let session = clients.session(&cluster, std::slice::from_ref(&dossier)).await;
    let choices = clients.three_star_choices(&cluster, SET).await;
    clients.score(&cluster, &session, &dossier, &choices).await;
    clients.decide(&cluster, "1/QĐ-UBND", &[dossier]).await;
    for number in 0..WAITING {
        let product = clients.product(&cluster, &producer, &format!("Chè {number}"), SET).await;
        clients.ready(&cluster, &product).await;
    }
    let plain = Plain::connect_to_write(&cluster.database("evaluation")).await;
    let channel = cluster.channel("evaluation");
    let asker = Asker {
        cluster: &cluster,
        clients,
        register: RegisterServiceClient::new(channel.clone()),
        agenda: AgendaServiceClient::new(channel),
    };
    let template = Template::read(&plain).await;
    template.multiply(&plain, 1, FEW).await;
    let few = asker.times().await;
    template.multiply(&plain, FEW + 1, MANY).await;
    let many = asker.times().await;
    for (((_, name), few), many) in Asked::ALL.into_iter().zip(few).zip(many) {
        table.row(
            &format!("{name}, {FEW} and {MANY} certificates, {on:?}"),
            &format!("**{:.2}** ({few:.2} and {many:.2} ms)", many / few),
            "flat",
        );
    }
}

impl Asker<'_> {
    /// Milliseconds of each kind of call, in the middle.
    async fn times(&self) -> Vec<f64> {
        let mut medians = Vec::new();
        for (asked, _) in Asked::ALL {
            let mut times = Vec::with_capacity(CALLS);
            for _ in 0..CALLS {
                let began = Instant::now();
                self.ask(asked).await;
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            medians.push(median(times));
        }
        medians
    }

    async fn ask(&self, asked: Asked) {
        let names = |words: &str| pb::SearchRegisterRequest { product_name: words.to_owned(), ..Default::default() };
        match asked {
            Asked::Number => {
                let number = pb::SearchRegisterRequest { number: number(WANTED), ..Default::default() };
                self.search(number, 1).await;
            }
            Asked::RareWord => self.search(names(&format!("rieng{WANTED}")), 1).await,
            Asked::GroupWord => self.search(names(&format!("nhom{}", WANTED % A_GROUP)), 1).await,
            Asked::CommonWords => self.search(names("ong mat"), 100).await,
            Asked::ProvincePage => {
                let page = pb::SearchRegisterRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
                self.search(page, 100).await;
            }
            Asked::Certificate => {
                let id = uuid::Uuid::from_u128(WANTED.into()).to_string();
                let get = pb::GetCertificateRequest { certificate_id: id, at: String::new() };
                let request = self.cluster.by(AGENCY, get);
                self.clients.evaluation.clone().get_certificate(request).await.expect("found");
            }
            Asked::Queue => {
                let request = self.cluster.by(CHAIR, pb::ListMyWorkRequest::default());
                let page = self.agenda.clone().list_my_work(request).await.expect("listed").into_inner();
                assert_eq!(page.work_items.len(), WAITING);
            }
        }
    }

    async fn search(&self, request: pb::SearchRegisterRequest, at_least: usize) {
        let request = self.cluster.by(AGENCY, request);
        let page = self.register.clone().search_register(request).await.expect("searched").into_inner();
        assert!(page.entries.len() >= at_least, "{} entries", page.entries.len());
    }
}

/// Number of a copied certificate.
fn number(of: u64) -> String {
    format!("B-{of}")
}

/// The columns of the rows that are copied.
struct Template {
    dossier: Vec<String>,
    certificate: Vec<String>,
    entry: Vec<String>,
}

impl Template {
    async fn read(plain: &Plain) -> Self {
        Self {
            dossier: columns(plain, "dossier").await,
            certificate: columns(plain, "certificate").await,
            entry: columns(plain, "register_entry").await,
        }
    }

    /// Copies the certified dossier's rows so often that numbers of a range are there.
    async fn multiply(&self, plain: &Plain, from: u64, to: u64) {
        let id = match plain {
            Plain::Sqlite(_) => "unhex(printf('%032x', n.i))",
            Plain::Postgres(_) => "lpad(to_hex(n.i), 32, '0')::uuid",
        };
        let identities = [("id", id), ("product_id", id)];
        let certificate = [
            ("id", id),
            ("product_id", id),
            ("dossier_id", id),
            ("number", "'B-' || n.i"),
            ("serial", "n.i + 1"),
            ("watch_on", "NULL"),
        ];
        let entry = [("id", id), ("product_id", id), ("number", "'B-' || n.i")];
        let certified = "r.state = 'certified' AND r.product_code IS NOT NULL";
        let real = "r.number LIKE 'OCOP-%'";
        let mut begins = from;
        while begins <= to {
            let ends = to.min(begins + AT_ONCE - 1);
            let series =
                format!("WITH RECURSIVE n(i) AS (SELECT {begins} UNION ALL SELECT n.i + 1 FROM n WHERE n.i < {ends})");
            let copy = |table: &str, columns: &[String], own: &[(&str, &str)], one: &str| {
                let value = |column: &String| {
                    let own = own.iter().find(|(known, _)| known == column).map(|(_, value)| (*value).to_owned());
                    own.unwrap_or_else(|| format!("r.{column}"))
                };
                let values: Vec<_> = columns.iter().map(value).collect();
                let (columns, values) = (columns.join(", "), values.join(", "));
                format!(
                    "INSERT INTO {table} ({columns}) {series} SELECT {values} FROM n, \
                     (SELECT * FROM {table} r WHERE {one} ORDER BY r.id DESC LIMIT 1) r"
                )
            };
            let words = |field: &str, word: &str| {
                format!(
                    "INSERT INTO register_word (field, word, entry_id, province) {series} \
                     SELECT '{field}', {word}, {id}, '{PROVINCE}' FROM n"
                )
            };
            for statement in [
                copy("dossier", &self.dossier, &identities, certified),
                copy("certificate", &self.certificate, &certificate, real),
                copy("register_entry", &self.entry, &entry, real),
                words("product", "'mat'"),
                words("product", "'ong'"),
                words("product", &format!("'nhom' || (n.i % {A_GROUP})")),
                words("product", "'rieng' || n.i"),
                words("producer", "'htx'"),
            ] {
                execute(plain, &statement).await;
            }
            begins = ends + 1;
        }
        // A server does so by itself after a while; SQLite never.
        if matches!(plain, Plain::Postgres(_)) {
            execute(plain, "ANALYZE").await;
        }
    }
}

async fn columns(plain: &Plain, table: &str) -> Vec<String> {
    let statement = format!("SELECT * FROM {table} LIMIT 1");
    on!(plain, pool => {
        let row = sqlx::query(sqlx::AssertSqlSafe(statement)).fetch_one(pool).await.expect("a row");
        row.columns().iter().map(|column| column.name().to_owned()).collect()
    })
}

pub(crate) async fn execute(plain: &Plain, statement: &str) {
    on!(plain, pool => {
        sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(pool).await.expect("executed");
    });
}
