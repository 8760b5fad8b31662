-- The version of the sums at which all that holds came to nothing in the end (src/domain/sums.rs): such sums are read from either
-- side. The program before this one does not keep them so; what it changes is put right by the next.
ALTER TABLE sums_state ADD COLUMN balanced_version bigint NOT NULL DEFAULT -1;
