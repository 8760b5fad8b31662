//! A curriculum by its identity.

use platform::fields::Fields;
use proto::training::v1 as pb;

use crate::View;
use crate::domain::curriculum::{Curriculum, CurriculumId};
use crate::error::Error;
use crate::store;

pub(crate) struct GetCurriculum {
    curriculum: CurriculumId,
}

impl GetCurriculum {
    pub(crate) fn parse(message: pb::GetCurriculumRequest) -> Result<Self, Error> {
        let mut fields = Fields::new();
        let curriculum = fields.id("curriculum_id", &message.curriculum_id);
        let (curriculum,) = fields.finish((curriculum,))?;
        Ok(Self { curriculum })
    }
}

pub(crate) async fn get_curriculum(view: &View, command: &GetCurriculum) -> Result<Curriculum, Error> {
    let no_such_curriculum = || Error::NoSuchCurriculum { curriculum: command.curriculum, path: "curriculum_id" };
    store::curricula::find(view, command.curriculum).await?.ok_or_else(no_such_curriculum)
}
