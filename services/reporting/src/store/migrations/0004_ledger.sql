-- The ledger takes the place of the tables of facts: what was told is kept, entries follow from it, and sums from entries.
-- Cursors are set back, so that all is told anew. No foreign keys: feeds of different services, and different subjects of one,
-- arrive in any order.

-- What events told, under the thing each is about; a JSON text, for it is read as a whole.
CREATE TABLE told (
    noun     text NOT NULL,
    id       uuid NOT NULL,
    source   text NOT NULL,
    position bigint NOT NULL,
    part     smallint NOT NULL,
    at       timestamptz NOT NULL,
    told     text NOT NULL,
    PRIMARY KEY (id, noun, source, position, part)
);

-- That one subject is counted by what is told of another.
CREATE TABLE need (
    noun    text NOT NULL,
    id      uuid NOT NULL,
    on_noun text NOT NULL,
    on_id   uuid NOT NULL,
    PRIMARY KEY (id, noun, on_id, on_noun)
);
CREATE INDEX need_on ON need (on_id, on_noun);

-- What each subject adds to what is counted, and between which moments that was known.
CREATE TABLE entry (
    entry_id    uuid PRIMARY KEY,
    noun        text NOT NULL,
    id          uuid NOT NULL,
    measure     text NOT NULL,
    record_noun text NOT NULL,
    record_id   uuid NOT NULL,
    unit        text NOT NULL,
    first_day   date NOT NULL,
    -- None while it goes on.
    last_day    date,
    amount      bigint NOT NULL,
    certain     boolean NOT NULL,
    sample      boolean NOT NULL,
    -- As `,star=3,sector=food,`.
    parts       text NOT NULL,
    known_from  timestamptz NOT NULL,
    -- None while it is known.
    known_to    timestamptz
);
CREATE INDEX entry_subject ON entry (id, noun);
CREATE INDEX entry_measure ON entry (measure, unit, entry_id);

-- Entries added up by unit, part and time (src/domain/sums.rs). `above` is the unit above, empty for the country; `dimension`
-- and `part` are empty for the whole.
CREATE TABLE figure_sum (
    measure   text NOT NULL,
    above     text NOT NULL,
    dimension text NOT NULL,
    grain     text NOT NULL CHECK (grain IN ('year', 'half', 'day', 'met', 'between')),
    slot      integer NOT NULL,
    unit      text NOT NULL,
    part      text NOT NULL,
    since     integer NOT NULL,
    value     bigint NOT NULL,
    uncertain bigint NOT NULL,
    sample    bigint NOT NULL,
    PRIMARY KEY (measure, above, dimension, grain, slot, unit, part, since)
);

-- Under which units the entries of a unit were added up: the unit itself and all above it, parted by spaces.
CREATE TABLE unit_path (
    unit text PRIMARY KEY,
    path text NOT NULL
);

-- How often sums were changed, and the map that they are on: the version of the units, and the last day on which units came to lie
-- elsewhere.
CREATE TABLE sums_state (
    id            smallint PRIMARY KEY CHECK (id = 1),
    version       bigint NOT NULL,
    units_version bigint NOT NULL,
    grouped_since date
);
INSERT INTO sums_state (id, version, units_version) VALUES (1, 0, 0);

-- Producers of which registry is to be asked whom they are led by.
CREATE TABLE flags_wanted (
    producer_id uuid PRIMARY KEY
);

DROP TABLE producer_fact;
DROP TABLE product_fact;
DROP TABLE leader_fact;
DROP TABLE certificate_fact;
DROP TABLE revocation_fact;
DROP TABLE recognition_fact;
DROP TABLE class_fact;
DROP TABLE learner_fact;
DROP TABLE attendance_fact;
DROP TABLE completion_fact;
UPDATE inbox_cursor SET position = 0;
