//! Producers stand in the place of others, are renamed, and two records of one are made one: nothing is lost on the way.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use testkit::{TestDatabase, assert_refused, assert_status, person};
use tokio::task::JoinSet;
use tonic::{Code, Status};

use crate::leaders::appoint;
use crate::producer_accounts::grant;
use crate::producers::update;
use crate::{COMMUNE, OTHER_COMMUNE, PROVINCE, Register, create_producer, create_product, new_request_id};

const ACCOUNT: u64 = 30;

/// A sound request; a test changes what it is about.
fn succession(
    kind: pb::SuccessionKind,
    before: &[&pb::Producer],
    since: &[&pb::Producer],
) -> pb::RecordSuccessionRequest {
    let ids = |producers: &[&pb::Producer]| producers.iter().map(|producer| producer.id.clone()).collect();
    pb::RecordSuccessionRequest {
        request_id: new_request_id(),
        kind: kind.into(),
        predecessor_ids: ids(before),
        successor_ids: ids(since),
        happened_on: "2026-11-20".to_owned(),
        document_number: "12/QĐ-UBND".to_owned(),
        document_date: "2026-11-18".to_owned(),
        product_moves: Vec::new(),
    }
}

fn goes(product: &pb::Product, to: &pb::Producer) -> pb::ProductMove {
    pb::ProductMove { product_id: product.id.clone(), producer_id: to.id.clone() }
}

pub(crate) fn merge(kept: &pb::Producer, absorbed: &pb::Producer) -> pb::MergeProducersRequest {
    pb::MergeProducersRequest {
        request_id: new_request_id(),
        kept_producer_id: kept.id.clone(),
        kept_etag: kept.etag.clone(),
        absorbed_producer_id: absorbed.id.clone(),
        absorbed_etag: absorbed.etag.clone(),
        why: "Ghi hai lần khi nhập danh sách".to_owned(),
    }
}

impl Register {
    async fn succeed(&mut self, message: pb::RecordSuccessionRequest) -> Result<pb::ProducerSuccession, Status> {
        let request = self.ask(message);
        Ok(self.producers.record_succession(request).await?.into_inner().succession.expect("given"))
    }

    pub(crate) async fn merge(
        &mut self,
        message: pb::MergeProducersRequest,
    ) -> Result<pb::MergeProducersResponse, Status> {
        let request = self.ask(message);
        Ok(self.producers.merge_producers(request).await?.into_inner())
    }

    async fn reread(&mut self, producer: &pb::Producer) -> pb::Producer {
        let request = self.ask(pb::GetProducerRequest { producer_id: producer.id.clone() });
        self.client.get_producer(request).await.expect("found").into_inner().producer.expect("given")
    }

    async fn ancestry(&mut self, producer: &pb::Producer) -> Vec<pb::ProducerSuccession> {
        let request = self.ask(pb::GetProducerLineageRequest { producer_id: producer.id.clone() });
        self.producers.get_producer_lineage(request).await.expect("told").into_inner().successions
    }

    /// The names of a producer's products in use.
    async fn products_in_use(&mut self, producer: &pb::Producer) -> Vec<String> {
        let asked = pb::ListProductsRequest {
            producer_id: producer.id.clone(),
            state: pb::RecordState::Active.into(),
            ..Default::default()
        };
        let request = self.ask(asked);
        let page = self.client.list_products(request).await.expect("listed").into_inner();
        page.products.into_iter().map(|product| product.name).collect()
    }

    /// The persons who may act for a producer now.
    async fn acting_for(&mut self, producer: &pb::Producer) -> Vec<String> {
        let asked = pb::ListProducerAccountsRequest {
            producer_id: producer.id.clone(),
            may_act_on: "2026-11-23".to_owned(),
            ..Default::default()
        };
        let request = self.ask(asked);
        let page = self.client.list_producer_accounts(request).await.expect("listed").into_inner();
        page.producer_accounts.into_iter().map(|account| account.person_id).collect()
    }

    async fn lead(&mut self, producer: &pb::Producer, name: &str, from: &str) {
        let request = self.ask(appoint(producer, name, from));
        self.client.appoint_leader(request).await.expect("appointed");
    }

    /// Last days of a producer's terms with the names, the newest first.
    async fn led(&mut self, producer: &pb::Producer) -> Vec<(String, String)> {
        let request = self.ask(pb::ListLeadersRequest { producer_id: producer.id.clone(), ..Default::default() });
        let leaders = self.client.list_leaders(request).await.expect("listed").into_inner().leaders;
        leaders.into_iter().map(|leader| (leader.full_name, leader.term_to)).collect()
    }

    async fn retire_product(&mut self, product: &pb::Product) {
        let request = self.ask(pb::RetireProductRequest {
            request_id: new_request_id(),
            product_id: product.id.clone(),
            etag: product.etag.clone(),
            reason: "Ngừng sản xuất".to_owned(),
        });
        self.client.retire_product(request).await.expect("retired");
    }
}

testkit::on_both_databases! {
    async fn who_is_taken_over_ceases_and_its_products_go_on(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (small, large) = (register.producer("Nhỏ").await, register.producer("Lớn").await);
        register.product(&small, "Mật ong").await;
        let retired = register.product(&small, "Chè").await;
        register.retire_product(&retired).await;
        register.grant(grant(&small, ACCOUNT)).await.expect("granted");
        register.lead(&small, "Người dẫn", "2026-01-01").await;
        let told = register.succeed(succession(pb::SuccessionKind::Takeover, &[&small], &[&large])).await;
        let told = told.expect("recorded");
        assert_eq!(told.recorded_by, person(1).to_string());

        let ceased = register.reread(&small).await;
        assert_eq!(ceased.state(), pb::RecordState::Retired);
        assert_eq!(ceased.retirement_reason, "Sáp nhập (12/QĐ-UBND ngày 18/11/2026)");
        assert_eq!(ceased.succeeded_by, std::slice::from_ref(&large.id));
        assert_eq!(register.products_in_use(&large).await, ["Mật ong"]);
        assert!(register.products_in_use(&small).await.is_empty());
        assert!(register.acting_for(&small).await.is_empty() && register.acting_for(&large).await.is_empty());
        assert_eq!(register.led(&small).await, [("Người dẫn".to_owned(), "2026-11-19".to_owned())]);
        for producer in [&small, &large] {
            assert_eq!(register.ancestry(producer).await, std::slice::from_ref(&told), "from either side");
        }
        let status = register.succeed(succession(pb::SuccessionKind::Takeover, &[&small], &[&large])).await;
        assert_status(
            &status.expect_err("refused"), Code::FailedPrecondition, ErrorReason::ProducerRetired, "producer_id",
        );
    }

    async fn lineage_goes_as_far_as_it_goes(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let mut all = Vec::new();
        for name in ["Một", "Hai", "Ba", "Bốn", "Năm"] {
            all.push(register.producer(name).await);
        }
        let [one, two, three, four, five] = all.as_slice() else { panic!("five") };
        use pb::SuccessionKind::{Conversion, Division, Merger};
        register.succeed(succession(Merger, &[one, two], &[three])).await.expect("merged");
        register.succeed(succession(Conversion, &[three], &[four])).await.expect("converted");
        register.succeed(succession(Division, &[four], &[four, five])).await.expect("split off");
        for producer in &all {
            let kinds: Vec<_> = register.ancestry(producer).await.iter().map(pb::ProducerSuccession::kind).collect();
            assert_eq!(kinds, [Merger, Conversion, Division]);
        }
        assert_eq!(register.reread(four).await.state(), pb::RecordState::Active, "who splits others off goes on");
        let request = register.ask_as(Role::CommuneOfficer, OTHER_COMMUNE, pb::GetProducerLineageRequest {
            producer_id: one.id.clone(),
        });
        assert_refused(
            register.producers.get_producer_lineage(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
    }

    async fn of_several_successors_each_gets_what_is_said(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (old, one, other) =
            (register.producer("Cũ").await, register.producer("Một").await, register.producer("Hai").await);
        let honey = register.product(&old, "Mật ong").await;
        let tea = register.product(&old, "Chè").await;
        let division = succession(pb::SuccessionKind::Division, &[&old], &[&one, &other]);
        let with = |moves: Vec<pb::ProductMove>| pb::RecordSuccessionRequest {
            request_id: new_request_id(), product_moves: moves, ..division.clone()
        };
        let status = register.succeed(with(vec![goes(&honey, &one)])).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProductUnassigned, "product_moves");
        let status = register.succeed(with(vec![goes(&honey, &old), goes(&tea, &one)])).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::ProductMoveUnfounded, "product_moves[0]");
        register.succeed(with(vec![goes(&honey, &one), goes(&tea, &other)])).await.expect("divided");
        assert_eq!(register.products_in_use(&one).await, ["Mật ong"]);
        assert_eq!(register.products_in_use(&other).await, ["Chè"]);
        assert_eq!(register.reread(&old).await.succeeded_by, [one.id, other.id]);
    }

    async fn successions_that_cannot_be_are_refused(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (one, two) = (register.producer("Một").await, register.producer("Hai").await);
        use pb::SuccessionKind::{Merger, RecordMerge, Takeover};
        let sound = || succession(Takeover, &[&one], &[&two]);
        let status = register.succeed(succession(Merger, &[&one], &[&two])).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::SuccessionSidesWrong, "predecessor_ids");
        let status = register.succeed(succession(Takeover, &[&one], &[&one])).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::SuccessionSidesWrong, "successor_ids");
        let status = register.succeed(succession(RecordMerge, &[&one], &[&two])).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "kind");
        for (path, message) in [
            ("happened_on", pb::RecordSuccessionRequest { happened_on: "2026-11-24".to_owned(), ..sound() }),
            ("document_date", pb::RecordSuccessionRequest { document_date: "2026-11-24".to_owned(), ..sound() }),
        ] {
            let status = register.succeed(message).await.expect_err("refused");
            assert_status(&status, Code::InvalidArgument, ErrorReason::RecordDatesWrong, path);
        }
        let without = pb::RecordSuccessionRequest {
            document_number: String::new(), successor_ids: Vec::new(), ..sound()
        };
        let status = register.succeed(without).await.expect_err("refused");
        for field in ["document_number", "successor_ids"] {
            assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, field);
        }
        let mut sample = create_producer("Mẫu");
        sample.producer.as_mut().expect("given").sample = true;
        let request = register.ask(sample);
        let sample = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let sample = sample.expect("given");
        let status = register.succeed(succession(Takeover, &[&sample], &[&two])).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::SampleAmongOthers, "");
        let status = register.merge(merge(&two, &sample)).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::SampleAmongOthers, "");
        let mut association = create_producer("Hiệp hội");
        association.producer.as_mut().expect("given").kind = pb::ProducerKind::Association.into();
        let request = register.ask(association);
        let association = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        register.product(&one, "Mật ong").await;
        let status =
            register.succeed(succession(Takeover, &[&one], &[&association.expect("given")])).await.expect_err("refused");
        assert_status(&status, Code::FailedPrecondition, ErrorReason::ProducerKindNotEligible, "producer.kind");
        assert_eq!(register.reread(&one).await.state(), pb::RecordState::Active, "what is refused changes nothing");
        // Whoever does not keep all of them records nothing.
        let mut elsewhere = create_producer("Ba");
        elsewhere.producer.as_mut().expect("given").unit_id = OTHER_COMMUNE.to_owned();
        let request = register.ask(elsewhere);
        let third = register.client.create_producer(request).await.expect("registered").into_inner().producer;
        let beyond = succession(Takeover, &[&one], &[&third.expect("given")]);
        let request = register.ask_as(Role::CommuneOfficer, COMMUNE, beyond);
        assert_refused(
            register.producers.record_succession(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let request = register.ask_as(Role::CommuneLeader, COMMUNE, sound());
        assert_refused(
            register.producers.record_succession(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
    }

    async fn a_rename_keeps_the_former_name_and_it_is_found_by_it(database: TestDatabase) {
        use proto::registry::v1::search_service_client::SearchServiceClient;
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX Thanh Nưa").await;
        let renamed = pb::Producer { name: "HTX Mường Thanh".to_owned(), ..producer.clone() };
        let ahead = pb::UpdateProducerRequest {
            renamed_on: "2026-11-24".to_owned(), ..update(renamed.clone(), &["name"])
        };
        let request = register.ask(ahead);
        assert_refused(
            register.client.update_producer(request).await,
            Code::InvalidArgument, ErrorReason::RecordDatesWrong, "renamed_on",
        );
        let message = pb::UpdateProducerRequest { renamed_on: "2026-11-01".to_owned(), ..update(renamed, &["name"]) };
        let request = register.ask(message);
        let updated = register.client.update_producer(request).await.expect("renamed").into_inner().producer;
        let updated = updated.expect("given");
        let former = pb::FormerName { name: "HTX Thanh Nưa".to_owned(), until: "2026-10-31".to_owned() };
        assert_eq!((updated.id.as_str(), updated.former_names.as_slice()), (producer.id.as_str(), &[former.clone()][..]));
        let corrected = pb::Producer { name: "HTX Mường Thanh 1".to_owned(), ..updated };
        let request = register.ask(update(corrected, &["name"]));
        let corrected = register.client.update_producer(request).await.expect("corrected").into_inner().producer;
        assert_eq!(corrected.expect("given").former_names, [former], "a slip is no name it bore");
        let mut search = SearchServiceClient::new(register.bed.wire());
        let request = register.ask(pb::SearchRequest { query: "thanh nua".to_owned(), ..Default::default() });
        let found = search.search(request).await.expect("found").into_inner();
        assert!(format!("{found:?}").contains(&producer.id), "{found:?}");
    }

    async fn two_records_of_one_producer_are_made_one(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (kept, double) = (register.producer("Một").await, register.producer("Hai").await);
        register.product(&kept, "Chè").await;
        register.product(&double, "Mật ong").await;
        register.grant(grant(&double, ACCOUNT)).await.expect("granted");
        for producer in [&kept, &double] {
            register.grant(grant(producer, 31)).await.expect("granted");
        }
        register.lead(&kept, "Người nay", "2026-06-01").await;
        register.lead(&double, "Người xưa", "2024-01-01").await;
        register.lead(&double, "Người nay", "2026-05-01").await;
        let merged = register.merge(merge(&kept, &double)).await.expect("merged");
        let absorbed = merged.absorbed.expect("given");
        assert_eq!((absorbed.state(), absorbed.merged_into.as_str()), (pb::RecordState::Retired, kept.id.as_str()));
        assert_eq!(absorbed.retirement_reason, "Gộp bản ghi trùng: Ghi hai lần khi nhập danh sách");
        assert_eq!(register.products_in_use(&kept).await, ["Chè", "Mật ong"]);
        let mut acting = register.acting_for(&kept).await;
        acting.sort();
        assert_eq!(acting, [person(ACCOUNT).to_string(), person(31).to_string()]);
        assert!(register.acting_for(&double).await.is_empty());
        let mut led = register.led(&kept).await;
        led.sort();
        assert_eq!(
            led,
            [("Người nay".to_owned(), String::new()), ("Người xưa".to_owned(), "2026-04-30".to_owned())]
        );
        assert_eq!(register.led(&double).await, [("Người nay".to_owned(), "2026-11-23".to_owned())]);
        let lineage = register.ancestry(&double).await;
        assert_eq!((lineage.len(), lineage[0].kind()), (1, pb::SuccessionKind::RecordMerge));
        assert_eq!(lineage[0].why, "Ghi hai lần khi nhập danh sách");
        assert_eq!(register.ancestry(&kept).await, lineage);
    }

    async fn records_are_made_one_by_the_province_that_has_looked_at_both(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (kept, double) = (register.producer("Một").await, register.producer("Hai").await);
        let request = register.ask_as(Role::CommuneOfficer, COMMUNE, merge(&kept, &double));
        assert_refused(
            register.producers.merge_producers(request).await, Code::PermissionDenied, ErrorReason::RoleMissing, "",
        );
        let request = register.ask_as(Role::ProvinceOfficer, crate::OTHER_PROVINCE, merge(&kept, &double));
        assert_refused(
            register.producers.merge_producers(request).await,
            Code::NotFound, ErrorReason::ProducerNotFound, "producer_id",
        );
        let stale = pb::Producer { etag: "v9".to_owned(), ..double.clone() };
        for message in [merge(&kept, &stale), merge(&stale, &kept)] {
            let status = register.merge(message).await.expect_err("refused");
            assert_status(&status, Code::Aborted, ErrorReason::EtagStale, "etag");
        }
        let status = register.merge(merge(&kept, &kept)).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::SuccessionSidesWrong, "kept_producer_id");
        let without = pb::MergeProducersRequest { why: String::new(), ..merge(&kept, &double) };
        let status = register.merge(without).await.expect_err("refused");
        assert_status(&status, Code::InvalidArgument, ErrorReason::FieldsInvalid, "why");
    }

    async fn of_two_merges_that_cross_one_is_told(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for _ in 0..3 {
            let (one, other) = (register.producer("HTX").await, register.producer("HTX").await);
            for producer in [&one, &other] {
                register.product(producer, "Chè").await;
            }
            let mut sending = JoinSet::new();
            for message in [merge(&one, &other), merge(&other, &one)] {
                let (mut producers, request) = (register.producers.clone(), register.ask(message));
                sending.spawn(async move { producers.merge_producers(request).await.is_ok() });
            }
            let done = sending.join_all().await;
            assert_eq!(done.into_iter().filter(|done| *done).count(), 1);
            let counts = [register.products_in_use(&one).await.len(), register.products_in_use(&other).await.len()];
            assert!(counts == [2, 0] || counts == [0, 2], "{counts:?}");
        }
    }

    /// Whichever comes first, no product in use belongs to who is out of use.
    async fn a_product_registered_during_a_merge_is_not_left_behind(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        for _ in 0..4 {
            let (kept, double) = (register.producer("HTX").await, register.producer("HTX").await);
            let mut sending = JoinSet::new();
            let (mut producers, request) = (register.producers.clone(), register.ask(merge(&kept, &double)));
            sending.spawn(async move { producers.merge_producers(request).await.is_ok() });
            let (mut client, request) = (register.client.clone(), register.ask(create_product(&double, "Mật ong")));
            sending.spawn(async move { client.create_product(request).await.is_ok() });
            sending.join_all().await;
            assert!(register.products_in_use(&double).await.is_empty());
        }
        let left_behind = "SELECT COUNT(*) AS count FROM product JOIN producer ON producer.id = product.producer_id \
                           WHERE product.state = 'active' AND producer.state = 'retired'";
        assert_eq!(testkit::count(&database, left_behind).await, 0);
        let of_province = pb::ListProductsRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
        let request = register.ask(of_province);
        register.client.list_products(request).await.expect("listed");
    }
}
