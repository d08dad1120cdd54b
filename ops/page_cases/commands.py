"""Each command as a clerk enters it: refused once, previewed, confirmed twice."""

from . import lives
from .clerk import Clerk
from .complaints import need
from .words import pattern

MENU, PREVIEW_HEADING, PREVIEW, CONFIRM = "Que s'est-il passé ?", "Si vous enregistrez", "Voir ce que cela change", "Enregistrer"
REFUSED = "Erreur :"


class Entry:
    """How one command is entered: its words in the menu, the answers, and answers that are refused with the words of that refusal."""

    def __init__(self, command, menu, answers, wrong, refusal, events=1):
        self.command, self.menu, self.answers, self.wrong, self.refusal, self.events = command, menu, answers, wrong, refusal, events

    @property
    def life(self):
        return lives.COMMANDS[self.command]


def entries():
    """All commands, with answers as clerks type them: days and amounts in every form that the pages read."""
    no_such_day = {"refusal": "n'existe pas"}
    reason = "saisi par erreur"
    return [
        Entry("affiliate", "Affiliation", {
            "Premier jour de couverture": "1er août 2027", "Code de l'employeur": "0750001A", "Emploi": "Fonctionnaire", "Premier jour d'emploi": "1/9/19",
            "Date de naissance": "14/03/85", "Nom d'usage": "Albane-Essai", "Prénoms": "Albane", "Option": "Sans option",
            "Rémunération brute mensuelle": "2 500,50"}, {"Premier jour de couverture": "31/02/2027"}, **no_such_day),
        Entry("exempt", "Dispense d'affiliation", {
            "Premier jour de dispense": "01/08/2027", "Pourquoi cette dispense ?": "Autre couverture collective",
            "Date de la déclaration sur l'honneur": "hier"}, {"Premier jour de dispense": "01/13/2027"}, **no_such_day),
        Entry("suspend", "Autre absence", {
            "Premier jour d'absence": "aujourd'hui", "Pourquoi cette absence ?": "Congé sans rémunération", "Quel revenu pendant l'absence ?": "Aucun"},
            {"Premier jour d'absence": "32/07/2027"}, **no_such_day),
        Entry("start-temporary-cessation", "Cessation temporaire d'activité", {
            "Premier jour d'absence": "2027-08-01", "Pourquoi cette absence ?": "Congé parental"}, {"Premier jour d'absence": "août"}, "n'est pas lisible"),
        Entry("request-continuation", "Demande de maintien", {
            "Premier jour de l'absence non indemnisée": "01/07/2027", "Date d'envoi de la demande": "10/07/2027"},
            {"Date d'envoi de la demande": "02/08/2027"}, "après le délai"),
        Entry("end-continuation", "Fin du maintien", {"Premier jour sans maintien": "01/08/2027", "Pourquoi ?": "autre contrat"},
              {"Premier jour sans maintien": "01/05/2027"}, "Aucun maintien n'est en vigueur"),
        Entry("resume", "Reprise du travail", {"Premier jour de reprise": "5 juillet 2027"}, {"Premier jour de reprise": "31/05/2027"}, "Aucune absence n'est ouverte"),
        Entry("end-employment", "L'emploi prend fin", {"Dernier jour d'emploi": "31/07/2027", "Comment l'emploi prend-il fin ?": "Fin de contrat"},
              {"Dernier jour d'emploi": "31/06/2027"}, **no_such_day),
        Entry("start-portability", "Portabilité", {
            "Dernier jour d'emploi, selon le bulletin": "30/04/2027", "Période d'activité, du": "01/09/2019", "au": "30/04/2027",
            "Indemnisation à partir du": "03/05/2027", "Retraite ?": "Non"}, {"Dernier jour d'emploi, selon le bulletin": "29/04/2027"}, "Aucun emploi n'a pris fin"),
        Entry("record-france-travail-proof", "Attestation France Travail", {"Mois de l'attestation": "mai 2027", "Mois indemnisé en entier ?": "Oui"},
              {"Mois de l'attestation": "05/2029"}, "hors de la portabilité"),
        Entry("end-portability", "Fin de la portabilité", {
            "Premier jour sans portabilité": "01/07/2027", "Pourquoi la portabilité prend-elle fin ?": "Nouvel emploi"},
            {"Premier jour sans portabilité": "01/04/2027"}, "Aucune portabilité n'est ouverte"),
        Entry("add-beneficiary", "Nouveau bénéficiaire", {
            "Premier jour de couverture": "12/07/2027", "Lien avec l'agent": "Enfant", "Date de naissance": "30/06/2027", "À charge fiscale ?": "Oui",
            "Nom d'usage": "Ludivine-Essai", "Prénoms": "Lou"}, {"Date de naissance": "30/06/2001"}, "n'a pas droit à la couverture"),
        Entry("record-beneficiary-status", "Statut d'un enfant", {
            "Bénéficiaire": "Margot", "Statut": "Études", "Du": "01/09/2027", "Au": "31/08/2028"}, {"Du": "01/09/2029"}, "avant le premier jour"),
        Entry("remove-beneficiary", "Départ d'un bénéficiaire", {
            "Bénéficiaire": "Noël", "Premier jour sans couverture": "01/08/2027", "Pourquoi ?": "divorce"},
            {"Premier jour sans couverture": "01/04/2026"}, "n'est pas inscrite"),
        Entry("change-option", "Changement d'option", {"Premier jour de la nouvelle option": "01/08/2027", "Option": "Option 2"},
              {"Premier jour de la nouvelle option": "01/08"}, "L'année manque"),
        Entry("declare-pay", "Nouvelle rémunération", {"À partir du": "01/08/2027", "Rémunération brute mensuelle": "2 610,50"},
              {"Rémunération brute mensuelle": "beaucoup"}, "n'est pas un montant"),
        Entry("change-employer", "Changement d'employeur", {"Premier jour chez cet employeur": "01/09/2027", "Code de l'employeur": "0690123B"},
              {"Code de l'employeur": "??"}, "n'est pas un code d'employeur"),
        Entry("change-remote-transmission", "Télétransmission (Noémie)", {"À partir du": "demain", "Accord pour la télétransmission ?": "Oui"},
              {"À partir du": "00/08/2027"}, **no_such_day),
        Entry("register-mandate", "Mandat SEPA signé", {
            "Utilisable à partir du": "01/07/2027", "IBAN": "FR76 3000 6000 0112 3456 7890 189", "Référence du mandat (RUM)": "SOLANGE-1",
            "Signé le": "30/06/2027"}, {"IBAN": "FR76 3000 6000 0112 3456 7890 188"}, "n'est pas un IBAN"),
        Entry("revoke-mandate", "Mandat SEPA révoqué", {"Ne sert plus à partir du": "01/08/2027", "Référence du mandat (RUM)": "TANCREDE-1"},
              {"Référence du mandat (RUM)": "TANCREDE-2"}, "Aucun mandat de cette référence"),
        Entry("rescind", "Annuler un fait", {"Fait à annuler": "Absence non indemnisée", "Pourquoi ?": reason}, {"Pourquoi ?": ""}, "Rien n'est écrit"),
        Entry("correct", "Corriger des faits", {"Faits à annuler": "Absence non indemnisée", "Pourquoi ?": reason}, {"Pourquoi ?": ""}, "Rien n'est écrit"),
    ]


def command_case(entry):
    """The case of one command."""
    def case(desk):
        with desk.browser.window() as page:
            enter(desk, Clerk(page), entry)

    case.__name__ = f"command_{entry.command.replace('-', '_')}"
    case.__doc__ = f"{entry.command} is refused once, previewed, and recorded once though it is confirmed twice."
    return case


def enter(desk, clerk, entry):
    contract = entry.life.contract
    before = len(desk.sandbox.events(contract))
    clerk.opens(f"/contracts/{contract}").follows(MENU).follows(entry.menu)
    keep(desk, clerk, f"{entry.command} form")
    clerk.fills_in(entry.answers | entry.wrong).follows(PREVIEW)
    refused(desk, clerk, entry)
    clerk.fills_in(entry.wrong and {label: entry.answers[label] for label in entry.wrong}).follows(PREVIEW)
    previewed(desk, clerk, entry)
    need(len(desk.sandbox.events(contract)) == before, f"{entry.command}: a preview records a fact")
    clerk.follows(CONFIRM)
    recorded = len(desk.sandbox.events(contract))
    need(recorded == before + entry.events, lambda: f"{clerk.here}: {entry.command} records {recorded - before} facts, not {entry.events}; it says: {clerk.text[:800]}")
    need("recorded=" in clerk.page.url, lambda: f"{clerk.here}: after {entry.command} the contract's page does not name the fact that was recorded")
    keep(desk, clerk, f"{entry.command} recorded")
    clerk.page.go_back()
    need(clerk.named("button", CONFIRM), lambda: f"{clerk.here}: back from the recorded {entry.command}, there is no « {CONFIRM} »")
    clerk.follows(CONFIRM)
    again = len(desk.sandbox.events(contract))
    desk.expect(again == recorded, f"{entry.command}: confirmed a second time, it records {again - recorded} facts more")
    desk.expect(clerk.status == 200, f"{entry.command}: confirmed a second time, it is answered {clerk.status}")


def refused(desk, clerk, entry):
    """A refusal: the title, a summary that has the focus, a link to each field, the words, and what was typed."""
    need(clerk.named("button", CONFIRM) == [], lambda: f"{clerk.here}: {entry.wrong} is not refused: {clerk.text[:600]}")
    keep(desk, clerk, f"{entry.command} refused")
    desk.expect(pattern(REFUSED, is_whole=False).match(clerk.page.title()), lambda: f"{clerk.here}: the title of a refusal does not begin with « {REFUSED} »")
    focused = clerk.page.locator(":focus")
    if desk.expect(focused.count() == 1, lambda: f"{clerk.here}: nothing has the focus after a refusal"):
        links = focused.get_by_role("link").all()
        desk.expect(links, lambda: f"{clerk.here}: what has the focus after a refusal is no summary with links to fields: {focused.inner_text()[:200]}")
        for link in links:
            target = clerk.page.locator(link.get_attribute("href") or "#nothing")
            desk.expect(target.count() == 1 and target.is_visible(), lambda: f"{clerk.here}: the link « {link.inner_text()} » leads to no field")
    desk.expect(clerk.sees(entry.refusal), lambda: f"{clerk.here}: the refusal of {entry.wrong} does not say « {entry.refusal} »: {clerk.text[:800]}")
    for label, answer in (entry.answers | entry.wrong).items():
        field = clerk.field(label)
        if field.evaluate("e => e.matches('input:not([type=radio],[type=checkbox])')"):
            kept = field.input_value()
            desk.expect(kept == answer, lambda: f"{clerk.here}: after a refusal « {label} » holds « {kept} », not what was typed: « {answer} »")


def previewed(desk, clerk, entry):
    """A preview: what would change, the button, and no word of what was typed in the address."""
    clerk.must_see(PREVIEW_HEADING, f"{entry.command} is not previewed")
    keep(desk, clerk, f"{entry.command} preview")
    desk.expect(clerk.status == 200, lambda: f"{clerk.here}: a preview is answered {clerk.status}")
    for answer in entry.answers.values():
        is_personal = len(answer) > 4
        desk.expect(not is_personal or answer.replace(" ", "") not in clerk.page.url, lambda: f"{clerk.here}: « {answer} » stands in the address")


def keep(desk, clerk, name):
    desk.measures.keep_html(clerk.source, name)


CASES = [command_case(entry) for entry in entries()]
