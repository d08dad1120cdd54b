"""Questions answered from a standby, beside the same questions answered from the primary."""

import time
from statistics import median

from .database import Database
from .questions import ABOUT_20_EVENTS
from .series import Series
from .service import serving
from .sides import Sides


def run(server, report, options):
    database, seconds = server.portfolio, options.seconds
    database.follow_up()
    contracts = database.write_contracts(server.folder / "contracts", ABOUT_20_EVENTS, 20_000)
    idle, asked, here, there, all_here, all_there = [], [], Series(), Series(), Series(), Series()
    with serving(database) as primary, server.standby() as standby, \
            serving(database, "--read-database", Database(standby, database.name).service_url, "--max-staleness", "2s") as reader:
        sides = Sides(service=reader.pid, primary=server.postmaster, standby=standby.postmaster)

        def ask(service, **more):
            return service.load("/v1/contracts/{id}/coverage?on=2026-10-01", contracts=contracts, **more)

        def ask_all(service):
            return service.stream("/v1/coverage?on=2026-10-01")[0]

        def share_of_primary(during):
            """What a moment takes of the primary, in percents of a processor."""
            began, before = time.monotonic(), sides.seconds()["primary"]
            during()
            return 100 * (sides.seconds()["primary"] - before) / (time.monotonic() - began)

        ask(primary, seconds=2)
        ask(reader, seconds=2)
        for number in range(options.runs):
            report.load()
            here.take(lambda: ask(primary, seconds=seconds), primary.sides)
            idle.append(share_of_primary(lambda: time.sleep(seconds)))
            asked.append(share_of_primary(lambda: there.take(lambda: ask(reader, seconds=seconds), sides)))
            all_here.take(lambda: ask_all(primary), primary.sides)
            all_there.take(lambda: ask_all(reader), sides)
            print(f"  run {number + 1}: primary {here.last.rate:.0f}/s, standby {there.last.rate:.0f}/s", flush=True)
    report.add("the primary when nobody asks", median(idle), "%")
    report.add("the primary while the standby answers", median(asked), "%")
    report.add("the primary's load from the standby's questions", median(asked) - median(idle), "%", "at most 1")
    for name, ours, references in (("coverage", there, here), ("coverage of all, a contract", all_there, all_here)):
        report.rate(f"{name}, from the primary", references)
        report.rate(f"{name}, from the standby", ours)
        report.ratio(f"{name}: standby's rate to the primary's", ours.rates, references.rates, "at least 0.9")
        report.ratio(f"{name}: processor time to the primary's", ours.processor("service", "standby"),
                     references.processor("service", "PostgreSQL"))
        report.processor(f"{name}, from the standby", ours)
