"""Runs rounds: load, fault, load, check."""

import itertools, statistics, time

from . import cluster_faults, faults
from .answers import Answers, Complaints
from .checks import check
from .client import GRACE
from .cluster import Cluster
from .load import Load
from .network import open_loopback
from .postgres import Pair
from .service import Service

ALL = faults.ALL | cluster_faults.ALL
# Twenty rounds on a pair, then one of each fault on a cluster.
TURN = sum(faults.SHARES.values()) + len(cluster_faults.ALL)


def servers_of(fault):
    return Cluster if fault.__name__ in cluster_faults.ALL else Pair


def turns(options):
    """The faults of all rounds, in turns: each on new servers."""
    for done in range(0, options.rounds, TURN):
        order = faults.order(options.seed + done) + cluster_faults.order(options.seed + done)
        if options.only:
            order = [ALL[name] for name in options.only] * TURN
        order = sorted(order[:min(TURN, options.rounds - done)], key=lambda fault: servers_of(fault) is Cluster)
        for servers, part in itertools.groupby(order, servers_of):
            yield servers, list(part)


def run(root, folder, options):
    """Runs all rounds. Returns the exit status."""
    complaints, silences, done = Complaints(), {}, 0
    began = time.monotonic()
    open_loopback()
    for servers, order in turns(options):
        place = folder / f"{done + 1}"
        place.mkdir()
        some_rounds(root, place, servers, order, done, options.rounds, complaints, silences)
        if complaints:
            break
        done += len(order)
    print("  Nothing was acknowledged for, median and longest:")
    for name, seconds in sorted(silences.items()):
        print(f"    {name:<20} {statistics.median(seconds):>5.1f} s {max(seconds):>5.1f} s, {len(seconds)} rounds")
    print(f"  {options.rounds} rounds in {time.monotonic() - began:.0f} s: {complaints}.")
    return 1 if complaints else 0


def some_rounds(root, folder, kind, order, done, of, complaints, silences):
    servers = kind(root, folder, complaints)
    service = Service(root, folder, servers, complaints)
    service.start()
    answers = Answers(folder / "answers")
    load = Load(service, answers, complaints)
    for number, fault in enumerate(order, done + 1):
        print(f"  {number:>3}/{of} {fault.__name__:<20}", end="", flush=True)
        answers.begin_round()
        began = time.monotonic()
        load.start()
        load.go_on(1)
        heal = fault(servers, service)
        if heal:
            # What lasts too long is healed all the same, and complained of below.
            load.go_on(1, within=servers.silence + 2 * GRACE)
            heal()
        healed = time.monotonic()
        load.go_on(1)
        back = time.monotonic() - healed
        load.stop()
        service.check()
        if servers.silence and answers.silence > servers.silence + GRACE:
            complaints.add("silent", f"nothing was acknowledged for {answers.silence:.1f} s, promised are {servers.silence}")
        silences.setdefault(fault.__name__, []).append(answers.silence)
        events = check(servers, service, answers, complaints)
        print(f"{chr(10) * bool(complaints)} {answers.count:>5} acknowledged, {answers.refused_for_now:>5} to be sent again, slowest {answers.slowest:>4.1f} s, "
              f"silent {answers.silence:>4.1f} s, all back after {back:>4.1f} s, {events:>6} events, {time.monotonic() - began:>3.0f} s", flush=True)
        if complaints:
            return
    service.stop()
    servers.stop()
