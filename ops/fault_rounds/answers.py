"""What was answered, in a file; and what was wrong."""

import json, threading, time


class Complaints:
    """Everything that must not happen. Each is printed when it is found."""

    def __init__(self):
        self.lock, self.counts = threading.Lock(), {}

    def add(self, kind, text):
        with self.lock:
            self.counts[kind] = self.counts.get(kind, 0) + 1
            if self.counts[kind] <= 10:
                print(f"\n      {kind}: {text}", end="", flush=True)

    def __bool__(self):
        return bool(self.counts)

    def __str__(self):
        return ", ".join(f"{count} {kind}" for kind, count in sorted(self.counts.items())) or "nothing lost, doubled, wrong, 500 or unanswered"


class Answers:
    """The acknowledged commands, each a line of a file: written before the driver goes on."""

    def __init__(self, path):
        self.path, self.lock = path, threading.Lock()
        self.file = open(path, "a")
        self.latest, self.position = None, 0
        self.begin_round()

    def acknowledge(self, contract, version, position, cents):
        line = json.dumps([contract, version, position, cents])
        with self.lock:
            self.file.write(line + "\n")
            self.file.flush()
            self.latest, self.count = (contract, version), self.count + 1
            self.position = max(self.position, position or 0)
            now = time.monotonic()
            self.silence, self.acknowledged_at = max(self.silence, now - self.acknowledged_at), now

    def note_try_later(self):
        with self.lock:
            self.refused_for_now += 1

    def note_duration(self, seconds):
        with self.lock:
            self.slowest = max(self.slowest, seconds)

    def read(self):
        """Every answer, from the file."""
        with open(self.path) as file:
            return [tuple(json.loads(line)) for line in file]

    def begin_round(self):
        with self.lock:
            self.count, self.refused_for_now, self.slowest = 0, 0, 0.0
            # The longest time in which nothing was acknowledged.
            self.silence, self.acknowledged_at = 0.0, time.monotonic()
