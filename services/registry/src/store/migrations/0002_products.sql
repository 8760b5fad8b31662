-- Products and the codes they were given.
CREATE TABLE product (
    id                uuid PRIMARY KEY,
    producer_id       uuid NOT NULL REFERENCES producer (id),
    name              text NOT NULL,
    name_folded       text NOT NULL,
    name_key          bytea NOT NULL,
    product_set       integer NOT NULL CHECK (product_set > 0),
    unit              text NOT NULL,
    province          text NOT NULL,
    description       text NOT NULL,
    sample            boolean NOT NULL,
    state             text NOT NULL CHECK (state IN ('active', 'retired')),
    retirement_reason text NOT NULL,
    version           bigint NOT NULL,
    created_at        timestamptz NOT NULL,
    updated_at        timestamptz NOT NULL,
    updated_by        text NOT NULL
);
CREATE INDEX product_by_name ON product (name_key, id);
CREATE INDEX product_by_province ON product (province, name_key, id);
CREATE INDEX product_by_unit ON product (unit, name_key, id);
CREATE INDEX product_by_producer ON product (producer_id, name_key, id);

CREATE TABLE product_code (
    code        text PRIMARY KEY,
    product_id  uuid NOT NULL REFERENCES product (id),
    unit        text NOT NULL,
    province    text NOT NULL,
    year        integer NOT NULL,
    serial      integer NOT NULL CHECK (serial > 0),
    assigned_at timestamptz NOT NULL,
    updated_by  text NOT NULL
);
-- A product has one code a year; a commune's numbers of a year are 1, 2, 3 and so on.
CREATE UNIQUE INDEX product_code_once ON product_code (product_id, year);
CREATE UNIQUE INDEX product_code_serial ON product_code (unit, year, serial);
