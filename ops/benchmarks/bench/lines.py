"""Lines of commands, as the bulk route and the import take them."""

import datetime
import json
import random
import uuid

COMMANDS = {
    "affiliated": "affiliate", "exempted": "exempt", "beneficiaryAdded": "add-beneficiary",
    "beneficiaryStatusRecorded": "record-beneficiary-status", "beneficiaryRemoved": "remove-beneficiary", "suspended": "suspend",
    "continuationRequested": "request-continuation", "continuationEnded": "end-continuation",
    "temporaryCessationStarted": "start-temporary-cessation", "resumed": "resume", "employmentEnded": "end-employment",
    "portabilityStarted": "start-portability", "franceTravailProofRecorded": "record-france-travail-proof",
    "portabilityEnded": "end-portability", "optionChanged": "change-option", "payDeclared": "declare-pay",
    "employerChanged": "change-employer", "remoteTransmissionChanged": "change-remote-transmission",
    "mandateRegistered": "register-mandate", "mandateRevoked": "revoke-mandate", "rescinded": "rescind",
}


def affiliation(employer="0750001A"):
    return {"scheme": "fpe-education-2026", "effectiveOn": "2026-11-01", "employer": employer, "option": "base",
            "grossMonthlyPayCents": 200000, "employment": {"kind": "civilServant", "startedOn": "2019-09-01"},
            "holder": {"bornOn": "1985-03-14"}}


def new_contract(generator=random):
    return str(uuid.UUID(int=generator.getrandbits(128), version=4))


def write(path, lines):
    """Writes lines of commands to a file, and returns its path."""
    with open(path, "w") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def affiliations(count):
    """An affiliation of each of `count` new contracts."""
    return ({"contract": new_contract(), "command": "affiliate", **affiliation()} for _ in range(count))


def absences(contract, count, start, every):
    """Absences of a contract from `start` on, and the return from each; the next one comes `every` days later."""
    for number in range(count):
        effective = {"effectiveOn": str(start + datetime.timedelta(days=every * number))}
        absence = {"command": "resume"} if number % 2 else {"command": "suspend", "cause": "unpaidLeave", "income": "none"}
        yield {"contract": contract, **absence, **effective}


def children(contract, births, effective_on, has_names=False):
    """The children of these birth days, added as beneficiaries."""
    for number, born_on in enumerate(births):
        names = {"identity": {"familyName": "Durand", "givenNames": f"Enfant {number}"}} if has_names else {}
        yield {"contract": contract, "command": "add-beneficiary", "beneficiary": str(uuid.UUID(int=number + 1)), "relation": "child",
               "bornOn": born_on, "fiscallyDependent": True, "effectiveOn": effective_on, **names}


def from_log(database, order, limit):
    """The commands that recorded the events of the log up to the position `limit`, in an order."""
    query = f"SELECT contract_id, type, payload FROM log.event WHERE position <= {limit} ORDER BY {order}"
    rows = database.psql("-At", "-F", "\t", "-c", query).stdout.decode().splitlines()
    for number, row in enumerate(rows):
        contract, kind, payload = row.split("\t", 2)
        body = json.loads(payload)
        if kind == "mandateRegistered":
            body["iban"] = "FR7630006000011234567890189"
        yield {"key": f"line-{number}", "contract": contract, "command": COMMANDS[kind], **body}
