"""A PostgreSQL and its synchronous standby, which change places at a failover."""

import ctypes, os, shutil, signal, subprocess, time

from .server import PROGRAMS, Processes, as_postgres, give_to_postgres

DISK = "256m"
SETTINGS = {
    "listen_addresses": "''", "unix_socket_permissions": "0777", "shared_buffers": "32MB", "max_connections": "100", "max_wal_size": "16MB",
    "min_wal_size": "2MB", "wal_keep_size": "48MB", "dynamic_shared_memory_type": "mmap", "hot_standby": "on", "wal_receiver_status_interval": "1s",
    "wal_retrieve_retry_interval": "200ms", "log_min_messages": "warning", "max_wal_senders": "6", "restart_after_crash": "on",
    "synchronous_standby_names": "'FIRST 1 (a, b)'",
}
ACCESS = "local all postgres trust\nlocal replication postgres trust\nlocal all all scram-sha-256\n"


def mount_disk(path, size):
    """Mounts a small file system that lives in memory."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", os.fsencode(path), b"tmpfs", 0, f"size={size},mode=755".encode()):
        raise OSError(ctypes.get_errno(), "a small disk cannot be mounted here", str(path))


class Node(Processes):
    """One server: its data on a small disk of its own, its socket in a directory of its own."""

    def __init__(self, name, folder, size=DISK):
        self.name, self.folder, self.disk = name, folder, folder / f"disk-{name}"
        self.data, self.socket, self.log = self.disk / "data", folder / f"socket-{name}", folder / f"postgres-{name}.log"
        self.process = None
        for path in (self.disk, self.socket):
            path.mkdir()
        mount_disk(self.disk, size)
        for path in (self.disk, self.socket):
            give_to_postgres(path)

    def command(self, program, *arguments):
        """The command line of one of PostgreSQL's programs."""
        return as_postgres(PROGRAMS / program, *arguments)

    def run(self, program, *arguments):
        with open(self.log, "ab") as log:
            subprocess.run(self.command(program, *arguments), check=True, stdout=log, stderr=log, cwd="/")

    def initialise(self):
        self.run("initdb", "--pgdata", self.data, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres", "--wal-segsize=1")
        (self.data / "pg_hba.conf").write_text(ACCESS)

    def follow(self, primary):
        """Becomes the standby of another node, from a copy of it."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.run("pg_basebackup", "--pgdata", self.data, "--checkpoint=fast", "--host", primary.socket, "--username=postgres")
        (self.data / "standby.signal").touch()
        self.start(standby_of=primary)

    def start(self, standby_of=None):
        settings = SETTINGS | {"unix_socket_directories": f"'{self.socket}'"}
        if standby_of:
            settings["primary_conninfo"] = f"'host={standby_of.socket} user=postgres application_name={self.name}'"
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value.strip(chr(39))}")]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command("postgres", "-D", self.data, *options), stdout=log, stderr=log, cwd="/")
        while self.ask("SELECT 1", check=False) != "1":
            if self.process.poll() is not None:
                raise RuntimeError(f"PostgreSQL {self.name} did not start: see {self.log}")
            time.sleep(0.05)

    @property
    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stall(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)

    def kill(self):
        super().kill()
        self.process.wait()

    def promote(self):
        self.run("pg_ctl", "promote", "--pgdata", self.data, "--wait", "--timeout=120")

    def ask(self, query, check=True, database="postgres"):
        """The rows of a statement, as psql prints them."""
        run = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket), "-U", "postgres", "-d", database, "-c", query]
        found = subprocess.run(run, capture_output=True, text=True)
        if check and found.returncode:
            raise RuntimeError(f"PostgreSQL {self.name}: {found.stderr.strip()}")
        return found.stdout.strip()


class Pair:
    """A primary and its synchronous standby."""

    # How long nothing may be acknowledged is up to the fault.
    silence = None

    def __init__(self, root, folder, complaints):
        # Write-ahead log gathers while a standby stands still: the disk is full in the fault of that name alone.
        self.primary, self.standby = Node("a", folder, size="512m"), Node("b", folder, size="512m")
        self.primary.initialise()
        self.primary.start()
        self.standby.follow(self.primary)

    def nodes(self):
        return sorted((self.primary, self.standby), key=lambda node: node.name)

    def url(self, user, password=""):
        """Leads to whichever of the two is the primary."""
        hosts = ",".join(str(node.socket) for node in self.nodes())
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@/maintien?host={hosts}&target_session_attrs=primary"

    def fail_over(self):
        """The primary dies, the standby takes its place, and the dead one comes back as its standby."""
        self.primary.kill()
        self.standby.resume()
        self.standby.promote()
        self.primary, self.standby = self.standby, self.primary
        self.standby.follow(self.primary)

    def ask(self, query, **options):
        return self.primary.ask(query, **options)

    def stop(self):
        for node in (self.standby, self.primary):
            node.kill()
