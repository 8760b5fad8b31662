-- For whom a person may act is asked at each of a producer's own steps.
CREATE INDEX producer_person_by_person ON producer_person (person_id, producer_id);
