//! Where the two sides are, and what follows on what.
//!
//! Submissions of a province are numbered within an epoch, and each names the one before it. So the ministry knows at
//! once whether something is the next, the last one again, a replay, or the work of an installation that went back
//! behind what it had said before. Only the province's key can make what goes back: that is a restore, not an attack.

use super::Hash;
use super::submission::{Header, Refusal};

/// How the ministry stands to a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkState {
    /// One officer has proposed to admit it.
    Proposed,
    /// What it submits is taken in.
    Admitted,
    /// Its numbers went back.
    Quarantined,
    /// Its key is trusted no more.
    Suspended,
}

impl LinkState {
    /// Every state.
    pub(crate) const ALL: [Self; 4] = [Self::Proposed, Self::Admitted, Self::Quarantined, Self::Suspended];

    /// Its name, as databases have it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Admitted => "admitted",
            Self::Quarantined => "quarantined",
            Self::Suspended => "suspended",
        }
    }

    /// The state of a name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A place in the chain of a province's submissions: the last one of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// 0 before the first.
    pub(crate) epoch: i32,
    /// 0 before the first of the epoch.
    pub(crate) sequence: i64,
    /// Its name; none before the first of the epoch.
    pub(crate) name: Option<Hash>,
}

/// Where a province believes it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    /// The last one that was acknowledged.
    pub(crate) acknowledged: Place,
    /// The one that it has sent and has no receipt of.
    pub(crate) sent: Option<Hash>,
}

/// What the ministry does with a submission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is the next one.
    TakeIn,
    /// It is the last one again: the receipt got lost.
    GiveReceiptAgain,
    /// It goes no further.
    Refuse(Refusal),
    /// The province went back: nothing of it is taken in any more.
    Quarantine,
}

impl Place {
    /// What to do with a submission of a name. `accepted` tells that it was taken in at some time.
    pub(crate) fn decide(&self, state: LinkState, header: &Header, name: Hash, accepted: bool) -> Decision {
        if matches!(state, LinkState::Proposed | LinkState::Suspended) {
            return Decision::Refuse(Refusal::NotAdmitted);
        }
        if header.epoch == self.epoch && self.name == Some(name) {
            return Decision::GiveReceiptAgain;
        }
        if accepted || header.epoch < self.epoch {
            return Decision::Refuse(Refusal::Replayed);
        }
        if state == LinkState::Quarantined {
            return Decision::Refuse(Refusal::Quarantined);
        }
        if header.epoch > self.epoch || header.sequence > self.sequence + 1 {
            return Decision::Refuse(Refusal::OutOfOrder);
        }
        let follows = header.sequence == self.sequence + 1 && header.previous == self.name;
        if follows { Decision::TakeIn } else { Decision::Quarantine }
    }

    /// True if a province that believes to be at a position can go on from here.
    pub(crate) fn continues(&self, position: &Position) -> bool {
        let Position { acknowledged, sent } = position;
        let receipt_missing = self.name.is_some() && *sent == self.name;
        if acknowledged.epoch == self.epoch {
            return acknowledged == self || (receipt_missing && acknowledged.sequence + 1 == self.sequence);
        }
        // An epoch that it has nothing in yet.
        acknowledged.epoch < self.epoch && (self.sequence == 0 || (receipt_missing && self.sequence == 1))
    }
}

#[cfg(test)]
mod tests {
    use testkit::proptest::prelude::*;
    use testkit::proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::domain::link::submission::{SubmissionKind, Summary};

    /// A province as a test has it: what it has made, and how much of it was acknowledged.
    #[derive(Clone, Default)]
    struct Province {
        acknowledged: Place,
        sent: Option<(Header, Hash)>,
        made: u64,
    }

    fn header(place: &Place, made: u64) -> Header {
        Header {
            province: "2025:11".parse().expect("a unit"),
            epoch: place.epoch.max(1),
            sequence: place.sequence + 1,
            previous: place.name,
            summary: Summary {
                kind: SubmissionKind::Provisional,
                periods: Vec::new(),
                positions: Vec::new(),
                made_at: platform::clock::Moment::UNIX_EPOCH,
                body: Hash::of(&made.to_be_bytes()),
                body_bytes: 1,
                cells: 0,
                register_rows: 0,
            },
        }
    }

    fn name(header: &Header) -> Hash {
        Hash::of(format!("{header:?}").as_bytes())
    }

    /// The ministry, as a test has it.
    struct Ministry {
        state: LinkState,
        place: Place,
        accepted: Vec<Hash>,
    }

    impl Ministry {
        fn new() -> Self {
            let place = Place { epoch: 1, sequence: 0, name: None };
            Self { state: LinkState::Admitted, place, accepted: Vec::new() }
        }

        fn receive(&mut self, header: &Header, name: Hash) -> Decision {
            let decision = self.place.decide(self.state, header, name, self.accepted.contains(&name));
            match decision {
                Decision::TakeIn => {
                    self.place = Place { epoch: header.epoch, sequence: header.sequence, name: Some(name) };
                    self.accepted.push(name);
                }
                Decision::Quarantine => self.state = LinkState::Quarantined,
                Decision::GiveReceiptAgain | Decision::Refuse(_) => {}
            }
            decision
        }
    }

    /// What happens on the link.
    #[derive(Clone, Copy, Debug)]
    enum Happening {
        /// The province sends what is next, and gets the answer.
        Delivered,
        /// The same, but the answer gets lost.
        AnswerLost,
        /// It gets lost on the way.
        Lost,
        /// Somebody sends again what was accepted before.
        Replayed(usize),
        /// The province is set back to what it was, so many deliveries ago.
        Restored(usize),
    }

    fn happening() -> impl Strategy<Value = Happening> {
        prop_oneof![
            8 => Just(Happening::Delivered),
            2 => Just(Happening::AnswerLost),
            2 => Just(Happening::Lost),
            2 => (0_usize..8).prop_map(Happening::Replayed),
            1 => (1_usize..4).prop_map(Happening::Restored),
        ]
    }

    proptest! {
        #[test]
        fn whatever_happens_each_submission_counts_once_and_going_back_is_noticed(
            happenings in prop::collection::vec(happening(), 1..60),
        ) {
            let (mut province, mut ministry) = (Province::default(), Ministry::new());
            let mut backups = vec![province.clone()];
            let mut sent_by_name: Vec<(Header, Hash)> = Vec::new();
            for happening in happenings {
                match happening {
                    Happening::Replayed(which) => {
                        let Some((header, name)) = sent_by_name.get(which) else { continue };
                        let before = (ministry.place, ministry.accepted.len());
                        if ministry.accepted.contains(name) && ministry.place.name != Some(*name) {
                            let decision = ministry.receive(header, *name);
                            prop_assert_eq!(decision, Decision::Refuse(Refusal::Replayed));
                            prop_assert_eq!(before, (ministry.place, ministry.accepted.len()));
                        }
                    }
                    Happening::Restored(back) => {
                        let made = province.made;
                        province = backups[backups.len().saturating_sub(back + 1)].clone();
                        // What it makes from now on is not what it had made then.
                        province.made = made + 1;
                    }
                    Happening::Delivered | Happening::AnswerLost | Happening::Lost => {
                        let position =
                            Position { acknowledged: province.acknowledged, sent: province.sent.as_ref().map(|sent| sent.1) };
                        let continues = ministry.place.continues(&position);
                        if province.sent.is_none() {
                            province.made += 1;
                            let header = header(&province.acknowledged, province.made);
                            let name = name(&header);
                            province.sent = Some((header, name));
                        }
                        let (header, name) = province.sent.clone().expect("just made");
                        if matches!(happening, Happening::Lost) { continue; }
                        let decision = ministry.receive(&header, name);
                        // What the handshake says beforehand is what happens to a submission.
                        if ministry.state == LinkState::Admitted {
                            let went = matches!(decision, Decision::TakeIn | Decision::GiveReceiptAgain);
                            prop_assert!(went || !continues, "{decision:?} although it could go on");
                        }
                        if !sent_by_name.iter().any(|(_, known)| *known == name) {
                            sent_by_name.push((header.clone(), name));
                        }
                        let got = matches!(decision, Decision::TakeIn | Decision::GiveReceiptAgain);
                        if got && matches!(happening, Happening::Delivered) {
                            province.acknowledged =
                                Place { epoch: header.epoch, sequence: header.sequence, name: Some(name) };
                            province.sent = None;
                            backups.push(province.clone());
                        }
                    }
                }
                let distinct: std::collections::BTreeSet<_> = ministry.accepted.iter().collect();
                prop_assert_eq!(distinct.len(), ministry.accepted.len(), "each once");
                prop_assert_eq!(ministry.place.sequence, i64::try_from(ministry.accepted.len()).expect("few"));
            }
        }
    }

    fn place(epoch: i32, sequence: i64) -> Place {
        let name =
            (sequence > 0).then(|| Hash::of(&[epoch.to_be_bytes().as_slice(), &sequence.to_be_bytes()].concat()));
        Place { epoch, sequence, name }
    }

    #[test]
    fn each_decision_has_its_case() {
        let ministry = place(2, 5);
        let decide = |state, header: &Header, accepted| ministry.decide(state, header, name(header), accepted);
        let next = header(&ministry, 1);
        assert_eq!(decide(LinkState::Admitted, &next, false), Decision::TakeIn);
        assert_eq!(decide(LinkState::Suspended, &next, false), Decision::Refuse(Refusal::NotAdmitted));
        assert_eq!(decide(LinkState::Proposed, &next, false), Decision::Refuse(Refusal::NotAdmitted));
        assert_eq!(decide(LinkState::Quarantined, &next, false), Decision::Refuse(Refusal::Quarantined));
        assert_eq!(decide(LinkState::Admitted, &next, true), Decision::Refuse(Refusal::Replayed));
        let later = Header { sequence: 7, ..next.clone() };
        assert_eq!(decide(LinkState::Admitted, &later, false), Decision::Refuse(Refusal::OutOfOrder));
        let of_no_epoch = Header { epoch: 3, ..next.clone() };
        assert_eq!(decide(LinkState::Admitted, &of_no_epoch, false), Decision::Refuse(Refusal::OutOfOrder));
        let of_an_old_epoch = Header { epoch: 1, ..next.clone() };
        assert_eq!(decide(LinkState::Admitted, &of_an_old_epoch, false), Decision::Refuse(Refusal::Replayed));
        let fork = Header { previous: None, ..next.clone() };
        assert_eq!(decide(LinkState::Admitted, &fork, false), Decision::Quarantine);
        let went_back = Header { sequence: 3, ..next };
        assert_eq!(decide(LinkState::Admitted, &went_back, false), Decision::Quarantine);
    }

    #[test]
    fn a_province_goes_on_from_where_both_are() {
        let ministry = place(2, 5);
        let at = |acknowledged, sent| ministry.continues(&Position { acknowledged, sent });
        assert!(at(ministry, None));
        assert!(at(place(2, 4), ministry.name), "the receipt got lost");
        assert!(!at(place(2, 4), None), "set back by one");
        assert!(!at(place(2, 6), None), "the ministry was set back");
        assert!(!at(place(1, 9), None), "it has nothing of this epoch");
        assert!(!at(Place::default(), None), "it lost all");
        assert!(place(2, 0).continues(&Position { acknowledged: place(1, 9), sent: None }), "a new epoch begins");
        assert!(place(1, 0).continues(&Position { acknowledged: Place::default(), sent: None }), "the first");
        let first = place(2, 1);
        assert!(first.continues(&Position { acknowledged: place(1, 9), sent: first.name }));
    }
}
