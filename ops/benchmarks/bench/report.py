"""The figures of a bench: printed as they come, kept as JSON, and held against what is asked of them."""

import json
import operator
import os
import time
from dataclasses import dataclass
from statistics import median

from .machine import Machine

BOUNDS = {"at least": operator.ge, "at most": operator.le, "under": operator.lt}


@dataclass
class Figure:
    name: str
    value: float
    unit: str
    # A bound, as "at most 2"; empty when none is asked.
    needed: str = ""

    @property
    def is_met(self):
        words, number = self.needed.rsplit(" ", 1)
        return BOUNDS[words](self.value, float(number))

    def line(self):
        return f"  {self.name:<84} {self.value:>14,.2f} {self.unit:<4} {self.needed}"


class Report:
    """What one bench measured, and what else the machine did meanwhile."""

    def __init__(self, what, options, server):
        self.head = {"what": what, "contracts": options.contracts, "runs": options.runs, "at": now(), "cores": os.cpu_count(),
                     "settings": server.settings}
        self.what, self.figures, self.loads, self.machine = what, [], [], Machine(server)

    def load(self):
        """Keeps the machine's load average at the start of a run."""
        self.loads.append(os.getloadavg()[0])

    def add(self, name, value, unit, needed=""):
        self.figures.append(Figure(name, value, unit, needed))
        print(self.figures[-1].line().rstrip(), flush=True)

    def ratio(self, name, ours, references, needed=""):
        """The median of the ratios of each run's figure to its reference."""
        self.add(name, median(own / other for own, other in zip(ours, references, strict=True)), "×", needed)

    def rate(self, name, series):
        self.add(name, median(series.rates), "/s")

    def latencies(self, name, series, **needed):
        for figure in ("p50", "p95", "p99"):
            self.add(f"{name}: {figure}", median(getattr(outcome, figure) for outcome in series.outcomes), "ms", needed.get(figure, ""))

    def processor(self, name, series):
        """The processor time of each side for a request."""
        for side in series.sides:
            self.add(f"{name}: processor time of the {side}", median(series.processor(side)), "µs")

    def end(self, path):
        self.head["load"] = self.loads
        self.head["others"] = self.machine.others()
        self.head["figures"] = [vars(figure) for figure in self.figures]
        print(f"  load average during the runs: {', '.join(f'{load:.1f}' for load in self.loads)}")
        others = ", ".join(f"{name} {share} %" for name, share in self.head["others"].items())
        print(f"  what else ran, in percents of a processor: {others or 'nothing'}")
        write_json(path, self.head)


def show_bounds(reports):
    """Prints all figures of which something is asked, with those that miss it marked."""
    print("\nWhat is asked:")
    for report in reports:
        for figure in report.figures:
            if figure.needed:
                print(f"  {report.what:<12}{figure.line()}{'' if figure.is_met else ' · missed'}")


def write_json(path, figures):
    """Adds figures to a file of one JSON document a line. Does nothing without a path."""
    if path:
        with open(path, "a") as file:
            file.write(json.dumps(figures) + "\n")


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
