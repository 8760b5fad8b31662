-- Complaints about certificates and results. Who complained lies apart, sealed.
CREATE TABLE complaint (
    id                    uuid PRIMARY KEY,
    certificate_id        uuid REFERENCES certificate (id),
    dossier_id            uuid NOT NULL REFERENCES dossier (id),
    producer_id           uuid NOT NULL,
    unit                  text NOT NULL,
    province              text NOT NULL,
    level                 text NOT NULL CHECK (level IN ('province', 'ministry')),
    kind                  text NOT NULL,
    channel               text NOT NULL,
    received_on           date NOT NULL,
    content               text NOT NULL,
    -- The level whose officer recorded it, or 'producer'.
    recorder              text NOT NULL,
    recorded_by           uuid NOT NULL,
    recorded_at           timestamptz NOT NULL,
    due_on                date NOT NULL,
    state                 text NOT NULL CHECK (state IN ('received', 'handling', 'answered', 'withdrawn')),
    forward_note          text,
    forwarded_by          uuid,
    forwarded_at          timestamptz,
    -- What the answer finds: 'unfounded', 'founded' without a consequence, or the consequence.
    outcome               text,
    no_consequence_reason text,
    document              text,
    dated                 date,
    answer                text,
    answered_by           uuid,
    answered_at           timestamptz,
    withdrawal_note       text,
    withdrawn_by          uuid,
    withdrawn_at          timestamptz,
    version               bigint NOT NULL,
    updated_by            text NOT NULL,
    CHECK ((state = 'answered') = (outcome IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawal_note IS NOT NULL))
);
CREATE INDEX complaint_by_province ON complaint (province, id);
CREATE INDEX complaint_by_unit ON complaint (unit, id);
CREATE INDEX complaint_by_certificate ON complaint (certificate_id, id);
CREATE INDEX complaint_by_dossier ON complaint (dossier_id, id);
CREATE INDEX complaint_by_producer ON complaint (producer_id, id);
CREATE INDEX complaint_open ON complaint (due_on) WHERE state IN ('received', 'handling');

-- Files that go with a complaint, in their order.
CREATE TABLE complaint_file (
    complaint_id uuid NOT NULL REFERENCES complaint (id),
    position     integer NOT NULL,
    file_id      uuid NOT NULL REFERENCES file (id),
    PRIMARY KEY (complaint_id, position)
);
CREATE INDEX complaint_file_by_file ON complaint_file (file_id);

-- Who complained, sealed with a key of its own that lies wrapped beside it. An anonymous complaint has no row.
CREATE TABLE complainant (
    complaint_id uuid PRIMARY KEY REFERENCES complaint (id),
    wrapped_key  bytea NOT NULL,
    sealed       bytea NOT NULL,
    updated_by   text NOT NULL
);

-- The complaint whose answer is the conclusion a revocation rests on. It leads to one revocation.
ALTER TABLE revocation ADD COLUMN complaint_id uuid REFERENCES complaint (id);
CREATE UNIQUE INDEX revocation_of_complaint ON revocation (complaint_id) WHERE complaint_id IS NOT NULL;
