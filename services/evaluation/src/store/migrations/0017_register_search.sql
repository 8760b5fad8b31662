-- Recognitions under earlier rules with what their papers say, and all that the register holds as it is searched.
ALTER TABLE recognition ADD COLUMN certificate_number text;
ALTER TABLE recognition ADD COLUMN product_code text;
ALTER TABLE recognition ADD COLUMN decision_number text;
ALTER TABLE recognition ADD COLUMN issuing_body text;
ALTER TABLE recognition ADD COLUMN issuing_level text CHECK (issuing_level IN ('district', 'province', 'ministry'));
ALTER TABLE recognition ADD COLUMN expires_on date;
-- A body gave a number once.
CREATE UNIQUE INDEX recognition_number ON recognition (province, issuing_body, certificate_number);

-- One row for each certificate and each recorded recognition, under its identity, written with it.
CREATE TABLE register_entry (
    id            uuid PRIMARY KEY,
    kind          text NOT NULL CHECK (kind IN ('certificate', 'recognition')),
    number        text,
    product_code  text,
    product_id    uuid,
    producer_id   uuid,
    -- Commune; of a recognition its province, which is all that is known.
    unit          text NOT NULL,
    province      text NOT NULL,
    star          integer,
    -- Days on which it may hold, and days on which it holds for certain; of a certificate they are the same.
    possible_from date NOT NULL,
    possible_to   date NOT NULL,
    certain_from  date NOT NULL,
    certain_to    date NOT NULL,
    -- First day on which it was ended before its time, and how.
    ended_on      date,
    ended_as      text CHECK (ended_as IN ('revoked', 'replaced'))
);
-- What is looked up comes first and the province with it: else SQLite, which knows nothing of how many rows have a value,
-- might go through the province.
CREATE INDEX register_entry_by_number ON register_entry (number, province, id);
CREATE INDEX register_entry_by_product_code ON register_entry (product_code, province, id);
CREATE INDEX register_entry_by_product ON register_entry (product_id, province, id);
CREATE INDEX register_entry_by_producer ON register_entry (producer_id, province, id);
CREATE INDEX register_entry_by_province ON register_entry (province, id);
CREATE INDEX register_entry_by_unit ON register_entry (unit, id);
CREATE INDEX register_entry_by_star ON register_entry (star, id);
CREATE INDEX register_entry_by_province_and_star ON register_entry (province, star, id);
CREATE INDEX register_entry_ended ON register_entry (ended_as, id) WHERE ended_as IS NOT NULL;

-- The words of the names on an entry, folded: a name is found by its words in any order, accents and case aside.
CREATE TABLE register_word (
    entry_id uuid NOT NULL REFERENCES register_entry (id),
    field    text NOT NULL CHECK (field IN ('product', 'producer')),
    word     text NOT NULL,
    province text NOT NULL,
    PRIMARY KEY (field, word, entry_id)
);
CREATE INDEX register_word_by_province ON register_word (province, field, word, entry_id);

-- What there is already: certificates whole but for their words, which only the program can fold.
INSERT INTO register_entry (id, kind, number, product_code, product_id, producer_id, unit, province, star,
    possible_from, possible_to, certain_from, certain_to, ended_on, ended_as)
SELECT c.id, 'certificate', c.number, c.product_code, c.product_id, c.producer_id, c.unit, c.province, c.star,
    c.issued_on, c.expires_on, c.issued_on, c.expires_on,
    CASE WHEN r.id IS NOT NULL THEN r.decision_date ELSE s.issued_on END,
    CASE WHEN r.id IS NOT NULL THEN 'revoked' WHEN s.id IS NOT NULL THEN 'replaced' END
FROM certificate c
LEFT JOIN certificate s ON s.replaces = c.id
LEFT JOIN revocation r ON r.certificate_id = c.id AND r.state = 'revoked';
