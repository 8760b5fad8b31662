-- Check-ins of sessions. The secret makes the codes; it is of no use once the time is over.
CREATE TABLE check_in (
    id         uuid PRIMARY KEY,
    class_id   uuid NOT NULL REFERENCES training_class (id),
    session_id uuid NOT NULL REFERENCES training_session (id),
    place      text NOT NULL,
    secret     text NOT NULL,
    opens_at   timestamptz NOT NULL,
    closes_at  timestamptz NOT NULL,
    closed_at  timestamptz,
    opened_by  uuid NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL
);
-- At a place the check-in of a session is open once.
CREATE UNIQUE INDEX check_in_open ON check_in (session_id, place) WHERE closed_at IS NULL;
CREATE INDEX check_in_by_class ON check_in (class_id);

-- A learner's tries: how many did not hold, and when one was accepted.
CREATE TABLE check_in_try (
    check_in_id uuid NOT NULL REFERENCES check_in (id),
    learner_id  uuid NOT NULL REFERENCES learner (id),
    wrong       integer NOT NULL,
    accepted_at timestamptz,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (check_in_id, learner_id)
);
