-- The programme's other records, whom and what they serve, and what was paid; the bodies that manage it, and their
-- officials. What only one kind of record has is a JSON text: it is read and written as a whole and never searched.
CREATE TABLE programme_record (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('craft_village', 'organisation_support', 'communication_item',
        'policy', 'science_project', 'consultant', 'partner', 'resource', 'sales_point', 'trade_event')),
    -- What the kind is counted by.
    category          text NOT NULL,
    -- A commune, a province or the country; the province is that of the commune, else the unit itself.
    unit              text NOT NULL,
    province          text NOT NULL,
    title             text NOT NULL,
    title_folded      text NOT NULL,
    title_key         bytea NOT NULL,
    first_day         date NOT NULL,
    last_day          date,
    place             text NOT NULL,
    amount_planned    bigint NOT NULL CHECK (amount_planned >= 0),
    -- Of what has payments 0: what was paid is their sum.
    amount_spent      bigint NOT NULL CHECK (amount_spent >= 0),
    document_number   text NOT NULL,
    document_date     date,
    note              text NOT NULL,
    detail            text NOT NULL,
    sample            boolean NOT NULL,
    state             text NOT NULL CHECK (state IN ('active', 'retired')),
    retirement_reason text NOT NULL,
    version           bigint NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL,
    CHECK (last_day IS NULL OR last_day >= first_day)
);
CREATE INDEX programme_record_by_title ON programme_record (title_key, id);
CREATE INDEX programme_record_by_province ON programme_record (province, title_key, id);
CREATE INDEX programme_record_by_unit ON programme_record (unit, title_key, id);
CREATE INDEX programme_record_by_kind ON programme_record (kind, province, title_key, id);

CREATE TABLE programme_record_producer (
    record_id   uuid NOT NULL REFERENCES programme_record (id),
    producer_id uuid NOT NULL REFERENCES producer (id),
    PRIMARY KEY (record_id, producer_id)
);
CREATE INDEX programme_record_producer_by_producer ON programme_record_producer (producer_id, record_id);

CREATE TABLE programme_record_product (
    record_id  uuid NOT NULL REFERENCES programme_record (id),
    product_id uuid NOT NULL REFERENCES product (id),
    PRIMARY KEY (record_id, product_id)
);
CREATE INDEX programme_record_product_by_product ON programme_record_product (product_id, record_id);

CREATE TABLE programme_payment (
    id                  uuid PRIMARY KEY,
    record_id           uuid NOT NULL REFERENCES programme_record (id),
    producer_id         uuid REFERENCES producer (id),
    amount              bigint NOT NULL CHECK (amount > 0),
    paid_on             date NOT NULL,
    document_number     text NOT NULL,
    document_date       date,
    excess_reason       text NOT NULL,
    state               text NOT NULL CHECK (state IN ('recorded', 'cancelled')),
    cancellation_reason text NOT NULL,
    version             bigint NOT NULL,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    updated_by          text NOT NULL
);
CREATE INDEX programme_payment_by_record ON programme_payment (record_id, id);
CREATE INDEX programme_payment_by_producer ON programme_payment (producer_id, id);

CREATE TABLE management_body (
    id                uuid PRIMARY KEY,
    kind              text NOT NULL CHECK (kind IN ('steering_committee', 'ocop_agency', 'unit_in_charge')),
    level             text NOT NULL CHECK (level IN ('commune', 'province', 'ministry')),
    unit              text NOT NULL,
    province          text NOT NULL,
    name              text NOT NULL,
    name_key          bytea NOT NULL,
    document_number   text NOT NULL,
    document_date     date,
    sample            boolean NOT NULL,
    state             text NOT NULL CHECK (state IN ('active', 'retired')),
    retirement_reason text NOT NULL,
    version           bigint NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL
);
CREATE INDEX management_body_by_name ON management_body (name_key, id);
CREATE INDEX management_body_by_province ON management_body (province, name_key, id);
CREATE INDEX management_body_by_unit ON management_body (unit, name_key, id);

CREATE TABLE official (
    id         uuid PRIMARY KEY,
    body_id    uuid NOT NULL REFERENCES management_body (id),
    person_id  uuid NOT NULL,
    full_name  text NOT NULL,
    title      text NOT NULL,
    duty       text NOT NULL,
    term_from  date NOT NULL,
    term_to    date,
    end_reason text NOT NULL,
    version    bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    updated_by text NOT NULL,
    CHECK (term_to IS NULL OR term_to >= term_from)
);
CREATE INDEX official_by_body ON official (body_id, id);
CREATE INDEX official_by_person ON official (person_id, id);
