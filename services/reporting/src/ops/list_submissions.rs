//! Submissions, the newest first.

use platform::access::UnitId;
use platform::db::{Page, Paged, fingerprint};
use platform::fields::Fields;
use proto::reporting::v1 as pb;

use crate::domain::link::record::{Submission, Verdict};
use crate::error::Error;
use crate::{View, store};

pub(crate) struct ListSubmissions {
    province: Option<UnitId>,
    verdicts: Vec<Verdict>,
    page: Page,
}

impl ListSubmissions {
    pub(crate) fn parse(message: pb::ListSubmissionsRequest) -> Result<Self, Error> {
        let filter = pb::ListSubmissionsRequest { page_size: 0, page_token: String::new(), ..message.clone() };
        let mut fields = Fields::new();
        let province = fields.optional_unit("province_id", &message.province_id);
        let verdict = fields.optional_choice("verdict", message.verdict);
        let size = fields.page_size(message.page_size);
        let (province, verdict, size) = fields.finish((province, verdict, size))?;
        let verdicts = match verdict {
            None | Some(pb::SubmissionVerdict::Unspecified) => Vec::new(),
            Some(pb::SubmissionVerdict::Pending) => vec![Verdict::Pending, Verdict::Sent],
            Some(pb::SubmissionVerdict::Receiving) => vec![Verdict::Receiving],
            Some(pb::SubmissionVerdict::Accepted) => vec![Verdict::Accepted],
            Some(pb::SubmissionVerdict::Refused) => vec![Verdict::Refused],
            Some(pb::SubmissionVerdict::Quarantined) => vec![Verdict::Quarantined],
        };
        let page = Page::new(size, &message.page_token, fingerprint(&filter))?;
        Ok(Self { province, verdicts, page })
    }
}

pub(crate) async fn list_submissions(view: &View, command: &ListSubmissions) -> Result<Paged<Submission>, Error> {
    let units = view.authority().listed_units(command.province.as_ref())?;
    Ok(store::link::submissions::list(view, &units, &command.verdicts, &command.page).await?)
}
