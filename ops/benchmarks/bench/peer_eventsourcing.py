"""Saves new aggregates with PyPI's `eventsourcing` on PostgreSQL, from many threads of one process.

    python peer_eventsourcing.py PAYLOAD

A line of standard input says how many threads, and for how many seconds. A line of standard output says what came of it, as JSON. The
process stays for the next line, with its connections, as a service does. It runs in a Python of its own that has the package; `peers`
reads only REQUIREMENTS. Each aggregate is saved with one event, as the service records an affiliation: one transaction checks its
version, numbers it in the order of the log, and commits.
"""

import json
import sys
import threading
import time

REQUIREMENTS = ["eventsourcing[postgres]==9.5.6", "psycopg[binary]==3.3.9"]


def main(payload):
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Contract(Aggregate):
        @event("Affiliated")
        def __init__(self, affiliation):
            self.affiliation = affiliation

    application = Application()
    for line in sys.stdin:
        threads, seconds = line.split()
        outcome = append(lambda: application.save(Contract(payload)), int(threads), float(seconds))
        print(json.dumps(outcome), flush=True)
    application.close()


def append(save, threads, seconds):
    """Saves from all threads until the time is over: how many, in how many seconds, by how many seconds of processor."""
    counts = [0] * threads
    began, processor = time.monotonic(), time.process_time()

    def work(thread):
        while time.monotonic() < began + seconds:
            save()
            counts[thread] += 1

    workers = [threading.Thread(target=work, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return {"sent": sum(counts), "seconds": time.monotonic() - began, "processor": time.process_time() - processor}


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
