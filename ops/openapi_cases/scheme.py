"""Prints the scheme that comes with the program, with the parameters of money of the tests: without them no run is made."""

import json, pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    scheme = json.loads((ROOT / "db/schemes/fpe-education-2026.json").read_text())
    for name, rows in json.loads((ROOT / "Tests/ServiceTests/SchemeFiles/littoral-money.json").read_text()).items():
        scheme["parameters"][name] = [{**row, "from": scheme["effectiveFrom"]} for row in rows]
    print(json.dumps(scheme))


main()
