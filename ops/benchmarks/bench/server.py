"""A PostgreSQL of this run's own, on a Unix socket."""

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from .database import Database
from .programs import maintien

MEMORY = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
# As PostgreSQL's manual recommends for a server of its own: a quarter of the memory for its buffers, and room for the log of a bulk load.
SETTINGS = {
    "shared_buffers": f"{MEMORY // 4}MB", "max_wal_size": "16GB", "fsync": "on", "synchronous_commit": "on",
    "maintenance_work_mem": "256MB", "track_activity_query_size": "16384", "max_connections": "100", "listen_addresses": "''",
    "wal_compression": "off", "checkpoint_timeout": "15min", "random_page_cost": "1.1", "effective_cache_size": f"{MEMORY // 2}MB",
}


class Server:
    """Starts with the object, on the data in `folder` when there are any; stops when it is told to."""

    settings = SETTINGS

    def __init__(self, folder):
        self.folder, self.data, self.socket = folder, folder / "data", folder / "socket"
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent
        if not self.data.exists():
            self.socket.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(folder, "postgres")
                shutil.chown(self.socket, "postgres")
            self.make_data()
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        self.command("pg_ctl", "start", "-w", "-D", self.data, "-l", self.folder / "log", "-o", f"-k {self.socket} {options}")
        self.postmaster = int((self.data / "postmaster.pid").read_text().split()[0])
        self.portfolio = Database(self, "maintien")

    def make_data(self):
        self.command("initdb", "--pgdata", self.data, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres")

    @contextlib.contextmanager
    def standby(self):
        """A server that follows this one by streaming, for a while."""
        folder = self.folder / "standby"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        standby = Standby(folder, self)
        try:
            yield standby
        finally:
            standby.stop()

    def command(self, program, *arguments):
        """Runs one of PostgreSQL's programs, which refuse to run as root."""
        run = [str(self.programs / program), *map(str, arguments)]
        if os.geteuid() == 0:
            run = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *run]
        subprocess.run(run, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def stop(self):
        self.command("pg_ctl", "stop", "-w", "-m", "fast", "-D", self.data)

    def made(self, name):
        """A database that is kept: made when it is missing, and brought to the latest schema."""
        database = Database(self, name)
        if not self.administer(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
            self.administer(f"CREATE DATABASE {name} TEMPLATE template0")
        maintien("migrate", "--database", database.url)
        return database

    @contextlib.contextmanager
    def empty(self, name):
        """A database for a while, without a table."""
        self.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.administer(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield Database(self, name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")

    @contextlib.contextmanager
    def fresh(self, name):
        """A database for a while, empty but for the schema."""
        with self.empty(name) as database:
            maintien("migrate", "--database", database.url)
            yield database

    @contextlib.contextmanager
    def copied(self, database, name):
        """A copy of a database, for a while."""
        self.administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        try:
            yield self.copy(database, name)
        finally:
            self.administer(f"DROP DATABASE {name} WITH (FORCE)")

    def copy(self, database, name):
        """A copy of a database that nobody uses."""
        self.administer(f"CREATE DATABASE {name} TEMPLATE {database.name}")
        copy = Database(self, name)
        # Rights on a database are not copied with it: the schema's step gives them.
        maintien("migrate", "--database", copy.url)
        return copy

    def administer(self, statement):
        """Runs a statement about databases or roles, and returns its rows as text."""
        return Database(self, "postgres").ask(statement)

    @property
    def vault_key(self):
        """The file of the key that the service keeps names under."""
        key = self.folder / "vault.key"
        if not key.exists():
            key.write_bytes(os.urandom(32))
            key.chmod(0o600)
        return key

    def make_up(self, contracts):
        """Fills the portfolio with contracts, unless it has some."""
        portfolio = self.made("maintien")
        if not contracts or portfolio.head:
            return
        print(f"Making {contracts} contracts up …", flush=True)
        demo = portfolio.make_up(contracts)
        print(f"  {portfolio.head} events in {demo.seconds:.0f} s, {portfolio.head / demo.seconds:.0f}/s, {demo.memory:.0f} MB", flush=True)


class Standby(Server):
    """Begins as a copy of its primary, and follows it."""

    def __init__(self, folder, primary):
        self.primary = primary
        super().__init__(folder)

    def make_data(self):
        self.command("pg_basebackup", "-h", self.primary.socket, "-U", "postgres", "-D", self.data, "--checkpoint=fast",
                     "--write-recovery-conf")
