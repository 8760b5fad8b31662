//! The rpcs of what is to be done, by whom and until when.

use proto::evaluation::v1 as pb;
use proto::evaluation::v1::agenda_service_server::AgendaService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl AgendaService for Rpc {
    async fn list_my_work(
        &self,
        request: Request<pb::ListMyWorkRequest>,
    ) -> Result<Response<pb::ListMyWorkResponse>, Status> {
        let call = self.0.read(request, ops::ListMyWork::parse)?;
        call.run(ops::list_my_work, |(page, stands_in_for)| pb::ListMyWorkResponse {
            work_items: page.rows.into_iter().map(wire::agenda::work_item).collect(),
            next_page_token: page.next_page_token,
            stands_in_for_person_ids: stands_in_for.iter().map(ToString::to_string).collect(),
        })
        .await
    }

    async fn list_overdue(
        &self,
        request: Request<pb::ListOverdueRequest>,
    ) -> Result<Response<pb::ListOverdueResponse>, Status> {
        let call = self.0.read(request, ops::ListOverdue::parse)?;
        call.run(ops::list_overdue, |page| pb::ListOverdueResponse {
            work_items: page.rows.into_iter().map(wire::agenda::work_item).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn put_calendar_day(
        &self,
        request: Request<pb::PutCalendarDayRequest>,
    ) -> Result<Response<pb::PutCalendarDayResponse>, Status> {
        let call = self.0.write(request, ops::PutCalendarDay::parse)?;
        call.run(ops::put_calendar_day, |day| pb::PutCalendarDayResponse {
            calendar_day: Some(wire::agenda::calendar_day(day)),
        })
        .await
    }

    async fn list_calendar_days(
        &self,
        request: Request<pb::ListCalendarDaysRequest>,
    ) -> Result<Response<pb::ListCalendarDaysResponse>, Status> {
        let call = self.0.read(request, ops::ListCalendarDays::parse)?;
        call.run_at_one_moment(ops::list_calendar_days, wire::agenda::calendar_days).await
    }

    async fn list_rounds(
        &self,
        request: Request<pb::ListRoundsRequest>,
    ) -> Result<Response<pb::ListRoundsResponse>, Status> {
        let call = self.0.read(request, ops::ListRounds::parse)?;
        call.run_at_one_moment(ops::list_rounds, |rounds| pb::ListRoundsResponse {
            rounds: rounds.into_iter().map(wire::agenda::round).collect(),
        })
        .await
    }

    async fn get_council_load(
        &self,
        request: Request<pb::GetCouncilLoadRequest>,
    ) -> Result<Response<pb::GetCouncilLoadResponse>, Status> {
        let call = self.0.read(request, ops::GetCouncilLoad::parse)?;
        call.run_at_one_moment(ops::get_council_load, |loads| pb::GetCouncilLoadResponse {
            rounds: loads.into_iter().map(wire::agenda::round_load).collect(),
        })
        .await
    }

    async fn delegate_work(
        &self,
        request: Request<pb::DelegateWorkRequest>,
    ) -> Result<Response<pb::DelegateWorkResponse>, Status> {
        let call = self.0.write(request, ops::DelegateWork::parse)?;
        call.run(ops::delegate_work, |delegation| pb::DelegateWorkResponse {
            delegation: Some(wire::agenda::delegation(delegation)),
        })
        .await
    }

    async fn end_delegation(
        &self,
        request: Request<pb::EndDelegationRequest>,
    ) -> Result<Response<pb::EndDelegationResponse>, Status> {
        let call = self.0.write(request, ops::EndDelegation::parse)?;
        call.run(ops::end_delegation, |delegation| pb::EndDelegationResponse {
            delegation: Some(wire::agenda::delegation(delegation)),
        })
        .await
    }

    async fn list_delegations(
        &self,
        request: Request<pb::ListDelegationsRequest>,
    ) -> Result<Response<pb::ListDelegationsResponse>, Status> {
        let call = self.0.read(request, ops::ListDelegations::parse)?;
        call.run(ops::list_delegations, |page| pb::ListDelegationsResponse {
            delegations: page.rows.into_iter().map(wire::agenda::delegation).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn list_notices(
        &self,
        request: Request<pb::ListNoticesRequest>,
    ) -> Result<Response<pb::ListNoticesResponse>, Status> {
        let call = self.0.read(request, ops::ListNotices::parse)?;
        call.run(ops::list_notices, |page| pb::ListNoticesResponse {
            notices: page.rows.into_iter().map(wire::agenda::notice).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn acknowledge_notice(
        &self,
        request: Request<pb::AcknowledgeNoticeRequest>,
    ) -> Result<Response<pb::AcknowledgeNoticeResponse>, Status> {
        let call = self.0.write(request, ops::AcknowledgeNotice::parse)?;
        call.run(ops::acknowledge_notice, |notice| pb::AcknowledgeNoticeResponse {
            notice: Some(wire::agenda::notice(notice)),
        })
        .await
    }

    async fn list_expiring(
        &self,
        request: Request<pb::ListExpiringRequest>,
    ) -> Result<Response<pb::ListExpiringResponse>, Status> {
        let call = self.0.read(request, ops::ListExpiring::parse)?;
        call.run_at_one_moment(ops::list_expiring, |page| pb::ListExpiringResponse {
            expiring_certificates: page.rows.into_iter().map(wire::agenda::expiring_certificate).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
