//! Targets as records: set, revised, split, withdrawn; progress, and published figures.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::reporting::v1 as pb;
use testkit::{TestDatabase, assert_refused};
use tonic::{Code, Request};

use crate::{COMMUNE, MINISTRY_OFFICER, OTHER_COMMUNE, OTHER_PROVINCE, PROVINCE, PROVINCE_OFFICER, Province, new_id};

/// The first days of the phases of the decision, and a sound target of Điện Biên; a test changes what it is about.
fn sound() -> pb::Target {
    pb::Target {
        indicator_code: "products_valid".to_owned(),
        unit_id: PROVINCE.to_owned(),
        phase: Some(pb::Phase { from: "2021-01-01".to_owned(), to: "2025-12-31".to_owned() }),
        value: Some(90),
        sense: pb::TargetSense::AtLeast.into(),
        decision_number: "12/KH-UBND".to_owned(),
        decision_date: "2021-03-01".to_owned(),
        issuer: "Ủy ban nhân dân tỉnh Điện Biên".to_owned(),
        ..Default::default()
    }
}

fn part(unit: &str, value: Option<i64>) -> pb::TargetPart {
    pb::TargetPart { unit_id: unit.to_owned(), value }
}

fn split(target: &pb::Target, parts: Vec<pb::TargetPart>) -> pb::SplitTargetRequest {
    pb::SplitTargetRequest {
        request_id: new_id(),
        target_id: target.target_id.clone(),
        etag: target.etag.clone(),
        parts,
        reason: "Giao chỉ tiêu cho các xã".to_owned(),
        ..Default::default()
    }
}

fn withdraw(target: &pb::Target) -> pb::WithdrawTargetRequest {
    pb::WithdrawTargetRequest {
        request_id: new_id(),
        target_id: target.target_id.clone(),
        etag: target.etag.clone(),
        reason: "Bãi bỏ".to_owned(),
    }
}

fn revise(target: pb::Target) -> pb::ReviseTargetRequest {
    pb::ReviseTargetRequest {
        request_id: new_id(),
        target: Some(target),
        reason: "Điều chỉnh theo nghị quyết mới".to_owned(),
    }
}

fn progress_of(unit: &str) -> pb::ListTargetProgressRequest {
    pb::ListTargetProgressRequest { unit_id: unit.to_owned(), ..Default::default() }
}

impl Province {
    fn officer<M>(&self, message: M) -> Request<M> {
        self.by(PROVINCE_OFFICER, message)
    }

    async fn set(&mut self, target: pb::Target) -> pb::Target {
        let request = self.officer(pb::SetTargetRequest { request_id: new_id(), target: Some(target) });
        self.targets.set_target(request).await.expect("set").into_inner().target.expect("given")
    }

    /// The products that Decision 1141 wants in the second phase.
    async fn products_wanted(&mut self) -> pb::Target {
        let targets = self.targets(PROVINCE).await;
        targets.into_iter().find(|target| target.id == "1141-2018/products_recognised/2021-2030").expect("there")
    }

    async fn known(&mut self, target: &pb::Target) -> pb::GetTargetResponse {
        let request = self.officer(pb::GetTargetRequest { target_id: target.target_id.clone() });
        self.targets.get_target(request).await.expect("found").into_inner()
    }

    /// Units with progress in hundredths, projection and standing.
    async fn standings(&mut self, request: pb::ListTargetProgressRequest) -> Vec<pb::TargetProgress> {
        self.settled().await;
        let request = self.officer(request);
        self.targets.list_target_progress(request).await.expect("listed").into_inner().targets
    }
}

testkit::on_both_databases! {
    async fn a_target_is_set_revised_and_withdrawn_and_tells_its_history(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let set = province.set(sound()).await;
        assert_eq!((set.id.as_str(), set.etag.as_str()), ("12-2021/products_valid/2021-2025", "v1"));
        let changed = pb::Target {
            value: None,
            decision_number: "45/NQ-HĐND".to_owned(),
            decision_date: "2023-07-14".to_owned(),
            baseline_value: Some(44),
            baseline_on: "2020-12-31".to_owned(),
            ..set.clone()
        };
        let request = province.officer(revise(changed.clone()));
        let revised = province.targets.revise_target(request).await.expect("revised").into_inner().target.expect("given");
        assert_eq!((revised.value, revised.baseline_value, revised.etag.as_str()), (None, Some(44), "v2"));
        let request = province.officer(revise(changed));
        assert_refused(province.targets.revise_target(request).await, Code::Aborted, ErrorReason::EtagStale, "etag");
        let request = province.officer(withdraw(&revised));
        let gone = province.targets.withdraw_target(request).await.expect("withdrawn").into_inner().target.expect("given");
        assert_eq!((gone.state(), gone.withdrawal_reason.as_str()), (Withdrawn, "Bãi bỏ"));
        assert!(!province.targets(PROVINCE).await.iter().any(|target| target.target_id == gone.target_id));

        let known = province.known(&gone).await;
        let told = |revision: &pb::TargetRevision| {
            let target = revision.target.as_ref().expect("given");
            (target.value, target.decision_number.clone(), target.state(), revision.reason.clone())
        };
        use pb::TargetState::{Active, Withdrawn};
        assert_eq!(known.revisions.iter().map(told).collect::<Vec<_>>(), [
            (Some(90), "12/KH-UBND".to_owned(), Active, String::new()),
            (None, "45/NQ-HĐND".to_owned(), Active, "Điều chỉnh theo nghị quyết mới".to_owned()),
            (None, "45/NQ-HĐND".to_owned(), Withdrawn, "Bãi bỏ".to_owned()),
        ]);
        let request = province.officer(withdraw(&gone));
        let answer = province.targets.withdraw_target(request).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::TargetWithdrawn, "target_id");
        // What was withdrawn is not in the way of a new one.
        province.set(sound()).await;
    }

    async fn targets_are_refused_with_what_is_wrong(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.set(sound()).await;
        let phase = |from: &str, to: &str| Some(pb::Phase { from: from.to_owned(), to: to.to_owned() });
        let wrong = [
            (sound(), Code::AlreadyExists, ErrorReason::TargetExists, "target"),
            (pb::Target { indicator_code: "nonsense".to_owned(), ..sound() }, Code::NotFound,
                ErrorReason::IndicatorNotFound, "indicator_code"),
            (pb::Target { unit_id: "2025:99999".to_owned(), ..sound() }, Code::NotFound,
                ErrorReason::UnitNotFound, "unit_id"),
            (pb::Target { unit_id: OTHER_PROVINCE.to_owned(), ..sound() }, Code::PermissionDenied,
                ErrorReason::UnitOutsideGrant, ""),
            (pb::Target { phase: phase("2026-01-01", "2025-12-31"), ..sound() }, Code::InvalidArgument,
                ErrorReason::TargetDatesWrong, "target.phase.to"),
            (pb::Target { decision_date: "2026-11-24".to_owned(), ..sound() }, Code::InvalidArgument,
                ErrorReason::TargetDatesWrong, "target.decision_date"),
            (pb::Target { value: Some(-1), ..sound() }, Code::InvalidArgument,
                ErrorReason::TargetValueWrong, "target.value"),
            (pb::Target { indicator_code: "leaders_trained_coverage".to_owned(), value: Some(10_001), ..sound() },
                Code::InvalidArgument, ErrorReason::TargetValueWrong, "target.value"),
            (pb::Target { issuer: String::new(), ..sound() }, Code::InvalidArgument,
                ErrorReason::FieldsInvalid, "target.issuer"),
        ];
        for (target, code, reason, field) in wrong {
            let request = province.officer(pb::SetTargetRequest { request_id: new_id(), target: Some(target) });
            assert_refused(province.targets.set_target(request).await, code, reason, field);
        }
        let request = province.officer(pb::GetTargetRequest { target_id: new_id() });
        let answer = province.targets.get_target(request).await;
        assert_refused(answer, Code::NotFound, ErrorReason::TargetNotFound, "target_id");
        let request = pb::SetTargetRequest { request_id: new_id(), target: Some(sound()) };
        let request = province.by_role(40, Role::ProvinceLeader, PROVINCE, request);
        let answer = province.targets.set_target(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::RoleMissing, "");
    }

    async fn a_target_is_split_among_the_units_below(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let whole = province.products_wanted().await;
        let request = province.officer(split(&whole, vec![part(COMMUNE, Some(30)), part(OTHER_COMMUNE, Some(10))]));
        let answer = province.targets.split_target(request).await.expect("split").into_inner();
        assert_eq!(answer.undistributed_value, Some(1));
        let of_commune = province.targets(COMMUNE).await;
        assert_eq!((of_commune.len(), of_commune[0].value), (1, Some(30)));
        assert_eq!(of_commune[0].parent_target_id, whole.target_id);

        // A part changes with the whole alone.
        let request = province.officer(revise(of_commune[0].clone()));
        let answer = province.targets.revise_target(request).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::TargetIsPart, "target_id");
        let whole = province.known(&whole).await.target.expect("given");
        for (parts, code, reason, field) in [
            (vec![part(COMMUNE, Some(40)), part(OTHER_COMMUNE, Some(2))], Code::FailedPrecondition,
                ErrorReason::TargetPartsExceed, "parts"),
            (vec![part(COMMUNE, Some(1)), part(COMMUNE, Some(2))], Code::InvalidArgument,
                ErrorReason::TargetPartsWrong, "parts[1].unit_id"),
            (vec![part(OTHER_PROVINCE, Some(1))], Code::InvalidArgument,
                ErrorReason::TargetPartsWrong, "parts[0].unit_id"),
        ] {
            let request = province.officer(split(&whole, parts));
            assert_refused(province.targets.split_target(request).await, code, reason, field);
        }
        let request = province.officer(revise(pb::Target { value: Some(39), ..whole.clone() }));
        let answer = province.targets.revise_target(request).await;
        assert_refused(answer, Code::FailedPrecondition, ErrorReason::TargetPartsExceed, "parts");

        // A split that is entered anew replaces the one before.
        let request = province.officer(split(&whole, vec![part(COMMUNE, Some(25))]));
        let answer = province.targets.split_target(request).await.expect("split").into_inner();
        assert_eq!(answer.undistributed_value, Some(16));
        assert!(province.targets(OTHER_COMMUNE).await.is_empty());
        let known = province.known(&of_commune[0]).await;
        assert_eq!(known.revisions.len(), 2);

        // And the parts go with the whole.
        let request = province.officer(withdraw(answer.target.as_ref().expect("given")));
        province.targets.withdraw_target(request).await.expect("withdrawn");
        assert!(province.targets(COMMUNE).await.is_empty());
    }

    async fn who_is_behind(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let whole = province.products_wanted().await;
        let request = province.officer(split(&whole, vec![part(COMMUNE, Some(40)), part(OTHER_COMMUNE, Some(1))]));
        province.targets.split_target(request).await.expect("split");
        for (number, unit) in [(1, COMMUNE), (2, OTHER_COMMUNE)] {
            let producer = province.producer(&format!("Hợp tác xã {number}"), unit).await;
            province.certified(&producer, PROVINCE).await;
        }
        let asked = pb::ListTargetProgressRequest { with_units_below: true, ..progress_of(PROVINCE) };
        let all = province.standings(asked.clone()).await;
        assert_eq!(all.len(), 12);
        let of = |unit: &str| {
            let wanted = |row: &&pb::TargetProgress| {
                row.target.as_ref().is_some_and(|target| {
                    target.unit_id == unit && target.id == "1141-2018/products_recognised/2021-2030"
                })
            };
            let row = all.iter().find(wanted).expect("the row");
            (row.actual.expect("a figure").value, row.expected_value, row.projected_value, row.standing())
        };
        use pb::TargetStanding::{Behind, Missed, NoNumber, NotRecorded, Open, Reached};
        assert_eq!(of(PROVINCE), (2, Some(24), Some(3), Behind));
        assert_eq!(of(COMMUNE), (1, Some(23), Some(1), Behind));
        assert_eq!(of(OTHER_COMMUNE), (1, Some(0), Some(1), Reached));
        let summary = all.iter().find_map(|row| row.summary.as_ref().filter(|_| {
            row.target.as_ref().is_some_and(|target| target.unit_id == PROVINCE && row.standing() == Behind)
        }));
        assert_eq!(summary.expect("told").en, "At this rate 2030 = 3 of 41.");
        let counted = |standing| all.iter().filter(|row| row.standing() == standing).count();
        assert_eq!(counted(Missed), 1, "21 products in the first phase");
        assert_eq!(counted(NoNumber), 1);
        assert!(counted(NotRecorded) >= 2 && counted(Open) <= 2);

        let behind = pb::ListTargetProgressRequest { standing: Behind.into(), ..asked.clone() };
        let mut units: Vec<_> = province.standings(behind).await.into_iter().map(|row| row.unit_name).collect();
        units.sort();
        assert_eq!(units.len(), 2, "{units:?}");
        // Page by page it is the same.
        let mut pages = Vec::new();
        let mut token = String::new();
        loop {
            let request = pb::ListTargetProgressRequest { page_size: 5, page_token: token, ..asked.clone() };
            let request = province.officer(request);
            let page = province.targets.list_target_progress(request).await.expect("listed").into_inner();
            pages.extend(page.targets);
            token = page.next_page_token;
            if token.is_empty() {
                break;
            }
        }
        assert_eq!(pages, all);
        let request = province.by_role(40, Role::CommuneOfficer, COMMUNE, progress_of(PROVINCE));
        let answer = province.targets.list_target_progress(request).await;
        assert_refused(answer, Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "");
    }

    async fn published_figures_stand_beside_the_record(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        province.recognise("Mật ong", "2021-06-01", "2021-06-01").await;
        province.settled().await;
        let asked = pb::ListPublishedFiguresRequest { unit_id: PROVINCE.to_owned(), ..Default::default() };
        let request = province.officer(asked);
        let figures = province.targets.list_published_figures(request).await.expect("listed").into_inner().figures;
        let told = |figure: &pb::PublishedFigure| {
            (figure.as_of.clone(), figure.key.clone(), figure.value, figure.recorded.map(|recorded| recorded.value))
        };
        let told: Vec<_> = figures.iter().map(told).collect();
        let told: Vec<_> = told.iter().map(|(as_of, key, value, own)| (as_of.as_str(), key.as_str(), *value, *own)).collect();
        assert_eq!(told, [
            ("2019", "", Some(26), Some(0)),
            ("2021", "", Some(44), Some(1)),
            ("2023-02", "", Some(56), Some(1)),
            ("2025", "", Some(109), Some(0)),
            ("2025", "3", Some(104), None),
            ("2025", "4", Some(5), None),
        ]);
        // Nothing is computed from them.
        assert_eq!(province.values(PROVINCE, "2021-12-31", ["products_valid"]).await, [1]);
        // Of the country an officer of a province sees what was published, and not what is recorded.
        let asked = pb::ListPublishedFiguresRequest { unit_id: "VN".to_owned(), ..Default::default() };
        let request = province.officer(asked.clone());
        let figures = province.targets.list_published_figures(request).await.expect("listed").into_inner().figures;
        assert!(figures.len() == 6 && figures.iter().all(|figure| figure.recorded.is_none()));
        let request = province.by(MINISTRY_OFFICER, asked);
        let figures = province.targets.list_published_figures(request).await.expect("listed").into_inner().figures;
        assert_eq!((figures[0].value, figures[1].share_hundredths), (Some(12_075), Some(7390)));
        assert!(figures[0].recorded.is_some());
    }
}
