"""Runs the benches one after another, on one server."""

import shutil
import tempfile
from pathlib import Path

from . import (
    commands,
    connections,
    growth,
    heavy,
    imports,
    instructions,
    pages,
    people,
    portfolio,
    questions,
    rebuild,
    runs,
    sizes,
    soak,
    standby,
)
from .options import parsed
from .programs import build
from .report import Report, show_bounds
from .server import Server

BENCHES = {"commands": commands, "questions": questions, "pages": pages, "people": people, "heavy": heavy, "connections": connections,
           "portfolio": portfolio, "import": imports, "rebuild": rebuild, "runs": runs, "growth": growth, "sizes": sizes,
           "standby": standby}
# Takes an hour, so it runs only when it is named.
BY_NAME = {"soak": soak}
# These work on the contracts that are made up; the others on logs of their own.
ON_PORTFOLIO = {"questions", "pages", "portfolio", "import", "rebuild", "runs", "sizes", "standby"}


def main(description):
    options = parsed(description, BENCHES | BY_NAME)
    if options.what == ["instructions"]:
        return instructions.run(options.record, options.release, options.json)
    build("maintien LoadClient BareRoute", "libjemalloc-dev libpq-dev libxml2-dev pkg-config postgresql")
    folder = Path(options.keep or tempfile.mkdtemp(prefix="maintien-bench-", dir="/var/tmp")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    server = Server(folder)
    try:
        reports = [run_one(what, server, options) for what in options.what or BENCHES]
        show_bounds(reports)
    finally:
        server.stop()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def run_one(what, server, options):
    server.make_up(options.contracts if what in ON_PORTFOLIO else 0)
    report = Report(what, options, server)
    print(f"{what}, medians of {options.runs}:", flush=True)
    (BENCHES | BY_NAME)[what].run(server, report, options)
    report.end(options.json)
    return report
