-- A decision is entered by one and approved by another; meanwhile its dossiers wait in it and in no other.
ALTER TABLE decision ADD COLUMN state text NOT NULL DEFAULT 'approved' CHECK (state IN ('entered', 'approved', 'declined'));
ALTER TABLE decision ADD COLUMN entered_by uuid;
ALTER TABLE decision ADD COLUMN decided_by uuid;
ALTER TABLE decision ADD COLUMN decided_at timestamptz;
ALTER TABLE decision ADD COLUMN reasons text NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN signed_file text NOT NULL DEFAULT '';
DROP INDEX decision_number;
CREATE UNIQUE INDEX decision_number ON decision (issuer, year, number) WHERE state <> 'declined';

CREATE TABLE decision_dossier (
    decision_id uuid NOT NULL REFERENCES decision (id),
    dossier_id  uuid NOT NULL REFERENCES dossier (id),
    place       integer NOT NULL,
    waiting     boolean NOT NULL,
    PRIMARY KEY (decision_id, dossier_id)
);
CREATE UNIQUE INDEX decision_dossier_waiting ON decision_dossier (dossier_id) WHERE waiting;

-- What was handed over to the ministry, part by part, and that it was received as it was.
CREATE TABLE custody (
    dossier_id      uuid NOT NULL REFERENCES dossier (id),
    dossier_version bigint NOT NULL,
    parts           text NOT NULL,
    manifest_sha256 text NOT NULL,
    handed_over_at  timestamptz NOT NULL,
    handed_over_by  uuid NOT NULL,
    received_at     timestamptz,
    received_by     uuid,
    updated_by      text NOT NULL,
    PRIMARY KEY (dossier_id, dossier_version)
);
