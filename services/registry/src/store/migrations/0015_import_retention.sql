-- The cells of a finished import go when their time is over; numbers, states and reasons stay.
ALTER TABLE import ADD COLUMN rows_emptied_at timestamptz;
CREATE INDEX import_by_state ON import (state, updated_at);
