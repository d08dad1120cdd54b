"""The sandbox under test: its process, its clock, its routes, and the links that sign a browser in."""

import http.client, json, os, pathlib, re, secrets, signal, subprocess, time

from fault_rounds.service import free_port

ROLES = ("clerk", "supervisor", "auditor", "employer", "agent", "operator")

SOURCES = pathlib.Path(__file__).resolve().parents[2]
SCHEME = SOURCES / "db/schemes/fpe-education-2026.json"
MONEY = SOURCES / "Tests/ServiceTests/SchemeFiles/littoral-money.json"


def scheme_with_money():
    """The scheme of the program, with the made-up parameters of money of the tests: so runs can be made."""
    scheme = json.loads(SCHEME.read_text())
    for name, rows in json.loads(MONEY.read_text()).items():
        scheme["parameters"][name] = [row | {"from": scheme["effectiveFrom"]} for row in rows]
    return json.dumps(scheme, ensure_ascii=False)


class Sandbox:
    """One `maintien sandbox`. It writes to a log in `folder`; its end is that of the run. `settings` are those of its environment."""

    # Whether any sandbox has answered 503: some process stood still for longer than the service waits for it.
    stood_still = False

    def __init__(self, executable, folder, **settings):
        self.port = free_port()
        self.executable = executable
        self.url, self.log = f"http://127.0.0.1:{self.port}", folder / "sandbox.log"
        self.token, self.tokens = secrets.token_hex(32), {role: secrets.token_hex(32) for role in ROLES}
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        token = self.private_file(folder / "token", self.token)
        callers = self.private_file(folder / "callers", "".join(f"{role} {self.tokens[role]} {self.words(role)}\n" for role in ROLES))
        scheme = self.private_file(folder / "scheme.json", scheme_with_money())
        environment = {name: value for name, value in os.environ.items() if not name.startswith("MAINTIEN_")} | {"MAINTIEN_TOKEN_FILE": str(token)} | settings
        run = [executable, "sandbox", "--listen", f"127.0.0.1:{self.port}", "--tokens", callers, "--scheme", scheme, "--log-level", "warning"]
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(run, env=environment, stdout=log, stderr=log)
        while not self.is_ready():
            if self.process.poll() is not None:
                raise RuntimeError(f"the sandbox does not start: {self.log.read_text()}")
            time.sleep(0.1)

    @staticmethod
    def words(role):
        """The role, and what an employer or an agent sees."""
        return {"employer": "employer 0750001A", "agent": "agent 00000000-0000-4000-8000-000000000001"}.get(role, role)

    @staticmethod
    def private_file(path, content):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(content)
        return path

    def is_ready(self):
        try:
            return self.call("GET", "/readyz")[0] == 200
        except OSError:
            self.connection.close()
            return False

    def call(self, method, path, body=None, token=None, **headers):
        """Sends a request: its status, its headers, and its body as text. A `token` of `""` sends none."""
        head = {name.replace("_", "-"): value for name, value in headers.items()}
        if token != "":
            head["Authorization"] = f"Bearer {token or self.token}"
        if body is not None and not isinstance(body, str):
            body, head["Content-Type"] = json.dumps(body), "application/json"
        for is_last in (False, True):
            try:
                self.connection.request(method, path, body.encode() if body else None, head)
                answer = self.connection.getresponse()
                # A sandbox that starts is not ready yet.
                Sandbox.stood_still |= answer.status == 503 and path != "/readyz"
                return answer.status, answer.headers, answer.read().decode()
            except (http.client.RemoteDisconnected, ConnectionError, http.client.CannotSendRequest):
                # The service closes connections that rest.
                self.connection.close()
                if is_last:
                    raise

    def must(self, method, path, body=None, **headers):
        """Sends a request that has to succeed: its body, read as JSON."""
        status, head, text = self.call(method, path, body, **headers)
        if status >= 300:
            raise RuntimeError(f"{method} {path} is answered {status}: {text}")
        return json.loads(text) if text and head.get_content_type().endswith(("/json", "+json")) else text

    def gets(self, method, path, body=None, **headers):
        """The same, repeated while the service is too busy or behind: a request that changes something needs its key."""
        until = time.monotonic() + 300
        while True:
            status, _, text = self.call(method, path, body, **headers)
            if status != 503 or time.monotonic() > until:
                break
            time.sleep(0.1)
        if status >= 300:
            raise RuntimeError(f"{method} {path} is answered {status}: {text}")
        return json.loads(text)

    def reaches(self, position):
        """Waits until what is asked of all contracts knows of a position: it follows the log a moment later."""
        self.gets("GET", "/v1/worklist?limit=1", X_Wait_For_Position=str(position))

    def set_clock(self, now):
        self.must("POST", "/v1/sandbox/clock", {"now": now})

    def record(self, contract, command, body):
        """Records a fact through the routes, as another clerk would."""
        return self.must("POST", f"/v1/contracts/{contract}/{command}", body)

    def record_all(self, lines):
        """Records many facts at one instant: `lines` of contract, command and body. Returns the position of the last one."""
        text = "".join(json.dumps({"contract": contract, "command": command, **body}) + "\n" for contract, command, body in lines)
        answers = self.must("POST", "/v1/commands", text, Content_Type="application/x-ndjson")
        for line, answer in zip(lines, answers.splitlines(), strict=True):
            if json.loads(answer)["status"] >= 300:
                raise RuntimeError(f"{line} is refused: {answer}")
        return json.loads(answers.splitlines()[-1])["position"]

    def make_run(self, body):
        """Makes a run, and waits until it is complete."""
        run = self.gets("POST", "/v1/runs", body, Idempotency_Key=f"run-{body['month']}")
        while run["state"] == "open":
            time.sleep(0.05)
            run = self.gets("GET", f"/v1/runs/{run['run']}")
        return run

    def ask(self, contract, question, **parameters):
        query = "&".join(f"{name.replace('_', '-')}={value}" for name, value in parameters.items())
        return self.must("GET", f"/v1/contracts/{contract}/{question}?{query}")

    def events(self, contract):
        answer = self.ask(contract, "events")
        return answer["events"] if isinstance(answer, dict) else answer

    def processor_seconds(self):
        """The processor time that the sandbox has used, without its PostgreSQL."""
        # The name of the program, in parentheses, may hold spaces. What follows begins with field 3; fields 14 and 15 are the time in user and system mode.
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def sign_in_link(self):
        """A link that signs a browser in, good once: the sandbox prints it on a signal."""
        before = self.log.stat().st_size
        self.process.send_signal(signal.SIGUSR1)
        while True:
            with open(self.log, "rb") as log:
                log.seek(before)
                if found := re.search(rb"http://\S+\?code=\S+(?=\s)", log.read()):
                    return found[0].decode()
            if self.process.poll() is not None:
                raise RuntimeError(f"the sandbox ended by itself with {self.process.returncode}: see {self.log}")
            time.sleep(0.02)

    def stop(self):
        """Ends the sandbox. Raises unless it ends well."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        if self.process.wait():
            raise RuntimeError(f"asked to stop, the sandbox ended with {self.process.returncode}: {self.log.read_text()[-2000:]}")
