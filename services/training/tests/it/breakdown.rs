//! Figures in detail.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::training::v1 as pb;
use proto::training::v1::figure_service_client::FigureServiceClient;
use testkit::{TestDatabase, assert_refused};
use tonic::Code;

use crate::{
    COMMUNE, MINISTRY_OFFICER, PROVINCE, Province, TODAY, TRAINER, enrol_leader, new_id, person_id, record_attendance,
};

fn year() -> pb::BreakDownTrainingRequest {
    pb::BreakDownTrainingRequest {
        unit_id: PROVINCE.to_owned(),
        audience: pb::Audience::Unspecified.into(),
        from: "2026-01-01".to_owned(),
        to: "2026-12-31".to_owned(),
    }
}

fn lines(cells: &[pb::FigureCell]) -> Vec<(&str, i32, i32)> {
    cells.iter().map(|cell| (cell.key.as_str(), cell.people_count, cell.attendance_count)).collect()
}

impl Province {
    async fn describe(&mut self, class: &pb::TrainingClass, learners: &[(u64, pb::LearnerSex, &str)]) {
        let description = |(number, sex, ethnicity): &(u64, pb::LearnerSex, &str)| pb::LearnerDescription {
            person_id: person_id(*number),
            sex: (*sex).into(),
            ethnicity: (*ethnicity).to_owned(),
        };
        let request = pb::DescribeLearnersRequest {
            request_id: new_id(),
            training_class_id: class.id.clone(),
            descriptions: learners.iter().map(description).collect(),
        };
        let request = self.by(TRAINER, request);
        self.client.describe_learners(request).await.expect("described");
    }

    async fn broken_down(&self, request: pb::BreakDownTrainingRequest) -> pb::BreakDownTrainingResponse {
        let request = self.by(MINISTRY_OFFICER, request);
        let mut figures = FigureServiceClient::new(self.bed.wire());
        figures.break_down_training(request).await.expect("counted").into_inner()
    }
}

testkit::on_both_databases! {
    async fn figures_are_cut_by_what_learners_were(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let producer = province.producer("HTX").await;
        let leader = province.appoint(&producer, "2026-01-01").await;
        province.settled().await;
        let officials = province.class(pb::Audience::Officials, &[("2026-05-04", 4)]).await;
        province.enrol_officials(&officials, &[31, 32, 33, 34, 35, 36, 37]).await;
        use pb::LearnerSex::{Female, Male, Unspecified};
        let thai = "Thái";
        province.describe(&officials, &[
            (31, Female, thai), (32, Female, thai), (33, Male, thai), (34, Male, thai), (35, Female, thai),
            (36, Male, "Kinh"), (37, Unspecified, ""),
        ]).await;
        province.call_roll(&officials, 1, &[31, 32, 33, 34, 35, 36, 37]).await.expect("recorded");
        let leaders = province.class_of_today(pb::Audience::Leaders).await;
        province.enrol(enrol_leader(&leaders, &leader, &producer)).await.expect("enrolled");
        let mut roll = record_attendance(&leaders, 1, &[]);
        roll.person_ids = vec![leader];
        let request = province.by(TRAINER, roll);
        province.client.record_attendance(request).await.expect("recorded");

        let figures = province.broken_down(year()).await;
        let all = figures.all.as_ref().expect("given");
        assert_eq!((all.people_count, all.attendance_count), (8, 8));
        assert_eq!(lines(&figures.by_audience), [("leaders", 1, 1), ("officials", 7, 7)]);
        assert_eq!(lines(&figures.by_level), [("commune", 7, 7)]);
        assert_eq!(lines(&figures.by_sex), [("female", 3, 3), ("male", 3, 3), ("unknown", 2, 2)]);
        assert_eq!(lines(&figures.by_ethnic_group), [("kinh", 1, 1), ("minority", 5, 5), ("unknown", 2, 2)]);
        assert_eq!(lines(&figures.by_ethnicity), [(thai, 5, 5)]);
        assert_eq!(lines(&figures.by_unit), [(COMMUNE, 8, 8)]);
        assert_eq!(lines(&figures.by_producer_kind), [("cooperative", 1, 1)]);

        // One who states something else makes all of them too few to be shown.
        province.describe(&officials, &[(35, Female, "Mông")]).await;
        let figures = province.broken_down(year()).await;
        assert_eq!(lines(&figures.by_ethnicity), [("masked", 5, 5)]);
        let of_leaders = pb::BreakDownTrainingRequest { audience: pb::Audience::Leaders.into(), ..year() };
        assert_eq!(lines(&province.broken_down(of_leaders).await.by_audience), [("leaders", 1, 1)]);
        let of_today = pb::BreakDownTrainingRequest { from: TODAY.to_owned(), ..year() };
        assert_eq!(province.broken_down(of_today).await.all.expect("given").people_count, 1);
    }

    async fn figures_in_detail_are_for_those_of_the_unit(database: TestDatabase) {
        let province = Province::on(&database).await;
        let mut figures = FigureServiceClient::new(province.bed.wire());
        let request = province.by_role(40, Role::CommuneOfficer, COMMUNE, year());
        assert_refused(
            figures.break_down_training(request).await,
            Code::PermissionDenied, ErrorReason::UnitOutsideGrant, "",
        );
        let request =
            province.by(MINISTRY_OFFICER, pb::BreakDownTrainingRequest { to: "2025-01-01".to_owned(), ..year() });
        assert_refused(
            figures.break_down_training(request).await,
            Code::InvalidArgument, ErrorReason::FieldsInvalid, "to",
        );
        let nobody = province.broken_down(year()).await;
        assert_eq!(nobody.all.expect("given").people_count, 0);
    }
}
