//! Words of sheets that stand for a choice of the contract. They are compared folded; the longer ones stand first.

use platform::text;
use proto::registry::v1 as pb;

/// Words with what they stand for.
pub(super) type Words<T> = &'static [(&'static str, T)];

pub(super) const SEXES: Words<pb::Sex> =
    &[("female", pb::Sex::Female), ("male", pb::Sex::Male), ("nu", pb::Sex::Female), ("nam", pb::Sex::Male)];

pub(super) const KNOWN: Words<pb::Known> = &[
    ("khong", pb::Known::No),
    ("no", pb::Known::No),
    ("co", pb::Known::Yes),
    ("yes", pb::Known::Yes),
    ("x", pb::Known::Yes),
];

pub(super) const GRADES: Words<pb::CooperativeGrade> = &[
    ("trung binh", pb::CooperativeGrade::Average),
    ("average", pb::CooperativeGrade::Average),
    ("tot", pb::CooperativeGrade::Good),
    ("good", pb::CooperativeGrade::Good),
    ("kha", pb::CooperativeGrade::Fair),
    ("fair", pb::CooperativeGrade::Fair),
    ("yeu", pb::CooperativeGrade::Weak),
    ("weak", pb::CooperativeGrade::Weak),
];

pub(super) const IP_RIGHTS: Words<pb::IpRightKind> = &[
    ("nhan hieu tap the", pb::IpRightKind::CollectiveMark),
    ("nhan hieu chung nhan", pb::IpRightKind::CertificationMark),
    ("nhan hieu", pb::IpRightKind::Trademark),
    ("trademark", pb::IpRightKind::Trademark),
    ("chi dan dia ly", pb::IpRightKind::GeographicalIndication),
    ("kieu dang cong nghiep", pb::IpRightKind::IndustrialDesign),
    ("kieu dang", pb::IpRightKind::IndustrialDesign),
    ("giai phap huu ich", pb::IpRightKind::Patent),
    ("sang che", pb::IpRightKind::Patent),
    ("giong cay trong", pb::IpRightKind::PlantVariety),
    ("quyen tac gia", pb::IpRightKind::Copyright),
    ("ban quyen", pb::IpRightKind::Copyright),
];

pub(super) const QUALITY_PAPERS: Words<pb::QualityPaperKind> = &[
    ("dang ky ban cong bo", pb::QualityPaperKind::RegisteredDeclaration),
    ("giay tiep nhan", pb::QualityPaperKind::RegisteredDeclaration),
    ("tu cong bo", pb::QualityPaperKind::SelfDeclaration),
    ("kiem nghiem", pb::QualityPaperKind::TestReport),
    ("test report", pb::QualityPaperKind::TestReport),
    ("du dieu kien", pb::QualityPaperKind::FoodSafetyCertificate),
    ("an toan thuc pham", pb::QualityPaperKind::FoodSafetyCertificate),
    ("attp", pb::QualityPaperKind::FoodSafetyCertificate),
    ("huu co", pb::QualityPaperKind::Organic),
    ("organic", pb::QualityPaperKind::Organic),
    ("vietgap", pb::QualityPaperKind::GoodPractice),
    ("globalgap", pb::QualityPaperKind::GoodPractice),
    ("haccp", pb::QualityPaperKind::GoodPractice),
    ("gmp", pb::QualityPaperKind::GoodPractice),
    ("iso", pb::QualityPaperKind::GoodPractice),
    ("khac", pb::QualityPaperKind::Other),
    ("other", pb::QualityPaperKind::Other),
];

/// What words stand for: the first entry whose words stand in them one after the other.
pub(super) fn meant<T: Copy>(written: &str, words: Words<T>) -> Option<T> {
    let folded = text::folded(written);
    let said: Vec<_> = folded.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let fits = |called: &str| {
        let called: Vec<_> = called.split(' ').collect();
        said.windows(called.len()).any(|some| some == called)
    };
    words.iter().find(|(called, _)| fits(called)).map(|(_, meant)| *meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_for_choices() {
        assert_eq!(meant("Nữ", SEXES), Some(pb::Sex::Female));
        assert_eq!(meant("Nhãn hiệu tập thể số 1", IP_RIGHTS), Some(pb::IpRightKind::CollectiveMark));
        assert_eq!(meant("ISO 22000:2018", QUALITY_PAPERS), Some(pb::QualityPaperKind::GoodPractice));
        assert_eq!(meant("Không rõ", SEXES), None);
    }
}
