//! The rpcs of the dashboards.

use platform::rpc::Streamed;
use proto::reporting::v1 as pb;
use proto::reporting::v1::dashboard_service_server::DashboardService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl DashboardService for Rpc {
    async fn get_series(
        &self,
        request: Request<pb::GetSeriesRequest>,
    ) -> Result<Response<pb::GetSeriesResponse>, Status> {
        let call = self.0.read(request, ops::GetSeries::parse)?;
        call.run(ops::get_series, |series| pb::GetSeriesResponse {
            method: series.method.as_ref().map(wire::method),
            points: series.points.into_iter().map(wire::point).collect(),
        })
        .await
    }

    async fn get_breakdown(
        &self,
        request: Request<pb::GetBreakdownRequest>,
    ) -> Result<Response<pb::GetBreakdownResponse>, Status> {
        let call = self.0.read(request, ops::GetBreakdown::parse)?;
        call.run(ops::get_breakdown, |broken| pb::GetBreakdownResponse {
            whole: wire::figure(broken.whole),
            breakdown: Some(wire::breakdown(broken.breakdown, &broken.names)),
        })
        .await
    }

    async fn get_map(&self, request: Request<pb::GetMapRequest>) -> Result<Response<pb::GetMapResponse>, Status> {
        let call = self.0.read(request, ops::GetMap::parse)?;
        call.run(ops::get_map, wire::drawn).await
    }

    async fn get_funnel(
        &self,
        request: Request<pb::GetFunnelRequest>,
    ) -> Result<Response<pb::GetFunnelResponse>, Status> {
        let call = self.0.read(request, ops::GetFunnel::parse)?;
        call.run(ops::get_funnel, |steps| pb::GetFunnelResponse { steps: steps.iter().map(wire::step).collect() }).await
    }

    async fn get_league_table(
        &self,
        request: Request<pb::GetLeagueTableRequest>,
    ) -> Result<Response<pb::GetLeagueTableResponse>, Status> {
        let call = self.0.read(request, ops::GetLeagueTable::parse)?;
        call.run(ops::get_league_table, |rows| pb::GetLeagueTableResponse {
            rows: rows.into_iter().map(wire::league_row).collect(),
        })
        .await
    }

    async fn get_radar(&self, request: Request<pb::GetRadarRequest>) -> Result<Response<pb::GetRadarResponse>, Status> {
        let call = self.0.read(request, ops::GetRadar::parse)?;
        call.run(ops::get_radar, |radar| pb::GetRadarResponse {
            axes: radar.axes.iter().map(wire::axis).collect(),
            unit_count: i32::try_from(radar.units).unwrap_or(i32::MAX),
        })
        .await
    }

    async fn export_figures(
        &self,
        request: Request<pb::ExportFiguresRequest>,
    ) -> Result<Response<pb::ExportFiguresResponse>, Status> {
        let call = self.0.read(request, ops::ExportFigures::parse)?;
        call.run(ops::export_figures, wire::figure_file).await
    }

    type WatchStream = Streamed<pb::WatchResponse>;

    async fn watch(&self, request: Request<pb::WatchRequest>) -> Result<Response<Self::WatchStream>, Status> {
        let call = self.0.read(request, ops::Watch::parse)?;
        call.run_recorded_reading_on(ops::watch, ops::tell_changes).await
    }

    async fn list_figure_records(
        &self,
        request: Request<pb::ListFigureRecordsRequest>,
    ) -> Result<Response<pb::ListFigureRecordsResponse>, Status> {
        let call = self.0.read(request, ops::ListFigureRecords::parse)?;
        call.run_recorded(ops::list_figure_records, |page| pb::ListFigureRecordsResponse {
            records: page.rows.into_iter().map(wire::record).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }
}
