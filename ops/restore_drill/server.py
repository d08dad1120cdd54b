"""A PostgreSQL whose backups are those of ops/backup, in a place of its own."""

import contextlib, copy, os, re, secrets, shutil, subprocess, time

from fault_rounds.server import PROGRAMS, Processes, as_postgres, give_to_postgres

ACCESS = "local all all trust\n"


class Server(Processes):
    """The server, its archive and its backups."""

    def __init__(self, folder, configuration):
        self.folder, self.data, self.socket = folder, folder / "data", folder / "socket"
        self.log, self.configuration = folder / "postgres.log", folder / "pgbackrest.conf"
        for path in (self.data, self.socket, folder / "repository", folder / "pgbackrest-log"):
            self.make_directory(path)
        # What ops/backup ships, at the places of the drill.
        text = configuration.read_text().replace("/var/lib/pgbackrest", str(folder / "repository")).replace(
            "/var/log/pgbackrest", str(folder / "pgbackrest-log")).replace("CHANGE-ME", secrets.token_urlsafe(48))
        lines = [line for line in text.splitlines() if not line.startswith("pg1-")]
        lines += [f"pg1-path={self.data}", f"pg1-socket-path={self.socket}", "pg1-user=postgres", f"lock-path={folder}/pgbackrest-log", ""]
        self.configuration.write_text("\n".join(lines))
        give_to_postgres(self.configuration)
        self.configuration.chmod(0o600)

    def beside(self, folder):
        """Another one, which has the same repository, and no data yet."""
        other = copy.copy(self)
        folder.mkdir()
        other.folder, other.data, other.socket, other.log = folder, folder / "data", folder / "socket", folder / "postgres.log"
        for path in (other.data, other.socket):
            other.make_directory(path)
        return other

    def archived_timelines(self):
        """The timelines of which the repository has something."""
        folder = self.folder / "repository/archive/maintien"
        return {int(path.name[:8], 16) for path in folder.rglob("*") if re.fullmatch("[0-9A-F]{8}([0-9A-F]{16}.*|\\.history.*)", path.name)}

    @contextlib.contextmanager
    def without_newest_segment(self):
        """Meanwhile a FIFO is in the place of the newest segment of the archive: who replays the archive waits there, and does not come to its end."""
        segments = [path for path in (self.folder / "repository/archive").rglob("*") if re.fullmatch("[0-9A-F]{24}-.*", path.name)]
        newest = max(segments, key=lambda path: path.name)
        aside = self.folder / "newest-segment"
        newest.rename(aside)
        os.mkfifo(newest)
        give_to_postgres(newest)
        try:
            yield
        finally:
            aside.replace(newest)

    def make_directory(self, path):
        path.mkdir(mode=0o700)
        give_to_postgres(path)

    def run(self, *command, check=True):
        """Runs a program as PostgreSQL's user, and returns what it wrote."""
        found = subprocess.run(as_postgres(*command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd="/")
        if check and found.returncode:
            raise RuntimeError(f"{command}: {found.stdout}")
        return found.stdout

    def initialise(self, settings):
        self.run(PROGRAMS / "initdb", "--pgdata", self.data, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres",
                 "--data-checksums")
        self.settings = settings

    def start(self):
        """Starts it on its data, with the settings of ops/backup."""
        options = {"listen_addresses": "", "unix_socket_directories": self.socket, "hba_file": self.folder / "pg_hba.conf", "max_wal_size": "2GB",
                   "shared_buffers": "256MB", "unix_socket_permissions": "0700", "config_file": self.folder / "postgresql.conf"}
        for name, text in (("pg_hba.conf", ACCESS), ("postgresql.conf", self.settings.replace(
                "pgbackrest ", f"pgbackrest --config={self.configuration} "))):
            (self.folder / name).write_text(text)
        words = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        if not self.log.exists():
            self.log.touch()
            give_to_postgres(self.log)
        self.run(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "-t", "600", "-l", self.log, "-o", words, "start")

    def stop(self, mode="fast", check=True):
        self.run(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "-t", "600", "-m", mode, "stop", check=check)

    def ask(self, query, database="maintien"):
        """The rows of a statement, as psql prints them."""
        run = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket), "-U", "postgres", "-d", database, "-c", query]
        found = subprocess.run(run, capture_output=True, text=True, env=os.environ | {"PGOPTIONS": ""})
        if found.returncode:
            raise RuntimeError(found.stderr.strip() or found.stdout)
        return found.stdout.strip()

    def back_up(self, kind):
        return self.pgbackrest("--type=" + kind, "backup")

    def pgbackrest(self, *arguments):
        return self.run("pgbackrest", f"--config={self.configuration}", "--stanza=maintien", "--log-level-console=warn", *arguments)

    def archive(self):
        """Returns when everything that is committed is in the archive."""
        segment = self.ask("SELECT pg_walfile_name(pg_switch_wal())")
        while self.ask(f"SELECT coalesce(last_archived_wal, '') >= '{segment}' FROM pg_stat_archiver") != "t":
            time.sleep(0.1)

    def destroy(self):
        """The disaster: the server dies, and its data directory is gone. An empty one is in its place."""
        self.stop("immediate")
        shutil.rmtree(self.data)
        self.make_directory(self.data)
        # pgBackRest keeps a mark there of what it archives.
        shutil.rmtree(self.socket, ignore_errors=True)
        self.make_directory(self.socket)
