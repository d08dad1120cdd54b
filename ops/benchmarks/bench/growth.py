"""The same commands and questions on logs of several sizes, in turn; each answered command is found in its log afterwards."""

import json
import sys
from statistics import median

from . import lines
from .questions import ABOUT_20_EVENTS
from .series import Series
from .service import serving

RATES = {"commands from 64 connections": "many", "commands in bulk, the projections following": "bulk",
         "coverage from 64 connections": "asked", "the events themselves, from 64 connections": "told"}


def run(server, report, options):
    # As many contracts are asked for on each log: how many are remembered is not what is measured here.
    sizes = {events: Size(server, events, min(options.sizes) // 60) for events in options.sizes}
    for number in range(options.runs):
        report.load()
        # As often forward as back: what else the machine does in time is done to all of them.
        for events, size in list(sizes.items())[::1 if number % 2 else -1]:
            size.measure(options)
            print(f"  run {number + 1}, {events} events: {size.last_run()}", flush=True)
    for events, size in sizes.items():
        size.tell(report, events)
    tell_ratios(report, sizes)
    for events, size in sizes.items():
        size.check(events)
    print("  each command that was answered is in its log once, and all logs are whole")


def tell_ratios(report, sizes):
    """The largest log to the smallest."""
    least, most = min(sizes), max(sizes)
    small, large = sizes[least], sizes[most]
    for name, series in RATES.items():
        report.ratio(f"{most} events to {least}: {name}", large.series[series].rates, small.series[series].rates, "at least 0.95")
    alone = [size.series["alone"].medians for size in (small, large)]
    report.ratio(f"{most} events to {least}: a command alone", *alone, "at least 0.95")
    for name, series in RATES.items():
        took = [size.series[series].processor("service", "PostgreSQL") for size in (large, small)]
        report.ratio(f"{most} events to {least}: {name}, processor time", *took)


class Size:
    """A log of some size, and what was measured on it."""

    def __init__(self, server, events, contracts):
        self.database = server.made(f"growth_{events}")
        if not self.database.head:
            demo = self.database.make_up(events // 17)
            print(f"  {self.database.head} events made up in {demo.seconds:.0f} s", flush=True)
        self.database.follow_up()
        self.contracts = self.database.write_contracts(server.folder / f"contracts_{events}", ABOUT_20_EVENTS, contracts)
        self.before, self.answered, self.memory = self.database.head, 0, 0
        self.series = {name: Series() for name in ("many", "alone", "bulk", "told", "asked")}
        # The first write to a page after a checkpoint writes all of it to PostgreSQL's own log, until every page has had one.
        self.touching = None

    def measure(self, options):
        """One run, by a service of its own."""
        self.database.ask("CHECKPOINT")
        with serving(self.database) as service:
            body, seconds, sides = json.dumps(lines.affiliation()), options.seconds, service.sides_until_projected

            def tell(**more):
                return service.load("/v1/contracts/{id}/affiliate", body, **more)

            def ask(what, seconds=seconds):
                return service.load(f"/v1/contracts/{{id}}/{what}", contracts=self.contracts, seconds=seconds)

            self.touching = tell(seconds=options.warm)
            self.series["many"].take(lambda: tell(seconds=seconds), sides)
            self.series["alone"].take(lambda: tell(seconds=seconds, connections=1), sides)
            path = lines.write(self.database.server.folder / "new.ndjson", lines.affiliations(20_000 * seconds))
            self.series["bulk"].take(lambda: service.post_lines(path), sides)
            ask("events", seconds=2)
            self.series["told"].take(lambda: ask("events"), service.sides)
            self.series["asked"].take(lambda: ask("coverage?on=2026-10-01"), service.sides)
            self.answered += self.touching.sent + sum(self.series[name].last.sent for name in ("many", "alone", "bulk"))
            self.memory = max(self.memory, service.peak_memory)

    def last_run(self):
        many, alone, bulk, told, asked = (series.last for series in self.series.values())
        return (f"commands {many.rate:.0f}/s, in bulk {bulk.rate:.0f}/s, alone {alone.p50:.2f} ms, coverage {asked.rate:.0f}/s, "
                f"events {told.rate:.0f}/s; while the pages were touched first {self.touching.rate:.0f}/s")

    def tell(self, report, events):
        for name, series in RATES.items():
            report.rate(f"{events} events: {name}", self.series[series])
            took = self.series[series].processor("service", "PostgreSQL")
            report.add(f"{events} events: {name}, processor time", median(took), "µs")
        report.add(f"{events} events: a command alone, p50", median(self.series["alone"].medians), "ms")
        report.add(f"{events} events: peak memory of the service", self.memory, "MB", "under 250")

    def check(self, events):
        recorded = self.database.head - self.before
        if recorded != self.answered:
            sys.exit(f"{events} events: {self.answered} commands were answered, and {recorded} are in the log")
        self.database.verify()
