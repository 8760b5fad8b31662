-- The minutes of a session as they were signed. The first signature freezes the content.
CREATE TABLE session_minutes (
    session_id uuid PRIMARY KEY REFERENCES session (id),
    content    bytea NOT NULL,
    frozen_at  timestamptz NOT NULL,
    updated_by text NOT NULL
);

-- `code` authenticates a signature with a key that is not in the database.
CREATE TABLE minutes_signature (
    session_id uuid NOT NULL REFERENCES session_minutes (session_id),
    duty       text NOT NULL CHECK (duty IN ('chair', 'secretary')),
    person_id  uuid NOT NULL,
    sha256     text NOT NULL,
    code       bytea NOT NULL,
    signed_at  timestamptz NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (session_id, duty)
);

-- What members want the minutes to say in their own words.
CREATE TABLE minutes_statement (
    id         uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES session (id),
    dossier_id uuid REFERENCES dossier (id),
    person_id  uuid NOT NULL,
    text       text NOT NULL,
    made_at    timestamptz NOT NULL,
    updated_by text NOT NULL
);
CREATE INDEX minutes_statement_by_session ON minutes_statement (session_id, id);

-- A member's draft of a ballot, sealed like ballots but with a key of its own. It goes when she casts one, or when the
-- round is closed.
CREATE TABLE ballot_draft (
    session_id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    person_id  uuid NOT NULL,
    id         uuid NOT NULL,
    round      integer NOT NULL CHECK (round IN (1, 2)),
    content    bytea NOT NULL,
    saved_at   timestamptz NOT NULL,
    updated_by text NOT NULL,
    PRIMARY KEY (session_id, dossier_id, person_id),
    FOREIGN KEY (session_id, dossier_id) REFERENCES scoring (session_id, dossier_id)
);

-- Last day on which members answer, if a session is held in writing.
ALTER TABLE session ADD COLUMN written_until date;
