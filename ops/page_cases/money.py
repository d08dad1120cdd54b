"""The month's run at the desk: previewed by cause, made, its files handed over or withdrawn, and printed."""

import re, time

from . import lives
from .clerk import Clerk
from .commands import PREVIEW
from .complaints import need
from .keyboard import Keyboard
from .places import counted
from .rights import asked, said, sent
from .words import euros, plain

PREPARE, MAKE = "Préparer : Appel d'août 2027", "Lancer : Appel d'août 2027"


def reckoned(clerk, *words):
    """Reloads a preview until it says all words: a busy machine takes longer than a page waits, and then shows for a minute what was known before."""
    until = time.monotonic() + 300
    while time.monotonic() < until and not all(clerk.sees(word) for word in words):
        time.sleep(0.5)
        clerk.page.reload()
    for word in words:
        clerk.must_see(word)


def a_month_is_previewed_and_called(desk):
    """From the list to the preview by cause, the run and its files, with the keyboard alone; sent twice, the form makes one run; a late fact comes next."""
    # A fact of June that is told after July was called.
    told = desk.sandbox.record(lives.LATE_CALL.contract, "change-option", {"effectiveOn": "2027-06-01", "option": "option2"})
    desk.sandbox.reaches(told["position"])
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/runs")
        clerk.must_see("Appel de juillet 2027")
        keys = Keyboard(clerk, desk.complaints)
        keys.reach(PREPARE)
        with clerk.moves("Enter on the link"):
            keys.press("Enter")
        reckoned(clerk, "Cet appel demanderait", "Rien n'est enregistré", "Faits sus après coup", "Pourquoi août 2027 diffère de juillet 2027", "Ce qui est demandé")
        desk.measures.keep_html(clerk.source, "run previewed with its causes")
        runs = desk.sandbox.must("GET", "/v1/runs")["runs"]
        desk.expect(len(runs) == 1, f"a preview makes a run: {runs}")
        form = dict(re.findall(r'name="(scheme|kind|month|last)" value="([^"]*)"', clerk.source.split('action="/runs"')[1]))
        keys.reach(MAKE)
        with clerk.moves("Enter on the button"):
            keys.press("Enter")
        need("/runs/2" in page.url, lambda: f"{clerk.here}: the run is not made: {clerk.text[:400]}")
        until = time.monotonic() + 300
        while not clerk.sees("L'appel est fait"):
            need(clerk.sees("L'appel se fait") and time.monotonic() < until, lambda: f"{clerk.here}: {clerk.text[:400]}")
            time.sleep(0.2)
            page.reload()
        for words in ("Appel n° 2", "Ce qui est demandé", "Pourquoi août 2027 diffère"):
            clerk.must_see(words)
        status, leads, _ = sent(desk, "supervisor", "/runs", form)
        desk.expect(status == 303 and "/runs/preview" in leads, f"the form of another supervisor is answered {status}, « {leads} »")
        desk.expect(len(desk.sandbox.must("GET", "/v1/runs")["runs"]) == 2, "the month is called twice")
        clerk.opens("/runs/preview?month=août 2027")
        clerk.must_see("run.monthAlreadyCalled")
        desk.expect(page.title().startswith("Erreur"), lambda: f"{clerk.here}: the title of a refusal is « {page.title()} »")


def a_file_is_handed_over_or_withdrawn(desk):
    """Of the run that stands: a day that is too late is refused beside its field, then the file is handed over; a clerk reads only."""
    address = f"/runs/{lives.RUN}"
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(address)
        clerk.must_see("Fichiers de prélèvements")
        clerk.must_see("Prélèvements retenus")
        clerk.fills_in({"Jour": "01/12/2027"}, within=page.locator("main")).presses("Il est remis à la banque")
        clerk.must_see("file.tooLate")
        desk.measures.keep_html(clerk.source, "file refused")
        desk.expect(clerk.field("Jour").input_value() == "01/12/2027", lambda: f"{clerk.here}: what was typed is gone")
        clerk.fills_in({"Jour": "le trente"}, within=page.locator("main")).presses("Retirer le fichier")
        desk.expect(clerk.status == 422, lambda: f"{clerk.here}: an unreadable day is answered {clerk.status}")
        clerk.fills_in({"Jour": "12/07/2027"}, within=page.locator("main")).presses("Il est remis à la banque")
        clerk.must_see("remis le 12 juillet 2027")
        desk.expect("Retirer le fichier" not in clerk.names("button"), lambda: f"{clerk.here}: a file that the bank has can be withdrawn")
    for role in ("clerk", "auditor"):
        status, _, text = asked(desk, role, address)
        desk.expect(status == 200 and "R000001F001" in said(text), f"{role}: the run is answered {status}")
        desk.expect("Télécharger" not in text and "<button" not in text.split("<main")[1], f"{role}: the run offers what only supervisors may")
        status, _, text = asked(desk, role, "/runs/preview")
        desk.expect("Lancer" not in said(text), f"{role}: the preview offers to make the run")


def a_run_prints(desk):
    """A run, printed from a dark screen, is A4, light and complete: figures, files, what is held; without what is around it."""
    with desk.browser.window(scripts=True, dark=True) as page:
        clerk = Clerk(page).opens(f"/runs/{lives.RUN}")
        title = plain(page.locator("h1").inner_text())
        text = desk.measures.paper(page, "run", [title, "Ce qui est demandé", "Fichiers de prélèvements", "R000001F001", "Prélèvements retenus"], is_a4=True)
        desk.expect("Trouver" not in text and "Se déconnecter" not in text, "what is around the run is printed as well")
        clerk.opens("/runs")
        desk.measures.paper(page, "runs", ["Appels de cotisations", "Appel de juillet 2027"], is_a4=True)


def an_amount_leads_to_what_caused_it(desk):
    """From the contract's page to the account; each amount leads to the month as known at its run, or to the fact that was learnt."""
    life = lives.LATE_CALL
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{life.contract}").follows("Compte et appels")
        for words in ("Ce qui a été appelé, mois par mois", "Mouvements du compte", "le mois, tel que su alors"):
            clerk.must_see(words)
        clerk.follows("le mois, tel que su alors", within=page.locator("main"))
        desk.expect("known-at=2027-07-12" in page.url and "month=" in page.url, lambda: f"{clerk.here}: not the month as known at the run")
        clerk.must_see("De quoi le mois est fait")
        facts = len(desk.sandbox.events(life.contract))
        clerk.opens(f"/contracts/{life.contract}/account")
        clerk.must_see("régularisation", "what was adjusted since")
        clerk.follows(f"fait {facts}", within=page.locator("main"))
        desk.expect(page.url.endswith(f"/facts/{facts}"), lambda: f"{clerk.here}: an adjusted amount does not lead to its fact")
        clerk.opens("/employers/0750001A")
        clerk.must_see("Compte de l'employeur 0750001A")
        clerk.follows("Appel n° 1", within=page.locator("main"))
        clerk.must_see("À payer")


def a_statement_prints(desk):
    """A statement, printed from a dark screen, is A4 and light: what is to be paid, by when, by month and by contract."""
    with desk.browser.window(scripts=True, dark=True) as page:
        Clerk(page).opens(f"/runs/{lives.RUN}/statements/0750001A")
        text = desk.measures.paper(page, "statement", ["Bordereau de l'appel", "0750001A", "À payer", "Par mois", "Par contrat", "juillet 2027"], is_a4=True)
        desk.expect("Trouver" not in text and "Se déconnecter" not in text, "what is around the statement is printed as well")
        desk.expect("D'où cela vient" not in text, "the printed statement has links that paper cannot follow")


# A credit that names no file of ours.
BANK_FILE = """<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>
<GrpHdr><MsgId>BANK-77</MsgId><CreDtTm>2027-07-12T08:00:00Z</CreDtTm></GrpHdr><Ntfctn><Ntry><Amt Ccy="EUR">12.34</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2027-07-12</Dt></BookgDt><AcctSvcrRef>OP-77</AcctSvcrRef></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"""


def what_waits_about_money_leads_to_where_it_is_settled(desk):
    """From the worklist to the run's file, to what lifts a hold, and to a line of a bank, which a clerk settles in words; an auditor reads only."""
    answer = desk.sandbox.gets("POST", "/v1/bank-files", BANK_FILE, Content_Type="application/xml")
    need(len(answer["unmatched"]) == 1, f"the bank's line is no line of nobody: {answer}")
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/").follows("Fichier à remettre à la banque", within=page.locator("main"))
        clerk.must_see("R000001F001")
        clerk.follows("Remettre le fichier", within=page.locator("main"))
        need(page.url.endswith(f"/runs/{lives.RUN}"), lambda: f"{clerk.here}: the file to hand over does not lead to its run")
        clerk.opens("/work").follows("Prélèvement retenu", within=page.locator("nav"))
        line = page.locator("main li.bad, main ul.due li").first
        for words in ("Prélèvement retenu", "€", "appel n° 1"):
            clerk.must_see(words)
        desk.measures.keep_html(clerk.source, "work about money")
        with clerk.moves("the button of a held debit"):
            line.locator("a.btn").click()
        need("/contracts/" in page.url and clerk.status == 200, lambda: f"{clerk.here}: a held debit leads nowhere")
        clerk.opens("/work?kind=bankLineUnmatched")
        for words in ("Ligne de la banque à identifier", "OP-77", euros(1234)):
            clerk.must_see(words)
        reason = "Ce que c'est, et ce qui en a été fait"
        clerk.fills_in({reason: "voir le 06 12 34 56 78"}, within=page.locator("main")).presses("Classer la ligne")
        desk.expect(clerk.status == 422, lambda: f"{clerk.here}: a reason with a telephone number is answered {clerk.status}")
        desk.expect(clerk.field(reason).input_value() == "voir le 06 12 34 56 78", lambda: f"{clerk.here}: what was typed is gone")
        desk.measures.keep_html(clerk.source, "line of a bank refused")
        status, _, text = asked(desk, "auditor", "/work?kind=bankLineUnmatched")
        desk.expect(status == 200 and "OP-77" in said(text) and 'method="post"' not in text.split("<main")[1], f"an auditor: {status}, or a form")
        clerk.fills_in({reason: "frais de la banque"}, within=page.locator("main")).presses("Classer la ligne")
        need("OP-77" not in clerk.text, lambda: f"{clerk.here}: a line that was settled waits still")


def a_late_fact_says_when_it_is_called(desk):
    """The preview of a late fact says what the next run calls because of it, as a dry run has it: from whom, for which months, by which way. Nothing is recorded."""
    body = {"effectiveOn": "2027-06-01", "option": "option1"}
    for life, ways in ((lives.LATE_CALL, ("bordereau",)), (lives.OWING, ("Agent :",))):
        facts = len(desk.sandbox.events(life.contract))
        forecast = desk.sandbox.must("POST", f"/v1/contracts/{life.contract}/change-option?dry-run=true", body)["called"][0]
        need(any(line["origin"] == "adjustment" for line in forecast["lines"]), f"nothing called before is adjusted: {forecast}")
        with desk.browser.window() as page:
            clerk = Clerk(page).opens(f"/contracts/{life.contract}/act/change-option")
            clerk.fills_in({"Premier jour de la nouvelle option": "01/06/2027", "Option": "Option 1"}).follows(PREVIEW)
            for words in ("Quand ce sera appelé, et auprès de qui", "mois déjà appelés", *ways):
                clerk.must_see(words)
            sums = {}
            for line in forecast["lines"]:
                for flow in ("employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"):
                    place = (line["employer"], line["origin"], flow)
                    sums[place] = sums.get(place, 0) + line[flow]
            for place, cents in sums.items():
                clerk.must_see(euros(cents), f"of {place}, as the dry run has it")
            if "agent" in forecast:
                clerk.must_see(euros(forecast["agent"]["balanceCents"]), "what becomes of the agent's account")
            desk.measures.keep_html(clerk.source, f"called, {life.name}")
        desk.expect(len(desk.sandbox.events(life.contract)) == facts, f"{life.name}: a preview recorded something")


def the_actuary_has_figures(desk):
    """Figures for the actuary: from the portfolio, each picture with its table, the sums as the routes have them; a clerk is led to none of it."""
    arrears = desk.sandbox.must("GET", "/v1/actuary/arrears", Accept="application/json")
    with desk.browser.window() as page:
        clerk = counted(Clerk(page).opens("/portfolio"))
        clerk.follows("Chiffres pour l'actuaire")
        counted(clerk)
        for words in ("Ce qui a été appelé, par mois d'origine et retard de l'appel", "Ce qui est dû, par ancienneté de l'appel", "Retard des faits", "Juillet 2027"):
            clerk.must_see(words)
        for payer in ("employer", "agent"):
            total = sum(age["amountCents"] for age in arrears if age["payer"] == payer)
            need(total > 0, f"nothing is owed by a {payer}")
            clerk.must_see(euros(total), f"owed by {payer}s, as the route has it")
        bare = page.evaluate("""() => [...document.querySelectorAll("main section")].filter(e => e.querySelector("svg[role=img]") && !e.querySelector("table"))
            .map(e => e.textContent.slice(0, 80))""")
        desk.expect(not bare and page.locator("main svg[role=img]").count() == 3, lambda: f"{clerk.here}: pictures without a table: {bare}")
        desk.measures.keep_html(clerk.source, "figures for the actuary")
        desk.measures.paper(page, "actuary", ["Chiffres pour l'actuaire", "Retard des faits"], is_a4=True)
    # The link would stand beside the one to the comparison of schemes, which is there once all contracts are counted.
    until, text = time.monotonic() + 180, ""
    while "/portfolio/what-if" not in text:
        need(time.monotonic() < until, f"the portfolio is not counted: {text[:400]}")
        time.sleep(0.5)
        text = asked(desk, "clerk", "/portfolio")[2]
    desk.expect("/portfolio/actuary" not in text, "a clerk is led to the figures for the actuary")


CASES = [a_run_prints, what_waits_about_money_leads_to_where_it_is_settled, a_late_fact_says_when_it_is_called, the_actuary_has_figures, a_file_is_handed_over_or_withdrawn, a_month_is_previewed_and_called, an_amount_leads_to_what_caused_it, a_statement_prints]
