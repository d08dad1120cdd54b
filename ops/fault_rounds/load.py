"""The load: workers that run while the load is on, and each settle what they have begun when it is turned off."""

import threading, time

from . import workers


class Load:
    SINGLES, BULKS, READERS = 6, 2, 2

    def __init__(self, service, answers, complaints, more=()):
        self.on, self.ended, self.lock, self.busy = threading.Event(), False, threading.Lock(), 0
        self.complaints, self.numbers = complaints, workers.Numbers()
        kinds = [workers.Single] * self.SINGLES + [workers.Bulk] * self.BULKS + [workers.Import] + [workers.Reader] * self.READERS + list(more)
        self.workers = [kind(self, service, answers, complaints) for kind in kinds]
        for worker in self.workers:
            threading.Thread(target=self.work, args=(worker,), daemon=True).start()

    def work(self, worker):
        while True:
            self.on.wait()
            with self.lock:
                self.busy += 1
            try:
                while self.on.is_set():
                    worker.step()
                    worker.steps += 1
            except Exception as error:  # noqa: BLE001 - a driver that fails is a failed round, whatever failed
                self.complaints.add("driver", f"{type(worker).__name__}: {type(error).__name__} {error}")
                self.on.clear()
            finally:
                worker.rest()
                with self.lock:
                    self.busy -= 1

    def start(self):
        self.on.set()

    def stop(self):
        """Returns when every command that was sent is settled."""
        self.on.clear()
        while self.busy:
            time.sleep(0.02)

    def go_on(self, steps, within=float("inf")):
        """Returns when each worker with commands has taken some more steps, or after some seconds."""
        deadline = time.monotonic() + within
        goals = [(worker, worker.steps + steps) for worker in self.workers if worker.must_go_on]
        while self.on.is_set() and time.monotonic() < deadline and any(worker.steps < goal for worker, goal in goals):
            time.sleep(0.02)
