"""The words on the pages on which the cases rely, and how they are compared."""

import re

# The same words, whichever space or apostrophe typography chose.
SPACES, APOSTROPHES = "[\\s\u00a0\u202f]", "['\u2019]"


def pattern(text, is_whole=True):
    """A pattern for words on a page: `text` is written with plain spaces and apostrophes."""
    found = re.escape(text).replace("\\ ", f"{SPACES}+").replace("'", APOSTROPHES)
    for sign in ";:!?»%€":
        found = re.sub(rf"(?:\[[^\]]*\]\+)?{re.escape(re.escape(sign))}", lambda _, sign=sign: f"{SPACES}*{re.escape(sign)}", found)
    return re.compile(rf"^\s*{found}\s*$" if is_whole else found)


def plain(text):
    """The words of a page with plain spaces and apostrophes, on one line."""
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")).strip()


def euros(cents):
    """An amount as the pages write it, with plain spaces: `1 234,50 €`."""
    whole, rest = divmod(abs(cents), 100)
    return f"{whole:,}".replace(",", " ") + f",{rest:02} €"


MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def day(text):
    """A day as the pages write it: `2027-07-01` is `1er juillet 2027`."""
    year, month, number = text[:10].split("-")
    return f"{'1er' if number == '01' else int(number)} {MONTHS[int(month) - 1]} {year}"


def short_day(text):
    """A day as fields show it: `01/07/2027`."""
    return "/".join(reversed(text[:10].split("-")))
