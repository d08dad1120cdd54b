"""Programs that are built, run to their end, and accounted for."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
RELEASE = ROOT / ".build/release"
DEBUG = ROOT / ".build/debug"
MAINTIEN = RELEASE / "maintien"


@dataclass
class Ended:
    """A program that has ended: what it printed, and what it and its own children took."""

    status: int
    output: str
    seconds: float
    # Seconds of processor.
    processor: float
    # The most memory it had, in MB.
    memory: float


def run_to_end(command, **options):
    """Runs a program to its end. The caller decides what its exit status means."""
    began = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, text=True, **options)
    output = process.stdout.read()
    return ended(process, output, began)


def ended(process, output, began):
    """Waits for a program whose output was read, and takes its account."""
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return Ended(process.returncode, output, time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def succeed(command, **options):
    """Runs a program to its end, and ends the benchmark when the program fails."""
    program = run_to_end(command, **options)
    if program.status:
        sys.exit(f"{' '.join(map(str, command))} ended with {program.status}: {program.output[:2000]}")
    return program


def maintien(*arguments, stderr=subprocess.DEVNULL, allowed=(0,)):
    """Runs a verb of the program that is measured."""
    program = run_to_end([MAINTIEN, *arguments], stderr=stderr)
    if program.status not in allowed:
        sys.exit(f"maintien {' '.join(map(str, arguments))} ended with {program.status}: {program.output[:2000]}")
    return program


def build(products, packages, *flags):
    """Builds as the container is built. Debian packages that are missing are installed, as ops/run does it."""
    building = f"swift build -c release --static-swift-stdlib {' '.join(flags)} --product"
    in_bash(packages, *(f"{building} {product}" for product in products.split()))


def build_debug(product, packages):
    """Builds as ops/test does."""
    in_bash(packages, f'swift build "${{debug_build[@]}}" --product {product}')


def in_bash(packages, *commands):
    """Runs commands of the shell once what they need is installed."""
    script = ["set -euo pipefail", "source ops/common", f"install_missing {packages}", "find_swift", *commands]
    subprocess.run(["bash", "-c", "; ".join(script)], cwd=ROOT, check=True)
