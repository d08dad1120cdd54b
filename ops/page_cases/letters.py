"""Letters of reminder as they come out of the printer: a letter a sheet, its address in the window of the envelope."""

import html, pathlib, re, subprocess, tempfile

from . import lives
from .clerk import Clerk
from .complaints import need
from .sandbox import Sandbox
from .words import plain

# Where things stand on a sheet of A4, in millimetres: left, top, right, bottom.
WINDOW, LETTERHEAD, TEXT = (105, 45, 190, 85), (15, 15, 100, 40), (15, 90, 195, 287)
# What a printer and a reader of PDF differ by.
TOLERANCE = 0.5
COUNT = 30

# Addresses as they stand in the vault, of all shapes that letters have. The window takes six lines of 38 characters.
FITTING = [
    "12 rue des Lilas, 59000 Lille",
    "Appartement 12, Escalier B, Résidence Les Tilleuls, 12 rue des Lilas, 59000 Lille",
    "Appartement 12, Escalier B, Bâtiment 3, Les Tilleuls, 12 rue des Lilas, 59000 Lille, France",
    "RÉSIDENCE DES GRANDS MARRONNIERS, 125 BOULEVARD DU MARÉCHAL JUIN, 44000 NANTES CEDEX 01",
    "Chez Madame de la Bruyère et fils aînés, 4 impasse du Vieux-Moulin-de-la-Rivière, 59491 Villeneuve-d'Ascq",
    "12 bis impasse du Vieux Moulin de la Petite Rivière 59491 Villeneuve-d'Ascq",
    "Lieu-dit Kerguélen, 29217 Plougonvelin",
]
TOO_LONG = ["Quartier de la Grande Prairie aux Coquelicots " * 10, "Llanfairpwllgwyngyll" * 20 + ", 59000 Lille"]
NAMES = [("Camille", "Durand"), ("Marie-Antoinette Joséphine", "de La Tour d'Auvergne-Lauraguais"), ("Zoé", "Lê")]


class Recipient:
    """A holder whose proof is overdue, and where they live."""

    def __init__(self, number, facts):
        self.given, self.family = NAMES[number % len(NAMES)]
        addresses = FITTING + TOO_LONG
        self.address = addresses[number % len(addresses)].strip()[:500]
        self.fits = self.address not in [address.strip()[:500] for address in TOO_LONG]
        life = lives.Life(f"letters/{number}", self.given, self.family, f"19{60 + number}-01-15", facts)
        life.joins(kind="contractual", employer="0590011E").leaves_work("2027-02-20", "2027-02-28")
        life.keeps_cover("2027-03-05", "2027-02-28").proves("2027-04-03", "2027-03")
        self.contract = life.contract

    @property
    def block(self):
        """What stands in the window, without spaces and commas."""
        return bare(f"{self.given} {self.family} {self.address}")


def each_address_stands_in_its_window(desk):
    """30 letters: each on one sheet, the address whole in the window and nothing else there; an address that does not fit is in the file alone."""
    facts = []
    recipients = {recipient.contract: recipient for recipient in (Recipient(number, facts) for number in range(COUNT))}
    sandbox = Sandbox(desk.sandbox.executable, pathlib.Path(tempfile.mkdtemp(dir=desk.keep, prefix="letters-")))
    try:
        lives.play(sandbox, facts)
        for recipient in recipients.values():
            sandbox.must("PUT", f"/v1/contracts/{recipient.contract}/people/holder", {
                "familyName": recipient.family, "givenNames": recipient.given, "address": recipient.address})
        with desk.browser.window(session=desk.browser.new_session(sandbox), sandbox=sandbox) as page:
            clerk = Clerk(page).opens("/work/reminders")
            file = page.context.request.get(clerk.one("link", "Fichier de publipostage (CSV)").get_attribute("href")).text()
            clerk.follows("Lettres à imprimer")
            heading = plain(page.locator("h1").inner_text())
            desk.measures.keep_html(clerk.source, "thirty letters")
            path = desk.keep / "thirty letters.pdf"
            page.pdf(path=path, prefer_css_page_size=True)
        judge(desk, sheets(path), recipients, heading, bare(file))
    finally:
        sandbox.stop()


def judge(desk, printed, recipients, heading, file):
    fitting = {contract for contract, recipient in recipients.items() if recipient.fits}
    found = [contract for sheet in printed for contract in recipients if contract in bare(" ".join(word for word, _ in sheet), keep="-")]
    # A reminder of each month that is overdue, and of the one that is awaited.
    desk.expect(set(found) == fitting, f"letters to {len(set(found))} people are printed, not to {len(fitting)}")
    desk.expect(len(printed) == len(found), f"{len(found)} letters stand on {len(printed)} sheets")
    desk.expect(f"({len(printed)})" in heading, f"« {heading} » counts other letters than the {len(printed)} that are printed")
    for recipient in recipients.values():
        desk.expect(recipient.block[-40:] in file, f"{recipient.address} is not in the file")
    for number, (sheet, contract) in enumerate(zip(printed, found), 1):
        judge_sheet(desk, number, sheet, recipients[contract])
    desk.figures.append(f"letters: {len(printed)} sheets, addresses of up to {max(len(recipients[contract].address) for contract in found)} characters")


def judge_sheet(desk, number, sheet, recipient):
    """Every word stands in one of the three places, and the window holds the address, whole."""
    strays = [(word, box) for word, box in sheet if not any(lies(box, place) for place in (WINDOW, LETTERHEAD, TEXT))]
    desk.expect(not strays, f"sheet {number}: outside their places: {strays[:5]}")
    window = bare("".join(word for word, box in sheet if lies(box, WINDOW)))
    desk.expect(window == recipient.block, f"sheet {number}: in the window stands « {window} », not « {recipient.block} »")


def lies(box, place):
    """Whether a box lies within a place."""
    return (box[0] >= place[0] - TOLERANCE and box[1] >= place[1] - TOLERANCE and box[2] <= place[2] + TOLERANCE and box[3] <= place[3] + TOLERANCE)


def sheets(pdf):
    """Of each sheet its words with their boxes, in millimetres."""
    text = subprocess.run(["pdftotext", "-bbox", pdf, "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
    pages = text.split("<page ")[1:]
    need(pages, f"{pdf} has no page")
    word = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
    return [[(html.unescape(found[5]), tuple(float(found[place]) * 25.4 / 72 for place in range(1, 5))) for found in word.finditer(page)] for page in pages]


def bare(text, keep=""):
    """The letters and digits of a text, so that neither line breaks nor signs count."""
    return "".join(sign for sign in plain(text) if sign.isalnum() or sign in keep)


CASES = [each_address_stands_in_its_window]
