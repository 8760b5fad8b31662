-- What a product's record holds beside its name, set and place: read and written as a whole, one JSON text. The day on
-- which a paper of it expires first stands apart, to be searched.
ALTER TABLE product ADD COLUMN record text NOT NULL DEFAULT '{}';
ALTER TABLE product ADD COLUMN first_paper_expiry date;
CREATE INDEX product_by_paper_expiry ON product (province, first_paper_expiry) WHERE first_paper_expiry IS NOT NULL;
