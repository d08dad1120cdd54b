"""One database of the server, by psql, pgbench and the verbs of the program."""

import json
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path
from statistics import median

from .outcome import Outcome
from .programs import maintien, succeed
from .sides import Sides

# Ends when the projections are at the end of the log. One session looks again and again: a session for each look would cost too much.
UNTIL_PROJECTED = """DO $$ BEGIN
    WHILE (SELECT position FROM portfolio.version WHERE state = 'current') < (SELECT position FROM log.head) LOOP
        PERFORM pg_sleep(0.005);
    END LOOP;
END $$"""


class Database:
    def __init__(self, server, name):
        self.server, self.name = server, name
        self.login = ["-h", str(server.socket), "-U", "postgres"]

    @property
    def url(self):
        return f"postgresql://postgres@/{self.name}?host={self.server.socket}"

    @property
    def service_url(self):
        """For the service's own login, which is made the first time."""
        if not self.ask("SELECT 1 FROM pg_roles WHERE rolname = 'maintien'"):
            self.ask("CREATE ROLE maintien LOGIN IN ROLE maintien_service")
        return self.url.replace("postgres@", "maintien@")

    @property
    def sides(self):
        """What counts for a load on PostgreSQL alone."""
        return Sides(PostgreSQL=self.server.postmaster)

    def psql(self, *arguments, stdout=subprocess.PIPE, **options):
        run = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *self.login, "-d", self.name, *arguments]
        environment = {**os.environ, "PGOPTIONS": "-c client_min_messages=error"}
        return subprocess.run(run, check=True, stdout=stdout, env=environment, **options)

    def ask(self, query):
        """The rows of a statement, as psql prints them."""
        return self.psql("-At", "-c", query).stdout.decode().strip()

    @property
    def head(self):
        """The position of the last event of the log."""
        return int(self.ask("SELECT position FROM log.head"))

    def make_up(self, contracts):
        """Fills the log with contracts that are made up. Returns how the verb ended."""
        demo = maintien("demo", "--contracts", contracts, "--seed", 1, "--json", "--database", self.url, stderr=None)
        self.ask("VACUUM ANALYZE")
        return demo

    def write_contracts(self, path, having, limit):
        """Writes the numbers of some contracts to a file, in an order that has nothing to do with their events."""
        path.write_text(self.ask(
            f"SELECT contract_id FROM log.event GROUP BY 1 HAVING {having} ORDER BY md5(contract_id::text) LIMIT {limit}"))
        return path

    def rebuild(self, *arguments):
        """Rebuilds the projections: what the verb says of it, and how it ended."""
        program = maintien("rebuild", *arguments, "--json", "--database", self.url)
        return json.loads(program.output), program

    def follow_up(self):
        """Brings the projections to the end of the log by a rebuild, so that nothing is done about them during a bench."""
        if int(self.ask("SELECT position FROM portfolio.version WHERE state = 'current'")) != self.head:
            self.rebuild("--force")

    def wait_for_projections(self):
        """Waits until a running service has brought the projections to the end of the log, at most two minutes."""
        self.psql("-c", "SET statement_timeout = '120s'", "-c", UNTIL_PROJECTED)

    def verify(self):
        maintien("verify", "--database", self.url)

    def seconds(self, script):
        """How long psql takes for a script, its rows thrown away at the end of a pipe."""
        began = time.monotonic()
        reader = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.psql("-c", script, stdout=reader.stdin)
        reader.stdin.close()
        reader.wait()
        return time.monotonic() - began

    def pgbench(self, script, clients, seconds):
        """The outcome of a script that pgbench repeats, prepared. Of its latencies only the median is taken."""
        with tempfile.TemporaryDirectory() as logs:
            arguments = ["-n", "-M", "prepared", "-c", clients, "-j", min(clients, 2), "-T", seconds, "-f", script]
            arguments += ["-l", "--log-prefix", f"{logs}/log"]
            program = succeed(["pgbench", *arguments, *self.login, self.name], stderr=subprocess.DEVNULL)
            latencies = [int(line.split()[2]) for log in Path(logs).iterdir() for line in log.read_text().splitlines()]
        sent = int(number(program.output, "number of transactions actually processed: "))
        return Outcome(sent, number(program.output, "tps = "), program.processor, p50=median(latencies) / 1000)


def number(text, label):
    """The number that follows a label in what pgbench printed."""
    return float(re.search(re.escape(label) + r"([\d.]+)", text)[1])
