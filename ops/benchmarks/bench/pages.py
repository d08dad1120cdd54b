"""Pages for one clerk after the other, on a portfolio: how long each takes alone, and the processor's time for it."""

import datetime
from statistics import median

from . import lines
from .load import request
from .questions import ABOUT_20_EVENTS
from .references import bare_route
from .series import Series
from .service import serving

LARGE = "a contract of 200 facts and 8 beneficiaries"
NEEDED = {LARGE: "under 30", "the worklist": "under 200"}


def run(server, report, options):
    database = server.portfolio
    database.follow_up()
    contracts = database.write_contracts(server.folder / "contracts", ABOUT_20_EVENTS, 5000)
    with bare_route() as route, serving(database) as service:
        large = lines.new_contract()
        service.post_lines(lines.write(server.folder / "large.ndjson", large_contract(large)))
        pages = all_pages(large)
        one = contracts.read_text().split()[0]
        sizes = {name: len(request(service.url + path.replace("{id}", one))) for name, path in pages.items()}
        bare_answer, looks = Series(), {name: Series() for name in pages}

        def look(name):
            return service.load(pages[name], contracts=contracts, connections=1, seconds=options.seconds)

        for number in range(options.runs):
            report.load()
            bare_answer.take(lambda: route.load(connections=1, seconds=options.seconds), route.sides)
            for name, series in looks.items():
                series.take(lambda: look(name), service.sides)  # noqa: B023 - it is called at once
            print(f"  run {number + 1}: {', '.join(f'{series.last.p50:.1f}' for series in looks.values())} ms", flush=True)
        memory = service.peak_memory
    report.add("a bare Hummingbird route alone: p50", median(bare_answer.medians), "ms")
    report.processor("a bare Hummingbird route alone", bare_answer)
    for name, series in looks.items():
        report.add(f"{name}: p50", median(series.medians), "ms", NEEDED.get(name, ""))
        report.add(f"{name}: p99", median(outcome.p99 for outcome in series.outcomes), "ms")
        report.processor(name, series)
        took = series.processor("service", "PostgreSQL")
        report.ratio(f"{name}: processor time to the bare route's", took, bare_answer.processor("route"))
        report.add(f"{name}: size", sizes[name] / 1000, "kB", "under 100")
    report.add("peak memory of the service", memory, "MB", "under 250")


def all_pages(large):
    """The paths by what they show; {id} is a contract of 20 facts."""
    return {
        LARGE: f"/contracts/{large}?on=2027-06-01", "a contract of 20 facts": "/contracts/{id}",
        "what changed in a contract of 20 facts": "/contracts/{id}/changes", "what may be told of it": "/contracts/{id}/act",
        "the worklist": "/work", "the portfolio": "/portfolio",
    }


def large_contract(contract):
    """A contract with 200 facts and 8 beneficiaries: a long life, in which every other month is one of absence."""
    yield {"contract": contract, "command": "affiliate", **lines.affiliation(), "effectiveOn": "2026-05-01"}
    yield from lines.children(contract, [f"{2010 + number}-03-14" for number in range(8)], "2026-05-01", has_names=True)
    yield from lines.absences(contract, 191, datetime.date(2026, 6, 1), every=30)
