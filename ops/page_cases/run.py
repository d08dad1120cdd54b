"""Runs the cases one after another, on one sandbox and one browser."""

import time, traceback

from . import budgets, commands, corrections, everyday, hostile, letters, lives, looks, money, rights, roles, sessions, tasks, times, unaided
from .browser import Browser
from .complaints import Complaints, Failed
from .measures import Measures
from .sandbox import Sandbox

# What changes lives of its own comes after what only looks at them; tasks and commands change theirs.
MODULES = (times, sessions, unaided, everyday, hostile, looks, letters, roles, rights, budgets, money, commands, corrections, tasks)
ALL = {case.__name__: case for module in MODULES for case in module.CASES}


# Of a case so many complaints are told: one fault may be on every page.
MOST_COMPLAINTS = 20


class Desk:
    """What a case works with."""

    def __init__(self, sandbox, browser, measures, complaints, keep, has_shots):
        self.sandbox, self.browser, self.measures, self.complaints, self.keep = sandbox, browser, measures, complaints, keep
        # Whether a picture of every page is kept.
        self.has_shots = has_shots
        # Lines of the table of tasks.
        self.costs = []
        # What was measured and is told at the end.
        self.figures = []

    def expect(self, holds, text):
        return self.complaints.expect(holds, text)


def run(executable, keep, has_shots, cases):
    """Runs cases. Returns the exit status.

    A run that fails is repeated, at most twice, if a sandbox has answered 503 in it: then the machine stood still, and what was expected could not be there.
    """
    for tries_left in (2, 1, 0):
        Sandbox.stood_still = False
        try:
            status = run_once(executable, keep, has_shots, cases)
        except Exception:
            if not Sandbox.stood_still or not tries_left:
                raise
            traceback.print_exc()
            status = 1
        if not status or not Sandbox.stood_still or not tries_left:
            return status
        print("  A sandbox answered 503: all cases once more.", flush=True)


def run_once(executable, keep, has_shots, cases):
    """Runs cases on a new sandbox. Returns the exit status."""
    began, complaints = time.monotonic(), Complaints()
    sandbox = Sandbox(executable, keep)
    browser = None
    try:
        browser = Browser(sandbox, complaints)
        facts = lives.play(sandbox)
        sandbox.make_run(lives.CALLED)
        print(f"  Chromium {browser.chromium.version}; {facts} facts played in {time.monotonic() - began:.0f} s; kept: {keep}", flush=True)
        desk = Desk(sandbox, browser, Measures(complaints, keep), complaints, keep, has_shots)
        for case in cases:
            run_one(case, desk)
        validate(desk)
        show_costs(desk)
    finally:
        if browser:
            browser.stop()
        sandbox.stop()
    print(f"  {len(cases)} cases in {time.monotonic() - began:.0f} s; {len(complaints.of)} failed.")
    return 1 if complaints else 0


def run_one(case, desk):
    began = time.monotonic()
    desk.complaints.begin(case)
    print(f"  {case.__name__:<42}", end="", flush=True)
    try:
        case(desk)
    except Failed as failure:
        desk.complaints.add(str(failure))
    except Exception:
        desk.complaints.add(traceback.format_exc())
    show(desk.complaints, case.__name__, time.monotonic() - began)


def show(complaints, name, seconds):
    found = complaints.of.get(name, ())
    print(f"{'FAILED' if found else 'ok'} ({seconds:.1f} s)", flush=True)
    for text in found[:MOST_COMPLAINTS]:
        print("      " + text.replace("\n", "\n      "), flush=True)
    if len(found) > MOST_COMPLAINTS:
        print(f"      … and {len(found) - MOST_COMPLAINTS} more", flush=True)


def validate(desk):
    """HTML without errors: all pages that the cases kept, by the Nu Html Checker."""
    began = time.monotonic()
    desk.complaints.begin(validate)
    count = desk.measures.validate()
    print(f"  {'HTML of ' + str(count) + ' pages':<42}", end="")
    show(desk.complaints, "validate", time.monotonic() - began)
    least = ", ".join(f"{kind} {ratio:.2f}" for kind, ratio in desk.measures.least.items())
    print(f"  axe ran {desk.measures.axe_runs} times. Least contrast in pictures: {least or 'none measured'}.")


def show_costs(desk):
    for figure in desk.figures:
        print(f"  {figure}")
    if not desk.costs:
        return
    print(f"\n  {'keys':>5} {'actions':>8} {'pages':>6}   task")
    for name, (keys, actions, pages) in desk.costs:
        print(f"  {keys:>5} {actions:>8} {pages:>6}   {name}")
