"""The service that is measured."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

from . import load, processes
from .programs import MAINTIEN
from .sides import Sides


class Service:
    """One `maintien serve` on a database, with further options. `serving` starts and stops it."""

    def __init__(self, database, *options):
        self.database, self.port = database, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        run = [MAINTIEN, "serve", "--database", database.service_url, "--vault-key", database.server.vault_key,
               "--listen", f"127.0.0.1:{self.port}", "--log-level", "error", *options]
        environment = {**os.environ, "MAINTIEN_TOKEN": load.TOKEN}
        self.process = subprocess.Popen([str(word) for word in run], stdout=subprocess.DEVNULL, env=environment)

    @property
    def pid(self):
        return self.process.pid

    @property
    def sides(self):
        """What counts for questions."""
        return Sides(service=self.pid, PostgreSQL=self.database.server.postmaster)

    @property
    def sides_until_projected(self):
        """What counts for commands: also the work of the projections after the last answer."""
        return Sides(settle=self.database.wait_for_projections, **self.sides.pids)

    @property
    def peak_memory(self):
        return processes.peak_memory(self.pid)

    def load(self, path, body=None, **options):
        return load.load(self.port, path, body, **options)

    def stream(self, path):
        return load.stream(self.url + path)

    def post_lines(self, path):
        return load.post_lines(self.url, path)


@contextlib.contextmanager
def serving(database, *options):
    """A service that is ready, for a while."""
    service = Service(database, *options)
    try:
        wait_until(lambda: load.request(service.url + "/readyz"), service.process)
        yield service
    finally:
        service.process.send_signal(signal.SIGTERM)
        service.process.wait()


def wait_until(answers, process):
    """Waits until a server answers, at most a minute."""
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            return answers()
        time.sleep(0.05)
    sys.exit(f"{process.args[0]} does not answer")


def free_port():
    """A port of the loopback on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
