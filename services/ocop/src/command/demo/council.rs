//! The council: its session, sealed ballots in one round or two, results and minutes.

use chrono::{Days, NaiveDate};
use proto::evaluation::v1 as evaluation;

use super::clients::{Clients, PROVINCE, Person, request_id};
use super::samples::{Judged, SAMPLES, Sample};
use super::sheets::sheet;
use super::show::{Both, Show, both, hundredths, stars};
use super::story::{Told, missing};

/// The members of the council who score: the chair and five more.
const SCORERS: [Person; 6] =
    [Person::Chair, Person::Member(1), Person::Member(2), Person::Member(3), Person::Member(4), Person::Member(5)];

/// Puts the dossiers before a council: sealed ballots, then the results.
pub(super) async fn council(
    show: &Show,
    clients: &mut Clients,
    dossiers: &[evaluation::Dossier],
    today: NaiveDate,
) -> Told {
    show.step(5, &both("Hội đồng chấm điểm", "The council scores"));
    let session_id = session(show, clients, dossiers, today).await?;
    for (sample, dossier) in SAMPLES.iter().zip(dossiers) {
        let dossier = dossier_now(clients, &dossier.id).await?;
        if dossier.state() == evaluation::DossierState::Scoring {
            ballots(show, clients, sample, &sample.judged, &dossier, &session_id).await?;
        }
    }
    for (sample, dossier) in SAMPLES.iter().zip(dossiers) {
        result(show, clients, sample, &sample.judged, dossier).await?;
    }
    Ok(())
}

/// The session that scores the dossiers; a new council's if there is none yet.
async fn session(
    show: &Show,
    clients: &mut Clients,
    dossiers: &[evaluation::Dossier],
    today: NaiveDate,
) -> Told<String> {
    if let Some(known) = dossiers.iter().find(|dossier| !dossier.session_id.is_empty()) {
        show.say(&both("Phiên họp đã mở từ trước.", "The session was opened before."));
        return Ok(known.session_id.clone());
    }
    let member = |person: Person, name: &str, title: &str, duty: evaluation::Duty| evaluation::CouncilMember {
        person_id: person.id().to_string(),
        full_name: format!("{name} (mẫu)"),
        title: title.to_owned(),
        body: "Cơ quan mẫu".to_owned(),
        duty: duty.into(),
    };
    let mut members = vec![
        member(Person::Chair, "Chủ tịch Hội đồng", "Lãnh đạo tỉnh", evaluation::Duty::Chair),
        member(Person::Secretary, "Thư ký", "Chuyên viên", evaluation::Duty::Secretary),
    ];
    members.extend((1..=5).map(|number| {
        member(Person::Member(number), &format!("Ủy viên {number}"), "Chuyên viên", evaluation::Duty::Member)
    }));
    let last_day = today.checked_add_days(Days::new(365)).unwrap_or(today);
    let request = evaluation::AppointCouncilRequest {
        request_id: request_id(&format!("council {}", dossiers[0].id)),
        council: Some(evaluation::Council {
            unit_id: PROVINCE.to_owned(),
            decision: Some(evaluation::DecisionReference {
                number: "MẪU-01/QĐ-UBND".to_owned(),
                date: today.to_string(),
                signer_name: "Người ký mẫu".to_owned(),
                signer_title: "Chủ tịch UBND tỉnh".to_owned(),
            }),
            term_from: today.to_string(),
            term_to: last_day.to_string(),
            members,
            ..Default::default()
        }),
    };
    let council = clients.evaluation.appoint_council(clients.by(Person::ProvinceOfficer, request)?).await?;
    let council = council.into_inner().council.ok_or_else(|| missing("the council"))?;
    show.say(&both(
        format!("Hội đồng gồm {} thành viên được ghi tên theo quyết định; thư ký không chấm.", council.members.len()),
        format!("A council of {} members is appointed by name; the secretary does not score.", council.members.len()),
    ));
    let listed = |dossier: &evaluation::Dossier| evaluation::OpenSessionDossier {
        dossier_id: dossier.id.clone(),
        fixed_cases: Vec::new(),
    };
    let request = evaluation::OpenSessionRequest {
        request_id: request_id(&format!("session {}", council.id)),
        council_id: council.id,
        dossiers: dossiers.iter().map(listed).collect(),
        ..Default::default()
    };
    let session = clients.evaluation.open_session(clients.by(Person::Secretary, request)?).await?.into_inner().session;
    Ok(session.ok_or_else(|| missing("the session"))?.id)
}

/// Every member casts a sealed ballot, then the chair closes; once more after a discussion where they lie too far apart.
pub(super) async fn ballots(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    judged: &Judged,
    dossier: &evaluation::Dossier,
    session_id: &str,
) -> Told {
    let request = evaluation::GetCriteriaSetRequest {
        criteria_version_id: dossier.criteria_version_id.clone(),
        product_set: sample.product_set,
    };
    let set = clients.evaluation.get_criteria_set(clients.by(Person::Secretary, request)?).await?;
    let set = set.into_inner().criteria_set.ok_or_else(|| missing("the criteria"))?;
    loop {
        let listed = listed_dossier(clients, session_id, &dossier.id).await?;
        match listed.stage() {
            evaluation::ScoringStage::Open => {
                let totals = judged.first_totals.filter(|_| listed.round == 1).unwrap_or(judged.totals);
                let judged = Judged { totals, ..*judged };
                for (place, scorer) in SCORERS.into_iter().enumerate() {
                    let choices = sheet(&set, &judged, place);
                    cast(clients, scorer, &listed, session_id, choices).await?;
                }
                close_round(show, clients, sample, &listed, session_id).await?;
            }
            evaluation::ScoringStage::InDiscussion => discuss(show, clients, sample, &listed, session_id).await?,
            evaluation::ScoringStage::Closed | evaluation::ScoringStage::Unspecified => return Ok(()),
        }
    }
}

/// A dossier as the secretary sees it on the session's list.
async fn listed_dossier(clients: &mut Clients, session_id: &str, id: &str) -> Told<evaluation::SessionDossier> {
    let request = evaluation::GetSessionRequest { session_id: session_id.to_owned() };
    let seen = clients.evaluation.get_session(clients.by(Person::Secretary, request)?).await?.into_inner().session;
    let seen = seen.ok_or_else(|| missing("the session"))?;
    seen.dossiers.into_iter().find(|listed| listed.dossier_id == id).ok_or_else(|| missing("the dossier"))
}

/// A member's ballot; one that was cast before stays as it is.
async fn cast(
    clients: &mut Clients,
    scorer: Person,
    listed: &evaluation::SessionDossier,
    session_id: &str,
    choices: Vec<evaluation::Choice>,
) -> Told {
    let round = listed.round;
    let request = evaluation::CastBallotRequest {
        request_id: request_id(&format!("ballot {session_id} {} {round} {scorer:?}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        choices,
        findings: Vec::new(),
        round,
    };
    match clients.evaluation.cast_ballot(clients.by(scorer, request)?).await {
        Err(status) if status.code() != tonic::Code::AlreadyExists => Err(status.into()),
        _ => Ok(()),
    }
}

/// The chair asks for the result in vain, and closes the round.
async fn close_round(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    listed: &evaluation::SessionDossier,
    session_id: &str,
) -> Told {
    let round = listed.round;
    let voted = listed_dossier(clients, session_id, &listed.dossier_id).await?.voted_person_ids.len();
    let peek = evaluation::GetResultRequest { dossier_id: listed.dossier_id.clone() };
    let refused = clients.evaluation.get_result(clients.by(Person::Chair, peek)?).await;
    if refused.is_ok() {
        return Err("a result was shown before its scoring was closed".into());
    }
    let once_more = if round > 1 { (" lần hai", " once more") } else { ("", "") };
    show.say(&both(
        format!(
            "{}{}: {} {voted}/{} phiếu kín; trước khi kết thúc chấm, chủ tịch hỏi kết quả cũng bị từ chối.",
            sample.product,
            once_more.0,
            "●".repeat(voted),
            SCORERS.len()
        ),
        format!(
            "{}{}: {voted} of {} sealed ballots; before the close even the chair is refused the result.",
            sample.product,
            once_more.1,
            SCORERS.len()
        ),
    ));
    let request = evaluation::CloseScoringRequest {
        request_id: request_id(&format!("close {session_id} {} {round}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        round,
    };
    clients.evaluation.close_scoring(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

/// The first ballot decided nothing: the council discusses what differs most, and the chair opens the second one.
async fn discuss(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    listed: &evaluation::SessionDossier,
    session_id: &str,
) -> Told {
    let request = evaluation::GetRoundResultRequest {
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        round: 1,
    };
    let first = clients.ballots.get_round_result(clients.by(Person::Chair, request)?).await?.into_inner().result;
    let first = first.ok_or_else(|| missing("the first ballot"))?;
    let totals: Vec<_> = first.member_totals.iter().map(|member| member.total_points.to_string()).collect();
    let differing: Vec<_> = first
        .differing_criteria
        .iter()
        .map(|criterion| format!("{} ({}–{})", criterion.criterion, criterion.lowest_points, criterion.highest_points))
        .collect();
    let (totals, differing) = (totals.join(", "), differing.join(", "));
    let product = sample.product;
    let apart =
        format!("{product}: {totals}; chênh quá quy chế, lệch nhất ở tiêu chí {differing}: thảo luận và chấm lần hai.");
    show.say(&both(
        show.yellow(&apart),
        format!("{product}: {totals}; further apart than allowed, most in criteria {differing}: discussion and a second ballot."),
    ));
    let request = evaluation::OpenSecondBallotRequest {
        request_id: request_id(&format!("second ballot {session_id} {}", listed.dossier_id)),
        session_id: session_id.to_owned(),
        dossier_id: listed.dossier_id.clone(),
        discussion: "Thống nhất cách hiểu các tiêu chí chênh lệch (mẫu)".to_owned(),
    };
    clients.ballots.open_second_ballot(clients.by(Person::Chair, request)?).await?;
    Ok(())
}

pub(super) async fn dossier_now(clients: &mut Clients, id: &str) -> Told<evaluation::Dossier> {
    let request = evaluation::GetDossierRequest { dossier_id: id.to_owned() };
    let found = clients.evaluation.get_dossier(clients.by(Person::ProvinceOfficer, request)?).await?;
    found.into_inner().dossier.ok_or_else(|| missing("the dossier"))
}

/// Shows a result, and that it is the one the members' sheets lead to.
pub(super) async fn result(
    show: &Show,
    clients: &mut Clients,
    sample: &Sample,
    judged: &Judged,
    dossier: &evaluation::Dossier,
) -> Told {
    let request = evaluation::GetResultRequest { dossier_id: dossier.id.clone() };
    let result = clients.evaluation.get_result(clients.by(Person::ProvinceOfficer, request)?).await?;
    let result = result.into_inner().result.ok_or_else(|| missing("the result"))?;
    let score = result.score.ok_or_else(|| missing("the score"))?;
    let totals: Vec<_> = result.member_totals.iter().map(|member| member.total_points.to_string()).collect();
    println!();
    show.line(&format!(
        "{}  {}   {} = {}   {} {}",
        show.green(&stars(score.star)),
        sample.product,
        totals.join(" + "),
        score.sum_points,
        show.word(&both("trung bình", "mean")),
        show.word(&hundredths(score.mean_hundredths.into())),
    ));
    if score.star != judged.star {
        return Err(format!("{} reached {} stars, not {}", sample.product, score.star, judged.star).into());
    }
    if score.band > score.star {
        let held =
            format!("Đủ điểm {} sao nhưng bị giữ ở {} sao do chưa đạt yêu cầu tối thiểu.", score.band, score.star);
        let held =
            both(show.yellow(&held), format!("Points for {} stars, held at {} by a minimum.", score.band, score.star));
        show.say(&held);
        return way_to_next_star(show, clients, dossier).await;
    }
    if let Some(text) = score.gaps.first().and_then(|gap| gap.text.clone()) {
        show.say(&Both(text.vi, text.en));
    }
    Ok(())
}

/// Chair and secretary sign the minutes of a session, unless they have.
pub(super) async fn sign_minutes(clients: &mut Clients, session_id: &str) -> Told {
    let request = evaluation::GetMinutesRequest { session_id: session_id.to_owned() };
    let minutes = clients.minutes.get_minutes(clients.by(Person::Chair, request)?).await?.into_inner().minutes;
    let minutes = minutes.ok_or_else(|| missing("the minutes"))?;
    let signed = |duty| minutes.signatures.iter().any(|signature| signature.duty() == duty);
    for (person, duty) in [(Person::Chair, evaluation::Duty::Chair), (Person::Secretary, evaluation::Duty::Secretary)] {
        if signed(duty) {
            continue;
        }
        let request = evaluation::SignMinutesRequest {
            request_id: request_id(&format!("minutes {session_id} {duty:?}")),
            session_id: session_id.to_owned(),
            sha256: minutes.sha256.clone(),
        };
        clients.minutes.sign_minutes(clients.by(person, request)?).await?;
    }
    Ok(())
}

/// Tells what a product that was held back needs for the next star.
async fn way_to_next_star(show: &Show, clients: &mut Clients, dossier: &evaluation::Dossier) -> Told {
    let from = evaluation::what_next_request::From::DossierId(dossier.id.clone());
    let request = evaluation::WhatNextRequest { from: Some(from), target_star: 0 };
    let way = clients.evaluation.what_next(clients.by(Person::ProvinceOfficer, request)?).await?.into_inner().way;
    let way = way.ok_or_else(|| missing("the way"))?;
    if let Some(text) = way.text {
        show.say(&Both(text.vi, text.en));
    }
    Ok(())
}
