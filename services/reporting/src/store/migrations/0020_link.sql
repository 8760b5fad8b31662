-- The link between provinces and the ministry.

-- At the ministry: the provinces it takes submissions of, and the last one taken in.
CREATE TABLE link_province (
    province        text PRIMARY KEY,
    id              uuid NOT NULL,
    public_key      text NOT NULL,
    state           text NOT NULL CHECK (state IN ('proposed', 'admitted', 'quarantined', 'suspended')),
    epoch           integer NOT NULL,
    sequence        bigint NOT NULL,
    last_hash       text,
    proposed_by     uuid NOT NULL,
    decided_by      uuid,
    resync_proposed boolean NOT NULL,
    reason          text NOT NULL,
    accepted_at     timestamptz,
    heard_at        timestamptz,
    version         bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    updated_by      text NOT NULL,
    CONSTRAINT link_province_public_key UNIQUE (public_key)
);

-- Submissions: those a province made, or those that came to the ministry, with what became of them. Head, signature and
-- receipt are kept as they were sent.
CREATE TABLE link_submission (
    id                uuid PRIMARY KEY,
    province          text NOT NULL,
    epoch             integer NOT NULL,
    sequence          bigint NOT NULL,
    hash              text,
    kind              text NOT NULL CHECK (kind IN ('provisional', 'final')),
    periods           text NOT NULL,
    positions         text NOT NULL,
    body_hash         text NOT NULL,
    body_bytes        bigint NOT NULL,
    cells             bigint NOT NULL,
    register_rows     bigint NOT NULL,
    header            bytea,
    header_signature  bytea,
    verdict           text NOT NULL
        CHECK (verdict IN ('pending', 'sent', 'receiving', 'accepted', 'refused', 'quarantined')),
    reason            text NOT NULL,
    times             integer NOT NULL,
    receipt           bytea,
    receipt_signature bytea,
    made_at           timestamptz NOT NULL,
    concluded_at      timestamptz,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL,
    version           bigint NOT NULL
);

-- One at most is taken in, however often it comes.
CREATE UNIQUE INDEX link_submission_hash ON link_submission (province, hash) WHERE verdict IN ('receiving', 'accepted');
CREATE INDEX link_submission_verdict ON link_submission (province, verdict, id);

-- Bodies, in parts.
CREATE TABLE link_part (
    submission_id uuid NOT NULL,
    part_number   integer NOT NULL,
    data          bytea NOT NULL,
    PRIMARY KEY (submission_id, part_number)
);

-- At the ministry: which submission the figures of a province and a period are from.
CREATE TABLE link_period (
    province      text NOT NULL,
    period        text NOT NULL,
    is_final      boolean NOT NULL,
    as_at         date NOT NULL,
    submission_id uuid NOT NULL,
    hash          text NOT NULL,
    PRIMARY KEY (province, period)
);

-- At the ministry: the figures. Dimension and key are empty for a whole figure.
CREATE TABLE link_cell (
    province  text NOT NULL,
    period    text NOT NULL,
    indicator text NOT NULL,
    unit      text NOT NULL,
    dimension text NOT NULL,
    part_key  text NOT NULL,
    recorded  boolean NOT NULL,
    value     bigint NOT NULL,
    uncertain bigint NOT NULL,
    sample    bigint NOT NULL,
    PRIMARY KEY (province, period, indicator, unit, dimension, part_key)
);

-- At the ministry: the register of certificates, as each province submitted it last.
CREATE TABLE link_register (
    province       text NOT NULL,
    certificate_id uuid NOT NULL,
    product_id     uuid NOT NULL,
    producer_id    uuid NOT NULL,
    unit           text NOT NULL,
    product_set    integer NOT NULL,
    star           integer NOT NULL,
    sample         boolean NOT NULL,
    holds_from     date NOT NULL,
    holds_to       date NOT NULL,
    PRIMARY KEY (province, certificate_id)
);

-- What comparisons of the two sides came to, on either side.
CREATE TABLE link_reconciliation (
    id           uuid PRIMARY KEY,
    province     text NOT NULL,
    epoch        integer NOT NULL,
    sequence     bigint NOT NULL,
    compared     bigint NOT NULL,
    different    bigint NOT NULL,
    outcome      bytea NOT NULL,
    compared_at  timestamptz NOT NULL
);

-- At a province: where it is, and what the ministry said last. There is one row.
CREATE TABLE link_own (
    id               integer PRIMARY KEY CHECK (id = 1),
    epoch            integer NOT NULL,
    sequence         bigint NOT NULL,
    last_hash        text,
    -- Epoch that the ministry has begun.
    ministry_epoch   integer NOT NULL,
    ministry_state   text NOT NULL,
    answered_at      timestamptz,
    fault            text NOT NULL,
    -- What the provisional figures made last rest on: the feeds' positions and the day.
    provisional_basis text NOT NULL,
    reconciled_on    date
);
