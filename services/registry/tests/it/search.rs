//! The search box: what is found by what, in which order, by whom, and as of when.

use chrono::TimeDelta;
use platform::access::Role;
use platform::clock::civil_date;
use platform::db::Database;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as pb;
use proto::registry::v1::search_service_client::SearchServiceClient;
use sea_orm::{ConnectionTrait as _, Statement};
use testkit::{TestDatabase, assert_status, eventually, person};
use tonic::{Code, Request, Status};

use crate::{
    COMMUNE, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, Register, create_producer, create_product, new_request_id,
};

pub(crate) fn query(typed: &str) -> pb::SearchRequest {
    pb::SearchRequest { query: typed.to_owned(), ..Default::default() }
}

impl Register {
    async fn search(&self, request: Request<pb::SearchRequest>) -> Result<pb::SearchResponse, Status> {
        Ok(SearchServiceClient::new(self.bed.wire()).search(request).await?.into_inner())
    }

    /// What an officer of the province finds.
    pub(crate) async fn found(&self, message: pb::SearchRequest) -> Vec<pb::SearchResult> {
        self.search(self.ask_as(Role::ProvinceOfficer, PROVINCE, message)).await.expect("found").results
    }

    /// Names of what she finds.
    async fn named(&self, typed: &str) -> Vec<String> {
        self.found(query(typed)).await.into_iter().map(|result| result.name).collect()
    }

    /// Three products of two producers.
    async fn stocked(&mut self) -> (pb::Producer, [pb::Product; 3]) {
        let one = self.producer("Hợp tác xã Nông nghiệp Thanh Yên").await;
        let other = self.producer("Công ty TNHH Mắc ca Tây Bắc").await;
        let rice = self.product(&one, "Gạo Séng Cù").await;
        let honey = self.product(&one, "Mật ong rừng").await;
        let nuts = self.product(&other, "Hạt mắc ca sấy").await;
        (one, [rice, honey, nuts])
    }

    async fn rename(&mut self, producer: &pb::Producer, name: &str) {
        let request = self.ask(pb::UpdateProducerRequest {
            request_id: new_request_id(),
            producer: Some(pb::Producer { name: name.to_owned(), ..producer.clone() }),
            update_mask: Some(prost_types::FieldMask { paths: vec!["name".to_owned()] }),
            ..Default::default()
        });
        self.client.update_producer(request).await.expect("renamed");
    }
}

testkit::on_both_databases! {
    async fn what_people_remember_is_enough(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.stocked().await;
        for (typed, name) in [
            ("gạo séng cù", "Gạo Séng Cù"),
            ("GAO SENG CU", "Gạo Séng Cù"),
            ("cù gạo", "Gạo Séng Cù"),
            ("gạo htx thanh yên", "Gạo Séng Cù"),
            ("gao dien bien phu", "Gạo Séng Cù"),
            ("mật ong rừ", "Mật ong rừng"),
            ("rừn", "Mật ong rừng"),
            ("mắc ca sấy", "Hạt mắc ca sấy"),
            ("sấy cty tây bắc", "Hạt mắc ca sấy"),
        ] {
            assert_eq!(register.named(typed).await, [name], "{typed}");
        }
        assert_eq!(register.named("thanh yên htx").await.len(), 3, "the producer and what it makes");
        assert!(register.named("cam sành").await.is_empty());
    }

    async fn the_best_come_first(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let producer = register.producer("HTX Mật ong Thanh Nưa").await;
        for name in ["Rượu mật ong", "Mật ong bạc hà", "Ong mật khô", "Mật ong", "Chè dây"] {
            register.product(&producer, name).await;
        }
        let found = register.found(query("mat ong")).await;
        let found: Vec<_> = found.iter().map(|result| (result.fit(), result.name.as_str())).collect();
        assert_eq!(found, [
            (pb::SearchFit::Name, "Mật ong"),
            (pb::SearchFit::NameBegins, "Mật ong bạc hà"),
            (pb::SearchFit::Phrase, "HTX Mật ong Thanh Nưa"),
            (pb::SearchFit::Phrase, "Rượu mật ong"),
            (pb::SearchFit::NameWords, "Ong mật khô"),
            (pb::SearchFit::AllWords, "Chè dây"),
        ]);
        let message = pb::SearchRequest { page_size: 2, ..query("mat ong") };
        let answer = register.search(register.ask(message)).await.expect("found");
        assert_eq!((answer.results.len(), answer.more), (2, true));
        let message = pb::SearchRequest { kind: pb::SearchKind::Producer.into(), ..query("mat ong") };
        let answer = register.search(register.ask(message)).await.expect("found");
        assert_eq!((answer.results.len(), answer.more), (1, false));
        assert_eq!(answer.results[0].id, producer.id);
    }

    async fn a_slip_of_the_finger_is_forgiven(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.stocked().await;
        for typed in ["gao semg cu", "gao sng cu", "gao sengg cu", "gao esng cu", "gap seng cu"] {
            let found = register.found(query(typed)).await;
            let found: Vec<_> = found.iter().map(|result| (result.fit(), result.name.as_str())).collect();
            assert_eq!(found, [(pb::SearchFit::Misspelt, "Gạo Séng Cù")], "{typed}");
        }
        // Two slips in a word are another word; where the word is right, nothing is bent.
        assert!(register.named("gao xemg cu").await.is_empty());
        assert_eq!(register.named("seng").await, ["Gạo Séng Cù"]);
    }

    async fn codes_and_numbers_are_found(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (_, [rice, ..]) = register.stocked().await;
        assert!(register.found(query("11-03127-1-2026")).await.is_empty());
        register.code(&rice.id, 2026).await;
        register.code(&rice.id, 2027).await;
        for code in ["11-03127-1-2026", "11-03127-1-2027"] {
            let found = register.found(query(code)).await;
            assert_eq!((found.len(), found[0].fit(), found[0].id.as_str()), (1, pb::SearchFit::Code, rice.id.as_str()));
            assert_eq!(found[0].product_codes, ["11-03127-1-2027", "11-03127-1-2026"]);
        }
        let mut message = create_producer("Cơ sở Hoa Ban");
        message.producer.as_mut().expect("given").registration_number = "62.01.08/ĐKKD".to_owned();
        message.producer.as_mut().expect("given").tax_code = "5600123456".to_owned();
        register.client.create_producer(register.ask(message)).await.expect("registered");
        for number in ["62.01.08/đkkd", "5600123456"] {
            let found = register.found(query(number)).await;
            assert_eq!((found.len(), found[0].name.as_str()), (1, "Cơ sở Hoa Ban"), "{number}");
            assert!(found[0].product_codes.is_empty(), "what a person is known by to the tax office is not shown");
        }
    }

    async fn nobody_finds_what_is_not_hers(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, _) = register.stocked().await;
        let elsewhere = register.producer("HTX Mường Lay").await;
        let mut message = create_product(&elsewhere, "Gạo nếp tan");
        message.product.as_mut().expect("given").unit_id = OTHER_COMMUNE.to_owned();
        register.client.create_product(register.ask(message)).await.expect("registered");
        let by = async |role, unit, message| {
            let answer = register.search(register.ask_as(role, unit, message)).await.expect("found");
            answer.results.into_iter().map(|result| result.name).collect::<Vec<_>>()
        };
        assert_eq!(by(Role::MinistryOfficer, "VN", query("gạo")).await, ["Gạo nếp tan", "Gạo Séng Cù"]);
        assert_eq!(by(Role::ProvinceOfficer, PROVINCE, query("gạo")).await, ["Gạo nếp tan", "Gạo Séng Cù"]);
        assert_eq!(by(Role::CommuneOfficer, COMMUNE, query("gạo")).await, ["Gạo Séng Cù"]);
        assert_eq!(by(Role::CommuneOfficer, OTHER_COMMUNE, query("gạo")).await, ["Gạo nếp tan"]);
        assert!(by(Role::ProvinceOfficer, OTHER_PROVINCE, query("gạo")).await.is_empty());
        // Nor by a word of another's that hers was taken for.
        assert!(by(Role::CommuneOfficer, OTHER_COMMUNE, query("semg cu")).await.is_empty());
        let within = |unit: &str| pb::SearchRequest { unit_id: unit.to_owned(), ..query("gạo") };
        assert_eq!(by(Role::ProvinceOfficer, PROVINCE, within(OTHER_COMMUNE)).await, ["Gạo nếp tan"]);
        let answer = register.search(register.ask_as(Role::CommuneOfficer, COMMUNE, within(OTHER_COMMUNE))).await;
        let refusal = answer.expect_err("refused");
        assert_status(&refusal, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");

        // An account finds what belongs to its producer.
        assert!(by(Role::Producer, COMMUNE, query("gạo")).await.is_empty());
        let granted = register.ask_as(Role::CommuneOfficer, COMMUNE, pb::GrantProducerAccountRequest {
            request_id: new_request_id(),
            producer_id: producer.id.clone(),
            person_id: person(30).to_string(),
            basis: "Giấy ủy quyền".to_owned(),
            ..Default::default()
        });
        register.client.clone().grant_producer_account(granted).await.expect("granted");
        let authorization = register.bed.callers.authorization(person(30), Role::Producer, COMMUNE);
        let request = testkit::Callers::request(&authorization, query("gạo"));
        let answer = register.search(request).await.expect("found");
        assert_eq!(answer.results.iter().map(|result| result.name.as_str()).collect::<Vec<_>>(), ["Gạo Séng Cù"]);
    }

    async fn it_follows_what_changes(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (producer, [rice, ..]) = register.stocked().await;
        register.rename(&producer, "HTX Noong Luống").await;
        assert!(register.named("gạo thanh yên").await.is_empty());
        assert_eq!(register.named("gạo noong luống").await, ["Gạo Séng Cù"]);
        assert_eq!(register.found(query("gạo séng cù")).await[0].producer_name, "HTX Noong Luống");

        register.bed.hands.advance(TimeDelta::days(10));
        let retire = pb::RetireProductRequest {
            request_id: new_request_id(),
            product_id: rice.id.clone(),
            etag: rice.etag.clone(),
            reason: "Không còn sản xuất".to_owned(),
        };
        let request = register.ask_as(Role::ProvinceOfficer, PROVINCE, retire);
        register.client.retire_product(request).await.expect("retired");
        assert!(register.named("séng cù").await.is_empty());
        let created = civil_date(testkit::beginning());
        let after = |days| pb::SearchRequest {
            as_of: (created + TimeDelta::days(days)).to_string(),
            ..query("séng cù")
        };
        assert_eq!(register.found(after(0)).await.len(), 1);
        assert_eq!(register.found(after(9)).await.len(), 1, "it was there the day before");
        assert!(register.found(after(10)).await.is_empty());
        assert!(register.found(after(-1)).await.is_empty());
    }

    async fn it_goes_by_the_names_that_units_have_now(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.stocked().await;
        assert_eq!(register.named("séng cù điện biên phủ").await, ["Gạo Séng Cù"]);
        let units = "code,kind,name,parent_code,valid_from,legal_act\n\
            03127,ward,Phường Hoa Ban Trắng,11,2026-11-01,999/NQ-UBTVQH16\n";
        register.applied("v1", units, "old,new,relation,primary\n").await;
        eventually("its ward has another name", || async {
            register.named("séng cù hoa ban trắng").await == ["Gạo Séng Cù"]
        })
        .await;
        assert_eq!(register.found(query("séng cù")).await[0].place, "Phường Hoa Ban Trắng, Tỉnh Điện Biên");
    }

    async fn what_has_no_entry_yet_gets_one(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.stocked().await;
        let db = Database::open(&database.config()).await.expect("open");
        let transaction = db.begin().await.expect("begun");
        for table in ["search_entry", "search_spelling", "search_word"] {
            let delete = Statement::from_string(db.backend(), format!("DELETE FROM {table}"));
            transaction.execute_raw(delete).await.expect("deleted");
        }
        transaction.commit().await.expect("committed");
        assert!(register.named("séng cù").await.is_empty());
        drop(register);
        let register = Register::on(&database).await;
        eventually("all are found", || async { register.named("semg cù").await == ["Gạo Séng Cù"] }).await;
    }

    async fn an_entry_of_an_earlier_form_is_made_anew(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        register.stocked().await;
        let db = Database::open(&database.config()).await.expect("open");
        let earlier = Statement::from_string(db.backend(), "UPDATE search_entry SET form = 1, words = 'khac'");
        let transaction = db.begin().await.expect("begun");
        transaction.execute_raw(earlier).await.expect("changed");
        transaction.commit().await.expect("committed");
        assert!(register.named("cù gạo").await.is_empty());
        drop(register);
        let register = Register::on(&database).await;
        eventually("all are found", || async { register.named("cù gạo").await == ["Gạo Séng Cù"] }).await;
    }

    async fn a_province_that_is_typed_leaves_out_nothing(database: TestDatabase) {
        let mut register = Register::on(&database).await;
        let (_, [rice, ..]) = register.stocked().await;
        let elsewhere = register.producer("Hợp tác xã Điện Biên xa quê").await;
        let request = pb::CreateProductRequest {
            product: Some(pb::Product { unit_id: "2025:00004".to_owned(), ..create_product(&elsewhere, "Gạo nếp").product.expect("given") }),
            ..create_product(&elsewhere, "Gạo nếp")
        };
        let request = register.ask_as(Role::ProvinceOfficer, "VN", request);
        let other = register.client.create_product(request).await.expect("registered").into_inner().product;
        let request = register.ask_as(Role::MinistryOfficer, "VN", query("gạo điện biên"));
        let found = register.search(request).await.expect("found").results;
        let mut ids: Vec<&str> = found.iter().map(|result| result.id.as_str()).collect();
        ids.sort_unstable();
        let mut expected = [rice.id.as_str(), other.as_ref().expect("given").id.as_str()];
        expected.sort_unstable();
        assert_eq!(ids, expected, "that of the province, and that of another whose producer is called so");
    }

    async fn there_has_to_be_something_to_look_for(database: TestDatabase) {
        let register = Register::on(&database).await;
        for typed in ["", "a", "?!", "ố"] {
            let refusal = register.search(register.ask(query(typed))).await.expect_err("refused");
            assert_status(&refusal, Code::InvalidArgument, ErrorReason::FieldsInvalid, "query");
        }
        // Signs that mean something to an index are signs like others.
        for typed in ["mat AND (ong", "\"mật* OR", "mat' | !ong:*", "NEAR(mật, 2)", "words:gạo -ong ^a"] {
            register.search(register.ask(query(typed))).await.expect("answered");
        }
    }
}
