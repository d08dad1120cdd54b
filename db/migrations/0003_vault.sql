-- What identifies people, encrypted and apart from the log. Each person has a key of their own, kept here wrapped by a master key that the
-- database never sees: without the row of `person`, nobody can read what was sealed for them.

create schema vault;

-- A value that only the right master key gives again.
create table vault.master_key (
    only_row boolean primary key default true check (only_row),
    check_value bytea not null
);

create table vault.person (
    contract_id uuid not null,
    person text not null,  -- 'holder', or the identifier of a beneficiary
    wrapped_key bytea not null,
    primary key (contract_id, person)
);

create table vault.record (
    contract_id uuid not null,
    person text not null,
    kind text not null,
    reference text not null,  -- which one, of a kind a person has several of; else empty
    sealed bytea not null,
    primary key (contract_id, person, kind, reference),
    foreign key (contract_id, person) references vault.person on delete cascade
);

grant usage on schema vault to maintien_service;
grant select, insert on vault.master_key, vault.person to maintien_service;
grant select, insert, update on vault.record to maintien_service;
