"""`maintien import` of the commands that made the portfolio, beside bare inserts of rows as large."""

from . import lines
from .outcome import Outcome
from .programs import maintien
from .references import BareInsert
from .series import Series

# As in a go-live, and as they came.
ORDERS = {"life by life": "contract_id, version", "day by day": "position"}


def run(server, report, options):
    portfolio, limit = server.portfolio, options.lines
    size = int(portfolio.ask(f"SELECT avg(length(payload::text))::int FROM log.event WHERE position <= {limit}"))
    for name, order in ORDERS.items():
        path = lines.write(server.folder / "commands.ndjson", lines.from_log(portfolio, order, limit))
        count = min(limit, portfolio.head)
        insert, ours, memories = Series(), Series(), []
        for number in range(options.runs):
            report.load()
            with server.fresh("bench_import") as database:
                measure(database, path, count, size, insert, ours, memories)
            print(f"  run {number + 1}: pgbench {insert.last.rate:.0f}/s, import {name} {ours.last.rate:.0f}/s", flush=True)
        report.rate("pgbench: single rows from 32 clients", insert)
        report.processor("pgbench: a single row", insert)
        report.rate(f"import {name}: commands", ours)
        report.ratio(f"import {name}: ratio", ours.rates, insert.rates, "at least 4")
        report.processor(f"import {name}: a command", ours)
        report.ratio(f"import {name}: processor time to a bare insert's", ours.processor("client", "PostgreSQL"),
                     insert.processor("client", "PostgreSQL"))
        report.add(f"import {name}: peak memory", max(memories), "MB")


def measure(database, path, count, size, insert, ours, memories):
    """One run: bare rows into a table of the same database, then the import."""
    bare = BareInsert(database, size)
    insert.take(lambda: bare.load(32, 8), database.sides)
    database.ask("CHECKPOINT")

    def bring_in():
        program = maintien("import", path, "--database", database.url, "--vault-key", database.server.vault_key,
                           "--refused", database.server.folder / "refused.ndjson", "--json", allowed=(0, 1))
        memories.append(program.memory)
        return Outcome(count, count / program.seconds, program.processor)

    ours.take(bring_in, database.sides)
    database.verify()
    print(f"  {database.head} of {count} recorded", flush=True)
