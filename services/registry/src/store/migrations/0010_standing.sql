-- What evaluation told of the products' certificates. The one that holds, or held last, stands with the product: it is
-- shown wherever the product is.
CREATE TABLE product_certificate (
    -- Identity under which evaluation told of its issue.
    id          uuid PRIMARY KEY,
    product_id  uuid NOT NULL REFERENCES product (id),
    star        integer NOT NULL,
    issued_on   date NOT NULL,
    expires_on  date NOT NULL,
    -- First day on which it no longer holds, if it ended before its time, and how.
    ended_on    date,
    ended_as    text CHECK (ended_as IN ('revoked', 'reassessed')),
    updated_at  timestamptz NOT NULL,
    updated_by  text NOT NULL
);
CREATE INDEX product_certificate_by_product ON product_certificate (product_id, issued_on);

ALTER TABLE product ADD COLUMN certificate_id uuid;
ALTER TABLE product ADD COLUMN star integer;
ALTER TABLE product ADD COLUMN certified_from date;
ALTER TABLE product ADD COLUMN certified_to date;
CREATE INDEX product_by_star ON product (province, star, name_key, id) WHERE star IS NOT NULL;
