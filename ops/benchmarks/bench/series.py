"""A load that is repeated once a run."""

from .sides import Sides


class Series:
    """The outcomes of a load, one a run, and the processor time that a request of it took.

    Processor time hardly depends on what else the machine does, where rates and latencies do.
    """

    def __init__(self):
        self.outcomes = []
        # Microseconds a request by side, one dictionary a run.
        self.shares = []

    def take(self, load, sides=None):
        """Runs a load, and keeps its outcome and what each side took for a request. Returns the outcome."""
        sides = sides or Sides()
        before = sides.seconds()
        outcome = load()
        sides.settle()
        taken = {side: seconds - before[side] for side, seconds in sides.seconds().items()} | {"client": outcome.client}
        self.outcomes.append(outcome)
        self.shares.append({side: 1e6 * seconds / outcome.sent for side, seconds in taken.items()})
        return outcome

    @property
    def last(self):
        return self.outcomes[-1]

    @property
    def sent(self):
        """Requests that were answered in all runs."""
        return sum(outcome.sent for outcome in self.outcomes)

    @property
    def rates(self):
        """Requests a second, one figure a run."""
        return [outcome.rate for outcome in self.outcomes]

    @property
    def medians(self):
        """Median latencies in milliseconds, one figure a run."""
        return [outcome.p50 for outcome in self.outcomes]

    @property
    def sides(self):
        return list(self.shares[0])

    def processor(self, *sides):
        """Microseconds of processor a request, of these sides together, one figure a run."""
        return [sum(share[side] for side in sides) for share in self.shares]
