"""Questions answered from a standby, beside the same questions answered from the primary."""

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
    here, there, all_here, all_there = Series(), Series(), Series(), Series()
    with serving(database) as primary, server.standby() as standby, \
            serving(database, "--read-database", Database(standby, database.name).service_url, "--max-staleness", "2s") as reader:
        sides = Sides(service=reader.pid, primary=server.postmaster, standby=standby.postmaster)

        def ask(service, **more):
            return service.load("/v1/contracts/{id}/coverage?on=2026-10-01", contracts=contracts, **more)

        def ask_all(service):
            return service.stream("/v1/coverage?on=2026-10-01")[0]

        ask(primary, seconds=2)
        ask(reader, seconds=2)
        for number in range(options.runs):
            report.load()
            here.take(lambda: ask(primary, seconds=seconds), primary.sides)
            there.take(lambda: ask(reader, seconds=seconds), sides)
            all_here.take(lambda: ask_all(primary), primary.sides)
            all_there.take(lambda: ask_all(reader), sides)
            print(f"  run {number + 1}: primary {here.last.rate:.0f}/s, standby {there.last.rate:.0f}/s", flush=True)
        # The service looks at the primary's end of the log twice a second; questions add nothing to that.
        report.add("coverage, from the standby: processor time of the primary", median(there.processor("primary")), "µs", "at most 1")
    for name, ours, references in (("coverage", there, here), ("coverage of all, a contract", all_there, all_here)):
        report.rate(f"{name}, from the primary", references)
        report.rate(f"{name}, from the standby", ours)
        report.ratio(f"{name}: standby's rate to the primary's", ours.rates, references.rates, "at least 0.9")
        report.ratio(f"{name}: processor time to the primary's", ours.processor("service", "standby"),
                     references.processor("service", "PostgreSQL"))
        report.processor(f"{name}, from the standby", ours)
