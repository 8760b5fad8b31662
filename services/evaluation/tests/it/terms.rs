//! What an authority owes outside of a dossier's way is warned of, and told when it is late.

use platform::access::Role;
use proto::evaluation::v1 as pb;
use testkit::TestDatabase;

use crate::complaints::record;
use crate::{COMMUNE, COMMUNE_LEADER, COMMUNE_OFFICER, PROVINCE, PROVINCE_LEADER, PROVINCE_OFFICER, Province};

impl Province {
    /// What somebody is told to be due or late outside of dossiers, in the order of issue.
    async fn told_of_terms(&mut self, number: u64, role: Role) -> Vec<(pb::NoticeReason, pb::ClockKind, String)> {
        let unit = if role == Role::CommuneLeader { COMMUNE } else { PROVINCE };
        let request = self.by_role(number, role, unit, pb::ListNoticesRequest::default());
        let notices = self.agenda.list_notices(request).await.expect("listed").into_inner().notices;
        let of_terms = notices
            .iter()
            .rev()
            .filter(|notice| matches!(notice.reason(), pb::NoticeReason::DueSoon | pb::NoticeReason::Overdue));
        of_terms.map(|notice| (notice.reason(), notice.clock(), notice.due_on.clone())).collect()
    }
}

testkit::on_both_databases! {
    async fn revocations_complaints_and_requests_are_warned_of_and_then_late(database: TestDatabase) {
        use pb::ClockKind::{ComplaintAnswer, Redo, Revocation};
        use pb::NoticeReason::{DueSoon, Overdue};
        let mut province = Province::on(&database).await;
        let certificate = province.certified("Mật ong").await;
        let revocation = province.open_revocation_of(&certificate).await;
        let complaint = province.complain(PROVINCE_OFFICER, record(&certificate)).await.expect("recorded");
        // One that the commune has not passed on is the commune's to see to.
        province.complain(COMMUNE_OFFICER, record(&certificate)).await.expect("recorded");
        let nothing = province.assessed("Không", 1, &[]).await;
        let asked = province.ask_to_redo(&nothing.id, pb::RedoDemand::Reassess).await.expect("asked");
        let due = [&revocation.due_on, &complaint.due_on, &asked.due_on];
        assert_eq!(due, ["2026-12-07", "2026-12-21", "2027-01-05"]);
        // Three working days before the last one, and not a day earlier.
        province.day("2026-12-01").await;
        assert!(province.told_of_terms(PROVINCE_LEADER, Role::ProvinceLeader).await.is_empty());
        province.day("2026-12-02").await;
        let warned = || (DueSoon, Revocation, "2026-12-07".to_owned());
        assert_eq!(province.told_of_terms(PROVINCE_LEADER, Role::ProvinceLeader).await, [warned()]);
        assert!(province.told_of_terms(PROVINCE_OFFICER, Role::ProvinceOfficer).await.is_empty(), "she is not late");
        province.day("2026-12-07").await;
        assert_eq!(province.told_of_terms(PROVINCE_LEADER, Role::ProvinceLeader).await, [warned()], "told once");
        province.day("2026-12-08").await;
        let late = || (Overdue, Revocation, "2026-12-07".to_owned());
        assert_eq!(province.told_of_terms(PROVINCE_OFFICER, Role::ProvinceOfficer).await, [late()]);
        // What is decided is not told of any more.
        province.revoke_opened(&revocation).await;
        province.day("2026-12-24").await;
        province.day("2027-01-06").await;
        let told = province.told_of_terms(PROVINCE_LEADER, Role::ProvinceLeader).await;
        let complained = (Overdue, ComplaintAnswer, "2026-12-21".to_owned());
        let redone = (Overdue, Redo, "2027-01-05".to_owned());
        assert_eq!(told, [warned(), late(), complained.clone(), redone]);
        assert_eq!(province.told_of_terms(COMMUNE_LEADER, Role::CommuneLeader).await, [complained]);
    }
}
