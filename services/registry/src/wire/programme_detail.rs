//! What only one kind of record has, between values and messages: kind by kind, first what is read, then what is told.

use platform::fields::Fields;
use proto::registry::v1 as pb;
use proto::registry::v1::programme_record as wire;

use super::choices::{self, Choice as _};
use super::programme::optional_day;
use crate::domain::producer::record::WebLink;
use crate::domain::programme::{
    CommunicationItem, Consultant, CraftVillage, Detail, MobilisedResource, OrganisationSupport, Partner, SalesPoint,
    ScienceProject, SupportPolicy, TradeEvent,
};

/// More than there are people in the country.
const MOST_PEOPLE: i32 = 200_000_000;

/// The most characters of a name, and of a text of several lines.
const NAME: usize = 200;
const TEXT: usize = 2000;

/// Reads a detail, which must be given.
pub(crate) fn read_detail(fields: &mut Fields, given: Option<&wire::Detail>) -> Option<Detail> {
    match fields.message("record.detail", given)? {
        wire::Detail::CraftVillage(given) => read_craft_village(fields, given).map(Detail::CraftVillage),
        wire::Detail::OrganisationSupport(given) => {
            read_organisation_support(fields, given).map(Detail::OrganisationSupport)
        }
        wire::Detail::CommunicationItem(given) => read_communication_item(fields, given).map(Detail::CommunicationItem),
        wire::Detail::Policy(given) => read_policy(fields, given).map(Detail::Policy),
        wire::Detail::ScienceProject(given) => read_science_project(fields, given).map(Detail::ScienceProject),
        wire::Detail::Consultant(given) => read_consultant(fields, given).map(Detail::Consultant),
        wire::Detail::Partner(given) => read_partner(fields, given).map(Detail::Partner),
        wire::Detail::Resource(given) => read_resource(fields, given).map(Detail::Resource),
        wire::Detail::SalesPoint(given) => read_sales_point(fields, given).map(Detail::SalesPoint),
        wire::Detail::TradeEvent(given) => read_trade_event(fields, given).map(Detail::TradeEvent),
    }
}

/// The detail as the contract has it.
pub(crate) fn detail(detail: Detail) -> wire::Detail {
    match detail {
        Detail::CraftVillage(village) => wire::Detail::CraftVillage(craft_village(village)),
        Detail::OrganisationSupport(support) => wire::Detail::OrganisationSupport(organisation_support(support)),
        Detail::CommunicationItem(item) => wire::Detail::CommunicationItem(communication_item(item)),
        Detail::Policy(given) => wire::Detail::Policy(policy(given)),
        Detail::ScienceProject(project) => wire::Detail::ScienceProject(science_project(project)),
        Detail::Consultant(given) => wire::Detail::Consultant(consultant(given)),
        Detail::Partner(given) => wire::Detail::Partner(partner(given)),
        Detail::Resource(given) => wire::Detail::Resource(resource(given)),
        Detail::SalesPoint(point) => wire::Detail::SalesPoint(sales_point(point)),
        Detail::TradeEvent(event) => wire::Detail::TradeEvent(trade_event(event)),
    }
}

/// Reads an amount of money in đồng.
pub(crate) fn read_dong(fields: &mut Fields, path: &str, given: i64, least: i64) -> Option<i64> {
    /// More than anything costs; and thousands of such amounts can be added up.
    const MOST: i64 = 1_000_000_000_000_000;
    if (least..=MOST).contains(&given) {
        return Some(given);
    }
    fields.fault(
        path,
        format!("Số tiền tính bằng đồng, từ {least} đến {MOST}; đã nhận {given}."),
        format!("An amount is in đồng, {least} to {MOST}; got {given}."),
    );
    None
}

/// Reads a web address that may be left out.
fn read_link(fields: &mut Fields, path: &str, given: &str) -> Option<Option<WebLink>> {
    let link = fields.optional_line(path, given, 500)?;
    if link.is_empty() { Some(None) } else { fields.value(path, link.parse()).map(Some) }
}

fn link(link: Option<WebLink>) -> String {
    link.map(|link| link.to_string()).unwrap_or_default()
}

fn read_craft_village(fields: &mut Fields, given: &pb::CraftVillage) -> Option<CraftVillage> {
    let tourism_link = choices::read(fields, "record.craft_village.tourism_link", given.tourism_link);
    let linked_since = fields.optional_date("record.craft_village.linked_since", &given.linked_since);
    let trade = fields.line("record.craft_village.trade", &given.trade, NAME);
    let recognised_by = fields.optional_line("record.craft_village.recognised_by", &given.recognised_by, NAME);
    let households = fields.number("record.craft_village.households", given.households, 0..=MOST_PEOPLE);
    let workers = fields.number("record.craft_village.workers", given.workers, 0..=MOST_PEOPLE);
    Some(CraftVillage {
        tourism_link: tourism_link?,
        linked_since: linked_since?,
        trade: trade?,
        recognised_by: recognised_by?,
        households: households?,
        workers: workers?,
    })
}

fn craft_village(village: CraftVillage) -> pb::CraftVillage {
    pb::CraftVillage {
        tourism_link: village.tourism_link.number(),
        linked_since: optional_day(village.linked_since),
        trade: village.trade,
        recognised_by: village.recognised_by,
        households: village.households,
        workers: village.workers,
    }
}

fn read_organisation_support(fields: &mut Fields, given: &pb::OrganisationSupport) -> Option<OrganisationSupport> {
    let change = choices::read(fields, "record.organisation_support.change", given.change);
    let supported_by = fields.line("record.organisation_support.supported_by", &given.supported_by, NAME);
    let measures = fields.paragraphs("record.organisation_support.measures", &given.measures, TEXT);
    Some(OrganisationSupport { change: change?, supported_by: supported_by?, measures: measures? })
}

fn organisation_support(support: OrganisationSupport) -> pb::OrganisationSupport {
    pb::OrganisationSupport {
        change: support.change.number(),
        supported_by: support.supported_by,
        measures: support.measures,
    }
}

fn read_communication_item(fields: &mut Fields, given: &pb::CommunicationItem) -> Option<CommunicationItem> {
    let form = choices::read(fields, "record.communication_item.form", given.form);
    let medium = fields.line("record.communication_item.medium", &given.medium, NAME);
    let slogan = fields.optional_line("record.communication_item.slogan", &given.slogan, 300);
    let link = read_link(fields, "record.communication_item.link", &given.link);
    let audience = fields.number("record.communication_item.audience", given.audience, 0..=MOST_PEOPLE);
    Some(CommunicationItem { form: form?, medium: medium?, slogan: slogan?, link: link?, audience: audience? })
}

fn communication_item(item: CommunicationItem) -> pb::CommunicationItem {
    pb::CommunicationItem {
        form: item.form.number(),
        medium: item.medium,
        slogan: item.slogan,
        link: link(item.link),
        audience: item.audience,
    }
}

fn read_policy(fields: &mut Fields, given: &pb::SupportPolicy) -> Option<SupportPolicy> {
    let benefit = choices::read(fields, "record.policy.benefit", given.benefit);
    let issuer = fields.line("record.policy.issuer", &given.issuer, NAME);
    let content = fields.paragraphs("record.policy.content", &given.content, TEXT);
    if content.as_deref() == Some("") {
        fields.fault("record.policy.content", "Không được để trống.", "It must not be empty.");
    }
    Some(SupportPolicy { benefit: benefit?, issuer: issuer?, content: content? })
}

fn policy(policy: SupportPolicy) -> pb::SupportPolicy {
    pb::SupportPolicy { benefit: policy.benefit.number(), issuer: policy.issuer, content: policy.content }
}

fn read_science_project(fields: &mut Fields, given: &pb::ScienceProject) -> Option<ScienceProject> {
    let stage = choices::read(fields, "record.science_project.stage", given.stage);
    let demand_owner = fields.line("record.science_project.demand_owner", &given.demand_owner, NAME);
    let institution = fields.line("record.science_project.institution", &given.institution, NAME);
    let technology = fields.line("record.science_project.technology", &given.technology, 300);
    let result = fields.paragraphs("record.science_project.result", &given.result, TEXT);
    let applied_at = fields.optional_line("record.science_project.applied_at", &given.applied_at, NAME);
    Some(ScienceProject {
        stage: stage?,
        demand_owner: demand_owner?,
        institution: institution?,
        technology: technology?,
        result: result?,
        applied_at: applied_at?,
    })
}

fn science_project(project: ScienceProject) -> pb::ScienceProject {
    pb::ScienceProject {
        stage: project.stage.number(),
        demand_owner: project.demand_owner,
        institution: project.institution,
        technology: project.technology,
        result: project.result,
        applied_at: project.applied_at,
    }
}

fn read_consultant(fields: &mut Fields, given: &pb::Consultant) -> Option<Consultant> {
    let field = choices::read(fields, "record.consultant.field", given.field);
    let contracted_by = fields.optional_line("record.consultant.contracted_by", &given.contracted_by, NAME);
    let support_given = fields.paragraphs("record.consultant.support_given", &given.support_given, TEXT);
    Some(Consultant { field: field?, contracted_by: contracted_by?, support_given: support_given? })
}

fn consultant(consultant: Consultant) -> pb::Consultant {
    pb::Consultant {
        field: consultant.field.number(),
        contracted_by: consultant.contracted_by,
        support_given: consultant.support_given,
    }
}

fn read_partner(fields: &mut Fields, given: &pb::Partner) -> Option<Partner> {
    let field = choices::read(fields, "record.partner.field", given.field);
    let agreement = fields.paragraphs("record.partner.agreement", &given.agreement, TEXT);
    let support_given = fields.paragraphs("record.partner.support_given", &given.support_given, TEXT);
    Some(Partner { field: field?, agreement: agreement?, support_given: support_given? })
}

fn partner(partner: Partner) -> pb::Partner {
    pb::Partner { field: partner.field.number(), agreement: partner.agreement, support_given: partner.support_given }
}

fn read_resource(fields: &mut Fields, given: &pb::MobilisedResource) -> Option<MobilisedResource> {
    let source = choices::read(fields, "record.resource.source", given.source);
    let form = choices::read(fields, "record.resource.form", given.form);
    let giver = fields.line("record.resource.giver", &given.giver, NAME);
    Some(MobilisedResource { source: source?, form: form?, giver: giver? })
}

fn resource(resource: MobilisedResource) -> pb::MobilisedResource {
    pb::MobilisedResource { source: resource.source.number(), form: resource.form.number(), giver: resource.giver }
}

fn read_sales_point(fields: &mut Fields, given: &pb::SalesPoint) -> Option<SalesPoint> {
    let point = choices::read(fields, "record.sales_point.kind", given.kind);
    let address = fields.optional_line("record.sales_point.address", &given.address, 300);
    let operator = fields.line("record.sales_point.operator", &given.operator, NAME);
    let link = read_link(fields, "record.sales_point.link", &given.link);
    Some(SalesPoint { point: point?, address: address?, operator: operator?, link: link? })
}

fn sales_point(point: SalesPoint) -> pb::SalesPoint {
    pb::SalesPoint {
        kind: point.point.number(),
        address: point.address,
        operator: point.operator,
        link: link(point.link),
    }
}

fn read_trade_event(fields: &mut Fields, given: &pb::TradeEvent) -> Option<TradeEvent> {
    let event = choices::read(fields, "record.trade_event.kind", given.kind);
    let scale = choices::read(fields, "record.trade_event.scale", given.scale);
    let organiser = fields.optional_line("record.trade_event.organiser", &given.organiser, NAME);
    let sales = read_dong(fields, "record.trade_event.sales_dong", given.sales_dong, 0);
    Some(TradeEvent { event: event?, scale: scale?, organiser: organiser?, sales: sales? })
}

fn trade_event(event: TradeEvent) -> pb::TradeEvent {
    pb::TradeEvent {
        kind: event.event.number(),
        scale: event.scale.number(),
        organiser: event.organiser,
        sales_dong: event.sales,
    }
}
