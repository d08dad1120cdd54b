"""Disk, hours and cores of sizes that no bench makes, reckoned from what this run measures on the made-up portfolio.

Everything here grows with the number of events or of contracts: `growth` measures that no figure depends on the size of the log otherwise.
"""

import os
import threading
from dataclasses import dataclass

from . import lines
from .load import stream
from .outcome import Outcome
from .programs import maintien
from .series import Series
from .service import serving

# Contracts and events, in millions.
SIZES = {"4.4 million contracts, 75 million events": (4.4, 75), "66 million, 1 100 million": (66, 1100),
         "66 million, 2 000 million": (66, 2000)}
TABLES = ["contract", "cover", "liability", "employment", "deadline"]
KEYS = 200_000
ANSWERS = {"coverage": "/v1/coverage?on=2026-10-01", "cotisations": "/v1/cotisations?month=2026-10"}


@dataclass
class Work:
    """What a verb or an answer took: seconds, and microseconds of processor for each event or contract."""

    seconds: float
    processor: float


def run(server, report, options):
    database = server.portfolio
    report.load()
    rebuild, version, scratch = rebuilt(database)
    events = database.head
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
    report.add("scratch file of a rebuild: an event", scratch / events, "B")
    verify = measured(database, events, lambda: maintien("verify", "--database", database.url))
    tell(report, "rebuild", "event", events, rebuild)
    tell(report, "verify", "event", events, verify)
    answers = answered(database, contracts)
    for name, answer in answers.items():
        tell(report, name, "contract", contracts, answer)
    for name, (million_contracts, million_events) in SIZES.items():
        # Millions of rows of so many bytes: thousands of them are GB.
        report.add(f"{name}: log", million_events * event / 1000, "GB")
        report.add(f"{name}: keys, if every event had one and all were kept", million_events * key / 1000, "GB")
        report.add(f"{name}: projections", million_contracts * contract / 1000, "GB")
        # Beside the version in use: the one before it, the new one, and the scratch file.
        most = 3 * million_contracts * contract + million_events * scratch / events
        report.add(f"{name}: projections and scratch file during a rebuild", most / 1000, "GB")
        for verb, work in (("rebuild", rebuild), ("verify", verify)):
            report.add(f"{name}: {verb}", million_events * 1e6 / events * work.seconds / 3600, "h")
        for question, work in answers.items():
            report.add(f"{name}: {question} of all", million_contracts * 1e6 / contracts * work.seconds / 60, "min")


def tell(report, name, unit, count, work):
    report.add(f"{name}: {unit}s a second", count / work.seconds, "/s")
    report.add(f"{name}: processor time, {unit}", work.processor, "µs")
    report.add(f"{name}: cores kept busy", work.processor * count / 1e6 / work.seconds, "")


def rebuilt(database):
    """A rebuild: what it took, the version that it made, and the most bytes that its scratch file had."""
    folder = database.server.folder / "scratch"
    folder.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = str(folder)
    most, over = [0], threading.Event()

    def watch():
        # The file has no name: it is seen as a file that the program holds open.
        while not over.wait(0.2):
            most[0] = max(most[0], held_open_in(folder))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        taken = []

        def rebuild():
            answer, program = database.rebuild("--force")
            taken.append(sum(answer["milliseconds"][part] for part in ("building", "indexing")) / 1000)
            return program

        work = measured(database, database.head, rebuild)
    finally:
        over.set()
        watcher.join()
        del os.environ["TMPDIR"]
    version = database.ask("SELECT version FROM portfolio.version WHERE state = 'current'")
    return Work(taken[0], work.processor), version, most[0]


def held_open_in(folder):
    """The bytes of the files in a folder that processes hold open, whether they have a name or not."""
    sizes = {}
    for process in os.listdir("/proc"):
        if not process.isdigit():
            continue
        try:
            for descriptor in os.listdir(f"/proc/{process}/fd"):
                path = f"/proc/{process}/fd/{descriptor}"
                if os.readlink(path).startswith(str(folder)):
                    status = os.stat(path)
                    sizes[status.st_ino] = status.st_blocks * 512
        except OSError:
            continue
    return sum(sizes.values())


def measured(database, count, run_verb):
    """What a verb takes, for each of `count` rows."""
    series, programs = Series(), []

    def load():
        programs.append(run_verb())
        return Outcome(count, count / programs[0].seconds, programs[0].processor)

    series.take(load, database.sides)
    return Work(programs[0].seconds, series.processor("client", "PostgreSQL")[0])


def answered(database, contracts):
    """What an answer about all contracts takes, by question."""
    found = {}
    with serving(database) as service:
        for name, path in ANSWERS.items():
            series = Series()
            seconds = []

            def load(path=path, seconds=seconds):
                outcome, _, last = stream(service.url + path)
                seconds.append(last)
                return outcome

            series.take(load, service.sides)
            found[name] = Work(seconds[0] * contracts / series.last.sent, series.processor("service", "PostgreSQL")[0])
    return found


def on_disk(database, table):
    return int(database.ask(f"SELECT pg_total_relation_size('{table}')"))


def bytes_of_a_key(server, portfolio):
    """Imports commands of the portfolio: each of them is kept under a key made of its content."""
    path = lines.write(server.folder / "commands.ndjson", lines.from_log(portfolio, "position", KEYS))
    with server.fresh("bench_sizes") as database:
        maintien("import", path, "--database", database.url, "--vault-key", server.vault_key,
                 "--refused", server.folder / "refused.ndjson", "--json", allowed=(0, 1))
        return on_disk(database, "log.idempotency") / int(database.ask("SELECT count(*) FROM log.idempotency"))
