"""The operating system's accounts of processes, from /proc."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Process:
    """A line of the table of processes. Times are seconds of processor."""

    name: str
    parent: int
    # Of its own threads.
    seconds: float
    # Of its children that have ended.
    ended_children: float


def process(pid):
    """One process. Raises OSError when it has ended."""
    name, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(")", 1)
    fields = rest.split()
    user, system, children_user, children_system = (int(field) / TICKS for field in fields[11:15])
    return Process(name, int(fields[1]), user + system, children_user + children_system)


def table():
    """All processes, by their numbers."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            found[int(folder.name)] = process(folder.name)
    return found


def family_seconds(pid):
    """Seconds of processor that a process and its children have taken, with the children that have ended.

    A child that ends during the reading would count twice, or not at all. The table is then read again.
    """
    while True:
        before = process(pid).ended_children
        processes = table()
        family = processes[pid].seconds + sum(child.seconds for child in processes.values() if child.parent == pid)
        if process(pid).ended_children == before:
            return family + before


def stolen_seconds():
    """Seconds that other machines took from this one's processors."""
    return int(Path("/proc/stat").read_text().split()[8]) / TICKS


def memory_now(pid):
    """Resident memory of a process, in MB."""
    return status_field(pid, "VmRSS") / 1024


def open_files(pid):
    """How many descriptors a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def peak_memory(pid):
    """The most resident memory that a process ever had, in MB."""
    return status_field(pid, "VmHWM") / 1024


def status_field(pid, name):
    """A number of kB from the status of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{name}:")).split()[1])
