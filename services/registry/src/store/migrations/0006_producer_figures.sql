-- What producers earned and whom they employed, a version a row: a correction stands in the place of the one before,
-- which stays.
CREATE TABLE producer_figures (
    id                      uuid PRIMARY KEY,
    producer_id             uuid NOT NULL REFERENCES producer (id),
    year                    integer NOT NULL,
    version                 integer NOT NULL CHECK (version > 0),
    in_force                boolean NOT NULL,
    revenue_dong            bigint CHECK (revenue_dong >= 0),
    profit_dong             bigint,
    workers_all             integer CHECK (workers_all >= 0),
    workers_local           integer CHECK (workers_local BETWEEN 0 AND workers_all),
    workers_insured         integer CHECK (workers_insured BETWEEN 0 AND workers_all),
    workers_trained         integer CHECK (workers_trained BETWEEN 0 AND workers_all),
    workers_ethnic_minority integer CHECK (workers_ethnic_minority BETWEEN 0 AND workers_all),
    cooperative_grade       text CHECK (cooperative_grade IN ('good', 'fair', 'average', 'weak')),
    source                  text NOT NULL,
    correction_reason       text NOT NULL,
    recorded_by             uuid NOT NULL,
    recorded_at             timestamptz NOT NULL,
    updated_by              text NOT NULL,
    UNIQUE (producer_id, year, version)
);
-- One is in force for a producer and year.
CREATE UNIQUE INDEX producer_figures_in_force ON producer_figures (producer_id, year) WHERE in_force;
CREATE INDEX producer_figures_by_producer ON producer_figures (producer_id, id);
CREATE INDEX producer_figures_by_year ON producer_figures (year, id);
