"""Saves new aggregates with PyPI's `eventsourcing` on PostgreSQL, from many threads, and prints how many as JSON.

It runs in a Python of its own that has the package; `peers` reads only REQUIREMENTS. Each aggregate is saved with one event, as the service
records an affiliation: one transaction checks its version, numbers it in the order of the log, and commits.

    python peer_eventsourcing.py THREADS SECONDS PAYLOAD
"""

import json
import sys
import threading
import time

REQUIREMENTS = ["eventsourcing[postgres]==9.5.6", "psycopg[binary]==3.3.9"]


def main(threads, seconds, payload):
    from eventsourcing.application import Application
    from eventsourcing.domain import Aggregate, event

    class Contract(Aggregate):
        @event("Affiliated")
        def __init__(self, affiliation):
            self.affiliation = affiliation

    application = Application()
    application.save(Contract(payload))
    counts = [0] * threads
    began = time.monotonic()

    def append(thread):
        while time.monotonic() < began + seconds:
            application.save(Contract(payload))
            counts[thread] += 1

    workers = [threading.Thread(target=append, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    print(json.dumps({"sent": sum(counts), "seconds": time.monotonic() - began}))
    application.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), json.loads(sys.argv[3]))
