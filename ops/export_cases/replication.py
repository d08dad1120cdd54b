"""The recipe of the README for a copy of the log that follows it, on two servers."""

import os, secrets, shutil, statistics, time

from export_cases import readme
from export_cases.servers import Server
from export_cases.tables import run

DEADLINE = 600


def copy_follows_the_log(maintien, folder):
    """The commands of the README make a copy that follows, is proved by its hash chain, and gives the same tables."""
    servers = []
    try:
        for name in ("primary", "copy"):
            servers.append(Server(folder, name))
        follow(maintien, folder, *servers)
    finally:
        for server in servers:
            server.stop()


def follow(maintien, folder, primary, copy):
    for server in (primary, copy):
        server.ask("CREATE DATABASE maintien TEMPLATE template0", database="postgres")
        run(maintien, "migrate", "--database", server.url())
    key = folder / "vault.key"
    key.write_bytes(secrets.token_bytes(32))
    key.chmod(0o600)
    # The copy's role shows its password, and has one database.
    access = primary.data / "pg_hba.conf"
    access.write_text("local maintien maintien_copy scram-sha-256\nlocal all,replication maintien_copy reject\n" + access.read_text())
    primary.ask(readme.block("sql", "-- On the primary, once"))
    primary.stop()
    primary.start()
    run(maintien, "demo", "--contracts", 60, "--database", primary.url())
    secret = "a password with 'quotes'"
    primary.ask(readme.block("sql", "-- On the primary, as a superuser"), secret=secret)
    passfile = folder / "passfile"
    passfile.write_text(f"*:*:*:*:{secret}\n")
    passfile.chmod(0o600)
    if os.geteuid() == 0:
        shutil.chown(passfile, "postgres")
    primary_for_copy = f"host={primary.socket} dbname=maintien user=maintien_copy passfile={passfile}"
    copy.ask(readme.block("sql", "-- On the copy, as a superuser"), primary=primary_for_copy)
    await_that(lambda: copy.ask(readme.block("sql", "-- On the copy: whether")) == "0")

    # The tables that the role may read.
    for table, may in (("log.event", "t"), ("log.head", "t"), ("log.idempotency", "f"), ("vault.record", "f"), ("access.reading", "f"), ("portfolio.version", "f")):
        assert primary.ask(f"SELECT has_table_privilege('maintien_copy', '{table}', 'SELECT')") == may, table

    # Commands are recorded while it follows: how long until each is there.
    lags = []
    for number in range(20):
        run(maintien, "import", commands(folder, number), "--vault-key", key, "--database", primary.url(), "--quiet")
        head, began = primary.ask("SELECT position FROM log.head"), time.monotonic()
        await_that(lambda: copy.ask("SELECT position FROM log.head") == head)
        lags.append(time.monotonic() - began)
    print(f"  behind after an import: {statistics.median(lags) * 1000:.0f} ms, at most {max(lags) * 1000:.0f} ms", flush=True)
    lag = primary.ask(readme.block("sql", "-- On the primary: how far"))
    assert lag.startswith("maintien_copy|"), lag

    prove(copy, primary)
    assert copy.ask("SELECT id, incarnation FROM log.identity") == primary.ask("SELECT id, incarnation FROM log.identity")

    # The same tables, to the last byte.
    for server, name in ((primary, "there"), (copy, "here")):
        run(maintien, "export", folder / name, "--database", server.url(), "--quiet")
    for file in (folder / "there").iterdir():
        assert file.read_bytes() == (folder / "here" / file.name).read_bytes(), file.name

    # The copy's server goes away, the log goes on, the copy catches up.
    copy.stop()
    run(maintien, "import", commands(folder, 1000, count=200), "--vault-key", key, "--database", primary.url(), "--quiet")
    copy.start()
    head = primary.ask("SELECT position FROM log.head")
    await_that(lambda: copy.ask("SELECT position FROM log.head") == head)
    prove(copy, primary)

    # The events are moved into parts: the copy goes on, and stays one table.
    run(maintien, "migrate", "--partitions", 16, "--database", primary.url())
    primary.ask(readme.block("sql", "-- On the primary, after maintien migrate --partitions"))
    run(maintien, "import", commands(folder, 2000, count=50), "--vault-key", key, "--database", primary.url(), "--quiet")
    head = primary.ask("SELECT position FROM log.head")
    await_that(lambda: copy.ask("SELECT position FROM log.head") == head)
    prove(copy, primary)
    assert primary.ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'log.event'::regclass") == "16"
    assert copy.ask("SELECT count(*) FROM pg_inherits WHERE inhparent = 'log.event'::regclass") == "0"

    # The proof finds what is changed, and what is missing.
    for change in ("UPDATE log.event SET recorded_by = 'another' WHERE position = 40", "DELETE FROM log.event WHERE position = 40"):
        found = copy.ask(f"""
            BEGIN;
            SET LOCAL session_replication_role = replica;
            {change};
            {readme.block("sql", "-- On the copy: the proof")}
            ROLLBACK;""")
        assert found.split("|")[1] in ("40", "41"), (change, found)
    without_payloads(primary, copy)


def prove(copy, primary):
    """Every hash of the copy follows from the rows before it, and its last is the primary's."""
    proof = copy.ask(readme.block("sql", "-- On the copy: the proof"))
    position, damaged, end = proof.split("|")
    assert damaged == "", proof
    theirs = primary.ask(readme.block("sql", "-- On the primary: its hash"), position=position)
    assert theirs == end and len(end) == 64, (proof, theirs)


def without_payloads(primary, copy):
    """The smaller publication leaves out what it says."""
    primary.ask(readme.block("sql", "-- Less than the log"))
    copy.ask("CREATE DATABASE counts TEMPLATE template0", database="postgres")
    copy.ask("""
        CREATE SCHEMA log;
        CREATE TABLE log.event (position bigint, contract_id uuid, version integer, type text, recorded_at timestamptz, PRIMARY KEY (contract_id, version));
        """, database="counts")
    copy.ask(f"CREATE SUBSCRIPTION counts CONNECTION 'host={primary.socket} dbname=maintien user=postgres' PUBLICATION maintien_counts", database="counts")
    wanted = primary.ask("SELECT count(*), max(position) FROM log.event WHERE type <> 'personErased'")
    await_that(lambda: copy.ask("SELECT count(*), max(position) FROM log.event", database="counts") == wanted)
    copy.ask("DROP SUBSCRIPTION counts", database="counts")


def commands(folder, number, count=1):
    """A file of affiliations for `maintien import`."""
    path = folder / f"commands-{number}.ndjson"
    line = ('{{"contract": "a0000000-0000-4000-8000-{:012}", "command": "affiliate", "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", '
            '"employer": "0750001A", "option": "base", "grossMonthlyPayCents": 250000, "employment": {{"kind": "civilServant", "startedOn": "2019-09-01"}}, '
            '"holder": {{"bornOn": "1985-03-14"}}}}\n')
    path.write_text("".join(line.format(number + one) for one in range(count)))
    return path


def await_that(is_so):
    end = time.monotonic() + DEADLINE
    while not is_so():
        if time.monotonic() > end:
            raise AssertionError("it does not come to pass")
        time.sleep(0.02)
