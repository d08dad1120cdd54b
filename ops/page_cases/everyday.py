"""The rest of the desk: who is found, what is said when nothing is, the work, the portfolio, the sandbox's clock, a person's form, a menu that forbids."""

import json, pathlib, re, tempfile, time, uuid

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, PREVIEW, PREVIEW_HEADING
from .complaints import need
from .places import CONTRACT, compared, counted, dearer
from .sandbox import Sandbox
from .words import day, euros, pattern, plain

def finding(desk):
    """One line finds by identifier, birth date, employer, name, or several; a single result opens."""
    life = lives.CAMILLE
    with desk.browser.window() as page:
        clerk = Clerk(page)
        for line in (life.contract, life.contract[:8], "durand 14/03/1985", "DURAND camille", "camille durand 1985"):
            clerk.opens("/").finds(line)
            desk.expect(life.contract in page.url, lambda: f"{clerk.here}: « {line} » does not open the contract: {clerk.text[:300]}")
        clerk.opens("/").finds("14/03/1985")
        clerk.must_see("Camille Durand")
        clerk.must_see(f"Ce {day(lives.TODAY)}", "a result lacks the sentence of today")
        clerk.follows("Camille Durand", within=page.locator("main"))
        desk.expect(life.contract in page.url, lambda: f"{clerk.here}: a result does not lead to its contract")
        clerk.opens("/").finds("garnier 0590011E")
        clerk.must_see("Paul Garnier")
        clerk.opens("/").finds("0590011E")
        for name in ("Paul Garnier", "Gaël Hamon"):
            clerk.must_see(name, "of an employer's people")
        clerk.opens("/").finds("Introuvable 01/01/1950")
        clerk.must_see("Personne ne correspond")
        clerk.opens("/")
        clerk.must_see("Vos derniers dossiers")
        clerk.must_see("Camille Durand")
        counts = [line for line in clerk.page.locator("main a[href*='/work']").all() if line.is_visible()]
        desk.expect(counts, lambda: f"{clerk.here}: the start does not count what waits")


def nothing_there(desk):
    """What does not exist is told by a page that says what to do; what is not known yet says since when it is."""
    with desk.browser.window() as page:
        clerk = Clerk(page)
        for path in (f"/contracts/{lives.contract('nobody')}", "/contracts/xyz", f"{CONTRACT}/facts/99", f"{CONTRACT}/papers/nothing",
                     f"{CONTRACT}/people/{lives.person('camille', 'Personne')}", f"{CONTRACT}/act/nothing", "/nowhere", f"/contracts/{uuid.uuid4()}/changes"):
            clerk.opens(path)
            desk.expect(clerk.status == 404, f"{path} is answered {clerk.status}: {clerk.text[:200]}")
            desk.expect(page.get_by_role("link", name=pattern("Trouver", is_whole=False)).count() or page.get_by_role("searchbox").count(),
                        lambda: f"{clerk.here}: it does not say what to try")
            desk.measures.keep_html(clerk.source, f"nothing at {path}")
        clerk.opens(f"{CONTRACT}?known-at=2026-01-01T00:00:00Z")
        clerk.must_see("20 avril 2026", "a contract that was not known then does not say since when it is")
        for path in (f"{CONTRACT}?month=2027-13&window=9y&why=nobody", f"{CONTRACT}?on=%00&known-at=%FF", f"{CONTRACT}/changes?from=version:99&to=x",
                     "/work?kind=nothing&due-through=never&employer=%3Cb%3E", "/portfolio?month=2027-99", "/?find=nonsense", f"{CONTRACT}/act/resume?draft=nonsense"):
            clerk.opens(path)
            desk.expect(clerk.status in (200, 400, 404, 422), f"{path} is answered {clerk.status}: {clerk.text[:200]}")
            desk.measures.keep_html(clerk.source, f"odd {path}")


def menu_forbids_with_a_rule(desk):
    """Every command stands in the menu; what the standing forbids has the words and the id of the rule that forbids it."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}/act")
        for group in ("Arrivée", "Absence", "Départ", "Famille", "Contrat", "Erreur"):
            desk.expect(clerk.named("heading", group), lambda: f"{clerk.here}: no group « {group} »")
        answer = desk.sandbox.ask(lives.CAMILLE.contract, "commands", on=lives.TODAY)
        for command in answer["commands"]:
            rules = [reason["rule"] for reason in command.get("because") or ([command] if "rule" in command else [])]
            for rule in rules:
                desk.expect(clerk.sees(rule), lambda: f"{clerk.here}: {command['command']} is forbidden, and {rule} is not said")
        for words in ("Affiliation", "Reprise du travail", "Changement d'option", "Annuler un fait", "Corriger des faits", "Cessation temporaire d'activité"):
            clerk.must_see(words)


def refusal_names_the_fact_in_the_way(desk):
    """A fact that others rest on cannot be annulled: the refusal says the rule, its source, and which fact would no longer be lawful."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}/act/rescind?version=4")
        clerk.fills_in({"Pourquoi ?": "saisi par erreur"}).follows(PREVIEW)
        status, _, text = desk.sandbox.call("POST", f"/v1/contracts/{lives.CAMILLE.contract}/rescind?dry-run=true", {"version": 4, "reason": "erreur"})
        problem = json.loads(text)
        need(status == 422, f"to annul the fact 4 is answered {status}")
        for words in (problem["rule"], problem["source"], problem["detail"]):
            clerk.must_see(words)
        desk.expect(page.title().startswith("Erreur"), lambda: f"{clerk.here}: the title of a refusal is « {page.title()} »")
        fact = problem.get("conflictsWith")
        desk.expect(fact is None or clerk.sees(f"fait {fact}") or page.locator(f'main a[href*="/facts/{fact}"]').count(),
                    lambda: f"{clerk.here}: the fact {fact} in the way is not named: {clerk.text[:800]}")
        desk.expect(clerk.field("Pourquoi ?").input_value() == "saisi par erreur", lambda: f"{clerk.here}: what was typed is gone")


def guides_causes_come_first(desk):
    """Pourquoi cette absence ? offers the guide's twelve causes first; one of them is a temporary cessation, another one asks for the income."""
    twelve = ("Congé parental", "Disponibilité pour raison de santé", "Congé sans revenu pour raison de santé", "Congé sans revenu de maternité",
              "Congé sans revenu lié aux charges parentales", "Congé de proche aidant", "Congé de présence parentale", "Congé de solidarité familiale",
              "Congé de formation professionnelle", "Cessation anticipée d'activité, avec l'allocation spécifique",
              "Disponibilité pour donner des soins à un enfant", "Disponibilité pour élever un enfant de moins de 12 ans")
    start = f"/contracts/{lives.SHARED.contract}/act"
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(start).follows("Une absence commence")
        field = clerk.field("Pourquoi cette absence ?")
        answers = [plain(label.inner_text()) for label in field.locator("label").all()]
        desk.expect(tuple(answers[:12]) == twelve, lambda: f"{clerk.here}: the first twelve causes are not the guide's: {answers}")
        desk.measures.keep_html(clerk.source, "question of the absence")
        clerk.answers("Pourquoi cette absence ?", "Congé de proche aidant").follows("Continuer")
        need("/start-temporary-cessation" in page.url, lambda: f"{clerk.here}: one of the twelve does not lead to a temporary cessation")
        clerk.fills_in({"Premier jour d'absence": "01/09/2027"}).follows(PREVIEW)
        clerk.must_see("Congé de proche aidant")
        clerk.must_see(PREVIEW_HEADING)
        clerk.opens(start).follows("Une absence commence").answers("Pourquoi cette absence ?", answers[12]).follows("Continuer")
        need("/suspend" in page.url, lambda: f"{clerk.here}: another cause does not lead to a suspension")
        clerk.fills_in({"Premier jour d'absence": "01/09/2027", "Pourquoi cette absence ?": "Congé sans rémunération", "Quel revenu pendant l'absence ?": "Aucun"})
        clerk.follows(PREVIEW)
        clerk.must_see("1er octobre", "without an income, the last day to request continuation is not said")


def one_step_is_told_once(desk):
    """After a request to continue, the mandate that is missing is told once, with its button; and only a child has a status."""
    path = f"/contracts/{lives.UNPAID.contract}"
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{path}/act/request-continuation").fills_in({"Date d'envoi de la demande": "10/07/2027"}).follows(PREVIEW).follows(CONFIRM)
        note = plain(page.locator(".note").inner_text())
        desk.expect(note.count("mandat SEPA") == 1, f"the mandate is told {note.count('mandat SEPA')} times: {note}")
        clerk.opens(f"{path}/act/record-beneficiary-status")
        people = plain(clerk.field("Bénéficiaire").inner_text())
        desk.expect("Zoé" in people and "Victor" not in people, f"a status is offered to: {people}")
        clerk.opens(f"/contracts/{lives.COMMANDS['remove-beneficiary'].contract}/act").must_see("Aucun enfant n'est inscrit.")


def new_contract(desk):
    """A new contract begins with an affiliation of a fresh identifier, and can be found afterwards."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/").follows("Nouveau contrat")
        need("/contracts/" in page.url and "/act/affiliate" in page.url, lambda: f"{clerk.here}: it does not lead to an affiliation")
        contract = page.url.split("/contracts/")[1].split("/")[0]
        uuid.UUID(contract)
        clerk.fills_in({
            "Premier jour de couverture": "01/08/2027", "Code de l'employeur": "0750001A", "Emploi": "Fonctionnaire", "Premier jour d'emploi": "01/09/2020",
            "Date de naissance": "08/08/1991", "Nom d'usage": "Nouvelle-Arrivée", "Prénoms": "Yasmine", "Option": "Option 1",
            "Rémunération brute mensuelle": "2 345,67"}).follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        clerk.follows(CONFIRM)
        need(len(desk.sandbox.events(contract)) == 1, lambda: f"{clerk.here}: not recorded: {clerk.text[:600]}")
        clerk.finds("nouvelle-arrivée 08/08/1991")
        desk.expect(contract in page.url, lambda: f"{clerk.here}: the new contract is not found")


def a_persons_form(desk):
    """A person's fields are changed by a form; a colleague's change in between is not lost."""
    path = f"/v1/contracts/{lives.SHARED.contract}/people/holder"
    with desk.browser.window() as page, desk.browser.window() as other_page:
        clerk, other = Clerk(page), Clerk(other_page)
        for who in (clerk, other):
            who.opens(f"/contracts/{lives.SHARED.contract}/people/holder")
            if not who.page.get_by_label(pattern("Courriel", is_whole=False)).count():
                who.follows("Modifier")
        clerk.fills_in({"Courriel": "odile@exemple.fr"}).follows("Enregistrer")
        need("odile@exemple.fr" in json.dumps(desk.sandbox.must("GET", path)), lambda: f"{clerk.here}: the e-mail was not kept: {clerk.text[:500]}")
        other.fills_in({"Téléphone": "06 12 34 56 78"}).follows("Enregistrer")
        kept = json.dumps(desk.sandbox.must("GET", path))
        desk.expect("odile@exemple.fr" in kept, lambda: f"{other.here}: a colleague's change was lost: {other.text[:500]}")
        clerk.opens(f"/contracts/{lives.SHARED.contract}/people/holder")
        if not page.get_by_label(pattern("Courriel", is_whole=False)).count():
            clerk.follows("Modifier")
        clerk.fills_in({"Numéro de sécurité sociale": "1 23 45"}).follows("Enregistrer")
        desk.expect(page.title().startswith("Erreur"), lambda: f"{clerk.here}: a number that cannot be right is not refused")
        desk.measures.keep_html(clerk.source, "person refused")


def work_by_day(desk):
    """À traiter: counts by kind, overdue first, then what is due within 30 days; a line a contract and kind; one kind alone by its link."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/work")
        text = clerk.text
        for words in ("En retard", "Gaël Hamon", "Enregistrer l'attestation"):
            clerk.must_see(words)
        desk.expect(text.index("Gaël Hamon") > text.index("En retard") if "Gaël Hamon" in text else True, lambda: f"{clerk.here}: an overdue line does not stand below « En retard »")
        clerk.opens("/work?kind=mandateMissing")
        desk.expect(not clerk.sees("Enregistrer l'attestation"), lambda: f"{clerk.here}: another kind is listed")
        clerk.opens("/work?employer=9999999Z")
        clerk.must_see("Rien", "no work is not said")
        clerk.opens("/work")
        lines = page.locator("main li, main tr").filter(has_text="Gaël Hamon")
        desk.expect(lines.count() >= 1, lambda: f"{clerk.here}: no line of Gaël Hamon")


def a_pair_is_not_dismissed_without_a_reason(desk):
    """Who may be one person stands in the work; a reason with a telephone number is refused by the page to which the form leads, and kept."""
    twins = [lives.contract(f"twin {number}") for number in (1, 2)]
    for contract in twins:
        recorded = desk.sandbox.record(contract, "affiliate", {
            "scheme": "fpe-education-2026", "effectiveOn": "2027-07-01", "employer": "0750001A", "option": "base", "grossMonthlyPayCents": 250000,
            "employment": {"kind": "civilServant", "startedOn": "2020-09-01"},
            "holder": {"bornOn": "1990-01-02", "identity": {"familyName": "Jumeau", "givenNames": "Ange"}}})
    desk.sandbox.reaches(recorded["position"])
    address, label, typed = "/work?kind=possibleDuplicate", "Pourquoi cette paire est à écarter", "appeler le 06 12 34 56 78"
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(address)
        clerk.must_see(twins[0])
        clerk.fills_in({label: typed}).presses("Écarter la paire")
        need(clerk.status == 422 and clerk.response.request.method == "GET", lambda: f"{clerk.here}: answered {clerk.status} to {clerk.response.request.method}")
        desk.expect(page.title().startswith("Erreur"), lambda: f"{clerk.here}: the title of a refusal is « {page.title()} »")
        desk.expect(clerk.field(label).input_value() == typed, lambda: f"{clerk.here}: what was typed is gone")
        # A word of it: two digits may stand in any seal.
        desk.expect("appeler" not in page.url, lambda: f"{clerk.here}: what was typed stands in the address")
        desk.measures.keep_html(clerk.source, "pair not dismissed")
        page.reload()
        clerk.fills_in({label: "deux cousins"}).presses("Écarter la paire")
        desk.expect(clerk.status == 200 and twins[0] not in clerk.text, lambda: f"{clerk.here}: the pair is not dismissed: {clerk.text[:600]}")


def the_clock_does_not_go_back(desk):
    """A day that has gone by, or that cannot be read, leads back to the page of the clock, which says why and keeps it."""
    with desk.browser.window() as page:
        clerk = Clerk(page)
        for typed, words in (("01/01/2020", "recule"), ("31/02/2028", "n'est pas lisible")):
            clerk.opens("/sandbox").fills_in({"Ou un jour à venir": typed}).presses("Avancer à ce jour")
            desk.expect(clerk.status == 422 and clerk.response.request.method == "GET", lambda: f"{clerk.here}: « {typed} » is answered {clerk.status}")
            clerk.must_see(words)
            desk.expect(clerk.field("Ou un jour à venir").input_value() == typed, lambda: f"{clerk.here}: what was typed is gone")
            desk.measures.keep_html(clerk.source, f"clock {typed}")


def reminders_go_out_once(desk):
    """Rappels du jour: a file for mail merge, a letter a sheet, and the mark that they were sent: nobody is reminded twice."""
    life = lives.OVERDUE
    desk.sandbox.must("PUT", f"/v1/contracts/{life.contract}/people/holder", {
        "familyName": life.family, "givenNames": life.given, "address": "12 rue des Lilas, 59000 Lille"})
    with desk.browser.window(scripts=True) as page:
        clerk = Clerk(page).opens("/work").follows("Rappels du jour")
        clerk.must_see(life.full_name)
        desk.measures.keep_html(clerk.source, "reminders")
        file = page.context.request.get(clerk.one("link", "Fichier de publipostage (CSV)").get_attribute("href"))
        desk.expect(file.status == 200 and file.headers["content-type"].startswith("text/csv"), f"the file is answered {file.status}, {file.headers}")
        desk.expect("attachment" in file.headers.get("content-disposition", "") and life.family in file.text(), f"the file is no mail merge: {file.text()[:300]}")
        clerk.follows("Lettres à imprimer")
        desk.measures.keep_html(clerk.source, "letters")
        desk.measures.paper(page, "letters", [life.full_name, "12 rue des Lilas", "attestation de France Travail"], is_a4=True)
        clerk.follows("Rappels du jour")
        other = Clerk(page.context.new_page()).opens(page.url)
        clerk.follows("Marquer comme envoyés").must_see("marqués comme envoyés")
        sent = page.locator("main ul.due").filter(has_text=life.full_name)
        desk.expect(not sent.count(), f"{clerk.here}: who was reminded is to be reminded again")
        other.follows("Marquer comme envoyés")
        desk.expect(other.sees("déjà marqués") or other.sees("rien n'est marqué"), lambda: f"{other.here}: marked a second time, it says: {other.text[:600]}")


PORTFOLIO_WORDS = ("0750001A", "0590011E", "Portabilité", "Couverture provisoire", "attestation en retard")


def portfolio_in_charts_and_tables(desk):
    """Portefeuille: people over 12 months by state and standing, overdue proofs, flows by employer as the route has them; charts have their table."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/").follows("Portefeuille")
        totals = [json.loads(line)["due"] for line in desk.sandbox.must("GET", "/v1/cotisations/totals?month=2027-07").splitlines()]
        sums = {flow: euros(sum(due[flow] for due in totals)) for flow in totals[0]}
        # An answer that took long is kept for a minute: the page may still show what was known before, or nothing.
        until = time.monotonic() + 180
        while time.monotonic() < until and not (page.locator("main svg[role=img]").count() and all(map(clerk.sees, (*PORTFOLIO_WORDS, *sums.values())))):
            time.sleep(1)
            page.reload()
        desk.expect(page.locator("main svg[role=img]").count(), lambda: f"{clerk.here}: no chart")
        bare = page.evaluate("""() => [...document.querySelectorAll("main section")].filter(e => e.querySelector("svg[role=img]") && !e.querySelector("table"))
            .map(e => e.textContent.slice(0, 80))""")
        desk.expect(not bare, lambda: f"{clerk.here}: charts without a table: {bare}")
        for words in PORTFOLIO_WORDS:
            clerk.must_see(words)
        for flow, amount in sums.items():
            clerk.must_see(amount, f"the sum of {flow}, as the route has it")
        desk.measures.keep_html(clerk.source, "portfolio")


def what_if_the_tariff_changed(desk):
    """Et si le tarif changeait: the file is sent by a form, what would change is as the route has it, nothing is written, and the page can be reloaded."""
    before = desk.sandbox.must("GET", "/v1/events?after=0&limit=1000")
    answer = desk.sandbox.must("POST", "/v1/what-if?month=2027-07", json.loads(dearer()))
    need(answer["agents"]["more"] > 3, f"the dearer scheme costs nobody more: {answer['agents']}")
    with desk.browser.window() as page:
        clerk = Clerk(page).opens("/portfolio").follows("Et si le tarif changeait")
        compared(clerk, dearer())
        for again in (False, True):
            if again:
                counted(clerk.opens(page.url))
            clerk.must_see("Ce que changerait le fichier")
            for side in ("inForce", "whatIf"):
                for flow, cents in answer[side].items():
                    clerk.must_see(euros(cents), f"{flow}, {side}, as the route has it")
            agents = answer["agents"]
            clerk.must_see(f"l'agent paierait plus pour {agents['more']}, moins pour {agents['less']}, autant pour {agents['same']}")
            for words in ("0750001A", "0590011E", "Par situation", "Par employeur", "tarif <2027>.json", f"position {answer['position']}"):
                clerk.must_see(words)
        bare = page.evaluate("""() => [...document.querySelectorAll("main section section")].filter(e => e.querySelector("svg[role=img]") && !e.querySelector("table"))
            .map(e => e.textContent.slice(0, 80))""")
        desk.expect(page.locator("main svg[role=img]").count() == 2 and not bare, lambda: f"{clerk.here}: pictures without a table: {bare}")
        desk.measures.keep_html(clerk.source, "what if")
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 900})  # A4 between its margins
        wide = page.evaluate("[document.documentElement, ...document.querySelectorAll('table')].map(e => e.scrollWidth).filter(width => width > 680)")
        desk.expect(not wide, lambda: f"{clerk.here}: wider than a sheet of A4: {wide}")
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        counted(clerk.follows("English")).must_see("What the file would change")
        clerk.follows("Français")
        compared(clerk, '{"scheme": 1}')
        desk.expect(clerk.status == 422 and page.title().startswith("Erreur"), lambda: f"{clerk.here}: answered {clerk.status}: {clerk.text[:300]}")
        clerk.must_see("/scheme", "the field that is wrong")
        compared(clerk, dearer(), month="mois dernier")
        desk.expect(clerk.status == 422, lambda: f"{clerk.here}: an unreadable month is answered {clerk.status}")
    desk.expect(desk.sandbox.must("GET", "/v1/events?after=0&limit=1000") == before, "the comparison wrote something")


def audit_tells_all(desk):
    """Audit: every fact in words, who told it and when, its position, hash and payload; the chain is checked; JSON at hand."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}/audit")
        events = desk.sandbox.events(lives.CAMILLE.contract)
        for event in events:
            clerk.must_see(str(event["position"]), f"the position of the fact {event['version']}")
        for words in ("Reprise du travail", "Mandat SEPA signé", events[0]["recordedBy"]):
            clerk.must_see(words)
        clerk.must_see("chaîne", "whether the chain holds is not said")
        desk.expect(page.locator("main a[href*='/v1/'], main a[href*='json']").count(), lambda: f"{clerk.here}: no JSON at hand")
        desk.expect(lives.IBAN not in clerk.source.replace(" ", ""), lambda: f"{clerk.here}: it tells an IBAN whole")


def band_of_the_sandbox(desk):
    """A band on every page says that nothing is real, and the hour."""
    with desk.browser.window() as page:
        clerk = Clerk(page)
        for path in ("/", CONTRACT, f"{CONTRACT}/act", "/work", "/portfolio", "/verify", "/sandbox"):
            clerk.opens(path)
            clerk.must_see("Bac à sable : rien n'est réel")
            clerk.must_see(f"{day(lives.TODAY)} à 10 h 00")


def names_are_logged_before_they_are_shown(desk):
    """Every page that tells a name leaves a reading in the access log, under the clerk who asked."""
    def readings(of=f"&contract={lives.CAMILLE.contract}"):
        """What the access log has of the clerk, the latest first."""
        status, _, text = desk.sandbox.call("GET", f"/v1/access-log?caller=clerk&limit=200{of}", token=desk.sandbox.tokens["auditor"])
        need(status == 200, f"the access log is answered {status}: {text[:300]}")
        return json.loads(text)["readings"]

    asked = 0
    for path in ("", "/changes", "/act", "/act/declare-pay", "/facts/9", "/audit", "/people/holder", "/papers/cover", "/papers/statement"):
        before = readings()
        status, _, text = desk.sandbox.call("GET", f"{CONTRACT}{path}", token=desk.sandbox.tokens["clerk"], Accept="text/html")
        if desk.expect(status == 200, f"{CONTRACT}{path} by a clerk is answered {status}") and "Camille" in text:
            asked += 1
            desk.expect(len(readings()) > len(before), f"{CONTRACT}{path} tells a name that the access log does not have")
    # A list is a reading of its own, as a search is.
    for path in ("/work", "/"):
        before = readings("")
        text = desk.sandbox.call("GET", path, token=desk.sandbox.tokens["clerk"], Accept="text/html")[2]
        need("Camille" in text, f"{path} does not name Camille")
        desk.expect(len(readings("")) > len(before), f"{path} tells a name that the access log does not have")
    need(asked > 3, f"{asked} pages tell the holder's name")


def account_is_masked(desk):
    """A clerk and an auditor see the end of an account only."""
    for role in ("clerk", "auditor"):
        for path in ("", "/people/holder", "/audit", "/facts/6", "/papers/statement"):
            status, _, text = desk.sandbox.call("GET", f"{CONTRACT}{path}", token=desk.sandbox.tokens[role], Accept="text/html")
            desk.expect(status == 200, f"{CONTRACT}{path} by the {role} is answered {status}")
            desk.expect(lives.IBAN not in re.sub(r"[\s\u00a0\u202f]|&nbsp;", "", text), f"{CONTRACT}{path} tells the {role} an account whole")


def too_many_requests(desk):
    """Who asks for too much in a short time reads that nothing is lost, and when to try again."""
    # One request a second is let in: also a slow machine asks more often.
    sandbox = Sandbox(desk.sandbox.executable, pathlib.Path(tempfile.mkdtemp(dir=desk.keep, prefix="requests-")), MAINTIEN_LIMITS_REQUESTS="1")
    try:
        for _ in range(400):
            status, headers, text = sandbox.call("GET", "/", token=sandbox.tokens["supervisor"], Accept="text/html")
            if status != 200:
                break
    finally:
        sandbox.stop()
    need(status == 429, f"400 requests in a row are answered {status}")
    desk.expect(headers.get("Retry-After") and "Rien n’est perdu" in text, f"the page of 429 does not say when to try again: {text[-800:]}")
    desk.measures.keep_html(text, "too many requests")


CASES = [
    finding, nothing_there, menu_forbids_with_a_rule, refusal_names_the_fact_in_the_way, guides_causes_come_first, one_step_is_told_once, new_contract, a_persons_form, work_by_day,
    a_pair_is_not_dismissed_without_a_reason, the_clock_does_not_go_back,
    reminders_go_out_once, portfolio_in_charts_and_tables, what_if_the_tariff_changed, audit_tells_all, band_of_the_sandbox, names_are_logged_before_they_are_shown,
    account_is_masked, too_many_requests]
