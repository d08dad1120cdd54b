"""The state of each alert. Each brings it about, hands over what its runbook needs to be told, and afterwards leaves all as it was."""

import re, shutil, signal, subprocess

from fault_rounds.server import PROGRAMS
from .machine import wait


def down(machine):
    """The service is killed."""
    machine.stop_service(signal.SIGKILL)
    yield {}


def database_down(machine):
    """PostgreSQL is killed."""
    machine.database.kill()
    yield {}


def server_errors(machine):
    """The database was set read-only, and clerks go on recording."""
    machine.database.ask("ALTER SYSTEM SET default_transaction_read_only = on")
    machine.database.ask("SELECT pg_reload_conf()")
    yield {}


def projections_behind(machine):
    """Somebody left a transaction open that locks the projections."""
    run = ["psql", "-X", "-q", "-h", machine.database.socket, "-U", "postgres", "-d", "maintien"]
    forgotten = subprocess.Popen(run, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    forgotten.stdin.write("BEGIN;\nSELECT FROM portfolio.version FOR UPDATE;\n\\echo locked\n")
    forgotten.stdin.flush()
    assert any("locked" in line for line in forgotten.stdout), "psql ended before it had locked the projections"
    yield {}
    forgotten.kill()
    forgotten.wait()


def projections_stopped(machine):
    """A program with other parameters made the projections, and the version of this program's rules was ended."""
    text = (machine.root / "db/schemes/fpe-education-2026.json").read_text()
    scheme = machine.folder / "dearer.json"
    scheme.write_text(text.replace('"value": 7540, "source": "public', '"value": 7640, "source": "public'))
    assert scheme.read_text() != text
    rebuild(machine, "--force", "--scheme", scheme)
    rebuild(machine, "--end-former", "--scheme", scheme)
    yield {}
    rebuild(machine, "--end-former")


def rebuild(machine, *options):
    """Repeats a rebuild until it succeeds: a statement may be given up while the machine stands still."""
    wait(lambda: machine.maintien("rebuild", *options, check=False)[0] == 0, f"rebuild {options[0]} succeeds")


def clock_off(machine):
    """The clock of the database's machine is a minute and a half ahead."""
    machine.clock.write_text("+90")
    library = next(machine.debian.glob("usr/lib/*/faketime/libfaketimeMT.so.1"))
    faked = ["env", f"LD_PRELOAD={library}", f"FAKETIME_TIMESTAMP_FILE={machine.clock}", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_CACHE_DURATION=1"]
    truly = machine.database.command

    def command(program, *arguments):
        run = truly(program, *arguments)
        place = run.index(str(PROGRAMS / program))
        return run[:place] + faked + run[place:]

    machine.database.command = command
    machine.systemctl("restart", "postgresql")
    machine.database.command = truly
    yield {}
    machine.systemctl("restart", "postgresql")


def mass_reading(machine):
    """Somebody reads one person after the other with the key of a program."""
    assert machine.ask_again("/v1/schemes/fpe-education-2026", token=machine.supervisor)[0] == 200
    _, written = machine.maintien("keys", "add", "--role", "clerk", "--name", "copy", "--days", "5", "--as", "chief")
    key = re.search(r"mtn_\S+", written)[0]
    contracts = set()
    wait(lambda: contracts.add(machine.affiliate()) or len(contracts - {None}) == 6, "six contracts are affiliated")
    for contract in contracts - {None}:
        status, text = machine.ask_again(f"/v1/contracts/{contract}/people/holder", token=key)
        assert status == 200, text
    yield {"KEY": key.split("_")[1], "SUPERVISOR": "chief"}
    wait(lambda: machine.ask("/v1/worklist", token=key)[0] == 401, "the key is refused")


def failed_sign_ins(machine):
    """Somebody guesses tokens, from many addresses."""
    for number in range(40):
        status, _ = machine.ask_again("/v1/worklist", token=f"guess-{number}", headers={"X-Forwarded-For": f"192.0.2.{number}"})
        assert status == 401
    yield {"ADDRESS": "192.0.2.0/24"}


def disk_filling(machine):
    """The slot of a replica that is gone keeps write-ahead log."""
    machine.database.ask("SELECT pg_create_physical_replication_slot('gone', true)")
    while (usage := shutil.disk_usage(machine.database.disk)).free > 0.18 * usage.total:
        machine.database.ask("SELECT count(pg_logical_emit_message(false, 'filling', repeat('x', 1000000))) FROM generate_series(1, 4)")
    # What the runbook frees is gone: a standby that lacked it would have to take it from the archive.
    wait(lambda: machine.database.ask("SELECT count(*) FROM pg_stat_replication WHERE pg_current_wal_lsn() - flush_lsn < 8000000") == "1", "the standby has nearly all")
    yield {}


def archive_behind(machine):
    """The place of the archive is not mounted."""
    machine.archive.rename(machine.folder / "unmounted")
    yield {"ARCHIVE": str(machine.archive)}


def standby_behind(machine):
    """The machine of the standby is gone. What it lacks is told all the same."""
    machine.standby.kill()
    wait(lambda: machine.database.ask("SELECT count(*) FROM pg_stat_replication") == "0", "the standby is gone")
    machine.database.ask("SELECT count(pg_logical_emit_message(false, 'behind', repeat('x', 1000000)))")
    wait(lambda: any(float(lag) > 1_000_000 for lag in re.findall(
        r'^maintien_standby_lag_bytes\{standby="b"\} (\S+)', machine.ask("/metrics")[1], re.MULTILINE)), "what the standby lacks is told")
    yield {}


def seal_overdue(machine):
    """The timer of the sealer does not run."""
    machine.seals_by_itself.clear()
    yield {"SEALS": str(machine.folder / "seals"), "SEAL_KEYS": str(machine.folder / "seal-keys"), "SEAL_KEY": str(machine.folder / "seal.key")}
    machine.seals_by_itself.set()


def epoch_overdue(machine):
    """Nobody has rotated since the backups under the first epoch ended, nor destroyed that epoch."""
    machine.maintien("vault", "rotate", MAINTIEN_DATABASE_FILE=str(machine.files["owner"]))
    machine.database.ask("UPDATE vault.epoch SET begun_at = begun_at - interval '36 days', settled_at = settled_at - interval '36 days'", database="maintien")
    yield {"EPOCH": "1"}


def log_damaged(machine):
    """Somebody with a superuser's rights changed an event."""
    dump = machine.folder / "backup.dump"
    subprocess.run(["pg_dump", "-Fc", "-h", machine.database.socket, "-U", "postgres", "-f", dump, "maintien"], check=True)
    machine.database.ask("SET session_replication_role = replica; UPDATE log.event SET recorded_by = 'nobody' WHERE position = 3", database="maintien")
    status, _ = machine.maintien("verify", "--metrics", machine.textfiles / "maintien-log.prom", check=False)
    assert status == 1
    # A seal meanwhile would be of the damaged log, or in the way of the recovery.
    with machine.sealing:
        yield {"BACKUP": str(dump)}


def verify_overdue(machine):
    """The database's machine was set up anew, and has no timer for the daily proof: nothing tells of one."""
    (machine.textfiles / "maintien-log.prom").unlink()
    yield {}


ALL = {
    "MaintienDown": down, "MaintienDatabaseDown": database_down, "MaintienServerErrors": server_errors, "MaintienProjectionsBehind": projections_behind,
    "MaintienProjectionsStopped": projections_stopped, "MaintienClockOff": clock_off, "MaintienMassReading": mass_reading,
    "MaintienFailedSignIns": failed_sign_ins, "MaintienDiskFilling": disk_filling, "MaintienArchiveBehind": archive_behind,
    "MaintienStandbyBehind": standby_behind, "MaintienSealOverdue": seal_overdue, "MaintienEpochOverdue": epoch_overdue,
    "MaintienLogDamaged": log_damaged, "MaintienVerifyOverdue": verify_overdue}
