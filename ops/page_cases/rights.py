"""What each role finds on the pages that it may ask for: the start of those who may not search, and a correction that two people have to record."""

import html, re, urllib.parse

from . import lives
from .complaints import need
from .roles import Ground
from .words import plain

PAGE = {"Accept": "text/html"}
FORM = PAGE | {"Content_Type": "application/x-www-form-urlencoded"}
CONTRACT = lives.CAMILLE.contract


def asked(desk, role, path):
    """A page by a role: its status, where it leads, and what it says."""
    status, headers, text = desk.sandbox.call("GET", path, token=desk.sandbox.tokens[role], **PAGE)
    return status, headers.get("Location", ""), text


def sent(desk, role, path, fields):
    """A form by a role: its status, where it leads, and what it says."""
    status, headers, text = desk.sandbox.call("POST", path, urllib.parse.urlencode(fields), desk.sandbox.tokens[role], **FORM)
    return status, headers.get("Location", ""), text


def said(text):
    """What a page says, without the frame around its content."""
    main = re.search(r"<main.*?</main>", text, re.DOTALL)
    need(main, f"this is no page: {text[:300]}")
    return plain(html.unescape(re.sub(r"<[^>]*>", " ", main[0])))


def an_auditor_opens_by_number(desk):
    """An auditor has no search for people: they open a contract by its number, whole or by its beginning. Those who read no contract may not."""
    text = asked(desk, "auditor", "/")[2]
    desk.expect('name="find"' not in text, "an auditor has a search for people")
    desk.expect('name="contract"' in text and "Numéro de contrat" in said(text), f"an auditor opens no contract by its number: {said(text)[:400]}")
    for number in (CONTRACT, CONTRACT.upper(), CONTRACT[:8], f" {CONTRACT[:13]} "):
        status, leads, text = asked(desk, "auditor", f"/?contract={urllib.parse.quote(number)}")
        desk.expect((status, leads) == (303, f"/contracts/{CONTRACT}"), f"« {number} » is answered {status}, « {leads} »: {text[:300]}")
    for number in ("durand", "14/03/1985", "fff", str(lives.contract("nobody"))):
        status, _, text = asked(desk, "auditor", f"/?contract={urllib.parse.quote(number)}")
        desk.expect(status == 404 and "Aucun contrat n'a ce numéro" in said(text), f"« {number} » is answered {status}: {said(text)[:300]}")
        desk.expect(f'value="{number}"' in text, f"« {number} » is not kept as it was typed")
        desk.measures.keep_html(text, f"no contract {number}")
    status = asked(desk, "auditor", "/?find=x")[0]
    desk.expect(status == 403, f"an auditor who searches is answered {status}")
    for role in ("employer", "agent", "operator"):
        status, _, text = asked(desk, role, f"/?contract={CONTRACT[:8]}")
        desk.expect(status == 403, f"{role}: a contract's number is answered {status}")
        desk.expect('name="contract"' not in asked(desk, role, "/")[2], f"{role}: the start offers to open a contract")


def a_correction_that_names_somebody(desk):
    """A clerk's correction that tells a name cannot wait for a second caller: the preview says so and what to do, and keeps what was typed."""
    contract = lives.CAMILLE.contract
    before = len(desk.sandbox.events(contract))
    act = f"/contracts/{contract}/act/correct"
    fields = {
        "/rescind/0": "3", "/reason": "mauvaise date de naissance", "/commands/0/command": "add-beneficiary",
        "/commands/0/beneficiary": lives.person("camille", "Inès"), "/commands/0/effectiveOn": "01/05/2026", "/commands/0/relation": "child",
        "/commands/0/bornOn": "18/09/2007", "/commands/0/fiscallyDependent": "yes", "/commands/0/identity/familyName": "Durand",
        "/commands/0/identity/givenNames": "Inès-Marie"}
    status, preview, text = sent(desk, "clerk", act, fields)
    need(status == 303, f"the form of a correction is answered {status}: {text[:300]}")
    status, _, text = asked(desk, "clerk", preview)
    need(status == 200, f"the preview of a correction is answered {status}: {said(text)[:600]}")
    desk.measures.keep_html(text, "correction that cannot be proposed")
    for words in ("Ceci ne peut pas être proposé", "Inès-Marie", "18 septembre 2007", "mauvaise date de naissance", "Annuler le fait 3"):
        desk.expect(words in said(text), f"the preview does not say « {words} »: {said(text)[:1500]}")
    desk.expect("/confirm" not in text, "the preview has a button that cannot succeed")
    # Whoever sends the button's form all the same comes back to that page.
    draft = urllib.parse.parse_qs(urllib.parse.urlsplit(preview).query)["draft"][0]
    status, leads, text = sent(desk, "clerk", f"{act}/confirm", {"draft": draft, "seen": f"{before}-{'0' * 64}"})
    desk.expect(status == 303 and leads == preview, f"the button is answered {status}, « {leads} »: {text[:300]}")
    # Without a name it is proposed.
    for name in ("familyName", "givenNames"):
        fields.pop(f"/commands/0/identity/{name}")
    status, preview, _ = sent(desk, "clerk", act, fields)
    text = asked(desk, "clerk", preview)[2]
    desk.expect("Annuler demande deux personnes" in said(text) and ">Proposer</button>" in text, f"a correction without names is not to be proposed: {said(text)[:900]}")
    desk.expect(len(desk.sandbox.events(contract)) == before, "a preview of a clerk records something")


def many_names_in_lists_are_an_alarm(desk):
    """Whoever is shown many people within an hour by lists leaves one warning in the log, under their name."""
    with Ground(desk, MAINTIEN_LIMITS_SHOWN_PEOPLE="3") as sandbox:
        for _ in range(5):
            status, _, text = sandbox.call("GET", "/work?due-through=2028-12-31", token=sandbox.tokens["clerk"], **PAGE)
            need(status == 200 and "Durand" in said(text), f"the work is answered {status}: {text[:300]}")
    # The log is whole once the sandbox has ended.
    warnings = [line for line in sandbox.log.read_text().splitlines() if "very many people" in line]
    desk.expect(len(warnings) == 1 and '"clerk"' in warnings[0], f"the alarm is told {len(warnings)} times: {warnings}")


CASES = [an_auditor_opens_by_number, a_correction_that_names_somebody, many_names_in_lists_are_an_alarm]
