-- The key of the references that papers carry. It is kept as those of people are, wrapped by the master key, and stays the same whatever wraps it: what was
-- printed under an earlier master key is still known to be genuine.
create table vault.paper_key (
    only_row boolean primary key default true check (only_row),
    wrapped_key bytea not null
);
grant select, insert on vault.paper_key to maintien_service;
