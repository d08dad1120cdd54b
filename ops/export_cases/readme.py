"""The code of the README that analysts and operators copy, by the comment in its first line."""

import pathlib, re

TEXT = (pathlib.Path(__file__).resolve().parent.parent.parent / "README.md").read_text()


def block(language, beginning):
    """The one block of code in a language whose first line begins so."""
    found = [body for body in re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL) if body.startswith(beginning)]
    if len(found) != 1:
        raise AssertionError(f"the README has {len(found)} blocks of {language} that begin with {beginning!r}")
    return found[0]
