"""Three PostgreSQL under Patroni, on a machine each, and the etcd that elects their leader."""

import base64, http.client, json, os, pathlib, shutil, signal, subprocess, sys, time, urllib.request

from .network import NETWORKS, Machine, Networks
from .postgres import DISK, Node, mount_disk
from .server import PROGRAMS

ETCD = f"http://{NETWORKS['back']}.254:2379"
# For what Patroni does by itself, on a machine that is busy with other work.
PATIENCE = 300
SMALL = {
    "shared_buffers": "32MB", "max_wal_size": "32MB", "min_wal_size": "4MB", "dynamic_shared_memory_type": "mmap", "unix_socket_permissions": "0777",
    "log_min_messages": "warning",
}


def program(name):
    """A program that stands beside this Python, or on the PATH; None when there is none."""
    return shutil.which(name, path=f"{pathlib.Path(sys.executable).parent}:{os.environ['PATH']}")


def missing():
    """Says how to get what a cluster needs; None when it is there."""
    if program("patroni") and program("etcd"):
        return None
    return ("rounds on a cluster need etcd on the PATH (Debian: apt-get install etcd-server) and Patroni beside the Python that runs this:\n"
            "  python3 -m venv /tmp/patroni && /tmp/patroni/bin/pip install 'patroni[etcd3]==4.1.5' 'psycopg[binary]==3.3.9'\n"
            "  /tmp/patroni/bin/python ops/faults")


class Member(Node):
    """One machine of the cluster: Patroni, and the PostgreSQL that it runs."""

    def __init__(self, name, number, folder):
        super().__init__(name, folder, size="1g")
        self.machine = Machine(name, number, folder)
        self.settings = folder / f"patroni-{name}.json"

    def configure(self, shared, certificate, key):
        """Writes Patroni's settings: those of `ops/patroni.yml`, and what differs here."""
        front, back = self.machine.addresses["front"], self.machine.addresses["back"]
        mine = {
            "name": self.name,
            "etcd3": {"host": ETCD.removeprefix("http://")},
            "restapi": {"listen": f"{back}:8008", "connect_address": f"{back}:8008"},
            "bootstrap": {"dcs": shared["bootstrap"]["dcs"], "initdb": [*shared["bootstrap"]["initdb"], {"wal-segsize": "1"}]},
            "postgresql": shared["postgresql"] | {
                "listen": f"{back},{front}:5432", "connect_address": f"{back}:5432", "data_dir": str(self.data), "bin_dir": str(PROGRAMS),
                "pgpass": str(self.disk / "pgpass"), "authentication": {"superuser": {"username": "postgres"}, "replication": {"username": "replicator"}},
                "pg_hba": ["local all postgres trust", f"host all,replication postgres,replicator {NETWORKS['back']}.0/24 trust",
                           f"hostssl all maintien {NETWORKS['front']}.0/24 scram-sha-256"],
                "parameters": shared["postgresql"]["parameters"] | SMALL | {
                    "unix_socket_directories": str(self.socket), "ssl_cert_file": str(certificate), "ssl_key_file": str(key)},
            },
        }
        self.settings.write_text(json.dumps(shared | mine, indent=1))

    def start(self):
        run = self.command(program("patroni"), self.settings)
        if run[0] == "setpriv":
            # As user postgres it may still read Patroni and its Python, wherever they stand.
            run[1:1] = ["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        with open(self.folder / f"patroni-{self.name}.log", "ab") as log:
            self.process = subprocess.Popen(self.machine.command(run), stdout=log, stderr=log, cwd="/")

    def kill(self):
        """Kills Patroni and PostgreSQL."""
        self.machine.kill()
        self.process.wait()

    def kill_server(self):
        """Kills PostgreSQL alone."""
        self.signal(signal.SIGKILL)

    def patroni(self, path, body=None):
        """What Patroni's interface answers; None when it does not."""
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(f"http://{self.machine.addresses['back']}:8008{path}", data, timeout=5 if body is None else 60) as answer:
                return answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None


class Cluster:
    """Three members, of which one leads and one is the synchronous standby."""

    def __init__(self, root, folder, complaints):
        import yaml  # comes with Patroni

        self.folder, self.complaints = folder, complaints
        self.networks = Networks()
        self.members = [Member(name, number, folder) for number, name in enumerate("abc", 1)]
        shared = yaml.safe_load((root / "ops/patroni.yml").read_text())
        self.silence = shared["bootstrap"]["dcs"]["ttl"] + 5
        self.certificate, key = self.make_certificate()
        self.etcd = self.start_etcd()
        for member in self.members:
            member.configure(shared, self.certificate, key)
            member.start()
        self.wait_until_whole()

    def make_certificate(self):
        """A certificate for all three, which is its own authority."""
        certificate, key = self.folder / "server.crt", self.folder / "server.key"
        names = ",".join(f"IP:{member.machine.addresses['front']}" for member in self.members)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=cluster",
                        "-addext", f"subjectAltName={names}", "-out", certificate, "-keyout", key], check=True, stderr=subprocess.DEVNULL)
        certificate.chmod(0o644)
        if os.geteuid() == 0:
            shutil.chown(key, "postgres")
        return certificate, key

    def start_etcd(self):
        disk, peers = self.folder / "disk-etcd", "http://127.0.0.1:2380"
        disk.mkdir()
        mount_disk(disk, DISK)
        run = [program("etcd"), "--name=cluster", f"--data-dir={disk}/data", f"--listen-client-urls={ETCD}", f"--advertise-client-urls={ETCD}",
               f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}", f"--initial-cluster=cluster={peers}"]
        with open(self.folder / "etcd.log", "ab") as log:
            return subprocess.Popen(run, stdout=log, stderr=log, cwd="/")

    def url(self, user, password=""):
        """Leads to whichever member is the primary: the owner by the sockets, the service by the front network, with TLS."""
        if not password:
            hosts = ",".join(str(member.socket) for member in self.members)
            return f"postgresql://{user}@/maintien?host={hosts}&target_session_attrs=primary"
        hosts = ",".join(member.machine.addresses["front"] for member in self.members)
        return (f"postgresql://{user}:{password}@{hosts}/maintien?target_session_attrs=primary&connect_timeout=2&sslmode=verify-full"
                f"&sslrootcert={self.certificate}")

    def leader(self):
        """Who holds the leader's key in etcd; None when nobody does."""
        body = json.dumps({"key": base64.b64encode(b"/service/maintien/leader").decode()}).encode()
        try:
            with urllib.request.urlopen(f"{ETCD}/v3/kv/range", body, timeout=10) as answer:
                found = json.load(answer).get("kvs", [])
        except OSError:
            return None
        name = base64.b64decode(found[0]["value"]).decode() if found else None
        return next((member for member in self.members if member.name == name), None)

    def roles(self):
        """The member of each role, as its leader's Patroni tells it, if all stand in their places: else nothing."""
        leader = self.leader()
        told = leader and leader.patroni("/cluster")
        members = json.loads(told)["members"] if told else []
        if sorted((member["role"], member["state"]) for member in members) != [
                ("leader", "running"), ("replica", "streaming"), ("sync_standby", "streaming")]:
            return {}
        names = {member.name: member for member in self.members}
        return {member["role"]: names[member["name"]] for member in members}

    def wait(self, what, condition):
        """Returns what the condition returns, once that is something."""
        deadline = time.monotonic() + PATIENCE
        while not (found := condition()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"the cluster has no {what} after {PATIENCE} s: see {self.folder}/patroni-*.log")
            time.sleep(0.1)
        return found

    @property
    def primary(self):
        return self.wait("leader", self.leader)

    def wait_for_another(self, former):
        """Returns when another member than the former leader takes commands."""
        def there():
            leader = self.leader()
            return leader not in (None, former) and leader.ask("SELECT pg_is_in_recovery()", check=False) == "f"
        self.wait("new leader", there)

    def switch_over(self, former):
        """Asks Patroni for another leader, until there is one."""
        self.wait("switchover", lambda: self.leader() is not former or former.patroni("/switchover", {"leader": former.name}))
        self.wait_for_another(former)

    def wait_until_whole(self, former=None):
        """Returns when all members stand in their places. Complains when the former leader leads again: another one was elected."""
        def there():
            roles = self.roles()
            if former and self.leader() is former:
                self.complaints.add("taken back", f"{former.name} leads again")
                return True
            return roles
        self.wait("leader with two standbys", there)

    def ask(self, query, **options):
        return self.primary.ask(query, **options)

    def stop(self):
        for member in self.members:
            member.kill()
            member.machine.remove()
        self.etcd.kill()
        self.etcd.wait()
        for disk in [member.disk for member in self.members] + [self.folder / "disk-etcd"]:
            # Lazily: what was killed may be on it for a moment more.
            subprocess.run(["umount", "--lazy", disk], check=True)
        self.networks.remove()
