"""The faults. Each happens under load, and is over when its function returns."""

import random, time

# Seconds: how long a short fault lasts, and how long is waited for what may never be.
SHORT, LONG = 3, 40
CUT_ALL = """DO $$ BEGIN FOR turn IN 1..100 LOOP
    PERFORM pg_stat_clear_snapshot();
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'maintien';
    PERFORM pg_sleep(0.06 * random());
END LOOP; END $$"""
CANCEL_WAITS = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


def service_killed(pair, service):
    """The service is killed three times."""
    for _ in range(3):
        time.sleep(random.uniform(0.2, 0.8))
        service.kill()
        service.start()


def server_killed(pair, service):
    """PostgreSQL is killed, and started again."""
    pair.primary.kill()
    time.sleep(random.uniform(0.1, 2))
    pair.primary.start()


def both_killed(pair, service):
    """PostgreSQL and the service are killed at once."""
    pair.primary.kill()
    service.kill()
    pair.primary.start()
    service.start()


def connections_cut(pair, service):
    """Every connection is ended, again and again for three seconds."""
    pair.ask(CUT_ALL)


def server_stalled(pair, service):
    """PostgreSQL stands still for three seconds."""
    stall(pair.primary, SHORT)


def server_stalled_long(pair, service):
    """PostgreSQL stands still for longer than a request may wait."""
    stall_until_answered(pair.primary, service)


def standby_stalled(pair, service):
    """Commits wait three seconds for the standby."""
    stall(pair.standby, SHORT)


def standby_stalled_long(pair, service):
    """Commits wait for the standby for longer than a request may wait."""
    stall_until_answered(pair.standby, service)


def waits_cancelled(pair, service):
    """Commits wait for the standby, and their waits are cancelled."""
    pair.standby.stall()
    cancel_waits(pair)
    pair.standby.resume()


def failover(pair, service):
    """Commits wait for the standby, their waits are cancelled, the primary dies, and the standby takes its place."""
    pair.standby.stall()
    cancel_waits(pair)
    pair.fail_over()


def disk_full(pair, service):
    """PostgreSQL's disk is full for three seconds."""
    filler = pair.primary.disk / "filler"
    with open(filler, "wb", buffering=0) as file:
        # The three seconds begin when the disk is full. What PostgreSQL frees meanwhile is filled too.
        until = None
        while until is None or time.monotonic() < until:
            try:
                file.write(bytes(1 << 16))
            except OSError:
                until = until or time.monotonic() + SHORT
                time.sleep(0.01)
    filler.unlink()
    if not pair.primary.is_running or pair.ask("SELECT 1", check=False) != "1":
        pair.primary.kill()
        pair.primary.start()


def read_only(pair, service):
    """The database takes no writes for three seconds."""
    pair.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    pair.ask("SELECT pg_reload_conf()")
    time.sleep(SHORT)
    pair.ask("ALTER SYSTEM RESET default_transaction_read_only")
    pair.ask("SELECT pg_reload_conf()")


def stall(node, seconds):
    node.stall()
    time.sleep(seconds)
    node.resume()


def stall_until_answered(node, service):
    """Stalls a node until the service has answered without it every request that was under way. A number of seconds would be too few on a busy machine."""
    node.stall()
    time.sleep(SHORT)
    waiting = service.under_way.copy()
    while not waiting.isdisjoint(service.under_way):
        time.sleep(0.1)
    node.resume()


def cancel_waits(pair):
    """Cancels every wait for the standby for three seconds, and until there was one: a service may wait in another way."""
    cancelled, began = 0, time.monotonic()
    while time.monotonic() < began + (SHORT if cancelled else LONG):
        cancelled += int(pair.ask(CANCEL_WAITS))
        time.sleep(0.05)


# Each fault, and how often twenty rounds have it.
SHARES = {
    service_killed: 2, server_killed: 2, both_killed: 1, connections_cut: 3, server_stalled: 1, server_stalled_long: 1, standby_stalled: 1,
    standby_stalled_long: 1, waits_cancelled: 2, failover: 3, disk_full: 2, read_only: 1,
}
ALL = {fault.__name__: fault for fault in SHARES}


def order(seed):
    """The faults of twenty rounds, shuffled."""
    faults = [fault for fault, share in SHARES.items() for _ in range(share)]
    random.Random(seed).shuffle(faults)
    return faults
