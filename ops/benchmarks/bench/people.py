"""People brought in with and without who they are, then found among all."""

import datetime
import os
import random
import sys
import urllib.parse
from statistics import median

from . import lines
from .programs import maintien
from .service import serving

SYLLABLES = [start + middle for start in ("b", "br", "ch", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v")
             for middle in ("a", "an", "e", "i", "o", "ou")]
ENDS = ["", "d", "n", "r", "t", "ux", "lle", "rd", "s", "ult"]
# A name's frequency falls with its rank, from COMMON on: one person in five has one of the hundred commonest, and most names are rare.
NAMES, COMMON = 200_000, 20

FINDS = {
    "a family name and a birth day": lambda person: f"{person['familyName']} {person['bornOn']:%d/%m/%Y}",
    "a family name, a given name and a year": lambda person: f"{person['familyName']} {person['givenNames']} {person['bornOn'].year}",
    "the start of a family name and a year": lambda person: f"{person['familyName'][:5]} {person['bornOn'].year}",
    "a family name and an employer, or too many": lambda person: f"{person['familyName']} 0750001A",
    "a family name, or too many": lambda person: person["familyName"],
    "a birth day": lambda person: f"{person['bornOn']:%d/%m/%Y}",
    "a NIR": lambda person: person["nir"],
    "an e-mail": lambda person: person["email"],
    "a telephone": lambda person: person["phone"],
    "the start of a contract": lambda person: person["contract"][:8],
}


def run(server, report, options):
    generator = random.Random(1)
    path = server.folder / "people.ndjson"
    tell_imports(server, report, options, path, generator)
    with server.fresh("bench_people") as database:
        known = write_people(path, options.people, generator)
        print(f"  {options.people} people: {bring_in(database, path, options.people):.0f}/s", flush=True)
        kept = int(database.ask("SELECT count(*) FROM vault.record"))
        if kept != options.people:
            sys.exit(f"of {options.people} people {kept} are kept")
        database.follow_up()
        # Else the server still writes what was imported and rebuilt, and the access log waits for the same disk.
        database.psql("-c", "VACUUM ANALYZE", "-c", "CHECKPOINT")
        os.sync()
        with serving(database) as service:
            found = search(service, report, options, known)
            memory = service.peak_memory
    for name, outcomes in found.items():
        report.add(f"by {name}: p50", median(outcome.p50 for outcome in outcomes), "ms")
        report.add(f"by {name}: p99", median(outcome.p99 for outcome in outcomes), "ms", "under 50")
        too_many = sum(outcome.statuses.get("422", 0) for outcome in outcomes) / sum(outcome.sent for outcome in outcomes)
        report.add(f"by {name}: too many", 100 * too_many, "%")
    report.add("peak memory of the service", memory, "MB", "under 250")


def tell_imports(server, report, options, path, generator):
    """What the identities of people cost at an import."""
    rates, count = {True: [], False: []}, options.people // 10
    for number in range(options.runs):
        report.load()
        for has_identity in (True, False):
            write_people(path, count, generator, has_identity)
            with server.fresh("bench_people") as database:
                rates[has_identity].append(bring_in(database, path, count))
        print(f"  run {number + 1}: with identities {rates[True][-1]:.0f}/s, without {rates[False][-1]:.0f}/s", flush=True)
    report.add("import of affiliations with identities", median(rates[True]), "/s")
    report.ratio("to that without identities", rates[True], rates[False])


def search(service, report, options, known):
    """Finds people by each way in turn: the outcomes of all runs, by way."""
    outcomes, terms = {name: [] for name in FINDS}, {}
    for name, term in FINDS.items():
        terms[name] = service.database.server.folder / f"terms-{len(terms)}"
        terms[name].write_text("\n".join(urllib.parse.quote(term(person)) for person in known))
    for number in range(options.runs):
        report.load()
        for name in FINDS:
            # At a rate, so that an answer that comes late counts for all that were due meanwhile.
            outcomes[name].append(service.load("/v1/people?find={id}", contracts=terms[name], allowed=("200", "422"), connections=8,
                                               rate=50, seconds=options.seconds))
        print(f"  run {number + 1}: p99 {', '.join(f'{found[-1].p99:.1f}' for found in outcomes.values())} ms", flush=True)
    return outcomes


def bring_in(database, path, count):
    """Imports people: how many a second."""
    program = maintien("import", path, "--database", database.url, "--vault-key", database.server.vault_key, "--json")
    if database.head < count:
        sys.exit(f"of {count} people not all were recorded: {program.output}")
    return count / program.seconds


def family_name(generator):
    """A name; the commonest is that of one person in two hundred."""
    rank = int(COMMON * ((NAMES + COMMON) / COMMON) ** generator.random()) - COMMON
    # Neighbours in rank begin differently.
    number = rank * 7919 % NAMES
    first, number = number % len(SYLLABLES), number // len(SYLLABLES)
    second, number = number % len(SYLLABLES), number // len(SYLLABLES)
    third = SYLLABLES[number // len(ENDS)] if number >= len(ENDS) else ""
    return (SYLLABLES[first] + SYLLABLES[second] + third + ENDS[number % len(ENDS)]).capitalize()


def write_people(path, count, generator, has_identity=True):
    """Writes affiliations of `count` people. Returns 5000 of the people, evenly spread, to search for."""
    known = []

    def affiliations():
        for number in range(count):
            person, line = affiliated(generator, number)
            if has_identity:
                line["holder"]["identity"] = {name: person[name] for name in ("familyName", "givenNames", "nir", "email", "phone")}
            if number % max(1, count // 5000) == 0:
                known.append(person)
            yield line

    lines.write(path, affiliations())
    return known


def affiliated(generator, number):
    """A person who is made up, and the person's affiliation."""
    born = datetime.date(1957, 1, 1) + datetime.timedelta(days=generator.randrange(48 * 365))
    family, given = family_name(generator), family_name(generator)
    employer = f"{generator.randrange(1, 96):03}{generator.randrange(10_000):04}A"
    contract = lines.new_contract(generator)
    birthplace = f"{generator.randrange(1, 96):02}{generator.randrange(1000):03}"
    nir = f"{generator.randrange(1, 3)}{born:%y%m}{birthplace}{generator.randrange(1, 1000):03}"
    person = {"familyName": family, "givenNames": given, "nir": f"{nir}{97 - int(nir) % 97:02}",
              "email": f"{given}.{family}.{number}@example.fr".lower(), "phone": f"06{number:08}", "contract": contract, "bornOn": born}
    return person, {"contract": contract, "command": "affiliate", **lines.affiliation(employer), "holder": {"bornOn": str(born)}}
