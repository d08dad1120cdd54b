"""A Citus cluster on the loopback: a coordinator, and workers, each a PostgreSQL of its own."""

import os, pathlib, shutil, subprocess

from .server import PROGRAMS, Processes, as_postgres, give_to_postgres

SETTINGS = {
    "shared_preload_libraries": "citus", "wal_level": "logical", "max_prepared_transactions": "600", "max_connections": "600",
    # Citus has a process of its own for each database, and shards that move under writes have one for each of their subscriptions.
    "max_worker_processes": "300", "max_replication_slots": "64", "max_wal_senders": "64", "max_logical_replication_workers": "64",
    "max_sync_workers_per_subscription": "8", "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "shared_buffers": "64MB",
    "max_wal_size": "256MB", "dynamic_shared_memory_type": "mmap", "log_min_messages": "warning", "citus.node_conninfo": "sslmode=disable",
    # A transaction whose worker died between its two phases ends soon after the worker is back.
    "citus.recover_2pc_interval": "5s",
}
WORKERS = "SELECT nodename || ' ' || nodeport FROM pg_dist_node WHERE groupid <> 0 ORDER BY nodeid"


class Node(Processes):
    """One server of the cluster."""

    def __init__(self, folder, port):
        self.folder, self.port, self.data = folder, port, folder / str(port)

    def run(self, program, *arguments, check=True):
        """Runs one of PostgreSQL's programs."""
        run = as_postgres(PROGRAMS / program, *arguments)
        return subprocess.run(run, check=check, stdout=subprocess.DEVNULL, cwd="/").returncode

    def make(self):
        self.run("initdb", "--pgdata", self.data, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres", "--no-sync")
        with open(self.data / "postgresql.conf", "a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in (SETTINGS | {"port": self.port}).items())

    def start(self):
        self.run("pg_ctl", "--pgdata", self.data, "--wait", "--timeout=120", "--log", self.folder / f"{self.port}.log", "start")

    def stop(self):
        self.run("pg_ctl", "--pgdata", self.data, "--wait", "--timeout=120", "--mode", "immediate", "stop", check=False)

    def kill(self):
        super().kill()
        # As long as nobody has waited for the dead postmaster, its lock file seems to be that of one that runs.
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def cpu(self):
        """The processor seconds of its processes, those that ended included."""
        ticks = 0
        for process in self.processes():
            try:
                fields = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            # The postmaster's own count has those of its children that ended.
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def ask(self, query, check=True, database="postgres"):
        """The rows of a statement, as psql prints them."""
        run = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database, "-c", query]
        found = subprocess.run(run, capture_output=True, text=True)
        if check and found.returncode:
            raise RuntimeError(f"PostgreSQL at {self.port}: {found.stderr.strip()}")
        return found.stdout.strip()


class Spread:
    """A coordinator and its workers, in one folder."""

    # How long nothing may be acknowledged is up to the fault.
    silence = None

    def __init__(self, folder, workers=0, port=9700):
        self.folder = folder
        self.nodes = [Node(folder, port) for port in sorted(int(path.name) for path in folder.iterdir() if path.name.isdigit())]
        for number in range(len(self.nodes), workers + 1 if workers else 0):
            self.add(port + number)

    @property
    def primary(self):
        return self.nodes[0]

    @property
    def workers(self):
        return self.nodes[1:]

    def add(self, port=None):
        """Starts one more server, which no database knows yet."""
        node = Node(self.folder, port or self.nodes[-1].port + 1)
        node.make()
        node.start()
        self.nodes.append(node)
        return node

    def make_database(self, name, workers=None):
        """Makes a database on every server, and the workers known to it; of the first `workers` only."""
        for node in self.nodes:
            if name != "postgres":
                node.ask(f"CREATE DATABASE {name} TEMPLATE template0")
            node.ask("CREATE EXTENSION IF NOT EXISTS citus", database=name)
        self.primary.ask(f"SELECT citus_set_coordinator_host('127.0.0.1', {self.primary.port})", database=name)
        for worker in self.workers[:workers]:
            self.join(worker, name)

    def join(self, worker, database):
        self.primary.ask(f"SELECT citus_add_node('127.0.0.1', {worker.port})", database=database)

    def url(self, user, password="", database="maintien"):
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@127.0.0.1:{self.primary.port}/{database}?sslmode=disable"

    def ask(self, query, **options):
        return self.primary.ask(query, **options)

    def stop(self):
        for node in self.nodes:
            node.stop()

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder)


def make_folder(folder):
    """A folder that the user of PostgreSQL may write to."""
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    give_to_postgres(folder)


def is_installed():
    """Whether Citus stands beside PostgreSQL."""
    return any(pathlib.Path("/usr/lib/postgresql").glob("*/lib/citus.so"))
