-- A version that is spread over several servers bears the mark of its rules behind a byte, 0x80, with which no mark begins. A program that knows nothing of
-- spread versions compares marks as they stand in the row: it takes none of these for its own, and neither reads nor follows one. This script can be run
-- again, behind that of migration 25: for `maintien rebuild --anew`.

-- Makes the tables of the next version, without indexes, and says its number. It bears the mark of the rules that will fill it from the start.
create or replace function portfolio.create_version(rules bytea) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    is_spread boolean := (select shards is not null from maintien.deployment);
    made integer;
begin
    insert into portfolio.version (version, state, made_by)
        select coalesce(max(v.version), 0) + 1, 'building', case when is_spread then '\x80'::bytea || coalesce(rules, '') else rules end
        from portfolio.version v returning version.version into made;
    perform portfolio.make_tables(made);
    return made;
end $$;

-- The same for programs from before, which would give a spread version a mark without that byte.
create or replace function portfolio.create_version() returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
begin
    if (select shards from maintien.deployment) is not null then
        raise exception 'the projections are spread over several servers: this program knows nothing of that, and makes no version of them'
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return portfolio.create_version(null);
end $$;

revoke execute on function portfolio.create_version(bytea), portfolio.create_version() from public;
grant execute on function portfolio.create_version(bytea), portfolio.create_version() to maintien_service;

-- The versions that were spread without it.
update portfolio.version set made_by = '\x80'::bytea || coalesce(made_by, '')
    where get_byte(coalesce(made_by, '\x00'), 0) <> 128 and portfolio.is_spread(version);
