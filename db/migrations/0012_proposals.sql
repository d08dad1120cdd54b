-- Proposals: what one caller asks for, and another confirms. They wait beside the log; the log holds what is done.

create table access.proposal (
    -- The order in which they came.
    number bigint generated always as identity primary key,
    id uuid not null unique,
    -- The request, to be run as if it were sent: the operation by its name in the interface, its path, its body and its If-Match. The body holds no
    -- personal data.
    operation text not null,
    path text not null,
    contract_id uuid not null,
    body json not null,
    if_match text[] not null,
    -- The idempotency key of the request: a retry finds its proposal.
    key text,
    proposed_by text not null,
    proposed_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > proposed_at),
    -- Null while it waits. 'confirming': somebody has confirmed it, and it is run until the log has it or a rule refuses it.
    outcome text check (outcome in ('confirming', 'confirmed', 'refused', 'withdrawn', 'rejected')),
    decided_by text,
    decided_at timestamptz,
    -- Why it was rejected.
    reason text,
    -- The problem that refused it.
    refusal json,
    -- By the database's clock.
    registered_at timestamptz not null default now(),
    unique (proposed_by, key),
    check ((outcome is null) = (decided_by is null) and (outcome is null) = (decided_at is null)),
    -- Four eyes: who proposed may withdraw, and decides nothing else.
    check (outcome is null or (outcome = 'withdrawn') = (decided_by = proposed_by)),
    check ((reason is not null) = (outcome is not distinct from 'rejected')),
    check ((refusal is not null) = (outcome is not distinct from 'refused'))
);
create index proposal_undecided on access.proposal (number) where outcome is null or outcome = 'confirming';
create index proposal_by_caller on access.proposal (proposed_by, number);

-- A request does not change once it is proposed, and what is decided stays decided. What was run and recorded is confirmed, whoever was refused meanwhile.
create function access.keep_proposal() returns trigger
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
begin
    if old.outcome is null or old.outcome = 'confirming' and new.outcome in ('confirming', 'confirmed', 'refused')
        or old.outcome = 'refused' and new.outcome = 'confirmed' then
        if old.outcome is null or (new.decided_by, new.decided_at) = (old.decided_by, old.decided_at) then return new; end if;
    end if;
    raise exception 'proposal % is decided already', old.id using errcode = 'object_not_in_prerequisite_state';
end $$;
create trigger proposal_is_kept before update on access.proposal for each row execute function access.keep_proposal();

-- Drops the proposals that came more than so many months ago, and returns how many: as long as readings are kept. One that is being run stays.
create function access.drop_proposals(kept integer) returns integer
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as $$
declare
    dropped integer;
begin
    if kept is null or kept not between 6 and 36 then
        raise exception 'proposals are kept for 6 to 36 months, not %', kept using errcode = 'invalid_parameter_value';
    end if;
    delete from access.proposal
        where registered_at < clock_timestamp() - make_interval(months => kept) and outcome is distinct from 'confirming';
    get diagnostics dropped = row_count;
    return dropped;
end $$;
revoke execute on function access.drop_proposals(integer), access.keep_proposal() from public;
grant execute on function access.drop_proposals(integer) to maintien_people;
grant select, insert, update (outcome, decided_by, decided_at, reason, refusal) on access.proposal to maintien_people;
grant select on access.proposal to maintien_auditor;
