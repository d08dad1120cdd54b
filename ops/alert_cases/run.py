"""Runs the cases, one after the other, on one machine."""

import json, re, subprocess, time

from . import states
from .machine import Machine, wait
from .prometheus import Prometheus

RULES = "ops/alerts/maintien.rules.yml"


def run(root, folder, options):
    """Returns the exit status."""
    names = re.findall(r"- alert: (\w+)", (root / RULES).read_text())
    assert names == list(states.ALL), f"a state is missing, or an alert: {set(names) ^ set(states.ALL)}"
    assert {path.stem for path in (root / "ops/runbooks").glob("Maintien*.md")} == set(names), "each alert has a runbook, and each runbook an alert"
    machine = Machine(root, folder, options.maintien.resolve(), options.debian.resolve())
    machine.verify()
    prometheus = Prometheus(machine)
    check_metrics(machine)
    # Rules that ask for a missing metric may have been evaluated before the first scrape.
    # The first proof may be too old before all else is well: its alert fires after 30 s.
    wait(lambda: machine.verify() or prometheus.firing() == set(), "all is well, and no alert fires")
    for name in options.only or states.ALL:
        case(machine, prometheus, name)
    check_names(root, prometheus)
    return 0


def case(machine, prometheus, name):
    began = time.monotonic()
    prometheus.wait(name, fires=False, before_each_look=machine.verify)
    state = states.ALL[name](machine)
    variables = next(state)
    prometheus.wait(name, fires=True)
    fired = time.monotonic()
    machine.follow(name, ["Look"], variables)
    blocks = machine.follow(name, ["Put it right", "It is right when"], variables)
    prometheus.wait(name, fires=False)
    assert blocks, f"{name}.md has no commands"
    for _ in state:
        raise AssertionError("a state hands over once")
    print(f"  {name:<28} fired after {fired - began:>3.0f} s, resolved after {time.monotonic() - fired:>3.0f} s", flush=True)


def check_metrics(machine):
    """Holds the metrics to Prometheus' conventions."""
    status, text = machine.ask("/metrics")
    assert status == 200, text
    checked = subprocess.run([machine.programs / "promtool", "check", "metrics"], input=text, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr + checked.stdout


def check_names(root, prometheus):
    """Every metric that rules and dashboard name was seen, and every expression of the dashboard has an answer."""
    dashboard = json.loads((root / "ops/dashboards/maintien.json").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", [])]
    for text in [(root / RULES).read_text(), *expressions]:
        used = set(re.findall(r"\b(?:maintien|http|node)_[a-z_]+\b", text)) - {"http_route", "http_request_method", "http_response_status_code"}
        wait(lambda: used <= prometheus.names(), f"all these are seen: {used}")
    for expression in expressions:
        query = expression.replace("$__rate_interval", "1m").replace("$instance", ".*")
        wait(lambda: (prometheus.get("query", query=query) or {}).get("result"), f"an answer: {expression}")
    print(f"  {len(expressions)} expressions of the dashboard have an answer", flush=True)
