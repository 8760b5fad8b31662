//! Ballots. While a scoring is open what they hold is sealed, and nothing here reads it.

use chrono::NaiveDate;
use platform::db::Unique;
use platform::error::Error as Platform;
use platform::ids::{PersonId, RawId};
use prost::Message as _;
use sea_orm::{
    ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, QueryTrait as _, Statement,
};

use super::entity::{ballot, recusal};
use super::seals::{self, Place, Seal};
use super::sessions::{read_cases, read_stage};
use super::{OnBehalf, conflicts, damaged};
use crate::Work;
use crate::domain::council::{CouncilId, Duty};
use crate::domain::dossier::DossierId;
use crate::domain::session::{Ballot, BallotRound, SessionId, Stage};
use crate::domain::sheet::{Finding, FixedCase, Form, FoundRule, Sheet};
use crate::error::Error;

const ONCE: Unique =
    Unique { name: "ballot_once", columns: "ballot.session_id, ballot.dossier_id, ballot.person_id, ballot.round" };

/// What a ballot is cast into, as one of the council's members sees it.
#[derive(Clone, Debug)]
pub(crate) struct BallotBox {
    pub(crate) council: CouncilId,
    pub(crate) term_from: NaiveDate,
    pub(crate) term_to: NaiveDate,
    /// Duty of the person who asks; none if she is no member.
    pub(crate) duty: Option<Duty>,
    pub(crate) criteria_version: String,
    pub(crate) product_set: i32,
    pub(crate) fixed_cases: Vec<FixedCase>,
    pub(crate) stage: Stage,
    /// Key of the session, wrapped; none if none was made yet.
    pub(crate) wrapped_key: Option<Vec<u8>>,
    /// Last day of answers in writing; none for a meeting.
    pub(crate) written_until: Option<NaiveDate>,
    /// True if the person who asks keeps a draft.
    pub(crate) has_draft: bool,
    /// True if she has a conflict of interest about the dossier.
    pub(crate) recused: bool,
    /// True if she has left the session.
    pub(crate) away: bool,
    /// True if a substitute has taken her place.
    pub(crate) replaced: bool,
}

/// Written out and read by place: all members vote at the same time.
const FIND_BOX: &str = "SELECT council.id, council.term_from, council.term_to, council_member.duty, \
            dossier.criteria_version, dossier.product_set, scoring.fixed_cases, scoring.closed_at, session_key.wrapped, \
            EXISTS (SELECT 1 FROM recusal WHERE recusal.session_id = $1 AND recusal.dossier_id = $2 \
                    AND recusal.person_id = $3), \
            EXISTS (SELECT 1 FROM absence WHERE absence.session_id = $1 AND absence.person_id = $3 \
                    AND absence.returned_at IS NULL), \
            EXISTS (SELECT 1 FROM producer_person WHERE producer_person.producer_id = dossier.producer_id \
                    AND producer_person.person_id = $3) \
            OR EXISTS (SELECT 1 FROM member_relation WHERE member_relation.producer_id = dossier.producer_id \
                       AND member_relation.person_id = $3), \
            dossier.producer_id, \
            EXISTS (SELECT 1 FROM session_seat WHERE session_seat.session_id = $1 \
                    AND session_seat.member_person_id = $3), \
            scoring.round, scoring.discussed_from, ballot_draft.round, session.written_until \
     FROM scoring \
     JOIN session ON session.id = scoring.session_id \
     JOIN council ON council.id = session.council_id \
     JOIN dossier ON dossier.id = scoring.dossier_id \
     LEFT JOIN session_key ON session_key.session_id = scoring.session_id \
     LEFT JOIN ballot_draft ON ballot_draft.session_id = scoring.session_id \
        AND ballot_draft.dossier_id = scoring.dossier_id AND ballot_draft.person_id = $3 \
     LEFT JOIN session_seat ON session_seat.session_id = session.id AND session_seat.substitute_person_id = $3 \
     LEFT JOIN council_member ON council_member.council_id = council.id \
        AND council_member.person_id = COALESCE(session_seat.member_person_id, $3) \
     WHERE scoring.session_id = $1 AND scoring.dossier_id = $2";

/// All that casting a ballot needs to know, in one query.
pub(crate) async fn find_box(
    asker: &impl OnBehalf,
    session: SessionId,
    dossier: DossierId,
    person: PersonId,
) -> Result<Option<BallotBox>, Platform> {
    let values = [session.into(), dossier.into(), person.into()];
    let statement = Statement::from_sql_and_values(asker.get_database_backend(), FIND_BOX, values);
    let rows = asker.query_all_raw(statement).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    // She was bound to the producer some time: whether she is today takes a closer look.
    let bound = row.try_get_by_index(11)? && {
        let producer = row.try_get_by_index::<RawId>(12)?.into();
        let bonds = conflicts::bonds(asker, producer, dossier, asker.today()).await?;
        bonds.iter().any(|bond| bond.person == person)
    };
    let duty: Option<String> = row.try_get_by_index(3)?;
    Ok(Some(BallotBox {
        council: row.try_get_by_index::<RawId>(0)?.into(),
        term_from: row.try_get_by_index(1)?,
        term_to: row.try_get_by_index(2)?,
        duty: duty.map(|name| Duty::named(&name).ok_or_else(|| damaged("council member"))).transpose()?,
        criteria_version: row.try_get_by_index(4)?,
        product_set: row.try_get_by_index(5)?,
        fixed_cases: read_cases(&row.try_get_by_index::<String>(6)?).ok_or_else(|| damaged("scoring"))?,
        stage: read_stage(row.try_get_by_index(14)?, row.try_get_by_index(15)?, row.try_get_by_index(7)?)?,
        wrapped_key: row.try_get_by_index(8)?,
        written_until: row.try_get_by_index(17)?,
        has_draft: row.try_get_by_index::<Option<i32>>(16)?.is_some(),
        recused: bound || row.try_get_by_index(9)?,
        away: row.try_get_by_index(10)?,
        replaced: row.try_get_by_index(13)?,
    }))
}

/// What a ballot holds, as it is stored.
#[derive(Clone, PartialEq, prost::Message)]
struct Content {
    #[prost(bytes = "vec", tag = "1")]
    sheet: Vec<u8>,
    #[prost(message, repeated, tag = "2")]
    findings: Vec<StoredFinding>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct StoredFinding {
    /// Key of a cause; empty for a rule of a criterion.
    #[prost(string, tag = "1")]
    cause: String,
    #[prost(string, tag = "2")]
    criterion: String,
    #[prost(uint32, tag = "3")]
    position: u32,
    #[prost(string, tag = "4")]
    evidence: String,
}

/// Keeps a ballot, sealed, when the work is committed; a member has one on a dossier in a round of a session.
pub(crate) fn insert(work: &Work, ballot: &Ballot, seal: &Seal) -> Result<(), Error> {
    let place = Place {
        session: ballot.session.into(),
        dossier: ballot.dossier.into(),
        person: ballot.person.into(),
        ballot: ballot.id.into(),
        round: ballot.round.number(),
    };
    let row = [
        ballot.id.into(),
        ballot.session.into(),
        ballot.dossier.into(),
        ballot.person.into(),
        seal.close(&place, &Content::of(ballot).encode_to_vec())?.into(),
        true.into(),
        ballot.cast_at.into(),
        ballot.round.number().into(),
    ];
    let double = (ONCE, (|| Error::BallotAlreadyCast.into()) as _);
    work.insert_at_commit(
        "ballot (id, session_id, dossier_id, person_id, content, sealed, cast_at, round)",
        row,
        double,
    );
    Ok(())
}

/// True if the member of a draft has cast her ballot in its round.
pub(crate) async fn has_cast(work: &Work, draft: &Ballot) -> Result<bool, Platform> {
    let cast = ballot::Entity::find()
        .filter(ballot::COLUMN.session_id.eq(draft.session))
        .filter(ballot::COLUMN.dossier_id.eq(draft.dossier))
        .filter(ballot::COLUMN.person_id.eq(draft.person))
        .filter(ballot::COLUMN.round.eq(draft.round.number()));
    Ok(platform::db::one(cast, work).await?.is_some())
}

/// Opens the ballots of a round on a dossier, in the order they were cast: from here on what they hold lies open.
/// Those of members with a conflict are set aside: they stay sealed.
pub(crate) async fn open(
    work: &Work,
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
    form: &Form<'_>,
) -> Result<Vec<Ballot>, Platform> {
    let mut rows = rows(work, session, dossier, round).await?;
    let sealed: Vec<_> = rows.iter_mut().filter(|row| row.sealed).collect();
    if !sealed.is_empty() {
        let seal = seals::find(work, session, dossier).await?;
        let seal = seal.ok_or_else(|| Platform::internal("a session with sealed ballots has no key"))?;
        let mut opened = Vec::with_capacity(sealed.len());
        for row in sealed {
            row.content = seal.open(&Place::of(row), &row.content)?;
            row.sealed = false;
            opened.push((row.id, row.content.clone()));
        }
        lay_open(work, opened).await?;
    }
    read_all(rows, form).ok_or_else(|| damaged("ballot"))
}

/// The ballots of a round that was closed, in the order they were cast, without those set aside; none if one of them
/// is not what a ballot can hold.
pub(crate) async fn opened(
    db: &impl ConnectionTrait,
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
    form: &Form<'_>,
) -> Result<Option<Vec<Ballot>>, Platform> {
    Ok(read_all(rows(db, session, dossier, round).await?, form))
}

async fn rows(
    db: &impl ConnectionTrait,
    session: SessionId,
    dossier: DossierId,
    round: BallotRound,
) -> Result<Vec<ballot::Model>, Platform> {
    let recused = recusal::Entity::find()
        .select_only()
        .column(recusal::Column::PersonId)
        .filter(recusal::COLUMN.session_id.eq(session))
        .filter(recusal::COLUMN.dossier_id.eq(dossier));
    let rows = ballot::Entity::find()
        .filter(ballot::COLUMN.session_id.eq(session))
        .filter(ballot::COLUMN.dossier_id.eq(dossier))
        .filter(ballot::COLUMN.round.eq(round.number()))
        .filter(
            Condition::any()
                .add(ballot::COLUMN.sealed.eq(false))
                .add(ballot::Column::PersonId.not_in_subquery(recused.into_query())),
        )
        .order_by_asc(ballot::COLUMN.id)
        .all(db)
        .await?;
    Ok(rows)
}

/// Writes what ballots hold in clear, in one statement.
async fn lay_open(work: &Work, opened: Vec<(RawId, Vec<u8>)>) -> Result<(), Platform> {
    let rows: Vec<_> = (1..=opened.len()).map(|row| format!("(${}, ${})", row * 2 - 1, row * 2)).collect();
    let sql = format!(
        "WITH opened (id, content) AS (VALUES {}) \
         UPDATE ballot SET content = opened.content, sealed = FALSE FROM opened WHERE ballot.id = opened.id",
        rows.join(", ")
    );
    let values = opened.into_iter().flat_map(|(id, content)| [id.into(), content.into()]);
    work.execute_raw(Statement::from_sql_and_values(work.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Who has voted in a session, by dossier and round; not what. Ballots that are set aside are not told.
pub(crate) async fn voted(
    db: &impl ConnectionTrait,
    session: SessionId,
) -> Result<Vec<(DossierId, BallotRound, PersonId)>, Platform> {
    #[derive(FromQueryResult)]
    struct Voted {
        dossier_id: RawId,
        person_id: RawId,
        round: i32,
    }
    let read = |row: Voted| Some((row.dossier_id.into(), BallotRound::numbered(row.round)?, row.person_id.into()));
    let rows = ballot::Entity::find()
        .select_only()
        .columns([ballot::Column::DossierId, ballot::Column::PersonId, ballot::Column::Round])
        .filter(ballot::COLUMN.session_id.eq(session))
        .order_by_asc(ballot::COLUMN.person_id)
        .into_model::<Voted>()
        .all(db)
        .await?;
    let recused = recusal::Entity::find().filter(recusal::COLUMN.session_id.eq(session)).all(db).await?;
    let counts = |row: &Voted| {
        !recused.iter().any(|recused| recused.dossier_id == row.dossier_id && recused.person_id == row.person_id)
    };
    rows.into_iter().filter(counts).map(|row| read(row).ok_or_else(|| damaged("ballot"))).collect()
}

/// What a ballot holds, as it is stored once it lies open.
pub(super) fn content_of(ballot: &Ballot) -> Vec<u8> {
    Content::of(ballot).encode_to_vec()
}

fn read_all(rows: Vec<ballot::Model>, form: &Form<'_>) -> Option<Vec<Ballot>> {
    rows.into_iter().map(|row| read(row, form)).collect()
}

fn read(row: ballot::Model, form: &Form<'_>) -> Option<Ballot> {
    if row.sealed {
        return None;
    }
    let (sheet, findings) = read_content(&row.content, form)?;
    Some(Ballot {
        id: row.id.into(),
        session: row.session_id.into(),
        dossier: row.dossier_id.into(),
        person: row.person_id.into(),
        round: BallotRound::numbered(row.round)?,
        sheet,
        findings,
        cast_at: row.cast_at,
    })
}

/// What a ballot holds; none if no ballot can hold this.
pub(super) fn read_content(content: &[u8], form: &Form<'_>) -> Option<(Sheet, Vec<Finding>)> {
    let content = Content::decode(content).ok()?;
    Some((form.restore(&content.sheet)?, content.findings.into_iter().map(Finding::from).collect()))
}

impl Content {
    fn of(ballot: &Ballot) -> Self {
        Self {
            sheet: ballot.sheet.as_bytes().to_vec(),
            findings: ballot.findings.iter().map(StoredFinding::from).collect(),
        }
    }
}

impl Place {
    fn of(row: &ballot::Model) -> Self {
        Self {
            session: row.session_id,
            dossier: row.dossier_id,
            person: row.person_id,
            ballot: row.id,
            round: row.round,
        }
    }
}

impl From<&Finding> for StoredFinding {
    fn from(finding: &Finding) -> Self {
        let evidence = finding.evidence.clone();
        match &finding.rule {
            FoundRule::Cause(key) => Self { cause: key.clone(), evidence, ..Self::default() },
            FoundRule::OfCriterion { criterion, position } => Self {
                criterion: criterion.clone(),
                position: u32::try_from(*position).unwrap_or(u32::MAX),
                evidence,
                ..Self::default()
            },
        }
    }
}

impl From<StoredFinding> for Finding {
    fn from(stored: StoredFinding) -> Self {
        let rule = if stored.cause.is_empty() {
            let position = usize::try_from(stored.position).unwrap_or(usize::MAX);
            FoundRule::OfCriterion { criterion: stored.criterion, position }
        } else {
            FoundRule::Cause(stored.cause)
        };
        Self { rule, evidence: stored.evidence }
    }
}
