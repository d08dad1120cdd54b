-- What was called: the lines of runs, and what follows from them. A run and its sums are events of the log; the rows here are proved by a hash in the run's
-- event. A run's rows are written in the transaction that records its end: nobody sees a part of them, and a run that was killed leaves none.

create schema billing;

-- What a run asks a payer for a contract's month, beyond all lines before.
create table billing.line (
    run integer not null,
    contract_id uuid not null,
    month date not null,
    employer text collate "C",  -- null: the agent
    origin smallint not null,  -- 0 call, 1 adjustment, 2 cancellation
    employer_to_insurer bigint not null,  -- cents, as are the next two
    agent_to_insurer bigint not null,
    employer_to_agent bigint not null,
    events integer[] not null,  -- the versions learnt since the run before, of an adjustment
    parameters timestamptz[] not null  -- when the parameters learnt since became known
);
-- One line of a run for a contract's month and payer. Runs are read in this order.
create unique index line_by_place on billing.line (run, contract_id, month, employer) nulls not distinct;
create index line_by_employer on billing.line (run, employer, contract_id);

-- What a run does not call because its time is over.
create table billing.prescribed (
    run integer not null,
    contract_id uuid not null,
    month date not null,
    employer text collate "C",
    employer_to_insurer bigint not null,
    agent_to_insurer bigint not null,
    employer_to_agent bigint not null
);
create unique index prescribed_by_place on billing.prescribed (run, contract_id, month, employer) nulls not distinct;

-- What an agent owes after a run, and is not debited for.
create table billing.held (
    run integer not null,
    contract_id uuid not null,
    amount bigint not null check (amount > 0),
    reason text not null,
    primary key (run, contract_id)
);

-- A direct debit. The name on the account and its IBAN are in the vault, under the person's key.
create table billing.debit (
    run integer not null,
    end_to_end_id text collate "C" primary key,
    file text collate "C" not null,
    contract_id uuid not null,
    mandate_reference text not null,
    registration integer not null,  -- the version of the event that registered the mandate
    signed_on date not null,
    amended boolean not null,
    sequence_type text not null,
    amount bigint not null check (amount > 0),
    collection_on date not null,
    notify_by date not null
);
create index debit_by_run on billing.debit (run, end_to_end_id);
create index debit_by_contract on billing.debit (contract_id, run);
create index debit_by_file on billing.debit (file, end_to_end_id);

-- The entries that one event makes: their numbers follow those of the batch before.
create table billing.batch (
    source bigint primary key,  -- the position of the event that says what is entered: of a run, its acceptance
    scheme text not null,
    position bigint not null unique,  -- of the event from which on they count: of a run, its completion
    recorded_at timestamptz not null,
    number bigint not null,  -- how many entries there were before
    numbers bigint[] not null,  -- the same by journal, in the order of CALL MEMO DEBIT RETURN BANK LOSS
    count bigint not null,
    counts bigint[] not null
);

create table billing.entry (
    source bigint not null,
    place integer not null,  -- in the batch, from 1
    journal smallint not null,  -- from 0, in the order above
    place_in_journal integer not null,
    counts_on date not null,
    happened_on date not null,
    month date,
    kind text not null,  -- what it records: run, presentation, withdrawal
    reference text not null,
    primary key (source, place)
);
-- Whether an event has entries of a day is asked of each event.
create index entry_by_day on billing.entry (source, counts_on);

create table billing.posting (
    source bigint not null,
    place integer not null,
    part integer not null,  -- in the entry, from 0
    account text not null,  -- without its holder
    employer text collate "C",
    contract_id uuid,
    amount bigint not null check (amount <> 0),
    primary key (source, place, part)
);
create index posting_by_employer on billing.posting (employer, source) where account = 'receivable:employer';
create index posting_by_agent on billing.posting (contract_id, source) where account = 'receivable:agent';

do $$
declare
    name text;
begin
    foreach name in array array['line', 'prescribed', 'held', 'debit', 'batch', 'entry', 'posting'] loop
        execute format(
            'create trigger %1$s_is_immutable before update or delete or truncate on billing.%1$I for each statement execute function log.refuse_change()', name);
        execute format('grant select, insert on billing.%I to maintien_service', name);
        execute format('grant select on billing.%I to maintien_questions, maintien_auditor', name);
    end loop;
end $$;
grant usage on schema billing to maintien_service, maintien_questions, maintien_auditor;
