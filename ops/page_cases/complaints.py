"""What does not hold."""


class Failed(AssertionError):
    """A case cannot go on."""


class Complaints:
    """What a run found to be wrong, by case. A complaint ends nothing; `Failed` ends its case."""

    def __init__(self):
        self.of, self.case = {}, None

    def begin(self, case):
        self.case = case.__name__

    def add(self, text):
        """Notes that something does not hold. The same words are noted once for a case."""
        texts = self.of.setdefault(self.case, [])
        if text not in texts:
            texts.append(text)

    def expect(self, holds, text):
        """Notes `text` unless something holds. Returns whether it does. A text that has to look at the page is given as a function."""
        if not holds:
            self.add(text() if callable(text) else text)
        return bool(holds)

    def __bool__(self):
        return bool(self.of)


def need(holds, text):
    """Ends the case unless something holds. A text that has to look at the page is given as a function."""
    if not holds:
        raise Failed(text() if callable(text) else text)
