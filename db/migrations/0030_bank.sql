-- What the bank says, and what clerks decide about money. A row follows from one event of the bank's stream, and is written in its transaction.

-- A payment, a refund or a write-off.
create table billing.bank_fact (
    position bigint primary key,  -- of its event, as in the other tables
    scheme text not null,
    kind text not null,
    payer text not null,  -- `employer:`, `contract:` or `file:` with its code
    amount bigint not null check (amount > 0),  -- cents
    happened_on date not null,
    reference text not null,
    unique (scheme, kind, payer, reference)
);

-- A direct debit that came back.
create table billing.debit_return (
    end_to_end_id text collate "C" primary key,
    kind text not null,
    reason text not null,
    happened_on date not null,
    position bigint not null
);

-- A file that the bank has, or that nobody hands over any more: the last row of a file counts. The bank has a file too when it credits it or sends a debit of
-- it back, and a credit is stronger than what was said before.
create table billing.file_change (
    file text collate "C" not null,
    run integer not null,
    state text not null check (state in ('handedOver', 'withdrawn')),
    happened_on date not null,
    position bigint not null,
    primary key (file, position)
);
create index file_change_by_run on billing.file_change (run);

-- A clerk lets an agent be debited again after returns.
create table billing.resumption (
    contract_id uuid not null,
    position bigint not null,
    primary key (contract_id, position)
);

do $$
declare
    name text;
begin
    foreach name in array array['bank_fact', 'debit_return', 'file_change', 'resumption'] loop
        execute format(
            'create trigger %1$s_is_immutable before update or delete or truncate on billing.%1$I for each statement execute function log.refuse_change()', name);
        execute format('grant select, insert on billing.%I to maintien_service', name);
        execute format('grant select on billing.%I to maintien_questions, maintien_auditor', name);
    end loop;
end $$;
