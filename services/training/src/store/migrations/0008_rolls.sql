-- Every roll of a session, the one in force and those before it: how it came about, by whom, when, and why.
CREATE TABLE roll (
    session_id  uuid NOT NULL REFERENCES training_session (id),
    version     bigint NOT NULL,
    means       text NOT NULL CHECK (means IN ('called', 'corrected', 'checked_in', 'imported')),
    reason      text NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (session_id, version)
);
CREATE TABLE roll_entry (
    session_id uuid NOT NULL,
    version    bigint NOT NULL,
    learner_id uuid NOT NULL REFERENCES learner (id),
    PRIMARY KEY (session_id, version, learner_id)
);

-- Of rolls recorded before, the one in force is known here; the others are in the events that told of them.
INSERT INTO roll (session_id, version, means, reason, recorded_by, recorded_at, updated_by)
    SELECT id, roll_version, 'called', '', roll_recorded_by, roll_recorded_at, updated_by
    FROM training_session WHERE roll_version IS NOT NULL;
INSERT INTO roll_entry (session_id, version, learner_id)
    SELECT presence.session_id, training_session.roll_version, presence.learner_id
    FROM presence JOIN training_session ON training_session.id = presence.session_id
    WHERE training_session.roll_version IS NOT NULL;

-- Every result of an assessment, the one in force and those before it.
CREATE TABLE assessment (
    learner_id  uuid NOT NULL REFERENCES learner (id),
    version     integer NOT NULL,
    percent     integer NOT NULL CHECK (percent BETWEEN 0 AND 100),
    reason      text NOT NULL,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    updated_by  text NOT NULL,
    PRIMARY KEY (learner_id, version)
);
