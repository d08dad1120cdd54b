"""Runs rounds: load, fault, load, check."""

import time

from . import faults
from .answers import Answers, Complaints
from .checks import check
from .load import Load
from .postgres import Pair
from .service import Service


def run(root, folder, options):
    """Runs all rounds, every twenty on new servers. Returns the exit status."""
    complaints, done = Complaints(), 0
    began = time.monotonic()
    while done < options.rounds and not complaints:
        todo = min(20, options.rounds - done)
        order = faults.order(options.seed + done)
        if options.only:
            order = [faults.ALL[name] for name in options.only] * todo
        place = folder / f"{done // 20 + 1}"
        place.mkdir()
        some_rounds(root, place, order[:todo], done, options.rounds, complaints)
        done += todo
    print(f"  {options.rounds} rounds in {time.monotonic() - began:.0f} s: {complaints}.")
    return 1 if complaints else 0


def some_rounds(root, folder, order, done, of, complaints):
    pair = Pair(folder)
    service = Service(root, folder, pair, complaints)
    service.start()
    answers = Answers(folder / "answers")
    load = Load(service, answers, complaints)
    for number, fault in enumerate(order, done + 1):
        print(f"  {number:>3}/{of} {fault.__name__:<20}", end="", flush=True)
        answers.begin_round()
        began = time.monotonic()
        load.start()
        load.go_on(1)
        fault(pair, service)
        healed = time.monotonic()
        load.go_on(1)
        back = time.monotonic() - healed
        load.stop()
        service.check()
        events = check(pair, service, answers, complaints)
        print(f"{chr(10) * bool(complaints)} {answers.count:>5} acknowledged, {answers.refused_for_now:>5} to be sent again, slowest {answers.slowest:>4.1f} s, all back after "
              f"{back:>4.1f} s, {events:>6} events, {time.monotonic() - began:>3.0f} s", flush=True)
        if complaints:
            return
    service.stop()
    for node in (pair.standby, pair.primary):
        node.kill()
