"""Faults of a cluster over which the projections are spread, and what must hold of the answers about all contracts meanwhile."""

import concurrent.futures, random, signal, time

from .client import Lost
from .workers import Worker

DAY = "2026-06-15"


def worker_killed(cluster, service):
    """A worker is killed and started again, ten times."""
    for _ in range(10):
        worker = random.choice(cluster.workers)
        time.sleep(random.uniform(0.1, 1.5))
        worker.kill()
        time.sleep(random.uniform(0, 2))
        worker.start()


def worker_stalled(cluster, service):
    """A worker stands still for ten seconds."""
    worker = random.choice(cluster.workers)
    worker.signal(signal.SIGSTOP)
    time.sleep(10)
    worker.signal(signal.SIGCONT)


def coordinator_killed(cluster, service):
    """The coordinator is killed and started again, three times."""
    for _ in range(3):
        time.sleep(random.uniform(0.5, 2))
        cluster.primary.kill()
        time.sleep(random.uniform(0, 1))
        cluster.primary.start()


def service_killed(cluster, service):
    """The service is killed three times."""
    for _ in range(3):
        time.sleep(random.uniform(0.2, 0.8))
        service.kill()
        service.start()


def worker_added(cluster, service):
    """A worker is added, and a part of all shards moves to it."""
    worker = cluster.add()
    worker.ask("CREATE DATABASE maintien TEMPLATE template0")
    worker.ask("CREATE EXTENSION citus", database="maintien")
    cluster.join(worker, "maintien")
    cluster.ask("SELECT rebalance_table_shards(shard_transfer_mode := 'force_logical')", database="maintien")


def rebuilt(cluster, service):
    """The projections are rebuilt; a worker is killed and started again meanwhile. Then they are rebuilt undisturbed."""
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        disturbed = pool.submit(service.verb, "rebuild")
        time.sleep(random.uniform(0.2, 1.5))
        worker = random.choice(cluster.workers)
        worker.kill()
        time.sleep(random.uniform(0, 1))
        worker.start()
        status, output = disturbed.result()
    # It ends whole, or in words; it never says that the versions differ.
    if status not in (0, 2):
        service.complaints.add("wrong", f"rebuild: {status} {output[-500:]}")
    status, output = service.verb("rebuild")
    if status:
        service.complaints.add("wrong", f"rebuild, undisturbed: {status} {output[-500:]}")


ALL = [worker_killed, worker_stalled, coordinator_killed, service_killed, worker_added, rebuilt]


class Auditor(Worker):
    """Asks about all contracts, and holds lines against the log: each is what its contract's own answer says of its version, and lacks no event up to the
    answer's position."""

    must_go_on = False
    LINES = 8

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.answered = self.refused = 0

    def step(self):
        try:
            self.ask()
        except Lost:
            self.refused += 1

    def ask(self):
        known = self.answers.position
        headers = {"X-Wait-For-Position": str(known)} if random.random() < 0.5 else {}
        state, page = random.choice(["", "&state=covered"]), random.choice(["", "&limit=200"])
        status, told, lines = self.client.send("GET", f"/v1/coverage?on={DAY}{state}{page}", headers=headers)
        if status in (429, 503):
            self.refused += 1
            return time.sleep(0.1)
        if status != 200:
            return self.refuse("coverage of all", status, lines)
        position = int(told["X-Position"])
        if headers and position < known:
            self.complaints.add("wrong", f"asked for position {known}, answered at {position}")
        contracts = [line["contract"] for line in lines]
        if contracts != sorted(set(contracts)):
            self.complaints.add("wrong", "the contracts of an answer are not in order, or not each once")
        for line in random.sample(lines, min(self.LINES, len(lines))):
            self.hold(line, position)
        self.answered += 1

    def hold(self, line, position):
        """Complains about a line that is not what the log says."""
        status, _, answer = self.client.send("GET", f"/v1/contracts/{line['contract']}/events")
        if status != 200:
            return
        events = answer["events"]
        least = max((event["version"] for event in events if event["position"] <= position), default=0)
        if line["version"] < least:
            self.complaints.add("wrong", f"at position {position} {line['contract']} has version {least}, and not {line['version']}")
        # Events of one instant have one answer: that of the last.
        instant = events[line["version"] - 1]["recordedAt"]
        version = max(event["version"] for event in events if event["recordedAt"] == instant)
        status, _, alone = self.client.send("GET", f"/v1/contracts/{line['contract']}/coverage?on={DAY}&known-at={instant}")
        if status == 200 and version == line["version"] and cover(alone) != cover(line):
            self.complaints.add("wrong", f"all: {str(line)[:300]}; alone: {str(alone)[:300]}")


def cover(answer):
    """What an answer says of each person, without the reasons."""
    return [{name: value for name, value in person.items() if name != "because"} for person in [answer["holder"], *answer["beneficiaries"]]]


def wait_for_projections(cluster, service):
    """Returns when the projections are at the end of the log."""
    deadline = time.monotonic() + 120
    query = "SELECT (SELECT position FROM portfolio.version WHERE state = 'current') = (SELECT position FROM log.head)"
    while cluster.ask(query, database="maintien", check=False) != "t":
        if time.monotonic() > deadline:
            service.complaints.add("behind", "the projections do not come to the end of the log")
            return
        time.sleep(0.2)


def prove(cluster, service):
    """Complains unless the projections say what the log does."""
    wait_for_projections(cluster, service)
    status, output = service.verb("verify", "--projections")
    if status:
        service.complaints.add("wrong", f"verify --projections: {output[-500:]}")
