//! The rpcs of registry: each receives a request, runs its operation and makes the answer.

mod exports;

mod search;

mod imports;

mod units;

mod producers;

mod product_files;

mod programme;

mod management;

mod retention;

use proto::registry::v1 as pb;
use proto::registry::v1::registry_service_server::RegistryService;
use tonic::{Request, Response, Status};

use crate::{Runner, ops, wire};

platform::feed_service!(proto::registry::v1);

/// The generated service over registry's operations.
pub(crate) struct Rpc(pub(crate) Runner);

#[tonic::async_trait]
impl RegistryService for Rpc {
    async fn get_unit(&self, request: Request<pb::GetUnitRequest>) -> Result<Response<pb::GetUnitResponse>, Status> {
        let call = self.0.read(request, ops::GetUnit::parse)?;
        call.run(ops::get_unit, |unit| pb::GetUnitResponse { unit: Some((&unit).into()) }).await
    }

    async fn list_units(
        &self,
        request: Request<pb::ListUnitsRequest>,
    ) -> Result<Response<pb::ListUnitsResponse>, Status> {
        let call = self.0.read(request, ops::ListUnits::parse)?;
        call.run(ops::list_units, wire::units_page).await
    }

    async fn list_product_sets(
        &self,
        request: Request<pb::ListProductSetsRequest>,
    ) -> Result<Response<pb::ListProductSetsResponse>, Status> {
        let call = self.0.read(request, ops::ListProductSets::parse)?;
        call.run(ops::list_product_sets, |sets| pb::ListProductSetsResponse {
            product_sets: sets.into_iter().map(wire::product_set).collect(),
        })
        .await
    }

    async fn create_producer(
        &self,
        request: Request<pb::CreateProducerRequest>,
    ) -> Result<Response<pb::CreateProducerResponse>, Status> {
        let call = self.0.write(request, ops::CreateProducer::parse)?;
        call.run(ops::create_producer, |producer| pb::CreateProducerResponse {
            producer: Some(wire::producers::producer(producer)),
        })
        .await
    }

    async fn get_producer(
        &self,
        request: Request<pb::GetProducerRequest>,
    ) -> Result<Response<pb::GetProducerResponse>, Status> {
        let call = self.0.read(request, ops::GetProducer::parse)?;
        call.run(ops::get_producer, |found| pb::GetProducerResponse {
            producer: Some(wire::producers::represented(found)),
        })
        .await
    }

    async fn batch_get_producers(
        &self,
        request: Request<pb::BatchGetProducersRequest>,
    ) -> Result<Response<pb::BatchGetProducersResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetProducers::parse)?;
        call.run(ops::batch_get_producers, |found| pb::BatchGetProducersResponse {
            producers: found.into_iter().map(wire::producers::represented).collect(),
        })
        .await
    }

    async fn update_producer(
        &self,
        request: Request<pb::UpdateProducerRequest>,
    ) -> Result<Response<pb::UpdateProducerResponse>, Status> {
        let call = self.0.write(request, ops::UpdateProducer::parse)?;
        call.run(ops::update_producer, |producer| pb::UpdateProducerResponse {
            producer: Some(wire::producers::producer(producer)),
        })
        .await
    }

    async fn list_producers(
        &self,
        request: Request<pb::ListProducersRequest>,
    ) -> Result<Response<pb::ListProducersResponse>, Status> {
        let call = self.0.read(request, ops::ListProducers::parse)?;
        call.run(ops::list_producers, |page| pb::ListProducersResponse {
            producers: page.rows.into_iter().map(wire::producers::represented).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn retire_producer(
        &self,
        request: Request<pb::RetireProducerRequest>,
    ) -> Result<Response<pb::RetireProducerResponse>, Status> {
        let call = self.0.write(request, ops::RetireProducer::parse)?;
        call.run(ops::retire_producer, |producer| pb::RetireProducerResponse {
            producer: Some(wire::producers::producer(producer)),
        })
        .await
    }

    async fn appoint_leader(
        &self,
        request: Request<pb::AppointLeaderRequest>,
    ) -> Result<Response<pb::AppointLeaderResponse>, Status> {
        let call = self.0.write(request, ops::AppointLeader::parse)?;
        call.run(ops::appoint_leader, |leader| pb::AppointLeaderResponse {
            leader: Some(wire::producers::leader(leader)),
        })
        .await
    }

    async fn list_leaders(
        &self,
        request: Request<pb::ListLeadersRequest>,
    ) -> Result<Response<pb::ListLeadersResponse>, Status> {
        let call = self.0.read(request, ops::ListLeaders::parse)?;
        call.run(ops::list_leaders, |page| pb::ListLeadersResponse {
            leaders: page.rows.into_iter().map(wire::producers::leader).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn batch_get_leaders(
        &self,
        request: Request<pb::BatchGetLeadersRequest>,
    ) -> Result<Response<pb::BatchGetLeadersResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetLeaders::parse)?;
        call.run_recorded(ops::batch_get_leaders, |leaders| pb::BatchGetLeadersResponse {
            leaders: leaders.into_iter().map(wire::producers::leader).collect(),
        })
        .await
    }

    async fn grant_producer_account(
        &self,
        request: Request<pb::GrantProducerAccountRequest>,
    ) -> Result<Response<pb::GrantProducerAccountResponse>, Status> {
        let call = self.0.write(request, ops::GrantProducerAccount::parse)?;
        call.run(ops::grant_producer_account, |account| pb::GrantProducerAccountResponse {
            producer_account: Some(wire::producers::producer_account(account)),
        })
        .await
    }

    async fn end_producer_account(
        &self,
        request: Request<pb::EndProducerAccountRequest>,
    ) -> Result<Response<pb::EndProducerAccountResponse>, Status> {
        let call = self.0.write(request, ops::EndProducerAccount::parse)?;
        call.run(ops::end_producer_account, |account| pb::EndProducerAccountResponse {
            producer_account: Some(wire::producers::producer_account(account)),
        })
        .await
    }

    async fn list_producer_accounts(
        &self,
        request: Request<pb::ListProducerAccountsRequest>,
    ) -> Result<Response<pb::ListProducerAccountsResponse>, Status> {
        let call = self.0.read(request, ops::ListProducerAccounts::parse)?;
        call.run(ops::list_producer_accounts, |page| pb::ListProducerAccountsResponse {
            producer_accounts: page.rows.into_iter().map(wire::producers::producer_account).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn create_product(
        &self,
        request: Request<pb::CreateProductRequest>,
    ) -> Result<Response<pb::CreateProductResponse>, Status> {
        let call = self.0.write(request, ops::CreateProduct::parse)?;
        call.run(ops::create_product, |product| pb::CreateProductResponse {
            product: Some(wire::products::product(product)),
        })
        .await
    }

    async fn get_product(
        &self,
        request: Request<pb::GetProductRequest>,
    ) -> Result<Response<pb::GetProductResponse>, Status> {
        let call = self.0.read(request, ops::GetProduct::parse)?;
        call.run(ops::get_product, |product| pb::GetProductResponse { product: Some(wire::products::product(product)) })
            .await
    }

    async fn batch_get_products(
        &self,
        request: Request<pb::BatchGetProductsRequest>,
    ) -> Result<Response<pb::BatchGetProductsResponse>, Status> {
        let call = self.0.read(request, ops::BatchGetProducts::parse)?;
        call.run(ops::batch_get_products, |found| pb::BatchGetProductsResponse {
            products: found.into_iter().map(wire::products::product).collect(),
        })
        .await
    }

    async fn update_product(
        &self,
        request: Request<pb::UpdateProductRequest>,
    ) -> Result<Response<pb::UpdateProductResponse>, Status> {
        let call = self.0.write(request, ops::UpdateProduct::parse)?;
        call.run(ops::update_product, |product| pb::UpdateProductResponse {
            product: Some(wire::products::product(product)),
        })
        .await
    }

    async fn list_products(
        &self,
        request: Request<pb::ListProductsRequest>,
    ) -> Result<Response<pb::ListProductsResponse>, Status> {
        let call = self.0.read(request, ops::ListProducts::parse)?;
        call.run(ops::list_products, |page| pb::ListProductsResponse {
            products: page.rows.into_iter().map(wire::products::product).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn retire_product(
        &self,
        request: Request<pb::RetireProductRequest>,
    ) -> Result<Response<pb::RetireProductResponse>, Status> {
        let call = self.0.write(request, ops::RetireProduct::parse)?;
        call.run(ops::retire_product, |product| pb::RetireProductResponse {
            product: Some(wire::products::product(product)),
        })
        .await
    }

    async fn list_product_certificates(
        &self,
        request: Request<pb::ListProductCertificatesRequest>,
    ) -> Result<Response<pb::ListProductCertificatesResponse>, Status> {
        let call = self.0.read(request, ops::ListProductCertificates::parse)?;
        call.run(ops::list_product_certificates, |page| pb::ListProductCertificatesResponse {
            certificates: page.rows.into_iter().map(wire::products::product_certificate).collect(),
            next_page_token: page.next_page_token,
        })
        .await
    }

    async fn assign_product_code(
        &self,
        request: Request<pb::AssignProductCodeRequest>,
    ) -> Result<Response<pb::AssignProductCodeResponse>, Status> {
        let call = self.0.write(request, ops::AssignProductCode::parse)?;
        call.run(ops::assign_product_code, |code| pb::AssignProductCodeResponse {
            product_code: Some(wire::products::product_code(&code)),
        })
        .await
    }
}
