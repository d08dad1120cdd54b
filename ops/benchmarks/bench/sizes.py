"""Disk and hours of sizes that no bench makes, reckoned from what this run measures on the made-up portfolio."""

from . import lines
from .programs import maintien

# Contracts and events, in millions.
SIZES = {"4.4 million contracts, 75 million events": (4.4, 75), "66 million, 1 100 million": (66, 1100),
         "66 million, 2 000 million": (66, 2000)}
TABLES = ["contract", "cover", "liability", "employment", "deadline"]
KEYS = 200_000


def run(server, report, options):
    database = server.portfolio
    answer, _ = database.rebuild("--force")
    building = (answer["milliseconds"]["building"] + answer["milliseconds"]["indexing"]) / 1000
    report.load()
    events = database.head
    version = database.ask("SELECT version FROM portfolio.version WHERE state = 'current'")
    contracts = int(database.ask(f"SELECT count(*) FROM portfolio_{version}.contract"))
    report.add("contracts", contracts, "")
    report.add("events", events, "")
    event = on_disk(database, "log.event") / events
    report.add("log with indexes: an event", event, "B")
    key = bytes_of_a_key(server, database)
    report.add("idempotency with its index: a key", key, "B")
    parts = {table: on_disk(database, f"portfolio_{version}.{table}") / contracts for table in TABLES}
    for table, size in parts.items():
        report.add(f"projections with indexes, {table}: a contract", size, "B")
    contract = sum(parts.values())
    report.add("projections with indexes: a contract", contract, "B")
    verified = maintien("verify", "--database", database.url).seconds
    report.add("rebuild: events a second", events / building, "/s")
    report.add("verify: events a second", events / verified, "/s")
    for name, (million_contracts, million_events) in SIZES.items():
        # Millions of rows of so many bytes: thousands of them are GB.
        report.add(f"{name}: log", million_events * event / 1000, "GB")
        report.add(f"{name}: keys, if every event had one and all were kept", million_events * key / 1000, "GB")
        report.add(f"{name}: projections", million_contracts * contract / 1000, "GB")
        report.add(f"{name}: rebuild", million_events * 1e6 / events * building / 3600, "h")
        report.add(f"{name}: verify", million_events * 1e6 / events * verified / 3600, "h")


def on_disk(database, table):
    return int(database.ask(f"SELECT pg_total_relation_size('{table}')"))


def bytes_of_a_key(server, portfolio):
    """Imports commands of the portfolio: each of them is kept under a key made of its content."""
    path = lines.write(server.folder / "commands.ndjson", lines.from_log(portfolio, "position", KEYS))
    with server.fresh("bench_sizes") as database:
        maintien("import", path, "--database", database.url, "--vault-key", server.vault_key,
                 "--refused", server.folder / "refused.ndjson", "--json", allowed=(0, 1))
        return on_disk(database, "log.idempotency") / int(database.ask("SELECT count(*) FROM log.idempotency"))
