-- Producers and those who lead them. Names are kept thrice: as written, folded for searching, and as the
-- key that sorts them as Vietnamese.
CREATE TABLE producer (
    id                  uuid PRIMARY KEY,
    name                text NOT NULL,
    name_folded         text NOT NULL,
    name_key            bytea NOT NULL,
    kind                text NOT NULL CHECK (kind IN ('cooperative', 'cooperative_group', 'sme', 'farm',
        'production_household', 'household_business', 'association', 'tourism_management')),
    unit                text NOT NULL,
    province            text NOT NULL,
    registration_number text,
    tax_code            text,
    sample              boolean NOT NULL,
    state               text NOT NULL CHECK (state IN ('active', 'retired')),
    retirement_reason   text NOT NULL,
    version             bigint NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    updated_by          text NOT NULL
);
CREATE UNIQUE INDEX producer_registration_number ON producer (registration_number)
    WHERE registration_number IS NOT NULL AND state = 'active';
CREATE UNIQUE INDEX producer_tax_code ON producer (tax_code) WHERE tax_code IS NOT NULL AND state = 'active';
CREATE INDEX producer_by_name ON producer (name_key, id);
CREATE INDEX producer_by_province ON producer (province, name_key, id);
CREATE INDEX producer_by_unit ON producer (unit, name_key, id);

CREATE TABLE leader (
    id          uuid PRIMARY KEY,
    producer_id uuid NOT NULL REFERENCES producer (id),
    person_id   uuid NOT NULL,
    full_name   text NOT NULL,
    title       text NOT NULL,
    term_from   date NOT NULL,
    term_to     date,
    version     bigint NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
-- One leads at a time.
CREATE UNIQUE INDEX leader_present ON leader (producer_id) WHERE term_to IS NULL;
CREATE INDEX leader_by_producer ON leader (producer_id, id);
CREATE INDEX leader_by_person ON leader (person_id);
