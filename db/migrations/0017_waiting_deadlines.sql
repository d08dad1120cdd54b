-- What waits now is a small part of all that ever waited: the row of a proof that came stays, as it was known. With the waiting rows in an index of their own,
-- the worklist of now does not read the others, however many they become.
create or replace function portfolio.index_version(made integer) returns void
    language plpgsql security definer set search_path = pg_catalog, pg_temp set maintenance_work_mem = '256MB'
    as $$
begin
    execute format($ddl$
        alter table %1$I.contract add primary key (contract_id);
        -- Descending, so that what was known last at an instant comes first.
        create unique index cover_key on %1$I.cover (contract_id, person, known_from desc);
        create unique index liability_key on %1$I.liability (contract_id, known_from desc);
        create unique index employment_key on %1$I.employment (contract_id, known_from desc);
        create index employment_by_employer on %1$I.employment using gin (employers) with (fastupdate = off);
        alter table %1$I.deadline add primary key (contract_id, kind, person, due_on, relevant_through, known_from);
        create index deadline_by_day on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) include (known_from, known_until);
        create index deadline_waiting on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) where known_until = 'infinity';
        alter table %1$I.contract reset (autovacuum_enabled);
        alter table %1$I.cover reset (autovacuum_enabled);
        alter table %1$I.liability reset (autovacuum_enabled);
        alter table %1$I.employment reset (autovacuum_enabled);
        alter table %1$I.deadline reset (autovacuum_enabled);
        analyze %1$I.contract, %1$I.cover, %1$I.liability, %1$I.employment, %1$I.deadline;
        $ddl$, 'portfolio_' || made);
end $$;

-- The versions that have their indexes. One that is being made gets the new one at its end.
do $$
declare
    indexed text;
begin
    for indexed in select schemaname from pg_catalog.pg_indexes where indexname = 'deadline_by_day' and schemaname ~ '^portfolio_[0-9]+$' loop
        execute format($ddl$
            create index deadline_waiting on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) where known_until = 'infinity';
            $ddl$, indexed);
    end loop;
end $$;
