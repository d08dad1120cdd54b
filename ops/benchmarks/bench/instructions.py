"""Counts the instructions of single operations of the rules and the codec, and of everything that is asked of large contracts."""

import os
import subprocess
import sys

from .programs import DEBUG, RELEASE, ROOT, build, build_debug
from .report import now, write_json

RECORDED = ROOT / "ops/benchmarks/instructions.tsv"
# Another compiler or C library moves a count a little, work that is done twice moves it by more than this.
GROSS = 1.5
# A contract four times as large takes so many times the instructions at most; what is quadratic takes sixteen.
SMALL, LARGE, GROWTH = 300, 1200, 7.5
MIXES = ["absences", "family in absences", "statuses", "continuations", "portabilities", "exemptions", "options and pay", "rescissions"]


def run(record, release, path):
    """Counts everything, and fails when something takes too many. With `record` the counts become the recorded ones.

    Those recorded are of the debug build, which the tests need anyhow; it optimises the rules too. With `release` that of the container is
    counted, and compared with nothing.
    """
    packages = "libpq-dev pkg-config valgrind"
    # Debian's valgrind fails at the debugging information of Swift; it needs the names of functions only.
    if release:
        build("InstructionCounts", packages, "-Xlinker", "--strip-debug")
    else:
        build_debug("InstructionCounts", packages)
    program = (RELEASE if release else DEBUG) / "InstructionCounts"
    figures = []
    failures = list(count_operations(program, record, not release, figures))
    growing = list(count_growth(program, figures))
    write_json(path, {"what": "instructions", "at": now(), "figures": figures})
    if failures and not growing:
        failures.append("If that is as it should be: ops/bench instructions --record")
    if failures or growing:
        sys.exit("\n".join(failures + growing))


def count_operations(program, record, compares, figures):
    """Counts single operations, and yields what differs too much from what is recorded."""
    names = subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines()
    if not compares:
        for name in names:
            print(f"  {name:<40} {instructions(program, name):>12,}", flush=True)
        return
    if record:
        RECORDED.write_text("".join(f"{name}\t{instructions(program, name)}\n" for name in names))
    recorded = {name: int(count) for name, count in (line.split("\t") for line in RECORDED.read_text().splitlines())}
    for name in recorded.keys() - set(names):
        yield f"{name}: it is recorded, and not counted any more"
    print(f"instructions, more than {GROSS} × those recorded fail:", flush=True)
    for name in names:
        count = instructions(program, name)
        ratio = count / recorded[name] if name in recorded else None
        figures.append({"name": name, "value": count, "unit": "instructions", "recorded": recorded.get(name), "ratio": ratio})
        print(f"  {name:<40} {count:>12,}  {f'{recorded[name]:>12,}  {ratio:.2f} ×' if ratio else 'not recorded'}", flush=True)
        if ratio is None:
            yield f"{name}: it is not recorded"
        elif ratio > GROSS:
            yield f"{name}: {ratio:.2f} × the instructions that are recorded"


def count_growth(program, figures):
    """Yields the mixes of facts on which everything asked of a contract, taken together, grows much faster than the contract."""
    print(f"instructions on contracts of {SMALL} and {LARGE} facts, more than {GROWTH} × as many fail:", flush=True)
    for mix in MIXES:
        small, large = (counted(program, mix, str(size))[0] for size in (SMALL, LARGE))
        ratio = large / small
        figures.append({"name": f"a large contract: {mix}", "value": large, "unit": "instructions", "recorded": small, "ratio": ratio})
        print(f"  {mix:<40} {large:>12,}  {small:>12,}  {ratio:.2f} ×", flush=True)
        if ratio > GROWTH:
            yield f"{mix}: {ratio:.2f} × the instructions on a contract {LARGE // SMALL} × as large"


def instructions(program, operation):
    """How many instructions an operation takes once."""
    count, times = counted(program, operation)
    return round(count / int(times))


def counted(program, *arguments):
    """Does operations under callgrind: how many instructions they took, and what was printed."""
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no", "--toggle-collect=*runCounted*"]
    # Else the sizes of tables and the order in them differ from run to run.
    environment = {**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"}
    run = subprocess.run([*counting, program, *arguments], env=environment, capture_output=True, text=True)
    collected = [int(line.split()[-1]) for line in run.stderr.splitlines() if "Collected :" in line]
    if run.returncode or not any(collected):
        sys.exit(f"{' '.join(arguments)}: no instructions were counted\n{run.stderr}")
    return collected[0], run.stdout
