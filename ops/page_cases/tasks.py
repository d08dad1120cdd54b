"""Ten tasks of a new clerk, each told in a sentence: only visible words lead from the start to the answer."""

from . import lives
from .clerk import Clerk
from .commands import CONFIRM, MENU, PREVIEW, PREVIEW_HEADING
from .complaints import need
from .words import day, euros, pattern

# From the caller's name to the answer: forms sent and links followed.
MOST_ACTIONS = 3


def task(sentence, asks=False):
    """A case that does a task on a page of its own, and notes what it cost. asks: it is a question, answered in at most three actions."""
    def wrap(do):
        def case(desk):
            with desk.browser.window() as page:
                clerk = Clerk(page).opens("/")
                do(desk, clerk)
                desk.costs.append((sentence, clerk.cost))
                desk.expect(not asks or clerk.actions <= MOST_ACTIONS, f"« {sentence} » takes {clerk.actions} actions, over {MOST_ACTIONS}")

        case.__name__, case.__doc__ = do.__name__, sentence
        return case

    return wrap


def recorded(desk, clerk, life, answers, events=1):
    """Fills in, previews and records. Returns the text of the preview."""
    before = len(desk.sandbox.events(life.contract))
    clerk.fills_in(answers).follows(PREVIEW)
    clerk.must_see(PREVIEW_HEADING)
    preview = clerk.text
    clerk.follows(CONFIRM)
    after = len(desk.sandbox.events(life.contract))
    need(after == before + events, lambda: f"{clerk.here}: {after - before} facts were recorded: {clerk.text[:600]}")
    return preview


def settled(desk, life):
    """What the last fact brought to be settled, as the pages write it."""
    return [euros(settlement["dueCents"]) for settlement in desk.sandbox.ask(life.contract, "changes")["changes"]["settlements"] if settlement["dueCents"]]


@task("Nora Delmas a repris le travail le 4 janvier 2027, on l'apprend aujourd'hui : qu'y a-t-il à rendre ou à encaisser ?")
def task_late_return(desk, clerk):
    clerk.finds("delmas nora").follows(MENU).follows("Reprise du travail")
    preview = recorded(desk, clerk, lives.NORA, {"Premier jour de reprise": "4/1/27"})
    sums = settled(desk, lives.NORA)
    need(len(sums) == 2, f"a late return leaves {sums} to settle")
    for amount in sums:
        desk.expect(pattern(amount, is_whole=False).search(preview), f"the preview of the late return does not say {amount}: {preview[:1500]}")
        clerk.must_see(amount, "what is to be settled is not said once it is recorded")


@task("Clara, la fille d'Olivier Lefort, aura 21 ans en septembre : jusqu'à quand est-elle couverte ?", asks=True)
def task_child_turns_21(desk, clerk):
    clerk.finds("lefort clara")
    if "/contracts/" not in clerk.page.url:
        clerk.follows("Clara", within=clerk.page.locator("main"))
    need(clerk.sees("29/09/2027") or clerk.sees("29 septembre 2027"), lambda: f"{clerk.here}: the last day of Clara's right is not said: {clerk.text[:2500]}")


@task("Clara Lefort continue ses études jusqu'au 31 août 2028 : elle reste couverte.")
def task_student(desk, clerk):
    clerk.finds("olivier lefort").follows(MENU).follows("Statut d'un enfant")
    recorded(desk, clerk, lives.STUDENT, {"Bénéficiaire": "Clara", "Statut": "Études", "Du": "01/09/2027", "Au": "31/08/2028"})
    right = desk.sandbox.ask(lives.STUDENT.contract, "eligibility", on="2027-07-12")["beneficiaries"][0]["through"]
    clerk.must_see(day(right), "the new last day is not said") if clerk.sees(day(right)) else clerk.must_see("/".join(reversed(right.split("-"))))


@task("L'attestation de mai de Paul Garnier vient d'arriver, après la date limite : mai est-il couvert ?")
def task_late_proof(desk, clerk):
    clerk.finds("garnier paul")
    clerk.must_see("en retard")
    clerk.follows("Enregistrer l'attestation", within=clerk.part("Ce qui presse"))
    month = clerk.field("Mois de l'attestation").input_value()
    desk.expect("2027" in month and ("mai" in month or "05" in month), lambda: f"{clerk.here}: the month of the overdue attestation is not filled in, but « {month} »")
    recorded(desk, clerk, lives.LATE_PROOF, {"Mois indemnisé en entier ?": "Oui"})
    state = desk.sandbox.ask(lives.LATE_PROOF.contract, "coverage", on="2027-05-15")["holder"]["state"]
    need(state == "covered", f"May is {state}")
    clerk.must_see("acquise", "the page after the late proof does not say that cover is proven")


@task("Le 1er mars 2027, que savait-on de la couverture de Rémi Vasseur au 15 février 2027 ?", asks=True)
def task_known_then(desk, clerk):
    clerk.finds("vasseur").fills_in({"Au": "15/2/27", "Tel que connu le": "1/3/27"}).presses("Voir")
    clerk.must_see("Le 15 février 2027, Rémi Vasseur avait une couverture, en activité")


@task("Combien Sonia Marchal doit-elle pour juillet 2027, et comment est-ce perçu ?", asks=True)
def task_owing(desk, clerk):
    clerk.finds("marchal sonia")
    due = desk.sandbox.ask(lives.OWING.contract, "cotisation", month="2027-07")["due"]
    clerk.must_see(f"l'agent doit {euros(due['agentToInsurerCents'])}, par prélèvement")


@task("L'absence d'Yvan Bertin a été saisie par erreur : l'annuler.")
def task_mistake(desk, clerk):
    clerk.finds("bertin").follows(MENU).follows("Annuler un fait")
    recorded(desk, clerk, lives.MISTAKEN, {"Fait à annuler": "Absence non indemnisée", "Pourquoi ?": "saisie sur le mauvais dossier"})
    clerk.must_see("Yvan Bertin avait une couverture, en activité")


@task("Agathe Roussel a eu un enfant, Jules, le 30 juin 2027 : le couvrir dès sa naissance, et dire ce que cela coûte.")
def task_newborn(desk, clerk):
    clerk.finds("roussel").follows(MENU).follows("Nouveau bénéficiaire")
    recorded(desk, clerk, lives.NEWBORN, {
        "Premier jour de couverture": "30/06/2027", "Lien avec l'agent": "Enfant", "Date de naissance": "30/06/2027", "À charge fiscale ?": "Oui",
        "Nom d'usage": "Roussel", "Prénoms": "Jules"})
    for amount in settled(desk, lives.NEWBORN):
        clerk.must_see(amount, "what the child costs is not said")


@task("L'emploi de Bastien Colin prend fin le 31 juillet 2027, fin de contrat : que faut-il encore pour la portabilité ?")
def task_leaving(desk, clerk):
    clerk.finds("colin").follows(MENU).follows("L'emploi prend fin")
    recorded(desk, clerk, lives.LEAVING, {"Dernier jour d'emploi": "31/07/2027", "Comment l'emploi prend-il fin ?": "Fin de contrat"})
    for words in ("bulletin", "notification"):
        clerk.must_see(words, "what portability still needs is not said")


@task("Diane Fabre demande une attestation de couverture pour elle et son enfant.", asks=True)
def task_certificate(desk, clerk):
    clerk.finds("fabre diane").follows("Attestations").follows("Attestation de couverture")
    for words in ("Diane Fabre", "Élie", "après ce qui était su le"):
        clerk.must_see(words)


@task("Quelles attestations France Travail sont en retard, et enregistrer celle d'avril de Gaël Hamon.")
def task_worklist(desk, clerk):
    clerk.follows("À traiter")
    line = clerk.page.locator("main li, main tr").filter(has_text="Gaël Hamon").filter(has_text=pattern("attestation", is_whole=False))
    need(line.count(), lambda: f"{clerk.here}: no line of Gaël Hamon: {clerk.text[:2000]}")
    clerk.follows("Enregistrer l'attestation", within=line.first)
    recorded(desk, clerk, lives.OVERDUE, {"Mois de l'attestation": "avril 2027", "Mois indemnisé en entier ?": "Oui"})
    clerk.must_see("Dossier suivant", "the worklist does not lead on")
    clerk.follows("Dossier suivant")
    need(clerk.status == 200, lambda: f"{clerk.here}: « Dossier suivant » is answered {clerk.status}")


CASES = [
    task_late_return, task_child_turns_21, task_student, task_late_proof, task_known_then, task_owing, task_mistake, task_newborn, task_leaving,
    task_certificate, task_worklist]
