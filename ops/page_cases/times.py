"""Two times: *on* a day, *known at* an instant; and facts that arrive between two looks at a page."""

import re

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, MENU, PREVIEW, PREVIEW_HEADING
from .complaints import need
from .places import CONTRACT
from .words import day, euros, pattern, plain

ON, KNOWN, SHOW = "Au", "Tel que connu le", "Voir"


def before_and_after_a_late_fact(desk):
    """A continuation told on 22 September is unknown on the 15th: suspended then, covered now. The page says which knowledge it shows."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(CONTRACT)
        at(clerk, "10/09/2026", "maintenant")
        clerk.must_see("Le 10 septembre 2026, Camille Durand avait une couverture, par le maintien")
        at(clerk, "10/09/2026", "15/09/2026")
        clerk.must_see("des garanties suspendues")
        clerk.must_see("Vous lisez ce qui était su le 15 septembre 2026")
        events = desk.sandbox.events(lives.CAMILLE.contract)
        later = sum(event["recordedAt"] > "2026-09-15T22:00:00Z" for event in events)
        clerk.must_see(f"{later} faits sont arrivés depuis")
        desk.expect(clerk.named("link", MENU) == [] or "known-at" not in (clerk.named("link", MENU)[0].get_attribute("href") or ""),
                    lambda: f"{clerk.here}: the past offers to act on what was known then")
        desk.measures.keep_html(clerk.source, "contract in the past")
        at(clerk, "", "")
        desk.expect("Vous lisez ce qui était su" not in clerk.text, lambda: f"{clerk.here}: nothing typed is not the present")


def past_acts_on_the_present(desk):
    """From a page of the past the menu and the forms say in words that they act on what is known now; from the present they say nothing of it."""
    acting, count = "Ici, vous agissez sur ce qui est su maintenant.", len(desk.sandbox.events(lives.CAMILLE.contract))
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}?on=2026-09-10&known-at=version:5")
        clerk.must_see("Ce que vous enregistrez s'ajoute à ce qui est su maintenant.")
        clerk.follows(MENU)
        for words in ("Vous lisiez ce qui était su le 22 septembre 2026", f"{count - 5} faits sont arrivés depuis", acting):
            clerk.must_see(words, "the menu does not say what it acts on")
        desk.measures.keep_html(clerk.source, "menu from the past")
        clerk.fills_in({"Quel jour ?": "01/06/2027"}).follows("Voir ce qui est possible")
        clerk.must_see(acting, "the menu of another day forgets it")
        clerk.follows("Nouvelle rémunération").must_see(acting, "the form does not say what it acts on")
        clerk.opens(f"{CONTRACT}?known-at=version:5").follows("annuler le fait 5").must_see(acting, "the form that annuls does not say it")
        clerk.opens(f"{CONTRACT}?known-at=2027-12-01T12:00:00Z").follows(MENU).must_see("Vous lisiez ce qui vaudrait le 1er décembre 2027")
        clerk.opens(CONTRACT).follows(MENU)
        desk.expect(not clerk.sees("Vous lisiez"), lambda: f"{clerk.here}: the present is told as another knowledge")


def a_late_proof_is_late_by_its_due_day(desk):
    """A proof that came after its due day is so many days overdue; it is not told as days after an effective day, which it has not."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{lives.PROVEN_LATE.contract}")
        fact = page.locator("main li", has=page.get_by_role("heading", name=pattern("Attestation France Travail d'avril 2027", is_whole=False)))
        need(fact.count() == 1, lambda: f"{clerk.here}: no fact of the attestation: {clerk.text[:900]}")
        told = plain(fact.inner_text())
        desk.expect("20 jours de retard" in told and "jours après" not in told, f"a late proof is told so: {told}")


def at(clerk, on, known):
    """Asks for the two times in the form of the page."""
    clerk.fills_in({ON: on, KNOWN: known}).presses(SHOW)


def times_as_typed(desk):
    """Days, instants and facts are read as clerks type them; what cannot be read is said, and what was typed stays."""
    with desk.browser.window() as page:
        clerk = Clerk(page)
        for on, known, meant in [
                ("1er sept. 2026", "fait 4", "Le 1er septembre 2026"), ("2026-09-01", "25 août 2026 à 12 h 00", "Le 1er septembre 2026"),
                ("1/9/26", "hier", "Le 1er septembre 2026"), ("aujourd'hui", "maintenant", f"Ce {day(lives.TODAY)}")]:
            clerk.opens(CONTRACT)
            at(clerk, on, known)
            desk.expect(clerk.status == 200 and clerk.sees(meant), lambda: f"{clerk.here}: « {on} », « {known} » are not read as {meant}: {clerk.text[:500]}")
        for on, known, problem in [("31/02/2027", "", "n'existe pas"), ("", "fait x", "lisible"), ("01/09", "", "année")]:
            clerk.opens(CONTRACT)
            at(clerk, on, known)
            desk.expect(clerk.sees(problem), lambda: f"{clerk.here}: « {on or known} » cannot be read, and « {problem} » is not said: {clerk.text[:500]}")
            field = clerk.field(ON if on else KNOWN)
            desk.expect(field.input_value() == (on or known), lambda: f"{clerk.here}: what was typed and not read is gone: « {field.input_value()} »")


def links_keep_both_times(desk):
    """From a page of the past, its links to itself keep the day and the knowledge."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}?on=2026-09-10&known-at=version:5")
        links = page.eval_on_selector_all("main a[href]", "all => all.map(a => a.getAttribute('href'))")
        kept = [link for link in links if "known-at=version" in link or "on=2026-09-10" in link]
        desk.expect(kept, lambda: f"{clerk.here}: no link keeps the two times: {links[:40]}")
        clerk.must_see("Vous lisez ce qui était su")
        within = page.locator(".times")
        clerk.follows("Avant le fait 5", within=within if within.count() else None)
        desk.expect("on=2026-09-10" in page.url, lambda: f"{clerk.here}: before that fact, the day is another one")
        desk.expect("known-at" in page.url, lambda: f"{clerk.here}: before that fact, the present is shown")


def scrubber_leads_through_knowledge(desk):
    """The list of instants below the picture leads to each knowledge, and marks the current one."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(CONTRACT)
        instants = page.get_by_role("list").filter(has=page.get_by_role("link", name=pattern("maintenant"))).first
        need(instants.is_visible(), lambda: f"{clerk.here}: no list of instants")
        links = instants.get_by_role("link")
        desk.expect(links.count() >= 5, lambda: f"{clerk.here}: the list of instants has {links.count()}")
        current = instants.locator("[aria-current]")
        desk.expect(current.count() == 1 and plain(current.inner_text()) == "maintenant", lambda: f"{clerk.here}: « maintenant » is not marked as the current one")
        name = plain(links.first.inner_text())
        with clerk.moves(name):
            links.first.click()
        clerk.must_see("Vous lisez ce qui était su")
        desk.expect(current.count() == 1 and plain(current.inner_text()) == name, lambda: f"{clerk.here}: « {name} » is not marked as the current one")
        clerk.follows("maintenant", within=instants)
        desk.expect(not clerk.sees("Vous lisez ce qui était su"), lambda: f"{clerk.here}: « maintenant » is not the present")


def why_names_rule_and_fact(desk):
    """Pourquoi ? says the rule in words, its id, its source, and links to the fact that decided; or that time alone decided."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"{CONTRACT}?on=2026-09-10")
        because = desk.sandbox.ask(lives.CAMILLE.contract, "coverage", on="2026-09-10")["holder"]["because"]
        for reason in because:
            clerk.must_see(reason["rule"])
            clerk.must_see(reason["source"])
        facts = {reason.get("event") for reason in because} - {None}
        for fact in facts:
            desk.expect(page.locator(f'main a[href*="facts/{fact}"], main a[href$="#f{fact}"], main a[href$="#fact-{fact}"]').count(),
                        lambda: f"{clerk.here}: no link leads to the fact {fact}, which decided")
        clerk.opens(f"{CONTRACT}?on=2027-05-15")
        clerk.must_see("proof.overdue")
        clerk.must_see("le temps seul")


def facts_tell_when_they_were_known(desk):
    """The list of facts says for each one since when it is true, when it was known, how late, and what it changed."""
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(CONTRACT)
        clerk.must_see("Les faits")
        for words in ("19 jours après", "8 jours après", "21 jours après", "Reprise du travail", "Attestation France Travail d'avril 2027"):
            clerk.must_see(words)
        link = page.locator('main a[href*="/facts/9"]').first
        need(link.count(), lambda: f"{clerk.here}: no link to the fact 9")
        with clerk.moves("the fact 9"):
            link.click()
        for words in ("Portabilité", "20 avril 2027", "19 jours après"):
            clerk.must_see(words)
        desk.expect(clerk.named("link", "Annuler", is_whole=False) or clerk.named("button", "Annuler", is_whole=False),
                    lambda: f"{clerk.here}: a fact cannot be annulled from its page")


def what_changed(desk):
    """Ce qui a changé: between two knowledges, the facts learnt, cover by person, months by flow, and the sums, as the route says."""
    life = lives.NORA_TOLD
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{life.contract}").follows("Ce qui a changé")
        clerk.must_see("Reprise du travail")
        answer = desk.sandbox.ask(life.contract, "changes")["changes"]
        for settlement in answer["settlements"]:
            clerk.must_see(euros(settlement["dueCents"]), f"what is to be settled of {settlement['flow']}")
        clerk.must_see("rendre")
        for given in (life.given, "Lilou"):
            clerk.must_see(given)
        clerk.opens(f"/contracts/{life.contract}/changes?from=version:1&to=version:3")
        clerk.must_see("Absence non indemnisée")
        desk.expect(not clerk.sees("Reprise du travail"), lambda: f"{clerk.here}: it tells a fact that was learnt later")


def stale_preview(desk):
    """A colleague records meanwhile: confirming records nothing, says what the colleague recorded, and shows the new preview."""
    life = lives.STALE
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{life.contract}/act/change-option")
        clerk.fills_in({"Premier jour de la nouvelle option": "01/09/2027", "Option": "Option 1"}).follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        desk.sandbox.record(life.contract, "declare-pay", {"effectiveOn": "2027-06-01", "grossMonthlyPayCents": 300000})
        before = len(desk.sandbox.events(life.contract))
        clerk.follows(CONFIRM)
        need(len(desk.sandbox.events(life.contract)) == before, lambda: f"{clerk.here}: a stale preview was recorded")
        desk.measures.keep_html(clerk.source, "stale preview")
        clerk.must_see("Nouvelle rémunération", "what the colleague recorded is not said")
        clerk.must_see(PREVIEW_HEADING)
        clerk.follows(CONFIRM)
        desk.expect(len(desk.sandbox.events(life.contract)) == before + 1, lambda: f"{clerk.here}: the new preview cannot be recorded: {clerk.text[:600]}")


def reloaded_preview_and_shared_address(desk):
    """A preview can be reloaded; its address opens for another session of the same clerk; a contract's address shows the same to both."""
    life = lives.SHARED
    with desk.browser.window() as page, desk.browser.window(session=desk.browser.new_session()) as other_page:
        clerk, other = Clerk(page), Clerk(other_page)
        clerk.opens(f"/contracts/{life.contract}/act/declare-pay")
        clerk.fills_in({"À partir du": "01/08/2027", "Rémunération brute mensuelle": "2 700"}).follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        shown = page.locator("main").inner_text()
        page.reload()
        desk.expect(page.locator("main").inner_text() == shown, lambda: f"{clerk.here}: reloaded, a preview says something else")
        other.opens(page.url)
        desk.expect(other.sees(PREVIEW_HEADING), lambda: f"{other.here}: a preview's address does not open in another window of the same clerk: {other.text[:400]}")
        before = len(desk.sandbox.events(life.contract))
        clerk.follows(CONFIRM)
        need(len(desk.sandbox.events(life.contract)) == before + 1, lambda: f"{clerk.here}: not recorded")
        page.reload()
        desk.expect(len(desk.sandbox.events(life.contract)) == before + 1, lambda: f"{clerk.here}: a reload records a second time")
        other.follows(CONFIRM)
        desk.expect(len(desk.sandbox.events(life.contract)) == before + 1, lambda: f"{other.here}: confirmed in a second window, a fact is recorded twice")
        for address in (f"{CONTRACT}?on=2026-09-10&known-at=version:5", f"{CONTRACT}/changes?from=version:4&to=version:6"):
            texts = {who.opens(address).page.locator("main").inner_text() for who in (clerk, other)}
            desk.expect(len(texts) == 1, f"{address} says different things in two sessions")


def nothing_typed_stands_in_an_address(desk):
    """No address of a browser that searches and acts holds a name, a birth date or an account."""
    addresses = []
    life = lives.SHARED
    with desk.browser.window() as page:
        page.on("request", lambda request: addresses.append(request.url))
        clerk = Clerk(page).opens("/").finds("Okonkwo 14/03/1985")
        clerk.opens(f"/contracts/{life.contract}/act/add-beneficiary")
        clerk.fills_in({"Premier jour de couverture": "01/08/2027", "Lien avec l'agent": "Enfant", "Date de naissance": "02/02/2020",
                        "À charge fiscale ?": "Oui", "Nom d'usage": "Secretissime", "Prénoms": "Zoé"}).follows(PREVIEW)
        clerk.must_see(PREVIEW_HEADING)
        for address in addresses:
            desk.expect(not re.search(r"Okonkwo|Secretissime|Zo%C3%A9|14%2F03|02%2F02|2020-02-02", address), f"an address holds what was typed: {address}")


CASES = [
    before_and_after_a_late_fact, past_acts_on_the_present, a_late_proof_is_late_by_its_due_day, times_as_typed, links_keep_both_times, scrubber_leads_through_knowledge, why_names_rule_and_fact,
    facts_tell_when_they_were_known, what_changed, stale_preview, reloaded_preview_and_shared_address, nothing_typed_stands_in_an_address]
