//! What the link tells others: identities and numbers.

use platform::ids::RawId;
use platform::operation::Subject;
use proto::reporting::v1 as pb;

use crate::Work;
use crate::domain::link::parcel::Parcel;
use crate::domain::link::province::ProvinceLink;
use crate::domain::link::record::Submission;
use crate::domain::link::submission::Refusal;
use crate::wire;

fn of_submission(submission: &Submission) -> Subject {
    Subject::new("submission", submission.id, submission.version)
}

fn of_province(link: &ProvinceLink) -> Subject {
    Subject::new("province_link", link.id, link.version)
}

pub(crate) fn submission_made(work: &Work, submission: &Submission) {
    let kind = wire::link::kind(submission.summary.kind).into();
    work.publish(of_submission(submission), &pb::SubmissionMade { submission_id: submission.id.to_string(), kind });
}

pub(crate) fn submission_acknowledged(work: &Work, submission: &Submission) {
    let event = pb::SubmissionAcknowledged {
        submission_id: submission.id.to_string(),
        epoch: submission.place.epoch,
        sequence: submission.place.sequence,
    };
    work.publish(of_submission(submission), &event);
}

pub(crate) fn submission_taken_in(work: &Work, submission: &Submission) {
    let event = pb::SubmissionTakenIn {
        submission_id: submission.id.to_string(),
        province_id: submission.province.to_string(),
        kind: wire::link::kind(submission.summary.kind).into(),
        epoch: submission.place.epoch,
        sequence: submission.place.sequence,
    };
    work.publish(of_submission(submission), &event);
}

pub(crate) fn submission_refused(work: &Work, submission: &Submission, refusal: Refusal) {
    let event = pb::SubmissionRefused {
        submission_id: submission.id.to_string(),
        province_id: submission.province.to_string(),
        reason: refusal.name().to_owned(),
    };
    work.publish(of_submission(submission), &event);
}

pub(crate) fn province_proposed(work: &Work, link: &ProvinceLink) {
    work.publish(of_province(link), &pb::ProvinceProposed { province_id: link.province.to_string() });
}

pub(crate) fn province_admitted(work: &Work, link: &ProvinceLink) {
    work.publish(of_province(link), &pb::ProvinceAdmitted { province_id: link.province.to_string() });
}

pub(crate) fn province_suspended(work: &Work, link: &ProvinceLink) {
    work.publish(of_province(link), &pb::ProvinceSuspended { province_id: link.province.to_string() });
}

pub(crate) fn province_quarantined(work: &Work, link: &ProvinceLink) {
    let event = pb::ProvinceQuarantined {
        province_id: link.province.to_string(),
        epoch: link.place.epoch,
        sequence: link.place.sequence,
    };
    work.publish(of_province(link), &event);
}

pub(crate) fn resync_proposed(work: &Work, link: &ProvinceLink) {
    work.publish(of_province(link), &pb::ResyncProposed { province_id: link.province.to_string() });
}

pub(crate) fn resync_approved(work: &Work, link: &ProvinceLink) {
    let event = pb::ResyncApproved { province_id: link.province.to_string(), epoch: link.place.epoch };
    work.publish(of_province(link), &event);
}

pub(crate) fn figures_reconciled(work: &Work, id: RawId, province: String, difference_count: i64) {
    let event = pb::FiguresReconciled { reconciliation_id: id.to_string(), province_id: province, difference_count };
    work.publish(Subject::new("reconciliation", id, 1), &event);
}

fn of_parcel(parcel: &Parcel) -> Subject {
    Subject::new("parcel", parcel.id, parcel.version)
}

pub(crate) fn parcel_sent(work: &Work, parcel: &Parcel) {
    let event = pb::ParcelSent {
        parcel_id: parcel.id.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        province_id: parcel.province.to_string(),
        dossier_id: parcel.dossier.to_string(),
    };
    work.publish(of_parcel(parcel), &event);
}

pub(crate) fn parcel_taken_in(work: &Work, parcel: &Parcel) {
    let event = pb::ParcelTakenIn {
        parcel_id: parcel.id.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        province_id: parcel.province.to_string(),
        dossier_id: parcel.dossier.to_string(),
    };
    work.publish(of_parcel(parcel), &event);
}

pub(crate) fn parcel_acknowledged(work: &Work, parcel: &Parcel) {
    let event = pb::ParcelAcknowledged {
        parcel_id: parcel.id.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        province_id: parcel.province.to_string(),
        dossier_id: parcel.dossier.to_string(),
    };
    work.publish(of_parcel(parcel), &event);
}

pub(crate) fn parcel_refused(work: &Work, parcel: &Parcel, refusal: Refusal) {
    let event = pb::ParcelRefused {
        parcel_id: parcel.id.to_string(),
        kind: wire::parcels::kind(parcel.kind).into(),
        province_id: parcel.province.to_string(),
        dossier_id: parcel.dossier.to_string(),
        reason: refusal.name().to_owned(),
    };
    work.publish(of_parcel(parcel), &event);
}
