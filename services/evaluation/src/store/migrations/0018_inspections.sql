-- Inspections of products after their recognition.
CREATE TABLE inspection (
    id             uuid PRIMARY KEY,
    certificate_id uuid NOT NULL REFERENCES certificate (id),
    dossier_id     uuid NOT NULL REFERENCES dossier (id),
    producer_id    uuid NOT NULL,
    unit           text NOT NULL,
    province       text NOT NULL,
    level          text NOT NULL CHECK (level IN ('province', 'ministry')),
    announcement   text NOT NULL CHECK (announcement IN ('announced', 'unannounced')),
    state          text NOT NULL CHECK (state IN ('planned', 'conducted', 'concluded', 'cancelled')),
    basis          text NOT NULL,
    basis_date     date NOT NULL,
    need           text NOT NULL,
    planned_from   date NOT NULL,
    planned_to     date NOT NULL CHECK (planned_to >= planned_from),
    planned_by     uuid NOT NULL,
    planned_at     timestamptz NOT NULL,
    conducted_on   date,
    present        text,
    findings       text,
    conducted_by   uuid,
    conducted_at   timestamptz,
    conclusion     text,
    concluded_on   date,
    outcome        text CHECK (outcome IN ('no_breach', 'to_remedy', 'revocation_proposed')),
    remedy_until   date,
    ground         text,
    concluded_by   uuid,
    concluded_at   timestamptz,
    remedied_on    date,
    remedy         text,
    remedied_by    uuid,
    remedied_at    timestamptz,
    cancellation   text,
    cancelled_by   uuid,
    cancelled_at   timestamptz,
    version        bigint NOT NULL,
    updated_by     text NOT NULL
);
-- A recognition is inspected once at a time by a level; a certificate issued anew is the same recognition.
CREATE UNIQUE INDEX inspection_under_way ON inspection (dossier_id, level) WHERE state IN ('planned', 'conducted');
CREATE INDEX inspection_by_dossier ON inspection (dossier_id, id);
CREATE INDEX inspection_by_province ON inspection (province, id);
CREATE INDEX inspection_by_unit ON inspection (unit, id);
CREATE INDEX inspection_by_certificate ON inspection (certificate_id, id);
CREATE INDEX inspection_by_producer ON inspection (producer_id, id);

-- The inspection whose conclusion a revocation rests on, which carries one at most.
ALTER TABLE revocation ADD COLUMN inspection_id uuid REFERENCES inspection (id);
CREATE UNIQUE INDEX revocation_of_inspection ON revocation (inspection_id) WHERE inspection_id IS NOT NULL;

-- How far the members' totals lay apart, for ranking by it; of rounds closed before this step it is not known.
ALTER TABLE closed_round ADD COLUMN spread_points integer;
