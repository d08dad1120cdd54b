"""What else the machine did during a bench."""

import os
import time

from . import processes


class Machine:
    """Counts other processes that are there at the end, and other machines on the same processors."""

    def __init__(self, server):
        self.ours = (os.getpid(), server.postmaster)
        self.began = time.monotonic()
        self.before, self.stolen = processes.table(), processes.stolen_seconds()

    def others(self):
        """Percents of one processor, by name, the greatest first."""
        after, seconds = processes.table(), time.monotonic() - self.began

        def is_ours(pid):
            return pid in self.ours or pid in after and is_ours(after[pid].parent)

        used = {"stolen": processes.stolen_seconds() - self.stolen}
        for pid, process in after.items():
            if not is_ours(pid):
                earlier = self.before[pid].seconds if pid in self.before else 0
                used[process.name] = used.get(process.name, 0) + process.seconds - earlier
        shares = {name: 100 * taken / seconds for name, taken in used.items()}
        return {name: round(share, 1) for name, share in sorted(shares.items(), key=lambda item: -item[1]) if share >= 0.5}
