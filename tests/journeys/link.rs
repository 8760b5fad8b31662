//! Two provinces and the ministry, as processes of their own with databases of their own: they agree to the last row,
//! through cuts, replays, kills and a restore from a backup.

use std::fs;
use std::time::Duration;

use platform::access::Role;
use proto::evaluation::v1 as evaluation;
use proto::registry::v1 as registry;
use proto::registry::v1::registry_service_client::RegistryServiceClient;
use proto::reporting::v1 as pb;
use proto::reporting::v1::link_service_client::LinkServiceClient;
use testkit::dossiers;
use tonic::transport::Channel;

use super::clients::{Clients, new_id, patiently, reference, step};
use super::cluster::Cluster;
use super::people::{AGENCY, CHAIR, Person, SCORERS, SECRETARY, TEAM_HEAD};

const ONE: Person = Person(61, Role::MinistryOfficer, "VN");
const ANOTHER: Person = Person(62, Role::MinistryLeader, "VN");

/// Longest that something may take which happens by itself.
const WITHIN: Duration = Duration::from_secs(60);

/// A province with a commune of it.
#[derive(Clone, Copy)]
struct Place {
    province: &'static str,
    commune: &'static str,
    officer: Person,
}

const DIEN_BIEN: Place =
    Place { province: "2025:11", commune: "2025:03127", officer: Person(31, Role::ProvinceOfficer, "2025:11") };
const HA_NOI: Place =
    Place { province: "2025:01", commune: "2025:00070", officer: Person(32, Role::ProvinceOfficer, "2025:01") };

/// Waits for something that happens by itself.
async fn wait<T, F: Future<Output = Option<T>>>(awaited: &str, mut look: impl FnMut() -> F) -> T {
    let limit = tokio::time::Instant::now() + WITHIN;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(tokio::time::Instant::now() < limit, "waited in vain: {awaited}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A province's process.
struct Province {
    place: Place,
    cluster: Cluster,
    link: LinkServiceClient<Channel>,
    registry: RegistryServiceClient<Channel>,
}

impl Province {
    async fn start(place: Place, ministry: &Ministry) -> Self {
        let address = ministry.cluster.addresses("reporting")[0].to_string();
        let environment = [
            ("OCOP_LINK__PROVINCE", place.province),
            ("OCOP_LINK__MINISTRY", address.as_str()),
            ("OCOP_LINK__MINISTRY_KEY", ministry.key.as_str()),
            ("OCOP_LINK__EVERY_S", "0.2"),
        ];
        let cluster = Cluster::one_process_with(&environment).await;
        let link = LinkServiceClient::new(cluster.channel("reporting"));
        let registry = RegistryServiceClient::new(cluster.channel("registry"));
        let province = Self { place, cluster, link, registry };
        ministry.admit(place.province, &province.own_link().await.public_key).await;
        province
    }

    async fn own_link(&self) -> pb::Link {
        let ask = || async {
            let request = self.cluster.by(self.place.officer, pb::GetLinkRequest {});
            self.link.clone().get_link(request).await
        };
        patiently(ask).await.expect("a province").link.expect("given")
    }

    /// Registers cooperatives until there are so many.
    async fn register_up_to(&self, count: i64) {
        for number in self.registered().await..count {
            let request_id = new_id();
            let register = || async {
                let producer = registry::Producer {
                    name: format!("HTX {number}"),
                    kind: registry::ProducerKind::Cooperative.into(),
                    unit_id: self.place.commune.to_owned(),
                    ..Default::default()
                };
                let request = registry::CreateProducerRequest {
                    request_id: request_id.clone(),
                    producer: Some(producer),
                    ..Default::default()
                };
                self.registry.clone().create_producer(self.cluster.by(self.place.officer, request)).await
            };
            patiently(register).await.expect("registered");
        }
    }

    async fn registered(&self) -> i64 {
        let list = || async {
            let request = registry::ListProducersRequest { page_size: 1000, ..Default::default() };
            self.registry.clone().list_producers(self.cluster.by(self.place.officer, request)).await
        };
        i64::try_from(patiently(list).await.expect("listed").producers.len()).expect("few")
    }

    async fn reconcile(&self) -> pb::Reconciliation {
        let request_id = new_id();
        let ask = || async {
            let request = pb::ReconcileFiguresRequest { request_id: request_id.clone() };
            self.link.clone().reconcile_figures(self.cluster.by(self.place.officer, request)).await
        };
        patiently(ask).await.expect("compared").reconciliation.expect("given")
    }

    fn kill(&self) {
        self.cluster.processes()[0].kill();
    }

    async fn start_again(&self) {
        self.cluster.processes()[0].start();
        self.cluster.processes()[0].wait_until_healthy().await;
    }

    /// Copies the files of reporting's database.
    fn copy(&self, from: &str, to: &str) {
        for file in ["reporting.db", "reporting.db-wal", "reporting.db-shm"] {
            let (from, to) = (self.cluster.folder().join(from).join(file), self.cluster.folder().join(to).join(file));
            match fs::metadata(&from) {
                Ok(_) => drop(fs::copy(&from, &to).expect("copied")),
                Err(_) => drop(fs::remove_file(&to)),
            }
        }
    }
}

/// The ministry's process.
struct Ministry {
    cluster: Cluster,
    link: LinkServiceClient<Channel>,
    key: String,
}

impl Ministry {
    async fn start() -> Self {
        let cluster = Cluster::one_process_with(&[("OCOP_INSTALLATION__LEVEL", "ministry")]).await;
        let link = LinkServiceClient::new(cluster.channel("reporting"));
        let ministry = Self { cluster, link, key: String::new() };
        let key = ministry.provinces().await.ministry_public_key;
        Self { key, ..ministry }
    }

    async fn provinces(&self) -> pb::ListProvinceLinksResponse {
        let ask = || async {
            let request = self.cluster.by(ONE, pb::ListProvinceLinksRequest {});
            self.link.clone().list_province_links(request).await
        };
        patiently(ask).await.expect("listed")
    }

    async fn province(&self, province: &str) -> pb::ProvinceLink {
        let known = self.provinces().await.provinces;
        known.into_iter().find(|link| link.province_id == province).expect("known")
    }

    async fn admit(&self, province: &str, public_key: &str) {
        let propose = pb::ProposeProvinceRequest {
            request_id: new_id(),
            province_id: province.to_owned(),
            public_key: public_key.to_owned(),
        };
        self.link.clone().propose_province(self.cluster.by(ONE, propose)).await.expect("proposed");
        let etag = self.province(province).await.etag;
        let admit = pb::AdmitProvinceRequest { request_id: new_id(), province_id: province.to_owned(), etag };
        self.link.clone().admit_province(self.cluster.by(ANOTHER, admit)).await.expect("admitted");
    }

    async fn resync(&self, province: &str) {
        let etag = self.province(province).await.etag;
        let propose = pb::ProposeResyncRequest { request_id: new_id(), province_id: province.to_owned(), etag };
        self.link.clone().propose_resync(self.cluster.by(ONE, propose)).await.expect("proposed");
        let etag = self.province(province).await.etag;
        let approve = pb::ApproveResyncRequest { request_id: new_id(), province_id: province.to_owned(), etag };
        self.link.clone().approve_resync(self.cluster.by(ANOTHER, approve)).await.expect("approved");
    }

    /// Producers by province, as the ministry has them, and their sum.
    async fn producers(&self) -> Option<(Vec<i64>, i64)> {
        let ask = || async {
            let request = pb::CompareProvincesRequest {
                period: legal_year(),
                indicator_codes: vec!["producers_registered".to_owned()],
            };
            self.link.clone().compare_provinces(self.cluster.by(ONE, request)).await
        };
        let compared = patiently(ask).await.expect("compared").indicators.pop()?;
        Some((compared.provinces.iter().map(|figure| figure.value).collect(), compared.total_value?))
    }

    /// Waits until the ministry has these, of Hà Nội and Điện Biên.
    async fn has(&self, producers: [i64; 2]) {
        let expected = (producers.to_vec(), producers.iter().sum());
        wait("the ministry has what the provinces have", || async {
            self.producers().await.filter(|known| *known == expected)
        })
        .await;
    }
}

/// The year of the law that today lies in.
fn legal_year() -> String {
    let today = super::clients::today();
    let (year, rest) = today.split_once('-').expect("a day");
    let year: i32 = year.parse().expect("a year");
    format!("L{}", year + i32::from(rest >= "12-15"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_provinces_and_the_ministry_agree_to_the_last_row() {
    let ministry = Ministry::start().await;
    let dien_bien = Province::start(DIEN_BIEN, &ministry).await;
    let ha_noi = Province::start(HA_NOI, &ministry).await;
    dien_bien.register_up_to(3).await;
    ha_noi.register_up_to(2).await;
    ministry.has([2, 3]).await;
    for province in [&dien_bien, &ha_noi] {
        assert_eq!(province.reconcile().await.differences, []);
    }

    // The centre is down; the provinces work on, one of them is killed meanwhile, and what waits stays bounded.
    let centre = &ministry.cluster.processes()[0];
    centre.kill();
    dien_bien.register_up_to(6).await;
    ha_noi.register_up_to(3).await;
    ha_noi.kill();
    ha_noi.start_again().await;
    for province in [&dien_bien, &ha_noi] {
        let link = wait("the cut is noticed", || async {
            let link = province.own_link().await;
            (!link.fault.is_empty()).then_some(link)
        })
        .await;
        assert!(link.pending_count <= 2, "{link:?}");
    }
    centre.start();
    centre.wait_until_healthy().await;
    ministry.has([3, 6]).await;

    // Reporting's database of a province goes back to a backup.
    dien_bien.kill();
    fs::create_dir(dien_bien.cluster.folder().join("backup")).expect("a folder");
    dien_bien.copy("data", "backup");
    dien_bien.start_again().await;
    dien_bien.register_up_to(7).await;
    ministry.has([3, 7]).await;
    let before = ministry.province(DIEN_BIEN.province).await;
    dien_bien.kill();
    dien_bien.copy("backup", "data");
    dien_bien.start_again().await;
    wait("it is noticed", || async {
        let state = ministry.province(DIEN_BIEN.province).await.state();
        (state == pb::LinkState::Quarantined).then_some(())
    })
    .await;
    assert_eq!(ministry.producers().await, Some((vec![3, 7], 10)), "nothing is taken in, and nothing is lost");
    ministry.resync(DIEN_BIEN.province).await;
    ministry.has([3, 7]).await;
    let after = ministry.province(DIEN_BIEN.province).await;
    assert_eq!((after.state(), after.epoch), (pb::LinkState::Admitted, before.epoch + 1));
    for province in [&dien_bien, &ha_noi] {
        wait("all is acknowledged", || async { province.own_link().await.up_to_date.then_some(()) }).await;
        let outcome = province.reconcile().await;
        assert_eq!(outcome.differences, []);
        assert!(outcome.compared_count > 100);
    }

    // What the ministry refused on the way, it has recorded; of good provinces that is what came in quarantine alone.
    let request = ministry.cluster.by(ONE, pb::ListSubmissionsRequest { page_size: 1000, ..Default::default() });
    let kept = ministry.link.clone().list_submissions(request).await.expect("listed").into_inner().submissions;
    let reasons: Vec<_> = kept.iter().filter(|kept| !kept.reason.is_empty()).map(|kept| &kept.reason).collect();
    assert!(reasons.iter().all(|reason| *reason == "PROVINCE_QUARANTINED"), "{reasons:?}");
    let names: std::collections::BTreeSet<_> = kept.iter().map(|kept| &kept.sha256).collect();
    assert_eq!(names.len(), kept.len(), "each once");
}

/// Every criterion of a set at its best.
async fn best_choices(cluster: &Cluster, clients: &Clients, product_set: i32) -> Vec<evaluation::Choice> {
    let request = evaluation::GetCriteriaSetRequest { criteria_version_id: String::new(), product_set };
    let set = step!(cluster, clients.evaluation, get_criteria_set, ONE, request).await.expect("found");
    let parts = set.criteria_set.expect("given").parts.into_iter();
    let criteria = parts.flat_map(|part| part.sections).flat_map(|section| section.criteria);
    let best = |criterion: evaluation::Criterion| evaluation::Choice {
        criterion: criterion.code,
        option: criterion.options.last().expect("options").position,
    };
    criteria.map(best).collect()
}

/// A province's dossier of five-star points, whose minutes are signed.
async fn five_stars(cluster: &Cluster, clients: &Clients) -> evaluation::Dossier {
    let producer = clients.producer(cluster, "HTX Năm Sao").await;
    let product = clients.product(cluster, &producer, "Rau sạch", 1).await;
    let ready = clients.ready(cluster, &product).await;
    let session = clients.session(cluster, std::slice::from_ref(&ready)).await;
    let best = best_choices(cluster, clients, 1).await;
    clients.score(cluster, &session, &ready, &best).await;
    clients.sign_minutes(cluster, std::slice::from_ref(&ready)).await;
    dossier(cluster, clients, AGENCY, &ready.id).await.expect("there")
}

async fn dossier(cluster: &Cluster, clients: &Clients, person: Person, id: &str) -> Option<evaluation::Dossier> {
    let request = evaluation::GetDossierRequest { dossier_id: id.to_owned() };
    step!(cluster, clients.evaluation, get_dossier, person, request).await.ok()?.dossier
}

async fn custody(
    cluster: &Cluster,
    clients: &Clients,
    person: Person,
    id: &str,
) -> evaluation::GetCustodyReceiptResponse {
    let request = evaluation::GetCustodyReceiptRequest { dossier_id: id.to_owned() };
    step!(cluster, clients.steps, get_custody_receipt, person, request).await.expect("handed over")
}

/// The ministry takes a dossier in, its council gives the best, and the minister's decision recognises it.
async fn recognised_by_ministry(cluster: &Cluster, clients: &Clients, dossier: &evaluation::Dossier) {
    let request = dossiers::take_in(new_id(), dossier);
    let taken_in = step!(cluster, clients.steps, take_in_dossier, ONE, request).await.expect("taken in");
    let (head, term) = (TEAM_HEAD.id().to_string(), ("2026-06-01", "2099-12-31"));
    let request = dossiers::advisory_team(new_id(), "VN", &head, term, reference("2/QĐ-BNNMT"));
    step!(cluster, clients.steps, appoint_advisory_team, ONE, request).await.expect("appointed");
    let request = dossiers::review_report(new_id(), &taken_in.dossier.expect("given"));
    let ready = step!(cluster, clients.steps, submit_review_report, TEAM_HEAD, request).await.expect("reported");
    let ready = ready.dossier.expect("given");
    let session = clients.session_at(cluster, ("VN", ONE), &SCORERS, std::slice::from_ref(&ready)).await;
    let best = best_choices(cluster, clients, 1).await;
    clients.score(cluster, &session, &ready, &best).await;
    for person in [CHAIR, SECRETARY] {
        let request = evaluation::GetMinutesRequest { session_id: session.id.clone() };
        let minutes = step!(cluster, clients.minutes, get_minutes, person, request).await.expect("closed");
        let request = dossiers::sign_minutes(new_id(), &minutes.minutes.expect("given"));
        step!(cluster, clients.minutes, sign_minutes, person, request).await.expect("signed");
    }
    let request = evaluation::EnterDecisionRequest {
        request_id: new_id(),
        issuer_unit_id: "VN".to_owned(),
        decision: Some(reference("5000/QĐ-BNNMT")),
        dossier_ids: vec![ready.id],
        signed_file_sha256: String::new(),
    };
    let entered = step!(cluster, clients.evaluation, enter_decision, ONE, request).await.expect("entered");
    let decision_id = entered.decision.expect("given").id;
    let request = evaluation::ApproveDecisionRequest { request_id: new_id(), decision_id };
    step!(cluster, clients.evaluation, approve_decision, ANOTHER, request).await.expect("approved");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_five_star_dossier_goes_to_the_ministry_and_comes_back() {
    let ministry = Ministry::start().await;
    let dien_bien = Province::start(DIEN_BIEN, &ministry).await;
    let ha_noi = Province::start(HA_NOI, &ministry).await;
    let (here, there) = (Clients::of(&dien_bien.cluster), Clients::of(&ministry.cluster));
    let five = five_stars(&dien_bien.cluster, &here).await;

    // The centre is down when the province hands over, and the province is killed before it is up again.
    let centre = &ministry.cluster.processes()[0];
    centre.kill();
    let transfer = evaluation::TransferDossierRequest {
        request_id: new_id(),
        dossier_id: five.id.clone(),
        etag: five.etag.clone(),
        letter: "45/TTr-UBND".to_owned(),
    };
    step!(&dien_bien.cluster, here.steps, transfer_dossier, CHAIR, transfer).await.expect("handed over");
    let link = wait("the cut is noticed", || async {
        let link = dien_bien.own_link().await;
        (!link.fault.is_empty()).then_some(link)
    })
    .await;
    assert!(link.pending_count <= 2, "a dossier has no place among the figures: {link:?}");
    dien_bien.kill();
    centre.start();
    centre.wait_until_healthy().await;
    dien_bien.start_again().await;
    let received = wait("the ministry signed for it", || async {
        let known = custody(&dien_bien.cluster, &here, AGENCY, &five.id).await;
        (!known.signed_receipts.is_empty()).then_some(known)
    })
    .await;
    assert!(received.custody_receipt.expect("given").received_at.is_some());
    let arrived = dossier(&ministry.cluster, &there, ONE, &five.id).await.expect("it stands there");
    assert_eq!(arrived.turn(), evaluation::Turn::MinistryOfficer);

    // The line is cut once more while the ministry decides; what came of it waits there, and the province signs for it.
    dien_bien.kill();
    recognised_by_ministry(&ministry.cluster, &there, &arrived).await;
    dien_bien.start_again().await;
    wait("it came back", || async {
        let known = dossier(&dien_bien.cluster, &here, AGENCY, &five.id).await?;
        (known.state() == evaluation::DossierState::Certified).then_some(())
    })
    .await;
    wait("the province signed for it", || async {
        let known = custody(&ministry.cluster, &there, ONE, &five.id).await;
        (!known.signed_receipts.is_empty()).then_some(())
    })
    .await;

    // Each parcel went once, both receipts are on both sides, and figures went on beside.
    for (cluster, link, person) in
        [(&dien_bien.cluster, &dien_bien.link, DIEN_BIEN.officer), (&ministry.cluster, &ministry.link, ONE)]
    {
        let received = pb::ParcelVerdict::Received;
        wait("both parcels are received", || async {
            let request = pb::ListParcelsRequest::default();
            let parcels = step!(cluster, link, list_parcels, person, request).await.expect("listed").parcels;
            let kinds: Vec<_> = parcels.iter().map(|parcel| (parcel.kind(), parcel.verdict())).collect();
            (kinds == [(pb::ParcelKind::Outcome, received), (pb::ParcelKind::HandOver, received)]).then_some(())
        })
        .await;
    }
    ha_noi.register_up_to(1).await;
    ministry.has([1, 1]).await;
    for province in [&dien_bien, &ha_noi] {
        assert_eq!(province.reconcile().await.differences, []);
    }
}
