//! Planning inspections of many certificates, all or none.

use std::collections::{HashMap, HashSet};

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use super::get_inspection::SeenInspection;
use super::step::MOST_TEXT;
use crate::Work;
use crate::domain::certificate::{Certificate, CertificateId};
use crate::domain::dossier::{DossierId, Level};
use crate::domain::inspection::{Announcement, Inspection, Plan, PlannedTime};
use crate::domain::register::{Basis, RegisteredCertificate};
use crate::error::Error;
use crate::{events, policy, store, wire};

/// Inspections in a request.
const MOST: usize = 500;

pub(crate) struct PlanInspections {
    level: Level,
    announcement: Announcement,
    basis: Basis,
    need: String,
    planned: Vec<(CertificateId, PlannedTime)>,
}

impl PlanInspections {
    pub(crate) fn parse(message: pb::PlanInspectionsRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let level = wire::inspections::read_level(&mut fields, message.level);
        let announcement = wire::inspections::read_announcement(&mut fields, message.announcement);
        let reference = fields.line("basis", &message.basis, 200);
        let date = fields.date("basis_date", &message.basis_date);
        let need = fields.paragraphs("need", &message.need, MOST_TEXT);
        let planned = fields.list("inspections", message.inspections, 1..=MOST);
        let planned = planned.and_then(|planned| fields.each("inspections", &planned, wire::inspections::read_planned));
        let (level, announcement, reference, date, need, planned) =
            fields.finish((level, announcement, reference, date, need, planned))?;
        Ok(Self { level, announcement, basis: Basis { reference, date }, need, planned })
    }
}

pub(crate) async fn plan_inspections(work: &Work, command: &PlanInspections) -> Result<Vec<SeenInspection>, Error> {
    policy::inspections::may_inspect(work, command.level)?;
    if command.basis.date > work.today() {
        return Err(Error::RecordDates { field: "basis_date", today: work.today() });
    }
    let inspections = plan_all(work, command).await?;
    store::inspections::insert(work, &inspections).await?;
    for inspection in &inspections {
        events::inspection_moved(work, inspection);
    }
    Ok(inspections.into_iter().map(|inspection| SeenInspection::fresh(work, inspection)).collect())
}

/// The inspections that are asked for; refuses with everything that is wrong with them, each by its place.
async fn plan_all(work: &Work, command: &PlanInspections) -> Result<Vec<Inspection>, Error> {
    let ids = command.planned.iter().map(|(id, _)| *id);
    let found = store::certificates::of_ids(work, ids).await?;
    let dossiers = found.iter().map(|registered| registered.certificate.dossier);
    let mut taken = store::inspections::under_way(work, command.level, dossiers).await?;
    let found: HashMap<_, _> = found.into_iter().map(|registered| (registered.certificate.id, registered)).collect();
    let mut fields = Fields::new();
    let mut inspections = Vec::new();
    for (place, (id, time)) in command.planned.iter().enumerate() {
        let path = format!("inspections[{place}]");
        check_time(work, &mut fields, &path, *time);
        let known = known(work, command, &mut fields, &path, found.get(id));
        if let Some(certificate) = known.filter(|certificate| is_free(&mut fields, &path, &mut taken, certificate)) {
            let plan = plan(work, command, *time);
            inspections.push(Inspection::plan(work.new_id(), certificate, command.level, plan));
        }
    }
    let (inspections,) = fields.finish((Some(inspections),))?;
    Ok(inspections)
}

fn plan(work: &Work, command: &PlanInspections, time: PlannedTime) -> Plan {
    Plan {
        announcement: command.announcement,
        basis: command.basis.clone(),
        need: command.need.clone(),
        time,
        by: work.person(),
        at: work.now(),
    }
}

fn check_time(work: &Work, fields: &mut Fields, path: &str, time: PlannedTime) {
    if time.to < work.today() {
        let today = work.today();
        fields.fault(
            format!("{path}.planned_for"),
            format!("Thời gian kiểm tra đã qua (hôm nay là {today})."),
            format!("The time is over (today is {today})."),
        );
    }
}

/// The certificate, if the level may inspect it here and now.
fn known<'c>(
    work: &Work,
    command: &PlanInspections,
    fields: &mut Fields,
    path: &str,
    found: Option<&'c RegisteredCertificate>,
) -> Option<&'c Certificate> {
    let at = format!("{path}.certificate_id");
    let reached = |registered: &&RegisteredCertificate| {
        policy::inspections::inspects_in(work, command.level, &registered.certificate.unit)
    };
    let Some(registered) = found.filter(reached) else {
        fields.fault(
            at,
            "Không có giấy chứng nhận này trong phạm vi quyền của bạn. Kiểm tra lại mã.",
            "There is no such certificate within your grants. Check the identity.",
        );
        return None;
    };
    let certificate = &registered.certificate;
    if registered.must_hold_on(work.today()).is_err() {
        fields.fault(
            at,
            "Giấy chứng nhận không còn hiệu lực; không kiểm tra sau công nhận.",
            "The certificate is not in force; there is nothing to inspect.",
        );
        return None;
    }
    if command.level == Level::Ministry && certificate.level() == Level::Province && command.need.is_empty() {
        fields.fault(
            at,
            "Sản phẩm 3, 4 sao: cấp trung ương chỉ kiểm tra khi cần thiết; ghi lý do ở need.",
            "The ministry inspects three and four stars when there is need; say which in need.",
        );
        return None;
    }
    Some(certificate)
}

/// True if the level does not inspect the recognition already, nor is to by another place of the list.
fn is_free(fields: &mut Fields, path: &str, taken: &mut HashSet<DossierId>, certificate: &Certificate) -> bool {
    let free = taken.insert(certificate.dossier);
    if !free {
        fields.fault(
            format!("{path}.certificate_id"),
            "Cấp này đang có cuộc kiểm tra chưa kết thúc đối với sản phẩm, hoặc sản phẩm được nêu hai lần. Xem ListInspections.",
            "The level is inspecting this product, or it is named twice. See ListInspections.",
        );
    }
    free
}
