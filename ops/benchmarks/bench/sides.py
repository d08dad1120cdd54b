"""Whose processor time counts for a load."""

from .processes import family_seconds


class Sides:
    """Named processes, each with its children: the service, PostgreSQL, the bare route."""

    def __init__(self, settle=None, **pids):
        # Waits until the work that a load caused is done, so that all of it counts.
        self.settle = settle or (lambda: None)
        self.pids = pids

    def seconds(self):
        """Seconds of processor that each side has taken so far."""
        return {side: family_seconds(pid) for side, pid in self.pids.items()}
