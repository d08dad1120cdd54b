"""The machine of a deployment: PostgreSQL, the service, a node exporter, and the commands that runbooks call."""

import http.server, json, os, secrets, shutil, signal, subprocess, threading, time, urllib.error, urllib.request, uuid

from fault_rounds import postgres
from fault_rounds.service import free_port, private_file

AFFILIATION = {
    "scheme": "fpe-education-2026", "effectiveOn": "2026-05-01", "employer": "0750001A", "option": "base", "grossMonthlyPayCents": 250000,
    "employment": {"kind": "civilServant", "startedOn": "2019-09-01"}, "holder": {"bornOn": "1985-03-14", "identity": {"familyName": "Kerbrat"}}}


def wait(condition, what, seconds=240):
    """Waits until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError(f"{what}: not within {seconds} s")
        time.sleep(0.2)


class Machine:
    def __init__(self, root, folder, executable, debian):
        self.root, self.folder, self.executable, self.debian, self.programs = root, folder, executable, debian, debian / "usr/bin"
        self.archive, self.textfiles = folder / "archive", folder / "textfiles"
        self.textfiles.mkdir()
        # Of this run's own: what is killed leaves things there.
        postgres.mount_disk("/dev/shm", "64m")
        os.chmod("/dev/shm", 0o1777)
        self.clock = folder / "clock"
        self.make_archive()
        postgres.SETTINGS.update({
            "synchronous_standby_names": "''", "archive_mode": "on", "archive_timeout": "1",
            "archive_command": f"'test -d {self.archive} && cp %p {self.archive}/%f'",
            # A standby that was paused for long takes from the archive what the primary has removed.
            "restore_command": f"'cp {self.archive}/%f %p'"})
        self.database = postgres.Node("a", folder)
        self.database.initialise()
        self.database.start()
        self.standby = postgres.Node("b", folder)
        self.standby.follow(self.database)
        self.port, self.node_port, self.service = free_port(), free_port(), None
        self.url = f"http://127.0.0.1:{self.port}"
        self.make_files()
        self.make_commands()
        self.prepare()
        self.start_service()
        wait(lambda: "maintien_read_database_used 1" in self.ask("/metrics")[1], "the standby answers questions")
        self.seals_by_itself = threading.Event()
        self.seals_by_itself.set()
        # Held while the timer seals, and where it must not.
        self.sealing = threading.Lock()
        self.seal()
        threading.Thread(target=self.seal_by_timer, daemon=True).start()
        threading.Thread(target=self.work, daemon=True).start()
        with open(folder / "node-exporter.log", "ab") as log:
            subprocess.Popen([
                self.programs / "prometheus-node-exporter", f"--web.listen-address=127.0.0.1:{self.node_port}", "--collector.disable-defaults",
                "--collector.filesystem", "--collector.textfile", f"--collector.textfile.directory={self.textfiles}"], stdout=log, stderr=log)

    def make_archive(self):
        self.archive.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.archive, "postgres")

    def make_files(self):
        password, self.token, self.supervisor = (secrets.token_urlsafe(32) for _ in range(3))
        place = f"host={self.database.socket}"
        contents = {
            "url": f"postgresql://maintien:{password}@/maintien?{place}", "standby-url": f"postgresql://maintien:{password}@/maintien?host={self.standby.socket}",
            "owner": f"postgresql://postgres@/maintien?{place}", "password": password,
            "token": self.token, "tokens": f"chief {self.supervisor} supervisor\n", "key": secrets.token_bytes(32)}
        self.files = {name: private_file(self.folder / name, content) for name, content in contents.items()}

    def make_commands(self):
        """The directory of the commands that only a machine with systemd, a firewall and a clock of its own has. They are done here instead."""
        machine = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                words = self.path.strip("/").split("/")
                status, text = getattr(machine, words[0])(*words[1:])
                self.send_response(status)
                self.end_headers()
                self.wfile.write(text.encode())

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.commands = self.folder / "commands"
        self.commands.mkdir()
        for name in ("systemctl", "journalctl", "nft"):
            words = '/"$1"/"$2"' if name == "systemctl" else ""
            (self.commands / name).write_text(f"#!/bin/sh\nexec curl --silent --fail --max-time 300 http://127.0.0.1:{server.server_port}/{name}{words}\n")
            (self.commands / name).chmod(0o755)
        (self.commands / "maintien").symlink_to(self.executable)

    def prepare(self):
        self.database.ask("CREATE DATABASE maintien TEMPLATE template0")
        login = {"PGHOST": str(self.database.socket), "POSTGRES_USER": "postgres", "POSTGRES_DB": "maintien",
                 "SERVICE_PASSWORD_FILE": str(self.files["password"])}
        subprocess.run([self.root / "ops/create-service-login"], check=True, env=os.environ | login, stdout=subprocess.DEVNULL)
        self.maintien("migrate", MAINTIEN_DATABASE_FILE=str(self.files["owner"]))
        _, public = self.maintien("seal", "--make-key", "alarms.example.fr/seal", "--seal-key", self.folder / "seal.key")
        (self.folder / "seal-keys").write_text(public)
        (self.folder / "seals").mkdir()

    # The service

    def settings(self):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MAINTIEN_", "PG"))}
        return inherited | {"MAINTIEN_DATABASE_FILE": str(self.files["url"]), "MAINTIEN_VAULT_KEY": str(self.files["key"])}

    def seal(self):
        self.maintien("seal", "--seal-key", self.folder / "seal.key", "--to", self.folder / "seals", "--metrics", self.textfiles / "maintien-seal.prom", check=False)

    def seal_by_timer(self):
        """What the timer of the sealer does, as long as it runs."""
        while True:
            time.sleep(10)
            with self.sealing:
                if self.seals_by_itself.is_set():
                    self.seal()

    def verify(self):
        """What the timer of the daily proof does."""
        self.maintien("verify", "--metrics", self.textfiles / "maintien-log.prom", check=False)

    def maintien(self, *arguments, check=True, **environment):
        """Runs a verb to its end: its exit status and what it wrote."""
        run = [self.executable, *map(str, arguments)]
        found = subprocess.run(run, env=self.settings() | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if check and found.returncode:
            raise RuntimeError(f"maintien {arguments[0]}: {found.stdout}")
        return found.returncode, found.stdout

    def start_service(self):
        run = [self.executable, "serve", "--listen", f"127.0.0.1:{self.port}", "--behind-proxy", "--tokens", self.files["tokens"]]
        settings = {"MAINTIEN_TOKEN_FILE": str(self.files["token"]), "MAINTIEN_LIMITS_SHOWN_PEOPLE": "5",
                    "MAINTIEN_READ_DATABASE_FILE": str(self.files["standby-url"])}
        with open(self.folder / "service.log", "ab") as log:
            self.service = subprocess.Popen(run, env=self.settings() | settings, stdout=log, stderr=log)
        wait(lambda: self.service.poll() is not None or self.ask("/healthz")[0] == 200, "the service starts")
        if self.service.poll() is not None:
            raise RuntimeError(f"the service does not start: see {self.folder}/service.log")

    def stop_service(self, number=signal.SIGTERM):
        self.service.send_signal(number)
        self.service.wait()

    def ask(self, path, token=None, body=None, headers=None):
        """Sends a request: the status of its answer, and what it says. Without an answer the status is 0."""
        headers = {"Authorization": f"Bearer {token or self.token}", "Content-Type": "application/json"} | (headers or {})
        request = urllib.request.Request(self.url + path, json.dumps(body).encode() if body else None, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except OSError as error:
            return 0, str(error)

    def ask_again(self, *arguments, **named):
        """Sends a request until the service answers, and not by 503."""
        end = time.monotonic() + 240
        while (answer := self.ask(*arguments, **named))[0] in (0, 503) and time.monotonic() < end:
            time.sleep(0.2)
        return answer

    def affiliate(self):
        """A new contract's id; nil when it was not recorded."""
        contract = str(uuid.uuid4())
        return contract if self.ask(f"/v1/contracts/{contract}/affiliate", body=AFFILIATION)[0] == 201 else None

    def work(self):
        """What clerks do all the time: they record, and they ask."""
        while True:
            self.affiliate()
            self.ask("/v1/worklist?limit=5")
            time.sleep(0.3)

    # The commands

    def systemctl(self, verb, unit):
        if verb == "status":
            is_running = self.database.is_running if unit == "postgresql" else self.service.poll() is None
            return (200, f"{unit} runs\n") if is_running else (404, "")
        if unit == "chrony":
            self.clock.write_text("+0")
        elif unit == "postgresql-standby":
            self.standby.kill()
            self.standby.start(standby_of=self.database)
        elif unit == "postgresql":
            if self.database.is_running:
                self.database.kill()
            self.database.start()
        else:
            if verb != "start" and self.service.poll() is None:
                self.stop_service()
            if verb != "stop":
                self.start_service()
        return 200, ""

    def journalctl(self):
        return 200, (self.folder / "service.log").read_text()[-100_000:]

    def nft(self):
        return 200, ""

    # The runbooks

    def follow(self, runbook, sections, variables):
        """Runs the commands of a runbook's sections, as they stand."""
        parts = (self.root / "ops/runbooks" / f"{runbook}.md").read_text().split("\n## ")[1:]
        blocks = []
        for part in parts:
            title, _, text = part.partition("\n")
            if title in sections:
                blocks += [block.split("```")[0] for block in text.split("```sh\n")[1:]]
        environment = self.settings() | {
            "PATH": f"{self.commands}:{os.environ['PATH']}", "OWNER_FILE": str(self.files["owner"]), "PGHOST": str(self.database.socket), "PGUSER": "postgres",
            "PGDATABASE": "maintien", "URL": self.url, "TOKEN_FILE": str(self.files["token"]), "TEXTFILES": str(self.textfiles),
            "PGOPTIONS": "-c client_min_messages=warning"} | variables
        with open(self.folder / "runbooks.log", "a") as log:
            for block in blocks:
                print(f"== {runbook}\n{block}", file=log, flush=True)
                done = subprocess.run(["bash", "-euo", "pipefail", "-c", block], env=environment, stdout=log, stderr=log, cwd="/")
                if done.returncode:
                    raise RuntimeError(f"the commands of {runbook}.md end with {done.returncode}: see {log.name}\n{block}")
        return len(blocks)
