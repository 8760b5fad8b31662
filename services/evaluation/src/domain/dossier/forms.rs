//! What the producer hands in: the registration form (Form 01) and the self-assessment (Form 02), with what an
//! upgrade and a re-ranking must add (Decision 26/2026, article 6).

use serde::{Deserialize, Serialize};

use super::DossierKind;
use crate::domain::criteria::CriteriaSet;
use crate::domain::sheet::{Choice, FixedCase, Form};
use crate::error::Error;

/// The forms of a version of a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Forms {
    pub(crate) registration: RegistrationForm,
    pub(crate) self_assessment: SelfAssessment,
    /// What changed since the certificate; an upgrade must show it.
    #[serde(default)]
    pub(crate) changes: Vec<Change>,
    /// Results since the recognition; a re-ranking must add them.
    #[serde(default)]
    pub(crate) results: Option<ResultsSinceRecognition>,
}

/// Form 01. Product and producer are those of the dossier's snapshot and not repeated here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RegistrationForm {
    /// Star the producer aims at, 3 to 5.
    pub(crate) target_star: u8,
    pub(crate) product_description: String,
    pub(crate) raw_material: String,
    pub(crate) production_place: String,
    pub(crate) market: String,
}

/// Form 02.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SelfAssessment {
    /// Parts I and II: the producer and how the product is made.
    pub(crate) summary: String,
    /// Part III: per criterion the option the producer claims, and why.
    pub(crate) items: Vec<SelfAssessmentItem>,
    /// Cases that fit, for a set that has criteria with cases.
    #[serde(default)]
    pub(crate) cases: Vec<Case>,
}

/// The case that fits, of a criterion that has cases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Case {
    pub(crate) criterion: String,
    pub(crate) case: String,
}

/// A line of part III of Form 02.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SelfAssessmentItem {
    pub(crate) criterion: String,
    /// Place of the option, from 1.
    pub(crate) option: i32,
    pub(crate) description: String,
}

/// Something that changed since the certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    /// Criterion it shows in.
    pub(crate) criterion: String,
    pub(crate) description: String,
}

/// What a re-ranking tells of the years since the recognition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ResultsSinceRecognition {
    pub(crate) raw_material: String,
    pub(crate) technology: String,
    pub(crate) packaging: String,
    pub(crate) label: String,
    pub(crate) declaration: String,
    pub(crate) periodic_tests: String,
    pub(crate) market: String,
    /// Output of the last full year, in the product's own unit.
    pub(crate) output: String,
    /// Revenue of the last full year, in đồng.
    pub(crate) revenue_vnd: i64,
}

/// A field that differs between two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) field: String,
    pub(crate) before: String,
    pub(crate) now: String,
}

impl Forms {
    /// The producer's own sheet.
    pub(crate) fn choices(&self) -> Vec<Choice> {
        let choice = |item: &SelfAssessmentItem| Choice { criterion: item.criterion.clone(), option: item.option };
        self.self_assessment.items.iter().map(choice).collect()
    }

    /// The cases the producer says fit; the first of each criterion about which it says nothing.
    pub(crate) fn fixed_cases(&self, set: &CriteriaSet) -> Vec<FixedCase> {
        let said = |code: &str| self.self_assessment.cases.iter().find(|said| said.criterion == code);
        set.criteria_with_cases()
            .map(|(_, criterion, cases)| FixedCase {
                criterion: criterion.code.clone(),
                case: said(&criterion.code).map_or_else(|| cases[0].key.clone(), |said| said.case.clone()),
            })
            .collect()
    }

    /// Refuses choices, cases and changes that are not of the product's set.
    pub(crate) fn check(&self, set: &CriteriaSet) -> Result<(), Error> {
        for case in &self.self_assessment.cases {
            if !set.criteria_with_cases().any(|(_, criterion, _)| criterion.code == case.criterion) {
                return Err(Error::CaseWrong { criterion: case.criterion.clone(), set: set.number });
            }
        }
        for (index, change) in self.changes.iter().enumerate() {
            if set.place(&change.criterion).is_none() {
                let criterion = change.criterion.clone();
                return Err(Error::ChangeOfUnknownCriterion { index, criterion, set: set.number });
            }
        }
        Form::new(set, &self.fixed_cases(set))?.read(&self.choices()).map(|_| ())
    }

    /// What differs in later forms, field by field, in the order of the forms.
    pub(crate) fn differences(&self, later: &Self) -> Vec<Difference> {
        let (before, now) = (self.fields(), later.fields());
        let value = |fields: &[(String, String)], name: &str| {
            fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let gone = before.iter().filter(|(name, _)| !now.iter().any(|(known, _)| known == name));
        let names = now.iter().chain(gone).map(|(name, _)| name.clone());
        names
            .map(|name| Difference { before: value(&before, &name), now: value(&now, &name), field: name })
            .filter(|difference| difference.before != difference.now)
            .collect()
    }

    /// Every field with its value as text.
    fn fields(&self) -> Vec<(String, String)> {
        let registration = &self.registration;
        let mut fields = vec![
            ("registration_form.target_star".to_owned(), registration.target_star.to_string()),
            ("registration_form.product_description".to_owned(), registration.product_description.clone()),
            ("registration_form.raw_material".to_owned(), registration.raw_material.clone()),
            ("registration_form.production_place".to_owned(), registration.production_place.clone()),
            ("registration_form.market".to_owned(), registration.market.clone()),
            ("self_assessment.summary".to_owned(), self.self_assessment.summary.clone()),
        ];
        for item in &self.self_assessment.items {
            let path = format!("self_assessment.items[{}]", item.criterion);
            fields.push((format!("{path}.option"), item.option.to_string()));
            fields.push((format!("{path}.description"), item.description.clone()));
        }
        for case in &self.self_assessment.cases {
            fields.push((format!("self_assessment.fixed_cases[{}]", case.criterion), case.case.clone()));
        }
        fields
    }

    /// Refuses to hand in forms that lack what every dossier of the kind must have.
    pub(crate) fn must_be_complete(&self, kind: DossierKind) -> Result<(), Error> {
        let missing = if self.registration.product_description.is_empty() {
            Some("registration_form.product_description")
        } else if self.registration.target_star == 0 {
            Some("registration_form.target_star")
        } else if self.self_assessment.items.is_empty() {
            Some("self_assessment.items")
        } else {
            match kind {
                DossierKind::First => None,
                DossierKind::Upgrade => self.changes.is_empty().then_some("changes"),
                DossierKind::ReRanking => self.results.is_none().then_some("results_since_recognition"),
            }
        };
        missing.map_or(Ok(()), |field| Err(Error::FormIncomplete { field, kind: kind.name() }))
    }

    /// These forms as the start of a later dossier of a kind: what was true is kept, what must be new is left out.
    pub(crate) fn pre_filled(self, kind: DossierKind) -> Self {
        let results = (kind == DossierKind::ReRanking).then(ResultsSinceRecognition::default);
        Self { changes: Vec::new(), results, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms() -> Forms {
        Forms {
            registration: RegistrationForm {
                target_star: 4,
                product_description: "Mật ong hoa ban".to_owned(),
                ..RegistrationForm::default()
            },
            self_assessment: SelfAssessment {
                items: vec![SelfAssessmentItem { criterion: "1.1".to_owned(), option: 2, description: String::new() }],
                ..SelfAssessment::default()
            },
            ..Forms::default()
        }
    }

    #[test]
    fn each_kind_needs_what_the_law_asks_of_it() {
        let refused = |forms: &Forms, kind| forms.must_be_complete(kind).is_err();
        assert!(!refused(&forms(), DossierKind::First));
        assert!(refused(&Forms::default(), DossierKind::First));
        assert!(refused(&forms(), DossierKind::Upgrade), "nothing changed");
        assert!(refused(&forms(), DossierKind::ReRanking), "no results since the recognition");
        let change = Change { criterion: "1.1".to_owned(), description: "Vùng nguyên liệu mới".to_owned() };
        assert!(!refused(&Forms { changes: vec![change], ..forms() }, DossierKind::Upgrade));
        let results = Some(ResultsSinceRecognition::default());
        assert!(!refused(&Forms { results, ..forms() }, DossierKind::ReRanking));
    }

    #[test]
    fn what_differs_is_told_field_by_field() {
        let mut later = forms();
        later.registration.market = "Hà Nội".to_owned();
        later.self_assessment.items[0].criterion = "1.2".to_owned();
        let told: Vec<_> =
            forms().differences(&later).into_iter().map(|told| (told.field, told.before, told.now)).collect();
        let field = |name: &str, before: &str, now: &str| (name.to_owned(), before.to_owned(), now.to_owned());
        assert_eq!(
            told,
            [
                field("registration_form.market", "", "Hà Nội"),
                field("self_assessment.items[1.2].option", "", "2"),
                field("self_assessment.items[1.1].option", "2", ""),
            ]
        );
        assert!(forms().differences(&forms()).is_empty());
    }

    #[test]
    fn a_later_dossier_begins_with_the_forms_of_the_last_one() {
        let change = Change { criterion: "1.1".to_owned(), description: "cũ".to_owned() };
        let last = Forms { changes: vec![change], ..forms() };
        let begun = last.clone().pre_filled(DossierKind::ReRanking);
        assert_eq!((begun.registration, begun.self_assessment), (last.registration, last.self_assessment));
        assert!(begun.changes.is_empty());
        assert!(begun.results.is_some());
    }
}
