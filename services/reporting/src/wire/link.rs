//! Between the link's values and its messages. What is signed is made to bytes here once and kept so.

use chrono::{DateTime, NaiveDate};
use platform::access::UnitId;
use platform::clock::Moment;
use platform::fields::{Fields, etag};
use platform::ids::RawId;
use platform::wire::timestamp;
use prost::Message as _;
use proto::reporting::v1 as pb;

use crate::domain::cells::{Cell, Dimension, Part};
use crate::domain::days::Days;
use crate::domain::figures::Figure;
use crate::domain::link::Hash;
use crate::domain::link::digests::{Difference, DifferenceKind, Digests, RowDigest, RowKey};
use crate::domain::link::province::ProvinceLink;
use crate::domain::link::record::{SignedBytes, Submission, Verdict};
use crate::domain::link::standing::{LinkState, Place, Position};
use crate::domain::link::submission::{Content, Header, PeriodFigures, RegisterRow, SubmissionKind, Summary};
use crate::domain::periods::Period;

/// What was sent as signed.
pub(crate) fn read_signed(fields: &mut Fields, path: &str, signed: Option<pb::Signed>) -> Option<SignedBytes> {
    let pb::Signed { message, signature } = fields.message(path, signed)?;
    Some(SignedBytes { message, signature })
}

pub(crate) fn signed(signed: SignedBytes) -> pb::Signed {
    pb::Signed { message: signed.message, signature: signed.signature }
}

pub(super) fn moment(sent: Option<prost_types::Timestamp>) -> Option<Moment> {
    let sent = sent?;
    DateTime::from_timestamp(sent.seconds, u32::try_from(sent.nanos).ok()?)
}

fn hash_bytes(hash: Option<Hash>) -> Vec<u8> {
    hash.map_or_else(Vec::new, |hash| hash.0.to_vec())
}

pub(crate) fn kind(kind: SubmissionKind) -> pb::SubmissionKind {
    match kind {
        SubmissionKind::Provisional => pb::SubmissionKind::Provisional,
        SubmissionKind::Final => pb::SubmissionKind::Final,
    }
}

pub(crate) fn read_kind(kind: pb::SubmissionKind) -> Option<SubmissionKind> {
    match kind {
        pb::SubmissionKind::Unspecified => None,
        pb::SubmissionKind::Provisional => Some(SubmissionKind::Provisional),
        pb::SubmissionKind::Final => Some(SubmissionKind::Final),
    }
}

/// The bytes of a head.
pub(crate) fn header_bytes(header: &Header) -> Vec<u8> {
    let Summary { kind: of, periods, positions, made_at, body, body_bytes, cells, register_rows } = &header.summary;
    let position =
        |(source, position): &(String, i64)| pb::FeedPosition { source: source.clone(), position: *position };
    let message = pb::SubmissionHeader {
        province_id: header.province.to_string(),
        epoch: header.epoch,
        sequence: header.sequence,
        previous_sha256: hash_bytes(header.previous),
        kind: kind(*of).into(),
        periods: periods.iter().map(ToString::to_string).collect(),
        positions: positions.iter().map(position).collect(),
        made_at: Some(timestamp(*made_at)),
        body_sha256: body.0.to_vec(),
        body_size_bytes: *body_bytes,
        cell_count: *cells,
        register_row_count: *register_rows,
    };
    message.encode_to_vec()
}

/// A head; none if the bytes are none.
pub(crate) fn read_header(bytes: &[u8]) -> Option<Header> {
    let sent = pb::SubmissionHeader::decode(bytes).ok()?;
    let kind = read_kind(sent.kind());
    // What is kept of the sources must stand in one line.
    let sound = |source: &str| !source.is_empty() && source.bytes().all(|letter| letter.is_ascii_lowercase());
    let position = |sent: pb::FeedPosition| sound(&sent.source).then_some((sent.source, sent.position));
    let summary = Summary {
        kind: kind?,
        periods: sent.periods.iter().map(|period| period.parse().ok()).collect::<Option<_>>()?,
        positions: sent.positions.into_iter().map(position).collect::<Option<_>>()?,
        made_at: moment(sent.made_at)?,
        body: Hash::sent(&sent.body_sha256)?,
        body_bytes: sent.body_size_bytes,
        cells: sent.cell_count,
        register_rows: sent.register_row_count,
    };
    let header = Header {
        province: sent.province_id.parse().ok()?,
        epoch: sent.epoch,
        sequence: sent.sequence,
        previous: Hash::sent_or_absent(&sent.previous_sha256)?,
        summary,
    };
    (header.epoch >= 1 && header.sequence >= 1 && header.summary.is_sound()).then_some(header)
}

fn cell(cell: &Cell) -> pb::SubmittedCell {
    let (dimension, key) = cell.part.as_ref().map_or(("", ""), |part| (part.dimension.name(), part.key.as_str()));
    let figure = cell.figure.unwrap_or_default();
    pb::SubmittedCell {
        indicator_code: cell.indicator.clone(),
        unit_id: cell.unit.to_string(),
        dimension: dimension.to_owned(),
        key: key.to_owned(),
        recorded: cell.figure.is_some(),
        value: figure.value,
        uncertain_value: figure.uncertain,
        sample_value: figure.sample,
    }
}

fn read_cell(sent: pb::SubmittedCell) -> Option<Cell> {
    let part = match sent.dimension.as_str() {
        "" => sent.key.is_empty().then_some(None)?,
        name => Some(Part { dimension: Dimension::of_name(name)?, key: sent.key }),
    };
    let figure = Figure { value: sent.value, uncertain: sent.uncertain_value, sample: sent.sample_value };
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_';
    let code = &sent.indicator_code;
    (!code.is_empty() && code.bytes().all(plain) && (sent.recorded || figure == Figure::default())).then_some(())?;
    Some(Cell {
        indicator: sent.indicator_code,
        unit: sent.unit_id.parse().ok()?,
        part,
        figure: sent.recorded.then_some(figure),
    })
}

fn period_figures(figures: &PeriodFigures) -> pb::PeriodFigures {
    pb::PeriodFigures {
        period: figures.period.to_string(),
        as_at: figures.as_at.to_string(),
        cells: figures.cells.iter().map(cell).collect(),
    }
}

fn register_row(row: &RegisterRow) -> pb::RegisterRow {
    pb::RegisterRow {
        certificate_id: row.certificate.to_string(),
        product_id: row.product.to_string(),
        producer_id: row.producer.to_string(),
        unit_id: row.unit.to_string(),
        product_set: row.product_set,
        star: row.star,
        sample: row.sample,
        holds_from: row.days.from.to_string(),
        holds_to: row.days.to.to_string(),
    }
}

/// The bytes of a body.
pub(crate) fn content_bytes(content: &Content) -> Vec<u8> {
    let message = pb::SubmissionBody {
        periods: content.periods.iter().map(period_figures).collect(),
        register: content.register.iter().map(register_row).collect(),
    };
    message.encode_to_vec()
}

/// A body; none if the bytes are none.
pub(crate) fn read_content(bytes: &[u8]) -> Option<Content> {
    let sent = pb::SubmissionBody::decode(bytes).ok()?;
    let figures = |sent: pb::PeriodFigures| {
        Some(PeriodFigures {
            period: sent.period.parse().ok()?,
            as_at: sent.as_at.parse().ok()?,
            cells: sent.cells.into_iter().map(read_cell).collect::<Option<_>>()?,
        })
    };
    let row = |sent: pb::RegisterRow| {
        Some(RegisterRow {
            certificate: RawId::parse_str(&sent.certificate_id).ok()?,
            product: RawId::parse_str(&sent.product_id).ok()?,
            producer: RawId::parse_str(&sent.producer_id).ok()?,
            unit: sent.unit_id.parse().ok()?,
            product_set: sent.product_set,
            star: sent.star,
            sample: sent.sample,
            days: Days { from: sent.holds_from.parse().ok()?, to: sent.holds_to.parse().ok()? },
        })
    };
    Some(Content {
        periods: sent.periods.into_iter().map(figures).collect::<Option<_>>()?,
        register: sent.register.into_iter().map(row).collect::<Option<_>>()?,
    })
}

/// The bytes of a position.
pub(crate) fn position_bytes(province: &UnitId, position: &Position, asked_at: Moment) -> Vec<u8> {
    let message = pb::LinkPosition {
        province_id: province.to_string(),
        epoch: position.acknowledged.epoch,
        sequence: position.acknowledged.sequence,
        sha256: hash_bytes(position.acknowledged.name),
        asked_at: Some(timestamp(asked_at)),
        sent_sha256: hash_bytes(position.sent),
    };
    message.encode_to_vec()
}

/// Whose position it is, and where.
pub(crate) fn read_position(bytes: &[u8]) -> Option<(UnitId, Position)> {
    let sent = pb::LinkPosition::decode(bytes).ok()?;
    let name = Hash::sent_or_absent(&sent.sha256)?;
    let acknowledged = Place { epoch: sent.epoch, sequence: sent.sequence, name };
    let position = Position { acknowledged, sent: Hash::sent_or_absent(&sent.sent_sha256)? };
    Some((sent.province_id.parse().ok()?, position))
}

/// Where the ministry is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) state: LinkState,
    pub(crate) place: Place,
    pub(crate) next_part: i32,
    /// What it answers.
    pub(crate) position: Hash,
}

pub(crate) fn link_state(state: LinkState) -> pb::LinkState {
    match state {
        LinkState::Proposed => pb::LinkState::Proposed,
        LinkState::Admitted => pb::LinkState::Admitted,
        LinkState::Quarantined => pb::LinkState::Quarantined,
        LinkState::Suspended => pb::LinkState::Suspended,
    }
}

/// The bytes of a standing.
pub(crate) fn standing_bytes(province: &UnitId, standing: &Standing, answered_at: Moment) -> Vec<u8> {
    let message = pb::LinkStanding {
        province_id: province.to_string(),
        state: link_state(standing.state).into(),
        epoch: standing.place.epoch,
        sequence: standing.place.sequence,
        sha256: hash_bytes(standing.place.name),
        next_part_number: standing.next_part,
        position_sha256: standing.position.0.to_vec(),
        answered_at: Some(timestamp(answered_at)),
    };
    message.encode_to_vec()
}

/// A standing.
pub(crate) fn read_standing(bytes: &[u8]) -> Option<Standing> {
    let sent = pb::LinkStanding::decode(bytes).ok()?;
    let state = match sent.state() {
        pb::LinkState::Unspecified => None,
        pb::LinkState::Proposed => Some(LinkState::Proposed),
        pb::LinkState::Admitted => Some(LinkState::Admitted),
        pb::LinkState::Quarantined => Some(LinkState::Quarantined),
        pb::LinkState::Suspended => Some(LinkState::Suspended),
    };
    Some(Standing {
        state: state?,
        place: Place { epoch: sent.epoch, sequence: sent.sequence, name: Hash::sent_or_absent(&sent.sha256)? },
        next_part: sent.next_part_number,
        position: Hash::sent(&sent.position_sha256)?,
    })
}

/// What the ministry took in of a submission.
#[derive(Clone, Debug)]
pub(crate) struct Totals {
    pub(crate) cells: i64,
    pub(crate) left_cells: i64,
    pub(crate) register_rows: i64,
    pub(crate) figures: Vec<PeriodFigures>,
}

/// The bytes of a receipt.
pub(crate) fn receipt_bytes(submission: &Submission, totals: &Totals, accepted_at: Moment) -> Vec<u8> {
    let message = pb::SubmissionReceipt {
        province_id: submission.province.to_string(),
        epoch: submission.place.epoch,
        sequence: submission.place.sequence,
        submission_sha256: hash_bytes(submission.place.name),
        cell_count: totals.cells,
        left_cell_count: totals.left_cells,
        register_row_count: totals.register_rows,
        totals: totals.figures.iter().map(period_figures).collect(),
        accepted_at: Some(timestamp(accepted_at)),
    };
    message.encode_to_vec()
}

/// Name of the submission that a receipt is of.
pub(crate) fn read_receipt(bytes: &[u8]) -> Option<Hash> {
    Hash::sent(&pb::SubmissionReceipt::decode(bytes).ok()?.submission_sha256)
}

/// What a province says it has.
#[derive(Clone, Debug)]
pub(crate) struct DigestList {
    pub(crate) province: UnitId,
    pub(crate) epoch: i32,
    pub(crate) sequence: i64,
    pub(crate) digests: Digests,
    pub(crate) register: Hash,
}

/// The bytes of a list.
pub(crate) fn digest_list_bytes(list: &DigestList, made_at: Moment) -> Vec<u8> {
    let digest = |(row, digest): (&RowKey, &RowDigest)| pb::FigureDigest {
        period: row.period.clone(),
        indicator_code: row.indicator.clone(),
        unit_id: row.unit.to_string(),
        sha256: digest.hash.0.to_vec(),
        value: digest.value,
    };
    let message = pb::DigestList {
        province_id: list.province.to_string(),
        epoch: list.epoch,
        sequence: list.sequence,
        made_at: Some(timestamp(made_at)),
        digests: list.digests.iter().map(digest).collect(),
        register_sha256: list.register.0.to_vec(),
    };
    message.encode_to_vec()
}

/// A list.
pub(crate) fn read_digest_list(bytes: &[u8]) -> Option<DigestList> {
    let sent = pb::DigestList::decode(bytes).ok()?;
    let digest = |sent: pb::FigureDigest| {
        let row = RowKey { period: sent.period, indicator: sent.indicator_code, unit: sent.unit_id.parse().ok()? };
        Some((row, RowDigest { hash: Hash::sent(&sent.sha256)?, value: sent.value }))
    };
    Some(DigestList {
        province: sent.province_id.parse().ok()?,
        epoch: sent.epoch,
        sequence: sent.sequence,
        digests: sent.digests.into_iter().map(digest).collect::<Option<_>>()?,
        register: Hash::sent(&sent.register_sha256)?,
    })
}

pub(crate) fn difference(difference: &Difference) -> pb::FigureDifference {
    let kind = match difference.kind {
        DifferenceKind::Differs => pb::DifferenceKind::Differs,
        DifferenceKind::OnlyProvince => pb::DifferenceKind::OnlyProvince,
        DifferenceKind::OnlyMinistry => pb::DifferenceKind::OnlyMinistry,
    };
    pb::FigureDifference {
        period: difference.row.period.clone(),
        indicator_code: difference.row.indicator.clone(),
        unit_id: difference.row.unit.to_string(),
        kind: kind.into(),
        province_value: difference.province_value,
        ministry_value: difference.ministry_value,
    }
}

pub(crate) fn submission(kept: Submission) -> pb::Submission {
    let verdict = match kept.verdict {
        Verdict::Pending | Verdict::Sent => pb::SubmissionVerdict::Pending,
        Verdict::Receiving => pb::SubmissionVerdict::Receiving,
        Verdict::Accepted => pb::SubmissionVerdict::Accepted,
        Verdict::Refused => pb::SubmissionVerdict::Refused,
        Verdict::Quarantined => pb::SubmissionVerdict::Quarantined,
    };
    pb::Submission {
        id: kept.id.to_string(),
        province_id: kept.province.to_string(),
        epoch: kept.place.epoch,
        sequence: kept.place.sequence,
        sha256: kept.place.name.map_or_else(String::new, |name| name.to_string()),
        kind: kind(kept.summary.kind).into(),
        periods: kept.summary.periods.iter().map(ToString::to_string).collect(),
        body_size_bytes: kept.summary.body_bytes,
        verdict: verdict.into(),
        reason: kept.refusal.map_or_else(String::new, |refusal| refusal.name().to_owned()),
        times: kept.times,
        at: Some(timestamp(kept.at)),
        concluded_at: kept.concluded_at.map(timestamp),
        receipt: kept.receipt.map(signed),
    }
}

/// A province with its name.
pub(crate) fn province(link: ProvinceLink, name: String) -> pb::ProvinceLink {
    pb::ProvinceLink {
        province_id: link.province.to_string(),
        province_name: name,
        public_key: link.key.to_string(),
        state: link_state(link.state).into(),
        epoch: link.place.epoch,
        sequence: link.place.sequence,
        accepted_at: link.accepted_at.map(timestamp),
        heard_at: link.heard_at.map(timestamp),
        proposed_by: link.proposed_by.to_string(),
        decided_by: link.decided_by.map_or_else(String::new, |person| person.to_string()),
        resync_proposed: link.resync_proposed,
        reason: link.reason,
        etag: etag(link.version),
    }
}

/// A period that was asked for.
pub(crate) fn read_period(fields: &mut Fields, path: &str, written: &str) -> Option<Period> {
    fields.value(path, written.parse())
}

/// A figure of a province among those of others.
pub(crate) fn province_figure(
    province: &UnitId,
    figure: Option<Figure>,
    is_final: bool,
    as_at: NaiveDate,
    name: Hash,
) -> pb::ProvinceFigure {
    let counted = figure.unwrap_or_default();
    pb::ProvinceFigure {
        province_id: province.to_string(),
        recorded: figure.is_some(),
        value: counted.value,
        uncertain_value: counted.uncertain,
        sample_value: counted.sample,
        provisional: !is_final,
        as_at: as_at.to_string(),
        submission_sha256: name.to_string(),
    }
}
