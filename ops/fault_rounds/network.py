"""Machines of a cluster: network namespaces with links that can be cut."""

import os, signal, subprocess, time

# The service reaches the machines by the front network. By the back network they reach etcd and each other.
NETWORKS = {"front": "10.77.1", "back": "10.77.2"}


def ip(*arguments, inside=None):
    enter = ["nsenter", f"--net={inside}"] if inside else []
    subprocess.run([*enter, "ip", *map(str, arguments)], check=True)


def open_loopback(inside=None):
    """A new network namespace begins with its loopback down."""
    ip("link", "set", "lo", "up", inside=inside)


class Networks:
    """The two networks, each a bridge. This run's own namespace has the address 254 in both."""

    def __init__(self):
        for name, prefix in NETWORKS.items():
            ip("link", "add", name, "type", "bridge")
            ip("address", "add", f"{prefix}.254/24", "dev", name)
            ip("link", "set", name, "up")

    def remove(self):
        for name in NETWORKS:
            ip("link", "delete", name)


class Machine:
    """A network namespace that stands for a machine. Its processes are those in this namespace."""

    def __init__(self, name, number, folder):
        self.name, self.namespace = name, folder / f"network-{name}"
        self.namespace.touch()
        subprocess.run(["unshare", f"--net={self.namespace}", "true"], check=True)
        self.inode = os.stat(self.namespace).st_ino
        open_loopback(self.namespace)
        self.addresses = {network: f"{prefix}.{number}" for network, prefix in NETWORKS.items()}
        for network, address in self.addresses.items():
            ip("link", "add", f"{network}-{name}", "type", "veth", "peer", "name", network, "netns", self.namespace)
            ip("link", "set", f"{network}-{name}", "master", network, "up")
            ip("address", "add", f"{address}/24", "dev", network, inside=self.namespace)
            ip("link", "set", network, "up", inside=self.namespace)

    def command(self, command):
        """The command line that runs a command on this machine."""
        return ["nsenter", f"--net={self.namespace}", *command]

    def processes(self):
        found = set()
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.stat(f"/proc/{entry}/ns/net").st_ino == self.inode:
                    found.add(int(entry))
            except OSError:
                pass
        return found

    def kill(self):
        while processes := self.processes():
            send(signal.SIGKILL, processes)
            time.sleep(0.01)

    def freeze(self):
        """Stops every process, also those that begin meanwhile."""
        stopped = set()
        while begun := self.processes() - stopped:
            send(signal.SIGSTOP, begun)
            stopped |= begun

    def thaw(self):
        send(signal.SIGCONT, self.processes())

    def cut(self, *networks):
        """Pulls the cables: packets vanish, and no connection is told."""
        for network in networks:
            ip("link", "set", f"{network}-{self.name}", "down")

    def mend(self):
        for network in NETWORKS:
            ip("link", "set", f"{network}-{self.name}", "up")

    def remove(self):
        self.kill()
        for network in NETWORKS:
            ip("link", "delete", f"{network}-{self.name}")
        subprocess.run(["umount", "--lazy", self.namespace], check=True)


def send(number, processes):
    for process in processes:
        try:
            os.kill(process, number)
        except ProcessLookupError:
            pass
