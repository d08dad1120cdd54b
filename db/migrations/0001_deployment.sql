-- The ground the rest stands on: the encoding, the role of the service, and what this database is for.

do $$
begin
    if current_setting('server_encoding') <> 'UTF8' then
        raise exception 'payloads are kept byte for byte, which needs a database whose encoding is UTF8, not %',
            current_setting('server_encoding');
    end if;
end $$;

-- Roles belong to the whole cluster: the migration of another of its databases may be making this one now.
do $$
begin
    if not exists (select from pg_roles where rolname = 'maintien_service') then
        create role maintien_service nologin;
    end if;
exception when duplicate_object or unique_violation then
    null;
end $$;

-- A sandbox may be emptied. A database becomes one while its log is empty, or never.
create table maintien.deployment (
    only_row boolean primary key default true check (only_row),
    is_sandbox boolean not null
);
insert into maintien.deployment (is_sandbox) values (false);

grant usage on schema maintien to maintien_service;
grant select on maintien.deployment, maintien.migration to maintien_service;
