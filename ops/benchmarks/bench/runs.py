"""A run that calls a month, beside the answer about all cotisations of the month and a bare COPY of the rows that the run writes."""

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from . import lines
from .database import Database
from .load import AUTHORISED, request
from .programs import ROOT, maintien
from .rebuild import timing
from .service import serving

BEFORE, MONTH = "2026-10", "2026-11"
TABLES = ["line", "prescribed", "held", "debit", "batch", "entry", "posting"]
NAME = json.dumps({"familyName": "Durand", "givenNames": "Camille"})
IBAN = "FR7630006000011234567890189"
MONEY = {
    "creditor": {"name": "MUTUELLE DE MESURE", "identifier": "FR72ZZZ123456", "iban": IBAN, "bic": "AGRIFRPP"},
    "runLeadDays": 45,
    "prescription": {"employer": {"years": 4, "from": "nextYear"}, "agent": {"years": 2, "from": "monthEnd"},
                     "credit": {"years": 5, "from": "monthEnd"}},
    "employerCredit": "carry", "agentCredit": "refund", "refundDays": 56, "statementDueDays": 30, "collectionDay": 10,
    "preNotificationDays": 14, "sequenceType": "RCUR", "directDebitFormat": "pain.008.001.08", "directDebitsPerFile": 50_000,
    "mandateLapsesMonths": 36, "representations": 1, "returnPolicy": {"AM04": "represent"},
    "remittanceText": "COTISATION SANTE {month}",
    "ledgerAccounts": {
        "receivable:employer": "402100", "receivable:agent": "402200", "cotisation:employerPart": "702100",
        "cotisation:agentPart": "702200", "transit:directDebit": "511600", "bank": "512000", "loss:writeOff": "654000"},
}


def run(server, report, options):
    scheme = write_scheme(server.folder / "scheme.json")
    ready = billed(server, scheme)
    cotisations, copies, previews, runs, proofs, peaks, added = ([] for _ in range(7))
    for number in range(options.runs):
        report.load()
        with server.copied(ready, "bench_run") as database:
            database.psql("-c", "CHECKPOINT")
            with serving(database, "--scheme", scheme) as service:
                cotisations.append(service.stream(f"/v1/cotisations?month={MONTH}")[2])
                before = service.peak_memory
                previews.append(seconds(lambda: post(service, "/v1/runs?dry-run=true")))
                runs.append(seconds(lambda: made(service)))
                peaks.append(service.peak_memory)
                added.append(peaks[-1] - before)
            rows = [int(database.ask(f"SELECT count(*) FROM billing.{table} WHERE {of_last(table)}")) for table in TABLES]
            copies.append(bare_copy(database))
            proofs.append(maintien("verify", "--money", "--database", database.url, "--scheme", scheme).seconds)
        print(f"  run {number + 1}: cotisations {cotisations[-1]:.1f} s, COPY {copies[-1]:.1f} s, preview {previews[-1]:.1f} s, "
              f"run {runs[-1]:.1f} s, {peaks[-1]:.0f} MB; rows {dict(zip(TABLES, rows, strict=True))}", flush=True)
    report.add("cotisations of all", median(cotisations), "s")
    report.add("bare COPY of the run's rows", median(copies), "s")
    report.add("a regular run", median(runs), "s", "under 60")
    together = [asked + written for asked, written in zip(cotisations, copies, strict=True)]
    report.ratio("ratio to both", together, runs, "at least 0.5")
    report.add("its preview", median(previews), "s")
    report.ratio("preview to run", previews, runs, "under 0.5")
    report.add("peak memory of the service", max(peaks), "MB", "under 400")
    report.add("more than before the run", max(added), "MB")
    report.add("verify --money", median(proofs), "s")


def write_scheme(path):
    """The scheme that is served, with parameters of money that are made up."""
    scheme = json.loads((ROOT / "db/schemes/fpe-education-2026.json").read_text())
    for name, value in MONEY.items():
        scheme["parameters"][name] = [{"from": scheme["effectiveFrom"], "value": value, "source": "made up", "confirmed": False}]
    path.write_text(json.dumps(scheme))
    return path


def billed(server, scheme):
    """A copy of the portfolio in which all months before are called, and who pays by direct debit has a name and an account."""
    name = "bench_billed"
    if server.administer(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        return Database(server, name)
    database = server.copy(server.portfolio, name)
    # The scheme's file is another one, so the projections are made anew.
    database.rebuild("--force", "--scheme", scheme)
    with serving(database, "--scheme", scheme) as service:
        payers = paying_themselves(service)
        introduce(service, payers)
        database.wait_for_projections()
        taken = seconds(lambda: made(service, kind="opening", month=BEFORE))
        print(f"  {len(payers)} pay by direct debit; all months before opened in {taken:.0f} s, {service.peak_memory:.0f} MB", flush=True)
    database.psql("-c", "VACUUM ANALYZE", "-c", "CHECKPOINT")
    return database


def paying_themselves(service):
    """The contracts whose agents pay by direct debit, in the month before or the month."""
    found = set()
    for month in (BEFORE, MONTH):
        connection = http.client.HTTPConnection("127.0.0.1", service.port)
        connection.request("GET", f"/v1/cotisations?month={month}", headers=AUTHORISED)
        for line in connection.getresponse():
            if b'"directDebit"' in line:
                found.add(json.loads(line)["contract"])
    return sorted(found)


def introduce(service, contracts):
    """Gives the holders of contracts a name and an account."""
    folder = service.database.server.folder
    path = lines.write(folder / "mandates.ndjson", (
        {"contract": contract, "command": "register-mandate", "effectiveOn": "2026-05-01", "signedOn": "2026-05-01", "iban": IBAN,
         "mandateReference": f"BENCH-{number}"} for number, contract in enumerate(contracts)))
    service.post_lines(path)

    def name(share):
        connection = http.client.HTTPConnection("127.0.0.1", service.port)
        for contract in share:
            connection.request("PUT", f"/v1/contracts/{contract}/people/holder", NAME, AUTHORISED | {"Content-Type": "application/json"})
            answer = connection.getresponse()
            answer.read()
            if answer.status not in (200, 201, 204):
                sys.exit(f"a name was not taken: {answer.status}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(name, [contracts[number::8] for number in range(8)]))


def post(service, path, kind="regular", month=MONTH):
    body = {"scheme": "fpe-education-2026", "kind": kind, "month": month}
    return json.loads(request(service.url + path, json.dumps(body).encode()))


def made(service, kind="regular", month=MONTH):
    """Makes a run, and waits until it is complete."""
    answer = post(service, "/v1/runs", kind, month)
    while answer["state"] == "open":
        time.sleep(0.05)
        answer = json.loads(request(f"{service.url}/v1/runs/{answer['run']}"))


def seconds(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def of_last(table):
    """What tells the rows of the last run."""
    if table in ("batch", "entry", "posting"):
        return "source = (SELECT max(source) FROM billing.batch)"
    return "run = (SELECT max(run) FROM billing.line)"


def bare_copy(database):
    """Seconds that psql takes to copy the last run's rows into tables without an index."""
    folder, total = database.server.folder, 0
    for table in TABLES:
        path = folder / f"{table}.copy"
        with open(path, "wb") as file:
            database.psql("-c", f"COPY (SELECT * FROM billing.{table} WHERE {of_last(table)}) TO STDOUT (FORMAT binary)", stdout=file)
        database.psql("-c", f"CREATE SCHEMA IF NOT EXISTS bare; CREATE TABLE bare.{table} (LIKE billing.{table})", "-c", "CHECKPOINT")
        with open(path, "rb") as file, timing() as taken:
            database.psql("-c", f"COPY bare.{table} FROM STDIN (FORMAT binary)", stdin=file)
        total += taken[0]
        path.unlink()
    database.psql("-c", "DROP SCHEMA bare CASCADE")
    return total
