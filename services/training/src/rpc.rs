//! The rpcs of training: each receives a request, runs its operation and makes the answer.

use proto::training::v1 as pb;
use proto::training::v1::training_service_server::TrainingService;
use tonic::{Request, Response, Status};

use crate::{Runner, ops, wire};

mod check_ins;
mod completions;
mod figures;
mod lists;
mod plans;

platform::feed_service!(proto::training::v1);

/// The generated service over training's operations.
pub(crate) struct Rpc(pub(crate) Runner);

#[tonic::async_trait]
impl TrainingService for Rpc {
    async fn create_curriculum(
        &self,
        request: Request<pb::CreateCurriculumRequest>,
    ) -> Result<Response<pb::CreateCurriculumResponse>, Status> {
        let call = self.0.write(request, ops::CreateCurriculum::parse)?;
        call.run(ops::create_curriculum, |curriculum| pb::CreateCurriculumResponse {
            curriculum: Some(wire::curriculum(curriculum)),
        })
        .await
    }

    async fn get_curriculum(
        &self,
        request: Request<pb::GetCurriculumRequest>,
    ) -> Result<Response<pb::GetCurriculumResponse>, Status> {
        let call = self.0.read(request, ops::GetCurriculum::parse)?;
        call.run(ops::get_curriculum, |curriculum| pb::GetCurriculumResponse {
            curriculum: Some(wire::curriculum(curriculum)),
        })
        .await
    }

    async fn list_curricula(
        &self,
        request: Request<pb::ListCurriculaRequest>,
    ) -> Result<Response<pb::ListCurriculaResponse>, Status> {
        let call = self.0.read(request, ops::ListCurricula::parse)?;
        call.run(ops::list_curricula, |page| pb::ListCurriculaResponse {
            curricula: page.rows.into_iter().map(wire::curriculum).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn create_training_class(
        &self,
        request: Request<pb::CreateTrainingClassRequest>,
    ) -> Result<Response<pb::CreateTrainingClassResponse>, Status> {
        let call = self.0.write(request, ops::CreateTrainingClass::parse)?;
        call.run(ops::create_training_class, |class| pb::CreateTrainingClassResponse {
            training_class: Some(wire::training_class(class)),
        })
        .await
    }

    async fn update_training_class(
        &self,
        request: Request<pb::UpdateTrainingClassRequest>,
    ) -> Result<Response<pb::UpdateTrainingClassResponse>, Status> {
        let call = self.0.write(request, ops::UpdateTrainingClass::parse)?;
        call.run(ops::update_training_class, |class| pb::UpdateTrainingClassResponse {
            training_class: Some(wire::training_class(class)),
        })
        .await
    }

    async fn get_training_class(
        &self,
        request: Request<pb::GetTrainingClassRequest>,
    ) -> Result<Response<pb::GetTrainingClassResponse>, Status> {
        let call = self.0.read(request, ops::GetTrainingClass::parse)?;
        call.run(ops::get_training_class, |class| pb::GetTrainingClassResponse {
            training_class: Some(wire::training_class(class)),
        })
        .await
    }

    async fn list_training_classes(
        &self,
        request: Request<pb::ListTrainingClassesRequest>,
    ) -> Result<Response<pb::ListTrainingClassesResponse>, Status> {
        let call = self.0.read(request, ops::ListTrainingClasses::parse)?;
        call.run(ops::list_training_classes, |page| pb::ListTrainingClassesResponse {
            training_classes: page.rows.into_iter().map(wire::training_class).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn enrol_learner(
        &self,
        request: Request<pb::EnrolLearnerRequest>,
    ) -> Result<Response<pb::EnrolLearnerResponse>, Status> {
        let call = self.0.write(request, ops::EnrolLearner::parse)?;
        call.run(ops::enrol_learner, |learner| pb::EnrolLearnerResponse { learner: Some(wire::learner(learner)) }).await
    }

    async fn enrol_population(
        &self,
        request: Request<pb::EnrolPopulationRequest>,
    ) -> Result<Response<pb::EnrolPopulationResponse>, Status> {
        let call = self.0.write(request, ops::EnrolPopulation::parse)?;
        call.run(ops::enrol_population, |(enrolled, left_out)| pb::EnrolPopulationResponse {
            enrolled_count: wire::count(enrolled),
            left_out_count: wire::count(left_out),
        })
        .await
    }

    async fn describe_learners(
        &self,
        request: Request<pb::DescribeLearnersRequest>,
    ) -> Result<Response<pb::DescribeLearnersResponse>, Status> {
        let call = self.0.write(request, ops::DescribeLearners::parse)?;
        call.run(ops::describe_learners, |described| pb::DescribeLearnersResponse {
            described_count: wire::count(described),
        })
        .await
    }

    async fn record_assessments(
        &self,
        request: Request<pb::RecordAssessmentsRequest>,
    ) -> Result<Response<pb::RecordAssessmentsResponse>, Status> {
        let call = self.0.write(request, ops::RecordAssessments::parse)?;
        call.run(ops::record_assessments, |(recorded, corrected)| pb::RecordAssessmentsResponse {
            recorded_count: wire::count(recorded),
            corrected_count: wire::count(corrected),
        })
        .await
    }

    async fn list_learners(
        &self,
        request: Request<pb::ListLearnersRequest>,
    ) -> Result<Response<pb::ListLearnersResponse>, Status> {
        let call = self.0.read(request, ops::ListLearners::parse)?;
        call.run_at_one_moment(ops::list_learners, |page| pb::ListLearnersResponse {
            learners: page.rows.into_iter().map(wire::learner).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn record_attendance(
        &self,
        request: Request<pb::RecordAttendanceRequest>,
    ) -> Result<Response<pb::RecordAttendanceResponse>, Status> {
        let call = self.0.write(request, ops::RecordAttendance::parse)?;
        call.run(ops::record_attendance, |present| pb::RecordAttendanceResponse { present_count: wire::count(present) })
            .await
    }

    async fn correct_attendance(
        &self,
        request: Request<pb::CorrectAttendanceRequest>,
    ) -> Result<Response<pb::CorrectAttendanceResponse>, Status> {
        let call = self.0.write(request, ops::CorrectAttendance::parse)?;
        call.run(ops::correct_attendance, |present| pb::CorrectAttendanceResponse {
            present_count: wire::count(present),
        })
        .await
    }

    async fn list_rolls(
        &self,
        request: Request<pb::ListRollsRequest>,
    ) -> Result<Response<pb::ListRollsResponse>, Status> {
        let call = self.0.read(request, ops::ListRolls::parse)?;
        call.run_at_one_moment(ops::list_rolls, |page| pb::ListRollsResponse {
            rolls: page.rows.into_iter().map(wire::listed_roll).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn complete_training_class(
        &self,
        request: Request<pb::CompleteTrainingClassRequest>,
    ) -> Result<Response<pb::CompleteTrainingClassResponse>, Status> {
        let call = self.0.write(request, ops::CompleteTrainingClass::parse)?;
        call.run(ops::complete_training_class, |(class, completed)| pb::CompleteTrainingClassResponse {
            training_class: Some(wire::training_class(class)),
            completed_count: wire::count(completed),
        })
        .await
    }

    async fn count_training(
        &self,
        request: Request<pb::CountTrainingRequest>,
    ) -> Result<Response<pb::CountTrainingResponse>, Status> {
        let call = self.0.read(request, ops::CountTraining::parse)?;
        call.run_at_one_moment(ops::count_training, wire::training_count).await
    }

    async fn get_coverage(
        &self,
        request: Request<pb::GetCoverageRequest>,
    ) -> Result<Response<pb::GetCoverageResponse>, Status> {
        let call = self.0.read(request, ops::GetCoverage::parse)?;
        call.run_at_one_moment(ops::get_coverage, wire::coverage).await
    }
}
