"""What was answered, held against the log."""

import collections

EVENTS = """COPY (SELECT contract_id, version, position, payload ->> 'grossMonthlyPayCents' FROM log.event ORDER BY position) TO STDOUT"""


def check(pair, service, answers, complaints):
    """Complains about everything in which the log and the answers differ. No command is under way."""
    events = [line.split("\t") for line in pair.ask(EVENTS, database="maintien").splitlines()]
    found = {int(cents): (contract, int(version), int(position)) for contract, version, position, cents in events}
    for cents, count in collections.Counter(int(event[3]) for event in events).items():
        if count > 1:
            complaints.add("doubled", f"{found[cents][0]}: {count} events for one command")
    acknowledged = set()
    for contract, version, position, cents in answers.read():
        acknowledged.add(cents)
        told = (contract, version, position)
        there = found.get(cents)
        if there is None:
            complaints.add("lost", f"{contract}: version {version}, position {position}")
        elif told != there and (position is not None or told[:2] != there[:2]):
            complaints.add("wrong", f"answered {told}, recorded {there}")
    if not complaints:
        # Every command was sent until it was acknowledged.
        for cents in found.keys() - acknowledged:
            complaints.add("wrong", f"{found[cents]} is recorded, and nobody asked for it")
    status, output = service.verb("verify")
    if status:
        complaints.add("broken log", output[:500])
    return len(events)
