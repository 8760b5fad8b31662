-- What was assessed may be assessed once more: its certificate stands meanwhile, and a decision may replace it. A CHECK
-- cannot be altered in SQLite, so the column with the kinds of replacements is replaced.
ALTER TABLE dossier ADD COLUMN standing_certificate uuid;
ALTER TABLE certificate ADD COLUMN replacement text
    CHECK (replacement IN ('correction', 'lost', 'producer_renamed', 'producer_merged', 'reassessed'));
UPDATE certificate SET replacement = replacement_kind;
ALTER TABLE certificate DROP COLUMN replacement_kind;
CREATE INDEX certificate_by_decision ON certificate (decision_id);

-- The ministry's requests to redo an assessment or to withdraw a recognition.
CREATE TABLE redo_request (
    id             uuid PRIMARY KEY,
    dossier_id     uuid NOT NULL REFERENCES dossier (id),
    certificate_id uuid REFERENCES certificate (id),
    unit           text NOT NULL,
    province       text NOT NULL,
    demand         text NOT NULL CHECK (demand IN ('reassess', 'withdraw')),
    state          text NOT NULL CHECK (state IN ('open', 'reported', 'closed')),
    document       text NOT NULL,
    document_date  date NOT NULL,
    reasons        text NOT NULL,
    requested_by   uuid NOT NULL,
    requested_at   timestamptz NOT NULL,
    due_on         date NOT NULL,
    taken_up       boolean NOT NULL,
    report         text,
    reported_by    uuid,
    reported_at    timestamptz,
    closing        text,
    closed_by      uuid,
    closed_at      timestamptz,
    version        bigint NOT NULL,
    updated_by     text NOT NULL
);
-- A dossier has one request that is not closed.
CREATE UNIQUE INDEX redo_request_open ON redo_request (dossier_id) WHERE state <> 'closed';
CREATE INDEX redo_request_by_province ON redo_request (province, id);
CREATE INDEX redo_request_by_unit ON redo_request (unit, id);
-- What is owed by a day.
CREATE INDEX redo_request_due ON redo_request (due_on) WHERE state = 'open';
CREATE INDEX revocation_due ON revocation (due_on) WHERE state = 'open';
