"""The pages that are measured, each with the way there."""

import json, time

from . import lives
from .commands import PREVIEW, PREVIEW_HEADING
from .complaints import need
from .sandbox import SCHEME

PAPERS = ("cover", "end-of-cover", "card", "portability", "statement")
# What is shown of pages that change nothing is shown of this life; it has late facts, a gap and beneficiaries.
CONTRACT = f"/contracts/{lives.CAMILLE.contract}"
PAST = f"{CONTRACT}?on=2026-09-10&known-at=2026-09-15T12:00:00Z"


class Place:
    """A page by its name in messages, the way there, and the status that it is answered with."""

    def __init__(self, name, way, status=200, is_signed_in=True):
        self.name, self.way, self.status, self.is_signed_in = name, way, status, is_signed_in

    def open(self, clerk):
        if isinstance(self.way, str):
            clerk.opens(self.way)
        else:
            self.way(clerk)
        need(self.status in (None, clerk.status), lambda: f"{clerk.here}: answered {clerk.status}, not {self.status}: {clerk.text[:400]}")
        kind = clerk.response.headers.get("content-type", "")
        need(kind.startswith("text/html"), lambda: f"{clerk.here}: answered {clerk.status} as {kind}, no page: {clerk.text[:300]}")
        return clerk


def found(line):
    return lambda clerk: clerk.opens("/").finds(line)


def previewed(clerk):
    """A preview with all its parts: cover that changes, and money to settle."""
    clerk.opens(f"/contracts/{lives.NORA.contract}/act/resume").fills_in({"Premier jour de reprise": "04/01/2027"}).follows(PREVIEW)
    clerk.must_see(PREVIEW_HEADING)


def refused_field(clerk):
    """A form whose day cannot be read."""
    clerk.opens(f"/contracts/{lives.NORA.contract}/act/resume").fills_in({"Premier jour de reprise": "31/02/2027"}).follows(PREVIEW)


def refused_rule(clerk):
    """A form that a rule refuses."""
    clerk.opens(f"{CONTRACT}/act/change-option").fills_in({"Premier jour de la nouvelle option": "01/05/2027", "Option": "Option 2"}).follows(PREVIEW)


def dearer():
    """The scheme of the program, with 10 € more of CE from 2027 on and dearer children."""
    scheme = json.loads(SCHEME.read_text())
    parameters = scheme["parameters"]
    thought = {"from": "2027-01-01", "source": "une idée", "confirmed": False}
    parameters["balanceCotisationCents"] = [row for row in parameters["balanceCotisationCents"] if row["from"] < "2027"] + [thought | {"value": 8810}]
    prices = parameters["beneficiaryPriceCents"][0]["value"]
    parameters["beneficiaryPriceCents"].append(thought | {"value": prices | {"child": prices["child"] + 1234}})
    return json.dumps(scheme, ensure_ascii=False)


def counted(clerk):
    """Reloads the page until its figures are there: a busy machine takes longer than a page waits."""
    until = time.monotonic() + 180
    while time.monotonic() < until and (clerk.sees("rechargez la page") or clerk.sees("reload the page")):
        time.sleep(1)
        clerk.page.reload()
    return clerk


def compared(clerk, scheme, name="tarif <2027>.json", month="juillet 2027"):
    """A scheme file chosen in its form, and sent."""
    clerk.opens("/portfolio/what-if").fills_in({"Mois": month}, within=clerk.page.locator("main"))
    clerk.page.get_by_label("Fichier du régime envisagé").set_input_files({"name": name, "mimeType": "application/json", "buffer": scheme.encode()})
    return counted(clerk.follows("Comparer"))


# What is shown by no address of its own: it leads to another page, or is a file.
LEAD_ON = ("/resume", "/contracts/new", "/contracts/{contract}/audit/json", "/work/reminders/file", "/portfolio/flows", "/portfolio/what-if/table", "/portfolio/actuary/{figures}", "/direct-debit-files/{file}")


def places():
    """All kinds of pages, in the order of `pages.md`."""
    forms = ("suspend", "start-portability", "add-beneficiary", "register-mandate", "rescind", "correct")
    return [
        Place("start", "/"),
        Place("several found", found("14/03/1985")),
        Place("nobody found", found("Introuvable 01/01/1950")),
        Place("contract", CONTRACT),
        Place("contract, past", PAST),
        Place("contract, whole life", f"{CONTRACT}?window=all&on=2027-05-15&why=holder"),
        Place("contract, unreadable day", f"{CONTRACT}?on=31/02/2027"),
        Place("contract, 200 facts", f"/contracts/{lives.LARGE.contract}"),
        Place("contract, long name", f"/contracts/{lives.HOSTILE_LIVES['unbroken'].contract}"),
        Place("changes", f"{CONTRACT}/changes?from=version:5&to=version:9"),
        Place("menu", f"{CONTRACT}/act"),
        Place("form affiliate", f"/contracts/{lives.COMMANDS['affiliate'].contract}/act/affiliate"),
        *(Place(f"form {command}", f"/contracts/{lives.COMMANDS[command].contract}/act/{command}") for command in forms),
        Place("form correct, that tells a fact", f"/contracts/{lives.COMMANDS['correct'].contract}/act/correct?version=2&command=start-portability"),
        Place("menu from the past", f"{CONTRACT}/act?reading=version:5"),
        Place("preview", previewed),
        Place("refused day", refused_field, status=None),
        Place("refused by a rule", refused_rule, status=None),
        Place("fact", f"{CONTRACT}/facts/9"),
        Place("person", f"{CONTRACT}/people/holder"),
        Place("audit", f"{CONTRACT}/audit"),
        Place("papers", f"{CONTRACT}/papers"),
        *(Place(f"paper {paper}", f"{CONTRACT}/papers/{paper}") for paper in PAPERS),
        Place("work", "/work"),
        Place("work of one kind", "/work?kind=proofOverdue"),
        Place("work about money", "/work?kind=directDebitHeld"),
        Place("work about money, last page", "/work?from=money_"),
        Place("reminders", "/work/reminders"),
        Place("letters", "/work/reminders/letters", status=None),
        Place("portfolio", "/portfolio"),
        Place("what if", "/portfolio/what-if"),
        Place("what if, compared", lambda clerk: compared(clerk, dearer())),
        Place("what if, refused", lambda clerk: compared(clerk, "{}"), status=422),
        Place("figures for the actuary", "/portfolio/actuary"),
        Place("figures for the actuary, summed", lambda clerk: counted(clerk.opens("/portfolio/actuary"))),
        Place("runs", "/runs"),
        Place("run previewed", "/runs/preview"),
        Place("run refused", "/runs/preview?kind=regular&month=2026-06", status=422),
        Place("run of no month", "/runs/preview?month=trente", status=422),
        Place("run", f"/runs/{lives.RUN}"),
        Place("account of an agent", f"/contracts/{lives.OWING.contract}/account"),
        Place("account of an agent, past", f"/contracts/{lives.OWING.contract}/account?known-at=2027-07-01"),
        Place("account of an employer", "/employers/0750001A"),
        Place("statement", f"/runs/{lives.RUN}/statements/0750001A"),
        Place("run cancelled in thought", f"/runs/preview?kind=cancelling&cancels={lives.RUN}"),
        Place("proposals", "/proposals"),
        Place("verify", "/verify"),
        Place("verify nonsense", "/verify?reference=nonsense", status=None),
        Place("sandbox", "/sandbox"),
        Place("clock that would go back", "/sandbox?day=01/01/2020", status=422),
        Place("documentation", "/docs"),
        Place("unknown path", "/nowhere", status=404),
        Place("unknown contract", f"/contracts/{lives.contract('nobody')}", status=404),
        Place("contract not known then", f"{CONTRACT}?known-at=2026-01-01T00:00:00Z", status=None),
        Place("signed out", "/work", status=401, is_signed_in=False),
    ]
