-- The whole trail is read page by page, in its own order.
create index audit_trail_place on audit_trail ((lpad(n::text, 19, '0') collate "C"), id);
