-- Ballots are sealed until the scoring of their dossier closes.

-- The key of a session, wrapped by a key of the service. Sessions opened by the program before get theirs with the
-- first ballot.
CREATE TABLE session_key (
    session_id uuid PRIMARY KEY REFERENCES session (id),
    wrapped    bytea NOT NULL,
    made_at    timestamptz NOT NULL,
    updated_by text NOT NULL
);

-- True while `content` is sealed. Ballots of the program before were never.
ALTER TABLE ballot ADD COLUMN sealed boolean NOT NULL DEFAULT FALSE;
