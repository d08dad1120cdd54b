"""Those who work with the service. Each command has contracts, a key and an amount of pay of its own, so that every event tells whose it is."""

import itertools, json, random, time, uuid

from .client import Client, Lost
from .service import private_file

# After this the driver gives up a command that is still answered 503: the service has not come back.
PATIENCE = 180


class Numbers:
    """Amounts of pay, each given out once."""

    def __init__(self):
        self.next = itertools.count(100_000).__next__


def affiliation(cents):
    return {
        "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A", "option": "base", "grossMonthlyPayCents": cents,
        "employment": {"kind": "civilServant", "startedOn": "2019-09-01"}, "holder": {"bornOn": "1985-03-14", "identity": {"familyName": "Kerbrat"}}}


class Worker:
    must_go_on = True

    def __init__(self, load, service, answers, complaints):
        self.load, self.service, self.answers, self.complaints = load, service, answers, complaints
        self.client, self.steps = Client(service, answers, complaints), 0

    def rest(self):
        """Called when the load is turned off."""
        self.client.close()

    def commands(self, count):
        """A new contract's first commands: each a name, a body, a key and its amount."""
        for number in range(count):
            cents = self.load.numbers.next()
            body = {"effectiveOn": "2026-06-01", "grossMonthlyPayCents": cents} if number else affiliation(cents)
            yield ("declare-pay" if number else "affiliate"), body, f"k-{cents}", cents

    def try_later(self, headers, deadline, what):
        """Waits before the next attempt."""
        self.answers.note_try_later()
        if headers is not None and not headers.get("Retry-After"):
            self.complaints.add("wrong", f"{what}: 503 without Retry-After")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what}: not settled after {PATIENCE} s")
        time.sleep(random.uniform(0.05, 0.3))

    def take(self, what, contract, version, cents, body):
        """Keeps an acknowledgement, whose version is known before."""
        self.answers.acknowledge(contract, body.get("version"), body.get("position"), cents)
        if body.get("version") != version:
            self.complaints.add("wrong", f"{what}: version {body.get('version')} for what must be version {version}")

    def refuse(self, what, status, body):
        self.complaints.add("500" if status >= 500 else "wrong", f"{what}: {status} {str(body)[:300]}")


class Single(Worker):
    """One command after the other, each sent again under its key until it is acknowledged."""

    def step(self):
        contract = str(uuid.uuid4())
        for version, (name, body, key, cents) in enumerate(self.commands(4), 1):
            if not self.settle(contract, version, name, body, key, cents):
                return

    def settle(self, contract, version, name, body, key, cents):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                status, headers, answer = self.client.send(
                    "POST", f"/v1/contracts/{contract}/{name}", json.dumps(body).encode(), headers={"Idempotency-Key": key})
            except Lost:
                self.try_later(None, deadline, name)
                continue
            if status in (200, 201):
                self.take(name, contract, version, cents, answer)
                return True
            if status not in (429, 503):
                self.refuse(name, status, answer)
                return False
            self.try_later(headers, deadline, name)


class Bulk(Worker):
    """Commands of some contracts in one request; the undecided lines are sent again."""

    # Few lines are inserted, many copied in.
    CONTRACTS, COMMANDS = (4, 60), 8

    def step(self):
        made = []
        for _ in range(random.choice(self.CONTRACTS)):
            contract = str(uuid.uuid4())
            made.append([
                (contract, version, cents, json.dumps({"key": key, "contract": contract, "command": name, **body}))
                for version, (name, body, key, cents) in enumerate(self.commands(self.COMMANDS), 1)])
        # The contracts take turns, each with its lines in order.
        lines = [line for turn in zip(*made) for line in turn]
        deadline = time.monotonic() + PATIENCE
        while lines:
            lines, headers = self.give(lines)
            if lines:
                self.try_later(headers, deadline, "bulk")

    def give(self, lines):
        """Sends lines. Returns those that are still undecided, and the headers of an answer that decided none."""
        body = "".join(line + "\n" for *_, line in lines).encode()
        generation = self.service.generation
        try:
            status, headers, answers = self.client.send("POST", "/v1/commands", body, "application/x-ndjson")
        except Lost:
            return lines, None
        if status in (429, 503):
            return lines, headers
        if status != 200:
            self.refuse("bulk", status, answers)
            return [], None
        if len(answers) != len(lines) and generation == self.service.generation:
            self.complaints.add("unanswered", f"bulk: {len(answers)} answers for {len(lines)} lines; the last is {str(answers[-1:])[:300]}")
        return self.sort_out(lines, answers), None

    def sort_out(self, lines, answers):
        undecided, waiting, given_up = [], set(), set()
        for place, line in enumerate(lines):
            contract, version, cents, _ = line
            answer = answers[place] if place < len(answers) else {"status": 503}
            if contract in given_up:
                continue
            if answer["status"] in (429, 503):
                waiting.add(contract)
                undecided.append(line)
            elif answer["status"] not in (200, 201):
                self.refuse("bulk line", answer["status"], answer)
                given_up.add(contract)
            else:
                if contract in waiting:
                    self.complaints.add("wrong", "bulk line: decided behind an undecided line of its contract")
                self.take("bulk line", contract, version, cents, answer)
        return [line for line in undecided if line[0] not in given_up]


class Import(Worker):
    """A file, imported again until every line is accepted. The import is killed when the service is."""

    CONTRACTS, COMMANDS = 6, 40
    must_go_on = False

    def step(self):
        made, lines = [], []
        for _ in range(self.CONTRACTS):
            contract = str(uuid.uuid4())
            for version, (name, body, key, cents) in enumerate(self.commands(self.COMMANDS), 1):
                made.append((contract, version, cents))
                lines.append(json.dumps({"key": key, "contract": contract, "command": name, **body}) + "\n")
        file = private_file(self.service.folder / "import.ndjson", "".join(lines))
        deadline = time.monotonic() + PATIENCE
        while True:
            status, output = self.service.verb("import", file, "--vault-key", self.service.key, "--quiet")
            if status == 0:
                break
            if status == 1:
                self.complaints.add("wrong", f"import: {output[:300]} {self.refused()}")
                return
            self.try_later(None, deadline, f"import: {output[-300:]}")
        for contract, version, cents in made:
            self.answers.acknowledge(contract, version, None, cents)

    def refused(self):
        with open(f"{self.service.folder}/import.ndjson.refused.ndjson") as file:
            return file.read(300)


class Reader(Worker):
    """Questions: answered, or 503. A contract's events hold what was acknowledged before the question."""

    must_go_on = False
    PATHS = ("/v1/coverage?on=2026-06-01&limit=5", "/v1/worklist?limit=5", "/v1/cotisations/totals?month=2026-06", "/v1/events?limit=5", "/healthz",
             "/readyz", "/metrics", "/v1/schemes/fpe-education-2026")

    def step(self):
        known = self.answers.latest
        paths = [random.choice(self.PATHS)] + ([f"/v1/contracts/{known[0]}/events", f"/v1/contracts/{known[0]}/timeline"] if known else [])
        for path in paths:
            try:
                status, _, answer = self.client.send("GET", path)
            except Lost:
                continue
            if status not in (200, 429, 503) or path == "/healthz" and status != 200:
                self.refuse(f"GET {path.split('?')[0]}", status, answer)
            elif status == 200 and path.endswith("/events") and len(answer["events"]) < known[1]:
                self.complaints.add("lost", f"{known[0]} has {len(answer['events'])} events, and {known[1]} were acknowledged")
        time.sleep(0.05)
