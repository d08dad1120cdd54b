"""What the service is measured against: bare rows by pgbench, and a bare route of the same web framework."""

import contextlib
import json
import socket
import subprocess

from .load import load
from .programs import RELEASE
from .service import free_port, wait_until
from .sides import Sides

BARE_TABLE = """CREATE SCHEMA bare; CREATE TABLE bare.event (position bigint NOT NULL, contract_id uuid NOT NULL, version integer NOT NULL,
    type text NOT NULL, schema smallint NOT NULL, recorded_at timestamptz NOT NULL, recorded_by text NOT NULL, payload json NOT NULL,
    hash bytea NOT NULL, PRIMARY KEY (contract_id, version)); CREATE INDEX ON bare.event (position); CHECKPOINT"""


class BareInsert:
    """One row a transaction into a table as the log's, with a payload of `size` characters."""

    def __init__(self, database, size):
        self.database, self.script = database, database.server.folder / "insert.sql"
        database.psql("-c", BARE_TABLE)
        payload = json.dumps({"payload": "x" * max(0, size - 16)})
        self.script.write_text(
            "\\set p random(1, 9000000000000000)\n"
            "INSERT INTO bare.event VALUES (:p, gen_random_uuid(), 1, 'affiliated', 1, now(), 'bench', "
            f"'{payload}', decode(repeat('ab', 32), 'hex'));\n")

    def load(self, clients, seconds):
        return self.database.pgbench(self.script, clients, seconds)


class BareRead:
    """The rows of one of the contracts of a file, as the service would read them."""

    def __init__(self, database, contracts):
        self.database, self.script = database, database.server.folder / "select.sql"
        database.psql("-c", "DROP SCHEMA IF EXISTS bare CASCADE", "-c", "CREATE SCHEMA bare",
                      "-c", "CREATE TABLE bare.contract (n serial PRIMARY KEY, contract_id uuid NOT NULL)",
                      "-c", f"\\copy bare.contract (contract_id) FROM '{contracts}'", "-c", "VACUUM ANALYZE bare.contract")
        self.script.write_text(
            f"\\set n random(1, {database.ask('SELECT count(*) FROM bare.contract')})\n"
            "SELECT position, version, type, schema, recorded_at, recorded_by, payload, hash FROM log.event "
            "WHERE contract_id = (SELECT contract_id FROM bare.contract WHERE n = :n) ORDER BY version;\n")

    def load(self, clients, seconds):
        return self.database.pgbench(self.script, clients, seconds)

    def drop(self):
        self.database.psql("-c", "DROP SCHEMA bare CASCADE")


class BareRoute:
    """One Hummingbird route that answers a small JSON object, in a process of its own. `bare_route` starts and stops it."""

    def __init__(self):
        self.port = free_port()
        self.process = subprocess.Popen([RELEASE / "BareRoute", str(self.port)])

    @property
    def sides(self):
        return Sides(route=self.process.pid)

    def load(self, **options):
        return load(self.port, "/bare", **options)


@contextlib.contextmanager
def bare_route():
    """A bare route that answers, for a while."""
    route = BareRoute()
    try:
        wait_until(lambda: socket.create_connection(("127.0.0.1", route.port)).close(), route.process)
        yield route
    finally:
        route.process.terminate()
        route.process.wait()
