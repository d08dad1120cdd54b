"""Servers of a case's own: two for a copy that follows."""

import subprocess, time

from fault_rounds.server import PROGRAMS, as_postgres, give_to_postgres


class Server:
    """One PostgreSQL, reached by a socket alone."""

    def __init__(self, folder, name):
        self.data, self.socket, self.log = folder / f"{name}-data", folder / f"{name}-socket", folder / f"{name}.log"
        for path in (self.data, self.socket):
            path.mkdir()
            give_to_postgres(path)
        self.run("initdb", "--pgdata", self.data, "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "--username=postgres")
        self.process = None
        self.start()

    def command(self, program, *arguments):
        """The command line of one of PostgreSQL's programs."""
        return as_postgres(PROGRAMS / program, *arguments)

    def run(self, program, *arguments):
        with open(self.log, "ab") as log:
            subprocess.run(self.command(program, *arguments), check=True, stdout=log, stderr=log, cwd="/")

    def start(self):
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.socket}", "-c", "unix_socket_permissions=0777", "-c", "fsync=off"]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command("postgres", "-D", self.data, *options), stdout=log, stderr=log, cwd="/")
        while self.psql("-c", "SELECT", database="postgres").returncode:
            if self.process.poll() is not None:
                raise AssertionError(f"PostgreSQL did not start: {self.log.read_text()}")
            time.sleep(0.1)

    def stop(self):
        # SIGINT is a fast shutdown: it waits for nobody's session.
        self.process.send_signal(2)
        self.process.wait()

    def psql(self, *arguments, database="maintien", stdin=None):
        run = ["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", "-h", str(self.socket), "-U", "postgres", "-d", database, *arguments]
        return subprocess.run(run, capture_output=True, text=True, input=stdin)

    def ask(self, statements, database="maintien", **variables):
        """What statements answer, as psql prints it; `variables` are psql's."""
        given = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
        found = self.psql(*given, database=database, stdin=statements)
        if found.returncode:
            raise AssertionError(f"{statements}\n{found.stderr}")
        return found.stdout.strip()

    def url(self, user="postgres"):
        return f"postgresql://{user}@/maintien?host={self.socket}"
