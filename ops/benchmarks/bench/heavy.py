"""What one full contract does to questions about all others: light questions alone, and while 16 callers ask for its timeline."""

import concurrent.futures
import datetime
import json
import sys
from statistics import median

from . import lines
from .service import serving

FACTS, FAMILY = 2000, 50


def run(server, report, options):
    with server.fresh("bench_heavy") as database, serving(database) as service:
        loads = Loads(service, options.seconds)
        alone, beside, tried, single = [], [], [], []
        for number in range(options.runs):
            report.load()
            alone.append(loads.together("coverage", "healthz"))
            single.append(loads.timeline(connections=1, seconds=options.seconds))
            tried.append(loads.dry_run())
            beside.append(loads.together("timeline", "coverage", "healthz"))
            print(f"  run {number + 1}: {beside[-1]['timeline'].rate:.1f} timelines/s, "
                  f"p99 of coverage {beside[-1]['coverage'].p99:.1f} ms, alone {alone[-1]['coverage'].p99:.1f} ms", flush=True)
        memory = service.peak_memory
    report.add("a full contract's timeline, one caller: p50", median(outcome.p50 for outcome in single), "ms", "under 200")
    report.add("a dry run on it: p50", median(outcome.p50 for outcome in tried), "ms", "under 200")
    report.add("its timelines for 16 callers", median(run["timeline"].rate for run in beside), "/s")
    for name, needed, slowest in (("coverage", "under 100", ""), ("healthz", "under 50", "under 50")):
        report.add(f"{name} alone: p99", median(run[name].p99 for run in alone), "ms")
        report.add(f"{name} meanwhile: p50", median(run[name].p50 for run in beside), "ms")
        report.add(f"{name} meanwhile: p99", median(run[name].p99 for run in beside), "ms", needed)
        report.add(f"{name} meanwhile: greatest", max(run[name].slowest for run in beside), "ms", slowest)
    report.add("peak memory of the service", memory, "MB", "under 250")


class Loads:
    """Loads on a full contract, and light loads. Light ones come at a rate: a late answer counts for all that were due meanwhile."""

    def __init__(self, service, seconds):
        self.service, self.seconds, self.full = service, seconds, lines.new_contract()
        folder, database = service.database.server.folder, service.database
        answered = service.post_lines(lines.write(folder / "full.ndjson", full_contract(self.full))).sent
        if (answered, database.head) != (FACTS, FACTS):
            sys.exit(f"of the {FACTS} facts of a full contract {answered} were answered, and {database.head} recorded")
        service.post_lines(lines.write(folder / "new.ndjson", lines.affiliations(1000)))
        self.contracts = database.write_contracts(folder / "contracts", "count(*) = 1", 1000)

    def timeline(self, connections=16, seconds=None):
        path = f"/v1/contracts/{self.full}/timeline"
        return self.service.load(path, connections=connections, seconds=seconds or self.seconds + 1)

    def coverage(self):
        path = "/v1/contracts/{id}/coverage?on=2026-12-01"
        return self.service.load(path, contracts=self.contracts, connections=8, rate=200, seconds=self.seconds)

    def healthz(self):
        return self.service.load("/healthz", connections=2, rate=100, seconds=self.seconds)

    def dry_run(self):
        body = json.dumps({"version": FACTS, "reason": ""})
        return self.service.load(f"/v1/contracts/{self.full}/rescind?dry-run=true", body, connections=1, seconds=self.seconds)

    def together(self, *names):
        """Runs loads at the same time: the outcomes by name."""
        with concurrent.futures.ThreadPoolExecutor() as pool:
            return dict(zip(names, pool.map(lambda name: getattr(self, name)(), names), strict=True))


def full_contract(contract):
    """A family, and an absence or the return from one on every day."""
    yield {"contract": contract, "command": "affiliate", **lines.affiliation()}
    yield from lines.children(contract, ["2020-01-01"] * FAMILY, "2026-11-01")
    yield from lines.absences(contract, FACTS - FAMILY - 1, datetime.date(2026, 11, 2), every=1)
