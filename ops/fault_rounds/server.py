"""What each PostgreSQL of these tools has in common: where its programs are, who runs them, and which processes are its own."""

import os, pathlib, shutil, signal

# The directory of the newest PostgreSQL's programs.
PROGRAMS = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent


def as_postgres(*command):
    """The command line with which the user postgres runs a program: PostgreSQL and pgBackRest refuse to run as root."""
    run = [str(word) for word in command]
    return run if os.geteuid() else ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *run]


def give_to_postgres(path):
    """Lets the user who runs PostgreSQL write to a file or directory."""
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")


class Processes:
    """Those of the PostgreSQL on the directory `data`."""

    def processes(self):
        """The postmaster and its children: PostgreSQL's processes work in the directory of their data."""
        found = []
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.readlink(f"/proc/{entry}/cwd") == str(self.data):
                    found.append(int(entry))
            except OSError:
                pass
        return sorted(found)

    def signal(self, number):
        for process in self.processes():
            try:
                os.kill(process, number)
            except ProcessLookupError:
                pass

    def kill(self):
        """Ends all of them at once, as when the power fails."""
        while self.processes():
            self.signal(signal.SIGKILL)
