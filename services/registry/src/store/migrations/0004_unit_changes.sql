-- The tables of units that were published, and the changes of units that were applied to them.
CREATE TABLE unit_table (
    version      bigint PRIMARY KEY,
    -- Version of the facts built into the program that it stands on.
    facts        bigint NOT NULL,
    published_at timestamptz NOT NULL,
    updated_by   text NOT NULL
);

CREATE TABLE unit_change (
    id                   uuid PRIMARY KEY,
    units_csv            bytea NOT NULL,
    successors_csv       bytea NOT NULL,
    table_version        bigint NOT NULL UNIQUE,
    applied_by           uuid NOT NULL,
    applied_at           timestamptz NOT NULL,
    state                text NOT NULL CHECK (state IN ('applied', 'undone')),
    undone_by            uuid,
    undone_at            timestamptz,
    undo_reason          text NOT NULL,
    undone_table_version bigint,
    updated_by           text NOT NULL
);
