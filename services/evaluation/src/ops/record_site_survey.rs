//! Recording what was seen where the product is made.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::dossier::DossierId;
use crate::domain::dossier::record::{Record, RecordContent, SiteSurvey};
use crate::error::Error;
use crate::{Work, wire};

pub(crate) struct RecordSiteSurvey {
    dossier: DossierId,
    site_survey: SiteSurvey,
}

impl RecordSiteSurvey {
    pub(crate) fn parse(message: pb::RecordSiteSurveyRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let dossier = fields.id("dossier_id", &message.dossier_id);
        let site_survey = wire::dossiers::read_site_survey(&mut fields, message.site_survey);
        let (dossier, site_survey) = fields.finish((dossier, site_survey))?;
        Ok(Self { dossier, site_survey })
    }
}

pub(crate) async fn record_site_survey(work: &Work, command: &RecordSiteSurvey) -> Result<Record, Error> {
    command.site_survey.check_date(work.today())?;
    super::step::record(work, command.dossier, RecordContent::SiteSurvey(command.site_survey.clone())).await
}
