-- Reminders: which were sent, so that nobody is reminded twice. They stand beside the log: no answer about a contract depends on them.

create schema office;

-- One reminder of one thing that waits, sent once. It holds no personal data.
create table office.reminder_sent (
    contract_id uuid not null,
    kind text not null,  -- a kind of work: an overdue proof is another reminder than an awaited one
    person text not null,  -- holder, or a beneficiary
    due_on date not null,
    sent_at timestamptz not null,
    sent_by text not null,  -- an identifier of the register of callers
    primary key (contract_id, kind, person, due_on)
);
create index reminder_by_time on office.reminder_sent (sent_at);
create trigger reminder_is_immutable before update or delete or truncate on office.reminder_sent
    for each statement execute function log.refuse_change();

grant usage on schema office to maintien_service, maintien_questions, maintien_auditor;
grant select, insert on office.reminder_sent to maintien_service;
grant select on office.reminder_sent to maintien_questions, maintien_auditor;

-- The worklist is counted kind by kind. With the knowledge in the index its rows are not looked at one by one: at a million contracts that takes a fifth of
-- the time.
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
            drop index %1$I.deadline_by_day;
            create index deadline_by_day on %1$I.deadline (kind, due_on, contract_id, person, relevant_through) include (known_from, known_until);
            $ddl$, indexed);
    end loop;
end $$;
