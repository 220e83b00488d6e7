-- The owner of a key that nobody used for 90 days is told of it once.
alter table api_keys add column unused_told_at timestamptz(3);
