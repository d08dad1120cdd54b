"""A rebuild of the projections, beside the bare minimum: psql that copies the events out, the rows in, and makes the indexes."""

import contextlib
import sys
import time
from statistics import median

TABLES = ["contract", "cover", "liability", "employment", "deadline"]


def run(server, report, options):
    database = server.portfolio
    events = database.head
    database.rebuild("--force")
    references, ours, comparing, memories = [], [], [], []
    for number in range(options.runs):
        report.load()
        out, copied, indexed = bare_minimum(database)
        database.ask("CHECKPOINT")
        answer, program = database.rebuild()
        if answer["differences"] or not answer["inUse"]:
            sys.exit("the rebuild differs")
        milliseconds = answer["milliseconds"]
        references.append(out + copied + indexed)
        ours.append((milliseconds["building"] + milliseconds["indexing"]) / 1000)
        comparing.append(milliseconds["comparing"] / 1000)
        memories.append(program.memory)
        print(f"  run {number + 1}: bare {out:.1f} + {copied:.1f} + {indexed:.1f} s, rebuild {milliseconds}", flush=True)
    report.add("events", events, "")
    report.add("bare COPY out, COPY in, indexes", median(references), "s")
    report.add("rebuild: rows and indexes", median(ours), "s")
    report.add("rebuild: events a second", events / median(ours), "/s")
    report.ratio("ratio to the bare minimum", references, ours, "at least 0.5")
    report.add("comparing contract by contract", median(comparing), "s")
    report.add("peak memory of the tool", max(memories), "MB", "under 300")


def bare_minimum(database):
    """Seconds that psql takes for the events out, for the rows of a version in, and for its indexes."""
    version = database.ask("SELECT version FROM portfolio.version WHERE state = 'current'")
    rows = {table: database.server.folder / f"{table}.copy" for table in TABLES}
    for table, path in rows.items():
        with open(path, "wb") as file:
            database.psql("-c", f"COPY portfolio_{version}.{table} TO STDOUT (FORMAT binary)", stdout=file)
    database.ask("CHECKPOINT")
    events = "SELECT contract_id, version, type, schema, recorded_at, payload FROM log.event"
    out = database.seconds(f"COPY ({events}) TO STDOUT (FORMAT binary)")
    made = database.ask("SELECT portfolio.create_version()")
    with timing() as copied:
        for table, path in rows.items():
            with open(path, "rb") as file:
                database.psql("-c", f"COPY portfolio_{made}.{table} FROM STDIN (FORMAT binary)", stdin=file)
    with timing() as indexed:
        database.ask(f"SELECT portfolio.index_version({made})")
    database.ask(f"SELECT portfolio.drop_version({made})")
    for path in rows.values():
        path.unlink()
    return out, copied[0], indexed[0]


@contextlib.contextmanager
def timing():
    """A list that holds the seconds of its block when the block has ended."""
    taken, began = [], time.monotonic()
    yield taken
    taken.append(time.monotonic() - began)
