//! Recording what a file is as a paper. One paper serves many places, and later dossiers.

use platform::fields::Fields;
use proto::evaluation::v1 as pb;

use crate::domain::evidence::{Paper, PaperFacts};
use crate::domain::file::FileId;
use crate::error::Error;
use crate::{Work, events, policy, store};

pub(crate) struct RecordPaper {
    file: FileId,
    facts: PaperFacts,
}

impl RecordPaper {
    pub(crate) fn parse(message: pb::RecordPaperRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let file = fields.id("file_id", &message.file_id);
        let given = fields.message("facts", message.facts).unwrap_or_default();
        let paper_type = fields.line("facts.type", &given.r#type, 50);
        let issuer = fields.optional_line("facts.issuer", &given.issuer, 200);
        let number = fields.optional_line("facts.number", &given.number, 100);
        let issued_on = fields.optional_date("facts.issued_on", &given.issued_on);
        let expires_on = fields.optional_date("facts.expires_on", &given.expires_on);
        let (file, paper_type, issuer, number, issued_on, expires_on) =
            fields.finish((file, paper_type, issuer, number, issued_on, expires_on))?;
        Ok(Self { file, facts: PaperFacts { paper_type, issuer, number, issued_on, expires_on } })
    }
}

pub(crate) async fn record_paper(work: &Work, command: &RecordPaper) -> Result<Paper, Error> {
    let file = store::files::find(work, command.file).await?.ok_or(Error::NoSuchFile { file: command.file })?;
    policy::may_record_paper_of(work, &file).await?;
    if !work.service().documents.knows_paper_type(&command.facts.paper_type) {
        return Err(Error::PaperTypeUnknown { key: command.facts.paper_type.clone() });
    }
    command.facts.check(work.today())?;
    let paper = Paper {
        id: work.new_id(),
        file: file.id,
        owner: file.owner,
        facts: command.facts.clone(),
        recorded_by: work.person(),
        recorded_at: work.now(),
    };
    store::papers::insert(work, &paper).await?;
    events::paper_recorded(work, &paper);
    Ok(paper)
}
