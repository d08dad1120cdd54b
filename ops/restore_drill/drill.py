"""The drill, step by step."""

import http.client, json, os, pathlib, secrets, shutil, signal, subprocess, threading, time, urllib.request, uuid

from fault_rounds.service import free_port, private_file
from .server import Server

PERSON = {"familyName": "Lossouarn", "givenNames": "Azenor", "nir": "285032915600119", "email": "azenor@exemple.bzh"}
# What the vault holds of a contract's holder, as PostgreSQL's files have it.
SEALED = """SELECT encode(b, 'hex') FROM (
    SELECT wrapped_key FROM vault.person WHERE contract_id = '{0}' UNION SELECT sealed FROM vault.record WHERE contract_id = '{0}'
    UNION SELECT nir_token FROM vault.record WHERE contract_id = '{0}') AS found (b)"""
# Seconds for which a request is sent again.
PATIENCE = 300


class Failure(Exception):
    """Something that must not be."""


def expect(holds, text):
    if not holds:
        raise Failure(text)


class Load:
    """Callers who record one command after the other, and remember each answer: its contract, version and position."""

    def __init__(self, drill, callers=4):
        self.drill, self.lock, self.acknowledged, self.is_on, self.trouble = drill, threading.Lock(), [], True, None
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(callers)]
        for thread in self.threads:
            thread.start()

    def work(self):
        try:
            while self.is_on:
                contract = str(uuid.uuid4())
                for version in range(1, 4):
                    body = {"effectiveOn": "2026-06-01", "grossMonthlyPayCents": 200_000 + version} if version > 1 else affiliation()
                    answer = self.drill.post(f"/v1/contracts/{contract}/{'declare-pay' if version > 1 else 'affiliate'}", body)
                    with self.lock:
                        self.acknowledged.append((contract, answer["version"], answer["position"]))
        except Exception as error:  # noqa: BLE001 - whatever a caller meets is told by stop
            self.trouble = error

    def go_on(self, count):
        """Returns when so many more commands are acknowledged."""
        goal = len(self.acknowledged) + count
        while len(self.acknowledged) < goal and not self.trouble:
            time.sleep(0.01)
        with self.lock:
            return max(position for _, _, position in self.acknowledged)

    def stop(self):
        self.is_on = False
        for thread in self.threads:
            thread.join()
        expect(not self.trouble, f"under load: {self.trouble}")


def affiliation(identity=None):
    holder = {"bornOn": "1985-03-14"} | ({"identity": identity} if identity else {})
    return {"scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A", "option": "base", "grossMonthlyPayCents": 250_000,
            "employment": {"kind": "civilServant", "startedOn": "2019-09-01"}, "holder": holder}


class Drill:
    def __init__(self, root, folder, options):
        self.root, self.folder, self.options, self.service, self.took = root, folder, options, None, []
        self.server = Server(folder, root / "ops/backup/pgbackrest.conf")
        self.token = secrets.token_urlsafe(32)
        private_file(folder / "token", self.token)
        private_file(folder / "vault-key", secrets.token_bytes(32))
        (folder / "seals").mkdir()
        self.seals = ["--seals", folder / "seals", "--seal-keys", folder / "seal-keys"]
        self.local = threading.local()
        self.port = free_port()

    def run(self):
        self.prepare()
        erased, living = self.tell_of_people()
        load = Load(self)
        load.go_on(100)
        self.seal()
        self.step("full backup", lambda: self.server.back_up("full"))
        load.go_on(100)
        self.step("differential backup", lambda: self.server.back_up("diff"))
        target = load.go_on(200)
        load.go_on(200)
        sealed = self.server.ask(SEALED.format(erased)).split()
        expect(len(sealed) == 3, f"the vault holds {sealed}")
        self.post(f"/v1/contracts/{erased}/people/holder/erase", {"reason": "asked for"})
        load.go_on(100)
        stated = self.seal()
        load.go_on(100)
        load.stop()
        self.keep_feed(target)
        self.server.archive()

        reached = int(self.server.ask("SELECT position FROM log.head"))
        self.disaster()
        restored = self.step(f"restored to position {target}", lambda: self.restore(target))
        end = restored["position"]
        expect(end >= target, f"position {target} was asked for, and the log ends at {end}")
        self.check_refusal()
        recovered = self.step("recovered", lambda: self.recover("--feed", self.folder / "feed"))
        expect(recovered["sealedPosition"] == stated, f"the newest seal states {stated}: {recovered}")
        self.check_losses(load, end, recovered)
        self.check_services_stop_first()
        self.seal("--after-recovery")
        self.step("verified", self.verify)
        self.check_people(erased, living, sealed)
        self.rehearse(target, reached)

        # The timeline of the restored log is archived too: it is lost and restored in its turn.
        load = Load(self)
        load.go_on(100)
        with load.lock:
            before = list(load.acknowledged)
        instant = self.server.ask("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
        load.go_on(100)
        load.stop()
        self.server.archive()
        self.disaster()
        self.interrupt_restore()
        end = self.step(f"restored to {instant}", lambda: self.restore(instant, "--replace"))["position"]
        expect(end >= max(position for _, _, position in before), f"the log ends at {end}, and more was acknowledged before {instant}")
        expect(end < max(position for _, _, position in load.acknowledged), f"the log ends at {end}, after {instant}")
        recovered = self.step("recovered", self.recover)
        expect((recovered["incarnation"], recovered["erasedAgain"]) == (3, 0), f"{recovered}")
        self.seal("--after-recovery")
        self.verify()
        self.check_people(erased, living, sealed)
        former = self.change_epoch(living)
        self.stop()
        self.server.archive()
        last = int(self.server.ask("SELECT position FROM log.head"))
        self.disaster(runs=False)
        end = self.step("restored to the end", lambda: self.restore("end"))["position"]
        expect(end == last, f"the log ended at {last}, and ends at {end}")
        self.step("recovered", self.recover)
        self.seal("--after-recovery")
        self.verify()
        self.stop()
        self.server.archive()

        # Back to before the erasure, when the epoch of that time is destroyed.
        self.disaster(runs=False)
        self.step(f"restored to position {target}", lambda: self.restore(target))
        self.check_destroyed_epoch(erased, former)
        self.check_parts(target)

    # Steps

    def step(self, name, body):
        began = time.monotonic()
        result = body()
        print(f"  {name:<34} {time.monotonic() - began:>6.1f} s", flush=True)
        return result

    def prepare(self):
        self.server.initialise((self.root / "ops/backup/postgresql.conf").read_text())
        self.server.start()
        self.server.pgbackrest("stanza-create")
        self.server.ask("CREATE DATABASE maintien TEMPLATE template0", "postgres")
        self.verb("migrate")
        (self.folder / "seal-keys").write_text(self.verb("seal", "--make-key", "drill.example.fr/seal", "--seal-key", self.folder / "seal-key", on_database=False))
        self.server.ask("CREATE ROLE maintien LOGIN NOINHERIT IN ROLE maintien_service")
        made = self.step("portfolio", lambda: json.loads(self.verb("demo", "--json", "--contracts", self.options.contracts)))
        print(f"  {made.get('events', made)} events", flush=True)
        self.start()

    def tell_of_people(self):
        people = str(uuid.uuid4()), str(uuid.uuid4())
        for contract, email in zip(people, ("erased@exemple.bzh", "living@exemple.bzh")):
            self.post(f"/v1/contracts/{contract}/affiliate", affiliation(PERSON | {"email": email}))
        return people

    def keep_feed(self, after):
        """What a consumer of the feed has seen."""
        with open(self.folder / "feed", "w") as file:
            while events := self.get(f"/v1/events?after={max(after - 50, 0)}&limit=1000"):
                file.write(json.dumps(events) + "\n")
                after = events[-1]["position"] + 50

    def disaster(self, runs=True):
        if runs:
            self.service.kill()
            self.service.wait()
            self.service = None
        self.server.destroy()

    def restoration(self, target, *options):
        """The words of a restoration."""
        return ["restore", "--json", "--to", target, "--pg-data", self.server.data, "--pgbackrest-config", self.server.configuration, *options]

    def restore(self, target, *options):
        restored = json.loads(self.verb(*self.restoration(target, *options), on_database=False))
        # A standby that is made from the server takes its settings: with a target it would end there, and go on alone.
        settings = (pathlib.Path(self.server.data) / "postgresql.auto.conf").read_text()
        expect("recovery_target" not in settings, f"the target of the recovery is left: {settings}")
        self.server.start()
        return restored

    def interrupt_restore(self):
        """The power fails while PostgreSQL replays the archive. PostgreSQL does not start on what is there then."""
        lock = self.server.data / "postmaster.pid"
        with self.server.without_newest_segment():
            command = [str(word) for word in [self.options.maintien, *self.restoration("end")]]
            restoring = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while not lock.exists():
                expect(restoring.poll() is None, "the restoration ended before it was interrupted")
                time.sleep(0.01)
            restoring.kill()
            restoring.wait()
            for words in ("PostgreSQL runs on", "postmaster.pid"):
                status, output = self.try_verb(*self.restoration("end", "--replace"), on_database=False)
                expect(status == 2 and words in output, f"restored beside a server: {status} {output}")
                self.server.kill()
        lock.unlink()
        try:
            self.server.start()
        except RuntimeError:
            expect("maintien_restore_is_not_complete" in self.server.log.read_text(), "PostgreSQL did not start for another reason")
        else:
            raise Failure("PostgreSQL starts on an interrupted restoration")

    def rehearse(self, target, reached):
        """Beside the server, what the restoration left is restored for a trial: the timeline of before. The repository stays as it is."""
        self.server.archive()
        before = self.server.archived_timelines()
        trial = self.server.beside(self.folder / "trial")
        words = ["restore", "--json", "--rehearsal", "--timeline", "1", "--pg-data", trial.data, "--pgbackrest-config", trial.configuration]
        try:
            for to, end in (("end", reached), (target + 100, target + 100)):
                restored = self.step(f"rehearsed: timeline 1, to {to}", lambda to=to: json.loads(self.verb(
                    *words, "--to", to, "--replace", on_database=False)))
                expect(end <= restored["position"] <= reached and not restored["archives"], f"timeline 1, to {to}: {restored}, and it ended at {reached}")
            trial.start()
            expect(trial.ask("SHOW archive_mode") == "off", "the rehearsal archives")
            trial.ask("SELECT pg_switch_wal()")
            trial.ask("CHECKPOINT")
            timeline = int(trial.ask("SELECT timeline_id FROM pg_control_checkpoint()"))
            expect(timeline > max(before), f"the rehearsal is on timeline {timeline}, and {before} are archived")
        finally:
            trial.stop("immediate", check=False)
        expect(self.server.archived_timelines() == before, "the rehearsal has archived something")
        shutil.rmtree(trial.folder)

    def recover(self, *options):
        recovered = json.loads(self.verb("recover", "--json", *self.seals, *options))
        self.start()
        return recovered

    def seal(self, *options):
        """Seals the log, and writes the register of erasures beside the seal. Returns the position."""
        return json.loads(self.verb("seal", "--json", "--seal-key", self.folder / "seal-key", "--to", self.folder / "seals", *options))["position"]

    def verify(self):
        self.verb("verify", *self.seals)
        self.verb("verify", "--projections")

    def change_epoch(self, living):
        """Rotates the master key under the service, lets the backups of before end, and destroys the former epoch. Returns the former key file."""
        former = private_file(self.folder / "former-key", (self.folder / "vault-key").read_bytes())
        key = ["--vault-key", self.folder / "vault-key"]
        rotated = self.step("rotated", lambda: json.loads(self.verb("vault", "rotate", "--json", *key)))
        expect(rotated["epoch"] == 2 and rotated["wrapped"] > 0, f"{rotated}")
        status, output = self.try_verb("vault", "destroy-epoch", "1", *key)
        expect(status == 2 and "Backups may need epoch 1" in output, f"{status} {output}")
        self.server.ask("UPDATE vault.epoch SET settled_at = settled_at - interval '36 days'")
        self.verb("vault", "destroy-epoch", "1", *key)
        expect(self.get(f"/v1/contracts/{living}/people/holder")["email"] == "living@exemple.bzh", "the living person is not there")
        return former

    # Checks

    def check_refusal(self):
        """What was restored and not recovered is not served, nor recovered without a word about erasures."""
        for arguments in (["serve", "--listen", "127.0.0.1:0", "--vault-key", self.folder / "vault-key"], ["recover"], ["recover", "--no-seals"]):
            status, output = self.try_verb(*arguments)
            expect(status == 2 and "restored from a backup" in output, f"{arguments[0]}: {status} {output}")

    def check_services_stop_first(self):
        """Nothing is recovered while a service runs."""
        status, output = self.try_verb("recover", *self.seals)
        expect(status == 2 and "stop every service first" in output, f"recovered beside a service: {status} {output}")

    def check_losses(self, load, end, recovered):
        log = {tuple(line.split("|")) for line in self.server.ask(
            f"SELECT contract_id, version, position FROM log.event WHERE position <= {end}").splitlines()}
        for contract, version, position in load.acknowledged:
            if position <= end:
                expect((contract, str(version), str(position)) in log, f"{position} was acknowledged before the target, and is not there")
        lost = {position for _, _, position in load.acknowledged if position > end}
        listed = recovered["lost"]
        positions = [event["position"] for event in listed["events"]]
        # The erasure is lost too, and recorded again: it is not to be told.
        erasures = [erasure["position"] for erasure in listed["erasures"]]
        expect(sorted(positions + erasures) == list(range(end + 1, listed["through"] + 1)), f"lost after {end}: {positions[:5]} … {positions[-5:]}")
        expect(lost <= set(positions) and len(erasures) == 1, f"acknowledged and not listed: {sorted(lost - set(positions))[:5]}; {erasures}")
        expect(recovered["untold"] == [], f"{recovered['untold']}")
        expect((recovered["erasedAgain"], recovered["erasedUnknown"], recovered["incarnation"]) == (1, 0, 2), f"{recovered}")
        print(f"  {len(lost)} acknowledged commands after the target are listed as lost, {len(load.acknowledged) - len(lost)} before it are there", flush=True)

    def check_people(self, erased, living, sealed):
        status, body = self.request("GET", f"/v1/contracts/{erased}/people/holder")
        expect(status == 410, f"the erased person: {status} {body}")
        expect(self.get(f"/v1/contracts/{living}/people/holder")["email"] == "living@exemple.bzh", "the living person is not there")
        expect(self.get("/v1/people?find=erased@exemple.bzh")["people"] == [], "the erased person is found")
        self.verb("people", "purge")
        self.server.ask("CHECKPOINT")
        others = self.server.ask("SELECT encode(nir_token, 'hex') FROM vault.record WHERE nir_token IS NOT NULL").split()
        traces = [bytes.fromhex(text) for text in sealed if text not in others]
        expect(len(traces) == 2, "nothing is left to be looked for")
        self.look_for(traces, self.server.data / "base")

    def check_destroyed_epoch(self, erased, former):
        """The restored backup has the erased person's key, wrapped under the epoch that is destroyed: nothing opens it but a key file of before."""
        stored = bytes.fromhex(self.server.ask(f"SELECT encode(wrapped_key, 'hex') FROM vault.person WHERE contract_id = '{erased}'"))
        expect(len(stored) == 40, "the backup has no key of the erased person")
        status, output = self.try_verb("verify", "--vault-key", self.folder / "vault-key")
        expect(status == 2 and "epoch 1" in output, f"verify: {status} {output}")
        status, output = self.try_verb("verify", "--vault-key", former)
        expect(status == 0, f"without the destruction all would open: {status} {output}")
        recovered = json.loads(self.verb("recover", "--json", *self.seals))
        expect(recovered["erasedAgain"] == 1, f"{recovered}")
        status, output = self.try_verb("serve", "--listen", "127.0.0.1:0", "--vault-key", self.folder / "vault-key")
        expect(status == 2 and "epoch 1" in output, f"serve: {status} {output}")
        self.verb("people", "purge")
        self.server.ask("CHECKPOINT")
        self.look_for([stored], self.server.data / "base")
        self.look_for([PERSON[field].encode() for field in ("familyName", "nir")] + [b"erased@exemple.bzh"], self.folder)
        print("  of the erased person nothing opens in the restored backup, and afterwards 0 bytes are left", flush=True)

    def check_parts(self, target):
        """A position from before the events were moved into parts cannot be told from the end, nor one whose row alone was written anew: then nothing
        is restored."""
        alone = target - 50
        self.verb("migrate", "--partitions", 4)
        self.server.ask(f"SET session_replication_role = replica; UPDATE log.event SET recorded_by = recorded_by WHERE position = {alone}")
        self.server.archive()
        self.disaster(runs=False)
        for position, words in ((target, "migrate --partitions"), (alone, f"the row of position {alone} was written anew")):
            status, output = self.try_verb(*self.restoration(position, "--replace"), on_database=False)
            expect(status == 2 and words in output, f"position {position}: {status} {output}")

    def look_for(self, traces, place):
        """Fails when a file has one of the traces."""
        for folder, _, names in os.walk(place):
            for name in names:
                path = pathlib.Path(folder) / name
                try:
                    content = path.read_bytes() if path.is_file() else b""
                except FileNotFoundError:
                    # PostgreSQL and pgBackRest remove files at any time.
                    continue
                expect(not any(trace in content for trace in traces), f"bytes of the erased person are in {path}")

    # The service

    def environment(self, login):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAINTIEN_")}
        url = f"postgresql://{login}@/maintien?host={self.server.socket}"
        return inherited | {"MAINTIEN_DATABASE": url, "MAINTIEN_TOKEN_FILE": str(self.folder / "token")}

    def try_verb(self, *arguments, on_database=True):
        login = "maintien" if arguments[0] == "serve" else "postgres"
        environment = self.environment(login) if on_database else dict(os.environ)
        found = subprocess.run([self.options.maintien, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        # PostgreSQL ends the sessions of a refused service a moment after its process. Until then `recover` takes the service for running.
        while login == "maintien" and self.server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = 'maintien'") != "0":
            time.sleep(0.1)
        return found.returncode, found.stdout + found.stderr

    def verb(self, *arguments, on_database=True):
        """Runs a verb as the database's owner, and returns what it wrote."""
        environment = self.environment("postgres") if on_database else dict(os.environ)
        found = subprocess.run([self.options.maintien, *map(str, arguments)], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        expect(found.returncode == 0, f"maintien {' '.join(map(str, arguments))}: {found.returncode} {found.stdout} {found.stderr}")
        return found.stdout

    def start(self):
        with open(self.folder / "service.log", "ab") as log:
            self.service = subprocess.Popen(
                [self.options.maintien, "serve", "--vault-key", str(self.folder / "vault-key"), "--listen", f"127.0.0.1:{self.port}", "--log-level",
                 "warning"], env=self.environment("maintien") | {"MAINTIEN_LIMITS_REQUESTS": "0"}, stdout=log, stderr=log)
        while True:
            expect(self.service.poll() is None, f"the service does not start: see {self.folder}/service.log")
            try:
                if urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=60).status == 200:
                    return
            except OSError:
                time.sleep(0.05)

    def stop(self):
        self.service.send_signal(signal.SIGTERM)
        expect(self.service.wait() == 0, "the service did not stop well")
        self.service = None

    def end(self):
        """Ends what still runs."""
        if self.service:
            self.service.kill()
            self.service.wait()
        self.server.stop("immediate", check=False)

    def request(self, method, path, body=None):
        """A request on a connection of this thread: its status and its answer.

        The request is sent again after a 503 or a lost connection, for `PATIENCE` seconds: a disk may stand still for longer than the service waits for a
        statement. All tries have one idempotency key, so that a command is recorded once.
        """
        head = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en", "Content-Type": "application/json"}
        if method == "POST":
            head["Idempotency-Key"] = str(uuid.uuid4())
        deadline = time.monotonic() + PATIENCE
        while True:
            connection = getattr(self.local, "connection", None) or http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
            self.local.connection = connection
            try:
                connection.request(method, path, json.dumps(body) if body else None, head)
                response = connection.getresponse()
                text = response.read()
                if response.status != 503:
                    return response.status, json.loads(text)
                trouble = f"503 {text}"
            except (OSError, http.client.HTTPException) as error:
                # A service of before is gone, and its connection with it.
                connection.close()
                self.local.connection, trouble = None, error
            expect(time.monotonic() < deadline, f"{method} {path}: {trouble}")
            time.sleep(0.2)

    def post(self, path, body):
        status, answer = self.request("POST", path, body)
        expect(status in (200, 201), f"{path}: {status} {answer}")
        return answer

    def get(self, path):
        status, answer = self.request("GET", path)
        expect(status == 200, f"{path}: {status} {answer}")
        return answer
