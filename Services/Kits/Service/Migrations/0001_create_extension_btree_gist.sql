-- Lets an exclusion constraint compare a kit by equality beside a window by overlap. The extension is trusted, so the
-- owner of the database may create it.

-- migrate: up

CREATE EXTENSION btree_gist WITH SCHEMA public;

-- migrate: down

DROP EXTENSION btree_gist;
