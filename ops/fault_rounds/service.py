"""The service under test, and the programs beside it."""

import os, secrets, signal, socket, subprocess, threading, time, urllib.request


def private_file(path, content):
    """Writes a file that only its owner reads."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())
    return path


# A socket for each port that was given out. They are bound and do not listen.
HELD = []


def free_port():
    """A port of the loopback that nobody else gets as long as this process runs. A server that sets SO_REUSEADDR listens on it all the same, again and again."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    HELD.append(held)
    return held.getsockname()[1]


class Service:
    """One `maintien serve`. It is killed and started again; each start is another generation."""

    def __init__(self, root, folder, pair, complaints):
        self.root, self.folder, self.complaints = root, folder, complaints
        self.executable = root / ".build/debug/maintien"
        self.token, password = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self.generation, self.process, self.up = 0, None, threading.Event()
        # A mark for each request that is not answered yet.
        self.under_way = set()
        self.port = free_port()
        files = {"owner-url": pair.url("postgres"), "url": pair.url("maintien", password), "token": self.token, "password": password}
        self.files = {name: private_file(folder / name, content) for name, content in files.items()}
        self.key = private_file(folder / "vault-key", secrets.token_bytes(32))
        self.prepare(pair)

    def prepare(self, pair):
        pair.ask("CREATE DATABASE maintien TEMPLATE template0")
        login = {"PGHOST": str(pair.primary.socket), "POSTGRES_USER": "postgres", "POSTGRES_DB": "maintien",
                 "SERVICE_PASSWORD_FILE": str(self.files["password"])}
        subprocess.run([self.root / "ops/create-service-login"], check=True, env=os.environ | login, stdout=subprocess.DEVNULL)
        self.verb("migrate", owner=True)

    def environment(self, owner=False):
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MAINTIEN_")}
        return inherited | {"MAINTIEN_DATABASE_FILE": str(self.files["owner-url" if owner else "url"])}

    def verb(self, *arguments, owner=False):
        """Runs a verb to its end: its exit status and what it wrote."""
        run = [self.executable, *map(str, arguments)]
        found = subprocess.run(run, env=self.environment(owner), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if arguments[0] == "migrate" and found.returncode:
            raise RuntimeError(f"maintien migrate: {found.stdout}")
        return found.returncode, found.stdout

    def start(self):
        """Starts it, and returns when it answers."""
        run = [self.executable, "serve", "--vault-key", self.key, "--listen", f"127.0.0.1:{self.port}", "--log-level", "warning"]
        environment = self.environment() | {"MAINTIEN_TOKEN_FILE": str(self.files["token"])}
        for _ in range(20):
            if self.up.is_set():
                return
            with open(self.folder / "service.log", "ab") as log:
                self.process = subprocess.Popen(run, env=environment, stdout=log, stderr=log)
            while self.process.poll() is None and not self.up.is_set():
                if self.is_alive():
                    self.up.set()
                time.sleep(0.05)
        if not self.up.is_set():
            raise RuntimeError(f"the service does not start: see {self.folder}/service.log")

    def is_alive(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=60).status == 200
        except OSError:
            return False

    def kill(self):
        self.up.clear()
        self.generation += 1
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def check(self):
        """Complains when the service ended unasked, and starts it again."""
        if self.up.is_set() and self.process.poll() is not None:
            self.complaints.add("service", f"it ended by itself with {self.process.returncode}")
            self.kill()
            self.start()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait()
        if status:
            self.complaints.add("service", f"asked to stop, it ended with {status}")
