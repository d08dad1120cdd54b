"""What the command line of `ops/bench` says."""

import argparse

FULL = {"contracts": 100_000, "runs": 5, "lines": 500_000, "seconds": 5, "warm": 20, "people": 1_000_000,
        "sizes": [100_000, 1_000_000, 10_000_000]}
SHORT = {"contracts": 10_000, "runs": 1, "lines": 50_000, "seconds": 2, "warm": 2, "people": 50_000, "sizes": [10_000, 100_000]}


def parsed(description, benches):
    """The options, with what depends on --short filled in."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="|".join(benches), help="all but soak, in this order, if none is named")
    parser.add_argument("--short", action="store_true", help="for every day: one run of everything, on a tenth of the contracts")
    parser.add_argument("--contracts", type=int, help="of the made-up portfolio; 100 000 without --short")
    parser.add_argument("--runs", type=int, help="5 without --short")
    parser.add_argument("--lines", type=int, help="import: at most so many commands; 500 000 without --short")
    parser.add_argument("--seconds", type=int, help="how long each load lasts; 5 without --short")
    parser.add_argument("--people", type=int, help="people: how many are to be found; 1 000 000 without --short")
    parser.add_argument("--warm", type=int, help="growth: how long commands come before any is measured; 20 without --short")
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")], help="growth: how many events the logs hold")
    parser.add_argument("--minutes", type=int, default=60, help="soak: how long it lasts; 60 if not given")
    parser.add_argument("--message-db", metavar="DIR", help="commands: a copy of Message DB's repository, to measure as a peer")
    parser.add_argument("--keep", help="a folder to keep the filled PostgreSQL in")
    parser.add_argument("--json", help="a file to which the figures are added, a line each time")
    parser.add_argument("--record", action="store_true", help="instructions: those counted are the ones to compare with")
    parser.add_argument("--release", action="store_true", help="instructions: count the release build, and compare with nothing recorded")
    options = parser.parse_args()
    for name, value in (SHORT if options.short else FULL).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    if options.what != ["instructions"]:
        for what in options.what:
            if what not in benches:
                parser.error(f"there is no {what}: {', '.join(benches)}, or instructions alone")
    return options
