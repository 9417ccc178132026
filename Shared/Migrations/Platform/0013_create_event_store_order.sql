-- The order in which whoever reads the whole store reads it: position rises within an aggregate, because its row is
-- locked while an event of it is numbered. How far one may read so that nothing commits behind one's back is found out
-- from the locks of those who write (SettledPosition), which needs the number that was given out last.

-- migrate: up

CREATE INDEX event_store_order ON event_store (position);

GRANT SELECT ON SEQUENCE event_store_position TO :"system";

-- migrate: down

REVOKE SELECT ON SEQUENCE event_store_position FROM :"system";
DROP INDEX event_store_order;
