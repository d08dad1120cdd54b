"""Commands and questions for a long time at half of what the service can take: whether memory, open files or the projections' lag grow."""

import sys
import threading
import time
from statistics import median

from . import lines, processes
from .commands import Commands
from .service import serving

EVERY = 10
# Of each load: together they stay below what one address may open.
CONNECTIONS = 24
QUESTION = "/v1/contracts/{id}/coverage?on=2026-12-01"


def run(server, report, options):
    with server.fresh("bench_soak") as database, serving(database) as service:
        commands = Commands(database, options.seconds)
        service.post_lines(lines.write(server.folder / "new.ndjson", lines.affiliations(20_000)))
        contracts = database.write_contracts(server.folder / "contracts", "count(*) = 1", 20_000)

        def ask(**more):
            return service.load(QUESTION, contracts=contracts, connections=CONNECTIONS, **more)

        def record(**more):
            return commands.send(service, connections=CONNECTIONS, **more)

        outcomes, samples = [], []

        def load(send, rate):
            outcomes.append(send(rate=rate, seconds=options.minutes * 60))

        # A quarter of what each takes alone is half of what the machine takes of both.
        loads = [threading.Thread(target=load, args=(send, rate / 4))
                 for send, rate in [(send, send(seconds=options.seconds).rate) for send in (ask, record)]]
        began = time.monotonic()
        for thread in loads:
            thread.start()
        while any(thread.is_alive() for thread in loads):
            samples.append(Sample(service, database))
            if len(samples) % 30 == 1:
                report.load()
                print(f"  after {(time.monotonic() - began) / 60:.0f} min: {samples[-1]}", flush=True)
            time.sleep(EVERY)
    if len(outcomes) < len(loads):
        sys.exit("A load ended before its time.")
    tell(report, options, outcomes, samples)


class Sample:
    """What the service holds at one moment."""

    def __init__(self, service, database):
        self.memory, self.files = processes.memory_now(service.pid), processes.open_files(service.pid)
        self.head, projected = map(int, database.ask(
            "SELECT (SELECT position FROM log.head), position FROM portfolio.version WHERE state = 'current'").split("|"))
        self.lag = self.head - projected

    def __str__(self):
        return f"{self.head} events, {self.memory:.0f} MB, {self.files} open files, {self.lag} events behind"


def tell(report, options, outcomes, samples):
    """The second tenth, when all is warm, beside the last tenth."""
    tenth = max(len(samples) // 10, 1)
    early, late = samples[tenth:2 * tenth] or samples[:1], samples[-tenth:]
    rate = (samples[-1].head - samples[0].head) / (options.minutes * 60)
    report.add("minutes", options.minutes, "min")
    report.add("commands and questions", sum(outcome.rate for outcome in outcomes), "/s")
    report.add("commands recorded", rate, "/s")
    report.add("p99 of commands and of questions, the worse", max(outcome.p99 for outcome in outcomes), "ms")
    before, after = (median(sample.memory for sample in part) for part in (early, late))
    report.add("memory of the service in the second tenth", before, "MB")
    report.add("memory of the service in the last tenth", after, "MB")
    report.add("memory, the last tenth to the second", after / before, "×", "at most 1.1")
    grown = max(sample.files for sample in late) - max(sample.files for sample in early)
    report.add("open files more in the last tenth than in the second", grown, "", "at most 4")
    report.add("the projections' lag at the most", max(sample.lag for sample in samples) / rate, "s", "at most 5")
