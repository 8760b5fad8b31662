-- Files, the papers they are, and the evidence of dossiers. The contents of files lie outside the database, by SHA-256.

-- A content that is kept. While `doomed` is true it is being taken away, and nobody may refer to it.
CREATE TABLE blob (
    sha256     text PRIMARY KEY,
    byte_count bigint NOT NULL CHECK (byte_count > 0),
    claimed_at timestamptz NOT NULL,
    doomed     boolean NOT NULL
);

CREATE TABLE upload (
    id              uuid PRIMARY KEY,
    producer_id     uuid,
    unit            text NOT NULL,
    name            text NOT NULL,
    media_type      text NOT NULL,
    byte_count      bigint NOT NULL CHECK (byte_count > 0),
    sha256          text NOT NULL,
    state           text NOT NULL CHECK (state IN ('receiving', 'complete', 'discarded')),
    committed_bytes bigint NOT NULL CHECK (committed_bytes BETWEEN 0 AND byte_count),
    file_id         uuid,
    begun_by        uuid NOT NULL,
    begun_at        timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    updated_by      text NOT NULL
);
CREATE INDEX upload_by_producer ON upload (producer_id) WHERE state = 'receiving';
CREATE INDEX upload_by_unit ON upload (unit) WHERE state = 'receiving';
CREATE INDEX upload_by_age ON upload (updated_at);

-- A piece of an upload that is kept.
CREATE TABLE upload_part (
    upload_id  uuid NOT NULL REFERENCES upload (id),
    start_byte bigint NOT NULL,
    byte_count bigint NOT NULL CHECK (byte_count > 0),
    part_id    uuid NOT NULL,
    PRIMARY KEY (upload_id, start_byte)
);

-- `kept` is true once something refers to the file: it then stays for ever.
CREATE TABLE file (
    id          uuid PRIMARY KEY,
    producer_id uuid,
    unit        text NOT NULL,
    name        text NOT NULL,
    media_type  text NOT NULL,
    byte_count  bigint NOT NULL,
    sha256      text NOT NULL REFERENCES blob (sha256),
    kept        boolean NOT NULL,
    uploaded_by uuid NOT NULL,
    uploaded_at timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX file_by_content ON file (sha256);
CREATE INDEX file_by_producer ON file (producer_id);
CREATE INDEX file_by_unit ON file (unit);
CREATE INDEX file_not_kept ON file (uploaded_at) WHERE kept = FALSE;

-- What a file is as a paper. It never changes; a paper that was recorded wrongly is recorded anew.
CREATE TABLE paper (
    id          uuid PRIMARY KEY,
    file_id     uuid NOT NULL REFERENCES file (id),
    producer_id uuid,
    unit        text NOT NULL,
    type        text NOT NULL,
    issuer      text NOT NULL,
    number      text NOT NULL,
    issued_on   date,
    expires_on  date,
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX paper_by_producer ON paper (producer_id, id);
CREATE INDEX paper_by_file ON paper (file_id);

-- A paper at a place of a dossier, from one of its versions on and up to the one before another. Rows are never taken
-- away: what a version held is a question of numbers.
CREATE TABLE evidence (
    id         uuid PRIMARY KEY,
    dossier_id uuid NOT NULL REFERENCES dossier (id),
    paper_id   uuid NOT NULL REFERENCES paper (id),
    place_kind text NOT NULL CHECK (place_kind IN ('criterion', 'document')),
    place      text NOT NULL,
    added_in   integer NOT NULL CHECK (added_in > 0),
    removed_in integer CHECK (removed_in >= added_in),
    added_by   uuid NOT NULL,
    added_at   timestamptz NOT NULL,
    removed_by uuid,
    removed_at timestamptz,
    version    bigint NOT NULL,
    updated_by text NOT NULL
);
CREATE UNIQUE INDEX evidence_once ON evidence (dossier_id, place_kind, place, paper_id) WHERE removed_in IS NULL;
CREATE INDEX evidence_by_dossier ON evidence (dossier_id, id);
CREATE INDEX evidence_by_paper ON evidence (paper_id);
