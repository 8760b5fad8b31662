-- Decisions, the certificates they lead to, and recognitions under earlier rules.
CREATE TABLE decision (
    id           uuid PRIMARY KEY,
    issuer       text NOT NULL,
    year         integer NOT NULL,
    number       text NOT NULL,
    date         date NOT NULL,
    signer_name  text NOT NULL,
    signer_title text NOT NULL,
    entered_at   timestamptz NOT NULL,
    updated_by   text NOT NULL
);
CREATE UNIQUE INDEX decision_number ON decision (issuer, year, number);

CREATE TABLE certificate (
    id            uuid PRIMARY KEY,
    number        text NOT NULL,
    issuer        text NOT NULL,
    year          integer NOT NULL,
    serial        integer NOT NULL CHECK (serial > 0),
    star          integer NOT NULL CHECK (star BETWEEN 3 AND 5),
    issued_on     date NOT NULL,
    expires_on    date NOT NULL,
    decision_id   uuid NOT NULL REFERENCES decision (id),
    dossier_id    uuid NOT NULL REFERENCES dossier (id),
    product_id    uuid NOT NULL,
    product_name  text NOT NULL,
    product_code  text NOT NULL,
    product_set   integer NOT NULL,
    producer_id   uuid NOT NULL,
    producer_name text NOT NULL,
    unit          text NOT NULL,
    province      text NOT NULL,
    sample        boolean NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_by    text NOT NULL
);
CREATE UNIQUE INDEX certificate_number ON certificate (number);
-- An issuer's numbers of a year are 1, 2, 3 and so on.
CREATE UNIQUE INDEX certificate_serial ON certificate (issuer, year, serial);
CREATE UNIQUE INDEX certificate_of_dossier ON certificate (dossier_id);
CREATE INDEX certificate_by_province ON certificate (province, id);
CREATE INDEX certificate_by_unit ON certificate (unit, id);
CREATE INDEX certificate_by_product ON certificate (product_id, id);

CREATE TABLE recognition (
    id                     uuid PRIMARY KEY,
    product_name           text NOT NULL,
    product_name_key       bytea NOT NULL,
    producer_name          text NOT NULL,
    place_as_recorded      text NOT NULL,
    province               text NOT NULL,
    product_set            integer,
    star                   integer CHECK (star BETWEEN 1 AND 5),
    earliest               date,
    latest                 date,
    recognised_as_recorded text NOT NULL,
    rule_set               text,
    evidence               text NOT NULL,
    recorded_at            timestamptz NOT NULL,
    updated_by             text NOT NULL
);
CREATE INDEX recognition_by_province ON recognition (province, product_name_key, id);
