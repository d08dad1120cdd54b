"""Other event stores on the same PostgreSQL, in the same run: what an append of one event costs them."""

import contextlib
import functools
import json
import os
import subprocess
import sys
from pathlib import Path

from . import lines, peer_eventsourcing
from .outcome import Outcome
from .programs import ROOT, run_to_end
from .series import Series

# These stores let one writer at a time append, by a lock. So two writers suit them best; 32 are as many as the bare inserts have.
WRITERS = (2, 32)


class Unavailable(Exception):
    """A peer that cannot be measured here, and why."""


class Peer:
    """One event store on a database of its own, loaded by some writers. `load` takes seconds, and returns the outcome."""

    def __init__(self, name, database, load):
        self.name, self.database, self.load, self.series = f"peer {name}", database, load, Series()

    def measure(self, seconds):
        outcome = self.series.take(lambda: self.load(seconds), self.database.sides)
        print(f"    {self.name}: {outcome.rate:.0f}/s", flush=True)

    def tell(self, report, insert):
        """Its figures, and their ratios to those of bare inserts."""
        took = self.series.processor("client", "PostgreSQL")
        report.rate(f"{self.name}: events", self.series)
        report.processor(f"{self.name}: an event", self.series)
        report.ratio(f"{self.name}: ratio to pgbench", self.series.rates, insert.rates)
        report.ratio(f"{self.name}: processor time to a bare insert's", took, insert.processor("client", "PostgreSQL"))


@contextlib.contextmanager
def peers(server, options):
    """The peers that can be measured here. For each other one a sentence says why not."""
    found = []
    with contextlib.ExitStack() as ending:
        for name, prepare in (("eventsourcing", eventsourcing), ("message-db", message_db)):
            database = ending.enter_context(server.empty(f"bench_peer_{name.replace('-', '_')}"))
            try:
                load = prepare(database, options, ending)
                found += [Peer(f"{name}, {writers} writers", database, functools.partial(load, writers)) for writers in WRITERS]
            except Unavailable as reason:
                print(f"  The peer {name} is skipped: {reason}.", flush=True)
        yield found


def eventsourcing(database, _, ending):
    """PyPI's `eventsourcing`: an application in one process, whose threads each save new aggregates."""
    python = installed(ROOT / ".build/bench-peers", peer_eventsourcing.REQUIREMENTS)
    settings = {"PERSISTENCE_MODULE": "eventsourcing.postgres", "POSTGRES_HOST": str(database.server.socket),
                "POSTGRES_DBNAME": database.name, "POSTGRES_USER": "postgres", "POSTGRES_PASSWORD": "-",
                "POSTGRES_POOL_SIZE": str(max(WRITERS))}
    run = [str(python), peer_eventsourcing.__file__, json.dumps(lines.affiliation())]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = ending.enter_context(subprocess.Popen(run, env=os.environ | settings, **pipes))

    def load(writers, seconds):
        print(writers, seconds, file=process.stdin, flush=True)
        answer = process.stdout.readline()
        if not answer:
            raise Unavailable("its process ended")
        told = json.loads(answer)
        return Outcome(told["sent"], told["sent"] / told["seconds"], told["processor"])

    load(max(WRITERS), 1)
    return load


def installed(folder, requirements):
    """A Python of its own in which packages of PyPI are installed. A second time nothing is asked of PyPI."""
    python, stamp = folder / "bin/python", folder / "requirements"
    if stamp.exists() and stamp.read_text().split("\n") == requirements:
        return python
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1", "--timeout", "20", *requirements]
    for step in ([sys.executable, "-m", "venv", "--clear", folder], pip):
        program = run_to_end(step, stderr=subprocess.STDOUT)
        if program.status:
            last = (program.output.strip().splitlines() or ["it says nothing"])[-1]
            raise Unavailable(f"its packages cannot be installed ({last[:200]})")
    stamp.write_text("\n".join(requirements))
    return python


def message_db(database, options, _):
    """Message DB's `write_message`, installed by its own script; streams of one category, each of one message."""
    if not options.message_db:
        raise Unavailable("its SQL comes from --message-db DIR, a copy of its repository")
    folder = Path(options.message_db)
    install = folder / "database/install.sh" if (folder / "database").exists() else folder / "install.sh"
    if not install.exists():
        raise Unavailable(f"there is no {install}")
    login = {"PGHOST": str(database.server.socket), "PGUSER": "postgres", "DATABASE_NAME": database.name, "CREATE_DATABASE": "off"}
    program = run_to_end(["bash", install], stderr=subprocess.STDOUT, env=os.environ | login)
    if program.status:
        raise Unavailable(f"its install.sh ended with {program.status} ({program.output.strip()[-200:]})")
    database.ask(f"ALTER DATABASE {database.name} SET search_path = message_store, public")
    script = database.server.folder / "write_message.sql"
    payload = json.dumps(lines.affiliation())
    script.write_text("SELECT write_message(gen_random_uuid()::varchar, 'contract-' || gen_random_uuid(), 'affiliated', "
                      f"'{payload}'::jsonb, NULL, -1);\n")
    return lambda writers, seconds: database.pgbench(script, writers, seconds)
