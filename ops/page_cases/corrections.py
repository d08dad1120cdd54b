"""A correction that tells several facts in place of those that it annuls."""

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, PREVIEW, PREVIEW_HEADING
from .complaints import need

FIRST, ANOTHER, ADD, TAKE_OUT = "Et enregistrer à la place", "Et enregistrer aussi", "Ajouter", "Retirer"


def several_facts_in_one_correction(desk):
    """An absence and its end are corrected in one step: facts are added one by one, one is taken out, all are previewed, and recorded once."""
    life = lives.TWICE_MISTAKEN
    before = len(desk.sandbox.events(life.contract))
    with desk.browser.window() as page:
        clerk = Clerk(page).opens(f"/contracts/{life.contract}/act/correct?version=2")
        clerk.answers("Faits à annuler", "Reprise du travail").answers("Pourquoi ?", "mauvais jours")
        for label, words in ((FIRST, "Autre absence"), (ANOTHER, "Nouvelle rémunération"), (ANOTHER, "Reprise du travail")):
            clerk.answers(label, words).presses(ADD)
            desk.expect(clerk.named("group", f"{words}", is_whole=False), lambda: f"{clerk.here}: « {words} » is not there: {clerk.text[:900]}")
        desk.measures.keep_html(clerk.source, "correction of several facts")
        known = clerk.field("Premier jour d'absence").input_value()
        desk.expect(known == "01/02/2027", lambda: f"{clerk.here}: what the annulled fact told is not filled in, but « {known} »")
        desk.expect(clerk.field("Premier jour de reprise").input_value() == "07/06/2027", lambda: f"{clerk.here}: the second fact is not filled in")
        clerk.presses(f"{TAKE_OUT} Nouvelle rémunération (2)")
        need(not clerk.named("group", "Nouvelle rémunération", is_whole=False), lambda: f"{clerk.here}: what was taken out is still there")
        clerk.fills_in({"Premier jour d'absence": "01/03/2027", "Premier jour de reprise": "31/02/2027"})
        # Enter in a field asks for the preview, and takes nothing out.
        with clerk.moves("Enter in a field"):
            clerk.field("Pourquoi ?").press("Enter")
        desk.expect(page.title().startswith("Erreur"), lambda: f"{clerk.here}: a day that does not exist is not refused")
        desk.expect(page.locator(":focus").get_by_role("link", name="Premier jour de reprise").count(), lambda: f"{clerk.here}: the summary does not lead to the field")
        desk.measures.keep_html(clerk.source, "correction of several facts refused")
        clerk.fills_in({"Premier jour de reprise": "14/06/2027"}).follows(PREVIEW)
        for words in (PREVIEW_HEADING, "1er mars 2027", "14 juin 2027", "Autre absence", "Reprise du travail", "mauvais jours"):
            clerk.must_see(words)
        desk.measures.keep_html(clerk.source, "correction of several facts previewed")
        need(len(desk.sandbox.events(life.contract)) == before, "a preview records facts")
        clerk.follows(CONFIRM)
        events = desk.sandbox.events(life.contract)
        need(len(events) == before + 4, lambda: f"{clerk.here}: the correction records {len(events) - before} facts: {clerk.text[:600]}")
        clerk.page.go_back()
        clerk.follows(CONFIRM)
        desk.expect(len(desk.sandbox.events(life.contract)) == before + 4, "confirmed a second time, the correction is recorded again")
        covered = desk.sandbox.ask(life.contract, "coverage", on="2027-02-15")["holder"]["state"]
        desk.expect(covered == "covered", f"after the correction 15 February is {covered}")


CASES = [several_facts_in_one_correction]
