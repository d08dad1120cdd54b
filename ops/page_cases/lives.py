"""The lives that the cases play into the sandbox, each on a contract of its own. Nobody here exists."""

import collections, uuid

# The instant at which every case begins: 12 July 2027, 10:00 in Paris.
NOW = "2027-07-12T08:00:00Z"
TODAY = "2027-07-12"
SPRING = "2026-04-20T09:00:00Z"
IBAN = "FR7630006000011234567890189"

Fact = collections.namedtuple("Fact", "at contract command body")
FACTS = []


def contract(name):
    """The contract of a life, by the name of that life here."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"maintien/pages/{name}"))


def person(life, name):
    """A beneficiary of a life."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"maintien/pages/{life}/{name}"))


class Life:
    """A life and its facts. `tell` adds one that the service learns at an instant, to those of all lives or to `facts`."""

    def __init__(self, name, given, family, born="1985-03-14", facts=FACTS):
        self.name, self.given, self.family, self.born, self.facts = name, given, family, born, facts
        self.contract = contract(name)

    def tell(self, at, command, **body):
        self.facts.append(Fact(at if "T" in at else f"{at}T09:00:00Z", self.contract, command, body))
        return self

    def joins(self, at=SPRING, on="2026-05-01", kind="civilServant", employer="0750001A", option="base", pay=250000, **employment):
        return self.tell(
            at, "affiliate", scheme="fpe-education-2026", effectiveOn=on, employer=employer, option=option, grossMonthlyPayCents=pay,
            employment={"kind": kind, "startedOn": "2019-09-01", **employment}, holder={"bornOn": self.born, "identity": self.identity(self.given)})

    def has(self, given, relation, born, at=SPRING, on="2026-05-01", family=None, **more):
        """Has a beneficiary."""
        return self.tell(
            at, "add-beneficiary", beneficiary=person(self.name, given), relation=relation, bornOn=born, fiscallyDependent=True, effectiveOn=on,
            identity=self.identity(given, family), **more)

    def leaves_work(self, at, last, reason="endOfContract"):
        return self.tell(at, "end-employment", lastDay=last, reason=reason)

    def keeps_cover(self, at, last, since="2019-09-01", opens=None):
        """Starts a portability after the last day of employment."""
        return self.tell(
            at, "start-portability", bulletin={"lastDay": last, "activityPeriods": [{"from": since, "through": last}]},
            notification={"opensOn": opens or last}, retired=False)

    def proves(self, at, *months):
        for month in months:
            self.tell(at, "record-france-travail-proof", month=month, compensated=True)
        return self

    def identity(self, given, family=None):
        return {"familyName": family or self.family, "givenNames": given}

    @property
    def full_name(self):
        return f"{self.given} {self.family}"


def simple(name, given, family, born="1985-03-14", **joining):
    """A life in active service."""
    return Life(name, given, family, born).joins(**joining)


# The life of the design: an unpaid absence with continuation, told late here and there, and a portability whose May is overdue.
CAMILLE = simple("camille", "Camille", "Durand", option="option1").has("Samir", "spouse", "1984-11-02").has("Inès", "child", "2006-09-18")
CAMILLE.tell("2026-08-25", "suspend", effectiveOn="2026-09-01", cause="personalConvenience", income="none")
CAMILLE.tell("2026-09-22", "request-continuation", suspensionFrom="2026-09-01", requestedOn="2026-09-18")
CAMILLE.tell("2026-09-22", "register-mandate", effectiveOn="2026-09-01", iban=IBAN, mandateReference="DURAND-1", signedOn="2026-09-18")
CAMILLE.tell("2027-01-12", "resume", effectiveOn="2027-01-04")
CAMILLE.leaves_work("2027-03-15", "2027-03-31").keeps_cover("2027-04-20", "2027-03-31", opens="2027-04-02").proves("2027-05-10", "2027-04")


def for_commands():
    """A life for each command, in a standing in which it is lawful."""
    lives = {}

    def life(command, given):
        lives[command] = Life(f"command/{command}", given, f"{given}-Essai", f"198{len(lives) % 10}-02-{len(lives) + 1:02}")
        return lives[command]

    def employed(command, given, **joining):
        return life(command, given).joins(**joining)

    def suspended(command, given, since, income="none"):
        return employed(command, given).tell("2027-06-10", "suspend", effectiveOn=since, cause="personalConvenience", income=income)

    def left(command, given):
        return employed(command, given, kind="contractual").leaves_work("2027-05-10", "2027-04-30")

    life("affiliate", "Albane").tell(SPRING, "exempt", scheme="fpe-education-2026", effectiveOn="2026-05-01", ground="otherCollectiveCover",
                                             swornStatementOn="2026-04-15")
    employed("exempt", "Basile")
    employed("suspend", "Cyprien")
    employed("start-temporary-cessation", "Delphine")
    suspended("request-continuation", "Edgar", "2027-07-01")
    suspended("end-continuation", "Flavie", "2027-06-01").tell("2027-06-12", "request-continuation", suspensionFrom="2027-06-01", requestedOn="2027-06-11")
    suspended("resume", "Gaspard", "2027-06-01")
    employed("end-employment", "Hortense", kind="contractual")
    left("start-portability", "Isidore")
    left("record-france-travail-proof", "Jeanne").keeps_cover("2027-05-12", "2027-04-30")
    left("end-portability", "Kilian").keeps_cover("2027-05-12", "2027-04-30").proves("2027-06-12", "2027-05")
    employed("add-beneficiary", "Ludivine")
    employed("record-beneficiary-status", "Maxence").has("Margot", "child", "2006-10-02")
    employed("remove-beneficiary", "Ninon").has("Noël", "spouse", "1983-12-25")
    employed("change-option", "Octave")
    employed("declare-pay", "Philippine")
    employed("change-employer", "Quitterie")
    employed("change-remote-transmission", "Rodrigue")
    suspended("register-mandate", "Solange", "2027-06-01").tell("2027-06-12", "request-continuation", suspensionFrom="2027-06-01", requestedOn="2027-06-11")
    employed("revoke-mandate", "Tancrède").tell("2027-06-10", "register-mandate", effectiveOn="2027-06-10", iban=IBAN, mandateReference="TANCREDE-1",
                                                  signedOn="2027-06-09")
    suspended("rescind", "Ursule", "2027-06-01")
    suspended("correct", "Victoire", "2027-06-01")
    return lives


COMMANDS = for_commands()

# What hurts a page: markup, a mark that joins the quote before it, length, letters from right to left, emojis that are joined.
HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "joined quote": "\"\u0301 onmouseover=\"alert(2)",
    "long": ("Barthélemy-Emmanuel " * 10)[:200].strip(),
    "unbroken": "Llanfairpwllgwyngyll" * 10,
    "Arabic": "عبد الرحمن",
    "Hebrew": "יצחק בן־עמי",
    "joiner": "Léa 👩\u200d🚀 👨\u200d👩\u200d👧\u200d👦",
}
HOSTILE_LIVES = {kind: simple(f"hostile/{kind}", text, f"Hostile{'abcdefg'[number]}", f"1979-05-{number + 1:02}").has(text, "child", "2015-05-05")
                 for number, (kind, text) in enumerate(HOSTILE.items())}

# 200 facts and 8 beneficiaries: what the budget is for.
LARGE = simple("large", "Léonie", "Deux-Cents")
LARGE.has("Lazare", "spouse", "1984-01-01")
for _number in range(7):
    LARGE.has(f"Enfant{_number + 1}", "child", f"20{10 + _number}-06-01")
for _number in range(191):
    LARGE.tell(f"2026-{5 + _number // 28:02}-{_number % 28 + 1:02}", "declare-pay", grossMonthlyPayCents=250000 + 100 * _number,
               effectiveOn=f"2026-{5 + (_number * 7) % 8:02}-{_number % 28 + 1:02}")

# Tasks of a new user.
NORA = simple("nora", "Nora", "Delmas", "1990-06-21").has("Nino", "child", "2018-02-03")
NORA.tell("2026-08-28", "suspend", effectiveOn="2026-09-01", cause="followPartner", income="none")
NORA.tell("2026-09-10", "request-continuation", suspensionFrom="2026-09-01", requestedOn="2026-09-09")
NORA.tell("2026-09-10", "register-mandate", effectiveOn="2026-09-01", iban=IBAN, mandateReference="DELMAS-1", signedOn="2026-09-09")
STUDENT = simple("student", "Olivier", "Lefort").has("Clara", "child", "2006-09-30")
LATE_PROOF = simple("late proof", "Paul", "Garnier", "1992-12-01", kind="contractual", employer="0590011E")
LATE_PROOF.leaves_work("2027-03-20", "2027-03-31").keeps_cover("2027-04-05", "2027-03-31").proves("2027-05-03", "2027-04").proves("2027-07-02", "2027-06")
LATE_ABSENCE = simple("late absence", "Rémi", "Vasseur", "1988-08-08").tell("2027-03-20", "suspend", effectiveOn="2027-02-08", cause="unpaidLeave", income="none")
LATE_ABSENCE.tell("2027-06-01", "resume", effectiveOn="2027-06-01")
OWING = simple("owing", "Sonia", "Marchal", "1986-01-30", option="option2").has("Théo", "child", "2012-07-07")
OWING.tell("2027-01-15", "start-temporary-cessation", effectiveOn="2027-02-01", cause="parentalLeave")
OWING.tell("2027-01-15", "register-mandate", effectiveOn="2027-02-01", iban=IBAN, mandateReference="MARCHAL-1", signedOn="2027-01-14")
MISTAKEN = simple("mistaken", "Yvan", "Bertin", "1977-07-17").tell("2027-06-02", "suspend", effectiveOn="2027-06-01", cause="unpaidLeave", income="none")
TWICE_MISTAKEN = simple("twice mistaken", "Hélène", "Morel", "1979-08-18")
TWICE_MISTAKEN.tell("2027-03-01", "suspend", effectiveOn="2027-02-01", cause="personalConvenience", income="none")
TWICE_MISTAKEN.tell("2027-06-10", "resume", effectiveOn="2027-06-07")
NEWBORN = simple("newborn", "Agathe", "Roussel", "1993-03-09")
LEAVING = simple("leaving", "Bastien", "Colin", "1994-11-11", kind="contractual", employer="0440077K")
CERTIFIED = simple("certified", "Diane", "Fabre", "1981-05-19").has("Élie", "child", "2019-09-09")
OVERDUE = simple("overdue", "Gaël", "Hamon", "1996-10-10", kind="contractual", employer="0590011E")
OVERDUE.leaves_work("2027-02-20", "2027-02-28").keeps_cover("2027-03-05", "2027-02-28").proves("2027-04-03", "2027-03")

# An attestation that came after its due day, 31 May.
PROVEN_LATE = simple("proven late", "Quentin", "Ferrand", "1991-04-04", kind="contractual")
PROVEN_LATE.leaves_work("2027-03-20", "2027-03-31").keeps_cover("2027-04-05", "2027-03-31").proves("2027-06-20", "2027-04")

# A contract for each case that changes one.
UNPAID = simple("unpaid", "Wanda", "Xavier", "1987-09-17").has("Victor", "spouse", "1986-06-06").has("Zoé", "child", "2006-11-11")
UNPAID.tell("2027-06-20", "suspend", effectiveOn="2027-07-01", cause="unpaidLeave", income="none")
STALE = simple("stale", "Irène", "Jacquet", "1982-02-22")
KEYBOARD = simple("keyboard", "Kevin", "Lambert", "1983-03-23")
EXPIRED = simple("expired", "Maud", "Nicolas", "1984-04-24")
VERIFIED = simple("verified", "Estelle", "Girard", "1980-12-12")
LATE_CALL = simple("late call", "Noémie", "Tardieu", "1986-10-26")
SHARED = simple("shared", "Odile", "Okonkwo", "1981-04-21")
# A return to work that was told late, before the cases begin.
NORA_TOLD = simple("nora told", "Lucie", "Prévost", "1990-07-22").has("Lilou", "child", "2018-02-03")
NORA_TOLD.tell("2026-08-28", "suspend", effectiveOn="2026-09-01", cause="followPartner", income="none")
NORA_TOLD.tell("2026-09-10", "request-continuation", suspensionFrom="2026-09-01", requestedOn="2026-09-09")
NORA_TOLD.tell("2027-06-10", "resume", effectiveOn="2027-01-04")


def play(sandbox, told=FACTS):
    """Plays all lives, in the order in which the service learns their facts, and sets the clock to `NOW`. Returns how many facts that are."""
    for at, facts in groups(sorted(told, key=lambda fact: fact.at)):
        sandbox.set_clock(at)
        position = sandbox.record_all([fact[1:] for fact in facts])
    sandbox.set_clock(NOW)
    sandbox.reaches(position)
    return len(told)


# The run that calls July 2027 and all months before, made before the cases begin; August can be called from then on.
RUN = 1
CALLED = {"scheme": "fpe-education-2026", "kind": "regular", "month": "2027-07"}


def groups(facts):
    """The facts of each instant, with the instant."""
    found = collections.defaultdict(list)
    for fact in facts:
        found[fact.at].append(fact)
    return found.items()
