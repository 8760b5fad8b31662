-- The form in which an entry was made: those of an earlier one are made anew.
ALTER TABLE search_entry ADD COLUMN form integer NOT NULL DEFAULT 1;
