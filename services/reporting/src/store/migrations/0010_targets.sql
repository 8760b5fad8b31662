-- Targets as records, and what each has said before. A unit has one target that holds for an indicator and a phase.
CREATE TABLE target (
    id                uuid PRIMARY KEY,
    indicator         text NOT NULL,
    -- A commune, a province or the country; the province is that of the commune, else the unit itself.
    unit              text NOT NULL,
    province          text NOT NULL,
    phase_from        date NOT NULL,
    phase_to          date NOT NULL,
    -- The first day of the phase, as lists are sorted by it.
    list_key          bytea NOT NULL,
    value             bigint CHECK (value >= 0),
    sense             text NOT NULL CHECK (sense IN ('exact', 'at_least', 'about')),
    baseline_value    bigint CHECK (baseline_value >= 0),
    baseline_on       date,
    decision_number   text NOT NULL,
    decision_date     date NOT NULL,
    issuer            text NOT NULL,
    note              text NOT NULL,
    parent_id         uuid REFERENCES target (id),
    state             text NOT NULL CHECK (state IN ('active', 'withdrawn')),
    withdrawal_reason text NOT NULL,
    version           bigint NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL,
    CHECK (phase_from <= phase_to),
    CHECK ((baseline_value IS NULL) = (baseline_on IS NULL))
);
CREATE UNIQUE INDEX target_of_unit ON target (unit, indicator, phase_from, phase_to) WHERE state = 'active';
CREATE INDEX target_by_phase ON target (list_key, id);
CREATE INDEX target_by_province ON target (province, list_key, id);
CREATE INDEX target_by_parent ON target (parent_id, unit);

CREATE TABLE target_revision (
    target_id uuid NOT NULL REFERENCES target (id),
    version   bigint NOT NULL,
    -- The target as it was then, as JSON: read as a whole and never searched.
    content   text NOT NULL,
    reason    text NOT NULL,
    person_id uuid NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (target_id, version)
);
