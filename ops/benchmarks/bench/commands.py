"""Commands one a request and in bulk, beside bare inserts of rows as large, and beside peers."""

import json
import sys
from statistics import median

from . import lines
from .peers import peers
from .references import BareInsert
from .series import Series
from .service import serving


def run(server, report, options):
    with server.fresh("bench_commands") as database, peers(server, options) as found:
        commands = Commands(database, options.seconds)
        with serving(database) as service:
            commands.warm_up(service)
            for number in range(options.runs):
                report.load()
                commands.measure(service)
                print(f"  run {number + 1}: {commands.last_run()}", flush=True)
                for peer in found:
                    peer.measure(options.seconds)
            memory = service.peak_memory
        commands.tell(report)
        report.add("peak memory of the service", memory, "MB", "under 200")
        for peer in found:
            peer.tell(report, commands.insert)
        commands.check()


class Commands:
    """Affiliations of new contracts, and the bare inserts they are measured against."""

    def __init__(self, database, seconds):
        self.database, self.seconds, self.body = database, seconds, json.dumps(lines.affiliation())
        self.bare = BareInsert(database, len(self.body))
        self.insert, self.lone_insert = Series(), Series()
        self.many, self.alone, self.calm, self.bulk = Series(), Series(), Series(), Series()
        self.answered = 0

    def send(self, service, **options):
        return service.load("/v1/contracts/{id}/affiliate", self.body, **options)

    def warm_up(self, service):
        self.answered += self.send(service, seconds=2).sent

    def measure(self, service):
        """One run: each load beside its reference."""
        seconds, sides = self.seconds, service.sides_until_projected
        self.insert.take(lambda: self.bare.load(32, seconds), self.database.sides)
        self.many.take(lambda: self.send(service, seconds=seconds), sides)
        self.lone_insert.take(lambda: self.bare.load(1, seconds), self.database.sides)
        self.alone.take(lambda: self.send(service, seconds=seconds, connections=1), sides)
        self.calm.take(lambda: self.send(service, seconds=seconds, rate=self.many.last.rate / 2), sides)
        path = lines.write(self.database.server.folder / "new.ndjson", lines.affiliations(20_000 * seconds))
        self.bulk.take(lambda: service.post_lines(path), sides)

    def last_run(self):
        return (f"pgbench {self.insert.last.rate:.0f}/s, commands {self.many.last.rate:.0f}/s, in bulk {self.bulk.last.rate:.0f}/s; "
                f"alone: pgbench {self.lone_insert.last.p50:.2f} ms, a command {self.alone.last.p50:.2f} ms")

    def tell(self, report):
        insert = self.insert.processor("client", "PostgreSQL")
        report.rate("pgbench: single rows from 32 clients", self.insert)
        report.processor("pgbench: a single row", self.insert)
        report.rate("commands from 64 connections", self.many)
        report.ratio("commands from 64 connections: ratio to pgbench", self.many.rates, self.insert.rates, "at least 0.9")
        report.latencies("commands from 64 connections", self.many)
        report.processor("a command", self.many)
        report.ratio("a command: processor time to a bare insert's", self.many.processor("service", "PostgreSQL"), insert, "at most 1.1")
        report.rate("commands in bulk, the projections following", self.bulk)
        report.ratio("commands in bulk: ratio to pgbench", self.bulk.rates, self.insert.rates, "at least 4")
        report.processor("a command in bulk", self.bulk)
        report.ratio("a command in bulk: processor time to a bare insert's", self.bulk.processor("service", "PostgreSQL"), insert)
        report.add("pgbench: a single row alone, median", median(self.lone_insert.medians), "ms")
        report.ratio("a command alone: to that", self.alone.medians, self.lone_insert.medians, "at most 2")
        report.latencies("a command alone", self.alone)
        report.processor("a command alone", self.alone)
        report.latencies("commands at half that rate, from when they were due", self.calm, p99="under 15")
        report.processor("a command at half that rate", self.calm)

    def check(self):
        """Ends the benchmark unless each command that was answered is in the log once, and the log is whole."""
        answered = self.answered + sum(series.sent for series in (self.many, self.alone, self.calm, self.bulk))
        if self.database.head != answered:
            sys.exit(f"{answered} commands were answered, and {self.database.head} are in the log")
        self.database.verify()
        print(f"  each of the {answered} commands that were answered is in the log once, which is whole")
