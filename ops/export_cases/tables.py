"""The tables of an export, read by DuckDB, beside the answers of the service."""

import collections, contextlib, csv, hashlib, io, itertools, json, os, pathlib, secrets, signal, subprocess, threading, time, urllib.error, urllib.request

import duckdb

from export_cases import readme
from fault_rounds.service import free_port

# Types by their names in the manifest, as DuckDB names them, and as it finds them by itself in a CSV file.
TYPES = {"uuid": "UUID", "text": "VARCHAR", "date": "DATE", "bigint": "BIGINT", "boolean": "BOOLEAN", "json": "JSON",
         "timestamp with time zone": "TIMESTAMP WITH TIME ZONE"}
FOUND_AS = {"uuid": "VARCHAR", "json": "VARCHAR"}
DAYS = ["2026-06-15", "2026-10-01", "2027-01-01"]
MONTHS = ["2026-06", "2026-10", "2027-01"]


def run(maintien, *arguments, check=True):
    """Runs a verb to its end."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAINTIEN_")}
    found = subprocess.run([maintien, *map(str, arguments)], capture_output=True, text=True, env=inherited)
    if check and found.returncode:
        raise AssertionError(f"maintien {' '.join(map(str, arguments))}: {found.stdout}{found.stderr}")
    return found


class Service:
    """One `maintien serve` on a directory of data."""

    def __init__(self, maintien, folder, data):
        self.port = free_port()
        self.token = secrets.token_hex(32)
        token = folder / "token"
        with open(os.open(token, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(self.token)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MAINTIEN_")} | {"MAINTIEN_TOKEN_FILE": str(token)}
        self.log = folder / "service.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [maintien, "serve", "--data", data, "--listen", f"127.0.0.1:{self.port}", "--log-level", "warning"], env=environment, stdout=log, stderr=log)
        while not self.is_ready():
            if self.process.poll() is not None:
                raise AssertionError(f"the service does not start: {self.log.read_text()}")
            time.sleep(0.1)

    def is_ready(self):
        try:
            return bool(self.ask("/readyz"))
        except OSError:
            return False

    def ask(self, path, body=None, **headers):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"} | headers,
            data=body and json.dumps(body).encode())
        while True:
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:
                    return answer.read()
            except urllib.error.HTTPError as refusal:
                # The projections may need longer than a question waits for them.
                if refusal.code != 503 or path == "/readyz":
                    raise
                time.sleep(0.5)

    def lines(self, path, position):
        return [json.loads(line) for line in self.ask(path, **{"X-Wait-For-Position": str(position)}).splitlines()]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def tables_agree_with_the_service(maintien, folder):
    """Digests, rows and types are those of the manifest, and sums those of the service, now and in the past, while commands are recorded."""
    data, made = folder / "data", folder / "tables"
    run(maintien, "demo", "--contracts", 300, "--seed", 3, "--data", data)
    service = Service(maintien, folder, data)
    try:
        position = json.loads(run(maintien, "verify", "--json", "--data", data).stdout)["position"]
        service.lines(f"/v1/coverage?on={DAYS[0]}&limit=1", position)
        with Writing(service) as writing:
            run(maintien, "export", made, "--data", data, "--quiet")
        if not writing.count:
            raise AssertionError("nothing was recorded while the export was made")
        manifest = json.loads((made / "manifest.json").read_text())
        check_files(duckdb.connect(), manifest, made)
        with contextlib.chdir(folder):
            names = {}
            exec(readme.block("python", "# Reads the tables"), names)
            check_answers(names["database"], service, manifest)
    finally:
        service.stop()


class Writing:
    """Records commands meanwhile."""

    def __init__(self, service):
        self.service, self.count, self.is_over = service, 0, threading.Event()
        self.contracts = [line["contract"] for line in service.lines(f"/v1/coverage?on={DAYS[1]}", 0)]
        self.thread = threading.Thread(target=self.write)

    def __enter__(self):
        self.thread.start()
        while not self.count:
            if not self.thread.is_alive():
                raise AssertionError("no command was recorded")
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()

    def write(self):
        for number in itertools.count():
            if self.is_over.is_set():
                return
            contract = self.contracts[number * 7 % len(self.contracts)]
            body = {"effectiveOn": MONTHS[number % 3] + "-01", "grossMonthlyPayCents": 200_000 + number}
            try:
                self.service.ask(f"/v1/contracts/{contract}/declare-pay", body)
                self.count += 1
            except urllib.error.HTTPError as refusal:
                # Not every contract has a pay on that day.
                if refusal.code != 422:
                    raise


def check_files(database, manifest, made):
    named = {"manifest.json"}
    for table in manifest["tables"]:
        columns = {column["name"]: TYPES[column["type"]] for column in table["columns"]}
        assert [file["format"] for file in table["files"]] == ["csv", "ndjson"]
        read = {}
        for file in table["files"]:
            named.add(file["name"])
            content = (made / file["name"]).read_bytes()
            assert len(content) == file["bytes"] and hashlib.sha256(content).hexdigest() == file["sha256"], file
            rows = len(list(csv.reader(io.StringIO(content.decode())))) - 1 if file["format"] == "csv" else content.count(b"\n")
            assert rows == file["rows"] > 0, file
            path = str(made / file["name"])
            how = "read_csv(?, header = true, columns = ?)" if file["format"] == "csv" else "read_json(?, format = 'newline_delimited', columns = ?)"
            database.execute(f"CREATE OR REPLACE TABLE {table['name']}_{file['format']} AS SELECT * FROM {how}", [path, columns])
            read[file["format"]] = f"{table['name']}_{file['format']}"
        for column in table["columns"]:
            nulls, = database.execute(f'SELECT count(*) FROM {read["csv"]} WHERE "{column["name"]}" IS NULL').fetchone()
            assert not nulls or column["nullable"], column
        # Of a CSV file DuckDB finds by itself what the manifest says.
        found = database.execute("DESCRIBE SELECT * FROM read_csv(?, sample_size = -1)", [str(made / f"{table['name']}.csv")]).fetchall()
        expected = [(column["name"], FOUND_AS.get(column["type"], TYPES[column["type"]])) for column in table["columns"]]
        assert [(name, kind) for name, kind, *_ in found] == expected, (found, expected)
        # Both formats say the same.
        shown = ", ".join(f'"{name}"::VARCHAR' for name in columns)
        for one, other in (("csv", "ndjson"), ("ndjson", "csv")):
            left = database.execute(f"SELECT {shown} FROM {read[one]} EXCEPT ALL SELECT {shown} FROM {read[other]}").fetchall()
            assert not left, (table["name"], left[:3])
    assert set(os.listdir(made)) == named
    positions = database.execute("SELECT count(*), min(position), max(position), count(DISTINCT position) FROM events_csv").fetchone()
    assert positions == (positions[0], 1, manifest["log"]["position"], positions[0]) and positions[0] == manifest["log"]["position"], positions


def check_answers(database, service, manifest):
    position = manifest["log"]["position"]
    instants = [at for at, in database.execute(
        "SELECT strftime(recordedAt AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ') FROM events WHERE position = ANY (?)",
        [[position // 10, position // 2, position - position // 10]]).fetchall()]
    assert len(set(instants)) == 3, instants
    covered, totals = readme.block("sql", "-- Who is covered"), readme.block("sql", "-- What a month comes to")
    for at in [manifest["knownAt"], *instants]:
        database.execute("SET VARIABLE instant = CAST(? AS TIMESTAMPTZ)", [at])
        for day in DAYS:
            database.execute("SET VARIABLE day = CAST(? AS DATE)", [day])
            ours = {(str(contract), person, state, basis, option) for contract, person, state, basis, option in database.execute(covered).fetchall()}
            theirs = {one for line in service.lines(f"/v1/coverage?on={day}&known-at={at}", position) for one in people(line)}
            assert ours == theirs and len(theirs) > 20, (at, day, sorted(ours ^ theirs, key=str)[:5])
        for month in MONTHS:
            database.execute("SET VARIABLE month = ?", [month])
            ours = collections.Counter({tuple(row[:2]): tuple(row[2:]) for row in database.execute(totals).fetchall()})
            theirs = {(line["employer"], line["standing"]): (line["contracts"], *line["due"].values())
                      for line in service.lines(f"/v1/cotisations/totals?month={month}&known-at={at}", position)}
            assert dict(ours) == theirs and len(theirs) > 1, (at, month, ours, theirs)


def people(line):
    holder = line["holder"]
    yield line["contract"], "holder", holder["state"], holder["basis"], holder["option"]
    for one in line["beneficiaries"]:
        yield line["contract"], one["beneficiary"], one["state"], one["basis"], None


def full_disk_leaves_nothing(maintien, folder):
    """On a full disk an export fails, says so, and leaves nothing."""
    data, disk = folder / "data", folder / "disk"
    disk.mkdir()
    run(maintien, "demo", "--contracts", 200, "--data", data)
    script = 'mount -t tmpfs -o size=256k,mode=755 full "$1" && "$0" export "$1/tables" --data "$2" --quiet; echo "status $?"; ls -A "$1"'
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    found = subprocess.run([*unshare, "sh", "-c", script, maintien, disk, data], capture_output=True, text=True)
    assert found.stdout == "status 2\n" and "No space left on device. Nothing was exported." in found.stderr, (found.stdout, found.stderr)
    run(maintien, "export", pathlib.Path(disk) / "tables", "--data", data, "--quiet")
