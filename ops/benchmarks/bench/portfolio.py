"""Questions about all contracts, beside psql that copies the same rows out; and how closely the projections follow."""

import json
import re
import subprocess
import threading
import time
from statistics import median

from . import lines
from .load import request, stream
from .outcome import Outcome
from .programs import ended
from .series import Series
from .service import serving

QUESTIONS = {"coverage": "/v1/coverage?on=2026-10-01", "cotisations": "/v1/cotisations?month=2026-10"}
NEW_CONTRACTS = 60_000
# What makes a statement one of a slice, in the forms in which Portfolio writes it.
CONTRACT = "'[0-9a-f-]{36}'"
OF_A_SLICE = rf"AND k\.contract_id (>=|<=|>) {CONTRACT}|contract_id >= {CONTRACT} AND contract_id <= {CONTRACT} AND|LIMIT \d{{3,}}"


def run(server, report, options):
    database = server.portfolio
    past = database.ask("SELECT to_char((min(recorded_at) + (max(recorded_at) - min(recorded_at)) * 0.6) AT TIME ZONE 'UTC', "
                        "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM log.event")
    database.follow_up()
    with serving(database) as service:
        for name, path in QUESTIONS.items():
            question = Question(name, service, service.url + path, past)
            for number in range(options.runs):
                report.load()
                question.measure()
                print(f"  run {number + 1}: {question.last_run()}", flush=True)
            question.tell(report)
        report.add("a read that waits for its own write: added, median", waiting(service) * 1000, "ms", "under 20")
        tell_following(service, report)
        report.add("peak memory of the service", service.peak_memory, "MB")


class Question:
    """A question about all contracts: now, in the past, and as the statements that it runs, by psql."""

    def __init__(self, name, service, url, past):
        self.name, self.service, self.url, self.past = name, service, url, f"{url}&known-at={past}"
        self.statements = captured(service.database, url)
        self.lines = stream(url)[0].sent
        self.bare, self.ours, self.known = Series(), Series(), Series()
        # Seconds: of the first byte, and of all.
        self.bare_times, self.times, self.known_times = [], [], []

    def measure(self):
        database = self.service.database
        self.bare.take(lambda: timed(self.bare_times, bare(database, self.statements, self.lines)), database.sides)
        self.ours.take(lambda: timed(self.times, stream(self.url)), self.service.sides)
        self.known.take(lambda: timed(self.known_times, stream(self.past)), self.service.sides)

    def last_run(self):
        (_, bare_all), (_, all_lines), (_, past) = self.bare_times[-1], self.times[-1], self.known_times[-1]
        return (f"bare {bare_all:.2f} s, {self.name} {all_lines:.2f} s for {self.ours.last.sent} lines, "
                f"in the past {past:.2f} s for {self.known.last.sent}")

    def tell(self, report):
        name = self.name
        firsts = [(ours[0] - other[0]) * 1000 for ours, other in zip(self.times, self.bare_times, strict=True)]
        report.rate(f"{name}: contracts a second", self.ours)
        report.ratio(f"{name}: ratio to psql copying the same rows out", self.ours.rates, self.bare.rates, "at least 0.5")
        report.add(f"{name}: first byte later than psql's", median(firsts), "ms", "under 100")
        # What is known last stands in one row, what was known before in rows of other tables, which the past has to read too.
        report.ratio(f"{name}: a line known in the past, to one known now", self.ours.rates, self.known.rates, "at most 3")
        report.processor(f"{name}: psql, a contract", self.bare)
        report.processor(f"{name}: a contract", self.ours)
        report.ratio(f"{name}: processor time to psql's", self.ours.processor("service", "PostgreSQL"),
                     self.bare.processor("client", "PostgreSQL"))


def timed(times, answer):
    """Keeps the seconds to the first byte and to the last. Returns the outcome."""
    outcome, first, last = answer
    times.append((first, last))
    return outcome


def bare(database, statements, rows):
    """Statements by psql, whose rows are thrown away: the outcome, and seconds to the first byte and to the last."""
    script = "; ".join(["SET enable_sort = off", "SET enable_seqscan = off", *statements])
    process = subprocess.Popen(["psql", "-X", "-q", *database.login, "-d", database.name, "-c", script], stdout=subprocess.PIPE)
    began = time.monotonic()
    process.stdout.read(1)
    first = time.monotonic() - began
    while process.stdout.read(1 << 20):
        pass
    program = ended(process, "", began)
    return Outcome(rows, rows / program.seconds, program.processor), first, program.seconds


def captured(database, url):
    """The statements that a question runs, as PostgreSQL sees them while the question is asked, for all contracts instead of a slice.

    One that is over in a moment is not seen each time, so the question is asked until it showed no other statement for three answers.
    """
    found, over = {}, threading.Event()

    def watch():
        while not over.is_set():
            for query in json.loads(database.ask(
                    "SELECT coalesce(json_agg(query), '[]') FROM pg_stat_activity WHERE query LIKE 'COPY (%' AND query NOT LIKE '%OFFSET%' "
                    "AND pid <> pg_backend_pid()")):
                statement = re.sub(OF_A_SLICE, "", query)
                # Each answer has an instant of its own.
                found.setdefault(re.sub(r"\d+", "", statement), statement)

    watcher = threading.Thread(target=watch)
    watcher.start()
    unchanged, known = 0, 0
    while not found or unchanged < 3:
        stream(url)
        unchanged, known = (unchanged + 1 if len(found) == known else 0), len(found)
    over.set()
    watcher.join()
    return list(found.values())


def waiting(service):
    """Seconds that a read takes longer when it waits for its own write, in the median."""
    contract = service.database.ask("SELECT contract_id FROM log.event WHERE type = 'affiliated' LIMIT 1")
    url = f"{service.url}/v1/coverage?on=2026-11-02&limit=1"
    plain, waited = [], []
    for number in range(200):
        body = json.dumps({"effectiveOn": "2026-11-01", "grossMonthlyPayCents": 200000 + number}).encode()
        position = json.loads(request(f"{service.url}/v1/contracts/{contract}/declare-pay", body))["position"]
        for times, headers in ((waited, {"X-Wait-For-Position": str(position)}), (plain, {})):
            began = time.monotonic()
            request(url, headers=headers)
            times.append(time.monotonic() - began)
    return median(waited) - median(plain)


def tell_following(service, report):
    """The highest rate of commands, and how far the projections are behind at its end."""
    path = lines.write(service.database.server.folder / "new.ndjson", lines.affiliations(NEW_CONTRACTS))
    bulk, behind = Series(), []

    def send():
        outcome = service.post_lines(path)
        began = time.monotonic()
        service.database.wait_for_projections()
        behind.append(time.monotonic() - began)
        return outcome

    bulk.take(send, service.sides_until_projected)
    report.rate("POST /v1/commands: new contracts", bulk)
    report.add("the projections were behind at its end", behind[0] * 1000, "ms")
    report.processor("POST /v1/commands: a command", bulk)
