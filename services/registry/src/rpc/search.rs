//! The rpc of the search box.

use proto::registry::v1 as pb;
use proto::registry::v1::search_service_server::SearchService;
use tonic::{Request, Response, Status};

use super::Rpc;
use crate::{ops, wire};

#[tonic::async_trait]
impl SearchService for Rpc {
    async fn search(&self, request: Request<pb::SearchRequest>) -> Result<Response<pb::SearchResponse>, Status> {
        let call = self.0.read(request, ops::Search::parse)?;
        call.run(ops::search, wire::search::found).await
    }
}
