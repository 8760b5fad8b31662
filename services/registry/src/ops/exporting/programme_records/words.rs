//! What kinds and categories are called.

use crate::domain::programme::{
    CommunicationForm, Detail, OrganisationChange, PolicyBenefit, ProjectStage, RecordKind, ResourceForm,
    ResourceSource, SalesPointKind, SupportField, TourismLink, TradeEventKind, TradeEventScale,
};
use platform::sheets::Cell;

/// In Vietnamese and English.
type Words = (&'static str, &'static str);

fn cell((vi, en): Words, english: bool) -> Cell {
    Cell::text(if english { en } else { vi })
}

pub(super) fn kind(kind: RecordKind, english: bool) -> Cell {
    let words = match kind {
        RecordKind::CraftVillage => ("Làng nghề", "Craft village"),
        RecordKind::OrganisationSupport => ("Củng cố, thành lập tổ chức", "Support of an organisation"),
        RecordKind::CommunicationItem => ("Truyền thông", "Communication item"),
        RecordKind::Policy => ("Cơ chế, chính sách", "Policy"),
        RecordKind::ScienceProject => ("Nhiệm vụ khoa học và công nghệ", "Science and technology project"),
        RecordKind::Consultant => ("Tư vấn", "Consultant"),
        RecordKind::Partner => ("Đối tác", "Partner"),
        RecordKind::Resource => ("Nguồn lực huy động", "Mobilised resource"),
        RecordKind::SalesPoint => ("Điểm giới thiệu và bán hàng", "Sales point"),
        RecordKind::TradeEvent => ("Xúc tiến thương mại", "Trade-promotion event"),
    };
    cell(words, english)
}

pub(super) fn category(detail: &Detail, english: bool) -> Cell {
    let words = match detail {
        Detail::CraftVillage(village) => tourism_link(village.tourism_link),
        Detail::OrganisationSupport(support) => change(support.change),
        Detail::CommunicationItem(item) => form(item.form),
        Detail::Policy(policy) => benefit(policy.benefit),
        Detail::ScienceProject(project) => stage(project.stage),
        Detail::Consultant(consultant) => field(consultant.field),
        Detail::Partner(partner) => field(partner.field),
        Detail::Resource(resource) => source(resource.source),
        Detail::SalesPoint(point) => sales_point(point.point),
        Detail::TradeEvent(event) => trade_event(event.event),
    };
    cell(words, english)
}

pub(super) fn resource_form(form: ResourceForm, english: bool) -> Cell {
    let words = match form {
        ResourceForm::Cash => ("Tiền", "Cash"),
        ResourceForm::Kind => ("Hiện vật", "In kind"),
    };
    cell(words, english)
}

pub(super) fn scale(scale: TradeEventScale, english: bool) -> Cell {
    let words = match scale {
        TradeEventScale::Local => ("Cấp xã", "Local"),
        TradeEventScale::Provincial => ("Cấp tỉnh", "Provincial"),
        TradeEventScale::Regional => ("Cấp vùng", "Regional"),
        TradeEventScale::National => ("Toàn quốc", "National"),
        TradeEventScale::International => ("Quốc tế", "International"),
    };
    cell(words, english)
}

fn tourism_link(link: TourismLink) -> Words {
    match link {
        TourismLink::NotLinked => ("Chưa gắn với du lịch", "Not linked with tourism"),
        TourismLink::Visit => ("Tham quan", "Visits"),
        TourismLink::Experience => ("Trải nghiệm làm nghề", "Experience of the trade"),
        TourismLink::Stay => ("Lưu trú trong làng", "Stays in the village"),
        TourismLink::Route => ("Điểm dừng trong tuyến du lịch", "Stop of a route"),
    }
}

fn change(change: OrganisationChange) -> Words {
    match change {
        OrganisationChange::Strengthened => ("Củng cố", "Strengthened"),
        OrganisationChange::NewlyFounded => ("Thành lập mới", "Newly founded"),
    }
}

fn form(form: CommunicationForm) -> Words {
    match form {
        CommunicationForm::Bulletin => ("Bản tin", "Bulletin"),
        CommunicationForm::Feature => ("Chuyên đề, chuyên mục", "Feature"),
        CommunicationForm::ProductStory => ("Câu chuyện sản phẩm", "Product story"),
        CommunicationForm::Video => ("Phim, phóng sự", "Video"),
        CommunicationForm::Online => ("Bài trên mạng", "Online"),
        CommunicationForm::Print => ("Tờ rơi, pa-nô, ấn phẩm", "Print"),
    }
}

fn benefit(benefit: PolicyBenefit) -> Words {
    match benefit {
        PolicyBenefit::Grant => ("Hỗ trợ trực tiếp", "Grant"),
        PolicyBenefit::Reward => ("Thưởng", "Reward"),
        PolicyBenefit::Credit => ("Hỗ trợ lãi suất, tín dụng", "Credit"),
        PolicyBenefit::TradePromotion => ("Hỗ trợ xúc tiến thương mại", "Trade promotion"),
        PolicyBenefit::Training => ("Hỗ trợ đào tạo, tư vấn", "Training"),
        PolicyBenefit::Other => ("Khác", "Other"),
    }
}

fn stage(stage: ProjectStage) -> Words {
    match stage {
        ProjectStage::Proposed => ("Đề xuất", "Proposed"),
        ProjectStage::UnderWay => ("Đang thực hiện", "Under way"),
        ProjectStage::Accepted => ("Đã nghiệm thu", "Accepted"),
        ProjectStage::Applied => ("Đã ứng dụng", "Applied"),
        ProjectStage::Stopped => ("Dừng", "Stopped"),
    }
}

fn field(field: SupportField) -> Words {
    match field {
        SupportField::Production => ("Vùng nguyên liệu, sản xuất", "Production"),
        SupportField::Quality => ("Chất lượng, tiêu chuẩn, chứng nhận", "Quality"),
        SupportField::Packaging => ("Bao bì, nhãn mác", "Packaging"),
        SupportField::Market => ("Thị trường, tiêu thụ", "Market"),
        SupportField::Finance => ("Tài chính, tín dụng", "Finance"),
        SupportField::Management => ("Tổ chức, quản trị", "Management"),
        SupportField::Digital => ("Chuyển đổi số", "Digital"),
        SupportField::Dossier => ("Hồ sơ OCOP", "OCOP dossier"),
        SupportField::Other => ("Khác", "Other"),
    }
}

fn source(source: ResourceSource) -> Words {
    match source {
        ResourceSource::StateProgramme => ("Ngân sách lồng ghép theo chương trình", "Programme of the State"),
        ResourceSource::Credit => ("Tín dụng", "Credit"),
        ResourceSource::OwnCapital => ("Vốn tự có của chủ thể", "Own capital"),
        ResourceSource::Community => ("Cộng đồng đóng góp", "Community"),
        ResourceSource::Aid => ("Tài trợ", "Aid"),
    }
}

fn sales_point(kind: SalesPointKind) -> Words {
    match kind {
        SalesPointKind::Shop => ("Cửa hàng OCOP", "Shop"),
        SalesPointKind::Showroom => ("Trung tâm, điểm giới thiệu", "Showroom"),
        SalesPointKind::Supermarket => ("Quầy trong siêu thị", "Supermarket"),
        SalesPointKind::Market => ("Quầy trong chợ", "Market"),
        SalesPointKind::Online => ("Gian hàng trực tuyến", "Online"),
    }
}

fn trade_event(kind: TradeEventKind) -> Words {
    match kind {
        TradeEventKind::Fair => ("Hội chợ", "Fair"),
        TradeEventKind::Exhibition => ("Triển lãm", "Exhibition"),
        TradeEventKind::ProductWeek => ("Tuần hàng", "Product week"),
        TradeEventKind::Matchmaking => ("Kết nối cung cầu", "Matchmaking"),
        TradeEventKind::Livestream => ("Bán hàng trực tuyến", "Livestream"),
    }
}
