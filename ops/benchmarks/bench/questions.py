"""Coverage of one contract a request, beside a bare route and beside pgbench that reads the same rows."""

from .references import BareRead, bare_route
from .series import Series
from .service import serving

ABOUT_20_EVENTS = "count(*) BETWEEN 18 AND 22"


def run(server, report, options):
    database, seconds = server.portfolio, options.seconds
    database.follow_up()
    contracts = database.write_contracts(server.folder / "contracts", ABOUT_20_EVENTS, 20_000)
    bare = BareRead(database, contracts)
    bare_answer, read, many, alone = Series(), Series(), Series(), Series()
    with bare_route() as route, serving(database) as service:

        def ask(**more):
            return service.load("/v1/contracts/{id}/coverage?on=2026-10-01", contracts=contracts, **more)

        ask(seconds=2)
        for number in range(options.runs):
            report.load()
            bare_answer.take(lambda: route.load(seconds=seconds), route.sides)
            read.take(lambda: bare.load(32, seconds), database.sides)
            many.take(lambda: ask(seconds=seconds), service.sides)
            alone.take(lambda: ask(seconds=seconds, connections=1), service.sides)
            rates = f"bare route {bare_answer.last.rate:.0f}/s, pgbench {read.last.rate:.0f}/s, coverage {many.last.rate:.0f}/s"
            print(f"  run {number + 1}: {rates}", flush=True)
        memory = service.peak_memory
    bare.drop()
    took = many.processor("service", "PostgreSQL")
    report.rate("a bare Hummingbird route", bare_answer)
    report.processor("a bare Hummingbird route", bare_answer)
    report.rate("pgbench: the 20 rows of a contract", read)
    report.processor("pgbench: the 20 rows of a contract", read)
    report.rate("coverage of a contract with 20 events", many)
    report.ratio("ratio to the bare route", many.rates, bare_answer.rates, "at least 0.5")
    report.ratio("ratio to pgbench", many.rates, read.rates, "at least 0.5")
    report.latencies("coverage from 64 connections", many)
    report.processor("coverage", many)
    report.ratio("coverage: processor time to the bare route's", took, bare_answer.processor("route"), "at most 1.9")
    report.ratio("coverage: processor time to pgbench's", took, read.processor("client", "PostgreSQL"))
    report.latencies("coverage alone", alone)
    report.processor("coverage alone", alone)
    report.add("peak memory of the service", memory, "MB", "under 200")
