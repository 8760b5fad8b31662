-- Councils, their sessions, and the sealed ballots of their members.
CREATE TABLE council (
    id              uuid PRIMARY KEY,
    province        text NOT NULL,
    decision_number text NOT NULL,
    decision_date   date NOT NULL,
    signer_name     text NOT NULL,
    signer_title    text NOT NULL,
    term_from       date NOT NULL,
    term_to         date NOT NULL,
    regulation      text NOT NULL,
    version         bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    updated_by      text NOT NULL
);

CREATE TABLE council_member (
    council_id uuid NOT NULL REFERENCES council (id),
    person_id  uuid NOT NULL,
    place      integer NOT NULL,
    full_name  text NOT NULL,
    title      text NOT NULL,
    body       text NOT NULL,
    duty       text NOT NULL CHECK (duty IN ('chair', 'deputy_chair', 'secretary', 'member')),
    PRIMARY KEY (council_id, person_id)
);

CREATE TABLE session (
    id         uuid PRIMARY KEY,
    council_id uuid NOT NULL REFERENCES council (id),
    opened_at  timestamptz NOT NULL,
    updated_by text NOT NULL
);

-- The scoring of one dossier in a session. Casting a ballot leaves this row as it is: a change here would tell
-- that someone has voted.
CREATE TABLE scoring (
    session_id  uuid NOT NULL REFERENCES session (id),
    dossier_id  uuid NOT NULL REFERENCES dossier (id),
    place       integer NOT NULL,
    fixed_cases text NOT NULL,
    closed_at   timestamptz,
    updated_by  text NOT NULL,
    PRIMARY KEY (session_id, dossier_id)
);

-- A member's ballot. What it holds is read by closing the scoring, and after that.
CREATE TABLE ballot (
    id         uuid PRIMARY KEY,
    session_id uuid NOT NULL,
    dossier_id uuid NOT NULL,
    person_id  uuid NOT NULL,
    content    bytea NOT NULL,
    cast_at    timestamptz NOT NULL,
    FOREIGN KEY (session_id, dossier_id) REFERENCES scoring (session_id, dossier_id)
);
CREATE UNIQUE INDEX ballot_once ON ballot (session_id, dossier_id, person_id);
