-- The administrative units, in the parts they were published in.
CREATE TABLE unit_part (
    table_version bigint NOT NULL,
    part          integer NOT NULL,
    parts         integer NOT NULL,
    units         bytea NOT NULL,
    PRIMARY KEY (table_version, part)
);
