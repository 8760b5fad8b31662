//! What registry shows of a product's stars, as evaluation tells of them.

use platform::access::Role;
use proto::common::v1::ErrorReason;
use proto::registry::v1 as registry_pb;
use proto::registry::v1::programme_service_client::ProgrammeServiceClient;
use testkit::{TestDatabase, assert_refused, eventually};
use tonic::Code;

use crate::{COMMUNE, COMMUNE_OFFICER, OTHER_PROVINCE, PROVINCE_OFFICER, Province};

impl Province {
    /// The product as registry shows it.
    async fn shown(&self, product_id: &str) -> registry_pb::Product {
        let get = registry_pb::GetProductRequest { product_id: product_id.to_owned() };
        let answer = self.registry.clone().get_product(self.by(COMMUNE_OFFICER, get)).await.expect("found");
        answer.into_inner().product.expect("given")
    }

    /// Names of the products that have so many stars at least today.
    async fn with_stars(&self, least_star: i32) -> Vec<String> {
        let list = registry_pb::ListProductsRequest { least_star, ..Default::default() };
        let page = self.registry.clone().list_products(self.by(PROVINCE_OFFICER, list)).await.expect("listed");
        page.into_inner().products.into_iter().map(|product| product.name).collect()
    }

    /// How many products of the commune are certified today, as the view of the commune tells.
    async fn certified_in_commune(&self) -> i64 {
        let get = registry_pb::GetCommuneOverviewRequest { unit_id: COMMUNE.to_owned() };
        let request = self.by(PROVINCE_OFFICER, get);
        let answer = ProgrammeServiceClient::new(self.bed.wire()).get_commune_overview(request).await.expect("told");
        answer.into_inner().overview.expect("given").certified_products
    }

    async fn certificates_of(&self, product_id: &str) -> Vec<registry_pb::ProductCertificate> {
        let list =
            registry_pb::ListProductCertificatesRequest { product_id: product_id.to_owned(), ..Default::default() };
        let page =
            self.registry.clone().list_product_certificates(self.by(COMMUNE_OFFICER, list)).await.expect("listed");
        page.into_inner().certificates
    }
}

testkit::on_both_databases! {
    async fn a_product_shows_the_star_it_has_and_had(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let product = province.shown(&certificate.product_id).await;
        eventually("registry has learned of the certificate", || async {
            province.shown(&certificate.product_id).await.standing.is_some()
        })
        .await;
        let certified = province.shown(&certificate.product_id).await;
        let standing = certified.standing.clone().expect("certified");
        assert_eq!(standing.certificate_id, certificate.id);
        assert_eq!(standing.star, certificate.star);
        assert_eq!((&standing.valid_from, &standing.valid_to), (&certificate.issued_on, &certificate.expires_on));
        assert_eq!(certified.etag, product.etag, "nobody changed the record");
        assert_eq!(province.with_stars(3).await, ["Mật ong"]);
        assert_eq!(province.with_stars(certificate.star + 1).await, Vec::<String>::new());

        assert_eq!(province.certified_in_commune().await, 1);

        let opened = province.open_revocation_of(&certificate).await;
        province.revoke_opened(&opened).await;
        eventually("registry has learned of the revocation", || async { province.with_stars(3).await.is_empty() }).await;
        let certificates = province.certificates_of(&certificate.product_id).await;
        assert_eq!(certificates.len(), 1);
        assert_eq!(certificates[0].end(), registry_pb::ProductCertificateEnd::Revoked);
        assert_eq!(certificates[0].ended_on, province.today());
        assert_eq!(certificates[0].expires_on, certificate.expires_on, "its term stays what it was");
    }

    async fn it_ends_with_its_term(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        eventually("registry has learned of it", || async { !province.with_stars(3).await.is_empty() }).await;
        province.bed.hands.set(format!("{}T02:00:00Z", certificate.expires_on).parse().expect("a moment"));
        assert_eq!(province.with_stars(3).await, ["Mật ong"], "on its last day");
        province.bed.hands.advance(chrono::TimeDelta::days(1));
        assert!(province.with_stars(3).await.is_empty());
        assert!(province.shown(&certificate.product_id).await.standing.is_some(), "what it had last is told");
    }

    async fn others_do_not_see_them(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let list = registry_pb::ListProductCertificatesRequest {
            product_id: certificate.product_id.clone(),
            ..Default::default()
        };
        let request = province.by_role(90, Role::ProvinceOfficer, OTHER_PROVINCE, list);
        assert_refused(
            province.registry.clone().list_product_certificates(request).await,
            Code::NotFound, ErrorReason::ProductNotFound, "product_id",
        );
    }

    async fn one_issued_anew_goes_on_under_its_first_identity(database: TestDatabase) {
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let anew = province.issue_anew(&certificate).await;
        let opened = province.open_revocation_of(&anew).await;
        province.revoke_opened(&opened).await;
        eventually("registry has learned of the revocation", || async {
            let certificates = province.certificates_of(&certificate.product_id).await;
            certificates.iter().any(|shown| shown.end() == registry_pb::ProductCertificateEnd::Revoked)
        })
        .await;
        let certificates = province.certificates_of(&certificate.product_id).await;
        assert_eq!(certificates.len(), 1);
        assert_eq!(certificates[0].certificate_id, certificate.id);
    }
}
