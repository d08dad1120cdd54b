"""The faults of a cluster. Each happens under load, and returns what heals it: called when commands are acknowledged again."""

import random


def switchover(cluster, service):
    """The synchronous standby takes the primary's place, as for maintenance."""
    former = cluster.primary
    cluster.switch_over(former)
    return lambda: cluster.wait_until_whole(former)


def leader_server_killed(cluster, service):
    """The PostgreSQL of the leader is killed, not its Patroni."""
    former = cluster.primary
    former.kill_server()
    cluster.wait_for_another(former)
    return lambda: cluster.wait_until_whole(former)


def leader_killed(cluster, service):
    """The leader's Patroni and PostgreSQL are killed."""
    former = cluster.primary
    former.kill()
    cluster.wait_for_another(former)

    def heal():
        former.start()
        cluster.wait_until_whole(former)
    return heal


def leader_frozen(cluster, service):
    """All processes of the leader stand still, and go on when another leads."""
    former = cluster.primary
    former.machine.freeze()
    cluster.wait_for_another(former)

    def heal():
        former.machine.thaw()
        cluster.wait_until_whole(former)
    return heal


def leader_cut_off(cluster, service):
    """The leader is cut off from all networks."""
    return cut(cluster, "front", "back")


def leader_isolated(cluster, service):
    """The leader is cut off from etcd and the other members, not from the service."""
    return cut(cluster, "back")


def standby_frozen(cluster, service):
    """All processes of the synchronous standby stand still: commits wait until the other standby is synchronous."""
    standby = cluster.wait("synchronous standby", lambda: cluster.roles().get("sync_standby"))
    standby.machine.freeze()

    def heal():
        standby.machine.thaw()
        cluster.wait_until_whole()
    return heal


def cut(cluster, *networks):
    former = cluster.primary
    former.machine.cut(*networks)
    cluster.wait_for_another(former)

    def heal():
        former.machine.mend()
        cluster.wait_until_whole(former)
    return heal


ALL = {fault.__name__: fault for fault in (
    switchover, leader_server_killed, leader_killed, leader_frozen, leader_cut_off, leader_isolated, standby_frozen)}


def order(seed):
    """Each once, shuffled."""
    faults = list(ALL.values())
    random.Random(seed).shuffle(faults)
    return faults
