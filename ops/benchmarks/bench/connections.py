"""What a crowd of clients does: light questions alone, and beside a crowd that takes nearly all connections."""

import contextlib
import resource
import socket
import sys
from statistics import median

from . import lines, processes
from .service import serving

CROWD, CROWD_OF_AN_ADDRESS = 9_900, 60
# Nothing, half a request, and one whose answer is never read.
SENT = (b"", b"GET /healthz HTTP/1.1\r\nHost: ", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")


def run(server, report, options):
    allow_connections()
    with server.fresh("bench_connections") as database, serving(database) as service:
        service.post_lines(lines.write(server.folder / "new.ndjson", lines.affiliations(1000)))
        contracts = database.write_contracts(server.folder / "contracts", "count(*) = 1", 1000)

        def ask():
            path = "/v1/contracts/{id}/coverage?on=2026-12-01"
            return service.load(path, contracts=contracts, connections=8, rate=200, seconds=options.seconds)

        # Alone before all crowds: a crowd that has left is still being cleared away.
        alone, beside, memory = [ask() for _ in range(options.runs)], [], []
        for _ in range(options.runs):
            report.load()
            before = processes.memory_now(service.pid)
            with crowd(service.port):
                beside.append(ask())
                memory.append(processes.memory_now(service.pid) - before)
    report.add("clients of the crowd", CROWD, "")
    report.add("coverage alone: p99", median(outcome.p99 for outcome in alone), "ms")
    report.add("coverage meanwhile: p99", median(outcome.p99 for outcome in beside), "ms", "under 100")
    report.add("memory for the crowd", max(memory), "MB", "under 150")


def allow_connections():
    """Lets this process open as many files as it may."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most < CROWD + 256:
        sys.exit(f"{CROWD} connections need a greater limit of open files than {most} (ulimit -Hn)")


@contextlib.contextmanager
def crowd(port):
    """Connects clients that send too little or never read, from many addresses: one address may not have so many."""
    clients = []
    try:
        for number in range(CROWD):
            client = socket.socket()
            clients.append(client)
            address = number // CROWD_OF_AN_ADDRESS
            client.bind((f"127.1.{address // 250}.{address % 250 + 1}", 0))
            client.connect(("127.0.0.1", port))
            client.sendall(SENT[number % len(SENT)])
        yield
    finally:
        for client in clients:
            client.close()
