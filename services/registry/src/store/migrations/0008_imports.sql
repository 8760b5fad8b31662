-- Sheets of offices that become records, and their lines. The file itself is not kept.
CREATE TABLE import (
    id           uuid PRIMARY KEY,
    kind         text NOT NULL,
    unit         text NOT NULL,
    file_name    text NOT NULL,
    file_sha256  bytea NOT NULL,
    file_bytes   bigint NOT NULL,
    state        text NOT NULL,
    header_from  integer NOT NULL,
    header_to    integer NOT NULL,
    columns      text NOT NULL,
    mapping      text NOT NULL,
    mode         text,
    -- The line dealt with last: where a batch goes on.
    position     integer NOT NULL,
    counts       text NOT NULL,
    version      bigint NOT NULL,
    created_by   uuid NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    updated_by   text NOT NULL
);
CREATE INDEX import_by_person ON import (created_by, id);

CREATE TABLE import_row (
    import_id      uuid NOT NULL REFERENCES import (id),
    number         integer NOT NULL,
    cells          text NOT NULL,
    state          text NOT NULL,
    verdicts       text NOT NULL,
    record_id      uuid,
    record_version bigint,
    PRIMARY KEY (import_id, number)
);
CREATE INDEX import_row_by_state ON import_row (import_id, state, number);

-- Rows name producers as people do.
CREATE INDEX producer_by_folded_name ON producer (name_folded);
