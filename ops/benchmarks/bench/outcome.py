"""What came of a load."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """The outcome of a load by a client: LoadClient, pgbench, curl or a peer's."""

    # Requests that were answered, and how many a second.
    sent: int
    rate: float
    # Seconds of processor that the client took.
    client: float
    # Latencies in milliseconds.
    p50: float = 0
    p95: float = 0
    p99: float = 0
    slowest: float = 0
    # How many answers had each HTTP status.
    statuses: dict = field(default_factory=dict)
